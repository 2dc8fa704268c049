//! Answers as JSON: money and counts are decimal strings, what nobody knows is null.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::{Subject, assumptions, exclusions};
use crate::figures::{BudgetView, Figures};
use crate::model::assumption::{Key, Range};
use crate::model::book::{Operation, Source};
use crate::model::day::Day;
use crate::model::estimate::{Cause, Estimate, Item, LineCost, Totals};
use crate::model::outcome::Outcome;
use crate::model::scenario::Place;
use crate::model::snapshot::{Drift, Moved, Why};
use crate::model::stats::spread::ranges as ranges_of;
use crate::sentence;

/// Decimals of a statistic in USD: far below a cent, far above what it pretends to know.
const STATISTIC_DECIMALS: u32 = 6;

/// A plain decimal string, without trailing zeros.
pub fn plain(number: Decimal) -> String {
    if number.is_zero() { "0".into() } else { number.normalize().to_string() }
}

/// A decimal as JSON.
pub fn decimal(number: Decimal) -> Value {
    Value::String(plain(number))
}

/// A decimal that may not be known.
pub fn maybe(number: Option<Decimal>) -> Value {
    number.map_or(Value::Null, decimal)
}

/// A statistic in USD as JSON.
pub fn statistic(amount: f64) -> Value {
    maybe(Decimal::from_f64_retain(amount).map(|amount| amount.round_dp(STATISTIC_DECIMALS)))
}

/// A probability, which is no money, as a number.
pub fn probability(p: f64) -> Value {
    json!((p * 1e6).round() / 1e6)
}

/// An empty text is nothing.
pub fn text_or_null(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { json!(text) }
}

/// The answer with every figure. `assumptions` has one object for each that differs from its default, and for
/// each important one that does not: `line` (null for the whole scenario, and for a default that all lines
/// share), `key`, `label`, `value` and `default` as `--set` reads them, `shown` for people, `is_default`.
/// `exclusions` has one sentence for each thing that is not in the bill or not established.
pub fn estimate(subject: &Subject) -> Value {
    let Subject { scenario, day, known, drift, warnings, .. } = subject;
    let exact = known.map(|known| &known.estimate);
    let usd = |of: fn(&Estimate) -> Decimal| maybe(exact.map(of));
    let [p5, p50, p95] = known.map_or([Value::Null, Value::Null, Value::Null], |known| {
        [known.range.p5, known.range.p50, known.range.p95].map(statistic)
    });
    let per = |of: fn(&Totals) -> Decimal| maybe(exact.and_then(|exact| exact.per(of(&exact.counts))));
    json!({
        "scenario": scenario.name,
        "currency": "USD",
        "on": day.to_string(),
        "expected": usd(|e| e.expected),
        "floor": usd(|e| e.floor),
        "ceiling": usd(|e| e.ceiling),
        "gross": { "expected": usd(|e| e.gross), "variance": usd(|e| e.gross_variance) },
        "steps": {
            "discount": usd(|e| e.steps.discount),
            "volume_tiers": usd(|e| e.steps.tiers),
            "credit": usd(|e| e.steps.credit),
            "tax": usd(|e| e.steps.tax),
        },
        "quantiles": { "p5": p5, "p50": p50, "p95": p95 },
        "ranges": ranges(subject),
        "budget": budget(subject, known.and_then(|known| known.budget)),
        "counts": counts(exact.map(|exact| &exact.counts)),
        "per_image": { "requested": per(|c| c.requested), "delivered": per(|c| c.delivered), "kept": per(|c| c.kept) },
        "paid_for_nothing": paid_for_nothing(exact),
        "lines": known.map_or_else(Vec::new, lines),
        "assumptions": assumed(subject),
        "exclusions": exclusions::of(subject),
        "prices": drift.as_ref().map(|drift| prices(drift, scenario.kept.is_some())),
        "warnings": warnings,
    })
}

fn assumed(subject: &Subject) -> Vec<Value> {
    let changed = assumptions::changed(subject.scenario);
    let standing = assumptions::standing(subject.book, subject.scenario);
    let row = |row: &assumptions::Assumption, is_default: bool| {
        json!({
            "line": row.line,
            "key": row.spec.name,
            "label": row.spec.full_label(),
            "value": row.value.to_string(),
            "default": row.spec.default.to_string(),
            "shown": row.shown,
            "is_default": is_default,
        })
    };
    changed.iter().map(|set| row(set, false)).chain(standing.iter().map(|default| row(default, true))).collect()
}

/// The prices that the file was saved with, and which of them are others in the price book now.
fn prices(drift: &Drift, kept: bool) -> Value {
    let moved = |(index, moved): (usize, &Moved)| {
        let rate = &moved.rate;
        json!({
            "model": rate.model,
            "unit": rate.unit,
            "operations": rate.operations.iter().map(Operation::name).collect::<Vec<_>>(),
            "size": text_or_null(&rate.size.words()),
            "quality": rate.quality,
            "prompt_from": rate.prompt_from,
            "tier": rate.tier,
            "then": decimal(rate.usd),
            "now": maybe(moved.now),
            "why": why(moved.why),
            "since": since(moved.why).map(|day| day.to_string()),
            "in_bill": index < drift.in_bill,
            "sentence": sentence::drift::whole(moved),
        })
    };
    json!({
        "on": drift.on.to_string(),
        "kept": kept,
        "bill": { "then": maybe(drift.then), "held": maybe(drift.held), "now": maybe(drift.now) },
        "moved": drift.moved.iter().enumerate().map(moved).collect::<Vec<_>>(),
    })
}

