//! Rules beside the plain rate: inference steps, run time, regions, dearer text in long prompts.

mod common;
mod program;

use std::sync::LazyLock;

use common::{BOOK, agree, d, estimate, scenario, today, try_plan};
use image_budget::model::assumption::{Key, Scale, Value};
use image_budget::model::book::{Book, Operation, Origin, Tier, check};
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::{Call, Plan, Problem};
use image_budget::model::price::PriceProblem;
use image_budget::model::scenario::{Place, Scenario};
use image_budget::model::stats::curve::{Curve, Span};
use image_budget::model::stats::draws::{Columns, Effort};
use image_budget::model::stats::drivers::{Drivers, Measure};
use image_budget::model::stats::map::Map;
use image_budget::model::stats::spread::Spread;
use image_budget::model::warning::Warning;
use image_budget::store::scenario_file;
use program::Home;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

const SCHNELL: &str = "cloudflare/@cf/black-forest-labs/flux-1-schnell";
const PHOENIX: &str = "cloudflare/@cf/leonardo/phoenix-1.0";
const LUCID: &str = "cloudflare/@cf/leonardo/lucid-origin";
const DEV: &str = "deepinfra/black-forest-labs/FLUX-1-dev";
const DEZGO: &str = "dezgo/text2image";
const MACHINES: &str = "replicate/hardware";
const GPT: &str = "openai/gpt-image-2";
const PRO: &str = "google-vertex/gemini-3-pro-image";
const FLASH: &str = "google-vertex/gemini-3.1-flash-image";

/// One generated image without a prompt.
fn call(model: &str, size: &str) -> Call {
    Call {
        model: BOOK.get(model).unwrap_or_else(|| panic!("no model {model}")).clone(),
        operation: Operation::Generate,
        size: size.into(),
        quality: "default".into(),
        tier: Tier::Standard,
        prompt_tokens: Decimal::ZERO,
        references: Vec::new(),
        high_fidelity: false,
        partial_images: 0,
        steps: None,
        seconds: None,
        region: "default".into(),
        images: Decimal::ONE,
        outcome: None,
        day: today(),
    }
}

fn price_of(call: &Call) -> Decimal {
    let plan = Plan::of_call(call).unwrap_or_else(|e| panic!("{e}"));
    Estimate::of(&plan).unwrap_or_else(|e| panic!("{e}")).expected
}

fn with_steps(model: &str, size: &str, steps: u32) -> Decimal {
    price_of(&Call { steps: Some(steps.into()), ..call(model, size) })
}

fn problem(settings: &[&str]) -> Problem {
    let mut problems = try_plan(settings).expect_err("there is no answer");
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.remove(0)
}

fn place(key: Key) -> Place {
    Place::of(key, 0)
}

/// Only generated images, none of which fail.
const SMOOTH: [&str; 7] = [
    "edit_share=0",
    "image_to_image_share=0",
    "server_error_rate=0",
    "timeout_rate=0",
    "input_block_rate=0",
    "output_block_rate=0",
    "invalid_request_rate=0",
];

#[test]
fn steps_are_billed_at_the_rates_of_their_source() {
    // Four tiles at $0.0000528 and steps at $0.0001056.
    assert_eq!(with_steps(SCHNELL, "1024x1024", 8), d("0.001056"));
    assert_eq!(with_steps(SCHNELL, "1024x1024", 1), d("0.0003168"));
    // Four tiles at $0.00583 and steps at $0.00011.
    assert_eq!(with_steps(PHOENIX, "1024x1024", 40), d("0.02772"));
    // $0.009 at 1024x1024 and 25 steps, in proportion to both.
    assert_eq!(with_steps(DEV, "1024x1024", 50), d("0.018"));
    assert_eq!(with_steps(DEV, "512x512", 10), d("0.0009"));
    for (model, usual) in [(SCHNELL, 4), (PHOENIX, 25), (DEV, 25), (DEZGO, 30)] {
        assert_eq!(with_steps(model, "1024x1024", usual), price_of(&call(model, "1024x1024")), "{model}");
    }
}

#[test]
fn dezgo_follows_its_published_formula_at_any_size_and_number_of_steps() {
    for (width, height) in [(320, 320), (512, 512), (768, 768), (1280, 720), (1024, 1024), (1024, 1536)] {
        for steps in [1, 9, 10, 11, 25, 30, 37, 50, 100, 150] {
            let pixels = Decimal::from((width * height).max(512 * 512));
            let usd = (pixels * d("0.000006849") - d("1.133")) * Decimal::from(steps.max(10)) / d("10000");
            let found = with_steps(DEZGO, &format!("{width}x{height}"), steps);
            assert_eq!(found, usd.trunc_with_scale(4), "{width}x{height} at {steps} steps");
        }
    }
    assert_eq!([5, 20, 50].map(|steps| with_steps(DEZGO, "1024x1024", steps)), [d("0.006"), d("0.012"), d("0.0302")]);
}

