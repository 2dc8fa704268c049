//! `compare` as scripts see it, and the day of prices on the command line.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::program::Home;

#[track_caller]
fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap_or_else(|| panic!("{value} is not a decimal string")).parse().unwrap()
}

fn ids(answer: &Value, list: &str) -> Vec<String> {
    answer[list].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[track_caller]
fn row<'a>(answer: &'a Value, id: &str) -> &'a Value {
    let rows = answer["models"].as_array().unwrap();
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("{id} is not listed"))
}

fn warns(answer: &Value, what: &str) -> bool {
    answer["warnings"].as_array().unwrap().iter().any(|warning| warning.as_str().unwrap().contains(what))
}

/// The day of the tests, whatever the calendar says.
const ON: [&str; 2] = ["--on", "2026-11-22"];

fn compare(home: &Home, more: &[&str]) -> Value {
    home.json(&[&["compare"], more, &ON].concat())
}

/// Records of a CSV text, by its header.
fn records(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    (head, rows)
}

#[test]
fn the_table_has_the_present_model_marked_and_the_rest_by_bill() {
    let text = Home::new().text(&[&["compare", "product-photos"][..], &ON].concat());
    let mut lines = text.lines();
    assert!(lines.next().unwrap().starts_with("Launch batch of product photos now $"), "{text}");
    assert!(lines.next().unwrap().contains("EXPECTED"), "{text}");
    let present: Vec<&str> = text.lines().filter(|line| line.starts_with("* ")).collect();
    assert_eq!(present.len(), 1, "{text}");
    assert!(present[0].contains("openai/gpt-image-2 "), "{text}");
    assert!(!present[0].contains('+'), "there is no difference to itself: {present:?}");
    assert!(text.contains("quality medium becomes high (the same look: both take the same tokens)"), "{text}");
    assert!(text.contains("Not possible on "), "{text}");
    assert!(text.contains("it does not do `edit`; it does generate"), "{text}");
    assert!(!text.contains("openai/dall-e-3"), "retired models are left out: {text}");
}

#[test]
fn the_json_has_money_as_text_and_a_bill_that_can_be_set() {
    let home = Home::new();
    let answer = compare(&home, &["product-photos"]);
    assert_eq!((answer["currency"].as_str(), answer["on"].as_str()), (Some("USD"), Some("2026-11-22")));
    assert_eq!(answer["present"].as_str(), Some("openai/gpt-image-2"));
    let now = decimal(&answer["now"]["expected"]);
    let estimate = home.json(&[&["estimate", "product-photos"][..], &ON].concat());
    assert_eq!(now, decimal(&estimate["expected"]));
    let rows = answer["models"].as_array().unwrap();
    assert!(rows.len() > 20);
    let mut last = Decimal::ZERO;
    for row in rows {
        let bill = decimal(&row["bill"]["expected"]);
        assert!(bill >= last, "{}", row["id"]);
        last = bill;
        assert_eq!(decimal(&row["difference"]), bill - now, "{}", row["id"]);
        // One month: a year has twelve of them.
        // None is told of a model that ends within the year.
        if row["yearly_difference"].is_null() {
            assert!(!row["retires"].is_null(), "{}", row["id"]);
            continue;
        }
        let yearly = decimal(&row["yearly_difference"]);
        assert_eq!(yearly.round_dp(9), ((bill - now) * Decimal::from(12)).round_dp(9), "{}", row["id"]);
        let parts = row["bill"]["parts"].as_object().unwrap().values().map(decimal).sum::<Decimal>();
        assert_eq!(parts, bill, "{}", row["id"]);
        assert!(decimal(&row["bill"]["floor"]) <= bill && bill <= decimal(&row["bill"]["ceiling"]), "{}", row["id"]);
        assert_eq!(row["present"].as_bool(), Some(row["id"] == "openai/gpt-image-2"), "{}", row["id"]);
    }
    for id in ["openai/gpt-image-2.5-flare", "google-gemini-api/gemini-3-pro-image", "bfl/flux-2-pro"] {
        let found = row(&answer, id);
        let set = found["set"].as_object().unwrap();
        let set: Vec<String> = set.iter().map(|(key, value)| format!("{key}={}", value.as_str().unwrap())).collect();
        let mut args = vec!["estimate", "product-photos"];
        args.extend(set.iter().flat_map(|setting| ["--set", setting.as_str()]));
        let there = home.json(&[&args[..], &ON].concat());
        assert_eq!(decimal(&there["expected"]), decimal(&found["bill"]["expected"]), "{id}");
    }
}

