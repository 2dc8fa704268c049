//! The tables of the report: what it costs, and what moves it.

use rust_decimal::Decimal;

use super::ELSEWHERE;
use super::escape::{escape, name, tag};
use crate::figures::Figures;
use crate::model::breakdown::by_operation;
use crate::model::num::sum;
use crate::model::scenario::Scenario;
use crate::sentence::{capitalised, place_words};
use crate::text;

/// Parts of the bill that are listed on paper.
const PARTS: usize = 5;
/// Drivers that are listed.
const DRIVERS: usize = 8;

/// The bill by line and operation, the costliest first, down to the bill itself; with its rows on paper.
pub fn breakdown(known: &Figures) -> (String, usize) {
    let exact = &known.estimate;
    let mut parts: Vec<_> = by_operation(exact).into_iter().filter(|part| !part.wasted).collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.amount));
    let mut out = String::from(
        "<section>\n<h2>What it costs</h2>\n<table>\n\
         <thead><tr><th scope=\"col\">Part</th><th scope=\"col\">USD</th></tr></thead>\n<tbody>\n",
    );
    let row = |label: &str, usd: Decimal| amount_row("<tr>", label, &text::column(usd, exact.gross));
    for (at, part) in parts.iter().enumerate() {
        out += &amount_row(&tag("tr", at < PARTS), &name(&part.label), &text::column(part.amount, exact.gross));
    }
    let mut rows = parts.len();
    let rest = parts.get(PARTS..).unwrap_or_default();
    if !rest.is_empty() {
        rows = PARTS.saturating_add(1);
        let label = format!("and {} more, {ELSEWHERE}", rest.len());
        let usd = sum(rest.iter().map(|part| part.amount)).unwrap_or_default();
        out += &amount_row("<tr class=\"paper\">", &label, &text::column(usd, exact.gross));
    }
    let wasted = ("Paid for nothing: failed attempts and duplicates", exact.paid_for_nothing.total);
    let steps = exact.steps.named();
    for (label, amount) in std::iter::once(wasted).chain(steps).filter(|(_, amount)| !amount.is_zero()) {
        out += &row(label, amount);
        rows = rows.saturating_add(1);
    }
    out += "</tbody>\n<tfoot>\n";
    out += &row("Expected bill", exact.expected);
    (out + "</tfoot>\n</table>\n</section>\n", rows.saturating_add(1))
}

/// A row whose label is HTML already.
fn amount_row(tag: &str, label: &str, amount: &str) -> String {
    format!("{tag}<th scope=\"row\">{label}</th><td>{}</td></tr>\n", escape(amount))
}

/// What moves the bill most, for those who hear the page instead of seeing its chart.
pub fn drivers(scenario: &Scenario, known: &Figures) -> String {
    let list = &known.drivers.list;
    let mut out = String::from(
        "<table class=\"heard\">\n<thead><tr><th scope=\"col\">Assumption</th><th scope=\"col\">From, to</th>\
         <th scope=\"col\">Bill</th></tr></thead>\n<tbody>\n",
    );
    for driver in list.iter().take(DRIVERS) {
        let spec = driver.place.key.spec();
        let values = format!("{} to {}", text::bare_value(spec, &driver.low), text::bare_value(spec, &driver.high));
        out += &format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{} to {}</td></tr>\n",
            name(&capitalised(&place_words(scenario, driver.place))),
            name(&values),
            escape(&text::about(driver.at_low)),
            escape(&text::about(driver.at_high)),
        );
    }
    out + "</tbody>\n</table>\n"
}
