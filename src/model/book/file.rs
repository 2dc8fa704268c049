//! The shape of a price file: one provider, its sources, its failure billing, its models.
//!
//! Everything here is as written by a person. [`super::check`] turns it into the [`super::Book`]
//! that the rest of the program trusts.

mod failures;
mod tokens;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use failures::{BillingRuleFile, FailureFile, FailuresFile};
pub use tokens::{InputTokensFile, OutputTokensFile, OverheadFile, TextOutputFile, TokensFile};

use crate::model::day::{Checked, Day};

/// One price file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderFile {
    /// Version of this layout; 1 today.
    pub format: u32,
    /// Short id, the first part of every model's full id: `openai`.
    pub id: String,
    /// The provider's name as it writes it.
    pub name: String,
    /// Where the prices come from, by a key that the rates name.
    pub sources: BTreeMap<String, SourceFile>,
    /// Who pays when an attempt fails.
    pub failures: FailuresFile,
    /// The models.
    pub models: Vec<ModelFile>,
}

/// One place where prices or rules were read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceFile {
    /// Link.
    pub url: String,
    /// Who wrote it.
    pub kind: SourceKind,
    /// When it was last read: a day, or a month or year where no more is known.
    pub checked: Checked,
}

/// Who wrote a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// The provider itself.
    Official,
    /// Somebody else: a forum, a reseller, a measurement.
    ThirdParty,
    /// A third-party list of prices.
    PriceList,
    /// The user.
    Yours,
    /// A scenario that keeps the prices of a day; no price file says so.
    #[serde(skip)]
    Kept,
}

/// How sure we are that a figure was the price on the day it was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// No figure may be made from it.
    None,
    /// One weak source, or an inference.
    Low,
    /// Indirect, or two independent third parties.
    Medium,
    /// An official page.
    High,
}

/// One model at one provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelFile {
    /// Id within the provider, as its API spells it.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Other ids that mean this model.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Where the model is in its life.
    pub state: State,
    /// First day of the prices below, unless a rate gives its own: the release, or the first day
    /// that a source shows them.
    pub from: Day,
    /// The day on which it ends, if announced.
    #[serde(default)]
    pub retires: Option<Day>,
    /// What the provider recommends instead.
    #[serde(default)]
    pub replacement: String,
    /// How sure we are of the prices, unless a rate says otherwise.
    pub confidence: Confidence,
    /// Key of the source of the rates, unless a rate gives its own.
    pub source: String,
    /// One or two sentences a buyer should know.
    #[serde(default)]
    pub note: String,
    /// Why there is no price, for a model that is listed and refuses to make a number.
    #[serde(default)]
    pub no_price: String,
    /// Operations: `generate`, `edit`, `image-to-image`, or the provider's own.
    pub operations: Vec<String>,
    /// Sizes to offer; empty when the price does not depend on the size.
    #[serde(default)]
    pub sizes: Vec<String>,
    /// Any other size is legal within these limits.
    #[serde(default)]
    pub size_limits: Option<SizeLimitsFile>,
    /// What the provider does when the caller leaves the size out.
    #[serde(default)]
    pub default_size: Option<String>,
    /// The sizes that `auto` chooses from.
    #[serde(default)]
    pub auto_sizes: Vec<String>,
    /// Quality tiers, cheapest first; empty when there is no such choice.
    #[serde(default)]
    pub qualities: Vec<String>,
    /// What the provider does when the caller leaves the quality out.
    #[serde(default)]
    pub default_quality: Option<String>,
    /// Whether the caller may leave the quality to the model (`auto`).
    #[serde(default)]
    pub auto_quality: bool,
    /// What a careless default can cost, in one sentence.
    #[serde(default)]
    pub default_risk: String,
    /// Most reference images of one call, if stated.
    #[serde(default)]
    pub max_references: Option<u32>,
    /// Multiplier of the batch tier for units without a batch rate of their own.
    #[serde(default)]
    pub batch: Option<String>,
    /// USD of one credit, for rates in credits.
    #[serde(default)]
    pub credit_usd: Option<String>,
    /// Token counts, for rates per token.
    #[serde(default)]
    pub tokens: Option<TokensFile>,
    /// How megapixels are counted, for rates per megapixel.
    #[serde(default)]
    pub megapixels: Option<MegapixelsFile>,
    /// How inference steps are counted, for rates per step.
    #[serde(default)]
    pub steps: Option<StepsFile>,
    /// Seconds of compute per image, for rates per second; none means that it is not known.
    #[serde(default)]
    pub seconds: Option<String>,
    /// Reference images of a call that are not charged.
    #[serde(default)]
    pub free_references: u32,
    /// Regions in which a call costs more or less than where the provider likes.
    #[serde(default)]
    pub regions: Vec<RegionFile>,
    /// Decimals that the provider truncates a call's price to.
    #[serde(default)]
    pub truncate_decimals: Option<u32>,
    /// The prices.
    #[serde(default)]
    pub rates: Vec<RateFile>,
}

/// Life of a model at its provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// For sale.
    Active,
    /// Still answers, will be withdrawn.
    Deprecated,
    /// Withdrawn.
    Retired,
}

