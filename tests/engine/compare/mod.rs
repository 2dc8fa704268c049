//! One scenario on every model, quality ladders, the price book as a market, and the day of prices: each
//! held against a plan of its own, a single call, or a figure that the providers print.

mod bills;
mod choices;
mod day;
mod ladder;
mod laws;
mod lines;
mod market;
mod reasons;

use image_budget::model::compare::{Candidate, Comparison};
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use image_budget::model::scenario::Scenario;
use image_budget::store::presets;
use rust_decimal::Decimal;

use crate::common::{self, BOOK, today};

/// Only generated square images at medium quality, and nothing goes wrong.
const PLAIN: [&str; 10] = [
    "size=1024x1024",
    "quality=medium",
    "edit_share=0",
    "image_to_image_share=0",
    "prompt_tokens=0",
    "server_error_rate=0",
    "timeout_rate=0",
    "input_block_rate=0",
    "output_block_rate=0",
    "invalid_request_rate=0",
];

/// Those images, with more settings over them.
fn plain(more: &[&str]) -> Scenario {
    common::scenario(&[PLAIN.as_slice(), more].concat())
}

/// The scenario on every model, at the prices of the tests' day.
fn compared(scenario: &Scenario) -> Comparison {
    Comparison::of(&BOOK, scenario, today(), None)
}

#[track_caller]
fn on<'a>(found: &'a Comparison, id: &str) -> &'a Candidate {
    let candidate = found.candidates.iter().find(|candidate| candidate.model.id == id);
    candidate.unwrap_or_else(|| panic!("{id} is no candidate: {:?}", reason(found, id)))
}

/// Why a model cannot do it; none where it can.
fn reason<'a>(found: &'a Comparison, id: &str) -> Option<&'a str> {
    found.impossible.iter().find(|impossible| impossible.model.id == id).map(|impossible| impossible.why.as_str())
}

fn changes(candidate: &Candidate) -> Vec<String> {
    candidate.changes.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn bill(scenario: &Scenario) -> Decimal {
    let plan = Plan::new(&BOOK, scenario, today()).unwrap_or_else(|problems| panic!("{problems:?}"));
    Estimate::of(&plan).unwrap().expected
}

/// The scenario with settings over it.
#[track_caller]
fn with(scenario: &Scenario, settings: &[&str]) -> Scenario {
    let mut scenario = scenario.clone();
    for setting in settings {
        scenario.apply(setting).unwrap_or_else(|error| panic!("{error}"));
    }
    scenario
}

/// The scenario with what a candidate sets, by the names that a file or `--set` uses.
fn taken(scenario: &Scenario, candidate: &Candidate) -> Scenario {
    let mut then = scenario.clone();
    for (place, value) in &candidate.values {
        then.apply(&format!("{}={value}", scenario.key_of(*place))).unwrap();
    }
    then
}

/// A shipped preset.
fn preset(key: &str) -> Scenario {
    presets::shipped().unwrap().into_iter().find(|preset| preset.key == key).unwrap().scenario
}
