//! The prices that a scenario was saved with: what has become of them since, and how to keep them.
//!
//! A snapshot holds every rate of the scenario's models that could enter a call of its lines, as it was in
//! force on one day. It holds rates alone: how tokens are counted, what the batch tier takes off, what a
//! region adds and who pays for failures follow the price book.

mod drift;
mod file;
mod held;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::assumption::Key;
use super::book::question::Question;
use super::book::{Book, Confidence, Model, Operation, Rate, SizeMatch, Source, SourceKind, Tier, Unit};
use super::custom;
use super::day::{Checked, Day};
use super::estimate::Estimate;
use super::plan::Plan;
use super::scenario::Scenario;

pub use drift::{Drift, Moved, Why};
pub use file::SnapshotFile;
pub use held::Held;

/// Prices as they were in force on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The day.
    pub on: Day,
    /// The expected bill in USD that the scenario was saved with; none where it was not known.
    pub bill: Option<Decimal>,
    /// The rates, model by model.
    pub rates: Vec<KeptRate>,
}

/// A rate as it was.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "file::RateLine")]
pub struct KeptRate {
    /// Full id of the model.
    pub model: String,
    /// What it is for.
    pub unit: Unit,
    /// Operations it holds for; empty for all.
    pub operations: Vec<Operation>,
    /// Sizes it holds for.
    pub size: SizeMatch,
    /// Quality it holds for; none for any.
    pub quality: Option<String>,
    /// Fewest text input tokens of the prompt that it holds for; none for any.
    pub prompt_from: Option<u64>,
    /// Service tier.
    pub tier: Tier,
    /// USD per unit; per 1M for tokens.
    pub usd: Decimal,
    /// First day.
    pub from: Day,
    /// Whether it was the user's own.
    pub yours: bool,
    /// Where it was read; none where nobody wrote it down, such as for a rate of the user's own.
    pub source: Option<KeptSource>,
}

/// Where a kept rate was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSource {
    /// Link.
    pub url: String,
    /// When it was last read.
    pub checked: Checked,
}

impl Snapshot {
    /// The prices that a scenario uses on a day, or those that it keeps. The book is the one without kept
    /// prices over it. None where no listed rate has a part in it.
    pub fn of(book: &Book, scenario: &Scenario, day: Day) -> Option<Arc<Self>> {
        if let Some(kept) = &scenario.kept {
            return Some(Arc::clone(kept));
        }
        let models = models(book, scenario);
        let rates: Vec<KeptRate> = models.into_iter().flat_map(|model| in_force(model, day)).collect();
        let bill = bill(book, scenario, day);
        (!rates.is_empty()).then(|| Arc::new(Self { on: day, bill, rates }))
    }
}

impl KeptRate {
    /// A rate of a model as it is now.
    fn of(rate: &Rate, model: &Model) -> Self {
        Self {
            model: model.id.clone(),
            unit: rate.unit,
            operations: rate.operations.clone(),
            size: rate.size,
            quality: rate.quality.clone(),
            prompt_from: rate.prompt_from,
            tier: rate.tier,
            usd: rate.usd.normalize(),
            from: rate.from,
            yours: is_yours(rate, model),
            source: KeptSource::of(&rate.source),
        }
    }

    /// Its source in a price book. What is no link of the web is left out, since a scenario may come from anybody.
    fn kept_source(&self, on: Day) -> Source {
        let is_web = |source: &&KeptSource| ["https://", "http://"].iter().any(|head| source.url.starts_with(head));
        let none = || (String::new(), on.into());
        let source = self.source.as_ref().filter(is_web);
        let (url, checked) = source.map_or_else(none, |source| (source.url.clone(), source.checked.clone()));
        Source { url, kind: SourceKind::Kept, checked }
    }

    /// What it holds for.
    fn question(&self) -> Question<'_> {
        Question {
            unit: self.unit,
            operations: self.operations.iter().map(Operation::name).collect(),
            size: self.size,
            quality: self.quality.as_deref(),
            prompt_from: self.prompt_from,
            tier: self.tier,
        }
    }

    /// The rate as a price book holds it, kept since a day. Its source is the one that it was saved with.
    pub fn rate(&self, model: Option<&Model>, on: Day) -> Rate {
        let listed = model.into_iter().flat_map(|model| &model.rates);
        let same = |rate: &&Arc<Rate>| rate.usd == self.usd && rate.from == self.from;
        let listed = listed.filter(same).find(|rate| rate.question() == self.question());
        Rate {
            unit: self.unit,
            usd: self.usd,
            credits: listed.and_then(|rate| rate.credits),
            operations: self.operations.clone(),
            size: self.size,
            quality: self.quality.clone(),
            prompt_from: self.prompt_from,
            tier: self.tier,
            from: self.from,
            source: Arc::new(self.kept_source(on)),
            confidence: listed.map_or(model.map_or(Confidence::Low, |model| model.confidence), |rate| rate.confidence),
            note: listed.map_or_else(String::new, |rate| rate.note.clone()),
            others: listed.map_or_else(Vec::new, |rate| rate.others.clone()),
        }
    }
}

impl KeptSource {
    fn of(source: &Source) -> Option<Self> {
        let Source { url, checked, .. } = source;
        (!url.is_empty()).then(|| Self { url: url.clone(), checked: checked.clone() })
    }
}

fn is_yours(rate: &Rate, model: &Model) -> bool {
    rate.source.is_yours() || model.is_yours()
}

/// The listed models that a scenario names, each once.
fn models<'a>(book: &'a Book, scenario: &Scenario) -> Vec<&'a Arc<Model>> {
    let mut seen = HashSet::new();
    let keys = [Key::Model, Key::EditModel, Key::ImageToImageModel];
    let names = scenario.lines.iter().flat_map(|line| keys.map(|key| line.values.text(key)));
    let listed = names.filter(|name| ![custom::ID, "same"].contains(name)).filter_map(|name| book.find(name).ok());
    listed.filter(|model| seen.insert(model.id.as_str())).collect()
}

/// The rates of a model that a call of a plan on a day may take, in the model's order.
fn in_force(model: &Model, day: Day) -> Vec<KeptRate> {
    let latest = latest(model, day);
    let holds = |rate: &&Arc<Rate>| latest.get(&rate.question()).is_some_and(|last| Arc::ptr_eq(last, rate));
    model.rates.iter().filter(holds).map(|rate| KeptRate::of(rate, model)).collect()
}

/// The rate for each question that is in force on a day.
fn latest(model: &Model, day: Day) -> HashMap<Question<'_>, &Arc<Rate>> {
    let mut found: HashMap<Question<'_>, &Arc<Rate>> = HashMap::new();
    for rate in model.rates.iter().filter(|rate| rate.from <= day && may_enter(rate)) {
        let last = found.entry(rate.question()).or_insert(rate);
        if last.from <= rate.from {
            *last = rate;
        }
    }
    found
}

/// Whether a plan's calls can take it: they cache nothing, and go through the standard and the batch tier.
fn may_enter(rate: &Rate) -> bool {
    matches!(rate.tier, Tier::Standard | Tier::Batch)
        && !matches!(rate.unit, Unit::TextInputCached | Unit::ImageInputCached)
}

/// The expected bill of a scenario; none where it is not known.
fn bill(book: &Book, scenario: &Scenario, day: Day) -> Option<Decimal> {
    let plan = Plan::new(book, scenario, day).ok()?;
    Estimate::of(&plan).ok().map(|estimate| estimate.expected.normalize())
}
