//! How the price book is looked at.

use crate::model::book::{Model, search_words};
use crate::model::day::Day;
use crate::model::market::{Column, Sample};
use crate::model::opinion::Summary;
use crate::model::size::Size;

/// Which part of the program fills the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Workspace {
    /// The estimate.
    #[default]
    Plan,
    /// The price book.
    Prices,
}

impl Workspace {
    /// All of them, in order.
    pub const ALL: [Self; 2] = [Self::Plan, Self::Prices];

    /// On the switch.
    pub fn label(self) -> &'static str {
        match self {
            Self::Plan => "Plan",
            Self::Prices => "Prices",
        }
    }
}

/// The choices of the price book's list and page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricesView {
    /// Words that id, name or provider must have.
    pub search: String,
    /// Size of the sample image, as typed; `any` for any.
    pub size: String,
    /// Quality of the sample image; `any` for any.
    pub quality: String,
    /// Retired models too.
    pub retired: bool,
    /// The column that sorts.
    pub sort: Column,
    /// Whether it sorts from the end.
    pub descending: bool,
    /// The model whose page is shown, by full id.
    pub model: Option<String>,
    /// Size and quality whose formula the page works out.
    pub example: Option<(Option<Size>, Option<String>)>,
}

impl Default for PricesView {
    fn default() -> Self {
        Self {
            search: String::new(),
            size: ANY.into(),
            quality: ANY.into(),
            retired: false,
            sort: Column::default(),
            descending: false,
            model: None,
            example: None,
        }
    }
}

/// The word for no choice.
pub const ANY: &str = "any";

impl PricesView {
    /// The image that the list prices.
    pub fn sample(&self, day: Day) -> Sample {
        let quality = Some(self.quality.clone()).filter(|quality| quality != ANY);
        Sample { day, size: self.size.parse().ok(), quality }
    }

    /// Whether a model passes the choices.
    pub fn wants(&self, model: &Model, day: Day) -> bool {
        let alive = self.retired || model.state_on(day) != crate::model::book::State::Retired;
        alive && model.has_words(&search_words(&self.search))
    }
}

/// What a list said when it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct OpinionReport {
    /// Name of the file.
    pub from: String,
    /// The counts.
    pub summary: Summary,
    /// Figures that differ, the farthest off first: entry, field, ours, theirs, ratio.
    pub differ: Vec<[String; 5]>,
    /// What was not understood, a sentence each.
    pub refused: Vec<String>,
}
