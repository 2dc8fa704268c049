//! Ranges and luck together, against exact moments, published simulations, and a simulation of every
//! attempt that is written here anew.

mod band;
mod draws;
mod laws;
mod reference;
mod simulation;

use image_budget::model::plan::Plan;
use image_budget::model::scenario::Scenario;
use image_budget::model::stats::draws::{Columns, Effort};
use image_budget::model::stats::spread::Spread;

use crate::common::{BOOK, scenario, today};

fn spread_with(scenario: &Scenario, effort: Effort) -> Spread {
    let plan = Plan::new(&BOOK, scenario, today()).unwrap_or_else(|problems| panic!("{problems:?}"));
    Spread::of(&BOOK, scenario, &plan, effort, &mut Columns::default()).unwrap_or_else(|e| panic!("{e:?}"))
}

fn spread(scenario: &Scenario) -> Spread {
    spread_with(scenario, Effort::Full)
}

#[track_caller]
fn near(what: &str, found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance * wanted.abs(), "{what}: {found}, not {wanted}");
}

const PLAIN: [&str; 7] = [
    "model=custom",
    "price.generate=0.05",
    "edit_share=0",
    "image_to_image_share=0",
    "input_block_rate=0",
    "invalid_request_rate=0",
    "timeout_rate=0",
];

fn plain(settings: &[&str]) -> Scenario {
    scenario(&[PLAIN.as_slice(), settings].concat())
}
