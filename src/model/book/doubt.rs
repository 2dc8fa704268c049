//! What is legal in a price file but doubtful.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use super::{Confidence, Model, Provider, Source, State};
use crate::model::day::Day;
use crate::model::warning::STALE_DAYS;

/// One thing in a provider's prices that deserves a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// Nobody looked at some sources for long.
    Stale {
        /// How many sources.
        sources: usize,
        /// Of how many in use.
        of: usize,
        /// The one that was checked first.
        oldest: Arc<Source>,
    },
    /// Some rates rest on weak sources.
    LowConfidence {
        /// How many rates.
        rates: usize,
        /// Full ids of their models.
        models: Vec<String>,
    },
    /// A model has ended, and its state does not say so.
    Ended {
        /// Full id.
        model: String,
        /// What the file says.
        state: State,
        /// Its last day.
        on: Day,
    },
    /// Some models have prices but no known batch price.
    NoBatch {
        /// Their full ids.
        models: Vec<String>,
    },
}

/// The doubts about a provider's prices on a day.
pub fn doubts(provider: &Provider, day: Day) -> Vec<Doubt> {
    let mut found = Vec::new();
    let used = sources(provider);
    let is_stale = |source: &&&Arc<Source>| source.checked.day().days_until(day) > STALE_DAYS;
    let stale: Vec<&Arc<Source>> = used.iter().filter(is_stale).copied().collect();
    if let Some(oldest) = stale.iter().min_by_key(|source| source.checked.day()) {
        found.push(Doubt::Stale { sources: stale.len(), of: used.len(), oldest: Arc::clone(oldest) });
    }
    let weak = |model: &Model| model.rates.iter().filter(|rate| rate.confidence == Confidence::Low).count();
    let models = ids(provider, |model| weak(model) > 0);
    if !models.is_empty() {
        let rates = provider.models.iter().map(|model| weak(model)).fold(0, usize::saturating_add);
        found.push(Doubt::LowConfidence { rates, models });
    }
    for model in &provider.models {
        if let Some(on) = model.retires
            && on <= day
            && model.state != State::Retired
        {
            found.push(Doubt::Ended { model: model.id.clone(), state: model.state, on });
        }
    }
    let models = ids(provider, |model| !model.rates.is_empty() && !model.has_batch());
    if !models.is_empty() {
        found.push(Doubt::NoBatch { models });
    }
    found
}

fn ids(provider: &Provider, fits: impl Fn(&Model) -> bool) -> Vec<String> {
    provider.models.iter().filter(|model| fits(model)).map(|model| model.id.clone()).collect()
}

/// The sources that a provider's prices and rules rest on, each once.
pub fn sources(provider: &Provider) -> Vec<&Arc<Source>> {
    let rules = provider.failures.iter().map(|(_, rule)| &rule.source);
    let models = provider.models.iter().flat_map(|model| {
        let rates = model.rates.iter().chain(&model.printed).map(|rate| &rate.source);
        std::iter::once(&model.source).chain(rates)
    });
    let mut seen = HashSet::new();
    rules.chain(models).filter(|source| seen.insert(Arc::as_ptr(source))).collect()
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stale { sources, of, oldest } => {
                let (url, checked) = (&oldest.url, &oldest.checked);
                write!(f, "{sources} of {of} sources were not checked for {STALE_DAYS} days, {url} not since {checked}")
            }
            Self::LowConfidence { rates: 1, models } => write!(f, "1 rate has confidence low: {}", listed(models)),
            Self::LowConfidence { rates, models } => write!(f, "{rates} rates have confidence low: {}", listed(models)),
            Self::Ended { model, state, on } => write!(f, "{model} is marked {} and ended on {on}", state.words()),
            Self::NoBatch { models } => write!(f, "no batch price is known of {}", listed(models)),
        }
    }
}

/// The first few of many.
fn listed(ids: &[String]) -> String {
    const SHOWN: usize = 3;
    let first = ids.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    match ids.len().saturating_sub(SHOWN) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
