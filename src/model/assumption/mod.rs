//! The one table of assumptions: every input of a line or a scenario.
//!
//! The input rows, `--set`, the curve's x-axis, the scenario file and the list of assumptions all
//! read it.

mod kinds;
mod range;
mod slot;
mod table;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

pub use range::{Range, Shape};
pub use slot::spec;
pub use table::TABLE;
pub use value::{Value, ValueError};

use super::nearest::nearest;
use super::outcome::Outcome;

/// Names one assumption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Images asked for, a month.
    Images,
    /// Whether images count as requested or as kept.
    CountBasis,
    /// Share of edits.
    EditShare,
    /// Share of image-to-image calls.
    ImageToImageShare,
    /// Share of delivered images that a person accepts.
    AcceptanceRate,
    /// Model that generates.
    Model,
    /// Output size.
    Size,
    /// Output quality.
    Quality,
    /// Model that edits.
    EditModel,
    /// Quality of edits.
    EditQuality,
    /// Model of image-to-image calls.
    ImageToImageModel,
    /// Quality of image-to-image calls.
    ImageToImageQuality,
    /// Share sent through the batch tier.
    BatchShare,
    /// Where calls are processed.
    Region,
    /// Tokens of a prompt.
    PromptTokens,
    /// Text output tokens beside an image.
    TextOutputTokens,
    /// Image output tokens of an image, where not published.
    ImageOutputTokens,
    /// Partial images streamed.
    PartialImages,
    /// Inference steps of an image, where they are billed.
    Steps,
    /// Compute seconds of an image, where run time is billed.
    Seconds,
    /// Share of images that come out at another size.
    SizeDriftRate,
    /// That size.
    SizeDriftTo,
    /// Reference images of an edit.
    ReferencesPerEdit,
    /// Reference images of an image-to-image call.
    ReferencesPerImageToImage,
    /// Size of a reference image.
    ReferenceSize,
    /// How closely references are read.
    InputFidelity,
    /// Probability of a failed outcome.
    Rate(Outcome),
    /// Probability of a duplicate.
    DuplicateRate,
    /// Most attempts of one request.
    MaxAttempts,
    /// Whether an outcome is retried.
    Retry(Outcome),
    /// Share of the price that an outcome is billed.
    Billed(Outcome),
    /// Own price per generated image.
    PriceGenerate,
    /// Own price per edit.
    PriceEdit,
    /// Own price per image-to-image call.
    PriceImageToImage,
    /// Own batch discount.
    PriceBatchDiscount,
    /// Change of every price of the line.
    PriceChange,
    /// Day whose prices hold.
    PricesOn,
    /// Negotiated discount.
    Discount,
    /// Graduated volume tiers.
    VolumeTiers,
    /// Credit in USD.
    Credit,
    /// Tax.
    TaxRate,
    /// Budget in USD.
    Budget,
    /// Confidence of "fits the budget".
    BudgetConfidence,
    /// Months.
    Months,
    /// Growth from month to month.
    MonthlyGrowth,
}

/// Where an assumption belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Each line has its own.
    Line,
    /// One for the scenario.
    Scenario,
}

/// The input groups, in the order of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// How many.
    Volume,
    /// What comes out.
    Output,
    /// What goes in beside the prompt.
    References,
    /// What goes wrong.
    Failures,
    /// Who pays for it.
    Billing,
    /// Own prices and discounts.
    Prices,
    /// Budget and schedule.
    Budget,
}

impl Group {
    /// All groups in order.
    pub const ALL: [Self; 7] =
        [Self::Volume, Self::Output, Self::References, Self::Failures, Self::Billing, Self::Prices, Self::Budget];

    /// Heading.
    pub fn label(self) -> &'static str {
        match self {
            Self::Volume => "Volume",
            Self::Output => "Output",
            Self::References => "References",
            Self::Failures => "Failures and retries",
            Self::Billing => "Billing rules",
            Self::Prices => "Prices and discounts",
            Self::Budget => "Budget and schedule",
        }
    }
}

/// What kind of value an assumption takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A number within bounds.
    Number {
        /// Least.
        min: Decimal,
        /// Most.
        max: Decimal,
        /// Whether `min` itself is allowed.
        min_open: bool,
        /// Only whole numbers.
        whole: bool,
        /// Slider step.
        step: Decimal,
        /// Slider top, where the bound is far beyond ordinary use.
        soft_max: Decimal,
        /// Slider scale.
        scale: Scale,
        /// The word for "not set", where that is allowed.
        unset: Option<&'static str>,
    },
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// On or off.
    Switch,
    /// A model's id or `custom`; `same` where the flag is set.
    Model {
        /// Whether `same` is allowed.
        same: bool,
    },
    /// An output size, or `default`.
    Size,
    /// A quality of the model, `auto`, `default`; `same` where the flag is set.
    Quality {
        /// Whether `same` is allowed.
        same: bool,
    },
    /// A region of the model, or `default`.
    Region,
    /// Exact pixels.
    Pixels,
    /// `provider` or a share from 0 to 1.
    BilledShare,
    /// `today` or a day.
    Day,
    /// Graduated volume tiers, `from:discount,from:discount`.
    Tiers,
}

