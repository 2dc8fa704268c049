//! Prices explained: rules in sentences, calculations that come out to the last digit, legal and
//! cheaper sizes.

mod rules;
mod sizes;
mod worked;

use image_budget::model::book::{Model, Tier};
use image_budget::model::price::{Ask, Bound};
use image_budget::model::size::Pixels;
use rust_decimal::Decimal;

use crate::common::{BOOK, d, today};

fn model(id: &str) -> &'static Model {
    BOOK.get(id).unwrap_or_else(|| panic!("no model {id}"))
}

fn px(text: &str) -> Pixels {
    text.parse().unwrap()
}

fn ask(model: &Model, size: Option<&str>, quality: Option<&str>) -> Ask {
    Ask {
        operation: model.operations[0].clone(),
        size: size.map(|size| size.parse().unwrap()),
        quality: quality.map(str::to_owned),
        tier: Tier::Standard,
        prompt_tokens: Decimal::ZERO,
        references: Decimal::ZERO,
        reference_size: Pixels { width: 1024, height: 1024 },
        high_fidelity: false,
        partial_images: 0,
        steps: None,
        seconds: None,
        region: None,
        image_output_tokens: None,
        text_output_tokens: None,
        day: today(),
        bound: Bound::Expected,
    }
}

/// The calls of a model at every offered size, quality and operation, bare and with everything.
fn calls(model: &Model) -> Vec<Ask> {
    let sizes: Vec<_> = match model.sizes.is_empty() {
        true => vec![None],
        false => model.sizes.iter().copied().map(Some).collect(),
    };
    let qualities: Vec<_> = match model.qualities.is_empty() {
        true => vec![None],
        false => model.qualities.iter().cloned().map(Some).collect(),
    };
    let mut calls = Vec::new();
    for (size, quality) in sizes.iter().flat_map(|size| qualities.iter().map(move |quality| (size, quality))) {
        for operation in &model.operations {
            for (tier, full) in [(Tier::Standard, false), (Tier::Standard, true), (Tier::Batch, true)] {
                let plain = ask(model, None, None);
                let (few, some) = if full { (d("150"), d("3")) } else { (Decimal::ZERO, Decimal::ZERO) };
                calls.push(Ask {
                    operation: operation.clone(),
                    size: *size,
                    quality: quality.clone(),
                    tier,
                    prompt_tokens: few,
                    references: some,
                    reference_size: if full { px("3000x1700") } else { px("1024x1024") },
                    high_fidelity: full,
                    partial_images: if full { 2 } else { 0 },
                    image_output_tokens: Some(d("1234")),
                    ..plain
                });
            }
        }
    }
    calls
}
