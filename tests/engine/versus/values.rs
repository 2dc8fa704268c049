//! What differs between two values of an assumption.

use image_budget::model::assumption::{Key, TABLE};
use image_budget::model::versus::{Cause, Change, Difference, Side, What};
use rust_decimal::Decimal;

use super::{forty_dollars, versus, with};
use crate::common::d;

/// The only difference that a setting makes.
fn only(before: &str, after: &str) -> Difference {
    let (a, b) = (with(&forty_dollars(), &[before]), with(&forty_dollars(), &[after]));
    let mut found = versus(&a, &b).differences;
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn change(before: &str, after: &str) -> Option<(Decimal, Option<Decimal>)> {
    match only(before, after).what {
        What::Value { change, .. } => change.map(|Change { by, share }| (by, share)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn numbers_differ_by_an_amount_and_a_share_where_there_is_one() {
    assert_eq!(change("images=1000", "images=1500"), Some((d("500"), Some(d("0.5")))));
    assert_eq!(change("credit=80", "credit=20"), Some((d("-60"), Some(d("-0.75")))));
    assert_eq!(change("duplicate_rate=0", "duplicate_rate=2%"), Some((d("0.02"), None)), "nothing has no share");
    assert_eq!(change("price.change=-10%", "price.change=10%"), Some((d("0.2"), None)), "nor has what is below");
    // A range counts with its likely value.
    assert_eq!(change("images=1000", "images=1..2000..9000"), Some((d("1000"), Some(d("1")))));
    assert_eq!(change("images=1..1000..9000", "images=1000"), Some((d("0"), Some(d("0")))));
    assert_eq!(change("billed.timeout=provider", "billed.timeout=0.5"), None);
    assert_eq!(change("budget=none", "budget=5"), None);
    assert_eq!(change("size=default", "size=1024x1024"), None);
    assert_eq!(change("prices_on=today", "prices_on=2026-12-24"), None);
    assert_eq!(change("volume_tiers=none", "volume_tiers=0:0,10:0.1"), None);
    assert_eq!(change("retry.timeout=yes", "retry.timeout=no"), None);
}

#[test]
fn every_assumption_has_its_cause_but_those_that_move_no_bill() {
    assert_eq!(only("images=1", "images=2").cause(), Some(Cause::Images));
    assert_eq!(only("price.edit=1", "price.edit=2").cause(), Some(Cause::Model));
    assert_eq!(only("prompt_tokens=1", "prompt_tokens=2").cause(), Some(Cause::Inputs));
    assert_eq!(only("prices_on=today", "prices_on=2026-12-24").cause(), Some(Cause::Prices));
    assert_eq!(only("tax_rate=0", "tax_rate=0.2").cause(), Some(Cause::Rules));
    assert_eq!(only("months=1", "months=2").cause(), Some(Cause::Schedule));
    assert_eq!(only("budget=1", "budget=2").cause(), None);
    let without: Vec<Key> = TABLE.iter().filter(|spec| Cause::of(spec).is_none()).map(|spec| spec.key).collect();
    assert_eq!(without, [Key::Budget, Key::BudgetConfidence]);
}

#[test]
fn a_lock_is_a_difference_without_money() {
    let a = forty_dollars();
    let mut b = a.clone();
    b.lock(b.place("images").unwrap(), true);
    let found = versus(&a, &b);
    assert_eq!(found.differences[0].what, What::Locked { key: Key::Images, side: Side::B });
    assert_eq!((found.differences.len(), found.differences[0].cause()), (1, None));
    assert!(found.bills.unwrap().bridge.steps.is_empty());
}