impl Kind {
    /// Whether its values are numbers, or may be.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number { .. } | Self::BilledShare)
    }
}

/// Slider scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Even steps.
    Linear,
    /// Even ratios.
    Log,
}

/// One row of the table.
#[derive(Debug, Clone)]
pub struct Spec {
    /// Which assumption.
    pub key: Key,
    /// Its name on the command line and in files.
    pub name: &'static str,
    /// Its name on the screen.
    pub label: &'static str,
    /// Where it belongs.
    pub scope: Scope,
    /// Its group on the screen.
    pub group: Group,
    /// Unit after the value: `images`, `%`, `tokens`, `USD`; empty for none.
    pub unit: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it can be a range: what is guessed can, what is decided cannot.
    pub takes_range: bool,
    /// Value when nothing is said.
    pub default: Value,
    /// One line of help.
    pub help: &'static str,
}

/// A name that is not in the table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no assumption `{name}`; did you mean `{nearest}`?")]
pub struct UnknownKey {
    /// What was written.
    pub name: String,
    /// The nearest name.
    pub nearest: &'static str,
}

impl Key {
    /// The assumption of this name; a field name may write `_` for `.`.
    ///
    /// # Errors
    /// When there is none, with the nearest name.
    pub fn named(name: &str) -> Result<Self, UnknownKey> {
        TABLE.iter().find(|spec| spec.name == name || spec.field() == name).map(|spec| spec.key).ok_or_else(|| {
            UnknownKey {
                name: name.to_owned(),
                nearest: nearest(name, TABLE.iter().map(|spec| spec.name)).unwrap_or("images"),
            }
        })
    }

    /// Its row.
    pub fn spec(self) -> &'static Spec {
        spec(self)
    }
}

impl Spec {
    /// The name as a field of a scenario file.
    pub fn field(&self) -> String {
        self.name.replace('.', "_")
    }

    /// The name where its group's heading is not in sight.
    pub fn full_label(&self) -> String {
        match self.group {
            Group::References => format!("References, {}", self.label.to_lowercase()),
            Group::Billing => format!("Billed share, {}", self.label.to_lowercase()),
            _ => self.label.to_owned(),
        }
    }

    /// Whether the curve can run over it.
    pub fn is_numeric(&self) -> bool {
        matches!(self.kind, Kind::Number { .. })
    }
}

/// Values that differ from the defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    set: BTreeMap<Key, Value>,
    locked: BTreeSet<Key>,
}

impl Values {
    /// The value of an assumption: set, or the default.
    pub fn get(&self, key: Key) -> &Value {
        self.set.get(&key).unwrap_or(&spec(key).default)
    }

    /// Sets a value; the default is not kept.
    pub fn set(&mut self, key: Key, value: Value) {
        if value == spec(key).default {
            self.set.remove(&key);
        } else {
            self.set.insert(key, value);
        }
    }

    /// Whether a value other than the default is set.
    pub fn is_set(&self, key: Key) -> bool {
        self.set.contains_key(&key)
    }

    /// Whether goal seek and the ways to save leave it alone.
    pub fn is_locked(&self, key: Key) -> bool {
        self.locked.contains(&key)
    }

    /// Locks or unlocks an assumption.
    pub fn lock(&mut self, key: Key, locked: bool) {
        if locked {
            self.locked.insert(key);
        } else {
            self.locked.remove(&key);
        }
    }

    /// The locked assumptions in the table's order.
    pub fn locked(&self) -> impl Iterator<Item = Key> {
        TABLE.iter().map(|spec| spec.key).filter(|key| self.is_locked(*key))
    }

    /// The set values in the table's order.
    pub fn iter(&self) -> impl Iterator<Item = (Key, &Value)> {
        TABLE.iter().filter_map(|spec| self.set.get(&spec.key).map(|value| (spec.key, value)))
    }

    /// A number, the likely one of a range; none where it is unset or the assumption is no number.
    pub fn number(&self, key: Key) -> Option<Decimal> {
        match self.get(key) {
            Value::Number(number) => Some(*number),
            Value::Range(range) => Some(range.likely),
            _ => None,
        }
    }

    /// The set ranges in the table's order.
    pub fn ranges(&self) -> impl Iterator<Item = (Key, Range)> {
        self.iter().filter_map(|(key, value)| match value {
            Value::Range(range) => Some((key, *range)),
            _ => None,
        })
    }

    /// A number that the table gives a default.
    pub fn amount(&self, key: Key) -> Decimal {
        self.number(key).unwrap_or_default()
    }

    /// A word.
    pub fn text(&self, key: Key) -> &str {
        match self.get(key) {
            Value::Text(text) => text,
            _ => "",
        }
    }

    /// A switch.
    pub fn is_on(&self, key: Key) -> bool {
        *self.get(key) == Value::Switch(true)
    }
}
