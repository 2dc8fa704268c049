//! `models`: the price book as a list.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::answer;
use super::args::{Format, ModelsArgs};
use super::error::Output;
use super::json::{decimal, maybe, source, text_or_null};
use super::report::bullets;
use super::table::{Align, table};
use crate::model::book::{Billing, FailureRule, Model, Operation, OtherFigure, Rate, Region, SizeMatch, search_words};
use crate::model::day::Day;
use crate::model::estimate::billing_words;
use crate::model::outcome::Outcome;
use crate::model::plan::image_range;
use crate::model::size::Size;
use crate::store;
use crate::text;

/// Runs the command.
pub fn run(args: &ModelsArgs) -> Output {
    let (book, warnings) = answer::load_book();
    let today = store::today();
    let words = search_words(args.search.as_deref().unwrap_or_default());
    let found: Vec<&Arc<Model>> = book.models().filter(|model| model.has_words(&words)).collect();
    match args.format {
        Format::Text => Output::text(&listed(&found, today, &warnings)),
        Format::Json => {
            let models: Vec<Value> = found.iter().map(|model| model_json(model, today)).collect();
            Output::json(&json!({ "on": today.to_string(), "models": models, "warnings": warnings }))
        }
    }
}

fn listed(models: &[&Arc<Model>], today: Day, warnings: &[String]) -> String {
    let mut rows = Vec::new();
    let head = ["MODEL", "NAME", "STATUS", "CONFIDENCE", "CHECKED", "USD PER IMAGE", "PRICES", "BATCH", "OPERATIONS"];
    rows.push(head.map(str::to_owned).to_vec());
    for model in models {
        rows.push(vec![
            model.id.clone(),
            model.name.clone(),
            model.state_on(today).words().to_owned(),
            model.confidence.words().to_owned(),
            model.source.checked.to_string(),
            price_words(range(model, today)),
            whose_prices(model).to_owned(),
            if model.has_batch() { "yes" } else { "unknown" }.to_owned(),
            model.operations.iter().map(Operation::name).collect::<Vec<_>>().join(", "),
        ]);
    }
    let count = match models.len() {
        0 => "No model has all of these words.\n".to_owned(),
        1 => "\n1 model, as of ".to_owned() + &today.to_string() + "\n",
        many => {
            format!("\n{many} models, as of {today}; a price is that of a bare image, without prompt and references\n")
        }
    };
    let list = if models.is_empty() { String::new() } else { table(0, &[Align::Left; 9], &rows) };
    list + &count + &bullets(warnings)
}

fn range(model: &Model, today: Day) -> Option<(Decimal, Decimal)> {
    image_range(model, model.operations.first()?, today)
}

fn price_words(range: Option<(Decimal, Decimal)>) -> String {
    match range {
        None => "unknown".into(),
        Some((low, high)) if low == high => text::money(low),
        Some((low, high)) => format!("{} to {}", text::money(low), text::money(high)),
    }
}

/// Whether the prices are the shipped list's or the user's.
fn whose_prices(model: &Model) -> &'static str {
    match (model.is_yours(), model.has_your_rates()) {
        (true, _) => "yours",
        (false, true) => "list and yours",
        (false, false) => "list",
    }
}

