//! The 90 % band along a curve.
//!
//! Over luck alone, the cumulants of the gross are computed at every value, and the plan's own exact
//! shape of luck is used where there are few images. Over ranges, a few values are drawn, and what
//! changes slowly along the axis (mean to expected, relative deviation, skewness, kurtosis) is taken
//! as straight between them.

use super::draws::Columns;
use super::luck::{Shape, expand};
use super::normal;
use super::response::{Live, PastWhole, Response, Variable};
use super::spread::{Spread, ranges, variables};
use super::wide::{Float as _, WIDTH, Wide};
use crate::model::assumption::Range;
use crate::model::book::Book;
use crate::model::luck::LuckError;
use crate::model::num::Num as _;
use crate::model::plan::{Plan, Problem};
use crate::model::price::Bound;
use crate::model::scenario::Scenario;
use crate::model::stats::curve::Span;

/// Values at which ranges are drawn.
const KNOTS: usize = 9;
/// Draws of the ranges at each of them.
const DRAWS: usize = 256;
/// Skewness and excess kurtosis beyond which the expansion leads astray.
const TAME: (f64, f64) = (0.8, 2.0);

/// The distribution of the bill along a span.
pub struct Band {
    response: Response,
    /// Drawn values of the ranges; empty where luck alone is at work.
    columns: Option<Columns>,
    /// Whether the steps from gross to bill are themselves drawn, so that it is bills that are drawn.
    rules_drawn: bool,
    /// Luck at the plan's own values.
    own_shape: Shape,
    /// The plan's own value on the axis, and the quantiles of its bill there, where the axis is no range.
    own: Option<(f64, [f64; 3])>,
}

/// A distribution: mean, deviation, skewness, excess kurtosis.
type Moments = [f64; 4];

impl Band {
    /// The band of a plan along a span. `spread` is the bill's at the plan's own values.
    ///
    /// # Errors
    /// When the plan has no prices at some value.
    pub fn new(
        book: &Book,
        scenario: &Scenario,
        plan: &Plan,
        span: &Span,
        spread: Option<&Spread>,
    ) -> Result<Self, Vec<Problem>> {
        let mut drawn = ranges(scenario);
        let ranged = drawn.iter().any(|(place, range)| *place == span.place && !range.is_certain());
        let own = span.now.filter(|_| !ranged).zip(spread).map(|(now, spread)| (f64::of(now), spread.range()));
        let own_shape = spread.map_or(Shape::Many, Spread::shape);
        drawn.retain(|(place, range)| *place != span.place && !range.is_certain());
        let axis = Variable { place: span.place, low: span.from, high: span.to, between: true };
        let all: Vec<Variable> = std::iter::once(axis).chain(variables(&drawn)).collect();
        let response = Response::new(book, scenario, plan, &all, Bound::Expected)?;
        let rules_drawn = drawn.iter().any(|(place, _)| place.line.is_none());
        let columns = (!drawn.is_empty()).then(|| {
            let only: Vec<Range> = drawn.iter().map(|(_, range)| *range).collect();
            let mut columns = Columns::default();
            columns.prepare(&only, DRAWS);
            columns
        });
        Ok(Self { response, columns, rules_drawn, own_shape, own })
    }

