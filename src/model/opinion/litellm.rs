//! LiteLLM's list of prices, `model_prices_and_context_window.json`, whole or in part.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::marker::PhantomData;

use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::key::{self, Parts};
use super::number::{self, Exact};
use super::{Entry, Figure, Import, NotAList, Refused};
use crate::model::book::{Source, SourceKind, Tier, Unit};
use crate::model::num::Num as _;
use crate::model::size::Size;

/// The entry that explains the list's own layout.
const EXPLANATION: &str = "sample_spec";
/// Longest name of an entry or a field, in characters.
const LONGEST_NAME: usize = 300;
/// Most characters that are kept of a field nobody here understands.
const LONGEST_TEXT: usize = 2_000;
/// Tokens or pixels of one unit.
const MILLION: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// Reads the list. Numbers are taken digit by digit.
///
/// # Errors
/// When the text is not a JSON object of objects, with line and column.
pub fn read(text: &str) -> Result<Import, NotAList> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Named::<&RawValue>(entries) = serde_json::from_str(text).map_err(|error| not_a_list(&error))?;
    let mut import = Import::default();
    let mut models: Vec<(String, Named<&RawValue>)> = Vec::with_capacity(entries.len());
    for (name, raw) in entries {
        match serde_json::from_str(raw.get()) {
            Ok(fields) => models.push((name, fields)),
            Err(_) => {
                let why = "it is no object of fields".into();
                import.refused.push(Refused { entry: short(&name), field: String::new(), why });
            }
        }
    }
    let mut copies: HashMap<&str, usize> = HashMap::with_capacity(models.len());
    for (name, _) in &models {
        let count = copies.entry(name).or_default();
        *count = count.saturating_add(1);
    }
    let mut named = HashSet::new();
    for (name, Named(fields)) in &models {
        if name == EXPLANATION {
            continue;
        }
        if !about_images(fields) {
            import.others = import.others.saturating_add(1);
            continue;
        }
        match copies.get(name.as_str()) {
            Some(&count) if count > 1 => {
                if named.insert(name) {
                    let why = format!("it is there {count} times, and only one of them can hold");
                    import.refused.push(Refused { entry: short(name), field: String::new(), why });
                }
            }
            _ => match entry(name, fields) {
                Ok(entry) => import.entries.push(entry),
                Err((field, why)) => import.refused.push(Refused { entry: short(name), field: short(field), why }),
            },
        }
    }
    Ok(import)
}

/// Whether a price of ours was read in this list.
pub fn is_source(source: &Source) -> bool {
    source.kind == SourceKind::PriceList && source.url.contains("BerriAI/litellm")
}

/// Names with their values, in the text's order, twins included.
struct Named<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for All<T> {
            type Value = Named<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object: the list is an object of models, and each model an object of fields")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named<T>, A::Error> {
                let mut all = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    all.push(pair);
                }
                Ok(Named(all))
            }
        }
        deserializer.deserialize_map(All(PhantomData))
    }
}

type Fields<'a> = [(String, &'a RawValue)];

fn not_a_list(error: &serde_json::Error) -> NotAList {
    let (line, column) = (error.line().max(1), error.column().max(1));
    let message = error.to_string();
    let what = if error.is_eof() {
        "the text ends in the middle of the list"
    } else {
        message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what)
    };
    NotAList { line, column, what: what.to_owned() }
}

/// The beginning of a long name.
fn short(name: &str) -> String {
    name.chars().take(LONGEST_NAME).collect()
}

fn text(raw: &RawValue) -> Option<String> {
    serde_json::from_str(raw.get()).ok()
}

/// Whether a model makes images: it says so by its mode or by what comes out; where it says neither,
/// by a price for images that come out. Music is sold under that price too, and says so.
fn about_images(fields: &Fields<'_>) -> bool {
    let mut priced = false;
    let mut stated = false;
    for (name, raw) in fields {
        match name.as_str() {
            "mode" if matches!(text(raw).as_deref(), Some("image_generation" | "image_edit")) => return true,
            "supported_output_modalities" => {
                let outputs: Vec<String> = serde_json::from_str(raw.get()).unwrap_or_default();
                if outputs.iter().any(|output| output == "image") {
                    return true;
                }
                stated = stated || !outputs.is_empty();
            }
            field => priced = priced || field.starts_with("output_cost_per_image"),
        }
    }
    priced && !stated
}

/// Whether a field is about something else than money: limits, abilities, endpoints.
fn is_plain(field: &str) -> bool {
    let abilities = ["supports_", "supported_", "max_"].iter().any(|start| field.starts_with(start));
    abilities || matches!(field, "litellm_provider" | "mode" | "rpm" | "tpm" | "rpd")
}

/// What a price in the list is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Tokens(Unit),
    /// One image that comes out.
    Image(Option<Size>),
    /// One image that goes in; the one that comes out where nothing else prices that.
    InputImage,
    Pixel,
    InputPixel,
}

