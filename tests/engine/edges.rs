//! The edges of the cost model: nothing, everything, too much, and what nobody knows.

use image_budget::model::assumption::Key;
use image_budget::model::estimate::Estimate;
use image_budget::model::luck::LuckError;
use image_budget::model::outcome::Outcome;
use image_budget::model::plan::{Plan, Problem};
use image_budget::model::scenario::{Line, Scenario};
use image_budget::model::stats::luck::Luck;
use image_budget::model::warning::Warning;
use rust_decimal::Decimal;

use crate::common::{self, BOOK, CERTAIN, agree, d, day, estimate, plan, scenario, try_plan};

/// The certain settings with more set over them.
fn certain<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&CERTAIN, ["price.generate=0.04"].as_slice(), more].concat()
}

/// The problems of settings that have no answer.
fn problems(settings: &[&str]) -> Vec<Problem> {
    try_plan(settings).map(|_| ()).expect_err("there is no answer")
}

/// The one problem of settings: the rows concerned and the sentence.
fn problem(settings: &[&str]) -> (Vec<Key>, String, bool) {
    let found = problems(settings);
    assert_eq!(found.len(), 1, "{found:?}");
    (found[0].keys.clone(), found[0].what.clone(), found[0].unknown)
}

fn warnings(settings: &[&str]) -> Vec<String> {
    plan(settings).warnings.iter().map(Warning::to_string).collect()
}

#[test]
fn no_images_cost_nothing() {
    for basis in ["count_basis=requested", "count_basis=kept"] {
        let settings = ["size=1024x1024", "quality=medium", "images=0", basis, "budget=10"];
        let found = estimate(&settings);
        assert_eq!((found.expected, found.gross_variance), (Decimal::ZERO, Decimal::ZERO));
        assert_eq!((found.floor, found.ceiling), (Decimal::ZERO, Decimal::ZERO));
        assert_eq!(found.counts.requests, Decimal::ZERO);
        assert_eq!(found.per(found.counts.kept), None);
        let luck = Luck::of(&plan(&settings)).unwrap();
        assert!([0.05, 0.5, 0.95].iter().all(|q| luck.quantile(*q).abs() < f64::EPSILON));
        assert!(luck.probability_over(10.0).abs() < f64::EPSILON);
        assert!(luck.most_images(10.0, 0.95).is_some_and(|most| most > 50), "some images fit ten dollars");
    }
}

#[test]
fn a_line_of_no_images_beside_another_changes_nothing() {
    let some = ["size=1024x1024", "quality=low", "images=500"];
    let mut two = scenario(&some);
    let one = Estimate::of(&Plan::new(&BOOK, &two, common::today()).unwrap()).unwrap();
    two.lines.push(Line { name: "none".into(), values: two.lines[0].values.clone() });
    two.apply("none.images=0").unwrap();
    let plan = Plan::new(&BOOK, &two, common::today()).unwrap();
    let found = Estimate::of(&plan).unwrap();
    assert_eq!((found.expected, found.gross_variance), (one.expected, one.gross_variance));
    assert_eq!(found.lines[1].total, Decimal::ZERO);
    let most = Luck::of(&plan).unwrap().most_images(5.0, 0.95);
    let alone = Luck::of(&common::plan(&some)).unwrap().most_images(5.0, 0.95);
    assert_eq!(most, alone);
}

#[test]
fn a_plan_without_lines_has_a_problem() {
    let empty = Scenario::default();
    let found = Plan::new(&BOOK, &empty, common::today()).unwrap_err();
    assert_eq!(found[0].what, "the scenario has no line");
}

