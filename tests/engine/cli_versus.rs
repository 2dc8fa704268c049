//! Scenarios against each other, as scripts and people see it.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::program::Home;

#[track_caller]
fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap_or_else(|| panic!("{value} is not a decimal string")).parse().unwrap()
}

/// A thousand images at four cents, and the same plan with 1,500 at five.
fn two(home: &Home) -> [String; 2] {
    let scenario = |images: &str, usd: &str| {
        format!(
            r#"(format: 1, name: "Same name", lines: [(name: "a", images: "{images}", model: "custom",
            price_generate: "{usd}", edit_share: "0", image_to_image_share: "0", server_error_rate: "0",
            timeout_rate: "0", input_block_rate: "0", output_block_rate: "0", invalid_request_rate: "0")])"#
        )
    };
    let files = [("now.ron", scenario("1000", "0.04")), ("then.ron", scenario("1500", "0.05"))];
    files.map(|(name, text)| home.write(name, &text).display().to_string())
}

#[test]
fn json_tells_what_differs_by_item_and_by_cause() {
    let home = Home::new();
    let [now, then] = two(&home);
    let answer = home.json(&["compare", &now, &then]);
    let rows = answer["scenarios"].as_array().unwrap();
    for key in ["differences", "items", "bridge"] {
        assert_eq!(rows[0][key], Value::Null, "the first is compared with nothing");
    }
    let row = &rows[1];
    let differences = row["differences"].as_array().unwrap();
    let keys: Vec<&str> = differences.iter().map(|found| found["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["images", "price.generate"]);
    let images = &differences[0];
    let texts = ["kind", "from", "to", "change", "percent", "cause"].map(|key| images[key].as_str().unwrap());
    assert_eq!(texts, ["value", "1000", "1500", "500", "50", "images"]);
    let item = &row["items"][0];
    // 1,000 * 0.04 = 40 and 1,500 * 0.05 = 75.
    let amounts = ["from", "to", "difference", "percent"].map(|key| item[key].as_str().unwrap());
    assert_eq!(amounts, ["40", "75", "35", "87.5"]);
    let steps = row["bridge"]["steps"].as_array().unwrap();
    let shown: Vec<_> =
        steps.iter().map(|step| (step["causes"][0].as_str().unwrap(), decimal(&step["amount"]))).collect();
    // 1,500 at the old price are $60.
    assert_eq!(shown, [("images", 20.into()), ("model", 15.into())]);
    assert_eq!((decimal(&row["bridge"]["from"]), decimal(&row["bridge"]["to"])), (40.into(), 75.into()));
}

#[test]
fn presets_are_bridged_to_the_digit() {
    let home = Home::new();
    let answer = home.json(&["compare", "product-photos", "avatars", "banners", "--on", "2026-11-22"]);
    for row in answer["scenarios"].as_array().unwrap().iter().skip(1) {
        let bridge = &row["bridge"];
        let steps: Decimal = bridge["steps"].as_array().unwrap().iter().map(|step| decimal(&step["amount"])).sum();
        assert_eq!(decimal(&bridge["from"]) + steps, decimal(&bridge["to"]));
        let total = |key: &str| {
            let items = row["items"].as_array().unwrap().iter();
            items.filter(|item| !item[key].is_null()).map(|item| decimal(&item[key])).sum::<Decimal>()
        };
        assert_eq!(total("to"), decimal(&row["expected"]));
        assert_eq!(total("from"), decimal(&answer["scenarios"][0]["expected"]));
    }
}

#[test]
fn the_text_has_the_differences_and_the_bridge_after_the_table() {
    let home = Home::new();
    let [now, then] = two(&home);
    let text = home.text(&["compare", &now, &then]);
    assert!(text.starts_with("SCENARIO"), "{text}");
    assert!(text.contains("\nSame name (then) against Same name (now)\n"), "{text}");
    let line = |start: &str| {
        let found = text.lines().find(|line| line.trim_start().starts_with(start));
        found.unwrap_or_else(|| panic!("no `{start}` in {text}")).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("Images"), "Images 1,000 images 1,500 images +500 (+50.0 %)");
    assert_eq!(line("Image count"), "Image count +$20.00 $60.00");
    assert_eq!(line("Model, size and quality"), "Model, size and quality +$15.00 $75.00");
    let same = home.text(&["compare", &now, &now]);
    assert!(same.contains("Same name (2) against Same name (1)\n  Nothing differs.\n"), "{same}");
}

#[test]
fn one_day_for_all_leaves_no_day_to_differ() {
    let home = Home::new();
    let [now, _] = two(&home);
    let dated = std::fs::read_to_string(&now).unwrap().replace("lines:", "prices_on: \"2026-08-01\", lines:");
    let dated = home.write("dated.ron", &dated).display().to_string();
    let keys = |args: &[&str]| home.json(args)["scenarios"][1]["differences"].as_array().unwrap().len();
    assert_eq!(keys(&["compare", &now, &dated]), 1);
    assert_eq!(keys(&["compare", &now, &dated, "--on", "2026-11-22"]), 0);
}

#[test]
fn without_a_bill_there_is_no_bridge_and_the_reason_is_said() {
    let home = Home::new();
    let [now, then] = two(&home);
    let unknown = std::fs::read_to_string(&then).unwrap().replace("\"custom\"", "\"openai/gpt-image-2.6-flare\"");
    let unknown = home.write("unknown.ron", &unknown).display().to_string();
    let row = &home.json(&["compare", &now, &unknown])["scenarios"][1];
    assert_eq!((&row["items"], &row["bridge"]), (&Value::Null, &Value::Null));
    assert_eq!(row["differences"].as_array().unwrap().len(), 3);
    let text = home.text(&["compare", &now, &unknown]);
    assert!(text.contains("The bill of Same name (unknown) is not known, so there is no way to it: "), "{text}");
}
