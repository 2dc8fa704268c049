//! The exact distribution of a gross that moves in steps: characteristic functions on the lattice
//! of all charges, inverted by a fast Fourier transform.

use std::cell::RefCell;
use std::sync::Arc;

use rust_decimal::Decimal;
use rustfft::num_complex::Complex64;
use rustfft::{Fft, FftPlanner};

use crate::model::luck::Terms;
use crate::model::outcome::Outcome;

thread_local! {
    /// Keeps the transforms' tables of sines, which cost as much as a transform.
    static PLANNER: RefCell<FftPlanner<f64>> = RefCell::new(FftPlanner::new());
}

/// Fewest and most points of the transform.
const POINTS: [usize; 2] = [1_024, 16_384];

/// A distribution on equal steps.
#[derive(Debug, Clone)]
pub struct Lattice {
    start: f64,
    step: f64,
    cumulative: Vec<f64>,
    /// Stretch about the mean that gives a rounded grid the true standard deviation; 1 when exact.
    stretch: f64,
    mean: f64,
}

/// Everything about a gross that does not depend on how many images there are: each line's
/// characteristic function for one image, on the frequencies of one grid.
#[derive(Clone)]
pub struct Grid {
    step: f64,
    points: usize,
    exact: bool,
    images: Vec<Vec<Complex64>>,
    transform: Arc<dyn Fft<f64>>,
}

