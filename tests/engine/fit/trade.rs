//! Two lines that compete for one budget: more of one is less of the other.

use image_budget::model::assumption::{Key, Value};
use image_budget::model::scenario::{Place, Scenario};
use image_budget::model::stats::draws::Effort;
use image_budget::model::stats::trade::trade;
use rust_decimal::Decimal;

use super::{bill, drafts_and_finals, shipped, spread, two_lines, with};
use crate::common::{BOOK, d, today};

#[test]
fn two_lines_trade_images_for_images() {
    let subject = drafts_and_finals("budget=110");
    assert_eq!(bill(&subject), d("140"));
    let found = trade(&BOOK, &subject, today(), Effort::Quick).unwrap();
    // The drafts are dearer as a whole, so they are set and the finals sought.
    assert_eq!((found.set, found.sought), (0, 1));
    assert_eq!(found.rate, Some(d("0.2")), "a draft costs a fifth of a final");
    // (110 - 0.02 drafts) / 0.1 finals.
    let wanted = [
        ("0", Some("1100")),
        ("2000", Some("700")),
        ("3200", Some("460")),
        ("4000", Some("300")),
        ("4800", Some("140")),
        ("6000", None),
    ];
    assert_eq!(found.rows, wanted.map(|(set, most)| (d(set), most.map(d))));
}

#[test]
fn the_most_of_the_other_line_keep_the_budget_and_one_more_does_not() {
    let subject = two_lines(
        &["size=1024x1024", "quality=low", "images=40000", "budget=1200"],
        &["size=1536x1024", "quality=high", "images=6000"],
    );
    let found = trade(&BOOK, &subject, today(), Effort::Quick).unwrap();
    assert_eq!((found.set, found.sought, found.rows.len()), (1, 0, 6));
    let images = |line: usize| Place { line: Some(line), key: Key::Images };
    for (set, most) in &found.rows {
        let at = with(&subject, images(1), &Value::Number(*set));
        let p95 = |drafts: Decimal| spread(&with(&at, images(0), &Value::Number(drafts))).quantile(0.95);
        match most {
            Some(most) => {
                let (here, beyond) = (p95(*most), p95(*most + Decimal::ONE));
                assert!(here <= 1_200.000_001 && beyond > 1_200.0, "{set}: {here} at {most}, then {beyond}");
            }
            None => assert!(p95(Decimal::ZERO) > 1_200.0, "{set}: drafts still fit"),
        }
    }
    let most: Vec<Decimal> = found.rows.iter().map(|(_, most)| most.unwrap_or(Decimal::NEGATIVE_ONE)).collect();
    assert!(most.windows(2).all(|pair| pair[0] > pair[1] || pair[1] == Decimal::NEGATIVE_ONE), "{most:?}");
}

#[test]
fn one_line_or_no_budget_has_no_trade() {
    let none = |subject: &Scenario| assert_eq!(trade(&BOOK, subject, today(), Effort::Quick), None);
    none(&shipped(&["budget=600"]));
    none(&drafts_and_finals("budget=none"));
    let mut locked = drafts_and_finals("budget=110");
    locked.lock(Place { line: Some(1), key: Key::Images }, true);
    none(&locked);
}
