//! The file of the user's own prices: readable RON, one rate or price a line, money in quotes.

use std::fmt;
use std::fmt::Write as _;
use std::marker::PhantomData;

use ron::value::RawValue;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, SeqAccess, Visitor};

use super::super::money;
use super::{Entry, Twins, YourModel, YourPrice, YourRate, Yours};
use crate::model::book::{BookError, Operation, SizeMatch, Tier, Unit, check, text};
use crate::model::day::Day;
use crate::model::size::{NotASize, Size};

/// Reads and checks the user's own prices.
///
/// # Errors
/// The first thing that is wrong, with line, column and value.
pub fn read(text: &str) -> Result<Yours, BookError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file: YoursFile =
        text::parse(text).map_err(|(line, what)| BookError { file: "yours.ron".into(), line, what })?;
    Ok(Yours { rates: file.rates.0, models: file.models.0 })
}

/// Writes the user's own prices as a text that [`read`] gives back.
pub fn write(yours: &Yours) -> String {
    let mut out = format!("(\n    format: {},\n    rates: [\n", check::FORMAT);
    for rate in &yours.rates {
        write_rate(&mut out, rate);
    }
    out += "    ],\n    models: [\n";
    for model in &yours.models {
        write_model(&mut out, model);
    }
    out + "    ],\n)\n"
}

fn write_rate(out: &mut String, rate: &YourRate) {
    let unit = ron::to_string(&rate.unit).unwrap_or_default();
    write!(out, "        (model: {}, unit: {unit}, ", quoted(&rate.model)).ok();
    write_scope(out, &rate.operations, rate.size, rate.quality.as_deref(), rate.prompt_from, rate.tier);
    write!(out, "usd: \"{}\", from: \"{}\"", rate.usd, rate.from).ok();
    if !rate.note.is_empty() {
        write!(out, ", note: {}", quoted(&rate.note)).ok();
    }
    *out += "),\n";
}

/// Writes the fields that say what a rate holds for, where they say anything.
pub(in crate::model) fn write_scope(
    out: &mut String,
    operations: &[Operation],
    size: SizeMatch,
    quality: Option<&str>,
    prompt_from: Option<u64>,
    tier: Tier,
) {
    if !operations.is_empty() {
        let names: Vec<String> = operations.iter().map(|operation| quoted(operation.name())).collect();
        write!(out, "operations: [{}], ", names.join(", ")).ok();
    }
    match size {
        SizeMatch::Any => {}
        SizeMatch::Only(size) => write!(out, "size: \"{size}\", ").unwrap_or_default(),
        SizeMatch::Band { from, up_to } => {
            if from > 0 || up_to == u64::MAX {
                write!(out, "pixels_from: {from}, ").ok();
            }
            if up_to < u64::MAX {
                write!(out, "pixels_up_to: {up_to}, ").ok();
            }
        }
    }
    if let Some(quality) = quality {
        write!(out, "quality: {}, ", quoted(quality)).ok();
    }
    if let Some(from) = prompt_from {
        write!(out, "prompt_from: {from}, ").ok();
    }
    if tier != Tier::Standard {
        write!(out, "tier: {}, ", tier.words()).ok();
    }
}

fn write_model(out: &mut String, model: &YourModel) {
    let margin = "            ";
    write!(out, "        (\n{margin}id: {},\n{margin}name: {},\n", quoted(&model.id), quoted(&model.name)).ok();
    writeln!(out, "{margin}from: \"{}\",", model.from).ok();
    if let Some(batch) = model.batch {
        writeln!(out, "{margin}batch: \"{batch}\",").ok();
    }
    writeln!(out, "{margin}prices: [").ok();
    for price in &model.prices {
        write!(out, "{margin}    (operation: {}, ", quoted(price.operation.name())).ok();
        price.write_choice(out);
        writeln!(out, "usd: \"{}\"),", price.usd).ok();
    }
    writeln!(out, "{margin}],").ok();
    if !model.note.is_empty() {
        writeln!(out, "{margin}note: {},", quoted(&model.note)).ok();
    }
    *out += "        ),\n";
}

