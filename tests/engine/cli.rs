//! The command line as scripts see it: output, exit codes, one line on stderr.

use std::collections::HashMap;
use std::fs;
use std::io::Read as _;
use std::process::Stdio;

use image_budget::model::assumption::TABLE;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::program::Home;

/// A scenario that is not shipped: two lines, every step from gross to bill.
const LAUNCH: &str = r#"(
    format: 1,
    name: "Launch",
    lines: [
        (name: "drafts", images: "4000", model: "openai/gpt-image-2", size: "1024x1024", quality: "low"),
        (name: "finals", images: "600", model: "openai/gpt-image-2", size: "1536x1024", quality: "high", batch_share: "0.5"),
    ],
    discount: "0.1",
    volume_tiers: "0:0,50:0.1",
    credit: "20",
    tax_rate: "0.2",
    budget: "200",
)
"#;

#[track_caller]
fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap_or_else(|| panic!("{value} is not a decimal string")).parse().unwrap()
}

fn items(estimate: &Value) -> Vec<&Value> {
    let lines = estimate["lines"].as_array().unwrap();
    lines.iter().flat_map(|line| line["items"].as_array().unwrap()).collect()
}

/// Whether a warning says so; which others stand beside it changes as prices age.
fn warns(answer: &Value, what: &str) -> bool {
    answer["warnings"].as_array().unwrap().iter().any(|warning| warning.as_str().unwrap().contains(what))
}

#[test]
fn the_half_penny_image_costs_half_a_penny() {
    let home = Home::new();
    let args = ["price", "openai/gpt-image-2", "--size", "976x704", "--quality", "low", "--prompt-tokens", "220"];
    let run = home.run(&args);
    assert_eq!((run.code, run.stdout.lines().next(), run.stderr.as_str()), (0, Some("$0.005"), ""));
    let json = home.json(&args);
    assert_eq!((json["model"].as_str(), json["expected"].as_str()), (Some("openai/gpt-image-2"), Some("0.005")));
    assert_eq!((json["tokens"]["text_in"].as_str(), json["tokens"]["image_out"].as_str()), (Some("226"), Some("129")));
    let amounts: Decimal = json["items"].as_array().unwrap().iter().map(|item| decimal(&item["amount"])).sum();
    assert_eq!(amounts, decimal(&json["expected"]));
}

#[test]
fn usage_objects_cost_what_was_billed() {
    let home = Home::new();
    let price =
        |model: &str, usage: &str| decimal(&home.json(&["price", model, "--usage", usage])["expected"]).to_string();
    // https://github.com/ding113/claude-code-hub/issues/663
    assert_eq!(price("gemini-3-pro-image", "text_in=326,image_out=2000,text_out=340,thinking=337"), "0.248776");
    // https://github.com/Wei-Shaw/sub2api/issues/3222
    assert_eq!(price("openai/gpt-image-2", "text_in=228,image_in=1450,image_out=13342"), "0.413");
    // Cached tokens are a part of the input: 128 * $5 + 100 * $1.25 + 1,250 * $8 + 200 * $2, per 1M.
    let cached = "text_in=228,text_cached=100,image_in=1450,image_cached=200";
    assert_eq!(price("openai/gpt-image-2", cached), "0.011165");

    let refused = |usage: &str| home.refused(&["price", "openai/gpt-image-2", "--usage", usage]);
    assert_eq!(refused("text_inn=5"), "usage: no count `text_inn`; did you mean `text_in`?");
    assert!(refused("text_in=5,text_cached=6").contains("text_cached=6 is more than text_in=5"));
    assert_eq!(
        refused("text_out=340"),
        "openai/gpt-image-2 has no rate for text_out, so text_out=340 cannot be priced"
    );
    let both = ["price", "openai/gpt-image-2", "--usage", "text_in=5", "--n", "2"];
    assert!(home.refused(&both).contains("cannot be used with"));
}

