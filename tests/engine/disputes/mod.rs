//! Where sources disagree about a price: the expected bill stays, floor and ceiling hold what they
//! say, and a warning names the figures.

mod laws;
mod worked;

use image_budget::model::book::{Book, Model, Origin, Provider, Tier, check};
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use image_budget::model::price::{Ask, Bound};
use image_budget::model::scenario::Scenario;
use image_budget::model::size::Pixels;
use rust_decimal::Decimal;

use crate::common::{BOOK, CERTAIN, today};

/// Token rates, a batch factor, a truncated price and credits, each with other figures.
const ACME: &str = r#"(
    format: 1,
    id: "acme",
    name: "Acme",
    sources: {
        "page": (url: "https://acme.example/prices", kind: official, checked: "2026-11"),
        "list": (url: "https://list.example/prices", kind: price_list, checked: "2026-10-19"),
        "forum": (url: "https://forum.example/prices", kind: third_party, checked: "2026-09"),
    },
    failures: (
        server_error: (rule: not_billed, source: "page", confidence: high),
        timeout: (rule: billed, source: "page", confidence: high),
        input_block: (rule: input_only, source: "page", confidence: high),
        output_block: (rule: unknown(expected: "0.5"), source: "page", confidence: low),
        invalid_request: (rule: not_billed, source: "page", confidence: high),
    ),
    models: [
        (
            id: "tokens",
            name: "Tokens",
            state: active,
            from: "2026-01-01",
            confidence: high,
            source: "page",
            operations: ["generate"],
            sizes: ["1024x1024"],
            batch: "0.5",
            tokens: (output: table([("1024x1024", "*", 1000)]), input: unpublished),
            rates: [
                (unit: text_input, usd: "5.00"),
                (unit: image_output, usd: "8.00", others: [
                    (usd: "8.50", source: "list"),
                    (usd: "7.00", source: "forum", note: "An older page."),
                ]),
            ],
        ),
        (
            id: "cut",
            name: "Cut",
            state: active,
            from: "2026-01-01",
            confidence: high,
            source: "page",
            operations: ["generate"],
            truncate_decimals: 2,
            credit_usd: "0.001",
            rates: [
                (unit: image, credits: "47", others: [(credits: "58", source: "list"), (usd: "0.0399", source: "forum")]),
            ],
        ),
    ],
)
"#;

fn acme() -> Provider {
    check::provider("acme.ron", ACME, Origin::Yours).unwrap_or_else(|e| panic!("{e}"))
}

fn book_with(provider: Provider) -> Book {
    let mut book = BOOK.clone();
    book.add(provider);
    book
}

fn estimate_in(book: &Book, scenario: &Scenario) -> Estimate {
    let plan = Plan::new(book, scenario, today()).unwrap_or_else(|problems| panic!("{problems:?}"));
    Estimate::of(&plan).unwrap_or_else(|e| panic!("{e}"))
}

/// Only generated images of a model, without a prompt, and nothing goes wrong.
fn bare(model: &str, images: u32, more: &[&str]) -> Vec<String> {
    let model = [format!("model={model}"), format!("images={images}"), "prompt_tokens=0".to_owned()];
    let certain = CERTAIN.iter().filter(|setting| !setting.starts_with("model="));
    certain.copied().map(str::to_owned).chain(model).chain(more.iter().map(|s| (*s).to_owned())).collect()
}

/// Every call that a model offers, with a prompt and, where their tokens are known, references.
fn calls(model: &Model) -> Vec<Ask> {
    let mut sizes: Vec<_> = model.sizes.iter().copied().map(Some).collect();
    let mut qualities: Vec<_> = model.qualities.iter().cloned().map(Some).collect();
    if sizes.is_empty() {
        sizes.push(None);
    }
    if qualities.is_empty() {
        qualities.push(None);
    }
    let mut asks = Vec::new();
    for operation in &model.operations {
        for (size, quality) in sizes.iter().flat_map(|size| qualities.iter().map(move |quality| (size, quality))) {
            for (tier, references) in [(Tier::Standard, 0), (Tier::Standard, 2), (Tier::Batch, 0), (Tier::Batch, 2)] {
                asks.push(Ask {
                    operation: operation.clone(),
                    size: *size,
                    quality: quality.clone(),
                    tier,
                    prompt_tokens: Decimal::from(150),
                    references: references.into(),
                    reference_size: Pixels { width: 1024, height: 1024 },
                    high_fidelity: false,
                    partial_images: 1,
                    steps: None,
                    seconds: None,
                    region: None,
                    image_output_tokens: Some(Decimal::from(1_000)),
                    text_output_tokens: Some(Decimal::from(300)),
                    day: today(),
                    bound: Bound::Expected,
                });
            }
        }
    }
    asks
}
