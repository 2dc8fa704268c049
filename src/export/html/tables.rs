//! The tables of the report: what it costs, and what moves it.

use rust_decimal::Decimal;

use super::ELSEWHERE;
use super::escape::{escape, name};
use crate::figures::Figures;
use crate::model::breakdown::by_operation;
use crate::model::num::sum;
use crate::model::scenario::Scenario;
use crate::sentence::{capitalised, place_words};
use crate::text;

/// Parts of the bill that are listed.
const PARTS: usize = 8;
/// Drivers that are listed.
const DRIVERS: usize = 6;

/// The bill by line and operation, the costliest first, down to the bill itself.
pub fn breakdown(known: &Figures) -> String {
    let exact = &known.estimate;
    let mut parts: Vec<_> = by_operation(exact).into_iter().filter(|part| !part.wasted).collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.amount));
    let mut out = String::from(
        "<section>\n<h2>What it costs</h2>\n<table>\n\
         <thead><tr><th scope=\"col\">Part</th><th scope=\"col\">USD</th></tr></thead>\n<tbody>\n",
    );
    let row = |label: &str, usd: Decimal| amount_row(label, &text::column(usd, exact.gross));
    for part in parts.iter().take(PARTS) {
        out += &row(&name(&part.label), part.amount);
    }
    let rest = parts.get(PARTS..).unwrap_or_default();
    if !rest.is_empty() {
        let lines = if rest.len() == 1 { "line" } else { "lines" };
        let label = format!("and {} more {lines}, {ELSEWHERE}", rest.len());
        out += &row(&label, sum(rest.iter().map(|part| part.amount)).unwrap_or_default());
    }
    let wasted = exact.paid_for_nothing.total;
    if !wasted.is_zero() {
        out += &row("Paid for nothing: failed attempts and duplicates", wasted);
    }
    for (label, amount) in exact.steps.named().into_iter().filter(|(_, amount)| !amount.is_zero()) {
        out += &row(label, amount);
    }
    out += "</tbody>\n<tfoot>\n";
    out += &amount_row("Expected bill", &text::column(exact.expected, exact.gross));
    out + "</tfoot>\n</table>\n</section>\n"
}

/// A row whose label is HTML already.
fn amount_row(label: &str, amount: &str) -> String {
    format!("<tr><th scope=\"row\">{label}</th><td>{}</td></tr>\n", escape(amount))
}

/// What moves the bill most.
pub fn drivers(scenario: &Scenario, known: &Figures) -> String {
    let list = &known.drivers.list;
    let mut out = String::from("<section>\n<h2>What moves it</h2>\n");
    if list.is_empty() {
        return out + "<p>Nothing moves the bill.</p>\n</section>\n";
    }
    out += "<table class=\"drivers\">\n<thead><tr><th scope=\"col\">Assumption</th><th scope=\"col\">From, to</th>\
            <th scope=\"col\">Bill</th></tr></thead>\n<tbody>\n";
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
    out += "</tbody>\n</table>\n";
    if let Some(more) = list.len().checked_sub(DRIVERS).filter(|more| *more > 0) {
        out += &format!("<p class=\"more\">and {more} more that move it less; the command <code>drivers</code> lists them</p>\n");
    }
    out + "</section>\n"
}
