//! How the units of a charge are counted, with the numbers in.

use rust_decimal::Decimal;

use super::quantity::{PARTIAL, fidelity_tokens, hidden_tokens, megapixels, steps};
use super::{Ask, Charge, PriceProblem};
use crate::model::book::{InputTokens, Megapixels, Model, OutputTokens, Rounding, Unit};
use crate::model::digits::{grouped, whole};
use crate::model::legal::is_megapixel;
use crate::model::num::TooLarge;
use crate::model::size::{Pixels, Size};
use crate::model::tokens;

/// One line of counting: what is counted, and how.
pub(super) type Count = (&'static str, String);

/// The lines that lead to a charge's quantity; none where it is plain.
pub(super) fn counts(model: &Model, ask: &Ask, charge: &Charge) -> Result<Vec<Count>, PriceProblem> {
    let size = ask.size.and_then(Size::pixels);
    let quantity = charge.quantity;
    Ok(match (charge.rate.unit, size) {
        (Unit::ImageOutput, _) if charge.label == PARTIAL => partial(model, ask, quantity),
        (Unit::ImageOutput, _) => image_output(model, ask, quantity),
        (Unit::ImageInput, _) => references(model, ask, quantity),
        (Unit::TextInput, _) => prompt(model, ask, quantity)?,
        (Unit::TextOutput, _) => text_output(model, ask, quantity),
        (Unit::InputImage, _) if model.free_references > 0 => {
            let free = model.free_references;
            vec![("Reference images", format!("{} − {free} free = {}", number(ask.references), number(quantity)))]
        }
        (Unit::Megapixel, Some(pixels)) => vec![area(model, pixels)?],
        (Unit::AdditionalMegapixel, Some(pixels)) => {
            let all = number(megapixels(model, pixels.area())?);
            vec![area(model, pixels)?, ("Beyond the first", format!("{all} − 1 = {}", number(quantity)))]
        }
        (Unit::InputMegapixel, _) => {
            let one = area(model, ask.reference_size)?;
            let each = megapixels(model, ask.reference_size.area())?;
            vec![one, for_all(ask, &number(each), quantity)]
        }
        (Unit::MegapixelStep, Some(pixels)) => megapixel_steps(model, ask, pixels, quantity)?,
        (Unit::AdditionalMegapixelStep, Some(pixels)) => {
            let all = number(megapixels(model, pixels.area())?);
            let words = format!("({all} − 1) × {} steps = {}", number(steps(model, ask)), number(quantity));
            vec![area(model, pixels)?, ("Further megapixel steps", words)]
        }
        (Unit::Tile, Some(Pixels { width, height })) => {
            vec![("Tiles", cells((width.into(), height.into()), 512, quantity))]
        }
        _ => Vec::new(),
    })
}

/// Whether the model counts blocks of pixels that are no megapixels.
pub(super) fn counts_blocks(model: &Model) -> bool {
    model.megapixels.is_some_and(|rule| !is_megapixel(rule.pixels))
}

/// A number of units: exact up to six decimals, else rounded and said so.
pub(super) fn number(value: Decimal) -> String {
    let value = value.normalize();
    if value.scale() <= 6 {
        return grouped(&value.to_string());
    }
    format!("about {}", grouped(&value.round_dp(6).normalize().to_string()))
}

/// Squares of an edge that a width and a height begin.
fn cells((width, height): (u64, u64), edge: u64, count: Decimal) -> String {
    format!("⌈{} / {edge}⌉ × ⌈{} / {edge}⌉ = {}", whole(width), whole(height), number(count))
}

/// The last line of what is counted for one reference image and charged for each.
fn for_all(ask: &Ask, each: &str, all: Decimal) -> Count {
    let images = if ask.references == Decimal::ONE { "image" } else { "images" };
    ("All references", format!("{} {images} × {each} = {}", number(ask.references), number(all)))
}

fn partial(model: &Model, ask: &Ask, quantity: Decimal) -> Vec<Count> {
    let each = model.tokens.as_ref().and_then(|rules| rules.partial).unwrap_or_default();
    vec![("Tokens of partial images", format!("{} × {each} = {}", ask.partial_images, number(quantity)))]
}

fn image_output(model: &Model, ask: &Ask, quantity: Decimal) -> Vec<Count> {
    let (Some(rules), Some(size)) = (&model.tokens, ask.size) else { return Vec::new() };
    let quality = ask.quality.as_deref();
    let count = number(quantity);
    match (&rules.output, size.pixels()) {
        (OutputTokens::Formula(factors), Some(pixels)) => {
            let factor = factors.iter().find(|(name, _)| Some(name.as_str()) == quality).map(|(_, factor)| *factor);
            let factor = factor.unwrap_or_default();
            let (short, long) = (whole(pixels.short().into()), whole(pixels.long().into()));
            let (across, area) = (tokens::short_side(pixels, factor), whole(pixels.area()));
            vec![
                ("Short side", format!("round({factor} × {short} / {long}) = {across}")),
                ("Tokens of an image", format!("⌈{factor} × {across} × (2,000,000 + {area}) / 4,000,000⌉ = {count}")),
            ]
        }
        (OutputTokens::Table(cells), _) => {
            let by_quality = cells.iter().any(|(_, quality, _)| quality != "*");
            let at = quality.filter(|_| by_quality).map_or_else(String::new, |quality| format!(", {quality}"));
            vec![("Tokens of an image", format!("{size}{at}: {count} by the provider's table"))]
        }
        (OutputTokens::Unpublished, _) => vec![("Tokens of an image", format!("{count}, your own count"))],
        _ => Vec::new(),
    }
}

fn references(model: &Model, ask: &Ask, quantity: Decimal) -> Vec<Count> {
    let Some(rule) = model.tokens.as_ref().map(|tokens| tokens.input) else { return Vec::new() };
    let pixels = ask.reference_size;
    let edges = (u64::from(pixels.width), u64::from(pixels.height));
    let mut lines = Vec::new();
    let each = match rule {
        InputTokens::Fixed(tokens) => u64::from(tokens),
        InputTokens::Unpublished => return lines,
        InputTokens::Patches { budget } => {
            let patches = tokens::input_patches(pixels, budget);
            if patches.canvas != edges {
                let (width, height) = patches.canvas;
                lines.push(("Reference image", format!("{pixels} is billed as {width}x{height}")));
            }
            let plain = patches.canvas.0.div_ceil(32).saturating_mul(patches.canvas.1.div_ceil(32));
            lines.push(("Patches", cells(patches.canvas, 32, plain.into())));
            if patches.shrunk {
                let (across, down) = (patches.across, patches.down);
                let fit = format!("at most {}: {across} × {down} = {}", whole(budget.into()), whole(patches.count()));
                lines.push(("Shrunk to fit", fit));
            }
            patches.count()
        }
        InputTokens::Tiles { base, per_tile, high_square, high_other } => {
            let tiles = tokens::input_tiles(pixels);
            if (tiles.width, tiles.height) != edges {
                lines.push(("Reference image", format!("{pixels} is scaled to {}x{}", tiles.width, tiles.height)));
            }
            lines.push(("Tiles", cells((tiles.width, tiles.height), 512, tiles.count().into())));
            let extra = if ask.high_fidelity { fidelity_tokens(pixels, high_square, high_other) } else { 0 };
            let fidelity = if extra > 0 { format!(" + {}", whole(extra.into())) } else { String::new() };
            let tokens = tiles.count().saturating_mul(per_tile.into()).saturating_add(base.into());
            let tokens = tokens.saturating_add(extra.into());
            let sum = format!("{base} + {per_tile} × {}{fidelity} = {}", tiles.count(), whole(tokens));
            lines.push(("Tokens of a reference", sum));
            tokens
        }
    };
    lines.push(for_all(ask, &whole(each), quantity));
    lines
}

fn prompt(model: &Model, ask: &Ask, quantity: Decimal) -> Result<Vec<Count>, TooLarge> {
    let hidden = hidden_tokens(model, &ask.operation, ask.references)?;
    let sum = || format!("{} + {} hidden = {}", number(ask.prompt_tokens), number(hidden), number(quantity));
    Ok(if hidden.is_zero() { Vec::new() } else { vec![("Prompt tokens", sum())] })
}

fn text_output(model: &Model, ask: &Ask, quantity: Decimal) -> Vec<Count> {
    let seen = model.tokens.as_ref().and_then(|tokens| tokens.text_output);
    let words = match (ask.text_output_tokens, seen) {
        (Some(_), _) => format!("{}, your own count", number(quantity)),
        (None, Some(seen)) => {
            let (low, high) = (whole(seen.low.into()), whole(seen.high.into()));
            format!("{} assumed; {low} to {high} were seen", number(quantity))
        }
        (None, None) => return Vec::new(),
    };
    vec![("Text tokens of an image", words)]
}

/// Megapixels of one image, by the model's own definition and rounding.
fn area(model: &Model, pixels: Pixels) -> Result<Count, TooLarge> {
    let label = if counts_blocks(model) { "Blocks" } else { "Megapixels" };
    let Some(Megapixels { pixels: unit, rounding }) = model.megapixels else { return Ok((label, "0".into())) };
    let (width, height, unit) = (whole(pixels.width.into()), whole(pixels.height.into()), whole(unit.into()));
    let count = number(megapixels(model, pixels.area())?);
    Ok(match rounding {
        Rounding::Up => (label, format!("⌈{width} × {height} / {unit}⌉ = {count}")),
        Rounding::Linear => (label, format!("{width} × {height} / {unit} = {count}")),
    })
}

fn megapixel_steps(model: &Model, ask: &Ask, pixels: Pixels, quantity: Decimal) -> Result<Vec<Count>, TooLarge> {
    let least = u64::from(model.steps.map_or(0, |steps| steps.minimum_pixels));
    let charged = pixels.area().max(least);
    let all = number(megapixels(model, charged)?);
    let mut lines = match charged > pixels.area() {
        true => vec![("Megapixels", format!("at least {} pixels: {all}", whole(least)))],
        false => vec![area(model, pixels)?],
    };
    lines.push(("Megapixel steps", format!("{all} × {} steps = {}", number(steps(model, ask)), number(quantity))));
    Ok(lines)
}
