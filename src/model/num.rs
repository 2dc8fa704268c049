//! One formula, two kinds of numbers: exact `Decimal` for money, `f64` for curves and samples.

use rust_decimal::Decimal;

/// A result that does not fit the number type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the result is too large to compute exactly (about 79 billion billion billion is the limit)")]
pub struct TooLarge;

/// Checked arithmetic that both kinds of numbers share.
///
/// `Decimal` holds 28 digits: sums and products are exact below that and rounded half to even at
/// the last digit above it.
pub trait Num: Copy + PartialEq + std::fmt::Debug {
    /// Nothing.
    const ZERO: Self;
    /// One.
    const ONE: Self;

    /// The same value in this kind of number.
    fn of(value: Decimal) -> Self;

    /// A small whole number.
    fn small(value: u8) -> Self;

    /// Sum.
    ///
    /// # Errors
    /// When the result does not fit.
    fn plus(self, other: Self) -> Result<Self, TooLarge>;

    /// Difference.
    ///
    /// # Errors
    /// When the result does not fit.
    fn minus(self, other: Self) -> Result<Self, TooLarge>;

    /// Product.
    ///
    /// # Errors
    /// When the result does not fit.
    fn times(self, other: Self) -> Result<Self, TooLarge>;

    /// Quotient.
    ///
    /// # Errors
    /// When the divisor is zero or the result does not fit.
    fn over(self, other: Self) -> Result<Self, TooLarge>;

    /// The smaller of two.
    #[must_use]
    fn smaller(self, other: Self) -> Self;

    /// The larger of two.
    #[must_use]
    fn larger(self, other: Self) -> Self;

    /// The nearest whole number, half to even.
    #[must_use]
    fn nearest(self) -> Self;

    /// Whether it is above zero.
    fn is_positive(self) -> bool;

    /// Whether it is exactly nothing.
    fn is_nothing(self) -> bool {
        self == Self::ZERO
    }
}

impl Num for Decimal {
    const ZERO: Self = Self::ZERO;
    const ONE: Self = Self::ONE;

    #[inline]
    fn of(value: Decimal) -> Self {
        value
    }

    #[inline]
    fn small(value: u8) -> Self {
        value.into()
    }

    #[inline]
    fn plus(self, other: Self) -> Result<Self, TooLarge> {
        self.checked_add(other).ok_or(TooLarge)
    }

    #[inline]
    fn minus(self, other: Self) -> Result<Self, TooLarge> {
        self.checked_sub(other).ok_or(TooLarge)
    }

    #[inline]
    fn times(self, other: Self) -> Result<Self, TooLarge> {
        self.checked_mul(other).ok_or(TooLarge)
    }

    #[inline]
    fn over(self, other: Self) -> Result<Self, TooLarge> {
        self.checked_div(other).ok_or(TooLarge)
    }

    #[inline]
    fn smaller(self, other: Self) -> Self {
        self.min(other)
    }

    #[inline]
    fn larger(self, other: Self) -> Self {
        self.max(other)
    }

    #[inline]
    fn nearest(self) -> Self {
        self.round()
    }

    #[inline]
    fn is_positive(self) -> bool {
        self > Self::ZERO
    }
}

#[expect(clippy::float_arithmetic, clippy::disallowed_types, reason = "the statistics' half of the one formula")]
mod float {
    use super::{Num, TooLarge};
    use rust_decimal::Decimal;
    use rust_decimal::prelude::ToPrimitive as _;

    fn finite(value: f64) -> Result<f64, TooLarge> {
        if value.is_finite() { Ok(value) } else { Err(TooLarge) }
    }

    /// The nearest whole number. Adding and taking away a large number leaves no room for a fraction,
    /// in the processor's own rounding, which is half to even; beyond 2^51 every number is as good as
    /// whole.
    #[inline]
    fn whole(value: f64) -> f64 {
        const NO_FRACTION: f64 = 6_755_399_441_055_744.0;
        if value.abs() < 2_251_799_813_685_248.0 { (value + NO_FRACTION) - NO_FRACTION } else { value }
    }

    impl Num for f64 {
        const ZERO: Self = 0.0;
        const ONE: Self = 1.0;

        #[inline]
        fn of(value: Decimal) -> Self {
            value.to_f64().unwrap_or(Self::NAN)
        }

        #[inline]
        fn small(value: u8) -> Self {
            value.into()
        }

        #[inline]
        fn plus(self, other: Self) -> Result<Self, TooLarge> {
            Ok(self + other)
        }

        #[inline]
        fn minus(self, other: Self) -> Result<Self, TooLarge> {
            Ok(self - other)
        }

        #[inline]
        fn times(self, other: Self) -> Result<Self, TooLarge> {
            Ok(self * other)
        }

        #[inline]
        fn over(self, other: Self) -> Result<Self, TooLarge> {
            finite(self / other)
        }

        #[inline]
        fn smaller(self, other: Self) -> Self {
            if other < self { other } else { self }
        }

        #[inline]
        fn larger(self, other: Self) -> Self {
            if other > self { other } else { self }
        }

        #[inline]
        fn nearest(self) -> Self {
            // What is a half but for rounding is a half, as it is in exact numbers.
            let halves = whole(2.0 * self);
            let is_half = (2.0 * self - halves).abs() <= 1e-12 * self.abs();
            whole(if is_half { 0.5 * halves } else { self })
        }

        #[inline]
        fn is_positive(self) -> bool {
            self > 0.0
        }
    }
}

/// A share in percent, for a sentence: `0.025` is `2.5`.
pub fn percent(share: Decimal) -> Decimal {
    share.saturating_mul(Decimal::ONE_HUNDRED).normalize()
}

/// The sum of many values.
///
/// # Errors
/// When it does not fit.
pub fn sum<T: Num>(values: impl IntoIterator<Item = T>) -> Result<T, TooLarge> {
    values.into_iter().try_fold(T::ZERO, T::plus)
}