    /// P5, P50 and P95 of the bill at each place that has an answer.
    pub fn along(&self, places: &[f64], log: bool) -> Vec<Option<[f64; 3]>> {
        let Ok(mut live) = Live::<f64, 5>::new(&self.response, PastWhole::Refused) else {
            return vec![None; places.len()];
        };
        let mut values = self.response.base().to_vec();
        let knots = self.columns.as_ref().map(|columns| self.knots(&mut live, columns, places, log));
        let mut at = |x: f64| {
            values[0] = x;
            live.set(&values).ok()?;
            let images: f64 = live.lines().map(|(images, _)| images).sum();
            let [_, mean, variance, third, fourth] = live.gross().ok()?;
            let expected = if self.rules_drawn { live.bill().ok()? } else { mean };
            let quantiles = match &knots {
                None => self.of_luck(images, [mean, variance, third, fourth]),
                Some(knots) => {
                    let [ratio, spread, skew, kurtosis] = between(knots, coordinate(x, log))?;
                    let mean = expected * ratio;
                    quantiles([mean, mean * spread, skew, kurtosis])
                }
            };
            let bills = quantiles.map(|value| {
                let value = value.larger(0.0);
                if self.rules_drawn { value } else { live.rules.bill(value).unwrap_or(value) }
            });
            bills.iter().all(|bill| bill.is_finite()).then_some(bills)
        };
        // A few draws miss the many by a little, and by the same little along the axis.
        let own = self.own.filter(|_| self.columns.is_some());
        let correction = own.and_then(|(x, wanted)| {
            let found = at(x)?;
            let mut ratios = [1.0; 3];
            for ((ratio, wanted), found) in ratios.iter_mut().zip(wanted).zip(found) {
                if found > 0.0 && wanted > 0.0 {
                    *ratio = (wanted / found).clamp(0.9, 1.1);
                }
            }
            Some(ratios)
        });
        let [low, middle, high] = correction.unwrap_or([1.0; 3]);
        let corrected = |bills: [f64; 3]| {
            let middle = bills[1] * middle;
            [(bills[0] * low).min(middle), middle, (bills[2] * high).max(middle)]
        };
        places.iter().map(|x| at(*x).map(corrected)).collect()
    }

    /// Quantiles of a gross over luck.
    fn of_luck(&self, images: f64, [mean, variance, third, fourth]: [f64; 4]) -> [f64; 3] {
        let deviation = variance.larger(0.0).sqrt();
        if deviation <= 1e-9 * mean {
            return [mean; 3];
        }
        let (skew, kurtosis) = (third / (variance * deviation), fourth / (variance * variance));
        match self.own_shape {
            Shape::Few(own) if !super::luck::is_smooth(images, skew) => own.map(|z| mean + deviation * z),
            _ => quantiles([mean, deviation, skew, kurtosis]),
        }
    }

    /// The distribution at a few places, relative to the expected bill or gross there.
    fn knots(&self, live: &mut Live<'_, f64, 5>, columns: &Columns, places: &[f64], log: bool) -> Vec<(f64, Moments)> {
        let Some(last) = places.len().checked_sub(1) else { return Vec::new() };
        let mut indices: Vec<usize> = (0..KNOTS).map(|knot| knot * last / (KNOTS - 1)).collect();
        indices.dedup();
        let Ok(mut many) = Live::<Wide, 3>::new(&self.response, PastWhole::Scaled) else { return Vec::new() };
        let mut base = self.response.base().to_vec();
        let mut rows = vec![[0.0; 2]; DRAWS];
        let mut knots = Vec::with_capacity(KNOTS);
        let mut xs: Vec<f64> = indices.into_iter().filter_map(|index| places.get(index).copied()).collect();
        xs.extend(self.own.map(|(x, _)| x));
        xs.sort_by(f64::total_cmp);
        xs.dedup();
        for x in xs {
            base[0] = x;
            let expected =
                live.set(&base).and_then(|()| Ok(if self.rules_drawn { live.bill()? } else { live.gross()?[1] }));
            let drawn = self.draw(&mut many, columns, x, &mut rows).map(|()| moments(&rows));
            if let (Ok(expected), Ok([mean, deviation, skew, kurtosis])) = (expected, drawn)
                && expected > 0.0
                && mean > 0.0
            {
                knots.push((coordinate(x, log), [mean / expected, deviation / mean, skew, kurtosis]));
            }
        }
        knots
    }

