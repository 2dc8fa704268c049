//! What the price book's workspace shows, computed when it changes.

use crate::model::book::{Book, Model};
use crate::model::market::{MapRow, Row, Sample, cost_map, rows};
use crate::model::size::Size;

/// What the workspace asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarketQuestion {
    /// The image that the list prices.
    pub sample: Sample,
    /// The model whose page is open, by full id.
    pub model: Option<String>,
    /// Size and quality whose price the page works out.
    pub example: Option<(Option<Size>, Option<String>)>,
}

/// What the workspace shows.
#[derive(Debug, Clone)]
pub struct Market {
    /// The question that this answers.
    pub asked: MarketQuestion,
    /// The list, in the book's order.
    pub rows: Vec<Row>,
    /// The open page.
    pub page: Option<Page>,
}

/// What is computed for a model's page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Prices over sizes and qualities.
    pub map: Vec<MapRow>,
}

impl Market {
    /// Answers a question; a list that is right already is taken from `before`.
    pub fn of(book: &Book, asked: MarketQuestion, before: Option<Self>) -> Self {
        let rows = match before {
            Some(before) if before.asked.sample == asked.sample => before.rows,
            _ => rows(book, &asked.sample),
        };
        let page = asked.model.as_deref().and_then(|id| book.get(id)).map(|model| Page::of(model, &asked));
        Self { asked, rows, page }
    }
}

impl Page {
    fn of(model: &Model, asked: &MarketQuestion) -> Self {
        Self { map: cost_map(model, asked.sample.day) }
    }
}
