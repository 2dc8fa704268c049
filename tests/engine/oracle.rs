//! The exact model against reference cases that were computed with fractions and by simulation.
//!
//! `tests/data/oracle.json`: settings of one line with its own prices, and what must come out.
//! Numbers have 28 significant digits. Three cases stand at the likely values of ranges and have no
//! quantiles. Two more make the program take its other ways: many images with a rare dear one, and
//! prices in steps too fine for the exact lattice.

use std::sync::LazyLock;

use image_budget::model::book::Book;
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use image_budget::model::price::Bound;
use image_budget::model::stats::luck::Luck;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::Deserialize;

use crate::common::{agree, d, scenario, today};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    settings: Vec<String>,
    mean: String,
    variance: String,
    third: String,
    fourth: String,
    bill: String,
    counts: Counts,
    #[serde(default)]
    per_delivered: Option<String>,
    #[serde(default)]
    luck: Option<LuckCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    requests: String,
    attempts: String,
    billed_attempts: String,
    delivered: String,
}

/// What retry luck does to the bill.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LuckCase {
    shape: Shape,
    budget: String,
    p5: String,
    p50: String,
    p95: String,
    over: String,
    /// Most images within the budget at 95 %; none where the reference has no figure.
    #[serde(default)]
    most_images: Option<Most>,
}

/// How the program finds the distribution, which says how close it must come.
#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Shape {
    /// There is no luck.
    Certain,
    /// Every possible bill with its probability.
    Lattice,
    /// The same, rounded to a grid.
    Grid,
    /// A smooth approximation.
    Smooth,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Most {
    Images(u64),
    Word(String),
}

static CASES: LazyLock<Vec<Case>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/oracle.json")).unwrap_or_else(|e| panic!("{e}")));

/// Significant digits to which the exact part must agree.
const DIGITS: u32 = 20;
/// Largest error of a smooth quantile, as a share of the bill.
const SMOOTH: f64 = 0.000_16;
/// Largest error of a quantile on a rounded grid, as a share of the bill.
const GRID: f64 = 0.001_3;

fn plan(case: &Case) -> Plan {
    Plan::new(&Book::default(), &scenario(&case.settings), today()).unwrap_or_else(|e| panic!("{}: {e:?}", case.id))
}

fn estimate(case: &Case) -> Estimate {
    Estimate::of(&plan(case)).unwrap_or_else(|e| panic!("{}: {e}", case.id))
}

fn float(text: &str) -> f64 {
    text.parse().unwrap_or_else(|e| panic!("`{text}`: {e}"))
}

#[track_caller]
fn assert_exact(case: &Case, what: &str, found: Decimal, wanted: &str) {
    assert!(agree(found, d(wanted), DIGITS), "{}: {what} is {found}, not {wanted}", case.id);
}

/// Each case that has quantiles, with the luck of its plan.
fn each_luck(mut check: impl FnMut(&Case, &LuckCase, &Luck)) {
    for case in CASES.iter() {
        if let Some(wanted) = &case.luck {
            let luck = Luck::of(&plan(case)).unwrap_or_else(|e| panic!("{}: {e}", case.id));
            check(case, wanted, &luck);
        }
    }
}

#[test]
fn all_reference_cases_are_there() {
    assert_eq!(CASES.len(), 25);
    assert_eq!(CASES.iter().filter(|case| case.luck.is_some()).count(), 22);
}

#[test]
fn the_gross_has_the_exact_mean_and_variance() {
    for case in CASES.iter() {
        let found = estimate(case);
        assert_exact(case, "the mean", found.gross, &case.mean);
        assert_exact(case, "the variance", found.gross_variance, &case.variance);
    }
}

