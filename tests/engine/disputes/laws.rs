//! What holds for every model of the book, whatever other sources say about its rates.

use std::sync::Arc;

use image_budget::model::book::{Model, Operation, OtherFigure, Provider, Rate};
use image_budget::model::plan::Plan;
use image_budget::model::price::{Ask, Bound, price};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use rust_decimal::Decimal;

use super::{bare, book_with, calls, estimate_in};
use crate::common::{BOOK, agree, d, scenario, today};

fn disputed(rate: &Rate, factors: &[Decimal]) -> Rate {
    let other = |factor: &Decimal| OtherFigure {
        usd: rate.usd * factor,
        credits: None,
        source: Arc::clone(&rate.source),
        note: String::new(),
    };
    Rate { others: factors.iter().map(other).collect(), ..rate.clone() }
}

/// The model with figures of other sources at these multiples of each rate's own.
fn disputed_model(model: &Model, factors: &[Decimal]) -> Model {
    let rates = model.rates.iter().map(|rate| Arc::new(disputed(rate, factors))).collect();
    Model { rates, ..model.clone() }
}

#[test]
fn in_the_whole_book_figures_at_half_and_at_double_halve_and_double_the_price() {
    let mut checked = 0;
    for model in BOOK.models() {
        let disputed = disputed_model(model, &[d("0.5"), d("2"), d("1.5")]);
        for ask in calls(model) {
            let Ok(own) = price(model, &ask) else { continue };
            let [floor, expected, ceiling] = [Bound::Floor, Bound::Expected, Bound::Ceiling].map(|bound| {
                price(&disputed, &Ask { bound, ..ask.clone() }).unwrap_or_else(|e| panic!("{}: {e}", model.id))
            });
            assert_eq!((expected.total, expected.input), (own.total, own.input), "{}", model.id);
            assert!(floor.total <= expected.total && expected.total <= ceiling.total, "{}", model.id);
            // Truncating takes less than one unit of the last decimal off each price.
            let slack = model.truncate_decimals.map_or(Decimal::ZERO, |decimals| Decimal::new(2, decimals));
            let close = |a: Decimal, b: Decimal| agree(a, b, 22) || (a - b).abs() <= slack;
            for (half, whole, double) in
                [(floor.total, own.total, ceiling.total), (floor.input, own.input, ceiling.input)]
            {
                assert!(close(half * d("2"), whole), "{}: {half} of {whole}", model.id);
                assert!(close(double, whole * d("2")), "{}: {double} of {whole}", model.id);
            }
            checked += 1;
        }
    }
    assert!(checked > 2_000, "{checked} calls");
}

#[test]
fn in_the_shipped_book_floor_and_ceiling_hold_the_expected_price_and_differ_where_it_is_said() {
    let mut said = Vec::new();
    for model in BOOK.models() {
        for ask in calls(model) {
            let Ok(expected) = price(model, &ask) else { continue };
            let at =
                |bound| price(model, &Ask { bound, ..ask.clone() }).unwrap_or_else(|e| panic!("{}: {e}", model.id));
            let (floor, ceiling) = (at(Bound::Floor), at(Bound::Ceiling));
            assert!(floor.total <= expected.total && expected.total <= ceiling.total, "{}", model.id);
            let disputed = expected.charges.iter().any(|charge| !charge.rate.others.is_empty());
            assert_eq!(floor.total < ceiling.total, disputed, "{}", model.id);
            if disputed && said.last() != Some(&model.id) {
                said.push(model.id.clone());
            }
        }
    }
    let known = [
        "openai/gpt-image-1-mini",
        "bfl/flux-2-max",
        "bfl/flux-2-flex",
        "bfl/flux-2-klein-4b",
        "xai/grok-imagine-image-pro",
        "bytedance/seedream-4-5-251128",
        "bytedance/seedream-4-0-250828",
        "aws-bedrock/amazon.nova-canvas-v1:0",
        "fal/fal-ai/nano-banana",
        "fal/fal-ai/flux-pro/v1.1",
        "fal/fal-ai/recraft/v3/text-to-image",
    ];
    assert_eq!(said, known, "and Seedream 5.0 Pro at sizes that it does not list");
}

#[test]
fn shipped_disputes_have_a_source_of_their_own_and_a_note() {
    for model in BOOK.models() {
        for rate in &model.rates {
            for other in &rate.others {
                assert!(other.usd != rate.usd && other.source.url != rate.source.url, "{}: ${}", model.id, other.usd);
                assert!(!other.note.is_empty(), "{}: ${}", model.id, other.usd);
            }
        }
    }
}

/// A shipped model that a scenario can use as it is: generated images with a known price.
fn usable() -> Vec<Arc<Model>> {
    let usable = |model: &&Arc<Model>| {
        model.operations.contains(&Operation::Generate)
            && Plan::new(&BOOK, &scenario(&bare(&model.id, 10, &DEFAULTS)), today()).is_ok()
    };
    BOOK.models().filter(usable).cloned().collect()
}

const DEFAULTS: [&str; 3] = ["size=default", "quality=default", "image_output_tokens=1000"];

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_122),
        ..ProptestConfig::default()
    })]

    #[test]
    fn disputes_never_move_the_expected_bill_and_floor_and_ceiling_hold_it(
        model in select(usable()),
        factors in prop::collection::vec(0_u32..=3_000, 0..4),
        (timeout, blocked, batch) in (0_u32..=300, 0_u32..=300, 0_u32..=1_000),
        (images, discount, credit) in (1_u32..=100_000, 0_u32..=500, 0_u32..=50),
    ) {
        let factors: Vec<_> = factors.iter().map(|f| Decimal::new((*f).into(), 3)).filter(|f| *f != Decimal::ONE).collect();
        let provider = BOOK.providers().iter().find(|p| p.models.iter().any(|known| known.id == model.id)).unwrap();
        let models = vec![Arc::new(disputed_model(&model, &factors))];
        let book = book_with(Provider { models, ..provider.clone() });
        let share = |key: &str, value: u32| format!("{key}={}", Decimal::new(value.into(), 3));
        let more = [
            share("timeout_rate", timeout),
            share("output_block_rate", blocked),
            share("batch_share", batch),
            share("discount", discount),
            format!("credit={credit}"),
            "billed.output_block=0.5".to_owned(),
            "prompt_tokens=200".to_owned(),
        ];
        let scenario = scenario(&[bare(&model.id, images, &DEFAULTS), more.to_vec()].concat());
        let (own, found) = (estimate_in(&BOOK, &scenario), estimate_in(&book, &scenario));
        prop_assert_eq!(own.expected, found.expected);
        prop_assert_eq!(own.gross, found.gross);
        prop_assert_eq!(found.items().map(|item| item.amount).sum::<Decimal>(), found.gross);
        let least = |a: Decimal, b: Decimal| a <= b || agree(a, b, 22);
        prop_assert!(least(found.floor, found.expected), "{} {}", found.floor, found.expected);
        prop_assert!(least(found.expected, found.ceiling), "{} {}", found.expected, found.ceiling);
    }
}
