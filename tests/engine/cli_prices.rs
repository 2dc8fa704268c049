//! `prices check` and `prices diff` as scripts see them.

use std::fs;

use serde_json::Value;

use crate::program::Home;

/// A small price file.
const ACME: &str = r#"(
    format: 1,
    id: "acme",
    name: "Acme",
    sources: { "page": (url: "https://acme.example/prices", kind: official, checked: "2026-11") },
    failures: (
        server_error: (rule: not_billed, source: "page", confidence: high),
        timeout: (rule: billed, source: "page", confidence: high),
        input_block: (rule: not_billed, source: "page", confidence: high),
        output_block: (rule: unknown(expected: "0.5"), source: "page", confidence: low),
        invalid_request: (rule: not_billed, source: "page", confidence: high),
    ),
    models: [
        (
            id: "brush",
            name: "Brush",
            state: active,
            from: "2026-01-01",
            confidence: high,
            source: "page",
            operations: ["generate"],
            batch: "0.5",
            rates: [
                (unit: image, usd: "0.04"),
            ],
        ),
    ],
)
"#;

const CHECK: [&str; 4] = ["prices", "check", "--on", "2026-11-22"];

fn check<'a>(files: &[&'a str]) -> Vec<&'a str> {
    [&CHECK, files].concat()
}

#[test]
fn a_file_without_faults_says_what_is_in_it() {
    let home = Home::new();
    home.write("acme.ron", ACME);
    assert_eq!(
        home.text(&check(&["acme.ron"])),
        "acme.ron: Acme (acme), 1 model, 1 rate, 1 source, the oldest checked 2026-11\n"
    );
    assert_eq!(
        home.refused(&check(&["acme.toml"])),
        "price file acme.toml, line 1: it could not be read: No such file or directory (os error 2)"
    );
}

#[test]
fn what_is_doubtful_is_a_note_below() {
    let home = Home::new();
    let doubtful = ACME
        .replace("\"2026-11\"", "\"2026-05-25\"")
        .replace("from: \"2026-01-01\",", "from: \"2026-01-01\", retires: \"2026-11-22\",")
        .replace("            batch: \"0.5\",\n", "")
        .replace("usd: \"0.04\"", "usd: \"0.04\", confidence: low");
    home.write("acme.ron", &doubtful);
    assert_eq!(
        home.text(&check(&["acme.ron"])).lines().skip(1).collect::<Vec<_>>(),
        [
            "  - 1 of 1 sources were not checked for 180 days, https://acme.example/prices not since 2026-05-25",
            "  - 1 rate has confidence low: acme/brush",
            "  - acme/brush is marked active and ended on 2026-11-22",
            "  - no batch price is known of acme/brush",
        ]
    );
    let earlier = home.text(&["prices", "check", "--on", "2026-11-21", "acme.ron"]);
    assert!(!earlier.contains("180 days") && !earlier.contains("ended"), "{earlier}");
}

#[test]
fn every_file_is_looked_at_and_one_fault_makes_the_run_fail() {
    let home = Home::new();
    home.write("good.ron", ACME);
    home.write("bad.ron", &ACME.replace("0.04", "-0.04"));
    home.write("list.json", "{}");
    let run = home.run(&check(&["bad.ron", "good.ron", "list.json", "nowhere.ron"]));
    assert_eq!(run.code, 2);
    assert!(run.stdout.starts_with("good.ron: Acme (acme)") && run.stdout.lines().count() == 1, "{}", run.stdout);
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(lines.len(), 3, "{}", run.stderr);
    assert_eq!(
        lines[0],
        "image-budget: price file bad.ron, line 15: model `brush`: `-0.04` is not a price: it is negative"
    );
    assert_eq!(lines[1], "image-budget: list.json is not a price file; read LiteLLM's list with `prices import`");
    assert!(lines[2].contains("price file nowhere.ron") && lines[2].contains("could not be read"), "{}", lines[2]);
}

#[test]
fn the_shipped_files_pass() {
    let home = Home::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/prices");
    let mut files: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().display().to_string()).collect();
    files.sort();
    let text = home.text(&check(&files.iter().map(String::as_str).collect::<Vec<_>>()));
    assert_eq!(text.lines().filter(|line| line.contains(".ron: ")).count(), files.len());
}

