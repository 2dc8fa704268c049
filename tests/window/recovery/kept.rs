//! Unsaved work is kept, and offered again after a crash.

use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use image_budget::action::{Action, Command, TabAction};
use image_budget::state::{Document, Next};
use image_budget::store::presets;
use tempfile::TempDir;

use super::{IMAGES, click, kept, kept_images, notice, open_file, two_seconds, until, window_in};
use crate::harness::{do_action, images, plain, press, type_into};

/// A window with two scenarios that are not saved, which ends as a crash ends it.
fn crash(home: &Path) {
    let mut window = window_in(home);
    type_into(&mut window, IMAGES, "111");
    do_action(&mut window, Action::Run(Command::Duplicate));
    type_into(&mut window, IMAGES, "222");
    two_seconds(&mut window);
    until(&mut window, "both are kept", |_| kept_images(home) == ["111", "222"]);
}

#[test]
fn a_change_is_kept_a_second_later_and_nothing_stirs_while_nothing_changes() {
    let home = TempDir::new().unwrap();
    let mut window = window_in(home.path());
    two_seconds(&mut window);
    assert!(!home.path().join("journal").exists(), "nothing was changed yet");
    type_into(&mut window, IMAGES, "5");
    assert!(window.run() < 3, "waiting for the second draws no frames");
    two_seconds(&mut window);
    until(&mut window, "the change is kept", |_| kept_images(home.path()) == ["5"]);
    let before = window.state().session.answers;
    assert_eq!(window.run(), 1, "idle again");
    assert_eq!(window.state().session.answers, before);
    type_into(&mut window, IMAGES, "6");
    two_seconds(&mut window);
    until(&mut window, "the newer change is kept", |_| kept_images(home.path()) == ["6"]);
    do_action(&mut window, Action::Run(Command::Undo));
    do_action(&mut window, Action::Run(Command::Undo));
    until(&mut window, "what is not changed any more is forgotten", |_| kept(home.path()).is_empty());
}

#[test]
fn what_is_saved_or_closed_on_purpose_is_not_offered() {
    let home = TempDir::new().unwrap();
    let mut window = window_in(home.path());
    open_file(&mut window, home.path(), 10);
    type_into(&mut window, IMAGES, "11");
    do_action(&mut window, Action::Run(Command::New));
    type_into(&mut window, IMAGES, "12");
    two_seconds(&mut window);
    until(&mut window, "both are kept", |_| kept_images(home.path()) == ["11", "12"]);
    press(&mut window, Modifiers::COMMAND, Key::PageUp);
    press(&mut window, Modifiers::COMMAND, Key::S);
    until(&mut window, "the saved one is forgotten", |_| kept_images(home.path()) == ["12"]);
    press(&mut window, Modifiers::COMMAND, Key::Q);
    click(&mut window, "Do not save");
    eframe::App::on_exit(window.state_mut(), None);
    drop(window);
    assert!(kept(home.path()).is_empty());
    assert!(window_in(home.path()).state().state.view.dialog.is_none());
}

/// The job of the child that is killed; nothing otherwise.
#[test]
fn window_to_kill() {
    let Some(home) = env::var_os("IMAGE_BUDGET_TEST_WINDOW").map(PathBuf::from) else { return };
    crash(&home);
    let mut window = window_in(&home);
    click(&mut window, "Open all");
    open_file(&mut window, &home, 10);
    type_into(&mut window, IMAGES, "333");
    two_seconds(&mut window);
    until(&mut window, "all are kept", |_| kept_images(&home) == ["111", "222", "333"]);
    std::io::stdout().write_all(b"kept\n").unwrap();
    std::thread::sleep(Duration::from_mins(1));
}

