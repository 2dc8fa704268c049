//! An open scenario, with where it began and where it lies.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::OldPrices;
use crate::history::History;
use crate::model::assumption::Value;
use crate::model::excerpt::one_line;
use crate::model::scenario::{LONGEST_NAME, Place, Scenario};
use crate::model::snapshot::Snapshot;
use crate::received;
use crate::store::open_files::identity;
use crate::store::stamp::Stamp;

/// Most characters of a name where it is one of several words.
const LONGEST_TITLE: usize = 60;

/// Tells open scenarios apart, whatever their names; never given twice in a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct DocumentId(pub u64);

/// An open scenario.
#[derive(Debug, Clone)]
pub struct Document {
    /// Given when it is opened.
    pub id: DocumentId,
    /// As it is now.
    pub scenario: Scenario,
    /// As it was opened or started: what a reset goes back to.
    pub baseline: Scenario,
    /// As it lies on disk; none before the first save.
    pub saved: Option<Scenario>,
    /// Its file.
    pub path: Option<PathBuf>,
    /// The same, however the path is written.
    identity: Option<PathBuf>,
    /// That file when it was last read or saved.
    pub stamp: Option<Stamp>,
    /// Whether it lies nowhere on disk as it is, whatever `saved` says: it was recovered or sent, or
    /// somebody changed or removed its file.
    pub adrift: bool,
    /// Undo and redo.
    pub history: History<Scenario>,
    /// The line whose inputs were shown last.
    pub line: usize,
    /// The prices that it was saved with; none where the file does not say.
    pub snapshot: Option<Arc<Snapshot>>,
    /// What the user has said about them.
    pub old_prices: OldPrices,
    /// What somebody sent, in words, until it is dismissed.
    pub summary: Option<String>,
    /// Whether the program itself opened it, to begin with.
    is_start: bool,
}

impl Document {
    /// A document that was not saved yet.
    pub fn unsaved(scenario: Scenario) -> Self {
        Self {
            id: DocumentId::default(),
            baseline: scenario.clone(),
            scenario,
            saved: None,
            path: None,
            identity: None,
            stamp: None,
            adrift: false,
            history: History::default(),
            line: 0,
            snapshot: None,
            old_prices: OldPrices::default(),
            summary: None,
            is_start: false,
        }
    }

    /// A document that somebody sent, with a summary of what it holds. Nothing else keeps it, so closing it asks.
    pub fn sent(scenario: Scenario, summary: String) -> Self {
        Self { summary: Some(summary), adrift: true, ..Self::unsaved(scenario) }
    }

    /// The document that the program begins with.
    pub fn start(scenario: Scenario) -> Self {
        Self { is_start: true, ..Self::unsaved(scenario) }
    }

    /// A copy to be changed on its own: not saved yet, with a history of its own.
    #[must_use]
    pub fn copied(&self, mut name: String) -> Self {
        let mut copy = Self::unsaved(self.scenario.clone());
        if let Some((end, _)) = name.char_indices().nth(LONGEST_NAME) {
            name.truncate(end);
        }
        copy.scenario.name = name;
        copy.baseline.clone_from(&self.baseline);
        copy.line = self.line;
        copy.snapshot.clone_from(&self.snapshot);
        copy.old_prices = self.old_prices;
        copy
    }

    /// The scenario's name on one line and not too long, or a word for one without.
    pub fn title(&self) -> String {
        one_line(&received::name(&self.scenario), LONGEST_TITLE)
    }

    /// Where it lies, in words.
    pub fn place(&self) -> String {
        self.path.as_ref().map_or_else(|| "Not saved to a file yet".into(), |path| path.display().to_string())
    }

    /// Whether it is what the program began with and nobody has done anything with it.
    pub fn is_untouched_start(&self) -> bool {
        self.is_start && self.path.is_none() && !self.is_changed() && self.history.is_empty()
    }

    /// The same as read from a file.
    #[must_use]
    pub fn from_file(self, path: PathBuf) -> Self {
        let mut document = Self { saved: Some(self.scenario.clone()), ..self };
        document.lie_at(Some(path));
        document
    }

    /// Gives it a file, or none.
    pub fn lie_at(&mut self, path: Option<PathBuf>) {
        self.identity = path.as_deref().map(identity);
        self.path = path;
    }

    /// Whether this is its file, however the path is written.
    pub fn lies_at(&self, path: &Path) -> bool {
        self.identity.as_ref().is_some_and(|file| *file == identity(path))
    }

    /// The same as work that a crash left behind.
    #[must_use]
    pub fn recovered(self, path: Option<PathBuf>, stamp: Option<Stamp>) -> Self {
        let mut document = Self { stamp, adrift: true, ..self };
        document.lie_at(path);
        document
    }

    /// Whether closing would lose work.
    pub fn is_changed(&self) -> bool {
        self.adrift || self.gives_up_prices() || self.scenario != *self.saved.as_ref().unwrap_or(&self.baseline)
    }

    /// The value that the document began with; none for a line that was not there.
    pub fn baseline_value(&self, place: Place) -> Option<&Value> {
        let values = match place.line {
            None => &self.baseline.values,
            Some(index) => {
                let name = &self.scenario.lines.get(index)?.name;
                &self.baseline.lines.iter().find(|line| line.name == *name)?.values
            }
        };
        Some(values.get(place.key))
    }

    /// Whether a value differs from the one the document began with.
    pub fn differs(&self, place: Place) -> bool {
        self.baseline_value(place).is_some_and(|before| self.scenario.get(place) != Some(before))
    }
}
