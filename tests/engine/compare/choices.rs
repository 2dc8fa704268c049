//! Sizes and qualities that are left out, left to the model, or not there at all.

use image_budget::model::assumption::Key;
use image_budget::model::book::{Origin, check};

use super::{bill, changes, compared, on, plain, preset, reason, with};
use crate::common::{BOOK, today};

#[track_caller]
fn set(candidate: &image_budget::model::compare::Candidate, key: Key) -> Option<String> {
    candidate.values.iter().find(|(place, _)| place.key == key).map(|(_, value)| value.to_string())
}

#[test]
fn what_is_left_out_stays_what_the_present_provider_does_then() {
    let scenario = plain(&["model=openai/gpt-image-2", "size=default", "quality=default"]);
    let found = compared(&scenario);
    let flare = on(&found, "openai/gpt-image-2.5-flare");
    assert_eq!((set(flare, Key::Size).as_deref(), set(flare, Key::Quality).as_deref()), (Some("auto"), Some("auto")));
    let by_hand = with(&scenario, &["model=openai/gpt-image-2.5-flare", "size=auto", "quality=auto"]);
    assert_eq!(flare.then.bill, bill(&by_hand));
    let gemini = on(&found, "google-gemini-api/gemini-3-pro-image");
    assert_eq!(set(gemini, Key::Size).as_deref(), Some("1024x1024"), "the first that auto chooses from");
    assert!(changes(gemini).contains(&"auto becomes 1024x1024".to_owned()), "{:?}", changes(gemini));
    // fal runs at high when nothing is said; that is what a plan without a quality moves away from.
    let fal = plain(&["model=fal/openai/gpt-image-2", "quality=default"]);
    let found = compared(&fal);
    assert_eq!(set(on(&found, "openai/gpt-image-2"), Key::Quality).as_deref(), Some("high"));
    assert_eq!(set(on(&found, "openai/gpt-image-2.5-flare"), Key::Quality).as_deref(), Some("max"));
}

#[test]
fn auto_goes_where_there_is_no_auto_by_a_default_that_is_known() {
    let found = compared(&plain(&["model=openai/gpt-image-2", "quality=auto"]));
    let fal = on(&found, "fal/openai/gpt-image-2");
    assert_eq!(set(fal, Key::Quality).as_deref(), Some("high"));
    let words = "quality auto becomes high (its default; it has no such quality)";
    assert!(changes(fal).contains(&words.to_owned()), "{:?}", changes(fal));
}

#[test]
fn a_first_quality_is_not_called_a_default() {
    // The provider does not say what its default quality is.
    let found = compared(&plain(&["model=openai/gpt-image-2.5-flare", "quality=max"]));
    let other = on(&found, "ideogram/ideogram-4-5");
    assert_eq!(other.model.default_quality, None);
    let words = "quality max becomes low (its cheapest; it has no such quality)";
    assert!(changes(other).contains(&words.to_owned()), "{:?}", changes(other));
}

#[test]
fn a_quality_without_a_choice_falls_away() {
    let found = compared(&plain(&["model=openai/gpt-image-2"]));
    let flux = on(&found, "bfl/flux-2-pro");
    let words = "quality medium falls away: there is no choice".to_owned();
    assert!(changes(flux).contains(&words), "{:?}", changes(flux));
    assert_eq!(set(flux, Key::Quality).as_deref(), Some("default"));
}

#[test]
fn a_size_becomes_the_nearest_that_is_sold() {
    let found = compared(&plain(&["model=openai/gpt-image-2", "size=2048x1152"]));
    let flux = on(&found, "openai/dall-e-3");
    // 2048 x 1152 is 16:9; 1792 x 1024 is the nearest shape of dall-e-3.
    assert_eq!(set(flux, Key::Size).as_deref(), Some("1792x1024"));
    assert!(changes(flux).contains(&"2048x1152 becomes 1792x1024".to_owned()), "{:?}", changes(flux));
    // A class holds it and is no other size.
    let gemini = on(&found, "google-gemini-api/gemini-3-pro-image");
    assert_eq!(set(gemini, Key::Size).as_deref(), Some("2048x1152"));
    assert!(!changes(gemini).iter().any(|change| change.contains("2048x1152 becomes")), "{:?}", changes(gemini));
    let by_class = with(&plain(&[]), &["model=google-gemini-api/gemini-3-pro-image", "size=2K", "quality=default"]);
    assert_eq!(gemini.then.bill, bill(&by_class));
}

