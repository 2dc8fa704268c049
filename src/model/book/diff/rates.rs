//! Two versions of a model's rates, matched by what they hold for and then by their day.

use std::collections::HashMap;
use std::sync::Arc;

use super::changes::Changes;
use super::{Change, Of, What};
use crate::model::book::question::Question;
use crate::model::book::{Model, OtherFigure, Rate, Unit};
use crate::model::price::specificity;

/// The rates for one question, old and new.
#[derive(Default)]
struct Series<'a> {
    old: Vec<&'a Arc<Rate>>,
    new: Vec<&'a Arc<Rate>>,
}

/// One rate of each version.
type Pair<'a> = (&'a Arc<Rate>, &'a Arc<Rate>);

/// Compares all rates of a model.
pub(super) fn compare(changes: &mut Changes, old: &Model, new: &Model) {
    let mut pairs = Vec::new();
    for series in all_series(&old.rates, &new.rates) {
        pairs.extend(of_series(changes, &series, old, new, false));
    }
    if let Some(unit) = reordered(&old.rates, &new.rates, &pairs) {
        changes.list.push(Change::RateOrder { unit });
    }
    for series in all_series(&old.printed, &new.printed) {
        of_series(changes, &series, old, new, true);
    }
}

/// In the order of the new version, then what is left of the old.
fn all_series<'a>(old: &'a [Arc<Rate>], new: &'a [Arc<Rate>]) -> Vec<Series<'a>> {
    let mut places: HashMap<Question<'_>, usize> = HashMap::new();
    let mut all: Vec<Series<'_>> = Vec::new();
    let sides = new.iter().map(|rate| (rate, true)).chain(old.iter().map(|rate| (rate, false)));
    for (rate, is_new) in sides {
        let place = *places.entry(rate.question()).or_insert(all.len());
        if place == all.len() {
            all.push(Series::default());
        }
        if let Some(series) = all.get_mut(place) {
            if is_new { &mut series.new } else { &mut series.old }.push(rate);
        }
    }
    for series in &mut all {
        series.old.sort_by_key(|rate| rate.from);
        series.new.sort_by_key(|rate| rate.from);
    }
    all
}

/// Compares the rates of one question and gives those that are in both versions.
fn of_series<'a>(
    changes: &mut Changes,
    series: &Series<'a>,
    old_model: &Model,
    new_model: &Model,
    printed: bool,
) -> Vec<Pair<'a>> {
    let Series { old, new } = series;
    let mut old_left: Vec<&Arc<Rate>> = old.clone();
    let mut partner: Vec<(&'a Arc<Rate>, Option<&'a Arc<Rate>>)> = Vec::new();
    for rate in new {
        let same = old_left.iter().position(|known| known.from == rate.from);
        partner.push((rate, same.map(|place| old_left.remove(place))));
    }
    // Those of no common day are taken in turn: the first to move is the first one left.
    let mut left = old_left.into_iter();
    let mut pairs = Vec::new();
    let dated = old.len().max(new.len()) > 1;
    for (rate, same) in partner {
        match same.or_else(|| left.next()) {
            None => {
                let before = until(new, rate);
                changes.list.push(Change::RateAdded { rate: Arc::clone(rate), before, printed });
            }
            Some(known) => {
                of_pair(changes, known, rate, (old_model, new_model), (printed, dated));
                pairs.push((known, rate));
            }
        }
    }
    for rate in left {
        changes.list.push(Change::RateRemoved { rate: Arc::clone(rate), before: until(old, rate), printed });
    }
    pairs
}

/// The rate of the same question that holds until another one's first day.
fn until(series: &[&Arc<Rate>], rate: &Rate) -> Option<Arc<Rate>> {
    let earlier = series.iter().filter(|other| other.from < rate.from);
    earlier.max_by_key(|other| other.from).map(|other| Arc::clone(other))
}

fn of_pair(
    changes: &mut Changes,
    old: &Arc<Rate>,
    new: &Arc<Rate>,
    (old_model, new_model): (&Model, &Model),
    (printed, dated): (bool, bool),
) {
    // What the question names is the same in both.
    let Rate {
        unit: _,
        usd,
        credits,
        operations: _,
        size: _,
        quality: _,
        prompt_from: _,
        tier: _,
        from,
        source,
        confidence,
        note,
        others,
    } = &**old;
    let inherits_day = *from == old_model.from && new.from == new_model.from;
    if *usd != new.usd || *credits != new.credits || (*from != new.from && !inherits_day) {
        let (old, new) = (Arc::clone(old), Arc::clone(new));
        changes.list.push(Change::RateChanged { old, new, printed, dated });
    }
    let of = Of::Rate { rate: Arc::clone(new), printed };
    if !(*source == old_model.source && new.source == new_model.source) {
        changes.source(&of, source, &new.source);
    }
    if !(*confidence == old_model.confidence && new.confidence == new_model.confidence) {
        changes.value_of(&of, What::Confidence, Some(confidence.words()), Some(new.confidence.words()));
    }
    changes.value_of(&of, What::Others, figures(others).as_deref(), figures(&new.others).as_deref());
    changes.prose(&of, What::Note, note, &new.note);
}

/// The figures of other sources in one text; none where there are none.
fn figures(others: &[OtherFigure]) -> Option<String> {
    let one = |OtherFigure { usd, credits, source, note }: &OtherFigure| {
        let credits = credits.map(|credits| format!(" ({} credits)", credits.normalize())).unwrap_or_default();
        let by = format!("{} ({}, checked {})", source.url, source.kind.words(), source.checked);
        [format!("${}{credits} by {by}", usd.normalize()), note.clone()].join(" ").trim_end().to_owned()
    };
    (!others.is_empty()).then(|| others.iter().map(one).collect::<Vec<_>>().join("; "))
}

/// The unit of two rates that fit some call equally well and stand the other way round than before:
/// where two fit, the last one is taken.
fn reordered(old: &[Arc<Rate>], new: &[Arc<Rate>], pairs: &[Pair<'_>]) -> Option<Unit> {
    let places = |rates: &[Arc<Rate>]| rates.iter().map(Arc::as_ptr).zip(0_usize..).collect::<HashMap<_, _>>();
    let (old_places, new_places) = (places(old), places(new));
    let place =
        |(before, now): &Pair<'_>| Some((*old_places.get(&Arc::as_ptr(before))?, *new_places.get(&Arc::as_ptr(now))?));
    let mut kept: Vec<((usize, usize), &Pair<'_>)> =
        pairs.iter().filter_map(|pair| Some((place(pair)?, pair))).collect();
    kept.sort_by_key(|(places, _)| *places);
    let swapped = kept.iter().enumerate().find(|(index, ((_, place), pair))| {
        let mut earlier = kept.iter().take(*index).filter(|((_, other), _)| other > place);
        earlier.any(|(_, other)| are_rivals(other.0, pair.0) && are_rivals(other.1, pair.1))
    });
    swapped.map(|(_, (_, (rate, _)))| rate.unit)
}

/// Whether two rates can fit the same call on the same day equally well.
fn are_rivals(a: &Rate, b: &Rate) -> bool {
    (a.unit, a.tier, a.from) == (b.unit, b.tier, b.from)
        && specificity(a) == specificity(b)
        && a.prompt_from == b.prompt_from
        && a.meets(b)
}
