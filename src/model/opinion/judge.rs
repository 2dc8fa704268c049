//! Figure by figure: what the list says beside what our price book says.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Entry, Figure, Judgement, Standing, Verdict, litellm, names};
use crate::model::book::{Book, Megapixels, Model, Operation, Rate, Rounding, Tier, Unit};
use crate::model::day::Day;
use crate::model::num::{Num as _, TooLarge};
use crate::model::plan::offers;
use crate::model::price::{self, Ask, Charge};
use crate::model::size::Size;

/// The list's rounding may explain this share of a figure, as one in so many.
const ROUNDED_AWAY: Decimal = Decimal::from_parts(50, 0, 0, false, 0);
/// A figure of two digits is at least this many times half of one in its last digit.
const TWO_DIGITS: Decimal = Decimal::from_parts(20, 0, 0, false, 0);
/// Pixels of the megapixel in which the list's prices per pixel are held.
const MILLION: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);
/// Digits of a ratio.
const RATIO_DIGITS: u32 = 6;

/// Puts every entry beside our prices of a day.
pub fn judge(book: &Book, entries: &[Entry], day: Day) -> Vec<Judgement> {
    entries.iter().map(|entry| judged(book, entry, day)).collect()
}

fn judged(book: &Book, entry: &Entry, day: Day) -> Judgement {
    let (model, wanted) = match names::find(book, entry) {
        Ok(found) => found,
        Err(why) => {
            let standing = Standing::NotOurs { why };
            return Judgement { key: entry.key.clone(), model: None, standing, verdicts: Vec::new() };
        }
    };
    let mut verdicts: Vec<Verdict> = entry.figures.iter().map(|figure| verdict(model, &wanted, figure, day)).collect();
    // A figure without a size hides nothing where the entry itself has the table.
    if entry.figures.iter().any(|figure| figure.size.is_some()) {
        for verdict in &mut verdicts {
            if matches!(verdict.standing, Standing::Hides { .. }) && verdict.ours == Some(verdict.theirs) {
                (verdict.standing, verdict.remark) = (Standing::Agrees, "with our price at the default".into());
            }
        }
    }
    let standing = whole(&verdicts);
    Judgement { key: entry.key.clone(), model: Some(model.id.clone()), standing, verdicts }
}

/// The worst that any figure says.
fn whole(verdicts: &[Verdict]) -> Standing {
    let all = || verdicts.iter().map(|verdict| &verdict.standing);
    let differ = all().filter(|standing| matches!(standing, Standing::Differs { .. })).reduce(Standing::farther);
    let worst = differ
        .or_else(|| all().find(|standing| matches!(standing, Standing::Hides { .. })))
        .or_else(|| all().find(|standing| **standing == Standing::Agrees))
        .or_else(|| all().next());
    let nothing = || Standing::NotComparable { why: "the entry has no price that is understood".into() };
    worst.cloned().unwrap_or_else(nothing)
}

/// What our book has for a figure.
struct Ours {
    /// Exactly one price, or the one at our default of several.
    one: Option<Decimal>,
    /// Cheapest and dearest, where size or quality that the figure leaves open decide.
    span: Option<(Decimal, Decimal)>,
    /// The rounded figure that the provider prints beside the exact rule.
    printed: Option<Decimal>,
    /// Whether it was read in the list.
    echo: bool,
    /// What to add.
    remark: String,
}

impl Ours {
    fn one(usd: Decimal, echo: bool) -> Self {
        Self { one: Some(usd), span: None, printed: None, echo, remark: String::new() }
    }
}

fn verdict(model: &Model, wanted: &Operation, figure: &Figure, day: Day) -> Verdict {
    let Figure { field, unit, usd: theirs, tier, .. } = figure;
    let ours = if theirs.is_zero() {
        Err("the list has 0, which there means that no price is set".to_owned())
    } else {
        match unit {
            Unit::Image => image(model, wanted, figure, day),
            Unit::InputImage => reference(model, figure, day),
            Unit::Megapixel => megapixel(model, wanted, figure, day),
            unit if unit.is_tokens() => token_rate(model, wanted, figure, day),
            _ => Err("the price book has no price of this kind".to_owned()),
        }
    };
    let (ours, standing, echo, remark) = match ours {
        Ok(ours) => {
            let (standing, how) = standing(&ours, figure);
            let remarks = [how, ours.remark].into_iter().filter(|remark| !remark.is_empty());
            (ours.one, standing, ours.echo, remarks.collect::<Vec<_>>().join("; "))
        }
        Err(why) => (None, Standing::NotComparable { why }, false, String::new()),
    };
    Verdict { field: field.clone(), unit: *unit, tier: *tier, ours, theirs: *theirs, standing, echo, remark }
}