#[test]
fn references_are_each_priced_by_their_own_size() {
    let home = Home::new();
    let price = |references: &[&str]| {
        let mut args = vec!["price", "openai/gpt-image-2", "--op", "edit", "--size", "1024x1024", "--quality", "low"];
        for size in references {
            args.extend(["--reference", size]);
        }
        decimal(&home.json(&args)["expected"])
    };
    let (bare, small, large) = (price(&[]), price(&["1024x768"]), price(&["1024x1536"]));
    // 768 and 1,536 tokens at $8 per 1M.
    assert_eq!(((small - bare).to_string(), (large - bare).to_string()), ("0.006144".into(), "0.012288".into()));
    assert_eq!(price(&["1024x1536", "1024x768", "1024x1536"]) - bare, small + large + large - bare * Decimal::from(3));
    // Without --op, references mean an edit; an operation without references refuses them.
    let json = home.json(&["price", "openai/gpt-image-2", "--size", "1024x1024", "--reference", "640x480"]);
    assert_eq!(json["operation"], "edit");
    let error = home.refused(&["price", "openai/gpt-image-2", "--op", "generate", "--reference", "640x480"]);
    assert!(error.contains("takes no reference images"), "{error}");
}

#[test]
fn an_outcome_costs_what_the_providers_rule_says() {
    let home = Home::new();
    let ended = |outcome: &str| {
        let args = ["price", "openai/gpt-image-2", "--size", "1024x1024", "--quality", "low", "--outcome", outcome];
        home.json(&args)
    };
    let full = decimal(&ended("succeeded")["expected"]);
    assert_eq!(decimal(&ended("timeout")["expected"]), full);
    assert_eq!(decimal(&ended("server_error")["expected"]), Decimal::ZERO);
    let open = ended("output-block");
    assert_eq!((decimal(&open["floor"]), decimal(&open["ceiling"])), (Decimal::ZERO, full));
    assert!(warns(&open, "not established"), "{open}");
}

#[test]
fn a_mix_shows_its_mean_between_floor_and_ceiling() {
    let home = Home::new();
    let json = home.json(&["price", "openai/gpt-image-2"]);
    let [floor, expected, ceiling] = ["floor", "expected", "ceiling"].map(|key| decimal(&json[key]));
    assert!(floor < expected && expected < ceiling);
    let batch = home.json(&["price", "openai/gpt-image-2", "--tier", "batch", "--n", "2"]);
    assert_eq!(decimal(&batch["expected"]).round_dp(20), expected.round_dp(20));
}

#[test]
fn an_unknown_price_is_null_with_a_warning() {
    let home = Home::new();
    let json = home.json(&["price", "openai/gpt-image-2.6-flare"]);
    assert_eq!((&json["expected"], &json["items"]), (&Value::Null, &Value::Array(vec![])));
    assert!(warns(&json, "no published token count"), "{json}");
    let run = home.run(&["price", "openai/gpt-image-2.6-flare"]);
    assert_eq!((run.code, run.stdout.lines().next()), (0, Some("unknown")));

    let set = ["estimate", "--set", "model=openai/gpt-image-2.6-flare"];
    let json = home.json(&set);
    for path in ["/expected", "/floor", "/gross/variance", "/quantiles/p95", "/budget/headroom", "/per_image/kept"] {
        assert_eq!(json.pointer(path), Some(&Value::Null), "{path}");
    }
    assert!(warns(&json, "image_output_tokens"), "{json}");
    let solved = home.json(&[&set[..], &["--set", "image_output_tokens=1000"]].concat());
    assert!(decimal(&solved["expected"]) > Decimal::ZERO);
}

