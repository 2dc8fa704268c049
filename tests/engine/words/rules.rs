//! How a model is priced, in sentences.

use image_budget::model::book::Unit;
use image_budget::model::price::rule_words;

use super::model;
use crate::common::BOOK;

#[test]
fn rules_are_told_unit_by_unit() {
    assert_eq!(
        rule_words(model("openai/gpt-image-2")),
        [
            "Image output tokens at $30 per 1M, counted from width, height and the quality's factor (low 16, medium \
             48, high 96); a partial image takes 100.",
            "Prompt tokens at $5 per 1M, with 6 hidden tokens added to a prompt.",
            "Cached prompt tokens at $1.25 per 1M; an estimate assumes none.",
            "Reference tokens at $8 per 1M for edit and image-to-image, one for each patch of 32x32 pixels, at most \
             1,536 for an image.",
            "Cached reference tokens at $2 per 1M for edit and image-to-image; an estimate assumes none.",
            "The batch tier costs 50 % of these rates.",
            "In the region data-residency every rate is 110 % of these from 2026-04-21 on.",
        ]
    );
    let flux = rule_words(model("bfl/flux-2-pro"));
    assert_eq!(
        flux[0],
        "The first output megapixel costs 3 credits of $0.01 ($0.03), each further one 1.5 credits of $0.01 ($0.015); \
         a megapixel is 1,048,576 pixels, rounded up."
    );
    let dezgo = rule_words(model("dezgo/text2image"));
    assert_eq!(dezgo[0], "Each step costs $0.0000662424256; an image takes 30.");
    assert!(dezgo[1].starts_with("Each block of 262,144 output pixels beyond the first per step costs"), "{dezgo:?}");
    assert_eq!(dezgo[2], "The price of a call is cut to 4 decimals.");
}

#[test]
fn every_model_has_its_rule_in_whole_sentences() {
    for model in BOOK.models() {
        let words = rule_words(model);
        assert!(!words.is_empty(), "{}", model.id);
        for sentence in &words {
            assert!(sentence.ends_with('.') && !sentence.contains(".."), "{}: {sentence}", model.id);
            assert!(sentence.starts_with(|c: char| c.is_uppercase()), "{}: {sentence}", model.id);
        }
        for unit in [Unit::Image, Unit::Tile, Unit::Megapixel, Unit::Second, Unit::Request] {
            let word = unit.word().trim_end_matches('s').replace("MP", "megapixel");
            let has = model.rates.iter().any(|rate| rate.unit == unit);
            assert!(!has || words.iter().any(|w| w.contains(&word)), "{}: no {word} in {words:?}", model.id);
        }
        if model.rates.is_empty() {
            assert!(words[0].starts_with("There is no price: "), "{words:?}");
        }
    }
}