/// The one line with which a hostile file is refused.
#[track_caller]
fn refused(home: &Home, text: &[u8], line: usize, words: &[&str]) {
    fs::write(home.path().join("acme.ron"), text).unwrap();
    let what = home.refused(&check(&["acme.ron"]));
    assert!(what.starts_with(&format!("price file acme.ron, line {line}: ")), "{what}");
    assert!(what.chars().count() < 400, "{what}");
    for word in words {
        assert!(what.contains(word), "`{word}` is not in: {what}");
    }
}

#[test]
fn hostile_prices_are_refused_with_file_line_and_value() {
    let home = Home::new();
    let usd = |text: &str| ACME.replace("usd: \"0.04\"", &format!("usd: {text}")).into_bytes();
    let nines = "9".repeat(40);
    let fine = format!("0.{}", "1".repeat(40));
    for bare in ["0.04", "4", "NaN", "-1", "1e400"] {
        refused(&home, &usd(bare), 24, &["model `brush`", "string"]);
    }
    let texts = [
        "NaN", "inf", "-inf", "-0.04", "1e400", "1e-3", "0x10", "1_000", "+5", "5.", ".5", "0,04", "1 000", "", "٣",
        &nines, &fine,
    ];
    for text in texts {
        refused(&home, &usd(&format!("\"{text}\"")), 15, &["model `brush`", &format!("`{text}` is not a price")]);
    }
    let credits = ACME.replace("usd: \"0.04\"", "credits: \"123456.123456789012\"");
    let credits = credits.replace("batch:", "credit_usd: \"0.123456789012\", batch:");
    refused(&home, credits.as_bytes(), 15, &["`123456.123456789012` credits", "more than 12 decimals"]);
    let credits = credits.replace("123456.123456789012", "1000000").replace("0.123456789012", "2");
    refused(&home, credits.as_bytes(), 15, &["`1000000` credits at 2 USD", "above 1,000,000"]);
    refused(
        &home,
        ACME.replace("\"0.5\",\n            rates", "\"1.5\",\n            rates").as_bytes(),
        15,
        &["`1.5`"],
    );
}

#[test]
fn what_is_no_price_file_is_refused() {
    let home = Home::new();
    let model = &ACME[ACME.find("        (\n").unwrap()..ACME.rfind("    ],").unwrap()];
    let twins = ACME.replace(model, &model.repeat(2));
    refused(&home, twins.as_bytes(), 15, &["model `brush`", "twice"]);
    refused(&home, b"", 1, &[]);
    refused(&home, b"hello", 1, &[]);
    refused(&home, &[0xff, 0xfe, 0, 0x80], 1, &["not a text file"]);
    refused(&home, &[0; 4096], 1, &[]);
    refused(&home, "x".repeat(10_000_000).as_bytes(), 1, &["larger than 4 MB"]);
    refused(&home, ACME.replace("],\n)", "").as_bytes(), 26, &["model `brush`"]);
    refused(&home, ACME.replace("format: 1", "format: 99999999999").as_bytes(), 2, &[]);
    fs::create_dir(home.path().join("folder.ron")).unwrap();
    assert!(home.refused(&check(&["folder.ron"])).contains("price file folder.ron"));
}

#[test]
fn deep_nesting_neither_overflows_nor_hangs() {
    let home = Home::new();
    for open in ["[", "(", "{", "Some(", "/*", "((\n", "a("] {
        let deep = open.repeat(100_000);
        let places = [deep.clone(), ACME.replace("models: [", &format!("models: [{deep}"))];
        let fields = ["usd: ", "operations: [", "retires: ", "tokens: ", "x: "]
            .map(|field| ACME.replace("usd: \"0.04\"", &format!("{field}{deep}")));
        let sources = ACME.replace("{ \"page\": ", &format!("{{ \"page\": {deep}"));
        for text in places.into_iter().chain(fields).chain([sources]) {
            home.write("acme.ron", &text);
            let what = home.refused(&check(&["acme.ron"]));
            assert!(what.starts_with("price file acme.ron, line ") && what.chars().count() < 400, "{what}");
        }
    }
}