/// How a figure compares, and in which sense.
fn standing(ours: &Ours, figure: &Figure) -> (Standing, String) {
    let theirs = figure.usd;
    if let Some((low, high)) = ours.span {
        let inside = (low..=high).contains(&theirs) || rounds(low, figure) || rounds(high, figure);
        let default = ours.one.map_or_else(String::new, |usd| format!(", {} at our default", dollars(usd)));
        let table = format!("our price runs from {} to {}{default}", dollars(low), dollars(high));
        if inside {
            return (Standing::Hides { low, high }, table);
        }
        let nearest = ours.one.unwrap_or(if theirs < low { low } else { high });
        return (Standing::Differs { ratio: ratio(theirs, nearest) }, table);
    }
    let Some(one) = ours.one else {
        return (Standing::NotComparable { why: "the price book has no single price for it".into() }, String::new());
    };
    if one == theirs {
        (Standing::Agrees, String::new())
    } else if ours.printed.is_some_and(|printed| printed == theirs || rounds(printed, figure)) {
        (Standing::Agrees, "with the rounded figure that the provider prints".into())
    } else if rounds(one, figure) {
        (Standing::Agrees, "but for the list's rounding".into())
    } else {
        (Standing::Differs { ratio: ratio(theirs, one) }, String::new())
    }
}

/// Whether a price of ours becomes the list's figure by the rounding that the list shows.
fn rounds(ours: Decimal, figure: &Figure) -> bool {
    let fits = || -> Result<bool, TooLarge> {
        let off = ours.minus(figure.usd)?.abs();
        let fine = figure.usd >= figure.rounding.times(TWO_DIGITS)?;
        Ok(fine && off <= figure.rounding && off.times(ROUNDED_AWAY)? <= figure.usd)
    };
    fits().unwrap_or(false)
}

fn ratio(theirs: Decimal, ours: Decimal) -> Option<Decimal> {
    theirs.over(ours).ok()?.round_sf(RATIO_DIGITS).map(|ratio| ratio.normalize())
}

fn dollars(usd: Decimal) -> String {
    format!("${}", usd.normalize())
}

fn is_echo<'a>(mut rates: impl Iterator<Item = &'a Rate>) -> bool {
    rates.all(|rate| litellm::is_source(&rate.source))
}

/// The operation whose price is meant: as asked, or the nearest that the model does.
fn operation(model: &Model, wanted: &Operation) -> Result<Operation, String> {
    let near = |known: &&Operation| *wanted == Operation::Generate || **known != Operation::Generate;
    let found = model.operation_for(wanted).or_else(|| model.operations.iter().find(near).cloned());
    found.ok_or_else(|| format!("{} does not do `{wanted}`", model.id))
}

/// Our rate of one unit, if there is one of that very tier.
fn rate(model: &Model, wanted: &Operation, figure: &Figure, day: Day) -> Result<(Decimal, bool), String> {
    let tier = figure.tier;
    let operations = [wanted].into_iter().chain(&model.operations);
    let mut found = operations.filter_map(|operation| {
        let ask = Ask { tier, ..Ask::bare(operation.clone(), day) };
        price::rate_for(model, &ask, figure.unit, Decimal::ZERO)
    });
    let own = |rate: &Rate| rate.tier == tier || (tier == Tier::Batch && model.batch.is_some());
    let (rate, factor) = found
        .find(|(rate, _)| own(rate))
        .ok_or_else(|| format!("the price book has no {} rate of this kind for {}", tier.words(), model.id))?;
    let usd = rate.usd.times(factor).map_err(|error| error.to_string())?;
    Ok((usd.normalize(), is_echo([rate.as_ref()].into_iter())))
}

fn token_rate(model: &Model, wanted: &Operation, figure: &Figure, day: Day) -> Result<Ours, String> {
    let (usd, echo) = rate(model, wanted, figure, day)?;
    Ok(Ours::one(usd, echo))
}

fn megapixel(model: &Model, wanted: &Operation, figure: &Figure, day: Day) -> Result<Ours, String> {
    let Some(Megapixels { pixels, rounding }) = model.megapixels else {
        return Err(format!("the price book does not price {} by the pixel", model.id));
    };
    let (usd, echo) = rate(model, wanted, figure, day)?;
    let usd = usd.times(MILLION).and_then(|usd| usd.over(pixels.into())).map_err(|error| error.to_string())?;
    let remark = match rounding {
        Rounding::Up => format!("the price book rounds up to whole megapixels of {pixels} pixels"),
        Rounding::Linear => String::new(),
    };
    Ok(Ours { remark, ..Ours::one(usd.normalize(), echo) })
}

/// One image of a size and quality.
struct Offer {
    size: Option<Size>,
    quality: Option<String>,
    usd: Decimal,
    echo: bool,
}

