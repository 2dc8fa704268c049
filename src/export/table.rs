//! The answer as rows: what every format shows, each in its own dress.

use rust_decimal::Decimal;

use super::json::{cause, plain};
use super::{Subject, assumptions, exclusions};
use crate::figures::{BudgetView, Figures, Range};
use crate::model::book::{Source, Tier};
use crate::model::estimate::{Item, LineCost};
use crate::text;

const COLUMNS: usize = 16;
const HEADER: [&str; COLUMNS] = [
    "line",
    "label",
    "operation",
    "model",
    "size",
    "quality",
    "tier",
    "cause",
    "quantity",
    "unit",
    "unit_price",
    "amount",
    "source",
    "checked",
    "row",
    "note",
];

/// The whole answer as one table: a row for each line item and for each step from gross to bill, whose
/// amounts sum to the expected bill; then, without an amount, the day of the prices, the assumptions, what is
/// not in the bill, and the warnings. The column `row` says which is which. Texts go through `safe`; numbers are
/// plain decimals.
pub fn rows(subject: &Subject, safe: fn(&str) -> String) -> Vec<[String; COLUMNS]> {
    let mut rows = vec![HEADER.map(str::to_owned)];
    if let Some(known) = subject.known {
        let exact = &known.estimate;
        rows.extend(exact.lines.iter().flat_map(|line| line.items.iter().map(|item| item_row(line, item, safe))));
        rows.extend(exact.steps.named().map(|(label, amount)| {
            let mut row = note_row("step", "", label, "");
            row[11] = plain(amount);
            row
        }));
    }
    rows.push(note_row("about", "", "Prices on", &subject.day.to_string()));
    rows.push(note_row("about", "", "Currency", "USD"));
    for row in assumptions::changed(subject.scenario) {
        let note = format!("{} (default {})", row.shown, row.default());
        rows.push(note_row("assumption", &safe(row.line.unwrap_or_default()), &row.spec.full_label(), &safe(&note)));
    }
    for row in assumptions::standing(subject.book, subject.scenario) {
        let line = safe(row.line.unwrap_or_default());
        rows.push(note_row("default", &line, &row.spec.full_label(), &safe(&row.shown)));
    }
    let sentences = |what: &str, label: &str, sentences: &[String]| -> Vec<_> {
        sentences.iter().map(|sentence| note_row(what, "", label, &safe(sentence))).collect()
    };
    rows.extend(sentences("exclusion", "Not in the bill", &exclusions::of(subject)));
    rows.extend(sentences("warning", "Warning", subject.warnings));
    rows
}

fn item_row(line: &LineCost, item: &Item, safe: fn(&str) -> String) -> [String; COLUMNS] {
    [
        safe(&line.name),
        safe(&item.label),
        safe(item.operation.name()),
        safe(&item.model.id),
        item.size.map(|size| size.to_string()).unwrap_or_default(),
        safe(item.quality.as_deref().unwrap_or_default()),
        item.tier.words().to_owned(),
        cause(item.cause).to_owned(),
        plain(item.quantity),
        item.unit.word().to_owned(),
        plain(item.unit_price),
        plain(item.amount),
        safe(link(&item.source)),
        item.source.checked.to_string(),
        "item".to_owned(),
        String::new(),
    ]
}

/// A row of words.
fn note_row(row: &str, line: &str, label: &str, note: &str) -> [String; COLUMNS] {
    let mut cells = [const { String::new() }; COLUMNS];
    for (at, text) in [(0, line), (1, label), (14, row), (15, note)] {
        text.clone_into(&mut cells[at]);
    }
    cells
}

/// The figures that come first: name and value.
pub fn summary(known: &Figures) -> Vec<(&'static str, String)> {
    let exact = &known.estimate;
    let Range { p5, p95, .. } = known.range;
    let mut rows = vec![
        ("Expected bill", text::cents(exact.expected)),
        ("90 % range", format!("{} to {}", text::about(p5), text::about(p95))),
    ];
    if let Some(mean) = known.spread.mean() {
        rows.push(("Computed from", text::spread_words(&known.spread)));
        rows.push(("Mean over the ranges", text::about(mean)));
    }
    if exact.floor != exact.ceiling {
        let range = format!("{} to {}", text::money(exact.floor), text::money(exact.ceiling));
        rows.push(("Floor and ceiling", range + ", for what is not established"));
    }
    let per = |count| exact.per(count).map_or_else(|| "none".into(), text::money);
    rows.push(("Per requested image", per(exact.counts.requested)));
    rows.push(("Per delivered image", per(exact.counts.delivered)));
    rows.push(("Per kept image", per(exact.counts.kept)));
    rows.extend(known.budget.iter().flat_map(|view| budget(view, known.plan.confidence)));
    rows
}

fn budget(budget: &BudgetView, confidence: Decimal) -> Vec<(&'static str, String)> {
    let left = if budget.headroom.is_sign_negative() { "Over the budget by" } else { "Headroom" };
    let most = match budget.most_images {
        None => "any number, nothing costs anything".into(),
        Some(most) => format!("{} with {} confidence", text::count(most.into()), text::percent(confidence)),
    };
    vec![
        ("Budget", text::money(budget.cap)),
        ("Chance of passing it", text::chance(budget.over)),
        (left, text::money(budget.headroom.abs())),
        ("Most images within it", most),
    ]
}

/// An amount in a column of amounts: to the cent, so that they line up, unless that hides it.
pub fn amount(usd: Decimal) -> String {
    if usd.abs() < Decimal::new(1, 2) { text::money(usd) } else { text::cents(usd) }
}

/// An item's cells: label, what for, quantity, unit, unit price, amount.
pub fn item_cells(item: &Item, name_model: bool, amount: fn(Decimal) -> String) -> Vec<String> {
    let per = item.unit.per();
    let price = item.unit_price.checked_mul(per).unwrap_or(item.unit_price);
    let many = if per > Decimal::ONE { " per 1M" } else { "" };
    vec![
        item.label.clone().into_owned(),
        what_for(item, name_model),
        text::count(item.quantity),
        item.unit.word().to_owned(),
        format!("{}{many}", text::exact_money(price.round_dp(9))),
        amount(item.amount),
    ]
}

/// Operation, size, quality, tier, and the model where a line has several.
fn what_for(item: &Item, name_model: bool) -> String {
    let mut words = vec![item.operation.to_string()];
    words.extend(item.size.map(|size| size.to_string()));
    words.extend(item.quality.clone());
    words.extend((item.tier != Tier::Standard).then(|| item.tier.words().to_owned()));
    words.extend(name_model.then(|| item.model.id.clone()));
    words.join(", ")
}

/// A source's link, or whose prices they are.
pub fn link(source: &Source) -> &str {
    match source.url.as_str() {
        "" if source.is_kept() => "the prices that the scenario keeps",
        "" => "your own prices",
        url => url,
    }
}

/// What the day of a source is: that of a check, or of the prices that are kept.
pub fn since(source: &Source) -> String {
    format!("{} {}", if source.is_kept() && source.url.is_empty() { "of" } else { "checked" }, source.checked)
}

/// Every source of the items once.
pub fn sources<'a>(items: impl IntoIterator<Item = &'a Item>) -> Vec<&'a Source> {
    let mut seen: Vec<&Source> = Vec::new();
    for item in items {
        let source = item.source.as_ref();
        if !seen
            .iter()
            .any(|known| (&known.url, &known.checked, known.kind) == (&source.url, &source.checked, source.kind))
        {
            seen.push(source);
        }
    }
    seen
}
