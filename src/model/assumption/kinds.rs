//! What numbers assumptions take: bounds and sliders.

use rust_decimal::Decimal;

use super::{Kind, Scale};

/// `units / 10^scale`.
pub const fn dec(units: u32, scale: u32) -> Decimal {
    Decimal::from_parts(units, 0, 0, false, scale)
}

/// A share.
pub const SHARE: Kind = number(dec(0, 0), dec(1, 0), dec(5, 2), dec(1, 0));
/// Failure rates are small: the slider's upper half ends at 20 %.
pub const RATE: Kind = number(dec(0, 0), dec(1, 0), dec(5, 3), dec(2, 1));
/// The user's own price.
pub const USD_PER_IMAGE: Kind = unset(number(dec(0, 0), dec(1_000_000, 0), dec(1, 3), dec(1, 0)), "none");

/// A number on an even slider from `min` to `soft_max`.
pub const fn number(min: Decimal, max: Decimal, step: Decimal, soft_max: Decimal) -> Kind {
    Kind::Number { min, max, min_open: false, whole: false, step, soft_max, scale: Scale::Linear, unset: None }
}

/// The same, which may also be unset.
pub const fn unset(kind: Kind, word: &'static str) -> Kind {
    match kind {
        Kind::Number { min, max, min_open, whole, step, soft_max, scale, .. } => {
            Kind::Number { min, max, min_open, whole, step, soft_max, scale, unset: Some(word) }
        }
        other => other,
    }
}

/// The same, whole numbers only.
pub const fn whole(kind: Kind) -> Kind {
    match kind {
        Kind::Number { min, max, min_open, step, soft_max, scale, unset, .. } => {
            Kind::Number { min, max, min_open, whole: true, step, soft_max, scale, unset }
        }
        other => other,
    }
}

/// The same, on a slider of even ratios.
pub const fn log(kind: Kind) -> Kind {
    match kind {
        Kind::Number { min, max, min_open, whole, step, soft_max, unset, .. } => {
            Kind::Number { min, max, min_open, whole, step, soft_max, scale: Scale::Log, unset }
        }
        other => other,
    }
}

/// The same without its least value.
pub const fn above_min(kind: Kind) -> Kind {
    match kind {
        Kind::Number { min, max, whole, step, soft_max, scale, unset, .. } => {
            Kind::Number { min, max, min_open: true, whole, step, soft_max, scale, unset }
        }
        other => other,
    }
}
