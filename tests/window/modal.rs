//! What keys do while a question is open, and whom the question is about.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use image_budget::action::{Action, Command, TabAction};
use image_budget::model::scenario::Scenario;
use image_budget::state::{Dialog, DocumentId};
use image_budget::store::scenario_file;

use crate::harness::{Window, do_action, folder, plain, press, type_into};

const SHIFTED: Modifiers = Modifiers { ctrl: true, command: true, shift: true, ..Modifiers::NONE };

/// Two scenarios, the second in front; their ids.
fn two() -> (Window, DocumentId, DocumentId) {
    let mut window = plain();
    do_action(&mut window, Action::Run(Command::New));
    type_into(&mut window, "Images value in images", "11");
    do_action(&mut window, Action::Run(Command::Duplicate));
    let all = window.state().state.documents.all();
    let (first, second) = (all[0].id, all[1].id);
    (window, first, second)
}

fn scenarios(window: &Window) -> (DocumentId, Vec<Scenario>) {
    let documents = &window.state().state.documents;
    (documents.front().id, documents.all().iter().map(|document| document.scenario.clone()).collect())
}

#[test]
fn keys_leave_what_a_question_covers_alone() {
    let (mut window, ..) = two();
    press(&mut window, SHIFTED, Key::S);
    let before = scenarios(&window);
    let asked = window.state().state.view.dialog.clone();
    assert!(matches!(asked, Some(Dialog::SaveAs { .. })));
    for (modifiers, key) in [
        (Modifiers::COMMAND, Key::N),
        (Modifiers::COMMAND, Key::O),
        (Modifiers::COMMAND, Key::W),
        (Modifiers::COMMAND, Key::K),
        (Modifiers::COMMAND, Key::PageUp),
        (Modifiers::COMMAND, Key::Tab),
        (Modifiers::COMMAND, Key::Num2),
        (SHIFTED, Key::D),
        (SHIFTED, Key::T),
        (Modifiers::NONE, Key::F1),
        (Modifiers::NONE, Key::F2),
    ] {
        press(&mut window, modifiers, key);
        assert_eq!(window.state().state.view.dialog, asked, "{key:?}");
        assert_eq!(scenarios(&window), before, "{key:?}");
        assert_eq!(window.state().state.view.renaming, None, "{key:?}");
    }
    press(&mut window, Modifiers::COMMAND, Key::Minus);
    assert_eq!(window.state().state.settings.zoom_percent, 90);
    press(&mut window, Modifiers::COMMAND, Key::Q);
    assert!(matches!(window.state().state.view.dialog, Some(Dialog::Unsaved { .. })));
}

#[test]
fn the_keys_of_the_palette_close_it() {
    let mut window = plain();
    press(&mut window, Modifiers::COMMAND, Key::K);
    assert!(matches!(window.state().state.view.dialog, Some(Dialog::Palette(_))));
    press(&mut window, Modifiers::COMMAND, Key::K);
    assert_eq!(window.state().state.view.dialog, None);
}

#[test]
fn what_is_saved_is_the_scenario_that_was_asked_about() {
    let path = folder("asked").join("plan.ron");
    let (mut window, first, second) = two();
    let copy = window.state().state.documents.get(second).unwrap().scenario.clone();
    press(&mut window, SHIFTED, Key::S);
    do_action(&mut window, Action::Tab(TabAction::Show(first)));
    do_action(&mut window, Action::SaveTo(path.clone(), None));
    assert_eq!(scenario_file::open(&path).unwrap().scenario, copy);
    let documents = &window.state().state.documents;
    assert_eq!(documents.get(second).unwrap().path.as_ref(), Some(&path));
    assert_eq!(documents.get(first).unwrap().path, None);
}

#[test]
fn a_question_names_its_own_scenario_and_acts_on_it() {
    let (mut window, first, second) = two();
    do_action(&mut window, Action::Tab(TabAction::Show(first)));
    press(&mut window, Modifiers::COMMAND, Key::Q);
    do_action(&mut window, Action::Tab(TabAction::Show(second)));
    let name = window.state().state.documents.get(first).unwrap().title();
    assert!(window.query_by_label(&format!("\"{name}\" has changes that are not saved.")).is_some());
    window.get_by_label("Do not save").click();
    window.run();
    let asked = match &window.state().state.view.dialog {
        Some(Dialog::Unsaved { id, .. }) => Some(*id),
        _ => None,
    };
    assert_eq!(asked, Some(second), "the first one was let go");
}

#[test]
fn a_question_about_a_scenario_that_is_gone_goes_too() {
    let path = folder("gone").join("plan.ron");
    let (mut window, first, second) = two();
    press(&mut window, SHIFTED, Key::S);
    do_action(&mut window, Action::NextNow(image_budget::state::Next::Close(first)));
    assert_eq!(window.state().state.view.dialog, None);
    press(&mut window, SHIFTED, Key::S);
    let asked = window.state().state.view.dialog.clone();
    do_action(&mut window, Action::NextNow(image_budget::state::Next::Close(second)));
    window.state_mut().state.view.dialog = asked;
    do_action(&mut window, Action::SaveTo(path.clone(), None));
    assert!(!path.exists());
    assert_eq!(window.state().state.view.dialog, None);
}