/// One image that comes out: no prompt, no reference images, no text beside it.
fn image(model: &Model, wanted: &Operation, figure: &Figure, day: Day) -> Result<Ours, String> {
    if figure.tier != Tier::Standard && !(figure.tier == Tier::Batch && model.batch.is_some()) {
        return Err(format!("the price book has no {} price for {}", figure.tier.words(), model.id));
    }
    let operation = operation(model, wanted)?;
    let size = figure.size.map(|size| known_size(model, size));
    let quality = figure.quality.as_deref().map(|quality| known_quality(model, quality)).transpose()?;
    // What the figure leaves open is asked in every way that the model offers.
    let mut open = Vec::new();
    for (offered_size, offered_quality) in offers(model) {
        let way = (size.unwrap_or(offered_size), quality.clone().unwrap_or(offered_quality));
        if !open.contains(&way) {
            open.push(way);
        }
    }
    let asked = prices(model, &operation, open, figure.tier, day)?;
    let (low, high) =
        asked.iter().fold((Decimal::MAX, Decimal::MIN), |(low, high), offer| (low.min(offer.usd), high.max(offer.usd)));
    let echo = asked.iter().all(|offer| offer.echo);
    if low == high {
        let printed = asked.first().and_then(|offer| printed(model, &operation, figure.tier, offer));
        return Ok(Ours { printed, ..Ours::one(low, echo) });
    }
    let size = size.unwrap_or_else(|| default_size(model));
    let quality = quality.unwrap_or_else(|| model.default_quality.clone());
    let one = asked.iter().find(|offer| offer.size == size && offer.quality == quality).map(|offer| offer.usd);
    Ok(Ours { one, span: Some((low, high)), printed: None, echo, remark: String::new() })
}

/// What an image costs in each of these sizes and qualities: at least one price.
fn prices(
    model: &Model,
    operation: &Operation,
    ways: Vec<(Option<Size>, Option<String>)>,
    tier: Tier,
    day: Day,
) -> Result<Vec<Offer>, String> {
    let (mut asked, mut problem) = (Vec::with_capacity(ways.len()), None);
    for (size, quality) in ways {
        let ask = Ask { size, quality: quality.clone(), tier, ..silent(operation.clone(), day) };
        match price::price(model, &ask) {
            Ok(price) => {
                let echo = is_echo(price.charges.iter().map(|charge| charge.rate.as_ref()));
                asked.push(Offer { size, quality, usd: price.total.normalize(), echo });
            }
            // A size and a quality that are not sold together have no price.
            Err(error) => problem = problem.or(Some(error)),
        }
    }
    match problem {
        Some(problem) if asked.is_empty() => Err(problem.to_string()),
        _ => Ok(asked),
    }
}

/// A call with nothing in it and no text beside the image.
fn silent(operation: Operation, day: Day) -> Ask {
    Ask { text_output_tokens: Some(Decimal::ZERO), ..Ask::bare(operation, day) }
}

fn default_size(model: &Model) -> Option<Size> {
    match model.sizes.as_slice() {
        [only] => Some(*only),
        _ => model.default_size,
    }
}

/// The list's size as our model has it: the same, the class that it stands for, or any.
fn known_size(model: &Model, size: Size) -> Option<Size> {
    let class = || model.sizes.iter().find(|known| matches!(known, Size::Class(_)) && known.pixels() == size.pixels());
    match model.sizes.as_slice() {
        [] => None,
        known if known.contains(&size) => Some(size),
        _ => Some(class().copied().unwrap_or(size)),
    }
}

/// The list's quality as our model has it: the same, or any.
fn known_quality(model: &Model, quality: &str) -> Result<Option<String>, String> {
    match model.qualities.as_slice() {
        [] => Ok(None),
        known if known.iter().any(|known| known == quality) => Ok(Some(quality.to_owned())),
        known => Err(format!("{} has no quality `{quality}`; it has {}", model.id, known.join(", "))),
    }
}

/// The figure that a provider prints for an image beside its exact rule.
fn printed(model: &Model, operation: &Operation, tier: Tier, offer: &Offer) -> Option<Decimal> {
    let holds = |rate: &&Arc<Rate>| {
        rate.unit == Unit::Image
            && rate.tier == tier
            && rate.size.holds(offer.size)
            && (rate.quality.is_none() || rate.quality == offer.quality)
            && (rate.operations.is_empty() || rate.operations.contains(operation))
    };
    model.printed.iter().find(holds).map(|rate| rate.usd)
}

/// One reference image, the first that is charged.
fn reference(model: &Model, figure: &Figure, day: Day) -> Result<Ours, String> {
    if figure.tier != Tier::Standard {
        return Err(format!("the price book has no {} price for {}", figure.tier.words(), model.id));
    }
    let nothing = || format!("the price book has no fee for a reference image of {}", model.id);
    let edit = operation(model, &Operation::Edit)?;
    let references = Decimal::from(model.free_references).plus(Decimal::ONE).map_err(|error| error.to_string())?;
    let first = offers(model).into_iter().next();
    let (size, quality) = first.unwrap_or_default();
    let ask = Ask { size: default_size(model).or(size), quality, references, ..silent(edit, day) };
    let charges = price::charges(model, &ask).map_err(|problem| problem.to_string())?;
    let fee = |charge: &&Charge| charge.rate.unit.is_input();
    let usd = charges.iter().filter(fee).try_fold(Decimal::ZERO, |sum, charge| sum.plus(charge.amount));
    let usd = usd.map_err(|error| error.to_string())?;
    if usd.is_zero() {
        return Err(nothing());
    }
    Ok(Ours::one(usd.normalize(), is_echo(charges.iter().filter(fee).map(|charge| charge.rate.as_ref()))))
}
