//! The Models tab, the price book's workspace, the same look and the day of prices, driven by the names
//! of the controls and by the keyboard.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use image_budget::action::{Action, PricesAction};
use image_budget::model::assumption::{Group, Key as Assumption};
use image_budget::model::compare::Comparison;
use image_budget::outcome::Plot;
use image_budget::state::{Tab, Workspace};
use image_budget::store::settings::Theme;

use crate::harness::{Window, do_action, expected, plain, preset, press, show, type_into, window};

/// High enough for the whole list.
fn tall() -> Window {
    window(1280.0, 3200.0, Theme::Light)
}

fn models(window: &mut Window) {
    window.get_by_label("Models").click();
    window.run();
    assert_eq!(window.state().state.view.tab, Tab::Compare);
}

/// Shows every model, not the first few.
fn all(window: &mut Window) {
    let count = |node: &egui_kittest::Node<'_>| {
        let label = node.accesskit_node().label().unwrap_or_default();
        label.strip_prefix("All ").is_some_and(|count| count.parse::<usize>().is_ok())
    };
    window.query_all_by_label_contains("All ").find(count).expect("a button for all").click();
    window.run();
}

fn found(window: &Window) -> Comparison {
    let answer = window.state().session.outcome.answer.clone().unwrap();
    let Plot::Compare { found, .. } = &answer.plot else { panic!("no comparison") };
    (**found).clone()
}

fn text(window: &Window, line: usize, key: Assumption) -> String {
    window.state().state.documents.front().scenario.lines[line].values.text(key).to_owned()
}

/// Ids of the rows whose control is named so, from top to bottom.
fn rows(window: &Window, word: &str) -> Vec<String> {
    let nodes = window.query_all_by_label_contains(word);
    let mut rows: Vec<(f32, String)> = nodes
        .filter_map(|node| {
            let label = node.accesskit_node().label()?;
            Some((node.rect().top(), label.strip_prefix(word)?.trim().to_owned()))
        })
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, id)| id).collect()
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

const FLARE: &str = "openai/gpt-image-2.5-flare";

#[test]
fn a_model_is_explained_used_and_undone() {
    let mut window = tall();
    models(&mut window);
    all(&mut window);
    let before = window.state().state.documents.front().scenario.clone();
    let there = found(&window).candidates.iter().find(|candidate| candidate.model.id == FLARE).unwrap().then.bill;
    click(&mut window, &format!("Explain {FLARE}"));
    assert!(window.query_by_label("Part of the bill").is_some());
    let words = "Quality medium becomes high (the same look: both take the same tokens)";
    assert!(window.query_by_label_contains(words).is_some());
    click(&mut window, &format!("Use {FLARE}"));
    assert_eq!(text(&window, 0, Assumption::Model), FLARE);
    assert_eq!(text(&window, 0, Assumption::Quality), "high");
    assert_eq!(expected(&window), there, "the bill is the one that was promised");
    assert_eq!(found(&window).present.as_deref(), Some(FLARE));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(window.state().state.documents.front().scenario, before, "one step takes all of it back");
}

#[test]
fn a_model_is_explained_and_used_by_the_keyboard() {
    let mut window = tall();
    models(&mut window);
    all(&mut window);
    window.get_by_label(&format!("Explain {FLARE}")).focus();
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().state.view.compare.open.as_deref(), Some(FLARE));
    window.get_by_label(&format!("Use {FLARE}")).focus();
    window.run();
    press(&mut window, Modifiers::NONE, Key::Space);
    assert_eq!(text(&window, 0, Assumption::Model), FLARE);
    window.get_by_label(&format!("Explain {FLARE}")).focus();
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().state.view.compare.open, None, "the same key closes it");
}

#[test]
fn the_present_model_cannot_be_used_again() {
    let mut window = tall();
    models(&mut window);
    click(&mut window, "Explain openai/gpt-image-2");
    let button = window.get_by_label("Use openai/gpt-image-2");
    assert!(button.accesskit_node().is_disabled());
    assert!(window.query_all_by_label("now").next().is_some());
}

#[test]
fn the_page_of_a_compared_model_is_a_click_away() {
    let mut window = tall();
    models(&mut window);
    all(&mut window);
    click(&mut window, &format!("Explain {FLARE}"));
    click(&mut window, &format!("Prices of {FLARE}"));
    assert_eq!(window.state().state.view.workspace, Workspace::Prices);
    assert!(window.query_by_label("Close the model's page").is_some());
}

