//! Kills at any moment of saving, of keeping unsaved work, and of taking left-behind work over.

use std::path::Path;
use std::time::Duration;

use image_budget::store::atomic::backup_path;
use image_budget::store::journal::{Journal, orphans};
use image_budget::store::scenario_file;
use tempfile::TempDir;

use super::again::{Worker, say_done};
use super::{entry, names, number, version};

/// How often each job is killed; 240 times in all.
const ROUNDS: u32 = 80;
/// Scenarios that are open in the killed windows.
const DOCUMENTS: u64 = 3;
const PATIENCE: Duration = Duration::from_secs(30);

/// A time to kill after: spread evenly over the length of a save and more, 0 to 12 ms.
fn moment(round: u32) -> Duration {
    Duration::from_micros(u64::from(round) * 7_919 % 12_000)
}

/// Saves one version after the other over the same file.
pub fn save_for_ever(folder: &Path) {
    let path = folder.join("plan.ron");
    let first = scenario_file::open(&path).map_or(1, |before| number(&before.scenario) + 1);
    for n in first.. {
        scenario_file::save(&path, &version(n), None).unwrap();
        say_done(n);
    }
}

#[test]
fn a_kill_while_saving_leaves_the_old_version_or_the_new_one() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("plan.ron");
    for round in 0..ROUNDS {
        let told = Worker::start("save", folder.path()).kill(moment(round));
        let found = number(&scenario_file::open(&path).unwrap().scenario);
        assert!(found == told || found == told + 1, "{told} was saved, {found} is there");
        if let Ok(before) = scenario_file::open(&backup_path(&path)) {
            let before = number(&before.scenario);
            assert!(before + 1 == told || before == told, "{told} was saved, {before} is its backup");
        } else {
            assert!(told == 1 && !backup_path(&path).exists(), "{told} was saved and the backup does not read");
        }
    }
    let strays = names(folder.path()).len() - 2;
    println!("{strays} of {ROUNDS} kills hit a save in the middle");
    assert!(strays > 0, "no kill hit a save in the middle");
}

/// Keeps one version after the other of several scenarios, with each as far as the journal says.
pub fn keep_for_ever(folder: &Path) {
    let journal = Journal::begin(folder.to_owned(), || {});
    for n in 1.. {
        for id in 0..DOCUMENTS {
            journal.write(id, entry(n));
        }
        assert!(journal.settle(PATIENCE));
        say_done(n);
    }
}

#[test]
fn a_kill_while_keeping_unsaved_work_leaves_what_was_kept_last() {
    let folder = TempDir::new().unwrap();
    for round in 0..ROUNDS {
        let worker = Worker::start("keep", folder.path());
        assert!(orphans(folder.path()).is_empty(), "a window that runs has left nothing behind");
        let told = worker.kill(moment(round));
        let left = orphans(folder.path());
        assert_eq!(left.len(), 1);
        assert_eq!((left[0].entries.len() as u64, &left[0].damaged[..]), (DOCUMENTS, &[][..]));
        for found in &left[0].entries {
            let kept = number(&found.entry.scenario);
            assert!(kept == told || kept == told + 1, "{told} was kept, {kept} is there");
        }
        let next = Journal::begin(folder.path().to_owned(), || {});
        for found in &left[0].entries {
            next.discard(found.file.clone());
        }
        assert!(next.settle(PATIENCE));
        assert_eq!(names(folder.path()), [""; 0], "what was discarded leaves nothing behind");
    }
}

/// Takes all left-behind work over.
pub fn adopt_everything(folder: &Path) {
    let left = orphans(folder);
    let journal = Journal::begin(folder.to_owned(), || {});
    say_done(0);
    for (id, found) in (0..).zip(left.iter().flat_map(|orphan| &orphan.entries)) {
        journal.adopt(id, found);
    }
    assert!(journal.settle(PATIENCE));
    say_done(1);
    std::thread::sleep(PATIENCE);
}

#[test]
fn a_kill_while_recovering_loses_nothing() {
    let folder = TempDir::new().unwrap();
    let crashed = Journal::begin(folder.path().to_owned(), || {});
    for id in 0..DOCUMENTS {
        crashed.write(id, entry(id));
    }
    drop(crashed);
    for round in 0..ROUNDS {
        Worker::start("adopt", folder.path()).kill(moment(round) / 2);
        let left = orphans(folder.path());
        assert!(left.iter().all(|orphan| orphan.damaged.is_empty()));
        let mut found: Vec<_> =
            left.iter().flat_map(|orphan| &orphan.entries).map(|f| number(&f.entry.scenario)).collect();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, (0..DOCUMENTS).collect::<Vec<_>>());
    }
}
