//! What is kept of unsaved work, and what is not.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use image_budget::store::journal::{Entry, Journal, orphans};
use image_budget::store::stamp::Stamp;
use tempfile::TempDir;

use super::{entry, names, number, version};

const PATIENCE: Duration = Duration::from_secs(30);

fn begin(folder: &Path) -> Journal {
    Journal::begin(folder.to_owned(), || {})
}

/// The versions that were left behind, window by window.
fn left(folder: &Path) -> Vec<Vec<u64>> {
    let windows = orphans(folder);
    let versions = |entries: &[image_budget::store::journal::Found]| {
        entries.iter().map(|found| number(&found.entry.scenario)).collect()
    };
    windows.iter().map(|window| versions(&window.entries)).collect()
}

#[test]
fn what_was_saved_or_closed_on_purpose_is_not_offered() {
    let home = TempDir::new().unwrap();
    let folder = home.path().join("journal");
    drop(begin(&folder));
    assert!(!folder.exists(), "a window in which nothing changes writes nothing");
    let journal = begin(&folder);
    journal.write(1, entry(1));
    journal.write(2, entry(2));
    assert!(journal.settle(PATIENCE));
    journal.forget(1);
    drop(journal);
    assert_eq!(left(&folder), [[2]]);
    let journal = begin(&folder);
    journal.adopt(7, &orphans(&folder)[0].entries[0]);
    journal.forget(7);
    drop(journal);
    assert_eq!(names(&folder), [""; 0]);
}

#[test]
fn the_newest_state_is_kept_with_its_file_and_time() {
    let folder = TempDir::new().unwrap();
    let journal = begin(folder.path());
    let (path, stamp) = (Some(PathBuf::from("/plans/größe.ron")), Some(Stamp::of_text("on disk")));
    for n in 0..50 {
        journal.write(1, Entry { scenario: version(n), snapshot: None, path: path.clone(), stamp });
    }
    drop(journal);
    let window = &orphans(folder.path())[0];
    assert_eq!(window.entries.len(), 1);
    let found = &window.entries[0];
    assert_eq!((number(&found.entry.scenario), &found.entry.path, found.entry.stamp), (49, &path, stamp));
    let when = found.when().unwrap();
    assert_eq!(when.len(), "2026-11-22 14:05".len(), "{when}");
}

#[test]
fn each_window_has_its_own_and_work_is_offered_to_one_window_alone() {
    let folder = TempDir::new().unwrap();
    let (first, second) = (begin(folder.path()), begin(folder.path()));
    first.write(1, entry(1));
    assert!(first.settle(PATIENCE));
    second.write(1, entry(2));
    assert!(second.settle(PATIENCE));
    assert!(orphans(folder.path()).is_empty());
    drop(first);
    let offered = orphans(folder.path());
    assert_eq!(offered.len(), 1);
    assert!(orphans(folder.path()).is_empty(), "another window is looking at it");
    drop(offered);
    assert_eq!(left(folder.path()), [[1]], "it was neither opened nor discarded");
    drop(second);
    assert_eq!(left(folder.path()), [[1], [2]]);
}

#[test]
fn adopted_work_is_in_one_place() {
    let folder = TempDir::new().unwrap();
    let crashed = begin(folder.path());
    crashed.write(1, entry(1));
    crashed.write(2, entry(2));
    drop(crashed);
    let journal = begin(folder.path());
    let offered = orphans(folder.path());
    journal.adopt(5, &offered[0].entries[0]);
    journal.adopt(6, &offered[0].entries[1]);
    // The window goes on at once.
    journal.write(6, entry(3));
    assert!(journal.settle(PATIENCE));
    drop(offered);
    assert!(orphans(folder.path()).is_empty(), "it is work of a window that runs");
    drop(journal);
    assert_eq!(left(folder.path()), [[1, 3]]);
}

#[test]
fn a_damaged_entry_is_named_and_the_others_are_found() {
    let folder = TempDir::new().unwrap();
    let crashed = begin(folder.path());
    crashed.write(1, entry(1));
    crashed.write(2, entry(2));
    drop(crashed);
    let file = orphans(folder.path())[0].entries[0].file.clone();
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, &text[..text.len() / 2]).unwrap();
    let offered = orphans(folder.path());
    assert_eq!(number(&offered[0].entries[0].entry.scenario), 2);
    assert_eq!(offered[0].damaged[0].file, file);
    assert!(offered[0].damaged[0].why.starts_with(&format!("{}, line ", file.display())), "{:?}", offered[0].damaged);
    let journal = begin(folder.path());
    journal.discard(file);
    assert!(journal.settle(PATIENCE));
    drop(offered);
    assert_eq!(left(folder.path()), [[2]]);
}

#[test]
fn a_folder_that_cannot_be_is_told_once_and_ends_no_window() {
    let home = TempDir::new().unwrap();
    let blocked = home.path().join("file");
    fs::write(&blocked, "not a folder").unwrap();
    let (woken, waker) = std::sync::mpsc::channel();
    let journal = Journal::begin(blocked.join("journal"), move || woken.send(()).unwrap());
    journal.write(1, entry(1));
    waker.recv_timeout(PATIENCE).expect("the window is woken to tell it");
    let told = journal.complaint().unwrap();
    assert!(told.contains("a part of its path is a file and no folder"), "{told}");
    assert_eq!(journal.complaint(), None);
    drop(journal);
}

#[test]
fn a_folder_that_is_removed_under_a_window_is_made_again() {
    let folder = TempDir::new().unwrap();
    let journal = begin(folder.path());
    journal.write(1, entry(1));
    journal.write(2, entry(2));
    assert!(journal.settle(PATIENCE));
    for name in names(folder.path()) {
        fs::remove_dir_all(folder.path().join(name)).unwrap();
    }
    journal.write(2, entry(3));
    assert!(journal.settle(PATIENCE));
    drop(journal);
    assert_eq!(left(folder.path()), [[1, 3]]);
}
