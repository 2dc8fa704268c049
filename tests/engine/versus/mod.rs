//! Two scenarios side by side: what differs, item by item, and the bridge between their bills.

mod laws;
mod lines;
mod values;
mod worked;

use std::sync::{Arc, LazyLock};

use image_budget::model::assumption::{Key, Value};
use image_budget::model::book::Book;
use image_budget::model::scenario::{Line, Scenario};
use image_budget::model::versus::{Bills, Cause, Versus};
use image_budget::store::books;
use rust_decimal::Decimal;

use crate::common::{self, CERTAIN, today};

/// The shipped prices.
static BOOK: LazyLock<Arc<Book>> = LazyLock::new(|| Arc::new(books::shipped().0));

/// A thousand generated images at four cents of the user's own, of which nothing goes wrong: $40.
fn forty_dollars() -> Scenario {
    let mut scenario = common::scenario(&CERTAIN);
    set(&mut scenario, &["images=1000", "price.generate=0.04"]);
    scenario
}

fn set(scenario: &mut Scenario, settings: &[&str]) {
    for setting in settings {
        scenario.apply(setting).unwrap_or_else(|e| panic!("{e}"));
    }
}

fn with(scenario: &Scenario, settings: &[&str]) -> Scenario {
    let mut scenario = scenario.clone();
    set(&mut scenario, settings);
    scenario
}

/// A line of generated images at a price.
fn line(name: &str, images: i64, usd: &str) -> Line {
    let mut line = Line { name: name.into(), values: forty_dollars().lines[0].values.clone() };
    line.values.set(Key::Images, Value::Number(images.into()));
    line.values.set(Key::PriceGenerate, Value::Number(common::d(usd)));
    line
}

fn lines(lines: Vec<Line>) -> Scenario {
    Scenario { name: "test".into(), lines, ..Scenario::default() }
}

fn versus(a: &Scenario, b: &Scenario) -> Versus {
    Versus::of(&BOOK, a, b, today())
}

fn bills(a: &Scenario, b: &Scenario) -> Bills {
    versus(a, b).bills.unwrap_or_else(|e| panic!("{e:?}"))
}

/// The steps of the bridge: causes and USD.
fn steps(a: &Scenario, b: &Scenario) -> Vec<(Vec<Cause>, Decimal)> {
    bills(a, b).bridge.steps.into_iter().map(|step| (step.causes, step.amount)).collect()
}
