//! Laws that hold for all prices of the user's own.

use image_budget::model::book::yours::{YourModel, YourPrice, YourRate, Yours, read, write};
use image_budget::model::book::{Book, Model, Operation, Rate, SizeMatch, Tier, Unit};
use image_budget::model::day::Day;
use image_budget::model::price::Ask;
use image_budget::model::size::{Class, Pixels, Size};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use rust_decimal::Decimal;

use super::{ask, book_with, cost};
use crate::common::{BOOK, agree, d};

/// Calls of a model: every operation at its sizes and qualities, with a prompt and a reference image.
fn calls(model: &Model) -> Vec<Ask> {
    let sizes: Vec<_> = model.sizes.iter().map(Some).chain(model.sizes.is_empty().then_some(None)).collect();
    let qualities: Vec<_> =
        model.qualities.iter().map(Some).chain(model.qualities.is_empty().then_some(None)).collect();
    let mut calls = Vec::new();
    for operation in &model.operations {
        for (size, quality) in sizes.iter().flat_map(|size| qualities.iter().map(move |quality| (size, quality))) {
            for tier in [Tier::Standard, Tier::Batch] {
                calls.push(Ask {
                    tier,
                    size: size.copied(),
                    prompt_tokens: d("150"),
                    references: Decimal::from(u32::from(*operation != Operation::Generate)),
                    image_output_tokens: Some(d("1000")),
                    text_output_tokens: Some(d("300")),
                    ..ask(operation.name(), None, quality.map(String::as_str))
                });
            }
        }
    }
    calls
}

/// What each call of the shipped models costs in both books, where it has a price in the shipped one.
fn pairs(book: &Book) -> Vec<(String, Decimal, Decimal)> {
    let mut pairs = Vec::new();
    for model in BOOK.models() {
        for call in calls(model) {
            let (before, after) = (cost(model, &call), cost(book.get(&model.id).unwrap(), &call));
            assert_eq!(before.is_ok(), after.is_ok(), "{}", model.id);
            if let (Ok(before), Ok(after)) = (before, after) {
                pairs.push((format!("{} {call:?}", model.id), before, after));
            }
        }
    }
    assert!(pairs.len() > 1_000, "{}", pairs.len());
    pairs
}

#[test]
fn without_rates_of_ones_own_everything_costs_the_same() {
    for (call, before, after) in pairs(&book_with(&Yours::default())) {
        assert_eq!(before, after, "{call}");
    }
}

#[test]
fn rates_of_ones_own_that_are_the_lists_change_nothing() {
    for (call, before, after) in pairs(&book_with(&times(Decimal::ONE))) {
        assert_eq!(before, after, "{call}");
    }
}

#[test]
fn twice_every_rate_costs_twice_as_much() {
    for (call, before, after) in pairs(&book_with(&times(Decimal::TWO))) {
        let whole = BOOK.get(call.split(' ').next().unwrap()).unwrap().rates.iter().all(|rate| can_be_typed(rate));
        if !whole {
            continue;
        }
        // One seller cuts a call's price off at four decimals, before and after.
        let cut = call.starts_with("dezgo/") && (after - before * Decimal::TWO).abs() < d("0.0002");
        assert!(cut || agree(after, before * Decimal::TWO, 24), "{call}: {before} {after}");
    }
}

/// A price that a provider quotes for many units at once may have more decimals for one than a person types.
fn can_be_typed(rate: &Rate) -> bool {
    rate.usd.normalize().scale() <= 12
}

/// Every list rate of every model, times `factor`.
fn times(factor: Decimal) -> Yours {
    let mut yours = Yours::default();
    for model in BOOK.models() {
        for rate in model.rates.iter().filter(|rate| can_be_typed(rate)) {
            yours.set_rate(YourRate::of(rate, &model.id, rate.usd * factor, rate.from));
        }
    }
    assert_eq!(yours.check(), Ok(()));
    let typed = BOOK.models().flat_map(|model| &model.rates).filter(|rate| can_be_typed(rate));
    assert_eq!(yours.rates.len(), typed.count());
    yours
}

#[test]
fn every_rate_of_the_book_can_be_ones_own_and_reads_back() {
    let yours = times(Decimal::TWO);
    assert_eq!(read(&write(&yours)), Ok(yours));
}

