//! What fits an amount and what moves it: goal seek, ways to save, two lines that compete, drivers and
//! the map, each held against a fresh estimate or a number worked out by hand; the sentences that say
//! so; and ranges and locks as a file keeps them.

mod common;

use std::sync::LazyLock;

use common::{BOOK, d, scenario, today};
use image_budget::figures::{BudgetView, Figures, Range as Quantiles};
use image_budget::model::assumption::{Key, Kind, Range, Scale, Shape, TABLE, Value};
use image_budget::model::estimate::Estimate;
use image_budget::model::outcome::Outcome;
use image_budget::model::plan::Plan;
use image_budget::model::scenario::{Place, Scenario};
use image_budget::model::stats::curve::Span;
use image_budget::model::stats::draws::{Columns, Effort};
use image_budget::model::stats::drivers::{Drivers, Measure, Swing};
use image_budget::model::stats::goal::{End, Goal, Metric, SeekError, Sought, seek};
use image_budget::model::stats::map::Map;
use image_budget::model::stats::spread::Spread;
use image_budget::model::stats::trade::trade;
use image_budget::model::stats::ways::{Way, ways};
use image_budget::sentence;
use image_budget::store::scenario_file;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// Only generated images at five cents, and nothing goes wrong.
const CERTAIN: [&str; 9] = [
    "model=custom",
    "price.generate=0.05",
    "edit_share=0",
    "image_to_image_share=0",
    "server_error_rate=0",
    "timeout_rate=0",
    "input_block_rate=0",
    "output_block_rate=0",
    "invalid_request_rate=0",
];

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

/// A shipped model with ranges.
const RANGES: [&str; 6] = [
    "size=1024x1024",
    "quality=high",
    "images=8000..10000..15000",
    "edit_share=0.1..0.3..0.4",
    "price.change=-0.1..0..0.3",
    "timeout_rate=0..0.005..0.05",
];