#[test]
fn after_kill_9_everything_is_offered_and_opens_with_its_file() {
    let home = TempDir::new().unwrap();
    let mut child = Process::new(env::current_exe().unwrap());
    child
        .args(["recovery::kept::window_to_kill", "--exact", "--nocapture"])
        .env("IMAGE_BUDGET_TEST_WINDOW", home.path());
    let mut child = child.stdout(Stdio::piped()).spawn().unwrap();
    let told = BufReader::new(child.stdout.take().unwrap());
    let is_kept = told.lines().any(|line| line.unwrap().ends_with("kept"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(is_kept);

    let mut window = window_in(home.path());
    for label in ["Recovered work", "Spring", "plan.ron"] {
        window.get_by_label(label);
    }
    assert_eq!(window.query_all_by_label("not saved to a file").count(), 2);
    // The first button has the focus.
    press(&mut window, Modifiers::NONE, Key::Enter);
    let documents = window.state().state.documents.all();
    assert_eq!(documents.len(), 3);
    assert!(documents.iter().all(Document::is_changed));
    let ids: Vec<_> = documents.iter().map(|document| document.id).collect();
    let mut found: Vec<_> = ids
        .into_iter()
        .map(|id| {
            do_action(&mut window, Action::Tab(TabAction::Show(id)));
            (images(&window).to_string(), window.state().state.documents.front().path.clone())
        })
        .collect();
    found.sort();
    let file = home.path().join("plan.ron");
    assert_eq!(found, [("111".into(), None), ("222".into(), None), ("333".into(), Some(file.clone()))]);
    let at = window.state().state.documents.with_path(&file).unwrap();
    let id = window.state().state.documents.all()[at].id;
    do_action(&mut window, Action::Tab(TabAction::Show(id)));
    press(&mut window, Modifiers::COMMAND, Key::S);
    assert!(notice(&window).starts_with("Saved to"), "{}", notice(&window));
    until(&mut window, "the saved one is forgotten", |_| kept_images(home.path()) == ["111", "222"]);
}

#[test]
fn some_are_opened_and_the_others_are_offered_at_the_next_start() {
    let home = TempDir::new().unwrap();
    crash(home.path());
    let mut window = window_in(home.path());
    let name = presets::default_scenario().name;
    click(&mut window, &format!("{name} copy"));
    click(&mut window, "Open 1 of 2");
    assert_eq!(images(&window), 111.into());
    assert!(window.query_by_label("Recovered work").is_none());
    press(&mut window, Modifiers::COMMAND, Key::Q);
    click(&mut window, "Do not save");
    eframe::App::on_exit(window.state_mut(), None);
    drop(window);
    let mut window = window_in(home.path());
    click(&mut window, "Open all");
    assert_eq!(images(&window), 222.into());
}

#[test]
fn discarding_is_asked_about_and_then_for_good() {
    let home = TempDir::new().unwrap();
    crash(home.path());
    let mut window = window_in(home.path());
    click(&mut window, "Discard all…");
    window.get_by_label("Discard the changes of 2 scenarios for good?");
    click(&mut window, "Keep");
    assert_eq!(kept(home.path()).len(), 2);
    press(&mut window, Modifiers::NONE, Key::Escape);
    drop(window);
    let mut window = window_in(home.path());
    click(&mut window, "Discard all…");
    click(&mut window, "Discard");
    assert!(window.state().state.view.dialog.is_none());
    until(&mut window, "they are gone", |_| kept(home.path()).is_empty());
    drop(window);
    assert!(window_in(home.path()).state().state.view.dialog.is_none());
}

#[test]
fn damaged_work_is_named_and_does_not_hide_the_rest() {
    let home = TempDir::new().unwrap();
    crash(home.path());
    let run = fs::read_dir(home.path().join("journal")).unwrap().next().unwrap().unwrap().path();
    let damaged = run.join("99.ron");
    fs::write(&damaged, "(format: 1, name: \"half").unwrap();
    let mut window = window_in(home.path());
    let text = format!("This cannot be read: {}, line 1", damaged.display());
    assert!(window.query_by_label_contains(&text).is_some());
    click(&mut window, "Open all");
    assert_eq!(window.state().state.documents.all().len(), 2);
    assert!(damaged.exists(), "only discarding removes it");
}

#[test]
fn a_file_opened_at_the_start_takes_its_own_recovered_changes() {
    let home = TempDir::new().unwrap();
    let mut window = window_in(home.path());
    let path = open_file(&mut window, home.path(), 10);
    type_into(&mut window, IMAGES, "11");
    two_seconds(&mut window);
    until(&mut window, "it is kept", |_| kept_images(home.path()) == ["11"]);
    drop(window);
    let mut window = plain();
    do_action(&mut window, Action::Next(Next::Open(path)));
    let ctx = window.ctx.clone();
    window.state_mut().keep_in(&ctx, home.path().join("journal"), home.path().join("open"));
    window.run();
    click(&mut window, "Open all");
    assert_eq!((window.state().state.documents.all().len(), images(&window)), (1, 11.into()));
    do_action(&mut window, Action::Run(Command::Undo));
    assert_eq!(images(&window), 10.into());
}

#[test]
fn where_work_cannot_be_kept_the_window_says_so_once() {
    let home = TempDir::new().unwrap();
    let blocked = home.path().join("file");
    fs::write(&blocked, "not a folder").unwrap();
    let mut window = window_in(&blocked);
    type_into(&mut window, IMAGES, "5");
    two_seconds(&mut window);
    until(&mut window, "it is told", |window| notice(window).starts_with("Unsaved changes are not kept safe"));
    do_action(&mut window, Action::Dismiss);
    type_into(&mut window, IMAGES, "6");
    two_seconds(&mut window);
    std::thread::sleep(Duration::from_millis(200));
    window.run();
    assert_eq!(notice(&window), "");
}
