//! A snapshot in a scenario file: readable RON, one rate a line, money in quotes.

use std::fmt::Write as _;
use std::hash::{Hash as _, Hasher};

use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::Deserializer;

use super::{KeptRate, KeptSource, Snapshot};
use crate::model::book::yours::{Entry, List, check_scope, in_quotes, quoted, write_scope};
use crate::model::book::{Operation, Tier, Unit, check, money, text};
use crate::model::day::{Checked, Day};

/// A snapshot as a scenario file holds it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Fields")]
pub struct SnapshotFile {
    /// The prices.
    pub prices: Snapshot,
    /// Whether the scenario keeps them.
    pub kept: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    on: Day,
    #[serde(default)]
    kept: bool,
    #[serde(default)]
    bill: Option<Bill>,
    #[serde(default)]
    rates: List<KeptRate>,
}

/// A rate as written.
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
    usd: Price,
    from: Day,
    #[serde(default)]
    yours: bool,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    checked: Option<Checked>,
}

/// A price in quotes.
struct Price(Decimal);

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        in_quotes(deserializer, money::worked_out_price).map(Self)
    }
}

/// A bill in quotes.
struct Bill(Decimal);

impl<'de> Deserialize<'de> for Bill {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        in_quotes(deserializer, money::amount).map(Self)
    }
}

impl From<Fields> for SnapshotFile {
    fn from(Fields { on, kept, bill, rates }: Fields) -> Self {
        Self { prices: Snapshot { on, bill: bill.map(|bill| bill.0), rates: rates.0 }, kept }
    }
}

impl TryFrom<RateLine> for KeptRate {
    type Error = String;

    fn try_from(line: RateLine) -> Result<Self, String> {
        let source = match (line.source, line.checked) {
            (Some(url), Some(checked)) => Some(KeptSource { url, checked }),
            (None, None) => None,
            _ => {
                let model = text::excerpt(&line.model);
                return Err(format!(
                    "the rate for {model}: `source` is the link and `checked` its day; write both or neither"
                ));
            }
        };
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
            yours: line.yours,
            source,
        };
        let checked = check_scope(&rate.model, &rate.operations, rate.size, rate.quality.as_deref());
        checked.map_err(|why| format!("the rate for {}: {why}", text::excerpt(&rate.model)))?;
        Ok(rate)
    }
}

impl Entry for KeptRate {
    const MOST: usize = 5_000;
    const MANY: &'static str = "rates in a snapshot of prices";

    fn is_twin(&self, other: &Self) -> bool {
        self.model == other.model && self.question() == other.question()
    }

    fn mark(&self, hasher: &mut impl Hasher) {
        (&self.model, self.question()).hash(hasher);
    }

    fn words(&self) -> String {
        format!("the rate for {} ({})", self.model, self.rate(None, self.from).words())
    }
}

impl SnapshotFile {
    /// Writes the fields of a snapshot, as [`SnapshotFile`] reads them.
    pub fn write(out: &mut String, prices: &Snapshot, kept: bool) {
        write!(out, "    prices: (\n        on: \"{}\",\n", prices.on).ok();
        if kept {
            *out += "        kept: true,\n";
        }
        if let Some(bill) = prices.bill {
            writeln!(out, "        bill: \"{bill}\",").ok();
        }
        *out += "        rates: [\n";
        for rate in &prices.rates {
            write_rate(out, rate);
        }
        *out += "        ],\n    ),\n";
    }
}

fn write_rate(out: &mut String, rate: &KeptRate) {
    let unit = ron::to_string(&rate.unit).unwrap_or_default();
    write!(out, "            (model: {}, unit: {unit}, ", quoted(&rate.model)).ok();
    write_scope(out, &rate.operations, rate.size, rate.quality.as_deref(), rate.prompt_from, rate.tier);
    let yours = if rate.yours { ", yours: true" } else { "" };
    write!(out, "usd: \"{}\", from: \"{}\"{yours}", rate.usd, rate.from).ok();
    if let Some(KeptSource { url, checked }) = &rate.source {
        write!(out, ", source: {}, checked: \"{checked}\"", quoted(url)).ok();
    }
    *out += "),\n";
}
