//! Ranges, goal seek, drivers and the band of the curve, as scripts see them: output, exit codes, one
//! line on stderr.

use std::collections::HashMap;

use image_budget::model::assumption::TABLE;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde_json::{Value, json};

use crate::common::CERTAIN;
use crate::program::Home;

/// Two lines with ranges and locks, every step from gross to bill.
const LAUNCH: &str = r#"(
    format: 1,
    name: "Launch",
    lines: [
        (name: "drafts", images: "3000..4000..7000", model: "openai/gpt-image-2", size: "1024x1024", quality: "low", locked: ["quality"]),
        (name: "finals", images: "600", model: "openai/gpt-image-2", size: "1536x1024", quality: "high", batch_share: "0.5", timeout_rate: "0..0.005..0.05:triangular"),
    ],
    discount: "0.1",
    volume_tiers: "0:0,50:0.1",
    credit: "20",
    tax_rate: "0.2",
    budget: "200",
    locked: ["discount"],
)
"#;

/// The default scenario.
const DEFAULT: &[&str] = &[];
/// The file that holds [`LAUNCH`].
const FILE: &[&str] = &["launch.ron"];

impl Home {
    fn with_launch() -> Self {
        let home = Self::new();
        home.write("launch.ron", LAUNCH);
        home
    }

    /// The estimate of a scenario with one more setting.
    #[track_caller]
    fn estimate_with(&self, scenario: &[&str], setting: &str) -> Value {
        self.json(&[&["estimate"], scenario, &["--set", setting]].concat())
    }
}

/// A command with each setting behind a `--set`.
fn with_settings<'a>(command: &[&'a str], settings: &[&'a str]) -> Vec<&'a str> {
    let mut args = command.to_vec();
    for setting in settings {
        args.extend(["--set", *setting]);
    }
    args
}

/// A command on the certain plan with more set over it.
fn certain<'a>(command: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    with_settings(command, &[CERTAIN.as_slice(), &["quality=default", "price.generate=0.05"], more].concat())
}

#[track_caller]
fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap_or_else(|| panic!("{value} is not a decimal string")).parse().unwrap()
}

#[track_caller]
fn float(value: &Value) -> f64 {
    decimal(value).to_f64().unwrap()
}

#[track_caller]
fn near(what: &str, found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance * wanted.abs(), "{what}: {found}, not {wanted}");
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

/// P5, P50 and P95.
fn quantiles(estimate: &Value) -> [f64; 3] {
    ["p5", "p50", "p95"].map(|name| float(&estimate["quantiles"][name]))
}

#[test]
fn a_range_of_the_count_has_the_mean_and_the_quantiles_of_its_shape() {
    let home = Home::new();
    // Triangular: low + sqrt(q (high - low) (likely - low)) below the likely value, mirrored above it.
    // PERT: Beta(7/3, 11/3) between low and high, integrated numerically. Five cents an image.
    for (shape, word, mean, wanted) in [
        (":triangular", "triangular", 116.667, [69.365, 113.397, 172.614]),
        ("", "PERT", 108.333, [66.425, 106.372, 156.993]),
    ] {
        let images = format!("images=1000..2000..4000{shape}");
        let json = home.json(&certain(&["estimate"], &[&images]));
        assert_eq!(json["expected"], "100", "at the likely value");
        let ranges = &json["ranges"];
        let of = json!([{ "key": "images", "low": "1000", "likely": "2000", "high": "4000", "shape": word }]);
        assert_eq!(ranges["of"], of);
        assert!(ranges["draws"].as_u64().unwrap() >= 8_192, "{ranges}");
        assert!(ranges["method"].as_str().unwrap().contains("fixed seed"), "{ranges}");
        near("mean", float(&ranges["mean"]), mean, 1e-3);
        for (found, wanted) in quantiles(&json).into_iter().zip(wanted) {
            near(word, found, wanted, 2e-3);
        }
    }
}

