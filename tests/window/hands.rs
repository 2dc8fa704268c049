//! The command palette, menus, notices that offer something, and the first hint.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use image_budget::action::{Action, Command, HandsAction};
use image_budget::model::assumption::{Key as Assumption, Value};
use image_budget::model::scenario::{Line, Place};
use image_budget::model::stats::draws::{Columns, Effort};
use image_budget::outcome::Plot;
use image_budget::state::{Dialog, Document, Documents, Next, Tab, Workspace};
use image_budget::store::settings::Theme;

use crate::harness::{self, Window, do_action, images, plain, preset, press, type_into};

const SHIFTED: Modifiers = Modifiers { ctrl: true, command: true, shift: true, ..Modifiers::NONE };

/// The rows of the open palette.
fn rows(window: &Window) -> Vec<String> {
    window
        .query_all_by_role(Role::Button)
        .filter_map(|node| node.accesskit_node().label())
        .filter(|label| label.contains(". "))
        .collect()
}

fn search(window: &mut Window, text: &str) {
    window.get_by_label("Find a command").type_text(text);
    window.run();
}

fn notice(window: &Window) -> Option<String> {
    window.state().state.view.notice.as_ref().map(|notice| notice.text.clone())
}

#[test]
fn the_palette_runs_what_is_typed_and_enter_takes() {
    let mut window = plain();
    press(&mut window, Modifiers::COMMAND, Key::K);
    search(&mut window, "dupl");
    assert!(rows(&window)[0].starts_with("Duplicate. "), "{:?}", rows(&window));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.state().state.documents.front().scenario.name.ends_with(" copy"));
    assert!(window.state().state.view.dialog.is_none());
}

#[test]
fn the_palette_lists_every_command_of_the_table_with_its_keys() {
    let mut window = plain();
    press(&mut window, SHIFTED, Key::P);
    let rows = rows(&window);
    for command in Command::ALL.iter().filter(|command| **command != Command::Palette) {
        let begin = format!("{}. ", command.label());
        assert!(rows.iter().any(|row| row.starts_with(&begin)), "{begin} is missing in {rows:?}");
    }
    press(&mut window, SHIFTED, Key::P);
    assert!(window.state().state.view.dialog.is_none(), "the same keys close it");
}

#[test]
fn arrows_choose_escape_closes_and_a_click_runs() {
    let mut window = plain();
    press(&mut window, Modifiers::COMMAND, Key::K);
    search(&mut window, "zoom");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().state.settings.zoom_percent, 90, "the second row is to zoom out");
    press(&mut window, Modifiers::COMMAND, Key::K);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.state().state.view.dialog.is_none());
    press(&mut window, Modifiers::COMMAND, Key::K);
    assert!(rows(&window)[0].starts_with("Zoom out. "), "what was run last stands first: {:?}", rows(&window)[0]);
    search(&mut window, "xylophone");
    assert!(window.query_by_label("Nothing fits. Try a shorter word.").is_some());
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::COMMAND, Key::K);
    search(&mut window, "every model");
    window.get_by_label_contains("Prices. Every model").click();
    window.run();
    assert_eq!(window.state().state.view.workspace, Workspace::Prices);
}

#[test]
fn what_cannot_be_run_says_why_and_does_not_run() {
    let mut window = plain();
    press(&mut window, Modifiers::COMMAND, Key::K);
    search(&mut window, "undo");
    assert_eq!(rows(&window)[0], "Undo. There is no change to take back");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(matches!(window.state().state.view.dialog, Some(Dialog::Palette(_))), "nothing happened");
}

#[test]
fn the_palette_goes_to_open_scenarios_and_presets() {
    let mut window = plain();
    let find = |key: &str| preset(key).name;
    for key in ["avatars", "banners"] {
        press(&mut window, Modifiers::COMMAND, Key::K);
        search(&mut window, &format!("preset {}", find(key)));
        press(&mut window, Modifiers::NONE, Key::Enter);
        assert_eq!(window.state().state.documents.front().scenario.name, find(key));
    }
    press(&mut window, Modifiers::COMMAND, Key::K);
    search(&mut window, &format!("go to {}", find("avatars")));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().state.documents.front().scenario.name, find("avatars"));
    assert_eq!(window.state().state.documents.all().len(), 2);
}

