//! Settings as `--set` takes them, one on each line, over a plan of one line.

use image_budget::model::assumption::{Key, Value, Values};
use image_budget::model::estimate::Estimate;
use image_budget::model::num::Num as _;
use image_budget::model::plan::Plan;
use image_budget::model::price::Bound;
use image_budget::model::scenario::{Line, Scenario};
use image_budget::model::stats::luck::Luck;
use image_budget::store::scenario_file;
use image_budget::text;
use rust_decimal::Decimal;

use super::{BOOK, today};

/// Begins a line of work.
const LINE: char = '+';

/// Settings that are taken read back as they are shown and saved, and the bill that they make is neither
/// below zero nor wrongly nothing.
pub fn setting(data: &[u8]) {
    let Some(scenario) = read(data) else { return };
    shown_and_read(&scenario);
    let written = scenario_file::write(&scenario);
    match scenario_file::parse(&written) {
        Ok(again) => assert_eq!(again, scenario, "{written}"),
        Err(error) => panic!("{error}\n{written}"),
    }
    let Ok(plan) = Plan::new(&BOOK, &scenario, scenario.day(today())) else { return };
    plan.warnings.iter().for_each(|warning| assert!(!warning.to_string().is_empty()));
    let estimate = match Estimate::of(&plan) {
        Ok(estimate) => estimate,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    bill_is_right(&plan, &estimate);
    luck_is_sane(&plan, &estimate);
}

/// The scenario that settings make; `+name` adds a line of that name.
pub fn read(data: &[u8]) -> Option<Scenario> {
    let mut scenario = Scenario::new("fuzz");
    for setting in super::text(data)?.lines().take(100) {
        match setting.strip_prefix(LINE) {
            Some(name) => {
                let name = scenario.free_line_name(name);
                if !name.is_empty() && scenario.lines.len() < 5 {
                    scenario.lines.push(Line { name, ..Line::default() });
                }
            }
            None => {
                let before = scenario.clone();
                if let Err(error) = scenario.apply(setting) {
                    assert!(!error.to_string().is_empty());
                    assert_eq!(scenario, before, "a setting that was refused changed something");
                }
            }
        }
    }
    Some(scenario)
}

/// Every value is one that its own text gives, in a file as in a field.
fn shown_and_read(scenario: &Scenario) {
    let values = scenario.lines.iter().map(|line| &line.values).chain([&scenario.values]);
    for (key, value) in values.flat_map(Values::iter) {
        let spec = key.spec();
        assert_eq!(spec.parse(&value.to_string()).as_ref(), Ok(value));
        assert_eq!(spec.read(&spec.typed(value)).as_ref(), Ok(value), "typed {}", spec.typed(value));
        let shown = [text::value(spec, value), text::bare_value(spec, value), text::field_value(spec, value)];
        assert!(shown.iter().all(|shown| !shown.is_empty()), "{shown:?}");
        if let Some(Value::Range(range)) = spec.toggled(value) {
            assert!(range.low <= range.likely && range.likely <= range.high, "{range}");
            assert_eq!(spec.parse(&range.to_string()), Ok(Value::Range(range)));
        }
    }
}

/// The bill against sums over its own items, and against the definition in floating numbers.
fn bill_is_right(plan: &Plan, estimate: &Estimate) {
    let amounts = estimate.items().map(|item| item.amount);
    let sum = amounts.fold(Decimal::ZERO, |sum, amount| sum.plus(amount).expect("it fits"));
    assert_eq!(sum, estimate.gross, "the items do not add up");
    assert!(estimate.items().all(|item| item.amount >= Decimal::ZERO), "an item is below zero: {estimate:?}");
    let steps = &estimate.steps;
    let after = steps.named().into_iter().fold(estimate.gross, |left, (_, step)| left.plus(step).expect("it fits"));
    assert_eq!((after, steps.bill), (estimate.expected, estimate.expected), "the steps do not add up");
    let Estimate { floor, expected, ceiling, gross, .. } = estimate;
    assert!(*expected >= Decimal::ZERO && *floor >= Decimal::ZERO, "below zero: {floor} {expected}");
    let (low, middle, high) = (f64::of(*floor), f64::of(*expected), f64::of(*ceiling));
    let trace = 1e-9 * high.abs() + 1e-15;
    assert!(low <= middle + trace && middle <= high + trace, "out of order: {floor} {expected} {ceiling}");
    let wanted: f64 = plan.lines.iter().map(gross_of).sum();
    let found = f64::of(*gross);
    assert!((found - wanted).abs() <= 1e-6 * wanted + 1e-12, "the gross is {found} and should be {wanted}");
    let bill = bill_of(plan, found);
    assert!((middle - bill).abs() <= 1e-9 * found + 1e-12, "the bill is {middle} and should be {bill}");
}

/// The expected gross of a line, written anew from the definitions: attempts until one succeeds or is not
/// retried, each billed by its outcome.
fn gross_of(line: &image_budget::model::plan::PlanLine) -> f64 {
    let terms = &line.terms;
    let chances: Vec<f64> = terms.chances.0.iter().map(|chance| f64::of(*chance)).collect();
    let success = f64::of(Decimal::ONE - terms.chances.0.iter().sum::<Decimal>());
    let again: f64 =
        chances.iter().zip(terms.retried.0).filter(|(_, retried)| *retried).map(|(chance, _)| chance).sum();
    let attempts: f64 = (0..terms.max_attempts).map(|tries| again.powi(i32::try_from(tries).unwrap_or(i32::MAX))).sum();
    let duplicate = f64::of(terms.duplicate);
    let succeeds = success * attempts;
    let delivered = 1.0 - (1.0 - succeeds) * (1.0 - duplicate * succeeds);
    let wanted = f64::of(terms.images);
    let kept = delivered * f64::of(terms.acceptance);
    let requested = if terms.until_kept && wanted > 0.0 { wanted / kept } else { wanted };
    let mut attempt = 0.0;
    for group in &line.groups {
        for (weight, member) in group.members_at(Bound::Expected) {
            let failed: f64 = chances
                .iter()
                .zip(&group.failures.0)
                .map(|(chance, rule)| {
                    chance * f64::of(member.price.failed(rule.billing, Bound::Expected).expect("it fits"))
                })
                .sum();
            attempt += f64::of(weight) * (success * f64::of(member.price.total) + failed);
        }
    }
    requested * (1.0 + duplicate) * attempts * attempt
}

/// The bill of a gross: less the discount, less each tier's part, less the credit, plus tax.
fn bill_of(plan: &Plan, gross: f64) -> f64 {
    let rules = &plan.rules;
    let spend = gross * (1.0 - f64::of(rules.discount));
    let starts = rules.tiers.iter().map(|(from, _)| f64::of(*from));
    let ends = starts.clone().skip(1).chain([f64::INFINITY]);
    let saved: f64 = starts
        .zip(ends)
        .zip(&rules.tiers)
        .map(|((from, end), (_, discount))| (spend.min(end) - from).max(0.0) * f64::of(*discount))
        .sum();
    (spend - saved - f64::of(rules.credit)).max(0.0) * (1.0 + f64::of(rules.tax))
}

fn luck_is_sane(plan: &Plan, estimate: &Estimate) {
    let luck = match Luck::of(plan) {
        Ok(luck) => luck,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let [p5, p50, p95] = [0.05, 0.5, 0.95].map(|q| luck.quantile(q));
    assert!(0.0 <= p5 && p5 <= p50 && p50 <= p95 && p95.is_finite(), "{p5} {p50} {p95}");
    let cap = plan.budget.unwrap_or(estimate.expected);
    let over = luck.probability_over(f64::of(cap));
    assert!((0.0..=1.0).contains(&over), "{over}");
    let confidence = plan.confidence;
    luck.most_images(f64::of(cap), f64::of(confidence));
    assert!(Key::BudgetConfidence.spec().within(confidence).is_ok());
}
