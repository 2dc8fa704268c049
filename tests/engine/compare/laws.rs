//! What holds for every comparison, however odd the plan.

use image_budget::model::compare::Comparison;
use image_budget::model::scenario::Scenario;
use image_budget::store::presets;
use proptest::prelude::*;
use proptest::sample::subsequence;
use proptest::test_runner::RngSeed;
use rust_decimal::Decimal;

use super::{compared, on, plain, preset, with};
use crate::common::{BOOK, agree, today};

#[test]
fn the_cheapest_stands_first() {
    for preset in presets::shipped().unwrap() {
        let found = compared(&preset.scenario);
        assert!(found.candidates.is_sorted_by_key(|candidate| candidate.then.bill), "{}", preset.key);
    }
}

#[test]
fn twice_the_images_cost_twice_as_much_on_every_model() {
    let once = preset("product-photos");
    let twice = with(&once, &["images=80000"]);
    let (once, twice) = (compared(&once), compared(&twice));
    assert_eq!(once.candidates.len(), twice.candidates.len());
    assert!(once.candidates.len() > 20);
    for candidate in &once.candidates {
        let more = on(&twice, &candidate.model.id).then.bill;
        assert!(agree(more, candidate.then.bill * Decimal::TWO, 20), "{}: {more}", candidate.model.id);
    }
}

#[test]
fn no_images_cost_nothing_anywhere() {
    let found = compared(&with(&preset("product-photos"), &["images=0"]));
    assert!(found.candidates.iter().all(|candidate| candidate.then.bill.is_zero()));
    assert!(found.candidates.iter().all(|candidate| found.difference(candidate) == Some(Decimal::ZERO)));
}

#[test]
fn a_scenario_without_lines_says_so_on_every_model() {
    let found = compared(&Scenario::default());
    assert!(found.now.is_none() && found.candidates.is_empty() && found.present.is_none());
    assert!(found.impossible.iter().all(|impossible| impossible.why == "the scenario has no line"));
}

#[test]
fn a_line_that_is_not_there_changes_nothing() {
    let scenario = preset("product-photos");
    let found = Comparison::of(&BOOK, &scenario, today(), Some(7));
    assert!(found.candidates.iter().all(|candidate| candidate.values.is_empty()));
}

/// Settings that are legal one by one and odd together.
const ODD: [&str; 26] = [
    "images=0",
    "images=1000000000",
    "count_basis=kept",
    "acceptance_rate=0.000001",
    "edit_share=1",
    "image_to_image_share=1",
    "edit_share=0..0.5..1",
    "model=custom",
    "model=no-such-model",
    "model=gpt",
    "model=stability/erase",
    "edit_model=openai/gpt-image-2.6-flare",
    "image_to_image_model=custom",
    "quality=splendid",
    "quality=auto",
    "size=auto",
    "size=65536x1",
    "size=4K",
    "edit_quality=auto",
    "batch_share=1",
    "size_drift_rate=1",
    "references_per_edit=16",
    "reference_size=65536x65536",
    "server_error_rate=1",
    "months=120",
    "monthly_growth=10",
];

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_122),
        ..ProptestConfig::default()
    })]

    #[test]
    fn odd_plans_are_compared_or_refused_in_words(settings in subsequence(ODD.to_vec(), 0..=6)) {
        let mut scenario = plain(&[]);
        for setting in &settings {
            // A value out of its bounds is refused at the door.
            scenario.apply(setting).ok();
        }
        let found = compared(&scenario);
        prop_assert_eq!(found.candidates.len() + found.impossible.len(), BOOK.models().count());
        prop_assert!(found.candidates.is_sorted_by_key(|candidate| candidate.then.bill));
        prop_assert!(found.impossible.iter().all(|impossible| !impossible.why.is_empty()));
        for candidate in &found.candidates {
            let parts: Decimal = candidate.then.parts.0.into_iter().sum();
            prop_assert_eq!(parts, candidate.then.bill, "{}", candidate.model.id);
        }
    }
}
