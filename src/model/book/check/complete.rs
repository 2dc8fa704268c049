//! Whether a model's parts fit together: rates, the rules that apply them, and the choices they name.

use std::sync::Arc;

use super::super::file::{InputTokensFile, ModelFile, OutputTokensFile, Unit};
use super::super::{Confidence, Operation, Rate};
use crate::model::size::Size;

/// Whether a model that has rates has all that is needed to apply them, and one that has none says why.
pub fn check_completeness(file: &ModelFile, operations: &[Operation], rates: &[Arc<Rate>]) -> Result<(), String> {
    if operations.is_empty() {
        return Err("it lists no operation".into());
    }
    match (rates.is_empty(), file.no_price.is_empty()) {
        (true, true) => return Err("it has no rate and does not say why (`no_price`)".into()),
        (false, false) => return Err("it has rates and also says that it has no price".into()),
        _ => {}
    }
    if !rates.is_empty() && file.confidence == Confidence::None {
        return Err("it has rates with confidence none; leave them out".into());
    }
    let has = |unit: Unit| rates.iter().any(|rate| rate.unit == unit);
    let megapixel_units = [
        Unit::Megapixel,
        Unit::FirstMegapixel,
        Unit::AdditionalMegapixel,
        Unit::InputMegapixel,
        Unit::MegapixelStep,
        Unit::AdditionalMegapixelStep,
    ];
    if rates.iter().any(|rate| rate.unit.is_tokens()) && file.tokens.is_none() {
        return Err("it has rates per token and no `tokens`".into());
    }
    if megapixel_units.into_iter().any(has) && file.megapixels.is_none() {
        return Err("it has rates per megapixel and no `megapixels`".into());
    }
    check_steps(file, rates)?;
    check_thresholds(rates)?;
    if file.megapixels.is_some_and(|megapixels| megapixels.pixels == 0) {
        return Err("a megapixel cannot have 0 pixels".into());
    }
    if file.size_limits.is_some_and(|limits| limits.step == 0) {
        return Err("a size step cannot be 0".into());
    }
    check_choices(file)
}

/// Whether steps can be counted where they are billed.
fn check_steps(file: &ModelFile, rates: &[Arc<Rate>]) -> Result<(), String> {
    match file.steps {
        None if rates.iter().any(|rate| rate.unit.is_steps()) => Err("it has rates per step and no `steps`".into()),
        Some(steps) if steps.default == 0 => Err("an image cannot take 0 steps by default".into()),
        Some(steps) if steps.maximum.is_some_and(|most| most < steps.default.max(steps.minimum)) => {
            Err("the most steps are fewer than the default or the fewest".into())
        }
        _ => Ok(()),
    }
}

/// Whether every prompt that is too short for a rate has another one.
fn check_thresholds(rates: &[Arc<Rate>]) -> Result<(), String> {
    for rate in rates {
        let Some(from) = rate.prompt_from else { continue };
        if from == 0 {
            return Err(format!("the rate for {:?} holds from 0 prompt tokens on; leave `prompt_from` out", rate.unit));
        }
        let below =
            |other: &Arc<Rate>| other.unit == rate.unit && other.tier == rate.tier && other.prompt_from.is_none();
        if !rates.iter().any(below) {
            return Err(format!("the rate for {:?} from {from} prompt tokens on has no rate below it", rate.unit));
        }
    }
    Ok(())
}

/// Whether defaults and token tables name only what the model offers.
fn check_choices(file: &ModelFile) -> Result<(), String> {
    let known = |quality: &str| file.qualities.iter().any(|q| q == quality);
    match file.default_quality.as_deref() {
        Some("auto") if file.auto_quality => {}
        Some(quality) if !known(quality) => {
            return Err(format!("the default quality `{quality}` is not among the qualities"));
        }
        _ => {}
    }
    if file.default_size.as_deref() == Some("auto") && file.auto_sizes.is_empty() {
        return Err("the default size is auto, and `auto_sizes` is empty".into());
    }
    let Some(tokens) = &file.tokens else { return Ok(()) };
    match &tokens.output {
        OutputTokensFile::Formula(factors) => {
            if let Some(missing) = file.qualities.iter().find(|q| !factors.iter().any(|(name, _)| name == *q)) {
                return Err(format!("the token formula has no factor for the quality `{missing}`"));
            }
        }
        OutputTokensFile::Table(cells) => {
            for (size, quality, _) in cells {
                size.parse::<Size>().map_err(|e| e.to_string())?;
                if quality != "*" && !known(quality) {
                    return Err(format!(
                        "the token table names the quality `{quality}`, which the model does not list"
                    ));
                }
            }
        }
        OutputTokensFile::Unpublished | OutputTokensFile::PerImage => {}
    }
    if tokens.input == (InputTokensFile::Patches { budget: 0 }) {
        return Err("a patch budget cannot be 0".into());
    }
    match tokens.text_output {
        Some(text) if !(text.low <= text.likely && text.likely <= text.high) => {
            Err(format!("text output tokens {} <= {} <= {} does not hold", text.low, text.likely, text.high))
        }
        _ => Ok(()),
    }
}