fn certain(more: &[&str]) -> Scenario {
    scenario(&[CERTAIN.as_slice(), more].concat())
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

/// What goal seek found, as a number.
#[track_caller]
fn found_number(sought: &Sought) -> Decimal {
    match &sought.value {
        Value::Number(number) => *number,
        other => panic!("{other} is not a number"),
    }
}

#[test]
fn the_most_images_within_an_amount_are_whole_and_exact() {
    let subject = certain(&["images=500"]);
    for (wanted, images) in [
        ("expected=100", 2_000),
        ("expected=99.99", 1_999),
        ("p95=100", 2_000),
        ("p95=99.99", 1_999),
        ("expected=0.05", 1),
        ("expected=0.04", 0),
    ] {
        let images = Decimal::from(images);
        let sought = found(&subject, goal(wanted), "images");
        assert_eq!((sought.end, found_number(&sought)), (End::Met, images), "{wanted}");
        assert_eq!(sought.bill.expected, images * d("0.05"), "{wanted}");
        assert!(sought.options.is_empty(), "a count is no choice");
    }
}

#[test]
fn one_image_more_than_fits_passes_the_goal() {
    let luck = shipped(&[]);
    let ranges = shipped(&["price.change=-0.1..0..0.3", "server_error_rate=0..0.02..0.1"]);
    for (subject, metric, q) in
        [(&luck, "p95", 0.95), (&luck, "p50", 0.5), (&ranges, "p95", 0.95), (&ranges, "p90", 0.9)]
    {
        let sought = found(subject, goal(&format!("{metric}=600")), "images");
        let images = found_number(&sought);
        let bill = |images: Decimal| spread(&with(subject, sought.place, &Value::Number(images))).quantile(q);
        let (here, beyond) = (bill(images), bill(images + Decimal::ONE));
        assert!(sought.end == End::Met && images.fract().is_zero(), "{metric}: {images}");
        assert!(here <= 600.000_001 && beyond > 600.0, "{metric}: {here} at {images} images, then {beyond}");
        near(metric, float(sought.bill.usd), here, 1e-8);
    }
    let images = |subject: &Scenario| found_number(&found(subject, goal("p95=600"), "images"));
    assert!(images(&ranges) < images(&luck), "what is not known costs room");
}

#[test]
fn the_most_images_of_a_budget_are_what_goal_seek_finds() {
    for budget in ["600", "2500"] {
        let subject = shipped(&[&format!("budget={budget}")]);
        let most = figures(&subject).budget.and_then(|budget| budget.most_images).unwrap();
        assert_eq!(found_number(&found(&subject, goal(&format!("p95={budget}")), "images")), Decimal::from(most));
    }
}

/// Assumption, what else is set, goal, value. Two thousand images are $100; the bill then is:
const BY_HAND: [(&str, &[&str], &str, &str); 14] = [
    // 100 - 50 share
    ("batch_share", &["price.batch_discount=0.5"], "75", "0.5"),
    ("batch_share", &["price.batch_discount=0.5"], "66.66", "0.6668"),
    // 100 (1 + rate): what fails is billed, and tried once more
    ("server_error_rate", &["max_attempts=2", "billed.server_error=1"], "110", "0.1"),
    // 100 (1 - rate): what fails costs nothing and is given up
    ("server_error_rate", &["retry.server_error=false", "billed.server_error=0"], "90", "0.1"),
    // 100 (0.8 + 0.2 share)
    ("billed.server_error", &["server_error_rate=0.2", "retry.server_error=false"], "95", "0.75"),
    // 100 (1 + rate)
    ("duplicate_rate", &[], "120", "0.2"),
    // 100 (1 + share)
    ("edit_share", &["price.edit=0.1"], "150", "0.5"),
    // 100 / rate
    ("acceptance_rate", &["count_basis=kept"], "200", "0.5"),
    // 100 (1 - discount)
    ("discount", &[], "75", "0.25"),
    ("discount", &[], "60.06", "0.3994"),
    // 100 (1 + tax), 100 (1 + change)
    ("tax_rate", &[], "130", "0.3"),
    ("price.change", &[], "130", "0.3"),
    // 2000 price, 100 - credit
    ("price.generate", &[], "75", "0.0375"),
    ("credit", &[], "75", "25"),
];

#[test]
fn shares_rates_and_prices_are_found_whether_the_bill_rises_or_falls_with_them() {
    for (key, more, usd, wanted) in BY_HAND {
        let subject = certain(&[&["images=2000"][..], more].concat());
        let sought = found(&subject, goal(&format!("expected={usd}")), key);
        let (usd, wanted) = (d(usd), d(wanted));
        assert_eq!((sought.end, found_number(&sought)), (End::Met, wanted), "{key} for {usd}");
        let at = |x: Decimal| bill(&with(&subject, sought.place, &Value::Number(x)));
        assert_eq!(sought.bill.usd, at(wanted), "{key} for {usd}");
        assert!(at(wanted) <= usd, "{key} for {usd}: {}", at(wanted));
        let step = Decimal::new(1, 5);
        let sides = [at(wanted - step), at(wanted + step)];
        assert_eq!(sides.iter().filter(|bill| **bill > usd).count(), 1, "{key} for {usd}: {sides:?} on its sides");
    }
}

#[test]
fn attempts_are_sought_in_whole_steps_and_what_no_value_reaches_is_said() {
    // Every second attempt fails and is billed: 100 (2 - 2^(1 - attempts)) dollars.
    let subject = certain(&[
        "images=1000",
        "price.generate=0.1",
        "server_error_rate=0.5",
        "billed.server_error=1",
        "max_attempts=20",
    ]);
    for (usd, end, attempts, comes_to) in [
        ("180", End::Met, "3", "175"),
        ("150", End::Met, "2", "150"),
        ("149", End::Met, "1", "100"),
        ("99", End::NeverWithin, "1", "100"),
        ("300", End::AlwaysWithin, "20", "199.99980926513671875"),
    ] {
        let sought = found(&subject, goal(&format!("expected={usd}")), "max_attempts");
        assert_eq!((sought.end, found_number(&sought)), (end, d(attempts)), "{usd}");
        assert_eq!((sought.bill.usd, sought.bill.expected), (d(comes_to), d(comes_to)), "{usd}");
    }
    // Without batch the bill is $100, and the batch tier only makes it less.
    let cheaper = certain(&["images=2000", "price.batch_discount=0.5"]);
    let always = found(&cheaper, goal("expected=1000"), "batch_share");
    assert_eq!((always.end, found_number(&always), always.bill.usd), (End::AlwaysWithin, Decimal::ZERO, d("100")));
    let never = found(&cheaper, goal("expected=49"), "batch_share");
    assert_eq!((never.end, found_number(&never), never.bill.usd), (End::NeverWithin, Decimal::ONE, d("50")));
}

#[test]
fn a_choice_is_the_dearest_within_the_goal_and_every_option_is_told() {
    let subject = shipped(&[]);
    let model = BOOK.find("openai/gpt-image-2").unwrap();
    let sizes: Vec<String> = model.sizes.iter().map(ToString::to_string).collect();
    for (key, words) in [("quality", model.qualities.clone()), ("size", sizes)] {
        let place = place(&subject, key);
        let cost = |word: &String| bill(&with(&subject, place, &Value::Text(word.clone())));
        let legal: Vec<(String, Decimal)> = words.iter().map(|word| (word.clone(), cost(word))).collect();
        assert!(legal.len() >= 3);
        for (word, usd) in &legal {
            let sought = found(&subject, Goal { metric: Metric::Expected, usd: *usd }, key);
            let told = sought.options.iter().map(|(value, figure)| (value.to_string(), figure.usd));
            assert_eq!(told.collect::<Vec<_>>(), legal, "{key}");
            // Of two sizes that cost the same, either will do.
            assert_eq!(sought.bill.usd, *usd, "{word}");
            assert_eq!(cost(&sought.value.to_string()), *usd, "{word}");
            let dearest = legal.iter().all(|(_, other)| other <= usd);
            assert_eq!(sought.end, if dearest { End::AlwaysWithin } else { End::Met }, "{word}");
        }
        let cheapest = legal.iter().map(|(_, usd)| *usd).min().unwrap();
        let below = Goal { metric: Metric::Expected, usd: cheapest - Decimal::new(1, 2) };
        let sought = found(&subject, below, key);
        assert_eq!((sought.end, sought.bill.usd), (End::NeverWithin, cheapest), "{key}");
    }
}

#[test]
fn a_choice_for_a_quantile_is_told_with_its_quantiles() {
    let subject = shipped(&["price.change=-0.1..0..0.3"]);
    let sought = found(&subject, goal("p90=600"), "quality");
    assert_eq!(sought.options.len(), 3);
    for (value, figure) in &sought.options {
        let at = with(&subject, sought.place, value);
        near("P90", float(figure.usd), spread(&at).quantile(0.9), 1e-7);
        assert_eq!(figure.expected, bill(&at));
    }
    // Medium is $552 at today's prices, and passes $600 more than one time in ten.
    assert_eq!((sought.end, sought.value), (End::Met, Value::Text("low".into())));
}

#[test]
fn a_range_is_sought_as_one_value_and_stays_as_it_was() {
    let subject = certain(&["images=100..500..2500"]);
    for (wanted, images) in [("p95=100", "2000"), ("expected=99.99", "1999")] {
        let sought = found(&subject, goal(wanted), "images");
        assert_eq!((sought.end, found_number(&sought)), (End::Met, d(images)), "{wanted}");
    }
    assert_eq!(subject, certain(&["images=100..500..2500"]));
}

#[test]
fn switches_and_the_qualities_of_edits_are_choices_too() {
    let subject = shipped(&["server_error_rate=0.2", "billed.server_error=1"]);
    for (key, count) in [("retry.server_error", 2), ("count_basis", 2), ("edit_quality", 3)] {
        let sought = found(&subject, goal("expected=600"), key);
        assert_eq!(sought.options.len(), count, "{key}");
        for (value, figure) in &sought.options {
            let fresh = bill(&with(&subject, place(&subject, key), value));
            assert_eq!(figure.usd, fresh, "{key} at {value}");
        }
    }
}

#[test]
fn what_is_locked_or_does_not_move_the_bill_is_not_sought() {
    let mut subject = shipped(&["budget=600"]);
    let why = |subject: &Scenario, key: &str| match try_seek(subject, goal("expected=500"), key) {
        Err(SeekError::Cannot(what)) => what,
        other => panic!("{key}: {other:?}"),
    };
    for (key, says) in [
        ("budget", "budget does not move the bill"),
        ("budget_confidence", "budget_confidence does not move the bill"),
        ("volume_tiers", "volume_tiers has no numbers or choices"),
        ("model", "model has no numbers or choices"),
        ("edit_model", "edit_model has no numbers or choices"),
    ] {
        assert!(why(&subject, key).contains(says), "{}", why(&subject, key));
    }
    for key in ["images", "quality", "discount"] {
        found(&subject, goal("expected=500"), key);
        let here = place(&subject, key);
        subject.lock(here, true);
        let says = why(&subject, key);
        assert!(says.contains(key) && says.contains("locked"), "{says}");
        subject.lock(here, false);
        found(&subject, goal("expected=500"), key);
    }
    let missing = Place { line: Some(7), key: Key::Images };
    let nowhere = seek(&BOOK, &subject, today(), goal("expected=500"), missing, Effort::Quick);
    assert!(matches!(nowhere, Err(SeekError::Cannot(_))), "{nowhere:?}");
}

#[test]
fn a_goal_that_has_no_answer_anywhere_says_why() {
    let subject = shipped(&["model=openai/gpt-image-2.6-flare"]);
    let error = try_seek(&subject, goal("expected=500"), "images").unwrap_err().to_string();
    assert!(error.contains("no published token count"), "{error}");
}

#[test]
fn goals_are_read_as_people_write_them_and_anything_else_is_named() {
    for (text, metric, usd) in [
        ("expected=2500", "expected", "2500"),
        ("expected=$2,500", "expected", "2500"),
        ("p95=6000", "P95", "6000"),
        ("P50=6k", "P50", "6000"),
        ("p99.9=0.5", "P99.9", "0.5"),
        (" p5 = 1e3 ", "P5", "1000"),
    ] {
        let goal = goal(text);
        assert_eq!((goal.metric.to_string().as_str(), goal.usd), (metric, d(usd)), "{text}");
    }
    let junk = " = =5 100 p95 p95= p=5 p0=5 p100=5 p200=5 p-5=5 pNaN=5 pinf=5 mean=5 p95=abc p95=0 p95=-5 p95=none \
        p95=5..6 p95=5=6 p95=1e400";
    for junk in junk.split(' ') {
        let error = junk.parse::<Goal>().unwrap_err().to_string();
        assert!(error.contains(&format!("`{junk}` is not a goal")) && error.contains("p95=6000"), "{error}");
    }
    let long = "x".repeat(10_000).parse::<Goal>().unwrap_err().to_string();
    assert!(long.len() < 200, "{} bytes", long.len());
}

fn ways_of(subject: &Scenario) -> Vec<Way> {
    ways(&BOOK, subject, today(), Effort::Full).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The scenario with a way's first `count` changes from `skip` on.
fn changed(subject: &Scenario, way: &Way, skip: usize, count: usize) -> Scenario {
    way.changes.iter().skip(skip).take(count).fold(subject.clone(), |at, change| with(&at, change.place, &change.to))
}

/// Plans over their budget that have much to give up.
fn over_budget() -> [Scenario; 2] {
    let one = scenario(&[
        "model=openai/gpt-image-1.5",
        "size=1024x1536",
        "quality=high",
        "input_fidelity=high",
        "edit_share=0.5",
        "image_to_image_share=0.2",
        "references_per_edit=3",
        "duplicate_rate=0.05",
        "max_attempts=5",
        "server_error_rate=0.05",
        "billed.server_error=0.5",
        "budget=1800",
    ]);
    let two = two_lines(
        &["size=1024x1024", "quality=medium", "images=6000..8000..12000", "price.change=-0.1..0..0.2", "budget=500"],
        &["images=2000", "size=1536x1024", "quality=high"],
    );
    [one, two]
}

/// The same with their ways.
static OVER_BUDGET: LazyLock<Vec<(Scenario, Vec<Way>)>> = LazyLock::new(|| {
    let with_ways = |subject: Scenario| (subject.clone(), ways_of(&subject));
    over_budget().into_iter().map(with_ways).collect()
});

#[test]
fn each_way_costs_what_a_fresh_estimate_says() {
    for (subject, found) in OVER_BUDGET.iter() {
        let (now, cap) = (estimate(subject), float(plan(subject).budget.unwrap()));
        assert!(!found.is_empty());
        for way in found {
            let what: Vec<String> = way.changes.iter().map(|change| subject.key_of(change.place)).collect();
            assert!((1..=2).contains(&way.changes.len()), "{what:?}");
            for change in &way.changes {
                assert_eq!(subject.get(change.place), Some(&change.from), "{what:?}");
                assert_ne!(change.from, change.to, "{what:?}");
            }
            let at = changed(subject, way, 0, 2);
            let then = estimate(&at);
            assert_eq!((way.bill, way.saved), (then.expected, now.expected - then.expected), "{what:?}");
            assert!(way.saved > Decimal::ZERO, "{what:?}");
            assert_eq!(way.fewer_delivered, now.counts.delivered - then.counts.delivered, "{what:?}");
            let over = spread_with(&at, Effort::Full).probability_over(cap);
            assert!((way.over.unwrap() - over).abs() < 1e-12, "{what:?}: {:?}, not {over}", way.over);
            assert_eq!(way.fits, over <= 0.05, "{what:?}: {over}");
        }
    }
}

#[test]
fn ways_that_fit_come_first_and_none_comes_twice() {
    for (subject, found) in OVER_BUDGET.iter() {
        assert!(found.iter().any(|way| way.fits), "fewer images always fit");
        assert!(found.is_sorted_by_key(|way| !way.fits), "{found:?}");
        let settings = |way: &Way| {
            let setting = way.changes.iter().map(|change| format!("{}={}", subject.key_of(change.place), change.to));
            let mut sorted: Vec<String> = setting.collect();
            sorted.sort();
            sorted
        };
        let mut all: Vec<Vec<String>> = found.iter().map(settings).collect();
        all.sort();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]), "{all:?}");
        assert!(found.iter().all(|way| way.changes.len() == 1 || way.changes[0].place != way.changes[1].place));
    }
}

