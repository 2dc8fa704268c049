//! What the user should know about an estimate before trusting it.

use rust_decimal::Decimal;

use super::book::{Confidence, Model, State};
use super::day::{Checked, Day};
use super::outcome::Outcome;

/// A model's retirement within so many days is said.
const RETIRES_SOON_DAYS: i32 = 60;
/// A price that nobody looked at for so many days is stale.
pub(super) const STALE_DAYS: i32 = 180;

/// One thing to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// The model is withdrawn.
    Retired {
        /// Full id.
        model: String,
        /// Last day, if known.
        on: Option<Day>,
        /// What to use instead.
        replacement: String,
    },
    /// The model will be withdrawn soon.
    RetiresSoon {
        /// Full id.
        model: String,
        /// Last day.
        on: Day,
        /// Days left.
        days: i32,
        /// What to use instead.
        replacement: String,
    },
    /// The model chooses size or quality.
    Auto {
        /// Full id.
        model: String,
        /// `size` or `quality`.
        what: &'static str,
        /// How many it chooses from.
        choices: usize,
    },
    /// Nobody knows what an outcome is billed.
    UnknownRule {
        /// Provider's name.
        provider: String,
        /// The outcome.
        outcome: Outcome,
        /// The share used for the expected bill.
        expected: Decimal,
        /// The line.
        line: String,
    },
    /// The line's prices are not the list prices.
    PriceChanged {
        /// The line.
        line: String,
        /// The share by which they differ.
        change: Decimal,
    },
    /// Draws of the ranges can pass a whole, and are then scaled down.
    RangesPastWhole {
        /// What sums past 100 %.
        what: &'static str,
        /// The line.
        line: String,
    },
    /// Nobody looked at the price for long.
    Stale {
        /// Full id.
        model: String,
        /// When it was last checked.
        checked: Checked,
    },
    /// The price rests on weak sources.
    LowConfidence {
        /// Full id.
        model: String,
    },
    /// No batch price is known.
    BatchUnknown {
        /// Full id.
        model: String,
    },
    /// The size is priced as another one.
    PricedAs {
        /// Full id.
        model: String,
        /// What was asked.
        asked: String,
        /// What is priced.
        priced: String,
    },
    /// The quality does not exist at the other model and was replaced.
    QualityReplaced {
        /// Full id.
        model: String,
        /// What was asked.
        asked: String,
        /// What is priced; empty where the model has no choice of quality.
        used: String,
    },
    /// The provider calls the size experimental.
    Experimental {
        /// Full id.
        model: String,
        /// The size.
        size: String,
    },
    /// More references than a call takes.
    TooManyReferences {
        /// Full id.
        model: String,
        /// Most of one call.
        most: u32,
    },
    /// Text output is billed and its amount is not known.
    TextOutputUnknown {
        /// Full id.
        model: String,
    },
}

/// Adds what is to be known about a model on a day.
pub(super) fn of_model(model: &Model, day: Day, warnings: &mut Vec<Warning>) {
    let mut add = |warning| push(warnings, warning);
    let id = || model.id.clone();
    let replacement = || model.replacement.clone();
    if model.state_on(day) == State::Retired {
        add(Warning::Retired { model: id(), on: model.retires, replacement: replacement() });
    } else if let (Some(on), Some(days)) = (model.retires, model.days_left(day))
        && days <= RETIRES_SOON_DAYS
    {
        add(Warning::RetiresSoon { model: id(), on, days, replacement: replacement() });
    }
    if model.source.checked.day().days_until(day) > STALE_DAYS {
        add(Warning::Stale { model: id(), checked: model.source.checked.clone() });
    }
    if model.confidence == Confidence::Low {
        add(Warning::LowConfidence { model: id() });
    }
    let bills_text = model.rates.iter().any(|rate| rate.unit == super::book::Unit::TextOutput);
    if bills_text && model.tokens.as_ref().is_some_and(|tokens| tokens.text_output.is_none()) {
        add(Warning::TextOutputUnknown { model: id() });
    }
}

/// Adds a warning that is not there yet.
pub(super) fn push(warnings: &mut Vec<Warning>, warning: Warning) {
    if !warnings.contains(&warning) {
        warnings.push(warning);
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let instead = |replacement: &str| match replacement {
            "" => String::new(),
            other => format!("; use {other} instead"),
        };
        match self {
            Self::Retired { model, on: Some(on), replacement } => {
                write!(f, "{model} was retired on {on}{}", instead(replacement))
            }
            Self::Retired { model, on: None, replacement } => write!(f, "{model} is retired{}", instead(replacement)),
            Self::RetiresSoon { model, on, days, replacement } => {
                write!(f, "{model} retires on {on}, in {days} days{}", instead(replacement))
            }
            Self::Auto { model, what, choices } => {
                write!(
                    f,
                    "{model} chooses the {what} itself: an even mix of {choices} is assumed, see floor and ceiling"
                )
            }
            Self::UnknownRule { provider, outcome, expected, line } => {
                let share = super::num::percent(*expected);
                let outcome = outcome.label().to_lowercase();
                write!(
                    f,
                    "{line}: whether {provider} bills {outcome} is not established; {share} % is assumed, see floor and ceiling"
                )
            }
            Self::PriceChanged { line, change } => {
                let percent = super::num::percent(change.abs());
                let way = if change.is_sign_negative() { "below" } else { "above" };
                write!(f, "{line}: every price is {percent} % {way} its source, by the line's price change")
            }
            Self::RangesPastWhole { what, line } => {
                write!(f, "{line}: the ranges of {what} can sum past 100 %; such draws are scaled down to 100 %")
            }
            Self::Stale { model, checked } => write!(f, "the prices of {model} were last checked {checked}"),
            Self::LowConfidence { model } => write!(f, "the prices of {model} rest on weak sources"),
            Self::BatchUnknown { model } => {
                write!(f, "no batch price is known for {model}; its batch share is priced at the standard tier")
            }
            Self::PricedAs { model, asked, priced } => write!(f, "{model} prices {asked} as {priced}"),
            Self::QualityReplaced { model, asked, used } if used.is_empty() => {
                write!(f, "{model} has no choice of quality; {asked} is ignored")
            }
            Self::QualityReplaced { model, asked, used } => {
                write!(f, "{model} has no quality {asked}; its default, {used}, is priced")
            }
            Self::Experimental { model, size } => write!(f, "{model} calls sizes as large as {size} experimental"),
            Self::TooManyReferences { model, most } => {
                write!(f, "{model} takes at most {most} reference images a call")
            }
            Self::TextOutputUnknown { model } => {
                write!(
                    f,
                    "{model} also bills text output, and how much is not known; set text_output_tokens to include it"
                )
            }
        }
    }
}