#[test]
fn a_pinned_model_stands_first() {
    let mut window = tall();
    models(&mut window);
    let dear = "google-gemini-api/gemini-3-pro-image";
    all(&mut window);
    assert_ne!(rows(&window, "Explain ")[0], dear);
    click(&mut window, &format!("Pin {dear}: it then stands first in every comparison"));
    assert_eq!(rows(&window, "Explain ")[0], dear);
    assert_eq!(window.state().state.settings.pinned, [dear]);
    click(&mut window, &format!("Unpin {dear}"));
    assert_ne!(rows(&window, "Explain ")[0], dear);
    assert!(window.state().state.settings.pinned.is_empty());
}

#[test]
fn the_first_few_are_the_cheapest_and_the_present_one_is_among_them() {
    let mut window = tall();
    models(&mut window);
    let all = found(&window);
    let alive = |id: &String| {
        let model = window.state().session.book.get(id).unwrap();
        model.state_on(window.state().session.today) != image_budget::model::book::State::Retired
    };
    let cheapest: Vec<String> =
        all.candidates.iter().map(|candidate| candidate.model.id.clone()).filter(alive).take(15).collect();
    let shown = rows(&window, "Explain ");
    assert_eq!(shown[..15], cheapest);
    assert!(shown.contains(&"openai/gpt-image-2".to_owned()), "{shown:?}");
}

#[test]
fn models_are_narrowed_by_words_provider_confidence_and_life() {
    let mut window = tall();
    models(&mut window);
    let present = "openai/gpt-image-2".to_owned();
    type_into(&mut window, "Search compared models", "flux bfl");
    let shown = rows(&window, "Explain ");
    assert!(shown.len() > 3 && shown.iter().all(|id| id.starts_with("bfl/") || *id == present), "{shown:?}");
    let why = "it does not do `edit`; it does generate";
    if window.query_all_by_label_contains(why).next().is_none() {
        window.get_by_label_contains("Not possible on ").click();
        window.run();
    }
    assert!(window.query_all_by_label_contains(why).next().is_some(), "what cannot do it is listed with the reason");
    type_into(&mut window, "Search compared models", "no model is called so");
    assert_eq!(rows(&window, "Explain "), std::slice::from_ref(&present));
    window.state_mut().state.view.compare.search.clear();
    window.run();

    click(&mut window, "Provider");
    window.get_by_role_and_label(Role::Button, "Black Forest Labs").click();
    window.run();
    let shown = rows(&window, "Explain ");
    assert!(shown.len() > 3 && shown.iter().all(|id| id.starts_with("bfl/") || *id == present), "{shown:?}");
    window.state_mut().state.view.compare.provider = None;
    window.run();

    let retired = "Explain openai/gpt-image-1";
    all(&mut window);
    assert!(window.query_by_label(retired).is_none());
    click(&mut window, "Retired");
    assert!(window.query_by_label(retired).is_some());

    click(&mut window, "Least confidence");
    window.get_by_role_and_label(Role::Button, "High confidence").click();
    window.run();
    let book = window.state().session.book.clone();
    for id in rows(&window, "Explain ") {
        assert_eq!(book.get(&id).unwrap().confidence.words(), "high", "{id}");
    }
}

#[test]
fn a_line_or_all_lines_are_compared() {
    let mut window = tall();
    show(&mut window, preset("banners"));
    models(&mut window);
    let draft = found(&window);
    assert!(draft.candidates.iter().all(|other| other.values.iter().all(|(place, _)| place.line == Some(0))));
    click(&mut window, "All lines");
    assert!(found(&window).candidates.len() < draft.candidates.len(), "fewer models make 4K finals too");
    click(&mut window, &format!("Explain {FLARE}"));
    click(&mut window, &format!("Use {FLARE}"));
    assert_eq!([0, 1].map(|line| text(&window, line, Assumption::Quality)), ["low", "max"]);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(window.state().state.documents.front().scenario, preset("banners"));
}

