//! A price book with kept prices over it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{KeptRate, Snapshot, may_enter};
use crate::model::book::{Book, Model, Operation, Rate, Tier, Unit};
use crate::model::day::Day;
use crate::model::price::specificity;
use crate::model::scenario::Scenario;

impl Snapshot {
    /// The book with these rates over it. From its first day on, a kept rate stands in place of whatever the
    /// book has for the same, and a rate that the book took in since gives way where it would come before a
    /// kept one or be charged beside it. Models that the book no longer has stay unknown.
    pub fn apply(&self, book: &Book) -> Book {
        let mut held = book.clone();
        let mut by_model: BTreeMap<&str, Vec<&KeptRate>> = BTreeMap::new();
        for rate in &self.rates {
            by_model.entry(&rate.model).or_default().push(rate);
        }
        for (id, rates) in by_model {
            if let Some(model) = held.get_mut(id) {
                hold(model, &rates, self.on);
            }
        }
        held
    }
}

fn hold(model: &mut Model, kept: &[&KeptRate], on: Day) {
    let kept: Vec<Arc<Rate>> = kept.iter().map(|rate| Arc::new(rate.rate(Some(model), on))).collect();
    model.lacks = left_out(model, &kept, on);
    model.rates.retain(|listed| match kept.iter().find(|kept| kept.question() == listed.question()) {
        Some(kept) => listed.from < kept.from,
        None => !may_enter(listed) || !kept.iter().any(|kept| displaces(listed, kept)),
    });
    model.rates.extend(kept);
    model.rates.sort_by_key(|rate| (rate.unit, rate.from));
}

/// What the list charged for on that day and kept prices have no rate for, though they stand in its place.
/// A batch rate that is not kept is a batch price that is not known, which a plan says by itself.
fn left_out(model: &Model, kept: &[Arc<Rate>], on: Day) -> Vec<Unit> {
    let is_covered = |listed: &Rate, operation: &Operation| {
        kept.iter().any(|kept| {
            let holds = kept.operations.is_empty() || kept.operations.contains(operation);
            (kept.unit, kept.tier) == (listed.unit, listed.tier) && kept.meets(listed) && holds
        })
    };
    let is_left_out = |listed: &Rate| {
        let operations = if listed.operations.is_empty() { &model.operations } else { &listed.operations };
        listed.from <= on
            && listed.tier == Tier::Standard
            && may_enter(listed)
            && kept.iter().any(|kept| displaces(listed, kept))
            && !operations.iter().all(|operation| is_covered(listed, operation))
    };
    let mut units: Vec<Unit> = model.rates.iter().filter(|rate| is_left_out(rate)).map(|rate| rate.unit).collect();
    units.sort();
    units.dedup();
    units
}

/// Whether a rate for something else than a kept one would change what a call costs that takes the kept one.
fn displaces(listed: &Rate, kept: &Rate) -> bool {
    let rank = |rate: &Rate| (specificity(rate), rate.prompt_from);
    listed.meets(kept)
        && match (listed.unit == kept.unit, listed.tier == kept.tier) {
            (false, _) => true,
            (true, true) => rank(listed) >= rank(kept),
            (true, false) => listed.tier != Tier::Standard,
        }
}

/// The book that a scenario is priced with, made once for a book and the prices that are kept.
#[derive(Debug, Clone, Default)]
pub struct Held {
    made: Option<Made>,
}

#[derive(Debug, Clone)]
struct Made {
    listed: Arc<Book>,
    kept: Arc<Snapshot>,
    book: Arc<Book>,
}

impl Held {
    /// The book itself, or the one with the scenario's kept prices over it.
    pub fn book(&mut self, listed: &Arc<Book>, scenario: &Scenario) -> Arc<Book> {
        let Some(kept) = &scenario.kept else { return Arc::clone(listed) };
        let is_right = |made: &&Made| Arc::ptr_eq(&made.listed, listed) && made.kept == *kept;
        if let Some(made) = self.made.as_ref().filter(is_right) {
            return Arc::clone(&made.book);
        }
        let book = Arc::new(kept.apply(listed));
        self.made = Some(Made { listed: Arc::clone(listed), kept: Arc::clone(kept), book: Arc::clone(&book) });
        book
    }
}
