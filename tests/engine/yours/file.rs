//! The file of the user's own prices: it reads back as it was written, and what is wrong is named with
//! its place.

use std::time::{Duration, Instant};

use image_budget::model::book::yours::{read, write};

use super::SMALL;

#[test]
fn the_file_is_written_as_a_person_would() {
    let yours = read(SMALL).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(write(&yours), SMALL);
    assert_eq!(yours.check(), Ok(()));
    let bare = read("(format: 1)").unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(read(&write(&bare)), Ok(bare));
    assert!(read(&format!("\u{feff}{SMALL}")).is_ok());
}

/// The error of the small file with one text replaced: it names the line on which that text stands.
#[track_caller]
fn refused(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from), "the file has no `{from}`");
    let line = SMALL.lines().position(|line| line.contains(from)).unwrap_or_default() + 1;
    refused_on(line, from, to)
}

#[track_caller]
fn refused_on(line: usize, from: &str, to: &str) -> String {
    let Err(error) = read(&SMALL.replacen(from, to, 1)) else { panic!("`{to}` must be refused") };
    let text = error.to_string();
    assert_eq!(error.line, line, "{text}");
    assert!(text.starts_with("price file yours.ron, line ") && text.contains("(column "), "{text}");
    assert!(!text.contains('\n') && text.chars().count() < 420, "one sentence: {text}");
    error.what
}

#[track_caller]
fn names(error: &str, words: &[&str]) {
    for word in words {
        assert!(error.contains(word), "`{word}` is not in: {error}");
    }
}

#[test]
fn money_is_a_quoted_decimal_and_what_is_not_is_named() {
    for bare in ["24", "24.5", "NaN", "1e400", "-inf", "None", "(1, 2)"] {
        names(&refused("usd: \"24\"", &format!("usd: {bare}")), &[&format!("`{bare}` is not a price in quotes")]);
    }
    let forty = "1234567890".repeat(4);
    names(&refused("usd: \"24\"", &format!("usd: {forty}")), &[&format!("`{forty}` is not a price in quotes")]);
    for text in ["NaN", "1e400", "inf", "", "0,04", "$24", "24 "] {
        names(
            &refused("usd: \"24\"", &format!("usd: \"{text}\"")),
            &[&format!("`{text}` is not a price: write digits")],
        );
    }
    names(&refused("usd: \"24\"", &format!("usd: \"{forty}\"")), &[&forty, "too many digits"]);
    for (text, why) in [("-24", "negative"), ("0.1234567890123", "12 decimals"), ("1000000.01", "above 1,000,000")] {
        names(&refused("usd: \"24\"", &format!("usd: \"{text}\"")), &[&format!("`{text}`"), why]);
        names(&refused("usd: \"0.02\"", &format!("usd: \"{text}\"")), &[&format!("`{text}`"), why]);
    }
    names(&refused("batch: \"0.5\"", "batch: 0.5"), &["`0.5` is not a price in quotes"]);
}

#[test]
fn unknown_fields_and_words_get_the_nearest_one() {
    names(&refused("usd: \"24\"", "used: \"24\""), &["no field `used`", "`usd`?"]);
    names(&refused("rates: [", "rate: ["), &["no field `rate`", "`rates`?"]);
    names(&refused("name: \"Studio\"", "nam: \"Studio\""), &["no field `nam`", "`name`?"]);
    names(&refused("operation: \"edit\"", "operatoin: \"edit\""), &["no field `operatoin`", "`operation`?"]);
    names(&refused("image_output", "image_outputs"), &["`image_outputs`", "`image_output`?"]);
    names(&refused("usd: \"24\"", "tier: batc, usd: \"24\""), &["`batc`", "`batch`?"]);
}

#[test]
fn what_is_missing_twice_or_of_another_format_is_named() {
    names(&refused("usd: \"24\", ", ""), &["the field `usd` is missing"]);
    names(&refused("usd: \"24\"", "usd: \"24\", usd: \"25\""), &["the field `usd` is there twice"]);
    names(&refused("format: 1", "format: 2"), &["format 2 is not known", "format 1"]);
    let error = read("(rates: [])").unwrap_err();
    names(&error.what, &["the field `format` is missing"]);
}