#[test]
fn the_report_says_what_ranges_were_drawn_and_what_they_come_to() {
    let home = Home::with_launch();
    let text = home.text(&["estimate", "launch.ron"]);
    for words in ["(90 %: ", "90 % range", "Computed from", "ranges and luck", "fixed draws", "Mean over the ranges"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!home.text(&["estimate"]).contains("Mean over the ranges"));
    assert_eq!(home.json(&["estimate"])["ranges"], Value::Null);
    // A range of no width is a number.
    assert_eq!(home.json(&certain(&["estimate"], &["images=50..50"]))["ranges"], Value::Null);
    assert_eq!(home.json(&certain(&["estimate"], &["images=50..50"]))["quantiles"]["p95"], "2.5");
}

#[test]
fn ranges_widen_the_quantiles_around_the_same_expected_bill() {
    let home = Home::new();
    let fixed = home.json(&["estimate"]);
    let settings = ["images=8k..10k..15k", "server_error_rate=0..2%..10%", "price.change=-10%..0..30%"];
    let ranged = home.json(&with_settings(&["estimate"], &settings));
    for field in ["expected", "floor", "ceiling", "gross", "counts"] {
        assert_eq!(ranged[field], fixed[field], "{field} stands at the likely values");
    }
    let (inner, outer) = (quantiles(&fixed), quantiles(&ranged));
    assert!(outer[0] < inner[0] && inner[2] < outer[2], "{inner:?} {outer:?}");
    for [p5, p50, p95] in [inner, outer] {
        assert!(p5 < p50 && p50 < p95, "{p5} {p50} {p95}");
    }
    let mean = float(&ranged["ranges"]["mean"]);
    assert!(outer[0] < mean && mean < outer[2], "{mean}");
    assert_eq!(list(&ranged["ranges"]["of"]).len(), 3);
    let (narrow, wide) = (&fixed["budget"], &ranged["budget"]);
    assert!(narrow["max_images"].as_u64() > wide["max_images"].as_u64(), "what is not known costs room");
    assert!(narrow["probability_over"].as_f64() < wide["probability_over"].as_f64());
}

#[test]
fn the_same_command_prints_the_same_bytes() {
    let home = Home::with_launch();
    for args in [
        &["estimate", "launch.ron", "--format", "json"][..],
        &["estimate", "launch.ron"],
        &["drivers", "launch.ron", "--of", "p95", "--format", "csv"],
        &["seek", "launch.ron", "--goal", "p95=180", "--by", "finals.images", "--format", "json"],
        &["curve", "launch.ron", "--over", "finals.images=0..1000", "--points", "5"],
    ] {
        let (first, second) = (home.run(args), home.run(args));
        assert_eq!((first.code, second.code), (0, 0), "{args:?}: {}", first.stderr);
        assert!(!first.stdout.is_empty());
        assert_eq!((first.stdout, first.stderr), (second.stdout, second.stderr), "{args:?}");
    }
}

#[test]
fn a_wrong_range_is_refused_in_one_line_that_names_it() {
    let home = Home::new();
    let set = |setting: &str| home.refused(&["estimate", "--set", setting]);
    for (setting, says) in [
        ("images=5..3..9", "images: `5..3..9` has the low value 5 above the likely value 3"),
        ("images=5..9..7", "images: `5..9..7` has the likely value 9 above the high value 7"),
        ("edit_share=0.5..1.4", "edit_share: `0.5..1.4` has the part `1.4`, which is above the bound 1"),
        ("timeout_rate=-0.1..0.2", "timeout_rate: `-0.1..0.2` has the part `-0.1`, which is below the bound 0"),
        ("acceptance_rate=0..0.5", "acceptance_rate: `0..0.5` has the part `0`, which must be above 0"),
        ("images=1.5..3", "images: `1.5..3` has the part `1.5`, which must be a whole number"),
        ("billed.timeout=0..2", "billed.timeout: `0..2` has the part `2`, which is above the bound 1"),
        ("images=1..2..3..4", "images: `1..2..3..4` is not a range; write low..high or low..likely..high"),
        ("images=1..2:square", "images: `1..2:square` has the unknown shape `square`; write pert or triangular"),
    ] {
        assert_eq!(set(setting), says);
    }
    for setting in ["images=9..5", "images=..", "images=5..", "images=..5", "images=a..b", "edit_share=20%..10%"] {
        let (key, value) = setting.split_once('=').unwrap();
        let says = set(setting);
        assert!(says.starts_with(&format!("{key}: `{value}` ")), "{says}");
    }
    for key in ["max_attempts", "budget", "months", "credit", "budget_confidence", "partial_images"] {
        let says = set(&format!("{key}=1..2"));
        assert!(says.starts_with(&format!("{key}: `1..2` is a range")) && says.contains("one value"), "{says}");
    }
    for setting in
        ["size=1..2", "retry.timeout=true..false", "volume_tiers=0..1", "quality=low..high", "count_basis=a..b"]
    {
        let (_, value) = setting.split_once('=').unwrap();
        assert!(set(setting).contains(&format!("`{value}`")), "{}", set(setting));
    }
}

