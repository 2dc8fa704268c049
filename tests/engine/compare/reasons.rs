//! Why a model cannot do it, in words.

use image_budget::figures::Figures;
use image_budget::model::book::Operation;
use image_budget::model::compare::Comparison;
use image_budget::model::plan::Plan;
use image_budget::model::stats::draws::{Columns, Effort};
use image_budget::store::presets;

use super::{compared, on, plain, preset, reason, taken};
use crate::common::{BOOK, day, today};

#[track_caller]
fn why(settings: &[&str], id: &str) -> String {
    let found = compared(&plain(settings));
    reason(&found, id).unwrap_or_else(|| panic!("{id} is a candidate")).to_owned()
}

#[test]
fn a_missing_operation_is_named_with_those_there_are() {
    assert_eq!(why(&["edit_share=0.2"], "openai/dall-e-3"), "it does not do `edit`; it does generate");
    let stable = "stability/stable-image-core";
    assert_eq!(why(&["edit_share=0.2"], stable), "it does not do `edit`; it does generate, image-to-image");
    assert_eq!(why(&[], "ideogram/precise-edit-4-5"), "it does not do `generate`; it does edit");
    let words = "it does not do `image-to-image`; it does generate";
    assert_eq!(why(&["image_to_image_share=0.2"], "minimax/image-01"), words);
}

#[test]
fn more_references_than_a_call_takes_are_counted() {
    let settings = ["edit_share=0.2", "references_per_edit=5"];
    let words = "it takes at most 4 reference images a call, the line sends 5";
    assert_eq!(why(&settings, "bfl/flux-2-klein-9b"), words);
    let found = compared(&plain(&settings));
    assert!(on(&found, "bfl/flux-2-pro").model.max_references.unwrap() >= 5);
    // References of an operation without a share are never sent.
    let found = compared(&plain(&["references_per_edit=5"]));
    assert!(reason(&found, "bfl/flux-2-klein-9b").is_none());
}

#[test]
fn no_size_near_is_said_with_the_size() {
    let words = "it has no size near 3840x2160";
    assert_eq!(why(&["size=3840x2160"], "openai/gpt-image-1.5"), words);
    assert_eq!(why(&["size=256x256", "model=openai/dall-e-2"], "openai/gpt-image-2"), "it has no size near 256x256");
}

#[test]
fn what_nobody_knows_is_said_as_the_book_says_it() {
    let tokens = "it has published rates but no published token count; enter image_output_tokens to price it";
    assert_eq!(why(&[], "openai/gpt-image-2.6-flare"), tokens);
    let references =
        "it does not publish how many tokens a reference image takes, so calls with references have no price";
    assert_eq!(why(&["edit_share=0.2"], "azure-ai/MAI-Image-2.5"), references);
    assert!(why(&[], "adobe-firefly/*").starts_with("it has no price: "), "{}", why(&[], "adobe-firefly/*"));
    assert!(why(&[], "replicate/hardware").contains("run time is not known"));
}

#[test]
fn a_day_before_the_first_price_is_named() {
    let scenario = plain(&["model=openai/gpt-image-1.5"]);
    let found = Comparison::of(&BOOK, &scenario, day("2026-03-01"), None);
    let why = reason(&found, "openai/gpt-image-2").unwrap();
    assert_eq!(why, "it has no price on 2026-03-01; its first known price is from 2026-04-21");
}

#[test]
fn a_model_with_an_operation_of_its_own_alone_never_stands_in() {
    for preset in presets::shipped().unwrap() {
        let found = compared(&preset.scenario);
        for candidate in &found.candidates {
            let common = |operation: &Operation| !matches!(operation, Operation::Own(_));
            let id = &candidate.model.id;
            assert!(candidate.model.operations.iter().any(common), "{} on {id}", preset.key);
        }
    }
    let words = "it does not do `generate`; it does upscale-fast";
    assert_eq!(why(&[], "stability/upscale_fast"), words);
    assert_eq!(why(&["edit_share=1"], "stability/erase"), "it does not do `edit`; it does erase");
}

#[test]
fn the_same_operation_of_another_provider_stands_in_for_an_own_one() {
    let found = compared(&plain(&["model=stability/erase", "edit_share=1"]));
    on(&found, "aws-bedrock/us.stability.stable-image-erase-object-v1:0");
    assert_eq!(reason(&found, "stability/upscale_fast"), Some("it does not do `edit`; it does upscale-fast"));
}

#[test]
fn another_models_name_is_never_cut() {
    // `openai/gpt-image-2` begins the name of the model that has no price.
    let settings = ["model=openai/gpt-image-1.5", "edit_share=0.2", "edit_model=openai/gpt-image-2.6-flare"];
    let words = "openai/gpt-image-2.6-flare has published rates but no published token count; \
                 enter image_output_tokens to price it";
    assert_eq!(why(&settings, "openai/gpt-image-2"), words);
}

#[test]
fn a_fault_of_another_line_is_said_with_its_name() {
    let mut scenario = preset("banners");
    scenario.apply("drafts.quality=splendid").unwrap();
    let found = Comparison::of(&BOOK, &scenario, today(), Some(1));
    assert!(found.now.is_none() && found.candidates.is_empty());
    let words = "drafts: openai/gpt-image-2 has no quality `splendid`; it has low, medium, high, auto";
    for id in ["openai/gpt-image-2", "openai/gpt-image-2.5-flare"] {
        assert_eq!(reason(&found, id), Some(words), "{id}");
    }
}

#[test]
fn every_reason_is_one_line_of_words() {
    for preset in presets::shipped().unwrap() {
        for impossible in compared(&preset.scenario).impossible {
            let why = &impossible.why;
            assert!(!why.trim().is_empty() && !why.contains('\n'), "{} on {}: {why}", preset.key, impossible.model.id);
            let second = why.strip_prefix("it ").is_none_or(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
            assert!(second && !why.contains("  "), "{} on {}: {why}", preset.key, impossible.model.id);
        }
    }
}

#[test]
fn what_a_range_can_reach_must_be_possible_too() {
    let settings = ["edit_share=0..0..0.3"];
    assert_eq!(why(&settings, "openai/dall-e-3"), "it does not do `edit`; it does generate");
    // What is taken has an answer with its ranges drawn, where references are no matter.
    let scenario = plain(&["edit_share=0..0..0.3", "references_per_edit=0"]);
    for candidate in compared(&scenario).candidates {
        let then = taken(&scenario, &candidate);
        let plan = Plan::new(&BOOK, &then, today()).unwrap();
        let figures = Figures::of(&BOOK, &then, plan, Effort::Quick, &mut Columns::default());
        assert!(figures.is_ok(), "{}: {:?}", candidate.model.id, figures.err());
    }
    let found = compared(&plain(&["edit_share=0.4..1..1", "references_per_edit=1"]));
    assert_eq!(reason(&found, "ideogram/precise-edit-4-5"), Some("it does not do `generate`; it does edit"));
}

#[test]
fn references_count_at_the_high_end_of_their_range() {
    let settings = ["edit_share=0.5", "references_per_edit=1..3..16"];
    assert!(why(&settings, "bfl/flux-2-pro").contains("at most 8 reference images a call, the line sends 16"));
}
