//! Bridges worked by hand.

use image_budget::model::scenario::Scenario;
use image_budget::model::versus::{Cause, Side};
use image_budget::store::scenario_file;
use rust_decimal::Decimal;

use super::{bills, forty_dollars, line, lines, steps, versus, with};
use crate::common::{self, d};

#[test]
fn images_price_and_discount_are_three_steps() {
    let a = forty_dollars();
    let b = with(&a, &["images=2000", "price.generate=0.05", "discount=10%"]);
    // 1,000 at $0.04 are $40; 2,000 at $0.04 are $80; 2,000 at $0.05 are $100; less a tenth is $90.
    let found = bills(&a, &b).bridge;
    assert_eq!((found.from, found.to), (d("40"), d("90")));
    let steps: Vec<_> = found.steps.iter().map(|step| (step.causes.as_slice(), step.amount, step.after)).collect();
    let worked = [
        (&[Cause::Images][..], d("40"), d("80")),
        (&[Cause::Model][..], d("20"), d("100")),
        (&[Cause::Rules][..], d("-10"), d("90")),
    ];
    assert_eq!(steps, worked);
    // Back the same way: 2,000 become 1,000 first, so every step has another size.
    // $90; 1,000 at $0.05 less a tenth are $45; 1,000 at $0.04 less a tenth are $36; no discount is $40.
    let back = [(vec![Cause::Images], d("-45")), (vec![Cause::Model], d("-9")), (vec![Cause::Rules], d("4"))];
    assert_eq!(super::steps(&b, &a), back);
}

#[test]
fn what_fails_and_what_failures_are_billed_are_two_steps() {
    let a = with(&forty_dollars(), &["billed.timeout=100%", "max_attempts=1"]);
    // A tenth times out and is billed in full: 900 delivered and 100 for nothing are $40 as before.
    let failing = with(&a, &["timeout_rate=10%"]);
    assert_eq!(steps(&a, &failing), []);
    // Billed at half, the 100 cost $2 less.
    let halved = with(&failing, &["billed.timeout=50%"]);
    assert_eq!(steps(&a, &halved), [(vec![Cause::Billing], d("-2"))]);
    // Sent again up to ten times, 1,000 become 1,000 * (1 - 0.1^10) / 0.9 attempts, each $0.04 in full.
    let again = with(&failing, &["max_attempts=10"]);
    assert_eq!(steps(&a, &again), [(vec![Cause::Failures], d("4.44444444"))]);
    // Items: 900 images at $0.04 become 999.9999999; 100 timeouts become 111.1111111.
    let items = bills(&failing, &again).items;
    let amounts: Vec<_> = items.iter().map(|item| (item.a, item.b)).collect();
    assert_eq!(amounts, [(Some(d("36")), Some(d("39.999999996"))), (Some(d("4")), Some(d("4.444444444")))]);
}

#[test]
fn months_prices_tiers_credit_and_tax_follow_each_other() {
    let a = forty_dollars();
    let b = with(&a, &["price.change=10%", "months=3", "volume_tiers=0:0,100:0.5", "credit=6", "tax_rate=0.2"]);
    // $40 and a tenth are $44; three months are $132; half of what is above $100 is $16, which leaves
    // $116; less $6 is $110; with a fifth of tax it is $132.
    let worked = [(vec![Cause::Prices], d("4")), (vec![Cause::Schedule], d("88"))];
    assert_eq!(steps(&a, &b), worked, "tiers, credit and tax happen to make up for each other");
    let items = bills(&a, &b).items;
    let shown: Vec<_> = items.iter().map(|item| (item.label.as_str(), item.a, item.b, item.change.by)).collect();
    let worked = [
        ("Images", Some(d("40")), Some(d("132")), d("92")),
        ("Volume tiers", None, Some(d("-16")), d("-16")),
        ("Credit", None, Some(d("-6")), d("-6")),
        ("Tax", None, Some(d("22")), d("22")),
    ];
    assert_eq!(shown, worked);
    assert_eq!(items[0].change.share, Some(d("2.3")));
    assert!(items[1..].iter().all(|item| item.change.share.is_none()), "nothing has no percentage");
}

#[test]
fn lines_added_and_removed_come_first() {
    let a = lines(vec![line("drafts", 1_000, "0.01"), line("finals", 100, "0.10")]);
    let b = lines(vec![line("posters", 20, "1"), line("finals", 200, "0.10")]);
    // Drafts for $10 go, posters for $20 come; then 100 finals more for $10.
    assert_eq!(steps(&a, &b), [(vec![Cause::Lines], d("10")), (vec![Cause::Images], d("10"))]);
    let items = bills(&a, &b).items;
    let shown: Vec<_> = items.iter().map(|item| (item.line.as_deref().unwrap(), item.a, item.b)).collect();
    let worked =
        [("drafts", Some(d("10")), None), ("finals", Some(d("10")), Some(d("20"))), ("posters", None, Some(d("20")))];
    assert_eq!(shown, worked);
}

