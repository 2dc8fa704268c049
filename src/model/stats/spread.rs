//! The bill as a distribution: over luck alone, or over ranges and luck.

use super::draws::{Columns, Draws, Effort};
use super::luck::{Luck, Shape};
use super::points::DIMENSIONS;
use super::response::{Response, Variable};
use crate::model::assumption::{Key, Range};
use crate::model::book::Book;
use crate::model::luck::LuckError;
use crate::model::num::Num as _;
use crate::model::plan::{Plan, Problem};
use crate::model::price::Bound;
use crate::model::scenario::{Place, Scenario};

/// The distribution of a bill.
#[derive(Debug, Clone)]
pub struct Spread {
    luck: Luck,
    draws: Option<Draws>,
    cap: Option<f64>,
}

/// A distribution in bars.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Histogram {
    /// Rising USD, one more than bars.
    pub edges: Vec<f64>,
    /// Probability of each bar.
    pub shares: Vec<f64>,
    /// Probability that the bill is at most each edge.
    pub cumulative: Vec<f64>,
}

/// The ranges of a scenario, lines first.
pub fn ranges(scenario: &Scenario) -> Vec<(Place, Range)> {
    let lines = scenario.lines.iter().enumerate();
    let of_lines = lines.flat_map(|(at, line)| line.values.ranges().map(move |(key, range)| (Some(at), key, range)));
    let all = of_lines.chain(scenario.values.ranges().map(|(key, range)| (None, key, range)));
    all.map(|(line, key, range)| (Place { line, key }, range)).collect()
}

/// The variables that ranges make.
pub fn variables(ranges: &[(Place, Range)]) -> Vec<Variable> {
    let variable =
        |(place, range): &(Place, Range)| Variable { place: *place, low: range.low, high: range.high, between: true };
    ranges.iter().map(variable).collect()
}

impl Spread {
    /// The distribution of a plan's bill.
    ///
    /// # Errors
    /// When there is no answer, or none at some value of a range, with the rows concerned.
    pub fn of(
        book: &Book,
        scenario: &Scenario,
        plan: &Plan,
        effort: Effort,
        columns: &mut Columns,
    ) -> Result<Self, Vec<Problem>> {
        let luck = Luck::of(plan).map_err(no_answer)?;
        let cap = plan.budget.map(f64::of);
        let ranges = ranges(scenario);
        if ranges.iter().all(|(_, range)| range.is_certain()) {
            return Ok(Self { luck, draws: None, cap });
        }
        if ranges.len() >= DIMENSIONS {
            let what = format!("the scenario has {} ranges; at most {} are drawn", ranges.len(), DIMENSIONS - 1);
            return Err(vec![Problem { line: None, keys: vec![], what, unknown: false }]);
        }
        let response = Response::new(book, scenario, plan, &variables(&ranges), Bound::Expected)?;
        let only: Vec<Range> = ranges.iter().map(|(_, range)| *range).collect();
        columns.prepare(&only, effort.draws());
        let draws = Draws::of(&response, columns, &luck, effort, cap).map_err(no_answer)?;
        Ok(Self { luck, draws: Some(draws), cap })
    }

    /// Luck at the plan's likely values.
    pub fn shape(&self) -> Shape {
        self.luck.shape()
    }

    /// How many draws of the ranges were made; none where luck alone is at work.
    pub fn draws(&self) -> Option<usize> {
        self.draws.as_ref().map(|draws| draws.count)
    }

    /// Mean bill over the ranges; none where luck alone is at work and the expected bill is the mean.
    pub fn mean(&self) -> Option<f64> {
        self.draws.as_ref().map(|draws| draws.mean)
    }

    /// P5, P50 and P95 in USD.
    pub fn range(&self) -> [f64; 3] {
        match &self.draws {
            Some(draws) => draws.range(),
            None => [0.05, 0.5, 0.95].map(|q| self.luck.quantile(q)),
        }
    }

    /// The bill that is not exceeded with probability `q`, 0 < q < 1.
    pub fn quantile(&self, q: f64) -> f64 {
        self.draws.as_ref().map_or_else(|| self.luck.quantile(q), |draws| draws.quantile(q))
    }

    /// Probability that the bill is above `cap`.
    pub fn probability_over(&self, cap: f64) -> f64 {
        self.draws.as_ref().map_or_else(|| self.luck.probability_over(cap), |draws| draws.probability_over(cap))
    }

    /// Most images within the plan's budget with this confidence; none when there is no budget or any
    /// number fits.
    pub fn most_images(&self, confidence: f64) -> Option<u64> {
        match &self.draws {
            Some(draws) => draws.most_images(confidence),
            None => self.luck.most_images(self.cap?, confidence),
        }
    }

    /// The distribution in so many bars, from the bill that 1 in 1,000 stays below to the one that 1
    /// in 1,000 passes; the ends take what lies beyond. A certain bill has one bar.
    pub fn histogram(&self, bars: usize) -> Histogram {
        let (low, high) = (self.quantile(0.001), self.quantile(0.999));
        if bars == 0 || high - low <= 1e-9 * high.abs() {
            return Histogram { edges: vec![low, high], shares: vec![1.0], cumulative: vec![0.0, 1.0] };
        }
        let step = (high - low) / bars as f64;
        let edges: Vec<f64> = (0..=bars).map(|bar| low + step * bar as f64).collect();
        let cumulative: Vec<f64> = match &self.draws {
            None => edges.iter().map(|edge| 1.0 - self.luck.probability_over(*edge)).collect(),
            Some(draws) => {
                let mut sum = 0.0;
                let inner = draws.shares(&edges);
                let sums = inner.iter().map(|share| {
                    sum += share;
                    sum
                });
                std::iter::once(0.0).chain(sums).collect()
            }
        };
        let last = bars - 1;
        let share = |bar: usize| {
            let to = if bar == last { 1.0 } else { cumulative[bar + 1] };
            let from = if bar == 0 { 0.0 } else { cumulative[bar] };
            (to - from).max(0.0)
        };
        Histogram { shares: (0..bars).map(share).collect(), edges, cumulative }
    }
}

/// Why there is no answer, with the rows concerned.
pub fn no_answer(error: LuckError) -> Vec<Problem> {
    let keys = match error {
        LuckError::NeverKept => vec![Key::CountBasis, Key::AcceptanceRate],
        LuckError::TooLarge(_) => vec![Key::Images],
        LuckError::PastWhole => vec![Key::EditShare],
    };
    vec![Problem { line: None, keys, what: error.to_string(), unknown: false }]
}