#[test]
fn a_pair_is_only_told_where_neither_half_does() {
    for (subject, found) in OVER_BUDGET.iter() {
        let (now, cap) = (bill(subject), float(plan(subject).budget.unwrap()));
        for pair in found.iter().filter(|way| way.changes.len() == 2) {
            for half in 0..2 {
                let alone = changed(subject, pair, half, 1);
                assert!(pair.saved > now - bill(&alone), "{pair:?}: one half saves as much");
                assert!(spread(&alone).probability_over(cap) > 0.05, "{pair:?}: one half fits alone");
            }
        }
    }
}

#[test]
fn fewer_images_are_as_many_as_fit() {
    for (subject, found) in OVER_BUDGET.iter() {
        let cap = float(plan(subject).budget.unwrap());
        let fewer: Vec<&Way> = found.iter().filter(|way| way.changes[0].place.key == Key::Images).collect();
        assert!(!fewer.is_empty());
        for way in fewer {
            let change = &way.changes[0];
            let Value::Number(images) = change.to else { panic!("{}", change.to) };
            assert!(way.fits && way.changes.len() == 1 && images.fract().is_zero(), "{way:?}");
            let more = with(subject, change.place, &Value::Number(images + Decimal::ONE));
            assert!(spread(&more).quantile(0.95) > cap, "{images} and one more fit");
        }
    }
}

