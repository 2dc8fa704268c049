//! Axes: where a value lies, round marks along it, and how they are written.

use rust_decimal::Decimal;

use crate::model::assumption::{Kind, Spec, Value};
use crate::text;

/// An axis from a value at one place to a value at another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    log: bool,
    ends: (f64, f64),
    places: (f64, f64),
}

/// What is counted along an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Dollars.
    Usd,
    /// Shares of one, written as percentages.
    Percent,
    /// Whole things.
    Whole,
    /// Anything else.
    Number,
}

impl Axis {
    /// An axis whose `ends` lie at `places`. A logarithmic one needs ends above zero, else it is linear; ends
    /// that are one are moved apart.
    pub fn new(log: bool, ends: (f64, f64), places: (f64, f64)) -> Self {
        let (low, high) = ends;
        let ends = match low.is_finite() && high.is_finite() {
            true if low < high => ends,
            true => (low - low.abs().max(1.0) * 0.5, low + low.abs().max(1.0) * 0.5),
            false => (0.0, 1.0),
        };
        Self { log: log && ends.0 > 0.0, ends, places }
    }

    /// Where a value lies.
    pub fn at(&self, value: f64) -> f64 {
        let place = |value: f64| if self.log { value.max(f64::MIN_POSITIVE).log10() } else { value };
        let (low, high) = (place(self.ends.0), place(self.ends.1));
        self.places.0 + (self.places.1 - self.places.0) * (place(value) - low) / (high - low)
    }

    /// Whether a value lies between the ends.
    pub fn holds(&self, value: f64) -> bool {
        let slack = (self.ends.1 - self.ends.0) * 1e-9;
        (self.ends.0 - slack..=self.ends.1 + slack).contains(&value)
    }

    /// Its first and last place, in rising order.
    pub fn span(&self) -> (f64, f64) {
        (self.places.0.min(self.places.1), self.places.0.max(self.places.1))
    }

    /// At most so many round values along it, with the step between them.
    pub fn marks(&self, unit: Unit, most: usize) -> Vec<(f64, f64)> {
        let marks = if self.log { decades(self.ends, most) } else { Vec::new() };
        if marks.len() > 1 { marks } else { even(self.ends, unit, most) }
    }

    /// The same, or some more where so few would leave a lone mark, which is no scale.
    pub fn some_marks(&self, unit: Unit, most: usize) -> Vec<(f64, f64)> {
        let mut tries = (most..=most.saturating_add(6)).map(|most| self.marks(unit, most));
        tries.find(|marks| marks.len() > 1).unwrap_or_else(|| self.marks(unit, most))
    }
}

/// Even steps of one, two or five times a power of ten.
fn even((low, high): (f64, f64), unit: Unit, most: usize) -> Vec<(f64, f64)> {
    let rough = (high - low) / most.max(1) as f64;
    let magnitude = 10_f64.powf(rough.log10().floor());
    let round = [1.0, 2.0, 5.0, 10.0].into_iter().map(|n| n * magnitude).find(|step| *step >= rough * 0.999_999);
    let step = round.unwrap_or(rough);
    let step = if unit == Unit::Whole { step.max(1.0) } else { step };
    if !step.is_finite() || step <= 0.0 {
        return Vec::new();
    }
    let first = (low / step - 1e-9).ceil();
    let marks = (0..=most).map(|index| (first + index as f64) * step);
    marks.take_while(|value| *value <= high + step * 1e-9).map(|value| (value, step)).collect()
}

/// Powers of ten, with twice and five times them where there is room.
fn decades((low, high): (f64, f64), most: usize) -> Vec<(f64, f64)> {
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    let between = |factors: &[f64], every: usize| -> Vec<(f64, f64)> {
        let powers = (first..=last).step_by(every).map(|power| 10_f64.powi(power));
        let values = powers.flat_map(|power| factors.iter().map(move |factor| factor * power));
        values
            .filter(|value| (low * 0.999_999..=high * 1.000_001).contains(value))
            .map(|value| (value, value))
            .collect()
    };
    let dense = [between(&[1.0, 2.0, 5.0], 1), between(&[1.0, 3.0], 1)];
    let sparse = (1..=40).map(|every| between(&[1.0], every));
    dense.into_iter().chain(sparse).find(|marks| marks.len() <= most.max(2)).unwrap_or_default()
}

