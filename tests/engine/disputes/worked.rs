//! Disputes worked out by hand, what is said about them, and what the program prints.

use image_budget::model::assumption::{Key, Scale, Value};
use image_budget::model::book::{Tier, Unit};
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::{Call, Plan};
use image_budget::model::price::{Ask, Bound, price};
use image_budget::model::scenario::Place;
use image_budget::model::stats::curve::{Curve, Span};
use image_budget::model::usage::Usage;
use image_budget::model::warning::Warning;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::{ACME, acme, bare, book_with, calls, estimate_in};
use crate::common::{self, BOOK, agree, d, estimate, plan, scenario, today};
use crate::program::Home;

#[track_caller]
fn assert_bill(found: &Estimate, floor: &str, expected: &str, ceiling: &str) {
    assert_eq!([found.floor, found.expected, found.ceiling], [d(floor), d(expected), d(ceiling)]);
    let items: Decimal = found.items().map(|item| item.amount).sum();
    assert_eq!(items, found.expected, "the items are those of the expected bill");
}

fn disputes(plan: &Plan) -> Vec<String> {
    let said = plan.warnings.iter().filter(|warning| matches!(warning, Warning::SourcesDisagree { .. }));
    said.map(ToString::to_string).collect()
}

#[test]
fn a_price_per_image_in_dispute() {
    // $0.03 by one reseller, $0.035 by a price list.
    let settings = bare("bytedance/seedream-4-0-250828", 1_000, &[]);
    assert_bill(&estimate(&settings), "30", "30", "35");
    let words = "sources disagree about bytedance/seedream-4-0-250828: images $0.03 here, $0.035 by a price list; \
                 see floor and ceiling";
    assert_eq!(disputes(&plan(&settings)), [words]);
    // The line's price change moves all of them: 20 % less.
    assert_bill(&estimate(&[settings, vec!["price.change=-0.2".into()]].concat()), "24", "24", "28");
}

#[test]
fn a_band_of_pixels_in_dispute() {
    // One source begins the dearer band above 2.36 MP, the other above 2.61 MP; 1584x1584 is 2.51 MP.
    for (size, floor, expected, ceiling) in
        [("1536x1536", "45", "45", "45"), ("1584x1584", "45", "45", "90"), ("2048x2048", "90", "90", "90")]
    {
        let settings = bare("bytedance/seedream-5-0-pro-260628", 1_000, &[&format!("size={size}")]);
        assert_bill(&estimate(&settings), floor, expected, ceiling);
        assert_eq!(disputes(&plan(&settings)).len(), usize::from(floor != ceiling), "{size}");
    }
}

#[test]
fn prices_that_two_official_pages_give_otherwise_at_both_tiers() {
    // 272 tokens at $8 per 1M are $0.002176; the model's page prints $0.005.
    let mini = |more: &[&str]| bare("openai/gpt-image-1-mini", 10_000, more);
    let low = ["size=1024x1024", "quality=low"];
    assert_bill(&estimate(&mini(&low)), "21.76", "50", "50");
    assert_bill(&estimate(&mini(&[&low[..], &["batch_share=1"]].concat())), "10.88", "25", "25");
    assert_bill(&estimate(&mini(&[&low[..], &["batch_share=0.5"]].concat())), "16.32", "37.5", "37.5");
    // The model's own choice of quality: low, medium or high, by their mean, and by the ends of all.
    let auto = mini(&["size=1024x1024", "quality=auto"]);
    let found = estimate(&auto);
    assert_eq!((found.floor, found.ceiling), (d("21.76"), d("360")));
    assert!(agree(found.expected, d("173.333333333333333333"), 18), "(0.005 + 0.011 + 0.036) / 3");
    let said = disputes(&plan(&auto));
    assert_eq!(said.len(), 3, "one for each rate that is used: {said:?}");
    assert!(said[0].contains("images (1024x1024, low) $0.005 here, $0.002176 by an official page"), "{}", said[0]);
}

