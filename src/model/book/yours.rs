//! The user's own prices: negotiated rates for models of the book, and models of their own.

mod file;
mod own;

use std::collections::hash_map::RandomState;
use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher as _, Hash as _, Hasher};

use rust_decimal::Decimal;

pub(in crate::model) use file::{List, in_quotes, quoted, write_scope};
pub use file::{read, write};

use super::{Book, Confidence, Operation, Rate, SizeMatch, Tier, Unit, money, text};
use crate::model::custom;
use crate::model::day::Day;
use crate::model::size::Size;

/// Provider id of the user's own models.
pub const PROVIDER: &str = "yours";
/// Most characters of a model's id, a name, a quality or an operation.
const LONGEST_WORD: usize = 200;
/// Most operations that one rate can be for.
const MOST_OPERATIONS: usize = 32;
/// Most characters of a note.
const LONGEST_NOTE: usize = 2_000;

/// Prices that only the user knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Yours {
    /// Negotiated rates for models of the book.
    pub rates: Vec<YourRate>,
    /// Models of the user's own.
    pub models: Vec<YourModel>,
}

/// A negotiated rate: from its day on it stands in place of the list rates that hold for the same unit,
/// operations, size, quality and tier.
///
/// Where the model has a batch factor, the factor applies to a standard rate of the user's own: the batch
/// tier then costs that share of it, also where the list spells its batch rate out. A batch rate of the
/// user's own comes first.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "file::RateLine")]
pub struct YourRate {
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
    /// First day. Where the list's first rate is younger, it holds from that one's day on: before it the
    /// model has no price that could be another one.
    pub from: Day,
    /// Where it was agreed, or anything else.
    pub note: String,
}

/// A model of the user's own, billed per image.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "file::ModelBlock")]
pub struct YourModel {
    /// Id within the provider `yours`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The prices. The first size and the first quality that are named stand in where a call names none.
    pub prices: Vec<YourPrice>,
    /// What the batch tier costs, as a share of the price from 0 to 1; none where there is no such tier.
    pub batch: Option<Decimal>,
    /// First day.
    pub from: Day,
    /// Where it was agreed, or anything else.
    pub note: String,
}

/// What an image of a [`YourModel`] costs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "file::PriceLine")]
pub struct YourPrice {
    /// What is asked.
    pub operation: Operation,
    /// Output size; none for any.
    pub size: Option<Size>,
    /// Quality; none for any.
    pub quality: Option<String>,
    /// USD per image.
    pub usd: Decimal,
}

/// Something of which there may be only one for the same question.
pub(in crate::model) trait Entry {
    /// Most entries of a list.
    const MOST: usize;
    /// What several of them are called.
    const MANY: &'static str;

    /// Whether both answer the same question.
    fn is_twin(&self, other: &Self) -> bool;

    /// Feeds what twins have in common.
    fn mark(&self, hasher: &mut impl Hasher);

    /// What it is, in words.
    fn words(&self) -> String;
}

/// Finds twins in a list that grows, at a cost that grows no faster.
pub(in crate::model) struct Twins {
    hasher: RandomState,
    places: HashMap<u64, Vec<usize>>,
}

impl Twins {
    pub(in crate::model) fn new() -> Self {
        Self { hasher: RandomState::new(), places: HashMap::new() }
    }

    /// Whether the last entry of a list may stand there; those before it were asked about.
    pub(in crate::model) fn check_last<E: Entry>(&mut self, entries: &[E]) -> Result<(), String> {
        let Some((last, before)) = entries.split_last() else { return Ok(()) };
        if entries.len() > E::MOST {
            return Err(format!("there are more than {} {}", E::MOST, E::MANY));
        }
        let mut hasher = self.hasher.build_hasher();
        last.mark(&mut hasher);
        let alike = self.places.entry(hasher.finish()).or_default();
        if alike.iter().filter_map(|at| before.get(*at)).any(|known| known.is_twin(last)) {
            return Err(format!("{} is there twice", last.words()));
        }
        alike.push(before.len());
        Ok(())
    }
}

fn check_all<E: Entry>(entries: &[E]) -> Result<(), String> {
    let mut twins = Twins::new();
    (1..=entries.len()).filter_map(|count| entries.get(..count)).try_for_each(|entries| twins.check_last(entries))
}

/// Puts an entry in its twin's place, or at the end.
fn set<E: Entry>(list: &mut Vec<E>, entry: E) {
    match list.iter_mut().find(|known| known.is_twin(&entry)) {
        Some(known) => *known = entry,
        None => list.push(entry),
    }
}

