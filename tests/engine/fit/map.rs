//! The map: the bill over two assumptions at once, and the contour where it is the budget.

use image_budget::model::assumption::{Kind, Scale, Value};
use image_budget::model::plan::Plan;
use image_budget::model::scenario::Scenario;
use image_budget::model::stats::curve::Span;
use image_budget::model::stats::map::Map;
use rust_decimal::Decimal;

use super::{RULES, bill, float, near, place, plan, shipped, with};
use crate::common::{BOOK, d, scenario, today};

fn span(subject: &Scenario, (key, from, to): (&str, &str, &str), points: usize) -> Span {
    Span { place: place(subject, key), from: d(from), to: d(to), scale: Scale::Linear, points, now: None }
}

fn map(subject: &Scenario, x: (&str, &str, &str), y: (&str, &str, &str), points: usize) -> Map {
    let (x, y) = (span(subject, x, points), span(subject, y, points));
    Map::of(&BOOK, subject, &plan(subject), x, y).unwrap_or_else(|problems| panic!("{problems:?}"))
}

#[test]
fn each_cell_of_a_map_is_a_fresh_estimate() {
    for subject in [shipped(&["partial_images=1", "credit=10"]), scenario(&RULES)] {
        for (x, y) in [
            (("edit_share", "0", "0.8"), ("price.change", "-0.2", "0.5")),
            (("images", "1000", "9000"), ("discount", "0", "0.5")),
            (("prompt_tokens", "0", "2000"), ("batch_share", "0", "1")),
            (("max_attempts", "1", "9"), ("server_error_rate", "0", "0.4")),
            (("months", "1", "9"), ("monthly_growth", "-0.4", "0.4")),
            (("references_per_edit", "0", "4"), ("timeout_rate", "0", "0.4")),
        ] {
            let found = map(&subject, x, y, 9);
            assert_eq!((found.xs.len(), found.ys.len(), found.bills.len()), (9, 9, 81), "{} and {}", x.0, y.0);
            for (column, row) in [(0, 0), (8, 0), (0, 8), (8, 8), (4, 4), (1, 7), (6, 2), (3, 5)] {
                let at = with(&subject, found.x.place, &Value::Number(found.xs[column]));
                let at = with(&at, found.y.place, &Value::Number(found.ys[row]));
                let what = format!("{} {}, {} {}", x.0, found.xs[column], y.0, found.ys[row]);
                let cell = found.bill(column, row).unwrap();
                near(&what, cell, float(bill(&at)), 1e-9);
                assert!(found.ends.0 <= cell && cell <= found.ends.1, "{what}: {cell} not in {:?}", found.ends);
            }
        }
    }
}

#[test]
fn a_cell_that_the_plan_refuses_has_no_bill() {
    let subject = shipped(&["budget=600"]);
    let found = map(&subject, ("edit_share", "0", "1"), ("image_to_image_share", "0", "1"), 9);
    for (column, edits) in found.xs.iter().enumerate() {
        for (row, restyled) in found.ys.iter().enumerate() {
            let at = with(&subject, found.x.place, &Value::Number(*edits));
            let legal = Plan::new(&BOOK, &with(&at, found.y.place, &Value::Number(*restyled)), today()).is_ok();
            assert_eq!(found.bill(column, row).is_some(), legal, "{edits} edited, {restyled} restyled");
        }
    }
    assert!(found.ends.0.is_finite() && found.ends.1.is_finite(), "{:?}", found.ends);
    assert!(found.contour.iter().flatten().all(|at| at.is_finite()), "{:?}", found.contour);
}

/// The bill at a point of a contour.
fn at_point(subject: &Scenario, found: &Map, x: f64, y: f64) -> f64 {
    let value = |span: &Span, at: f64| {
        let whole = matches!(span.place.key.spec().kind, Kind::Number { whole: true, .. });
        let exact = Decimal::from_f64_retain(at).unwrap();
        Value::Number(if whole { exact.round() } else { exact.round_dp(9) })
    };
    let at = with(subject, found.x.place, &value(&found.x, x));
    float(bill(&with(&at, found.y.place, &value(&found.y, y))))
}

#[test]
fn the_contour_runs_where_the_bill_is_the_budget() {
    let subject = shipped(&["budget=600"]);
    // Images times one less the discount is straight along every side of a cell, so only rounding is left.
    let found = map(&subject, ("images", "1000", "20000"), ("discount", "0", "0.5"), 33);
    assert!(found.contour.len() > 10, "{}", found.contour.len());
    for [x0, y0, x1, y1] in &found.contour {
        for (x, y) in [(*x0, *y0), (*x1, *y1)] {
            assert!((999.9..=20_000.1).contains(&x) && (-1e-9..=0.500_001).contains(&y), "{x}, {y}");
            near(&format!("{x} images, discount {y}"), at_point(&subject, &found, x, y), 600.0, 1e-3);
        }
    }
    // Where the bill bends, it is off by less than it changes from one cell to the next.
    let bent = shipped(&["budget=250", "billed.server_error=0"]);
    let found = map(&bent, ("server_error_rate", "0", "0.9"), ("price.change", "-0.5", "0.5"), 17);
    let cell = |column: usize, row: usize| found.bill(column, row).unwrap();
    let right = (1..17).flat_map(|c| (0..17).map(move |r| (c, r))).map(|(c, r)| (cell(c, r) - cell(c - 1, r)).abs());
    let up = (0..17).flat_map(|c| (1..17).map(move |r| (c, r))).map(|(c, r)| (cell(c, r) - cell(c, r - 1)).abs());
    let most = right.chain(up).fold(0.0, f64::max);
    assert!(!found.contour.is_empty());
    for [x0, y0, x1, y1] in &found.contour {
        for (x, y) in [(*x0, *y0), (*x1, *y1)] {
            let here = at_point(&bent, &found, x, y);
            assert!((here - 250.0).abs() < most, "{x}, {y}: {here}, cells differ by at most {most}");
        }
    }
}

#[test]
fn there_is_no_contour_without_a_budget_or_where_it_is_never_met() {
    for budget in ["none", "1000000", "1"] {
        let subject = shipped(&[&format!("budget={budget}")]);
        let found = map(&subject, ("images", "1000", "20000"), ("discount", "0", "0.5"), 9);
        assert_eq!(found.contour.len(), 0, "budget={budget}");
    }
}