#[test]
fn a_model_that_ends_is_said_with_what_its_provider_names() {
    let mut window = tall();
    show(&mut window, preset("migration"));
    models(&mut window);
    assert!(window.query_by_label("GPT Image 1.5 ends on 2026-12-01: 9 days are left.").is_some());
    let words = "Its provider names GPT Image 2.6 Sunburst instead, which has no price for this plan: \
                 it has published rates but no published token count; enter image_output_tokens to price it.";
    assert!(window.query_by_label(words).is_some());
    // With a count from a real response there is a price, and the list opens at it.
    let mut scenario = preset("migration");
    scenario.apply("today.image_output_tokens=1353").unwrap();
    show(&mut window, scenario);
    assert!(window.query_by_label_contains("Its provider names GPT Image 2.6 Sunburst instead: $").is_some());
    click(&mut window, "Show it in the list");
    assert_eq!(window.state().state.view.compare.open.as_deref(), Some("openai/gpt-image-2.6-sunburst"));
    click(&mut window, "Hide the details");
    do_action(&mut window, Action::ShowLine(1));
    assert!(window.query_by_label_contains("ends on").is_none(), "the other line's model goes on");
}

#[test]
fn a_plan_without_an_answer_keeps_the_tab_in_words() {
    let mut window = tall();
    let mut scenario = window.state().state.documents.front().scenario.clone();
    scenario.apply("model=openai/gpt-image-2.6-flare").unwrap();
    show(&mut window, scenario);
    models(&mut window);
    assert!(window.query_all_by_label_contains("no published token count").next().is_some());
}

#[test]
fn the_workspaces_are_two_keys() {
    let mut window = plain();
    press(&mut window, Modifiers::COMMAND, Key::Num2);
    assert_eq!(window.state().state.view.workspace, Workspace::Prices);
    assert!(window.query_by_label("Search the price book").is_some());
    assert!(window.query_by_label("Curve").is_none());
    press(&mut window, Modifiers::COMMAND, Key::Num1);
    assert_eq!(window.state().state.view.workspace, Workspace::Plan);
    assert!(window.query_by_label("Curve").is_some());
}

fn prices() -> Window {
    let mut window = tall();
    press(&mut window, Modifiers::COMMAND, Key::Num2);
    window
}

#[test]
fn the_price_book_is_searched_and_sorted() {
    let mut window = prices();
    type_into(&mut window, "Search the price book", "bfl/FLUX-2");
    let listed = rows(&window, "Page of ");
    assert!(listed.len() >= 4 && listed.iter().all(|id| id.starts_with("bfl/flux-2")), "{listed:?}");
    click(&mut window, "Sort by Cheapest");
    let cheap = rows(&window, "Page of ");
    assert_eq!(cheap[0], "bfl/flux-2-klein-4b", "it costs $0.014");
    click(&mut window, "Sort by Cheapest");
    assert_eq!(rows(&window, "Page of ")[0], "bfl/flux-2-max", "it costs $0.07");
    type_into(&mut window, "Search the price book", "no such model");
    assert!(window.query_by_label_contains("No model has all these words").is_some());
    assert!(rows(&window, "Page of ").is_empty());
}

#[test]
fn the_list_prices_the_chosen_image() {
    let mut window = prices();
    type_into(&mut window, "Search the price book", "openai/gpt-image-2 gpt-image-2-2026");
    click(&mut window, "Size of the image");
    window.get_by_role_and_label(Role::Button, "1024x1024").click();
    window.run();
    click(&mut window, "Quality of the image");
    window.get_by_role_and_label(Role::Button, "medium").click();
    window.run();
    assert_eq!(window.query_all_by_label("$0.0527").count(), 2, "cheapest and dearest are one");
    click(&mut window, "Quality of the image");
    window.get_by_role_and_label(Role::Button, "hd").click();
    window.run();
    assert_eq!(window.query_all_by_label("$0.0527").count(), 0);
    assert!(window.query_all_by_label("unknown").count() >= 2, "it does not sell that");
}

