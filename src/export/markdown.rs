//! The estimate as Markdown, for a document or a pull request.

use super::{Subject, assumptions, exclusions, table};
use crate::figures::Figures;
use crate::sentence;
use crate::text;

/// Headline, figures, items, assumptions, what is not in the bill, warnings.
pub fn estimate(subject: &Subject) -> String {
    let mut out = format!("# {}\n\n", cell(&subject.scenario.name));
    match subject.known {
        None => out += "The bill is not known; the warnings say why.\n",
        Some(known) => {
            let headline = sentence::answer(subject.book, subject.scenario, known);
            out += &["**", &cell(&headline), "**\n\n"].concat();
            out += &figures(known);
            out += &items(known);
        }
    }
    out += &changed(subject);
    out += &standing(subject);
    out += &bullets("Not in the bill, or not established", &exclusions::of(subject));
    out += &bullets("Warnings", subject.warnings);
    out + &format!("\nPrices on {}, in USD.\n", subject.day)
}

fn figures(known: &Figures) -> String {
    let mut out = String::from("| | |\n|---|---:|\n");
    for (name, value) in table::summary(known) {
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
            let cells = table::item_cells(item, true, table::amount);
            let checked = item.source.checked.to_string();
            let mut all = vec![line.name.as_ref()];
            all.extend(cells.iter().map(String::as_str));
            all.extend([table::link(&item.source), &checked]);
            out += &row(&all);
        }
    }
    let steps = &exact.steps;
    let taken = steps.named().into_iter().filter(|(_, amount)| !amount.is_zero());
    for (name, amount) in taken {
        out += &row(&["", name, "", "", "", "", &text::cents(amount), "", ""]);
    }
    out + &format!("|  | **Expected bill** |  |  |  |  | {} |  |  |\n", text::cents(steps.bill))
}

fn changed(subject: &Subject) -> String {
    let mut out = String::from("\n## Assumptions that differ from the defaults\n\n");
    let rows = assumptions::changed(subject.scenario);
    if rows.is_empty() {
        return out + "None.\n";
    }
    out += "| Line | Assumption | Key | Value | Default |\n|---|---|---|---:|---:|\n";
    for set in rows {
        out += &row(&[set.line.unwrap_or_default(), set.spec.label, set.spec.name, &set.shown, &set.default()]);
    }
    out
}

fn standing(subject: &Subject) -> String {
    let rows = assumptions::standing(subject.book, subject.scenario);
    if rows.is_empty() {
        return String::new();
    }
    let mut out = String::from("\n## Important assumptions at their defaults\n\n");
    out += "| Line | Assumption | Key | Value |\n|---|---|---|---:|\n";
    for default in rows {
        let line = default.line.unwrap_or_default();
        out += &row(&[line, &default.spec.full_label(), default.spec.name, &default.shown]);
    }
    out
}

fn bullets(heading: &str, sentences: &[String]) -> String {
    if sentences.is_empty() {
        return String::new();
    }
    let mut out = format!("\n## {heading}\n\n");
    for sentence in sentences {
        out += &["- ", &cell(sentence), "\n"].concat();
    }
    out
}

fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// A text that ends neither its cell nor its line, and that is neither markup nor a picture from elsewhere.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '\\' | '|' | '<' | '[' | '*' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_markup() {
        assert_eq!(cell("a|b\\|c\nd"), "a\\|b\\\\\\|c d");
        assert_eq!(cell("<img> ![x](http://y) **z**"), "\\<img> !\\[x](http://y) \\*\\*z\\*\\*");
        assert_eq!(cell("image_to_image-2 #1"), "image_to_image-2 #1");
    }
}
