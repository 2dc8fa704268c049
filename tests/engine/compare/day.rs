//! The day of prices as a part of the plan.

use image_budget::model::assumption::Key;
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use image_budget::model::warning::Warning;
use image_budget::store::scenario_file;

use super::{plain, with};
use crate::common::{BOOK, day, today};

#[test]
fn a_plan_holds_the_day_of_its_prices() {
    let scenario = plain(&[]);
    assert_eq!(scenario.day(today()), today());
    assert_eq!(with(&scenario, &["prices_on=2026-08-01"]).day(today()), day("2026-08-01"));
    assert_eq!(with(&scenario, &["prices_on=2026-08-01", "prices_on=today"]), scenario, "today leaves no trace");
}

#[test]
fn the_day_comes_back_from_a_file() {
    for text in ["2026-08-01", "2027-01-31", "today"] {
        let scenario = with(&plain(&[]), &[&format!("prices_on={text}")]);
        let read = scenario_file::parse(&scenario_file::write(&scenario)).unwrap();
        assert_eq!(read, scenario);
        assert_eq!(read.values.text(Key::PricesOn), text);
    }
}

#[test]
fn a_model_that_ended_by_then_prices_with_a_warning() {
    let scenario = plain(&["model=openai/gpt-image-1.5"]);
    let on = |text: &str| {
        let scenario = with(&scenario, &[&format!("prices_on={text}")]);
        let plan = Plan::new(&BOOK, &scenario, scenario.day(today())).unwrap();
        let ended = plan.warnings.iter().any(|warning| matches!(warning, Warning::Retired { .. }));
        (ended, Estimate::of(&plan).unwrap().expected)
    };
    let (before, after) = (on("2026-11-30"), on("2026-12-01"));
    assert!(!before.0 && after.0, "it ends on 2026-12-01");
    assert_eq!(before.1, after.1);
}

#[test]
fn what_is_no_day_is_said_in_one_sentence() {
    for text in ["2026-13-01", "2026-02-30", "yesterday", "", "2026", "01.08.2026", "2026-08-01T00:00"] {
        let error = plain(&[]).apply(&format!("prices_on={text}")).unwrap_err().to_string();
        let words = format!("prices_on: `{text}` is not a day; write today, or a day such as 2026-11-22");
        assert_eq!(error, words);
    }
}
