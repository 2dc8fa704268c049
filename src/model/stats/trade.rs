//! Two lines that compete for one budget: how many of one fit beside how many of the other.

use rust_decimal::Decimal;

use super::draws::Effort;
use super::goal::{End, Goal, seek};
use crate::model::assumption::{Key, Value};
use crate::model::book::Book;
use crate::model::day::Day;
use crate::model::estimate::Estimate;
use crate::model::plan::Plan;
use crate::model::scenario::{Place, Scenario};

/// What two lines can be given.
#[derive(Debug, Clone, PartialEq)]
pub struct Trade {
    /// The line whose count is sought, by index.
    pub sought: usize,
    /// The line whose count is set.
    pub set: usize,
    /// Images of the sought line that cost as much as one of the other, expected.
    pub rate: Option<Decimal>,
    /// Images set, and the most that then fit of the sought line; none where not even none fits.
    pub rows: Vec<(Decimal, Option<Decimal>)>,
}

/// Counts of the set line, in percent of its present one.
const PERCENTS: [u32; 6] = [0, 50, 80, 100, 120, 150];

/// The trade between the two costliest lines of a plan with a budget, at the plan's confidence; none
/// where there is only one line, no budget, no answer, or a count is locked.
pub fn trade(book: &Book, scenario: &Scenario, day: Day, effort: Effort) -> Option<Trade> {
    let plan = Plan::new(book, scenario, day).ok()?;
    let goal = Goal::of_budget(&plan)?;
    let estimate = Estimate::of(&plan).ok()?;
    let mut lines: Vec<usize> = (0..estimate.lines.len()).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(estimate.lines.get(*line).map(|line| line.total)));
    let [set, sought, ..] = *lines.as_slice() else { return None };
    let each = |line: usize| {
        let cost = estimate.lines.get(line)?;
        cost.total.checked_div(cost.counts.requested)
    };
    let rate = each(set).zip(each(sought)).and_then(|(set, sought)| set.checked_div(sought));
    let place = |line| Place { line: Some(line), key: Key::Images };
    let values = scenario.values_at(place(set))?;
    if values.is_locked(Key::Images) {
        return None;
    }
    let now = values.amount(Key::Images);
    let mut at = scenario.clone();
    let mut row = |percent: u32| {
        let images = now.saturating_mul(percent.into()).checked_div(Decimal::ONE_HUNDRED)?.round();
        at.set(place(set), Value::Number(images));
        let found = seek(book, &at, day, goal, place(sought), effort).ok()?;
        let most = match (found.end, found.value) {
            (End::NeverWithin, _) => None,
            (_, Value::Number(most)) => Some(most),
            _ => None,
        };
        Some((images, most))
    };
    let mut rows = PERCENTS.into_iter().map(&mut row).collect::<Option<Vec<_>>>()?;
    rows.dedup();
    Some(Trade { sought, set, rate, rows })
}
