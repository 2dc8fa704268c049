//! Disks that are full, read-only or gone: one sentence, and what was there stays.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use image_budget::store::atomic::{self, backup_path};
use image_budget::store::journal::{Journal, orphans};
use image_budget::store::scenario_file;
use image_budget::store::stamp::Stamp;
use tempfile::TempDir;

use super::again::{DONE, as_job, say_done};
use super::{assert_sentence, entry, names, number, version};

const PATIENCE: Duration = Duration::from_secs(30);

/// What a child says where the system does not let it have a disk of its own.
const NO_DISK: &str = "no disk of its own";

/// Runs a job where it may mount disks that nobody else sees; says so where the system forbids that.
fn with_own_disks(job: &str) {
    let folder = TempDir::new().unwrap();
    let spaces: [&[&str]; 2] = [&["--mount"], &["--mount", "--map-root-user"]];
    let works = |space: &&&[&str]| {
        Command::new("unshare").args(**space).arg("true").output().is_ok_and(|output| output.status.success())
    };
    let Some(space) = spaces.iter().find(works) else {
        return eprintln!("skipped: the system lets no test mount a disk");
    };
    let mut command = Command::new("unshare");
    command.args(*space).arg(std::env::current_exe().unwrap());
    let output = as_job(&mut command, job, folder.path()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    if told.contains(NO_DISK) {
        eprintln!("skipped: the system lets no test mount a disk");
    } else {
        assert!(told.contains(DONE), "the job was not done: {told}");
    }
}

/// Mounts a small disk in memory; false where the system forbids it.
fn mount(folder: &Path, options: &str) -> bool {
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", options, "none"])
        .arg(folder)
        .output()
        .unwrap()
        .status
        .success();
    if !mounted {
        println!("{NO_DISK}");
    }
    mounted
}

/// Fills a disk to the last byte.
fn fill(folder: &Path) {
    let mut size = 1 << 20;
    let mut fill = fs::File::create(folder.join("fill")).unwrap();
    while size > 0 {
        if std::io::Write::write_all(&mut fill, &vec![0; size]).is_err() {
            size /= 2;
        }
    }
}

#[test]
fn a_full_disk_leaves_both_versions_and_says_so() {
    with_own_disks("full");
}

pub fn on_a_full_disk(folder: &Path) {
    if !mount(folder, "size=256k") {
        return;
    }
    let path = folder.join("plan.ron");
    scenario_file::save(&path, &version(1), None).unwrap();
    scenario_file::save(&path, &version(2), None).unwrap();
    fill(folder);
    let told = scenario_file::save(&path, &version(3), None).unwrap_err().to_string();
    assert_sentence(&told, &path, "the disk is full; free some space or choose another disk");
    assert_eq!(number(&scenario_file::open(&path).unwrap().scenario), 2);
    assert_eq!(number(&scenario_file::open(&backup_path(&path)).unwrap().scenario), 1);
    assert_eq!(names(folder), ["fill", "plan.ron", "plan.ron.bak"], "nothing is left over");

    let journal = Journal::begin(folder.join("journal"), || {});
    journal.write(1, entry(3));
    assert!(!journal.settle(PATIENCE));
    let told = journal.complaint().unwrap();
    assert!(told.starts_with("Unsaved changes are not kept safe at the moment, so save often: "), "{told}");
    assert!(told.contains("the disk is full"), "{told}");
    journal.write(1, entry(4));
    assert!(!journal.settle(PATIENCE));
    assert_eq!(journal.complaint(), None, "it is told once");
    fs::remove_file(folder.join("fill")).unwrap();
    journal.write(1, entry(5));
    assert!(journal.settle(PATIENCE), "it works again as soon as there is room");
    drop(journal);
    let left = orphans(&folder.join("journal"));
    let kept: Vec<_> = left.iter().flat_map(|orphan| &orphan.entries).map(|f| number(&f.entry.scenario)).collect();
    assert_eq!(kept, [5]);
    scenario_file::save(&path, &version(3), None).unwrap();
    say_done(1);
}

#[test]
fn a_read_only_disk_leaves_the_file_and_says_so() {
    with_own_disks("read_only");
}

pub fn on_a_read_only_disk(folder: &Path) {
    if !mount(folder, "size=1m") {
        return;
    }
    let path = folder.join("plan.ron");
    scenario_file::save(&path, &version(1), None).unwrap();
    let remounted = Command::new("mount").args(["-o", "remount,ro"]).arg(folder).status().unwrap().success();
    assert!(remounted);
    for path in [path.clone(), folder.join("new.ron")] {
        let told = scenario_file::save(&path, &version(2), None).unwrap_err().to_string();
        assert_sentence(&told, &path, "the disk is read-only; choose another one");
    }
    assert_eq!(number(&scenario_file::open(&path).unwrap().scenario), 1);
    assert_eq!(names(folder), ["plan.ron"]);
    say_done(1);
}

/// Runs even where no disk can be mounted: the system cuts every file off at a few kilobytes.
#[cfg(unix)]
#[test]
fn a_write_that_breaks_off_in_the_middle_leaves_the_file_and_says_so() {
    let folder = TempDir::new().unwrap();
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 4; exec \"$0\" \"$@\""]).arg(std::env::current_exe().unwrap());
    let output = as_job(&mut command, "limited", folder.path()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains(DONE), "the job was not done: {told}");
}

