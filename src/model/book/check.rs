//! The only door from a price file to a [`Provider`].

mod complete;
mod rate;

use std::collections::BTreeMap;
use std::sync::Arc;

use ron::extensions::Extensions;
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;

pub(super) use rate::size_match;

use complete::check_completeness;

use super::file::{BillingRuleFile, FailureFile, FailuresFile, ModelFile, ProviderFile, RegionFile, SourceFile};
use super::{Billing, FailureRule, Model, Operation, Origin, Provider, Rate, Region, Source};
use crate::model::day::Day;
use crate::model::nearest::nearest;
use crate::model::outcome::{Outcome, PerOutcome};
use crate::model::size::Size;

/// Layout version of the price files that this program reads.
pub(super) const FORMAT: u32 = 1;
/// Most decimals of a price: sums and products of prices stay exact below this.
const MAX_DECIMALS: u32 = 12;
/// No price of one unit is above this many USD.
const MAX_PRICE: i64 = 1_000_000;
/// Largest price file, in bytes.
const MAX_BYTES: usize = 4_000_000;
/// Most characters of a model's id.
const LONGEST_ID: usize = 120;
/// Most characters of a message about a price file.
const LONGEST_MESSAGE: usize = 300;
/// Most characters that a message repeats of a text that is not understood.
const LONGEST_EXCERPT: usize = 40;

/// What is wrong with a price file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("price file {file}{}: {what}", at(*line))]
pub struct BookError {
    /// File name.
    pub file: String,
    /// Line, counted from 1; 0 where no single line is at fault.
    pub line: usize,
    /// The model, where one is concerned, the value, and what would be right.
    pub what: String,
}

fn at(line: usize) -> String {
    if line == 0 { String::new() } else { format!(", line {line}") }
}

/// Reads and checks one price file.
///
/// # Errors
/// The first thing that is wrong, with file, line, model and value.
pub fn provider(file: &str, text: &str, origin: Origin) -> Result<Provider, BookError> {
    let error = |line, what: String| BookError { file: file.to_owned(), line, what: shorten(&what) };
    let parsed: ProviderFile = parse(text).map_err(|(line, what)| {
        let model = model_at(text, line).map_or_else(String::new, |id| format!("model `{id}`: "));
        error(line, model + &what)
    })?;
    check_provider(parsed, origin).map_err(|Fault { model, what }| match model {
        None => error(1, what),
        Some(id) => error(line_of(text, &id), format!("model `{id}`: {what}")),
    })
}

/// A text in the shape of a file; or the line on which it is not, and what is wrong there.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, (usize, String)> {
    if text.len() > MAX_BYTES {
        return Err((1, format!("it has {} bytes; a price file has at most {MAX_BYTES}", text.len())));
    }
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME).from_str(text).map_err(|error| {
        let (line, column) = (error.span.start.line, error.span.start.col);
        (line, format!("{} (column {column})", shorten(&words(&error.code))))
    })
}

/// Something wrong, in a model or in the file's head.
struct Fault {
    model: Option<String>,
    what: String,
}

fn head<T>(what: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { model: None, what: what.into() })
}

/// The line on which a model's block begins.
fn line_of(text: &str, id: &str) -> usize {
    let needle = format!("id: \"{id}\"");
    text.lines().position(|line| line.contains(&needle)).map_or(1, |index| index.saturating_add(1))
}

/// The model in whose block a line stands, in a file laid out as the shipped ones are: each block
/// opens with a parenthesis on its own line, and what is inside is indented no less.
fn model_at(text: &str, line: usize) -> Option<&str> {
    let indent = |line: &str| line.len().saturating_sub(line.trim_start().len());
    let lines: Vec<&str> = text.lines().take(line).collect();
    let models = lines.iter().position(|line| line.trim_start().starts_with("models:"))?;
    let start = lines.iter().rposition(|line| line.trim() == "(").filter(|start| *start > models)?;
    let inside = indent(lines.last()?) >= indent(lines.get(start)?);
    let block = text.lines().skip(start.saturating_add(1)).map(str::trim).take_while(|line| *line != "(");
    let mut ids = block.filter_map(|line| Some(line.strip_prefix("id: \"")?.split_once('"')?.0));
    if inside { ids.next() } else { None }
}

/// A text short enough for a message and on one line, whatever the file holds.
fn shorten(text: &str) -> String {
    first_chars(text, LONGEST_MESSAGE)
}

/// So much of a text as a message repeats.
pub(super) fn excerpt(text: &str) -> String {
    first_chars(text, LONGEST_EXCERPT)
}