#[test]
fn seek_finds_the_most_images_within_an_amount() {
    let home = Home::new();
    for (wanted, images, usd) in [
        ("expected=100", "2000", "100"),
        ("expected=99.99", "1999", "99.95"),
        ("p95=$99.99", "1999", "99.95"),
        ("expected=0.04", "0", "0"),
    ] {
        let args = certain(&["seek", "--goal", wanted, "--by", "images"], &["images=500"]);
        let json = home.json(&args);
        let (metric, goal) = wanted.split_once('=').unwrap();
        assert_eq!(json["goal"], json!({ "metric": metric, "usd": goal.trim_start_matches('$') }));
        assert_eq!((&json["key"], &json["was"]), (&json!("images"), &json!("500")));
        assert_eq!((&json["result"], &json["value"]), (&json!("met"), &json!(images)), "{wanted}");
        assert_eq!(json["bill"], json!({ "goal_bill": usd, "expected": usd }), "{wanted}");
        assert_eq!((list(&json["options"]).len(), list(&json["warnings"]).len()), (0, 0));
    }
    let args = certain(&["seek", "--goal", "expected=99.99", "--by", "images"], &["images=100..500..2500"]);
    let run = home.run(&args);
    assert_eq!((run.code, run.stdout.lines().count(), run.stderr.as_str()), (0, 1, ""));
    assert!(["to 1,999", "$99.99", "$99.95"].iter().all(|word| run.stdout.contains(word)), "{}", run.stdout);
    assert_eq!(home.json(&args)["was"], "100..500..2500", "a range gives way to one value");
}

#[test]
fn what_seek_finds_keeps_the_goal_in_an_estimate_and_one_more_passes_it() {
    let home = Home::with_launch();
    let seek = |goal: &str, by: &str| home.json(&["seek", "launch.ron", "--goal", goal, "--by", by]);
    for by in ["finals.images", "drafts.images"] {
        let json = seek("p95=180", by);
        assert_eq!((&json["key"], &json["result"]), (&json!(by), &json!("met")));
        let p95 = |images: Decimal| quantiles(&home.estimate_with(&["launch.ron"], &format!("{by}={images}")))[2];
        let images = decimal(&json["value"]);
        let (here, beyond) = (p95(images), p95(images + Decimal::ONE));
        assert!(here <= 180.000_001 && beyond > 180.0, "{by}: {here} at {images}, then {beyond}");
        near(by, float(&json["bill"]["goal_bill"]), here, 1e-7);
    }
    let json = seek("expected=80", "tax_rate");
    assert_eq!(json["result"], "met");
    let tax = decimal(&json["value"]);
    let bill = |tax: Decimal| decimal(&home.estimate_with(&["launch.ron"], &format!("tax_rate={tax}"))["expected"]);
    assert!(bill(tax) <= Decimal::from(80) && bill(tax + Decimal::new(1, 5)) > Decimal::from(80), "{tax}");
    assert_eq!(decimal(&json["bill"]["expected"]), bill(tax));
}

