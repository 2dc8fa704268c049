//! Tells whether another window has the same file open.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::atomic::folder_of;
use super::fingerprint::Fingerprint;

/// A lock that was found in other hands for a moment, or gone again, so often is given up.
const MOST_TRIES: usize = 50;
/// How long another window takes to look whether it is alone.
const MOMENT: Duration = Duration::from_millis(1);

/// Who has a file open.
#[derive(Debug)]
pub enum Claim {
    /// This window alone; others are told so for as long as the lock is kept.
    Alone(Lock),
    /// Another window too.
    Shared(Lock),
    /// It cannot be known: there is no folder to keep locks in, or its disk knows no locks.
    Unknown,
}

/// A lock that every window with the file holds. It is given back when it is dropped, and by the system when
/// the program is killed.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The last one removes it while it is locked for itself alone, so that nobody's lock is removed.
        // Other systems than Unix keep open files in their place.
        if cfg!(unix) && self.file.try_lock().is_ok() {
            fs::remove_file(&self.path).ok();
        }
    }
}

/// Claims a file for this window, with a lock in `folder`. Ask once for each file: a second claim of the
/// same window finds the first.
pub fn claim(folder: &Path, path: &Path) -> Claim {
    try_claim(folder, path).unwrap_or(Claim::Unknown)
}

fn try_claim(folder: &Path, path: &Path) -> std::io::Result<Claim> {
    let name = Fingerprint::of(identity(path).as_os_str().as_encoded_bytes());
    let path = folder.join(format!("{name:016x}.lock"));
    for _ in 0..MOST_TRIES {
        fs::create_dir_all(folder)?;
        let file = File::options().create(true).truncate(false).write(true).open(&path)?;
        let alone = match file.try_lock() {
            Ok(()) => {
                file.unlock()?;
                true
            }
            Err(TryLockError::WouldBlock) => false,
            Err(TryLockError::Error(error)) => return Err(error),
        };
        match file.try_lock_shared() {
            Ok(()) if lies_at(&file, &path) => {
                let lock = Lock { path, file };
                return Ok(if alone { Claim::Alone(lock) } else { Claim::Shared(lock) });
            }
            // The last window that had it removed it in between.
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => std::thread::sleep(MOMENT),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(Claim::Unknown)
}

/// The one path of a file, however it is written and through whatever links; the same for two paths only
/// if they mean the same file. A file that is not there yet has one too.
pub fn identity(path: &Path) -> PathBuf {
    let in_its_folder = || Some(fs::canonicalize(folder_of(path)).ok()?.join(path.file_name()?));
    fs::canonicalize(path).ok().or_else(in_its_folder).unwrap_or_else(|| whole(path))
}

/// The same path from the root of the disk, so that it means the same from any folder.
pub fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(unix)]
fn lies_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let there = fs::metadata(path);
    file.metadata().is_ok_and(|ours| there.is_ok_and(|there| (ours.dev(), ours.ino()) == (there.dev(), there.ino())))
}

#[cfg(not(unix))]
fn lies_at(_file: &File, path: &Path) -> bool {
    path.exists()
}
