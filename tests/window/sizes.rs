//! Sizes with facts and advice, retries of clients, the day of prices, and other lists, in the window.

use std::path::PathBuf;

use egui_kittest::kittest::Queryable as _;
use image_budget::action::{Action, Command, PricesAction};
use image_budget::model::assumption::{Group, Key as Assumption};
use image_budget::model::scenario::Place;
use image_budget::state::Dialog;

use crate::harness::{Window, do_action, expected, folder, plain, type_into};

fn value(window: &Window, key: Assumption) -> String {
    window.state().state.documents.front().scenario.get(Place::of(key, 0)).unwrap().to_string()
}

fn set(window: &mut Window, setting: &str) {
    window.state_mut().state.documents.front_mut().scenario.apply(setting).unwrap();
    window.run();
}

#[test]
fn a_size_tells_its_megapixels_and_tokens_and_a_cheaper_one() {
    let mut window = plain();
    // 1,756 tokens is what OpenAI's own table gives for a medium square image.
    assert!(window.query_by_label_contains("1.05 MP · 1,756 tokens").is_some());
    let before = expected(&window);
    window.get_by_label("Use size 1376x768").click();
    window.run();
    assert_eq!(value(&window, Assumption::Size), "1376x768");
    assert!(expected(&window) < before);
    do_action(&mut window, Action::Run(Command::Undo));
    assert_eq!(expected(&window), before);
}

#[test]
fn a_size_that_is_refused_offers_the_nearest_that_is_not() {
    let mut window = plain();
    type_into(&mut window, "Size value", "1000x1000");
    window.get_by_label("Use 1008x1008").click();
    window.run();
    assert_eq!(value(&window, Assumption::Size), "1008x1008");
    assert!(window.state().session.outcome.is_fresh());
}

#[test]
fn a_clients_default_sets_attempts_and_what_is_retried() {
    let mut window = plain();
    window.state_mut().state.view.open_groups = vec![Group::Failures];
    set(&mut window, "max_attempts=7");
    window.get_by_label("Retries of your client…").click_accesskit();
    window.run();
    window.get_by_label_contains("Google Gen AI for Python").click_accesskit();
    window.run();
    assert_eq!(value(&window, Assumption::MaxAttempts), "1");
    do_action(&mut window, Action::Run(Command::Undo));
    assert_eq!(value(&window, Assumption::MaxAttempts), "7");
}

#[test]
fn layers_of_retries_multiply() {
    let mut window = plain();
    window.state_mut().state.view.open_groups = vec![Group::Failures];
    window.state_mut().state.view.layers = image_budget::model::retries::Layers { app: 2, gateway: 1, sdk: 2 };
    window.run();
    window.get_by_label("Retries of your client…").click_accesskit();
    window.run();
    assert!(window.query_by_label_contains("3 × 2 × 3 = 18 attempts").is_some());
    window.get_by_label("Set it").click_accesskit();
    window.run();
    assert_eq!(value(&window, Assumption::MaxAttempts), "18");
}

#[test]
fn the_day_of_prices_is_part_of_the_plan() {
    let mut window = plain();
    set(&mut window, "model=openai/gpt-image-1.5");
    set(&mut window, "prices_on=2026-12-05");
    assert!(window.query_by_label_contains("at the prices of 2026-12-05").is_some());
    let answer = window.state().session.outcome.answer.clone().unwrap();
    let warnings: Vec<String> = answer.figures.plan.warnings.iter().map(ToString::to_string).collect();
    assert!(warnings.iter().any(|warning| warning.contains("was retired on 2026-12-01")), "{warnings:?}");
}

#[test]
fn another_list_is_read_counted_and_changes_no_price() {
    let mut window = plain();
    let before = expected(&window);
    let list = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/litellm_sample.json"));
    do_action(&mut window, Action::Prices(PricesAction::Import(list.display().to_string(), false)));
    let Some(Dialog::Opinions(report)) = window.state().state.view.dialog.clone() else { panic!("no report") };
    assert!(report.summary.agree > 0 && report.summary.differ > 0);
    assert!(window.query_by_label("A second opinion").is_some());
    do_action(&mut window, Action::CloseDialog);
    assert_eq!(expected(&window), before);
    do_action(&mut window, Action::Prices(PricesAction::ShowModel("stability/upscale_creative".into())));
    assert!(window.query_by_label_contains("differ, 10 % of ours").is_some());
    let broken = folder("broken-list").join("broken.json");
    std::fs::write(&broken, "{\"a\": 1").unwrap();
    do_action(&mut window, Action::Prices(PricesAction::Import(broken.display().to_string(), false)));
    let Some(Dialog::ImportPrices { error: Some(error), .. }) = &window.state().state.view.dialog else {
        panic!("the error has no place")
    };
    assert!(error.contains("broken.json"), "{error}");
    assert!(window.state().session.opinions.is_some(), "the list from before stays");
}
