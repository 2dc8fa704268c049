//! What one call costs: the model's rules applied to one request, charge by charge.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::book::{
    Billing, FailureRule, InputTokens, Megapixels, Model, Operation, OutputTokens, Overhead, Rate, Rounding, SizeMatch,
    Tier, Unit,
};
use super::day::Day;
use super::num::{Num as _, TooLarge};
use super::size::{Pixels, Size};
use super::tokens;

/// Which end of what is unknown to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// The visible default of each unknown.
    Expected,
    /// The cheapest that each unknown can be.
    Floor,
    /// The dearest.
    Ceiling,
}

/// One call for one image.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What is asked.
    pub operation: Operation,
    /// Output size; none where the model's price does not depend on it.
    pub size: Option<Size>,
    /// Quality tier; none where the model has no such choice.
    pub quality: Option<String>,
    /// Service tier.
    pub tier: Tier,
    /// Tokens of the prompt; 0 leaves the prompt out, hidden overhead included.
    pub prompt_tokens: Decimal,
    /// Reference images; may be fractional, as an average.
    pub references: Decimal,
    /// Size of each reference image.
    pub reference_size: Pixels,
    /// Whether references are read at high input fidelity, where the model has the choice.
    pub high_fidelity: bool,
    /// Partial images streamed on the way.
    pub partial_images: u32,
    /// The user's count of image output tokens, for models that do not publish it.
    pub image_output_tokens: Option<Decimal>,
    /// The user's count of text output tokens.
    pub text_output_tokens: Option<Decimal>,
    /// The day whose prices hold.
    pub day: Day,
    /// Which end of what is unknown to take.
    pub bound: Bound,
}

/// One charge of a call.
#[derive(Debug, Clone)]
pub struct Charge {
    /// Line item label.
    pub label: &'static str,
    /// How many units.
    pub quantity: Decimal,
    /// USD of one unit; of one token, not of a million.
    pub unit_price: Decimal,
    /// `quantity * unit_price`.
    pub amount: Decimal,
    /// Discount factor of the service tier that is already in `unit_price`; 1 when there is none.
    pub tier_factor: Decimal,
    /// The rate, with its source.
    pub rate: Arc<Rate>,
}

/// What one call costs.
#[derive(Debug, Clone)]
pub struct Price {
    /// The charges, output first.
    pub charges: Vec<Charge>,
    /// Their sum in USD.
    pub total: Decimal,
    /// The part for prompt and references.
    pub input: Decimal,
}