fn kind(field: &str) -> Option<(Kind, Tier)> {
    let tiers = [("_batches", Tier::Batch), ("_flex", Tier::Flex), ("_priority", Tier::Priority)];
    let found = tiers.into_iter().find_map(|(end, tier)| Some((field.strip_suffix(end)?, tier)));
    let (stem, tier) = found.unwrap_or((field, Tier::Standard));
    let kind = match stem {
        "input_cost_per_token" => Kind::Tokens(Unit::TextInput),
        "cache_read_input_token_cost" => Kind::Tokens(Unit::TextInputCached),
        "input_cost_per_image_token" => Kind::Tokens(Unit::ImageInput),
        "cache_read_input_image_token_cost" => Kind::Tokens(Unit::ImageInputCached),
        "output_cost_per_image_token" => Kind::Tokens(Unit::ImageOutput),
        "output_cost_per_token" => Kind::Tokens(Unit::TextOutput),
        "output_cost_per_image" => Kind::Image(None),
        "input_cost_per_image" => Kind::InputImage,
        "output_cost_per_pixel" => Kind::Pixel,
        "input_cost_per_pixel" => Kind::InputPixel,
        other => match other.strip_prefix("output_cost_per_image_")?.parse().ok()? {
            class @ Size::Class(_) => Kind::Image(Some(class)),
            _ => return None,
        },
    };
    Some((kind, tier))
}

/// Reads one entry, or names the field that is wrong and says why.
fn entry<'a>(name: &'a str, fields: &'a Fields<'_>) -> Result<Entry, (&'a str, String)> {
    if name.chars().count() > LONGEST_NAME {
        return Err(("", format!("its name is longer than {LONGEST_NAME} characters")));
    }
    let mut entry = Entry {
        key: name.to_owned(),
        provider: String::new(),
        mode: String::new(),
        figures: Vec::new(),
        deprecation: None,
        source: String::new(),
        unknown: Vec::new(),
    };
    let (mut seen, mut prices) = (HashSet::new(), Vec::new());
    for (field, raw) in fields {
        if !seen.insert(field) {
            return Err((field, "it is there twice".into()));
        }
        if field.chars().count() > LONGEST_NAME {
            return Err((field, format!("its name is longer than {LONGEST_NAME} characters")));
        }
        let words = || text(raw).ok_or_else(|| (field.as_str(), "it is not a text in quotes".to_owned()));
        match field.as_str() {
            "litellm_provider" => entry.provider = words()?,
            "mode" => entry.mode = words()?,
            "source" => entry.source = words()?.chars().take(LONGEST_TEXT).collect(),
            "deprecation_date" if entry.deprecation.is_none() => match words().ok().and_then(|day| day.parse().ok()) {
                Some(day) => entry.deprecation = Some(day),
                None => entry.unknown.push((field.clone(), as_written(raw))),
            },
            price => match kind(price) {
                // A price that is null is not set.
                Some((kind, tier)) if raw.get() != "null" => {
                    let exact = number::exact(raw.get()).map_err(|why| (price, why))?;
                    prices.push((price, kind, tier, exact));
                }
                Some(_) => entry.unknown.push((field.clone(), as_written(raw))),
                None if is_plain(price) => {}
                None => entry.unknown.push((field.clone(), as_written(raw))),
            },
        }
    }
    let parts = key::parts(name, &entry.provider);
    let output_is_priced =
        prices.iter().any(|(field, .., exact)| field.starts_with("output") && !exact.value.is_zero());
    for (field, kind, tier, exact) in prices {
        let figure = figure(field, kind, tier, exact, &parts, output_is_priced)
            .ok_or_else(|| (field, "it is larger than any price, so it cannot be kept exactly".to_owned()))?;
        entry.figures.push(figure);
    }
    Ok(entry)
}

fn as_written(raw: &RawValue) -> String {
    let start: String = raw.get().chars().take(LONGEST_TEXT).collect();
    start.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A price in our terms; none where it does not fit.
fn figure(
    field: &str,
    kind: Kind,
    tier: Tier,
    exact: Exact,
    parts: &Parts<'_>,
    output_is_priced: bool,
) -> Option<Figure> {
    let area = parts.size.and_then(Size::pixels).map(|pixels| Decimal::from(pixels.area()));
    // In this list the price of an image, or of its pixels, often stands among the inputs.
    let (unit, factor, size) = match (kind, area) {
        (Kind::Tokens(unit), _) => (unit, MILLION, None),
        (Kind::Image(class), _) => (Unit::Image, Decimal::ONE, class.or(parts.size)),
        (Kind::InputImage, _) if !output_is_priced => (Unit::Image, Decimal::ONE, parts.size),
        (Kind::InputImage, _) => (Unit::InputImage, Decimal::ONE, None),
        (Kind::InputPixel, _) if output_is_priced => (Unit::InputMegapixel, MILLION, None),
        (Kind::Pixel | Kind::InputPixel, Some(area)) => (Unit::Image, area, parts.size),
        (Kind::Pixel | Kind::InputPixel, None) => (Unit::Megapixel, MILLION, None),
    };
    let quality = parts.quality.filter(|_| unit == Unit::Image).map(str::to_owned);
    let (usd, rounding) = (exact.value.times(factor).ok()?, exact.half.times(factor).ok()?);
    Some(Figure {
        field: field.to_owned(),
        unit,
        usd: usd.normalize(),
        rounding: rounding.normalize(),
        size,
        quality,
        tier,
    })
}
