//! Nothing changes unnoticed, and every difference has its counterpart.

use std::sync::Arc;

use image_budget::model::book::diff::{About, Change, Difference, Of, differences, differences_of_books};
use image_budget::model::book::{Book, Origin, Rate, check};
use image_budget::sentence::difference::whole;

use super::ALL;
use crate::common::BOOK;

/// The change read the other way round; a rate that is named for its value by what it is for.
fn mirrored(difference: &Difference, turn: bool) -> String {
    let change = difference.change.clone();
    let turned = |rate: Arc<Rate>, before, printed, added| {
        format!("{} {rate:?} {before:?} {printed}", if added == turn { "removed" } else { "added" })
    };
    match change {
        Change::Added | Change::Removed => {
            format!("{} {:?}", if (change == Change::Added) == turn { "removed" } else { "added" }, difference.about)
        }
        Change::Value { of, what, old, new } => {
            let of = match of {
                Of::Rate { rate, printed } => {
                    format!("{:?} {:?} {:?} {:?} {printed}", rate.unit, rate.operations, rate.quality, rate.tier)
                }
                other => format!("{other:?}"),
            };
            let (old, new) = if turn { (new, old) } else { (old, new) };
            format!("value {of} {what:?} {old:?} {new:?}")
        }
        Change::Listed { list, entry } => format!("{} {list:?} {entry}", if turn { "unlisted" } else { "listed" }),
        Change::Unlisted { list, entry } => format!("{} {list:?} {entry}", if turn { "listed" } else { "unlisted" }),
        Change::Order { list, old, new } => {
            let (old, new) = if turn { (new, old) } else { (old, new) };
            format!("order {list:?} {old:?} {new:?}")
        }
        Change::Billing { outcome, old, new } => {
            let (old, new) = if turn { (new, old) } else { (old, new) };
            format!("billing {outcome:?} {old:?} {new:?}")
        }
        Change::RateAdded { rate, before, printed } => turned(rate, before, printed, true),
        Change::RateRemoved { rate, before, printed } => turned(rate, before, printed, false),
        Change::RateChanged { old, new, printed, dated } => {
            let (old, new) = if turn { (new, old) } else { (old, new) };
            format!("changed {old:?} {new:?} {printed} {dated}")
        }
        Change::RateOrder { unit } => format!("rate order {unit:?}"),
    }
}

#[track_caller]
fn assert_symmetric(there: &[Difference], back: &[Difference]) {
    let sorted = |found: &[Difference], turn| {
        let mut all: Vec<String> = found.iter().map(|difference| mirrored(difference, turn)).collect();
        all.sort();
        all
    };
    assert_eq!(sorted(there, false), sorted(back, true));
}

#[test]
fn every_difference_has_its_counterpart() {
    let providers = BOOK.providers();
    for (a, b) in providers.iter().zip(providers.iter().skip(1)) {
        let there = differences(a, b);
        assert!(there.len() > 3, "{} and {} are not alike", a.id, b.id);
        assert_symmetric(&there, &differences(b, a));
    }
    let half = |keep: usize| {
        let mut book = Book::default();
        let kept = providers.iter().enumerate().filter(|(index, _)| index % 3 != keep).rev();
        kept.for_each(|(_, provider)| book.add(provider.clone()));
        book
    };
    let (a, b) = (half(0), half(1));
    let there = differences_of_books(&a, &b);
    assert_symmetric(&there, &differences_of_books(&b, &a));
    let about = there.iter().filter(|difference| matches!(difference.about, About::Provider(_))).count();
    assert_eq!(about, there.len(), "whole providers come and go, and the rest is the same");
}

/// Every number of a text outside comments raised by one in its last digit: what was changed and the text.
fn raised(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        for (at, c) in line.char_indices().filter(|_| !line.trim_start().starts_with("//")) {
            let next = line[at + c.len_utf8()..].chars().next();
            if c.is_ascii_digit() && !next.is_some_and(|c| c.is_ascii_digit()) {
                let digit = char::from(b'0' + (c as u8 - b'0' + 1) % 10);
                let place = start + at;
                let changed = format!("{}{digit}{}", &text[..place], &text[place + 1..]);
                found.push((format!("{}: {}", at, line.trim()), changed));
            }
        }
        start += line.len();
    }
    found
}

/// Every line of a text left out.
fn left_out(text: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let all =
        lines.iter().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//") && !line.trim().is_empty());
    all.map(|(index, line)| ((*line).to_owned(), [&lines[..index], &lines[index + 1..]].concat().join("\n"))).collect()
}

/// Asserts that whatever is changed is listed, and gives how many changes made another file.
#[track_caller]
fn assert_noticed(text: &str, changed: &[(String, String)]) -> usize {
    let old = check::provider("old.ron", text, Origin::Shipped).unwrap();
    let mut count = 0;
    for (what, text) in changed {
        if let Ok(new) = check::provider("new.ron", text, Origin::Shipped) {
            count += 1;
            let there = differences(&old, &new);
            assert!(!there.is_empty(), "nothing is said of {what}");
            assert!(there.iter().all(|difference| !whole(difference).contains('\n')));
            assert_symmetric(&there, &differences(&new, &old));
        }
    }
    count
}

#[test]
fn no_number_and_no_line_of_a_file_changes_unnoticed() {
    let counts = [raised(ALL), left_out(ALL)].map(|changed| assert_noticed(ALL, &changed));
    assert!(counts[0] > 120 && counts[1] > 40, "{counts:?}");
}

#[test]
fn no_number_of_a_shipped_file_changes_unnoticed() {
    for (file, least) in [("stability", 60), ("openai", 500)] {
        let text = std::fs::read_to_string(format!("assets/prices/{file}.ron")).unwrap();
        // What people read is compared as a whole; its numbers are not worth the time.
        let mut changed = raised(&text);
        changed.retain(|(line, _)| !["note:", "default_risk:", "url:"].iter().any(|prose| line.contains(prose)));
        let count = assert_noticed(&text, &changed);
        assert!(count > least, "{file}: {count} of {}", changed.len());
    }
}
