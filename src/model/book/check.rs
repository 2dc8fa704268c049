//! The only door from a price file to a [`Provider`].

use std::collections::BTreeMap;
use std::sync::Arc;

use ron::extensions::Extensions;

use super::file::{
    BillingRuleFile, FailureFile, FailuresFile, InputTokensFile, ModelFile, OutputTokensFile, ProviderFile, RateFile,
    SourceFile, Unit,
};
use super::money::{in_credits, price, share};
use super::{Billing, Confidence, FailureRule, Model, Operation, Origin, Provider, Rate, SizeMatch, Source};
use crate::model::nearest::nearest;
use crate::model::outcome::{Outcome, PerOutcome};
use crate::model::size::{Pixels, Size};

/// Layout version of the price files that this program reads.
const FORMAT: u32 = 1;
/// Largest price file, in bytes.
const MAX_BYTES: usize = 4_000_000;
/// Most characters of a model's id.
const LONGEST_ID: usize = 120;
/// Most entries of a model's list: rates are compared in pairs.
const MOST_ENTRIES: usize = 1_000;
/// Most characters of a message about a price file.
const LONGEST_MESSAGE: usize = 300;

/// What is wrong with a price file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("price file {file}, line {line}: {what}")]
pub struct BookError {
    /// File name.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// The model, where one is concerned, the value, and what would be right.
    pub what: String,
}

/// Reads and checks one price file.
///
/// # Errors
/// The first thing that is wrong, with file, line, model and value.
pub fn provider(file: &str, text: &str, origin: Origin) -> Result<Provider, BookError> {
    let error = |line, what: String| BookError { file: file.to_owned(), line, what: shorten(&what) };
    if text.len() > MAX_BYTES {
        return Err(error(1, format!("it has {} bytes; a price file has at most {MAX_BYTES}", text.len())));
    }
    // Some editors begin a file with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let parsed: ProviderFile =
        ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME).from_str(text).map_err(|e| {
            let (line, column) = (e.span.start.line, e.span.start.col);
            let model = model_at(text, line).map_or_else(String::new, |id| format!("model `{id}`: "));
            error(line, format!("{model}{} (column {column})", words(&e.code)))
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
    let mut chars = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let start: String = chars.by_ref().take(LONGEST_MESSAGE).collect();
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
        let made = Arc::new(check_rate(rate, &file, &operations, &source, sources)?);
        let kept = if rate.printed { &mut printed } else { &mut rates };
        if let Some(twin) = kept.iter().find(|known: &&Arc<Rate>| overlap(known, &made)) {
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
        truncate_decimals: file.truncate_decimals,
        rates,
        printed,
        failures: Arc::clone(failures),
    })
}

fn check_rate(
    rate: &RateFile,
    model: &ModelFile,
    operations: &[Operation],
    model_source: &Arc<Source>,
    sources: &Sources,
) -> Result<Rate, String> {
    let (usd, credits) = match (&rate.usd, &rate.credits, &model.credit_usd) {
        (Some(usd), None, _) => (price(usd)?, None),
        (None, Some(credits), Some(credit_usd)) => {
            let credits = price(credits)?;
            (in_credits(credits, price(credit_usd)?)?, Some(credits))
        }
        (None, Some(_), None) => return Err("a rate in credits needs the model's `credit_usd`".into()),
        _ => return Err(format!("the rate for {:?} needs either `usd` or `credits`", rate.unit)),
    };
    let own: Vec<Operation> = rate.operations.iter().map(|name| Operation::named(name)).collect();
    if let Some(stray) = own.iter().find(|operation| !operations.contains(operation)) {
        return Err(format!("a rate names the operation `{stray}`, which the model does not list"));
    }
    if let Some(quality) = &rate.quality
        && !model.qualities.contains(quality)
    {
        return Err(format!("a rate names the quality `{quality}`, which the model does not list"));
    }
    Ok(Rate {
        unit: rate.unit,
        usd,
        credits,
        operations: own,
        size: size_match(rate)?,
        quality: rate.quality.clone(),
        tier: rate.tier,
        from: rate.from.unwrap_or(model.from),
        source: match &rate.source {
            Some(key) => find_source(key, sources)?,
            None => Arc::clone(model_source),
        },
        confidence: rate.confidence.unwrap_or(model.confidence),
        note: rate.note.clone(),
    })
}