/// The largest amount that divides every charge, if charges have at most 18 decimals.
pub fn unit(terms: &[Terms<Decimal>]) -> Option<Decimal> {
    let charges = || {
        terms.iter().flat_map(|line| &line.lanes).flat_map(|lane| {
            Outcome::ALL.map(|o| lane.failed.get(o).normalize()).into_iter().chain([lane.price.normalize()])
        })
    };
    let scale = charges().map(|charge| charge.scale()).max()?;
    if scale > 18 {
        return None;
    }
    let mut divisor: u128 = 0;
    for charge in charges() {
        let factor = 10_u128.checked_pow(scale - charge.scale())?;
        divisor = gcd(divisor, charge.mantissa().unsigned_abs().checked_mul(factor)?);
    }
    let divisor = i128::try_from(divisor).ok().filter(|d| *d > 0)?;
    Decimal::try_from_i128_with_scale(divisor, scale).ok()
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Most that one image can cost.
fn dearest(line: &Terms<f64>) -> f64 {
    let attempts = f64::from(line.max_attempts.max(1));
    let copies = if line.duplicate > 0.0 { 2.0 } else { 1.0 };
    let top = line.lanes.iter().flat_map(|lane| lane.failed.0.into_iter().chain([lane.price])).fold(0.0, f64::max);
    attempts * copies * top
}

impl Grid {
    /// The grid for a gross with about this mean and standard deviation.
    pub fn new(terms: &[Terms<f64>], unit: Option<f64>, deviation: f64) -> Self {
        let dearest_image = terms.iter().map(dearest).fold(0.0, f64::max);
        let most: f64 = match terms.iter().any(|line| line.until_kept) {
            true => f64::INFINITY,
            false => terms.iter().map(|line| line.images * dearest(line)).sum(),
        };
        let window = most.min(20.0 * deviation + 2.0 * dearest_image);
        let exact = unit.filter(|unit| window / unit + 4.0 <= POINTS[1] as f64);
        let (step, points) = match exact {
            Some(unit) => (unit, ((window / unit + 4.0) as usize).next_power_of_two().max(POINTS[0])),
            None => (window / (POINTS[1] as f64 - 4.0), POINTS[1]),
        };
        let base = std::f64::consts::TAU / points as f64;
        let images = terms.iter().map(|line| Line::of(line, step).characteristics(base, points / 2)).collect();
        let transform = PLANNER.with_borrow_mut(|planner| planner.plan_fft_forward(points));
        Self { step, points, exact: exact.is_some(), images, transform }
    }

    /// The distribution of the gross of so many images of each line.
    pub fn distribution(&self, counts: &[f64], mean: f64, deviation: f64) -> Lattice {
        let (step, points) = (self.step, self.points);
        // The window lies around the mean, and never below zero.
        let start = ((mean - 0.5 * step * points as f64).max(0.0) / step).floor();
        let mut cumulative = self.invert(counts, start);
        let (mut total, mut first, mut second) = (0.0, 0.0, 0.0);
        for (index, p) in cumulative.iter_mut().enumerate() {
            let x = step * (start + index as f64);
            first += *p * x;
            second += *p * x * x;
            total += *p;
            *p = total;
        }
        let spread = (second - first * first).max(0.0).sqrt();
        let stretch = if self.exact || spread <= 0.0 { 1.0 } else { deviation / spread };
        Lattice { start: start * step, step, cumulative, stretch, mean }
    }

    /// Probabilities on `(start + k) · step`.
    fn invert(&self, counts: &[f64], start: f64) -> Vec<f64> {
        let (points, half) = (self.points, self.points / 2);
        let base = std::f64::consts::TAU / points as f64;
        let mut spectrum = vec![Complex64::new(0.0, 0.0); points];
        // Whole turns change nothing.
        let mut shift = Wheel::new(-base, (start as u64 % points as u64) as f64);
        for k in 0..=half {
            let mut value = shift.turn(k);
            for (line, count) in self.images.iter().zip(counts) {
                value *= power(line[k], *count as u64);
            }
            spectrum[k] = value;
            if k > 0 && k < half {
                spectrum[points - k] = value.conj();
            }
        }
        self.transform.process(&mut spectrum);
        spectrum.iter().map(|value| (value.re / points as f64).max(0.0)).collect()
    }
}

/// `base^exponent` by squaring; what is too small to matter is nothing.
fn power(mut base: Complex64, mut exponent: u64) -> Complex64 {
    const NOTHING: f64 = 1e-60;
    let mut product = Complex64::new(1.0, 0.0);
    while exponent > 0 {
        if exponent % 2 == 1 {
            product *= base;
        }
        if product.norm_sqr() < NOTHING {
            return Complex64::new(0.0, 0.0);
        }
        base = if base.norm_sqr() < NOTHING { Complex64::new(0.0, 0.0) } else { base * base };
        exponent /= 2;
    }
    product
}

impl Lattice {
    /// The least gross that is not exceeded with probability `q`.
    pub fn quantile(&self, q: f64) -> f64 {
        let index = self.cumulative.partition_point(|p| *p < q - 1e-12).min(self.cumulative.len() - 1);
        self.place(index)
    }

    /// The quantiles in the middle of so many even parts of the probability, in rising order.
    pub fn even_quantiles(&self, parts: usize) -> Vec<f64> {
        let mut index = 0;
        let last = self.cumulative.len() - 1;
        (0..parts)
            .map(|part| {
                let q = (part as f64 + 0.5) / parts as f64;
                while index < last && self.cumulative[index] < q - 1e-12 {
                    index += 1;
                }
                self.place(index)
            })
            .collect()
    }

    /// The gross at a step of the grid.
    fn place(&self, index: usize) -> f64 {
        let x = self.start + self.step * index as f64;
        self.mean + (x - self.mean) * self.stretch
    }

    /// Probability that the gross is above `x`.
    pub fn above(&self, x: f64) -> f64 {
        let x = self.mean + (x - self.mean) / self.stretch;
        let steps = ((x - self.start) / self.step + 1e-6).floor();
        if steps < 0.0 {
            return 1.0;
        }
        let index = (steps as usize).min(self.cumulative.len() - 1);
        (1.0 - self.cumulative[index]).clamp(0.0, 1.0)
    }
}

/// A line with its charges in steps of the grid, each different charge once.
struct Line<'a> {
    terms: &'a Terms<f64>,
    success: f64,
    charges: Vec<f64>,
    /// Weight, place of the price, places of the failed charges.
    lanes: Vec<(f64, usize, [usize; 5])>,
}

