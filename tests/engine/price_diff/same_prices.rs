//! Versions without differences price every call the same.

use std::sync::Arc;

use image_budget::model::book::diff::{Change, differences, percent_change};
use image_budget::model::book::{Model, Provider, Rate, Tier};
use image_budget::model::price::{Ask, price};
use image_budget::model::size::{Pixels, Size};
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::{ALL, read, said};
use crate::common::{d, day};

/// What every kind of call costs, or why not, at all providers' models.
fn prices(provider: &Provider) -> Vec<String> {
    let mut all = Vec::new();
    for model in &provider.models {
        let sizes: Vec<Option<Size>> = std::iter::once(None).chain(model.sizes.iter().copied().map(Some)).collect();
        let qualities: Vec<Option<String>> =
            std::iter::once(None).chain(model.qualities.iter().cloned().map(Some)).collect();
        for operation in &model.operations {
            for size in &sizes {
                for quality in &qualities {
                    for tier in [Tier::Standard, Tier::Batch] {
                        for on in ["2026-03-01", "2026-11-22"] {
                            let ask = Ask {
                                size: *size,
                                quality: quality.clone(),
                                tier,
                                prompt_tokens: d("220"),
                                references: d("1.5"),
                                reference_size: Pixels { width: 1024, height: 1536 },
                                high_fidelity: true,
                                partial_images: 2,
                                ..Ask::bare(operation.clone(), day(on))
                            };
                            all.push(match price(model, &ask) {
                                Ok(price) => price.total.normalize().to_string(),
                                Err(problem) => problem.to_string(),
                            });
                        }
                    }
                }
            }
        }
    }
    all
}

/// The same provider with its rates in the order that the keys give them.
fn shuffled(provider: &Provider, keys: &[u32]) -> Provider {
    let mut provider = provider.clone();
    for model in &mut provider.models {
        let model: &mut Model = Arc::make_mut(model);
        let mut keyed: Vec<(u32, Arc<Rate>)> = keys.iter().copied().cycle().zip(model.rates.drain(..)).collect();
        keyed.sort_by_key(|(key, rate)| (rate.unit, rate.from, *key));
        model.rates = keyed.into_iter().map(|(_, rate)| rate).collect();
    }
    provider
}

proptest! {
    #[test]
    fn versions_without_differences_price_every_call_the_same(keys in prop::collection::vec(0_u32..9, 13)) {
        let old = read(ALL);
        let new = shuffled(&old, &keys);
        let found = differences(&old, &new);
        let only_order = found.iter().all(|difference| matches!(difference.change, Change::RateOrder { .. }));
        prop_assert!(only_order, "{found:?}");
        if found.is_empty() {
            prop_assert!(prices(&old) == prices(&new), "{keys:?}");
        }
    }

    #[test]
    fn percents_are_those_of_whole_numbers(old in 1_i64..2_000_000_000_000, new in 0_i64..2_000_000_000_000) {
        let tenths = percent_change(Decimal::new(old, 6), Decimal::new(new, 6)).unwrap().unwrap();
        let tenths = (tenths * Decimal::TEN).to_i128().unwrap();
        let (part, whole) = (1000 * (i128::from(new) - i128::from(old)), i128::from(old));
        let off = 2 * (part - tenths * whole).abs();
        prop_assert!(off < whole || (off == whole && tenths % 2 == 0), "{tenths} tenths of a percent");
    }
}

#[test]
fn the_order_of_rates_is_said_where_it_decides() {
    let first = "(unit: image, operations: [\"generate\"], credits: \"1.25\"),";
    let second = "(unit: image, pixels_up_to: 1048576, credits: \"1.2\"),";
    let swapped = read(&ALL.replace(first, "FIRST").replace(second, first).replace("FIRST", second));
    assert!(prices(&read(ALL)) != prices(&swapped), "1024x1024 has two prices that fit equally well");
    let words = "Pencil: of the rates for an image that fit a call equally well, another one now holds";
    assert_eq!(said(&read(ALL), &swapped), [words]);
    // A rate for any call and one for one quality never compete.
    let general = "(unit: image, credits: \"1.5\"),";
    let moved = read(&ALL.replace(general, "").replace(first, &format!("{first} {general}")));
    assert_eq!(said(&read(ALL), &moved), [""; 0]);
}
