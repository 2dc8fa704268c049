//! What a user should know about the size of a line.

use super::assumption::Key;
use super::book::Book;
use super::day::Day;
use super::legal::{SizeAdvice, SizeFacts, cheaper_sizes, size_facts};
use super::price::Ask;
use super::scenario::Line;

/// What is to be known about the size of a line's images.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SizeNote {
    /// What the size means.
    pub facts: Option<SizeFacts>,
    /// Sizes that cost less for no fewer pixels.
    pub cheaper: Vec<SizeAdvice>,
}

impl SizeNote {
    /// The note for a line's bare image on a day; none where the model is not in the book or chooses the
    /// size itself.
    pub fn of(book: &Book, line: &Line, day: Day) -> Option<Self> {
        let model = book.get(line.values.text(Key::Model))?;
        let size = match line.values.text(Key::Size) {
            "default" => model.default_size?,
            text => text.parse().ok()?,
        };
        let quality = match line.values.text(Key::Quality) {
            "default" => model.default_quality.clone(),
            text => Some(text.to_owned()),
        };
        let quality = quality.filter(|quality| model.qualities.contains(quality));
        let facts = size_facts(model, size, quality.as_deref()).filter(|_| model.size_matters());
        let operation = model.operations.first()?.clone();
        let ask = Ask { size: Some(size), quality, ..Ask::bare(operation, day) };
        Some(Self { facts, cheaper: cheaper_sizes(model, &ask) })
    }
}
