//! Calculations with the numbers in.

use image_budget::model::book::{Model, OutputTokens, Tier};
use image_budget::model::price::{Ask, Step, output_tokens, price, worked};
use rust_decimal::Decimal;

use super::{ask, calls, model, px};
use crate::common::{BOOK, d};

fn formulas(steps: &[Step]) -> Vec<&str> {
    steps.iter().map(|step| step.formula.as_str()).collect()
}

/// The calculation of a call, line by line.
fn lines(model: &Model, ask: &Ask) -> Vec<String> {
    let steps = worked(model, ask).unwrap_or_else(|e| panic!("{e}"));
    steps.iter().map(|step| step.formula.clone()).collect()
}

#[test]
fn the_amounts_of_every_calculation_add_up_to_the_price() {
    let mut compared = 0;
    for model in BOOK.models() {
        for ask in calls(model) {
            let about = format!("{} {:?} {:?} {}", model.id, ask.size, ask.quality, ask.operation);
            let (price, worked) = (price(model, &ask), worked(model, &ask));
            match (price, worked) {
                (Ok(price), Ok(steps)) => {
                    let sum: Decimal = steps.iter().filter_map(|step| step.amount).sum();
                    assert_eq!(sum, price.total, "{about}");
                    compared += 1;
                }
                (Err(price), Err(worked)) => assert_eq!(price, worked, "{about}"),
                (price, worked) => panic!("{about}: {price:?} but {worked:?}"),
            }
        }
    }
    assert!(compared > 1_000, "{compared}");
}

/// The numbers of a formula.
fn numbers(formula: &str) -> Vec<Decimal> {
    let part = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let words = formula.split(|c| !part(c)).map(|word| word.trim_matches(['.', ',']).replace(',', ""));
    words.filter(|word| !word.is_empty()).map(|word| d(&word)).collect()
}

#[test]
fn the_numbers_in_a_charge_multiply_to_its_amount() {
    let mut checked = 0;
    for model in BOOK.models() {
        for step in calls(model).iter().filter_map(|ask| worked(model, ask).ok()).flatten() {
            let Some(amount) = step.amount else { continue };
            if step.label == "Truncated by the provider" || step.formula.starts_with("about") {
                continue;
            }
            let percent = step.formula.contains('%').then(|| d("0.01"));
            let million = step.formula.contains("/ 1M").then(|| d("0.000001"));
            let text = step.formula.replace("/ 1M", "");
            let product: Decimal = numbers(&text).into_iter().chain(percent).chain(million).product();
            assert_eq!(product, amount, "{}: {}", model.id, step.formula);
            checked += 1;
        }
    }
    assert!(checked > 2_000, "{checked}");
}

