//! Saving so that a file is always either the old version or the new one.

use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

use super::stamp::{OnDisk, Stamp};

pub use super::save_error::SaveError;

/// How our temporary files begin and end.
const TEMPORARY: (&str, &str) = (".image-budget-", ".tmp");
/// A temporary file that is older than this was left by a run that was killed: no save takes a day.
const STALE: Duration = Duration::from_hours(24);
/// Of a folder at most so many entries are searched for stale files.
const MOST_SWEPT: usize = 10_000;
/// Most links that are followed from one to the next.
const MOST_LINKS: usize = 40;

/// Writes a temporary file beside `path`, syncs it and renames it over `path`. What was there
/// before is kept once, as `path` with `.bak` added, when `backup` is set. Links are followed.
///
/// # Errors
/// When any step fails; the old file is then untouched, and nothing else is left behind.
pub fn save(path: &Path, text: &str, backup: bool) -> Result<(), SaveError> {
    save_bytes(path, text.as_bytes(), backup)
}

/// The same for a file that is not text.
///
/// # Errors
/// As [`save`].
pub fn save_bytes(path: &Path, content: &[u8], backup: bool) -> Result<(), SaveError> {
    write(path, content, backup, None)
}

/// Saves as [`save`] does, and over a file that is `expected` refuses when somebody has changed it since.
/// A file that is gone is written anew, unless its whole folder is gone too. The result is the new stamp.
///
/// # Errors
/// As [`save`], and when the file is not the one that was expected ([`SaveError::changed_on_disk`]).
pub fn save_over(path: &Path, text: &str, backup: bool, expected: Option<&Stamp>) -> Result<Stamp, SaveError> {
    write(path, text.as_bytes(), backup, expected)?;
    Ok(Stamp::of_text(text))
}

fn write(path: &Path, content: &[u8], backup: bool, expected: Option<&Stamp>) -> Result<(), SaveError> {
    let system = |error| SaveError::system(path, error);
    if path.file_name().is_none() || ends_as_a_folder(path.as_os_str()) {
        return Err(SaveError::because(path, "that is a folder; add a file name"));
    }
    let real = &behind_links(path).map_err(system)?;
    let folder = folder_of(real);
    let old = match fs::symlink_metadata(real) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(system(error)),
    };
    if let Some(old) = &old {
        may_be_replaced(path, real, old)?;
    } else if expected.is_some() && !folder.is_dir() {
        let why = "its folder is no longer there; bring it back, or save under another name";
        return Err(SaveError::because(path, why));
    } else {
        fs::create_dir_all(folder).map_err(system)?;
    }
    sweep(folder);
    let mut new = temporary_in(folder, old.as_ref()).map_err(system)?;
    new.write_all(content).and_then(|()| new.as_file().sync_all()).map_err(system)?;
    match expected.map(|stamp| stamp.check(real)) {
        Some(OnDisk::Changed(now)) => return Err(SaveError::changed(path, now)),
        Some(OnDisk::Unreadable(why)) => return Err(SaveError::because(path, format!("it cannot be read: {why}"))),
        None | Some(OnDisk::Unchanged | OnDisk::Gone) => {}
    }
    if let Some(old) = old.filter(|_| backup) {
        keep_backup(real, folder, &old).map_err(system)?;
    }
    new.persist(real).map_err(|error| system(error.error))?;
    sync_folder(folder);
    Ok(())
}

/// Saves to a file that must not be there yet.
///
/// # Errors
/// When it is there already, or when any step fails.
pub fn save_new(path: &Path, text: &str) -> Result<(), SaveError> {
    let system = |error| SaveError::system(path, error);
    let folder = folder_of(path);
    fs::create_dir_all(folder).map_err(system)?;
    let mut new = temporary_in(folder, None).map_err(system)?;
    new.write_all(text.as_bytes()).and_then(|()| new.as_file().sync_all()).map_err(system)?;
    new.persist_noclobber(path).map_err(|error| match error.error.kind() {
        ErrorKind::AlreadyExists => SaveError::because(path, "there is a file of this name; choose another one"),
        _ => system(error.error),
    })?;
    sync_folder(folder);
    Ok(())
}

