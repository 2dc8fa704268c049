//! A line's values on another model: the nearest size it sells, the quality with the same look.

use rust_decimal::Decimal;

use super::Change;
use crate::model::assumption::{Key, Value, Values};
use crate::model::book::{Book, Model, Operation};
use crate::model::ladder::{Basis, same_look};
use crate::model::plan::{near_size, takes_size};
use crate::model::size::Size;

/// What to set on a line so that it runs on a model.
///
/// # Errors
/// Why the model cannot do what the line asks.
pub(super) fn values(
    book: &Book,
    line: &Values,
    model: &Model,
    changes: &mut Vec<Change>,
) -> Result<Vec<(Key, Value)>, String> {
    operations(line, model)?;
    references(line, model)?;
    let now = book.find(line.text(Key::Model)).ok();
    let mut set = vec![(Key::Model, Value::Text(model.id.clone()))];
    if now.is_some_and(|now| now.id == model.id) {
        return Ok(set);
    }
    set.extend(size(line, now.map(|now| &**now), model, changes)?.map(|size| (Key::Size, Value::Text(size))));
    let own = [(Key::EditModel, Key::EditQuality), (Key::ImageToImageModel, Key::ImageToImageQuality)];
    let follows = |(its_model, _): &&(Key, Key)| line.text(*its_model) == "same";
    let keys = own.iter().filter(follows).map(|(_, quality)| *quality).filter(|key| line.text(*key) != "same");
    for key in [Key::Quality].into_iter().chain(keys) {
        let found = quality(book, line.text(key), now.map(|now| &**now), model, changes);
        set.push((key, Value::Text(found)));
    }
    Ok(set)
}

/// Whether the model does every operation that the line leaves to it.
fn operations(line: &Values, model: &Model) -> Result<(), String> {
    let (edits, restyles) = (line.amount(Key::EditShare), line.amount(Key::ImageToImageShare));
    let generated = Decimal::ONE.saturating_sub(edits).saturating_sub(restyles);
    let own = |key| line.text(key) != "same";
    for (operation, share, has_own) in [
        (Operation::Generate, generated, false),
        (Operation::Edit, edits, own(Key::EditModel)),
        (Operation::ImageToImage, restyles, own(Key::ImageToImageModel)),
    ] {
        if share > Decimal::ZERO && !has_own && !model.operations.contains(&operation) {
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
        let count = line.amount(count);
        if !line.amount(share).is_zero() && line.text(own) == "same" && count > Decimal::from(most) {
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
    let found = match wanted {
        Size::Auto => model.default_size.or(model.sizes.first().copied()),
        wanted => near_size(model, wanted),
    };
    let found = found.ok_or_else(|| format!("it has no size near {wanted}"))?.to_string();
    push(changes, Change::Size { from: wanted.to_string(), to: found.clone() });
    Ok(Some(found))
}

/// The quality to ask for there.
fn quality(book: &Book, text: &str, now: Option<&Model>, model: &Model, changes: &mut Vec<Change>) -> String {
    let wanted = match text {
        "default" => now.and_then(|now| now.default_quality.as_deref()),
        text => Some(text).filter(|_| now.is_none_or(|now| !now.qualities.is_empty())),
    };
    let Some(wanted) = wanted else { return "default".into() };
    let look = now.and_then(|now| same_look(book, now, wanted, model));
    let Some(look) = look else {
        if model.qualities.is_empty() {
            push(changes, Change::NoQuality { from: wanted.to_owned() });
        }
        return "default".into();
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