#[test]
fn twice_the_steps_cost_twice_the_step_charge() {
    for model in BOOK.models().filter(|model| model.bills_steps() && model.truncate_decimals.is_none()) {
        let size = model.sizes.first().map_or("default".into(), ToString::to_string);
        let charge = |steps: u32| {
            let call = Call { steps: Some(steps.into()), ..call(&model.id, &size) };
            let plan = Plan::of_call(&call).unwrap_or_else(|e| panic!("{e}"));
            let charges = &plan.lines[0].groups[0].members[0].price.charges;
            charges.iter().filter(|charge| charge.rate.unit.is_steps()).map(|charge| charge.amount).sum::<Decimal>()
        };
        assert!(charge(3) > Decimal::ZERO, "{}", model.id);
        assert_eq!(charge(6), charge(3) * Decimal::TWO, "{}", model.id);
    }
}

#[test]
fn a_model_that_is_not_billed_by_steps_ignores_them() {
    for (model, size) in [(GPT, "1024x1024"), ("runpod/black-forest-labs-flux-1-schnell", "1024x1024")] {
        let plain = Call { quality: if model == GPT { "low" } else { "default" }.into(), ..call(model, size) };
        let more = Call { steps: Some(d("50")), seconds: Some(d("9")), ..plain.clone() };
        assert_eq!(price_of(&more), price_of(&plain));
    }
    let lucid = Call { quality: "20-steps".into(), ..call(LUCID, "1024x1024") };
    assert_eq!(price_of(&lucid), d("0.0306"), "four tiles and the quality that stands for 20 steps");
    assert_eq!(price_of(&Call { steps: Some(d("40")), ..lucid }), d("0.0306"));
}

#[test]
fn more_steps_than_a_model_takes_are_told() {
    let warns = |steps: &str| {
        let plan = try_plan(
            &[&SMOOTH[..], &["size=1024x1024", &format!("model={SCHNELL}"), &format!("steps={steps}")]].concat(),
        );
        let told = Warning::TooManySteps { model: SCHNELL.into(), most: 8 };
        plan.unwrap_or_else(|e| panic!("{e:?}")).warnings.contains(&told)
    };
    assert_eq!(["4", "8", "9"].map(warns), [false, false, true]);
}

#[test]
fn run_time_costs_seconds_times_the_rate_of_the_machine() {
    let machine = |quality: &str, seconds: &str| {
        price_of(&Call { quality: quality.into(), seconds: Some(d(seconds)), ..call(MACHINES, "default") })
    };
    assert_eq!(machine("nvidia-l40s", "12.5"), d("0.0121875"));
    assert_eq!(machine("nvidia-h100", "3"), d("0.004575"));
    assert_eq!(machine("nvidia-t4", "100"), d("0.0225"));
    let unknown = Call { quality: "nvidia-t4".into(), ..call(MACHINES, "default") };
    assert_eq!(Plan::of_call(&unknown).err(), Some(PriceProblem::NeedsSeconds { model: MACHINES.into() }));
}

#[test]
fn a_run_time_that_is_not_known_asks_for_seconds() {
    let line = ["model=replicate/hardware", "quality=nvidia-l40s"];
    let found = problem(&[&SMOOTH[..], &line].concat());
    assert!(found.unknown && found.keys == [Key::Seconds] && found.what.contains("enter seconds"), "{found:?}");
    let ranged = [&SMOOTH[..], &line, &["seconds=4..10..30", "images=1000"]].concat();
    assert_eq!(estimate(&ranged).expected, d("9.75"), "1,000 times ten seconds at $0.000975");
}

#[test]
fn a_region_makes_every_charge_dearer_by_its_factor() {
    // 226 text tokens at $5 and 129 image tokens at $30 per 1M are $0.005; a tenth more is $0.0055.
    let plain = Call { quality: "low".into(), prompt_tokens: d("220"), ..call(GPT, "976x704") };
    let resident = Call { region: "data-residency".into(), ..plain.clone() };
    assert_eq!((price_of(&plain), price_of(&resident)), (d("0.005"), d("0.0055")));
    let priced = Plan::of_call(&resident).unwrap();
    let units: Vec<_> = Estimate::of(&priced).unwrap().items().map(|item| item.unit_price).collect();
    assert_eq!(units, [d("0.000033"), d("0.0000055")], "the unit price shows it");
    let told = priced.warnings.iter().map(ToString::to_string).find(|words| words.contains("data-residency"));
    let words = "openai/gpt-image-2 costs 10 % more in the region data-residency; every price includes it";
    assert_eq!(told.as_deref(), Some(words));
    // 1,120 tokens at $60 per 1M.
    assert_eq!(price_of(&Call { region: "regional".into(), ..call(FLASH, "1K") }), d("0.07392"));
}

