//! The bill of a candidate is the bill of the plan that it sets.

use std::collections::BTreeSet;

use image_budget::model::plan::Plan;
use image_budget::store::presets;
use rust_decimal::Decimal;

use super::{bill, compared, on, plain, preset, taken, with};
use crate::common::{BOOK, agree, d, today};

#[test]
fn a_candidates_bill_is_that_of_the_plan_set_by_hand() {
    let photos = preset("product-photos");
    let found = compared(&photos);
    for (id, values) in [
        ("openai/gpt-image-2.5-flare", &["quality=high"][..]),
        ("openai/gpt-image-2.5-sunburst", &["quality=high"]),
        ("openai/gpt-image-1.5", &["quality=medium"]),
        ("azure-openai/gpt-image-2", &["quality=medium"]),
        ("fal/openai/gpt-image-2.5/flare", &["quality=high"]),
        ("google-gemini-api/gemini-3-pro-image", &["size=1K", "quality=default"]),
        ("bfl/flux-2-pro", &["quality=default"]),
        ("bfl/flux-kontext-pro", &["quality=default", "size=default"]),
        ("ideogram/ideogram-4", &["quality=default", "size=default"]),
        ("luma/uni-1", &["quality=default", "size=default"]),
    ] {
        let model = format!("model={id}");
        let by_hand = with(&photos, &[&[model.as_str()], values].concat());
        assert_eq!(on(&found, id).then.bill, bill(&by_hand), "{id}");
    }
}

#[test]
fn bare_images_cost_what_the_providers_print() {
    let found = compared(&plain(&["model=openai/gpt-image-2", "images=1000"]));
    // 1,000 images: 1,756 and 1,056 tokens at $30 and $32 per 1M, and flat prices.
    for (id, usd) in [
        ("openai/gpt-image-2", "52.68"),
        ("openai/gpt-image-2.5-flare", "52.68"),
        ("openai/gpt-image-1.5", "33.792"),
        ("openai/dall-e-3", "40"),
        ("google-gemini-api/imagen-4.0-fast-generate-001", "20"),
        ("bfl/flux-2-pro", "30"),
        ("ideogram/ideogram-4", "60"),
    ] {
        assert_eq!(on(&found, id).then.bill.normalize().to_string(), usd, "{id}");
    }
}

#[test]
fn what_a_candidate_sets_gives_its_bill() {
    for preset in presets::shipped().unwrap() {
        for candidate in compared(&preset.scenario).candidates {
            let then = bill(&taken(&preset.scenario, &candidate));
            assert_eq!(candidate.then.bill, then, "{} on {}", preset.key, candidate.model.id);
        }
    }
}

#[test]
fn the_parts_sum_to_the_bill_and_the_bill_lies_between_its_ends() {
    for preset in presets::shipped().unwrap() {
        let found = compared(&preset.scenario);
        let all = found.candidates.iter().map(|candidate| (candidate.model.id.as_str(), &candidate.then));
        for (id, standing) in all.chain(found.now.as_ref().map(|now| ("now", now))) {
            let parts: Decimal = standing.parts.named().map(|(_, usd)| usd).sum();
            assert_eq!(parts, standing.bill, "{} on {id}", preset.key);
            // Each of the three is rounded at its own last digit.
            let below = |a: Decimal, b: Decimal| a <= b || agree(a, b, 20);
            let between = below(standing.floor, standing.bill) && below(standing.bill, standing.ceiling);
            assert!(between, "{} on {id}: {standing:?}", preset.key);
        }
    }
}

#[test]
fn the_parts_are_those_of_the_line_items() {
    // 8,000 prompts of 150 + 6 tokens at $5, 2,000 references of 1,024 tokens at $8, 10,000 images of 1,756 at $30.
    let scenario = plain(&["model=openai/gpt-image-2", "edit_share=0.2", "prompt_tokens=150", "tax_rate=0.1"]);
    let found = compared(&scenario);
    let parts = found.now.as_ref().unwrap().parts.0.map(|usd| usd.normalize());
    let [output, references, prompt, text, nothing, rules] = parts;
    assert_eq!((output, references), (d("526.8"), d("16.384")));
    assert_eq!(prompt, d("7.8"), "generations and edits carry the same overhead");
    assert_eq!((text, nothing), (Decimal::ZERO, Decimal::ZERO));
    assert_eq!(rules, (d("550.984") * d("0.1")).normalize());
}