#[test]
fn ways_come_in_the_order_of_what_fits_and_what_they_give_up() {
    // $110 now; $100 without duplicates, $55 in the batch tier, $50 with both.
    let subject = certain(&["images=2000", "price.batch_discount=0.5", "duplicate_rate=0.1", "budget=52.02"]);
    assert_eq!(bill(&subject), d("110"));
    let found = ways_of(&subject);
    let names = |way: &Way| way.changes.iter().map(|change| change.place.key.spec().name).collect::<Vec<_>>();
    let order: Vec<Vec<&str>> = found.iter().map(names).collect();
    assert_eq!(
        order,
        [vec!["images"], vec!["batch_share", "duplicate_rate"], vec!["batch_share"], vec!["duplicate_rate"]]
    );
    let fits: Vec<bool> = found.iter().map(|way| way.fits).collect();
    assert_eq!(fits, [true, true, false, false]);
    let bills: Vec<Decimal> = found.iter().skip(1).map(|way| way.bill).collect();
    assert_eq!(bills, [d("50"), d("55"), d("100")]);
    let saved: Vec<Decimal> = found.iter().skip(1).map(|way| way.saved).collect();
    assert_eq!(saved, [d("60"), d("55"), d("10")]);
    assert!(found.iter().skip(1).all(|way| way.fewer_delivered.is_zero()));
    // Without luck it is a division: 52.02 / 0.055 images would be 945, and luck takes some off.
    let images = found[0].changes[0].to.to_string().parse::<Decimal>().unwrap();
    assert!(d("880") < images && images < d("946"), "{images}");
    assert_eq!(found[0].fewer_delivered, d("2000") - images);
}

#[test]
fn locked_assumptions_are_never_changed() {
    for mut subject in over_budget() {
        let line = |at: usize, key: Key| Place { line: Some(at), key };
        let lines = subject.lines.len();
        for at in 0..lines {
            subject.lock(line(at, Key::Quality), true);
            subject.lock(line(at, Key::Images), true);
        }
        let found = ways_of(&subject);
        let touched = |way: &Way| way.changes.iter().any(|c| matches!(c.place.key, Key::Quality | Key::Images));
        assert!(!found.is_empty() && !found.iter().any(touched), "{found:?}");
        for spec in TABLE.iter() {
            for at in 0..lines {
                subject.lock(Place::of(spec.key, at), true);
            }
        }
        assert!(ways_of(&subject).is_empty(), "{:?}", ways_of(&subject));
    }
}

#[test]
fn what_costs_nothing_has_no_ways_and_without_a_budget_nothing_is_judged() {
    for free in ["discount=1", "images=0", "price.change=-1"] {
        assert!(ways_of(&shipped(&[free, "budget=5"])).is_empty(), "{free}");
    }
    let found = ways_of(&shipped(&["budget=none"]));
    assert!(!found.is_empty());
    assert!(found.iter().all(|way| way.over.is_none() && !way.fits), "{found:?}");
    assert!(found.iter().all(|way| way.changes.iter().all(|change| change.place.key != Key::Images)), "{found:?}");
}

/// Four thousand drafts at two cents are $80, six hundred finals at ten cents $60.
fn drafts_and_finals(budget: &str) -> Scenario {
    let drafts = [CERTAIN.as_slice(), &["images=4000", "price.generate=0.02", budget]].concat();
    two_lines(&drafts, &["images=600", "price.generate=0.1"])
}

#[test]
fn two_lines_trade_images_for_images() {
    let subject = drafts_and_finals("budget=110");
    assert_eq!(bill(&subject), d("140"));
    let found = trade(&BOOK, &subject, today(), Effort::Quick).unwrap();
    // The drafts are dearer as a whole, so they are set and the finals sought.
    assert_eq!((found.set, found.sought), (0, 1));
    assert_eq!(found.rate, Some(d("0.2")), "a draft costs a fifth of a final");
    // (110 - 0.02 drafts) / 0.1 finals.
    let wanted = [
        ("0", Some("1100")),
        ("2000", Some("700")),
        ("3200", Some("460")),
        ("4000", Some("300")),
        ("4800", Some("140")),
        ("6000", None),
    ];
    assert_eq!(found.rows, wanted.map(|(set, most)| (d(set), most.map(d))));
}

#[test]
fn the_most_of_the_other_line_keep_the_budget_and_one_more_does_not() {
    let subject = two_lines(
        &["size=1024x1024", "quality=low", "images=40000", "budget=1200"],
        &["size=1536x1024", "quality=high", "images=6000"],
    );
    let found = trade(&BOOK, &subject, today(), Effort::Quick).unwrap();
    assert_eq!((found.set, found.sought, found.rows.len()), (1, 0, 6));
    let images = |line: usize| Place { line: Some(line), key: Key::Images };
    for (set, most) in &found.rows {
        let at = with(&subject, images(1), &Value::Number(*set));
        let p95 = |drafts: Decimal| spread(&with(&at, images(0), &Value::Number(drafts))).quantile(0.95);
        match most {
            Some(most) => {
                let (here, beyond) = (p95(*most), p95(*most + Decimal::ONE));
                assert!(here <= 1_200.000_001 && beyond > 1_200.0, "{set}: {here} at {most}, then {beyond}");
            }
            None => assert!(p95(Decimal::ZERO) > 1_200.0, "{set}: drafts still fit"),
        }
    }
    let most: Vec<Decimal> = found.rows.iter().map(|(_, most)| most.unwrap_or(Decimal::NEGATIVE_ONE)).collect();
    assert!(most.windows(2).all(|pair| pair[0] > pair[1] || pair[1] == Decimal::NEGATIVE_ONE), "{most:?}");
}

#[test]
fn one_line_or_no_budget_has_no_trade() {
    let none = |subject: &Scenario| assert_eq!(trade(&BOOK, subject, today(), Effort::Quick), None);
    none(&shipped(&["budget=600"]));
    none(&drafts_and_finals("budget=none"));
    let mut locked = drafts_and_finals("budget=110");
    locked.lock(Place { line: Some(1), key: Key::Images }, true);
    none(&locked);
}

