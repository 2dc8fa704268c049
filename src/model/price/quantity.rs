//! How many of each unit one call takes: the provider's counting rules.

use rust_decimal::Decimal;

use super::problem::{PriceProblem, needs_size, no_size, quality_problem};
use super::{Ask, Bound};
use crate::model::book::{InputTokens, Megapixels, Model, Operation, OutputTokens, Overhead, Rounding, Unit};
use crate::model::num::{Num as _, TooLarge};
use crate::model::size::{Pixels, Size};
use crate::model::tokens;

/// Label of the charge for partial images.
pub(super) const PARTIAL: &str = "Partial images";

pub(super) type Quantities = [Option<(&'static str, Decimal)>; 2];

/// How many of a unit one call takes.
pub(super) fn quantities(model: &Model, ask: &Ask, unit: Unit) -> Result<Quantities, PriceProblem> {
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
        Unit::Second => {
            let unknown = || PriceProblem::NeedsSeconds { model: model.id.clone() };
            one(ask.seconds.or(model.seconds).ok_or_else(unknown)?)
        }
        Unit::Tile => one(tokens::output_tiles(output_pixels(model, ask)?).into()),
        Unit::Step => one(steps(model, ask)),
        Unit::MegapixelStep => {
            let floor = u64::from(model.steps.map_or(0, |steps| steps.minimum_pixels));
            let area = output_pixels(model, ask)?.area().max(floor);
            one(megapixels(model, area)?.times(steps(model, ask))?)
        }
        Unit::AdditionalMegapixelStep => {
            let beyond_first = beyond(megapixels(model, output_pixels(model, ask)?.area())?, 1)?;
            one(beyond_first.times(steps(model, ask))?)
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

/// Steps that are charged where the caller says nothing.
pub(super) fn usual_steps(model: &Model) -> u32 {
    model.steps.map_or(0, |rule| rule.default.max(rule.minimum))
}

/// Steps that are charged: the user's or the usual ones, and no fewer than the provider charges.
pub(super) fn steps(model: &Model, ask: &Ask) -> Decimal {
    model.steps.map_or(Decimal::ZERO, |rule| ask.steps.unwrap_or(rule.default.into()).max(rule.minimum.into()))
}

fn output_pixels(model: &Model, ask: &Ask) -> Result<Pixels, PriceProblem> {
    ask.size.and_then(Size::pixels).ok_or_else(|| needs_size(model))
}

/// Megapixels of an area by the model's own definition and rounding.
pub(super) fn megapixels(model: &Model, area: u64) -> Result<Decimal, TooLarge> {
    let Some(Megapixels { pixels, rounding }) = model.megapixels else { return Ok(Decimal::ZERO) };
    match rounding {
        Rounding::Up => Ok(area.div_ceil(pixels.into()).into()),
        Rounding::Linear => Decimal::from(area).over(pixels.into()),
    }
}

/// Text input tokens of a call: the prompt and what the provider adds to it.
pub(super) fn prompt_tokens(model: &Model, ask: &Ask) -> Result<Decimal, TooLarge> {
    if ask.prompt_tokens.is_zero() {
        return Ok(Decimal::ZERO);
    }
    ask.prompt_tokens.plus(hidden_tokens(model, &ask.operation, ask.references)?)
}

/// Text input tokens that the provider adds to a prompt.
///
/// # Errors
/// When the count does not fit.
pub fn hidden_tokens(model: &Model, operation: &Operation, references: Decimal) -> Result<Decimal, TooLarge> {
    let Overhead { generate, edit, per_reference } = model.tokens.as_ref().map(|t| t.overhead).unwrap_or_default();
    match operation {
        Operation::Generate => Ok(generate.into()),
        _ => references.times(per_reference.into())?.plus(edit.into()),
    }
}

fn reference_tokens(model: &Model, ask: &Ask) -> Result<Decimal, PriceProblem> {
    if ask.references.is_zero() {
        return Ok(Decimal::ZERO);
    }
    let Some(rule) = model.tokens.as_ref().map(|t| t.input) else { return Ok(Decimal::ZERO) };
    let pixels = ask.reference_size;
    let each: Decimal = match rule {
        InputTokens::Fixed(tokens) => tokens.into(),
        InputTokens::Patches { budget } => tokens::input_patches(pixels, budget).count().into(),
        InputTokens::Tiles { base, per_tile, high_square, high_other } => {
            let extra = if ask.high_fidelity { fidelity_tokens(pixels, high_square, high_other) } else { 0 };
            let tiles = Decimal::from(tokens::input_tiles(pixels).count());
            tiles.times(per_tile.into())?.plus(base.into())?.plus(extra.into())?
        }
        InputTokens::Unpublished => {
            return Err(PriceProblem::NeedsReferenceTokens { model: model.id.clone() });
        }
    };
    Ok(each.times(ask.references)?)
}

/// Extra tokens of a reference that is read at high fidelity.
pub(super) fn fidelity_tokens(pixels: Pixels, square: u32, other: u32) -> u32 {
    if pixels.width == pixels.height { square } else { other }
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
    Ok([Some((Unit::ImageOutput.label(), image)), Some((PARTIAL, partial))])
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