#[test]
fn an_outcome_that_always_happens_and_is_retried_uses_every_attempt() {
    let always = certain(&["server_error_rate=1", "billed.server_error=0.25", "max_attempts=5", "images=100"]);
    let found = estimate(&always);
    assert_eq!((found.counts.attempts, found.counts.billed_attempts), (d("500"), d("500")));
    assert_eq!((found.counts.delivered, found.counts.kept), (Decimal::ZERO, Decimal::ZERO));
    assert_eq!((found.expected, found.gross_variance), (d("5"), Decimal::ZERO));
    assert_eq!(found.paid_for_nothing.total, d("5"));
    assert_eq!(*found.paid_for_nothing.by_outcome.get(Outcome::ServerError), d("5"));
    assert_eq!(found.per(found.counts.delivered), None);
    let once = estimate(&[always, vec!["retry.server_error=false"]].concat());
    assert_eq!((once.counts.attempts, once.expected), (d("100"), d("1")));
}

#[test]
fn a_duplicate_for_every_image_costs_twice_and_delivers_once() {
    let found = estimate(&certain(&["duplicate_rate=1", "images=100"]));
    assert_eq!((found.counts.requests, found.counts.delivered), (d("200"), d("100")));
    assert_eq!((found.expected, found.paid_for_nothing.duplicates), (d("8"), d("4")));
}

#[test]
fn images_that_are_never_kept_have_no_cost_and_one_sentence() {
    let never = certain(&["count_basis=kept", "output_block_rate=1", "images=10"]);
    let plan = plan(&never);
    assert_eq!(Estimate::of(&plan).unwrap_err(), LuckError::NeverKept);
    assert_eq!(Luck::of(&plan).unwrap_err(), LuckError::NeverKept);
    assert_eq!(
        LuckError::NeverKept.to_string(),
        "no image is ever kept with these failure rates, so the wanted number cannot be reached"
    );
    assert_eq!(estimate(&[never, vec!["images=0"]].concat()).expected, Decimal::ZERO);
}

#[test]
fn kept_images_are_requested_until_there_are_enough() {
    let found = estimate(&certain(&["count_basis=kept", "acceptance_rate=0.25", "images=10"]));
    assert_eq!((found.counts.requested, found.counts.kept, found.expected), (d("40"), d("10"), d("1.6")));
}

#[test]
fn shares_above_the_whole_name_both_keys() {
    let (keys, what, unknown) = problem(&["edit_share=0.7", "image_to_image_share=0.6"]);
    assert_eq!(keys, [Key::EditShare, Key::ImageToImageShare]);
    assert_eq!(what, "the shares of edits and image-to-image sum to 130 %; together they can be at most 100 %");
    assert!(!unknown);
    assert!(try_plan(&["edit_share=0.7", "image_to_image_share=0.3"]).is_ok());
}

#[test]
fn failure_rates_above_the_whole_name_all_keys() {
    let (keys, what, _) = problem(&["server_error_rate=0.9", "timeout_rate=0.2"]);
    assert_eq!(keys, Outcome::ALL.map(Key::Rate));
    assert!(what.starts_with("the failure rates sum to 112.2 %"), "{what}");
}

#[test]
fn every_problem_is_said_at_once_with_its_line() {
    let mut two = scenario(&["edit_share=0.7", "image_to_image_share=0.6", "model=nobody"]);
    two.lines.push(Line { name: "rest".into(), ..Line::default() });
    two.apply("rest.timeout_rate=1").unwrap();
    let found = Plan::new(&BOOK, &two, common::today()).unwrap_err();
    assert_eq!(found.first().map(|p| p.line), Some(Some(0)));
    assert_eq!(found.last().map(|p| p.line), Some(Some(1)));
    assert!(found.iter().any(|p| p.keys == [Key::Model] && p.what.contains("no model `nobody`")), "{found:?}");
}

#[test]
fn a_retired_model_still_prices_with_a_warning() {
    let settings = ["model=openai/gpt-image-1", "size=1024x1024", "quality=low"];
    assert!(estimate(&settings).expected > Decimal::ZERO);
    let said =
        "openai/gpt-image-1 was retired on 2026-10-23; use gpt-image-2.5-sunburst or gpt-image-2.5-flare instead";
    assert!(warnings(&settings).contains(&said.to_owned()), "{:?}", warnings(&settings));
    let soon = warnings(&["model=openai/gpt-image-1.5"]);
    assert!(soon.iter().any(|text| text.contains("retires on 2026-12-01, in 9 days")), "{soon:?}");
}