fn usd() -> impl Strategy<Value = Decimal> {
    (0_i64..=1_000_000_000_000, 6_u32..=12).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn days() -> impl Strategy<Value = Day> {
    (1_i16..=9_999, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| Day::new(year, month, day).unwrap())
}

/// Any word that may name something, in any script.
fn word() -> impl Strategy<Value = String> {
    "[^\\p{C}\\p{Z}\\s]{1,12}( [^\\p{C}\\p{Z}\\s]{1,12})?"
        .prop_filter("reserved", |word| !["default", "auto", "same", "image_to_image"].contains(&word.as_str()))
}

fn size() -> impl Strategy<Value = Size> {
    let exact = (1_u32..=65_536, 1_u32..=65_536).prop_map(|(width, height)| Size::Exact(Pixels { width, height }));
    prop_oneof![exact, select(Class::ALL.to_vec()).prop_map(Size::Class)]
}

fn operation() -> impl Strategy<Value = Operation> {
    prop_oneof![Just("generate".to_owned()), Just("edit".into()), Just("image-to-image".into()), word()]
        .prop_map(|name| Operation::named(&name))
}

prop_compose! {
    fn rate()(
        model in word(),
        unit in select(vec![Unit::Image, Unit::TextInputCached, Unit::ImageOutput, Unit::MegapixelStep, Unit::Second]),
        operations in vec(operation(), 0..=3),
        size in prop_oneof![
            Just(SizeMatch::Any),
            size().prop_map(SizeMatch::Only),
            (any::<u64>(), any::<u64>()).prop_map(|(a, b)| SizeMatch::Band { from: a.min(b), up_to: a.max(b) }),
            any::<u64>().prop_map(|up_to| SizeMatch::Band { from: 0, up_to }),
            any::<u64>().prop_map(|from| SizeMatch::Band { from, up_to: u64::MAX }),
            Just(SizeMatch::Band { from: 0, up_to: u64::MAX }),
        ],
        quality in option::of(word()),
        prompt_from in option::of(any::<u64>()),
        tier in select(vec![Tier::Standard, Tier::Batch, Tier::Flex, Tier::Priority]),
        usd in usd(),
        from in days(),
        note in any::<String>(),
    ) -> YourRate {
        YourRate { model, unit, operations, size, quality, prompt_from, tier, usd, from, note }
    }
}

prop_compose! {
    fn price()(operation in operation(), size in option::of(size()), quality in option::of(word()), usd in usd())
        -> YourPrice { YourPrice { operation, size, quality, usd } }
}

prop_compose! {
    fn model()(
        id in word(), name in word(), first in price(), rest in vec(price(), 0..=4),
        batch in option::of((0_i64..=1_000).prop_map(|share| Decimal::new(share, 3))), from in days(), note in any::<String>(),
    ) -> YourModel {
        let mut prices = vec![first];
        for price in rest {
            let twin = |known: &YourPrice| {
                (&known.operation, known.size, &known.quality) == (&price.operation, price.size, &price.quality)
            };
            if !prices.iter().any(twin) {
                prices.push(price);
            }
        }
        YourModel { id, name, prices, batch, from, note }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_122),
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_passes_its_checks_reads_back_as_it_was_written(
        rates in vec(rate(), 0..=5), models in vec(model(), 0..=3),
    ) {
        let mut yours = Yours::default();
        yours.merge(Yours { rates, models });
        prop_assert_eq!(yours.check(), Ok(()));
        let text = write(&yours);
        prop_assert_eq!(read(&text), Ok(yours), "{}", text);
    }

    #[test]
    fn an_own_model_costs_what_its_lines_say(model in model()) {
        let book = book_with(&Yours { rates: Vec::new(), models: vec![model.clone()] });
        let made = book.get(&format!("yours/{}", model.id)).unwrap();
        for price in &model.prices {
            let call = Ask {
                operation: price.operation.clone(), size: price.size, quality: price.quality.clone(), day: model.from,
                ..ask("generate", None, None)
            };
            prop_assert_eq!(cost(made, &call).unwrap(), price.usd);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        read(&text).ok();
    }
}