#[test]
fn a_region_scales_the_whole_bill_exactly() {
    for (model, region) in
        [(GPT, "data-residency"), ("openai/gpt-image-2.5-flare", "data-residency"), (FLASH, "regional")]
    {
        let size = if model == FLASH { "1K" } else { "1536x1024" };
        let base = [
            format!("model={model}"),
            format!("size={size}"),
            "quality=medium".into(),
            "images=1234".into(),
            "batch_share=0.3".into(),
            "duplicate_rate=0.01".into(),
        ];
        let base = if model == FLASH { base.map(|s| s.replace("quality=medium", "quality=default")) } else { base };
        let resident = [&base[..], &[format!("region={region}")]].concat();
        let (plain, dearer) = (estimate(&base), estimate(&resident));
        for (plain, dearer) in
            [(plain.expected, dearer.expected), (plain.floor, dearer.floor), (plain.ceiling, dearer.ceiling)]
        {
            assert!(agree(dearer, plain * d("1.10"), 24), "{model}: {dearer} is not 1.1 times {plain}");
        }
    }
}

#[test]
fn only_models_with_a_known_uplift_have_a_region() {
    let with: Vec<&str> = BOOK.models().filter(|m| !m.regions.is_empty()).map(|m| m.id.as_str()).collect();
    let openai =
        ["2.6-sunburst", "2.6-flare", "2.5-sunburst", "2.5-flare", "2"].map(|v| format!("openai/gpt-image-{v}"));
    assert_eq!(with, [&openai.each_ref().map(String::as_str)[..], &[FLASH]].concat());
    for model in BOOK.models() {
        for region in &model.regions {
            assert!(region.source.url.starts_with("https://") && region.from >= model.from, "{}", model.id);
        }
    }
}

#[test]
fn a_region_that_a_model_does_not_have_is_named_with_those_it_has() {
    let found = problem(&[&SMOOTH[..], &["model=openai/gpt-image-2", "region=mars"]].concat());
    assert_eq!((found.keys.as_slice(), found.unknown), (&[Key::Region][..], false));
    assert_eq!(found.what, "openai/gpt-image-2 has no region `mars`; it has data-residency, default");
    let found =
        problem(&[&SMOOTH[..], &["model=openai/gpt-image-1", "size=1024x1024", "quality=low", "region=eu"]].concat());
    assert_eq!(found.what, "openai/gpt-image-1 has no region `eu`; it has only the default");
}

#[test]
fn another_model_for_edits_takes_the_region_only_where_it_has_it() {
    let line = ["model=openai/gpt-image-2", "size=1024x1024", "quality=low", "image_to_image_share=0"];
    let bill = |more: &[&str]| try_plan(&[&line[..], more].concat()).unwrap_or_else(|e| panic!("{e:?}"));
    let edit = "edit_model=google-gemini-api/gemini-3-pro-image";
    let resident = bill(&["region=data-residency", edit]);
    let told = Warning::RegionReplaced {
        model: "google-gemini-api/gemini-3-pro-image".into(),
        region: "data-residency".into(),
    };
    assert!(resident.warnings.contains(&told), "{:?}", resident.warnings);
    let price = |plan: &Plan, group: usize| plan.lines[0].groups[group].members[0].price.total;
    let plain = bill(&[edit]);
    assert_eq!(price(&resident, 0), price(&plain, 0) * d("1.10"));
    assert_eq!(price(&resident, 1), price(&plain, 1));
}

