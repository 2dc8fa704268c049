//! Ways to spend less: single changes and pairs of them, what each saves and what it costs in kind.

use rust_decimal::Decimal;

use super::draws::{Columns, Effort};
use super::goal::{End, Goal, seek};
use super::spread::{Spread, no_answer};
use crate::model::assumption::{Key, Value};
use crate::model::book::Book;
use crate::model::day::Day;
use crate::model::estimate::Estimate;
use crate::model::num::Num as _;
use crate::model::plan::{Plan, Problem};
use crate::model::scenario::{Place, Scenario};

/// A way to spend less.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// What is changed: one assumption, or two.
    pub changes: Vec<Change>,
    /// The expected bill then.
    pub bill: Decimal,
    /// Dollars less than now, expected.
    pub saved: Decimal,
    /// Probability of passing the budget then; none without a budget.
    pub over: Option<f64>,
    /// Whether the budget is then kept at the plan's confidence.
    pub fits: bool,
    /// Fewer images delivered than now, expected.
    pub fewer_delivered: Decimal,
}

/// One changed assumption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub place: Place,
    /// What it was.
    pub from: Value,
    /// What it becomes.
    pub to: Value,
    /// How much is given up, from 0 (nothing) up.
    pub loss: u32,
}

/// The assumptions that ways change, and that can be locked.
pub const CHANGED: [Key; 10] = [
    Key::Images,
    Key::Size,
    Key::Quality,
    Key::BatchShare,
    Key::PartialImages,
    Key::ReferencesPerEdit,
    Key::ReferencesPerImageToImage,
    Key::InputFidelity,
    Key::DuplicateRate,
    Key::MaxAttempts,
];
/// Only the costliest lines are looked at.
const MOST_LINES: usize = 6;
/// Singles that are paired.
const MOST_PAIRED: usize = 12;
/// Ways that are told.
const MOST_WAYS: usize = 12;
/// Cheaper sizes and qualities that are tried, the dearest of them first.
const MOST_CHOICES: usize = 3;

/// Whether a bill that passes the budget with this probability keeps it at a confidence.
pub fn fits(over: f64, confidence: Decimal) -> bool {
    let risk = Decimal::ONE.saturating_sub(confidence);
    Decimal::from_f64_retain(over).is_some_and(|over| over <= risk)
}

/// Everything a way is measured against.
struct Now<'a> {
    book: &'a Book,
    scenario: &'a Scenario,
    day: Day,
    estimate: Estimate,
    plan: Plan,
}

/// The ways of a scenario, those that keep the budget first, then by what they give up and what they
/// save. Locked assumptions stay.
///
/// # Errors
/// When the scenario has no answer.
pub fn ways(book: &Book, scenario: &Scenario, day: Day, effort: Effort) -> Result<Vec<Way>, Vec<Problem>> {
    let plan = Plan::new(book, scenario, day)?;
    let estimate = Estimate::of(&plan).map_err(no_answer)?;
    let now = Now { book, scenario, day, estimate, plan };
    let mut singles: Vec<Way> = now.candidates().into_iter().filter_map(|change| now.way(vec![change])).collect();
    singles.sort_by_key(|way| std::cmp::Reverse(way.saved));
    let mut pairs = Vec::new();
    let paired = singles.get(..singles.len().min(MOST_PAIRED)).unwrap_or_default();
    for (index, first) in paired.iter().enumerate() {
        for second in paired.iter().skip(index.saturating_add(1)) {
            let both: Vec<Change> = first.changes.iter().chain(&second.changes).cloned().collect();
            let same = matches!(both.as_slice(), [a, b] if a.place == b.place);
            // A count that was sought fits by itself.
            let sought = both.iter().any(|change| change.place.key == Key::Images);
            if !same && !sought {
                pairs.extend(now.way(both).filter(|way| way.saved > first.saved.max(second.saved)));
            }
        }
    }
    now.judge(&mut singles, effort);
    now.judge(&mut pairs, effort);
    let fits_alone = |change: &Change| singles.iter().any(|way| way.fits && way.changes.first() == Some(change));
    pairs.retain(|way| !way.changes.iter().any(fits_alone));
    singles.append(&mut pairs);
    let loss = |way: &Way| way.changes.iter().fold(0, |sum: u32, change| sum.saturating_add(change.loss));
    singles.sort_by(|a, b| {
        (b.fits.cmp(&a.fits)).then(a.changes.len().cmp(&b.changes.len())).then(match a.fits {
            true => loss(a).cmp(&loss(b)).then(b.saved.cmp(&a.saved)),
            false => b.saved.cmp(&a.saved),
        })
    });
    singles.truncate(MOST_WAYS);
    Ok(singles)
}

