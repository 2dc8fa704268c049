//! `prices diff`: what differs between two versions of prices.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::open;
use crate::cli::args::{Format, PricesDiffArgs};
use crate::cli::error::{CliError, Output};
use crate::cli::json::{decimal, maybe};
use crate::cli::models::{billing_json, rate_json};
use crate::cli::report::bullets;
use crate::model::book::diff::{About, Change, Difference, List, Of, Rule, What};
use crate::model::book::diff::{differences, differences_of_books, percent_change};
use crate::model::book::{Billing, Book, Provider, Rate};
use crate::model::nearest::nearest;
use crate::sentence::difference as words;
use crate::store::books;

/// One side of the comparison.
enum Side {
    One(Provider),
    Folder(Book),
}

/// Runs the command.
pub fn run(args: &PricesDiffArgs) -> Result<Output, CliError> {
    let found = match (side(&args.old)?, side(&args.new)?) {
        (Side::One(old), Side::One(new)) => differences(&old, &new),
        (old, new) => differences_of_books(&book(old), &book(new)),
    };
    Ok(match args.format {
        Format::Text => Output::text(&listed(&found)),
        Format::Json => Output::json(&json!({
            "old": args.old.to_string_lossy(),
            "new": args.new.to_string_lossy(),
            "differences": found.iter().map(difference_json).collect::<Vec<_>>(),
        })),
    })
}

/// The prices in the file or the folder of this name; if there is none, those of the shipped provider.
fn side(name: &Path) -> Result<Side, CliError> {
    if name.is_dir() {
        let (mut book, mut errors) = (Book::default(), Vec::new());
        books::add_folder(&mut book, &mut errors, name);
        return match (errors.as_slice(), book.providers().is_empty()) {
            ([], false) => Ok(Side::Folder(book)),
            ([], true) => Err(CliError(format!("the folder {} has no price files (*.ron)", name.display()))),
            ([only], _) => Err(CliError(only.to_string())),
            ([first, more @ ..], _) => Err(CliError(format!("{first}; and {} more of its files", more.len()))),
        };
    }
    let id = name.to_string_lossy();
    if name.exists() || name.extension().is_some() || id.contains(['/', '\\']) {
        return open(name).map(Side::One);
    }
    let (shipped, _) = books::shipped();
    let ids = || shipped.providers().iter().map(|provider| provider.id.as_str());
    match shipped.providers().iter().find(|provider| provider.id == id) {
        Some(provider) => Ok(Side::One(provider.clone())),
        None => {
            let near = nearest(&id, ids()).unwrap_or_default();
            let what = "is neither a price file, a folder nor a shipped provider; the nearest provider is";
            Err(CliError(format!("`{id}` {what} `{near}`")))
        }
    }
}

fn book(side: Side) -> Book {
    match side {
        Side::Folder(book) => book,
        Side::One(provider) => {
            let mut book = Book::default();
            book.add(provider);
            book
        }
    }
}

/// The sentences under the name of what they concern, and how many there are.
fn listed(found: &[Difference]) -> String {
    let mut out = String::new();
    for group in found.chunk_by(|a, b| a.about == b.about) {
        let sentences: Vec<String> = group.iter().map(|difference| words::change(&difference.change)).collect();
        if let Some(Difference { about, name, .. }) = group.first() {
            let id = match about {
                About::Book => String::new(),
                About::Provider(id) | About::Model(id) => format!(" ({id})"),
            };
            out += &format!("{name}{id}\n{}\n", bullets(&sentences));
        }
    }
    out + &match found.len() {
        0 => "No differences.\n".to_owned(),
        1 => "1 difference.\n".to_owned(),
        many => format!("{many} differences.\n"),
    }
}

fn difference_json(difference: &Difference) -> Value {
    let (provider, model) = match &difference.about {
        About::Book => (None, None),
        About::Provider(id) => (Some(id.as_str()), None),
        About::Model(id) => (id.split_once('/').map(|(provider, _)| provider), Some(id)),
    };
    let (kind, rest) = change_json(&difference.change);
    let mut all = Map::new();
    all.insert("provider".into(), json!(provider));
    all.insert("model".into(), json!(model));
    all.insert("name".into(), json!(difference.name));
    all.insert("kind".into(), json!(kind));
    if let Value::Object(rest) = rest {
        all.extend(rest);
    }
    all.insert("words".into(), json!(words::whole(difference)));
    Value::Object(all)
}

