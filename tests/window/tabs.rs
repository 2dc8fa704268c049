//! Several scenarios open at once: their tabs, names, histories and ways out.

#[cfg(unix)]
use std::path::{Path, PathBuf};

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use image_budget::action::{Action, Command, RecoveryAction, TabAction};
use image_budget::state::{Dialog, Next, Workspace};
use image_budget::store::scenario_file;

use crate::harness::{Window, do_action, expected, folder, images, plain, preset, press, type_into};

const SHIFTED: Modifiers = Modifiers { ctrl: true, command: true, shift: true, ..Modifiers::NONE };

fn names(window: &Window) -> Vec<String> {
    window.state().state.documents.all().iter().map(|document| document.scenario.name.clone()).collect()
}

fn front(window: &Window) -> String {
    window.state().state.documents.front().scenario.name.clone()
}

fn open_preset(window: &mut Window, key: &str) {
    let scenario = preset(key);
    let at = window.state().session.presets.iter().position(|known| known.scenario == scenario).unwrap();
    do_action(window, Action::Next(Next::Preset(at)));
}

/// A window with two presets, the second in front.
fn two() -> Window {
    let mut window = plain();
    open_preset(&mut window, "avatars");
    open_preset(&mut window, "banners");
    window
}

#[test]
fn each_scenario_opens_in_a_tab_of_its_own_and_the_untouched_start_gives_way() {
    let mut window = two();
    assert_eq!(names(&window), [preset("avatars").name, preset("banners").name]);
    let banners = expected(&window);
    window.get_by_role_and_label(Role::Tab, &format!("Scenario {}", preset("avatars").name)).click();
    window.run();
    assert_eq!(front(&window), preset("avatars").name);
    assert_ne!(expected(&window), banners, "the answer is the one of the scenario in front");
    press(&mut window, Modifiers::COMMAND, Key::PageDown);
    assert_eq!(expected(&window), banners);
    press(&mut window, Modifiers::COMMAND, Key::Tab);
    assert_eq!(front(&window), preset("avatars").name, "around the end");
}

#[test]
fn each_tab_has_its_own_undo() {
    let mut window = two();
    type_into(&mut window, "Images value in images", "111");
    press(&mut window, Modifiers::COMMAND, Key::PageUp);
    let before = images(&window);
    type_into(&mut window, "Images value in images", "222");
    press(&mut window, Modifiers::COMMAND, Key::PageDown);
    assert_eq!(images(&window), 111.into());
    do_action(&mut window, Action::Run(Command::Undo));
    assert_ne!(images(&window), 111.into());
    press(&mut window, Modifiers::COMMAND, Key::PageUp);
    assert_eq!(images(&window), 222.into(), "the other scenario was not touched");
    do_action(&mut window, Action::Run(Command::Undo));
    assert_eq!(images(&window), before);
}

#[test]
fn a_step_says_from_what_to_what() {
    let mut window = plain();
    type_into(&mut window, "Edits value in %", "40");
    let [undo, _] = window.state().state.steps();
    assert_eq!(undo, Some("edits 20 % to 40 %"));
}

#[test]
fn a_scenario_is_renamed_at_its_tab() {
    let mut window = plain();
    press(&mut window, Modifiers::NONE, Key::F2);
    window.get_by_role_and_label(Role::TextInput, "Scenario name").type_text("Spring launch");
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(front(&window), "Spring launch", "what was there is replaced by what is typed");
    do_action(&mut window, Action::Run(Command::Undo));
    assert_ne!(front(&window), "Spring launch");
    press(&mut window, Modifiers::NONE, Key::F2);
    window.get_by_role_and_label(Role::TextInput, "Scenario name").type_text("never");
    window.run();
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_ne!(front(&window), "never");
    assert!(window.query_by_role_and_label(Role::TextInput, "Scenario name").is_none());
}

/// Types a name at the tab in front, without Enter.
fn type_name(window: &mut Window, name: &str) {
    press(window, Modifiers::NONE, Key::F2);
    window.get_by_role_and_label(Role::TextInput, "Scenario name").type_text(name);
    window.run();
}