#[test]
fn the_csv_has_one_row_for_each_model() {
    let home = Home::new();
    let run = home.run(&[&["compare", "product-photos", "--format", "csv"][..], &ON].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let (head, rows) = records(&run.stdout);
    let names = ["model", "expected", "floor", "ceiling", "difference", "status", "confidence", "changes", "why_not"];
    assert_eq!(head, names);
    let answer = compare(&home, &["product-photos"]);
    assert_eq!(rows.len(), ids(&answer, "models").len() + ids(&answer, "not_possible").len());
    for cells in &rows {
        assert_eq!(cells[1].is_empty(), !cells[8].is_empty(), "a bill or a reason: {cells:?}");
        for cell in &cells[1..5] {
            assert!(cell.is_empty() || cell.parse::<Decimal>().is_ok(), "{cells:?}");
        }
    }
    let flare = rows.iter().find(|cells| cells[0] == "openai/gpt-image-2.5-flare").unwrap();
    let same: Decimal = flare[1].parse().unwrap();
    assert_eq!(same, decimal(&row(&answer, "openai/gpt-image-2.5-flare")["bill"]["expected"]));
}

/// A plan whose names a spreadsheet would take for formulas.
const SHARP: &str = r#"(
    format: 1,
    name: "=HYPERLINK(\"http://example.com\")",
    lines: [(name: "@a,b", images: "100", model: "openai/gpt-image-2", size: "1024x1024", quality: "low")],
)
"#;

#[test]
fn a_name_is_never_a_formula() {
    let home = Home::new();
    let path = home.write("sharp.ron", SHARP).display().to_string();
    let text = home.text(&["compare", &path, &path, "--format", "csv"]);
    let (head, rows) = records(&text);
    assert_eq!(head[0], "scenario");
    assert!(rows.iter().all(|cells| cells[0].starts_with("'=")), "{rows:?}");
    for cells in records(&home.text(&["compare", &path, "--format", "csv"])).1 {
        assert!(!cells.iter().any(|cell| cell.starts_with(['=', '+', '@'])), "{cells:?}");
    }
}

#[test]
fn models_are_narrowed_by_words_confidence_and_life() {
    let home = Home::new();
    let all = compare(&home, &["product-photos"]);
    let flux = compare(&home, &["product-photos", "--models", "FLUX bfl"]);
    let listed = [ids(&flux, "models"), ids(&flux, "not_possible")].concat();
    assert!(!listed.is_empty() && listed.iter().all(|id| id.starts_with("bfl/")), "{listed:?}");
    assert_eq!(flux["now"], all["now"], "what is compared does not change the plan");

    let confidence = |answer: &Value| -> Vec<String> {
        let rows = answer["models"].as_array().unwrap();
        rows.iter().map(|row| row["confidence"].as_str().unwrap().to_owned()).collect()
    };
    let bare = ["--set", "edit_share=0", "--set", "image_to_image_share=0"];
    let sure = compare(&home, &[&bare[..], &["--confidence", "high"]].concat());
    assert!(confidence(&sure).iter().all(|word| word == "high"));
    let least = compare(&home, &bare);
    assert!(confidence(&least).iter().any(|word| word == "low"));
    assert!(ids(&sure, "not_possible").contains(&"adobe-firefly/*".to_owned()), "no price has no confidence");

    assert!(!ids(&least, "models").contains(&"openai/dall-e-3".to_owned()));
    let ended = compare(&home, &[&bare[..], &["--retired"]].concat());
    assert_eq!(row(&ended, "openai/dall-e-3")["status"], "retired");
    let nothing = home.text(&["compare", "--models", "nosuch"]);
    assert!(nothing.contains("No model passes these choices."), "{nothing}");
    let none = home.text(&["compare", "--models", "dall-e-3", "--retired"]);
    assert!(none.contains("No model can do it.") && none.contains("it does not do `edit`"), "{none}");
    let changes = row(&ended, "openai/dall-e-3")["changes"].to_string();
    assert!(changes.contains("was retired"), "{changes}");
}

