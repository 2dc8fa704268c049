//! Share codes in the window: copied, pasted anywhere, read in the dialog.

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, OutputCommand};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use image_budget::action::{Action, Command};
use image_budget::model::scenario::Line;
use image_budget::store::share;

use crate::harness::{self, Window, do_action, folder, plain, preset, press, show, type_into};

/// The share code that the command copies.
fn copied(window: &mut Window) -> String {
    let ctx = window.ctx.clone();
    window.state_mut().apply(&ctx, Action::Run(Command::CopyShareCode));
    let commands = ctx.output(|output| output.commands.clone());
    window.run();
    let text = commands.into_iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text),
        _ => None,
    });
    text.expect("something was copied")
}

fn paste(window: &mut Window, text: &str) {
    window.event(Event::Paste(text.to_owned()));
    window.run();
}

fn names(window: &Window) -> Vec<String> {
    window.state().state.documents.all().iter().map(|document| document.scenario.name.clone()).collect()
}

#[test]
fn a_copied_code_pasted_in_another_window_is_the_same_plan_unsaved_with_a_summary() {
    let mut sender = plain();
    show(&mut sender, preset("product-photos"));
    type_into(&mut sender, "Images value in images", "12345");
    let code = copied(&mut sender);
    let bill = harness::expected(&sender);
    let keys = Command::CopyShareCode.shortcut().unwrap();
    press(&mut sender, keys.modifiers, keys.logical_key);
    assert_eq!(share::read(&code).unwrap().bill, Some(bill));
    assert!(sender.query_by_label_contains("The share code was copied: ").is_some());

    let mut receiver = plain();
    paste(&mut receiver, &format!("Have a look: {code} thanks"));
    let front = receiver.state().state.documents.front();
    assert_eq!(front.scenario, sender.state().state.documents.front().scenario);
    assert!(front.path.is_none() && front.is_changed(), "an unsaved copy");
    assert_eq!(harness::expected(&receiver), bill);
    let summary = receiver.get_by_label_contains("Their estimate was ");
    let text = summary.value().unwrap_or_default();
    assert!(
        text.contains("here it is the same") && text.contains("1 line, 12,345 images on GPT Image 2, budget $2,500"),
        "{text}"
    );
    receiver.get_by_label("Dismiss").click();
    receiver.run();
    assert!(receiver.query_by_label_contains("Their estimate was ").is_none());
    press(&mut receiver, Modifiers::COMMAND, Key::W);
    assert!(receiver.query_by_label("Save the changes?").is_some(), "nothing else keeps it");
}

#[test]
fn a_code_pasted_while_a_field_has_the_focus_opens_and_leaves_the_field_alone() {
    let mut window = plain();
    let before = window.state().state.documents.front().scenario.clone();
    type_into(&mut window, "Images value in images", "777");
    window.get_by_role_and_label(Role::TextInput, "Images value in images").focus();
    window.run();
    let code = share::write(&preset("banners"), None, "2026-11-22".parse().unwrap()).unwrap();
    paste(&mut window, &code);
    assert_eq!(names(&window), [before.name, preset("banners").name]);
    press(&mut window, Modifiers::COMMAND, Key::PageUp);
    assert_eq!(harness::images(&window), 777.into());
}

#[test]
fn a_damaged_code_gets_a_sentence_and_changes_nothing() {
    let mut window = plain();
    let before = window.state().state.documents.front().scenario.clone();
    let code = share::write(&preset("banners"), None, "2026-11-22".parse().unwrap()).unwrap();
    for (text, why) in [
        (code[..60].to_owned(), "the share code is cut short: 60 of its"),
        (code.replacen("IB1.", "IB7.", 1), "newer version (IB7"),
        (format!("{}AAAA{}", &code[..40], &code[44..]), "its checksum does not match"),
    ] {
        paste(&mut window, &text);
        assert!(window.query_by_label_contains(why).is_some(), "{why}");
        assert_eq!(names(&window), [before.name.as_str()]);
        assert_eq!(window.state().state.documents.front().scenario, before);
    }
}

