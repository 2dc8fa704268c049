//! Scenario files: readable, hand-editable RON that holds only what differs from the defaults.

use std::fmt;
use std::path::{Path, PathBuf};

use ron::extensions::Extensions;
use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::atomic::{self, SaveError};
use super::text_file::{self, Unreadable};
use crate::model::assumption::{Key, Scope, Value, Values};
use crate::model::nearest::nearest;
use crate::model::scenario::{Line, MOST_LINES, Scenario};

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

/// Opens a scenario file.
///
/// # Errors
/// One sentence that names the file, the place and the value.
pub fn open(path: &Path) -> Result<Scenario, OpenError> {
    parse(&read_text(path)?).map_err(|error| error.in_file(path))
}

/// Saves a scenario so that the file is always whole; the version before is kept once.
///
/// # Errors
/// When the file cannot be written; the old one is then untouched.
pub fn save(path: &Path, scenario: &Scenario) -> Result<(), SaveError> {
    atomic::save(path, &write(scenario), true)
}

/// Reads a scenario from text.
///
/// # Errors
/// With line and column.
pub fn parse(text: &str) -> Result<Scenario, OpenError> {
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
        other => other.to_string(),
    }
}

/// Writes a scenario as text.
pub fn write(scenario: &Scenario) -> String {
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

/// Reads the format and skips the rest.
struct FormatOnly {
    format: u32,
}

impl<'de> Deserialize<'de> for FormatOnly {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = FormatOnly;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a scenario")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FormatOnly, A::Error> {
                let mut format = FORMAT;
                while let Some(Name(name)) = map.next_key()? {
                    if name == "format" {
                        format = map.next_value()?;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(FormatOnly { format })
            }
        }
        deserializer.deserialize_struct("Scenario", &[], Fields)
    }
}

/// A field's name, whatever it is.
struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyName;
        impl Visitor<'_> for AnyName {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a field name")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Name, E> {
                Ok(Name(name.to_owned()))
            }
        }
        deserializer.deserialize_identifier(AnyName)
    }
}

/// A value's text; a switch may be bare, a number may not.
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyText;
        impl Visitor<'_> for AnyText {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value in quotes, such as \"0.25\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }

            fn visit_bool<E: de::Error>(self, on: bool) -> Result<Text, E> {
                Ok(Text(on.to_string()))
            }
        }
        deserializer.deserialize_any(AnyText)
    }
}

/// Reads one assumption into `values`, or says what is wrong with its name or its value.
fn read_value<'de, A: MapAccess<'de>>(
    map: &mut A,
    name: &str,
    scope: Scope,
    others: &[&str],
    values: &mut Values,
    seen: &mut Vec<Key>,
) -> Result<(), A::Error> {
    let key = match Key::named(name) {
        Ok(key) if key.spec().scope == scope => key,
        Ok(_) if scope == Scope::Line => {
            return Err(de::Error::custom(format!("`{name}` belongs to the scenario, not to a line")));
        }
        Ok(_) => return Err(de::Error::custom(format!("`{name}` belongs to a line, not to the scenario"))),
        Err(unknown) => {
            let known = others.iter().copied().chain([unknown.nearest]);
            let near = nearest(name, known).unwrap_or(unknown.nearest).replace('.', "_");
            return Err(de::Error::custom(format!("no field `{name}`; did you mean `{near}`?")));
        }
    };
    if seen.contains(&key) {
        return Err(de::Error::custom(format!("`{name}` is there twice")));
    }
    seen.push(key);
    let Text(text) = map.next_value()?;
    let value: Value = key.spec().parse(&text).map_err(de::Error::custom)?;
    values.set(key, value);
    Ok(())
}

