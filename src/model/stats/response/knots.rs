//! Where a price is looked up along an assumption, and the straight pieces between.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::{Bends, Variable};
use crate::model::assumption::{Key, Kind};

/// Values at which a price that is not straight is looked up.
pub const MANY_KNOTS: u32 = 64;

/// Assumptions that change what one call costs.
pub fn makes_the_price(key: Key) -> bool {
    matches!(
        key,
        Key::PromptTokens
            | Key::TextOutputTokens
            | Key::ImageOutputTokens
            | Key::PartialImages
            | Key::ReferencesPerEdit
            | Key::ReferencesPerImageToImage
            | Key::PriceGenerate
            | Key::PriceEdit
            | Key::PriceImageToImage
    )
}

/// Whether only whole values count.
pub fn is_whole(key: Key) -> bool {
    matches!(key.spec().kind, Kind::Number { whole: true, .. })
}

/// Values at which a price may bend, between which it is straight: whole references, and the first
/// token, without which there is no prompt.
pub fn knots(variable: &Variable) -> Vec<Decimal> {
    let Variable { place, low, high, between } = *variable;
    let mut knots = vec![low];
    if between {
        match place.key {
            Key::ReferencesPerEdit | Key::ReferencesPerImageToImage => {
                let (first, last) = (low.floor().to_u32().unwrap_or(0), high.ceil().to_u32().unwrap_or(0));
                knots.extend((first..=last).map(Decimal::from).filter(|whole| *whole > low && *whole < high));
            }
            Key::PromptTokens if low < Decimal::ONE && high > Decimal::ONE => knots.push(Decimal::ONE),
            // Few whole values are looked up one by one.
            key if is_whole(key) && high.saturating_sub(low) <= MANY_KNOTS.into() => {
                let (first, last) = (low.floor().to_u32().unwrap_or(0), high.ceil().to_u32().unwrap_or(0));
                knots.extend((first..=last).map(Decimal::from).filter(|whole| *whole > low && *whole < high));
            }
            _ => {}
        }
    }
    if high > low {
        knots.push(high);
    }
    knots
}

impl Bends {
    /// The function of straight pieces through points in rising order.
    pub fn through(points: &[(f64, f64)]) -> Self {
        let slopes: Vec<f64> = points
            .windows(2)
            .map(|pair| if pair[1].0 > pair[0].0 { (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0) } else { 0.0 })
            .collect();
        let (from, at_from) = points.first().copied().unwrap_or_default();
        let turns = slopes.windows(2).zip(&points[1..]).map(|(pair, (x, _))| (*x, pair[1] - pair[0]));
        Self { from, at_from, slope: slopes.first().copied().unwrap_or(0.0), turns: turns.collect() }
    }
}
