//! The price book: every provider, model, rate and failure rule, checked once at the door.

pub mod check;
pub mod diff;
pub mod doubt;
pub mod file;
mod find;
mod model;
pub(in crate::model) mod money;
pub(in crate::model) mod question;
pub(in crate::model) mod text;
mod words;
pub mod yours;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

pub use check::BookError;
pub use file::{
    Confidence, InputTokensFile as InputTokens, MegapixelsFile as Megapixels, OutputTokensFile as OutputTokens,
    OverheadFile as Overhead, Rounding, SizeLimitsFile as SizeLimits, SourceKind, State, StepsFile as Steps,
    TextOutputFile as TextOutput, Tier, Unit,
};
pub use find::{UnknownModel, search_words};
pub(crate) use text::shape_words;

use crate::model::day::{Checked, Day};
use crate::model::outcome::PerOutcome;
use crate::model::size::Size;

/// All prices that the program knows.
#[derive(Debug, Clone, Default)]
pub struct Book {
    providers: Vec<Provider>,
    index: HashMap<String, (usize, usize)>,
}

/// Who sells, and how it bills failures.
#[derive(Debug, Clone)]
pub struct Provider {
    /// First part of its models' ids.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Failure billing by outcome.
    pub failures: Arc<PerOutcome<FailureRule>>,
    /// Models, in the file's order.
    pub models: Vec<Arc<Model>>,
}

/// Where a price file came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Shipped with the program.
    Shipped,
    /// From the user's folder.
    Yours,
}

/// One model at one provider, ready to price.
#[derive(Debug, Clone)]
pub struct Model {
    /// Full id: `openai/gpt-image-2`.
    pub id: String,
    /// Provider's name for people.
    pub provider: String,
    /// Name for people.
    pub name: String,
    /// Other ids that mean this model.
    pub aliases: Vec<String>,
    /// Where the file came from.
    pub origin: Origin,
    /// As announced; see [`Model::state_on`].
    pub state: State,
    /// First day of its prices.
    pub from: Day,
    /// The day on which it ends, if announced.
    pub retires: Option<Day>,
    /// What to use instead.
    pub replacement: String,
    /// How sure we are of its prices.
    pub confidence: Confidence,
    /// Where its prices come from.
    pub source: Arc<Source>,
    /// What a buyer should know.
    pub note: String,
    /// Why there is no price; empty when there is one.
    pub no_price: String,
    /// What it does, generate first.
    pub operations: Vec<Operation>,
    /// Sizes to offer; empty when the price does not depend on the size.
    pub sizes: Vec<Size>,
    /// Other sizes that are legal.
    pub size_limits: Option<SizeLimits>,
    /// Size when the caller says none.
    pub default_size: Option<Size>,
    /// What `auto` chooses from.
    pub auto_sizes: Vec<Size>,
    /// Quality tiers, cheapest first.
    pub qualities: Vec<String>,
    /// Quality when the caller says none; `auto` where the model chooses.
    pub default_quality: Option<String>,
    /// Whether `auto` is a legal quality.
    pub auto_quality: bool,
    /// What a careless default can cost.
    pub default_risk: String,
    /// Most reference images of one call, if stated.
    pub max_references: Option<u32>,
    /// Batch multiplier for units without a batch rate.
    pub batch: Option<Decimal>,
    /// Token counts.
    pub tokens: Option<file::TokensFile>,
    /// How megapixels are counted.
    pub megapixels: Option<Megapixels>,
    /// How steps are counted.
    pub steps: Option<Steps>,
    /// Seconds of compute per image.
    pub seconds: Option<Decimal>,
    /// References that are not charged.
    pub free_references: u32,
    /// Regions with a price of their own, oldest first.
    pub regions: Vec<Region>,
    /// Decimals that a call's price is truncated to.
    pub truncate_decimals: Option<u32>,
    /// Rates that are summed, oldest first within a unit.
    pub rates: Vec<Arc<Rate>>,
    /// Charges of the list that prices kept by a scenario leave out; empty where none are kept.
    pub lacks: Vec<Unit>,
    /// Rounded figures that the provider prints beside the exact rule.
    pub printed: Vec<Arc<Rate>>,
    /// Failure billing of its provider.
    pub failures: Arc<PerOutcome<FailureRule>>,
}

/// One price of one unit from one day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// What it is for.
    pub unit: Unit,
    /// USD per unit; per 1M for tokens.
    pub usd: Decimal,
    /// Credits per unit, where the provider sells credits.
    pub credits: Option<Decimal>,
    /// Operations it holds for; empty for all.
    pub operations: Vec<Operation>,
    /// Sizes it holds for.
    pub size: SizeMatch,
    /// Quality it holds for; none for any.
    pub quality: Option<String>,
    /// Fewest text input tokens of the prompt for which it holds; none for any.
    pub prompt_from: Option<u64>,
    /// Service tier.
    pub tier: Tier,
    /// First day.
    pub from: Day,
    /// Where it was read.
    pub source: Arc<Source>,
    /// How sure we are.
    pub confidence: Confidence,
    /// What a reader should know.
    pub note: String,
    /// Figures of other sources for the same thing, each unlike the rate's own.
    pub others: Vec<OtherFigure>,
}