pub fn with_a_limit_on_files(folder: &Path) {
    let path = folder.join("plan.ron");
    atomic::save(&path, "short", true).unwrap();
    let told = scenario_file::save(&path, &version(1), None).unwrap_err().to_string();
    assert!(told.starts_with(&format!("{} could not be saved: ", path.display())), "{told}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "short");
    assert_eq!(names(folder), ["plan.ron"]);
    say_done(1);
}

#[test]
fn a_write_protected_file_is_not_replaced() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("plan.ron");
    scenario_file::save(&path, &version(1), None).unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let told = scenario_file::save(&path, &version(2), None).unwrap_err().to_string();
    assert_sentence(&told, &path, "it is write-protected; save under another name, or allow writing to it");
    assert_eq!(number(&scenario_file::open(&path).unwrap().scenario), 1);
}

#[test]
fn a_vanished_folder_is_not_made_anew_under_an_open_scenario() {
    let folder = TempDir::new().unwrap();
    let share = folder.path().join("share");
    let path = share.join("plan.ron");
    scenario_file::save(&path, &version(1), None).unwrap();
    let stamp = Stamp::of(&path).unwrap();
    fs::rename(&share, folder.path().join("elsewhere")).unwrap();
    let told = scenario_file::save_over(&path, &version(2), None, Some(&stamp)).unwrap_err().to_string();
    assert_sentence(&told, &path, "its folder is no longer there; bring it back, or save under another name");
    assert!(!share.exists(), "a disk that is mounted again later would hide what is written now");
    fs::rename(folder.path().join("elsewhere"), &share).unwrap();
    scenario_file::save_over(&path, &version(2), None, Some(&stamp)).unwrap();
    assert_eq!(number(&scenario_file::open(&path).unwrap().scenario), 2);
}

#[test]
fn a_path_that_cannot_be_is_named_with_what_would_be_right() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "not a folder").unwrap();
    let below = file.join("plan.ron");
    let told = scenario_file::save(&below, &version(1), None).unwrap_err().to_string();
    assert_sentence(&told, &below, "a part of its path is a file and no folder; choose another folder");
    let told = scenario_file::save(folder.path(), &version(1), None).unwrap_err().to_string();
    assert_sentence(&told, folder.path(), "that is a folder; add a file name");
    let long = folder.path().join("x".repeat(400));
    let told = scenario_file::save(&long, &version(1), None).unwrap_err().to_string();
    assert_sentence(&told, &long, "choose another name");
    assert_eq!(names(folder.path()), ["file"]);
}
