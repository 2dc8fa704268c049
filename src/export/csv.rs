//! Comma-separated values, safe to open in a spreadsheet.

use super::Subject;
use super::table;

/// Every row of [`table::rows`]; the amounts sum to the expected bill, to the last digit.
///
/// # Errors
/// When the rows cannot be written, which no text brings about.
pub fn estimate(subject: &Subject) -> Result<String, csv::Error> {
    write(&table::rows(subject, safe))
}

/// A text that no spreadsheet takes for a formula: what would begin one gets an apostrophe before it, also
/// behind white space and in full width, as some spreadsheets read past both.
pub fn safe(text: &str) -> String {
    let skipped = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}');
    let begins = text.trim_start_matches(skipped).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if begins || text.starts_with(['\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}

/// Rows as CSV.
///
/// # Errors
/// When rows differ in length.
pub fn write<R: AsRef<[String]>>(rows: &[R]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.as_ref())?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    String::from_utf8(bytes).map_err(|error| std::io::Error::other(error).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_a_formula() {
        for formula in
            ["=SUM(A1)", "+1", "-1", "@A1", "\t=1", "\rx", "\n=1", "  =1", "\u{a0}=1", "\u{feff}=1", "＝1", "－1"]
        {
            assert_eq!(safe(formula), format!("'{formula}"));
        }
        for text in ["drafts", "", "a=1", " drafts", "1-2", "\u{2212}"] {
            assert_eq!(safe(text), text);
        }
    }
}
