//! Two scenarios side by side: what differs, what that does to every line item, and the bridge from
//! one bill to the other.

mod bridge;
mod cause;
mod differences;
mod items;
mod pairs;

use std::sync::Arc;

use rust_decimal::Decimal;

use super::book::Book;
use super::day::Day;
use super::estimate::Estimate;
use super::num::Num as _;
use super::plan::Plan;
use super::scenario::Scenario;
use super::snapshot::Held;

pub use bridge::{Bridge, Step};
pub use cause::Cause;
pub use differences::{Difference, What, differences};
pub use items::{ItemDifference, Kind, items};
pub use pairs::{Pair, pairs};

/// Scenario B held against scenario A.
#[derive(Debug, Clone)]
pub struct Versus {
    /// What differs between the two, as typed.
    pub differences: Vec<Difference>,
    /// What that does to the bill; why not, where one of the two has none.
    pub bills: Result<Bills, NoBill>,
}

/// Two bills, taken apart.
#[derive(Debug, Clone)]
pub struct Bills {
    /// Every line item and every step from gross to bill.
    pub items: Vec<ItemDifference>,
    /// The way from A's bill to B's.
    pub bridge: Bridge,
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What is compared with.
    A,
    /// What is compared.
    B,
}

/// A scenario without a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoBill {
    /// Which one.
    pub side: Side,
    /// Why, in a sentence without its full stop.
    pub why: String,
}

/// How far a number moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// B less A, in the number's own unit.
    pub by: Decimal,
    /// The same as a share of A; none where A is not above zero.
    pub share: Option<Decimal>,
}

impl Versus {
    /// Holds scenario B against scenario A, at the prices that hold for each of them today: those of the book
    /// and those that the scenario keeps.
    pub fn of(listed: &Arc<Book>, a: &Scenario, b: &Scenario, today: Day) -> Self {
        Self { differences: differences(a, b), bills: Bills::of(listed, a, b, today) }
    }
}

impl Bills {
    fn of(listed: &Arc<Book>, a: &Scenario, b: &Scenario, today: Day) -> Result<Self, NoBill> {
        let books = [a, b].map(|scenario| Held::default().book(listed, scenario));
        let pairs = pairs(a, b);
        let bill = |side, book, scenario| estimate(book, scenario, today).map_err(|why| NoBill { side, why });
        let [of_a, of_b] = &books;
        let bills = (&bill(Side::A, of_a, a)?, &bill(Side::B, of_b, b)?);
        let too_large = |error: super::num::TooLarge| NoBill { side: Side::B, why: error.to_string() };
        Ok(Self {
            items: items((a, b), &pairs, bills).map_err(too_large)?,
            bridge: bridge::bridge((of_a, of_b), (a, b), &pairs, bills, today).map_err(too_large)?,
        })
    }
}

impl Change {
    /// From one number to another; none where the difference does not fit.
    pub fn of(a: Decimal, b: Decimal) -> Option<Self> {
        let by = b.minus(a).ok()?;
        let share = if a.is_positive() { by.over(a).ok() } else { None };
        Some(Self { by, share })
    }
}

/// The estimate of a scenario, or why there is none.
fn estimate(book: &Book, scenario: &Scenario, today: Day) -> Result<Estimate, String> {
    let plan = Plan::new(book, scenario, scenario.day(today)).map_err(|problems| {
        let mut whats: Vec<String> = problems.into_iter().map(|problem| problem.what).collect();
        whats.dedup();
        whats.join("; ")
    })?;
    Estimate::of(&plan).map_err(|error| error.to_string())
}