#[test]
fn a_form_in_another_dialog_is_not_lost_to_the_palette() {
    let mut window = plain();
    do_action(&mut window, Action::Run(Command::Open));
    press(&mut window, Modifiers::COMMAND, Key::K);
    assert!(matches!(window.state().state.view.dialog, Some(Dialog::Open { .. })));
}

#[test]
fn every_command_of_the_table_is_in_a_menu() {
    let mut window = plain();
    let mut seen: Vec<String> = Vec::new();
    for path in [&["File"][..], &["File", "Export"], &["Edit"], &["View"], &["Help"]] {
        for menu in path {
            window.get_by_label(menu).click();
            window.run();
        }
        let labels = window.query_all_by_role(Role::Button).filter_map(|node| node.accesskit_node().label());
        seen.extend(labels);
        press(&mut window, Modifiers::NONE, Key::Escape);
    }
    for command in Command::ALL {
        // Keys stand after the name; what shows and hides says which of the two.
        let keys = command.shortcut().map(|keys| format!(" {}", window.ctx.format_shortcut(&keys)));
        let label = (command.label().to_owned() + &keys.unwrap_or_default()).to_lowercase();
        let found = seen.iter().any(|entry| {
            let entry = entry.to_lowercase();
            entry == label || entry == format!("hide {label}") || entry == format!("show {label}")
        });
        assert!(found, "{label} is in no menu: {seen:?}");
    }
}

#[test]
fn a_removed_line_comes_back_by_the_key_of_the_notice() {
    let mut window = plain();
    do_action(&mut window, Action::AddLine);
    do_action(&mut window, Action::RemoveLine(1));
    assert_eq!(window.state().state.documents.front().scenario.lines.len(), 1);
    press(&mut window, Modifiers::NONE, Key::F8);
    assert_eq!(window.state().state.documents.front().scenario.lines.len(), 2);
}

#[test]
fn giving_up_a_range_and_resetting_offer_undo() {
    let mut window = plain();
    let place = Place { line: Some(0), key: Assumption::Images };
    do_action(&mut window, Action::ToggleRange(place));
    assert_eq!(notice(&window), None, "making a range loses nothing");
    do_action(&mut window, Action::ToggleRange(place));
    press(&mut window, Modifiers::NONE, Key::F8);
    let value = window.state().state.documents.front().scenario.get(place).cloned();
    assert!(matches!(value, Some(Value::Range(_))), "{value:?}");
    let before = images(&plain());
    let mut window = plain();
    type_into(&mut window, "Images value in images", "77");
    do_action(&mut window, Action::Reset(place));
    assert_eq!(images(&window), before);
    press(&mut window, Modifiers::NONE, Key::F8);
    assert_eq!(images(&window), 77.into());
}

#[test]
fn a_notice_goes_away_by_itself_and_an_error_stays() {
    let mut window = plain();
    do_action(&mut window, Action::Copy("x".into()));
    assert_eq!(notice(&window).as_deref(), Some("Copied."));
    window.run_steps(40);
    assert_eq!(notice(&window), None, "after ten seconds");
    do_action(&mut window, Action::Next(Next::Open("/nowhere/at/all.ron".into())));
    let error = notice(&window);
    assert!(error.is_some());
    window.run_steps(120);
    assert_eq!(notice(&window), error, "what went wrong is not taken away");
}

#[test]
fn an_offer_to_undo_does_not_outlive_its_part_of_the_program() {
    let mut window = plain();
    do_action(&mut window, Action::AddLine);
    do_action(&mut window, Action::RemoveLine(1));
    do_action(&mut window, Action::Run(Command::ShowPrices));
    assert_eq!(notice(&window), None);
}

/// The window as a new user has it.
fn first_run() -> Window {
    let mut window = plain();
    window.state_mut().state.settings.hint_seen = false;
    window.run();
    window
}

const HINT: &str = "Say on the left how many images";

#[test]
fn the_hint_goes_away_with_the_first_change_and_does_not_come_back() {
    let mut window = first_run();
    assert!(window.query_by_label_contains(HINT).is_some());
    type_into(&mut window, "Images value in images", "5");
    assert!(window.query_by_label_contains(HINT).is_none());
    do_action(&mut window, Action::Run(Command::Undo));
    assert!(window.query_by_label_contains(HINT).is_none());
    assert!(window.state().state.settings.hint_seen, "it is remembered");
}

