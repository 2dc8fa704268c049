//! The estimate as Markdown, for a document or a pull request.

use super::answer::Answer;
use super::report;
use crate::figures::Figures;
use crate::model::assumption::Values;
use crate::text;

/// Headline, figures, items, assumptions that differ from the defaults, warnings.
pub fn estimate(answer: &Answer) -> String {
    let mut out = format!("# {}\n\n", cell(&answer.scenario.name));
    match &answer.known {
        None => out += "The bill is not known; the warnings say why.\n",
        Some(known) => {
            out += &["**", &cell(report::headline(answer, known).trim_end()), "**\n\n"].concat();
            out += &figures(known);
            out += &items(known);
        }
    }
    out += &assumptions(answer);
    if !answer.warnings.is_empty() {
        out += "\n## Warnings\n\n";
        for warning in &answer.warnings {
            out += &["- ", &cell(warning), "\n"].concat();
        }
    }
    out + &format!("\nPrices on {}, in USD.\n", answer.day)
}

fn figures(known: &Figures) -> String {
    let mut out = String::from("| | |\n|---|---:|\n");
    for (name, value) in report::summary(known) {
        out += &row(&[name, &value]);
    }
    out
}

fn items(known: &Figures) -> String {
    let mut out = String::from(
        "\n## Line items\n\n| Line | Item | For | Quantity | Unit | Unit price | Amount | Source | Checked |\n\
         |---|---|---|---:|---|---:|---:|---|---|\n",
    );
    let exact = &known.estimate;
    for line in &exact.lines {
        for item in &line.items {
            let cells = report::item_cells(item, true, report::amount);
            let checked = item.source.checked.to_string();
            let mut all = vec![line.name.as_ref()];
            all.extend(cells.iter().map(String::as_str));
            all.extend([report::link(&item.source), &checked]);
            out += &row(&all);
        }
    }
    let steps = &exact.steps;
    let taken = steps.named().into_iter().filter(|(_, amount)| !amount.is_zero());
    for (name, amount) in taken.chain([("**Expected bill**", steps.bill)]) {
        out += &row(&["", name, "", "", "", "", &text::cents(amount), "", ""]);
    }
    out
}

fn assumptions(answer: &Answer) -> String {
    let mut out = String::from("\n## Assumptions that differ from the defaults\n\n");
    let mut rows = String::new();
    let mut add = |line: &str, values: &Values| {
        for (key, value) in values.iter() {
            let spec = key.spec();
            let default = text::value(spec, &spec.default);
            rows += &row(&[line, spec.label, spec.name, &text::value(spec, value), &default]);
        }
    };
    for line in &answer.scenario.lines {
        add(&line.name, &line.values);
    }
    add("", &answer.scenario.values);
    if rows.is_empty() {
        out += "None.\n";
    } else {
        out += "| Line | Assumption | Key | Value | Default |\n|---|---|---|---:|---:|\n";
        out += &rows;
    }
    out
}

fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// A text that cannot end its cell or its line.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}
