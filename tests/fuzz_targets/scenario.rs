//! Scenario files.

use image_budget::model::assumption::{Scope, TABLE};
use image_budget::model::plan::Plan;
use image_budget::model::scenario::{Place, Scenario};
use image_budget::store::scenario_file;

use super::{BOOK, assert_sentence, text, today};

/// Lines that are looked at one by one.
const SOME_LINES: usize = 4;

/// What opens is written so that it opens the same again; what does not open says why.
pub fn scenario(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let scenario = match scenario_file::parse(text) {
        Ok(scenario) => scenario,
        Err(error) => return assert_sentence(&error.to_string()),
    };
    let written = scenario_file::write(&scenario);
    let again = scenario_file::parse(&written).unwrap_or_else(|error| panic!("{error}\n{written}"));
    assert_eq!(again, scenario, "{written}");
    assert_eq!(scenario_file::write(&again), written);
    names_point_back(&scenario);
    if let Err(problems) = Plan::new(&BOOK, &scenario, scenario.day(today())) {
        assert!(problems.iter().all(|problem| !problem.what.is_empty()) && !problems.is_empty());
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
