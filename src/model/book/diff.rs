//! What differs between two versions of the prices.
//!
//! Nothing is left out: every structure is taken apart field by field, so that a new field does not
//! compile until it is compared. What a rate takes from its model, or a model from its provider, is
//! said once and there.

mod changes;
mod model;
mod parts;
mod rates;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Billing, Book, FailureRule, Model, Provider, Rate, Unit};
use crate::model::num::{Num as _, TooLarge};
use crate::model::outcome::Outcome;
use changes::{Changes, Sources};

/// One thing in which two versions of the prices differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it concerns.
    pub about: About,
    /// The name of that for people, as the new prices write it.
    pub name: String,
    /// What changed.
    pub change: Change,
}

/// What a difference concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// All providers together.
    Book,
    /// The provider with this id.
    Provider(String),
    /// The model with this full id.
    Model(String),
}

/// A change from the old prices to the new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The provider or the model is new.
    Added,
    /// The provider or the model is gone.
    Removed,
    /// A value is another one; none where it is not given.
    Value {
        /// Whose value.
        of: Of,
        /// Which value.
        what: What,
        /// Before, as files write it.
        old: Option<String>,
        /// Now, as files write it.
        new: Option<String>,
    },
    /// A list has one entry more.
    Listed {
        /// Which list.
        list: List,
        /// The entry.
        entry: String,
    },
    /// A list has one entry less.
    Unlisted {
        /// Which list.
        list: List,
        /// The entry.
        entry: String,
    },
    /// A list has the same entries in another order, or some of them more often.
    Order {
        /// Which list.
        list: List,
        /// Before.
        old: Vec<String>,
        /// Now.
        new: Vec<String>,
    },
    /// An outcome is billed by another rule.
    Billing {
        /// The outcome.
        outcome: Outcome,
        /// Before.
        old: Billing,
        /// Now.
        new: Billing,
    },
    /// A rate is new.
    RateAdded {
        /// The rate.
        rate: Arc<Rate>,
        /// What holds for the same until its first day, in the new prices.
        before: Option<Arc<Rate>>,
        /// Whether it is only shown beside the exact rule.
        printed: bool,
    },
    /// A rate is gone.
    RateRemoved {
        /// The rate.
        rate: Arc<Rate>,
        /// What held for the same until its first day, in the old prices.
        before: Option<Arc<Rate>>,
        /// Whether it was only shown beside the exact rule.
        printed: bool,
    },
    /// A rate has another price, or the same from another day or in other credits.
    RateChanged {
        /// Before.
        old: Arc<Rate>,
        /// Now.
        new: Arc<Rate>,
        /// Whether it is only shown beside the exact rule.
        printed: bool,
        /// Whether there are rates of several days for the same, in either version.
        dated: bool,
    },
    /// Of rates that fit a call equally well, another one comes first.
    RateOrder {
        /// What they are for.
        unit: Unit,
    },
}

/// Whose value changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// The provider's or the model's own.
    Itself,
    /// A rate's, as the new prices have it.
    Rate {
        /// The rate.
        rate: Arc<Rate>,
        /// Whether it is only shown beside the exact rule.
        printed: bool,
    },
    /// The billing rule of an outcome.
    Failure(Outcome),
}

/// Which value changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The id.
    Id,
    /// The name for people.
    Name,
    /// Where a model is in its life.
    State,
    /// The first day of a model's prices.
    From,
    /// The day on which a model ends.
    Retires,
    /// What to use instead.
    Replacement,
    /// How sure we are.
    Confidence,
    /// Where it was read.
    Source,
    /// Who wrote the source at this link.
    SourceKind(String),
    /// When the source at this link was checked.
    SourceChecked(String),
    /// What a reader should know.
    Note,
    /// Why there is no price.
    NoPrice,
    /// Size when the caller says none.
    DefaultSize,
    /// Quality when the caller says none.
    DefaultQuality,
    /// Whether the quality may be left to the model.
    AutoQuality,
    /// What a careless default can cost.
    DefaultRisk,
    /// Most reference images of one call.
    MaxReferences,
    /// Reference images that are not charged.
    FreeReferences,
    /// Batch multiplier.
    Batch,
    /// Seconds of compute per image.
    Seconds,
    /// Decimals that a call's price is truncated to.
    TruncateDecimals,
    /// Figures of other sources for a rate.
    Others,
    /// A rule of counting: the whole rule, or this part of it.
    Rule(Rule, Option<String>),
}