#[test]
fn a_plan_without_an_answer_is_compared_all_the_same() {
    for model in ["openai/gpt-image-2.6-flare", "no-such-model"] {
        let found = compared(&plain(&[&format!("model={model}")]));
        assert!(found.now.is_none());
        let flare = on(&found, "openai/gpt-image-2");
        assert_eq!(set(flare, Key::Quality).as_deref(), Some("medium"), "{model}");
        assert_eq!(found.difference(flare), None);
        assert_eq!(found.yearly(flare, 12.into()), None);
        // The plan as it is says nothing, so everything is news.
        let old = changes(on(&found, "openai/gpt-image-1.5"));
        assert!(old.iter().any(|change| change.contains("retires on 2026-12-01")), "{model}: {old:?}");
    }
    assert!(reason(&compared(&plain(&["model=no-such-model"])), "openai/gpt-image-2.6-flare").is_some());
}

#[test]
fn own_prices_are_no_model_of_the_book() {
    // A model of the user's whose name has the word in it.
    let (_, shipped) = image_budget::store::books::SHIPPED[0];
    let failures = shipped.split("    failures: (").nth(1).unwrap().split("    models: [").next().unwrap();
    let sources = shipped.split("    sources: {").nth(1).unwrap().split("    failures: (").next().unwrap();
    let name = sources.trim().trim_start_matches('"').split('"').next().unwrap();
    let mine = format!(
        "(format: 1, id: \"acme\", name: \"Acme\", sources: {{{sources} failures: ({failures} models: [(id: \"custom-1\", \
         name: \"Custom 1\", state: active, from: \"2026-01-01\", confidence: high, source: \"{name}\", note: \"\", \
         operations: [\"generate\", \"edit\", \"image-to-image\"], rates: [(unit: image, usd: \"0.01\")])])"
    );
    let mut book = BOOK.clone();
    book.add(check::provider("mine.ron", &mine, Origin::Yours).unwrap());
    let contract = preset("custom-contract");
    let found = image_budget::model::compare::Comparison::of(&book, &contract, today(), None);
    assert_eq!(found.present.as_deref(), Some("custom"));
    assert_eq!(found.now.as_ref().unwrap().bill, bill(&contract));
    assert!(on(&found, "acme/custom-1").then.bill < found.now.as_ref().unwrap().bill);
}

#[test]
fn a_price_without_sizes_says_that_nobody_knows_which_there_are() {
    let found = compared(&plain(&["size=3840x2160", "quality=high"]));
    let muse = on(&found, "meta/muse-image-1.0");
    assert!(changes(muse).iter().any(|change| change.starts_with("whether it makes 3840x2160 is not known")));
    assert!(!muse.keeps_look);
    // Half the pixels are no size near.
    assert!(reason(&found, "bfl/flux-2-pro").unwrap().contains("no size near 3840x2160"));
}

#[test]
fn the_look_is_kept_by_the_same_model_and_by_the_same_tokens_alone() {
    let found = compared(&plain(&["model=openai/gpt-image-2"]));
    for (id, keeps) in [
        ("openai/gpt-image-2.5-flare", true),
        ("fal/openai/gpt-image-2", true),
        ("azure-openai/gpt-image-2", true),
        ("openai/gpt-image-1.5", false),
        ("bfl/flux-2-klein-4b", false),
    ] {
        assert_eq!(on(&found, id).keeps_look, keeps, "{id}");
    }
}

#[test]
fn a_new_size_that_reaches_other_models_is_said() {
    let edits = ["edit_share=0.3", "edit_model=google-gemini-api/gemini-3-pro-image", "size=1536x1024"];
    let found = compared(&plain(&edits));
    let moved =
        found.candidates.iter().filter(|candidate| set(candidate, Key::Size).is_some_and(|size| size != "1536x1024"));
    let said = moved.map(changes).filter(|changes| changes.iter().any(|change| change.contains("models of their own")));
    assert!(said.count() > 0);
}

#[test]
fn a_region_that_a_model_lacks_gives_way_and_is_said() {
    let found = compared(&plain(&["region=data-residency"]));
    let pro = on(&found, "bfl/flux-2-pro");
    assert!(changes(pro).contains(&"it has no region data-residency, so its default is priced".to_owned()));
    let flare = on(&found, "openai/gpt-image-2.5-flare");
    assert!(!changes(flare).iter().any(|change| change.contains("no region")), "{:?}", changes(flare));
}