#[test]
fn a_name_that_is_typed_is_taken_when_another_tab_comes_to_the_front() {
    let mut window = two();
    type_name(&mut window, "Spring launch");
    window.get_by_role_and_label(Role::Tab, &format!("Scenario {}", preset("avatars").name)).click();
    window.run();
    assert_eq!(front(&window), preset("avatars").name);
    assert_eq!(names(&window), [preset("avatars").name, "Spring launch".into()]);
    assert_eq!(
        window.state().state.documents.all()[1].history.undo_name().map(|name| name.ends_with("launch")),
        Some(true)
    );
    type_name(&mut window, "Autumn");
    press(&mut window, Modifiers::COMMAND, Key::Num2);
    assert_eq!(names(&window), ["Autumn", "Spring launch"]);
    assert_eq!(window.state().state.view.renaming, None);
}

#[test]
fn a_name_that_is_typed_is_not_lost_when_its_tab_closes() {
    let mut window = two();
    type_name(&mut window, "Spring launch");
    press(&mut window, Modifiers::COMMAND, Key::W);
    assert_eq!(unsaved(&window), Some(0), "the new name is a change");
    window.get_by_label("Do not save").click();
    window.run();
    assert_eq!(window.state().state.view.renaming, None);
    press(&mut window, SHIFTED, Key::T);
    assert_eq!(front(&window), "Spring launch");
}

#[test]
fn a_copy_stands_beside_and_goes_its_own_way() {
    let mut window = two();
    press(&mut window, SHIFTED, Key::D);
    let name = preset("banners").name;
    assert_eq!(front(&window), format!("{name} copy"));
    assert_eq!(window.state().state.documents.front().scenario.lines, preset("banners").lines);
    type_into(&mut window, "Images value in images", "5");
    press(&mut window, Modifiers::COMMAND, Key::PageUp);
    assert_eq!(window.state().state.documents.front().scenario, preset("banners"));
}

#[test]
fn what_is_done_with_a_tab_is_seen() {
    let path = folder("seen").join("plan.ron");
    scenario_file::save(&path, &preset("storyboards"), None).unwrap();
    let mut window = two();
    do_action(&mut window, Action::Next(Next::Open(path.clone())));
    for action in [
        Action::Run(Command::New),
        Action::Run(Command::NextTab),
        Action::Run(Command::Close),
        Action::Run(Command::Reopen),
        Action::Run(Command::Duplicate),
        Action::Run(Command::Rename),
        Action::Next(Next::Open(path.clone())),
        Action::Next(Next::Open(path)),
    ] {
        press(&mut window, Modifiers::COMMAND, Key::Num2);
        assert_eq!(window.state().state.view.workspace, Workspace::Prices);
        do_action(&mut window, action.clone());
        assert_eq!(window.state().state.view.workspace, Workspace::Plan, "{action:?}");
    }
}

#[test]
fn tabs_move_by_keyboard_and_by_dragging() {
    let mut window = two();
    let (first, second) = (preset("avatars").name, preset("banners").name);
    press(&mut window, SHIFTED, Key::PageUp);
    assert_eq!(names(&window), [second.clone(), first.clone()]);
    let place = |window: &Window, name: &str| {
        window.get_by_role_and_label(Role::Tab, &format!("Scenario {name}")).rect().center()
    };
    let (from, to) = (place(&window, &second), place(&window, &first));
    window.drag_at(from);
    window.run();
    window.hover_at(to + eframe::egui::vec2(20.0, 0.0));
    window.run();
    window.drop_at(to + eframe::egui::vec2(20.0, 0.0));
    window.run();
    assert_eq!(names(&window), [first, second.clone()]);
    assert_eq!(front(&window), second);
}

#[test]
fn an_unchanged_scenario_closes_at_once_and_opens_again_in_its_place() {
    let mut window = two();
    let (first, second) = (preset("avatars").name, preset("banners").name);
    press(&mut window, Modifiers::COMMAND, Key::PageUp);
    window.get_by_label(&format!("Close {first}")).click();
    window.run();
    assert_eq!(names(&window), std::slice::from_ref(&second));
    window.get_by_label("Reopen").click();
    window.run();
    assert_eq!(names(&window), [first, second]);
    assert_eq!(front(&window), preset("avatars").name);
}

#[test]
fn closing_the_last_scenario_leaves_a_new_one() {
    let mut window = plain();
    let start = front(&window);
    open_preset(&mut window, "avatars");
    press(&mut window, Modifiers::COMMAND, Key::W);
    assert_eq!(names(&window), [start]);
    press(&mut window, SHIFTED, Key::T);
    assert_eq!(names(&window), [preset("avatars").name], "the untouched one gives way");
}