impl Price {
    /// What an attempt costs that ended otherwise than in success.
    ///
    /// # Errors
    /// When the product does not fit.
    pub fn failed(&self, billing: Billing, bound: Bound) -> Result<Decimal, TooLarge> {
        match (billing, bound) {
            (Billing::Billed, _) | (Billing::Unknown(_), Bound::Ceiling) => Ok(self.total),
            (Billing::NotBilled, _) | (Billing::Unknown(_), Bound::Floor) => Ok(Decimal::ZERO),
            (Billing::InputOnly, _) => Ok(self.input),
            (Billing::Fee(usd), _) => Ok(usd),
            (Billing::Unknown(share) | Billing::Share(share), _) => self.total.times(share),
        }
    }
}

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
    #[error("{model} has no price at size {size}; priced sizes are {offered}")]
    NoSuchSize {
        /// Full id.
        model: String,
        /// What was asked.
        size: String,
        /// What there is.
        offered: String,
    },
    /// The provider would refuse the size.
    #[error("{model} does not take {size}: {why}")]
    IllegalSize {
        /// Full id.
        model: String,
        /// What was asked.
        size: String,
        /// In words.
        why: String,
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
    #[error("{model} is billed by the second and its run time is not known")]
    NeedsSeconds {
        /// Full id.
        model: String,
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

/// What a call costs.
///
/// # Errors
/// Why it has no price, in one sentence that names the model and the remedy.
pub fn price(model: &Model, ask: &Ask) -> Result<Price, PriceProblem> {
    Ok(total(model, charges(model, ask)?)?)
}

/// The charges of a call, one for each unit that it takes.
pub(super) fn charges(model: &Model, ask: &Ask) -> Result<Vec<Charge>, PriceProblem> {
    if model.rates.is_empty() {
        return Err(PriceProblem::NoPrice { model: model.id.clone(), why: model.no_price.clone() });
    }
    check_size(model, ask.size)?;
    let mut charges = Vec::with_capacity(4);
    let (mut last, mut nothing) = (None, false);
    for rate in &model.rates {
        if last == Some(rate.unit) {
            continue;
        }
        last = Some(rate.unit);
        for (label, quantity) in quantities(model, ask, rate.unit)?.into_iter().flatten() {
            if quantity.is_zero() {
                nothing = true;
                continue;
            }
            if let Some((rate, tier_factor)) = find_rate(model, ask, rate.unit)? {
                charges.push(charge(label, quantity, tier_factor, rate)?);
            }
        }
    }
    // A call of zero units of everything is free; a call that no rate fits has no price.
    if charges.is_empty() && !nothing { Err(no_rate(model, ask)) } else { Ok(charges) }
}

/// The price that charges add up to, output first.
pub(super) fn total(model: &Model, mut charges: Vec<Charge>) -> Result<Price, TooLarge> {
    charges.sort_by_key(|charge| charge.rate.unit.is_input());
    let mut total = Decimal::ZERO;
    let mut input = Decimal::ZERO;
    for charge in &charges {
        total = total.plus(charge.amount)?;
        if charge.rate.unit.is_input() {
            input = input.plus(charge.amount)?;
        }
    }
    truncate(model, &mut charges, &mut total)?;
    Ok(Price { charges, total, input })
}

/// One charge: `quantity` units at a rate.
pub(super) fn charge(
    label: &'static str,
    quantity: Decimal,
    tier_factor: Decimal,
    rate: Arc<Rate>,
) -> Result<Charge, TooLarge> {
    let per_unit = if rate.unit.is_tokens() { rate.usd.times(Decimal::new(1, 6))? } else { rate.usd };
    let unit_price = per_unit.times(tier_factor)?;
    Ok(Charge { label, quantity, unit_price, amount: quantity.times(unit_price)?.normalize(), tier_factor, rate })
}

/// A provider that truncates a call's price takes off less than one unit of the last decimal.
fn truncate(model: &Model, charges: &mut Vec<Charge>, total: &mut Decimal) -> Result<(), TooLarge> {
    let (Some(decimals), Some(first)) = (model.truncate_decimals, charges.first()) else { return Ok(()) };
    let kept = total.trunc_with_scale(decimals);
    let off = kept.minus(*total)?;
    if !off.is_zero() {
        charges.push(Charge {
            label: "Truncated by the provider",
            quantity: Decimal::ONE,
            unit_price: off,
            amount: off,
            tier_factor: Decimal::ONE,
            rate: Arc::clone(&first.rate),
        });
        *total = kept;
    }
    Ok(())
}

fn check_size(model: &Model, size: Option<Size>) -> Result<(), PriceProblem> {
    let Some(size) = size.filter(|_| model.size_matters()) else { return Ok(()) };
    if model.sizes.contains(&size) {
        return Ok(());
    }
    let (Some(limits), Some(pixels)) = (model.size_limits, size.pixels()) else { return Ok(()) };
    match limits.objection(pixels) {
        None => Ok(()),
        Some(why) => Err(PriceProblem::IllegalSize { model: model.id.clone(), size: size.to_string(), why }),
    }
}

/// The rate of a unit for this call, and the tier's factor on it; the output must have one.
fn find_rate(model: &Model, ask: &Ask, unit: Unit) -> Result<Option<(Arc<Rate>, Decimal)>, PriceProblem> {
    match rate_for(model, ask, unit) {
        Some(found) => Ok(Some(found)),
        // Prompt and reference rates may hold for some operations only.
        None if unit.is_input() => Ok(None),
        None => Err(no_rate(model, ask)),
    }
}

/// The rate of a unit for this call, and the tier's factor on it, where there is one.
pub(super) fn rate_for(model: &Model, ask: &Ask, unit: Unit) -> Option<(Arc<Rate>, Decimal)> {
    let fitting = |tier: Tier| {
        model
            .rates
            .iter()
            .filter(|rate| {
                rate.unit == unit
                    && rate.tier == tier
                    && rate.from <= ask.day
                    && (rate.operations.is_empty() || rate.operations.contains(&ask.operation))
                    && (rate.quality.is_none() || rate.quality == ask.quality)
                    && rate.size.holds(ask.size)
            })
            .max_by_key(|rate| (specificity(rate), rate.from))
    };
    if let Some(rate) = fitting(ask.tier) {
        return Some((Arc::clone(rate), Decimal::ONE));
    }
    let factor = match (ask.tier, model.batch) {
        (Tier::Batch, Some(batch)) => batch,
        _ => Decimal::ONE,
    };
    fitting(Tier::Standard).map(|rate| (Arc::clone(rate), factor))
}

fn specificity(rate: &Rate) -> u8 {
    let size = match rate.size {
        SizeMatch::Any => 0,
        SizeMatch::Band { .. } => 1,
        SizeMatch::Only(_) => 2,
    };
    [rate.quality.is_some(), !rate.operations.is_empty()].into_iter().map(u8::from).fold(size, u8::saturating_add)
}

/// Why no rate fits: too early, no such operation, quality or size.
fn no_rate(model: &Model, ask: &Ask) -> PriceProblem {
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

fn no_size(model: &Model, size: Size) -> PriceProblem {
    PriceProblem::NoSuchSize {
        model: model.id.clone(),
        size: size.to_string(),
        offered: model.sizes.iter().map(Size::to_string).collect::<Vec<_>>().join(", "),
    }
}

type Quantities = [Option<(&'static str, Decimal)>; 2];

/// How many of a unit one call takes.
fn quantities(model: &Model, ask: &Ask, unit: Unit) -> Result<Quantities, PriceProblem> {
    let one = |quantity| Ok([Some((unit.label(), quantity)), None]);
    let none = Ok([None, None]);
    match unit {
        Unit::Image | Unit::Request => one(Decimal::ONE),
        Unit::InputImage => one(beyond(ask.references, model.free_references)?),
        // The first image is the output; every reference is one more.
        Unit::AdditionalImage => one(ask.references),
        Unit::TextInput => one(prompt_tokens(model, ask)?),
        Unit::ImageInput => one(reference_tokens(model, ask)?),
        Unit::ImageOutput => image_output(model, ask),
        Unit::TextOutput => one(text_output(model, ask)),
        // Caching is read from usage, never assumed in an estimate.
        Unit::TextInputCached | Unit::ImageInputCached => none,
        Unit::Second => one(model.seconds.ok_or_else(|| PriceProblem::NeedsSeconds { model: model.id.clone() })?),
        Unit::Tile => one(tokens::output_tiles(output_pixels(model, ask)?).into()),
        Unit::Step => one(steps(model).into()),
        Unit::MegapixelStep => {
            let floor = u64::from(model.steps.map_or(0, |steps| steps.minimum_pixels));
            let area = output_pixels(model, ask)?.area().max(floor);
            one(megapixels(model, area)?.times(steps(model).into())?)
        }
        Unit::Megapixel => one(megapixels(model, output_pixels(model, ask)?.area())?),
        Unit::FirstMegapixel => one(Decimal::ONE),
        Unit::AdditionalMegapixel => one(beyond(megapixels(model, output_pixels(model, ask)?.area())?, 1)?),
        Unit::InputMegapixel => one(megapixels(model, ask.reference_size.area())?.times(ask.references)?),
    }
}

fn beyond(count: Decimal, free: u32) -> Result<Decimal, TooLarge> {
    Ok(count.minus(free.into())?.max(Decimal::ZERO))
}

fn steps(model: &Model) -> u32 {
    model.steps.map_or(0, |steps| steps.default.max(steps.minimum))
}

fn output_pixels(model: &Model, ask: &Ask) -> Result<Pixels, PriceProblem> {
    ask.size.and_then(Size::pixels).ok_or_else(|| needs_size(model))
}

fn megapixels(model: &Model, area: u64) -> Result<Decimal, TooLarge> {
    let Some(Megapixels { pixels, rounding }) = model.megapixels else { return Ok(Decimal::ZERO) };
    match rounding {
        Rounding::Up => Ok(area.div_ceil(pixels.into()).into()),
        Rounding::Linear => Decimal::from(area).over(pixels.into()),
    }
}

fn prompt_tokens(model: &Model, ask: &Ask) -> Result<Decimal, TooLarge> {
    if ask.prompt_tokens.is_zero() {
        return Ok(Decimal::ZERO);
    }
    let Overhead { generate, edit, per_reference } = model.tokens.as_ref().map(|t| t.overhead).unwrap_or_default();
    let hidden = match ask.operation {
        Operation::Generate => generate.into(),
        _ => ask.references.times(per_reference.into())?.plus(edit.into())?,
    };
    ask.prompt_tokens.plus(hidden)
}

fn reference_tokens(model: &Model, ask: &Ask) -> Result<Decimal, PriceProblem> {
    if ask.references.is_zero() {
        return Ok(Decimal::ZERO);
    }
    let Some(rule) = model.tokens.as_ref().map(|t| t.input) else { return Ok(Decimal::ZERO) };
    let pixels = ask.reference_size;
    let each: Decimal = match rule {
        InputTokens::Fixed(tokens) => tokens.into(),
        InputTokens::Patches { budget } => tokens::input_patches(pixels, budget).into(),
        InputTokens::Tiles { base, per_tile, high_square, high_other } => {
            let square = pixels.width == pixels.height;
            let extra = if square { high_square } else { high_other };
            let extra = if ask.high_fidelity { extra } else { 0 };
            let tiles = Decimal::from(tokens::input_tiles(pixels));
            tiles.times(per_tile.into())?.plus(base.into())?.plus(extra.into())?
        }
        InputTokens::Unpublished => {
            return Err(PriceProblem::NeedsReferenceTokens { model: model.id.clone() });
        }
    };
    Ok(each.times(ask.references)?)
}

fn image_output(model: &Model, ask: &Ask) -> Result<Quantities, PriceProblem> {
    let Some(rules) = &model.tokens else { return Ok([None, None]) };
    if matches!(rules.output, OutputTokens::PerImage) {
        return Ok([None, None]);
    }
    // The user's count stands in for one that is not published, never for one that is.
    let image = match (ask.image_output_tokens, &rules.output) {
        (Some(tokens), OutputTokens::Unpublished) => tokens,
        _ => output_tokens(model, ask.size, ask.quality.as_deref())?.into(),
    };
    let partial = Decimal::from(rules.partial.unwrap_or(0)).times(ask.partial_images.into())?;
    Ok([Some((Unit::ImageOutput.label(), image)), Some(("Partial images", partial))])
}

/// Image output tokens of one image, by the model's own rule.
///
/// # Errors
/// When the model publishes none, or not for this size and quality.
pub fn output_tokens(model: &Model, size: Option<Size>, quality: Option<&str>) -> Result<u64, PriceProblem> {
    let unpublished = || PriceProblem::NeedsOutputTokens { model: model.id.clone() };
    let rules = model.tokens.as_ref().ok_or_else(unpublished)?;
    if let Some(problem) = quality_problem(model, quality) {
        return Err(problem);
    }
    let size = size.ok_or_else(|| needs_size(model))?;
    match &rules.output {
        OutputTokens::Unpublished | OutputTokens::PerImage => Err(unpublished()),
        OutputTokens::Formula(factors) => {
            let pixels = size.pixels().ok_or_else(|| needs_size(model))?;
            let factor = factors.iter().find(|(name, _)| Some(name.as_str()) == quality).map(|(_, factor)| *factor);
            Ok(tokens::output_formula(pixels, factor.ok_or_else(unpublished)?))
        }
        OutputTokens::Table(cells) => cells
            .iter()
            .find(|(cell_size, cell_quality, _)| {
                cell_size.parse() == Ok(size) && (cell_quality == "*" || Some(cell_quality.as_str()) == quality)
            })
            .map(|(_, _, tokens)| u64::from(*tokens))
            .ok_or_else(|| no_size(model, size)),
    }
}

fn text_output(model: &Model, ask: &Ask) -> Decimal {
    let known = model.tokens.as_ref().and_then(|t| t.text_output);
    match (ask.text_output_tokens, known, ask.bound) {
        (Some(tokens), _, _) => tokens,
        (None, None, _) => Decimal::ZERO,
        (None, Some(seen), Bound::Expected) => seen.likely.into(),
        (None, Some(seen), Bound::Floor) => seen.low.into(),
        (None, Some(seen), Bound::Ceiling) => seen.high.into(),
    }
}

/// Whether a rule leaves the cost of an outcome open.
pub fn is_open(rule: &FailureRule) -> bool {
    matches!(rule.billing, Billing::Unknown(_))
}
