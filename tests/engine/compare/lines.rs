//! Which lines and operations change their model.

use image_budget::model::assumption::Key;
use image_budget::model::book::Operation;
use image_budget::model::compare::Comparison;
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use image_budget::model::scenario::{Place, Scenario};
use rust_decimal::Decimal;

use super::{bill, changes, compared, on, plain, preset, reason, taken, with};
use crate::common::{BOOK, today};

#[test]
fn a_line_alone_changes_only_that_line() {
    let banners = preset("banners");
    for line in 0..2 {
        let found = Comparison::of(&BOOK, &banners, today(), Some(line));
        assert!(found.candidates.len() > 10);
        for candidate in &found.candidates {
            assert!(candidate.values.iter().all(|(place, _)| place.line == Some(line)), "{}", candidate.model.id);
            let then = taken(&banners, candidate);
            let other = 1 - line;
            assert_eq!(then.lines[other], banners.lines[other], "{}", candidate.model.id);
            assert_eq!(candidate.then.bill, bill(&then), "{}", candidate.model.id);
        }
    }
    let drafts = Comparison::of(&BOOK, &banners, today(), Some(0));
    let by_hand = with(&banners, &["drafts.model=bfl/flux-2-pro", "drafts.size=1920x1080", "drafts.quality=default"]);
    assert!(reason(&drafts, "bfl/flux-2-pro").is_none());
    let size = on(&drafts, "bfl/flux-2-pro").values.iter().find(|(place, _)| place.key == Key::Size).unwrap();
    let by_hand = with(&by_hand, &[&format!("drafts.size={}", size.1)]);
    assert_eq!(on(&drafts, "bfl/flux-2-pro").then.bill, bill(&by_hand));
}

#[test]
fn all_lines_change_together() {
    let found = compared(&preset("banners"));
    let flare = on(&found, "openai/gpt-image-2.5-flare");
    let by_hand = with(
        &preset("banners"),
        &[
            "drafts.model=openai/gpt-image-2.5-flare",
            "finals.model=openai/gpt-image-2.5-flare",
            "drafts.quality=low",
            "finals.quality=max",
        ],
    );
    assert_eq!(flare.then.bill, bill(&by_hand));
    // A line that the model cannot do makes the whole plan impossible there.
    assert_eq!(reason(&found, "openai/gpt-image-1.5"), Some("it has no size near 3840x2160"));
}

#[test]
fn a_model_that_cannot_do_one_line_leaves_no_trace_in_the_next() {
    // Were the first line still changed, every model after it would be billed for it.
    let found = compared(&preset("marketing-year"));
    for candidate in &found.candidates {
        assert_eq!(candidate.then.bill, bill(&taken(&preset("marketing-year"), candidate)), "{}", candidate.model.id);
    }
}

#[test]
fn lines_of_different_models_have_no_present_one() {
    let migration = preset("migration");
    assert_eq!(compared(&migration).present, None);
    let first = Comparison::of(&BOOK, &migration, today(), Some(0));
    assert_eq!(first.present.as_deref(), Some("openai/gpt-image-1.5"));
    let second = Comparison::of(&BOOK, &migration, today(), Some(1));
    assert_eq!(second.present.as_deref(), Some("openai/gpt-image-2.5-flare"));
}

/// USD of everything that edits cost.
fn edits(scenario: &Scenario) -> Decimal {
    let plan = Plan::new(&BOOK, scenario, today()).unwrap();
    let estimate = Estimate::of(&plan).unwrap();
    estimate.items().filter(|item| item.operation == Operation::Edit).map(|item| item.amount.round_dp(9)).sum()
}

#[test]
fn an_edit_model_of_its_own_stays_with_its_quality() {
    for own in ["edit_quality=low", "edit_quality=same", "edit_quality=default"] {
        let scenario = plain(&[
            "model=openai/gpt-image-2",
            "quality=high",
            "edit_share=0.5",
            "edit_model=openai/gpt-image-1.5",
            own,
        ]);
        let before = edits(&scenario);
        let found = compared(&scenario);
        for id in ["openai/gpt-image-2.5-flare", "ideogram/ideogram-4", "ideogram/ideogram-4-5"] {
            let then = taken(&scenario, on(&found, id));
            assert_eq!(then.lines[0].values.text(Key::EditModel), "openai/gpt-image-1.5");
            assert_eq!(edits(&then), before, "{own} on {id}");
        }
        // A model that only edits cannot take what is generated; one that only generates can.
        assert!(reason(&found, "ideogram/precise-edit-4-5").is_some());
    }
}

#[test]
fn an_edit_quality_goes_along_where_the_model_does() {
    let scenario = plain(&["model=openai/gpt-image-2", "quality=medium", "edit_share=0.5", "edit_quality=high"]);
    let found = compared(&scenario);
    let flare = on(&found, "openai/gpt-image-2.5-flare");
    let place = |key| Place { line: Some(0), key };
    let set = |key| flare.values.iter().find(|(at, _)| *at == place(key)).map(|(_, value)| value.to_string());
    assert_eq!((set(Key::Quality).as_deref(), set(Key::EditQuality).as_deref()), (Some("high"), Some("max")));
    let by_hand = with(&scenario, &["model=openai/gpt-image-2.5-flare", "quality=high", "edit_quality=max"]);
    assert_eq!(flare.then.bill, bill(&by_hand));
}

#[test]
fn nothing_is_compared_where_nothing_is_left_to_the_model() {
    // Every image of this plan is made by an edit model of its own.
    let found = compared(&preset("photo-cleanup"));
    let ids: Vec<&str> = found.candidates.iter().map(|candidate| candidate.model.id.as_str()).collect();
    assert_eq!(ids, ["stability/stable-image-core"], "the present model alone");
    let why = reason(&found, "openai/gpt-image-2").unwrap();
    assert_eq!(why, "nothing is left to it: every operation has a model of its own");
    assert!(reason(&found, "stability/erase").is_some());
}

#[test]
fn a_line_that_leaves_nothing_to_its_model_stays_as_it_is() {
    let mut scenario = preset("photo-cleanup");
    scenario.apply("cutouts.edit_share=0").unwrap();
    let found = compared(&scenario);
    let flux = on(&found, "bfl/flux-kontext-pro");
    assert!(flux.values.iter().all(|(place, _)| place.line == Some(0)), "{:?}", flux.values);
    assert!(reason(&found, "stability/erase").is_some());
}

#[test]
fn failures_are_compared_where_the_model_changes() {
    // The first operation of the plan keeps its model; the second one changes it.
    let scenario = plain(&[
        "model=openai/gpt-image-2",
        "edit_share=0.5",
        "image_to_image_share=0.5",
        "edit_model=openai/gpt-image-1.5",
        "timeout_rate=0.02",
    ]);
    let found = compared(&scenario);
    let differs = found.candidates.iter().find(|candidate| {
        let timeout = |model: &image_budget::model::book::Model| {
            model.failure(image_budget::model::outcome::Outcome::Timeout).billing
        };
        timeout(&candidate.model) != timeout(BOOK.get("openai/gpt-image-2").unwrap())
    });
    let differs = differs.expect("some provider bills a timeout by another rule");
    assert!(changes(differs).iter().any(|change| change.starts_with("timeouts: ")), "{:?}", changes(differs));
}
