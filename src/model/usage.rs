//! A provider's usage object: the tokens that a call reported, priced by the model's rates.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::book::{Model, Operation, Unit};
use super::nearest::nearest;
use super::num::TooLarge;
use super::price::{self, Ask, Price, PriceProblem};

/// Tokens that a call reported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Text input, cached included.
    pub text_in: u64,
    /// The part of the text input that was cached.
    pub text_cached: u64,
    /// Image input, cached included.
    pub image_in: u64,
    /// The part of the image input that was cached.
    pub image_cached: u64,
    /// Image output.
    pub image_out: u64,
    /// Text output, thinking not included.
    pub text_out: u64,
    /// Thinking, billed as text output.
    pub thinking: u64,
}

/// Most tokens of one kind: far above any call, far below an overflow.
const MOST_TOKENS: u64 = 1_000_000_000_000;

/// Why a usage object has no price.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UsageError {
    /// No such count.
    #[error("usage: no count `{key}`; did you mean `{nearest}`?")]
    UnknownKey {
        /// What was written.
        key: String,
        /// The nearest key.
        nearest: &'static str,
    },
    /// Not `key=value`, or no value.
    #[error("usage: `{0}` is not a count; write KEY=TOKENS, such as text_in=220,image_out=129")]
    NotACount(String),
    /// Written twice.
    #[error("usage: `{0}` is there twice")]
    Twice(&'static str),
    /// More cached than there is.
    #[error("usage: {part}={cached} is more than {whole}={total}; cached tokens are a part of it")]
    CachedAboveTotal {
        /// The cached count's key.
        part: &'static str,
        /// Its value.
        cached: u64,
        /// The whole's key.
        whole: &'static str,
        /// Its value.
        total: u64,
    },
    /// Reported and not sold.
    #[error("{model} has no rate for {key}, so {key}={tokens} cannot be priced")]
    NoRate {
        /// Full id.
        model: String,
        /// The count's key.
        key: &'static str,
        /// Its value.
        tokens: u64,
    },
    /// The model has no price at all.
    #[error(transparent)]
    Price(#[from] PriceProblem),
}

impl From<TooLarge> for UsageError {
    fn from(error: TooLarge) -> Self {
        Self::Price(error.into())
    }
}

impl Usage {
    /// Every key, in the order of [`Usage::counts`].
    pub const KEYS: [&'static str; 7] =
        ["text_in", "text_cached", "image_in", "image_cached", "image_out", "text_out", "thinking"];

    fn slots(&mut self) -> [&mut u64; 7] {
        let Self { text_in, text_cached, image_in, image_cached, image_out, text_out, thinking } = self;
        [text_in, text_cached, image_in, image_cached, image_out, text_out, thinking]
    }

    /// Every key with its count.
    pub fn counts(mut self) -> [(&'static str, u64); 7] {
        let mut counts = Self::KEYS.map(|key| (key, 0));
        for ((_, count), slot) in counts.iter_mut().zip(self.slots()) {
            *count = *slot;
        }
        counts
    }

    /// What is billed: each count's label, key, unit and tokens, cached tokens taken out of their whole.
    fn billed(&self) -> [(&'static str, &'static str, Unit, u64); 7] {
        let plain = |unit: Unit, key, tokens| (unit.label(), key, unit, tokens);
        [
            plain(Unit::TextInput, "text_in", self.text_in.saturating_sub(self.text_cached)),
            plain(Unit::TextInputCached, "text_cached", self.text_cached),
            plain(Unit::ImageInput, "image_in", self.image_in.saturating_sub(self.image_cached)),
            plain(Unit::ImageInputCached, "image_cached", self.image_cached),
            plain(Unit::ImageOutput, "image_out", self.image_out),
            ("Text output", "text_out", Unit::TextOutput, self.text_out),
            ("Thinking", "thinking", Unit::TextOutput, self.thinking),
        ]
    }

    /// What the reported tokens cost. `ask` says for which day, tier, size, quality and bound; `operations`
    /// are tried in order, because a usage object does not say what was asked.
    ///
    /// # Errors
    /// When a count has no rate, or the model has none at all.
    pub fn price(&self, model: &Model, ask: &Ask, operations: &[Operation]) -> Result<Price, UsageError> {
        let Some(first) = model.rates.iter().map(|rate| rate.from).min() else {
            return Err(PriceProblem::NoPrice { model: model.id.clone(), why: model.no_price.clone() }.into());
        };
        if ask.day < first {
            return Err(PriceProblem::BeforeFirstPrice { model: model.id.clone(), day: ask.day, first }.into());
        }
        let region = price::region_factor(model, ask)?;
        let rate = |unit| {
            let for_operation = |operation: &Operation| {
                price::rate_for(model, &Ask { operation: operation.clone(), ..ask.clone() }, unit, self.text_in.into())
            };
            operations.iter().find_map(for_operation)
        };
        let mut charges = Vec::new();
        for (label, key, unit, tokens) in self.billed() {
            if tokens == 0 {
                continue;
            }
            let no_rate = || UsageError::NoRate { model: model.id.clone(), key, tokens };
            let (rate, factor) = rate(unit).ok_or_else(no_rate)?;
            charges.push(price::charge(label, Decimal::from(tokens), factor, rate, ask.bound)?.times(region)?);
        }
        Ok(price::total(model, charges)?)
    }
}

impl FromStr for Usage {
    type Err = UsageError;

    fn from_str(text: &str) -> Result<Self, UsageError> {
        let mut usage = Self::default();
        let mut seen = Vec::new();
        for part in text.split(',').map(str::trim) {
            let wrong = || UsageError::NotACount(part.to_owned());
            let (name, value) = part.split_once('=').ok_or_else(wrong)?;
            let name = name.trim();
            let Some(key) = Self::KEYS.into_iter().find(|key| *key == name) else {
                let nearest = nearest(name, Self::KEYS).unwrap_or("text_in");
                return Err(UsageError::UnknownKey { key: name.to_owned(), nearest });
            };
            if seen.contains(&key) {
                return Err(UsageError::Twice(key));
            }
            seen.push(key);
            let tokens = value.trim().parse().ok().filter(|tokens| *tokens <= MOST_TOKENS).ok_or_else(wrong)?;
            for (slot, known) in usage.slots().into_iter().zip(Self::KEYS) {
                if known == key {
                    *slot = tokens;
                }
            }
        }
        let Self { text_in, text_cached, image_in, image_cached, .. } = usage;
        for (part, cached, whole, total) in
            [("text_cached", text_cached, "text_in", text_in), ("image_cached", image_cached, "image_in", image_in)]
        {
            if cached > total {
                return Err(UsageError::CachedAboveTotal { part, cached, whole, total });
            }
        }
        Ok(usage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        text.parse::<Usage>().unwrap_err().to_string()
    }

    #[test]
    fn counts_read_back_by_their_keys() {
        let usage: Usage = "text_in=326, image_out=2000,thinking=337".parse().unwrap();
        assert_eq!((usage.text_in, usage.image_out, usage.thinking, usage.text_out), (326, 2000, 337, 0));
        assert_eq!(usage.counts().map(|(_, count)| count), [326, 0, 0, 0, 2000, 0, 337]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(error("text_inn=5"), "usage: no count `text_inn`; did you mean `text_in`?");
        assert_eq!(error("text_in=5,text_in=6"), "usage: `text_in` is there twice");
        assert_eq!(
            error("text_in=5,text_cached=6"),
            "usage: text_cached=6 is more than text_in=5; cached tokens are a part of it"
        );
        for junk in ["", "text_in", "text_in=", "text_in=-1", "text_in=1.5", "text_in=99999999999999", "text_in=1,"] {
            assert!(error(junk).contains("is not a count"), "{junk}");
        }
    }
}
