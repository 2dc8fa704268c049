//! The sentences, and which differences there are.

use image_budget::model::book::Book;
use image_budget::model::book::diff::{Change, What, differences, differences_of_books, percent_change};
use image_budget::sentence::difference::whole;

use super::{ALL, edited, read, said};
use crate::common::{BOOK, d};

#[track_caller]
fn assert_said(from: &str, to: &str, sentences: &[&str]) {
    assert_eq!(said(&read(ALL), &edited(from, to)), sentences, "`{from}` to `{to}`");
}

#[test]
fn a_price_says_what_it_was_and_by_how_much_it_moved() {
    assert_said("usd: \"30.00\"", "usd: \"24\"", &["Brush: image output is $24 per 1M, was $30 (20 % less)"]);
    assert_said("\"8.00\"", "\"8.001\"", &["Brush: image input (edit) is $8.001 per 1M, was $8 (under 0.1 % more)"]);
    assert_said("\"14.00\"", "\"0\"", &["Brush: image output (batch tier) is $0 per 1M, was $14 (100 % less)"]);
    assert_said("\"0.0001\"", "\"1.05\"", &["Pencil: a request is $1.05, was $0.0001 (1,049,900 % more)"]);
    assert_said(
        "usd: \"0.21\"",
        "usd: \"0.20\"",
        &["Brush: the printed price of an image (1024x1024, high) is $0.20, was $0.21 (4.8 % less)"],
    );
    let free = edited("usd: \"0.003\"", "usd: \"0\"");
    assert_eq!(said(&free, &read(ALL)), ["Pencil: a reference image is $0.003, was $0"]);
}

#[test]
fn a_rate_of_a_later_day_says_what_holds_before_it() {
    let rate = "(unit: image_output, usd: \"30.00\"),";
    let later = format!("{rate} (unit: image_output, from: \"2026-12-01\", usd: \"24\"),");
    assert_said(rate, &later, &["Brush: image output is $24 per 1M from 2026-12-01, before $30 (20 % less)"]);
    let new = edited(rate, &later);
    assert_eq!(
        said(&new, &read(ALL)),
        ["Brush: image output no longer changes to $24 per 1M on 2026-12-01, it stays $30"]
    );
    let cheaper = read(&ALL.replacen(rate, &later.replace("24", "18"), 1));
    assert_eq!(said(&new, &cheaper), ["Brush: image output is $18 per 1M from 2026-12-01, was $24 (25 % less)"]);
    let other = read(&ALL.replacen(rate, &later.replace("12-01", "12-24"), 1));
    assert_eq!(said(&new, &other), ["Brush: image output is $24 per 1M from 2026-12-24, was so from 2026-12-01"]);
    let replaced = rate.replace("usd", "from: \"2026-12-01\", usd").replace("30.00", "24");
    assert_said(
        rate,
        &replaced,
        &["Brush: image output is $24 per 1M from 2026-12-01, was $30 from 2026-01-01 (20 % less)"],
    );
}

#[test]
fn rates_come_and_go_with_what_they_hold_for() {
    let band = "(unit: image, pixels_from: 1048577, credits: \"4\"),";
    assert_said(band, "", &["Pencil: rate removed, an image (from 1,048,577 pixels) was $0.04 from 2026-01-01"]);
    assert_said(
        band,
        &format!("{band} (unit: image, size: \"4K\", tier: priority, credits: \"5\"),"),
        &["Pencil: new rate, an image (4K, priority tier) is $0.05 from 2026-01-01"],
    );
    assert_said(
        "usd: \"0.004\"",
        "credits: \"0.4\"",
        &["Pencil: the first output megapixel is still $0.004 (0.4 credits, was no)"],
    );
    assert_said(
        "credits: \"4\"",
        "credits: \"5\"",
        &["Pencil: an image (from 1,048,577 pixels) is $0.05, was $0.04 (25 % more; 5 credits, was 4)"],
    );
    assert_said(
        "source: \"shop\", confidence: medium, note: \"Seen 2 times.\"",
        "source: \"shop\"",
        &[
            "Brush: the confidence of the rate for image output (batch tier) is now high, was medium",
            "Brush: the note of the rate for image output (batch tier) no longer says \"Seen 2 times.\"",
        ],
    );
}

#[test]
fn what_a_rate_takes_from_its_model_is_said_once() {
    let brush = "            confidence: high,\n            source: \"page\",\n            note: \"Up to";
    let weaker = brush.replace("high", "medium").replace("page", "shop");
    assert_said(
        brush,
        &weaker,
        &[
            "Brush: the confidence is now medium, was high",
            "Brush: the source is now https://shop.example/acme (third party, checked 2026-10), \
         was https://acme.example/prices (official, checked 2026-11-01)",
        ],
    );
    assert_said(
        "from: \"2026-01-01\",\n            retires",
        "from: \"2026-02-01\",\n            retires",
        &["Brush: the first day of the prices is now 2026-02-01, was 2026-01-01"],
    );
    // One source stands behind nearly every figure of the file.
    assert_said(
        "2026-11-01",
        "2026-11-20",
        &["Acme: the last check of the source https://acme.example/prices is now 2026-11-20, was 2026-11-01"],
    );
}

#[test]
fn failure_rules_say_what_is_billed() {
    let billed = |from, to, words| assert_said(from, to, &[words]);
    billed("fee(\"0.010\")", "billed", "Acme: input blocks are now billed, were billed $0.01 each");
    billed("rule: not_billed", "rule: billed", "Acme: server errors are now billed, were not billed");
    billed(
        "\"0.5\"),",
        "\"0.25\"),",
        "Acme: output blocks are now of unknown billing (25 % assumed), were of unknown billing (50 % assumed)",
    );
    billed(
        "input_only",
        "not_billed",
        "Acme: invalid requests are now not billed, were billed for prompt and references only",
    );
}

