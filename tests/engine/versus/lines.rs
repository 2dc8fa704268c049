//! Which lines belong together.

use image_budget::model::versus::{Pair, Side, What, pairs};

use super::{line, lines, versus, with};

fn pair(a: usize, b: usize) -> Pair {
    Pair { a: Some(a), b: Some(b) }
}

#[test]
fn lines_belong_together_by_name_whatever_their_order() {
    let a = lines(vec![line("drafts", 1, "0.01"), line("finals", 2, "0.02")]);
    let b = lines(vec![line("finals", 1, "0.01"), line("drafts", 2, "0.02")]);
    assert_eq!(pairs(&a, &b), [pair(0, 1), pair(1, 0)]);
}

#[test]
fn a_renamed_line_is_known_by_everything_else() {
    let a = lines(vec![line("drafts", 1, "0.01"), line("finals", 2, "0.02")]);
    let b = lines(vec![line("sketches", 1, "0.01"), line("finals", 2, "0.02"), line("posters", 1, "0.01")]);
    let third = Pair { a: None, b: Some(2) };
    assert_eq!(pairs(&a, &b), [pair(0, 0), pair(1, 1), third]);
    let found = versus(&a, &b).differences;
    let renamed = What::Renamed { a: "drafts".into(), b: "sketches".into() };
    assert_eq!(found.iter().map(|found| &found.what).collect::<Vec<_>>(), [&renamed, &What::OnlyIn(Side::B)]);
    // Renamed and changed in anything else, it is another line.
    let b = lines(vec![line("sketches", 9, "0.01"), line("finals", 2, "0.02")]);
    assert_eq!(pairs(&a, &b)[0], Pair { a: Some(0), b: None });
}

#[test]
fn the_only_lines_of_two_plans_belong_together() {
    let (a, b) = (lines(vec![line("photos", 1, "0.01")]), lines(vec![line("avatars", 2, "0.02")]));
    assert_eq!(pairs(&a, &b), [pair(0, 0)]);
}

#[test]
fn a_name_that_stands_twice_takes_the_next_line_each_time() {
    let a = lines(vec![line("x", 1, "0.01"), line("x", 2, "0.02")]);
    assert_eq!(pairs(&a, &with(&a, &["budget=5"])), [pair(0, 0), pair(1, 1)]);
}

#[test]
fn a_plan_without_lines_has_no_bill_and_no_panic() {
    let (a, b) = (lines(vec![]), lines(vec![line("x", 1, "0.01")]));
    assert!(versus(&a, &b).bills.is_err() && versus(&b, &a).bills.is_err() && versus(&a, &a).bills.is_err());
}