impl<'a> Line<'a> {
    fn of(terms: &'a Terms<f64>, step: f64) -> Self {
        let success = 1.0 - terms.chances.0.iter().sum::<f64>();
        let mut charges: Vec<f64> = Vec::new();
        let mut lanes: Vec<(f64, usize, [usize; 5])> = Vec::new();
        for lane in &terms.lanes {
            let mut place = |charge: f64| {
                let steps = charge / step;
                let known = charges.iter().position(|known| (known - steps).abs() <= 1e-9 * steps.abs());
                known.unwrap_or_else(|| {
                    charges.push(steps);
                    charges.len() - 1
                })
            };
            let (price, failed) = (place(lane.price), lane.failed.0.map(&mut place));
            match lanes.iter_mut().find(|(_, p, f)| *p == price && *f == failed) {
                Some(same) => same.0 += lane.weight,
                None => lanes.push((lane.weight, price, failed)),
            }
        }
        Self { terms, success, charges, lanes }
    }

    /// The characteristic function at `k · base`, `k` from 0 to `last`.
    fn characteristics(&self, base: f64, last: usize) -> Vec<Complex64> {
        let mut turns = vec![Complex64::new(1.0, 0.0); self.charges.len()];
        let mut wheels: Vec<Wheel> = self.charges.iter().map(|steps| Wheel::new(base, *steps)).collect();
        let mut one_step = Wheel::new(base, 1.0);
        (0..=last)
            .map(|k| {
                let unit = one_step.turn(k);
                for (turn, wheel) in turns.iter_mut().zip(&mut wheels) {
                    // A charge between two grid points is split between them in proportion.
                    *turn = wheel.turn(k) * (unit * wheel.part + (1.0 - wheel.part));
                }
                self.characteristic(&turns)
            })
            .collect()
    }

    /// `E[exp(i · angle · cost in steps)]` of one requested image, or of one kept image's cycle.
    fn characteristic(&self, turns: &[Complex64]) -> Complex64 {
        let zero = Complex64::new(0.0, 0.0);
        let (mut kept, mut other) = (zero, zero);
        let d = self.terms.duplicate;
        for (weight, price, failed) in &self.lanes {
            let (won, lost) = self.request(turns, *price, failed);
            let all = won + lost;
            let total = all * (1.0 - d) + all * all * d;
            let undelivered = lost * (1.0 - d) + lost * lost * d;
            let accepted = (total - undelivered) * self.terms.acceptance;
            kept += accepted * *weight;
            other += (total - accepted) * *weight;
        }
        if self.terms.until_kept { kept / (Complex64::new(1.0, 0.0) - other) } else { kept + other }
    }

    fn request(&self, turns: &[Complex64], price: usize, failed: &[usize; 5]) -> (Complex64, Complex64) {
        let zero = Complex64::new(0.0, 0.0);
        let succeeds = turns[price] * self.success;
        let (mut ends, mut again) = (zero, zero);
        for ((p, retried), charge) in self.terms.chances.0.iter().zip(self.terms.retried.0).zip(failed) {
            let part = turns[*charge] * *p;
            if retried { again += part } else { ends += part }
        }
        let (mut won, mut lost) = (zero, Complex64::new(1.0, 0.0));
        for _ in 0..self.terms.max_attempts {
            won = succeeds + again * won;
            lost = ends + again * lost;
        }
        (won, lost)
    }
}

/// `exp(i · k · base · whole)` for `k` = 0, 1, 2, …, by one multiplication each.
struct Wheel {
    base: f64,
    whole: f64,
    /// What the charge has beyond whole steps, 0 to 1.
    part: f64,
    at: Complex64,
    turn: Complex64,
}

/// After so many multiplications the wheel is set anew, so that rounding does not add up.
const TURNS: usize = 128;

impl Wheel {
    fn new(base: f64, steps: f64) -> Self {
        let whole = (steps + 1e-9).floor();
        let part = (steps - whole).max(0.0);
        let part = if part < 1e-9 { 0.0 } else { part };
        Self { base, whole, part, at: Complex64::new(1.0, 0.0), turn: Complex64::cis(base * whole) }
    }

    fn turn(&mut self, k: usize) -> Complex64 {
        if k.is_multiple_of(TURNS) {
            self.at = Complex64::cis(self.base * self.whole * k as f64);
        } else {
            self.at *= self.turn;
        }
        self.at
    }
}
