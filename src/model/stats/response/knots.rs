//! Where a price is looked up along an assumption, and the straight pieces between.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::{Bends, Variable};
use crate::model::assumption::{Key, Kind, Values};
use crate::model::book::Operation;
use crate::model::plan::{Group, PlanLine};
use crate::model::price::hidden_tokens;

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
            | Key::Steps
            | Key::Seconds
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

/// The first value of a jump lies this far from the last one before it, where not only whole ones count.
const CLOSE: Decimal = Decimal::from_parts(1, 0, 0, false, 6);

/// Lengths of the typed prompt from which some price of a line is another one.
pub fn dearer_from(planned: &PlanLine, values: &Values) -> Vec<Decimal> {
    let mut lengths = Vec::new();
    for group in &planned.groups {
        let references = references_key(group).map_or(Decimal::ZERO, |key| values.amount(key));
        let hidden = hidden_tokens(&group.model, &group.operation, references).unwrap_or_default();
        let thresholds = group.model.rates.iter().filter_map(|rate| rate.prompt_from);
        lengths.extend(thresholds.map(|from| Decimal::from(from).saturating_sub(hidden).ceil()));
    }
    lengths
}

/// Counts of references from which hidden tokens make a prompt long enough for another price.
fn dearer_from_references(group: &Group, values: &Values) -> Vec<Decimal> {
    let prompt = values.amount(Key::PromptTokens);
    let hidden = |references| hidden_tokens(&group.model, &group.operation, references).unwrap_or_default();
    let bare = hidden(Decimal::ZERO);
    let each = hidden(Decimal::ONE).saturating_sub(bare);
    let thresholds = group.model.rates.iter().filter_map(|rate| rate.prompt_from).filter(|_| !prompt.is_zero());
    let counts = thresholds.filter_map(|from| {
        let missing = Decimal::from(from).saturating_sub(prompt).saturating_sub(bare);
        missing.checked_div(each)
    });
    counts.collect()
}

/// The assumption that says how many references each call of a group has.
pub fn references_key(group: &Group) -> Option<Key> {
    match group.part {
        Operation::Edit => Some(Key::ReferencesPerEdit),
        Operation::ImageToImage => Some(Key::ReferencesPerImageToImage),
        _ => None,
    }
}

/// Values at which the models' own rules bend a price or let it jump: the fewest steps that are charged,
/// every step where a price is cut off, both sides of a length from which prompts are dearer.
pub fn turns(variable: &Variable, planned: &PlanLine, values: &Values) -> Vec<Decimal> {
    let key = variable.place.key;
    let models = || planned.groups.iter().map(|group| &group.model);
    match key {
        Key::Steps if models().any(|model| model.truncate_decimals.is_some()) => {
            let (first, last) = (variable.low.to_u32().unwrap_or(0), variable.high.to_u32().unwrap_or(0));
            (first..=last).map(Decimal::from).collect()
        }
        Key::Steps => models().filter_map(|model| model.steps).map(|rule| rule.minimum.into()).collect(),
        Key::PromptTokens => {
            let jumps = dearer_from(planned, values).into_iter();
            jumps.flat_map(|length| [length.saturating_sub(Decimal::ONE), length]).collect()
        }
        Key::ReferencesPerEdit | Key::ReferencesPerImageToImage => {
            let jumps = planned.groups.iter().flat_map(|group| dearer_from_references(group, values));
            jumps.flat_map(|count| [count.saturating_sub(CLOSE), count]).collect()
        }
        _ => Vec::new(),
    }
}

/// Values at which a price may bend, between which it is straight: whole references, the first token,
/// without which there is no prompt, and the turns that models make.
pub fn knots(variable: &Variable, turns: &[Decimal]) -> Vec<Decimal> {
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
    if between {
        knots.extend(turns.iter().filter(|turn| **turn > low && **turn < high));
    }
    if high > low {
        knots.push(high);
    }
    knots.sort_unstable();
    knots.dedup();
    knots
}

impl Bends {
    /// The function of straight pieces through points in rising order.
    pub fn through(points: &[(f64, f64)]) -> Self {
        if points.len() > MANY_KNOTS as usize + 2 {
            return Self { points: points.to_vec(), ..Self::default() };
        }
        let slopes: Vec<f64> = points
            .windows(2)
            .map(|pair| if pair[1].0 > pair[0].0 { (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0) } else { 0.0 })
            .collect();
        let (from, at_from) = points.first().copied().unwrap_or_default();
        let turns = slopes.windows(2).zip(&points[1..]).map(|(pair, (x, _))| (*x, pair[1] - pair[0]));
        Self {
            from,
            at_from,
            slope: slopes.first().copied().unwrap_or(0.0),
            turns: turns.collect(),
            points: Vec::new(),
        }
    }
}
