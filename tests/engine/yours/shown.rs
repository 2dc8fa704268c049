//! Everything that a rate or a model of the user's own makes is marked as theirs.

use image_budget::model::book::Unit;
use image_budget::model::book::yours::write;
use image_budget::model::estimate::{Cause, Estimate};
use image_budget::model::plan::Plan;
use serde_json::Value;

use super::{GPT, SMALL, book_with, gpt_rate, only};
use crate::common::{scenario, today};
use crate::program::Home;

/// A home with the small file.
fn home() -> Home {
    let home = Home::new();
    home.write("yours.ron", SMALL);
    home
}

const HALF_PENNY: [&str; 8] = ["price", GPT, "--size", "976x704", "--quality", "low", "--prompt-tokens", "220"];
const SET: [&str; 9] = [
    "estimate",
    "--set",
    "model=openai/gpt-image-2",
    "--set",
    "size=1024x1024",
    "--set",
    "quality=low",
    "--set",
    "images=100",
];
const WARNING: &str = "OpenAI GPT Image 2 is priced with rates of yours";

fn warnings(json: &Value) -> Vec<&str> {
    json["warnings"].as_array().unwrap().iter().map(|warning| warning.as_str().unwrap()).collect()
}

#[test]
fn one_call_says_so_in_text_and_json() {
    let home = home();
    let on = |day| [&HALF_PENNY[..], &["--on", day]].concat();
    let json = home.json(&on("2026-07-01"));
    assert_eq!(json["expected"], "0.004226");
    assert!(warnings(&json).contains(&WARNING), "{json}");
    let items = json["items"].as_array().unwrap();
    let of = |label: &str| items.iter().find(|item| item["label"] == label).unwrap();
    let output = of("Image output");
    assert_eq!(
        (&output["source"], &output["source_kind"], &output["checked"]),
        (&Value::Null, &"yours".into(), &"2026-07-01".into())
    );
    assert_eq!(of("Prompt")["source_kind"], "official");

    let text = home.text(&on("2026-07-01"));
    assert!(text.starts_with("$0.004226\n") && text.contains("your own prices") && text.contains(WARNING), "{text}");
    let before = home.json(&on("2026-06-30"));
    assert_eq!(before["expected"], "0.005");
    assert!(!before.to_string().contains("yours"), "no rate of the user's holds yet: {before}");
}

#[test]
fn an_estimate_says_so_in_every_format() {
    let home = home();
    let json = home.json(&[&SET[..], &["--set", "duplicate_rate=0.1"]].concat());
    assert!(warnings(&json).contains(&WARNING), "{json}");
    let items = json["lines"][0]["items"].as_array().unwrap();
    let kinds = |label: &str| {
        items.iter().filter(|item| item["label"] == label).map(|item| &item["source_kind"]).collect::<Vec<_>>()
    };
    for label in ["Image output", "Duplicates, second copy"] {
        assert!(!kinds(label).is_empty() && kinds(label).iter().all(|kind| *kind == "yours"), "{label}: {json}");
    }
    for format in ["text", "csv", "markdown"] {
        let run = home.run(&[&SET[..], &["--format", format]].concat());
        assert!(run.stdout.contains("your own prices"), "{format}: {}", run.stdout);
        assert!([&run.stdout, &run.stderr].iter().any(|out| out.contains(WARNING)), "{format}: {}", run.stderr);
    }
}

#[test]
fn the_list_of_models_says_so() {
    let home = home();
    let model = |home: &Home, id: &str| {
        let json = home.json(&["models", "--search", id]);
        json["models"].as_array().unwrap().iter().find(|model| model["id"] == id).unwrap().clone()
    };
    let gpt = model(&home, GPT);
    assert_eq!((&gpt["origin"], &gpt["your_rates"]), (&"shipped".into(), &true.into()));
    let kinds: Vec<&Value> = gpt["rates"].as_array().unwrap().iter().map(|rate| &rate["source"]["kind"]).collect();
    assert!(kinds.iter().any(|kind| *kind == "yours") && kinds.iter().any(|kind| *kind == "official"), "{gpt}");
    let own = gpt["rates"].as_array().unwrap().iter().find(|rate| rate["source"]["kind"] == "yours").unwrap();
    assert_eq!(
        (&own["note"], &own["usd"], &own["from"]),
        (&"Frame contract".into(), &"24".into(), &"2026-07-01".into())
    );
    let studio = model(&home, "yours/studio");
    assert_eq!(
        (&studio["id"], &studio["origin"], &studio["your_rates"]),
        (&"yours/studio".into(), &"yours".into(), &true.into())
    );
    assert_eq!(studio["source"]["kind"], "yours");
    assert_eq!((&studio["image_price"]["low"], &studio["image_price"]["high"]), (&"0.02".into(), &"0.12".into()));
    let plain = model(&Home::new(), GPT);
    assert_eq!((&plain["origin"], &plain["your_rates"]), (&"shipped".into(), &false.into()));

    let list = home.text(&["models"]);
    let row = |id: &str| list.lines().find(|line| line.split("  ").next() == Some(id)).unwrap().to_owned();
    assert!(row(GPT).contains("list and yours"), "{}", row(GPT));
    assert!(row("yours/studio").contains("  yours  "), "{}", row("yours/studio"));
    assert!(row("openai/gpt-image-1").contains("  list  "), "{}", row("openai/gpt-image-1"));
}

#[test]
fn an_own_model_is_priced_like_any_other() {
    let home = home();
    let json = home.json(&["price", "studio", "--quality", "draft", "--tier", "batch"]);
    assert_eq!((&json["model"], &json["expected"]), (&"yours/studio".into(), &"0.01".into()));
    assert!(warnings(&json).contains(&"Studio is priced with rates of yours"), "{json}");
    assert_eq!(home.json(&["price", "studio"])["expected"], "0.05", "the first size and quality that are named");
    let failed = home.json(&["price", "studio", "--outcome", "timeout"]);
    assert_eq!(
        (&failed["floor"], &failed["expected"], &failed["ceiling"]),
        (&"0".into(), &"0.025".into(), &"0.05".into())
    );
}

#[test]
fn a_damaged_file_is_a_warning_and_the_rest_works() {
    let home = Home::new();
    home.write("yours.ron", &SMALL.replace("image_output", "image_outputs"));
    let json = home.json(&HALF_PENNY);
    assert_eq!(json["expected"], "0.005");
    let warning = warnings(&json).into_iter().find(|warning| warning.contains("yours.ron")).unwrap().to_owned();
    assert!(warning.contains("line 4") && warning.contains("did you mean `image_output`?"), "{warning}");
}

#[test]
fn explain_shows_each_item_as_the_users() {
    let book = book_with(&only(gpt_rate(Unit::ImageOutput, "24", "2026-07-01")));
    let settings =
        ["model=openai/gpt-image-2", "size=1024x1024", "quality=low", "duplicate_rate=0.1", "batch_share=0.5"];
    let plan = Plan::new(&book, &scenario(&settings), today()).unwrap_or_else(|problems| panic!("{problems:?}"));
    for item in Estimate::of(&plan).unwrap().items() {
        // An empty link is shown as the user's own.
        let own = match item.cause {
            Cause::Delivered => item.label == "Image output",
            Cause::Duplicate => true,
            Cause::Failed(_) => false,
        };
        assert_eq!(item.source.url.is_empty(), own, "{} {:?}", item.label, item.tier);
        assert_eq!(item.source.is_yours(), own, "{}", item.label);
    }
    assert!(write(&only(gpt_rate(Unit::ImageOutput, "24", "2026-07-01"))).contains("unit: image_output, usd: \"24\""));
}
