//! What the user should know about an estimate before trusting it.

mod kept;

use rust_decimal::Decimal;

use super::book::{Confidence, Model, SourceKind, State, Unit};
use super::custom;
use super::day::{Checked, Day};
use super::num::percent;
use super::outcome::Outcome;
use super::price::{Ask, Price};

pub use kept::Kept;

/// A model's retirement within so many days is said.
pub const RETIRES_SOON_DAYS: i32 = 60;
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
    /// Rates of the user's own make the price.
    YourPrices {
        /// Name, with the provider's where that is another one.
        model: String,
    },
    /// About prices that the scenario keeps.
    Kept(Kept),
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
    /// More inference steps than the model takes.
    TooManySteps {
        /// Full id.
        model: String,
        /// Most of one image.
        most: u32,
    },
    /// The region has prices of its own.
    Region {
        /// Full id.
        model: String,
        /// The region.
        region: String,
        /// By what share it differs.
        change: Decimal,
    },
    /// The line's region does not exist at the other model.
    RegionReplaced {
        /// Full id.
        model: String,
        /// What was asked.
        region: String,
    },
    /// Text output is billed and its amount is not known.
    TextOutputUnknown {
        /// Full id.
        model: String,
    },
    /// Other sources give other figures for a rate.
    SourcesDisagree {
        /// Full id.
        model: String,
        /// What the rate prices, as [`Rate::words`] says it.
        what: String,
        /// What the rate is for.
        unit: Unit,
        /// The rate's own figure, USD per unit; per 1M for tokens.
        own: Decimal,
        /// The figures of the others, and who gives each.
        others: Vec<(Decimal, SourceKind)>,
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
    Kept::lack(model).into_iter().for_each(&mut add);
    // What the user said holds until they say otherwise.
    if !model.source.is_yours() && model.source.checked.day().days_until(day) > STALE_DAYS {
        add(Warning::Stale { model: id(), checked: model.source.checked.clone() });
    }
    if model.confidence == Confidence::Low {
        add(Warning::LowConfidence { model: id() });
    }
    let bills_text = model.rates.iter().any(|rate| rate.unit == Unit::TextOutput);
    if bills_text && model.tokens.as_ref().is_some_and(|tokens| tokens.text_output.is_none()) {
        add(Warning::TextOutputUnknown { model: id() });
    }
}

/// Adds what is to be known about the rates of a price: the user's own, and those that sources disagree
/// about. Own rates of `custom` stand in the scenario itself.
pub(super) fn of_price(model: &Model, price: &Price, warnings: &mut Vec<Warning>) {
    for rate in price.charges.iter().map(|charge| charge.rate.as_ref()) {
        if (rate.source.is_yours() || model.is_yours()) && model.id != custom::ID {
            let name = &model.name;
            let model = if model.is_yours() { name.clone() } else { format!("{} {name}", model.provider) };
            push(warnings, Warning::YourPrices { model });
        }
        if !rate.others.is_empty() {
            let others = rate.others.iter().map(|other| (other.usd, other.source.kind)).collect();
            let (model, what) = (model.id.clone(), rate.words());
            push(warnings, Warning::SourcesDisagree { model, what, unit: rate.unit, own: rate.usd, others });
        }
    }
}

/// Adds that a call sends, or may send, more references than the model takes.
pub(super) fn of_references(model: &Model, references: Decimal, warnings: &mut Vec<Warning>) {
    if let Some(most) = model.max_references
        && references > most.into()
    {
        push(warnings, Warning::TooManyReferences { model: model.id.clone(), most });
    }
}

/// Adds what is to be known about a call to a model.
pub(super) fn of_ask(model: &Model, ask: &Ask, warnings: &mut Vec<Warning>) {
    of_references(model, ask.references, warnings);
    let mut add = |warning| push(warnings, warning);
    let id = || model.id.clone();
    if let (Some(steps), Some(most)) = (ask.steps, model.steps.and_then(|rule| rule.maximum))
        && steps > most.into()
    {
        add(Warning::TooManySteps { model: id(), most });
    }
    if let Some(region) = ask.region.as_deref().and_then(|name| model.region_on(name, ask.day))
        && region.factor != Decimal::ONE
    {
        let change = region.factor.saturating_sub(Decimal::ONE);
        add(Warning::Region { model: id(), region: region.name.clone(), change });
    }
}

/// Adds a warning that is not there yet.
pub(super) fn push(warnings: &mut Vec<Warning>, warning: Warning) {
    if !warnings.contains(&warning) {
        warnings.push(warning);
    }
}

/// A change in percent, and the word for its direction.
fn difference(change: Decimal, down: &str, up: &str) -> String {
    format!("{} % {}", percent(change.abs()), if change.is_sign_negative() { down } else { up })
}

/// What to use instead of a model, where that is known.
struct Instead<'a>(&'a str);

impl std::fmt::Display for Instead<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, "; use {} instead", self.0) }
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Retired { model, on: Some(on), replacement } => {
                write!(f, "{model} was retired on {on}{}", Instead(replacement))
            }
            Self::Retired { model, on: None, replacement } => write!(f, "{model} is retired{}", Instead(replacement)),
            Self::RetiresSoon { model, on, days, replacement } => {
                let days = if *days == 1 { "1 day".into() } else { format!("{days} days") };
                write!(f, "{model} retires on {on}, in {days}{}", Instead(replacement))
            }
            Self::Auto { model, what, choices } => {
                write!(f, "{model} chooses the {what} itself: an even mix of {choices} is assumed{OPEN}")
            }
            Self::UnknownRule { provider, outcome, expected, line } => {
                let (share, outcome) = (percent(*expected), outcome.label().to_lowercase());
                write!(f, "{line}: whether {provider} bills {outcome} is not established; {share} % is assumed{OPEN}")
            }
            Self::PriceChanged { line, change } => {
                let by = difference(*change, "below", "above");
                write!(f, "{line}: every price is {by} its source, by the line's price change")
            }
            Self::YourPrices { model } => write!(f, "{model} is priced with rates of yours"),
            Self::Kept(kept) => kept.fmt(f),
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
            Self::TooManySteps { model, most } => write!(f, "{model} takes at most {most} steps an image"),
            Self::Region { model, region, change } => {
                let by = difference(*change, "less", "more");
                write!(f, "{model} costs {by} in the region {region}; every price includes it")
            }
            Self::RegionReplaced { model, region } => {
                write!(f, "{model} has no region {region}; its default is priced")
            }
            Self::TextOutputUnknown { model } => {
                write!(
                    f,
                    "{model} also bills text output, and how much is not known; set text_output_tokens to include it"
                )
            }
            Self::SourcesDisagree { model, what, unit, own, others } => {
                let own = per_unit(*own, *unit);
                write!(f, "sources disagree about {model}: {what} {own} here{}; see floor and ceiling", figures(others))
            }
        }
    }
}

/// The end of a sentence about what floor and ceiling hold.
const OPEN: &str = ", see floor and ceiling";

/// A price of one unit, or of a million tokens.
fn per_unit(usd: Decimal, unit: Unit) -> String {
    format!("${usd}{}", if unit.is_tokens() { " per 1M" } else { "" })
}

/// What others give, each after a comma.
fn figures(others: &[(Decimal, SourceKind)]) -> String {
    let figure = |(usd, source): &(Decimal, SourceKind)| format!(", ${usd} by {}", source.speaker());
    others.iter().map(figure).collect::<Vec<_>>().concat()
}
