//! Ways to save: what to change so that the bill fits the budget.

use std::sync::LazyLock;

use image_budget::model::assumption::{Key, TABLE, Value};
use image_budget::model::scenario::{Place, Scenario};
use image_budget::model::stats::draws::Effort;
use image_budget::model::stats::ways::{Way, ways};
use rust_decimal::Decimal;

use super::{bill, certain, estimate, float, plan, shipped, spread, spread_with, two_lines, with};
use crate::common::{BOOK, d, scenario, today};

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