#[test]
fn a_page_is_opened_worked_out_used_and_closed() {
    let mut window = prices();
    type_into(&mut window, "Search the price book", FLARE);
    click(&mut window, &format!("Page of {FLARE}"));
    assert!(window.query_by_label("Price of one image").is_some());
    assert!(window.query_by_label("What is billed when an attempt fails").is_some());
    click(&mut window, "Work out 1024x1024, high");
    let size = "1024x1024".parse().unwrap();
    let chosen = Some((Some(size), Some("high".to_owned())));
    assert_eq!(window.state().state.view.prices.example, chosen);
    click(&mut window, "Close the model's page");
    assert_eq!(window.state().state.view.prices.model, None);
    assert!(window.query_by_label("Price of one image").is_none());

    click(&mut window, &format!("Page of {FLARE}"));
    click(&mut window, "Use it in the plan");
    assert_eq!(window.state().state.view.workspace, Workspace::Plan);
    assert_eq!(text(&window, 0, Assumption::Model), FLARE);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(text(&window, 0, Assumption::Model), "openai/gpt-image-2");
}

#[test]
fn a_cell_of_the_cost_map_is_reached_by_the_keyboard() {
    let mut window = prices();
    do_action(&mut window, Action::Prices(PricesAction::ShowModel("openai/gpt-image-2".into())));
    window.get_by_label("Work out 1024x1024, low").focus();
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    let size = "1024x1024".parse().unwrap();
    assert_eq!(window.state().state.view.prices.example, Some((Some(size), Some("low".to_owned()))));
}

#[test]
fn a_narrow_window_shows_the_page_in_the_lists_place() {
    let mut window = window(900.0, 700.0, Theme::Dark);
    press(&mut window, Modifiers::COMMAND, Key::Num2);
    do_action(&mut window, Action::Prices(PricesAction::ShowModel(FLARE.into())));
    assert!(window.query_by_label("Search the price book").is_none());
    click(&mut window, "Close the model's page");
    assert!(window.query_by_label("Search the price book").is_some());
}

#[test]
fn the_same_look_is_offered_when_the_model_changes() {
    let mut window = plain();
    window.get_by_role_and_label(Role::Button, "Model").click();
    window.run();
    window.get_by_role_and_label(Role::TextInput, "Search models").type_text(FLARE);
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(text(&window, 0, Assumption::Model), FLARE);
    assert_eq!(text(&window, 0, Assumption::Quality), "medium", "nothing changes unasked");
    let words = "high of GPT Image 2.5 Flare is the same look as medium of GPT Image 2 by their tokens.";
    assert!(window.query_by_label(words).is_some());
    click(&mut window, "Use high");
    assert_eq!(text(&window, 0, Assumption::Quality), "high");
    assert!(window.query_by_label(words).is_none() && window.query_by_label("Use high").is_none());
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(
        (text(&window, 0, Assumption::Model).as_str(), text(&window, 0, Assumption::Quality).as_str()),
        (FLARE, "medium")
    );
}

#[test]
fn no_look_is_offered_where_none_is_known() {
    let mut window = plain();
    do_action(&mut window, Action::Prices(PricesAction::UseModel("xai/grok-imagine-image-2.0".into())));
    assert!(window.query_by_label_contains("by their tokens").is_none());
    do_action(&mut window, Action::Prices(PricesAction::UseModel("openai/gpt-image-2".into())));
    do_action(&mut window, Action::Prices(PricesAction::UseModel("azure-openai/gpt-image-2".into())));
    assert!(window.query_by_label_contains("by their tokens").is_none(), "it is the same model");
}

#[test]
fn the_day_of_prices_is_typed_seen_and_undone() {
    let mut window = window(1280.0, 2400.0, Theme::Light);
    window.state_mut().state.view.open_groups = vec![Group::Prices];
    window.run();
    let before = window.state().state.documents.front().scenario.clone();
    type_into(&mut window, "Day of prices value", "2026-08-01");
    assert_eq!(window.state().state.documents.front().scenario.values.text(Assumption::PricesOn), "2026-08-01");
    assert_eq!(window.state().session.asked.as_ref().unwrap().day.to_string(), "2026-08-01");
    assert!(window.query_by_label("at the prices of 2026-08-01").is_some());
    type_into(&mut window, "Day of prices value", "tomorrow");
    assert!(window.query_all_by_label_contains("is not a day; write today").next().is_some());
    assert_eq!(window.state().state.documents.front().scenario.values.text(Assumption::PricesOn), "2026-08-01");
    type_into(&mut window, "Day of prices value", "2026-08-01");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(window.state().state.documents.front().scenario, before);
    assert!(window.query_by_label_contains("at the prices of").is_none());
}