#[test]
fn a_day_before_the_first_price_is_refused() {
    let found = Plan::new(&BOOK, &scenario(&["size=1024x1024", "quality=low"]), day("2026-04-20")).unwrap_err();
    let said = "openai/gpt-image-2 has no price on 2026-04-20; its first known price is from 2026-04-21";
    assert_eq!(found.iter().map(|p| p.what.as_str()).collect::<Vec<_>>(), [said], "one sentence for all operations");
    assert_eq!(found[0].keys, [Key::Model]);
    assert!(Plan::new(&BOOK, &scenario(&["size=1024x1024"]), day("2026-04-21")).is_ok());
}

#[test]
fn a_model_without_token_counts_is_unknown_until_they_are_entered() {
    let model = "model=openai/gpt-image-2.6-sunburst";
    let generate = [model, "edit_share=0", "image_to_image_share=0", "prompt_tokens=0", "images=1000"];
    let (keys, what, unknown) = problem(&generate);
    assert!(unknown && keys == [Key::ImageOutputTokens] && what.contains("enter image_output_tokens"), "{what}");
    let found = estimate(&[&generate[..], &["image_output_tokens=1353", "output_block_rate=0"]].concat());
    // 1,000 images, each delivered with A * p attempts; a timeout is billed, other failures are not.
    let tried = d("1") + d("0.025") + d("0.000625");
    let wanted = d("1000") * tried * (d("1") - d("0.032")) * d("1353") * d("0.00003");
    assert!(agree(found.expected, wanted, 20), "{} {wanted}", found.expected);
    assert!(found.floor <= found.expected && found.expected <= found.ceiling);
    assert!(agree(found.floor, found.ceiling, 20), "the count does not depend on the quality");
}

#[test]
fn auto_quality_has_a_floor_and_a_ceiling() {
    let auto = ["quality=auto", "size=1024x1024", "output_block_rate=0", "images=100"];
    let found = estimate(&auto);
    assert!(found.floor < found.expected && found.expected < found.ceiling);
    let low = estimate(&[&auto[..], &["quality=low"]].concat());
    let high = estimate(&[&auto[..], &["quality=high"]].concat());
    assert!(agree(found.floor, low.expected, 20) && agree(found.ceiling, high.expected, 20));
    let said = "openai/gpt-image-2 chooses the quality itself: an even mix of 3 is assumed, see floor and ceiling";
    assert!(warnings(&auto).contains(&said.to_owned()));
}

#[test]
fn a_batch_share_without_a_batch_price_is_priced_standard_with_one_warning() {
    let flux = ["model=bfl/flux-2-pro", "size=1024x1024"];
    let batch = [&flux[..], &["batch_share=0.5"]].concat();
    assert_eq!(estimate(&batch).expected, estimate(&flux).expected);
    let said = "no batch price is known for bfl/flux-2-pro; its batch share is priced at the standard tier";
    assert_eq!(warnings(&batch).iter().filter(|text| *text == said).count(), 1);
}

#[test]
fn every_warning_is_said_once() {
    let settings = ["model=fal/fal-ai/flux-2-pro", "size_drift_rate=0.1", "batch_share=0.5", "references_per_edit=16"];
    let said = warnings(&settings);
    for (at, text) in said.iter().enumerate() {
        assert!(!said[..at].contains(text), "twice: {text}");
    }
    assert!(said.len() >= 4, "{said:?}");
}