impl Unit {
    /// What an assumption counts.
    pub fn of(row: &Spec) -> Self {
        match row.unit {
            "USD" => Self::Usd,
            "%" => Self::Percent,
            _ if matches!(row.kind, Kind::Number { whole: true, .. }) => Self::Whole,
            _ => Self::Number,
        }
    }

    /// A mark, with as many digits as tell it from the next one a step away: `$40k`, `2.5M`, `5 %`.
    pub fn mark(self, value: f64, step: f64) -> String {
        match self {
            Self::Usd if value < 0.0 => format!("\u{2212}${}", short(-value, step)),
            Self::Usd => format!("${}", short(value, step)),
            Self::Percent => format!("{} %", short(value * 100.0, step * 100.0)),
            Self::Whole | Self::Number => short(value, step),
        }
    }
}

/// A number as short as an axis needs.
fn short(value: f64, step: f64) -> String {
    let (unit, sign) = match value.abs() {
        v if v >= 1e12 => (1e12, "T"),
        v if v >= 1e9 => (1e9, "B"),
        v if v >= 1e6 => (1e6, "M"),
        v if v >= 1e4 => (1e3, "k"),
        _ => (1.0, ""),
    };
    let decimals = (-(step.abs() / unit).log10() - 1e-6).ceil().clamp(0.0, 9.0) as usize;
    let text = format!("{:.decimals$}", value / unit);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{}{sign}", text::grouped(if text == "-0" { "0" } else { text }))
}

/// A place on an assumption's axis in words; statistics are rounded to what a person would say.
pub fn value_words(row: &Spec, x: f64) -> String {
    let decimal = Decimal::from_f64_retain(x).unwrap_or_default();
    let whole = matches!(row.kind, Kind::Number { whole: true, .. });
    let rounded = if whole { decimal.round() } else { decimal.round_sf(4).unwrap_or(decimal) };
    text::value(row, &Value::Number(rounded))
}

/// What runs along an assumption's axis: `Prompt, tokens`.
pub fn axis_words(row: &Spec) -> String {
    if row.unit.is_empty() || row.label.eq_ignore_ascii_case(row.unit) {
        row.full_label()
    } else {
        format!("{}, {}", row.full_label(), row.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(log: bool, ends: (f64, f64), unit: Unit, most: usize) -> Vec<String> {
        let axis = Axis::new(log, ends, (0.0, 100.0));
        axis.marks(unit, most).into_iter().map(|(value, step)| unit.mark(value, step)).collect()
    }

    #[test]
    fn marks_are_round_and_never_look_alike() {
        assert_eq!(written(false, (0.0, 20_000.0), Unit::Whole, 5), ["0", "5,000", "10k", "15k", "20k"]);
        assert_eq!(written(false, (0.0, 1.0), Unit::Percent, 5), ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]);
        assert_eq!(written(false, (0.0, 3.0), Unit::Whole, 8), ["0", "1", "2", "3"]);
        assert_eq!(written(false, (0.0, 0.000_09), Unit::Usd, 4), ["$0", "$0.00005"]);
        assert_eq!(
            written(false, (4_996.0, 5_004.0), Unit::Usd, 4),
            ["$4,996", "$4,998", "$5,000", "$5,002", "$5,004"]
        );
        assert_eq!(written(false, (960_000.0, 1_050_000.0), Unit::Usd, 3), ["$1M", "$1.05M"]);
        assert_eq!(written(true, (1.0, 1_000.0), Unit::Number, 5), ["1", "10", "100", "1,000"]);
        assert_eq!(written(true, (1.0, 10.0), Unit::Number, 5), ["1", "2", "5", "10"]);
        assert_eq!(written(true, (200.0, 290.0), Unit::Number, 4), ["200", "250"]);
    }

    #[test]
    fn a_value_lies_where_it_should() {
        let axis = Axis::new(true, (1.0, 100.0), (50.0, 250.0));
        assert!((axis.at(10.0) - 150.0).abs() < 1e-9);
        let axis = Axis::new(false, (0.0, 10.0), (200.0, 0.0));
        assert!((axis.at(2.5) - 150.0).abs() < 1e-9);
        assert!(axis.holds(10.0) && !axis.holds(10.1));
        for odd in [(f64::NAN, 1.0), (1.0, 1.0), (0.0, 0.0), (f64::INFINITY, 0.0), (3.0, -1.0)] {
            assert!(Axis::new(true, odd, (0.0, 9.0)).at(1.0).is_finite(), "{odd:?}");
        }
    }
}