impl Yours {
    /// Adds the models and puts the rates in place of the list's. Returns what could not be applied, in
    /// words; the rest is.
    pub fn apply(&self, book: &mut Book) -> Vec<String> {
        let mut left_out = Vec::new();
        for model in &self.models {
            match model.provider() {
                Ok(provider) => book.add(provider),
                Err(why) => left_out.push(why),
            }
        }
        // The oldest first, so that a younger one ends it.
        let mut rates: Vec<&YourRate> = self.rates.iter().collect();
        rates.sort_by_key(|rate| rate.from);
        for rate in rates {
            let applied = rate.check().and_then(|()| rate.apply(book));
            let batch = applied.and_then(|()| self.batch_of(rate, book).map_or(Ok(()), |batch| batch.apply(book)));
            left_out.extend(batch.err());
        }
        left_out
    }

    /// The batch rate that follows from a standard rate by the model's factor, where the list has one of
    /// its own and the user has none by then.
    fn batch_of(&self, rate: &YourRate, book: &Book) -> Option<YourRate> {
        let model = book.get(&rate.model)?;
        let factor = model.batch.filter(|_| rate.tier == Tier::Standard)?;
        let batch = YourRate { tier: Tier::Batch, usd: rate.usd.checked_mul(factor)?, ..rate.clone() };
        let listed = model.rates.iter().any(|known| batch.is_for(known));
        let own = self.rates.iter().any(|known| known.from <= batch.from && known.is_for_the_same(&batch));
        (listed && !own).then_some(batch)
    }

    /// Whether everything may be written to a file and would be read from one.
    ///
    /// # Errors
    /// The first thing that is wrong, in one sentence.
    pub fn check(&self) -> Result<(), String> {
        check_all(&self.rates)?;
        check_all(&self.models)?;
        self.rates.iter().try_for_each(YourRate::check)?;
        self.models.iter().try_for_each(|model| model.provider().map(drop))
    }

    /// Adds a rate, in place of one for the same from the same day.
    pub fn set_rate(&mut self, rate: YourRate) {
        set(&mut self.rates, rate);
    }

    /// Takes a rate away: the one for the same from the same day.
    pub fn remove_rate(&mut self, rate: &YourRate) {
        self.rates.retain(|known| !known.is_twin(rate));
    }

    /// Adds a model, in place of one with the same id.
    pub fn set_model(&mut self, model: YourModel) {
        set(&mut self.models, model);
    }

    /// Takes a model away, by its id within the provider `yours`.
    pub fn remove_model(&mut self, id: &str) {
        self.models.retain(|known| known.id != id);
    }

    /// Adds all of the other's rates and models, in place of those for the same.
    pub fn merge(&mut self, other: Self) {
        other.rates.into_iter().for_each(|rate| self.set_rate(rate));
        other.models.into_iter().for_each(|model| self.set_model(model));
    }
}

impl YourRate {
    /// A rate of the user's own for what a list rate of `model` (its full id) holds for.
    pub fn of(rate: &Rate, model: &str, usd: Decimal, from: Day) -> Self {
        Self {
            model: model.to_owned(),
            unit: rate.unit,
            operations: rate.operations.clone(),
            size: rate.size,
            quality: rate.quality.clone(),
            prompt_from: rate.prompt_from,
            tier: rate.tier,
            usd,
            from,
            note: String::new(),
        }
    }

    /// Whether a rate of the same model gives way to it: it holds for the same, and does not end earlier.
    pub fn replaces(&self, rate: &Rate) -> bool {
        self.is_for(rate) && rate.from >= self.from
    }

    /// Whether a rate of the same model holds for the same, on whatever day.
    pub fn is_for(&self, rate: &Rate) -> bool {
        self.unit == rate.unit
            && same_operations(&self.operations, &rate.operations)
            && self.size == rate.size
            && self.quality == rate.quality
            && self.prompt_from == rate.prompt_from
            && self.tier == rate.tier
    }

    /// Whether both hold for the same of the same model, on whatever day.
    fn is_for_the_same(&self, other: &Self) -> bool {
        self.unit == other.unit
            && self.tier == other.tier
            && self.size == other.size
            && self.quality == other.quality
            && self.prompt_from == other.prompt_from
            && self.model == other.model
            && same_operations(&self.operations, &other.operations)
    }

