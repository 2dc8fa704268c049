//! A calendar day: parse, order, count, show.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar day, such as `2026-11-22`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// A text that is not a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a day; write it as 2026-11-22")]
pub struct NotADay(pub String);

impl Day {
    /// The day with this year, month and day of the month, if the calendar has it.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// How many days from `self` to `later`; negative when `later` is earlier.
    pub fn days_until(self, later: Self) -> i32 {
        self.0.until(later.0).map_or(0, |span| span.get_days())
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let shape_ok = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        shape_ok.then(|| text.parse().ok().map(Self)).flatten().ok_or_else(|| NotADay(text.to_owned()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// When a person last looked at a source: a day, or only a month or a year when no more is known.
///
/// A less precise date counts as its first day, so that age is never understated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    text: String,
    day: Day,
}

impl Checked {
    /// The earliest day that the date can mean.
    pub fn day(&self) -> Day {
        self.day
    }
}

impl From<Day> for Checked {
    fn from(day: Day) -> Self {
        Self { text: day.to_string(), day }
    }
}

impl FromStr for Checked {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let full = match text.len() {
            4 => format!("{text}-01-01"),
            7 => format!("{text}-01"),
            _ => text.to_owned(),
        };
        let day = full.parse().map_err(|_| NotADay(text.to_owned()))?;
        Ok(Self { text: text.to_owned(), day })
    }
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Checked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_back_as_it_was_written() {
        let day: Day = "2026-11-22".parse().unwrap();
        assert_eq!(day.to_string(), "2026-11-22");
        assert_eq!(day.days_until("2026-12-01".parse().unwrap()), 9);
        assert_eq!(day.days_until("2025-11-22".parse().unwrap()), -365);
    }

    #[test]
    fn a_text_that_is_no_day_is_named() {
        for text in ["", "2026-13-01", "2026-02-30", "22.11.2026", "2026-1-1", "tomorrow"] {
            let error = text.parse::<Day>().unwrap_err();
            assert!(error.to_string().contains(&format!("`{text}`")), "{error}");
        }
    }

    #[test]
    fn an_unprecise_check_counts_from_its_first_day() {
        let month: Checked = "2026-08".parse().unwrap();
        assert_eq!((month.to_string().as_str(), month.day().to_string().as_str()), ("2026-08", "2026-08-01"));
        assert_eq!("2026".parse::<Checked>().unwrap().day().to_string(), "2026-01-01");
        assert!("26".parse::<Checked>().is_err());
    }
}