#[test]
fn causes_without_a_bill_between_them_are_one_step() {
    let a = forty_dollars();
    let b = with(&a, &["edit_share=50%", "price.edit=0.06"]);
    // 500 at $0.04 and 500 at $0.06 are $50. Edits without their price have no bill.
    let found = bills(&a, &b).bridge;
    assert_eq!(found.steps.len(), 1, "{found:?}");
    let step = &found.steps[0];
    assert_eq!((step.causes.as_slice(), step.amount), (&[Cause::Mix, Cause::Model][..], d("10")));
    assert_eq!(step.merged.len(), 1, "{step:?}");
    assert!(step.merged[0].contains("edit"), "{step:?}");
}

#[test]
fn prices_that_a_scenario_keeps_are_a_step() {
    let listed = common::scenario(&["model=openai/gpt-image-2", "size=1024x1024", "quality=high", "images=1000"]);
    let certain = ["edit_share=0", "image_to_image_share=0", "server_error_rate=0", "timeout_rate=0"];
    let rest = ["input_block_rate=0", "output_block_rate=0", "invalid_request_rate=0", "prompt_tokens=0"];
    let listed = with(&with(&listed, &certain), &rest);
    // 7,024 output tokens an image at $30 per 1M are $0.21072; kept at $20 they are $0.14048.
    let text = r#"(format: 1, name: "kept", lines: [(name: "images")], prices: (on: "2026-05-03", kept: true, rates: [
        (model: "openai/gpt-image-2", unit: text_input, usd: "5", from: "2026-04-21"),
        (model: "openai/gpt-image-2", unit: image_output, usd: "20", from: "2026-04-21")]))"#;
    let kept = scenario_file::read(text).unwrap().scenario.kept;
    assert!(kept.is_some());
    let cheaper = Scenario { kept, ..listed.clone() };
    assert_eq!(steps(&listed, &cheaper), [(vec![Cause::Prices], d("-70.24"))]);
    assert_eq!(steps(&cheaper, &listed), [(vec![Cause::Prices], d("70.24"))]);
    // Twice the images, still at the listed price, and then the kept one.
    let more = with(&cheaper, &["images=2000"]);
    let wanted = [(vec![Cause::Images], d("210.72")), (vec![Cause::Prices], d("-140.48"))];
    assert_eq!(steps(&listed, &more), wanted);
    assert_eq!(versus(&listed, &cheaper).differences.len(), 1);
    assert_eq!(versus(&cheaper, &cheaper).differences, []);
}

/// One line of three operations, a thousand images: what fails is not billed.
const FREE: [&str; 18] = [
    "model=custom",
    "images=1000",
    "edit_share=0.3",
    "image_to_image_share=0.1",
    "price.generate=0.04",
    "price.edit=0.06",
    "price.image_to_image=0.08",
    "server_error_rate=0.01",
    "retry.server_error=false",
    "timeout_rate=0.02",
    "retry.timeout=false",
    "billed.server_error=0",
    "billed.timeout=0",
    "output_block_rate=0.03",
    "retry.output_block=true",
    "billed.output_block=0",
    "input_block_rate=0",
    "invalid_request_rate=0",
];

#[test]
fn both_ends_are_bills_that_others_computed() {
    // The bills of two reference cases computed with fractions: a thousand images whose failures are free,
    // and a million whose retried failures are billed by half and refusals in full.
    let a = with(&common::scenario(&FREE), &["max_attempts=3", "duplicate_rate=0.005"]);
    let b = ["images=1000000", "server_error_rate=0", "timeout_rate=0.01", "output_block_rate=0"];
    let b = with(&a, &b);
    let b = with(&b, &["input_block_rate=0.03", "retry.input_block=true", "billed.input_block=0.5"]);
    let b = with(&b, &["invalid_request_rate=0.02", "retry.invalid_request=false", "billed.invalid_request=1"]);
    let bridge = bills(&a, &b).bridge;
    assert_eq!((bridge.from, bridge.to), (d("48.6945615"), d("50507.656875")));
    assert_eq!(bridge.steps[0].causes, [Cause::Images]);
    assert_eq!(bridge.steps[0].after, d("48694.5615"), "a thousand times the images are a thousand times the bill");
    assert_eq!(bridge.steps.iter().map(|step| step.amount).sum::<Decimal>(), d("50458.9623135"));
}

#[test]
fn a_scenario_without_a_bill_is_named() {
    let a = forty_dollars();
    let b = with(&a, &["model=openai/gpt-image-2.6-flare"]);
    let found = versus(&a, &b);
    assert_eq!(found.differences.len(), 1);
    let no_bill = found.bills.unwrap_err();
    assert_eq!(no_bill.side, Side::B);
    assert!(no_bill.why.contains("no published token count"), "{no_bill:?}");
    assert_eq!(versus(&b, &a).bills.unwrap_err().side, Side::A);
}
