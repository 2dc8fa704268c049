//! Others who have the same file: a second window, and whoever changes the file on disk.

use std::fs;
use std::path::Path;
use std::time::Duration;

use image_budget::store::open_files::{Claim, claim};
use image_budget::store::scenario_file;
use image_budget::store::stamp::{OnDisk, Stamp};
use tempfile::TempDir;

use super::again::{Worker, say_done};
use super::{assert_sentence, names, number, version};

#[test]
fn the_second_window_on_a_file_is_told_whatever_way_it_came() {
    let home = TempDir::new().unwrap();
    let (locks, path) = (home.path().join("open"), home.path().join("plan.ron"));
    scenario_file::save(&path, &version(1), None).unwrap();
    let first = claim(&locks, &path);
    assert!(matches!(first, Claim::Alone(_)), "{first:?}");
    assert!(matches!(claim(&locks, &path), Claim::Shared(_)));
    assert!(matches!(claim(&locks, &home.path().join(".").join("open").join("..").join("plan.ron")), Claim::Shared(_)));
    #[cfg(unix)]
    {
        let link = home.path().join("link.ron");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(matches!(claim(&locks, &link), Claim::Shared(_)));
    }
    assert!(matches!(claim(&locks, &home.path().join("other.ron")), Claim::Alone(_)));
    let second = claim(&locks, &path);
    drop(first);
    assert!(matches!(claim(&locks, &path), Claim::Shared(_)), "the second window has it still");
    drop(second);
    assert!(matches!(claim(&locks, &path), Claim::Alone(_)), "both windows have closed it");
    assert_eq!(names(&locks), [""; 0], "no lock is left behind");
}

pub fn claim_and_wait(folder: &Path) {
    let claimed = claim(&folder.join("open"), &folder.join("plan.ron"));
    assert!(matches!(claimed, Claim::Alone(_)));
    say_done(1);
    std::thread::sleep(Duration::from_mins(1));
}

#[test]
fn a_window_that_was_killed_has_no_file_open() {
    let home = TempDir::new().unwrap();
    let worker = Worker::start("claim", home.path());
    let mine = || claim(&home.path().join("open"), &home.path().join("plan.ron"));
    assert!(matches!(mine(), Claim::Shared(_)));
    worker.kill(Duration::ZERO);
    assert!(matches!(mine(), Claim::Alone(_)));
}

#[test]
fn a_file_that_somebody_changed_is_noticed_and_not_replaced_unasked() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("plan.ron");
    scenario_file::save(&path, &version(1), None).unwrap();
    let (_, opened) = scenario_file::open_with_stamp(&path).unwrap();
    assert_eq!(opened.check(&path), OnDisk::Unchanged);
    // Written again with the same content, it is the same file.
    fs::write(&path, fs::read(&path).unwrap()).unwrap();
    assert_eq!(opened.check(&path), OnDisk::Unchanged);
    // Changed within the same second and to the same length, it is another.
    scenario_file::save(&path, &version(2), None).unwrap();
    let OnDisk::Changed(now) = opened.check(&path) else { panic!("the change was not noticed") };
    let refused = scenario_file::save_over(&path, &version(3), None, Some(&opened)).unwrap_err();
    assert_sentence(&refused.to_string(), &path, "it was changed on disk since it was opened");
    assert_eq!(refused.changed_on_disk(), Some(now));
    assert_eq!(number(&scenario_file::open(&path).unwrap().scenario), 2);
    assert_eq!(names(home.path()), ["plan.ron", "plan.ron.bak"], "nothing is left over");
    let saved = scenario_file::save_over(&path, &version(3), None, Some(&now)).unwrap();
    assert_eq!((number(&scenario_file::open(&path).unwrap().scenario), saved.check(&path)), (3, OnDisk::Unchanged));
    assert_eq!(Stamp::of(&path).unwrap(), saved);
}

#[test]
fn a_file_that_somebody_removed_is_noticed_and_written_anew() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("plan.ron");
    scenario_file::save(&path, &version(1), None).unwrap();
    let stamp = Stamp::of(&path).unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(stamp.check(&path), OnDisk::Gone);
    assert_eq!(stamp.check(&path.join("below")), OnDisk::Gone);
    scenario_file::save_over(&path, &version(2), None, Some(&stamp)).unwrap();
    assert_eq!(number(&scenario_file::open(&path).unwrap().scenario), 2);
}
