//! Scenario files.

use image_budget::model::assumption::{Scope, TABLE};
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use image_budget::model::scenario::{Place, Scenario};
use image_budget::model::snapshot::{Drift, Snapshot};
use image_budget::store::scenario_file;
use rust_decimal::Decimal;

use super::{BOOK, assert_sentence, text, today};

/// Lines that are looked at one by one.
const SOME_LINES: usize = 4;

/// What opens is written so that it opens the same again; what does not open says why.
pub fn scenario(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let opened = match scenario_file::read(text) {
        Ok(opened) => opened,
        Err(error) => return assert_sentence(&error.to_string()),
    };
    let scenario = &opened.scenario;
    let written = scenario_file::text(scenario, opened.snapshot.as_deref());
    let again = scenario_file::read(&written).unwrap_or_else(|error| panic!("{error}\n{written}"));
    assert_eq!(again, opened, "{written}");
    assert_eq!(scenario_file::text(&again.scenario, again.snapshot.as_deref()), written);
    names_point_back(scenario);
    if let Some(prices) = &opened.snapshot {
        with_prices(prices, scenario);
    }
    if let Err(problems) = Plan::new(&BOOK, scenario, scenario.day(today())) {
        assert!(problems.iter().all(|problem| !problem.what.is_empty()) && !problems.is_empty());
    }
}

/// Prices that the file holds are told from those of today, and a bill is made with them or a reason given.
fn with_prices(prices: &Snapshot, scenario: &Scenario) {
    Drift::of(prices, &BOOK, scenario, today());
    let book = prices.apply(&BOOK);
    match Plan::new(&book, scenario, scenario.day(today())) {
        Ok(plan) => match Estimate::of(&plan) {
            Ok(estimate) => assert!(estimate.expected >= Decimal::ZERO, "{estimate:?}"),
            Err(error) => assert!(!error.to_string().is_empty()),
        },
        Err(problems) => assert!(!problems.is_empty()),
    }
}

/// Every assumption is found by the name that reports give it.
fn names_point_back(scenario: &Scenario) {
    for spec in TABLE.iter() {
        let lines = match spec.scope {
            Scope::Line => 0..scenario.lines.len().min(SOME_LINES),
            Scope::Scenario => 0..1,
        };
        for line in lines {
            let place = Place::of(spec.key, line);
            let name = scenario.key_of(place);
            assert_eq!(scenario.place(&name), Ok(place), "{name}");
        }
    }
}