#[test]
fn a_token_formula_gives_the_tokens_that_are_billed() {
    let mut checked = 0;
    for model in BOOK.models() {
        let Some(OutputTokens::Formula(_)) = model.tokens.as_ref().map(|rules| &rules.output) else { continue };
        for (size, quality) in model.sizes.iter().flat_map(|size| model.qualities.iter().map(move |q| (*size, q))) {
            let call = ask(model, Some(&size.to_string()), Some(quality));
            let steps = worked(model, &call).unwrap();
            let [short, tokens, charge] = formulas(&steps)[..] else { panic!("{}: {steps:?}", model.id) };
            let [factor, one, long, across] = numbers(short)[..] else { panic!("{short}") };
            assert_eq!((factor * one / long + d("0.5")).floor(), across, "{short}");
            let [f, s, base, area, divisor, count] = numbers(tokens)[..] else { panic!("{tokens}") };
            assert_eq!((f, s), (factor, across));
            assert_eq!((f * s * (base + area) / divisor).ceil(), count, "{tokens}");
            assert_eq!(count, Decimal::from(output_tokens(model, Some(size), Some(quality)).unwrap()), "{tokens}");
            assert_eq!(numbers(charge)[0], count);
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn a_calculation_shows_the_published_counts() {
    let gpt = model("openai/gpt-image-2");
    assert_eq!(
        lines(gpt, &ask(gpt, Some("1024x1024"), Some("medium"))),
        [
            "round(48 × 1,024 / 1,024) = 48",
            "⌈48 × 48 × (2,000,000 + 1,048,576) / 4,000,000⌉ = 1,756",
            "1,756 tokens × $30 / 1M",
        ]
    );
    let edit = Ask {
        operation: gpt.operations[1].clone(),
        references: d("2"),
        prompt_tokens: d("100"),
        tier: Tier::Batch,
        ..ask(gpt, Some("1024x1024"), Some("medium"))
    };
    assert_eq!(
        lines(gpt, &edit)[2..],
        [
            "1,756 tokens × $15 / 1M",
            "100 + 6 hidden = 106",
            "106 tokens × $2.50 / 1M",
            "⌈1,024 / 32⌉ × ⌈1,024 / 32⌉ = 1,024",
            "2 images × 1,024 = 2,048",
            "2,048 tokens × $4 / 1M",
        ]
    );
    // A unit without a batch rate of its own takes the model's factor.
    let pro = model("google-gemini-api/gemini-3-pro-image");
    let batch = Ask {
        tier: Tier::Batch,
        references: d("1"),
        operation: pro.operations[1].clone(),
        ..ask(pro, Some("1K"), None)
    };
    assert_eq!(
        lines(pro, &batch),
        [
            "1K: 1,120 by the provider's table",
            "1,120 tokens × $60 / 1M",
            "450 assumed; 250 to 677 were seen",
            "450 tokens × $6 / 1M",
            "1 image × 560 = 560",
            "560 tokens × $2 / 1M × 50 % for batch",
        ]
    );
    let flux = model("bfl/flux-2-pro");
    let two = Ask { operation: flux.operations[1].clone(), references: d("2"), ..ask(flux, Some("1536x1024"), None) };
    assert_eq!(
        lines(flux, &two),
        [
            "1 MP × 3 credits × $0.01",
            "⌈1,536 × 1,024 / 1,048,576⌉ = 2",
            "2 − 1 = 1",
            "1 MP × 1.5 credits × $0.01",
            "⌈1,024 × 1,024 / 1,048,576⌉ = 1",
            "2 images × 1 = 2",
            "2 MP × 1.5 credits × $0.01",
        ]
    );
}

#[test]
fn references_are_shown_as_they_are_scaled() {
    let gpt = model("openai/gpt-image-2");
    let with = |size: &str| {
        let ask = ask(gpt, Some("1024x1024"), Some("low"));
        let ask = Ask { operation: gpt.operations[1].clone(), references: d("1"), reference_size: px(size), ..ask };
        lines(gpt, &ask)[3..].to_vec()
    };
    assert_eq!(with("512x512")[0], "512x512 is billed as 1024x1024");
    let shrunk = with("2048x2048");
    assert_eq!(shrunk[0], "⌈2,048 / 32⌉ × ⌈2,048 / 32⌉ = 4,096");
    assert_eq!(shrunk[1], "at most 1,536: 39 × 39 = 1,521");
    let older = model("azure-openai/gpt-image-1.5");
    let call = ask(older, Some("1024x1024"), Some("low"));
    let edit = older.operations.iter().find(|operation| operation.name() == "edit").unwrap().clone();
    let call =
        Ask { operation: edit, references: d("1"), reference_size: px("1024x1536"), high_fidelity: true, ..call };
    let shown = lines(older, &call);
    assert!(shown.contains(&"1024x1536 is scaled to 512x768".to_owned()), "{shown:?}");
    assert!(shown.contains(&"65 + 129 × 2 + 6,240 = 6,563".to_owned()), "{shown:?}");
}

#[test]
fn tiles_steps_and_cut_prices_are_shown() {
    let lucid = model("cloudflare/@cf/leonardo/lucid-origin");
    assert_eq!(
        lines(lucid, &ask(lucid, Some("1120x1120"), Some("20-steps"))),
        ["1 request × $0.0026", "⌈1,120 / 512⌉ × ⌈1,120 / 512⌉ = 9", "9 tiles × $0.007"]
    );
    let dezgo = model("dezgo/text2image");
    let steps = worked(dezgo, &ask(dezgo, Some("1024x1024"), None)).unwrap();
    let last = steps.last().unwrap();
    assert_eq!(last.formula, "the sum is cut to 4 decimals");
    assert!(last.amount.is_some_and(|amount| amount < Decimal::ZERO));
    assert_eq!(steps.iter().filter_map(|step| step.amount).sum::<Decimal>(), d("0.0181"));
}