#[test]
fn regions_are_offered_driven_and_dropped_with_the_model() {
    let mut plan = scenario(&["model=openai/gpt-image-2", "region=data-residency", "size=1024x1024", "quality=low"]);
    let offered: Vec<String> = plan.legal_choices(&BOOK, place(Key::Region)).iter().map(ToString::to_string).collect();
    assert_eq!(offered, ["default", "data-residency"]);
    let priced = Plan::new(&BOOK, &plan, today()).unwrap();
    let drivers = Drivers::of(&BOOK, &plan, &priced, Measure::Expected, Effort::Quick).unwrap();
    let region = drivers.list.iter().find(|driver| driver.place.key == Key::Region).expect("the region is a driver");
    assert!((region.at_high / region.at_low - 1.1).abs() < 1e-9);
    assert_eq!((region.low.to_string(), region.own), ("default".to_owned(), Some(1.0)));
    let text = scenario_file::write(&plan);
    assert_eq!(scenario_file::parse(&text).unwrap(), plan);
    plan.set(place(Key::Model), Value::Text("xai/grok-imagine-image".into()));
    assert!(plan.fit_to_model(&BOOK, place(Key::Model)).contains(&"region is now default".to_owned()));
    assert!(plan.legal_choices(&BOOK, place(Key::Region)).is_empty());
}

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
static ACME: LazyLock<Book> = LazyLock::new(|| {
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

fn span(key: Key, from: &str, to: &str, points: usize) -> Span {
    Span { place: place(key), from: d(from), to: d(to), scale: Scale::Linear, points, now: None }
}

fn exact(book: &Book, scenario: &Scenario) -> f64 {
    let plan = Plan::new(book, scenario, today()).unwrap_or_else(|e| panic!("{e:?}"));
    Estimate::of(&plan).unwrap().expected.to_f64().unwrap()
}

/// Every point of the curve is the exact estimate at its value.
#[track_caller]
fn assert_curve(book: &Book, base: &Scenario, span: &Span) {
    let mut at = base.clone();
    let curve = Curve::of(book, base, today(), span.clone(), None).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(curve.points.len(), span.values().len());
    for point in &curve.points {
        at.set(span.place, Value::Number(point.x));
        let wanted = exact(book, &at);
        assert!((point.expected - wanted).abs() <= 1e-9 * wanted, "{}: {} is not {wanted}", point.x, point.expected);
    }
}

#[test]
fn the_curve_over_steps_is_the_estimate_at_every_point() {
    for model in [SCHNELL, PHOENIX, DEV, DEZGO] {
        for set in ["images=1000", "steps=20..30..60"] {
            let base =
                scenario(&[&format!("model={model}"), "edit_share=0", "image_to_image_share=0", "size=1024x1024", set]);
            assert_curve(&BOOK, &base, &span(Key::Steps, "1", "40", 40));
            assert_curve(&BOOK, &base, &span(Key::Steps, "1", "1000", 1_000));
        }
    }
}

#[test]
fn the_curve_over_seconds_is_the_estimate_at_every_point() {
    let base = scenario(&["model=replicate/hardware", "quality=nvidia-h100", "seconds=5"]);
    assert_curve(&BOOK, &base, &span(Key::Seconds, "0.1", "60", 37));
}

#[test]
fn the_curve_jumps_where_a_longer_prompt_is_dearer() {
    let base = scenario(&[&format!("model={PRO}"), "size=1K", "prompt_tokens=150"]);
    assert_curve(&BOOK, &base, &span(Key::PromptTokens, "0", "400000", 401));
    assert_curve(&BOOK, &base, &span(Key::PromptTokens, "199990", "200010", 21));
    let acme = |prompt: &str, more: &str| scenario(&["model=acme/brush", "text_output_tokens=40", prompt, more]);
    for more in ["edit_share=0.2", "references_per_edit=4.5"] {
        assert_curve(&ACME, &acme("prompt_tokens=100", more), &span(Key::PromptTokens, "0", "3000", 3_001));
        assert_curve(&ACME, &acme("prompt_tokens=900", more), &span(Key::ReferencesPerEdit, "0", "16", 161));
        assert_curve(&ACME, &acme("prompt_tokens=1500", more), &span(Key::TextOutputTokens, "0", "500", 51));
    }
}

#[test]
fn the_map_of_prompt_and_text_output_is_the_estimate_in_every_cell() {
    let base = |more: &str| scenario(&["model=acme/brush", "text_output_tokens=40", "references_per_edit=2", more]);
    for (y, low, high, from, to, columns) in [
        (Key::TextOutputTokens, "0", "500", "100", "3000", 30),
        (Key::TextOutputTokens, "0", "500", "935", "999", 65),
        (Key::ReferencesPerImageToImage, "0", "4", "100", "3000", 30),
    ] {
        for prompt in ["prompt_tokens=300", "prompt_tokens=1400", "prompt_tokens=2600"] {
            let base = base(prompt);
            let plan = Plan::new(&ACME, &base, today()).unwrap();
            let (x, y) = (span(Key::PromptTokens, from, to, columns), span(y, low, high, 6));
            let (xs, ys) = (x.place, y.place);
            let map = Map::of(&ACME, &base, &plan, x, y).unwrap();
            let mut at = base.clone();
            for (row, value) in map.ys.iter().enumerate() {
                at.set(ys, Value::Number(*value));
                for (column, prompt) in map.xs.iter().enumerate() {
                    at.set(xs, Value::Number(*prompt));
                    let (found, wanted) = (map.bill(column, row).unwrap(), exact(&ACME, &at));
                    assert!((found - wanted).abs() <= 1e-9 * wanted, "{prompt}, {value}: {found} is not {wanted}");
                }
            }
        }
    }
}

#[test]
fn ranges_of_steps_seconds_and_long_prompts_widen_the_bill_between_its_ends() {
    for (line, key, ends) in [
        ([format!("model={PHOENIX}"), "steps=10..25..90".into(), "size=1024x1024".into()], Key::Steps, ["10", "90"]),
        (
            [format!("model={MACHINES}"), "seconds=2..5..20".into(), "quality=nvidia-t4".into()],
            Key::Seconds,
            ["2", "20"],
        ),
        (
            [format!("model={PRO}"), "prompt_tokens=150000..190000..260000".into(), "size=1K".into()],
            Key::PromptTokens,
            ["150000", "260000"],
        ),
    ] {
        let settings: Vec<String> =
            SMOOTH.iter().map(|s| (*s).to_owned()).chain(line).chain(["images=5000".to_owned()]).collect();
        let base = scenario(&settings);
        let plan = Plan::new(&BOOK, &base, today()).unwrap_or_else(|e| panic!("{e:?}"));
        let spread = Spread::of(&BOOK, &base, &plan, Effort::Full, &mut Columns::default()).unwrap();
        let [low, high] = ends.map(|end| {
            let mut at = base.clone();
            at.set(place(key), Value::Number(d(end)));
            exact(&BOOK, &at)
        });
        let [p5, p50, p95] = spread.range();
        assert!(low < p5 && p5 < p50 && p50 < p95 && p95 < high, "{key:?}: {low} {p5} {p50} {p95} {high}");
    }
}

#[test]
fn the_command_line_takes_steps_seconds_and_region() {
    let home = Home::new();
    let first = |args: &[&str]| home.text(args).lines().next().unwrap().to_owned();
    assert_eq!(first(&["price", SCHNELL, "--size", "1024x1024", "--steps", "8"]), "$0.001056");
    assert_eq!(first(&["price", SCHNELL, "--size", "1024x1024", "--steps", "model"]), "$0.0006336");
    assert_eq!(first(&["price", MACHINES, "--quality", "nvidia-l40s", "--seconds", "12.5"]), "$0.0121875");
    let gpt = ["price", GPT, "--size", "976x704", "--quality", "low", "--prompt-tokens", "220"];
    let text = home.text(&[&gpt[..], &["--region", "data-residency"]].concat());
    assert!(text.starts_with("$0.0055\n") && text.contains("costs 10 % more in the region data-residency"), "{text}");
    let unknown = home.text(&["price", MACHINES, "--quality", "nvidia-l40s"]);
    assert!(unknown.starts_with("unknown\n") && unknown.contains("add --seconds"), "{unknown}");
    let refused = |more: &[&str]| home.refused(&[&gpt[..], more].concat());
    assert_eq!(refused(&["--region", "mars"]), format!("{GPT} has no region `mars`; it has data-residency, default"));
    assert!(refused(&["--steps", "0"]).starts_with("steps: `0` is below the bound 1"));
    assert!(refused(&["--steps", "1..5"]).contains("takes no range"));
    assert!(refused(&["--seconds", "0"]).starts_with("seconds: `0` must be above 0"));
    let usage = home.json(&["price", GPT, "--usage", "text_in=226,image_out=129", "--region", "data-residency"]);
    assert_eq!(usage["expected"], "0.0055");
}

#[test]
fn the_list_of_models_tells_steps_regions_and_thresholds() {
    let home = Home::new();
    let model = |id: &str| home.json(&["models", "--search", id])["models"][0].clone();
    assert_eq!(model(SCHNELL)["steps"], serde_json::json!({ "default": 4, "fewest_charged": 0, "most": 8 }));
    let region = &model(FLASH)["regions"][0];
    assert_eq!((region["name"].as_str(), region["factor"].as_str()), (Some("regional"), Some("1.1")));
    let rates = model(PRO)["rates"].as_array().unwrap().clone();
    let long = |unit: &str| {
        let found = rates.iter().find(|r| r["unit"] == unit && r["tier"] == "standard" && !r["prompt_from"].is_null());
        found.map(|rate| (rate["prompt_from"].clone(), rate["usd"].clone()))
    };
    assert_eq!(long("text_input"), Some((200_001.into(), "4".into())));
    assert_eq!(long("text_output"), Some((200_001.into(), "18".into())));
}
