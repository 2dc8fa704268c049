//! Two versions of one model.

use rust_decimal::Decimal;

use super::changes::Changes;
use super::{List, Of, Rule, What, parts, rates};
use crate::model::book::{Model, Operation};
use crate::model::size::Size;

/// Compares every field of a model but those of its provider. What is not bound here is compared
/// below or in [`rates`].
pub(super) fn compare(changes: &mut Changes, old: &Model, new: &Model) {
    let Model {
        id: _,
        provider: _,
        name,
        aliases,
        origin: _,
        state,
        from,
        retires,
        replacement,
        confidence,
        source,
        note,
        no_price,
        operations: _,
        sizes: _,
        size_limits: _,
        default_size: _,
        auto_sizes: _,
        qualities: _,
        default_quality: _,
        auto_quality: _,
        default_risk,
        max_references: _,
        batch: _,
        tokens: _,
        megapixels: _,
        steps: _,
        seconds: _,
        regions: _,
        free_references: _,
        truncate_decimals: _,
        rates: _,
        lacks: _,
        printed: _,
        failures: _,
    } = old;
    changes.value(What::Id, Some(old.short_id()), Some(new.short_id()));
    changes.value(What::Name, Some(name), Some(&new.name));
    changes.value(What::State, Some(state.words()), Some(new.state.words()));
    changes.shown(What::From, Some(from), Some(&new.from));
    changes.shown(What::Retires, retires.as_ref(), new.retires.as_ref());
    changes.prose(&Of::Itself, What::Replacement, replacement, &new.replacement);
    changes.value(What::Confidence, Some(confidence.words()), Some(new.confidence.words()));
    changes.source(&Of::Itself, source, &new.source);
    changes.entries(List::Aliases, aliases, &new.aliases);
    choices(changes, old, new);
    counting(changes, old, new);
    rates::compare(changes, old, new);
    changes.prose(&Of::Itself, What::NoPrice, no_price, &new.no_price);
    changes.prose(&Of::Itself, What::DefaultRisk, default_risk, &new.default_risk);
    changes.prose(&Of::Itself, What::Note, note, &new.note);
}

/// Compares what a caller can choose from, and what holds when he does not.
fn choices(changes: &mut Changes, old: &Model, new: &Model) {
    changes.entries(List::Operations, &names(&old.operations), &names(&new.operations));
    changes.entries(List::Sizes, &sizes_of(&old.sizes), &sizes_of(&new.sizes));
    let limits = |model: &Model| model.size_limits.map(parts::of_limits);
    parts::compare(changes, Rule::SizeLimits, limits(old), limits(new));
    changes.shown(What::DefaultSize, old.default_size, new.default_size);
    changes.entries(List::AutoSizes, &sizes_of(&old.auto_sizes), &sizes_of(&new.auto_sizes));
    changes.entries(List::Qualities, &old.qualities, &new.qualities);
    changes.value(What::DefaultQuality, old.default_quality.as_deref(), new.default_quality.as_deref());
    let possible = |auto: bool| Some(if auto { "possible" } else { "not possible" });
    changes.value(What::AutoQuality, possible(old.auto_quality), possible(new.auto_quality));
}

/// Compares how units are counted and what changes their price.
fn counting(changes: &mut Changes, old: &Model, new: &Model) {
    let plain = |number: Option<Decimal>| number.map(|number| number.normalize());
    let tokens = |model: &Model| model.tokens.as_ref().map(parts::of_tokens);
    let megapixels = |model: &Model| model.megapixels.map(parts::of_megapixels);
    let steps = |model: &Model| model.steps.map(parts::of_steps);
    changes.shown(What::MaxReferences, old.max_references, new.max_references);
    changes.shown(What::FreeReferences, Some(old.free_references), Some(new.free_references));
    changes.shown(What::Batch, plain(old.batch), plain(new.batch));
    parts::compare(changes, Rule::Tokens, tokens(old), tokens(new));
    parts::compare(changes, Rule::Megapixels, megapixels(old), megapixels(new));
    parts::compare(changes, Rule::Steps, steps(old), steps(new));
    let regions = |model: &Model| Some(parts::of_regions(&model.regions)).filter(|parts| !parts.is_empty());
    parts::compare(changes, Rule::Regions, regions(old), regions(new));
    changes.shown(What::Seconds, plain(old.seconds), plain(new.seconds));
    changes.shown(What::TruncateDecimals, old.truncate_decimals, new.truncate_decimals);
}

fn names(operations: &[Operation]) -> Vec<String> {
    operations.iter().map(ToString::to_string).collect()
}

fn sizes_of(sizes: &[Size]) -> Vec<String> {
    sizes.iter().map(ToString::to_string).collect()
}
