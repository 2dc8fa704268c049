//! The small print under every chart: the day of the prices, what is not in the bill, and the plan it is
//! about. A number never travels without them.

use rust_decimal::Decimal;

use super::words;
use crate::model::assumption::Key;
use crate::model::digits::listed;
use crate::model::plan::Plan;
use crate::model::scenario::{Line, Scenario};
use crate::model::stats::spread::ranges;
use crate::outcome::Answer;
use crate::text;

/// Models that are named; the others are counted.
const NAMED: usize = 2;
/// Pixels of a model's name, at the size of the small print.
const NAME: f64 = 200.0;

/// The small print of an answer.
pub fn words(answer: &Answer, scenario: &Scenario) -> String {
    let figures = &answer.figures;
    let plan = &figures.plan;
    let tax = if plan.rules.tax.is_zero() { "taxes, " } else { "" };
    let mut out = format!(
        "Prices of {} in USD. Not included: {tax}storage and delivery, own computing, people's time. The plan: {}.",
        plan.day,
        parts(answer, scenario, plan).join(", ")
    );
    let (floor, ceiling) = (figures.estimate.floor, figures.estimate.ceiling);
    if plan.is_open() && floor < ceiling {
        let (floor, ceiling) = (text::money(floor), text::money(ceiling));
        out += &format!(" Floor to ceiling {floor} to {ceiling}, for what is not established.");
    }
    out
}

/// What the plan assumes, the weightiest first.
fn parts(answer: &Answer, scenario: &Scenario, plan: &Plan) -> Vec<String> {
    let counts = &answer.figures.estimate.counts;
    let kept = !plan.lines.is_empty() && plan.lines.iter().all(|line| line.terms.until_kept);
    let (images, kept) = if kept { (counts.kept, "kept ") } else { (counts.requested, "") };
    let images = text::count(images);
    let noun = if images == "1" { "image" } else { "images" };
    let mut parts = vec![format!("{images} {kept}{noun} on {}", models(plan))];
    parts.push(failures(plan));
    if plan.schedule.months > 1 {
        parts.push(format!("{} months", plan.schedule.months));
    }
    if !(plan.rules.discount.is_zero() && plan.rules.tiers.is_empty()) {
        parts.push("discounts".into());
    }
    if !plan.rules.credit.is_zero() {
        parts.push(format!("{} of credit", text::money(plan.rules.credit)));
    }
    if !plan.rules.tax.is_zero() {
        parts.push(format!("{} tax", text::percent(plan.rules.tax)));
    }
    let changed = |line: &Line| !line.values.amount(Key::PriceChange).is_zero();
    if scenario.lines.iter().any(changed) {
        parts.push("prices changed by you".into());
    }
    match ranges(scenario).len() {
        0 => {}
        1 => parts.push("1 range".into()),
        many => parts.push(format!("{many} ranges")),
    }
    parts
}

/// The models by name, each once.
fn models(plan: &Plan) -> String {
    let mut names: Vec<&str> = Vec::new();
    for group in plan.lines.iter().flat_map(|line| &line.groups) {
        if !names.contains(&group.model.name.as_str()) {
            names.push(&group.model.name);
        }
    }
    let mut shown: Vec<String> =
        names.iter().take(NAMED).map(|name| words::fit(name, super::page::PRINT, NAME)).collect();
    match names.len().saturating_sub(NAMED) {
        0 => {}
        1 => shown.push("1 other model".into()),
        more => shown.push(format!("{more} other models")),
    }
    listed(&shown)
}

/// How often attempts fail, over all lines.
fn failures(plan: &Plan) -> String {
    let sum = |chances: &[Decimal]| chances.iter().fold(Decimal::ZERO, |sum, chance| sum.saturating_add(*chance));
    let rates: Vec<Decimal> = plan.lines.iter().map(|line| sum(&line.terms.chances.0)).collect();
    let (low, high) =
        (rates.iter().min().copied().unwrap_or_default(), rates.iter().max().copied().unwrap_or_default());
    let high_words = text::percent(high);
    match (low == high, high.is_zero()) {
        (_, true) => "no failed attempts".into(),
        (true, _) => format!("{high_words} failed attempts"),
        _ => format!("{} to {high_words} failed attempts", text::percent(low)),
    }
}