#[test]
fn seek_by_a_choice_tells_every_option_with_its_bill() {
    let home = Home::new();
    let bills: Vec<(&str, Decimal)> = ["low", "medium", "high"]
        .into_iter()
        .map(|quality| (quality, decimal(&home.estimate_with(&[], &format!("quality={quality}"))["expected"])))
        .collect();
    let between = (bills[1].1 + bills[2].1).round_dp(2) / Decimal::TWO;
    let goal = format!("expected={between}");
    let json = home.json(&["seek", "--goal", &goal, "--by", "quality"]);
    assert_eq!((&json["result"], &json["value"]), (&json!("met"), &json!("medium")));
    let told: Vec<(&str, Decimal)> = list(&json["options"])
        .iter()
        .map(|option| (option["value"].as_str().unwrap(), decimal(&option["bill"]["expected"])))
        .collect();
    assert_eq!(told, bills);
    assert_eq!(decimal(&json["bill"]["goal_bill"]), bills[1].1);
    let text = home.text(&["seek", "--goal", &goal, "--by", "quality"]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    for (line, (quality, bill)) in lines.iter().skip(1).zip(&bills) {
        let within = if *quality == "high" { "above" } else { "within" };
        assert!(line.trim_start().starts_with(*quality) && line.ends_with(within), "{bill}: {line}");
    }
    let sizes = home.json(&["seek", "--goal", "p95=500", "--by", "size"]);
    assert!(list(&sizes["options"]).len() > 3, "{sizes}");
    for option in list(&sizes["options"]) {
        let setting = format!("size={}", option["value"].as_str().unwrap());
        let [_, _, p95] = quantiles(&home.estimate_with(&[], &setting));
        near(&setting, float(&option["bill"]["goal_bill"]), p95, 1e-7);
    }
}

#[test]
fn a_goal_that_every_value_keeps_or_none_reaches_says_so_with_the_nearest() {
    let home = Home::new();
    let more = ["images=2000", "price.batch_discount=0.5"];
    for (goal, result, words, value, usd) in [
        ("expected=1000", "always_within", "every value", "0", "100"),
        ("expected=49", "never_within", "no value", "1", "50"),
    ] {
        let args = certain(&["seek", "--goal", goal, "--by", "batch_share"], &more);
        let json = home.json(&args);
        assert_eq!((&json["result"], &json["value"]), (&json!(result), &json!(value)), "{goal}");
        assert_eq!(decimal(&json["bill"]["goal_bill"]).to_string(), usd, "{goal}");
        let text = home.text(&args);
        assert!(text.to_lowercase().contains(words) && text.contains(&format!("${usd}.00")), "{text}");
    }
}

#[test]
fn a_wrong_goal_or_key_is_refused_in_one_line() {
    let home = Home::with_launch();
    let goal = |goal: &str| home.refused(&["seek", "--goal", goal, "--by", "images"]);
    for junk in ["100", "p95", "p95=", "p0=5", "p100=5", "mean=5", "p95=abc", "p95=-5", "p95=none", "p95=5..6"] {
        let says = goal(junk);
        assert!(says.contains(&format!("`{junk}` is not a goal")) && says.contains("p95=6000"), "{says}");
    }
    let by = |key: &str| home.refused(&["seek", "--goal", "p95=500", "--by", key]);
    assert_eq!(by("imagse"), "no assumption `imagse`; did you mean `images`?");
    assert!(by("budget").contains("budget does not move the bill"));
    for key in ["model", "volume_tiers", "edit_model"] {
        assert!(by(key).starts_with(&format!("{key} has no numbers or choices")), "{}", by(key));
    }
    let launch = |key: &str| home.refused(&["seek", "launch.ron", "--goal", "p95=500", "--by", key]);
    assert!(launch("images").contains("drafts.images"), "{}", launch("images"));
    assert!(launch("middles.images").contains("no line `middles`"), "{}", launch("middles.images"));
    for locked in ["drafts.quality", "discount"] {
        assert!(launch(locked).contains("locked"), "{}", launch(locked));
    }
    assert!(home.refused(&["seek", "--by", "images"]).contains("--goal"));
    assert!(home.refused(&["seek", "--goal", "p95=500"]).contains("--by"));
    assert!(home.refused(&["seek", "--goal", "p95=5", "--by", "images", "--format", "csv"]).contains("text, json"));
    let unknown = ["seek", "--goal", "p95=5", "--by", "images", "--set", "model=openai/gpt-image-2.6-flare"];
    assert!(home.refused(&unknown).contains("no published token count"));
}

#[test]
fn each_driver_is_told_with_the_bills_of_estimates_at_its_ends() {
    let home = Home::with_launch();
    for scenario in [DEFAULT, FILE] {
        let json = home.json(&[&["drivers"], scenario].concat());
        let now = home.json(&[&["estimate"], scenario].concat());
        assert_eq!((&json["of"], &json["currency"]), (&json!("expected"), &json!("USD")));
        near("base", float(&json["base"]), float(&now["expected"]), 1e-7);
        let drivers = list(&json["drivers"]);
        assert!(drivers.len() > 10, "{}", drivers.len());
        let swings: Vec<f64> = drivers.iter().map(|driver| float(&driver["swing"])).collect();
        assert!(swings.windows(2).all(|pair| pair[0] >= pair[1]), "{swings:?}");
        for driver in drivers {
            assert!(driver["label"].is_string() && float(&driver["swing"]) > 0.0, "{driver}");
        }
        for driver in drivers.iter().take(8) {
            for end in ["low", "high"] {
                let (key, value) = (driver["key"].as_str().unwrap(), driver[end]["value"].as_str().unwrap());
                let setting = format!("{key}={value}");
                let fresh = home.estimate_with(scenario, &setting);
                near(&setting, float(&driver[end]["bill"]), float(&fresh["expected"]), 1e-7);
            }
        }
    }
}

#[test]
fn a_range_is_a_driver_between_its_ends_in_every_format() {
    let home = Home::with_launch();
    let json = home.json(&["drivers", "launch.ron"]);
    let drivers = list(&json["drivers"]);
    for (key, low, high) in [("drafts.images", "3000", "7000"), ("finals.timeout_rate", "0", "0.05")] {
        let driver = drivers.iter().find(|driver| driver["key"] == key).unwrap();
        assert_eq!(driver["why"], "range");
        assert_eq!((&driver["low"]["value"], &driver["high"]["value"]), (&json!(low), &json!(high)), "{key}");
    }
    let csv = home.text(&["drivers", "launch.ron", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = vec!["key", "why", "low", "bill_at_low", "high", "bill_at_high", "swing"];
    assert_eq!(reader.headers().unwrap(), columns);
    let rows: Vec<HashMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    assert_eq!(rows.len(), drivers.len());
    for (row, driver) in rows.iter().zip(drivers) {
        assert_eq!(
            (driver["key"].as_str(), driver["why"].as_str()),
            (Some(row["key"].as_str()), Some(row["why"].as_str()))
        );
        for end in ["low", "high"] {
            assert_eq!(driver[end]["value"].as_str(), Some(row[end].as_str()));
            assert_eq!(driver[end]["bill"].as_str(), Some(row[&format!("bill_at_{end}")].as_str()));
        }
    }
    let text = home.text(&["drivers", "launch.ron"]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), drivers.len() + 2, "{text}");
    assert!(lines[0].starts_with("Expected bill now $"), "{text}");
    assert!(lines[1].contains("ASSUMPTION") && lines[1].contains("SWING"), "{text}");
    assert!(lines.iter().any(|line| line.contains("Images of drafts") && line.contains("3,000")), "{text}");
}

#[test]
fn drivers_of_p95_stand_above_those_of_the_expected_bill() {
    let home = Home::new();
    let (none, ranges): (&[&str], &[&str]) = (&[], &["images=8000..10000..15000", "price.change=-10%..0..30%"]);
    for more in [none, ranges] {
        let of = |measure: &str| home.json(&with_settings(&["drivers", "--of", measure], more));
        let (expected, p95) = (of("expected"), of("p95"));
        assert_eq!((&expected["of"], &p95["of"]), (&json!("expected"), &json!("p95")));
        let estimate = home.json(&with_settings(&["estimate"], more));
        // Drivers take fewer draws than the estimate; without ranges there are none to take.
        let tolerance = if more.is_empty() { 1e-9 } else { 5e-3 };
        near("base", float(&p95["base"]), quantiles(&estimate)[2], tolerance);
        let swings: Vec<f64> = list(&p95["drivers"]).iter().map(|driver| float(&driver["swing"])).collect();
        assert!(!swings.is_empty() && swings.windows(2).all(|pair| pair[0] >= pair[1]), "{swings:?}");
        for driver in list(&p95["drivers"]) {
            let twin = list(&expected["drivers"]).iter().find(|other| other["key"] == driver["key"]).unwrap();
            assert_eq!(twin["high"]["value"], driver["high"]["value"]);
            assert!(float(&driver["high"]["bill"]) > float(&twin["high"]["bill"]), "{driver}");
        }
        let text = home.text(&with_settings(&["drivers", "--of", "p95"], more));
        assert!(text.starts_with("P95 of the bill now $"), "{text}");
    }
    assert!(home.refused(&["drivers", "--of", "p50"]).contains("possible values: expected, p95"));
    assert!(home.refused(&["drivers", "--format", "markdown"]).contains("possible values: text, json, csv"));
    let unknown = ["drivers", "--set", "model=openai/gpt-image-2.6-flare"];
    assert!(home.refused(&unknown).contains("no published token count"));
    let still = home.text(&["drivers", "--set", "images=0"]);
    assert!(still.contains("Nothing moves it"), "{still}");
}

/// Scenario, what else is set, and a curve on which the scenario's own value is one of eleven.
type CurveCase = (&'static [&'static str], &'static [&'static str], &'static str, &'static str, &'static str);

const CURVES: [CurveCase; 5] = [
    (DEFAULT, &[], "images", "5000..15000", "10000"),
    (
        &["product-photos"],
        &["server_error_rate=0..2%..10%", "price.change=-10%..0..30%"],
        "images",
        "2e4..6e4",
        "40000",
    ),
    (FILE, &[], "finals.images", "300..900", "600"),
    (FILE, &[], "tax_rate", "0..0.4", "0.2"),
    (&["banners"], &[], "finals.images", "300..900", "600"),
];

#[test]
fn the_band_of_a_curve_is_in_order_and_meets_the_estimate_at_the_scenarios_own_value() {
    let home = Home::with_launch();
    for (scenario, more, key, span, own) in CURVES {
        let over = format!("{key}={span}");
        let command = [&["curve"], scenario, &["--over", over.as_str(), "--points", "11"]].concat();
        let csv = home.text(&with_settings(&command, more));
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let columns = vec![key, "expected", "floor", "ceiling", "p5", "p50", "p95"];
        assert_eq!(reader.headers().unwrap(), columns);
        let rows: Vec<HashMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 11);
        let cell = |row: &HashMap<String, String>, column: &str| row[column].parse::<f64>().unwrap();
        for row in &rows {
            let [p5, p50, p95] = ["p5", "p50", "p95"].map(|column| cell(row, column));
            assert!(p5 <= p50 && p50 <= p95, "{row:?}");
            assert!(cell(row, "floor") <= cell(row, "expected") && cell(row, "expected") <= cell(row, "ceiling"));
        }
        let here = rows.iter().find(|row| row[key] == own).unwrap();
        let estimate = home.json(&with_settings(&[&["estimate"], scenario].concat(), more));
        near(&over, cell(here, "expected"), float(&estimate["expected"]), 1e-9);
        for (column, wanted) in ["p5", "p50", "p95"].into_iter().zip(quantiles(&estimate)) {
            near(&format!("{over}, {column}"), cell(here, column), wanted, 0.015);
        }
        let json = home.json(&with_settings(&command, more));
        let points = list(&json["points"]);
        assert_eq!(points.len(), rows.len());
        for (point, row) in points.iter().zip(&rows) {
            for column in ["expected", "p5", "p50", "p95"] {
                assert_eq!(point[column].as_str(), Some(row[column].as_str()), "{over}, {column}");
            }
        }
    }
}

