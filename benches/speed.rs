//! Speed of an answer, each beside the floor it is compared with.

mod floor;

use image_budget::figures::Figures;
use image_budget::model::assumption::{Key, Scale};
use image_budget::model::book::Book;
use image_budget::model::compare::Comparison;
use image_budget::model::day::Day;
use image_budget::model::estimate::Estimate;
use image_budget::model::opinion::{judge, litellm};
use image_budget::model::plan::Plan;
use image_budget::model::price::Bound;
use image_budget::model::scenario::{Place, Scenario};
use image_budget::model::stats::curve::{Curve, Span};
use image_budget::model::stats::draws::{Columns, Effort};
use image_budget::model::stats::drivers::{Drivers, Measure};
use image_budget::model::stats::goal::{Goal, Metric};
use image_budget::model::stats::map::Map;
use image_budget::model::stats::spread::Spread;
use image_budget::outcome::{Answer, CURVE_POINTS, PlotQuestion, Question};
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

/// A shipped preset, or the default scenario.
fn named(preset: &str) -> Scenario {
    match preset {
        "default" => scenario(),
        "ranged" => ranged(),
        key => presets::shipped().unwrap().into_iter().find(|preset| preset.key == key).unwrap().scenario,
    }
}

/// The default scenario with five ranges.
fn ranged() -> Scenario {
    let mut scenario = scenario();
    for setting in [
        "images=8000..10000..15000",
        "edit_share=0.1..0.2..0.4",
        "server_error_rate=0.005..0.02..0.08",
        "billed.timeout=0..0.5..1",
        "price.change=-0.1..0..0.2",
    ] {
        scenario.apply(setting).unwrap();
    }
    scenario
}

fn today() -> Day {
    "2026-11-22".parse().unwrap()
}

fn place(key: Key) -> Place {
    Place::of(key, 0)
}

/// One plot with the headline, the tree and the range, after one slider move.
fn answer(bencher: divan::Bencher<'_, '_>, scenario: Scenario, plot: PlotQuestion, effort: Effort) {
    let book = book();
    let question = Question { scenario, day: today(), effort, plot };
    let mut columns = Columns::default();
    bencher.bench_local(|| Answer::of(&book, divan::black_box(&question), &mut columns, None).unwrap());
}

/// The screen with the spend curve of 512 points and its band.
#[divan::bench(args = ["default", "ranged", "banners", "one-dollar-trial", "marketing-year"])]
fn screen_with_curve(bencher: divan::Bencher<'_, '_>, preset: &str) {
    answer(bencher, named(preset), PlotQuestion::Curve(place(Key::Images), Scale::Linear), Effort::Full);
}

/// The same while a slider is dragged.
#[divan::bench]
fn screen_with_curve_while_dragging(bencher: divan::Bencher<'_, '_>) {
    answer(bencher, ranged(), PlotQuestion::Curve(place(Key::Images), Scale::Linear), Effort::Quick);
}

/// The screen without a plot's own data: headline, tree, range, biggest driver.
#[divan::bench(args = ["default", "ranged", "one-dollar-trial"])]
fn screen_with_figures(bencher: divan::Bencher<'_, '_>, preset: &str) {
    answer(bencher, named(preset), PlotQuestion::Figures, Effort::Full);
}

/// The drivers beyond that.
#[divan::bench(args = ["default", "ranged"])]
fn drivers(bencher: divan::Bencher<'_, '_>, preset: &str) {
    let (book, scenario) = (book(), named(preset));
    let plan = plan(&scenario);
    bencher.bench_local(|| {
        Drivers::of(&book, &scenario, divan::black_box(&plan), Measure::Expected, Effort::Full).unwrap()
    });
}

/// The map of 64 x 64 beyond that.
#[divan::bench(args = ["default", "ranged"])]
fn map(bencher: divan::Bencher<'_, '_>, preset: &str) {
    let (book, scenario) = (book(), named(preset));
    let plan = plan(&scenario);
    let span = |key| Span::around(&scenario, place(key), 64).unwrap();
    let (x, y) = (span(Key::Images), span(Key::EditShare));
    bencher.bench_local(|| Map::of(&book, &scenario, divan::black_box(&plan), x.clone(), y.clone()).unwrap());
}

