//! Scenario files: readable, hand-editable RON that holds only what differs from the defaults.

mod fields;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ron::extensions::Extensions;

use super::atomic::{self, SaveError};
use super::text_file::{self, Unreadable};
use crate::model::assumption::Values;
use crate::model::book::shape_words;
use crate::model::scenario::Scenario;
use crate::model::snapshot::{Snapshot, SnapshotFile};
use fields::{FormatOnly, ScenarioFile};

/// Version of the layout that is written.
const FORMAT: u32 = 1;
/// Largest file that is read, in bytes.
pub(super) const MOST_BYTES: u64 = 4_000_000;
/// Longest name of a scenario or a line, in characters.
const LONGEST_NAME: usize = 200;
/// Longest note, in characters.
const LONGEST_NOTE: usize = 200_000;

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

/// Reads a text file of at most 4 MB.
///
/// # Errors
/// When it cannot be read, is too large or is no text.
pub fn read_text(path: &Path) -> Result<String, OpenError> {
    text_file::read(path, MOST_BYTES).map_err(|why| match why {
        Unreadable::System(source) => OpenError::Read { path: path.to_owned(), source },
        Unreadable::TooLarge => OpenError::TooLarge { path: path.to_owned() },
        Unreadable::NotText => OpenError::NotText { path: path.to_owned() },
    })
}

/// What a scenario file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The scenario.
    pub scenario: Scenario,
    /// The prices that it was saved with; none where the file does not say. They are also the scenario's own
    /// where it keeps them.
    pub snapshot: Option<Arc<Snapshot>>,
}

/// Opens a scenario file.
///
/// # Errors
/// One sentence that names the file, the place and the value.
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    read(&read_text(path)?).map_err(|error| error.in_file(path))
}

/// Saves a scenario with the prices that it uses, so that the file is always whole; the version before is
/// kept once. Prices that the scenario keeps are saved in place of others.
///
/// # Errors
/// When the file cannot be written; the old one is then untouched.
pub fn save(path: &Path, scenario: &Scenario, snapshot: Option<&Snapshot>) -> Result<(), SaveError> {
    atomic::save(path, &text(scenario, snapshot), true)
}

/// Reads a scenario from text, without the prices that it was saved with but does not keep.
///
/// # Errors
/// With line and column.
pub fn parse(text: &str) -> Result<Scenario, OpenError> {
    read(text).map(|opened| opened.scenario)
}

/// Reads a scenario and the prices that it was saved with from text.
///
/// # Errors
/// With line and column.
pub fn read(text: &str) -> Result<Opened, OpenError> {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let place = || "the scenario".to_owned();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // The format is read first: a newer file may have fields that are not known here.
    if let Ok(FormatOnly { format }) = options.from_str(text)
        && format > FORMAT
    {
        return Err(OpenError::Newer { place: place(), format });
    }
    options.from_str::<ScenarioFile>(text).map(|file| file.0).map_err(|error| OpenError::Wrong {
        place: place(),
        line: error.span.start.line,
        column: error.span.start.col,
        what: words(&error.code),
    })
}

/// RON's messages, where plainer words exist.
fn words(error: &ron::Error) -> String {
    match error {
        ron::Error::Message(message) => message.clone(),
        ron::Error::Eof => "the file ends in the middle".into(),
        ron::Error::ExceededRecursionLimit => "it is nested too deeply to be a scenario".into(),
        other => shape_words(other).unwrap_or_else(|| other.to_string()),
    }
}

/// Writes a scenario as text, with the prices that it keeps.
pub fn write(scenario: &Scenario) -> String {
    text(scenario, None)
}

/// Writes a scenario as text, with the prices that it keeps or else those of a snapshot.
pub fn text(scenario: &Scenario, snapshot: Option<&Snapshot>) -> String {
    let mut out = format!("(\n    format: {FORMAT},\n    name: {},\n", quoted(&scenario.name));
    if !scenario.note.is_empty() {
        out += &format!("    note: {},\n", quoted(&scenario.note));
    }
    out += "    lines: [\n";
    for line in &scenario.lines {
        out += &format!("        (\n            name: {},\n", quoted(&line.name));
        write_values(&mut out, &line.values, "            ");
        out += "        ),\n";
    }
    out += "    ],\n";
    write_values(&mut out, &scenario.values, "    ");
    if let Some(prices) = scenario.kept.as_deref().or(snapshot) {
        SnapshotFile::write(&mut out, prices, scenario.kept.is_some());
    }
    out + ")\n"
}

fn write_values(out: &mut String, values: &Values, indent: &str) {
    for (key, value) in values.iter() {
        *out += &format!("{indent}{}: {},\n", key.spec().field(), quoted(&value.to_string()));
    }
    let locked: Vec<String> = values.locked().map(|key| quoted(key.spec().name)).collect();
    if !locked.is_empty() {
        *out += &format!("{indent}locked: [{}],\n", locked.join(", "));
    }
}

fn quoted(text: &str) -> String {
    ron::to_string(text).unwrap_or_else(|_| "\"\"".into())
}