#[test]
fn a_curve_along_a_range_gives_the_range_up() {
    let home = Home::new();
    let over = ["curve", "--over", "images=5000..15000", "--points", "3"];
    let fixed = home.text(&over);
    assert_eq!(home.text(&with_settings(&over, &["images=8000..10000..15000"])), fixed);
    assert!(home.refused(&["curve", "--over", "images=0..5..9"]).contains("`5..9`"));
}

#[test]
fn a_scenario_file_brings_its_ranges_and_its_locks() {
    let home = Home::with_launch();
    let json = home.json(&["estimate", "launch.ron"]);
    let of = json!([
        { "key": "drafts.images", "low": "3000", "likely": "4000", "high": "7000", "shape": "PERT" },
        { "key": "finals.timeout_rate", "low": "0", "likely": "0.005", "high": "0.05", "shape": "triangular" },
    ]);
    assert_eq!(json["ranges"]["of"], of);
    let [p5, p50, p95] = quantiles(&json);
    assert!(p5 < p50 && p50 < p95, "{p5} {p50} {p95}");
    // A number over a range takes its place.
    let fixed =
        home.json(&with_settings(&["estimate", "launch.ron"], &["drafts.images=4000", "finals.timeout_rate=0.005"]));
    assert_eq!((&fixed["ranges"], &fixed["expected"]), (&Value::Null, &json["expected"]));
    // Locked is what goal seek leaves alone; it can still be set.
    assert!(home.refused(&["seek", "launch.ron", "--goal", "p95=180", "--by", "discount"]).contains("locked"));
    assert_ne!(home.estimate_with(&["launch.ron"], "discount=0.2")["expected"], json["expected"]);
    for (right, wrong, line, says) in [
        ("3000..4000..7000", "3000..8000..7000", 5, "images: `3000..8000..7000` has the likely value 8000 above"),
        (":triangular", ":square", 6, "unknown shape `square`"),
        ("locked: [\"quality\"]", "locked: [\"qualty\"]", 5, "did you mean `quality`"),
        ("locked: [\"quality\"]", "locked: [\"budget\"]", 5, "`budget` cannot be locked here"),
        ("locked: [\"discount\"]", "lokced: [\"discount\"]", 13, "did you mean `locked`"),
    ] {
        home.write("wrong.ron", &LAUNCH.replace(right, wrong));
        let error = home.refused(&["estimate", "wrong.ron"]);
        assert!(error.starts_with(&format!("wrong.ron, line {line}, column ")) && error.contains(says), "{error}");
    }
}

#[test]
fn assumptions_say_which_of_them_take_a_range() {
    let home = Home::new();
    let json = home.json(&["assumptions"]);
    let rows = list(&json["assumptions"]);
    let text = home.text(&["assumptions"]);
    for (row, spec) in rows.iter().zip(TABLE.iter()) {
        assert_eq!((&row["key"], &row["takes_range"]), (&json!(spec.name), &json!(spec.takes_range)));
        let line = text.lines().find(|line| line.split_whitespace().next() == Some(spec.name)).unwrap();
        assert_eq!(line.contains("low..likely..high"), spec.takes_range, "{line}");
    }
    let takes = |key: &str| rows.iter().find(|row| row["key"] == key).unwrap()["takes_range"] == true;
    for key in
        ["images", "edit_share", "server_error_rate", "billed.timeout", "price.change", "price.generate", "discount"]
    {
        assert!(takes(key), "{key} is guessed");
    }
    for key in
        ["model", "size", "quality", "max_attempts", "retry.timeout", "budget", "months", "credit", "volume_tiers"]
    {
        assert!(!takes(key), "{key} is decided");
    }
}
