//! Drivers: what moves the bill, and how far.

use image_budget::model::assumption::{Key, Kind, Range, TABLE, Value};
use image_budget::model::plan::Plan;
use image_budget::model::scenario::{Place, Scenario};
use image_budget::model::stats::draws::Effort;
use image_budget::model::stats::drivers::{Drivers, Measure, Swing};
use rust_decimal::Decimal;

use super::{RULES, bill, certain, float, near, place, plan, shipped, spread, two_lines, with};
use crate::common::{BOOK, d, scenario, today};

/// A shipped model with ranges.
const RANGES: [&str; 6] = [
    "size=1024x1024",
    "quality=high",
    "images=8000..10000..15000",
    "edit_share=0.1..0.3..0.4",
    "price.change=-0.1..0..0.3",
    "timeout_rate=0..0.005..0.05",
];

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

/// Choices and fixed values that move the bill further do not push a range out.
#[test]
fn at_p95_every_range_is_measured() {
    let subject = shipped(&[
        "duplicate_rate=0.05",
        "size_drift_rate=0.1",
        "size_drift_to=2048x2048",
        "tax_rate=0.2",
        "discount=0.1",
        "months=6",
        "monthly_growth=0.1",
        "invalid_request_rate=0..0.002..0.01",
    ]);
    let ranged = |measure| drivers(&subject, measure).list.iter().filter(|d| d.swing == Swing::Range).count();
    assert_eq!((ranged(Measure::Expected), ranged(Measure::P95)), (1, 1));
}
