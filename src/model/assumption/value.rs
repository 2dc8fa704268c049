//! One value of an assumption, and its one text form: on the command line, in files, on the screen.

use std::fmt;

use rust_decimal::Decimal;

use super::{Kind, Range, Shape, Spec};
use crate::model::day::Day;
use crate::model::excerpt::one_line;
use crate::model::size::{Pixels, Size};

/// A value of an assumption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number.
    Number(Decimal),
    /// A number that is not known: low, likely, high.
    Range(Range),
    /// A word: an id, a size, a quality, a choice.
    Text(String),
    /// On or off.
    Switch(bool),
    /// Volume tiers: spend from which, discount inside.
    Tiers(Vec<(Decimal, Decimal)>),
    /// Nothing, by the word that the table gives it.
    Unset(&'static str),
}

/// A text that is no value of an assumption.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: `{text}` {why}")]
pub struct ValueError {
    /// The assumption.
    pub name: &'static str,
    /// What was written.
    pub text: String,
    /// What is wrong and what would be right.
    pub why: String,
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{}", number.normalize()),
            Self::Range(range) => write!(f, "{range}"),
            Self::Text(text) => f.write_str(text),
            Self::Switch(on) => write!(f, "{on}"),
            Self::Unset(word) => f.write_str(word),
            Self::Tiers(tiers) if tiers.is_empty() => f.write_str("none"),
            Self::Tiers(tiers) => {
                for (index, (from, discount)) in tiers.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(f, "{comma}{}:{}", from.normalize(), discount.normalize())?;
                }
                Ok(())
            }
        }
    }
}

impl Spec {
    /// The value that a text means for this assumption.
    ///
    /// # Errors
    /// When it is not one, naming the value and what would be right.
    pub fn parse(&self, text: &str) -> Result<Value, ValueError> {
        let text = text.trim();
        let wrong = |why: String| ValueError { name: self.name, text: shorten(text), why };
        if self.kind.is_number()
            && let Some(parts) = Range::split(text)
        {
            return parts.and_then(|(parts, shape)| self.range(&parts, shape)).map(Value::Range).map_err(wrong);
        }
        match &self.kind {
            Kind::Number { unset: Some(word), .. } if text == *word => Ok(Value::Unset(word)),
            Kind::Number { .. } => number(text).and_then(|n| self.within(n)).map(Value::Number).map_err(wrong),
            Kind::Switch => match text {
                "true" | "on" | "yes" => Ok(Value::Switch(true)),
                "false" | "off" | "no" => Ok(Value::Switch(false)),
                _ => Err(wrong("is not a switch; write true or false".into())),
            },
            Kind::Choice(words) => match words.iter().find(|word| **word == text) {
                Some(word) => Ok(Value::Text((*word).to_owned())),
                None => Err(wrong(format!("is not a choice; write {}", words.join(" or ")))),
            },
            Kind::Model { same } => word(text, *same).map_err(wrong),
            Kind::Quality { same } => word(text, *same).map_err(wrong),
            Kind::Region => word(text, false).map_err(wrong),
            Kind::Size if text == "default" => Ok(Value::Text(text.to_owned())),
            Kind::Size => text.parse::<Size>().map(|size| Value::Text(size.to_string())).map_err(|_| {
                wrong(
                    "is not a size; write pixels as 1024x1024 (edges up to 65536), a class such as 2K, auto or default"
                        .into(),
                )
            }),
            Kind::Pixels => text
                .parse::<Pixels>()
                .map(|pixels| Value::Text(pixels.to_string()))
                .map_err(|_| wrong("is not a size in pixels; write it as 1024x1024".into())),
            Kind::BilledShare if text == "provider" => Ok(Value::Text(text.to_owned())),
            Kind::BilledShare => match number(text).and_then(|n| self.within(n)) {
                Ok(share) => Ok(Value::Number(share)),
                _ => Err(wrong("is not a billed share; write provider or a number from 0 to 1".into())),
            },
            Kind::Day if text == TODAY => Ok(Value::Text(text.to_owned())),
            Kind::Day => text
                .parse::<Day>()
                .map(|day| Value::Text(day.to_string()))
                .map_err(|_| wrong("is not a day; write today, or a day such as 2026-11-22".into())),
            Kind::Tiers => tiers(text).map(Value::Tiers).map_err(wrong),
        }
    }

    /// A range of numbers that are each within the bounds.
    fn range(&self, parts: &[&str], shape: Shape) -> Result<Range, String> {
        if !self.takes_range {
            return Err("is a range; this one is decided, not guessed, so it takes one value".into());
        }
        let numbers = parts.iter().map(|part| {
            let named = |why: String| format!("has the part `{}`, which {why}", shorten(part));
            number(part).and_then(|n| self.within(n)).map_err(named)
        });
        let whole = matches!(self.kind, Kind::Number { whole: true, .. });
        Range::of(&numbers.collect::<Result<Vec<_>, _>>()?, shape, whole)
    }

    /// The value as one would type it in a field: a share in percent, anything else as in a file.
    pub fn typed(&self, value: &Value) -> String {
        let percent = |share: Decimal| share.saturating_mul(Decimal::ONE_HUNDRED);
        match value {
            Value::Number(share) if self.unit == "%" => percent(*share).normalize().to_string(),
            Value::Range(range) if self.unit == "%" => {
                let Range { low, likely, high, shape } = *range;
                Range { low: percent(low), likely: percent(likely), high: percent(high), shape }.to_string()
            }
            other => other.to_string(),
        }
    }

