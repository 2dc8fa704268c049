//! Laws of the function of a plan's assumptions, and of quantiles.

use image_budget::model::assumption::{Key, Value};
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use image_budget::model::price::Bound;
use image_budget::model::scenario::{Line, Place};
use image_budget::model::stats::draws::Effort;
use image_budget::model::stats::response::{Live, PastWhole, Response, Variable};
use image_budget::model::stats::wide::{Float as _, Wide};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::{plain, spread_with};
use crate::common::{BOOK, scenario, today};

/// The numbers that a line's bill depends on, with bounds to draw values from.
const MOVING: [(Key, u32, u32, u32); 15] = [
    (Key::Images, 1, 50_000, 0),
    (Key::EditShare, 0, 500, 3),
    (Key::ImageToImageShare, 0, 500, 3),
    (Key::BatchShare, 0, 1_000, 3),
    (Key::SizeDriftRate, 0, 500, 3),
    (Key::PromptTokens, 0, 900, 0),
    (Key::PartialImages, 0, 3, 0),
    (Key::ReferencesPerEdit, 0, 160, 1),
    (Key::ReferencesPerImageToImage, 0, 160, 1),
    (Key::DuplicateRate, 0, 300, 3),
    (Key::MaxAttempts, 1, 6, 0),
    (Key::PriceChange, 0, 500, 3),
    (Key::Discount, 0, 900, 3),
    (Key::Months, 1, 24, 0),
    (Key::MonthlyGrowth, 0, 300, 3),
];

fn moving_value(index: usize, part: u32) -> Value {
    let (_, low, high, scale) = MOVING[index];
    Value::Number(Decimal::new(i64::from(low + (high - low) * part / 1_000), scale))
}

fn model() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "openai/gpt-image-2",
        "openai/gpt-image-1.5",
        "google-gemini-api/gemini-3-pro-image",
        "custom",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_122),
        ..ProptestConfig::default()
    })]

    /// The floating-point function of the variables is the exact estimate, to nine digits.
    #[test]
    fn the_function_agrees_with_the_exact_estimate(
        model in model(),
        variables in proptest::sample::subsequence((0..MOVING.len()).collect::<Vec<_>>(), 1..=5),
        parts in proptest::collection::vec(0_u32..=1_000, MOVING.len()),
        more in proptest::collection::vec(0_u32..=1_000, MOVING.len()),
        tiers in any::<bool>(),
    ) {
        let mut base = scenario(&[format!("model={model}"), "retry.output_block=true".into()]);
        for setting in ["price.generate=0.04", "price.edit=0.07", "price.image_to_image=0.06", "price.batch_discount=0.4"] {
            if model == "custom" {
                base.apply(setting).unwrap();
            }
        }
        if tiers {
            base.apply("volume_tiers=0:0,100:0.1,900:0.25").unwrap();
            base.apply("credit=20").unwrap();
        }
        base.lines.push(Line { name: "more".into(), values: base.lines[0].values.clone() });
        let place = |index: usize| Place::of(MOVING[index].0, 0);
        for (index, part) in parts.iter().enumerate() {
            base.set(place(index), moving_value(index, *part));
        }
        let all = |index: &usize| {
            let (Value::Number(low), Value::Number(high)) = (moving_value(*index, 0), moving_value(*index, 1_000)) else {
                unreachable!()
            };
            Variable { place: place(*index), low, high, between: true }
        };
        let list: Vec<Variable> = variables.iter().map(all).collect();
        let plan = Plan::new(&BOOK, &base, today()).unwrap();
        let response = Response::new(&BOOK, &base, &plan, &list, Bound::Expected).unwrap();
        let mut live = Live::<f64, 3>::new(&response, PastWhole::Refused).unwrap();
        let mut at = base.clone();
        for index in &variables {
            at.set(place(*index), moving_value(*index, more[*index]));
        }
        let values: Vec<f64> = variables
            .iter()
            .map(|index| at.get(place(*index)).and_then(|value| match value {
                Value::Number(number) => number.to_f64(),
                _ => None,
            }).unwrap())
            .collect();
        live.set(&values).unwrap();
        let exact = Estimate::of(&Plan::new(&BOOK, &at, today()).unwrap()).unwrap();
        let wanted = exact.expected.to_f64().unwrap();
        let found = live.bill().unwrap();
        prop_assert!((found - wanted).abs() <= 1e-9 * wanted.abs().max(1e-6), "bill {found}, not {wanted}");
        let variance = exact.gross_variance.to_f64().unwrap();
        let found = live.gross().unwrap()[2];
        prop_assert!((found - variance).abs() <= 1e-8 * variance.abs().max(1e-9), "variance {found}, not {variance}");
        // Eight side by side are eight alone.
        let scalar = !variables.iter().any(|index| matches!(MOVING[*index].0, Key::MaxAttempts | Key::Months));
        if scalar {
            let mut wide = Live::<Wide, 3>::new(&response, PastWhole::Scaled).unwrap();
            let values: Vec<Wide> = values.iter().map(|value| Wide::splat(*value)).collect();
            wide.set(&values).unwrap();
            let bill = wide.bill().unwrap().first();
            prop_assert!((bill - wanted).abs() <= 1e-9 * wanted.abs().max(1e-6), "wide {bill}, not {wanted}");
        }
    }

    /// Quantiles are in order, fall with the discount and rise with the count; the chance of passing
    /// falls as the budget rises.
    #[test]
    fn quantiles_are_ordered_and_rise_with_the_count(
        images in 10_u32..200_000,
        rate in 0_u32..200,
        price in 10_u32..90,
    ) {
        let with = |images: u32, more: &str| {
            let price = format!("price.generate={}..{}", Decimal::new(price.into(), 3), Decimal::new((price + 20).into(), 3));
            let rate = format!("server_error_rate=0..{}", Decimal::new(rate.into(), 3));
            plain(&[&format!("images={images}"), &price, &rate, "billed.server_error=1", "output_block_rate=0", more])
        };
        let few = spread_with(&with(images, "discount=0"), Effort::Quick);
        let [p5, p50, p95] = few.range();
        prop_assert!(p5 <= p50 && p50 <= p95);
        let many = spread_with(&with(images * 2, "discount=0"), Effort::Quick).range();
        prop_assert!(p5 < many[0] && p50 < many[1] && p95 < many[2]);
        let cheap = spread_with(&with(images, "discount=0.2"), Effort::Quick).range();
        prop_assert!(cheap[0] < p5 && cheap[2] < p95);
        let mut last = 1.0;
        for cap in [p5 * 0.9, p5, p50, p95, p95 * 1.1] {
            let over = few.probability_over(cap);
            prop_assert!(over <= last);
            last = over;
        }
        let histogram = few.histogram(40);
        let total: f64 = histogram.shares.iter().sum();
        prop_assert!((total - 1.0).abs() < 1e-9 && histogram.cumulative.windows(2).all(|pair| pair[0] <= pair[1]));
    }
}