#[test]
fn every_other_change_is_one_sentence() {
    let brush = |from: &str, to: &str, words: &str| assert_said(from, to, &[&format!("Brush: {words}")]);
    brush("state: active", "state: retired", "the state is now retired, was active");
    brush("retires: \"2027-01-31\",", "", "the last day is no longer given, was 2027-01-31");
    brush("\"brush-9\"", "\"chalk\"", "the replacement is now chalk, was brush-9");
    brush("Up to 4", "Up to 5", "the note now says \"Up to 5 images a call.\"");
    brush("\"brush-1\"", "\"brush-1\", \"b1\"", "alias b1 is added");
    brush("max_references: 16", "max_references: 8", "the largest number of reference images is now 8, was 16");
    brush("batch: \"0.5\"", "batch: \"0.4\"", "the batch multiplier is now 0.4, was 0.5");
    brush("batch: \"0.5\",", "", "the batch multiplier is no longer given, was 0.5");
    brush("(\"low\", 16)", "(\"low\", 24)", "the token factor of low is now 24, was 16");
    brush(
        "budget: 1536",
        "budget: 1024",
        "the token count of a reference image is now one a patch, at most 1024, was one a patch, at most 1536",
    );
    assert_said(
        "(\"1K\", \"*\", 1120)",
        "(\"1K\", \"low\", 1120)",
        &[
            "Chalk: the token count of 1K at quality low is now 1120, was not given",
            "Chalk: the token count of 1K at any quality is no longer given, was 1120",
        ],
    );
    assert_said("default_quality: \"low\",", "", &["Chalk: the default quality is no longer given, was low"]);
    brush("partial: 100,", "", "the token count of a partial image is no longer given, was 100");
    brush("max_edge: 3840", "max_edge: 4096", "the longest edge is now 4096, was 3840");
    brush(
        "auto_quality: true",
        "auto_quality: true, free_references: 2",
        "the number of free reference images is now 2, was 0",
    );
    brush(
        "auto_sizes: [\"1024x1024\", ",
        "auto_sizes: [\"1024x1024\", \"1024x1024\", ",
        "each size that auto chooses from is now listed as 1024x1024, 1024x1024, 2048x2048",
    );
    brush("default_size: \"auto\"", "default_size: \"2048x2048\"", "the default size is now 2048x2048, was auto");
    assert_said(
        "default_quality: \"low\"",
        "default_quality: \"high\"",
        &["Chalk: the default quality is now high, was low"],
    );
    assert_said(
        "qualities: [\"low\", \"high\"],\n            sizes",
        "qualities: [\"low\", \"high\", \"max\"],\n            sizes",
        &["Pencil: quality max is added"],
    );
    assert_said("name: \"Brush\"", "name: \"Acme Brush\"", &["Acme Brush: the name is now Acme Brush, was Brush"]);
    assert_said("name: \"Acme\"", "name: \"Acme Inc\"", &["Acme Inc: the name is now Acme Inc, was Acme"]);
    assert_said("rounding: linear", "rounding: up", &["Pencil: the rounding of megapixels is now up, was none"]);
}

#[test]
fn a_model_that_has_another_id_is_still_the_same_one() {
    assert_said("id: \"brush\"", "id: \"brush-2\"", &["Brush: the id is now brush-2, was brush"]);
    let both = read(&ALL.replacen(
        "id: \"brush\",\n            name: \"Brush\"",
        "id: \"quill\",\n            name: \"Quill\"",
        1,
    ));
    assert_eq!(
        said(&read(ALL), &both)[..2],
        ["Quill: the id is now quill, was brush", "Quill: the name is now Quill, was Brush"]
    );
    let gone = edited(
        "            id: \"ink\",\n            name: \"Ink\"",
        "            id: \"oil\",\n            name: \"Oil\"",
    );
    assert_eq!(said(&read(ALL), &gone), ["Oil: added", "Ink: removed"]);
}

#[test]
fn a_version_does_not_differ_from_itself() {
    for provider in BOOK.providers() {
        assert_eq!(said(provider, provider), [""; 0]);
    }
    assert_eq!(differences_of_books(&BOOK, &BOOK), []);
    assert_eq!(said(&read(ALL), &edited("usd: \"30.00\"", "from: \"2026-01-01\", usd: \"30\"")), [""; 0]);
}

#[test]
fn percents_are_exact_to_one_decimal() {
    let of = |old: &str, new: &str| percent_change(d(old), d(new)).unwrap();
    assert_eq!(of("30", "24"), Some(d("-20")));
    assert_eq!(of("3", "4"), Some(d("33.3")));
    assert_eq!(of("0", "4"), None);
    assert_eq!(of("0.000000000001", "1000000"), Some(d("99999999999999999900")));
}

#[test]
fn books_list_their_providers() {
    let one = |text: &str| {
        let mut book = Book::default();
        book.add(read(text));
        book
    };
    let (acme, other) = (one(ALL), one(&ALL.replace("\"acme\"", "\"other\"").replace("\"Acme\"", "\"Other\"")));
    let found: Vec<String> = differences_of_books(&acme, &other).iter().map(whole).collect();
    assert_eq!(found, ["Other: added", "Acme: removed"]);
    let (old, new) = (read(ALL), read(&ALL.replace("id: \"acme\"", "id: \"other\"")));
    assert_eq!(said(&old, &new), ["Acme: the id is now other, was acme"]);
    let kinds: Vec<_> = differences(&old, &new).into_iter().map(|difference| difference.change).collect();
    assert!(matches!(&kinds[..], [Change::Value { what: What::Id, .. }]));
}
