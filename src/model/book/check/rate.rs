//! One rate and the figures of other sources for it.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Sources, find_source};
use crate::model::book::file::{ModelFile, OtherFigureFile, RateFile};
use crate::model::book::money::{in_credits, price};
use crate::model::book::{Operation, OtherFigure, Rate, SizeMatch, Source, Unit};
use crate::model::size::{NotASize, Pixels};

/// Reads a rate of a model.
pub(super) fn check(
    rate: &RateFile,
    model: &ModelFile,
    operations: &[Operation],
    model_source: &Arc<Source>,
    sources: &Sources,
) -> Result<Rate, String> {
    let what = format!("the rate for {:?}", rate.unit);
    let (usd, credits) = figure(&what, rate.usd.as_deref(), rate.credits.as_deref(), model)?;
    if credits.is_some() && rate.per.is_some() {
        return Err("`per` goes with `usd`, not with `credits`".into());
    }
    let usd = each(rate.unit, usd, rate.per)?;
    let own: Vec<Operation> = rate.operations.iter().map(|name| Operation::named(name)).collect();
    if let Some(stray) = own.iter().find(|operation| !operations.contains(operation)) {
        return Err(format!("a rate names the operation `{stray}`, which the model does not list"));
    }
    if let Some(quality) = &rate.quality
        && !model.qualities.contains(quality)
    {
        return Err(format!("a rate names the quality `{quality}`, which the model does not list"));
    }
    if rate.printed && !rate.others.is_empty() {
        return Err(format!("{what} is printed and has `others`; a printed figure is never summed, so it takes none"));
    }
    Ok(Rate {
        unit: rate.unit,
        usd,
        credits,
        operations: own,
        size: size_match(rate.size.as_deref(), rate.pixels_from, rate.pixels_up_to)?,
        quality: rate.quality.clone(),
        prompt_from: rate.prompt_from,
        tier: rate.tier,
        from: rate.from.unwrap_or(model.from),
        source: match &rate.source {
            Some(key) => find_source(key, sources)?,
            None => Arc::clone(model_source),
        },
        confidence: rate.confidence.unwrap_or(model.confidence),
        note: rate.note.clone(),
        others: rate.others.iter().map(|file| other(&what, usd, file, model, sources)).collect::<Result<_, _>>()?,
    })
}

/// The price of one unit where it is quoted for several.
fn each(unit: Unit, usd: Decimal, per: Option<u32>) -> Result<Decimal, String> {
    let Some(per) = per else { return Ok(usd) };
    if unit.is_tokens() {
        return Err(format!("a rate for {unit:?} is per 1M tokens already; leave `per` out"));
    }
    let one = usd.checked_div(per.into()).ok_or("a rate `per` 0 units has no price")?;
    if one.checked_mul(per.into()) == Some(usd) {
        Ok(one.normalize())
    } else {
        Err(format!("{usd} for {per} units does not come out even for one"))
    }
}

/// A figure in USD, and in credits where it is written so.
fn figure(
    what: &str,
    usd: Option<&str>,
    credits: Option<&str>,
    model: &ModelFile,
) -> Result<(Decimal, Option<Decimal>), String> {
    match (usd, credits, &model.credit_usd) {
        (Some(usd), None, _) => Ok((price(usd)?, None)),
        (None, Some(credits), Some(credit_usd)) => {
            let credits = price(credits)?;
            Ok((in_credits(credits, price(credit_usd)?)?, Some(credits)))
        }
        (None, Some(_), None) => Err("a rate in credits needs the model's `credit_usd`".into()),
        _ => Err(format!("{what} needs either `usd` or `credits`")),
    }
}

/// Another source's figure, which must differ from the rate's own.
fn other(
    what: &str,
    own: Decimal,
    file: &OtherFigureFile,
    model: &ModelFile,
    sources: &Sources,
) -> Result<OtherFigure, String> {
    let OtherFigureFile { usd, credits, source, note } = file;
    let within = |problem: String| format!("{what}, `others`: {problem}");
    let (usd, credits) = figure("a figure", usd.as_deref(), credits.as_deref(), model).map_err(within)?;
    if usd == own {
        return Err(within(format!("${usd} is the rate's own figure; give one that differs, or none")));
    }
    let source = find_source(source, sources).map_err(within)?;
    Ok(OtherFigure { usd, credits, source, note: note.clone() })
}

/// The sizes that a rate holds for, from a size, `<=` and a size, or a band of pixels.
pub(in crate::model) fn size_match(
    size: Option<&str>,
    from: Option<u64>,
    up_to: Option<u64>,
) -> Result<SizeMatch, String> {
    match (size, from, up_to) {
        (None, None, None) => Ok(SizeMatch::Any),
        (None, from, up_to) => Ok(SizeMatch::Band { from: from.unwrap_or(0), up_to: up_to.unwrap_or(u64::MAX) }),
        (Some(text), None, None) => match text.strip_prefix("<=") {
            Some(most) => {
                let most: Pixels = most.parse().map_err(|e: NotASize| e.to_string())?;
                Ok(SizeMatch::Band { from: 0, up_to: most.area() })
            }
            None => text.parse().map(SizeMatch::Only).map_err(|e: NotASize| e.to_string()),
        },
        _ => Err("a rate takes either `size` or a band of pixels".into()),
    }
}

/// Whether two rates could both answer the same question on the same day.
pub(super) fn overlap(a: &Rate, b: &Rate) -> bool {
    let same_operations = a.operations.is_empty() && b.operations.is_empty()
        || a.operations.iter().any(|operation| b.operations.contains(operation));
    let same_sizes = match (a.size, b.size) {
        (SizeMatch::Band { from: a_from, up_to: a_to }, SizeMatch::Band { from: b_from, up_to: b_to }) => {
            a_from <= b_to && b_from <= a_to
        }
        (a_size, b_size) => a_size == b_size,
    };
    let same_prompts = a.prompt_from == b.prompt_from;
    let same_choices = same_operations && same_sizes && a.quality == b.quality && same_prompts;
    a.unit == b.unit && same_choices && a.tier == b.tier && a.from == b.from
}