    fn apply(&self, book: &mut Book) -> Result<(), String> {
        if book.get(&self.model).is_none() {
            let why = book.find(&self.model).map_or_else(
                |unknown| unknown.to_string(),
                |model| format!("`{}` is no full id; write `{}`", self.model, model.id),
            );
            return Err(format!("{} is left out: {why}", self.words()));
        }
        let nothing = || format!("{} is left out: the price book has no rate for exactly this", self.words());
        let model = book.get_mut(&self.model).ok_or_else(nothing)?;
        let first = model.rates.iter().filter(|rate| self.is_for(rate)).map(|rate| rate.from).min();
        let from = first.ok_or_else(nothing)?.max(self.from);
        model.rates.retain(|rate| !self.replaces(rate));
        model.rates.push(self.rate(from).into());
        model.rates.sort_by_key(|rate| (rate.unit, rate.from));
        Ok(())
    }

    fn rate(&self, from: Day) -> Rate {
        Rate {
            unit: self.unit,
            usd: self.usd,
            credits: None,
            operations: self.operations.clone(),
            size: self.size,
            quality: self.quality.clone(),
            prompt_from: self.prompt_from,
            tier: self.tier,
            from,
            source: custom::source(self.from),
            confidence: Confidence::High,
            note: self.note.clone(),
            others: Vec::new(),
        }
    }

    fn check(&self) -> Result<(), String> {
        let named = |what: String| format!("your rate for {}: {what}", text::excerpt(&self.model));
        check_scope(&self.model, &self.operations, self.size, self.quality.as_deref()).map_err(named)?;
        check_note(&self.note).map_err(named)?;
        money::price(&self.usd.to_string()).map(drop).map_err(named)
    }
}

impl Entry for YourRate {
    const MOST: usize = 5_000;
    const MANY: &'static str = "rates";

    fn is_twin(&self, other: &Self) -> bool {
        self.from == other.from && self.is_for_the_same(other)
    }

    fn mark(&self, hasher: &mut impl Hasher) {
        // The operations count in whatever order.
        let operations: BTreeSet<&str> = self.operations.iter().map(Operation::name).collect();
        (self.from, &self.model, self.unit, operations, self.size, &self.quality).hash(hasher);
        (self.prompt_from, self.tier).hash(hasher);
    }

    fn words(&self) -> String {
        let mut words = vec![self.unit.label().to_lowercase()];
        words.extend(self.operations.iter().map(|own| own.name().to_owned()));
        words.extend(Some(self.size.words()).filter(|size| !size.is_empty()));
        words.extend(self.quality.clone());
        words.extend(self.prompt_from.map(|from| format!("prompts from {from} tokens")));
        if self.tier != Tier::Standard {
            words.push(self.tier.words().to_owned());
        }
        format!("your rate for {} ({}) from {}", self.model, words.join(", "), self.from)
    }
}

/// Whether a rate can be for a model, and can hold for operations, a size and a quality.
pub(in crate::model) fn check_scope(
    model: &str,
    operations: &[Operation],
    size: SizeMatch,
    quality: Option<&str>,
) -> Result<(), String> {
    check_word("model", model)?;
    if operations.len() > MOST_OPERATIONS {
        return Err(format!("{} operations are named, and at most {MOST_OPERATIONS} can be", operations.len()));
    }
    operations.iter().try_for_each(|operation| check_word("operation", operation.name()))?;
    quality.map_or(Ok(()), |quality| check_word("quality", quality))?;
    match size {
        SizeMatch::Only(Size::Auto) => Err("`auto` is no size with a price of its own".into()),
        SizeMatch::Band { from, up_to } if from > up_to => {
            Err(format!("there are no pixels from {from} up to {up_to}"))
        }
        _ => Ok(()),
    }
}

/// Whether both lists name the same operations, in whatever order.
fn same_operations(a: &[Operation], b: &[Operation]) -> bool {
    a.iter().all(|operation| b.contains(operation)) && b.iter().all(|operation| a.contains(operation))
}

/// An id, a name, a quality or an operation: some characters on one line.
fn check_word(what: &str, word: &str) -> Result<(), String> {
    if word.trim().is_empty() {
        Err(format!("the {what} is empty"))
    } else if word.trim() != word {
        Err(format!("the {what} `{}` begins or ends with a blank", text::excerpt(word)))
    } else if word.chars().count() > LONGEST_WORD || word.chars().any(char::is_control) {
        Err(format!("the {what} `{}` is not up to {LONGEST_WORD} characters on one line", text::excerpt(word)))
    } else {
        Ok(())
    }
}

fn check_note(note: &str) -> Result<(), String> {
    match note.chars().count() {
        long if long > LONGEST_NOTE => Err(format!("the note has {long} characters; at most {LONGEST_NOTE} are kept")),
        _ => Ok(()),
    }
}
