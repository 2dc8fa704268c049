//! What a file held when it was read or written, to notice later that somebody else changed it.

use std::fs;
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::fingerprint::Fingerprint;

/// Of a longer file only so much is looked at, in bytes; a scenario file is never as long.
const MOST_LOOKED_AT: u64 = 8_000_000;

/// The length of a file and a hash of what is in it. The time of its last change is no part of it: that
/// is the same after two quick changes, and another after a change that changed nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    bytes: u64,
    hash: u64,
}

/// How a file is now, seen from a stamp of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnDisk {
    /// As it was.
    Unchanged,
    /// Somebody changed it; what it is now.
    Changed(Stamp),
    /// It is not there any more, or its folder is not.
    Gone,
    /// It is there and cannot be read, for this reason.
    Unreadable(String),
}

impl Stamp {
    /// The stamp of a file that holds this text.
    pub fn of_text(text: &str) -> Self {
        Self { bytes: text.len() as u64, hash: Fingerprint::of(text.as_bytes()) }
    }

    /// The stamp of a file as it is now.
    ///
    /// # Errors
    /// When it cannot be read or is no ordinary file.
    pub fn of(path: &Path) -> io::Result<Self> {
        let about = fs::metadata(path)?;
        // A pipe or a device may never end.
        if !about.is_file() {
            return Err(io::Error::other("it is no ordinary file"));
        }
        let mut file = fs::File::open(path)?.take(MOST_LOOKED_AT);
        let (mut read, mut hash, mut piece) = (0_u64, Fingerprint::default(), vec![0; 65_536]);
        loop {
            let count = file.read(&mut piece)?;
            let Some(new) = piece.get(..count).filter(|new| !new.is_empty()) else { break };
            hash.add(new);
            read = read.saturating_add(count as u64);
        }
        Ok(Self { bytes: read.max(about.len()), hash: hash.number() })
    }

    /// Whether the file is still as it was.
    pub fn check(&self, path: &Path) -> OnDisk {
        match Self::of(path) {
            Ok(now) if now == *self => OnDisk::Unchanged,
            Ok(now) => OnDisk::Changed(now),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => OnDisk::Gone,
            Err(error) => OnDisk::Unreadable(error.to_string()),
        }
    }
}