/// Reads the names of locked assumptions into `values`.
fn read_locked<'de, A: MapAccess<'de>>(map: &mut A, scope: Scope, values: &mut Values) -> Result<(), A::Error> {
    if values.locked().next().is_some() {
        return Err(de::Error::custom("`locked` is there twice"));
    }
    for name in map.next_value::<Vec<String>>()? {
        let key = Key::named(&name).map_err(de::Error::custom)?;
        if key.spec().scope != scope {
            let whose =
                if scope == Scope::Line { "to the scenario, not to a line" } else { "to a line, not to the scenario" };
            return Err(de::Error::custom(format!("`{name}` cannot be locked here: it belongs {whose}")));
        }
        values.lock(key, true);
    }
    Ok(())
}

fn read_name<'de, A: MapAccess<'de>>(map: &mut A, most: usize, what: &str) -> Result<String, A::Error> {
    let text: String = map.next_value()?;
    let long = text.chars().count();
    if long > most {
        return Err(de::Error::custom(format!("the {what} has {long} characters; at most {most} are kept")));
    }
    Ok(text)
}

struct ScenarioFile(Scenario);

impl<'de> Deserialize<'de> for ScenarioFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = ScenarioFile;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a scenario, which begins (format: 1, name: …")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ScenarioFile, A::Error> {
                let mut scenario = Scenario::default();
                let (mut format, mut seen) = (None, Vec::new());
                while let Some(Name(name)) = map.next_key()? {
                    match name.as_str() {
                        "format" => format = Some(map.next_value::<u32>()?),
                        "name" => scenario.name = read_name(&mut map, LONGEST_NAME, "name")?,
                        "note" => scenario.note = read_name(&mut map, LONGEST_NOTE, "note")?,
                        "lines" => {
                            scenario.lines =
                                map.next_value::<Vec<LineFile>>()?.into_iter().map(|line| line.0).collect();
                        }
                        "locked" => read_locked(&mut map, Scope::Scenario, &mut scenario.values)?,
                        name => {
                            let others = ["format", "name", "note", "lines", "locked"];
                            read_value(&mut map, name, Scope::Scenario, &others, &mut scenario.values, &mut seen)?;
                        }
                    }
                }
                check_whole(&scenario, format).map_err(de::Error::custom)?;
                Ok(ScenarioFile(scenario))
            }
        }
        deserializer.deserialize_struct("Scenario", &[], Fields)
    }
}

/// What must hold for the file as a whole.
fn check_whole(scenario: &Scenario, format: Option<u32>) -> Result<(), String> {
    match format {
        None => return Err("the field `format` is missing; write format: 1".into()),
        Some(FORMAT) => {}
        Some(other) => return Err(format!("format {other} is not known; this program reads format {FORMAT}")),
    }
    if scenario.lines.is_empty() {
        return Err("it has no lines; a scenario has at least one".into());
    }
    if scenario.lines.len() > MOST_LINES {
        return Err(format!("it has {} lines; at most {MOST_LINES} are read", scenario.lines.len()));
    }
    let mut names: Vec<&str> = scenario.lines.iter().map(|line| line.name.as_str()).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair.first() == pair.last()) {
        Some(twins) => Err(format!("two lines have the name `{}`", twins.first().copied().unwrap_or_default())),
        None => Ok(()),
    }
}

struct LineFile(Line);

impl<'de> Deserialize<'de> for LineFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = LineFile;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a line, which begins (name: …")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<LineFile, A::Error> {
                let mut line = Line::default();
                let mut seen = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    match name.as_str() {
                        "name" => line.name = read_name(&mut map, LONGEST_NAME, "line's name")?,
                        "locked" => read_locked(&mut map, Scope::Line, &mut line.values)?,
                        name => {
                            let others = ["name", "locked"];
                            read_value(&mut map, name, Scope::Line, &others, &mut line.values, &mut seen)?;
                        }
                    }
                }
                if line.name.is_empty() {
                    return Err(de::Error::custom("the line has no name; write name: \"images\""));
                }
                Ok(LineFile(line))
            }
        }
        deserializer.deserialize_struct("Line", &[], Fields)
    }
}