/// A rule of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Token counts.
    Tokens,
    /// How megapixels are counted.
    Megapixels,
    /// How steps are counted.
    Steps,
    /// Which other sizes are legal.
    SizeLimits,
    /// What regions cost.
    Regions,
}

/// Which list changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Providers of a book.
    Providers,
    /// Models of a provider.
    Models,
    /// Other ids of a model.
    Aliases,
    /// What a model does.
    Operations,
    /// Sizes to offer.
    Sizes,
    /// What the size `auto` chooses from.
    AutoSizes,
    /// Quality tiers.
    Qualities,
}

/// By how many percent `new` is above `old`, to one decimal; none when `old` is nothing.
///
/// # Errors
/// When the result does not fit.
pub fn percent_change(old: Decimal, new: Decimal) -> Result<Option<Decimal>, TooLarge> {
    if old.is_zero() {
        return Ok(None);
    }
    Ok(Some(new.minus(old)?.times(Decimal::ONE_HUNDRED)?.over(old)?.round_dp(1).normalize()))
}

/// What differs between two books, provider by provider in the order of the new one.
pub fn differences_of_books(old: &Book, new: &Book) -> Vec<Difference> {
    let (old, new) = (old.providers(), new.providers());
    let known: HashMap<&str, &Provider> = old.iter().map(|provider| (provider.id.as_str(), provider)).collect();
    let mut found = Vec::new();
    for provider in new {
        match known.get(provider.id.as_str()) {
            Some(before) => found.extend(differences(before, provider)),
            None => found.push(of_provider(provider, Change::Added)),
        }
    }
    let is_new = |id: &str| new.iter().any(|provider| provider.id == id);
    let gone = old.iter().filter(|provider| !is_new(&provider.id));
    found.extend(gone.map(|provider| of_provider(provider, Change::Removed)));
    let ids = |providers: &[Provider], both: &dyn Fn(&str) -> bool| {
        providers.iter().map(|provider| provider.id.clone()).filter(|id| both(id)).collect::<Vec<_>>()
    };
    let (old, new) = (ids(old, &is_new), ids(new, &|id| known.contains_key(id)));
    if old != new {
        let change = Change::Order { list: List::Providers, old, new };
        found.push(Difference { about: About::Book, name: "All providers".into(), change });
    }
    found
}

/// What differs between two versions of a provider: itself first, then its models in the order of the
/// new version, then those that are gone.
pub fn differences(old: &Provider, new: &Provider) -> Vec<Difference> {
    let Provider { id, name, failures, models } = old;
    let mut sources = Sources::default();
    let mut own = Changes::new(&mut sources);
    own.value(What::Id, Some(id), Some(&new.id));
    own.value(What::Name, Some(name), Some(&new.name));
    for (outcome, rule) in failures.iter() {
        of_rule(&mut own, outcome, rule, new.failures.get(outcome));
    }
    let mut own = own.list;
    let partners = Partners::of(models, &new.models);
    let mut of_models = Vec::new();
    for model in &new.models {
        let changes = match partners.old_of(model) {
            None => vec![Change::Added],
            Some(before) => {
                let mut changes = Changes::new(&mut sources);
                model::compare(&mut changes, before, model);
                changes.list
            }
        };
        of_models.extend(changes.into_iter().map(|change| of_model(model, change)));
    }
    let gone = models.iter().filter(|model| !partners.stays(model));
    of_models.extend(gone.map(|model| of_model(model, Change::Removed)));
    own.extend(sources.changes());
    own.extend(partners.order(models, &new.models));
    own.into_iter().map(|change| of_provider(new, change)).chain(of_models).collect()
}

