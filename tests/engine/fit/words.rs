//! The sentences that say what a plan costs and what goal seek found.

use image_budget::figures::{BudgetView, Range as Quantiles};
use image_budget::sentence;
use rust_decimal::Decimal;

use super::{certain, drafts_and_finals, figures, found, goal, shipped};
use crate::common::{BOOK, d};

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
    told.drivers.list.clear();
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
