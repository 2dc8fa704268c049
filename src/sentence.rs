//! The answer in plain English.

pub mod difference;
pub mod drift;
pub mod versus;

use rust_decimal::Decimal;

use crate::figures::Figures;
use crate::model::assumption::{Key, Value};
use crate::model::book::Book;
use crate::model::plan::Problem;
use crate::model::scenario::{Place, Scenario};
use crate::model::stats::drivers::Swing;
use crate::model::stats::goal::{End, Metric, Sought};
use crate::text;

/// What it costs, how sure that is, whether the budget holds, and what moves it most.
pub fn answer(book: &Book, scenario: &Scenario, figures: &Figures) -> String {
    let estimate = &figures.estimate;
    if estimate.counts.requested.is_zero() && figures.range.p95 <= 0.0 {
        return "Nothing is planned yet: set the number of images.".into();
    }
    let kept = scenario.lines.iter().all(|line| line.values.text(Key::CountBasis) == "kept");
    let images = text::count(if kept { estimate.counts.kept } else { estimate.counts.requested });
    let what = match scenario.lines.as_slice() {
        [line] => format!("on {}", text::line_words(book, line)),
        lines => format!("in {} lines", lines.len()),
    };
    let months = match scenario.values.amount(Key::Months) {
        one if one == Decimal::ONE => String::new(),
        months => format!(" over {months} months"),
    };
    let kept = if kept { "kept " } else { "" };
    let noun = if images == "1" { "image" } else { "images" };
    // With ranges the average says more than the likely values, which lean to one side.
    let about = match figures.spread.mean() {
        Some(mean) => format!("{} on average", text::about(mean)),
        None => text::money(estimate.expected),
    };
    let unsure = scenario.lines.iter().any(|line| matches!(line.values.get(Key::Images), Value::Range(_)));
    let roughly = if unsure { "About " } else { "" };
    let mut out = format!("{roughly}{images} {kept}{noun} {what}{months} will cost about {about}");
    if figures.range.p5 < figures.range.p95 {
        out += &format!(" (90 %: {} to {})", text::about(figures.range.p5), text::about(figures.range.p95));
    }
    if let Some(budget) = &figures.budget {
        out += &format!("; passing {} is {}", text::money(budget.cap), odds(budget.over));
    }
    out += ".";
    if let Some(driver) = figures.drivers.list.first() {
        out += &format!(" The biggest driver is {}.", place_words(scenario, driver.place));
    }
    let widest = figures.drivers.list.iter().find(|driver| driver.swing == Swing::Range);
    if let (Some(driver), Some(_)) = (widest, figures.spread.mean()) {
        out += &format!(" The most uncertain is {}.", place_words(scenario, driver.place));
    }
    out
}

/// An assumption by its name, with its line where there are several.
pub fn place_words(scenario: &Scenario, place: Place) -> String {
    let label = place.key.spec().full_label();
    let label = if label.chars().skip(1).any(char::is_uppercase) { label } else { label.to_lowercase() };
    match place.line.and_then(|line| scenario.lines.get(line)).filter(|_| scenario.lines.len() > 1) {
        Some(line) => format!("{label} of {}", line.name),
        None => label,
    }
}

/// Why there is no answer, with the line concerned where there are several.
pub fn problem(scenario: &Scenario, problem: &Problem) -> String {
    let line = problem.line.filter(|_| scenario.lines.len() > 1).and_then(|index| scenario.lines.get(index));
    line.map_or_else(|| problem.what.clone(), |line| format!("{}: {}", line.name, problem.what))
}

/// What goal seek found.
pub fn sought(scenario: &Scenario, found: &Sought) -> String {
    let name = place_words(scenario, found.place);
    let value = text::bare_value(found.place.key.spec(), &found.value);
    let goal = text::exact_money(found.goal.usd);
    let bill = text::cents(found.bill.usd);
    let which = match found.goal.metric {
        Metric::Expected => "expected bill".to_owned(),
        quantile @ Metric::Quantile(_) => format!("{quantile} bill"),
    };
    match found.end {
        End::Met if found.options.is_empty() => {
            format!("set {name} to {value}: the {which} is then {bill}, within {goal}; beyond that it is more.")
        }
        End::Met => format!("set {name} to {value}: the {which} is then {bill}, the most within {goal}."),
        End::AlwaysWithin => {
            format!("every value of {name} keeps the {which} within {goal}; the nearest, {value}, comes to {bill}.")
        }
        End::NeverWithin => {
            format!("no value of {name} brings the {which} down to {goal}; the nearest, {value}, comes to {bill}.")
        }
    }
}

/// A sentence with its first letter large.
pub fn capitalised(text: &str) -> String {
    // An id stays as its provider spells it.
    if text.split(' ').next().is_some_and(|word| word.contains(|c: char| c.is_ascii_digit() || "/_.".contains(c))) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A probability as people say it, with the figure.
fn odds(probability: f64) -> String {
    let word = match probability {
        p if p < 0.001 => "practically ruled out",
        p if p < 0.01 => "very unlikely",
        p if p < 0.3 => "unlikely",
        p if p < 0.45 => "possible",
        p if p <= 0.55 => "as likely as not",
        p if p <= 0.7 => "rather likely",
        p if p <= 0.95 => "likely",
        p if p <= 0.999 => "very likely",
        _ => "practically certain",
    };
    format!("{word} ({})", text::chance(probability))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odds_are_words_with_their_figure() {
        assert_eq!(odds(0.0), "practically ruled out (0 %)");
        assert_eq!(odds(0.0312), "unlikely (3 %)");
        assert_eq!(odds(0.125), "unlikely (12 %)");
        assert_eq!(odds(0.5), "as likely as not (50 %)");
        assert_eq!(odds(0.9995), "practically certain (over 99.9 %)");
    }
}
