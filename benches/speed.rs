//! Speed of an answer, each beside the floor it is compared with.

use image_budget::model::book::Book;
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use image_budget::model::price::Bound;
use image_budget::model::scenario::{Place, Scenario};
use image_budget::outcome::{Answer, Question};
use image_budget::store::{books, presets};

fn main() {
    divan::main();
}

fn scenario() -> Scenario {
    presets::default_scenario()
}

fn book() -> Book {
    books::shipped().0
}

fn plan(scenario: &Scenario) -> Plan {
    Plan::new(&book(), scenario, "2026-11-22".parse().unwrap()).unwrap()
}

/// Floor: the mean of the default scenario in floating point, from numbers that are ready.
#[divan::bench]
fn floor_mean_in_f64(bencher: divan::Bencher<'_, '_>) {
    let terms = plan(&scenario()).terms::<f64>(Bound::Expected).unwrap();
    bencher.bench_local(|| divan::black_box(&terms).iter().map(|line| line.mean().unwrap()).sum::<f64>());
}

/// The mean in exact decimals, from numbers that are ready.
#[divan::bench]
fn exact_mean(bencher: divan::Bencher<'_, '_>) {
    let terms = plan(&scenario()).terms::<rust_decimal::Decimal>(Bound::Expected).unwrap();
    bencher.bench_local(|| {
        divan::black_box(&terms).iter().map(|line| line.mean().unwrap()).sum::<rust_decimal::Decimal>()
    });
}

/// One exact evaluation: mean and variance in exact decimals, from numbers that are ready.
#[divan::bench]
fn exact_mean_and_variance(bencher: divan::Bencher<'_, '_>) {
    let terms = plan(&scenario()).terms::<rust_decimal::Decimal>(Bound::Expected).unwrap();
    bencher
        .bench_local(|| divan::black_box(&terms).iter().map(|line| line.cumulants::<3>().unwrap()).collect::<Vec<_>>());
}

/// The whole exact answer: expected bill, floor, ceiling, variance, counts and every line item.
#[divan::bench]
fn exact_estimate_with_tree(bencher: divan::Bencher<'_, '_>) {
    let plan = plan(&scenario());
    bencher.bench_local(|| Estimate::of(divan::black_box(&plan)).unwrap());
}

/// Checking a scenario and looking its prices up.
#[divan::bench]
fn plan_from_scenario(bencher: divan::Bencher<'_, '_>) {
    let (book, scenario) = (book(), scenario());
    let day = "2026-11-22".parse().unwrap();
    bencher.bench_local(|| Plan::new(&book, divan::black_box(&scenario), day).unwrap());
}

/// Everything on the screen after one slider move.
#[divan::bench(args = ["default", "banners", "one-dollar-trial", "marketing-year"])]
fn whole_answer(bencher: divan::Bencher<'_, '_>, preset: &str) {
    let book = book();
    let scenario = match preset {
        "default" => scenario(),
        key => presets::shipped().unwrap().into_iter().find(|preset| preset.key == key).unwrap().scenario,
    };
    let place = Place { line: Some(0), key: image_budget::model::assumption::Key::Images };
    let scale = image_budget::model::assumption::Scale::Linear;
    let question = Question { scenario, day: "2026-11-22".parse().unwrap(), curve_over: place, curve_scale: scale };
    bencher.bench_local(|| Answer::of(&book, divan::black_box(&question)).unwrap());
}

/// Reading and checking the shipped price book.
#[divan::bench]
fn load_the_book() -> Book {
    book()
}
