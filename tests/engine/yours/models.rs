//! Models of the user's own: what they offer, what they cost, what is not known of them.

use image_budget::model::book::yours::{Yours, read};
use image_budget::model::book::{Billing, Operation, Tier};
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use image_budget::model::price::Ask;

use super::{SMALL, ask, book_with, cost, cost_in, flat};
use crate::common::{d, day, scenario, today};

fn small() -> Yours {
    read(SMALL).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn a_model_offers_what_its_prices_name() {
    let book = book_with(&small());
    let model = book.find("studio").unwrap();
    assert_eq!((model.id.as_str(), model.name.as_str(), model.provider.as_str()), ("yours/studio", "Studio", "Yours"));
    assert!(model.is_yours() && model.has_your_rates());
    assert_eq!(model.operations, [Operation::Generate, Operation::Edit]);
    assert_eq!(model.sizes.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1024x1024", "2048x2048"]);
    assert_eq!(model.qualities, ["draft", "fine"], "cheapest first");
    assert_eq!(model.default_quality.as_deref(), Some("fine"), "the first that is named");
    assert_eq!(model.default_size.map(|size| size.to_string()).as_deref(), Some("1024x1024"));
    assert_eq!(model.note, "Offer of June");
    assert_eq!(book.providers().last().map(|provider| provider.id.as_str()), Some("yours"), "after all others");
}

#[test]
fn an_image_costs_what_its_line_says() {
    let book = book_with(&small());
    let cost_of = |operation, size, quality| cost_in(&book, "yours/studio", &ask(operation, size, quality));
    assert_eq!(cost_of("generate", Some("1024x1024"), Some("draft")), d("0.02"));
    assert_eq!(cost_of("generate", Some("2048x2048"), Some("fine")), d("0.12"));
    assert_eq!(cost_of("edit", Some("2048x2048"), Some("draft")), d("0.06"), "at any size and quality");
    let batch = Ask { tier: Tier::Batch, ..ask("generate", Some("2048x2048"), Some("fine")) };
    assert_eq!(cost_in(&book, "yours/studio", &batch), d("0.06"));
    let model = book.get("yours/studio").unwrap();
    assert!(cost(model, &ask("generate", Some("2048x2048"), Some("draft"))).is_err(), "nobody gave that price");
    let before = Ask { day: day("2025-12-31"), ..ask("generate", Some("1024x1024"), Some("fine")) };
    assert!(cost(model, &before).unwrap_err().to_string().contains("2026-01-01"));
}

#[test]
fn what_failures_cost_is_not_known() {
    let book = book_with(&small());
    let model = book.get("yours/studio").unwrap();
    assert!(model.failures.0.iter().all(|rule| rule.billing == Billing::Unknown(d("0.5"))));
    let plan =
        Plan::new(&book, &scenario(&["model=yours/studio", "timeout_rate=0.1", "image_to_image_share=0"]), today());
    let found = Estimate::of(&plan.unwrap_or_else(|problems| panic!("{problems:?}"))).unwrap();
    assert!(found.floor < found.expected && found.expected < found.ceiling);
}

#[test]
fn a_model_is_never_stale_and_needs_no_list() {
    let book = book_with(&Yours { rates: Vec::new(), models: vec![flat("old", "0.03")] });
    let settings = ["model=yours/old", "images=10", "edit_share=0", "image_to_image_share=0"];
    let plan =
        Plan::new(&book, &scenario(&settings), day("2030-01-01")).unwrap_or_else(|problems| panic!("{problems:?}"));
    let warnings: Vec<String> = plan.warnings.iter().map(ToString::to_string).collect();
    assert!(warnings.contains(&"Flat is priced with rates of yours".to_owned()), "{warnings:?}");
    assert!(!warnings.iter().any(|warning| warning.contains("last checked")), "{warnings:?}");
}
