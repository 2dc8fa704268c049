//! Why a call has no price, in one sentence with the remedy.

use std::fmt::Display;
use std::sync::Arc;

use super::Ask;
use crate::model::book::{Model, Operation, Rate};
use crate::model::day::Day;
use crate::model::num::TooLarge;
use crate::model::size::{Pixels, Size};

/// Why a call has no price.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PriceProblem {
    /// The price book lists the model and has no price.
    #[error("{model} has no price: {why}")]
    NoPrice {
        /// Full id.
        model: String,
        /// In words.
        why: String,
    },
    /// No rate on that day.
    #[error("{model} has no price on {day}; its first known price is from {first}")]
    BeforeFirstPrice {
        /// Full id.
        model: String,
        /// The day asked for.
        day: Day,
        /// First day with a price.
        first: Day,
    },
    /// The model does not do this.
    #[error("{model} does not do `{operation}`; it does {offered}")]
    NoSuchOperation {
        /// Full id.
        model: String,
        /// What was asked.
        operation: String,
        /// What there is.
        offered: String,
    },
    /// The size has no price.
    #[error("{model} has no price at size {size}; priced sizes are {offered}{}", hint("priced", *.nearest))]
    NoSuchSize {
        /// Full id.
        model: String,
        /// What was asked.
        size: String,
        /// What there is.
        offered: String,
        /// The nearest of several sizes that this call has a price at.
        nearest: Option<Size>,
    },
    /// The provider would refuse the size.
    #[error("{model} does not take {size}: {why}{}", hint("legal", *.nearest))]
    IllegalSize {
        /// Full id.
        model: String,
        /// What was asked.
        size: String,
        /// In words.
        why: String,
        /// The nearest size that the provider takes.
        nearest: Option<Pixels>,
    },
    /// The price depends on the size and none was given.
    #[error("the price of {model} depends on the size; give one, such as {example}")]
    NeedsSize {
        /// Full id.
        model: String,
        /// A size that works.
        example: String,
    },
    /// The quality does not exist.
    #[error("{model} has no quality `{quality}`; it has {offered}")]
    NoSuchQuality {
        /// Full id.
        model: String,
        /// What was asked.
        quality: String,
        /// What there is.
        offered: String,
    },
    /// The price depends on the quality and none was given.
    #[error("the price of {model} depends on the quality; choose one of {offered}")]
    NeedsQuality {
        /// Full id.
        model: String,
        /// What there is.
        offered: String,
    },
    /// Rates are known, token counts are not.
    #[error("{model} has published rates but no published token count; enter image_output_tokens to price it")]
    NeedsOutputTokens {
        /// Full id.
        model: String,
    },
    /// Reference images cannot be priced.
    #[error("{model} does not publish how many tokens a reference image takes, so calls with references have no price")]
    NeedsReferenceTokens {
        /// Full id.
        model: String,
    },
    /// Billed by the second, and nobody knows how many.
    #[error("{model} is billed by the second and its run time is not known; enter seconds to price it")]
    NeedsSeconds {
        /// Full id.
        model: String,
    },
    /// The region has no price.
    #[error("{model} has no region `{region}`; it has {offered}")]
    NoSuchRegion {
        /// Full id.
        model: String,
        /// What was asked.
        region: String,
        /// What there is.
        offered: String,
    },
    /// Out of range.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

impl PriceProblem {
    /// The assumption that the user can change to solve it.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoSuchSize { .. } | Self::IllegalSize { .. } | Self::NeedsSize { .. } => "size",
            Self::NoSuchQuality { .. } | Self::NeedsQuality { .. } => "quality",
            Self::NeedsOutputTokens { .. } => "image_output_tokens",
            Self::NeedsSeconds { .. } => "seconds",
            Self::NoSuchRegion { .. } => "region",
            _ => "model",
        }
    }

    /// Whether the input is fine and the world does not know the answer.
    pub fn is_unknown(&self) -> bool {
        matches!(
            self,
            Self::NoPrice { .. }
                | Self::NeedsOutputTokens { .. }
                | Self::NeedsReferenceTokens { .. }
                | Self::NeedsSeconds { .. }
        )
    }
}

/// Why no rate fits: too early, no such operation, quality or size.
pub(super) fn no_rate(model: &Model, ask: &Ask) -> PriceProblem {
    let id = || model.id.clone();
    let first = model.rates.iter().map(|rate| rate.from).min().unwrap_or(model.from);
    let fits = |rate: &&Arc<Rate>| rate.operations.is_empty() || rate.operations.contains(&ask.operation);
    if ask.day < first {
        PriceProblem::BeforeFirstPrice { model: id(), day: ask.day, first }
    } else if !model.rates.iter().filter(|rate| !rate.unit.is_input()).any(|rate| fits(&rate)) {
        no_operation(model, &ask.operation)
    } else if let Some(problem) = quality_problem(model, ask.quality.as_deref()) {
        problem
    } else {
        match ask.size {
            None => needs_size(model),
            Some(size) => no_size(model, size),
        }
    }
}

/// The problem with a quality that is missing or unknown.
pub fn quality_problem(model: &Model, quality: Option<&str>) -> Option<PriceProblem> {
    let offered = || {
        let auto = model.auto_quality.then_some("auto");
        model.qualities.iter().map(String::as_str).chain(auto).collect::<Vec<_>>().join(", ")
    };
    match quality {
        _ if model.qualities.is_empty() => None,
        None => Some(PriceProblem::NeedsQuality { model: model.id.clone(), offered: offered() }),
        Some("auto") if model.auto_quality => None,
        Some(quality) if model.qualities.iter().any(|q| q == quality) => None,
        Some(quality) => Some(PriceProblem::NoSuchQuality {
            model: model.id.clone(),
            quality: quality.to_owned(),
            offered: offered(),
        }),
    }
}

/// The problem that a model does not do an operation.
pub fn no_operation(model: &Model, operation: &Operation) -> PriceProblem {
    PriceProblem::NoSuchOperation {
        model: model.id.clone(),
        operation: operation.to_string(),
        offered: model.operations.iter().map(Operation::name).collect::<Vec<_>>().join(", "),
    }
}

/// The problem that no size was given.
pub fn needs_size(model: &Model) -> PriceProblem {
    let example = model.sizes.first().map_or_else(|| "1024x1024".to_owned(), Size::to_string);
    PriceProblem::NeedsSize { model: model.id.clone(), example }
}

pub(super) fn no_size(model: &Model, size: Size) -> PriceProblem {
    PriceProblem::NoSuchSize {
        model: model.id.clone(),
        size: size.to_string(),
        offered: model.sizes.iter().map(Size::to_string).collect::<Vec<_>>().join(", "),
        nearest: None,
    }
}

/// The end of a sentence about a size, where there is one to offer.
fn hint(what: &str, nearest: Option<impl Display>) -> String {
    nearest.map_or_else(String::new, |size| format!("; the nearest {what} size is {size}"))
}
