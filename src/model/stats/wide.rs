//! Several draws at once: the same formulas over eight numbers side by side, which the compiler
//! turns into the processor's own wide instructions.

use rust_decimal::Decimal;

use crate::model::num::{Num, TooLarge};

/// Numbers side by side.
pub const WIDTH: usize = 8;

/// Eight numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wide(pub [f64; WIDTH]);

/// The floating-point kinds of numbers.
pub trait Float: Num {
    /// How many numbers stand side by side.
    const LANES: usize;

    /// The same number everywhere.
    fn splat(value: f64) -> Self;

    /// The number, or one of several.
    fn one_of(self, lane: usize) -> f64;

    /// The same function of each number.
    #[must_use]
    fn map(self, function: impl Fn(f64) -> f64) -> Self;

    /// The number, or the first of several.
    fn first(self) -> f64 {
        self.one_of(0)
    }
}

impl Float for f64 {
    const LANES: usize = 1;

    #[inline]
    fn splat(value: f64) -> Self {
        value
    }

    #[inline]
    fn one_of(self, _: usize) -> f64 {
        self
    }

    #[inline]
    fn map(self, function: impl Fn(f64) -> f64) -> Self {
        function(self)
    }
}

impl Float for Wide {
    const LANES: usize = WIDTH;

    #[inline]
    fn splat(value: f64) -> Self {
        Self([value; WIDTH])
    }

    #[inline]
    fn one_of(self, lane: usize) -> f64 {
        self.0[lane]
    }

    #[inline]
    fn map(self, function: impl Fn(f64) -> f64) -> Self {
        Self(self.0.map(function))
    }
}

#[inline]
fn pairs(a: Wide, b: Wide, op: impl Fn(f64, f64) -> f64) -> Wide {
    let mut out = a;
    for (value, other) in out.0.iter_mut().zip(b.0) {
        *value = op(*value, other);
    }
    out
}

impl Num for Wide {
    const ZERO: Self = Self([0.0; WIDTH]);
    const ONE: Self = Self([1.0; WIDTH]);

    #[inline]
    fn of(value: Decimal) -> Self {
        Self::splat(f64::of(value))
    }

    #[inline]
    fn small(value: u8) -> Self {
        Self::splat(value.into())
    }

    #[inline]
    fn plus(self, other: Self) -> Result<Self, TooLarge> {
        Ok(pairs(self, other, |a, b| a + b))
    }

    #[inline]
    fn minus(self, other: Self) -> Result<Self, TooLarge> {
        Ok(pairs(self, other, |a, b| a - b))
    }

    #[inline]
    fn times(self, other: Self) -> Result<Self, TooLarge> {
        Ok(pairs(self, other, |a, b| a * b))
    }

    #[inline]
    fn over(self, other: Self) -> Result<Self, TooLarge> {
        let quotient = pairs(self, other, |a, b| a / b);
        if quotient.0.iter().all(|value| value.is_finite()) { Ok(quotient) } else { Err(TooLarge) }
    }

    #[inline]
    fn smaller(self, other: Self) -> Self {
        pairs(self, other, Num::smaller)
    }

    #[inline]
    fn larger(self, other: Self) -> Self {
        pairs(self, other, Num::larger)
    }

    #[inline]
    fn nearest(self) -> Self {
        Self(self.0.map(Num::nearest))
    }

    /// Whether all of them are; the first mostly decides.
    #[inline]
    fn is_nothing(self) -> bool {
        self.0[0] == 0.0 && self == Self::ZERO
    }

    /// Whether all of them are.
    #[inline]
    fn is_positive(self) -> bool {
        self.0.iter().all(|value| *value > 0.0)
    }
}
