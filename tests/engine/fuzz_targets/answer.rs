//! The whole answer to settings: ranges, drivers and what is said about them.

use image_budget::figures::Figures;
use image_budget::model::plan::Plan;
use image_budget::model::stats::draws::{Columns, Effort};
use image_budget::sentence;

use super::{BOOK, setting, today};

/// Whatever the settings are, every figure that is shown is a number and the sentence is whole.
pub fn answer(data: &[u8]) {
    let Some(scenario) = setting::read(data) else { return };
    let Ok(plan) = Plan::new(&BOOK, &scenario, scenario.day(today())) else { return };
    let figures = match Figures::of(&BOOK, &scenario, plan, Effort::Quick, &mut Columns::default()) {
        Ok(figures) => figures,
        Err(problems) => return assert!(problems.iter().all(|problem| !problem.what.is_empty())),
    };
    let range = figures.range;
    assert!(range.p5 <= range.p50 && range.p50 <= range.p95 && range.p95.is_finite(), "{range:?}");
    assert!(range.p5 >= 0.0, "{range:?}");
    assert!(figures.budget.is_none_or(|budget| (0.0..=1.0).contains(&budget.over)), "{:?}", figures.budget);
    let bars = figures.spread.histogram(20);
    let whole: f64 = bars.shares.iter().sum();
    assert!(bars.shares.is_empty() || (whole - 1.0).abs() < 1e-6, "the bars sum to {whole}");
    let said = sentence::answer(&BOOK, &scenario, &figures);
    assert!(!said.contains("NaN") && !said.contains("inf "), "{said}");
}