#[test]
fn more_images_than_can_be_counted_are_a_problem_and_no_panic() {
    let (keys, what, unknown) = problem(&["images=1e9", "months=60", "monthly_growth=10"]);
    assert_eq!(keys, [Key::Images, Key::MonthlyGrowth]);
    assert!(what.contains("too large") && !unknown, "{what}");
    let most = certain(&["price.generate=1000000", "images=1e9", "months=60", "server_error_rate=0.5"]);
    assert_eq!(estimate(&[most, vec!["billed.server_error=0", "max_attempts=1"]].concat()).expected, d("3e16"));
    let far = plan(&certain(&["price.generate=1000000", "images=1e9", "months=27", "monthly_growth=4"]));
    let (found, luck) = (Estimate::of(&far), Luck::of(&far));
    assert!(found.is_ok() || found.is_err_and(|e| e.to_string().contains("too large")));
    assert!(luck.is_ok() || luck.is_err_and(|e| e.to_string().contains("too large")));
}

#[test]
fn a_size_that_the_provider_refuses_is_said_with_the_rule() {
    let sizes = [
        ("1000x1000", "both edges must be multiples of 16", "1008x1008"),
        ("512x512", "it must have at least 655360 pixels", "816x816"),
        ("3840x1024", "the aspect ratio may be at most 3:1", "3408x1136"),
        ("4096x2048", "the longest edge may be at most 3840", "3840x1920"),
        ("3840x3840", "it may have at most 8294400 pixels", "2880x2880"),
    ];
    for (size, why, nearest) in sizes {
        let said = format!("openai/gpt-image-2 does not take {size}: {why}; the nearest legal size is {nearest}");
        assert_eq!(problem(&[&format!("size={size}"), "quality=low"]), (vec![Key::Size], said, false));
    }
    assert!(try_plan(&["size=960x720", "quality=low"]).is_ok());
}

#[test]
fn a_size_or_quality_that_is_missing_or_unknown_is_asked_for() {
    let (keys, what, _) = problem(&["model=bfl/flux-2-pro"]);
    assert!(keys == [Key::Size] && what.contains("give one, such as 1024x1024"), "{what}");
    let needs = problems(&["model=ideogram/ideogram-4-5", "edit_share=0", "image_to_image_share=0"]);
    assert!(needs[0].keys == [Key::Quality] && needs[0].what.contains("choose one of low, medium, high"), "{needs:?}");
    let wrong = problems(&["quality=best", "edit_quality=worst"]);
    assert_eq!(wrong.iter().map(|p| p.keys[0]).collect::<Vec<_>>(), [Key::Quality, Key::EditQuality]);
    let (keys, what, _) = problem(&["edit_model=ideogram/ideogram-4-5", "quality=low"]);
    assert_eq!(
        (keys, what.as_str()),
        (vec![Key::EditModel], "ideogram/ideogram-4-5 does not do `edit`; it does generate")
    );
}

#[test]
fn a_rule_that_nobody_knows_gives_a_band_and_a_warning() {
    let settings = ["size=1024x1024", "quality=low", "images=1000"];
    let found = estimate(&settings);
    assert!(found.floor < found.expected && found.expected < found.ceiling);
    let middle = (found.floor + found.ceiling) / Decimal::TWO;
    assert!(agree(found.expected, middle, 20), "half of the price is assumed");
    let unbilled = estimate(&[&settings[..], &["billed.output_block=0"]].concat());
    assert!(agree(unbilled.expected, found.floor, 20) && unbilled.floor == unbilled.ceiling);
    let said = "images: whether OpenAI bills output blocks is not established; 50 % is assumed, see floor and ceiling";
    assert!(warnings(&settings).contains(&said.to_owned()), "{:?}", warnings(&settings));
    let never = [&settings[..], &["output_block_rate=0"]].concat();
    assert!(!warnings(&never).iter().any(|text| text.contains("not established")));
    assert_eq!(estimate(&never).floor, estimate(&never).ceiling);
}

