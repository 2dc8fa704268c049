//! What fits an amount and what moves it: goal seek, ways to save, two lines that compete, drivers and
//! the map, each held against a fresh estimate or a number worked out by hand; the sentences that say
//! so; and ranges and locks as a file keeps them.

mod drivers;
mod files;
mod likely;
mod map;
mod seek;
mod trade;
mod ways;
mod words;

use image_budget::figures::Figures;
use image_budget::model::assumption::Value;
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use image_budget::model::scenario::{Place, Scenario};
use image_budget::model::stats::draws::{Columns, Effort};
use image_budget::model::stats::goal::{Goal, SeekError, Sought, seek};
use image_budget::model::stats::spread::Spread;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::common::{BOOK, CERTAIN, scenario, today};

/// A shipped model with the luck of the default failure rates.
const SHIPPED: [&str; 2] = ["size=1024x1024", "quality=medium"];

/// Own prices, every step from gross to bill, a schedule, images counted as kept.
const RULES: [&str; 19] = [
    "model=custom",
    "price.generate=0.04",
    "price.edit=0.07",
    "price.image_to_image=0.06",
    "price.batch_discount=0.4",
    "batch_share=0.3",
    "images=5000",
    "server_error_rate=0.05",
    "billed.server_error=0.5",
    "timeout_rate=0.02",
    "duplicate_rate=0.03",
    "acceptance_rate=0.8",
    "count_basis=kept",
    "discount=0.1",
    "volume_tiers=0:0,100:0.1",
    "credit=20",
    "tax_rate=0.2",
    "months=3",
    "monthly_growth=0.1",
];

fn certain(more: &[&str]) -> Scenario {
    scenario(&[CERTAIN.as_slice(), &["price.generate=0.05"], more].concat())
}

fn shipped(more: &[&str]) -> Scenario {
    scenario(&[SHIPPED.as_slice(), more].concat())
}

/// Two lines, drafts and finals; the second has the settings of the first with its own over them.
fn two_lines(drafts: &[&str], finals: &[&str]) -> Scenario {
    let mut both = scenario(drafts);
    both.lines[0].name = "drafts".into();
    let mut line = both.lines[0].clone();
    line.name = "finals".into();
    both.lines.push(line);
    for setting in finals {
        both.apply(&format!("finals.{setting}")).unwrap_or_else(|error| panic!("{error}"));
    }
    both
}

/// Four thousand drafts at two cents are $80, six hundred finals at ten cents $60.
fn drafts_and_finals(budget: &str) -> Scenario {
    let drafts = [CERTAIN.as_slice(), &["images=4000", "price.generate=0.02", budget]].concat();
    two_lines(&drafts, &["images=600", "price.generate=0.1"])
}

fn plan(subject: &Scenario) -> Plan {
    Plan::new(&BOOK, subject, today()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn estimate(subject: &Scenario) -> Estimate {
    Estimate::of(&plan(subject)).unwrap_or_else(|error| panic!("{error}"))
}

fn bill(subject: &Scenario) -> Decimal {
    estimate(subject).expected
}

fn spread(subject: &Scenario) -> Spread {
    spread_with(subject, Effort::Quick)
}

fn spread_with(subject: &Scenario, effort: Effort) -> Spread {
    Spread::of(&BOOK, subject, &plan(subject), effort, &mut Columns::default())
        .unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn figures(subject: &Scenario) -> Figures {
    Figures::of(&BOOK, subject, plan(subject), Effort::Full, &mut Columns::default())
        .unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The scenario with one value changed.
fn with(subject: &Scenario, place: Place, value: &Value) -> Scenario {
    let mut changed = subject.clone();
    changed.set(place, value.clone());
    changed
}

fn place(subject: &Scenario, name: &str) -> Place {
    subject.place(name).unwrap_or_else(|error| panic!("{error}"))
}

fn float(exact: Decimal) -> f64 {
    exact.to_f64().unwrap()
}

#[track_caller]
fn near(what: &str, found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance * wanted.abs(), "{what}: {found}, not {wanted}");
}

fn try_seek(subject: &Scenario, goal: Goal, by: &str) -> Result<Sought, SeekError> {
    seek(&BOOK, subject, today(), goal, place(subject, by), Effort::Quick)
}

fn goal(text: &str) -> Goal {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn found(subject: &Scenario, goal: Goal, by: &str) -> Sought {
    try_seek(subject, goal, by).unwrap_or_else(|error| panic!("{by}: {error}"))
}
