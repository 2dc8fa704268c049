//! A line's values on another model: the nearest size it sells, the quality with the same look.

use rust_decimal::Decimal;

use super::Change;
use crate::model::assumption::{Key, Value, Values};
use crate::model::book::{Book, Model, Operation};
use crate::model::custom;
use crate::model::ladder::{Basis, same_look};
use crate::model::plan::{near_size, takes_size};
use crate::model::price::quality_problem;
use crate::model::size::Size;

/// The operations that can have a model of their own: share, model, quality.
const OWN: [(Key, Key, Key); 2] = [
    (Key::EditShare, Key::EditModel, Key::EditQuality),
    (Key::ImageToImageShare, Key::ImageToImageModel, Key::ImageToImageQuality),
];

/// What to set on a line, whose models stand by their full ids, so that it runs on a model.
///
/// # Errors
/// Why the model cannot do what the line asks.
pub(super) fn values(
    book: &Book,
    line: &Values,
    model: &Model,
    changes: &mut Vec<Change>,
    alike: &mut bool,
) -> Result<Vec<(Key, Value)>, String> {
    let now = Some(line.text(Key::Model)).filter(|id| *id != custom::ID).and_then(|id| book.get(id));
    let now = now.map(|now| &**now);
    let mut set = vec![(Key::Model, Value::Text(model.id.clone()))];
    if now.is_some_and(|now| now.id == model.id) {
        return Ok(set);
    }
    operations(line, now, model)?;
    references(line, model)?;
    set.extend(size(line, now, model, changes)?.map(|size| (Key::Size, Value::Text(size))));
    resized(book, line, &set, changes);
    set.extend(region(line, model, changes));
    *alike &= now.is_some_and(|now| is_alike(book, now, line.text(Key::Quality), model));
    let found = quality(book, line, Key::Quality, now, model, changes);
    let moved = found != line.text(Key::Quality);
    set.push((Key::Quality, Value::Text(found)));
    for (share, its_model, its_quality) in OWN {
        let follows = line.text(its_quality) == "same";
        let found = match line.text(its_model) {
            "same" if follows => None,
            "same" => Some(quality(book, line, its_quality, now, model, changes)),
            own if follows && moved && ends(line, share).1 > Decimal::ZERO => own_quality(book, line, own),
            _ => None,
        };
        set.extend(found.map(|quality| (its_quality, Value::Text(quality))));
    }
    Ok(set)
}

/// Whether a model is the same one, or takes the same tokens for the quality that stands for this one.
fn is_alike(book: &Book, now: &Model, quality: &str, model: &Model) -> bool {
    let named = if quality == "default" { now.default_quality.as_deref().unwrap_or(quality) } else { quality };
    let look = same_look(book, now, named, model);
    look.is_some_and(|look| matches!(look.basis, Basis::SameModel | Basis::SameTokens))
}

/// Says where a new size of the line reaches operations with models of their own.
fn resized(book: &Book, line: &Values, set: &[(Key, Value)], changes: &mut Vec<Change>) {
    let to = set.iter().find(|(key, value)| *key == Key::Size && value.to_string() != line.text(Key::Size));
    let Some((_, to)) = to else { return };
    let sized = |id: &str| book.get(id).is_some_and(|own| own.size_matters());
    let used = |(share, own, _): &(Key, Key, Key)| ends(line, *share).1 > Decimal::ZERO && sized(line.text(*own));
    if OWN.iter().any(used) {
        push(changes, Change::OthersResized { to: to.to_string() });
    }
}

/// The region to ask for there, where the model lacks the line's.
fn region(line: &Values, model: &Model, changes: &mut Vec<Change>) -> Option<(Key, Value)> {
    let name = line.text(Key::Region);
    let known = name == "default" || model.region_names().into_iter().any(|known| known == name);
    if known {
        return None;
    }
    push(changes, Change::NoRegion { from: name.to_owned() });
    Some((Key::Region, Value::Text("default".into())))
}

/// The quality to name for an operation with a model of its own, so that it does not move with the
/// line's; none where there is no choice.
fn own_quality(book: &Book, line: &Values, own: &str) -> Option<String> {
    let own = book.get(own).filter(|own| !own.qualities.is_empty())?;
    let text = line.text(Key::Quality);
    let has = quality_problem(own, Some(text)).is_none();
    Some(if has { text.to_owned() } else { "default".into() })
}

/// Lowest and highest value of a share.
fn ends(line: &Values, key: Key) -> (Decimal, Decimal) {
    match line.get(key) {
        Value::Range(range) => (range.low, range.high),
        _ => (line.amount(key), line.amount(key)),
    }
}