#[test]
fn an_outcome_that_bills_the_input_alone_costs_prompt_and_references() {
    let gemini = ["model=google-gemini-api/gemini-3-pro-image", "size=1K", "images=100", "edit_share=1"];
    let blocked = ["image_to_image_share=0", "output_block_rate=1", "server_error_rate=0", "timeout_rate=0"];
    let rest = ["input_block_rate=0", "invalid_request_rate=0", "prompt_tokens=1000"];
    // 1,000 text tokens and 560 of one reference image at $2 per 1M.
    assert_eq!(estimate(&[&gemini[..], &blocked, &rest].concat()).expected, d("0.312"));
}

#[test]
fn discount_tiers_credit_and_tax_apply_in_this_order() {
    let rules = ["discount=0.1", "volume_tiers=0:0,1000:0.1,2000:0.2", "credit=100", "tax_rate=0.2"];
    let steps = estimate(&[certain(&["images=75000"]), rules.to_vec()].concat()).steps;
    // 3,000 less 300; in the tiers 100 and 140 off 2,700; 100 of credit; a fifth of 2,360.
    assert_eq!((steps.discount, steps.tiers), (d("-300"), d("-240")));
    assert_eq!((steps.credit, steps.tax, steps.bill), (d("-100"), d("472"), d("2832")));
}

#[test]
fn a_bill_without_luck_has_no_variance_and_never_a_negative_one() {
    for tokens in (1..=20).map(|step| format!("image_output_tokens={}", 331 * step)) {
        let model = ["model=openai/gpt-image-2.6-flare", tokens.as_str(), "references_per_edit=0"];
        let found = estimate(&[&certain(&["images=1000", "edit_share=0.3"])[1..], &model].concat());
        assert!((Decimal::ZERO..=Decimal::new(1, 20)).contains(&found.gross_variance), "{}", found.gross_variance);
    }
}

#[test]
fn drifted_images_are_billed_at_the_size_they_come_out() {
    let free = ["server_error_rate=0", "timeout_rate=0", "input_block_rate=0", "output_block_rate=0"];
    let flux = ["model=bfl/flux-2-pro", "size=1024x1024", "invalid_request_rate=0", "images=1000", "edit_share=0"];
    let drift = ["image_to_image_share=0", "size_drift_rate=0.1", "size_drift_to=1920x1080"];
    assert_eq!(estimate(&[&free[..], &flux, &drift].concat()).expected, d("31.5"));
}

#[test]
fn a_drift_without_a_size_to_drift_to_names_that_row() {
    let drift = ["model=bfl/flux-2-pro", "size=1024x1024", "size_drift_rate=0.1"];
    for to in ["default", "auto", "1024x1000"] {
        let to = format!("size_drift_to={to}");
        let (keys, what, _) = problem(&[&drift[..], &[to.as_str()]].concat());
        assert_eq!(keys, [Key::SizeDriftTo], "{to}: {what}");
    }
}

#[test]
fn months_of_growth_are_whole_images_each() {
    // 15, 16.5, 18.15: halves go to the even count.
    let found = estimate(&certain(&["images=15", "months=3", "monthly_growth=0.1"]));
    assert_eq!((found.counts.requested, found.expected), (d("49"), d("1.96")));
    let shrinking = estimate(&certain(&["images=1000", "months=60", "monthly_growth=-0.9"]));
    assert_eq!(shrinking.counts.requested, d("1111"));
    assert_eq!(estimate(&certain(&["images=7", "months=60"])).counts.requested, d("420"));
}

#[test]
fn prices_that_are_missing_are_never_taken_for_free_ones() {
    let (keys, what, unknown) = problem(&["model=custom", "edit_share=0", "image_to_image_share=0"]);
    assert!(keys == [Key::Model] && unknown && what.contains("set price.generate"), "{what}");
    let found = problems(&["model=custom", "price.generate=0.04"]);
    assert_eq!(found.len(), 2, "edits and image-to-image have no price: {found:?}");
}