fn drivers(subject: &Scenario, measure: Measure) -> Drivers {
    Drivers::of(&BOOK, subject, &plan(subject), measure, Effort::Quick)
        .unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// Plans of every sort that drivers are told of.
fn driven() -> [Scenario; 4] {
    let lines = two_lines(
        &["size=1024x1024", "quality=low", "images=4000", "volume_tiers=0:0,50:0.1"],
        &["images=600", "size=1536x1024", "quality=high", "batch_share=0.5", "edit_quality=medium"],
    );
    [shipped(&[]), scenario(&RULES), scenario(&RANGES), lines]
}

#[test]
fn each_driver_has_the_bills_of_fresh_estimates_at_its_ends() {
    for subject in driven() {
        let found = drivers(&subject, Measure::Expected);
        near("base", found.base, float(bill(&subject)), 1e-9);
        assert!(found.list.len() > 10, "{}", found.list.len());
        for driver in &found.list {
            let name = subject.key_of(driver.place);
            for (value, told) in [(&driver.low, driver.at_low), (&driver.high, driver.at_high)] {
                let fresh = float(bill(&with(&subject, driver.place, value)));
                near(&format!("{name} at {value}"), told, fresh, 1e-9);
            }
            let (first, last) = (driver.path.first().unwrap(), driver.path.last().unwrap());
            near(&name, *first, driver.at_low, 1e-12);
            near(&name, *last, driver.at_high, 1e-12);
            assert!(driver.width() > 0.0, "{name} moves nothing");
        }
        assert!(found.list.windows(2).all(|pair| pair[0].width() >= pair[1].width()), "the widest first");
        let mut names: Vec<String> = found.list.iter().map(|driver| subject.key_of(driver.place)).collect();
        names.sort();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }
}

#[test]
fn a_range_drives_from_its_low_end_to_its_high_end() {
    let subject = scenario(&RANGES);
    let found = drivers(&subject, Measure::Expected);
    let ranges: Vec<(Key, Range)> = subject.lines[0].values.ranges().collect();
    assert_eq!(ranges.len(), 4);
    for (key, range) in ranges {
        let driver = found.list.iter().find(|driver| driver.place.key == key).unwrap();
        assert_eq!(driver.swing, Swing::Range);
        assert_eq!((&driver.low, &driver.high), (&Value::Number(range.low), &Value::Number(range.high)));
    }
    // A range of no width moves nothing.
    let still = scenario(&["size=1024x1024", "quality=high", "images=8000..8000"]);
    assert!(drivers(&still, Measure::Expected).list.iter().all(|driver| driver.place.key != Key::Images));
}

#[test]
fn a_fifth_to_either_side_moves_the_bill_as_worked_out_by_hand() {
    let subject = certain(&["images=2000", "tax_rate=0.25"]);
    let found = drivers(&subject, Measure::Expected);
    near("base", found.base, 125.0, 1e-12);
    for (key, low, high, at_low, at_high) in [
        ("images", "1600", "2400", 100.0, 150.0),
        ("price.generate", "0.04", "0.06", 100.0, 150.0),
        ("tax_rate", "0.2", "0.3", 120.0, 130.0),
    ] {
        let driver = found.list.iter().find(|driver| driver.place == place(&subject, key)).unwrap();
        assert_eq!((&driver.low, &driver.high), (&Value::Number(d(low)), &Value::Number(d(high))), "{key}");
        assert_eq!(driver.swing, Swing::Nudge);
        near(key, driver.at_low, at_low, 1e-12);
        near(key, driver.at_high, at_high, 1e-12);
    }
    // Nothing fails, nothing is edited, batch costs the same, and a budget is no cost.
    for key in ["batch_share", "edit_share", "server_error_rate", "max_attempts", "acceptance_rate", "prompt_tokens"] {
        assert!(found.list.iter().all(|driver| driver.place != place(&subject, key)), "{key} moves nothing");
    }
}

/// A number a fifth up and a fifth down, where the table allows it; whole numbers by at least one.
fn nudges(key: Key, now: Decimal) -> Vec<Value> {
    let spec = key.spec();
    let whole = matches!(spec.kind, Kind::Number { whole: true, .. });
    let fifth = now.abs() / Decimal::from(5);
    let step = if whole { fifth.round().max(Decimal::ONE) } else { fifth };
    [now - step, now + step].into_iter().filter(|x| spec.within(*x).is_ok()).map(Value::Number).collect()
}

#[test]
fn whatever_moves_the_bill_is_told_and_nothing_else() {
    for subject in driven() {
        let (found, now) = (drivers(&subject, Measure::Expected), bill(&subject));
        let mut tried = 0;
        for spec in TABLE.iter().filter(|spec| spec.is_numeric() && spec.key != Key::BatchShare) {
            for line in 0..subject.lines.len() {
                let here = Place::of(spec.key, line);
                // A plan of one month is not guessed to be of two.
                let least = if spec.key == Key::Months { Decimal::ONE } else { Decimal::ZERO };
                let Some(Value::Number(number)) = subject.get(here) else { continue };
                if *number == least {
                    continue;
                }
                let bills: Vec<Decimal> =
                    nudges(spec.key, *number).iter().map(|value| bill(&with(&subject, here, value))).collect();
                let told = found.list.iter().any(|driver| driver.place == here);
                let moves = bills.iter().any(|bill| (*bill - now).abs() > now * Decimal::new(1, 9));
                assert!(told || !moves, "{} is missing", subject.key_of(here));
                assert!(!told || bills.is_empty() || bills.iter().any(|bill| *bill != now), "{}", subject.key_of(here));
                tried += 1;
            }
        }
        assert!(tried > 10, "{tried}");
    }
}

#[test]
fn the_ends_of_a_driver_are_values_that_the_plan_takes() {
    let subject = shipped(&["edit_share=0.3", "image_to_image_share=0.6"]);
    for driver in &drivers(&subject, Measure::Expected).list {
        for value in [&driver.low, &driver.high] {
            let at = with(&subject, driver.place, value);
            let problems = Plan::new(&BOOK, &at, today()).err();
            assert_eq!(problems, None, "{} at {value}", subject.key_of(driver.place));
        }
    }
}

#[test]
fn at_p95_each_driver_has_the_quantiles_of_fresh_draws_at_its_ends() {
    for subject in [shipped(&[]), scenario(&RANGES)] {
        let (expected, p95) = (drivers(&subject, Measure::Expected), drivers(&subject, Measure::P95));
        near("base", p95.base, spread(&subject).quantile(0.95), 1e-12);
        assert!(p95.base > expected.base && p95.measure == Measure::P95);
        assert!(p95.list.windows(2).all(|pair| pair[0].width() >= pair[1].width()), "the widest first");
        assert!(!p95.list.is_empty());
        for driver in &p95.list {
            let name = subject.key_of(driver.place);
            // A range is pinned among the draws of the others; one value makes other draws of them.
            let tolerance = if driver.swing == Swing::Range { 0.02 } else { 1e-12 };
            for (value, told) in [(&driver.low, driver.at_low), (&driver.high, driver.at_high)] {
                let fresh = spread(&with(&subject, driver.place, value)).quantile(0.95);
                near(&format!("{name} at {value}"), told, fresh, tolerance);
            }
            let twin = expected.list.iter().find(|other| other.place == driver.place).unwrap();
            assert_eq!((&twin.low, &twin.high), (&driver.low, &driver.high), "{name}");
            assert!(driver.at_high > twin.at_high, "{name}: P95 lies above the expected bill");
        }
    }
}

fn span(subject: &Scenario, (key, from, to): (&str, &str, &str), points: usize) -> Span {
    Span { place: place(subject, key), from: d(from), to: d(to), scale: Scale::Linear, points, now: None }
}

fn map(subject: &Scenario, x: (&str, &str, &str), y: (&str, &str, &str), points: usize) -> Map {
    let (x, y) = (span(subject, x, points), span(subject, y, points));
    Map::of(&BOOK, subject, &plan(subject), x, y).unwrap_or_else(|problems| panic!("{problems:?}"))
}

#[test]
fn each_cell_of_a_map_is_a_fresh_estimate() {
    for subject in [shipped(&["partial_images=1", "credit=10"]), scenario(&RULES)] {
        for (x, y) in [
            (("edit_share", "0", "0.8"), ("price.change", "-0.2", "0.5")),
            (("images", "1000", "9000"), ("discount", "0", "0.5")),
            (("prompt_tokens", "0", "2000"), ("batch_share", "0", "1")),
            (("max_attempts", "1", "9"), ("server_error_rate", "0", "0.4")),
            (("months", "1", "9"), ("monthly_growth", "-0.4", "0.4")),
            (("references_per_edit", "0", "4"), ("timeout_rate", "0", "0.4")),
        ] {
            let found = map(&subject, x, y, 9);
            assert_eq!((found.xs.len(), found.ys.len(), found.bills.len()), (9, 9, 81), "{} and {}", x.0, y.0);
            for (column, row) in [(0, 0), (8, 0), (0, 8), (8, 8), (4, 4), (1, 7), (6, 2), (3, 5)] {
                let at = with(&subject, found.x.place, &Value::Number(found.xs[column]));
                let at = with(&at, found.y.place, &Value::Number(found.ys[row]));
                let what = format!("{} {}, {} {}", x.0, found.xs[column], y.0, found.ys[row]);
                let cell = found.bill(column, row).unwrap();
                near(&what, cell, float(bill(&at)), 1e-9);
                assert!(found.ends.0 <= cell && cell <= found.ends.1, "{what}: {cell} not in {:?}", found.ends);
            }
        }
    }
}

#[test]
fn a_cell_that_the_plan_refuses_has_no_bill() {
    let subject = shipped(&["budget=600"]);
    let found = map(&subject, ("edit_share", "0", "1"), ("image_to_image_share", "0", "1"), 9);
    for (column, edits) in found.xs.iter().enumerate() {
        for (row, restyled) in found.ys.iter().enumerate() {
            let at = with(&subject, found.x.place, &Value::Number(*edits));
            let legal = Plan::new(&BOOK, &with(&at, found.y.place, &Value::Number(*restyled)), today()).is_ok();
            assert_eq!(found.bill(column, row).is_some(), legal, "{edits} edited, {restyled} restyled");
        }
    }
    assert!(found.ends.0.is_finite() && found.ends.1.is_finite(), "{:?}", found.ends);
    assert!(found.contour.iter().flatten().all(|at| at.is_finite()), "{:?}", found.contour);
}

/// The bill at a point of a contour.
fn at_point(subject: &Scenario, found: &Map, x: f64, y: f64) -> f64 {
    let value = |span: &Span, at: f64| {
        let whole = matches!(span.place.key.spec().kind, Kind::Number { whole: true, .. });
        let exact = Decimal::from_f64_retain(at).unwrap();
        Value::Number(if whole { exact.round() } else { exact.round_dp(9) })
    };
    let at = with(subject, found.x.place, &value(&found.x, x));
    float(bill(&with(&at, found.y.place, &value(&found.y, y))))
}

#[test]
fn the_contour_runs_where_the_bill_is_the_budget() {
    let subject = shipped(&["budget=600"]);
    // Images times one less the discount is straight along every side of a cell, so only rounding is left.
    let found = map(&subject, ("images", "1000", "20000"), ("discount", "0", "0.5"), 33);
    assert!(found.contour.len() > 10, "{}", found.contour.len());
    for [x0, y0, x1, y1] in &found.contour {
        for (x, y) in [(*x0, *y0), (*x1, *y1)] {
            assert!((999.9..=20_000.1).contains(&x) && (-1e-9..=0.500_001).contains(&y), "{x}, {y}");
            near(&format!("{x} images, discount {y}"), at_point(&subject, &found, x, y), 600.0, 1e-3);
        }
    }
    // Where the bill bends, it is off by less than it changes from one cell to the next.
    let bent = shipped(&["budget=250", "billed.server_error=0"]);
    let found = map(&bent, ("server_error_rate", "0", "0.9"), ("price.change", "-0.5", "0.5"), 17);
    let cell = |column: usize, row: usize| found.bill(column, row).unwrap();
    let right = (1..17).flat_map(|c| (0..17).map(move |r| (c, r))).map(|(c, r)| (cell(c, r) - cell(c - 1, r)).abs());
    let up = (0..17).flat_map(|c| (1..17).map(move |r| (c, r))).map(|(c, r)| (cell(c, r) - cell(c, r - 1)).abs());
    let most = right.chain(up).fold(0.0, f64::max);
    assert!(!found.contour.is_empty());
    for [x0, y0, x1, y1] in &found.contour {
        for (x, y) in [(*x0, *y0), (*x1, *y1)] {
            let here = at_point(&bent, &found, x, y);
            assert!((here - 250.0).abs() < most, "{x}, {y}: {here}, cells differ by at most {most}");
        }
    }
}

#[test]
fn there_is_no_contour_without_a_budget_or_where_it_is_never_met() {
    for budget in ["none", "1000000", "1"] {
        let subject = shipped(&[&format!("budget={budget}")]);
        let found = map(&subject, ("images", "1000", "20000"), ("discount", "0", "0.5"), 9);
        assert_eq!(found.contour.len(), 0, "budget={budget}");
    }
}

#[test]
fn the_answer_names_the_range_the_odds_and_the_biggest_driver() {
    let subject = shipped(&["images=40000", "budget=2500"]);
    let mut told = figures(&subject);
    told.estimate.expected = d("2300.4");
    told.range = Quantiles { p5: 2_240.2, p50: 2_301.0, p95: 2_390.3 };
    told.budget = Some(BudgetView { cap: d("2500"), over: 0.21, headroom: d("199.6"), most_images: Some(42_000) });
    assert_eq!(
        sentence::answer(&BOOK, &subject, &told),
        "40,000 images on GPT Image 2 at medium quality will cost about $2,300 (90 %: $2,240 to $2,390); passing $2,500 is unlikely (21 %). The biggest driver is quality."
    );
    for (over, words) in [
        (0.0, "practically ruled out (0 %)"),
        (0.000_4, "practically ruled out (under 0.1 %)"),
        (0.5, "as likely as not (50 %)"),
        (0.8, "likely (80 %)"),
        (1.0, "practically certain (100 %)"),
    ] {
        told.budget = Some(BudgetView { cap: d("2500"), over, headroom: Decimal::ONE, most_images: None });
        let says = sentence::answer(&BOOK, &subject, &told);
        assert!(says.contains(&format!("; passing $2,500 is {words}. ")), "{says}");
    }
    (told.budget, told.range) = (None, Quantiles { p5: 2_300.4, p50: 2_300.4, p95: 2_300.4 });
    told.drivers.clear();
    let bare = "40,000 images on GPT Image 2 at medium quality will cost about $2,300.";
    assert_eq!(sentence::answer(&BOOK, &subject, &told), bare);
}

#[test]
fn what_was_sought_is_said_with_its_value_its_bill_and_its_goal() {
    let subject = certain(&["images=2000", "price.batch_discount=0.5"]);
    let says = |wanted: &str, key: &str| sentence::sought(&subject, &found(&subject, goal(wanted), key));
    for (wanted, key, words) in [
        ("expected=99.99", "images", ["images to 1,999", "expected bill", "$99.95", "$99.99"]),
        ("expected=75", "batch_share", ["50 %", "expected bill", "$75.00", "within $75"]),
        ("expected=1000", "batch_share", ["every value", "within $1,000", "0 %", "$100.00"]),
        ("expected=49", "batch_share", ["no value", "$49", "100 %", "$50.00"]),
    ] {
        let says = says(wanted, key);
        assert!(words.iter().all(|word| says.contains(*word)), "{says}");
    }
    let both = drafts_and_finals("budget=110");
    let line = sentence::sought(&both, &found(&both, goal("expected=110"), "finals.images"));
    assert!(line.contains("finals") && line.contains("to 300:"), "{line}");
}

/// Assumptions that can be ranges, and how many decimals a thousandth of their bounds has.
const RANGED: [(Key, u32); 8] = [
    (Key::Images, 0),
    (Key::EditShare, 3),
    (Key::Rate(Outcome::ServerError), 3),
    (Key::Billed(Outcome::Timeout), 3),
    (Key::PriceGenerate, 3),
    (Key::PriceChange, 3),
    (Key::Discount, 3),
    (Key::MonthlyGrowth, 3),
];

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_122),
        ..ProptestConfig::default()
    })]

    #[test]
    fn ranges_and_locks_come_back_from_a_file_as_they_were(
        numbers in proptest::collection::vec(proptest::collection::vec(0_i64..=1_000, 3), RANGED.len()),
        ranged in proptest::sample::subsequence((0..RANGED.len()).collect::<Vec<_>>(), 0..=RANGED.len()),
        locked in proptest::sample::subsequence((0..TABLE.len()).collect::<Vec<_>>(), 0..=8),
        triangular in any::<bool>(),
    ) {
        let mut before = Scenario::new("test");
        for index in ranged {
            let (key, scale) = RANGED[index];
            let mut ends = numbers[index].clone();
            ends.sort_unstable();
            let [low, likely, high] = [0, 1, 2].map(|at| Decimal::new(ends[at], scale));
            let shape = if triangular { Shape::Triangular } else { Shape::Pert };
            before.set(Place::of(key, 0), Value::Range(Range { low, likely, high, shape }));
        }
        for index in locked {
            before.lock(Place::of(TABLE[index].key, 0), true);
        }
        let text = scenario_file::write(&before);
        let after = scenario_file::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        prop_assert_eq!(&after, &before);
        prop_assert_eq!(scenario_file::write(&after), text);
    }
}

