//! A second opinion: prices of somebody else's list beside ours. It never prices anything itself.

mod judge;
mod key;
pub mod litellm;
mod names;
mod number;
mod summary;

use rust_decimal::Decimal;

pub use judge::judge;
pub use summary::{Disagreement, Summary, disagreements};

use super::book::{Tier, Unit};
use super::day::Day;
use super::size::Size;

/// What was read from a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    /// The entries about making images that are understood, in the list's order.
    pub entries: Vec<Entry>,
    /// The entries about making images that are not.
    pub refused: Vec<Refused>,
    /// How many entries are about something else: chat, embeddings, audio.
    pub others: usize,
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the list.
    pub key: String,
    /// The provider as the list spells it; empty where it names none.
    pub provider: String,
    /// What it is for, as the list spells it.
    pub mode: String,
    /// The prices in it.
    pub figures: Vec<Figure>,
    /// The day on which the model ends, if the list says.
    pub deprecation: Option<Day>,
    /// The link that the list gives; empty where there is none.
    pub source: String,
    /// The fields that nobody here understands, as they are written.
    pub unknown: Vec<(String, String)>,
}

/// One price of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The field that it stands in.
    pub field: String,
    /// What it is for.
    pub unit: Unit,
    /// USD of one unit; of 1M tokens, and of a megapixel of 1,000,000 pixels.
    pub usd: Decimal,
    /// Half of one in the last digit that the list shows, in the same terms as `usd`.
    pub rounding: Decimal,
    /// Output size, where the list gives one.
    pub size: Option<Size>,
    /// Quality, where the list gives one.
    pub quality: Option<String>,
    /// Service tier.
    pub tier: Tier,
}

/// An entry that is not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{entry}`{}: {why}", if field.is_empty() { String::new() } else { format!(", field `{field}`") })]
pub struct Refused {
    /// Its name in the list.
    pub entry: String,
    /// The field; empty where the whole entry is meant.
    pub field: String,
    /// What is wrong, and what would be right.
    pub why: String,
}

/// A text that is no list at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {what}")]
pub struct NotAList {
    /// Line from 1.
    pub line: usize,
    /// Column from 1.
    pub column: usize,
    /// What, and what would be right.
    pub what: String,
}

/// How an entry stands to our price book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The entry's name in the list.
    pub key: String,
    /// Full id of our model; none where we have none.
    pub model: Option<String>,
    /// The entry as a whole: the worst that any of its figures says.
    pub standing: Standing,
    /// Figure by figure.
    pub verdicts: Vec<Verdict>,
}

/// How one figure stands to ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The list's field.
    pub field: String,
    /// What the price is for.
    pub unit: Unit,
    /// Service tier.
    pub tier: Tier,
    /// Our price in USD, in the terms of [`Figure::usd`]; none where there is not exactly one.
    pub ours: Option<Decimal>,
    /// The list's price.
    pub theirs: Decimal,
    /// How they compare.
    pub standing: Standing,
    /// Whether ours was read in this very list, so that agreement proves nothing.
    pub echo: bool,
    /// What a reader should know; empty where there is nothing to say.
    pub remark: String,
}

/// How a figure, or an entry, compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The same to the last digit; or ours rounds to it at the decimals that the list shows, which
    /// are two digits at least and within 2 %; or it is the rounded figure that the provider prints
    /// beside the exact rule.
    Agrees,
    /// Another price.
    Differs {
        /// Theirs over ours, to six digits; none where ours is nothing.
        ratio: Option<Decimal>,
    },
    /// One figure where our price depends on size or quality; it lies between our ends.
    Hides {
        /// Our cheapest.
        low: Decimal,
        /// Our dearest.
        high: Decimal,
    },
    /// There is nothing of ours to put beside it.
    NotComparable {
        /// In words.
        why: String,
    },
    /// A provider or a model that the book does not have.
    NotOurs {
        /// In words.
        why: String,
    },
}
