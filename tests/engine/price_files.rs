//! Broken price files: each is refused with one sentence that names the file, the line and the value.

use std::time::{Duration, Instant};

use image_budget::model::book::{BookError, Origin, Provider, check};

use crate::common::{self, d};

/// A small file that is right.
const GOOD: &str = r#"(
    format: 1,
    id: "acme",
    name: "Acme",
    sources: {
        "page": (url: "https://acme.example/prices", kind: official, checked: "2026-11"),
    },
    failures: (
        server_error: (rule: not_billed, source: "page", confidence: high),
        timeout: (rule: billed, source: "page", confidence: high),
        input_block: (rule: fee("0.01"), source: "page", confidence: high),
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
            operations: ["generate", "edit"],
            sizes: ["1024x1024", "2048x2048"],
            qualities: ["low", "high"],
            default_quality: "low",
            rates: [
                (unit: image, quality: "low", usd: "0.04"),
                (unit: image, quality: "high", usd: "0.08"),
            ],
        ),
        (
            id: "pencil",
            name: "Pencil",
            state: active,
            from: "2026-01-01",
            confidence: high,
            source: "page",
            operations: ["generate"],
            credit_usd: "0.01",
            rates: [
                (unit: image, credits: "1.5"),
            ],
        ),
    ],
)
"#;

fn read(text: &str) -> Result<Provider, BookError> {
    check::provider("acme.ron", text, Origin::Shipped)
}

/// The error of the file with one text replaced by another.
#[track_caller]
fn broken(from: &str, to: &str) -> BookError {
    assert!(GOOD.contains(from), "the good file has no `{from}`");
    let Err(error) = read(&GOOD.replacen(from, to, 1)) else { panic!("`{to}` must be refused") };
    let text = error.to_string();
    assert!(text.starts_with(&format!("price file acme.ron, line {}: ", error.line)), "{text}");
    assert!(!text.contains('\n') && text.chars().count() < 400, "one sentence: {text}");
    error
}

/// The line of the good file on which a text stands, counted from 1.
fn line(text: &str) -> usize {
    GOOD.lines().position(|line| line.contains(text)).map_or(0, |index| index + 1)
}

/// A replacement, the line that must be named, and parts of the sentence.
#[track_caller]
fn assert_broken(from: &str, to: &str, on: &str, words: &[&str]) {
    let error = broken(from, to);
    assert_eq!(error.line, line(on), "{error}");
    for word in words {
        assert!(error.what.contains(word), "`{word}` is not in: {error}");
    }
}

#[test]
fn the_file_that_the_others_break_is_right() {
    let provider = read(GOOD).unwrap();
    let usd: Vec<_> = provider.models.iter().flat_map(|model| &model.rates).map(|rate| rate.usd).collect();
    assert_eq!(usd, [d("0.04"), d("0.08"), d("0.015")]);
}

#[test]
fn money_must_be_a_quoted_decimal() {
    for bare in ["0.04", "4", "NaN", "1e400", "-inf"] {
        assert_broken("usd: \"0.04\"", &format!("usd: {bare}"), "0.04", &["model `brush`: ", "string"]);
    }
}

#[test]
fn money_must_be_a_plain_decimal_of_at_most_twelve_places() {
    let why = [
        ("NaN", "write digits"),
        ("1e400", "write digits"),
        ("1e-3", "write digits"),
        ("inf", "write digits"),
        ("", "write digits"),
        ("0,04", "write digits"),
        ("$0.04", "write digits"),
        ("0.04 ", "write digits"),
        ("-0.04", "negative"),
        ("0.1234567890123", "more than 12 decimals"),
        ("1000000.01", "above 1,000,000"),
        ("99999999999999999999999999999999", "too many digits"),
    ];
    for (text, why) in why {
        let words = ["model `brush`", &format!("`{text}` is not a price"), why];
        assert_broken("usd: \"0.04\"", &format!("usd: \"{text}\""), "id: \"brush\"", &words);
    }
}