/// A range on line 7, locks on lines 8 and 11.
const LOCKED: &str = r#"(
    format: 1,
    name: "x",
    lines: [
        (
            name: "a",
            images: "5..7..9",
            locked: ["images"],
        ),
    ],
    locked: ["budget"],
)
"#;

#[test]
fn what_is_wrong_with_a_range_or_a_lock_in_a_file_is_named_with_its_place() {
    let read = scenario_file::parse(LOCKED).unwrap();
    assert!(read.lines[0].values.is_locked(Key::Images) && read.values.is_locked(Key::Budget));
    assert_eq!(read.lines[0].values.number(Key::Images), Some(d("7")));
    assert_eq!(scenario_file::write(&read), LOCKED);
    for (right, wrong, line, says) in [
        ("[\"images\"]", "[\"imagse\"]", 8, "did you mean `images`"),
        ("[\"images\"]", "[\"budget\"]", 8, "`budget` cannot be locked here: it belongs to the scenario"),
        ("[\"budget\"]", "[\"images\"]", 11, "`images` cannot be locked here: it belongs to a line"),
        ("locked: [\"budget\"]", "lokced: [\"budget\"]", 11, "did you mean `locked`"),
        ("locked: [\"budget\"]", "locked: \"budget\"", 11, "column"),
        ("5..7..9", "7..5..9", 7, "the low value 7 above the likely value 5"),
        ("5..7..9", "5..9..7", 7, "the likely value 9 above the high value 7"),
        ("5..7..9", "5..7.5..9", 7, "`7.5`, which must be a whole number"),
        ("5..7..9", "5..7..9..11", 7, "`5..7..9..11` is not a range"),
        ("5..7..9", "5..7..9:round", 7, "unknown shape `round`"),
        ("images: \"5..7..9\"", "max_attempts: \"1..3\"", 7, "max_attempts: `1..3` is a range"),
    ] {
        let error = scenario_file::parse(&LOCKED.replace(right, wrong)).unwrap_err().to_string();
        let place = format!("line {line}, column ");
        assert!(error.contains(&place) && error.contains(says), "{wrong}: {error}");
    }
}

