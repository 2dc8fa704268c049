//! Tab-separated values, to paste into a spreadsheet.

use super::{Subject, csv, table};

/// Every row of [`table::rows`]; the amounts sum to the expected bill, to the last digit.
pub fn estimate(subject: &Subject) -> String {
    table::rows(subject, safe).iter().map(|row| row.join("\t") + "\n").collect()
}

/// A text without a tab or a line break inside that no spreadsheet takes for a formula or for the beginning of
/// a quoted cell, which would swallow its neighbours.
fn safe(text: &str) -> String {
    let broken = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let flat: String = text.chars().map(|c| if broken(c) { ' ' } else { c }).collect();
    if flat.starts_with('"') { format!("'{flat}") } else { csv::safe(&flat) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stays_one_cell() {
        assert_eq!(safe("a\tb\r\nc\u{2028}d"), "a b  c d");
        assert_eq!(safe("\t=1"), "' =1");
        assert_eq!(safe("\"a"), "'\"a");
    }
}
