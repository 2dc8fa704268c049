//! The estimate as CSV: one row for each line item, then one for each step from gross to bill.

use super::answer::Answer;
use super::error::CliError;
use super::json::{cause, plain};
use super::report::link;
use crate::model::estimate::{Item, LineCost};

const HEADER: [&str; 14] = [
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
];

/// All rows; the amounts sum to the expected bill. Only the header where nobody knows the answer.
pub fn estimate(answer: &Answer) -> Result<String, CliError> {
    let mut rows = vec![HEADER.map(str::to_owned)];
    if let Some(known) = &answer.known {
        let exact = &known.estimate;
        rows.extend(exact.lines.iter().flat_map(|line| line.items.iter().map(|item| item_row(line, item))));
        let steps = &exact.steps;
        for (label, amount) in steps.named() {
            let mut row = [const { String::new() }; 14];
            (row[1], row[11]) = (label.to_owned(), plain(amount));
            rows.push(row);
        }
    }
    write(&rows)
}

fn item_row(line: &LineCost, item: &Item) -> [String; 14] {
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
    ]
}

/// A text that no spreadsheet takes for a formula.
pub fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// Rows as CSV.
pub fn write<R: AsRef<[String]>>(rows: &[R]) -> Result<String, CliError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.as_ref())?;
    }
    let bytes = writer.into_inner().map_err(|error| CliError(error.to_string()))?;
    Ok(String::from_utf8(bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_a_formula() {
        assert_eq!(safe("=SUM(A1)"), "'=SUM(A1)");
        assert_eq!(safe("drafts"), "drafts");
    }
}
