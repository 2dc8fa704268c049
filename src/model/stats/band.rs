//! The 90 % band along a curve: cumulants of the bill at a few values, joined smoothly between them.

use super::draws::Columns;
use super::luck::expand;
use super::normal;
use super::response::{Live, PastWhole, Response, Variable};
use super::spread::{no_answer, ranges, variables};
use super::wide::{Float as _, WIDTH, Wide};
use crate::model::assumption::Range;
use crate::model::book::Book;
use crate::model::luck::LuckError;
use crate::model::num::Num as _;
use crate::model::plan::{Plan, Problem};
use crate::model::price::Bound;
use crate::model::scenario::Scenario;
use crate::model::stats::curve::Span;

/// Values at which the cumulants are computed.
const KNOTS: usize = 9;
/// Draws of the ranges at each of them.
const DRAWS: usize = 512;
/// Skewness and excess kurtosis beyond which the expansion leads astray.
const TAME: (f64, f64) = (0.8, 2.0);

/// The distribution of the gross along a span.
pub struct Band {
    response: Response,
    /// Drawn values of the ranges; empty where luck alone is at work.
    columns: Option<Columns>,
    /// Whether the steps from gross to bill are themselves drawn.
    rules_drawn: bool,
}

/// Mean, variance, third and fourth cumulant.
type Cumulants = [f64; 4];

impl Band {
    /// The band of a plan along a span.
    ///
    /// # Errors
    /// When the plan has no prices at some value.
    pub fn new(book: &Book, scenario: &Scenario, plan: &Plan, span: &Span) -> Result<Self, Vec<Problem>> {
        let mut drawn = ranges(scenario);
        drawn.retain(|(place, _)| *place != span.place);
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
        Ok(Self { response, columns, rules_drawn })
    }

    /// P5, P50 and P95 of the bill at each place.
    ///
    /// # Errors
    /// As the estimate.
    pub fn along(&self, places: &[f64], log: bool) -> Result<Vec<[f64; 3]>, Vec<Problem>> {
        let Some(last) = places.len().checked_sub(1) else { return Ok(Vec::new()) };
        let mut indices: Vec<usize> = (0..KNOTS).map(|knot| knot * last / (KNOTS - 1)).collect();
        indices.dedup();
        let coordinate = |x: f64| if log { x.max(f64::MIN_POSITIVE).ln() } else { x };
        let xs: Vec<f64> = indices.iter().filter_map(|index| places.get(*index)).copied().collect();
        let known = match &self.columns {
            None => self.of_luck(&xs),
            Some(columns) => self.of_draws(&xs, columns),
        };
        let known = known.map_err(no_answer)?;
        // Along a logarithmic axis, mean and variance are powers of the value, and their logarithms straight.
        let stretched = |row: Cumulants| if log { logarithms(row) } else { row };
        let knots: Vec<(f64, Cumulants)> =
            xs.into_iter().map(coordinate).zip(known.into_iter().map(stretched)).collect();
        let rules = self.response.rules();
        let z = normal::quantile(0.95);
        let band = |x: &f64| {
            let row = between(&knots, coordinate(*x));
            let [mean, variance, third, fourth] = if log { cumulants(row) } else { row };
            let deviation = variance.max(0.0).sqrt();
            let (skew, kurtosis) = if deviation > 0.0 {
                (third / (variance * deviation), fourth / (variance * variance))
            } else {
                (0.0, 0.0)
            };
            let (skew, kurtosis) = (skew.clamp(-TAME.0, TAME.0), kurtosis.clamp(-1.0, TAME.1));
            [-z, 0.0, z].map(|z| {
                let value = (mean + deviation * expand(z, skew, kurtosis)).max(0.0);
                if self.rules_drawn { value } else { rules.bill(value).unwrap_or(value) }
            })
        };
        Ok(places.iter().map(band).collect())
    }

    fn of_luck(&self, xs: &[f64]) -> Result<Vec<Cumulants>, LuckError> {
        let mut live = Live::<f64, 5>::new(&self.response, PastWhole::Scaled)?;
        let at = |x: &f64| {
            live.set(&[*x])?;
            let [_, mean, variance, third, fourth] = live.gross()?;
            Ok([mean, variance, third, fourth])
        };
        xs.iter().map(at).collect()
    }

    /// Total cumulants: of the means over the draws, plus what luck adds around each of them.
    fn of_draws(&self, xs: &[f64], columns: &Columns) -> Result<Vec<Cumulants>, LuckError> {
        let mut live = Live::<Wide, 3>::new(&self.response, PastWhole::Scaled)?;
        let mut values = vec![Wide::ZERO; self.response.base().len()];
        let mut rows = vec![[0.0; 2]; DRAWS];
        let mut knots = Vec::with_capacity(xs.len());
        for x in xs {
            values[0] = Wide::splat(*x);
            for block in 0..DRAWS / WIDTH {
                for (index, value) in values.iter_mut().enumerate().skip(1) {
                    *value = columns.block(index - 1, block);
                }
                live.set(&values)?;
                let [_, mean, variance] = live.gross()?;
                let (mean, variance) = if self.rules_drawn { billed(&live, mean, variance)? } else { (mean, variance) };
                for lane in 0..WIDTH {
                    rows[block * WIDTH + lane] = [mean.0[lane], variance.0[lane].max(0.0)];
                }
            }
            knots.push(total_cumulants(&rows));
        }
        Ok(knots)
    }
}

/// Mean and variance of the bill, by the slope of the rules at the mean.
fn billed(live: &Live<'_, Wide, 3>, mean: Wide, variance: Wide) -> Result<(Wide, Wide), LuckError> {
    let step = mean.times(Wide::splat(1e-6))?.plus(Wide::splat(1e-9))?;
    let bill = live.rules.bill(mean)?;
    let slope = live.rules.bill(mean.plus(step)?)?.minus(bill)?.over(step)?;
    Ok((bill, variance.times(slope)?.times(slope)?))
}

/// Cumulants of a mixture of normal distributions with these means and variances.
fn total_cumulants(rows: &[[f64; 2]]) -> Cumulants {
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
    [mean, m2 + within, m3 + 3.0 * both, m4 - 3.0 * m2 * m2 + 3.0 * spread + 6.0 * bent]
}

/// Logarithms of mean and variance, skewness and excess kurtosis.
fn logarithms([mean, variance, third, fourth]: Cumulants) -> Cumulants {
    let variance = variance.max(f64::MIN_POSITIVE);
    [mean.max(f64::MIN_POSITIVE).ln(), variance.ln(), third / variance.powf(1.5), fourth / (variance * variance)]
}

/// Back from [`logarithms`].
fn cumulants([mean, variance, skew, kurtosis]: Cumulants) -> Cumulants {
    let variance = variance.exp();
    [mean.exp(), variance, skew * variance.powf(1.5), kurtosis * variance * variance]
}

/// The cubic through the four nearest knots.
fn between(knots: &[(f64, Cumulants)], x: f64) -> Cumulants {
    let after = knots.partition_point(|(knot, _)| *knot < x);
    let first = after.saturating_sub(2).min(knots.len().saturating_sub(4));
    let near = &knots[first..knots.len().min(first + 4)];
    let mut out = [0.0; 4];
    for (i, (at, cumulants)) in near.iter().enumerate() {
        let mut weight = 1.0;
        for (j, (other, _)) in near.iter().enumerate() {
            if i != j {
                weight *= (x - other) / (at - other);
            }
        }
        for (sum, cumulant) in out.iter_mut().zip(cumulants) {
            *sum += weight * cumulant;
        }
    }
    out
}