#[test]
fn fees_shares_and_credits_are_money_too() {
    assert_broken("fee(\"0.01\")", "fee(\"-1\")", "(", &["failures, input_block", "`-1`", "negative"]);
    assert_broken("expected: \"0.5\"", "expected: \"1.5\"", "(", &["output_block", "`1.5` is not between 0 and 1"]);
    assert_broken("credits: \"1.5\"", "credits: \"x\"", "id: \"pencil\"", &["model `pencil`", "`x` is not a price"]);
    assert_broken("credit_usd: \"0.01\",", "", "id: \"pencil\"", &["model `pencil`", "needs the model's `credit_usd`"]);
}

#[test]
fn unknown_fields_and_words_get_the_nearest_one_and_the_model() {
    let brush = "model `brush`: ";
    assert_broken("state: active", "sate: active", "state: active", &[brush, "`sate`", "`state`?"]);
    assert_broken("usd: \"0.04\"", "usdd: \"0.04\"", "0.04", &[brush, "`usdd`", "`usd`?"]);
    assert_broken("unit: image", "unit: imag", "0.04", &[brush, "`imag`", "`image`?"]);
    assert_broken("unit: image, credits", "unit: imag, credits", "1.5", &["model `pencil`: ", "`imag`"]);
    assert_broken("kind: official", "kind: oficial", "kind: official", &["`oficial`", "`official`?"]);
    assert!(!broken("kind: official", "kind: oficial").what.contains("model"));
}

#[test]
fn a_missing_or_repeated_field_is_named() {
    let error = broken("            from: \"2026-01-01\",\n", "");
    assert_eq!((error.line, error.what.as_str()), (30, "model `brush`: the field `from` is missing (column 9)"));
    let again = "name: \"Pencil\", name: \"Pen\"";
    assert_broken("name: \"Pencil\"", again, "Pencil", &["model `pencil`: the field `name` is there twice"]);
    let error = broken("format: 1,", "");
    assert!(error.what.starts_with("the field `format` is missing"), "{error}");
}

#[test]
fn a_day_that_is_no_day_is_named() {
    assert_broken("from: \"2026-01-01\"", "from: \"2026-02-30\"", "from: \"2026-01-01\"", &["`2026-02-30`"]);
    assert_broken("checked: \"2026-11\"", "checked: \"soon\"", "checked:", &["`soon`"]);
}

#[test]
fn every_source_that_is_named_must_be_there_and_be_https() {
    let missing = "source `shop` is not among the file's sources";
    assert_broken(
        "source: \"page\",\n            operations",
        "source: \"shop\",\n            operations",
        "id: \"brush\"",
        &["model `brush`", missing],
    );
    assert_broken("billed, source: \"page\"", "billed, source: \"shop\"", "(", &["server_error", missing]);
    assert_broken("https://acme", "http://acme", "(", &["source `page`", "http://acme.example/prices", "https"]);
}

#[test]
fn a_model_may_stand_only_once() {
    assert_broken("id: \"pencil\"", "id: \"brush\"", "id: \"brush\"", &["model `brush`", "twice"]);
}

#[test]
fn an_id_is_one_short_line() {
    for id in ["", "two\\nlines", &"x".repeat(121)] {
        let error = broken("id: \"pencil\"", &format!("id: \"{id}\""));
        assert!(error.what.ends_with("an id has 1 to 120 characters on one line"), "{error}");
    }
    assert_broken("id: \"acme\"", "id: \"a/b\"", "(", &["`a/b` is not a provider id"]);
}

#[test]
fn two_rates_may_not_answer_the_same_question() {
    let words = ["model `brush`", "two rates", "2026-01-01"];
    assert_broken("quality: \"high\", usd", "quality: \"low\", usd", "id: \"brush\"", &words);
    let bands = "(unit: image, pixels_up_to: 100, usd: \"1\"), (unit: image, pixels_from: 100, usd: \"2\"),";
    assert_broken("(unit: image, quality: \"low\", usd: \"0.04\"),", bands, "id: \"brush\"", &words);
}

