//! The estimate as a report for people.

use rust_decimal::Decimal;

use super::answer::Answer;
use super::table::{Align, pairs, table};
use crate::figures::{BudgetView, Figures, Range};
use crate::model::book::{Source, Tier};
use crate::model::estimate::{Estimate, Item, LineCost};
use crate::model::outcome::Outcome;
use crate::sentence;
use crate::text;

/// The report.
pub fn text(answer: &Answer) -> String {
    let mut out = format!("{}\n", answer.scenario.name);
    match &answer.known {
        None => out += "The bill is not known; the warnings below say why.\n",
        Some(known) => {
            out += &headline(answer, known);
            out += "\n";
            out += &pairs(0, Align::Left, &summary(known));
            out += &section("Images and attempts", &pairs(2, Align::Right, &counts(&known.estimate)));
            for line in &known.estimate.lines {
                let name = format!("Line {}: {}", line.name, text::money(line.total));
                out += &section(&name, &items(line));
            }
            out += &section("Paid for nothing", &pairs(2, Align::Right, &paid_for_nothing(&known.estimate)));
            if !known.plan.rules.is_plain() {
                out += &section("From gross to bill", &pairs(2, Align::Right, &steps(&known.estimate)));
            }
            out += &section(&format!("Prices on {}", answer.day), &sources(known.estimate.items()));
        }
    }
    if !answer.warnings.is_empty() {
        out += &section("Warnings", &bullets(&answer.warnings));
    }
    out
}

/// The answer in one sentence and a line break.
pub fn headline(answer: &Answer, known: &Figures) -> String {
    sentence::answer(&answer.book, &answer.scenario, known) + "\n"
}

fn section(heading: &str, body: &str) -> String {
    format!("\n{heading}\n{body}")
}

/// One warning a line.
pub fn bullets(sentences: &[String]) -> String {
    sentences.iter().flat_map(|sentence| ["  - ", sentence, "\n"]).collect()
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

fn counts(exact: &Estimate) -> Vec<(&'static str, String)> {
    let counts = &exact.counts;
    [
        ("Requested", counts.requested),
        ("Requests", counts.requests),
        ("Attempts", counts.attempts),
        ("Billed attempts", counts.billed_attempts),
        ("Delivered", counts.delivered),
        ("Kept", counts.kept),
    ]
    .map(|(name, count)| (name, text::count(count)))
    .to_vec()
}

fn items(line: &LineCost) -> String {
    let several = line.items.iter().any(|item| Some(&item.model.id) != line.items.first().map(|first| &first.model.id));
    let rows: Vec<Vec<String>> = line.items.iter().map(|item| item_cells(item, several, amount)).collect();
    if rows.is_empty() { "  nothing is billed\n".into() } else { table(2, &ITEM_COLUMNS, &rows) }
}

/// How the cells of an item stand.
pub const ITEM_COLUMNS: [Align; 6] = [Align::Left, Align::Left, Align::Right, Align::Left, Align::Right, Align::Right];

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

fn paid_for_nothing(exact: &Estimate) -> Vec<(&'static str, String)> {
    let wasted = &exact.paid_for_nothing;
    let outcomes = Outcome::ALL.map(|outcome| (outcome.label(), *wasted.by_outcome.get(outcome)));
    let all = outcomes.into_iter().chain([("Duplicates", wasted.duplicates)]);
    let mut rows: Vec<_> = all.filter(|(_, amount)| !amount.is_zero()).map(|(n, a)| (n, amount(a))).collect();
    rows.push(("Total", amount(wasted.total)));
    rows
}

fn steps(exact: &Estimate) -> Vec<(&'static str, String)> {
    let steps = &exact.steps;
    let all = [("Gross", exact.gross)].into_iter().chain(steps.named()).chain([("Bill", steps.bill)]);
    all.map(|(name, usd)| (name, text::cents(usd))).collect()
}

/// A source's link, or whose prices they are.
pub fn link(source: &Source) -> &str {
    match source.url.as_str() {
        "" if source.is_kept() => "the prices that the scenario keeps",
        "" => "your own prices",
        url => url,
    }
}

/// Every source of the items once: who wrote it, when it was checked, its link.
pub fn sources<'a>(items: impl IntoIterator<Item = &'a Item>) -> String {
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
    let cells = |source: &&Source| {
        let when = if source.is_kept() && source.url.is_empty() { "of" } else { "checked" };
        vec![format!("{when} {}", source.checked), source.kind.words().to_owned(), link(source).to_owned()]
    };
    let rows: Vec<Vec<String>> = seen.iter().map(cells).collect();
    table(2, &[Align::Left; 3], &rows)
}