#[test]
fn the_hint_is_dismissed_and_is_not_there_for_who_has_seen_it() {
    let mut window = first_run();
    window.get_by_label("Got it").click();
    window.run();
    assert!(window.query_by_label_contains(HINT).is_none());
    assert!(harness::window(1280.0, 800.0, Theme::Dark).query_by_label_contains(HINT).is_none());
    let mut window = first_run();
    do_action(&mut window, Action::Hands(HandsAction::DismissHint));
    assert!(window.state().state.settings.hint_seen);
}

/// Shows money in EUR at 0.92 by the settings dialog, as a person does.
fn in_euro(window: &mut Window) {
    press(window, Modifiers::COMMAND, Key::Comma);
    window.get_by_label("Another currency").click();
    window.run();
    type_into(window, "Units per USD", "0.92");
    window.run();
}

fn shown(window: &Window) -> Vec<String> {
    window.query_all_by_role(Role::Label).filter_map(|node| node.accesskit_node().value()).collect()
}

#[test]
fn bills_are_shown_in_a_currency_at_the_typed_rate_and_the_rate_is_stated() {
    let mut window = plain();
    let usd = harness::expected(&window);
    in_euro(&mut window);
    press(&mut window, Modifiers::NONE, Key::Escape);
    let converted = format!("{:.2}", (usd * rust_decimal::Decimal::new(92, 2)).round_dp(2));
    let labels = shown(&window);
    assert!(labels.contains(&format!("EUR\u{a0}{converted}")), "{converted}: {labels:?}");
    assert!(labels.iter().any(|label| label == "EUR at 0.92 per USD, typed on 2026-11-22"), "{labels:?}");
    let outcome = window.state().session.outcome.clone();
    assert!(outcome.shown_sentence.contains("EUR") && !outcome.answer.unwrap().sentence.contains("EUR"));
    assert_eq!(harness::expected(&window), usd, "the answer itself stays in USD");
    press(&mut window, Modifiers::COMMAND, Key::Comma);
    window.get_by_label("USD").click();
    window.run();
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!shown(&window).iter().any(|label| label.contains("EUR")));
}

#[test]
fn what_is_copied_stays_in_usd() {
    let mut window = plain();
    in_euro(&mut window);
    press(&mut window, Modifiers::NONE, Key::Escape);
    let ctx = window.ctx.clone();
    window.state_mut().apply(&ctx, Action::Run(Command::CopyAnswer));
    let commands = ctx.output_mut(|output| std::mem::take(&mut output.commands));
    let copied = commands.into_iter().find_map(|command| match command {
        eframe::egui::OutputCommand::CopyText(text) => Some(text),
        _ => None,
    });
    let copied = copied.expect("the answer is copied");
    assert!(copied.contains('$') && !copied.contains("EUR"), "{copied}");
}

#[test]
fn a_rate_that_is_none_is_refused_in_the_dialog() {
    let mut window = plain();
    press(&mut window, Modifiers::COMMAND, Key::Comma);
    window.get_by_label("Another currency").click();
    window.run();
    type_into(&mut window, "Units per USD", "zero");
    assert!(window.query_by_label_contains("\"zero\" is not a rate").is_some());
    assert!(window.state().state.settings.style.currency.is_none());
}

#[test]
fn the_number_format_is_for_what_is_shown_and_typing_stays_plain() {
    let mut window = plain();
    press(&mut window, Modifiers::COMMAND, Key::Comma);
    window.get_by_label("1.234,56").click();
    window.run();
    press(&mut window, Modifiers::NONE, Key::Escape);
    type_into(&mut window, "Images value in images", "12,345");
    assert_eq!(images(&window), 12_345.into());
    let value = window.get_by_role_and_label(Role::TextInput, "Images value in images").accesskit_node().value();
    assert!(value.as_ref().is_some_and(|value| value.contains("12.345")), "{value:?}");
    let [undo, _] = window.state().state.steps();
    assert!(undo.is_some_and(|name| name.ends_with("12.345 images")), "{undo:?}");
}

