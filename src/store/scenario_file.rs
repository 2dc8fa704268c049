//! Scenario files: readable, hand-editable RON that holds only what differs from the defaults.

mod fields;

use std::path::Path;
use std::sync::Arc;

use ron::extensions::Extensions;

use super::atomic::{self, SaveError};
use super::stamp::Stamp;
use super::text_file::{self, Unreadable};
use crate::model::assumption::Values;
use crate::model::book::shape_words;
use crate::model::excerpt::one_line;
use crate::model::scenario::Scenario;
use crate::model::snapshot::{Snapshot, SnapshotFile};
use fields::{FormatOnly, ScenarioFile};

pub use super::open_error::OpenError;

/// Version of the layout that is written.
pub(super) const FORMAT: u32 = 1;
/// Largest file that is read, in bytes.
pub(super) const MOST_BYTES: u64 = 4_000_000;
/// Most characters that a message repeats of a name that is not known.
const LONGEST_EXCERPT: usize = 60;
/// Most characters of a message about a file's text.
const LONGEST_MESSAGE: usize = 300;

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
    open_with_stamp(path).map(|(opened, _)| opened)
}

/// Opens a scenario file, with the stamp of the very text that was read.
///
/// # Errors
/// As [`open`].
pub fn open_with_stamp(path: &Path) -> Result<(Opened, Stamp), OpenError> {
    let text = read_text(path)?;
    let opened = read(&text).map_err(|error| error.in_file(path))?;
    Ok((opened, Stamp::of_text(&text)))
}

/// Saves a scenario with the prices that it uses, so that the file is always whole; the version before is
/// kept once. Prices that the scenario keeps are saved in place of others.
///
/// # Errors
/// When the file cannot be written, or could not be opened again; the old one is then untouched.
pub fn save(path: &Path, scenario: &Scenario, snapshot: Option<&Snapshot>) -> Result<(), SaveError> {
    save_over(path, scenario, snapshot, None).map(drop)
}

/// Saves as [`save`] does, and over a file that is `expected` refuses when somebody has changed it since.
/// The result is what to expect the next time.
///
/// # Errors
/// As [`save`], and when the file was changed ([`SaveError::changed_on_disk`]).
pub fn save_over(
    path: &Path,
    scenario: &Scenario,
    snapshot: Option<&Snapshot>,
    expected: Option<&Stamp>,
) -> Result<Stamp, SaveError> {
    let text = text(scenario, snapshot);
    // A file that cannot be opened again must not replace one that can.
    check_size(path, &text)?;
    parse(&text).map_err(|error| SaveError::because(path, format!("it could not be opened again: {error}")))?;
    atomic::save_over(path, &text, true, expected)
}

/// Saves a text that [`read_text`] reads; the version before is kept once.
///
/// # Errors
/// When the file cannot be written, or would be too large to be read; the old one is then untouched.
pub fn save_text(path: &Path, text: &str) -> Result<(), SaveError> {
    check_size(path, text)?;
    atomic::save(path, text, true)
}

fn check_size(path: &Path, text: &str) -> Result<(), SaveError> {
    if text.len() as u64 > MOST_BYTES {
        let why = format!("it would be larger than {} MB and could not be opened again", MOST_BYTES / 1_000_000);
        return Err(SaveError::because(path, why));
    }
    Ok(())
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
        what: one_line(&words(&error.code), LONGEST_MESSAGE),
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