#[test]
fn a_list_too_long_to_check_is_refused() {
    let home = Home::new();
    let many = |entry: &str, count: usize| entry.repeat(count);
    let rates = ACME.replace("(unit: image, usd: \"0.04\"),", &many("(unit:image,usd:\"1\"),", 70_000));
    refused(&home, rates.as_bytes(), 15, &["model `brush`: it has 70000 rates; at most 1000 are read"]);
    let qualities = ACME.replace("batch:", &format!("qualities: [{}], batch:", many("\"a\",", 1_001)));
    refused(&home, qualities.as_bytes(), 15, &["it has 1001 qualities"]);
}

#[test]
fn files_of_other_editors_are_read() {
    let home = Home::new();
    home.write("acme.ron", ACME);
    home.write("windows.ron", &format!("\u{feff}{}", ACME.replace('\n', "\r\n")));
    assert_eq!(home.text(&["prices", "diff", "acme.ron", "windows.ron"]), "No differences.\n");
}

#[test]
fn two_versions_differ_in_words_grouped_by_model() {
    let home = Home::new();
    home.write("old.ron", ACME);
    let rate = "(unit: image, usd: \"0.04\"),";
    let later = format!("{rate} (unit: image, from: \"2026-12-01\", usd: \"0.03\"),");
    let new = ACME.replace(rate, &later).replace("rule: billed", "rule: not_billed");
    home.write("new.ron", &new.replace("\"0.5\",\n", "\"0.4\",\n"));
    let text = home.text(&["prices", "diff", "old.ron", "new.ron"]);
    assert_eq!(
        text,
        "Acme (acme)\n  - timeouts are now not billed, were billed\n\n\
         Brush (acme/brush)\n  - the batch multiplier is now 0.4, was 0.5\n  \
         - an image is $0.03 from 2026-12-01, before $0.04 (25 % less)\n\n3 differences.\n"
    );
    assert_eq!(home.text(&["prices", "diff", "old.ron", "old.ron"]), "No differences.\n");
}

#[test]
fn differences_are_typed_in_json() {
    let home = Home::new();
    home.write("old.ron", ACME);
    home.write("new.ron", &ACME.replace("0.04", "0.05").replace("rule: billed", "rule: fee(\"0.010\")"));
    let json = home.json(&["prices", "diff", "old.ron", "new.ron"]);
    let all = json["differences"].as_array().unwrap();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let kinds: Vec<_> = all.iter().map(|difference| text(&difference["kind"]).unwrap()).collect();
    assert_eq!(kinds, ["billing", "rate_changed"]);
    assert_eq!(all[0]["new"], serde_json::json!({ "rule": "fee", "amount": "0.01" }));
    let rate = &all[1];
    assert_eq!((text(&rate["provider"]), text(&rate["model"])), (Some("acme".into()), Some("acme/brush".into())));
    assert_eq!(
        [&rate["old"], &rate["new"], &rate["percent"]].map(text),
        ["0.04", "0.05", "25"].map(|t| Some(t.into()))
    );
    assert_eq!(text(&rate["rate"]["unit"]), Some("image".into()));
    assert_eq!(text(&rate["words"]), Some("Brush: an image is $0.05, was $0.04 (25 % more)".into()));
}

#[test]
fn a_side_is_a_file_a_folder_or_a_shipped_provider() {
    let home = Home::new();
    assert_eq!(home.text(&["prices", "diff", "openai", "openai"]), "No differences.\n");
    let shipped = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/prices/openai.ron")).unwrap();
    let mine = home.write("mine/openai.ron", &shipped);
    assert_eq!(home.text(&["prices", "diff", "openai", mine.to_str().unwrap()]), "No differences.\n");
    home.write("mine/acme.ron", ACME);
    assert!(home.text(&["prices", "diff", "openai", "mine"]).contains("Acme (acme)\n  - added\n\n1 difference.\n"));

    let refused = |a: &str| home.refused(&["prices", "diff", a, "openai"]);
    assert_eq!(
        refused("openay"),
        "`openay` is neither a price file, a folder nor a shipped provider; the nearest provider is `openai`"
    );
    assert!(refused("nowhere/").contains("price file nowhere/, line 1: it could not be read"));
    assert!(refused("list.json").contains("`prices import`"));
    fs::create_dir(home.path().join("empty")).unwrap();
    assert_eq!(refused("empty"), "the folder empty has no price files (*.ron)");
    home.write("mine/bad.ron", "(");
    home.write("mine/worse.ron", "");
    let what = refused("mine");
    assert!(what.contains("bad.ron, line 1") && what.ends_with("; and 1 more of its files"), "{what}");
}