fn first_chars(text: &str, most: usize) -> String {
    let mut chars = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let start: String = chars.by_ref().take(most).collect();
    if chars.next().is_none() { start } else { start + "…" }
}

/// What is wrong with a text that is not a price file.
fn words(error: &ron::Error) -> String {
    let instead = |expected: &[&'static str], found: &str| {
        nearest(&shorten(found), expected.iter().copied())
            .map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
    };
    match error {
        ron::Error::NoSuchStructField { expected, found, .. } => {
            format!("there is no field `{found}`{}", instead(expected, found))
        }
        ron::Error::NoSuchEnumVariant { expected, found, .. } => {
            format!("`{found}` is not a word for this field{}", instead(expected, found))
        }
        ron::Error::MissingStructField { field, .. } => format!("the field `{field}` is missing"),
        ron::Error::DuplicateStructField { field, .. } => format!("the field `{field}` is there twice"),
        ron::Error::Eof => "the file ends in the middle".into(),
        other => other.to_string(),
    }
}

type Sources = BTreeMap<String, Arc<Source>>;

fn check_provider(parsed: ProviderFile, origin: Origin) -> Result<Provider, Fault> {
    let ProviderFile { format, id, name, sources, failures, models } = parsed;
    if format != FORMAT {
        return head(format!("format {format} is not known; this program reads format {FORMAT}"));
    }
    if id.is_empty() || id.contains('/') {
        return head(format!("`{id}` is not a provider id; use letters, digits and hyphens"));
    }
    let sources = sources
        .into_iter()
        .map(|(key, source)| check_source(&key, source, origin).map(|source| (key, Arc::new(source))))
        .collect::<Result<Sources, Fault>>()?;
    let failures = Arc::new(check_failures(failures, &sources)?);
    let mut checked: Vec<Arc<Model>> = Vec::with_capacity(models.len());
    for model in models {
        let short = model.id.clone();
        let made = check_model(model, &id, &name, origin, &sources, &failures)
            .map_err(|what| Fault { model: Some(short.clone()), what })?;
        if checked.iter().any(|known| known.id == made.id) {
            return Err(Fault { model: Some(short), what: "the id is there twice".into() });
        }
        checked.push(Arc::new(made));
    }
    Ok(Provider { id, name, failures, models: checked })
}

fn check_source(key: &str, file: SourceFile, origin: Origin) -> Result<Source, Fault> {
    let SourceFile { url, kind, checked } = file;
    if origin == Origin::Shipped && !url.starts_with("https://") {
        return head(format!("source `{key}`: `{url}` is not an https link"));
    }
    Ok(Source { url, kind, checked })
}

fn check_failures(file: FailuresFile, sources: &Sources) -> Result<PerOutcome<FailureRule>, Fault> {
    let FailuresFile { server_error, timeout, input_block, output_block, invalid_request } = file;
    let rule = |outcome: Outcome, file: FailureFile| {
        let FailureFile { rule, source, confidence, note } = file;
        let fault = |what: String| Fault { model: None, what: format!("failures, {}: {what}", outcome.key()) };
        let billing = match rule {
            BillingRuleFile::Billed => Billing::Billed,
            BillingRuleFile::NotBilled => Billing::NotBilled,
            BillingRuleFile::InputOnly => Billing::InputOnly,
            BillingRuleFile::Fee(usd) => Billing::Fee(price(&usd).map_err(fault)?),
            BillingRuleFile::Unknown { expected } => Billing::Unknown(share(&expected).map_err(fault)?),
        };
        let source = find_source(&source, sources).map_err(fault)?;
        Ok(FailureRule { billing, source, confidence, note })
    };
    Ok(PerOutcome([
        rule(Outcome::ServerError, server_error)?,
        rule(Outcome::Timeout, timeout)?,
        rule(Outcome::InputBlock, input_block)?,
        rule(Outcome::OutputBlock, output_block)?,
        rule(Outcome::InvalidRequest, invalid_request)?,
    ]))
}

fn find_source(key: &str, sources: &Sources) -> Result<Arc<Source>, String> {
    sources.get(key).cloned().ok_or_else(|| format!("source `{key}` is not among the file's sources"))
}

