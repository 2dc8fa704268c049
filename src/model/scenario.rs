//! A plan as typed: lines of work, a budget, a schedule and price adjustments.

use std::sync::Arc;

use super::assumption::{Key, Range, Scope, UnknownKey, Value, ValueError, Values};
use super::day::Day;
use super::snapshot::Snapshot;

/// One plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// Anything a reader should know.
    pub note: String,
    /// Kinds of work; at least one.
    pub lines: Vec<Line>,
    /// Assumptions of the whole plan.
    pub values: Values,
    /// Prices that the plan keeps, whatever the price book says by now; none for the book's own. They take
    /// effect through [`Held::book`](super::snapshot::Held::book).
    pub kept: Option<Arc<Snapshot>>,
}

/// One kind of work, such as drafts or finals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Its name, which prefixes its assumptions on the command line.
    pub name: String,
    /// Its assumptions.
    pub values: Values,
}

/// Longest name of a scenario or of a line, in characters.
pub const LONGEST_NAME: usize = 200;
/// Longest note, in characters.
pub const LONGEST_NOTE: usize = 200_000;
/// Most lines of a scenario.
pub const MOST_LINES: usize = 1_000;

/// Why an assumption could not be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetError {
    /// No such assumption.
    #[error(transparent)]
    UnknownKey(#[from] UnknownKey),
    /// Not a value of it.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// No such line.
    #[error("no line `{line}`; the scenario has {known}")]
    UnknownLine {
        /// What was written.
        line: String,
        /// The lines there are.
        known: String,
    },
    /// Several lines, and none was named.
    #[error("`{key}` belongs to a line; write {example} (lines: {known})")]
    WhichLine {
        /// The assumption.
        key: String,
        /// How to write it.
        example: String,
        /// The lines there are.
        known: String,
    },
    /// Not `key=value`.
    #[error("`{0}` is not a setting; write KEY=VALUE, such as images=40000")]
    NotASetting(String),
}

/// Where a key's value lives: on a line, by index, or on the scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line's index; none for the scenario.
    pub line: Option<usize>,
    /// The assumption.
    pub key: Key,
}

impl Place {
    /// Where an assumption's value lives while this line is looked at.
    pub fn of(key: Key, line: usize) -> Self {
        let line = match key.spec().scope {
            Scope::Line => Some(line),
            Scope::Scenario => None,
        };
        Self { line, key }
    }
}

impl Scenario {
    /// An empty plan with one line of defaults.
    pub fn new(name: &str) -> Self {
        let line = Line { name: "images".into(), values: Values::default() };
        Self { name: name.into(), lines: vec![line], ..Self::default() }
    }

    /// The day whose prices hold, asked today.
    pub fn day(&self, today: Day) -> Day {
        self.values.text(Key::PricesOn).parse().unwrap_or(today)
    }

    /// The values that a place belongs to.
    pub fn values_at(&self, place: Place) -> Option<&Values> {
        match place.line {
            None => Some(&self.values),
            Some(index) => self.lines.get(index).map(|line| &line.values),
        }
    }

    /// The value at a place; none when there is no such line.
    pub fn get(&self, place: Place) -> Option<&Value> {
        self.values_at(place).map(|values| values.get(place.key))
    }

    /// Sets the value at a place; nothing happens when there is no such line.
    pub fn set(&mut self, place: Place, value: Value) {
        match place.line {
            None => self.values.set(place.key, value),
            Some(index) => {
                if let Some(line) = self.lines.get_mut(index) {
                    line.values.set(place.key, value);
                }
            }
        }
    }

    /// Sets a value for a while, where a range of the assumption may be drawn: it stays a range, of no
    /// width, so that the draws of the other ranges stay the same.
    pub fn pin(&mut self, place: Place, value: Value) {
        let pinned = match (self.get(place), value) {
            (Some(Value::Range(range)), Value::Number(x)) => {
                Value::Range(Range { low: x, likely: x, high: x, shape: range.shape })
            }
            (_, value) => value,
        };
        self.set(place, pinned);
    }

    /// Locks or unlocks the assumption at a place; nothing happens when there is no such line.
    pub fn lock(&mut self, place: Place, locked: bool) {
        let values = match place.line {
            None => Some(&mut self.values),
            Some(index) => self.lines.get_mut(index).map(|line| &mut line.values),
        };
        if let Some(values) = values {
            values.lock(place.key, locked);
        }
    }

    /// The name of a place, as [`Scenario::place`] reads it.
    pub fn key_of(&self, place: Place) -> String {
        let name = place.key.spec().name;
        match place.line.and_then(|line| self.lines.get(line)).filter(|_| self.lines.len() > 1) {
            Some(line) => format!("{}.{name}", line.name),
            None => name.to_owned(),
        }
    }

