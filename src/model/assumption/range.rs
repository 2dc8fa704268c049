//! A range: what an assumption may turn out to be.

use std::fmt;

use rust_decimal::Decimal;

use super::{Kind, Spec, Value};

/// Low, likely and high, in rising order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Least that it may be.
    pub low: Decimal,
    /// What is expected; the exact estimate uses it.
    pub likely: Decimal,
    /// Most that it may be.
    pub high: Decimal,
    /// How the values between are weighted.
    pub shape: Shape,
}

/// How the values of a range are weighted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shape {
    /// Beta(1 + 4 (likely - low) / (high - low), 1 + 4 (high - likely) / (high - low)), scaled: the
    /// usual choice in project estimates, which trusts the likely value.
    #[default]
    Pert,
    /// Straight lines from low up to likely and down to high: wider than PERT.
    Triangular,
}

impl Shape {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pert => "PERT",
            Self::Triangular => "triangular",
        }
    }
}

/// What ends a range that is triangular.
const TRIANGULAR: &str = ":triangular";

impl Range {
    /// Whether it holds one value only.
    pub fn is_certain(&self) -> bool {
        self.low == self.high
    }

    /// A text with `..` as the texts of its ends, the likely value between them if there is one, and
    /// its shape; none where there is no `..`.
    ///
    /// # Errors
    /// When there are more than three parts or an unknown shape.
    pub fn split(text: &str) -> Option<Result<(Vec<&str>, Shape), String>> {
        let (_, _) = text.split_once("..")?;
        let (values, shape) = match text.split_once(':') {
            None => (text, Ok(Shape::Pert)),
            Some((values, "triangular" | "tri")) => (values, Ok(Shape::Triangular)),
            Some((values, "pert")) => (values, Ok(Shape::Pert)),
            Some((values, other)) => {
                (values, Err(format!("has the unknown shape `{other}`; write pert or triangular")))
            }
        };
        let parts: Vec<&str> = values.split("..").map(str::trim).collect();
        Some(match parts.len() {
            2 | 3 => shape.map(|shape| (parts, shape)),
            _ => Err("is not a range; write low..high or low..likely..high".into()),
        })
    }

    /// A range of two or three numbers; two have their middle as the likely value.
    ///
    /// # Errors
    /// When they do not rise.
    pub fn of(numbers: &[Decimal], shape: Shape, whole: bool) -> Result<Self, String> {
        let (low, likely, high) = match *numbers {
            [low, high] => {
                let middle = low.saturating_add(high.saturating_sub(low).checked_div(Decimal::TWO).unwrap_or_default());
                (low, if whole { middle.round() } else { middle }, high)
            }
            [low, likely, high] => (low, likely, high),
            _ => return Err("is not a range; write low..high or low..likely..high".into()),
        };
        let plain = |number: Decimal| number.normalize().to_string();
        if low > high {
            Err(format!("has the low value {} above the high value {}", plain(low), plain(high)))
        } else if low > likely {
            Err(format!("has the low value {} above the likely value {}", plain(low), plain(likely)))
        } else if likely > high {
            Err(format!("has the likely value {} above the high value {}", plain(likely), plain(high)))
        } else {
            Ok(Self { low, likely, high, shape })
        }
    }
}

/// A new range's ends are this share of its likely value away.
const WIDTH: Decimal = Decimal::from_parts(2, 0, 0, false, 1);

impl Spec {
    /// The value as a range around it, or a range as its likely value; none where no range is taken.
    pub fn toggled(&self, value: &Value) -> Option<Value> {
        let (min, max, room) = match self.kind {
            Kind::Number { min, max, step, .. } => (min, max, step.saturating_mul(Decimal::from(5))),
            _ => (Decimal::ZERO, Decimal::ONE, Decimal::ONE),
        };
        let likely = match value {
            Value::Range(range) => return Some(Value::Number(range.likely)),
            _ if !self.takes_range => return None,
            Value::Number(number) => *number,
            // What the provider bills is open until a range says how far.
            Value::Text(_) => {
                let half = Decimal::new(5, 1);
                return Some(Value::Range(Range { low: min, likely: half, high: max, shape: Shape::Pert }));
            }
            _ => return None,
        };
        let away = if likely.is_zero() { room } else { likely.abs().saturating_mul(WIDTH) };
        let whole = matches!(self.kind, Kind::Number { whole: true, .. });
        let away = if whole { away.round().max(Decimal::ONE) } else { away };
        let (low, high) = (likely.saturating_sub(away).max(min), likely.saturating_add(away).min(max));
        // A bound that is not itself allowed, such as no images accepted at all, stays out.
        let low = if self.within(low).is_ok() { low } else { likely };
        Some(Value::Range(Range { low, likely, high, shape: Shape::Pert }))
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [low, likely, high] = [self.low, self.likely, self.high].map(|number| number.normalize());
        let shape = if self.shape == Shape::Triangular { TRIANGULAR } else { "" };
        write!(f, "{low}..{likely}..{high}{shape}")
    }
}
