//! What the tests of the cost model share.

use std::fs;
use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use image_budget::model::book::{Book, Model, Tier};
use image_budget::model::day::Day;
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::{Call, Plan, Problem};
use image_budget::model::scenario::Scenario;
use image_budget::store::{books, folders};
use rust_decimal::Decimal;
use tempfile::TempDir;

/// The book of all shipped prices.
pub static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let (book, errors) = books::shipped();
    assert!(errors.is_empty(), "{errors:?}");
    book
});

/// A decimal, rounded at the 28th digit where the text has more.
pub fn d(text: &str) -> Decimal {
    text.parse().unwrap_or_else(|e| panic!("`{text}`: {e}"))
}

/// A day.
pub fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|e| panic!("{e}"))
}

/// The day on which the tests look prices up.
pub fn today() -> Day {
    day("2026-11-22")
}

/// A scenario of one line with these settings.
pub fn scenario<S: AsRef<str>>(settings: &[S]) -> Scenario {
    let mut scenario = Scenario::new("test");
    for setting in settings {
        scenario.apply(setting.as_ref()).unwrap_or_else(|e| panic!("{e}"));
    }
    scenario
}

/// The plan of settings at the shipped prices of today, or what is wrong with it.
pub fn try_plan<S: AsRef<str>>(settings: &[S]) -> Result<Plan, Vec<Problem>> {
    Plan::new(&BOOK, &scenario(settings), today())
}

/// The plan of settings at the shipped prices of today.
pub fn plan<S: AsRef<str>>(settings: &[S]) -> Plan {
    try_plan(settings).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The estimate of settings at the shipped prices of today.
pub fn estimate<S: AsRef<str>>(settings: &[S]) -> Estimate {
    Estimate::of(&plan(settings)).unwrap_or_else(|e| panic!("{e}"))
}

/// One bare call of a model's first operation, made once today: no prompt, no references.
pub fn call(model: &Arc<Model>, size: &str, quality: &str) -> Call {
    Call {
        model: Arc::clone(model),
        operation: model.operations[0].clone(),
        size: size.into(),
        quality: quality.into(),
        tier: Tier::Standard,
        prompt_tokens: Decimal::ZERO,
        references: Vec::new(),
        high_fidelity: false,
        partial_images: 0,
        steps: None,
        seconds: None,
        region: "default".into(),
        images: Decimal::ONE,
        outcome: None,
        day: today(),
    }
}

/// Whether two numbers agree to so many significant digits; nothing but zero agrees with zero.
pub fn agree(a: Decimal, b: Decimal, digits: u32) -> bool {
    let tolerance = (0..digits).fold(b.abs(), |tolerance, _| tolerance / Decimal::TEN);
    (a - b).abs() <= tolerance
}

/// Only generated images at the user's own price, and nothing goes wrong; the price is set beside it.
pub const CERTAIN: [&str; 8] = [
    "model=custom",
    "edit_share=0",
    "image_to_image_share=0",
    "server_error_rate=0",
    "timeout_rate=0",
    "input_block_rate=0",
    "output_block_rate=0",
    "invalid_request_rate=0",
];

/// The folder that stands for the user's own in this program of tests; empty, and for one test at a time.
pub struct OwnHome {
    folder: &'static Path,
    _turn: MutexGuard<'static, ()>,
}

impl Deref for OwnHome {
    type Target = Path;

    fn deref(&self) -> &Path {
        self.folder
    }
}

/// Takes the one home that functions of the library read and write. Waits until no other test has it.
pub fn own_home() -> OwnHome {
    static HOME: LazyLock<TempDir> = LazyLock::new(|| {
        let home = TempDir::new().unwrap();
        folders::use_home(home.path().to_owned());
        home
    });
    static TURN: Mutex<()> = Mutex::new(());
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    for entry in fs::read_dir(HOME.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }
    OwnHome { folder: HOME.path(), _turn: turn }
}
