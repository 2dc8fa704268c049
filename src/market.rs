//! What the price book's workspace shows, computed when it changes.

use rust_decimal::Decimal;

use crate::model::book::{Book, Model};
use crate::model::market::{MapRow, Row, Sample, cost_map, rows};
use crate::model::opinion::Judgement;
use crate::model::price::{Ask, Step, price, rule_words, worked};
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
    /// The price rule in sentences.
    pub rule: Vec<String>,
    /// The chosen price with the numbers in, or why it has none; nothing where none is chosen.
    pub worked: Option<Worked>,
    /// What another list says about the model.
    pub opinions: Vec<Judgement>,
}

/// A price with the numbers in.
#[derive(Debug, Clone)]
pub struct Worked {
    /// Size and quality in words; empty where there is no choice.
    pub of: String,
    /// USD; none where there is no price.
    pub total: Option<Decimal>,
    /// The calculation, or why there is none.
    pub steps: Result<Vec<Step>, String>,
}

impl Market {
    /// Answers a question; a list that is right already is taken from `before`.
    pub fn of(book: &Book, judged: &[Judgement], asked: MarketQuestion, before: Option<Self>) -> Self {
        let rows = match before {
            Some(before) if before.asked.sample == asked.sample => before.rows,
            _ => rows(book, &asked.sample),
        };
        let page = asked.model.as_deref().and_then(|id| book.get(id)).map(|model| Page::of(model, judged, &asked));
        Self { asked, rows, page }
    }
}

impl Page {
    fn of(model: &Model, judged: &[Judgement], asked: &MarketQuestion) -> Self {
        let map = cost_map(model, asked.sample.day);
        let cheapest = || {
            let cell = |row: &MapRow| row.prices.iter().position(Option::is_some).map(|at| (row.size, at));
            let (size, at) = map.iter().find_map(cell)?;
            Some((size, model.qualities.get(at).cloned()))
        };
        let example = asked.example.clone().or_else(cheapest);
        let worked = example.zip(model.operations.first()).map(|((size, quality), operation)| {
            let words = size.map(|size| size.to_string()).into_iter().chain(quality.clone());
            let of = words.collect::<Vec<_>>().join(", ");
            let ask = Ask { size, quality, ..Ask::bare(operation.clone(), asked.sample.day) };
            let total = price(model, &ask).ok().map(|price| price.total);
            Worked { of, total, steps: worked(model, &ask).map_err(|problem| problem.to_string()) }
        });
        let about = |judgement: &&Judgement| judgement.model.as_ref() == Some(&model.id);
        Self { map, rule: rule_words(model), worked, opinions: judged.iter().filter(about).cloned().collect() }
    }
}