#[test]
fn days_sizes_and_words_are_checked() {
    names(&refused("2026-07-01", "2026-02-30"), &["`2026-02-30` is not a day"]);
    names(&refused("usd: \"24\"", "size: \"huge\", usd: \"24\""), &["`huge` is not a size"]);
    names(&refused("usd: \"24\"", "size: \"auto\", usd: \"24\""), &["`auto` is no size"]);
    names(&refused("usd: \"24\"", "size: \"1K\", pixels_from: 1, usd: \"24\""), &["either `size` or a band"]);
    names(&refused("usd: \"24\"", "pixels_from: 9, pixels_up_to: 3, usd: \"24\""), &["from 9 up to 3"]);
    names(&refused("\"openai/gpt-image-2\"", "\" \""), &["the model is empty"]);
    names(&refused("Frame contract", &"x".repeat(2_001)), &["the note has 2001 characters"]);
    names(&refused("size: \"2048x2048\"", "size: \"0x2048\""), &["`0x2048` is not a size"]);
    // What concerns a model as a whole is named where it ends.
    let end = SMALL.lines().count() - 2;
    names(&refused_on(end, "\"studio\"", "\"\""), &["model ``: the id is empty"]);
    names(&refused_on(end, "\"studio\"", "\"two\\nlines\""), &["the id `two lines` is not"]);
    names(&refused_on(end, "\"Studio\"", "\"\""), &["model `studio`: the name is empty"]);
    names(&refused_on(end, "batch: \"0.5\"", "batch: \"1.5\""), &["model `studio`", "`1.5` is not between 0 and 1"]);
    names(&refused_on(end, "quality: \"draft\"", "quality: \"auto\""), &["`auto` cannot be the name of a quality"]);
    names(&refused_on(end, "operation: \"edit\"", "operation: \"\""), &["model `studio`: the operation is empty"]);
}

#[test]
fn a_model_without_prices_is_refused() {
    let start = SMALL.find("(operation").unwrap();
    let end = SMALL.find("            ],\n            note").unwrap();
    let error = read(&[&SMALL[..start], &SMALL[end..]].concat()).unwrap_err();
    names(&error.what, &["model `studio`: it has no price"]);
}

#[test]
fn what_stands_twice_is_named_where_it_stands_again() {
    let rate = SMALL.lines().find(|line| line.contains("image_output")).unwrap();
    let error = refused_on(5, rate, &format!("{rate}\n{rate}"));
    names(&error, &["your rate for openai/gpt-image-2 (image output) from 2026-07-01 is there twice"]);
    let other_day = rate.replace("2026-07-01", "2026-08-01");
    assert!(read(&SMALL.replacen(rate, &format!("{rate}\n{other_day}"), 1)).is_ok());
    let price = SMALL.lines().find(|line| line.contains("draft")).unwrap();
    names(
        &refused_on(15, price, &format!("{price}\n{price}")),
        &["the price for generate, 1024x1024, draft is there twice"],
    );
    let block = &SMALL[SMALL.find("        (\n").unwrap()..SMALL.rfind("    ],").unwrap()];
    let error = refused_on(SMALL.lines().count() - 2 + block.lines().count(), block, &block.repeat(2));
    names(&error, &["model `studio` is there twice"]);
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let whole = SMALL.trim_end();
    for end in 0..whole.len() {
        assert!(read(&whole[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn hostile_files_are_refused_quickly_in_a_short_sentence() {
    let quick = |text: &str| {
        let start = Instant::now();
        let error = read(text).unwrap_err().to_string();
        assert!(start.elapsed() < Duration::from_secs(2), "it took {:?}", start.elapsed());
        assert!(error.chars().count() < 420 && !error.contains('\n'), "{error}");
    };
    let long = "x".repeat(1_000_000);
    for bracket in ["[", "(", "{", "Some("] {
        let deep = bracket.repeat(10_000);
        quick(&deep);
        for from in ["\"24\"", "\"0.5\"", "\"studio\"", "1,"] {
            quick(&SMALL.replacen(from, &deep, 1));
        }
    }
    for from in ["24", "studio\"", "draft\"", "2026-07-01", "image_output", "usd", "openai", "generate\""] {
        quick(&SMALL.replacen(from, &long, 1));
    }
    quick(&format!("{SMALL}//{}", "x".repeat(5_000_000)));
    let many = |n| format!("(model: \"m{n}\", unit: image, usd: \"1\", from: \"2026-01-01\")");
    let many = (0..5_001).map(many).collect::<Vec<_>>().join(", ");
    quick(&format!("(format: 1, rates: [{many}])"));
}
