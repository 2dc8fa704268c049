//! One unsaved document as a file: a comment that says what it is, and below it the scenario as it would be saved.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ron::extensions::Extensions;
use serde::{Deserialize, Serialize};

use crate::model::scenario::Scenario;
use crate::model::snapshot::Snapshot;
use crate::store::scenario_file::{self, OpenError, Opened};
use crate::store::stamp::Stamp;

/// How the first line begins.
const COMMENT: &str = "// ";

/// A document with changes that are not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// As it is.
    pub scenario: Scenario,
    /// The prices that its file was saved with.
    pub snapshot: Option<Arc<Snapshot>>,
    /// The file that it was read from or saved to.
    pub path: Option<PathBuf>,
    /// That file when it was last read or saved.
    pub stamp: Option<Stamp>,
}

/// An entry that was left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What is in it.
    pub entry: Entry,
    /// When it was written; none where that cannot be read.
    pub written: Option<Timestamp>,
    /// Its file in the journal.
    pub file: PathBuf,
}

impl Found {
    /// When it was written, by the clock of this place, as in `2026-11-22 14:05`.
    pub fn when(&self) -> Option<String> {
        Some(self.written?.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string())
    }

    /// Reads an entry. Where only its first line is damaged, the scenario is found without its path.
    pub(super) fn read(file: &Path) -> Result<Self, OpenError> {
        let text = scenario_file::read_text(file)?;
        let Opened { scenario, snapshot } = scenario_file::read(&text).map_err(|error| error.in_file(file))?;
        let about = About::of(&text).unwrap_or_default();
        let written = about.written.parse().ok().or_else(|| fs::metadata(file).ok()?.modified().ok()?.try_into().ok());
        let entry = Entry { scenario, snapshot, path: about.path.map(PathBuf::from), stamp: about.stamp };
        Ok(Self { entry, written, file: file.to_owned() })
    }
}

impl Entry {
    /// The entry as the text of a file.
    pub(super) fn text(&self, written: Timestamp) -> String {
        let about = About {
            written: written.to_string(),
            // A path that is no text cannot be written; the work itself can.
            path: self.path.as_deref().and_then(Path::to_str).map(str::to_owned),
            stamp: self.stamp,
        };
        let about = ron::to_string(&about).unwrap_or_default();
        format!("{COMMENT}{about}\n{}", scenario_file::text(&self.scenario, self.snapshot.as_deref()))
    }
}

/// The first line.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct About {
    written: String,
    path: Option<String>,
    stamp: Option<Stamp>,
}

impl About {
    fn of(text: &str) -> Option<Self> {
        let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
        options.from_str(text.lines().next()?.strip_prefix(COMMENT)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::presets;

    #[test]
    fn an_entry_reads_back_whatever_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("1.ron");
        for path in [None, Some("/tmp/plan.ron"), Some("C:\\plans\\\"a\".ron"), Some("/tmp/two\nlines/größe 日本.ron")]
        {
            let path = path.map(PathBuf::from);
            let entry = Entry {
                scenario: presets::default_scenario(),
                snapshot: None,
                path,
                stamp: Some(Stamp::of_text("before")),
            };
            let written = "2026-11-22T14:05:06Z".parse().unwrap();
            fs::write(&file, entry.text(written)).unwrap();
            let found = Found::read(&file).unwrap();
            assert_eq!((&found.entry, found.written), (&entry, Some(written)));
        }
    }

    #[test]
    fn an_entry_is_a_scenario_file_and_survives_a_damaged_first_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("1.ron");
        let scenario = presets::default_scenario();
        let entry = Entry { scenario: scenario.clone(), snapshot: None, path: Some("plan.ron".into()), stamp: None };
        let text = entry.text(Timestamp::UNIX_EPOCH);
        assert_eq!(scenario_file::parse(&text).unwrap(), scenario);
        fs::write(&file, text.replacen("written", "wri", 1).replacen("path:", "path", 1)).unwrap();
        let found = Found::read(&file).unwrap();
        assert_eq!((found.entry.scenario, found.entry.path), (scenario, None));
        assert!(found.written.is_some(), "the file's own time stands in");
    }
}