/// Everything that any tab shows, one after the other: headline, tree, range, curve with band,
/// distribution, drivers, map.
#[divan::bench(args = ["default", "ranged"])]
fn everything(bencher: divan::Bencher<'_, '_>, preset: &str) {
    let (book, scenario) = (book(), named(preset));
    let mut columns = Columns::default();
    let span = |key, points| Span::around(&scenario, place(key), points).unwrap();
    let curve = span(Key::Images, CURVE_POINTS);
    let (x, y) = (span(Key::Images, 64), span(Key::EditShare, 64));
    bencher.bench_local(|| {
        let plan = Plan::new(&book, divan::black_box(&scenario), today()).unwrap();
        let figures = Figures::of(&book, &scenario, plan, Effort::Full, &mut columns).unwrap();
        let curve = Curve::of(&book, &scenario, today(), curve.clone(), Some(&figures.spread)).unwrap();
        let map = Map::of(&book, &scenario, &figures.plan, x.clone(), y.clone()).unwrap();
        let histogram = figures.spread.histogram(60);
        (figures, curve, map, histogram)
    });
}

/// Floor: 16,384 draws of the same five ranges by hand, from columns that are ready: the default
/// scenario's formulas written out for its three lanes, eight
/// side by side, a normal stroke of luck, and three quantiles by selection.
#[divan::bench]
fn floor_draws(bencher: divan::Bencher<'_, '_>) {
    let draws = floor::Draws::new(&plan(&scenario()));
    let mut bills = vec![0.0; floor::DRAWS];
    bencher.bench_local(|| draws.quantiles(divan::black_box(&mut bills)));
}

/// The same draws and quantiles by the program.
#[divan::bench]
fn draws(bencher: divan::Bencher<'_, '_>) {
    let (book, mut scenario) = (book(), ranged());
    // The floor does not look for the most images either.
    scenario.apply("budget=none").unwrap();
    let plan = plan(&scenario);
    let mut columns = Columns::default();
    bencher.bench_local(|| {
        let spread = Spread::of(&book, &scenario, divan::black_box(&plan), Effort::Full, &mut columns).unwrap();
        spread.range()
    });
}

/// Goal seek, ways to save and lines that compete: not made while a slider is dragged.
#[divan::bench(args = ["ranged", "banners"])]
fn what_fits(bencher: divan::Bencher<'_, '_>, preset: &str) {
    let mut scenario = named(preset);
    scenario.apply("budget=300").unwrap();
    let goal = Goal { metric: Metric::Quantile(0.95), usd: 300.into() };
    answer(bencher, scenario, PlotQuestion::Fit(Some(goal), place(Key::Images)), Effort::Full);
}

/// A scenario on every model of the book; the last has two lines.
#[divan::bench(args = ["default", "product-photos", "marketing-year"])]
fn compare_all_models(bencher: divan::Bencher<'_, '_>, preset: &str) {
    let (book, scenario) = (book(), named(preset));
    bencher.bench_local(|| Comparison::of(&book, divan::black_box(&scenario), today(), None));
}

/// Reading and checking the shipped price book.
#[divan::bench]
fn load_the_book() -> Book {
    book()
}

/// Floor: a list of 4,500 prices read as JSON of any kind, in floating point.
#[divan::bench]
fn floor_json_of_4500_entries(bencher: divan::Bencher<'_, '_>) {
    let text = floor::price_list(4_500);
    bencher.bench_local(|| floor::read_as_values(divan::black_box(&text)));
}

/// The same list read digit by digit and compared with the price book.
#[divan::bench]
fn import_of_4500_entries(bencher: divan::Bencher<'_, '_>) {
    let (book, text) = (book(), floor::price_list(4_500));
    bencher.bench_local(|| {
        let mut import = litellm::read(divan::black_box(&text)).unwrap();
        for entry in &mut import.entries {
            // Under its first name every entry is looked up and compared.
            let name = entry.key.find('#').unwrap_or(entry.key.len());
            entry.key.truncate(name);
        }
        judge(&book, &import.entries, today())
    });
}
