//! Two bills item by item.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Change;
use super::pairs::Pair;
use crate::model::book::{Model, Operation, Tier};
use crate::model::estimate::{Cause, Estimate, Item, LineCost};
use crate::model::num::{Num as _, TooLarge};
use crate::model::scenario::Scenario;
use crate::model::size::Size;

/// One line item in both bills. The amounts of all of them sum to either bill, to the last digit.
#[derive(Debug, Clone)]
pub struct ItemDifference {
    /// The line; none for a step from gross to bill.
    pub pair: Option<Pair>,
    /// The line's name, as B has it where B has the line.
    pub line: Option<String>,
    /// What it is.
    pub label: String,
    /// Of what kind of image; none for a step from gross to bill.
    pub kind: Option<Kind>,
    /// USD in A; none where A has no such item.
    pub a: Option<Decimal>,
    /// USD in B; none where B has no such item.
    pub b: Option<Decimal>,
    /// From A to B in USD; what is not there counts as nothing.
    pub change: Change,
}

/// The kind of image that an item is paid for.
#[derive(Debug, Clone)]
pub struct Kind {
    /// What was asked.
    pub operation: Operation,
    /// Who does it.
    pub model: Arc<Model>,
    /// Output size, where the price depends on it.
    pub size: Option<Size>,
    /// Quality, where there is a choice.
    pub quality: Option<String>,
    /// Service tier.
    pub tier: Tier,
    /// Why it is paid.
    pub cause: Cause,
}

/// An item of one line while its partner is looked for.
struct Row {
    label: String,
    kind: Kind,
    amounts: [Option<Decimal>; 2],
}

/// Every item of both bills: line by line, then the steps from gross to bill that are not nothing.
///
/// # Errors
/// When an amount does not fit.
pub fn items(
    (a, b): (&Scenario, &Scenario),
    pairs: &[Pair],
    (of_a, of_b): (&Estimate, &Estimate),
) -> Result<Vec<ItemDifference>, TooLarge> {
    let mut found = Vec::new();
    for pair in pairs {
        let mut rows: Vec<Row> = Vec::new();
        let (in_a, in_b) = (pair.a.and_then(|at| of_a.lines.get(at)), pair.b.and_then(|at| of_b.lines.get(at)));
        add(&mut rows, in_a, |row| &mut row.amounts[0])?;
        add(&mut rows, in_b, |row| &mut row.amounts[1])?;
        for Row { label, kind, amounts } in rows {
            let line = Some((*pair, pair.name(a, b).unwrap_or_default().to_owned()));
            found.push(difference(line, label, Some(kind), amounts)?);
        }
    }
    for ((label, in_a), (_, in_b)) in of_a.steps.named().into_iter().zip(of_b.steps.named()) {
        if !in_a.is_zero() || !in_b.is_zero() {
            let amounts = [in_a, in_b].map(|amount| Some(amount).filter(|amount| !amount.is_zero()));
            found.push(difference(None, label.to_owned(), None, amounts)?);
        }
    }
    Ok(found)
}

/// Adds a line's items to the rows that they belong to, and a row for each that has none.
fn add(
    rows: &mut Vec<Row>,
    line: Option<&LineCost>,
    of: impl Fn(&mut Row) -> &mut Option<Decimal>,
) -> Result<(), TooLarge> {
    for item in line.iter().flat_map(|line| &line.items) {
        let at = rows.iter().position(|row| row.label == item.label && is_same(&row.kind, item));
        let at = at.unwrap_or_else(|| {
            let kind = Kind {
                operation: item.operation.clone(),
                model: Arc::clone(&item.model),
                size: item.size,
                quality: item.quality.clone(),
                tier: item.tier,
                cause: item.cause,
            };
            rows.push(Row { label: item.label.to_string(), kind, amounts: [None, None] });
            rows.len().saturating_sub(1)
        });
        if let Some(amount) = rows.get_mut(at).map(&of) {
            *amount = Some(amount.unwrap_or_default().plus(item.amount)?);
        }
    }
    Ok(())
}

/// Models are the same when their ids are; everything else is looked at.
fn is_same(a: &Kind, b: &Item) -> bool {
    a.model.id == b.model.id
        && a.operation == b.operation
        && (a.size, &a.quality, a.tier, a.cause) == (b.size, &b.quality, b.tier, b.cause)
}

fn difference(
    line: Option<(Pair, String)>,
    label: String,
    kind: Option<Kind>,
    [a, b]: [Option<Decimal>; 2],
) -> Result<ItemDifference, TooLarge> {
    let change = Change::of(a.unwrap_or_default(), b.unwrap_or_default()).ok_or(TooLarge)?;
    let (pair, line) = line.unzip();
    Ok(ItemDifference { pair, line, label, kind, a, b, change })
}
