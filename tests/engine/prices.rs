//! The shipped prices: worked examples, names that mean one model, and what every price file must keep.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use image_budget::model::book::{Confidence, Model, Operation, OutputTokens, Rate, SizeMatch, Tier, Unit};
use image_budget::model::price::{Ask, Bound, PriceProblem, output_tokens, price};
use image_budget::model::size::{Pixels, Size};
use image_budget::store::books;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;

use crate::common::{BOOK, d, today};

/// A price or a token count that somebody else computed, printed or was billed, or that follows by
/// fractions from the rates of its source.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    id: String,
    source: String,
    model: String,
    #[serde(default = "generate")]
    operation: String,
    #[serde(default)]
    size: Option<String>,
    #[serde(default)]
    quality: Option<String>,
    /// Reference images of 1024x1024.
    #[serde(default)]
    references: u32,
    /// Billed tokens, which are priced instead of a call.
    #[serde(default)]
    usage: BTreeMap<String, u32>,
    /// Image output tokens by the model's rule.
    #[serde(default)]
    output_tokens: Option<u64>,
    /// Image input tokens of all references.
    #[serde(default)]
    reference_tokens: Option<u32>,
    /// The exact price.
    #[serde(default)]
    usd: Option<String>,
    /// The price as rounded by the source.
    #[serde(default)]
    printed: Option<String>,
}

fn generate() -> String {
    "generate".into()
}

fn model(id: &str) -> &'static Model {
    BOOK.get(id).unwrap_or_else(|| panic!("no model {id}"))
}

/// One standard call without a prompt.
fn ask(operation: &str, size: Option<Size>, quality: Option<&str>) -> Ask {
    Ask {
        operation: Operation::named(operation),
        size,
        quality: quality.map(str::to_owned),
        tier: Tier::Standard,
        prompt_tokens: Decimal::ZERO,
        references: Decimal::ZERO,
        reference_size: Pixels { width: 1024, height: 1024 },
        high_fidelity: false,
        partial_images: 0,
        image_output_tokens: None,
        text_output_tokens: Some(Decimal::ZERO),
        steps: None,
        seconds: None,
        region: None,
        day: today(),
        bound: Bound::Expected,
    }
}

fn size_of(text: &str) -> Size {
    text.parse().unwrap_or_else(|e| panic!("{e}"))
}

/// The price of billed tokens at a model's standard rates.
fn price_of_usage(model: &Model, usage: &BTreeMap<String, u32>) -> Decimal {
    let of = |(name, tokens): (&String, &u32)| {
        let unit = match name.as_str() {
            "text_in" => Unit::TextInput,
            "image_in" => Unit::ImageInput,
            "image_out" => Unit::ImageOutput,
            "text_out" => Unit::TextOutput,
            other => panic!("no rate for {other}"),
        };
        let rate = model.rates.iter().find(|rate| rate.unit == unit && rate.tier == Tier::Standard);
        rate.unwrap_or_else(|| panic!("{} has no {unit:?}", model.id)).usd * Decimal::from(*tokens)
    };
    usage.iter().map(of).sum::<Decimal>() / d("1000000")
}

