//! The rules along an axis, over a map and within ranges: everywhere the exact estimate.

use image_budget::model::assumption::{Key, Scale, Value};
use image_budget::model::book::Book;
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use image_budget::model::scenario::Scenario;
use image_budget::model::stats::curve::{Curve, Span};
use image_budget::model::stats::draws::{Columns, Effort};
use image_budget::model::stats::map::Map;
use image_budget::model::stats::spread::Spread;
use rust_decimal::prelude::ToPrimitive as _;

use super::prompts::ACME;
use super::{DEV, DEZGO, MACHINES, PHOENIX, PRO, SCHNELL, SMOOTH, place};
use crate::common::{BOOK, d, scenario, today};

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
