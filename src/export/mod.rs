//! The answer written down for elsewhere: a spreadsheet, a program, a document, a page on paper.
//!
//! Texts are made here and nowhere read or saved. Whatever the format, the assumptions behind the number
//! and what it leaves out travel with it.

pub mod assumptions;
pub mod csv;
pub mod exclusions;
mod format;
pub mod html;
pub mod json;
pub mod markdown;
pub mod table;
pub mod tsv;

pub use format::Format;

use crate::figures::Figures;
use crate::model::book::Book;
use crate::model::day::Day;
use crate::model::scenario::Scenario;
use crate::model::snapshot::Drift;
use crate::text::file_stem;

/// What is exported.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The prices.
    pub book: &'a Book,
    /// The plan.
    pub scenario: &'a Scenario,
    /// The day whose prices hold.
    pub day: Day,
    /// What has become of the prices that the scenario was saved with; none where it does not say.
    pub drift: Option<&'a Drift>,
    /// The day on which the export is made.
    pub made_on: Day,
    /// The answer; none where nobody knows it, which the warnings then say.
    pub known: Option<&'a Figures>,
    /// What a reader should know, in sentences, the plan's warnings included.
    pub warnings: &'a [String],
}

/// The name that is proposed for an exported file: `product-photos-report-2026-11-22.html`.
pub fn file_name(scenario_name: &str, what: &str, day: Day, extension: &str) -> String {
    format!("{}-{what}-{day}.{extension}", file_stem(scenario_name))
}
