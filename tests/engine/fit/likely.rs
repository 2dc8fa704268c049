//! The exact bill of a plan with ranges: it stands at their likely values.

use image_budget::model::outcome::Outcome;

use super::{RULES, estimate, shipped};
use crate::common::scenario;

/// A range of every assumption that takes one, but for what an outcome is billed.
const LIKELY: [&str; 25] = [
    "images=5000..7000..9000",
    "edit_share=0.1..0.3..0.5",
    "image_to_image_share=0..0.2..0.3",
    "acceptance_rate=0.5..0.7..0.9",
    "batch_share=0..0.4..1",
    "prompt_tokens=10..200..900",
    "text_output_tokens=0..50..100",
    "image_output_tokens=100..500..900",
    "size_drift_rate=0..0.2..0.3",
    "references_per_edit=0..1.5..4",
    "references_per_image_to_image=0..2..4",
    "server_error_rate=0..0.03..0.1",
    "timeout_rate=0..0.03..0.1",
    "input_block_rate=0..0.03..0.1",
    "output_block_rate=0..0.03..0.1",
    "invalid_request_rate=0..0.04..0.1",
    "duplicate_rate=0..0.04..0.1",
    "price.generate=0.01..0.03..0.1",
    "price.edit=0.01..0.03..0.1",
    "price.image_to_image=0.01..0.03..0.1",
    "price.batch_discount=0..0.3..0.5",
    "price.change=-0.1..0.1..0.2",
    "discount=0..0.2..0.3",
    "tax_rate=0..0.1..0.3",
    "monthly_growth=0..0.2..0.3",
];

/// Whether a plan with a range has the exact bill of its likely value, on a shipped model and on own prices.
#[track_caller]
fn stands_at_its_likely_value(range: &str) {
    let (key, values) = range.split_once('=').unwrap();
    let likely = values.split("..").nth(1).unwrap();
    let drifting = shipped(&["size_drift_rate=0.1", "size_drift_to=1536x1024", "months=3"]);
    for subject in [drifting, scenario(&RULES)] {
        let at = |value: &str| {
            let mut changed = subject.clone();
            changed.apply(&format!("{key}={value}")).unwrap_or_else(|error| panic!("{error}"));
            estimate(&changed)
        };
        let (ranged, fixed) = (at(values), at(likely));
        assert_eq!(ranged.expected, fixed.expected, "{range}");
        assert_eq!((ranged.floor, ranged.ceiling), (fixed.floor, fixed.ceiling), "{range}");
    }
}

#[test]
fn the_exact_bill_stands_at_the_likely_value_of_every_range() {
    for range in LIKELY {
        stands_at_its_likely_value(range);
    }
}

#[test]
fn the_exact_bill_stands_at_the_likely_share_that_an_outcome_is_billed() {
    for outcome in Outcome::ALL {
        stands_at_its_likely_value(&format!("billed.{}=0..0.3..1", outcome.key()));
    }
}
