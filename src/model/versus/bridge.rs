//! The way from one bill to another, cause by cause, each stop a real bill.

use rust_decimal::Decimal;

use super::cause::Cause;
use super::differences::differences;
use super::estimate;
use super::pairs::Pair;
use crate::model::assumption::{Scope, TABLE, Values};
use crate::model::book::Book;
use crate::model::day::Day;
use crate::model::estimate::{Estimate, decimals_for};
use crate::model::num::{Num as _, TooLarge};
use crate::model::scenario::Scenario;

/// The way from A's bill to B's. `from` and all steps sum to `to`, to the last digit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridge {
    /// A's bill in USD.
    pub from: Decimal,
    /// B's bill in USD.
    pub to: Decimal,
    /// Decimals to which all bills of the bridge are rounded: as many as the largest of them has room for.
    pub decimals: u32,
    /// What lies between, in the order of [`Cause::ALL`]; what changes nothing is left out.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is as in B from here on; several where there is no bill between them.
    pub causes: Vec<Cause>,
    /// Why there is no bill between several causes, a sentence each.
    pub merged: Vec<String>,
    /// USD that the bill changes by.
    pub amount: Decimal,
    /// The bill after the step in USD.
    pub after: Decimal,
}

/// A bill on the way.
struct Stop {
    causes: Vec<Cause>,
    merged: Vec<String>,
    bill: Decimal,
}

/// The bridge from the bill of A to the bill of B.
///
/// # Errors
/// When a difference does not fit.
pub(super) fn bridge(
    books: (&Book, &Book),
    (a, b): (&Scenario, &Scenario),
    pairs: &[Pair],
    (of_a, of_b): (&Estimate, &Estimate),
    today: Day,
) -> Result<Bridge, TooLarge> {
    let bills = stops(books, (a, b), pairs, of_b.expected, today);
    let largest = bills.iter().map(|stop| stop.bill).chain([of_a.expected, of_b.expected]);
    let decimals = largest.map(decimals_for).min().unwrap_or_default();
    let from = of_a.expected.round_dp(decimals);
    let mut steps = Vec::with_capacity(bills.len());
    let mut before = from;
    for Stop { causes, merged, bill } in bills {
        let after = bill.round_dp(decimals);
        let amount = after.minus(before)?;
        if !amount.is_zero() {
            steps.push(Step { causes, merged, amount, after });
        }
        before = after;
    }
    Ok(Bridge { from, to: of_b.expected.round_dp(decimals), decimals, steps })
}

/// The bill after each cause that differs. What has no bill is taken together with the next.
fn stops(
    (of_a, of_b): (&Book, &Book),
    (a, b): (&Scenario, &Scenario),
    pairs: &[Pair],
    last: Decimal,
    today: Day,
) -> Vec<Stop> {
    let differ: Vec<Cause> = differences(a, b).iter().filter_map(super::Difference::cause).collect();
    let mut left = Cause::ALL.into_iter().filter(|cause| differ.contains(cause)).peekable();
    let mut stops = Vec::new();
    let (mut done, mut causes, mut merged) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(cause) = left.next() {
        done.push(cause);
        causes.push(cause);
        let bill = match left.peek() {
            None => Ok(last),
            Some(_) => {
                // The prices that a scenario keeps come with all the others.
                let book = if done.contains(&Cause::Prices) { of_b } else { of_a };
                estimate(book, &between(a, b, pairs, &done), today).map(|estimate| estimate.expected)
            }
        };
        match bill {
            Ok(bill) => {
                stops.push(Stop { causes: std::mem::take(&mut causes), merged: std::mem::take(&mut merged), bill });
            }
            Err(why) if merged.contains(&why) => {}
            Err(why) => merged.push(why),
        }
    }
    stops
}

/// A with some causes as in B.
fn between(a: &Scenario, b: &Scenario, pairs: &[Pair], done: &[Cause]) -> Scenario {
    let mut scenario = Scenario { values: mixed(Scope::Scenario, &a.values, &b.values, done), ..Scenario::default() };
    for pair in pairs {
        let old = pair.a.and_then(|at| a.lines.get(at));
        let new = pair.b.and_then(|at| b.lines.get(at));
        let line = match (old, new) {
            (Some(old), Some(new)) => {
                let mut line = old.clone();
                line.values = mixed(Scope::Line, &old.values, &new.values, done);
                Some(line)
            }
            (Some(old), None) => Some(old.clone()).filter(|_| !done.contains(&Cause::Lines)),
            (None, new) => new.cloned().filter(|_| done.contains(&Cause::Lines)),
        };
        scenario.lines.extend(line);
    }
    scenario
}

fn mixed(scope: Scope, a: &Values, b: &Values, done: &[Cause]) -> Values {
    let mut values = a.clone();
    for spec in TABLE.iter().filter(|spec| spec.scope == scope) {
        if Cause::of(spec).is_some_and(|cause| done.contains(&cause)) {
            values.set(spec.key, b.get(spec.key).clone());
        }
    }
    values
}
