//! Why two bills differ, in the order in which the bridge takes it.

use crate::model::assumption::{Group, Key, Scope, Spec};

/// One reason for a difference; the assumptions behind it change together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Lines that only one of the two has.
    Lines,
    /// How many images, and what counts as one.
    Images,
    /// Shares of edits and image-to-image.
    Mix,
    /// What makes the images: these depend on each other. The user's own prices belong to it.
    Model,
    /// Prompt and reference images.
    Inputs,
    /// What goes wrong, and what is tried again.
    Failures,
    /// What failures are billed.
    Billing,
    /// The day of prices, changes of all of them, and prices that a scenario keeps.
    Prices,
    /// Months and growth.
    Schedule,
    /// From gross to bill.
    Rules,
}

impl Cause {
    /// All of them, in the order of the bridge.
    pub const ALL: [Self; 10] = [
        Self::Lines,
        Self::Images,
        Self::Mix,
        Self::Model,
        Self::Inputs,
        Self::Failures,
        Self::Billing,
        Self::Prices,
        Self::Schedule,
        Self::Rules,
    ];

    /// What an assumption belongs to; none where it does not move the bill.
    pub fn of(spec: &Spec) -> Option<Self> {
        Some(match (spec.group, spec.key) {
            (_, Key::Budget | Key::BudgetConfidence) => return None,
            (_, Key::EditShare | Key::ImageToImageShare) => Self::Mix,
            (_, Key::PromptTokens) => Self::Inputs,
            (_, Key::PricesOn | Key::PriceChange) => Self::Prices,
            (Group::Volume, _) => Self::Images,
            (Group::Output, _) => Self::Model,
            (Group::References, _) => Self::Inputs,
            (Group::Failures, _) => Self::Failures,
            (Group::Billing, _) => Self::Billing,
            (Group::Prices, _) if spec.scope == Scope::Line => Self::Model,
            (Group::Prices, _) => Self::Rules,
            (Group::Budget, _) => Self::Schedule,
        })
    }

    /// The name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Images => "images",
            Self::Mix => "mix",
            Self::Model => "model",
            Self::Inputs => "inputs",
            Self::Failures => "failures",
            Self::Billing => "billing",
            Self::Prices => "prices",
            Self::Schedule => "schedule",
            Self::Rules => "rules",
        }
    }

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Lines => "Lines added and removed",
            Self::Images => "Image count",
            Self::Mix => "Edits and image-to-image",
            Self::Model => "Model, size and quality",
            Self::Inputs => "Prompt and references",
            Self::Failures => "Failures and retries",
            Self::Billing => "Billing rules",
            Self::Prices => "Prices and their day",
            Self::Schedule => "Schedule",
            Self::Rules => "Discounts, credit and tax",
        }
    }
}
