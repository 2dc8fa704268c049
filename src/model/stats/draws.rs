//! Ranges and luck in one distribution: fixed quasi-random draws of every range, each with its own
//! luck.
//!
//! A draw of the ranges gives the exact mean and variance of the gross over luck. Luck itself has the
//! shape that it has at the likely values (exact below 2,000 images), moved and stretched to that mean
//! and variance. As ranges narrow, the result becomes the distribution over luck alone.

use super::luck::Luck;
use super::points;
use super::response::{Live, PastWhole, Response};
use super::shape::Quantiles;
use super::wide::{Float as _, WIDTH, Wide};
use crate::model::assumption::Range;
use crate::model::luck::LuckError;
use crate::model::num::Num as _;

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

/// Fewer images than this get several strokes of luck for each draw of the ranges.
const FEW_IMAGES: f64 = 2_000.0;

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
    /// For each draw: mean and deviation of one image's cost in the plan's proportions, its luck, and
    /// the gross that the cap allows.
    per_image: Option<Vec<[f64; 4]>>,
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
        let strokes = if luck.images() < FEW_IMAGES { points::STROKES } else { 1 };
        let shape = luck.standard(strokes, count);
        let mut values = vec![Wide::ZERO; response.base().len()];
        let mut bills = vec![0.0; count * strokes];
        let mut per_image = cap.map(|_| Vec::with_capacity(count));
        for block in 0..count / WIDTH {
            for (index, value) in values.iter_mut().enumerate() {
                *value = columns.block(index, block);
            }
            live.set(&values)?;
            let [_, mean, variance] = live.gross()?;
            let deviation = Wide(variance.0.map(|variance| variance.larger(0.0).sqrt()));
            for stroke in 0..strokes {
                let luck = shape.block(stroke, block);
                let mut gross = Wide::ZERO;
                for lane in 0..WIDTH {
                    gross.0[lane] = (mean.0[lane] + deviation.0[lane] * luck.0[lane]).larger(0.0);
                }
                let start = stroke * count + block * WIDTH;
                bills[start..start + WIDTH].copy_from_slice(&live.rules.bill(gross)?.0);
            }
            if let (Some(rows), Some(cap)) = (&mut per_image, cap) {
                let (mut mean, mut variance) = (Wide::ZERO, Wide::ZERO);
                for ((_, cumulants), share) in live.lines().zip(&shares) {
                    mean = mean.plus(cumulants[1].times(Wide::splat(*share))?)?;
                    variance = variance.plus(cumulants[2].times(Wide::splat(*share))?)?;
                }
                let luck = shape.block(0, block);
                for lane in 0..WIDTH {
                    let limit = live.rules.gross_limit(cap, lane);
                    rows.push([mean.0[lane], variance.0[lane].max(0.0).sqrt(), luck.0[lane], limit]);
                }
            }
        }
        let mean = bills.iter().sum::<f64>() / bills.len() as f64;
        Ok(Self { count, mean, bills, per_image })
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
    /// this confidence; none when any number does. For each draw, the count at which its bill meets
    /// the cap solves `mean n + luck · deviation · sqrt(n) = limit`.
    pub fn most_images(&self, confidence: f64) -> Option<u64> {
        let rows = self.per_image.as_ref()?;
        let mut most: Vec<f64> = rows
            .iter()
            .map(|[mean, deviation, luck, limit]| {
                if *mean <= 0.0 || !limit.is_finite() {
                    return f64::INFINITY;
                }
                let spread = luck * deviation;
                let root = (-spread + (spread * spread + 4.0 * mean * limit).max(0.0).sqrt()) / (2.0 * mean);
                root.max(0.0).powi(2)
            })
            .collect();
        let index = (((1.0 - confidence) * most.len() as f64 + 1e-9) as usize).min(most.len().saturating_sub(1));
        let most = most.select_nth_unstable_by(index, f64::total_cmp).1.floor();
        (most < super::luck::MOST_IMAGES).then_some(most as u64)
    }
}

/// The place in rising order of the least value that is not exceeded with probability `q`.
fn rank(q: f64, count: usize) -> usize {
    ((q * count as f64 - 1e-9).ceil() as usize).clamp(1, count.max(1)) - 1
}
