//! What differs between two of the scenarios, and the bridge between their bills.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::cli::answer::Answer;
use crate::cli::json::{cause, decimal, maybe};
use crate::cli::table::{Align, table};
use crate::model::assumption::{Key, Value as Typed};
use crate::model::book::Book;
use crate::model::day::Day;
use crate::model::num::percent;
use crate::model::scenario::Scenario;
use crate::model::snapshot::Snapshot;
use crate::model::versus::{Bridge, Cause, Change, Difference, ItemDifference, Side, Step, Versus, What};
use crate::sentence::versus as sentence;
use crate::{store, text};

/// The two as they were answered: with a day on the command line, that day is theirs.
fn sides(listed: &Arc<Book>, [a, b]: [&Answer; 2], on: Option<Day>) -> ([Scenario; 2], Versus) {
    let dated = |answer: &Answer| {
        let mut scenario = answer.scenario.clone();
        if let Some(day) = on {
            scenario.values.set(Key::PricesOn, Typed::Text(day.to_string()));
        }
        scenario
    };
    let sides = [dated(a), dated(b)];
    let found = Versus::of(listed, &sides[0], &sides[1], store::today());
    (sides, found)
}

/// What differs and the bridge, as a section of the report.
pub(super) fn words(listed: &Arc<Book>, of: [&Answer; 2], labels: [&String; 2], on: Option<Day>) -> String {
    let ([a, b], found) = sides(listed, of, on);
    let mut out = format!("\n{} against {}\n", labels[1], labels[0]);
    if found.differences.is_empty() {
        out += "  Nothing differs.\n";
        return out;
    }
    let head = ["WHAT DIFFERS", "FROM", "TO", "CHANGE"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for difference in &found.differences {
        let row = sentence::row(listed, (&a, &b), difference);
        rows.push(vec![row.what, row.a, row.b, row.change]);
    }
    out += &table(2, &[Align::Left; 4], &rows);
    out += "\n";
    out += &match &found.bills {
        Ok(bills) => bridge_words(&bills.bridge, labels),
        Err(no_bill) => format!("  {}\n", sentence::no_bill(no_bill, (labels[0], labels[1]))),
    };
    out
}

fn bridge_words(bridge: &Bridge, [a, b]: [&String; 2]) -> String {
    let head = ["BRIDGE", "CHANGE", "BILL"].map(str::to_owned).to_vec();
    let mut rows = vec![head, vec![a.clone(), String::new(), text::cents(bridge.from)]];
    let row = |step: &Step| vec![sentence::step(step), text::signed_money(step.amount), text::cents(step.after)];
    rows.extend(bridge.steps.iter().map(row));
    let total = bridge.to.checked_sub(bridge.from).map(text::signed_money).unwrap_or_default();
    rows.push(vec![b.clone(), total, text::cents(bridge.to)]);
    let mut out = table(2, &[Align::Left, Align::Right, Align::Right], &rows);
    for step in &bridge.steps {
        let why = sentence::merged(step).map(|why| format!("  {}: {why}\n", sentence::step(step)));
        out += &why.unwrap_or_default();
    }
    out
}

/// The values of `differences`, `items` and `bridge`.
pub(super) fn objects(listed: &Arc<Book>, of: [&Answer; 2], on: Option<Day>) -> [Value; 3] {
    let ([a, b], found) = sides(listed, of, on);
    let differences = found.differences.iter().map(|found| difference(found, &a, &b)).collect();
    let Ok(bills) = found.bills else { return [Value::Array(differences), Value::Null, Value::Null] };
    [Value::Array(differences), bills.items.iter().map(item).collect(), bridge(&bills.bridge)]
}

fn difference(found: &Difference, a: &Scenario, b: &Scenario) -> Value {
    let (kind, key, from, to, change) = match &found.what {
        What::OnlyIn(Side::A) => ("line_removed", None, Value::Null, Value::Null, None),
        What::OnlyIn(Side::B) => ("line_added", None, Value::Null, Value::Null, None),
        What::Renamed { a, b } => ("line_renamed", None, json!(a), json!(b), None),
        What::Value { key, a, b, change } => ("value", Some(*key), json!(a.to_string()), json!(b.to_string()), *change),
        What::Kept { a, b } => {
            let on = |kept: &Option<Arc<Snapshot>>| json!(kept.as_ref().map(|kept| kept.on.to_string()));
            ("prices_kept", None, on(a), on(b), None)
        }
        What::Locked { key, side } => ("lock", Some(*key), json!(*side == Side::A), json!(*side == Side::B), None),
    };
    json!({
        "kind": kind,
        "line": found.line.and_then(|pair| pair.name(a, b)),
        "key": key.map(|key| key.spec().name),
        "label": key.map(|key| key.spec().full_label()),
        "cause": found.cause().map(Cause::key),
        "from": from,
        "to": to,
        "change": maybe(change.map(|change| change.by)),
        "percent": maybe(change.and_then(percent_of)),
    })
}

/// Per cent with so many decimals that nobody misses one.
fn percent_of(change: Change) -> Option<Decimal> {
    change.share.map(|share| percent(share).round_dp(6))
}

fn item(found: &ItemDifference) -> Value {
    let kind = found.kind.as_ref();
    json!({
        "line": found.line,
        "label": found.label,
        "operation": kind.map(|kind| kind.operation.name()),
        "model": kind.map(|kind| &kind.model.id),
        "size": kind.and_then(|kind| kind.size).map(|size| size.to_string()),
        "quality": kind.and_then(|kind| kind.quality.as_ref()),
        "tier": kind.map(|kind| kind.tier.words()),
        "cause": kind.map(|kind| cause(kind.cause)),
        "from": maybe(found.a),
        "to": maybe(found.b),
        "difference": decimal(found.change.by),
        "percent": maybe(percent_of(found.change)),
    })
}

fn bridge(bridge: &Bridge) -> Value {
    let step = |step: &Step| {
        json!({
            "causes": step.causes.iter().map(|cause| cause.key()).collect::<Vec<_>>(),
            "label": sentence::step(step),
            "amount": decimal(step.amount),
            "bill": decimal(step.after),
            "no_bill_between": step.merged,
        })
    };
    json!({
        "from": decimal(bridge.from),
        "to": decimal(bridge.to),
        "steps": bridge.steps.iter().map(step).collect::<Vec<_>>(),
    })
}
