//! Work that was left behind by windows that did not end on purpose.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::entry::Found;
use super::run::{LOCK, PREFIX, remove_if_empty};
use crate::store::{atomic, folders};

/// An empty folder that is older than this was left by a window that was killed before its first entry.
const STALE: Duration = Duration::from_hours(24);

/// What one window left behind. As long as this is kept, no other window finds it.
#[derive(Debug)]
pub struct Orphan {
    /// Entries that read, in the order in which their documents were opened.
    pub entries: Vec<Found>,
    /// Entries that do not.
    pub damaged: Vec<Damaged>,
    _lock: Option<File>,
}

/// An entry that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged {
    /// Its file.
    pub file: PathBuf,
    /// Why, in a sentence that names the file.
    pub why: String,
}

/// All work that was left behind in the folder of all windows, however old, in the order of its last change.
pub fn orphans(folder: &Path) -> Vec<Orphan> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_run = |entry: &fs::DirEntry| {
        entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX))
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
    };
    let mut found: Vec<Orphan> = entries.filter(is_run).filter_map(|entry| orphan(&entry.path())).collect();
    found.sort_by_key(|orphan| orphan.entries.iter().filter_map(|found| found.written).max());
    found
}

/// What is in a window's folder; nothing while that window runs.
fn orphan(folder: &Path) -> Option<Orphan> {
    let files = || folders::ron_files(folder);
    let is_old = || fs::metadata(folder).is_ok_and(|about| atomic::is_older_than(&about, STALE));
    if files().is_empty() && !is_old() {
        // It may be a window that has just begun.
        return None;
    }
    // A folder in which no lock can be made is read all the same.
    let lock = File::options().create(true).truncate(false).write(true).open(folder.join(LOCK)).ok();
    if let Some(Err(TryLockError::WouldBlock)) = lock.as_ref().map(File::try_lock) {
        return None;
    }
    // Read again under the lock: another window may have taken the work over in between.
    let (mut entries, mut damaged) = (Vec::new(), Vec::new());
    for file in files() {
        match Found::read(&file) {
            Ok(found) => entries.push(found),
            Err(error) => damaged.push(Damaged { why: error.to_string(), file }),
        }
    }
    if entries.is_empty() && damaged.is_empty() {
        remove_if_empty(folder);
        return None;
    }
    entries.sort_by_key(|found| number(&found.file));
    Some(Orphan { entries, damaged, _lock: lock })
}

/// The document's number in a file's name.
fn number(file: &Path) -> Option<u64> {
    file.file_stem()?.to_str()?.parse().ok()
}
