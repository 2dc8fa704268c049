//! Files that somebody changes, removes or has open elsewhere.

use std::fs;
use std::path::Path;
use std::time::Duration;

use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use image_budget::action::{Action, Command};
use image_budget::model::assumption::Key as Assumption;
use image_budget::model::scenario::Scenario;
use image_budget::state::{Dialog, Next};
use image_budget::store::atomic::backup_path;
use image_budget::store::scenario_file;
use tempfile::TempDir;

use super::{IMAGES, click, kept_images, notice, open_file, two_seconds, until, window_in, write};
use crate::harness::{Window, do_action, images, press, type_into};

fn on_disk(path: &Path) -> Scenario {
    scenario_file::open(path).unwrap().scenario
}

fn asks_about_change(window: &Window) -> bool {
    matches!(window.state().state.view.dialog, Some(Dialog::Changed(_)))
}

/// The window comes to the front and notices that its file was changed.
fn notice_change(window: &mut Window) {
    window.event(Event::WindowFocused(true));
    until(window, "the change on disk is noticed", asks_about_change);
}

#[test]
fn a_file_changed_by_others_is_noticed_and_reloaded_with_a_way_back() {
    let home = TempDir::new().unwrap();
    let mut window = window_in(home.path());
    let path = open_file(&mut window, home.path(), 10);
    type_into(&mut window, IMAGES, "11");
    write(&path, 20);
    notice_change(&mut window);
    window.get_by_label("Changed on disk");
    click(&mut window, "Reload");
    assert_eq!(images(&window), 20.into());
    assert!(!window.state().state.documents.front().is_changed());
    do_action(&mut window, Action::Run(Command::Undo));
    assert_eq!(images(&window), 11.into());
    assert!(window.state().state.documents.front().is_changed());
    // What is written now replaces what the user has seen.
    press(&mut window, Modifiers::COMMAND, Key::S);
    assert_eq!(on_disk(&path).lines[0].values.amount(Assumption::Images), 11.into());
}

#[test]
fn a_save_over_what_others_wrote_is_asked_about_first() {
    let home = TempDir::new().unwrap();
    let mut window = window_in(home.path());
    let path = open_file(&mut window, home.path(), 10);
    type_into(&mut window, IMAGES, "11");
    write(&path, 20);
    let theirs = on_disk(&path);
    press(&mut window, Modifiers::COMMAND, Key::S);
    window.get_by_label("Changed on disk");
    assert_eq!(on_disk(&path), theirs);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.state().state.documents.front().is_changed());
    press(&mut window, Modifiers::COMMAND, Key::S);
    click(&mut window, "Keep mine");
    assert_eq!(on_disk(&path), window.state().state.documents.front().scenario);
    assert_eq!(on_disk(&backup_path(&path)), theirs, "their version is kept too");
    assert!(!window.state().state.documents.front().is_changed());
}

#[test]
fn keeping_mine_on_the_way_out_saves_and_goes_on() {
    let home = TempDir::new().unwrap();
    let mut window = window_in(home.path());
    let path = open_file(&mut window, home.path(), 10);
    type_into(&mut window, IMAGES, "11");
    write(&path, 20);
    press(&mut window, Modifiers::COMMAND, Key::W);
    click(&mut window, "Save");
    click(&mut window, "Keep mine");
    assert_eq!(on_disk(&path).lines[0].values.amount(Assumption::Images), 11.into());
    assert!(window.state().state.documents.with_path(&path).is_none(), "it was saved and closed");
}

