//! The fields of a scenario file: read one by one, so that each mistake is named where it stands.

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::{FORMAT, LONGEST_EXCERPT, Opened};
use crate::model::assumption::{Key, Scope, Value, Values};
use crate::model::excerpt::one_line;
use crate::model::nearest::nearest;
use crate::model::scenario::{LONGEST_NAME, LONGEST_NOTE, Line, MOST_LINES, Scenario};
use crate::model::snapshot::{Snapshot, SnapshotFile};

/// Reads the format and skips the rest.
pub(super) struct FormatOnly {
    pub(super) format: u32,
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
            let name = one_line(name, LONGEST_EXCERPT);
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

/// A scenario file as written.
pub(super) struct ScenarioFile(pub(super) Opened);

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
                let (mut format, mut snapshot, mut seen) = (None, None, Vec::new());
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
                        "prices" if snapshot.is_some() => {
                            return Err(de::Error::custom("`prices` is there twice"));
                        }
                        "prices" => snapshot = Some(read_prices(&mut map, &mut scenario)?),
                        name => {
                            let others = ["format", "name", "note", "lines", "locked", "prices"];
                            read_value(&mut map, name, Scope::Scenario, &others, &mut scenario.values, &mut seen)?;
                        }
                    }
                }
                check_whole(&scenario, format).map_err(de::Error::custom)?;
                Ok(ScenarioFile(Opened { scenario, snapshot }))
            }
        }
        deserializer.deserialize_struct("Scenario", &[], Fields)
    }
}

/// Reads the prices that the scenario was saved with, which are its own where it keeps them.
fn read_prices<'de, A: MapAccess<'de>>(map: &mut A, scenario: &mut Scenario) -> Result<Arc<Snapshot>, A::Error> {
    let SnapshotFile { prices, kept } = map.next_value()?;
    let prices = Arc::new(prices);
    scenario.kept = kept.then(|| Arc::clone(&prices));
    Ok(prices)
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
