//! The user's own prices in the window: a negotiated rate, a model, files, undo.

use std::sync::Mutex;

use egui_kittest::kittest::Queryable as _;
use image_budget::action::{Action, Command, PricesAction};
use image_budget::model::assumption::Key as Assumption;
use image_budget::model::scenario::Place;
use image_budget::state::{Dialog, Workspace};
use image_budget::store::settings::Theme;
use rust_decimal::Decimal;

use crate::harness::{self, Answers, Window, do_action, expected, folder, plain, type_into, window_with};

/// The prices on disk belong to every test of this file, so one at a time may change them.
static DISK: Mutex<()> = Mutex::new(());

fn page(window: &mut Window, id: &str) {
    do_action(window, Action::Prices(PricesAction::ShowModel(id.into())));
}

/// Makes every test begin without prices of the user's own.
fn fresh() -> Window {
    let window = plain();
    if let Some(path) = image_budget::store::folders::yours() {
        std::fs::remove_file(path).ok();
    }
    window
}

fn rate_of_output(window: &mut Window, usd: &str) {
    page(window, "openai/gpt-image-2");
    window.get_by_label("Your rate for image output").click_accesskit();
    window.run();
    type_into(window, "USD per 1M tokens", usd);
}

#[test]
fn a_negotiated_rate_changes_the_bill_is_marked_and_undone() {
    let _disk = DISK.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut window = fresh();
    let list = expected(&window);
    rate_of_output(&mut window, "24");
    assert_eq!(window.state().state.view.dialog, None, "{:?}", window.state().state.view.notice);
    assert!(expected(&window) < list);
    assert!(window.query_by_label_contains("list $30").is_some(), "the list price stays in sight");
    do_action(&mut window, Action::ShowWorkspace(Workspace::Plan));
    let answer = window.state().session.outcome.answer.clone().unwrap();
    let warnings: Vec<String> = answer.figures.plan.warnings.iter().map(ToString::to_string).collect();
    assert!(warnings.iter().any(|warning| warning.contains("yours")), "{warnings:?}");
    // Undo belongs to what is in sight: on the plan it leaves the prices alone.
    do_action(&mut window, Action::Run(Command::Undo));
    assert!(expected(&window) < list);
    do_action(&mut window, Action::ShowWorkspace(Workspace::Prices));
    do_action(&mut window, Action::Run(Command::Undo));
    assert_eq!(expected(&window), list);
    do_action(&mut window, Action::Run(Command::Redo));
    assert!(expected(&window) < list);
    let (kept, damaged) = image_budget::store::yours::load();
    assert!(damaged.is_none());
    assert_eq!(kept.rates.len(), 1);
    assert_eq!(kept.rates[0].usd, Decimal::from(24));
}

#[test]
fn a_wrong_amount_stays_in_the_form_with_the_reason() {
    let _disk = DISK.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut window = fresh();
    let list = expected(&window);
    rate_of_output(&mut window, "minus three");
    let Some(Dialog::YourRate(form)) = &window.state().state.view.dialog else { panic!("the form went away") };
    assert!(form.error.as_ref().unwrap().contains("`minus three`"), "{:?}", form.error);
    assert_eq!(expected(&window), list);
}

#[test]
fn a_model_of_the_users_own_can_be_made_used_and_removed() {
    let _disk = DISK.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut window = fresh();
    do_action(&mut window, Action::Run(Command::AddModel));
    type_into(&mut window, "Name", "House model");
    type_into(&mut window, "USD of price 1", "0.01");
    window.get_by_label("Keep").click();
    window.run();
    assert_eq!(window.state().state.view.prices.model.as_deref(), Some("yours/house-model"));
    do_action(&mut window, Action::Prices(PricesAction::UseModel("yours/house-model".into())));
    let place = Place::of(Assumption::Model, 0);
    assert_eq!(window.state().state.documents.front().scenario.get(place).unwrap().to_string(), "yours/house-model");
    do_action(&mut window, Action::Prices(PricesAction::EditModel(Some("yours/house-model".into()))));
    window.get_by_label("Remove the model").click();
    window.run();
    assert!(window.state().session.book.get("yours/house-model").is_none());
    do_action(&mut window, Action::ShowWorkspace(Workspace::Prices));
    do_action(&mut window, Action::Run(Command::Undo));
    assert!(window.state().session.book.get("yours/house-model").is_some());
}

#[test]
fn prices_go_to_a_colleague_and_come_back() {
    let _disk = DISK.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut window = fresh();
    rate_of_output(&mut window, "24");
    let cheaper = expected(&window);
    let file = folder("prices-out").join("ours.ron");
    do_action(&mut window, Action::Run(Command::ExportPrices));
    do_action(&mut window, Action::Prices(PricesAction::Export(file.clone())));
    assert!(file.exists());
    let mut window = fresh();
    assert!(expected(&window) > cheaper);
    do_action(&mut window, Action::Run(Command::ImportPrices));
    do_action(&mut window, Action::Prices(PricesAction::Import(file.display().to_string(), false)));
    assert_eq!(expected(&window), cheaper);
    assert_eq!(window.state().state.view.dialog, None);
    std::fs::write(&file, "(format: 1, rates: [(model: 5)])").unwrap();
    do_action(&mut window, Action::Run(Command::ImportPrices));
    do_action(&mut window, Action::Prices(PricesAction::Import(file.display().to_string(), false)));
    let Some(Dialog::ImportPrices { error: Some(error), .. }) = &window.state().state.view.dialog else {
        panic!("the error has no place")
    };
    assert!(error.contains("ours.ron"), "{error}");
    assert_eq!(expected(&window), cheaper, "nothing is lost");
}

#[test]
fn prices_that_nobody_made_are_not_exported() {
    let _disk = DISK.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut window = fresh();
    do_action(&mut window, Action::Run(Command::ExportPrices));
    let notice = window.state().state.view.notice.clone().unwrap();
    assert!(notice.bad && notice.text.contains("no rates or models of your own"), "{}", notice.text);
}

#[test]
fn the_systems_dialog_picks_a_price_file() {
    let _disk = DISK.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    drop(fresh());
    let file = folder("prices-picked").join("mine.ron");
    let text =
        r#"(format: 1, rates: [(model: "openai/gpt-image-2", unit: image_output, usd: "15", from: "2026-01-01")])"#;
    std::fs::write(&file, text).unwrap();
    let picker = Answers(Mutex::new(vec![Some(file)]));
    let mut window = window_with(1280.0, 800.0, Theme::Light, harness::session(), picker);
    let list = expected(&window);
    do_action(&mut window, Action::Run(Command::ImportPrices));
    do_action(&mut window, Action::Browse);
    window.run();
    assert!(expected(&window) < list, "{:?}", window.state().state.view.dialog);
}

#[test]
fn a_rate_typed_at_once_replaces_the_list_price() {
    let _disk = DISK.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut window = fresh();
    page(&mut window, "openai/gpt-image-2");
    window.get_by_label("Your rate for image output").click_accesskit();
    window.run();
    window.event(eframe::egui::Event::Text("24".into()));
    window.run();
    let Some(Dialog::YourRate(form)) = &window.state().state.view.dialog else { panic!("the form went away") };
    assert_eq!(form.usd, "24");
}