#[test]
fn the_total_is_the_sum_of_items_and_steps() {
    let home = Home::new();
    home.write("presets/launch.ron", LAUNCH);
    for args in [&["estimate"][..], &["estimate", "launch"], &["estimate", "product-photos"]] {
        let json = home.json(args);
        let gross: Decimal = items(&json).iter().map(|item| decimal(&item["amount"])).sum();
        let steps = json["steps"].as_object().unwrap().values();
        assert_eq!(decimal(&json["gross"]["expected"]), gross, "{args:?}");
        assert_eq!(decimal(&json["expected"]), steps.fold(gross, |sum, step| sum + decimal(step)), "{args:?}");
        let wasted = &json["paid_for_nothing"];
        let by_outcome = wasted["by_outcome"].as_object().unwrap();
        let outcomes = ["server_error", "timeout", "input_block", "output_block", "invalid_request", "duplicate"];
        assert_eq!(by_outcome.keys().collect::<Vec<_>>(), outcomes);
        assert_eq!(decimal(&wasted["total"]), by_outcome.values().map(decimal).sum());
    }
}

#[test]
fn the_json_has_every_field_of_the_contract() {
    let json = Home::new().json(&["estimate"]);
    for path in [
        "/scenario",
        "/currency",
        "/on",
        "/expected",
        "/floor",
        "/ceiling",
        "/gross/expected",
        "/gross/variance",
        "/quantiles/p5",
        "/quantiles/p50",
        "/quantiles/p95",
        "/budget/cap",
        "/budget/headroom",
        "/counts/requested",
        "/counts/requests",
        "/counts/attempts",
        "/counts/billed_attempts",
        "/counts/delivered",
        "/counts/kept",
        "/per_image/requested",
        "/per_image/delivered",
        "/per_image/kept",
        "/paid_for_nothing/total",
        "/lines/0/name",
        "/lines/0/items/0/label",
        "/lines/0/items/0/operation",
        "/lines/0/items/0/quantity",
        "/lines/0/items/0/unit",
        "/lines/0/items/0/unit_price",
        "/lines/0/items/0/amount",
        "/lines/0/items/0/source",
        "/lines/0/items/0/checked",
    ] {
        assert!(json.pointer(path).is_some_and(Value::is_string), "{path}");
    }
    assert!(json["budget"]["probability_over"].is_f64());
    assert!(json["budget"]["max_images"].is_u64());
    assert!(json["warnings"].is_array());
}