pub(in crate::model) fn quoted(text: &str) -> String {
    ron::to_string(text).unwrap_or_else(|_| "\"\"".into())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YoursFile {
    #[expect(dead_code, reason = "reading it is checking it")]
    format: Format,
    #[serde(default)]
    rates: List<YourRate>,
    #[serde(default)]
    models: List<YourModel>,
}

/// A negotiated rate as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RateLine {
    model: String,
    unit: Unit,
    #[serde(default)]
    operations: Vec<String>,
    #[serde(default)]
    size: Option<String>,
    #[serde(default)]
    pixels_from: Option<u64>,
    #[serde(default)]
    pixels_up_to: Option<u64>,
    #[serde(default)]
    quality: Option<String>,
    #[serde(default)]
    prompt_from: Option<u64>,
    #[serde(default)]
    tier: Tier,
    usd: Amount,
    from: Day,
    #[serde(default)]
    note: String,
}

/// A model as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModelBlock {
    id: String,
    name: String,
    from: Day,
    #[serde(default)]
    batch: Option<Amount>,
    prices: List<YourPrice>,
    #[serde(default)]
    note: String,
}

/// A price of a model as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PriceLine {
    operation: String,
    #[serde(default)]
    size: Option<String>,
    #[serde(default)]
    quality: Option<String>,
    usd: Amount,
}

impl TryFrom<RateLine> for YourRate {
    type Error = String;

    fn try_from(line: RateLine) -> Result<Self, String> {
        let rate = Self {
            size: check::size_match(line.size.as_deref(), line.pixels_from, line.pixels_up_to)?,
            model: line.model,
            unit: line.unit,
            operations: line.operations.iter().map(|name| Operation::named(name)).collect(),
            quality: line.quality,
            prompt_from: line.prompt_from,
            tier: line.tier,
            usd: line.usd.0,
            from: line.from,
            note: line.note,
        };
        rate.check().map(|()| rate)
    }
}

impl TryFrom<ModelBlock> for YourModel {
    type Error = String;

    fn try_from(block: ModelBlock) -> Result<Self, String> {
        let ModelBlock { id, name, from, batch, prices, note } = block;
        let model = Self { id, name, prices: prices.0, batch: batch.map(|batch| batch.0), from, note };
        model.provider().map(|_| model)
    }
}

impl TryFrom<PriceLine> for YourPrice {
    type Error = String;

    fn try_from(line: PriceLine) -> Result<Self, String> {
        let size: Option<Size> =
            line.size.as_deref().map(str::parse).transpose().map_err(|error: NotASize| error.to_string())?;
        Ok(Self { operation: Operation::named(&line.operation), size, quality: line.quality, usd: line.usd.0 })
    }
}

/// The layout's version.
#[derive(Deserialize)]
#[serde(try_from = "u32")]
struct Format;

impl TryFrom<u32> for Format {
    type Error = String;

    fn try_from(format: u32) -> Result<Self, String> {
        match format {
            check::FORMAT => Ok(Self),
            other => Err(format!("format {other} is not known; this program reads format {}", check::FORMAT)),
        }
    }
}

/// Money in quotes.
struct Amount(Decimal);

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        in_quotes(deserializer, money::price).map(Self)
    }
}

/// Reads money in quotes. It is taken as it stands, so that a bare number is refused by its own digits.
pub(in crate::model) fn in_quotes<'de, D: Deserializer<'de>>(
    deserializer: D,
    read: fn(&str) -> Result<Decimal, String>,
) -> Result<Decimal, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    let text: String = raw.into_rust().map_err(|_| {
        let written = text::excerpt(raw.get_ron().trim());
        D::Error::custom(format!("`{written}` is not a price in quotes; write it as \"0.040\""))
    })?;
    read(&text).map_err(|why| D::Error::custom(text::shorten(&why)))
}

/// Entries of which no two answer the same question. A twin is refused where it stands.
pub(in crate::model) struct List<E>(pub(in crate::model) Vec<E>);

impl<E> Default for List<E> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, E: Entry + Deserialize<'de>> Deserialize<'de> for List<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<E>(PhantomData<E>);
        impl<'de, E: Entry + Deserialize<'de>> Visitor<'de> for Entries<E> {
            type Value = List<E>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a list of {}", E::MANY)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<List<E>, A::Error> {
                let (mut entries, mut twins) = (Vec::new(), Twins::new());
                while let Some(entry) = seq.next_element()? {
                    entries.push(entry);
                    twins.check_last(&entries).map_err(A::Error::custom)?;
                }
                Ok(List(entries))
            }
        }
        deserializer.deserialize_seq(Entries(PhantomData))
    }
}
