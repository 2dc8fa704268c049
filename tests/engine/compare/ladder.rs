//! The same look by tokens: facts of the calculators and tables of the providers, 1024x1024.

use std::sync::Arc;

use image_budget::model::book::Model;
use image_budget::model::ladder::{Basis, same_look};
use image_budget::model::plan::Plan;
use rust_decimal::Decimal;

use crate::common;
use crate::common::{BOOK, d};

#[track_caller]
fn model(id: &str) -> &'static Arc<Model> {
    BOOK.get(id).unwrap_or_else(|| panic!("no {id}"))
}

#[track_caller]
fn look(from: &str, quality: &str, to: &str) -> Option<(String, Basis)> {
    same_look(&BOOK, model(from), quality, model(to)).map(|look| (look.quality, look.basis))
}

#[track_caller]
fn assert_look(from: &str, quality: &str, to: &str, expected: &str, basis: Basis) {
    assert_eq!(look(from, quality, to), Some((expected.to_owned(), basis)), "{from} {quality} on {to}");
}

/// Image output tokens of one square image.
fn tokens(id: &str, quality: &str) -> Decimal {
    let call = common::call(model(id), "1024x1024", quality);
    Plan::of_call(&call).unwrap().lines[0].groups[0].members[0].price.charges[0].quantity
}

const TWO: &str = "openai/gpt-image-2";
const FLARE: &str = "openai/gpt-image-2.5-flare";
const SUNBURST: &str = "openai/gpt-image-2.5-sunburst";

#[test]
fn the_same_tokens_are_the_same_look() {
    for (two, newer, count) in [("low", "low", "196"), ("medium", "high", "1756"), ("high", "max", "7024")] {
        assert_eq!((tokens(TWO, two), tokens(FLARE, newer)), (d(count), d(count)));
        for other in [FLARE, SUNBURST] {
            assert_look(TWO, two, other, newer, Basis::SameTokens);
            assert_look(other, newer, TWO, two, Basis::SameTokens);
        }
    }
}

#[test]
fn between_two_rungs_the_nearer_is_taken() {
    // By tokens 24 of 16 and 48, and 64 of 48 and 96, are nearer to the lower one.
    assert_look(FLARE, "medium", TWO, "low", Basis::NearTokens);
    assert_look(FLARE, "xhigh", TWO, "medium", Basis::NearTokens);
}

#[test]
fn a_better_quality_never_looks_worse_elsewhere() {
    let families = [TWO, FLARE, "azure-openai/gpt-image-2", "fal/openai/gpt-image-2.5/flare"];
    for from in families {
        for to in families {
            let rung = |quality: &String| {
                let found = look(from, quality, to).unwrap().0;
                model(to).qualities.iter().position(|known| *known == found).unwrap()
            };
            let rungs: Vec<usize> = model(from).qualities.iter().map(rung).collect();
            assert!(rungs.is_sorted(), "{from} on {to}: {rungs:?}");
        }
    }
}

#[test]
fn resellers_share_the_makers_ladder() {
    for seller in ["fal/openai/gpt-image-2.5/flare", "azure-openai/gpt-image-2.5-flare"] {
        assert_look(TWO, "medium", seller, "high", Basis::SameTokens);
        assert_look(seller, "max", TWO, "high", Basis::SameTokens);
        assert_look(FLARE, "xhigh", seller, "xhigh", Basis::SameModel);
        assert_look("fal/openai/gpt-image-2", "medium", seller, "high", Basis::SameTokens);
        assert_look("azure-openai/gpt-image-2", "high", seller, "max", Basis::SameTokens);
    }
    assert_look(TWO, "medium", "fal/openai/gpt-image-2", "medium", Basis::SameModel);
    assert_look("fal/openai/gpt-image-2.5/sunburst", "high", FLARE, "high", Basis::SameTokens);
}

#[test]
fn other_families_go_by_name_alone() {
    assert_look(TWO, "medium", "xai/grok-imagine-image-2.0", "medium", Basis::Name);
    assert_look(TWO, "high", "ideogram/ideogram-4-5", "high", Basis::Name);
    assert_look(TWO, "medium", "openai/gpt-image-1.5", "medium", Basis::Name);
    // 2.6 keeps the names, and its tokens are not published.
    assert_look(FLARE, "max", "openai/gpt-image-2.6-flare", "max", Basis::Name);
    assert_look(TWO, "medium", "openai/gpt-image-1-mini", "medium", Basis::Name);
    assert_look(TWO, "auto", FLARE, "auto", Basis::Name);
}

#[test]
fn a_name_that_is_not_there_is_a_default_or_the_cheapest() {
    assert_look(TWO, "medium", "ideogram/ideogram-4", "default", Basis::Default);
    assert_look(TWO, "high", "xai/grok-imagine-image-2.0", "medium", Basis::Default);
    assert_look(TWO, "auto", "fal/openai/gpt-image-2", "high", Basis::Default);
    assert_look(TWO, "medium", "cloudflare/@cf/leonardo/lucid-origin", "10-steps", Basis::Cheapest);
    assert_eq!(look(TWO, "medium", "bfl/flux-2-pro"), None, "there is no choice");
}

#[test]
fn every_look_is_a_quality_that_the_model_takes() {
    for from in BOOK.models().filter(|model| !model.qualities.is_empty()) {
        let auto = from.auto_quality.then(|| "auto".to_owned());
        for quality in from.qualities.iter().cloned().chain(auto) {
            for to in BOOK.models() {
                let found = same_look(&BOOK, from, &quality, to);
                assert_eq!(found.is_none(), to.qualities.is_empty(), "{} {quality} on {}", from.id, to.id);
                let Some(found) = found else { continue };
                let known = to.qualities.contains(&found.quality) || (found.quality == "auto" && to.auto_quality);
                assert!(known, "{} {quality} on {}: {}", from.id, to.id, found.quality);
            }
        }
        assert_eq!(same_look(&BOOK, from, &from.qualities[0], from).unwrap().basis, Basis::SameModel);
    }
}
