//! The folder of one running window, and the lock that says that it runs.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::store::folders;

/// How the folders of windows begin; the rest is random.
pub(super) const PREFIX: &str = "run-";
/// The lock in a folder.
pub(super) const LOCK: &str = "lock";

/// The folder of this window.
pub(super) struct Run {
    folder: PathBuf,
    _lock: File,
}

impl Run {
    /// Makes a folder and locks it. No entry is in it before it is locked, and only folders with entries
    /// are looked at by others, so no new folder is taken for one that was left behind.
    pub(super) fn begin(all: &Path) -> io::Result<Self> {
        fs::create_dir_all(all)?;
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(all)?;
        let lock = File::create(folder.path().join(LOCK))?;
        // Some network disks know no locks. What is kept there is offered to every window, which is
        // better than offering it to none.
        lock.try_lock().ok();
        Ok(Self { folder: folder.keep(), _lock: lock })
    }

    /// Whether the folder is still there, with its lock.
    pub(super) fn is_there(&self) -> bool {
        self.folder.join(LOCK).exists()
    }

    /// The file of a document.
    pub(super) fn file(&self, id: u64) -> PathBuf {
        self.folder.join(format!("{id}.ron"))
    }

    /// Removes the folder, if no entry is left in it.
    pub(super) fn end(self) {
        remove_if_empty(&self.folder);
    }
}

/// Removes a folder in which no entry is left.
pub(super) fn remove_if_empty(folder: &Path) {
    if folders::ron_files(folder).is_empty() {
        // A temporary file of a killed run may be left beside the lock.
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            if name == LOCK || crate::store::atomic::is_temporary(&name) {
                fs::remove_file(entry.path()).ok();
            }
        }
        // Anything that is not ours stays, and the folder with it.
        fs::remove_dir(folder).ok();
    }
}
