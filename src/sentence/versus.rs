//! What differs between two scenarios, in words.

use rust_decimal::Decimal;

use crate::model::assumption::{Key, Spec, Value};
use crate::model::book::{Book, Tier};
use crate::model::digits::listed;
use crate::model::scenario::{Line, Scenario};
use crate::model::snapshot::Snapshot;
use crate::model::versus::{Change, Difference, ItemDifference, NoBill, Pair, Side, Step, What};
use crate::text;

/// A difference as a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What differs, with its line where either scenario has several.
    pub what: String,
    /// In A.
    pub a: String,
    /// In B.
    pub b: String,
    /// How far it moves; empty where it is no number.
    pub change: String,
}

/// A difference as a row.
pub fn row(book: &Book, (a, b): (&Scenario, &Scenario), difference: &Difference) -> Row {
    let line = difference.line.and_then(|pair| pair.name(a, b)).filter(|_| a.lines.len() > 1 || b.lines.len() > 1);
    let named = |what: &str| line.map_or_else(|| what.to_owned(), |line| format!("{line}: {what}"));
    let plain =
        |what: &str, a: &str, b: &str| Row { what: named(what), a: a.into(), b: b.into(), change: String::new() };
    match &difference.what {
        What::OnlyIn(side) => {
            let words = difference.line.and_then(|pair| only_line((a, b), pair)).map(|line| line_words(book, line));
            let words = words.unwrap_or_default();
            match side {
                Side::A => plain("Line", &words, "no such line"),
                Side::B => plain("Line", "no such line", &words),
            }
        }
        What::Renamed { a, b } => plain("Name of the line", a, b),
        What::Value { key, a, b, change } => {
            let spec = key.spec();
            let change = change.map(|change| change_words(spec, change)).unwrap_or_default();
            Row { change, ..plain(&spec.full_label(), &text::value(spec, a), &text::value(spec, b)) }
        }
        What::Kept { a, b } => plain("Prices kept", &kept_words(a.as_deref()), &kept_words(b.as_deref())),
        What::Locked { key, side } => {
            let what = format!("Lock of {}", key.spec().full_label().to_lowercase());
            match side {
                Side::A => plain(&what, "locked", "free"),
                Side::B => plain(&what, "free", "locked"),
            }
        }
    }
}

fn kept_words(kept: Option<&Snapshot>) -> String {
    kept.map_or_else(|| "none, those of the price book".into(), |kept| format!("those of {}", kept.on))
}

fn only_line<'s>((a, b): (&'s Scenario, &'s Scenario), pair: Pair) -> Option<&'s Line> {
    pair.a.and_then(|at| a.lines.get(at)).or_else(|| pair.b.and_then(|at| b.lines.get(at)))
}

fn line_words(book: &Book, line: &Line) -> String {
    let images = text::value(Key::Images.spec(), line.values.get(Key::Images));
    format!("{images} on {}", text::line_words(book, line))
}

/// How far a number moves: `+12,000 (+40 %)`; a share in points of a percent.
fn change_words(spec: &Spec, Change { by, share }: Change) -> String {
    if by.is_zero() {
        return String::new();
    }
    let sign = if by.is_sign_negative() { "\u{2212}" } else { "+" };
    let size = if spec.unit == "%" {
        let points = by.abs().saturating_mul(Decimal::ONE_HUNDRED).normalize();
        format!("{} {}", text::grouped(&points.to_string()), if points == Decimal::ONE { "point" } else { "points" })
    } else {
        text::bare_value(spec, &Value::Number(by.abs()))
    };
    format!("{sign}{size}{}", share.map(|share| format!(" ({})", text::signed_percent(share))).unwrap_or_default())
}

/// The causes of a step as one name.
pub fn step(step: &Step) -> String {
    let first_large = |(at, label): (usize, &str)| if at == 0 { label.to_owned() } else { label.to_lowercase() };
    let labels = step.causes.iter().map(|cause| cause.label()).enumerate().map(first_large);
    listed(&labels.collect::<Vec<_>>())
}

/// Why the causes of a step stand together; none where it is one cause.
pub fn merged(step: &Step) -> Option<String> {
    let why = step.merged.join("; ");
    (!why.is_empty()).then(|| format!("in one step, because there is no bill in between: {why}"))
}

/// What kind of image an item is paid for: operation, model, size, quality and tier.
pub fn kind(item: &ItemDifference) -> String {
    let Some(kind) = &item.kind else { return "from gross to bill".into() };
    let size = kind.size.map(|size| size.to_string());
    let tier = Some(kind.tier).filter(|tier| *tier != Tier::Standard).map(|tier| tier.words().into());
    let parts =
        [Some(kind.operation.name().to_owned()), Some(kind.model.name.clone()), size, kind.quality.clone(), tier];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Why there is no bridge, with the name of the scenario that has no bill.
pub fn no_bill(found: &NoBill, (a, b): (&str, &str)) -> String {
    let name = match found.side {
        Side::A => a,
        Side::B => b,
    };
    format!("The bill of {name} is not known, so there is no way to it: {}.", found.why)
}