#[test]
fn every_format_tells_the_same_bill() {
    let home = Home::new();
    let file = home.write("launch.ron", LAUNCH.replace("drafts", "=drafts").as_str());
    let file = file.to_str().unwrap();
    let json = home.json(&["estimate", file]);
    let expected = decimal(&json["expected"]);

    let csv = home.run(&["estimate", file, "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.stdout.as_bytes());
    let rows: Vec<HashMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let paid: Vec<_> = rows.iter().filter(|row| !row["amount"].is_empty()).collect();
    assert_eq!(paid.iter().map(|row| row["amount"].parse::<Decimal>().unwrap()).sum::<Decimal>(), expected);
    assert_eq!(paid.len(), items(&json).len() + 4);
    assert_eq!(rows[0]["line"], "'=drafts");
    assert!(rows.iter().any(|row| row["label"] == "Credit" && row["amount"] == "-20"));

    let bill = format!("${}", expected.round_dp(2));
    let text = home.run(&["estimate", file]).stdout;
    let markdown = home.run(&["estimate", file, "--format", "markdown"]).stdout;
    assert!(text.contains(&bill) && markdown.contains(&bill), "{bill}\n{text}\n{markdown}");
    assert!(markdown.contains("| =drafts | Quality | quality | low | default |"), "{markdown}");
    for report in [&text, &markdown] {
        assert!(report.contains("not established") && report.contains("https://"), "{report}");
    }
}

#[test]
fn wrong_settings_are_refused_in_one_line() {
    let home = Home::new();
    let set = |setting: &str| home.refused(&["estimate", "--set", setting]);
    assert_eq!(set("imagse=5"), "no assumption `imagse`; did you mean `images`?");
    assert_eq!(set("edit_share=1.4"), "edit_share: `1.4` is above the bound 1");
    assert_eq!(set("images"), "`images` is not a setting; write KEY=VALUE, such as images=40000");
    assert!(set("model=openai/gpt-imag-2").contains("the nearest is `openai/gpt-image-2`"));
    assert!(set("quality=ultra").contains("it has low, medium, high"));
    let two = home.refused(&["estimate", "--set", "edit_share=0.95", "--set", "timeout_rate=1"]);
    assert!(two.contains("image-to-image sum to 105 %") && two.contains("; the failure rates sum to"), "{two}");
    home.write("presets/launch.ron", LAUNCH);
    let which = home.refused(&["estimate", "launch", "--set", "images=5"]);
    assert!(which.contains("drafts.images="), "{which}");
    let json = home.json(&["estimate", "launch", "--set", "finals.images=0", "--set", "drafts.images=0"]);
    assert_eq!((json["expected"].as_str(), &json["per_image"]["kept"]), (Some("0"), &Value::Null));
}

#[test]
fn bad_usage_is_one_line_and_help_is_on_stdout() {
    let home = Home::new();
    assert!(home.refused(&["estimat"]).contains("'estimate'"));
    assert!(home.refused(&["estimate", "--fromat", "json"]).contains("--format"));
    assert!(home.refused(&["estimate", "--format", "xml"]).contains("possible values: text, json, csv, markdown"));
    assert!(home.refused(&["estimate", "--on", "tomorrow"]).contains("`tomorrow` is not a day"));
    assert!(home.refused(&["price"]).contains("MODEL"));
    assert!(home.refused(&["price", "gpt-image-2", "--prompt-tokens", "-1"]).contains("below the bound 0"));
    assert!(home.refused(&["price", "gpt-image-2", "--reference", "big"]).contains("`big` is not a size"));
    assert!(home.refused(&["reconcile"]).contains("reconcile"), "commands that are not built are not there");
    for args in [&["--help"][..], &["--version"], &["price", "--help"]] {
        let run = home.run(args);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.contains("image-budget"), "{}", run.stdout);
    }
}

#[test]
fn a_scenario_that_is_not_there_or_does_not_read_is_named() {
    let home = Home::new();
    home.write("presets/launch.ron", LAUNCH);
    assert_eq!(
        home.refused(&["estimate", "lunch"]),
        "`lunch` is neither a scenario file nor a preset; the nearest preset is `launch`"
    );
    home.write("broken.ron", &LAUNCH.replace("discount:", "discuont:"));
    let error = home.refused(&["estimate", "broken.ron"]);
    assert!(error.contains("broken.ron, line 8, column") && error.contains("did you mean `discount`"), "{error}");
    home.write("cut.ron", &LAUNCH[..120]);
    let error = home.refused(&["estimate", "cut.ron"]);
    assert!(error.contains("cut.ron, line 5, column"), "{error}");
    // A file wins over a preset of the same name, and the user's preset is found without a path.
    assert_eq!(home.json(&["estimate", "launch"])["scenario"], "Launch");
    home.write("launch", &LAUNCH.replace("Launch", "From a file"));
    assert_eq!(home.json(&["estimate", "launch"])["scenario"], "From a file");
}

#[test]
fn the_budget_gate_has_its_own_exit_code() {
    let home = Home::new();
    let gate = |settings: &[&str]| {
        let mut args = vec!["estimate", "--fail-over-budget"];
        for setting in settings {
            args.extend(["--set", setting]);
        }
        home.run(&args)
    };
    assert_eq!(gate(&["budget=1000000"]).code, 0);
    let over = gate(&["budget=1"]);
    assert_eq!((over.code, over.stderr.lines().count()), (1, 1));
    assert!(over.stderr.contains("over the budget of $1"), "{}", over.stderr);
    assert!(over.stdout.contains("Over the budget by"), "the report is still printed");
    let none = gate(&["budget=none"]);
    assert_eq!((none.code, none.stdout.as_str()), (2, ""));
    assert!(none.stderr.contains("no budget"), "{}", none.stderr);
    let unknown = gate(&["model=openai/gpt-image-2.6-flare"]);
    assert_eq!(unknown.code, 1, "a bill that nobody knows does not pass");
    // Exactly the budget is not above it.
    let expected = home.json(&["estimate", "--set", "images=1000"])["expected"].as_str().unwrap().to_owned();
    assert_eq!(gate(&["images=1000", &format!("budget={expected}")]).code, 0);
}

#[test]
fn a_curve_ends_where_the_estimate_is() {
    let home = Home::new();
    home.write("presets/launch.ron", LAUNCH);
    for (scenario, key, from, to) in [
        ("product-photos", "images", "100", "90000"),
        ("launch", "finals.images", "0", "5000"),
        ("launch", "discount", "0", "0.5"),
    ] {
        let over = format!("{key}={from}..{to}");
        let run = home.run(&["curve", scenario, "--over", &over, "--points", "11"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
        assert_eq!(reader.headers().unwrap(), vec![key, "expected", "floor", "ceiling", "p5", "p50", "p95"]);
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 11);
        for (row, value) in [(&rows[0], from), (&rows[10], to)] {
            assert_eq!(&row[0], value);
            let json = home.json(&["estimate", scenario, "--set", &format!("{key}={value}")]);
            for (column, field) in ["expected", "floor", "ceiling"].into_iter().enumerate() {
                let (curve, exact) = (row[column + 1].parse::<Decimal>().unwrap(), decimal(&json[field]));
                assert!(
                    (curve - exact).abs() <= exact.abs() * Decimal::new(1, 9),
                    "{key} {value} {field}: {curve} {exact}"
                );
            }
        }
    }
    let json = home.json(&["curve", "--over", "images=1..100000:log", "--points", "51"]);
    // Ten a decade: 1.26, 2.0 and 2.51 round to values that are there already.
    assert_eq!(json["points"].as_array().unwrap().len(), 51 - 3, "{}", json["points"]);
    assert!(decimal(&json["crosses_budget_at"]) > Decimal::ZERO);
}

#[test]
fn a_span_that_is_none_is_refused_in_one_line() {
    let home = Home::new();
    let over = |over: &str| home.refused(&["curve", "--over", over]);
    assert!(over("images=500..100").contains("does not rise"));
    assert!(over("images=5..5").contains("does not rise"));
    assert!(over("images=0..2000000000").contains("above the bound 1000000000"));
    assert!(over("size=1..2").contains("size is not a number"));
    assert!(over("imagse=1..2").contains("did you mean `images`"));
    assert!(over("images").contains("write KEY=FROM..TO"));
    assert!(over("images=0..10:log").contains("must begin above 0"));
    assert!(over("images=0..10:cubic").contains("`:cubic` is not a scale"));
    assert!(over("budget=none..10").contains("budget: `none` is not a number"));
    assert!(home.refused(&["curve", "--over", "images=0..9", "--points", "1"]).contains("2..=10001"));
}

#[test]
fn a_curve_says_where_there_is_no_answer() {
    let home = Home::new();
    let run = home.run(&["curve", "--over", "edit_share=0..1", "--points", "11"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 12));
    assert!(run.stdout.ends_with("1,,,,,,\n"), "{}", run.stdout);
    assert!(run.stderr.contains("no answer at 1 of 11 values"), "{}", run.stderr);
    let unknown = ["curve", "--over", "images=0..10", "--points", "2", "--set", "model=openai/gpt-image-2.6-flare"];
    let json = home.json(&unknown);
    assert_eq!(json["points"][1]["expected"], Value::Null);
    assert!(warns(&json, "no published token count"), "{json}");
}

#[test]
fn models_are_found_by_every_word() {
    let home = Home::new();
    let ids = |search: &str| -> Vec<String> {
        let json = home.json(&["models", "--search", search]);
        json["models"].as_array().unwrap().iter().map(|model| model["id"].as_str().unwrap().to_owned()).collect()
    };
    let found = ids("OpenAI mini");
    assert_eq!(found, ["openai/gpt-image-1-mini", "azure-openai/gpt-image-1-mini"], "the maker comes first");
    assert!(ids("nonesuch").is_empty());
    let all = home.json(&["models"]);
    for model in all["models"].as_array().unwrap() {
        let priced = model["rates"].as_array().is_some_and(|rates| !rates.is_empty());
        assert!(priced || model["no_price"].is_string(), "{model}");
        assert!(model["rates"].as_array().unwrap().iter().all(|rate| rate["source"]["url"].is_string()));
    }
    let text = home.run(&["models", "--search", "gpt-image-2.6"]).stdout;
    assert!(text.contains("openai/gpt-image-2.6-flare") && text.contains("unknown"), "{text}");
}

#[test]
fn the_users_prices_count_and_a_broken_file_is_said() {
    let home = Home::new();
    home.write("prices/broken.ron", "(format: 1, id: oops)");
    let json = home.json(&["price", "openai/gpt-image-2", "--size", "1024x1024", "--quality", "low"]);
    assert_eq!(json["expected"], "0.00588");
    assert!(warns(&json, "broken.ron, line 1"), "{json}");
}

#[test]
fn assumptions_lists_the_whole_table() {
    let home = Home::new();
    let json = home.json(&["assumptions"]);
    let rows = json["assumptions"].as_array().unwrap();
    assert_eq!(rows.len(), TABLE.len());
    let text = home.run(&["assumptions"]).stdout;
    for (row, spec) in rows.iter().zip(TABLE.iter()) {
        assert_eq!(row["key"], spec.name);
        for field in ["label", "unit", "scope", "default", "help"] {
            assert!(row[field].is_string(), "{field} of {}", spec.name);
        }
        assert!(row.get("bounds").is_some());
        assert!(text.contains(spec.name), "{}", spec.name);
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let home = Home::new();
    let mut command = home.command(&["curve", "--over", "images=0..1000000", "--points", "10001"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
}

#[test]
fn scenario_files_alone_open_the_window_and_a_command_stays_one_beside_a_file_of_its_name() {
    let home = Home::new();
    home.write("a.ron", LAUNCH);
    home.write("b.ron", LAUNCH);
    for files in [vec!["a.ron"], vec!["a.ron", "b.ron"]] {
        let mut command = home.command(&files);
        // Without a display there is no window to open, and the program says so.
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
        if cfg!(target_os = "linux") {
            let output = command.output().unwrap();
            let told = String::from_utf8(output.stderr).unwrap();
            assert!(told.starts_with("image-budget: no window"), "{files:?}: {told}");
        }
    }
    home.write("models", "");
    home.write("estimate", "");
    assert!(home.text(&["models"]).contains("gpt-image"));
    assert!(home.text(&["estimate", "a.ron"]).contains("Launch"));
    assert!(home.refused(&["a.ron", "nowhere.ron"]).contains("a.ron"));
}

#[test]
fn no_answer_is_written_over_a_scenario_nor_into_a_folder_that_is_not_there() {
    let home = Home::new();
    let text = "(format: 1, name: \"kept\", lines: [(name: \"a\")])";
    for name in ["plan.ron", "plan.txt"] {
        let path = home.write(name, text);
        for command in [&["estimate"][..], &["curve", "--over", "images=1..10"]] {
            let run = home.run(&[command, &[name, "-o", name]].concat());
            assert_eq!(run.code, 2, "{name}: {}", run.stdout);
            assert!(run.stderr.contains(name) && run.stderr.contains("another name"), "{}", run.stderr);
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
    let run = home.run(&["estimate", "-o", "no/such/answer.txt"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there is no folder no/such"), "{}", run.stderr);
    assert!(!home.path().join("no").exists());
    for _ in 0..2 {
        home.text(&["estimate", "-o", "answer.txt"]);
    }
}
