//! Imported price lists: read from a file of theirs, kept in one of ours.

use std::path::{Path, PathBuf};

use ron::extensions::Extensions;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::atomic::{self, SaveError};
use super::folders;
use super::text_file::{self, Unreadable};
use crate::model::book::{Tier, Unit};
use crate::model::day::Day;
use crate::model::excerpt::one_line;
use crate::model::opinion::{Entry, Figure, Import, NotAList, litellm};
use crate::model::size::Size;

/// Version of the layout that is written.
const FORMAT: u32 = 1;
/// Largest list that is read, in MB; the real one has about 2.
const MOST_MB: u64 = 40;
/// Most characters of a message about a file's text.
const LONGEST_MESSAGE: usize = 300;
/// The kept file's name.
const FILE: &str = "litellm.ron";

/// An imported list, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinions {
    /// Name of the file that it came from.
    pub from: String,
    /// The day on which it was imported.
    pub imported: Day,
    /// Its entries about making images.
    pub entries: Vec<Entry>,
}

/// Why a list could not be read, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum OpinionError {
    /// The system refused.
    #[error("{} could not be read: {source}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Too large.
    #[error("{} is larger than {MOST_MB} MB, so it is not a list of prices", path.display())]
    TooLarge {
        /// Which file.
        path: PathBuf,
    },
    /// Not text.
    #[error("{} is not a text file, so it is not a list of prices", path.display())]
    NotText {
        /// Which file.
        path: PathBuf,
    },
    /// Not a list of prices.
    #[error("{}, {source}", path.display())]
    NotAList {
        /// Which file.
        path: PathBuf,
        /// Where and why.
        source: NotAList,
    },
    /// There is nothing to keep.
    #[error("{} has no entry about making images that is understood; nothing was kept", path.display())]
    Nothing {
        /// Which file.
        path: PathBuf,
    },
    /// Another version of the program kept it.
    #[error("{} was kept in format {format}, and this program reads format {FORMAT}; import the list again", path.display())]
    OtherFormat {
        /// Which file.
        path: PathBuf,
        /// Its format.
        format: u32,
    },
    /// The kept file was changed.
    #[error("{}, line {line}, column {column}: {what}; import the list again", path.display())]
    Wrong {
        /// Which file.
        path: PathBuf,
        /// Line from 1.
        line: usize,
        /// Column from 1.
        column: usize,
        /// What.
        what: String,
    },
}

/// Reads a list of LiteLLM's, of at most 40 MB, and keeps nothing yet: what would be kept, and all
/// that was read.
///
/// # Errors
/// When the file is not such a list.
pub fn import(path: &Path, today: Day) -> Result<(Opinions, Import), OpinionError> {
    let text = read(path)?;
    let import = litellm::read(&text).map_err(|source| OpinionError::NotAList { path: path.to_owned(), source })?;
    if import.entries.is_empty() {
        return Err(OpinionError::Nothing { path: path.to_owned() });
    }
    let from = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok((Opinions { from, imported: today, entries: import.entries.clone() }, import))
}

