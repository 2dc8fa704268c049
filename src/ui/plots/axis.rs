//! Axes that the plots share: their scale, their marks, and values along them in words.

use egui_plot::GridMark;
use rust_decimal::Decimal;

use crate::model::assumption::{Kind, Spec, Value};
use crate::text;

/// A place on the axis in words; statistics are rounded to what a person would say.
pub fn value_words(row: &Spec, x: f64) -> String {
    let decimal = Decimal::from_f64_retain(x).unwrap_or_default();
    let whole = matches!(row.kind, Kind::Number { whole: true, .. });
    let rounded = if whole { decimal.round() } else { decimal.round_sf(4).unwrap_or(decimal) };
    text::value(row, &Value::Number(rounded))
}

/// A value on an axis that may be logarithmic.
#[derive(Clone, Copy)]
pub struct Axis {
    /// Whether it is logarithmic.
    pub log: bool,
}

impl Axis {
    /// Whether the axis has a place for the value: a logarithmic one has none for zero.
    pub fn has(self, value: f64) -> bool {
        !self.log || value > 0.0
    }

    /// Where a value lies.
    pub fn place_of(self, value: f64) -> f64 {
        if self.log { value.max(f64::MIN_POSITIVE).log10() } else { value }
    }

    /// Which value lies here.
    pub fn value_at(self, value: f64) -> f64 {
        if self.log { 10_f64.powf(value) } else { value }
    }
}

/// A mark of an assumption's axis.
pub fn axis_label(row: &Spec, value: f64) -> String {
    if row.unit == "%" {
        return format!("{} %", text::styled(&trimmed(value * 100.0)));
    }
    short(value)
}

/// A mark of an axis of bills, which lies at an amount in USD.
pub fn money_label(usd: f64) -> String {
    format!("{}{}", text::money_sign(), short(usd * text::per_usd()))
}

/// Marks of an axis of bills, at round values of the currency that is shown.
pub fn money_ticks((low, high): (f64, f64), axis: Axis) -> Vec<GridMark> {
    let rate = text::per_usd();
    let there = |place: f64| if axis.log { place + rate.log10() } else { place * rate };
    let back = |mark: GridMark| match axis.log {
        true => GridMark { value: mark.value - rate.log10(), ..mark },
        false => GridMark { value: mark.value / rate, step_size: mark.step_size / rate },
    };
    ticks((there(low), there(high)), axis).into_iter().map(back).collect()
}

/// About five marks at round values; whole powers of ten on a logarithmic axis.
pub fn ticks((low, high): (f64, f64), axis: Axis) -> Vec<GridMark> {
    let rough = (high - low) / 6.0;
    if rough <= 0.0 || !rough.is_finite() {
        return Vec::new();
    }
    let magnitude = 10_f64.powf(rough.log10().floor());
    let round = [1.0, 2.0, 5.0, 10.0].into_iter().map(|n| n * magnitude).find(|step| *step >= rough);
    let step = round.unwrap_or(rough);
    let step = if axis.log && high - low > 1.5 { step.ceil() } else { step };
    let first = (low / step).ceil() * step;
    let marks = (0..40).map(|index| first + step * f64::from(index)).take_while(|value| *value <= high);
    marks.map(|value| GridMark { value, step_size: step }).collect()
}

/// `40k`, `2.5M`, `0.05`: a number as short as an axis needs.
fn short(value: f64) -> String {
    match value.abs() {
        v if v >= 1e9 => format!("{}B", text::styled(&trimmed(value / 1e9))),
        v if v >= 1e6 => format!("{}M", text::styled(&trimmed(value / 1e6))),
        v if v >= 1e4 => format!("{}k", text::styled(&trimmed(value / 1e3))),
        v if v >= 1e3 => text::grouped(&trimmed(value)),
        _ => text::styled(&trimmed(value)),
    }
}

fn trimmed(value: f64) -> String {
    let decimals = match value.abs() {
        v if v >= 100.0 || v <= 0.0 => 0,
        v if v >= 1.0 => 2,
        _ => 4,
    };
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