fn of_provider(provider: &Provider, change: Change) -> Difference {
    Difference { about: About::Provider(provider.id.clone()), name: provider.name.clone(), change }
}

fn of_model(model: &Model, change: Change) -> Difference {
    Difference { about: About::Model(model.id.clone()), name: model.name.clone(), change }
}

fn of_rule(changes: &mut Changes, outcome: Outcome, old: &FailureRule, new: &FailureRule) {
    let FailureRule { billing, source, confidence, note } = old;
    if *billing != new.billing {
        changes.list.push(Change::Billing { outcome, old: *billing, new: new.billing });
    }
    let of = Of::Failure(outcome);
    changes.source(&of, source, &new.source);
    changes.value_of(&of, What::Confidence, Some(confidence.words()), Some(new.confidence.words()));
    changes.prose(&of, What::Note, note, &new.note);
}

/// Which model of the old version became which of the new one.
struct Partners<'a> {
    /// Old models by the new one's id.
    old: HashMap<&'a str, &'a Arc<Model>>,
    /// New ids by the old one's.
    new: HashMap<&'a str, &'a str>,
}

impl<'a> Partners<'a> {
    /// The same id, or for those left over the same name or an alias, where that is not ambiguous.
    fn of(old: &'a [Arc<Model>], new: &'a [Arc<Model>]) -> Self {
        let by_id: HashMap<&str, &Arc<Model>> = old.iter().map(|model| (model.short_id(), model)).collect();
        let same = |model: &'a Arc<Model>| Some((*by_id.get(model.short_id())?, model));
        let mut pairs: Vec<(&Arc<Model>, &Arc<Model>)> = new.iter().filter_map(same).collect();
        let new_ids: HashSet<&str> = new.iter().map(|model| model.short_id()).collect();
        let old_only: Vec<&Arc<Model>> = old.iter().filter(|model| !new_ids.contains(model.short_id())).collect();
        let new_only: Vec<&Arc<Model>> = new.iter().filter(|model| !by_id.contains_key(model.short_id())).collect();
        let one = |of: &Model, among: &[&'a Arc<Model>]| -> Option<&'a Arc<Model>> {
            let mut kin = among.iter().filter(|model| is_kin(of, model));
            kin.next().copied().filter(|_| kin.next().is_none())
        };
        for model in &new_only {
            if let Some(before) = one(model, &old_only)
                && one(before, &new_only).is_some()
            {
                pairs.push((before, model));
            }
        }
        Self {
            old: pairs.iter().map(|(old, new)| (new.id.as_str(), *old)).collect(),
            new: pairs.iter().map(|(old, new)| (old.id.as_str(), new.id.as_str())).collect(),
        }
    }

    fn old_of(&self, new: &Model) -> Option<&'a Arc<Model>> {
        self.old.get(new.id.as_str()).copied()
    }

    fn stays(&self, old: &Model) -> bool {
        self.new.contains_key(old.id.as_str())
    }

    /// Whether models that are in both versions stand in another order.
    fn order(&self, old: &[Arc<Model>], new: &[Arc<Model>]) -> Option<Change> {
        let old: Vec<String> =
            old.iter().filter_map(|model| Some((*self.new.get(model.id.as_str())?).into())).collect();
        let new: Vec<String> =
            new.iter().map(|m| m.id.clone()).filter(|id| self.old.contains_key(id.as_str())).collect();
        (old != new).then_some(Change::Order { list: List::Models, old, new })
    }
}

/// Whether two models of different ids may be the same one.
fn is_kin(a: &Model, b: &Model) -> bool {
    let calls = |a: &Model, b: &Model| a.aliases.iter().any(|alias| alias == b.short_id());
    a.name == b.name || calls(a, b) || calls(b, a)
}