fn change_json(change: &Change) -> (&'static str, Value) {
    match change {
        Change::Added => ("added", Value::Null),
        Change::Removed => ("removed", Value::Null),
        Change::Value { of, what, old, new } => ("value", value_json(of, what, old.as_deref(), new.as_deref())),
        Change::Listed { list, entry } => ("listed", json!({ "list": list_key(*list), "entry": entry })),
        Change::Unlisted { list, entry } => ("unlisted", json!({ "list": list_key(*list), "entry": entry })),
        Change::Order { list, old, new } => ("order", json!({ "list": list_key(*list), "old": old, "new": new })),
        Change::Billing { outcome, old, new } => {
            let of = outcome.key();
            ("billing", json!({ "outcome": of, "old": rule_json(*old), "new": rule_json(*new) }))
        }
        Change::RateAdded { rate, before, printed } => {
            let percent = before.as_ref().and_then(|before| percent_change(before.usd, rate.usd).ok().flatten());
            (
                "rate_added",
                json!({
                    "rate": rate_json(rate),
                    "printed": printed,
                    "before": maybe(before.as_ref().map(|before| before.usd)),
                    "percent": maybe(percent),
                }),
            )
        }
        Change::RateRemoved { rate, before, printed } => (
            "rate_removed",
            json!({
                "rate": rate_json(rate),
                "printed": printed,
                "before": maybe(before.as_ref().map(|before| before.usd)),
            }),
        ),
        Change::RateChanged { old, new, printed, .. } => ("rate_changed", rates_json(old, new, *printed)),
        Change::RateOrder { unit } => ("rate_order", json!({ "unit": unit })),
    }
}

fn value_json(of: &Of, what: &What, old: Option<&str>, new: Option<&str>) -> Value {
    let (rate, outcome) = match of {
        Of::Itself => (None, None),
        Of::Rate { rate, .. } => (Some(rate_json(rate)), None),
        Of::Failure(outcome) => (None, Some(outcome.key())),
    };
    let (key, part) = what_key(what);
    json!({ "what": key, "part": part, "rate": rate, "outcome": outcome, "old": old, "new": new })
}

fn rates_json(old: &Rate, new: &Rate, printed: bool) -> Value {
    json!({
        "rate": rate_json(new),
        "printed": printed,
        "old": decimal(old.usd),
        "new": decimal(new.usd),
        "percent": maybe(percent_change(old.usd, new.usd).ok().flatten()),
        "old_from": old.from.to_string(),
        "old_credits": maybe(old.credits),
    })
}

fn rule_json(billing: Billing) -> Value {
    let (rule, amount) = billing_json(billing);
    json!({ "rule": rule, "amount": amount })
}

fn list_key(list: List) -> &'static str {
    match list {
        List::Providers => "providers",
        List::Models => "models",
        List::Aliases => "aliases",
        List::Operations => "operations",
        List::Sizes => "sizes",
        List::AutoSizes => "auto_sizes",
        List::Qualities => "qualities",
    }
}

/// The field as price files name it, and which part or link of it.
fn what_key(what: &What) -> (&'static str, Option<&str>) {
    match what {
        What::Id => ("id", None),
        What::Name => ("name", None),
        What::State => ("state", None),
        What::From => ("from", None),
        What::Retires => ("retires", None),
        What::Replacement => ("replacement", None),
        What::Confidence => ("confidence", None),
        What::Source => ("source", None),
        What::SourceKind(url) => ("source_kind", Some(url)),
        What::SourceChecked(url) => ("source_checked", Some(url)),
        What::Note => ("note", None),
        What::NoPrice => ("no_price", None),
        What::DefaultSize => ("default_size", None),
        What::DefaultQuality => ("default_quality", None),
        What::AutoQuality => ("auto_quality", None),
        What::DefaultRisk => ("default_risk", None),
        What::MaxReferences => ("max_references", None),
        What::FreeReferences => ("free_references", None),
        What::Batch => ("batch", None),
        What::Seconds => ("seconds", None),
        What::Others => ("others", None),
        What::TruncateDecimals => ("truncate_decimals", None),
        What::Rule(Rule::Tokens, part) => ("tokens", part.as_deref()),
        What::Rule(Rule::Megapixels, part) => ("megapixels", part.as_deref()),
        What::Rule(Rule::Steps, part) => ("steps", part.as_deref()),
        What::Rule(Rule::Regions, part) => ("regions", part.as_deref()),
        What::Rule(Rule::SizeLimits, part) => ("size_limits", part.as_deref()),
    }
}
