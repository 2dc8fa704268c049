//! Ranges and luck in one distribution: fixed quasi-random draws of every range, each with its own
//! luck.
//!
//! A draw of the ranges gives the exact mean and variance of the gross over luck. Luck itself has the
//! shape that it has at the likely values (exact below 2,000 images), moved and stretched to that mean
//! and variance. As ranges narrow, the result becomes the distribution over luck alone.

use super::luck::{Luck, MANY, MOST_IMAGES};
use super::points;
use super::response::{Live, PastWhole, Response};
use super::shape::Quantiles;
use super::wide::{Float as _, WIDTH, Wide};
use crate::model::assumption::Range;
use crate::model::luck::LuckError;
use crate::model::num::{Num as _, TooLarge};

/// Draws while a slider is dragged, and once it is let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// 2,048: quick.
    Quick,
    /// 16,384: as good as it gets.
    Full,
}

impl Effort {
    /// How many draws.
    pub fn draws(self) -> usize {
        match self {
            Self::Quick => 2_048,
            Self::Full => points::MOST,
        }
    }
}

/// Drawn values of ranges, kept from one answer to the next while the ranges stay.
#[derive(Debug, Clone, Default)]
pub struct Columns(Vec<Column>);

#[derive(Debug, Clone)]
struct Column {
    range: Range,
    values: Vec<f64>,
}

impl Columns {
    /// Makes room for so many draws of these ranges, one dimension each, in order.
    pub fn prepare(&mut self, ranges: &[Range], count: usize) {
        self.0.truncate(ranges.len());
        for (index, range) in ranges.iter().enumerate() {
            let known = self.0.get(index).is_some_and(|column| column.range == *range && column.values.len() >= count);
            if known {
                continue;
            }
            let quantiles = Quantiles::of(range);
            let uniform = &points::uniform(index + 1)[..count];
            let values = uniform.iter().map(|u| quantiles.at(f64::from(*u))).collect();
            let column = Column { range: *range, values };
            match self.0.get_mut(index) {
                Some(old) => *old = column,
                None => self.0.push(column),
            }
        }
    }

    /// Eight draws of a range.
    pub fn block(&self, range: usize, block: usize) -> Wide {
        let values = &self.0[range].values[block * WIDTH..(block + 1) * WIDTH];
        let mut out = [0.0; WIDTH];
        out.copy_from_slice(values);
        Wide(out)
    }
}

/// The bill over ranges and luck.
#[derive(Debug, Clone)]
pub struct Draws {
    /// How many draws of the ranges.
    pub count: usize,
    /// Mean bill.
    pub mean: f64,
    /// One bill for each stroke of luck, in no order.
    bills: Vec<f64>,
    /// For each draw: how many images of the plan, in its proportions, meet the cap.
    fitting: Option<Vec<f64>>,
}

impl Draws {
    /// Draws the ranges that the response's variables have, in their order. With a `cap`, what is
    /// needed for the most images within it is kept.
    ///
    /// # Errors
    /// As the estimate.
    pub fn of(
        response: &Response,
        columns: &Columns,
        luck: &Luck,
        effort: Effort,
        cap: Option<f64>,
    ) -> Result<Self, LuckError> {
        let count = effort.draws();
        let mut live = Live::<Wide, 3>::new(response, PastWhole::Scaled)?;
        let shares = luck.image_shares();
        // Where luck weighs more, each draw of the ranges gets several strokes of it.
        let strokes = if luck.images() < MANY { points::STROKES } else { 1 };
        let shape = luck.standard(strokes, count);
        let mut values = vec![Wide::ZERO; response.base().len()];
        let mut bills = vec![0.0; count * strokes];
        let mut fitting = cap.map(|_| Vec::with_capacity(count));
        let mut limits = cap.map_or(Wide::ZERO, |cap| Wide::splat(live.rules.gross_limit(cap, 0)));
        for block in 0..count / WIDTH {
            for (index, value) in values.iter_mut().enumerate() {
                *value = columns.block(index, block);
            }
            live.set(&values)?;
            let [_, mean, variance] = live.gross()?;
            let deviation = roots(variance);
            for stroke in 0..strokes {
                let luck = shape.block(stroke, block);
                let mut gross = Wide::ZERO;
                for lane in 0..WIDTH {
                    gross.0[lane] = (mean.0[lane] + deviation.0[lane] * luck.0[lane]).larger(0.0);
                }
                let start = stroke * count + block * WIDTH;
                bills[start..start + WIDTH].copy_from_slice(&live.rules.bill(gross)?.0);
            }
            if let (Some(fitting), Some(cap)) = (&mut fitting, cap) {
                let (mut mean, mut variance) = (Wide::ZERO, Wide::ZERO);
                for ((_, cumulants), share) in live.lines().zip(&shares) {
                    mean = mean.plus(cumulants[1].times(Wide::splat(*share))?)?;
                    variance = variance.plus(cumulants[2].times(Wide::splat(*share))?)?;
                }
                let spread = shape.block(0, block).times(roots(variance))?;
                if response.draws_rules() {
                    for (lane, limit) in limits.0.iter_mut().enumerate() {
                        *limit = live.rules.gross_limit(cap, lane);
                    }
                }
                fitting.extend(images_within(limits, mean, spread).0);
            }
        }
        let mean = bills.iter().sum::<f64>() / bills.len() as f64;
        if !mean.is_finite() {
            return Err(TooLarge.into());
        }
        Ok(Self { count, mean, bills, fitting })
    }

