//! The user's own rates and models.

use image_budget::model::book::yours::{self, PROVIDER};
use image_budget::model::price::{Ask, price};
use rust_decimal::Decimal;

use super::{BOOK, assert_price, assert_sentence, text, today};

/// A file is refused in one sentence, or it is written so that it reads the same again, and its prices
/// hold over the list.
pub fn yours(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let own = match yours::read(text) {
        Ok(own) => own,
        Err(error) => {
            assert!(error.line <= text.split('\n').count(), "{error}");
            return assert_sentence(&error.to_string());
        }
    };
    assert_eq!(own.check(), Ok(()));
    let written = yours::write(&own);
    match yours::read(&written) {
        Ok(again) => assert_eq!(again, own, "{written}"),
        Err(error) => panic!("{error}\n{written}"),
    }
    let mut book = BOOK.clone();
    own.apply(&mut book).iter().for_each(|why| assert!(!why.is_empty()));
    for model in &own.models {
        let id = format!("{PROVIDER}/{}", model.id);
        let model = book.get(&id).unwrap_or_else(|| panic!("{id} is not in the book"));
        for operation in &model.operations {
            let ask = Ask {
                size: model.default_size,
                quality: model.default_quality.clone(),
                ..Ask::bare(operation.clone(), today())
            };
            if let Ok(price) = price(model, &ask) {
                assert_price(&price, &id);
            }
        }
    }
    for rate in &own.rates {
        assert!(rate.usd >= Decimal::ZERO, "{rate:?}");
    }
}