#[test]
fn bad_usage_is_one_line() {
    let home = Home::new();
    for args in [&["prices"][..], &["prices", "chek"], &["prices", "check"], &["prices", "diff", "openai"]] {
        home.refused(args);
    }
    assert!(home.text(&["prices", "--help"]).contains("check"));
}

const OWN: &str = r#"(format: 1, rates: [
    (model: "openai/gpt-image-2", unit: image_output, usd: "24", from: "2026-01-01"),
])"#;

#[test]
fn prices_of_ones_own_are_checked_and_taken_in() {
    let home = Home::new();
    let file = home.write("ours.ron", OWN).display().to_string();
    assert!(home.text(&check(&[&file])).contains("your own prices, 1 rate, 0 models"));
    assert!(home.text(&["prices", "import", &file, "--dry-run"]).contains("Nothing was kept."));
    let price = ["price", "openai/gpt-image-2", "--size", "1024x1024", "--quality", "low", "--on", "2026-11-22"];
    assert!(home.text(&price).starts_with("$0.00588\n"));
    assert!(home.text(&["prices", "import", &file]).contains("Kept in"));
    assert!(home.text(&price).starts_with("$0.004704\n"), "196 tokens at $24");
    let provider = home.write("acme.ron", ACME).display().to_string();
    assert!(home.text(&["prices", "import", &provider]).contains("prices of Acme (acme)"));
    assert!(home.text(&["price", "acme/brush", "--on", "2026-11-22"]).starts_with("$0.04\n"));
    let warned = home.json(&["price", "acme/brush", "--on", "2026-11-22"]);
    assert!(warned["warnings"][0].as_str().unwrap().contains("yours"), "{}", warned["warnings"]);
}

#[test]
fn a_list_with_nothing_in_it_never_replaces_the_kept_one() {
    let home = Home::new();
    let list = home.write("list.json", r#"{"openai/x": {"mode": "image_generation", "output_cost_per_image": 0.04}}"#);
    home.text(&["prices", "import", &list.display().to_string()]);
    let kept = fs::read_to_string(home.path().join("opinions/litellm.ron")).unwrap();
    for empty in ["{}", r#"{"a": null}"#] {
        let file = home.write("empty.json", empty).display().to_string();
        assert!(home.refused(&["prices", "import", &file]).contains("nothing was kept"));
    }
    assert_eq!(fs::read_to_string(home.path().join("opinions/litellm.ron")).unwrap(), kept);
}

#[test]
fn two_files_of_one_provider_are_named() {
    let home = Home::new();
    home.write("prices/a.ron", ACME);
    home.write("prices/b.ron", &ACME.replace("0.04", "0.02"));
    let warnings = home.json(&["price", "acme/brush", "--on", "2026-11-22"])["warnings"].to_string();
    assert!(warnings.contains("it is for the provider `acme`, as a.ron is; this one wins"), "{warnings}");
}

#[test]
fn a_model_is_alive_until_the_day_it_ends() {
    let home = Home::new();
    let warnings = |on: &str| {
        home.json(&["price", "openai/gpt-image-1", "--size", "1024x1024", "--quality", "low", "--on", on])["warnings"]
            .to_string()
    };
    assert!(warnings("2026-10-22").contains("retires on 2026-10-23, in 1 day"), "{}", warnings("2026-10-22"));
    assert!(warnings("2026-10-23").contains("was retired on 2026-10-23"));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_and_not_waited_for() {
    let home = Home::new();
    let pipe = home.path().join("pipe.ron");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let run = home.run(&["prices", "check", &pipe.display().to_string()]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no regular file"), "{}", run.stderr);
}