#[test]
fn settings_take_ranges_and_a_wrong_one_changes_nothing() {
    let mut subject = scenario(&["images=100"]);
    for (setting, key, text) in [
        ("images=8k..10k..12k", "images", "8000..10000..12000"),
        ("edit_share = 10% .. 20% .. 40%:tri", "edit_share", "0.1..0.2..0.4:triangular"),
        ("price.change=-10%..30%", "price.change", "-0.1..0.1..0.3"),
        ("billed.timeout=0..1", "billed.timeout", "0..0.5..1"),
        ("discount=5%..5%:pert", "discount", "0.05..0.05..0.05"),
    ] {
        subject.apply(setting).unwrap();
        let here = place(&subject, key);
        assert_eq!(subject.get(here).map(ToString::to_string).as_deref(), Some(text));
    }
    let before = subject.clone();
    for wrong in ["images=9..5", "images=1..2..3..4", "edit_share=0..2", "budget=1..2", "images=..", "tax_rate=a..b"] {
        let error = subject.apply(wrong).unwrap_err().to_string();
        let (_, value) = wrong.split_once('=').unwrap();
        assert!(error.contains(&format!("`{value}`")), "{error}");
        assert_eq!(subject, before, "{wrong}");
    }
    for spec in TABLE.iter() {
        let takes = matches!(spec.parse("1..1"), Ok(Value::Range(_)));
        assert_eq!(takes, spec.takes_range, "{}", spec.name);
    }
}