/// Which pixel sizes a model takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SizeLimitsFile {
    /// Both edges are multiples of this.
    pub step: u32,
    /// Fewest pixels.
    pub min_pixels: u64,
    /// Most pixels.
    pub max_pixels: u64,
    /// Longest edge.
    pub max_edge: u32,
    /// Longest edge over shortest.
    pub max_aspect: u32,
    /// Above this many pixels the provider calls the size experimental.
    #[serde(default)]
    pub experimental_above: Option<u64>,
}

/// How megapixels are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MegapixelsFile {
    /// Pixels of one megapixel: 1,000,000 or 1,048,576.
    pub pixels: u32,
    /// Rounding of one image's megapixels.
    pub rounding: Rounding,
}

/// How a count that is not whole is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Up to the next whole one.
    Up,
    /// As it is.
    Linear,
}

/// How inference steps are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepsFile {
    /// Steps of an image when the caller does not say.
    pub default: u32,
    /// Fewest steps that are charged.
    #[serde(default)]
    pub minimum: u32,
    /// Most steps of an image, if stated.
    #[serde(default)]
    pub maximum: Option<u32>,
    /// Fewest pixels that are charged.
    #[serde(default)]
    pub minimum_pixels: u32,
}

/// A region in which a call can be processed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionFile {
    /// What users and reports call it.
    pub name: String,
    /// What every rate of the call is multiplied by: `1.10` for 10 % more.
    pub factor: String,
    /// First day, if not the model's.
    #[serde(default)]
    pub from: Option<Day>,
    /// Key into the provider's sources.
    pub source: String,
    /// Anything a reader should know.
    #[serde(default)]
    pub note: String,
}

/// One price of one unit from one day on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateFile {
    /// What the price is for.
    pub unit: Unit,
    /// USD per unit, per 1M for tokens, or for as many units as `per` says.
    #[serde(default)]
    pub usd: Option<String>,
    /// Credits per unit, where the provider sells credits.
    #[serde(default)]
    pub credits: Option<String>,
    /// Units that `usd` pays for, where the price of one has too many decimals; 1 when left out.
    #[serde(default)]
    pub per: Option<u32>,
    /// Operations it holds for; empty for all of the model's.
    #[serde(default)]
    pub operations: Vec<String>,
    /// Size it holds for: a size, or `<=1024x1024` for up to so many pixels.
    #[serde(default)]
    pub size: Option<String>,
    /// Most output pixels it holds for.
    #[serde(default)]
    pub pixels_up_to: Option<u64>,
    /// Fewest output pixels it holds for.
    #[serde(default)]
    pub pixels_from: Option<u64>,
    /// Quality it holds for.
    #[serde(default)]
    pub quality: Option<String>,
    /// Fewest text input tokens of the prompt for which it holds, hidden ones included; a rate with a
    /// threshold that is met goes before one with a lower threshold or none.
    #[serde(default)]
    pub prompt_from: Option<u64>,
    /// Service tier.
    #[serde(default)]
    pub tier: Tier,
    /// First day, if not the model's.
    #[serde(default)]
    pub from: Option<Day>,
    /// Source key, if not the model's.
    #[serde(default)]
    pub source: Option<String>,
    /// Confidence, if not the model's.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Anything a reader should know.
    #[serde(default)]
    pub note: String,
    /// A rounded figure the provider prints beside the exact rule: shown, never summed.
    #[serde(default)]
    pub printed: bool,
    /// Other figures that other sources give for the same thing. The expected bill stays at the
    /// rate's own figure; floor and ceiling take the lowest and the highest of all.
    #[serde(default)]
    pub others: Vec<OtherFigureFile>,
}

/// A figure for a rate that differs from the rate's own, and who gives it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherFigureFile {
    /// USD per unit, or per 1M for tokens.
    #[serde(default)]
    pub usd: Option<String>,
    /// Credits per unit, where the provider sells credits.
    #[serde(default)]
    pub credits: Option<String>,
    /// Key into the provider's sources.
    pub source: String,
    /// What the source says, in our words.
    #[serde(default)]
    pub note: String,
}

/// Service tier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Answered at once.
    #[default]
    Standard,
    /// Answered within a day, cheaper.
    Batch,
    /// Cheaper, slower, best effort.
    Flex,
    /// Dearer, faster.
    Priority,
}

/// What one price is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// One output image.
    Image,
    /// One call.
    Request,
    /// One reference image beyond the free ones.
    InputImage,
    /// One image beyond the first, outputs and references counted together.
    AdditionalImage,
    /// Text input tokens, per 1M.
    TextInput,
    /// Cached text input tokens, per 1M.
    TextInputCached,
    /// Image input tokens, per 1M.
    ImageInput,
    /// Cached image input tokens, per 1M.
    ImageInputCached,
    /// Image output tokens, per 1M.
    ImageOutput,
    /// Text output tokens (thinking included), per 1M.
    TextOutput,
    /// One output megapixel.
    Megapixel,
    /// The first output megapixel.
    FirstMegapixel,
    /// Each further output megapixel.
    AdditionalMegapixel,
    /// One megapixel of a reference image.
    InputMegapixel,
    /// One 512x512 tile of the output.
    Tile,
    /// One inference step.
    Step,
    /// One output megapixel in one step.
    MegapixelStep,
    /// One output megapixel beyond the first, in one step.
    AdditionalMegapixelStep,
    /// One second of compute.
    Second,
}
