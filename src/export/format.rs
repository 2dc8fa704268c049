//! The formats that files are exported in.

use super::{Subject, csv, file_name, html, json, markdown};

/// What an exported file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A report on one page.
    Html,
    /// Rows for a spreadsheet.
    Csv,
    /// A page for a document.
    Markdown,
    /// Every figure for a program.
    Json,
}

impl Format {
    /// All of them, as a menu lists them.
    pub const ALL: [Self; 4] = [Self::Html, Self::Csv, Self::Markdown, Self::Json];

    /// Its name within a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Html => "HTML report",
            Self::Csv => "CSV table",
            Self::Markdown => "Markdown page",
            Self::Json => "JSON file",
        }
    }

    /// The name that is proposed for the file.
    pub fn file_name(self, subject: &Subject) -> String {
        let (what, extension) = match self {
            Self::Html => ("report", "html"),
            Self::Csv => ("table", "csv"),
            Self::Markdown => ("estimate", "md"),
            Self::Json => ("estimate", "json"),
        };
        file_name(&subject.scenario.name, what, subject.made_on, extension)
    }

    /// The file's text.
    ///
    /// # Errors
    /// When the rows of a table cannot be written, which no text brings about.
    pub fn write(self, subject: &Subject) -> Result<String, ::csv::Error> {
        Ok(match self {
            Self::Html => html::report(subject),
            Self::Csv => csv::estimate(subject)?,
            Self::Markdown => markdown::estimate(subject),
            Self::Json => format!("{:#}\n", json::estimate(subject)),
        })
    }
}
