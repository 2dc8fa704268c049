//! From a key to its row of the table, without a search: every answer asks thousands of times.

use std::sync::LazyLock;

use super::{Key, Spec, TABLE};

/// The row of an assumption.
pub fn spec(key: Key) -> &'static Spec {
    static ROWS: LazyLock<[Option<&'static Spec>; SLOTS]> = LazyLock::new(|| {
        let mut rows = [None; SLOTS];
        for row in TABLE.iter() {
            if let Some(place) = rows.get_mut(slot(row.key)) {
                *place = Some(row);
            }
        }
        rows
    });
    let row = ROWS.get(slot(key)).copied().flatten();
    row.unwrap_or_else(|| unreachable!("every key has a row, which a test proves"))
}

/// How many keys there are.
const SLOTS: usize = 57;

/// A place of its own for each key.
const fn slot(key: Key) -> usize {
    match key {
        Key::Images => 0,
        Key::CountBasis => 1,
        Key::EditShare => 2,
        Key::ImageToImageShare => 3,
        Key::AcceptanceRate => 4,
        Key::Model => 5,
        Key::Size => 6,
        Key::Quality => 7,
        Key::EditModel => 8,
        Key::EditQuality => 9,
        Key::ImageToImageModel => 10,
        Key::ImageToImageQuality => 11,
        Key::BatchShare => 12,
        Key::PromptTokens => 13,
        Key::TextOutputTokens => 14,
        Key::ImageOutputTokens => 15,
        Key::PartialImages => 16,
        Key::SizeDriftRate => 17,
        Key::SizeDriftTo => 18,
        Key::ReferencesPerEdit => 19,
        Key::ReferencesPerImageToImage => 20,
        Key::ReferenceSize => 21,
        Key::InputFidelity => 22,
        Key::Rate(outcome) => 23_usize.saturating_add(outcome as usize),
        Key::DuplicateRate => 28,
        Key::MaxAttempts => 29,
        Key::Retry(outcome) => 30_usize.saturating_add(outcome as usize),
        Key::Billed(outcome) => 35_usize.saturating_add(outcome as usize),
        Key::PriceGenerate => 40,
        Key::PriceEdit => 41,
        Key::PriceImageToImage => 42,
        Key::PriceBatchDiscount => 43,
        Key::PriceChange => 44,
        Key::Discount => 45,
        Key::VolumeTiers => 46,
        Key::Credit => 47,
        Key::TaxRate => 48,
        Key::Budget => 49,
        Key::BudgetConfidence => 50,
        Key::Months => 51,
        Key::MonthlyGrowth => 52,
        Key::Steps => 53,
        Key::Seconds => 54,
        Key::Region => 55,
        Key::PricesOn => 56,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_has_its_row() {
        assert_eq!(TABLE.len(), SLOTS);
        for row in TABLE.iter() {
            assert_eq!(spec(row.key).name, row.name);
        }
    }
}