/// A price: exact, not negative, with at most twelve decimals.
pub(super) fn price(text: &str) -> Result<Decimal, String> {
    let wrong = |why: &str| format!("`{text}` is not a price: {why}");
    let value = Decimal::from_str_exact(text).map_err(|_| wrong("write digits and a point, such as \"0.040\""))?;
    if value.is_sign_negative() && !value.is_zero() {
        Err(wrong("it is negative"))
    } else if value.normalize().scale() > MAX_DECIMALS {
        Err(wrong("it has more than 12 decimals"))
    } else if value > Decimal::from(MAX_PRICE) {
        Err(wrong("it is above 1,000,000"))
    } else {
        Ok(value)
    }
}

/// A share from 0 to 1.
fn share(text: &str) -> Result<Decimal, String> {
    let value = price(text)?;
    if value > Decimal::ONE { Err(format!("`{text}` is not between 0 and 1")) } else { Ok(value) }
}

fn sizes(texts: &[String]) -> Result<Vec<Size>, String> {
    texts.iter().map(|text| text.parse().map_err(|e: crate::model::size::NotASize| e.to_string())).collect()
}

fn check_model(
    file: ModelFile,
    provider_id: &str,
    provider_name: &str,
    origin: Origin,
    sources: &Sources,
    failures: &Arc<PerOutcome<FailureRule>>,
) -> Result<Model, String> {
    if file.id.is_empty() || file.id.chars().count() > LONGEST_ID || file.id.chars().any(char::is_control) {
        return Err(format!("an id has 1 to {LONGEST_ID} characters on one line"));
    }
    let source = find_source(&file.source, sources)?;
    let operations: Vec<Operation> = file.operations.iter().map(|name| Operation::named(name)).collect();
    let mut rates = Vec::new();
    let mut printed = Vec::new();
    for rate in &file.rates {
        let made = Arc::new(rate::check(rate, &file, &operations, &source, sources)?);
        let kept = if rate.printed { &mut printed } else { &mut rates };
        if let Some(twin) = kept.iter().find(|known: &&Arc<Rate>| rate::overlap(known, &made)) {
            return Err(format!("two rates for the same {:?} from {}", twin.unit, twin.from));
        }
        kept.push(made);
    }
    rates.sort_by_key(|rate| (rate.unit, rate.from));
    check_completeness(&file, &operations, &rates)?;
    let default_size = file.default_size.as_deref().map(str::parse).transpose();
    Ok(Model {
        id: format!("{provider_id}/{}", file.id),
        provider: provider_name.to_owned(),
        sizes: sizes(&file.sizes)?,
        auto_sizes: sizes(&file.auto_sizes)?,
        default_size: default_size.map_err(|e: crate::model::size::NotASize| e.to_string())?,
        batch: file.batch.as_deref().map(share).transpose()?,
        seconds: file.seconds.as_deref().map(price).transpose()?,
        name: file.name,
        aliases: file.aliases,
        origin,
        state: file.state,
        from: file.from,
        retires: file.retires,
        replacement: file.replacement,
        confidence: file.confidence,
        source,
        note: file.note,
        no_price: file.no_price,
        operations,
        size_limits: file.size_limits,
        qualities: file.qualities,
        default_quality: file.default_quality,
        auto_quality: file.auto_quality,
        default_risk: file.default_risk,
        max_references: file.max_references,
        tokens: file.tokens,
        megapixels: file.megapixels,
        steps: file.steps,
        free_references: file.free_references,
        regions: check_regions(&file.regions, file.from, sources)?,
        truncate_decimals: file.truncate_decimals,
        rates,
        printed,
        failures: Arc::clone(failures),
    })
}

/// The regions of a model, oldest first.
fn check_regions(files: &[RegionFile], model_from: Day, sources: &Sources) -> Result<Vec<Region>, String> {
    let mut regions: Vec<Region> = Vec::with_capacity(files.len());
    for RegionFile { name, factor, from, source, note } in files {
        let wrong = |why: &str| format!("region `{name}`: {why}");
        let long = name.chars().count() > LONGEST_ID || name.chars().any(char::is_control);
        if name.trim().is_empty() || name.trim() != name || name == "default" || long {
            return Err(wrong("a name is a short word, and `default` stands for none"));
        }
        let factor = price(factor).map_err(|why| wrong(&why))?;
        if factor.is_zero() {
            return Err(wrong("the factor is 0; write \"1.10\" for 10 % more"));
        }
        let from = from.unwrap_or(model_from);
        if regions.iter().any(|known| known.name == *name && known.from == from) {
            return Err(wrong(&format!("it is there twice from {from}")));
        }
        let source = find_source(source, sources).map_err(|why| wrong(&why))?;
        regions.push(Region { name: name.clone(), factor, from, source, note: note.clone() });
    }
    regions.sort_by_key(|region| region.from);
    Ok(regions)
}
