//! A plan as a function of some of its assumptions, in floating point: made once, asked thousands
//! of times.
//!
//! Counts, shares and rates enter by the same formulas as in the exact estimate. What a call costs
//! along a price-making assumption (tokens, references, own prices) is straight between a few exact
//! prices, which is checked when the function is made.

mod batch;
mod beside;
mod compile;
mod knots;
mod live;

use crate::model::bill::Rules;
use crate::model::book::Operation;
use crate::model::luck::Terms;
use crate::model::scenario::Place;
use rust_decimal::Decimal;

pub use batch::Batch;
pub use live::{Live, PastWhole};

/// An assumption that moves, and how far it may.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variable {
    /// Which.
    pub place: Place,
    /// Least value that is asked for.
    pub low: Decimal,
    /// Most.
    pub high: Decimal,
    /// Whether values between the two are asked for.
    pub between: bool,
}

/// The plan as a function of its variables.
#[derive(Debug, Clone)]
pub struct Response {
    lines: Vec<Line>,
    rules: Rules<f64>,
    /// What each variable does on the scenario; its effects on lines lie with the lines.
    scenario_effects: Vec<(usize, Effect)>,
    /// The scenario's own value of each variable.
    base: Vec<f64>,
}

/// One line.
#[derive(Debug, Clone)]
struct Line {
    /// Images of the first month.
    first: f64,
    months: u32,
    growth: f64,
    /// Images of all months.
    images: f64,
    /// Numbers at the base; weights and prices of lanes are computed where they move.
    terms: Terms<f64>,
    shares: Shares,
    lanes: Vec<LaneFacts>,
    /// Whether all lanes are charged the same shares of their own price for each outcome, so that the
    /// moments of a price of one serve them all.
    alike: bool,
    effects: Vec<(usize, Effect)>,
    moves: Moves,
}

/// How the images of a line are split.
#[derive(Debug, Clone, Copy)]
struct Shares {
    edit: f64,
    restyle: f64,
    batch: f64,
    drift: f64,
}

/// Which parts of a line must be computed anew when a variable moves.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each part moves by itself")]
struct Moves {
    images: bool,
    weights: bool,
    prices: bool,
    /// Rates, and what share of its price a failure costs.
    odds: bool,
    anything: bool,
}

/// What a lane is, so that its weight and price can be computed.
#[derive(Debug, Clone)]
struct LaneFacts {
    part: Operation,
    drifted: Option<bool>,
    batch: Option<bool>,
    /// Share of the group that is this size and quality.
    member: f64,
    /// Charge of a succeeded attempt at the base, and the part of it for prompt and references.
    total: f64,
    input: f64,
    /// Whether the user's own batch discount applies.
    own_batch: bool,
    billed: [Billed; 5],
}

/// What a failed attempt is charged.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Billed {
    Share(f64),
    Input,
    Fee(f64),
}

/// What a variable moves.
#[derive(Debug, Clone)]
enum Effect {
    Images,
    Months,
    Growth,
    Edit,
    Restyle,
    Batch,
    Drift,
    Acceptance,
    Rate(usize),
    Duplicate,
    Attempts,
    Billed(usize),
    /// For each lane: what is added to the total and to the input part.
    Price(Vec<[Bends; 2]>),
    /// The same, as much as another variable makes it count.
    PriceBeside {
        of: usize,
        weight: Bends,
        lanes: Vec<[Bends; 2]>,
    },
    PriceChange,
    BatchDiscount,
    Discount,
    Credit,
    Tax,
}

/// A function of straight pieces.
#[derive(Debug, Clone, Default)]
struct Bends {
    from: f64,
    at_from: f64,
    slope: f64,
    /// From where, by how much the slope changes.
    turns: Vec<(f64, f64)>,
    /// Every point, where the turns are too many to be added up.
    points: Vec<(f64, f64)>,
}