    /// What was typed in a field: as [`Spec::parse`], but a share is in percent with or without the sign.
    ///
    /// # Errors
    /// As [`Spec::parse`].
    pub fn read(&self, typed: &str) -> Result<Value, ValueError> {
        let bare = typed.trim();
        if self.unit != "%" {
            return self.parse(bare);
        }
        let (numbers, shape) = bare.split_once(':').map_or((bare, None), |(numbers, shape)| (numbers, Some(shape)));
        let percent =
            |part: &str| if part.trim().parse::<Decimal>().is_ok() { format!("{part}%") } else { part.into() };
        let shares = numbers.split("..").map(percent).collect::<Vec<_>>().join("..");
        self.parse(&shape.map_or(shares.clone(), |shape| format!("{shares}:{shape}")))
    }

    /// What was typed over a value: as [`Spec::read`], but a range keeps the shape that it had unless one
    /// is typed.
    ///
    /// # Errors
    /// As [`Spec::parse`].
    pub fn read_over(&self, typed: &str, old: &Value) -> Result<Value, ValueError> {
        let mut value = self.read(typed)?;
        if let (Value::Range(new), Value::Range(old)) = (&mut value, old)
            && !typed.contains(':')
        {
            new.shape = old.shape;
        }
        Ok(value)
    }

    /// A number within the bounds, or which bound it leaves.
    ///
    /// # Errors
    /// The bound in words.
    pub fn within(&self, number: Decimal) -> Result<Decimal, String> {
        let (min, max, min_open, whole) = match self.kind {
            Kind::Number { min, max, min_open, whole, .. } => (min, max, min_open, whole),
            Kind::BilledShare => (Decimal::ZERO, Decimal::ONE, false, false),
            _ => return Ok(number),
        };
        if number > max {
            Err(format!("is above the bound {}", plain(max)))
        } else if number < min || (min_open && number == min) {
            let than = if min_open { "must be above" } else { "is below the bound" };
            Err(format!("{than} {}", plain(min)))
        } else if whole && !number.fract().is_zero() {
            Err("must be a whole number".into())
        } else {
            Ok(number)
        }
    }
}

fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

/// The word for the day on which the question is asked.
pub(super) const TODAY: &str = "today";

/// What was written, for a message.
fn shorten(text: &str) -> String {
    one_line(text, 60)
}

/// Most characters of an id or a quality.
const LONGEST_WORD: usize = 200;

fn word(text: &str, same: bool) -> Result<Value, String> {
    if text.is_empty() {
        Err("is empty; write an id or a name".into())
    } else if text.chars().count() > LONGEST_WORD || text.chars().any(char::is_control) {
        Err("is not an id or a name".into())
    } else if text == "same" && !same {
        Err("has nothing to be the same as".into())
    } else {
        Ok(Value::Text(text.to_owned()))
    }
}

/// A number as people write it: `0.25`, `25%`, `40,000`, `40k`, `2.5M`, `$2,500`, `1e6`.
fn number(text: &str) -> Result<Decimal, String> {
    let wrong = || "is not a number; write digits such as 0.25, 25%, 40,000 or 40k".to_owned();
    let bare = text.strip_prefix('$').unwrap_or(text).trim();
    let (bare, factor) = match bare.char_indices().next_back() {
        Some((at, '%')) => (bare.get(..at).unwrap_or(""), Decimal::new(1, 2)),
        Some((at, 'k' | 'K')) => (bare.get(..at).unwrap_or(""), Decimal::ONE_THOUSAND),
        Some((at, 'm' | 'M')) => (bare.get(..at).unwrap_or(""), Decimal::from(1_000_000)),
        _ => (bare, Decimal::ONE),
    };
    let bare = ungroup(bare.trim()).ok_or_else(wrong)?;
    let plain = bare.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-' || b == b'+');
    let value = if plain { Decimal::from_str_exact(&bare).ok() } else { Decimal::from_scientific(&bare).ok() };
    let value = value.and_then(|value| value.checked_mul(factor)).ok_or_else(wrong)?;
    if value.normalize().scale() > 12 { Err("has more than 12 decimals".into()) } else { Ok(value) }
}

/// Takes out the commas between groups of three digits; none when they stand anywhere else.
fn ungroup(text: &str) -> Option<String> {
    let (whole, rest) = match text.find('.') {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    if !whole.contains(',') {
        return Some(text.to_owned());
    }
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("").trim_start_matches('-');
    let regular = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    regular.then(|| whole.replace(',', "") + rest)
}

/// Most steps of volume tiers.
const MOST_TIERS: usize = 50;

fn tiers(text: &str) -> Result<Vec<(Decimal, Decimal)>, String> {
    if text == "none" || text.is_empty() {
        return Ok(Vec::new());
    }
    let shape = "is not a list of tiers; write spend:discount pairs such as 0:0,1000:0.1";
    let mut tiers: Vec<(Decimal, Decimal)> = Vec::new();
    for step in text.split(',') {
        let (from, discount) = step.split_once(':').ok_or(shape)?;
        let from = number(from.trim()).map_err(|_| shape)?;
        let discount = number(discount.trim()).map_err(|_| shape)?;
        if !(Decimal::ZERO..=Decimal::ONE).contains(&discount) {
            return Err(format!("has the discount {}, which is not between 0 and 1", plain(discount)));
        }
        if from < Decimal::ZERO || tiers.last().is_some_and(|(before, _)| *before >= from) {
            return Err(format!("has {} out of order; each tier starts above the one before", plain(from)));
        }
        tiers.push((from, discount));
    }
    if tiers.len() > MOST_TIERS { Err(format!("has more than {MOST_TIERS} tiers")) } else { Ok(tiers) }
}