/// Where the version before the last save is kept.
pub fn backup_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".bak");
    name.into()
}

/// The folder in which a path's file lies.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn ends_as_a_folder(path: &OsStr) -> bool {
    path.as_encoded_bytes().last().is_some_and(|last| std::path::is_separator(char::from(*last)))
}

/// The file that a path leads to through links, whether it is there or not: it is replaced, and no link.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::canonicalize(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => match fs::read_link(&path) {
                Ok(target) => path = folder_of(&path).join(target),
                Err(_) => return Ok(path),
            },
            found => return found,
        }
    }
    Err(io::Error::other("its links lead round in a circle"))
}

/// Replacing needs a right to the folder alone, so what an editor would refuse is refused here.
fn may_be_replaced(path: &Path, real: &Path, old: &Metadata) -> Result<(), SaveError> {
    if old.is_dir() {
        return Err(SaveError::because(path, "that is a folder; add a file name"));
    }
    if !old.is_file() {
        return Err(SaveError::because(path, "that is a device or a pipe and no file; choose another name"));
    }
    let protected = "it is write-protected; save under another name, or allow writing to it";
    if old.permissions().readonly() {
        return Err(SaveError::because(path, protected));
    }
    match fs::OpenOptions::new().write(true).open(real) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(SaveError::because(path, protected)),
        Err(error) => Err(SaveError::system(path, error)),
    }
}

/// Copies what is there to the backup, which is always a whole version too.
fn keep_backup(real: &Path, folder: &Path, old: &Metadata) -> io::Result<()> {
    let mut copy = temporary_in(folder, Some(old))?;
    io::copy(&mut fs::File::open(real)?, copy.as_file_mut())?;
    copy.as_file().sync_all()?;
    copy.persist(backup_path(real)).map_err(|error| error.error)?;
    Ok(())
}

/// A file that vanishes when it is dropped. It may be read by whoever may read the old one, or any new
/// file of the user's.
fn temporary_in(folder: &Path, old: Option<&Metadata>) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
    let Some(old) = old else {
        share_like_a_new_file(&mut builder);
        return builder.tempfile_in(folder);
    };
    let file = builder.tempfile_in(folder)?;
    keep_owner(file.as_file(), old);
    // Disks without permissions refuse; the work is worth more than they are.
    file.as_file().set_permissions(old.permissions()).ok();
    Ok(file)
}

/// Temporary files are private; a document is as readable as one made by any editor.
#[cfg(unix)]
fn share_like_a_new_file(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn share_like_a_new_file(_builder: &mut tempfile::Builder<'_, '_>) {}

/// A file that is shared with a group stays with the group, as far as the system allows.
#[cfg(unix)]
fn keep_owner(file: &fs::File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    if fchown(file, Some(old.uid()), Some(old.gid())).is_err() {
        fchown(file, None, Some(old.gid())).ok();
    }
}

#[cfg(not(unix))]
fn keep_owner(_file: &fs::File, _old: &Metadata) {}

/// Whether a file is one of ours that a save makes and takes away again.
pub(super) fn is_temporary(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1))
}

/// Removes what runs that were killed while saving left behind: ours by name, and old.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().take(MOST_SWEPT).flatten() {
        if is_temporary(&entry.file_name())
            && let Ok(about) = entry.metadata()
            && about.is_file()
            && is_older_than(&about, STALE)
        {
            fs::remove_file(entry.path()).ok();
        }
    }
}

/// Whether a file's last change is longer ago than this; a time in the future is not.
pub(super) fn is_older_than(about: &Metadata, age: Duration) -> bool {
    about.modified().is_ok_and(|time| time.elapsed().is_ok_and(|passed| passed > age))
}

/// Makes the rename itself survive a power cut, where the system can. Where it cannot the file is the new
/// one all the same.
#[cfg(unix)]
fn sync_folder(folder: &Path) {
    if let Ok(folder) = fs::File::open(folder) {
        folder.sync_all().ok();
    }
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) {}