#[test]
fn rates_name_only_what_the_model_has() {
    let brush = "id: \"brush\"";
    assert_broken("quality: \"low\", usd", "quality: \"best\", usd", brush, &["model `brush`", "quality `best`"]);
    assert_broken("unit: image,", "unit: image, operations: [\"erase\"],", brush, &["operation `erase`"]);
    assert_broken("unit: image,", "unit: image, size: \"huge\",", brush, &["`huge` is not a size"]);
    assert_broken("unit: image,", "unit: image, size: \"1K\", pixels_from: 1,", brush, &["either `size` or a band"]);
    assert_broken("default_quality: \"low\"", "default_quality: \"best\"", brush, &["default quality `best`"]);
    assert_broken("2048x2048", "0x2048", brush, &["`0x2048` is not a size"]);
}

/// The error of the file with other figures for the price of `brush` at low quality.
#[track_caller]
fn assert_others_broken(others: &str, words: &[&str]) {
    let rate = format!("usd: \"0.04\", others: [{others}]");
    let words = [&["model `brush`: the rate for Image"], words].concat();
    assert_broken("usd: \"0.04\"", &rate, "id: \"brush\"", &words);
}

#[test]
fn other_figures_are_read_in_usd_and_in_credits() {
    let usd = "usd: \"0.04\", others: [(usd: \"0.05\", source: \"page\", note: \"an older page\"), (usd: \"0\", source: \"page\")]";
    let credits = "credits: \"1.5\", others: [(credits: \"2\", source: \"page\"), (usd: \"0.03\", source: \"page\")]";
    let text = GOOD.replacen("usd: \"0.04\"", usd, 1).replacen("credits: \"1.5\"", credits, 1);
    let provider = read(&text).unwrap();
    let figures = |model: usize| -> Vec<_> {
        provider.models[model].rates[0].others.iter().map(|other| (other.usd, other.credits)).collect()
    };
    assert_eq!(figures(0), [(d("0.05"), None), (d("0"), None)]);
    assert_eq!(figures(1), [(d("0.02"), Some(d("2"))), (d("0.03"), None)]);
    let first = &provider.models[0].rates[0];
    assert_eq!((first.usd, first.others[0].note.as_str()), (d("0.04"), "an older page"));
    assert_eq!(first.others[0].source.url, "https://acme.example/prices");
    assert!(provider.models[0].rates[1].others.is_empty());
}

#[test]
fn other_figures_are_money_of_a_known_source_and_differ_from_the_rates_own() {
    let money = |text: &str| format!("(usd: \"{text}\", source: \"page\")");
    for (text, why) in [("-0.05", "negative"), ("0.1234567890123", "more than 12 decimals"), ("x", "write digits")] {
        assert_others_broken(&money(text), &["`others`", &format!("`{text}` is not a price"), why]);
    }
    assert_others_broken(&money("0.040"), &["`others`", "$0.040 is the rate's own figure"]);
    let second = [money("0.05"), money("0.04")].join(", ");
    assert_others_broken(&second, &["`others`", "$0.04 is the rate's own figure"]);
    assert_others_broken("(usd: \"0.05\", source: \"shop\")", &["source `shop` is not among the file's sources"]);
    assert_others_broken("(source: \"page\")", &["`others`", "either `usd` or `credits`"]);
    assert_others_broken("(usd: \"1\", credits: \"1\", source: \"page\")", &["`others`", "either `usd` or `credits`"]);
    assert_others_broken("(credits: \"1\", source: \"page\")", &["`others`", "needs the model's `credit_usd`"]);
    let same = "credits: \"1.5\", others: [(usd: \"0.015\", source: \"page\")]";
    assert_broken("credits: \"1.5\"", same, "id: \"pencil\"", &["model `pencil`", "$0.015 is the rate's own figure"]);
}

#[test]
fn an_other_figure_is_laid_out_like_a_rate() {
    let brush = "model `brush`: ";
    let with = |other: &str| format!("usd: \"0.04\", others: [{other}]");
    let cases = [
        ("(usd: 0.05, source: \"page\")", "string"),
        ("(usd: \"0.05\")", "`source` is missing"),
        ("(usd: \"0.05\", sorce: \"page\")", "`source`?"),
    ];
    for (other, why) in cases {
        assert_broken("usd: \"0.04\"", &with(other), "0.04", &[brush, why]);
    }
}

