//! The user's own prices: negotiated rates and models of their own, in the book, in a file, on disk and
//! as the program shows them.

mod disk;
mod file;
mod laws;
mod models;
mod rates;
mod shown;

use image_budget::model::book::yours::{YourModel, YourPrice, YourRate, Yours};
use image_budget::model::book::{Book, Model, Operation, Rate, Tier, Unit};
use image_budget::model::price::{Ask, PriceProblem, price};
use rust_decimal::Decimal;

use crate::common::{BOOK, day};
use crate::common::{d, today};

const GPT: &str = "openai/gpt-image-2";

/// A contract and two models of one's own, as a person would write them.
const SMALL: &str = r#"(
    format: 1,
    rates: [
        (model: "openai/gpt-image-2", unit: image_output, usd: "24", from: "2026-07-01", note: "Frame contract"),
    ],
    models: [
        (
            id: "studio",
            name: "Studio",
            from: "2026-01-01",
            batch: "0.5",
            prices: [
                (operation: "generate", size: "1024x1024", quality: "fine", usd: "0.05"),
                (operation: "generate", size: "1024x1024", quality: "draft", usd: "0.02"),
                (operation: "generate", size: "2048x2048", quality: "fine", usd: "0.12"),
                (operation: "edit", usd: "0.06"),
            ],
            note: "Offer of June",
        ),
    ],
)
"#;

/// The shipped prices with the user's over them; all of which must fit.
fn book_with(yours: &Yours) -> Book {
    let mut book = BOOK.clone();
    assert_eq!(yours.apply(&mut book), Vec::<String>::new());
    book
}

/// The list's standard rate of a unit.
fn listed(model: &str, unit: Unit) -> &'static Rate {
    let mut rates = BOOK.get(model).unwrap().rates.iter();
    rates.find(|rate| rate.unit == unit && rate.tier == Tier::Standard).unwrap()
}

/// A negotiated rate for a unit of GPT Image 2.
fn gpt_rate(unit: Unit, usd: &str, from: &str) -> YourRate {
    YourRate::of(listed(GPT, unit), GPT, d(usd), day(from))
}

fn only(rate: YourRate) -> Yours {
    Yours { rates: vec![rate], models: Vec::new() }
}

/// A model with one price per image.
fn flat(id: &str, usd: &str) -> YourModel {
    let price = YourPrice { operation: Operation::Generate, size: None, quality: None, usd: d(usd) };
    YourModel {
        id: id.into(),
        name: "Flat".into(),
        prices: vec![price],
        batch: None,
        from: day("2026-01-01"),
        note: String::new(),
    }
}

/// One standard call today, without a prompt.
fn ask(operation: &str, size: Option<&str>, quality: Option<&str>) -> Ask {
    Ask {
        size: size.map(|size| size.parse().unwrap()),
        quality: quality.map(str::to_owned),
        text_output_tokens: Some(Decimal::ZERO),
        ..Ask::bare(Operation::named(operation), today())
    }
}

/// 129 output tokens and 226 of the prompt: half a cent at the list's $30 and $5 per 1M.
fn half_penny(on: &str, tier: Tier) -> Ask {
    let prompt_tokens = d("220");
    Ask { day: day(on), tier, prompt_tokens, ..ask("generate", Some("976x704"), Some("low")) }
}

fn cost(model: &Model, ask: &Ask) -> Result<Decimal, PriceProblem> {
    price(model, ask).map(|price| price.total)
}

fn cost_in(book: &Book, id: &str, ask: &Ask) -> Decimal {
    cost(book.get(id).unwrap(), ask).unwrap_or_else(|e| panic!("{e}"))
}