#[test]
fn the_present_model_stands_there_at_the_plans_own_bill() {
    for preset in presets::shipped().unwrap() {
        let found = compared(&preset.scenario);
        let now = found.now.as_ref().unwrap();
        assert_eq!(now.bill, bill(&preset.scenario), "{}", preset.key);
        let ids: BTreeSet<&str> = preset
            .scenario
            .lines
            .iter()
            .map(|line| line.values.text(image_budget::model::assumption::Key::Model))
            .collect();
        match (&found.present, ids.len()) {
            (Some(present), 1) if present != "custom" => {
                let candidate = on(&found, present);
                assert_eq!(candidate.then.bill, now.bill, "{}", preset.key);
                assert_eq!(found.difference(candidate), Some(Decimal::ZERO), "{}", preset.key);
                assert!(candidate.changes.is_empty(), "{}: {:?}", preset.key, candidate.changes);
            }
            (Some(present), 1) => assert!(found.candidates.iter().all(|candidate| candidate.model.id != *present)),
            (present, _) => assert_eq!(present.as_deref(), None, "{}", preset.key),
        }
    }
}

#[test]
fn an_alias_of_the_present_model_is_the_present_model() {
    let found = compared(&plain(&["model=gpt-image-2"]));
    assert_eq!(found.present.as_deref(), Some("openai/gpt-image-2"));
    assert_eq!(found.difference(on(&found, "openai/gpt-image-2")), Some(Decimal::ZERO));
}

#[test]
fn the_present_model_stays_possible_whatever_the_plan_lets_pass() {
    // The plan prices both, with a warning or by the model's only operation.
    for settings in [
        &["model=alibaba/qwen-image-3.0", "edit_share=1", "references_per_edit=5"][..],
        &["model=stability/erase", "edit_share=1"],
    ] {
        let scenario = plain(settings);
        let found = compared(&scenario);
        let present = found.present.clone().unwrap();
        assert_eq!(on(&found, &present).then.bill, bill(&scenario), "{settings:?}");
    }
}

#[test]
fn a_difference_is_against_now_and_a_year_has_twelve_of_its_months() {
    let scenario = preset("marketing-year");
    let found = compared(&scenario);
    let now = found.now.as_ref().unwrap().bill;
    for candidate in &found.candidates {
        let difference = found.difference(candidate).unwrap();
        assert_eq!(difference + now, candidate.then.bill, "{}", candidate.model.id);
        if candidate.model.retires.is_some_and(|last| today().days_until(last) < 365) {
            assert_eq!(found.yearly(candidate, d("12")), None, "{} ends within the year", candidate.model.id);
            continue;
        }
        // The plan runs for a year.
        assert_eq!(found.yearly(candidate, d("12")).unwrap().round_dp(9), difference.round_dp(9));
        assert_eq!(found.yearly(candidate, d("6")).unwrap().round_dp(9), (difference * d("2")).round_dp(9));
        assert_eq!(found.yearly(candidate, d("0")), None, "no months, no year");
    }
}

#[test]
fn every_model_of_the_book_is_said_exactly_once() {
    for preset in presets::shipped().unwrap() {
        let found = compared(&preset.scenario);
        let possible = found.candidates.iter().map(|candidate| candidate.model.id.as_str());
        let all: Vec<&str> = possible.chain(found.impossible.iter().map(|other| other.model.id.as_str())).collect();
        let unique: BTreeSet<&str> = all.iter().copied().collect();
        let book: BTreeSet<&str> = BOOK.models().map(|model| model.id.as_str()).collect();
        assert_eq!(all.len(), unique.len(), "{}", preset.key);
        assert_eq!(unique, book, "{}", preset.key);
    }
}

#[test]
fn what_the_present_plan_warns_of_is_no_change() {
    let scenario = presets::default_scenario();
    let known = Plan::new(&BOOK, &scenario, today()).unwrap().warnings;
    for candidate in compared(&scenario).candidates {
        let said = super::changes(&candidate);
        assert!(known.iter().all(|warning| !said.contains(&warning.to_string())), "{}: {said:?}", candidate.model.id);
    }
}

#[test]
fn the_scenario_is_left_as_it_was() {
    let scenario = preset("banners");
    let before = scenario.clone();
    compared(&scenario);
    assert_eq!(scenario, before);
}