/// The operations that a line leaves to its model, or may at some end of its ranges.
fn left_to_model(line: &Values) -> impl Iterator<Item = Operation> {
    let [edits, restyles] = OWN.map(|(share, ..)| ends(line, share));
    let generated = Decimal::ONE.saturating_sub(edits.0).saturating_sub(restyles.0);
    let same = |key| line.text(key) == "same";
    let all = [
        (Operation::Generate, generated, true),
        (Operation::Edit, edits.1, same(Key::EditModel)),
        (Operation::ImageToImage, restyles.1, same(Key::ImageToImageModel)),
    ];
    all.into_iter().filter(|(_, share, left)| *left && *share > Decimal::ZERO).map(|(operation, ..)| operation)
}

/// Whether a line leaves anything to its model.
pub(super) fn uses_its_model(line: &Values) -> bool {
    left_to_model(line).next().is_some()
}

/// Whether the model does every operation that the line leaves to it. An operation of its own stands
/// only for the same one.
fn operations(line: &Values, now: Option<&Model>, model: &Model) -> Result<(), String> {
    for operation in left_to_model(line) {
        let does = match model.operation_for(&operation) {
            Some(Operation::Own(own)) => now.and_then(|now| now.operation_for(&operation)) == Some(Operation::Own(own)),
            common => common.is_some(),
        };
        if !does {
            let offered: Vec<&str> = model.operations.iter().map(Operation::name).collect();
            return Err(format!("it does not do `{operation}`; it does {}", offered.join(", ")));
        }
    }
    Ok(())
}

/// Whether the model takes as many references as the line sends.
fn references(line: &Values, model: &Model) -> Result<(), String> {
    let Some(most) = model.max_references else { return Ok(()) };
    for (share, own, count) in [
        (Key::EditShare, Key::EditModel, Key::ReferencesPerEdit),
        (Key::ImageToImageShare, Key::ImageToImageModel, Key::ReferencesPerImageToImage),
    ] {
        let count = ends(line, count).1;
        if ends(line, share).1 > Decimal::ZERO && line.text(own) == "same" && count > Decimal::from(most) {
            let wanted = count.normalize();
            return Err(format!("it takes at most {most} reference images a call, the line sends {wanted}"));
        }
    }
    Ok(())
}

/// The size to ask for there, where it is another text than now.
fn size(
    line: &Values,
    now: Option<&Model>,
    model: &Model,
    changes: &mut Vec<Change>,
) -> Result<Option<String>, String> {
    if !model.size_matters() {
        let named = line.text(Key::Size);
        if now.is_some_and(Model::size_matters) && !["default", "auto"].contains(&named) {
            push(changes, Change::AnySize { from: named.to_owned() });
        }
        return Ok(None);
    }
    let wanted = match line.text(Key::Size) {
        "default" => now.and_then(|now| now.default_size),
        text => text.parse().ok(),
    };
    let Some(wanted) = wanted else { return Ok(Some("default".into())) };
    if wanted == Size::Auto && !model.auto_sizes.is_empty() {
        return Ok(Some(wanted.to_string()));
    }
    if wanted != Size::Auto && takes_size(model, wanted) {
        return Ok(Some(wanted.to_string()));
    }
    let usual = now.and_then(|now| now.auto_sizes.first().copied());
    let found = match (wanted, usual) {
        (Size::Auto, Some(usual)) if takes_size(model, usual) => Some(usual),
        (Size::Auto, Some(usual)) => near_size(model, usual),
        (Size::Auto, None) => model.default_size.or(model.sizes.first().copied()),
        (wanted, _) => near_size(model, wanted),
    };
    let found = found.ok_or_else(|| format!("it has no size near {wanted}"))?.to_string();
    push(changes, Change::Size { from: wanted.to_string(), to: found.clone() });
    Ok(Some(found))
}

/// The quality to ask for there.
fn quality(
    book: &Book,
    line: &Values,
    key: Key,
    now: Option<&Model>,
    model: &Model,
    changes: &mut Vec<Change>,
) -> String {
    let has_choice = line.text(Key::Model) != custom::ID && now.is_none_or(|now| !now.qualities.is_empty());
    let wanted = match line.text(key) {
        "default" => now.and_then(|now| now.default_quality.as_deref()),
        text => Some(text).filter(|_| has_choice),
    };
    let Some(wanted) = wanted else { return "default".into() };
    if model.qualities.is_empty() {
        push(changes, Change::NoQuality { from: wanted.to_owned() });
        return "default".into();
    }
    let Some(look) = now.and_then(|now| same_look(book, now, wanted, model)) else {
        // Nobody knows what the present model looks like.
        return if quality_problem(model, Some(wanted)).is_none() { wanted } else { "default" }.into();
    };
    if look.quality != wanted || look.basis == Basis::Name {
        push(changes, Change::Quality { from: wanted.to_owned(), to: look.quality.clone(), basis: look.basis });
    }
    look.quality
}

fn push(changes: &mut Vec<Change>, change: Change) {
    if !changes.contains(&change) {
        changes.push(change);
    }
}
