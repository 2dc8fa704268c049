//! Why a file could not be written, and what to do about it.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

use super::stamp::Stamp;

/// Why a file could not be written, in one sentence without its full stop.
#[derive(Debug, thiserror::Error)]
#[error("{} could not be saved: {why}", path.display())]
pub struct SaveError {
    path: PathBuf,
    why: Why,
}

#[derive(Debug)]
enum Why {
    System(io::Error),
    Words(String),
    Changed(Stamp),
}

impl SaveError {
    /// There is no place for the user's own files, of which `what` is one.
    pub fn no_folder(what: &str) -> Self {
        Self::because(what, "there is no configuration folder for your files; set IMAGE_BUDGET_HOME to one")
    }

    /// It was not even tried, for a reason in words.
    pub fn because(path: impl Into<PathBuf>, why: impl Into<String>) -> Self {
        Self { path: path.into(), why: Why::Words(why.into()) }
    }

    /// The system refused.
    pub(super) fn system(path: impl Into<PathBuf>, error: io::Error) -> Self {
        Self { path: path.into(), why: Why::System(error) }
    }

    /// Somebody changed the file, and it was not overwritten.
    pub(super) fn changed(path: impl Into<PathBuf>, now: Stamp) -> Self {
        Self { path: path.into(), why: Why::Changed(now) }
    }

    /// What the file is now, where it was not overwritten because somebody changed it.
    pub fn changed_on_disk(&self) -> Option<Stamp> {
        match self.why {
            Why::Changed(now) => Some(now),
            Why::System(_) | Why::Words(_) => None,
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System(error) => f.write_str(&words(error)),
            Self::Words(words) => f.write_str(words),
            Self::Changed(_) => {
                f.write_str("it was changed on disk since it was opened; reload it, or save under another name")
            }
        }
    }
}

/// What a system's refusal means for somebody who saves, and what to do.
fn words(error: &io::Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => "its folder is not there; choose another folder",
        ErrorKind::PermissionDenied => "you may not write there; choose another folder or ask for the permission",
        ErrorKind::StorageFull => "the disk is full; free some space or choose another disk",
        ErrorKind::QuotaExceeded => "your share of the disk is used up; free some space or choose another disk",
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only; choose another one",
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            "a part of its path is a file and no folder; choose another folder"
        }
        ErrorKind::IsADirectory => "it is a folder; add a file name",
        ErrorKind::InvalidFilename => {
            "the name is too long or has a character that the disk refuses; choose another name"
        }
        ErrorKind::TimedOut | ErrorKind::StaleNetworkFileHandle | ErrorKind::HostUnreachable => {
            "the network drive does not answer; try again or choose another folder"
        }
        _ => return format!("{error}; choose another folder or try again"),
    };
    known.to_owned()
}