#[test]
fn questions_that_are_switched_off_are_not_asked() {
    let mut window = plain();
    type_into(&mut window, "Images value in images", "5");
    press(&mut window, Modifiers::COMMAND, Key::Comma);
    window.get_by_label("closing a scenario with unsaved changes").click();
    window.run();
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::COMMAND, Key::W);
    assert!(window.state().state.view.dialog.is_none());
    assert_ne!(images(&window), 5.into());
    press(&mut window, Modifiers::NONE, Key::F8);
    assert_eq!(images(&window), 5.into(), "the notice opens it again");
    press(&mut window, Modifiers::COMMAND, Key::Q);
    assert!(matches!(window.state().state.view.dialog, Some(Dialog::Unsaved { .. })), "leaving is still asked about");
}

/// A plan of many lines whose comparison takes a while, in a window that does not wait for it.
fn slow() -> Window {
    let mut scenario = preset("avatars");
    let line = scenario.lines[0].clone();
    scenario.lines = (0..60).map(|at| Line { name: format!("line {at}"), ..line.clone() }).collect();
    let mut window = plain();
    window.state_mut().session.patience = std::time::Duration::ZERO;
    let state = &mut window.state_mut().state;
    state.documents = Documents::new(Document::unsaved(scenario));
    state.view.tab = Tab::Compare;
    window.run_steps(2);
    assert!(window.state().session.work.is_some(), "it is not done within two frames");
    window
}

fn until_done(window: &mut Window) {
    for _ in 0..6_000 {
        window.step();
        if window.state().session.work.is_none() {
            window.step();
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("the work does not end");
}

#[test]
fn slow_work_leaves_the_inputs_live_and_only_its_last_answer_is_shown() {
    let mut window = slow();
    assert!(window.query_by_label("Cancel").is_some());
    let place = Place { line: Some(0), key: Assumption::Images };
    let ctx = window.ctx.clone();
    for count in [7, 8, 9] {
        window.state_mut().apply(&ctx, Action::Set { place, value: Value::Number(count.into()) });
        window.step();
        assert_eq!(images(&window), count.into());
    }
    until_done(&mut window);
    let (state, session) = (&window.state().state, &window.state().session);
    let reference = image_budget::outcome::Answer::of(
        &session.book,
        &state.question(session.today, Effort::Full),
        &mut Columns::default(),
        None,
    )
    .unwrap();
    let answer = session.outcome.answer.as_ref().unwrap();
    assert!(session.outcome.is_fresh());
    assert_eq!(answer.figures.estimate.expected, reference.figures.estimate.expected);
    let bills = |plot: &Plot| match plot {
        Plot::Compare { found, .. } => found.candidates.iter().map(|found| found.then.bill).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(bills(&answer.plot), bills(&reference.plot));
    assert!(window.query_by_label("Cancel").is_none());
}

#[test]
fn a_share_code_does_not_wait_for_slow_work_nor_stop_it() {
    let mut window = slow();
    let ctx = window.ctx.clone();
    window.state_mut().apply(&ctx, Action::Run(Command::CopyShareCode));
    let session = &window.state().session;
    assert!(session.work.is_some() && session.asked.is_none(), "the plot is still being made");
    assert!(window.state().state.view.notice.as_ref().is_some_and(|notice| notice.text.starts_with("The share code")));
}

#[test]
fn cancelled_work_stops_and_is_taken_up_again_on_demand() {
    let mut window = slow();
    window.get_by_label("Cancel").click();
    window.run_steps(2);
    assert!(window.state().session.work.is_none());
    window.run();
    assert!(window.state().session.work.is_none(), "it does not begin again by itself");
    window.get_by_label("Calculate it").click();
    window.run_steps(2);
    until_done(&mut window);
    assert!(window.state().session.outcome.is_fresh());
}

#[test]
fn tab_leads_through_menus_scenarios_inputs_and_plots() {
    let mut window = plain();
    let mut wanted = vec![
        (Role::Button, "File"),
        (Role::Tab, "Scenario My image budget"),
        (Role::TextInput, "Images value in images"),
        (Role::Button, "Models"),
        (Role::Button, "Copy data"),
    ];
    for _ in 0..120 {
        press(&mut window, Modifiers::NONE, Key::Tab);
        let focused = |(role, label): &(Role, &str)| {
            let found = window.query_by_role_and_label(*role, label);
            found.is_some_and(|node| node.accesskit_node().is_focused())
        };
        wanted.retain(|place| !focused(place));
    }
    assert!(wanted.is_empty(), "never reached: {wanted:?}");
}
