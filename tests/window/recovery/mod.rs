//! Never lost: unsaved work is kept and offered again, and what others do to a file is noticed.

mod changed;
mod kept;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use egui_kittest::kittest::Queryable as _;
use image_budget::action::Action;
use image_budget::model::assumption::Key as Assumption;
use image_budget::model::scenario::Scenario;
use image_budget::state::Next;
use image_budget::store::scenario_file;

use crate::harness::{Window, do_action, plain};

const IMAGES: &str = "Images value in images";
/// Longest wait for a thread, in steps of 20 ms.
const PATIENCE: u32 = 500;

/// A window whose journal and locks lie in this folder.
fn window_in(home: &Path) -> Window {
    let mut window = plain();
    let ctx = window.ctx.clone();
    window.state_mut().keep_in(&ctx, home.join("journal"), home.join("open"));
    window.run();
    window
}

/// Lets two seconds pass on the window's clock.
fn two_seconds(window: &mut Window) {
    window.run_steps(8);
}

/// Waits for what a thread of the window does.
fn until(window: &mut Window, what: &str, holds: impl Fn(&Window) -> bool) {
    for _ in 0..PATIENCE {
        window.step();
        if holds(window) {
            window.run();
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("in vain: {what}");
}

/// The scenarios that lie in the journal.
fn kept(home: &Path) -> Vec<Scenario> {
    let folders = fs::read_dir(home.join("journal")).into_iter().flatten().flatten();
    let files = folders.flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten());
    let files = files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|ext| ext == "ron"));
    files.filter_map(|path| Some(scenario_file::open(&path).ok()?.scenario)).collect()
}

fn kept_images(home: &Path) -> Vec<String> {
    let images = |scenario: &Scenario| scenario.lines[0].values.get(Assumption::Images).to_string();
    let mut all: Vec<_> = kept(home).iter().map(images).collect();
    all.sort();
    all
}

/// A file with so many images, opened in the window.
fn open_file(window: &mut Window, home: &Path, count: u32) -> PathBuf {
    let path = home.join("plan.ron");
    write(&path, count);
    do_action(window, Action::Next(Next::Open(path.clone())));
    path
}

/// Writes a file as somebody else does.
fn write(path: &Path, count: u32) {
    let mut scenario = Scenario::new("Spring");
    scenario.apply(&format!("images={count}")).unwrap();
    fs::write(path, scenario_file::write(&scenario)).unwrap();
}

fn notice(window: &Window) -> String {
    window.state().state.view.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}