fn rounded(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

fn check_example(example: &Example) {
    let (model, size) = (model(&example.model), example.size.as_deref().map(size_of));
    let about = format!("{} ({})", example.id, example.source);
    let mut ask = ask(&example.operation, size, example.quality.as_deref());
    ask.references = example.references.into();
    if let Some(tokens) = example.output_tokens {
        assert_eq!(output_tokens(model, size, example.quality.as_deref()), Ok(tokens), "{about}");
    }
    let priced = || price(model, &ask).unwrap_or_else(|e| panic!("{about}: {e}"));
    if let Some(tokens) = example.reference_tokens {
        let charges = priced().charges;
        let found = charges.iter().find(|charge| charge.rate.unit == Unit::ImageInput).map(|charge| charge.quantity);
        assert_eq!(found, Some(tokens.into()), "{about}");
    }
    let total = || if example.usage.is_empty() { priced().total } else { price_of_usage(model, &example.usage) };
    if let Some(usd) = &example.usd {
        assert_eq!(total(), d(usd), "{about}");
    }
    if let Some(printed) = &example.printed {
        assert_eq!(rounded(total(), d(printed).scale()), d(printed), "{about}");
    }
}

/// Billed by run time, which nobody knows beforehand.
const BY_RUN_TIME: &str = "replicate/hardware";

#[test]
fn worked_examples_come_out_to_the_last_digit() {
    let examples: Vec<Example> =
        serde_json::from_str(include_str!("../data/worked_prices.json")).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(examples.len(), 231);
    let ids: BTreeSet<&str> = examples.iter().map(|example| example.id.as_str()).collect();
    assert_eq!(ids.len(), examples.len(), "an id stands twice");
    for example in &examples {
        check_example(example);
    }
}

/// The shipped providers in their order, with the number of models of each.
const PROVIDERS: [(&str, usize); 30] = [
    ("openai", 10),
    ("google-gemini-api", 10),
    ("bfl", 16),
    ("ideogram", 11),
    ("stability", 19),
    ("recraft", 17),
    ("xai", 4),
    ("bytedance", 5),
    ("alibaba", 9),
    ("luma", 3),
    ("runway", 2),
    ("leonardo", 1),
    ("minimax", 1),
    ("zai", 2),
    ("meta", 1),
    ("reve", 1),
    ("adobe-firefly", 1),
    ("azure-openai", 6),
    ("azure-ai", 9),
    ("google-vertex", 7),
    ("aws-bedrock", 18),
    ("tencent", 1),
    ("cloudflare", 3),
    ("fal", 20),
    ("replicate", 6),
    ("together", 9),
    ("deepinfra", 2),
    ("runpod", 1),
    ("krea", 1),
    ("dezgo", 1),
];

#[test]
fn every_shipped_file_loads_with_all_its_models() {
    let found: Vec<_> = BOOK.providers().iter().map(|provider| (provider.id.as_str(), provider.models.len())).collect();
    assert_eq!(found, PROVIDERS);
    assert_eq!(BOOK.models().count(), 197);
    for ((file, _), (id, _)) in books::SHIPPED.iter().zip(PROVIDERS) {
        assert_eq!(*file, format!("{id}.ron"));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/prices");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let shipped: BTreeSet<_> = books::SHIPPED.iter().map(|(file, _)| (*file).to_owned()).collect();
    assert_eq!(files.collect::<BTreeSet<_>>(), shipped, "a price file is not shipped");
}

#[test]
fn every_alias_and_every_full_id_means_one_model() {
    for model in BOOK.models() {
        assert_eq!(BOOK.find(&model.id).unwrap().id, model.id);
        for alias in &model.aliases {
            assert_eq!(BOOK.get(alias).unwrap().id, model.id, "{alias} is the name of two models");
        }
    }
}

#[test]
fn every_short_id_means_one_model() {
    for model in BOOK.models().filter(|model| model.short_id() != "*") {
        let found = BOOK.find(model.short_id());
        assert!(found.is_ok(), "{}: {}", model.id, found.unwrap_err());
    }
}

#[test]
fn a_name_that_several_sell_means_the_makers_model() {
    for (name, id) in [
        ("gpt-image-2.5-sunburst", "openai/gpt-image-2.5-sunburst"),
        ("gpt-image-2.5-flare", "openai/gpt-image-2.5-flare"),
        ("gpt-image-2", "openai/gpt-image-2"),
        ("gpt-image-1.5", "openai/gpt-image-1.5"),
        ("gpt-image-1-mini", "openai/gpt-image-1-mini"),
        ("gpt-image-1", "openai/gpt-image-1"),
        ("gemini-nano-banana-2.1", "google-gemini-api/gemini-nano-banana-2.1"),
        ("nano-banana-2.1", "google-gemini-api/gemini-nano-banana-2.1"),
        ("gemini-3-pro-image", "google-gemini-api/gemini-3-pro-image"),
        ("gemini-3.1-flash-lite-image", "google-gemini-api/gemini-3.1-flash-lite-image"),
        ("gemini-3.1-flash-image", "google-gemini-api/gemini-3.1-flash-image"),
        ("gemini-2.5-flash-image", "google-gemini-api/gemini-2.5-flash-image"),
        ("imagen-4.0-fast", "google-gemini-api/imagen-4.0-fast-generate-001"),
        ("flux-2-pro", "bfl/flux-2-pro"),
        ("flux.2-pro", "bfl/flux-2-pro"),
        ("FLUX.2-flex", "bfl/flux-2-flex"),
        ("flux-1.1-pro", "bfl/flux-pro-1.1"),
        ("FLUX-1.1-pro", "bfl/flux-pro-1.1"),
        ("FLUX.1.1-pro", "bfl/flux-pro-1.1"),
        ("FLUX.1-Kontext-pro", "bfl/flux-kontext-pro"),
        ("FLUX-1-dev", "bfl/flux-dev"),
        ("FLUX-pro", "bfl/flux-pro"),
        ("ideogram-v3", "ideogram/ideogram-3"),
        ("ideogram-3.0", "ideogram/ideogram-3"),
        ("stable-image-ultra", "stability/stable-image-ultra"),
        ("remove_background", "stability/remove_background"),
        ("recraftv3", "recraft/recraftv3"),
        ("seedream-4.0", "bytedance/seedream-4-0-250828"),
        ("qwen-image", "alibaba/qwen-image"),
    ] {
        assert_eq!(BOOK.find(name).unwrap_or_else(|e| panic!("{e}")).id, id, "{name}");
    }
}

#[test]
fn every_rate_and_failure_rule_has_an_https_source_and_a_checked_day() {
    for model in BOOK.models() {
        let sources = model.rates.iter().chain(&model.printed).map(|rate| &rate.source);
        let rules = model.failures.0.iter().map(|rule| &rule.source);
        for source in sources.chain(rules).chain([&model.source]) {
            assert!(source.url.starts_with("https://"), "{}: {}", model.id, source.url);
            let checked = source.checked.day();
            assert!(checked.to_string().as_str() >= "2025-01-01" && checked <= today(), "{}: {checked}", model.id);
        }
    }
}

#[test]
fn no_rate_starts_before_its_model_or_after_the_model_retired() {
    for model in BOOK.models() {
        for rate in model.rates.iter().chain(&model.printed) {
            assert!(rate.from >= model.from, "{}: {}", model.id, rate.from);
            assert!(model.retires.is_none_or(|last| rate.from < last), "{}: {}", model.id, rate.from);
        }
    }
}

/// Printed figures that do not follow from tokens and rate: the provider rounds otherwise.
const KNOWN_CONFLICTS: [(&str, &str, &str, Tier); 2] = [
    ("openai/gpt-image-1", "0.167", "0.1664", Tier::Standard),
    ("google-gemini-api/gemini-2.5-flash-image", "0.0195", "0.01935", Tier::Batch),
];

/// The exact price behind a printed figure.
fn behind(model: &Model, printed: &Rate) -> Decimal {
    let operation = printed.operations.first().map_or("generate", Operation::name);
    let size = match printed.size {
        SizeMatch::Only(size) => Some(size),
        _ => model.sizes.iter().copied().find(|size| printed.size.holds(Some(*size))),
    };
    let ask = Ask { tier: printed.tier, ..ask(operation, size, printed.quality.as_deref()) };
    price(model, &ask).unwrap_or_else(|e| panic!("{e}")).total
}

#[test]
fn printed_figures_agree_with_tokens_and_rates_at_the_printed_digits() {
    let mut seen = (0, Vec::new());
    for model in BOOK.models() {
        for printed in &model.printed {
            let exact = behind(model, printed);
            seen.0 += 1;
            if rounded(exact, printed.usd.scale()) != printed.usd {
                seen.1.push((model.id.as_str(), printed.usd.to_string(), exact.to_string(), printed.tier));
            }
        }
    }
    let known = KNOWN_CONFLICTS.map(|(id, printed, exact, tier)| (id, printed.to_owned(), exact.to_owned(), tier));
    assert_eq!(seen.1, known);
    assert!(seen.0 >= 46, "{} figures are printed", seen.0);
}

#[test]
fn models_without_a_price_refuse_with_words() {
    let silent: Vec<_> = BOOK.models().filter(|model| model.rates.is_empty()).collect();
    let ids: Vec<_> = silent.iter().map(|model| model.id.as_str()).collect();
    assert_eq!(ids, ["bfl/flux-3-image", "luma/photon-1", "leonardo/*", "adobe-firefly/*"]);
    for model in silent {
        assert_eq!(model.confidence, Confidence::None);
        let problem = price(model, &ask("generate", None, None)).unwrap_err();
        assert!(problem.is_unknown());
        assert!(!model.no_price.is_empty(), "{}", model.id);
        assert_eq!(problem.to_string(), format!("{} has no price: {}", model.id, model.no_price));
    }
}

#[test]
fn a_model_billed_by_run_time_has_rates_and_no_price() {
    let model = model(BY_RUN_TIME);
    assert!(!model.rates.is_empty());
    for machine in &model.qualities {
        let problem = price(model, &ask("generate", None, Some(machine.as_str()))).unwrap_err();
        assert_eq!(problem, PriceProblem::NeedsSeconds { model: BY_RUN_TIME.into() });
        assert!(problem.is_unknown());
    }
}

#[test]
fn models_with_rates_and_without_token_counts_ask_for_the_count() {
    let unpublished = |model: &&Arc<Model>| {
        model.tokens.as_ref().is_some_and(|tokens| matches!(tokens.output, OutputTokens::Unpublished))
    };
    let ids: Vec<_> = BOOK.models().filter(unpublished).map(|model| model.id.as_str()).collect();
    let openai = ["openai/gpt-image-2.6-sunburst", "openai/gpt-image-2.6-flare"];
    let azure = ["azure-ai/MAI-Image-2.6", "azure-ai/MAI-Image-2.6-Flash"];
    assert_eq!(ids, [&openai[..], &azure].concat());
    for id in openai {
        let mut ask = ask("generate", Some(size_of("1024x1024")), Some("high"));
        let problem = price(model(id), &ask).unwrap_err();
        assert_eq!(problem, PriceProblem::NeedsOutputTokens { model: id.into() });
        assert!(problem.is_unknown() && problem.to_string().contains("image_output_tokens"));
        ask.image_output_tokens = Some(d("1353"));
        assert_eq!(price(model(id), &ask).map(|price| price.total), Ok(d("0.04059")));
    }
    let id = "google-gemini-api/gemini-2.5-flash-image";
    let edit = Ask { references: Decimal::ONE, ..ask("edit", Some(size_of("1024x1024")), None) };
    let problem = price(model(id), &edit).unwrap_err();
    assert_eq!(problem, PriceProblem::NeedsReferenceTokens { model: id.into() });
    assert!(problem.is_unknown());
}

#[test]
fn every_model_with_a_price_prices_each_of_its_choices() {
    for model in BOOK.models().filter(|model| !model.rates.is_empty() && model.id != BY_RUN_TIME) {
        let sizes: Vec<_> =
            model.sizes.iter().copied().map(Some).chain(model.sizes.is_empty().then_some(None)).collect();
        let qualities: Vec<_> = model
            .qualities
            .iter()
            .map(|q| Some(q.as_str()))
            .chain(model.qualities.is_empty().then_some(None))
            .collect();
        for operation in &model.operations {
            for (size, quality) in sizes.iter().flat_map(|size| qualities.iter().map(move |q| (*size, *q))) {
                let ask = Ask { image_output_tokens: Some(d("1000")), ..ask(operation.name(), size, quality) };
                let price = price(model, &ask).unwrap_or_else(|e| panic!("{operation} {size:?} {quality:?}: {e}"));
                assert!(price.total > Decimal::ZERO, "{}: {operation} {size:?} {quality:?}", model.id);
                assert_eq!(price.total, price.charges.iter().map(|charge| charge.amount).sum(), "{}", model.id);
            }
        }
    }
}

/// The amount of one unit in a call.
fn quantity(model_id: &str, ask: &Ask, unit: Unit) -> Decimal {
    let charges = price(model(model_id), ask).unwrap_or_else(|e| panic!("{e}")).charges;
    charges.iter().filter(|charge| charge.rate.unit == unit).map(|charge| charge.quantity).sum()
}

#[test]
fn a_prompt_brings_the_hidden_tokens_of_the_model() {
    let edit = |operation, references: &str| Ask {
        prompt_tokens: d("150"),
        references: d(references),
        ..ask(operation, Some(size_of("1024x1024")), Some("low"))
    };
    assert_eq!(quantity("openai/gpt-image-2", &edit("generate", "0"), Unit::TextInput), d("156"));
    // 22 hidden tokens with one reference image, 37 with two.
    assert_eq!(quantity("openai/gpt-image-1.5", &edit("edit", "1"), Unit::TextInput), d("172"));
    assert_eq!(quantity("openai/gpt-image-1.5", &edit("edit", "2"), Unit::TextInput), d("187"));
    let bare = Ask { prompt_tokens: Decimal::ZERO, ..edit("edit", "2") };
    assert_eq!(quantity("openai/gpt-image-1.5", &bare, Unit::TextInput), Decimal::ZERO);
}

#[test]
fn references_partial_images_fidelity_and_thinking_are_billed() {
    let square = ask("edit", Some(size_of("1024x1024")), Some("low"));
    let two = Ask { references: d("1.5"), ..square.clone() };
    assert_eq!(quantity("openai/gpt-image-2", &two, Unit::ImageInput), d("1536"), "1.5 times 1,024 patches");
    let faithful = Ask { high_fidelity: true, references: Decimal::ONE, ..square.clone() };
    assert_eq!(quantity("openai/gpt-image-1", &faithful, Unit::ImageInput), d("4354"), "194 and 4,160");
    let wide = Ask { reference_size: Pixels { width: 1536, height: 1024 }, ..faithful };
    assert_eq!(quantity("openai/gpt-image-1", &wide, Unit::ImageInput), d("6563"), "65, two tiles of 129 and 6,240");
    let streamed = Ask { partial_images: 3, ..square };
    assert_eq!(quantity("openai/gpt-image-2", &streamed, Unit::ImageOutput), d("496"), "196 and three times 100");
    for (edge, patches) in [(1024, "1024"), (512, "1024"), (256, "256"), (100, "49"), (2048, "1521")] {
        let small = Ask {
            references: Decimal::ONE,
            reference_size: Pixels { width: edge, height: edge },
            ..ask("edit", Some(size_of("1024x1024")), Some("low"))
        };
        assert_eq!(quantity("openai/gpt-image-2", &small, Unit::ImageInput), d(patches), "{edge}");
    }
    let thinking = |bound| Ask { text_output_tokens: None, bound, ..ask("generate", Some(size_of("1K")), None) };
    let tokens = [Bound::Floor, Bound::Expected, Bound::Ceiling]
        .map(|bound| quantity("google-gemini-api/gemini-3-pro-image", &thinking(bound), Unit::TextOutput));
    assert_eq!(tokens, [d("250"), d("450"), d("677")]);
}

#[test]
fn the_batch_tier_costs_half_where_there_is_one() {
    for model in BOOK.models().filter(|model| model.has_batch()) {
        let quality = model.qualities.first().map(String::as_str);
        let standard = Ask {
            prompt_tokens: d("100"),
            references: u32::from(!model.id.ends_with("gemini-2.5-flash-image")).into(),
            image_output_tokens: Some(d("1000")),
            ..ask(model.operations[1].name(), model.sizes.first().copied(), quality)
        };
        let batch = Ask { tier: Tier::Batch, ..standard.clone() };
        let total = |ask: &Ask| price(model, ask).unwrap_or_else(|e| panic!("{e}")).total;
        assert_eq!(total(&batch), total(&standard) / Decimal::TWO, "{}", model.id);
    }
}