fn size_match(rate: &RateFile) -> Result<SizeMatch, String> {
    match (rate.size.as_deref(), rate.pixels_from, rate.pixels_up_to) {
        (None, None, None) => Ok(SizeMatch::Any),
        (None, from, up_to) => Ok(SizeMatch::Band { from: from.unwrap_or(0), up_to: up_to.unwrap_or(u64::MAX) }),
        (Some(text), None, None) => match text.strip_prefix("<=") {
            Some(most) => {
                let most: Pixels = most.parse().map_err(|e: crate::model::size::NotASize| e.to_string())?;
                Ok(SizeMatch::Band { from: 0, up_to: most.area() })
            }
            None => text.parse().map(SizeMatch::Only).map_err(|e: crate::model::size::NotASize| e.to_string()),
        },
        _ => Err("a rate takes either `size` or a band of pixels".into()),
    }
}

/// Whether two rates could both answer the same question on the same day.
fn overlap(a: &Rate, b: &Rate) -> bool {
    let same_operations = a.operations.is_empty() && b.operations.is_empty()
        || a.operations.iter().any(|operation| b.operations.contains(operation));
    let same_sizes = match (a.size, b.size) {
        (SizeMatch::Band { from: a_from, up_to: a_to }, SizeMatch::Band { from: b_from, up_to: b_to }) => {
            a_from <= b_to && b_from <= a_to
        }
        (a_size, b_size) => a_size == b_size,
    };
    a.unit == b.unit && same_operations && same_sizes && a.quality == b.quality && a.tier == b.tier && a.from == b.from
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

/// Whether a model that has rates has all that is needed to apply them, and one that has none says why.
fn check_completeness(file: &ModelFile, operations: &[Operation], rates: &[Arc<Rate>]) -> Result<(), String> {
    if operations.is_empty() {
        return Err("it lists no operation".into());
    }
    match (rates.is_empty(), file.no_price.is_empty()) {
        (true, true) => return Err("it has no rate and does not say why (`no_price`)".into()),
        (false, false) => return Err("it has rates and also says that it has no price".into()),
        _ => {}
    }
    if !rates.is_empty() && file.confidence == Confidence::None {
        return Err("it has rates with confidence none; leave them out".into());
    }
    let has = |unit: Unit| rates.iter().any(|rate| rate.unit == unit);
    let megapixel_units =
        [Unit::Megapixel, Unit::FirstMegapixel, Unit::AdditionalMegapixel, Unit::InputMegapixel, Unit::MegapixelStep];
    if rates.iter().any(|rate| rate.unit.is_tokens()) && file.tokens.is_none() {
        return Err("it has rates per token and no `tokens`".into());
    }
    if megapixel_units.into_iter().any(has) && file.megapixels.is_none() {
        return Err("it has rates per megapixel and no `megapixels`".into());
    }
    if (has(Unit::Step) || has(Unit::MegapixelStep)) && file.steps.is_none() {
        return Err("it has rates per step and no `steps`".into());
    }
    if file.megapixels.is_some_and(|megapixels| megapixels.pixels == 0) {
        return Err("a megapixel cannot have 0 pixels".into());
    }
    if file.size_limits.is_some_and(|limits| limits.step == 0) {
        return Err("a size step cannot be 0".into());
    }
    check_choices(file)
}

/// Whether defaults and token tables name only what the model offers.
fn check_choices(file: &ModelFile) -> Result<(), String> {
    let known = |quality: &str| file.qualities.iter().any(|q| q == quality);
    match file.default_quality.as_deref() {
        Some("auto") if file.auto_quality => {}
        Some(quality) if !known(quality) => {
            return Err(format!("the default quality `{quality}` is not among the qualities"));
        }
        _ => {}
    }
    if file.default_size.as_deref() == Some("auto") && file.auto_sizes.is_empty() {
        return Err("the default size is auto, and `auto_sizes` is empty".into());
    }
    let Some(tokens) = &file.tokens else { return Ok(()) };
    match &tokens.output {
        OutputTokensFile::Formula(factors) => {
            if let Some(missing) = file.qualities.iter().find(|q| !factors.iter().any(|(name, _)| name == *q)) {
                return Err(format!("the token formula has no factor for the quality `{missing}`"));
            }
        }
        OutputTokensFile::Table(cells) => {
            for (size, quality, _) in cells {
                size.parse::<Size>().map_err(|e| e.to_string())?;
                if quality != "*" && !known(quality) {
                    return Err(format!(
                        "the token table names the quality `{quality}`, which the model does not list"
                    ));
                }
            }
        }
        OutputTokensFile::Unpublished | OutputTokensFile::PerImage => {}
    }
    if tokens.input == (InputTokensFile::Patches { budget: 0 }) {
        return Err("a patch budget cannot be 0".into());
    }
    match tokens.text_output {
        Some(text) if !(text.low <= text.likely && text.likely <= text.high) => {
            Err(format!("text output tokens {} <= {} <= {} does not hold", text.low, text.likely, text.high))
        }
        _ => Ok(()),
    }
}