#[test]
fn a_rate_that_is_not_used_is_not_in_dispute() {
    // The docs show edits from $0.07; the formula adds $0.03 for a reference image of 1 MP.
    let max = |more: &[&str]| bare("bfl/flux-2-max", 1_000, &[&["size=1024x1024"], more].concat());
    assert_bill(&estimate(&max(&[])), "70", "70", "70");
    assert!(disputes(&plan(&max(&[]))).is_empty() && !plan(&max(&[])).is_open());
    let edits = max(&["edit_share=1", "references_per_edit=1", "reference_size=1024x1024"]);
    assert_bill(&estimate(&edits), "70", "100", "100");
    let said = disputes(&plan(&edits));
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains("reference megapixels (edit, image-to-image) $0.03 here, $0.00 by an official page"),
        "{}",
        said[0]
    );
    // An edit without references takes nothing of the disputed rate.
    assert!(!plan(&max(&["edit_share=1", "references_per_edit=0"])).is_open());
}

#[test]
fn failures_are_billed_by_the_same_figure() {
    // 10 % time out, are billed and not tried again: 1,000 attempts in all cost a full price.
    let more = ["size=1024x1024", "timeout_rate=0.1", "retry.timeout=false"];
    let book = book_with(acme());
    let found = estimate_in(&book, &scenario(&bare("acme/tokens", 1_000, &more)));
    assert_bill(&found, "7", "8", "8.5");
    assert_eq!(found.paid_for_nothing.total, d("0.8"));
}

#[test]
fn token_rates_and_usage_objects_hold_the_disagreement() {
    let provider = acme();
    let call = Call {
        tier: Tier::Batch,
        prompt_tokens: d("100"),
        images: d("1000"),
        ..common::call(&provider.models[0], "1024x1024", "default")
    };
    let estimate = |plan: &Plan| Estimate::of(plan).unwrap();
    // Half of 1,000 times 100 tokens at $5 and 1,000 at $7, $8 and $8.50 per 1M.
    let called = Plan::of_call(&call).unwrap();
    assert_bill(&estimate(&called), "3.75", "4.25", "4.5");
    let words = "sources disagree about acme/tokens: image output $8.00 per 1M here, $8.50 by a price list, \
                 $7.00 by a third party; see floor and ceiling";
    assert_eq!(disputes(&called), [words]);
    let usage: Usage = "text_in=1000000,image_out=2000000".parse().unwrap();
    let reported =
        Plan::of_usage(&Call { images: d("1"), tier: Tier::Standard, ..call.clone() }, true, &usage).unwrap();
    assert_bill(&estimate(&reported), "19", "21", "22");
    assert_eq!(disputes(&reported), [words]);
    let usage: Usage = "text_in=1000000".parse().unwrap();
    let text_only = Plan::of_usage(&Call { images: d("1"), tier: Tier::Standard, ..call }, true, &usage).unwrap();
    assert_bill(&estimate(&text_only), "5", "5", "5");
    assert!(disputes(&text_only).is_empty());
}

#[test]
fn a_truncated_price_is_truncated_at_every_figure() {
    // $0.0399, $0.047 and $0.058, cut after two decimals.
    let found = estimate_in(&book_with(acme()), &scenario(&bare("acme/cut", 100, &[])));
    assert_bill(&found, "3", "4", "5");
}

#[test]
fn the_users_own_prices_are_not_in_dispute() {
    let settings = bare("custom", 100, &["price.generate=0.04"]);
    assert_bill(&estimate(&settings), "4", "4", "4");
    assert!(disputes(&plan(&settings)).is_empty());
}

#[test]
fn the_curve_runs_between_the_same_floor_and_ceiling() {
    // Nothing is edited at the scenario's own value, so that only other values are in dispute.
    let settings = bare("bfl/flux-2-flex", 1_000, &["size=1024x1024", "references_per_edit=2"]);
    let scenario = scenario(&settings);
    let place = Place { line: Some(0), key: Key::EditShare };
    let span = Span { place, from: d("0"), to: d("1"), scale: Scale::Linear, points: 11, now: Some(d("0")) };
    let curve = Curve::of(&BOOK, &scenario, today(), span, None).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(curve.points.len(), 11);
    for point in &curve.points {
        let mut at = scenario.clone();
        at.set(place, Value::Number(point.x));
        let exact = estimate_in(&BOOK, &at);
        for (curve, exact) in
            [(point.floor, exact.floor), (point.expected, exact.expected), (point.ceiling, exact.ceiling)]
        {
            let exact = exact.to_f64().unwrap();
            assert!((curve - exact).abs() <= 1e-9 * exact, "{}: {curve} is not {exact}", point.x);
        }
    }
    let last = curve.points.last().unwrap();
    assert!((last.floor - 50.0).abs() < 1e-9 && (last.expected - 150.0).abs() < 1e-9, "{last:?}");
}

