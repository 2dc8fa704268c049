//! Speed of files, share codes and exports of a plan of ten lines.

use image_budget::export::{self, Subject};
use image_budget::figures::Figures;
use image_budget::model::book::Book;
use image_budget::model::day::Day;
use image_budget::model::plan::Plan;
use image_budget::model::scenario::Scenario;
use image_budget::model::snapshot::Snapshot;
use image_budget::model::stats::draws::{Columns, Effort};
use image_budget::store::{books, presets, scenario_file, share};

fn main() {
    divan::main();
}

fn book() -> Book {
    books::shipped().0
}

fn today() -> Day {
    "2026-11-22".parse().unwrap()
}

/// Ten lines of work, each with a count of its own.
fn ten() -> Scenario {
    let mut scenario = presets::default_scenario();
    let first = scenario.lines[0].clone();
    for n in 1..10 {
        let mut line = first.clone();
        line.name = format!("line {n}");
        scenario.lines.push(line);
        scenario.apply(&format!("line {n}.images={}", 1_000 * n)).unwrap();
    }
    scenario
}

/// Writing the file, with the prices that the plan uses, and its backup, to the disk.
#[divan::bench]
fn save(bencher: divan::Bencher<'_, '_>) {
    let (book, scenario, folder) = (book(), ten(), tempfile::tempdir().unwrap());
    let path = folder.path().join("ten.ron");
    bencher.bench_local(|| {
        let prices = Snapshot::of(&book, &scenario, today());
        scenario_file::save(&path, &scenario, prices.as_deref()).unwrap();
    });
}

/// Reading it again, with what has become of its prices.
#[divan::bench]
fn open(bencher: divan::Bencher<'_, '_>) {
    let (book, scenario, folder) = (book(), ten(), tempfile::tempdir().unwrap());
    let path = folder.path().join("ten.ron");
    scenario_file::save(&path, &scenario, Snapshot::of(&book, &scenario, today()).as_deref()).unwrap();
    bencher.bench_local(|| {
        let opened = scenario_file::open(&path).unwrap();
        opened.snapshot.unwrap().against(&book, today())
    });
}

/// A share code, there and back.
#[divan::bench]
fn share_code(bencher: divan::Bencher<'_, '_>) {
    let scenario = ten();
    bencher.bench_local(|| share::read(&share::write(&scenario, None, today()).unwrap()).unwrap());
}

/// An export of an answer that is there.
fn export(bencher: divan::Bencher<'_, '_>, write: impl Fn(&Subject<'_>) -> usize) {
    let (book, scenario) = (book(), ten());
    let plan = Plan::new(&book, &scenario, today()).unwrap();
    let figures = Figures::of(&book, &scenario, plan, Effort::Full, &mut Columns::default()).unwrap();
    let subject = Subject {
        book: &book,
        scenario: &scenario,
        day: today(),
        drift: None,
        made_on: today(),
        known: Some(&figures),
        warnings: &[],
    };
    bencher.bench_local(|| write(&subject));
}

/// The one-page report, with its curve and drivers.
#[divan::bench]
fn export_html(bencher: divan::Bencher<'_, '_>) {
    export(bencher, |subject| export::html::report(subject).len());
}

/// The table.
#[divan::bench]
fn export_csv(bencher: divan::Bencher<'_, '_>) {
    export(bencher, |subject| export::csv::estimate(subject).unwrap().len());
}

/// Every figure.
#[divan::bench]
fn export_json(bencher: divan::Bencher<'_, '_>) {
    export(bencher, |subject| export::json::estimate(subject).to_string().len());
}
