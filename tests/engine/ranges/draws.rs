//! What draws of ranges must hold: their limits, their order, what is refused.

use image_budget::figures::Figures;
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use image_budget::model::scenario::Scenario;
use image_budget::model::stats::draws::{Columns, Effort};
use image_budget::model::stats::spread::Spread;
use rust_decimal::prelude::ToPrimitive as _;

use super::{near, spread, spread_with};
use crate::common::{BOOK, scenario, today};

#[test]
fn a_range_of_no_width_is_the_fixed_value() {
    let fixed = scenario(&["images=40", "server_error_rate=0.05", "price.change=0.1", "budget=3"]);
    let ranged = scenario(&["images=40..40..40", "server_error_rate=0.05..0.05", "price.change=0.1..0.1", "budget=3"]);
    let (fixed, ranged) = (spread(&fixed), spread(&ranged));
    assert_eq!(fixed.range().map(f64::to_bits), ranged.range().map(f64::to_bits));
    assert_eq!(fixed.most_images(0.95), ranged.most_images(0.95));
    assert_eq!(ranged.draws(), None);
}

#[test]
fn a_narrow_range_is_nearly_the_fixed_value() {
    for images in [3, 30, 3_000, 300_000] {
        let fixed = scenario(&[format!("images={images}"), "budget=20000".into()]);
        let narrow = scenario(&[
            format!("images={images}"),
            "budget=20000".into(),
            "price.change=-0.000001..0..0.000001".into(),
        ]);
        let (fixed, narrow) = (spread(&fixed), spread(&narrow));
        for (a, b) in fixed.range().into_iter().zip(narrow.range()) {
            near(&format!("{images} images"), b, a, 2e-3);
        }
        let (a, b) = (fixed.most_images(0.95).unwrap(), narrow.most_images(0.95).unwrap());
        near("most images", b.to_f64().unwrap(), a.to_f64().unwrap(), 2e-3);
    }
}

#[test]
fn the_same_scenario_always_gives_the_same_numbers() {
    let ranged = scenario(&["images=8000..10000..15000", "timeout_rate=0..0.005..0.05"]);
    let (first, second) = (spread(&ranged), spread(&ranged));
    assert_eq!(first.range().map(f64::to_bits), second.range().map(f64::to_bits));
    // Drawn values that are kept from another answer change nothing.
    let plan = Plan::new(&BOOK, &ranged, today()).unwrap();
    let mut columns = Columns::default();
    for other in ["images=1..2..3", "images=8000..10000..15000"] {
        let mut before = ranged.clone();
        before.apply(other).unwrap();
        let plan = Plan::new(&BOOK, &before, today()).unwrap();
        Spread::of(&BOOK, &before, &plan, Effort::Quick, &mut columns).unwrap();
    }
    let third = Spread::of(&BOOK, &ranged, &plan, Effort::Full, &mut columns).unwrap();
    assert_eq!(first.range().map(f64::to_bits), third.range().map(f64::to_bits));
}

#[test]
fn fewer_draws_tell_nearly_the_same() {
    let ranged =
        scenario(&["images=8000..10000..15000", "price.change=-0.1..0..0.3", "server_error_rate=0..0.02..0.1"]);
    let (full, quick) = (spread(&ranged).range(), spread_with(&ranged, Effort::Quick).range());
    for (full, quick) in full.into_iter().zip(quick) {
        near("2,048 draws", quick, full, 5e-3);
    }
}

#[test]
fn rates_that_are_drawn_past_one_are_scaled_down_and_said() {
    let wild = scenario(&["server_error_rate=0..0.5..1", "output_block_rate=0..0.3..1"]);
    let plan = Plan::new(&BOOK, &wild, today()).unwrap();
    assert!(plan.warnings.iter().any(|warning| warning.to_string().contains("can sum past 100 %")));
    let [p5, p50, p95] = spread(&wild).range();
    assert!(p5.is_finite() && 0.0 <= p5 && p5 <= p50 && p50 <= p95 && p95.is_finite());
    let mut never = wild;
    never.apply("count_basis=kept").unwrap();
    let problems = Plan::new(&BOOK, &never, today()).unwrap_err();
    assert!(problems[0].what.contains("no image is ever kept"), "{problems:?}");
}

#[test]
fn a_range_that_reaches_where_there_is_no_price_is_refused() {
    // This model cannot edit, and the likely share asks for none.
    let ranged = scenario(&["model=ideogram/v4", "quality=default", "edit_share=0", "image_to_image_share=0"]);
    let generates_only = BOOK.models().find(|model| {
        model.operations.len() == 1 && model.operations[0].name() == "generate" && !model.rates.is_empty()
    });
    let id = &generates_only.expect("some model only generates").id;
    let mut asked = ranged;
    for setting in [&format!("model={id}"), "edit_share=0..0..0.4"] {
        asked.apply(setting).unwrap();
    }
    let plan = Plan::new(&BOOK, &asked, today()).unwrap();
    let problems = Spread::of(&BOOK, &asked, &plan, Effort::Quick, &mut Columns::default()).unwrap_err();
    assert_eq!(problems[0].line, Some(0));
}

/// The most images within a budget are where its chance of passing reaches the risk.
#[test]
fn the_most_images_keep_the_budget_and_a_few_more_do_not() {
    let with = |images: u64| {
        let settings = [
            format!("images={images}"),
            "price.change=-0.1..0..0.3".into(),
            "server_error_rate=0..0.02..0.1".into(),
            "budget=500".into(),
        ];
        scenario(&settings)
    };
    let most = spread(&with(1_000)).most_images(0.95).unwrap();
    let over = |images: u64| spread(&with(images)).probability_over(500.0);
    assert!(over(most) <= 0.051, "{most}: {}", over(most));
    assert!(over(most + most / 200) > 0.0499, "{most}: {}", over(most + most / 200));
}

#[test]
fn the_exact_estimate_stands_at_the_likely_values() {
    let ranged = scenario(&["images=8000..9000..15000", "edit_share=0.1..0.3..0.4"]);
    let likely = scenario(&["images=9000", "edit_share=0.3"]);
    let estimate = |scenario: &Scenario| Estimate::of(&Plan::new(&BOOK, scenario, today()).unwrap()).unwrap();
    assert_eq!(estimate(&ranged).expected, estimate(&likely).expected);
    let plan = Plan::new(&BOOK, &ranged, today()).unwrap();
    let figures = Figures::of(&BOOK, &ranged, plan, Effort::Full, &mut Columns::default()).unwrap();
    let mean = figures.spread.mean().unwrap();
    let expected = figures.estimate.expected.to_f64().unwrap();
    // (8000 + 4 * 9000 + 15000) / 6 images on average, 9833 instead of 9000.
    near("mean", mean, expected * 9_833.33 / 9_000.0, 0.02);
}

#[test]
fn a_drawn_bill_that_does_not_fit_is_refused() {
    let wild = scenario(&["months=60", "monthly_growth=-0.9..0..10", "images=1000000000"]);
    let plan = Plan::new(&BOOK, &wild, today()).unwrap();
    let spread = Spread::of(&BOOK, &wild, &plan, Effort::Quick, &mut Columns::default());
    let finite = spread.map(|spread| spread.range().iter().all(|bill| bill.is_finite()));
    assert_ne!(finite, Ok(false));
}
