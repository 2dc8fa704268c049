//! What the fuzzer runs and `cargo test` replays: any bytes against every door through which a text enters.
//!
//! A target panics where the program would have crashed, lost something or said something wrong.
//! `fuzz/README.md` says how to run them.

mod answer;
mod import;
mod price_file;
mod remembered;
mod scenario;
mod setting;
mod share;
mod usage;
mod words;
mod yours;

use std::sync::LazyLock;

use image_budget::model::book::Book;
use image_budget::model::day::Day;
use image_budget::model::price::Price;
use image_budget::store::books;
use rust_decimal::Decimal;

pub use answer::answer;
pub use import::import;
pub use price_file::price_file;
pub use remembered::remembered;
pub use scenario::scenario;
pub use setting::setting;
pub use share::share;
pub use usage::usage;
pub use words::words;
pub use yours::yours;

/// A target: any bytes.
pub type Target = fn(&[u8]);

/// Every target, by the name of its program and of its folder in the corpus.
pub const ALL: &[(&str, Target)] = &[
    ("answer", answer),
    ("import", import),
    ("price_file", price_file),
    ("remembered", remembered),
    ("scenario", scenario),
    ("setting", setting),
    ("share", share),
    ("usage", usage),
    ("words", words),
    ("yours", yours),
];

/// The shipped prices.
static BOOK: LazyLock<Book> = LazyLock::new(|| books::shipped().0);

/// The day on which prices are looked up.
fn today() -> Day {
    Day::new(2026, 11, 22).expect("it is in the calendar")
}

/// The bytes as text. What is no text is refused before any parser sees it.
fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

/// What a person reads when something is refused: one sentence on one line.
fn assert_sentence(said: &str) {
    assert!(said.chars().count() > 10, "too short to help: {said:?}");
    assert!(said.chars().count() < 1_000, "longer than a sentence: {said}");
    assert!(!said.contains(char::is_control), "not on one line: {said:?}");
}

/// A price is never below zero, and nothing only where nothing is charged.
fn assert_price(price: &Price, what: &str) {
    assert!(price.total >= Decimal::ZERO && price.input >= Decimal::ZERO, "{what}: below zero: {price:?}");
    let cut = price.charges.iter().any(|charge| charge.amount < Decimal::ZERO);
    for charge in &price.charges {
        let is_nothing = charge.quantity.is_zero() || charge.unit_price.is_zero();
        // The number type has 28 decimals.
        let is_far_below = charge.quantity.scale() + charge.unit_price.scale() >= 28;
        assert!(is_nothing || is_far_below || !charge.amount.is_zero(), "{what}: free: {charge:?}");
        assert!(cut || charge.amount <= price.total, "{what}: a part above the whole: {price:?}");
    }
}