/// Why a price is another one, as a key.
fn why(why: Why) -> &'static str {
    match why {
        Why::Changed(_) => "changed",
        Why::Learnt(_) => "learnt_later",
        Why::Corrected => "corrected",
        Why::YoursAdded => "yours_added",
        Why::YoursChanged => "yours_changed",
        Why::YoursRemoved => "yours_removed",
        Why::NoRate => "rate_not_listed",
        Why::NoModel => "model_not_listed",
    }
}

/// The day from which a provider's price is another one.
fn since(why: Why) -> Option<Day> {
    match why {
        Why::Changed(from) | Why::Learnt(from) => Some(from),
        _ => None,
    }
}

/// The scenario's ranges and what they came to; null where there is none.
fn ranges(subject: &Subject) -> Value {
    let Some(spread) = subject.known.map(|known| &known.spread) else { return Value::Null };
    let Some(draws) = spread.draws() else { return Value::Null };
    let row = |(place, range): (Place, Range)| {
        json!({
            "key": subject.scenario.key_of(place),
            "low": decimal(range.low),
            "likely": decimal(range.likely),
            "high": decimal(range.high),
            "shape": range.shape.word(),
        })
    };
    json!({
        "method": "scrambled Sobol draws of the ranges, each with its own luck; fixed seed",
        "draws": draws,
        "mean": maybe(spread.mean().and_then(Decimal::from_f64_retain).map(|mean| mean.round_dp(STATISTIC_DECIMALS))),
        "of": ranges_of(subject.scenario).into_iter().map(row).collect::<Vec<_>>(),
    })
}

fn budget(subject: &Subject, budget: Option<BudgetView>) -> Value {
    let values = &subject.scenario.values;
    json!({
        "cap": maybe(values.number(Key::Budget)),
        "confidence": decimal(values.amount(Key::BudgetConfidence)),
        "probability_over": budget.map(|budget| probability(budget.over)),
        "max_images": budget.and_then(|budget| budget.most_images),
        "headroom": maybe(budget.map(|budget| budget.headroom)),
    })
}

fn counts(totals: Option<&Totals>) -> Value {
    let count = |of: fn(&Totals) -> Decimal| maybe(totals.map(of));
    json!({
        "requested": count(|c| c.requested),
        "requests": count(|c| c.requests),
        "attempts": count(|c| c.attempts),
        "billed_attempts": count(|c| c.billed_attempts),
        "delivered": count(|c| c.delivered),
        "kept": count(|c| c.kept),
    })
}

fn paid_for_nothing(exact: Option<&Estimate>) -> Value {
    let wasted = exact.map(|exact| &exact.paid_for_nothing);
    let by_outcome = |outcome: Outcome| maybe(wasted.map(|wasted| *wasted.by_outcome.get(outcome)));
    let mut each: Map<String, Value> = Outcome::ALL.map(|o| (o.key().to_owned(), by_outcome(o))).into_iter().collect();
    each.insert("duplicate".into(), maybe(wasted.map(|wasted| wasted.duplicates)));
    json!({ "total": maybe(wasted.map(|wasted| wasted.total)), "by_outcome": each })
}

fn lines(known: &Figures) -> Vec<Value> {
    let line = |line: &LineCost| {
        json!({
            "name": line.name.as_ref(),
            "total": decimal(line.total),
            "counts": counts(Some(&line.counts)),
            "items": line.items.iter().map(item).collect::<Vec<_>>(),
        })
    };
    known.estimate.lines.iter().map(line).collect()
}

/// A line item.
pub fn item(item: &Item) -> Value {
    json!({
        "label": item.label,
        "operation": item.operation.name(),
        "model": item.model.id,
        "size": item.size.map(|size| size.to_string()),
        "quality": item.quality,
        "tier": item.tier.words(),
        "cause": cause(item.cause),
        "quantity": decimal(item.quantity),
        "unit": item.unit.word(),
        "unit_price": decimal(item.unit_price),
        "amount": decimal(item.amount),
        "source": text_or_null(&item.source.url),
        "source_kind": item.source.kind.words(),
        "checked": item.source.checked.to_string(),
    })
}

/// Why an item is paid, as a key.
pub fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Delivered => "delivered",
        Cause::Duplicate => "duplicate",
        Cause::Failed(outcome) => outcome.key(),
    }
}

/// Where something was read.
pub fn source(source: &Source) -> Value {
    json!({
        "url": text_or_null(&source.url),
        "kind": source.kind.words(),
        "checked": source.checked.to_string(),
    })
}
