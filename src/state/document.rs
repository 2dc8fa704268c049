//! The open scenario, with where it began and where it lies.

use std::path::PathBuf;

use crate::history::History;
use crate::model::assumption::Value;
use crate::model::scenario::{Place, Scenario};

/// The open scenario.
#[derive(Debug, Clone)]
pub struct Document {
    /// As it is now.
    pub scenario: Scenario,
    /// As it was opened or started: what a reset goes back to.
    pub baseline: Scenario,
    /// As it lies on disk; none before the first save.
    pub saved: Option<Scenario>,
    /// Its file.
    pub path: Option<PathBuf>,
    /// Undo and redo.
    pub history: History<Scenario>,
}

impl Document {
    /// A document that was not saved yet.
    pub fn unsaved(scenario: Scenario) -> Self {
        Self { baseline: scenario.clone(), scenario, saved: None, path: None, history: History::default() }
    }

    /// A document that was read from a file.
    pub fn from_file(scenario: Scenario, path: PathBuf) -> Self {
        Self { saved: Some(scenario.clone()), path: Some(path), ..Self::unsaved(scenario) }
    }

    /// Whether closing would lose work.
    pub fn is_changed(&self) -> bool {
        self.scenario != *self.saved.as_ref().unwrap_or(&self.baseline)
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