impl Now<'_> {
    /// Every single change that may save something.
    fn candidates(&self) -> Vec<Change> {
        let mut lines: Vec<usize> = (0..self.estimate.lines.len()).collect();
        lines.sort_by_key(|line| std::cmp::Reverse(self.estimate.lines.get(*line).map(|line| line.total)));
        lines.truncate(MOST_LINES);
        let mut changes = Vec::new();
        for line in lines {
            let Some(values) = self.scenario.lines.get(line).map(|line| &line.values) else { continue };
            let mut change = |key: Key, to: Value, loss: u32| {
                let from = values.get(key).clone();
                if from != to && !values.is_locked(key) {
                    changes.push(Change { place: Place { line: Some(line), key }, from, to, loss });
                }
            };
            let number = Value::Number;
            let more_than = |key: Key, least: Decimal| values.amount(key) > least;
            if more_than(Key::DuplicateRate, Decimal::ZERO) {
                change(Key::DuplicateRate, number(Decimal::ZERO), 0);
            }
            if more_than(Key::PartialImages, Decimal::ZERO) {
                change(Key::PartialImages, number(Decimal::ZERO), 1);
            }
            let has_batch = self.plan.lines.get(line).is_some_and(|l| l.groups.iter().any(|g| g.model.has_batch()));
            if has_batch {
                change(Key::BatchShare, number(Decimal::ONE), 2);
            }
            if values.text(Key::InputFidelity) == "high" {
                change(Key::InputFidelity, Value::Text("low".into()), 3);
            }
            for key in [Key::ReferencesPerEdit, Key::ReferencesPerImageToImage] {
                if more_than(key, Decimal::ONE) {
                    change(key, number(Decimal::ONE), 4);
                }
            }
            if more_than(Key::MaxAttempts, Decimal::ONE) {
                change(Key::MaxAttempts, number(Decimal::ONE), 5);
            }
            for (key, loss) in [(Key::Quality, 6), (Key::Size, 8)] {
                for (step, value) in (0..).zip(self.cheaper(Place { line: Some(line), key })) {
                    change(key, value, u32::saturating_add(loss, step));
                }
            }
            if let Some(fewer) = self.fewer_images(line) {
                change(Key::Images, number(fewer), 12);
            }
        }
        changes
    }

    /// Choices that cost less than the present one, the dearest of them first.
    fn cheaper(&self, place: Place) -> Vec<Value> {
        let mut at = self.scenario.clone();
        let mut bills: Vec<(Decimal, Value)> = Vec::new();
        for value in self.scenario.legal_choices(self.book, place) {
            at.set(place, value.clone());
            let bill = Plan::new(self.book, &at, self.day).ok().and_then(|plan| Estimate::of(&plan).ok());
            if let Some(estimate) = bill.filter(|estimate| estimate.expected < self.estimate.expected) {
                bills.push((estimate.expected, value));
            }
        }
        bills.sort_by_key(|(bill, _)| std::cmp::Reverse(*bill));
        bills.truncate(MOST_CHOICES);
        bills.into_iter().map(|(_, value)| value).collect()
    }

    /// The line's most images within the budget, where that is fewer than now.
    fn fewer_images(&self, line: usize) -> Option<Decimal> {
        let goal = Goal::of_budget(&self.plan)?;
        let place = Place { line: Some(line), key: Key::Images };
        let found = seek(self.book, self.scenario, self.day, goal, place, Effort::Full).ok()?;
        let now = self.scenario.values_at(place)?.amount(Key::Images);
        match (found.end, found.value) {
            (End::Met, Value::Number(images)) if images < now => Some(images),
            _ => None,
        }
    }

    /// The scenario with the changes.
    fn with(&self, changes: &[Change]) -> Scenario {
        let mut at = self.scenario.clone();
        for change in changes {
            at.set(change.place, change.to.clone());
        }
        at
    }

    /// What the changes bring, if they save anything.
    fn way(&self, changes: Vec<Change>) -> Option<Way> {
        let plan = Plan::new(self.book, &self.with(&changes), self.day).ok()?;
        let estimate = Estimate::of(&plan).ok()?;
        let saved = self.estimate.expected.saturating_sub(estimate.expected);
        let fewer_delivered = self.estimate.counts.delivered.saturating_sub(estimate.counts.delivered);
        let way = Way { changes, bill: estimate.expected, saved, over: None, fits: false, fewer_delivered };
        (saved > Decimal::ZERO).then_some(way)
    }

    /// Finds out which ways keep the budget; a way without an answer is dropped.
    fn judge(&self, ways: &mut Vec<Way>, effort: Effort) {
        let (Some(cap), mut columns) = (self.plan.budget, Columns::default()) else { return };
        ways.retain_mut(|way| {
            let at = self.with(&way.changes);
            // A count that was sought lies where every draw matters.
            let sought = way.changes.iter().any(|change| change.place.key == Key::Images);
            let effort = if sought { Effort::Full } else { effort };
            let spread = Plan::new(self.book, &at, self.day)
                .and_then(|plan| Spread::of(self.book, &at, &plan, effort, &mut columns));
            let Ok(over) = spread.map(|spread| spread.probability_over(f64::of(cap))) else { return false };
            way.over = Some(over);
            way.fits = fits(over, self.plan.confidence);
            true
        });
    }
}
