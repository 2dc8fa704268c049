//! The model `custom`: the user's own prices per image.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::assumption::{Key, Values};
use super::book::{
    Billing, Confidence, FailureRule, Model, Operation, Origin, Rate, SizeMatch, Source, SourceKind, State, Tier, Unit,
};
use super::day::Day;
use super::outcome::PerOutcome;

/// The id that stands for the user's own prices.
pub const ID: &str = "custom";

/// A model with the prices that a line gives. An operation without a price is not offered, so that
/// a missing price is never taken for a free one.
pub fn model(values: &Values, day: Day) -> Model {
    let source = source(day);
    let prices = [
        (Operation::Generate, Key::PriceGenerate),
        (Operation::Edit, Key::PriceEdit),
        (Operation::ImageToImage, Key::PriceImageToImage),
    ];
    let rates: Vec<Arc<Rate>> = prices
        .into_iter()
        .filter_map(|(operation, key)| values.number(key).map(|usd| (operation, usd)))
        .map(|(operation, usd)| Arc::new(rate(operation, usd, day, &source)))
        .collect();
    let failures = PerOutcome::from_fn(|_| FailureRule {
        billing: Billing::Unknown(Decimal::new(5, 1)),
        source: Arc::clone(&source),
        confidence: Confidence::None,
        note: String::new(),
    });
    Model {
        id: ID.into(),
        provider: "your provider".into(),
        name: "Custom prices".into(),
        aliases: Vec::new(),
        origin: Origin::Yours,
        state: State::Active,
        from: day,
        retires: None,
        replacement: String::new(),
        confidence: Confidence::High,
        note: String::new(),
        no_price: "set price.generate, price.edit or price.image_to_image".into(),
        operations: match rates.is_empty() {
            true => vec![Operation::Generate, Operation::Edit, Operation::ImageToImage],
            false => rates.iter().flat_map(|rate| rate.operations.clone()).collect(),
        },
        sizes: Vec::new(),
        size_limits: None,
        default_size: None,
        auto_sizes: Vec::new(),
        qualities: Vec::new(),
        default_quality: None,
        auto_quality: false,
        default_risk: String::new(),
        max_references: None,
        batch: Decimal::ONE.checked_sub(values.amount(Key::PriceBatchDiscount)),
        tokens: None,
        megapixels: None,
        steps: None,
        seconds: None,
        free_references: 0,
        regions: Vec::new(),
        truncate_decimals: None,
        lacks: Vec::new(),
        rates,
        printed: Vec::new(),
        failures: Arc::new(failures),
        source,
    }
}

/// The user as a source.
pub fn source(day: Day) -> Arc<Source> {
    Arc::new(Source { url: String::new(), kind: SourceKind::Yours, checked: day.into() })
}

fn rate(operation: Operation, usd: Decimal, day: Day, source: &Arc<Source>) -> Rate {
    Rate {
        unit: Unit::Image,
        usd,
        credits: None,
        operations: vec![operation],
        size: SizeMatch::Any,
        quality: None,
        prompt_from: None,
        tier: Tier::Standard,
        from: day,
        source: Arc::clone(source),
        confidence: Confidence::High,
        note: String::new(),
        others: Vec::new(),
    }
}