/// A figure of another source for what a rate prices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherFigure {
    /// USD per unit; per 1M for tokens.
    pub usd: Decimal,
    /// Credits per unit, where the provider sells credits.
    pub credits: Option<Decimal>,
    /// Where it was read.
    pub source: Arc<Source>,
    /// What the source says.
    pub note: String,
}

/// A region in which calls cost more or less, from one day on.
#[derive(Debug, Clone)]
pub struct Region {
    /// What users and reports call it.
    pub name: String,
    /// What every rate of a call is multiplied by.
    pub factor: Decimal,
    /// First day.
    pub from: Day,
    /// Where it was read.
    pub source: Arc<Source>,
    /// What a reader should know.
    pub note: String,
}

/// Which output sizes a rate holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SizeMatch {
    /// Any.
    Any,
    /// This one.
    Only(Size),
    /// Any with so many pixels, both ends included.
    Band {
        /// Fewest pixels.
        from: u64,
        /// Most pixels.
        up_to: u64,
    },
}

/// One place where prices or rules were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Link.
    pub url: String,
    /// Who wrote it.
    pub kind: SourceKind,
    /// When it was last read.
    pub checked: Checked,
}

/// What a provider bills for one outcome of an attempt.
#[derive(Debug, Clone)]
pub struct FailureRule {
    /// The rule.
    pub billing: Billing,
    /// Where it was read.
    pub source: Arc<Source>,
    /// How sure we are.
    pub confidence: Confidence,
    /// What the source says.
    pub note: String,
}

/// What an attempt that did not succeed costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Billing {
    /// The full price.
    Billed,
    /// Nothing.
    NotBilled,
    /// Prompt and references, not the output.
    InputOnly,
    /// A fixed fee in USD.
    Fee(Decimal),
    /// Between nothing and the full price; the share is used for the expected bill.
    Unknown(Decimal),
    /// The user's own share of the full price.
    Share(Decimal),
}

/// What is asked of a model.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Text to image.
    Generate,
    /// Inpaint, mask, markup.
    Edit,
    /// Variation, restyle.
    ImageToImage,
    /// A provider's own operation, such as `upscale-creative`.
    Own(Arc<str>),
}

impl Operation {
    /// The name as users and files write it.
    pub fn name(&self) -> &str {
        match self {
            Self::Generate => "generate",
            Self::Edit => "edit",
            Self::ImageToImage => "image-to-image",
            Self::Own(name) => name,
        }
    }

    /// The operation of this name; any name that is not one of the three is a provider's own.
    pub fn named(name: &str) -> Self {
        match name {
            "generate" => Self::Generate,
            "edit" => Self::Edit,
            "image-to-image" | "image_to_image" => Self::ImageToImage,
            own => Self::Own(own.into()),
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Book {
    /// The providers, in the order they were added.
    pub fn providers(&self) -> &[Provider] {
        &self.providers
    }

    /// Every model of every provider.
    pub fn models(&self) -> impl Iterator<Item = &Arc<Model>> {
        self.providers.iter().flat_map(|provider| &provider.models)
    }

    /// Adds a provider, or merges it into the one that is there: its models and failure rules win.
    pub fn add(&mut self, provider: Provider) {
        match self.providers.iter_mut().find(|known| known.id == provider.id) {
            None => self.providers.push(provider),
            Some(known) => {
                known.name = provider.name;
                known.failures = provider.failures;
                for model in &mut known.models {
                    Arc::make_mut(model).failures = Arc::clone(&known.failures);
                }
                for model in provider.models {
                    match known.models.iter_mut().find(|old| old.id == model.id) {
                        Some(old) => *old = model,
                        None => known.models.push(model),
                    }
                }
            }
        }
        self.index = self.build_index();
    }

    /// The days on which the oldest and the youngest source of a listed rate were checked; the user's
    /// own rates have none.
    pub fn checked_range(&self) -> Option<(&Checked, &Checked)> {
        let sources = || self.models().flat_map(|model| &model.rates).map(|rate| &rate.source);
        let checks = || sources().filter(|source| !source.is_yours()).map(|source| &source.checked);
        Some((checks().min_by_key(|c| c.day())?, checks().max_by_key(|c| c.day())?))
    }
}

impl Source {
    /// Whether the user said it.
    pub fn is_yours(&self) -> bool {
        self.kind == SourceKind::Yours
    }

    /// Whether a scenario keeps the price, whatever the price book says now.
    pub fn is_kept(&self) -> bool {
        self.kind == SourceKind::Kept
    }
}

impl SizeMatch {
    /// Whether the rate holds for a size.
    pub fn holds(self, size: Option<Size>) -> bool {
        match self {
            Self::Any => true,
            Self::Only(only) => size == Some(only),
            Self::Band { from, up_to } => {
                size.and_then(Size::pixels).is_some_and(|pixels| (from..=up_to).contains(&pixels.area()))
            }
        }
    }
}