#[test]
fn a_changed_scenario_is_closed_only_after_a_question_and_what_was_let_go_comes_back() {
    let mut window = two();
    type_into(&mut window, "Images value in images", "77");
    press(&mut window, Modifiers::COMMAND, Key::W);
    assert!(window.query_by_label("Save the changes?").is_some());
    window.get_by_label("Cancel").click();
    window.run();
    assert_eq!(images(&window), 77.into());
    press(&mut window, Modifiers::COMMAND, Key::W);
    window.get_by_label("Do not save").click();
    window.run();
    assert_eq!(names(&window), [preset("avatars").name]);
    press(&mut window, SHIFTED, Key::T);
    assert_eq!(images(&window), 77.into());
}

#[test]
fn saving_on_the_way_out_saves_the_one_that_is_asked_about() {
    let path = folder("close").join("plan.ron");
    scenario_file::save(&path, &preset("product-photos"), None).unwrap();
    let mut window = plain();
    do_action(&mut window, Action::Next(Next::Open(path.clone())));
    type_into(&mut window, "Images value in images", "321");
    let id = window.state().state.documents.front().id;
    open_preset(&mut window, "avatars");
    do_action(&mut window, Action::Next(Next::Close(id)));
    window.get_by_label("Save").click();
    window.run();
    assert_eq!(names(&window), [preset("avatars").name]);
    let saved = scenario_file::open(&path).unwrap();
    assert_eq!(saved.scenario.lines[0].values.amount(image_budget::model::assumption::Key::Images), 321.into());
}

#[test]
fn quitting_asks_about_every_changed_scenario() {
    let mut window = two();
    type_into(&mut window, "Images value in images", "1");
    press(&mut window, Modifiers::COMMAND, Key::PageUp);
    type_into(&mut window, "Images value in images", "2");
    press(&mut window, Modifiers::COMMAND, Key::PageDown);
    let others = |window: &Window| match window.state().state.view.dialog {
        Some(Dialog::Unsaved { others, .. }) => Some(others),
        _ => None,
    };
    press(&mut window, Modifiers::COMMAND, Key::Q);
    assert_eq!((front(&window), others(&window)), (preset("avatars").name, Some(1)));
    window.get_by_label("Do not save").click();
    window.run();
    assert_eq!((front(&window), others(&window)), (preset("banners").name, Some(0)));
    window.get_by_label("Cancel").click();
    window.run();
    press(&mut window, Modifiers::COMMAND, Key::Q);
    assert_eq!(others(&window), Some(1), "what was let go is asked about again after a change of mind");
}

/// Two changed scenarios, and the first of them was let go on the way out.
fn half_answered_quit() -> Window {
    let mut window = two();
    for _ in 0..2 {
        press(&mut window, Modifiers::COMMAND, Key::PageUp);
        type_into(&mut window, "Images value in images", "77");
    }
    press(&mut window, Modifiers::COMMAND, Key::Q);
    window.get_by_label("Do not save").click();
    window.run();
    assert_eq!(unsaved(&window), Some(0));
    window
}

fn unsaved(window: &Window) -> Option<usize> {
    match window.state().state.view.dialog {
        Some(Dialog::Unsaved { others, .. }) => Some(others),
        _ => None,
    }
}

#[test]
fn what_was_let_go_is_asked_about_again_when_something_else_came_between() {
    let mut window = half_answered_quit();
    do_action(&mut window, Action::Run(Command::New));
    assert_eq!(unsaved(&window), None);
    press(&mut window, Modifiers::COMMAND, Key::Q);
    assert_eq!(unsaved(&window), Some(1), "both have changes that would be lost");
}

#[test]
fn what_was_let_go_is_asked_about_again_when_a_save_led_to_a_comparison() {
    let path = folder("let-go").join("plan.ron");
    let mut window = two();
    let mut theirs = preset("banners");
    scenario_file::save(&path, &theirs, None).unwrap();
    do_action(&mut window, Action::Next(Next::Open(path.clone())));
    for _ in 0..2 {
        type_into(&mut window, "Images value in images", "77");
        press(&mut window, Modifiers::COMMAND, Key::PageUp);
    }
    theirs.name = "theirs".into();
    scenario_file::save(&path, &theirs, None).unwrap();
    press(&mut window, Modifiers::COMMAND, Key::Q);
    window.get_by_label("Do not save").click();
    window.run();
    window.get_by_label("Save").click();
    window.run();
    assert!(matches!(window.state().state.view.dialog, Some(Dialog::Changed(_))));
    do_action(&mut window, Action::Recovery(RecoveryAction::Compare));
    assert_eq!(unsaved(&window), None);
    press(&mut window, Modifiers::COMMAND, Key::Q);
    assert_eq!(unsaved(&window), Some(1), "both have changes that would be lost");
}