#[test]
fn the_version_on_disk_opens_beside_and_is_asked_about_again_only_when_saving() {
    let home = TempDir::new().unwrap();
    let mut window = window_in(home.path());
    let path = open_file(&mut window, home.path(), 10);
    write(&path, 20);
    notice_change(&mut window);
    // It is what Enter does.
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(images(&window), 20.into());
    assert_eq!(window.state().state.documents.front().scenario.name, "Spring on disk");
    assert!(!window.state().state.documents.front().is_changed());
    press(&mut window, Modifiers::COMMAND, Key::PageUp);
    assert_eq!(images(&window), 10.into());
    assert!(window.state().state.documents.front().is_changed(), "this version is nowhere on disk");
    window.event(Event::WindowFocused(true));
    for _ in 0..10 {
        window.run();
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(!asks_about_change(&window));
    press(&mut window, Modifiers::COMMAND, Key::S);
    assert!(asks_about_change(&window));
}

#[test]
fn a_version_on_disk_that_does_not_read_can_only_be_replaced() {
    let home = TempDir::new().unwrap();
    let mut window = window_in(home.path());
    let path = open_file(&mut window, home.path(), 10);
    fs::write(&path, "half a fi").unwrap();
    notice_change(&mut window);
    assert!(window.query_by_label_contains("plan.ron, line 1").is_some());
    click(&mut window, "Reload");
    assert!(asks_about_change(&window), "there is nothing to take");
    click(&mut window, "Keep mine");
    press(&mut window, Modifiers::COMMAND, Key::S);
    assert_eq!(on_disk(&path), window.state().state.documents.front().scenario);
}

#[test]
fn a_file_that_is_gone_is_told_once_and_written_again_by_a_save() {
    let home = TempDir::new().unwrap();
    let mut window = window_in(home.path());
    let path = open_file(&mut window, home.path(), 10);
    fs::remove_file(&path).unwrap();
    window.event(Event::WindowFocused(true));
    until(&mut window, "it is noticed", |window| notice(window).contains("plan.ron is no longer on disk"));
    assert!(window.state().state.documents.front().is_changed());
    press(&mut window, Modifiers::COMMAND, Key::S);
    assert_eq!(on_disk(&path), window.state().state.documents.front().scenario);
}

#[test]
fn what_was_kept_over_the_version_on_disk_stays_unsaved_when_the_file_goes_and_comes_back() {
    let home = TempDir::new().unwrap();
    let mut window = window_in(home.path());
    let path = open_file(&mut window, home.path(), 10);
    write(&path, 20);
    notice_change(&mut window);
    click(&mut window, "Keep mine");
    let away = home.path().join("away.ron");
    fs::rename(&path, &away).unwrap();
    window.event(Event::WindowFocused(true));
    until(&mut window, "it is noticed", |window| notice(window).contains("plan.ron is no longer on disk"));
    fs::rename(&away, &path).unwrap();
    for _ in 0..10 {
        window.event(Event::WindowFocused(true));
        window.run();
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(!asks_about_change(&window), "it is the version that was seen");
    assert!(window.state().state.documents.front().is_changed(), "the disk holds the other version");
}

#[test]
fn the_second_window_on_a_file_is_told() {
    let home = TempDir::new().unwrap();
    let mut first = window_in(home.path());
    open_file(&mut first, home.path(), 10);
    assert_eq!(notice(&first), "");
    let mut second = window_in(home.path());
    let path = open_file(&mut second, home.path(), 10);
    assert!(notice(&second).starts_with("plan.ron is open in another window too"), "{}", notice(&second));
    type_into(&mut first, IMAGES, "11");
    press(&mut first, Modifiers::COMMAND, Key::S);
    type_into(&mut second, IMAGES, "12");
    press(&mut second, Modifiers::COMMAND, Key::S);
    assert!(asks_about_change(&second));
    press(&mut second, Modifiers::NONE, Key::Escape);
    press(&mut first, Modifiers::COMMAND, Key::W);
    let mut third = window_in(home.path());
    do_action(&mut third, Action::Next(Next::Open(path)));
    assert!(notice(&third).contains("another window"), "the second one has it still");
}

#[test]
fn a_folder_that_is_gone_leaves_the_scenario_open_unsaved_and_kept() {
    let home = TempDir::new().unwrap();
    let share = home.path().join("share");
    fs::create_dir(&share).unwrap();
    let mut window = window_in(home.path());
    let path = open_file(&mut window, &share, 10);
    type_into(&mut window, IMAGES, "11");
    fs::rename(&share, home.path().join("away")).unwrap();
    press(&mut window, Modifiers::COMMAND, Key::S);
    let told = notice(&window);
    assert!(
        told.starts_with(&format!("{} could not be saved: its folder is no longer there", path.display())),
        "{told}"
    );
    assert!(told.ends_with("The scenario is still open and not saved."), "{told}");
    assert!(window.state().state.documents.front().is_changed());
    two_seconds(&mut window);
    until(&mut window, "it is kept", |_| kept_images(home.path()) == ["11"]);
    click(&mut window, "Save as…");
    assert!(matches!(window.state().state.view.dialog, Some(Dialog::SaveAs { .. })));
}

#[test]
fn a_file_that_says_the_same_in_other_words_is_no_question() {
    let home = TempDir::new().unwrap();
    let mut window = window_in(home.path());
    let path = open_file(&mut window, home.path(), 10);
    type_into(&mut window, IMAGES, "11");
    let mine = scenario_file::write(&window.state().state.documents.front().scenario);
    fs::write(&path, format!("// the same\n{mine}")).unwrap();
    press(&mut window, Modifiers::COMMAND, Key::S);
    assert!(notice(&window).starts_with("Saved to"), "{}", notice(&window));
    assert!(!fs::read_to_string(&path).unwrap().starts_with("// the same"));
}