/// The list that is kept, if there is one.
///
/// # Errors
/// When there is one that does not read.
pub fn load() -> Result<Option<Opinions>, OpinionError> {
    let Some(path) = file() else { return Ok(None) };
    match read(&path) {
        Ok(text) => parse(&path, &text).map(Some),
        Err(OpinionError::Read { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Keeps a list in place of the one before, and says where.
///
/// # Errors
/// When the file cannot be written; the old one is then untouched.
pub fn save(opinions: &Opinions) -> Result<PathBuf, SaveError> {
    let path = file().ok_or_else(|| SaveError::no_folder("the list"))?;
    let text = write(opinions).map_err(|error| SaveError::because(&path, error.to_string()))?;
    atomic::save(&path, &text, true)?;
    Ok(path)
}

/// A list as the text of a kept file, which [`parse`] gives back.
///
/// # Errors
/// When it has no text form, which no list that was read lacks.
pub fn write(opinions: &Opinions) -> Result<String, ron::Error> {
    let pretty = ron::ser::PrettyConfig::new().depth_limit(3);
    ron::ser::to_string_pretty(&OpinionsFile::of(opinions), pretty).map(|text| text + "\n")
}

fn file() -> Option<PathBuf> {
    folders::opinions().map(|folder| folder.join(FILE))
}

fn read(path: &Path) -> Result<String, OpinionError> {
    text_file::read(path, MOST_MB.saturating_mul(1_000_000)).map_err(|why| match why {
        Unreadable::System(source) => OpinionError::Read { path: path.to_owned(), source },
        Unreadable::TooLarge => OpinionError::TooLarge { path: path.to_owned() },
        Unreadable::NotText => OpinionError::NotText { path: path.to_owned() },
    })
}

/// Reads the text of a kept file; `path` names it where something is wrong.
///
/// # Errors
/// With line and column.
pub fn parse(path: &Path, text: &str) -> Result<Opinions, OpinionError> {
    #[derive(Deserialize)]
    struct FormatOnly {
        format: u32,
    }
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    // The format is read first: another one may have another layout.
    if let Ok(FormatOnly { format }) = options.from_str(text)
        && format != FORMAT
    {
        return Err(OpinionError::OtherFormat { path: path.to_owned(), format });
    }
    let file: OpinionsFile = options.from_str(text).map_err(|error| OpinionError::Wrong {
        path: path.to_owned(),
        line: error.span.start.line,
        column: error.span.start.col,
        what: one_line(&error.code.to_string(), LONGEST_MESSAGE),
    })?;
    Ok(file.into())
}

/// The layout of the kept file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpinionsFile {
    format: u32,
    from: String,
    imported: Day,
    entries: Vec<EntryFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryFile {
    key: String,
    provider: String,
    mode: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deprecation: Option<Day>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    source: String,
    figures: Vec<FigureFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unknown: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureFile {
    field: String,
    unit: Unit,
    usd: Quoted<Amount>,
    rounding: Quoted<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    size: Option<Quoted<Size>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quality: Option<String>,
    #[serde(default)]
    tier: Tier,
}

/// A value that is written as text.
#[derive(Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[serde(bound = "T: Clone + std::fmt::Display + std::str::FromStr<Err: std::fmt::Display>")]
#[derive(Clone)]
struct Quoted<T>(T);

impl<T: std::str::FromStr<Err: std::fmt::Display>> TryFrom<String> for Quoted<T> {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map(Self).map_err(|why| format!("`{text}`: {why}"))
    }
}

impl<T: std::fmt::Display> From<Quoted<T>> for String {
    fn from(value: Quoted<T>) -> Self {
        value.0.to_string()
    }
}

/// USD, exactly, zero or more.
#[derive(Clone, Copy)]
struct Amount(Decimal);

impl std::str::FromStr for Amount {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match Decimal::from_str_exact(text) {
            Ok(usd) if !usd.is_sign_negative() => Ok(Self(usd)),
            _ => Err("it is not an amount of zero or more that can be kept exactly"),
        }
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl OpinionsFile {
    fn of(opinions: &Opinions) -> Self {
        let entry = |entry: &Entry| EntryFile {
            key: entry.key.clone(),
            provider: entry.provider.clone(),
            mode: entry.mode.clone(),
            deprecation: entry.deprecation,
            source: entry.source.clone(),
            figures: entry.figures.iter().map(FigureFile::of).collect(),
            unknown: entry.unknown.clone(),
        };
        let Opinions { from, imported, entries } = opinions;
        let entries = entries.iter().map(entry).collect();
        Self { format: FORMAT, from: from.clone(), imported: *imported, entries }
    }
}

impl FigureFile {
    fn of(figure: &Figure) -> Self {
        let Figure { field, unit, usd, rounding, size, quality, tier } = figure.clone();
        let (usd, rounding) = (Quoted(Amount(usd)), Quoted(Amount(rounding)));
        Self { field, unit, usd, rounding, size: size.map(Quoted), quality, tier }
    }
}

impl From<OpinionsFile> for Opinions {
    fn from(file: OpinionsFile) -> Self {
        let figure = |file: FigureFile| {
            let FigureFile { field, unit, usd, rounding, size, quality, tier } = file;
            Figure { field, unit, usd: usd.0.0, rounding: rounding.0.0, size: size.map(|size| size.0), quality, tier }
        };
        let entry = |file: EntryFile| {
            let EntryFile { key, provider, mode, deprecation, source, figures, unknown } = file;
            let figures = figures.into_iter().map(figure).collect();
            Entry { key, provider, mode, figures, deprecation, source, unknown }
        };
        let OpinionsFile { format: _, from, imported, entries } = file;
        Self { from, imported, entries: entries.into_iter().map(entry).collect() }
    }
}
