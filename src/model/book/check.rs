//! The only door from a price file to a [`Provider`].

mod complete;
mod rate;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(in crate::model) use rate::size_match;

use complete::check_completeness;

use super::file::{
    BillingRuleFile, FailureFile, FailuresFile, ModelFile, OutputTokensFile, ProviderFile, RegionFile, SourceFile,
};
use super::money::{price, share};
use super::text::{line_of, model_at, parse, shorten};
use super::{Billing, FailureRule, Model, Operation, Origin, Provider, Rate, Region, Source};
use crate::model::day::Day;
use crate::model::outcome::{Outcome, PerOutcome};
use crate::model::size::Size;

/// Layout version of the price files that this program reads.
pub(super) const FORMAT: u32 = 1;
/// Most characters of a model's id.
const LONGEST_ID: usize = 120;
/// Most entries of a model's list: rates are compared in pairs.
const MOST_ENTRIES: usize = 1_000;

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

/// Something wrong, in a model or in the file's head.
struct Fault {
    model: Option<String>,
    what: String,
}

fn head<T>(what: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { model: None, what: what.into() })
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
    check_lengths(&file)?;
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
        lacks: Vec::new(),
        printed,
        failures: Arc::clone(failures),
    })
}

/// Whether every list is short enough to be checked in no time.
fn check_lengths(file: &ModelFile) -> Result<(), String> {
    let counted = match file.tokens.as_ref().map(|tokens| &tokens.output) {
        Some(OutputTokensFile::Formula(factors)) => factors.len(),
        Some(OutputTokensFile::Table(cells)) => cells.len(),
        _ => 0,
    };
    let lists = [
        ("rates", file.rates.len()),
        ("aliases", file.aliases.len()),
        ("operations", file.operations.len()),
        ("sizes", file.sizes.len()),
        ("sizes of auto", file.auto_sizes.len()),
        ("qualities", file.qualities.len()),
        ("token counts", counted),
    ];
    match lists.into_iter().find(|(_, length)| *length > MOST_ENTRIES) {
        Some((what, length)) => Err(format!("it has {length} {what}; at most {MOST_ENTRIES} are read")),
        None => Ok(()),
    }
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
