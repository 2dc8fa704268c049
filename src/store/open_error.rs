//! Why a file of the user's could not be opened.

use std::path::{Path, PathBuf};

use super::scenario_file::{FORMAT, MOST_BYTES};

/// Why a file could not be opened, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The system refused.
    #[error("{} could not be read: {source}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Too large.
    #[error("{} is larger than {} MB, so it is no file of Image Budget", path.display(), MOST_BYTES / 1_000_000)]
    TooLarge {
        /// Which file.
        path: PathBuf,
    },
    /// Not text.
    #[error("{} is not a text file, so it is no file of Image Budget", path.display())]
    NotText {
        /// Which file.
        path: PathBuf,
    },
    /// A newer program wrote it.
    #[error(
        "{place} was saved by a newer version (format {format}, this program reads up to {FORMAT}); update Image Budget to open it"
    )]
    Newer {
        /// Which file.
        place: String,
        /// Its format.
        format: u32,
    },
    /// Something in it is wrong.
    #[error("{place}, line {line}, column {column}: {what}")]
    Wrong {
        /// Which file.
        place: String,
        /// Line from 1.
        line: usize,
        /// Column from 1.
        column: usize,
        /// What, and what would be right.
        what: String,
    },
}

impl OpenError {
    /// The same error of a text that came from a file.
    #[must_use]
    pub fn in_file(self, path: &Path) -> Self {
        let named = path.display().to_string();
        match self {
            Self::Newer { format, .. } => Self::Newer { place: named, format },
            Self::Wrong { line, column, what, .. } => Self::Wrong { place: named, line, column, what },
            other => other,
        }
    }
}
