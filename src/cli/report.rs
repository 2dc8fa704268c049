//! The estimate as a report for people.

use super::answer::Answer;
use super::table::{Align, pairs, table};
use crate::export;
use crate::export::table::{amount, item_cells, link, since, summary};
use crate::figures::Figures;
use crate::model::book::Source;
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

/// Every source of the items once: who wrote it, when it was checked, its link.
pub fn sources<'a>(items: impl IntoIterator<Item = &'a Item>) -> String {
    let cells = |source: &&Source| vec![since(source), source.kind.words().to_owned(), link(source).to_owned()];
    let rows: Vec<Vec<String>> = export::table::sources(items).iter().map(cells).collect();
    table(2, &[Align::Left; 3], &rows)
}