#[test]
fn a_printed_figure_takes_no_others() {
    let printed = "usd: \"0.04\", printed: true, others: [(usd: \"0.05\", source: \"page\")]";
    assert_broken("usd: \"0.04\"", printed, "id: \"brush\"", &["model `brush`", "printed", "takes none"]);
}

#[test]
fn a_rate_needs_the_rule_that_applies_it() {
    let brush = "id: \"brush\"";
    assert_broken("unit: image,", "unit: image_output,", brush, &["rates per token and no `tokens`"]);
    assert_broken("unit: image,", "unit: megapixel,", brush, &["rates per megapixel and no `megapixels`"]);
    assert_broken("unit: image,", "unit: step,", brush, &["rates per step and no `steps`"]);
    assert_broken("usd: \"0.04\"", "usd: \"0.04\", credits: \"4\"", brush, &["either `usd` or `credits`"]);
    assert_broken("confidence: high,\n            source", "confidence: none,\n            source", brush, &["none"]);
}

#[test]
fn a_rate_for_long_prompts_needs_one_for_short_ones() {
    let (rate, brush) = ("(unit: image, quality: \"low\", usd: \"0.04\"),", "id: \"brush\"");
    let long = |from: &str| format!("(unit: image, quality: \"low\", prompt_from: {from}, usd: \"0.05\"),");
    assert!(read(&GOOD.replacen(rate, &[rate, &long("200001")].concat(), 1)).is_ok());
    assert_broken(rate, &[rate, &long("0")].concat(), brush, &["model `brush`", "0 prompt tokens", "`prompt_from`"]);
    let alone = format!("{rate}(unit: request, prompt_from: 100, usd: \"1\"),");
    assert_broken(rate, &alone, brush, &["Request", "100 prompt tokens", "no rate below"]);
    assert_broken(rate, &[rate, &long("9"), &long("9")].concat(), brush, &["two rates"]);
    assert_broken(rate, &[rate, &long("\"9\"")].concat(), "quality: \"low\", usd", &["model `brush`"]);
}

#[test]
fn a_price_for_several_units_must_come_out_even_for_one() {
    let brush = "id: \"brush\"";
    let many = read(&GOOD.replacen("usd: \"0.04\"", "usd: \"0.000662424256\", per: 10", 1)).unwrap();
    assert_eq!(many.models[0].rates[0].usd, d("0.0000662424256"));
    assert_broken("usd: \"0.04\"", "usd: \"0.04\", per: 0", brush, &["model `brush`", "0 units"]);
    assert_broken("usd: \"0.04\"", "usd: \"0.04\", per: 7", brush, &["0.04 for 7 units", "even"]);
    assert_broken("credits: \"1.5\"", "credits: \"1.5\", per: 10", "id: \"pencil\"", &["`per` goes with `usd`"]);
    assert_broken("unit: image, quality: \"low\",", "unit: text_input, per: 10,", brush, &["TextInput", "per 1M"]);
}