#[test]
fn the_third_and_fourth_cumulants_are_exact_and_their_floats_are_close() {
    for case in CASES.iter() {
        let plan = plan(case);
        let [exact] = &plan.terms::<Decimal>(Bound::Expected).unwrap()[..] else { panic!("one line") };
        let [_, _, _, third, fourth] = exact.cumulants::<5>().unwrap();
        let [_, _, _, third_float, fourth_float] =
            plan.terms::<f64>(Bound::Expected).unwrap()[0].cumulants::<5>().unwrap();
        for (found, float, wanted) in [(third, third_float, &case.third), (fourth, fourth_float, &case.fourth)] {
            // Decimals keep 28 places of one image's moments.
            let tolerance = exact.images * Decimal::new(1, 25);
            assert!((found - d(wanted)).abs() <= tolerance, "{}: {found}, not {wanted}", case.id);
            let tolerance = 1e-9 * self::float(wanted).abs() + 1e-15 * exact.images.to_f64().unwrap();
            assert!((float - self::float(wanted)).abs() <= tolerance, "{}: {float}, not {wanted}", case.id);
        }
    }
}

#[test]
fn the_expected_bill_is_the_bill_of_the_exact_mean() {
    for case in CASES.iter() {
        let found = estimate(case);
        assert_exact(case, "the bill", found.expected, &case.bill);
        assert_eq!((found.floor, found.ceiling), (found.expected, found.expected), "{}: nothing is open", case.id);
    }
}

#[test]
fn the_counts_are_exact() {
    for case in CASES.iter() {
        let (found, wanted) = (estimate(case).counts, &case.counts);
        assert_exact(case, "requests", found.requests, &wanted.requests);
        assert_exact(case, "attempts", found.attempts, &wanted.attempts);
        assert_exact(case, "billed attempts", found.billed_attempts, &wanted.billed_attempts);
        assert_exact(case, "delivered", found.delivered, &wanted.delivered);
    }
}

#[test]
fn the_cost_of_a_delivered_image_is_exact_and_undefined_when_none_is_delivered() {
    for case in CASES.iter() {
        let found = estimate(case);
        match &case.per_delivered {
            Some(wanted) => assert_exact(case, "cost per delivered", found.gross / found.counts.delivered, wanted),
            None => assert_eq!(found.per(found.counts.delivered), None, "{}", case.id),
        }
    }
}

#[test]
fn quantiles_are_exact_on_the_lattice_and_close_where_smooth() {
    each_luck(|case, wanted, luck| {
        let mean = d(&case.bill).to_f64().unwrap_or(f64::NAN);
        let tolerance = match wanted.shape {
            Shape::Smooth => SMOOTH * mean,
            Shape::Grid => GRID * mean,
            Shape::Certain | Shape::Lattice => 1e-9 * mean,
        };
        for (q, bill) in [(0.05, &wanted.p5), (0.5, &wanted.p50), (0.95, &wanted.p95)] {
            let found = luck.quantile(q);
            assert!((found - float(bill)).abs() <= tolerance, "{}: quantile {q} is {found}, not {bill}", case.id);
        }
    });
}

#[test]
fn the_chance_of_passing_the_budget_is_exact_on_the_lattice_and_close_where_smooth() {
    each_luck(|case, wanted, luck| {
        let tolerance = match wanted.shape {
            Shape::Certain => 0.0,
            Shape::Lattice => 1e-6,
            Shape::Smooth | Shape::Grid => 0.004,
        };
        let found = luck.probability_over(float(&wanted.budget));
        let error = (found - float(&wanted.over)).abs();
        assert!(error <= tolerance, "{}: the chance is {found}, not {}", case.id, wanted.over);
    });
}

#[test]
fn the_most_images_within_the_budget_are_exact_up_to_thousands_and_close_beyond() {
    each_luck(|case, wanted, luck| {
        let Some(most) = &wanted.most_images else { return };
        let found = luck.most_images(float(&wanted.budget), 0.95);
        match (most, found) {
            (Most::Images(most), Some(found)) => {
                let tolerance = if wanted.shape == Shape::Smooth { most / 5_000 } else { 0 };
                assert!(found.abs_diff(*most) <= tolerance, "{}: {found} images fit, not {most}", case.id);
            }
            (Most::Word(word), None) => assert_eq!(word, "unlimited", "{}", case.id),
            (_, found) => panic!("{}: {found:?} images fit", case.id),
        }
    });
}