#[test]
fn the_program_shows_the_disagreement() {
    let home = Home::new();
    home.write("prices/acme.ron", ACME);
    let models = home.json(&["models", "--search", "acme/tokens"]);
    let rates = models["models"][0]["rates"].as_array().unwrap();
    let rate = rates.iter().find(|rate| rate["unit"] == "image_output").unwrap();
    let others = rate["others"].as_array().unwrap();
    assert_eq!((&rate["usd"], others.len()), (&"8".into(), 2));
    assert_eq!((&others[1]["usd"], &others[1]["note"]), (&"7".into(), &"An older page.".into()));
    assert_eq!(others[0]["source"]["url"], "https://list.example/prices");
    assert_eq!((&others[0]["source"]["kind"], &others[0]["credits"]), (&"price list".into(), &().into()));
    let cut = home.json(&["models", "--search", "acme/cut"]);
    assert_eq!(cut["models"][0]["rates"][0]["others"][0]["credits"], "58");
    assert_eq!(cut["models"][0]["image_price"], serde_json::json!({ "low": "0.03", "high": "0.05" }));

    let usage = ["price", "acme/tokens", "--usage", "image_out=1000000"];
    let priced = home.json(&usage);
    let figures = ["floor", "expected", "ceiling"].map(|key| priced[key].as_str().unwrap().to_owned());
    assert_eq!(figures, ["7", "8", "8.5"]);
    let warnings = priced["warnings"].as_array().unwrap();
    let disagree =
        |warning: &serde_json::Value| warning.as_str().unwrap().starts_with("sources disagree about acme/tokens");
    assert!(warnings.iter().any(disagree), "{warnings:?}");
    let text = home.text(&usage);
    for line in [
        "between $7 and $8.50",
        "  $8.50 per 1M instead of $8 for image output: price list, checked 2026-10-19. https://list.example/prices",
        "  $7 per 1M instead of $8 for image output: third party, checked 2026-09. An older page. https://forum.example/prices",
    ] {
        assert!(text.lines().any(|found| found == line), "no line `{line}` in:\n{text}");
    }
    let undisputed = home.text(&["price", "acme/tokens", "--usage", "text_in=1000"]);
    assert!(!undisputed.contains("instead of") && !undisputed.contains("disagree"), "{undisputed}");

    let bill = home.json(&["estimate", "--set", "model=bytedance/seedream-4-5-251128", "--set", "size=default"]);
    let [floor, expected, ceiling] = ["floor", "expected", "ceiling"].map(|key| d(bill[key].as_str().unwrap()));
    assert!(floor <= expected && expected < ceiling, "{floor} {expected} {ceiling}");
}

#[test]
fn no_rate_but_the_disputed_one_changes() {
    let tokens = &acme().models[0];
    let ask = Ask { size: "1024x1024".parse().ok(), references: Decimal::ZERO, ..calls(tokens)[0].clone() };
    let at = |bound| price(tokens, &Ask { bound, ..ask.clone() }).unwrap();
    let unit_price =
        |bound, unit| at(bound).charges.iter().find(|charge| charge.rate.unit == unit).map(|charge| charge.unit_price);
    for (bound, image) in [(Bound::Floor, "0.000007"), (Bound::Expected, "0.000008"), (Bound::Ceiling, "0.0000085")] {
        assert_eq!(unit_price(bound, Unit::ImageOutput), Some(d(image)));
        assert_eq!(unit_price(bound, Unit::TextInput), Some(d("0.000005")));
    }
}