#[test]
fn a_region_has_a_name_a_factor_and_a_source() {
    let at = "operations: [\"generate\", \"edit\"],";
    let with = |regions: &str| format!("{at}\n            regions: [{regions}],");
    let right = r#"(name: "eu", factor: "1.10", source: "page"), (name: "eu", factor: "1.2", from: "2026-05-01", source: "page")"#;
    let brush = &read(&GOOD.replacen(at, &with(right), 1)).unwrap().models[0];
    let factor = |day: &str| brush.region_on("eu", common::day(day)).map(|region| region.factor);
    let factors = ["2025-12-31", "2026-01-01", "2026-04-30", "2026-05-01"].map(factor);
    assert_eq!(factors, [None, Some(d("1.10")), Some(d("1.10")), Some(d("1.2"))]);
    assert_eq!(brush.region_names(), ["eu"]);
    for (wrong, words) in [
        (r#"(name: "", factor: "1.10", source: "page")"#, "region ``: a name is a short word"),
        (r#"(name: "default", factor: "1.10", source: "page")"#, "region `default`: a name is a short word"),
        (r#"(name: "eu", factor: "0", source: "page")"#, "region `eu`: the factor is 0"),
        (r#"(name: "eu", factor: "-1", source: "page")"#, "region `eu`: `-1` is not a price"),
        (r#"(name: "eu", factor: "1.10", source: "shop")"#, "region `eu`: source `shop`"),
        (r#"(name: "eu", factor: "2", source: "page"), (name: "eu", factor: "3", source: "page")"#, "there twice"),
    ] {
        assert_broken(at, &with(wrong), "id: \"brush\"", &["model `brush`", words]);
    }
    let bare = broken(at, &with(r#"(name: "eu", factor: 1.10, source: "page")"#));
    assert!(bare.what.contains("model `brush`") && bare.what.contains("string"), "{bare}");
}

#[test]
fn steps_that_contradict_themselves_are_refused() {
    let (at, brush) = ("operations: [\"generate\", \"edit\"],", "id: \"brush\"");
    let with = |steps: &str| format!("{at} steps: ({steps}),");
    assert!(read(&GOOD.replacen(at, &with("default: 30, minimum: 10, maximum: 30"), 1)).is_ok());
    assert_broken(at, &with("default: 0"), brush, &["0 steps"]);
    assert_broken(at, &with("default: 30, maximum: 20"), brush, &["fewer than the default"]);
    assert_broken(at, &with("default: 5, minimum: 10, maximum: 8"), brush, &["fewer than the default or the fewest"]);
}

#[test]
fn a_model_without_rates_must_say_why() {
    let none = "rates: [\n                (unit: image, credits: \"1.5\"),\n            ],";
    assert_broken(none, "", "id: \"pencil\"", &["model `pencil`", "does not say why"]);
    assert!(read(&GOOD.replacen(none, "no_price: \"ask their sales\",", 1)).is_ok());
}

#[test]
fn another_format_is_refused() {
    assert_broken("format: 1", "format: 2", "(", &["format 2", "format 1"]);
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let whole = GOOD.trim_end();
    for end in (0..whole.len()).step_by(7) {
        assert!(read(&whole[..end]).is_err(), "cut at {end}");
    }
}

/// The error of a text, which must come within two seconds.
fn refused_quickly(text: &str) -> String {
    let start = Instant::now();
    let Err(error) = read(text) else { panic!("a hostile file is refused") };
    let error = error.to_string();
    assert!(start.elapsed() < Duration::from_secs(2), "it took {:?}", start.elapsed());
    assert!(error.starts_with("price file acme.ron, line ") && error.chars().count() < 400, "{error}");
    error
}

#[test]
fn deep_nesting_is_refused_quickly() {
    for bracket in ["[", "(", "{", "Some("] {
        let deep = bracket.repeat(10_000);
        refused_quickly(&deep);
        for field in ["models: [", "qualities: [", "max_references: ", "retires: "] {
            let at = GOOD.find("default_quality").unwrap_or_default();
            refused_quickly(&format!("{}{field}{deep}", &GOOD[..at]));
        }
        refused_quickly(&GOOD.replacen("models: [", &format!("models: [{deep}"), 1));
        refused_quickly(&GOOD.replacen("format: 1", &format!("format: {deep}"), 1));
    }
}

#[test]
fn a_file_of_five_megabytes_is_refused_quickly() {
    let error = refused_quickly(&format!("{GOOD}//{}", "x".repeat(5_000_000)));
    assert!(error.contains("at most 4000000"), "{error}");
}

#[test]
fn a_word_of_a_megabyte_is_refused_quickly_and_not_repeated() {
    let long = "x".repeat(1_000_000);
    for (from, to) in [("state: active", "state: "), ("state", ""), ("usd: \"0.04", "usd: \""), ("\"brush", "\"brush/")]
    {
        refused_quickly(&GOOD.replacen(from, &format!("{to}{long}"), 1));
    }
}
