//! Text that is dearer in long prompts.

use std::sync::LazyLock;

use image_budget::model::book::{Book, Origin, check};
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use rust_decimal::Decimal;

use super::{PRO, SMOOTH};
use crate::common::{d, estimate, scenario, today};
use crate::program::Home;

#[test]
fn text_is_dearer_from_one_token_above_200_000() {
    let long = |prompt: &str, tier| {
        let settings = ["size=1K", "images=1", "text_output_tokens=450", tier];
        let model = format!("model={PRO}");
        let prompt = format!("prompt_tokens={prompt}");
        estimate(&[&SMOOTH[..], &[&model, &prompt], &settings].concat()).expected
    };
    // 1,120 image tokens at $120, 450 text tokens at $12 or $18, the prompt at $2 or $4 per 1M.
    assert_eq!(long("200000", "batch_share=0"), d("0.5398"));
    assert_eq!(long("200001", "batch_share=0"), d("0.942504"));
    assert_eq!(long("200000", "batch_share=1"), d("0.2699"));
    assert_eq!(long("200001", "batch_share=1"), d("0.471252"), "the batch tier halves the dearer rates");
}

#[test]
fn a_usage_object_with_a_long_prompt_is_priced_at_the_dearer_rates() {
    let home = Home::new();
    let price = |usage: &str| home.json(&["price", PRO, "--usage", usage])["expected"].as_str().map(d);
    assert_eq!(price("text_in=200000,image_out=1120,text_out=450"), Some(d("0.5398")));
    assert_eq!(price("text_in=200001,image_out=1120,text_out=450"), Some(d("0.942504")));
}

/// A model whose hidden tokens grow with the references and whose text is dearer from 1,000 and 2,000 tokens on.
pub static ACME: LazyLock<Book> = LazyLock::new(|| {
    let rule = |name: &str| format!("{name}: (rule: billed, source: \"page\", confidence: high),");
    let rules = ["server_error", "timeout", "input_block", "output_block", "invalid_request"].map(rule).concat();
    let text = r#"(
        format: 1, id: "acme", name: "Acme",
        sources: { "page": (url: "https://acme.example", kind: official, checked: "2026-11") },
        failures: (RULES),
        models: [(
            id: "brush", name: "Brush", state: active, from: "2026-01-01", confidence: high, source: "page",
            operations: ["generate", "edit", "image-to-image"],
            tokens: (output: per_image, input: fixed(100), overhead: (generate: 7, edit: 20, per_reference: 15)),
            rates: [
                (unit: image, usd: "0.01"),
                (unit: text_input, usd: "10"),
                (unit: text_input, prompt_from: 1000, usd: "20"),
                (unit: text_input, prompt_from: 2000, usd: "35"),
                (unit: text_output, usd: "50"),
                (unit: text_output, prompt_from: 1000, usd: "90"),
                (unit: image_input, operations: ["edit"], usd: "5"),
            ],
        )],
    )"#;
    let mut book = Book::default();
    book.add(
        check::provider("acme.ron", &text.replace("RULES", &rules), Origin::Yours).unwrap_or_else(|e| panic!("{e}")),
    );
    book
});

#[test]
fn hidden_tokens_count_towards_the_length_of_a_prompt() {
    let text = |prompt: u32| {
        let line = ["model=acme/brush".into(), "images=1".into(), format!("prompt_tokens={prompt}")];
        let settings: Vec<String> = SMOOTH.iter().map(|s| (*s).to_owned()).chain(line).collect();
        let plan = Plan::new(&ACME, &scenario(&settings), today()).unwrap_or_else(|e| panic!("{e:?}"));
        Estimate::of(&plan).unwrap().expected - d("0.01")
    };
    assert_eq!([992, 993].map(text), [d("0.00999"), d("0.02")], "999 and 1,000 tokens");
    assert_eq!([1992, 1993].map(text), [d("0.03998"), d("0.07")], "1,999 and 2,000 tokens");
    assert_eq!(text(0), Decimal::ZERO, "no prompt, no hidden tokens");
}
