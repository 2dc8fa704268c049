//! Questions about work that a crash left behind, and about files that others change.

use std::path::PathBuf;

use super::{DocumentId, Next};
use crate::store::stamp::Stamp;

/// What windows left behind that did not end on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// One row for each scenario.
    pub rows: Vec<RecoveredRow>,
    /// What is wrong with work that cannot be read, in sentences.
    pub damaged: Vec<String>,
    /// Whether it is being asked if the chosen ones may be lost.
    pub discarding: bool,
}

/// One scenario that was left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveredRow {
    /// Its name.
    pub name: String,
    /// The file that it was opened from or saved to.
    pub file: Option<PathBuf>,
    /// When it was kept last.
    pub when: Option<String>,
    /// Its expected bill at the prices of now, where there is one.
    pub bill: Option<String>,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Recovered {
    /// How many are chosen.
    pub fn chosen(&self) -> usize {
        self.rows.iter().filter(|row| row.chosen).count()
    }

    /// Whether all are chosen.
    pub fn is_all(&self) -> bool {
        self.chosen() == self.rows.len()
    }
}

/// A file that somebody changed while its scenario is open in front.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedOnDisk {
    /// The scenario.
    pub id: DocumentId,
    /// Its file.
    pub file: PathBuf,
    /// What the file is now.
    pub now: Stamp,
    /// The expected bills of the scenario as it is here and as it is on disk, where they have one.
    pub bills: [Option<String>; 2],
    /// Whether the scenario was about to be saved.
    pub saving: bool,
    /// What to do once it is saved.
    pub then: Option<Box<Next>>,
    /// Why the version on disk cannot be read.
    pub error: Option<String>,
}
