//! Rules beside the plain rate: inference steps, run time, regions, dearer text in long prompts. Each is
//! held against figures worked out by hand from the rates and formulas of its source.

mod along;
mod prompts;
mod regions;
mod steps;

use image_budget::model::assumption::Key;
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::{Call, Plan, Problem};
use image_budget::model::scenario::Place;
use rust_decimal::Decimal;

use crate::common::{self, BOOK, try_plan};
use crate::program::Home;

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
    common::call(BOOK.get(model).unwrap_or_else(|| panic!("no model {model}")), size, "default")
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
