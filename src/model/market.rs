//! The price book as a market: what one bare image costs on every model, at one size and quality.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::book::{Book, Confidence, Model, State};
use super::day::Day;
use super::plan::{image_price_at, image_range_at};
use super::size::Size;

/// Which image is priced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The day whose prices hold.
    pub day: Day,
    /// Its size; none for any that the model offers.
    pub size: Option<Size>,
    /// Its quality by name; none for any that the model has. A model without a choice takes any name.
    pub quality: Option<String>,
}

/// One model of the market.
#[derive(Debug, Clone)]
pub struct Row {
    /// The model.
    pub model: Arc<Model>,
    /// Cheapest and dearest such image in USD; none where no price is known.
    pub range: Option<(Decimal, Decimal)>,
}

/// A column of the market.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Column {
    /// Name.
    #[default]
    Model,
    /// Provider.
    Provider,
    /// Status on the day.
    Status,
    /// Cheapest image.
    Cheapest,
    /// Dearest image.
    Dearest,
    /// Batch tier.
    Batch,
    /// Confidence.
    Confidence,
    /// Day of the last check.
    Checked,
}

impl Column {
    /// All of them, in order.
    pub const ALL: [Self; 8] = [
        Self::Model,
        Self::Provider,
        Self::Status,
        Self::Cheapest,
        Self::Dearest,
        Self::Batch,
        Self::Confidence,
        Self::Checked,
    ];

    /// Whether the list can do without it where it is narrow.
    pub fn is_extra(self) -> bool {
        matches!(self, Self::Batch | Self::Confidence | Self::Checked)
    }

    /// Heading.
    pub fn label(self) -> &'static str {
        match self {
            Self::Model => "Model",
            Self::Provider => "Provider",
            Self::Status => "Status",
            Self::Cheapest => "Cheapest",
            Self::Dearest => "Dearest",
            Self::Batch => "Batch",
            Self::Confidence => "Confidence",
            Self::Checked => "Checked",
        }
    }
}

/// Every model with the price of the sample image.
pub fn rows(book: &Book, sample: &Sample) -> Vec<Row> {
    let row = |model: &Arc<Model>| Row {
        range: model
            .operations
            .first()
            .and_then(|operation| image_range_at(model, operation, sample.day, sample.size, sample.quality.as_deref())),
        model: Arc::clone(model),
    };
    book.models().map(row).collect()
}

/// Sorts rows by a column; what is not known comes last either way.
pub fn sort(rows: &mut [&Row], column: Column, descending: bool, day: Day) {
    let name = |row: &&Row| row.model.name.to_lowercase();
    match column {
        Column::Model => rows.sort_by_cached_key(name),
        Column::Provider => rows.sort_by_cached_key(|row| (row.model.provider.to_lowercase(), name(row))),
        Column::Status => rows.sort_by_cached_key(|row| (life(&row.model, day), name(row))),
        Column::Cheapest => rows.sort_by_key(|row| row.range.map(|(low, _)| low)),
        Column::Dearest => rows.sort_by_key(|row| row.range.map(|(_, high)| high)),
        // Either a batch price is known or it is not.
        Column::Batch => rows.sort_by_cached_key(name),
        Column::Confidence => rows.sort_by_cached_key(|row| (certainty(row.model.confidence), name(row))),
        Column::Checked => rows.sort_by_cached_key(|row| (row.model.source.checked.day(), name(row))),
    }
    if descending {
        rows.reverse();
    }
    rows.sort_by_key(|row| match column {
        Column::Cheapest | Column::Dearest => row.range.is_none(),
        Column::Batch => !row.model.has_batch(),
        Column::Confidence => row.model.confidence == Confidence::None,
        _ => false,
    });
}

/// Rank of a model's life: what can be used first, what ends soon before what has ended.
fn life(model: &Model, day: Day) -> (u8, i32) {
    let left = model.days_left(day).unwrap_or(i32::MAX);
    match model.state_on(day) {
        State::Active => (0, left.saturating_neg()),
        State::Deprecated => (1, left.saturating_neg()),
        State::Retired => (2, 0),
    }
}

fn certainty(confidence: Confidence) -> u8 {
    match confidence {
        Confidence::High => 0,
        Confidence::Medium => 1,
        Confidence::Low => 2,
        Confidence::None => 3,
    }
}

/// One row of a cost map: a size, and the price of a bare image of it at each quality.
#[derive(Debug, Clone)]
pub struct MapRow {
    /// The size; none where the price does not depend on it.
    pub size: Option<Size>,
    /// USD expected at each quality; none where they are not sold together.
    pub prices: Vec<Option<Decimal>>,
}

/// What a bare image is expected to cost over every offered size and quality of a model.
pub fn cost_map(model: &Model, day: Day) -> Vec<MapRow> {
    let Some(operation) = model.operations.first() else { return Vec::new() };
    let sizes: Vec<Option<Size>> =
        if model.sizes.is_empty() { vec![None] } else { model.sizes.iter().copied().map(Some).collect() };
    let price = |size: Option<Size>, quality: Option<&str>| image_price_at(model, operation, day, size, quality);
    let row = |size: Option<Size>| MapRow {
        size,
        prices: match model.qualities.as_slice() {
            [] => vec![price(size, None)],
            some => some.iter().map(|quality| price(size, Some(quality))).collect(),
        },
    };
    sizes.into_iter().map(row).collect()
}