#[test]
fn a_file_that_is_open_comes_to_the_front_instead_of_opening_twice() {
    let path = folder("twice").join("plan.ron");
    scenario_file::save(&path, &preset("storyboards"), None).unwrap();
    let mut window = plain();
    do_action(&mut window, Action::Next(Next::Open(path.clone())));
    open_preset(&mut window, "avatars");
    do_action(&mut window, Action::Next(Next::Open(path)));
    assert_eq!(names(&window), [preset("storyboards").name, preset("avatars").name]);
    assert_eq!(front(&window), preset("storyboards").name);
}

/// The same file from the folder of the program, as a shell hands it over.
#[cfg(unix)]
fn relative(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap();
    let up: PathBuf = here.ancestors().skip(1).map(|_| "..").collect();
    up.join(path.strip_prefix("/").unwrap())
}

#[cfg(unix)]
#[test]
fn a_file_is_one_file_however_its_path_is_written() {
    let path = folder("spelling").join("plan.ron");
    scenario_file::save(&path, &preset("storyboards"), None).unwrap();
    let mut window = plain();
    do_action(&mut window, Action::Next(Next::Open(relative(&path))));
    let whole = window.state().state.documents.front().path.clone().unwrap();
    assert!(whole.is_absolute(), "{}", whole.display());
    assert!(window.state().state.settings.recent.contains(&whole));
    open_preset(&mut window, "avatars");
    do_action(&mut window, Action::OpenTyped(path.display().to_string()));
    assert_eq!(names(&window), [preset("storyboards").name, preset("avatars").name]);
    assert_eq!(front(&window), preset("storyboards").name);
    // Somebody else writes the file: no spelling of its path goes past the question.
    type_into(&mut window, "Images value in images", "77");
    scenario_file::save(&path, &preset("banners"), None).unwrap();
    do_action(&mut window, Action::Run(Command::SaveAs));
    do_action(&mut window, Action::SaveTo(relative(&path), None));
    assert!(matches!(window.state().state.view.dialog, Some(Dialog::Changed(_))));
    assert_eq!(scenario_file::open(&path).unwrap().scenario, preset("banners"));
}

#[test]
fn what_is_opened_again_has_one_tab() {
    let path = folder("again").join("plan.ron");
    scenario_file::save(&path, &preset("storyboards"), None).unwrap();
    let open = Action::Next(Next::Open(path.clone()));
    let mut window = plain();
    open_preset(&mut window, "avatars");
    do_action(&mut window, open.clone());
    press(&mut window, Modifiers::COMMAND, Key::W);
    do_action(&mut window, open.clone());
    press(&mut window, Modifiers::COMMAND, Key::PageUp);
    press(&mut window, SHIFTED, Key::T);
    assert_eq!(names(&window), [preset("avatars").name, preset("storyboards").name]);
    assert_eq!(front(&window), preset("storyboards").name);
    // What was changed in it is not lost, and not a second tab of the file.
    type_into(&mut window, "Images value in images", "77");
    let id = window.state().state.documents.front().id;
    do_action(&mut window, Action::NextNow(Next::Close(id)));
    do_action(&mut window, open);
    press(&mut window, SHIFTED, Key::T);
    assert_eq!((names(&window).len(), images(&window)), (3, 77.into()));
    assert_eq!(window.state().state.documents.front().path, None);
    assert!(window.state().state.documents.front().is_changed());
}

#[test]
fn fifty_scenarios_are_open_and_only_the_one_in_front_is_computed() {
    let mut window = plain();
    open_preset(&mut window, "banners");
    for _ in 1..50 {
        do_action(&mut window, Action::Run(Command::Duplicate));
    }
    assert_eq!(names(&window).len(), 50);
    let before = window.state().session.answers;
    type_into(&mut window, "Images value in images", "123");
    let answers = window.state().session.answers - before;
    assert!((1..=3).contains(&answers), "{answers} answers for one typed value");
    let before = window.state().session.answers;
    window.run();
    assert_eq!(window.state().session.answers, before, "nothing changed, nothing is computed");
    let id = window.state().state.documents.all()[7].id;
    do_action(&mut window, Action::Tab(TabAction::Show(id)));
    assert_eq!(window.state().session.answers, before + 1);
    assert!(window.query_by_label("All open scenarios").is_some());
}