fn model_json(model: &Model, today: Day) -> Value {
    let range = range(model, today);
    let words = |sizes: &[Size]| sizes.iter().map(ToString::to_string).collect::<Vec<_>>();
    let failures = Outcome::ALL.map(|outcome| (outcome.key().to_owned(), failure(model.failure(outcome))));
    json!({
        "id": model.id,
        "name": model.name,
        "provider": model.provider,
        "aliases": model.aliases,
        "origin": if model.is_yours() { "yours" } else { "shipped" },
        "your_rates": model.has_your_rates(),
        "status": model.state_on(today).words(),
        "from": model.from.to_string(),
        "retires": model.retires.map(|day| day.to_string()),
        "replacement": text_or_null(&model.replacement),
        "confidence": model.confidence.words(),
        "source": source(&model.source),
        "note": text_or_null(&model.note),
        "no_price": text_or_null(&model.no_price),
        "image_price": { "low": maybe(range.map(|(low, _)| low)), "high": maybe(range.map(|(_, high)| high)) },
        "operations": model.operations.iter().map(Operation::name).collect::<Vec<_>>(),
        "sizes": words(&model.sizes),
        "default_size": model.default_size.map(|size| size.to_string()),
        "auto_sizes": words(&model.auto_sizes),
        "qualities": model.qualities,
        "default_quality": model.default_quality,
        "auto_quality": model.auto_quality,
        "default_risk": text_or_null(&model.default_risk),
        "max_references": model.max_references,
        "free_references": model.free_references,
        "steps": model.steps.map(|rule| json!({
            "default": rule.default, "fewest_charged": rule.minimum, "most": rule.maximum,
        })),
        "seconds": maybe(model.seconds),
        "regions": model.regions.iter().map(region_json).collect::<Vec<_>>(),
        "batch": if model.has_batch() { "yes" } else { "unknown" },
        "batch_factor": maybe(model.batch),
        "rates": model.rates.iter().map(|rate| rate_json(rate)).collect::<Vec<_>>(),
        "printed": model.printed.iter().map(|rate| rate_json(rate)).collect::<Vec<_>>(),
        "failures": failures.into_iter().collect::<serde_json::Map<_, _>>(),
    })
}

/// A rate with all there is to it.
pub fn rate_json(rate: &Rate) -> Value {
    let (size, pixels) = match rate.size {
        SizeMatch::Any => (Value::Null, Value::Null),
        SizeMatch::Only(size) => (json!(size.to_string()), Value::Null),
        SizeMatch::Band { from, up_to } => (Value::Null, json!({ "from": from, "up_to": up_to })),
    };
    json!({
        "unit": rate.unit,
        "usd": decimal(rate.usd),
        "per": if rate.unit.is_tokens() { "1000000" } else { "1" },
        "credits": maybe(rate.credits),
        "operations": rate.operations.iter().map(Operation::name).collect::<Vec<_>>(),
        "size": size,
        "pixels": pixels,
        "quality": rate.quality,
        "prompt_from": rate.prompt_from,
        "tier": rate.tier.words(),
        "from": rate.from.to_string(),
        "confidence": rate.confidence.words(),
        "note": text_or_null(&rate.note),
        "source": source(&rate.source),
        "others": rate.others.iter().map(other_json).collect::<Vec<_>>(),
    })
}

fn other_json(other: &OtherFigure) -> Value {
    json!({
        "usd": decimal(other.usd),
        "credits": maybe(other.credits),
        "note": text_or_null(&other.note),
        "source": source(&other.source),
    })
}

fn region_json(region: &Region) -> Value {
    json!({
        "name": region.name,
        "factor": decimal(region.factor),
        "from": region.from.to_string(),
        "note": text_or_null(&region.note),
        "source": source(&region.source),
    })
}

fn failure(rule: &FailureRule) -> Value {
    let (billed, amount) = billing_json(rule.billing);
    json!({
        "rule": billed,
        "amount": amount,
        "words": billing_words(rule.billing),
        "confidence": rule.confidence.words(),
        "note": text_or_null(&rule.note),
        "source": source(&rule.source),
    })
}

/// A billing rule as a key, and its fee or share.
pub fn billing_json(billing: Billing) -> (&'static str, Value) {
    match billing {
        Billing::Billed => ("billed", Value::Null),
        Billing::NotBilled => ("not_billed", Value::Null),
        Billing::InputOnly => ("input_only", Value::Null),
        Billing::Fee(usd) => ("fee", decimal(usd)),
        Billing::Unknown(share) => ("unknown", decimal(share)),
        Billing::Share(share) => ("share", decimal(share)),
    }
}