    /// Where a name such as `budget`, `images` or `finals.images` points.
    ///
    /// # Errors
    /// When there is no such assumption or line, or several lines and none is named.
    pub fn place(&self, name: &str) -> Result<Place, SetError> {
        match Key::named(name) {
            Ok(key) if key.spec().scope == Scope::Scenario => Ok(Place { line: None, key }),
            Ok(key) if self.lines.len() == 1 => Ok(Place { line: Some(0), key }),
            Ok(_) => Err(SetError::WhichLine {
                key: name.to_owned(),
                example: self.lines.first().map_or_else(String::new, |line| format!("{}.{name}=…", line.name)),
                known: self.line_names(),
            }),
            Err(unknown) => self.place_on_line(name, unknown),
        }
    }

    fn place_on_line(&self, name: &str, unknown: UnknownKey) -> Result<Place, SetError> {
        let prefixed = |line: &Line| name.strip_prefix(line.name.as_str()).and_then(|rest| rest.strip_prefix('.'));
        let found = self.lines.iter().enumerate().find_map(|(at, line)| prefixed(line).map(|rest| (at, rest)));
        if let Some((at, rest)) = found {
            let key = Key::named(rest)?;
            return match key.spec().scope {
                Scope::Line => Ok(Place { line: Some(at), key }),
                Scope::Scenario => Ok(Place { line: None, key }),
            };
        }
        match name.split_once('.') {
            Some((line, rest)) if Key::named(rest).is_ok() => {
                Err(SetError::UnknownLine { line: line.to_owned(), known: self.line_names() })
            }
            _ => Err(unknown.into()),
        }
    }

    fn line_names(&self) -> String {
        self.lines.iter().take(8).map(|line| format!("`{}`", line.name)).collect::<Vec<_>>().join(", ")
    }

    /// Applies one `key=value` setting.
    ///
    /// # Errors
    /// Naming the key, the value, and what would be right; the scenario is then unchanged.
    pub fn apply(&mut self, setting: &str) -> Result<(), SetError> {
        // A line's name may hold the sign too.
        let mut found = setting.match_indices('=').filter_map(|(at, sign)| {
            let (name, text) = setting.split_at_checked(at)?;
            Some(self.place(name.trim()).map(|place| (place, text.strip_prefix(sign).unwrap_or(text))))
        });
        let first = found.next().ok_or_else(|| SetError::NotASetting(setting.to_owned()))?;
        let (place, text) = first.or_else(|error| found.find_map(Result::ok).ok_or(error))?;
        let value = place.key.spec().parse(text)?;
        self.set(place, value);
        Ok(())
    }

    /// A name for a new line that no other line has.
    pub fn free_line_name(&self, wish: &str) -> String {
        let wish: String = wish.chars().take(100).collect();
        let taken = |name: &str| self.lines.iter().any(|line| line.name == name);
        if !taken(&wish) {
            return wish;
        }
        let numbered: Vec<_> = (2..=self.lines.len().saturating_add(2)).map(|n| format!("{wish} {n}")).collect();
        numbered.into_iter().find(|name| !taken(name)).unwrap_or(wish)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_lines() -> Scenario {
        let mut scenario = Scenario::new("test");
        scenario.lines[0].name = "drafts".into();
        scenario.lines.push(Line { name: "finals".into(), values: Values::default() });
        scenario
    }

    #[test]
    fn a_line_is_found_whatever_stands_in_its_name() {
        let mut scenario = two_lines();
        scenario.lines[1].name = "a=b.images=5".into();
        scenario.apply("a=b.images=5.images=7").unwrap();
        assert_eq!(scenario.lines[1].values.amount(Key::Images), 7.into());
        assert!(scenario.apply("a=c.images=7").is_err());
    }

    #[test]
    fn a_line_is_named_when_there_are_several() {
        let mut scenario = two_lines();
        scenario.apply("finals.images=6000").unwrap();
        scenario.apply("budget=100").unwrap();
        scenario.apply("finals.retry.timeout=false").unwrap();
        assert_eq!(scenario.lines[1].values.amount(Key::Images), 6000.into());
        assert_eq!(scenario.lines[0].values.amount(Key::Images), 10_000.into());
        let error = scenario.apply("images=5").unwrap_err().to_string();
        assert_eq!(error, "`images` belongs to a line; write drafts.images=… (lines: `drafts`, `finals`)");
        let error = scenario.apply("final.images=5").unwrap_err().to_string();
        assert_eq!(error, "no line `final`; the scenario has `drafts`, `finals`");
    }

    #[test]
    fn an_unknown_key_gets_the_nearest() {
        let error = Scenario::new("x").apply("imagse=5").unwrap_err().to_string();
        assert_eq!(error, "no assumption `imagse`; did you mean `images`?");
    }

    #[test]
    fn a_default_leaves_no_trace() {
        let mut scenario = Scenario::new("x");
        scenario.apply("edit_share=0.5").unwrap();
        scenario.apply("edit_share=20%").unwrap();
        assert_eq!(scenario, Scenario::new("x"));
    }
}