#[test]
fn a_line_alone_is_compared() {
    let home = Home::new();
    let finals = compare(&home, &["banners", "--line", "finals"]);
    for found in finals["models"].as_array().unwrap() {
        let set = found["set"].as_object().unwrap();
        assert!(set.keys().all(|key| key.starts_with("finals.")), "{set:?}");
    }
    assert_eq!(row(&finals, "openai/gpt-image-2.5-flare")["set"]["finals.quality"], "max");
    let error = home.refused(&["compare", "banners", "--line", "final"]);
    assert_eq!(error, "no line `final`; the scenario has `drafts`, `finals`");
}

#[test]
fn several_scenarios_stand_side_by_side() {
    let home = Home::new();
    let args = ["compare", "product-photos", "avatars", "one-dollar-trial", "--on", "2026-11-22"];
    let answer = home.json(&args);
    let rows = answer["scenarios"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    let first = decimal(&rows[0]["expected"]);
    for (row, preset) in rows.iter().zip(["product-photos", "avatars", "one-dollar-trial"]) {
        let alone = home.json(&["estimate", preset, "--on", "2026-11-22"]);
        assert_eq!(row["scenario"], alone["scenario"]);
        assert_eq!(row["expected"], alone["expected"]);
        assert_eq!(row["quantiles"], alone["quantiles"]);
        assert_eq!(row["budget"], alone["budget"]["cap"]);
        assert_eq!(row["probability_over"], alone["budget"]["probability_over"]);
        assert_eq!(decimal(&row["difference"]), decimal(&row["expected"]) - first);
        assert_eq!(row["per_kept_image"], alone["per_image"]["kept"]);
    }
    let text = home.text(&args);
    assert!(text.lines().next().unwrap().starts_with("SCENARIO"), "{text}");
    assert!(text.contains("Avatars from phone photos"), "{text}");
    let (head, cells) = records(&home.text(&[&args[..], &["--format", "csv"]].concat()));
    assert_eq!((head.len(), cells.len()), (8, 3));
    assert_eq!(cells[1][1].parse::<Decimal>().unwrap(), decimal(&rows[1]["expected"]));
}

#[test]
fn a_change_holds_for_every_scenario() {
    let home = Home::new();
    let answer = compare(&home, &["product-photos", "one-dollar-trial", "--set", "images=1000"]);
    let alone = home.json(&[&["estimate", "one-dollar-trial", "--set", "images=1000"][..], &ON].concat());
    assert_eq!(answer["scenarios"][1]["expected"], alone["expected"]);
}

const TWO: [&str; 2] = ["product-photos", "one-dollar-trial"];

#[test]
fn a_scenario_without_an_answer_stands_there_as_unknown() {
    let home = Home::new();
    let unknown = ["--set", "model=openai/gpt-image-2.6-flare"];
    let alone = compare(&home, &unknown);
    assert_eq!(alone["now"], Value::Null);
    assert!(warns(&alone, "no answer"), "{}", alone["warnings"]);
    assert!(warns(&alone, "no published token count"), "why it has none: {}", alone["warnings"]);
    let flare = row(&alone, "openai/gpt-image-2");
    assert_eq!((&flare["difference"], &flare["yearly_difference"]), (&Value::Null, &Value::Null));
    assert!(decimal(&flare["bill"]["expected"]) > Decimal::ZERO);

    let several = compare(&home, &[&TWO[..], &unknown].concat());
    for row in several["scenarios"].as_array().unwrap() {
        assert_eq!(
            (&row["expected"], &row["difference"], &row["per_kept_image"]),
            (&Value::Null, &Value::Null, &Value::Null)
        );
        assert_eq!(row["quantiles"]["p95"], Value::Null);
        assert!(warns(row, "no published token count"), "{row}");
    }
    let run = home.run(&[&["compare", "--format", "csv"][..], &TWO, &unknown, &ON].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("no published token count"), "a table without room says it aside: {}", run.stderr);
}

#[test]
fn a_model_that_is_not_there_can_be_left_behind() {
    let home = Home::new();
    let answer = compare(&home, &["--set", "model=openai/gpt-image-9"]);
    assert_eq!(answer["now"], Value::Null);
    assert!(warns(&answer, "no model `openai/gpt-image-9` in the price book"), "{}", answer["warnings"]);
    assert!(decimal(&row(&answer, "openai/gpt-image-2")["bill"]["expected"]) > Decimal::ZERO);
}

#[test]
fn bad_input_is_refused_in_one_sentence() {
    let home = Home::new();
    let refused = |args: &[&str]| home.refused(&[&["compare"][..], args].concat());
    assert!(refused(&["product-photo"]).contains("nearest preset is `product-photos`"));
    assert!(refused(&["no.ron"]).contains("there is no file `no.ron`"));
    assert!(refused(&["--set", "imagse=5"]).contains("did you mean `images`?"));
    assert!(refused(&["--on", "soon"]).contains("soon"));
    assert!(refused(&["--format", "markdown"]).contains("markdown"));
    assert!(refused(&["--confidence", "none"]).contains("none"));
    let mistake = refused(&["--set", "edit_share=0.9", "--set", "image_to_image_share=0.9"]);
    assert_eq!(mistake, "the shares of edits and image-to-image sum to 180 %; together they can be at most 100 %");
    for narrow in [&["--models", "flux"][..], &["--line", "images"], &["--confidence", "high"], &["--retired"]] {
        let what = refused(&[&TWO[..], narrow].concat());
        assert!(what.contains(narrow[0]) && what.contains("2 scenarios"), "{what}");
    }
    let of = refused(&["one-dollar-trial", "avatars", "--set", "edit_share=0.9"]);
    assert_eq!(of, "avatars: the shares of edits and image-to-image sum to 190 %; together they can be at most 100 %");
}

#[test]
fn the_day_of_prices_is_a_setting_like_any_other() {
    let home = Home::new();
    for command in ["estimate", "compare"] {
        let mut set = home.json(&[command, "product-photos", "--set", "prices_on=2026-08-01"]);
        let mut on = home.json(&[command, "product-photos", "--on", "2026-08-01"]);
        // The one is an assumption of the plan, the other is asked of this run alone.
        for json in [&mut set, &mut on] {
            json.as_object_mut().unwrap().remove("assumptions");
        }
        assert_eq!(set, on, "{command}");
        assert_eq!(set["on"], "2026-08-01");
        let both = home.json(&[command, "product-photos", "--set", "prices_on=2026-08-01", "--on", "2026-09-20"]);
        assert_eq!(both["on"], "2026-09-20", "what the command says wins");
    }
    let path = home.write(
        "dated.ron",
        r#"(format: 1, name: "Dated", lines: [(name: "a", model: "openai/gpt-image-1.5", size: "1024x1024", quality: "low")], prices_on: "2026-12-24")"#,
    );
    let json = home.json(&["estimate", &path.display().to_string()]);
    assert_eq!(json["on"], "2026-12-24");
    assert!(warns(&json, "openai/gpt-image-1.5 was retired on 2026-12-01"), "{}", json["warnings"]);
}

#[test]
fn a_day_that_is_none_is_refused_in_one_sentence() {
    let home = Home::new();
    for day in ["2026-13-01", "2026-02-30", "yesterday"] {
        let error = home.refused(&["estimate", "--set", &format!("prices_on={day}")]);
        assert_eq!(error, format!("prices_on: `{day}` is not a day; write today, or a day such as 2026-11-22"));
    }
    let path = home.write("bad.ron", r#"(format: 1, name: "x", lines: [(name: "a")], prices_on: "soon")"#);
    let error = home.refused(&["compare", &path.display().to_string()]);
    assert!(error.contains("`soon` is not a day"), "{error}");
    let early = home.refused(&["estimate", "--set", "prices_on=2020-01-01"]);
    assert!(early.contains("has no price on 2020-01-01"), "{early}");
}
