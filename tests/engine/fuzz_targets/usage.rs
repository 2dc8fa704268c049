//! A provider's usage object.

use image_budget::model::book::{Tier, Unit};
use image_budget::model::price::{Ask, Bound};
use image_budget::model::usage::Usage;
use rust_decimal::Decimal;

use super::{BOOK, assert_price, text, today};

/// Counts read back by their keys, and no model's price of them is below zero or wrongly nothing.
pub fn usage(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let usage: Usage = match text.parse() {
        Ok(usage) => usage,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let written = usage.counts().map(|(key, tokens)| format!("{key}={tokens}")).join(",");
    assert_eq!(written.parse(), Ok(usage), "{written}");
    for model in BOOK.models().filter(|model| model.tokens.is_some()) {
        for (tier, bound) in [(Tier::Standard, Bound::Expected), (Tier::Batch, Bound::Ceiling)] {
            let ask = Ask { tier, bound, ..Ask::bare(model.operations[0].clone(), today()) };
            let price = match usage.price(model, &ask, &model.operations) {
                Ok(price) => price,
                Err(error) => {
                    assert!(!error.to_string().is_empty());
                    continue;
                }
            };
            assert_price(&price, &model.id);
            let is_paid = |unit: Unit| model.rates.iter().any(|rate| rate.unit == unit && !rate.usd.is_zero());
            let is_free = price.total == Decimal::ZERO;
            assert!(!is_free || usage.image_out == 0 || !is_paid(Unit::ImageOutput), "{}: free", model.id);
        }
    }
}
