//! A provider's price file.

use std::sync::Arc;

use image_budget::model::book::diff::differences;
use image_budget::model::book::doubt::{doubts, sources};
use image_budget::model::book::{Book, Model, Operation, Origin, Provider, Tier, check};
use image_budget::model::legal::{cheaper_sizes, size_facts};
use image_budget::model::market::{self, Sample};
use image_budget::model::outcome::Outcome;
use image_budget::model::plan::{Call, Plan};
use image_budget::model::price::{Ask, Bound, price, rule_words, worked};
use image_budget::model::size::Pixels;
use rust_decimal::Decimal;

use super::{assert_price, assert_sentence, text, today};

/// So many models, operations, sizes and qualities of a file are priced.
const SOME: usize = 3;

/// A file is refused in one sentence with the line, or everything in it can be shown and priced.
pub fn price_file(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let provider = match check::provider("prices.ron", text, Origin::Yours) {
        Ok(provider) => provider,
        Err(error) => {
            assert!(error.line <= text.split('\n').count(), "{error}");
            return assert_sentence(&error.to_string());
        }
    };
    show(&provider);
    for model in provider.models.iter().take(SOME) {
        rule_words(model);
        model.days_left(today());
        for operation in model.operations.iter().take(SOME) {
            price_calls(model, operation);
        }
    }
}

fn show(provider: &Provider) {
    for doubt in doubts(provider, today()) {
        assert!(!doubt.to_string().is_empty());
    }
    sources(provider);
    assert!(differences(provider, provider).is_empty(), "a file differs from itself");
    let mut book = Book::default();
    book.add(provider.clone());
    book.checked_range();
    for model in &provider.models {
        assert!(book.find(&model.id).is_ok(), "{} is not found by its own id", model.id);
        market::cost_map(model, today());
    }
    let rows = market::rows(&book, &Sample { day: today(), size: None, quality: None });
    for (low, high) in rows.iter().filter_map(|row| row.range) {
        assert!(Decimal::ZERO <= low && low <= high, "{low} to {high}");
    }
}

fn price_calls(model: &Arc<Model>, operation: &Operation) {
    let sizes = model.sizes.iter().map(ToString::to_string).take(SOME);
    let sizes: Vec<String> = sizes.chain(["default", "auto", "1024x1024", "65536x1"].map(str::to_owned)).collect();
    let qualities = model.qualities.iter().take(SOME).cloned();
    let qualities: Vec<String> = qualities.chain(["default".to_owned(), "auto".to_owned()]).collect();
    for (size, quality) in sizes.iter().flat_map(|size| qualities.iter().map(move |quality| (size, quality))) {
        for (tier, outcome) in [(Tier::Standard, None), (Tier::Batch, Some(Outcome::OutputBlock))] {
            let call = Call {
                model: Arc::clone(model),
                operation: operation.clone(),
                size: size.clone(),
                quality: quality.clone(),
                tier,
                prompt_tokens: Decimal::ONE_THOUSAND,
                references: vec![Pixels { width: 4032, height: 3024 }, Pixels { width: 1, height: 1 }],
                high_fidelity: tier == Tier::Batch,
                partial_images: 3,
                steps: Some(Decimal::TEN),
                seconds: Some(Decimal::TEN),
                region: model.region_names().first().map_or("default", |name| name).to_owned(),
                images: Decimal::TEN,
                outcome,
                day: today(),
            };
            price_call(&call);
        }
    }
}

fn price_call(call: &Call) {
    let model = &call.model;
    let plan = match Plan::of_call(call) {
        Ok(plan) => plan,
        Err(problem) => return assert!(!problem.to_string().is_empty()),
    };
    plan.warnings.iter().for_each(|warning| assert!(!warning.to_string().is_empty()));
    for member in plan.lines.iter().flat_map(|line| &line.groups).flat_map(|group| &group.members) {
        assert_price(&member.price, &model.id);
        for bound in [Bound::Floor, Bound::Ceiling] {
            assert_price(member.price_at(bound), &model.id);
        }
        let (floor, ceiling) = (member.price_at(Bound::Floor).total, member.price_at(Bound::Ceiling).total);
        assert!(floor <= member.price.total && member.price.total <= ceiling, "{}: {member:?}", model.id);
        let ask =
            Ask { size: member.size, quality: member.quality.clone(), ..Ask::bare(call.operation.clone(), call.day) };
        let bare = price(model, &ask).map(|price| price.total);
        let steps = worked(model, &ask).map(|steps| steps.into_iter().filter_map(|step| step.amount).sum());
        assert_eq!(steps, bare, "{}: the calculation does not add up to the price", model.id);
        cheaper_sizes(model, &ask);
        if let Some(size) = member.size {
            size_facts(model, size, member.quality.as_deref());
        }
    }
}
