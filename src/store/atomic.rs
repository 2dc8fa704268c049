//! Saving so that a file is always either the old version or the new one.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Why a file could not be written, in one sentence.
#[derive(Debug, thiserror::Error)]
#[error("{} could not be saved: {source}", path.display())]
pub struct SaveError {
    path: PathBuf,
    source: std::io::Error,
}

impl SaveError {
    /// There is no place for the user's own files, of which `what` is one.
    pub fn no_folder(what: &str) -> Self {
        Self::because(what, "there is no configuration folder for your files; set IMAGE_BUDGET_HOME to one")
    }

    /// It was not even tried, for a reason in words.
    pub fn because(path: impl Into<PathBuf>, why: impl Into<String>) -> Self {
        Self { path: path.into(), source: std::io::Error::other(why.into()) }
    }
}

/// Writes a temporary file beside `path`, syncs it and renames it over `path`. What was there
/// before is kept once, as `path` with `.bak` added, when `backup` is set.
///
/// # Errors
/// When any step fails; the old file is then untouched.
pub fn save(path: &Path, text: &str, backup: bool) -> Result<(), SaveError> {
    save_bytes(path, text.as_bytes(), backup)
}

/// The same for a file that is not text.
///
/// # Errors
/// As [`save`].
pub fn save_bytes(path: &Path, content: &[u8], backup: bool) -> Result<(), SaveError> {
    write(path, content, backup).map_err(|source| SaveError { path: path.to_owned(), source })
}

/// The same for a file that must not be there yet.
///
/// # Errors
/// When it is there already, or when any step fails.
pub fn save_new(path: &Path, text: &str) -> Result<(), SaveError> {
    write_new(path, text).map_err(|source| SaveError { path: path.to_owned(), source })
}

fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = folder_of(path);
    let temporary = temporary(folder, text.as_bytes())?;
    share_like_a_new_file(temporary.as_file())?;
    temporary.as_file().sync_all()?;
    temporary.persist_noclobber(path).map_err(|error| match error.error.kind() {
        ErrorKind::AlreadyExists => std::io::Error::other("there is a file of this name; choose another one"),
        _ => error.error,
    })?;
    sync_folder(folder)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A new file in a folder, with something in it and a name that nobody looks at.
fn temporary(folder: &Path, content: &[u8]) -> std::io::Result<NamedTempFile> {
    fs::create_dir_all(folder)?;
    let mut temporary = tempfile::Builder::new().prefix(".image-budget-").suffix(".tmp").tempfile_in(folder)?;
    temporary.write_all(content)?;
    Ok(temporary)
}

fn write(path: &Path, content: &[u8], backup: bool) -> std::io::Result<()> {
    // A link is followed, so that the file it names is replaced and not the link.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder_of(path);
    let temporary = temporary(folder, content)?;
    let old = fs::metadata(path).ok();
    if let Some(old) = &old {
        temporary.as_file().set_permissions(old.permissions())?;
    } else {
        share_like_a_new_file(temporary.as_file())?;
    }
    temporary.as_file().sync_all()?;
    if backup && old.is_some() {
        let kept = backup_path(path);
        let mut copy = tempfile::Builder::new().prefix(".image-budget-").suffix(".tmp").tempfile_in(folder)?;
        copy.write_all(&fs::read(path)?)?;
        copy.as_file().set_permissions(fs::metadata(path)?.permissions())?;
        copy.as_file().sync_all()?;
        copy.persist(kept).map_err(|error| error.error)?;
    }
    temporary.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Where the version before the last save is kept.
pub fn backup_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".bak");
    name.into()
}

/// Temporary files are private; a document is as readable as one made by any editor.
#[cfg(unix)]
fn share_like_a_new_file(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share_like_a_new_file(_file: &fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Makes the rename itself survive a power cut, where the system can.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}