    /// The bill that is not exceeded with probability `q`.
    pub fn quantile(&self, q: f64) -> f64 {
        let mut bills = self.bills.clone();
        let index = rank(q, bills.len());
        *bills.select_nth_unstable_by(index, f64::total_cmp).1
    }

    /// P5, P50 and P95.
    pub fn range(&self) -> [f64; 3] {
        let mut bills = self.bills.clone();
        let [low, middle, high] = [0.05, 0.5, 0.95].map(|q| rank(q, bills.len()));
        let (below, median, above) = bills.select_nth_unstable_by(middle, f64::total_cmp);
        let median = *median;
        let p5 = if low < middle { *below.select_nth_unstable_by(low, f64::total_cmp).1 } else { median };
        let p95 = match high.checked_sub(middle + 1) {
            Some(index) if index < above.len() => *above.select_nth_unstable_by(index, f64::total_cmp).1,
            _ => median,
        };
        [p5, median, p95]
    }

    /// Probability that the bill is above `cap`.
    pub fn probability_over(&self, cap: f64) -> f64 {
        let over = self.bills.iter().filter(|bill| **bill > cap * (1.0 + 1e-12)).count();
        over as f64 / self.bills.len() as f64
    }

    /// The share of draws in each of the intervals between rising edges.
    pub fn shares(&self, edges: &[f64]) -> Vec<f64> {
        let mut counts = vec![0_u32; edges.len().saturating_sub(1)];
        for bill in &self.bills {
            let cell = edges.partition_point(|edge| edge <= bill).clamp(1, counts.len().max(1)) - 1;
            if let Some(count) = counts.get_mut(cell) {
                *count += 1;
            }
        }
        counts.into_iter().map(|count| f64::from(count) / self.bills.len() as f64).collect()
    }

    /// Most images of the whole plan, in its lines' proportions, whose bill stays within the cap with
    /// this confidence; none when any number does.
    pub fn most_images(&self, confidence: f64) -> Option<u64> {
        let mut most = self.fitting.clone()?;
        let index = (((1.0 - confidence) * most.len() as f64 + 1e-9) as usize).min(most.len().saturating_sub(1));
        let most = (*most.select_nth_unstable_by(index, f64::total_cmp).1 * (1.0 + 1e-12)).floor();
        (most < MOST_IMAGES).then_some(most as u64)
    }
}

/// Square roots; a trace below zero is none.
fn roots(squares: Wide) -> Wide {
    let mut out = Wide::ZERO;
    for (root, square) in out.0.iter_mut().zip(squares.0) {
        *root = square.larger(0.0).sqrt();
    }
    out
}

/// The counts at which a gross meets its limit: `mean n + spread · sqrt(n) = limit`.
pub(super) fn images_within(limit: Wide, mean: Wide, spread: Wide) -> Wide {
    let mut out = Wide::ZERO;
    for (index, count) in out.0.iter_mut().enumerate() {
        let (limit, mean, spread) = (limit.0[index], mean.0[index], spread.0[index]);
        let root = ((spread * spread + 4.0 * mean * limit).larger(0.0).sqrt() - spread) / (2.0 * mean);
        let root = root.larger(0.0);
        *count = if mean > 0.0 { root * root } else { f64::INFINITY };
    }
    out
}

/// The place in rising order of the least value that is not exceeded with probability `q`.
fn rank(q: f64, count: usize) -> usize {
    ((q * count as f64 - 1e-9).ceil() as usize).clamp(1, count.max(1)) - 1
}