/// A range of every assumption that takes one, but for what an outcome is billed.
const LIKELY: [&str; 25] = [
    "images=5000..7000..9000",
    "edit_share=0.1..0.3..0.5",
    "image_to_image_share=0..0.2..0.3",
    "acceptance_rate=0.5..0.7..0.9",
    "batch_share=0..0.4..1",
    "prompt_tokens=10..200..900",
    "text_output_tokens=0..50..100",
    "image_output_tokens=100..500..900",
    "size_drift_rate=0..0.2..0.3",
    "references_per_edit=0..1.5..4",
    "references_per_image_to_image=0..2..4",
    "server_error_rate=0..0.03..0.1",
    "timeout_rate=0..0.03..0.1",
    "input_block_rate=0..0.03..0.1",
    "output_block_rate=0..0.03..0.1",
    "invalid_request_rate=0..0.04..0.1",
    "duplicate_rate=0..0.04..0.1",
    "price.generate=0.01..0.03..0.1",
    "price.edit=0.01..0.03..0.1",
    "price.image_to_image=0.01..0.03..0.1",
    "price.batch_discount=0..0.3..0.5",
    "price.change=-0.1..0.1..0.2",
    "discount=0..0.2..0.3",
    "tax_rate=0..0.1..0.3",
    "monthly_growth=0..0.2..0.3",
];

/// Whether a plan with a range has the exact bill of its likely value, on a shipped model and on own prices.
#[track_caller]
fn stands_at_its_likely_value(range: &str) {
    let (key, values) = range.split_once('=').unwrap();
    let likely = values.split("..").nth(1).unwrap();
    let drifting = shipped(&["size_drift_rate=0.1", "size_drift_to=1536x1024", "months=3"]);
    for subject in [drifting, scenario(&RULES)] {
        let at = |value: &str| {
            let mut changed = subject.clone();
            changed.apply(&format!("{key}={value}")).unwrap_or_else(|error| panic!("{error}"));
            estimate(&changed)
        };
        let (ranged, fixed) = (at(values), at(likely));
        assert_eq!(ranged.expected, fixed.expected, "{range}");
        assert_eq!((ranged.floor, ranged.ceiling), (fixed.floor, fixed.ceiling), "{range}");
    }
}

#[test]
fn the_exact_bill_stands_at_the_likely_value_of_every_range() {
    for range in LIKELY {
        stands_at_its_likely_value(range);
    }
}

#[test]
fn the_exact_bill_stands_at_the_likely_share_that_an_outcome_is_billed() {
    for outcome in Outcome::ALL {
        stands_at_its_likely_value(&format!("billed.{}=0..0.3..1", outcome.key()));
    }
}

/// The first token of a prompt brings the model's hidden overhead with it, so the price jumps there.
#[test]
fn the_drivers_of_a_plan_with_one_prompt_token_are_fresh_estimates_too() {
    let subject = shipped(&["prompt_tokens=1"]);
    for driver in &drivers(&subject, Measure::Expected).list {
        for (value, told) in [(&driver.low, driver.at_low), (&driver.high, driver.at_high)] {
            let fresh = float(bill(&with(&subject, driver.place, value)));
            near(&format!("{} at {value}", subject.key_of(driver.place)), told, fresh, 1e-9);
        }
    }
}

/// Legal values lie between the last even step and what the other shares leave, and between nothing,
/// which is not allowed, and the first step.
#[test]
fn goal_seek_looks_as_far_as_the_plan_takes_values() {
    // 40 (1 + edits); image-to-image leaves at most 90 % of edits.
    let edits = certain(&[
        "images=1000",
        "price.generate=0.04",
        "price.edit=0.08",
        "price.image_to_image=0.04",
        "image_to_image_share=0.1",
    ]);
    let sought = found(&edits, goal("expected=75.2"), "edit_share");
    assert_eq!((sought.end, found_number(&sought)), (End::Met, d("0.88")));
    // 50 / accepted.
    let kept = certain(&["images=1000", "count_basis=kept", "acceptance_rate=0.5"]);
    let sought = found(&kept, goal("expected=1000"), "acceptance_rate");
    assert_eq!((sought.end, found_number(&sought)), (End::Met, d("0.05")));
    // 2.5 % of attempts fail otherwise, so server errors can be 97.5 %; each attempt is billed.
    let errors =
        certain(&["images=1000", "max_attempts=20", "timeout_rate=0.025", "billed.timeout=1", "billed.server_error=1"]);
    let fresh = |rate: &str| bill(&with(&errors, place(&errors, "server_error_rate"), &Value::Number(d(rate))));
    let (here, beyond) = (fresh("0.92"), fresh("0.95"));
    let middle = Goal { metric: Metric::Expected, usd: (here + beyond) / Decimal::TWO };
    let sought = found(&errors, middle, "server_error_rate");
    assert_eq!(sought.end, End::Met, "{sought:?}");
    assert!(d("0.92") < found_number(&sought) && found_number(&sought) < d("0.95"), "{sought:?}");
}

#[test]
fn the_most_images_of_a_ranged_plan_without_luck_are_a_division() {
    let subject = certain(&["images=1000..2000..4000", "budget=600"]);
    assert_eq!(spread(&subject).most_images(0.95), Some(12_000), "600 / 0.05");
    assert_eq!(found_number(&found(&subject, goal("p95=600"), "images")), d("12000"));
}