#[test]
fn the_dialog_reads_along_and_opens_by_keyboard() {
    let mut window = plain();
    do_action(&mut window, Action::Run(Command::OpenShareCode));
    assert!(window.get_by_label("Open as a copy").accesskit_node().is_disabled());
    let field = || Role::MultilineTextInput;
    window.get_by_role_and_label(field(), "Code").type_text("no code at all");
    window.run();
    assert!(window.query_by_label_contains("there is no share code in it").is_some());
    press(&mut window, Modifiers::COMMAND, Key::A);
    let code = share::write(&preset("banners"), None, "2026-11-22".parse().unwrap()).unwrap();
    paste(&mut window, &code);
    assert!(window.query_by_label(&preset("banners").name).is_some());
    assert!(window.query_by_label_contains("They had no bill at the prices of 2026-11-22").is_some());
    press(&mut window, Modifiers::NONE, Key::Tab);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().state.documents.front().scenario, preset("banners"));
    assert!(window.state().state.view.dialog.is_none());
}

#[test]
fn a_saved_copy_is_no_longer_called_unsaved() {
    let mut window = plain();
    paste(&mut window, &share::write(&preset("banners"), None, "2026-11-22".parse().unwrap()).unwrap());
    assert!(window.query_by_label("From a share code, not saved yet").is_some());
    do_action(&mut window, Action::SaveTo(folder("shared").join("banners.ron"), None));
    assert!(window.query_by_label("From a share code, not saved yet").is_none());
    assert!(window.query_by_label("From a share code").is_some());
    assert!(!window.state().state.documents.front().is_changed());
}

#[test]
fn hostile_text_in_the_dialog_gets_a_sentence_and_everything_stays() {
    let mut window = plain();
    type_into(&mut window, "Images value in images", "777");
    let before = window.state().state.documents.front().scenario.clone();
    window.get_by_label("File").click();
    window.run();
    window.get_by_label_contains("Open share code").click();
    window.run();
    let code = share::write(&preset("banners"), None, "2026-11-22".parse().unwrap()).unwrap();
    let nonsense: String = "\0\u{1b}[31m\u{202e}IB1.\r\n".repeat(50);
    for (text, why) in [
        (code[..60].to_owned(), "the share code is cut short: 60 of its"),
        (code.replacen("IB1.", "IB9.", 1), "newer version (IB9"),
        (format!("{}AAAA{}", &code[..40], &code[44..]), "its checksum does not match"),
        (format!("IB1.{}", "_".repeat(500)), "none has more than 400,000"),
        (nonsense, "none has more than 400,000"),
        ("x".repeat(20_000), "there is no share code in it"),
    ] {
        press(&mut window, Modifiers::COMMAND, Key::A);
        paste(&mut window, &text);
        assert!(window.query_by_label_contains(why).is_some(), "{why}");
        assert!(window.get_by_label("Open as a copy").accesskit_node().is_disabled(), "{why}");
    }
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.state().state.view.dialog.is_none());
    assert_eq!(names(&window), [before.name.as_str()]);
    assert_eq!(window.state().state.documents.front().scenario, before);
}

#[test]
fn a_thousand_long_lines_of_unknown_models_leave_the_buttons_in_reach() {
    let mut scenario = preset("banners");
    let line = scenario.lines[0].clone();
    let named = |n| Line { name: format!("{n}{}", "M".repeat(190)), ..line.clone() };
    scenario.lines = (0..1_000).map(named).collect();
    for n in 0..1_000 {
        let name = scenario.lines[n].name.clone();
        scenario.apply(&format!("{name}.model=acme/brush{n}")).unwrap();
    }
    scenario.name = "W".repeat(200);
    let code = share::write(&scenario, None, "2026-11-22".parse().unwrap()).unwrap();
    let mut window = plain();
    do_action(&mut window, Action::Run(Command::OpenShareCode));
    paste(&mut window, &code);
    let button = window.get_by_label("Open as a copy");
    assert!(button.rect().top() > 0.0 && button.rect().bottom() < 800.0, "{:?}", button.rect());
    press(&mut window, Modifiers::NONE, Key::Tab);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.state().state.documents.front().scenario == scenario, "it opens as it was sent");
}

#[test]
fn a_value_that_is_refused_is_settled_before_a_code_is_asked_for() {
    let mut window = plain();
    window.get_by_role_and_label(Role::TextInput, "Images value in images").focus();
    window.run();
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.get_by_role_and_label(Role::TextInput, "Images value in images").type_text("abc");
    window.run();
    do_action(&mut window, Action::Run(Command::OpenShareCode));
    assert!(window.state().state.view.dialog.is_none(), "a code typed there could not open");
    assert!(window.query_all_by_label_contains("`abc` is not a number").next().is_some());
}