    /// Mean and variance over luck of each draw at a place.
    fn draw(
        &self,
        live: &mut Live<'_, Wide, 3>,
        columns: &Columns,
        x: f64,
        rows: &mut [[f64; 2]],
    ) -> Result<(), LuckError> {
        let mut values: Vec<Wide> = self.response.base().iter().map(|value| Wide::splat(*value)).collect();
        values[0] = Wide::splat(x);
        for block in 0..DRAWS / WIDTH {
            for (index, value) in values.iter_mut().enumerate().skip(1) {
                *value = columns.block(index - 1, block);
            }
            live.set(&values)?;
            let [_, mean, variance] = live.gross()?;
            let (mean, variance) = if self.rules_drawn { billed(live, mean, variance)? } else { (mean, variance) };
            for lane in 0..WIDTH {
                rows[block * WIDTH + lane] = [mean.0[lane], variance.0[lane].larger(0.0)];
            }
        }
        Ok(())
    }
}

fn coordinate(x: f64, log: bool) -> f64 {
    if log { x.max(f64::MIN_POSITIVE).ln() } else { x }
}

/// P5, P50 and P95 by the expansion.
fn quantiles([mean, deviation, skew, kurtosis]: Moments) -> [f64; 3] {
    let (skew, kurtosis) = (skew.clamp(-TAME.0, TAME.0), kurtosis.clamp(-1.0, TAME.1));
    let z = normal::quantile(0.95);
    [-z, 0.0, z].map(|z| mean + deviation * expand(z, skew, kurtosis))
}

/// Mean and variance of the bill, by the slope of the rules at the mean.
fn billed(live: &Live<'_, Wide, 3>, mean: Wide, variance: Wide) -> Result<(Wide, Wide), LuckError> {
    let step = mean.times(Wide::splat(1e-6))?.plus(Wide::splat(1e-9))?;
    let bill = live.rules.bill(mean)?;
    let slope = live.rules.bill(mean.plus(step)?)?.minus(bill)?.over(step)?;
    Ok((bill, variance.times(slope)?.times(slope)?))
}

/// The moments of a mixture of normal distributions with these means and variances, by total cumulants.
fn moments(rows: &[[f64; 2]]) -> Moments {
    let count = rows.len() as f64;
    let mean = rows.iter().map(|[mean, _]| mean).sum::<f64>() / count;
    let within = rows.iter().map(|[_, variance]| variance).sum::<f64>() / count;
    let (mut m2, mut m3, mut m4) = (0.0, 0.0, 0.0);
    let (mut both, mut spread, mut bent) = (0.0, 0.0, 0.0);
    for [m, v] in rows {
        let (d, e) = (m - mean, v - within);
        m2 += d * d;
        m3 += d * d * d;
        m4 += d * d * d * d;
        both += d * e;
        spread += e * e;
        bent += d * d * e;
    }
    let [m2, m3, m4, both, spread, bent] = [m2, m3, m4, both, spread, bent].map(|sum| sum / count);
    let variance = m2 + within;
    if variance <= 0.0 {
        return [mean, 0.0, 0.0, 0.0];
    }
    let third = m3 + 3.0 * both;
    let fourth = m4 - 3.0 * m2 * m2 + 3.0 * spread + 6.0 * bent;
    [mean, variance.sqrt(), third / variance.powf(1.5), fourth / (variance * variance)]
}

/// Straight between two knots, and level beyond the last.
fn between(knots: &[(f64, Moments)], x: f64) -> Option<Moments> {
    let after = knots.partition_point(|(knot, _)| *knot < x);
    let (right, left) = (knots.get(after).or(knots.last())?, knots.get(after.saturating_sub(1))?);
    let t = if right.0 > left.0 { ((x - left.0) / (right.0 - left.0)).clamp(0.0, 1.0) } else { 0.0 };
    let mut out = left.1;
    for (value, other) in out.iter_mut().zip(right.1) {
        *value += (other - *value) * t;
    }
    Some(out)
}
