//! Goal seek: the value at which the bill meets an amount.

use image_budget::model::assumption::{Key, Value};
use image_budget::model::scenario::{Place, Scenario};
use image_budget::model::stats::draws::Effort;
use image_budget::model::stats::goal::{End, Goal, Metric, SeekError, Sought, seek};
use rust_decimal::Decimal;

use super::{bill, certain, figures, float, found, goal, near, place, shipped, spread, try_seek, with};
use crate::common::{BOOK, d, today};

/// What goal seek found, as a number.
#[track_caller]
fn found_number(sought: &Sought) -> Decimal {
    match &sought.value {
        Value::Number(number) => *number,
        other => panic!("{other} is not a number"),
    }
}

#[test]
fn the_most_images_within_an_amount_are_whole_and_exact() {
    let subject = certain(&["images=500"]);
    for (wanted, images) in [
        ("expected=100", 2_000),
        ("expected=99.99", 1_999),
        ("p95=100", 2_000),
        ("p95=99.99", 1_999),
        ("expected=0.05", 1),
        ("expected=0.04", 0),
    ] {
        let images = Decimal::from(images);
        let sought = found(&subject, goal(wanted), "images");
        assert_eq!((sought.end, found_number(&sought)), (End::Met, images), "{wanted}");
        assert_eq!(sought.bill.expected, images * d("0.05"), "{wanted}");
        assert!(sought.options.is_empty(), "a count is no choice");
    }
}

#[test]
fn one_image_more_than_fits_passes_the_goal() {
    let luck = shipped(&[]);
    let ranges = shipped(&["price.change=-0.1..0..0.3", "server_error_rate=0..0.02..0.1"]);
    for (subject, metric, q) in
        [(&luck, "p95", 0.95), (&luck, "p50", 0.5), (&ranges, "p95", 0.95), (&ranges, "p90", 0.9)]
    {
        let sought = found(subject, goal(&format!("{metric}=600")), "images");
        let images = found_number(&sought);
        let bill = |images: Decimal| spread(&with(subject, sought.place, &Value::Number(images))).quantile(q);
        let (here, beyond) = (bill(images), bill(images + Decimal::ONE));
        assert!(sought.end == End::Met && images.fract().is_zero(), "{metric}: {images}");
        assert!(here <= 600.000_001 && beyond > 600.0, "{metric}: {here} at {images} images, then {beyond}");
        near(metric, float(sought.bill.usd), here, 1e-8);
    }
    let images = |subject: &Scenario| found_number(&found(subject, goal("p95=600"), "images"));
    assert!(images(&ranges) < images(&luck), "what is not known costs room");
}

#[test]
fn the_most_images_of_a_budget_are_what_goal_seek_finds() {
    for budget in ["600", "2500"] {
        let subject = shipped(&[&format!("budget={budget}")]);
        let most = figures(&subject).budget.and_then(|budget| budget.most_images).unwrap();
        assert_eq!(found_number(&found(&subject, goal(&format!("p95={budget}")), "images")), Decimal::from(most));
    }
}

/// Assumption, what else is set, goal, value. Two thousand images are $100; the bill then is:
const BY_HAND: [(&str, &[&str], &str, &str); 14] = [
    // 100 - 50 share
    ("batch_share", &["price.batch_discount=0.5"], "75", "0.5"),
    ("batch_share", &["price.batch_discount=0.5"], "66.66", "0.6668"),
    // 100 (1 + rate): what fails is billed, and tried once more
    ("server_error_rate", &["max_attempts=2", "billed.server_error=1"], "110", "0.1"),
    // 100 (1 - rate): what fails costs nothing and is given up
    ("server_error_rate", &["retry.server_error=false", "billed.server_error=0"], "90", "0.1"),
    // 100 (0.8 + 0.2 share)
    ("billed.server_error", &["server_error_rate=0.2", "retry.server_error=false"], "95", "0.75"),
    // 100 (1 + rate)
    ("duplicate_rate", &[], "120", "0.2"),
    // 100 (1 + share)
    ("edit_share", &["price.edit=0.1"], "150", "0.5"),
    // 100 / rate
    ("acceptance_rate", &["count_basis=kept"], "200", "0.5"),
    // 100 (1 - discount)
    ("discount", &[], "75", "0.25"),
    ("discount", &[], "60.06", "0.3994"),
    // 100 (1 + tax), 100 (1 + change)
    ("tax_rate", &[], "130", "0.3"),
    ("price.change", &[], "130", "0.3"),
    // 2000 price, 100 - credit
    ("price.generate", &[], "75", "0.0375"),
    ("credit", &[], "75", "25"),
];

#[test]
fn shares_rates_and_prices_are_found_whether_the_bill_rises_or_falls_with_them() {
    for (key, more, usd, wanted) in BY_HAND {
        let subject = certain(&[&["images=2000"][..], more].concat());
        let sought = found(&subject, goal(&format!("expected={usd}")), key);
        let (usd, wanted) = (d(usd), d(wanted));
        assert_eq!((sought.end, found_number(&sought)), (End::Met, wanted), "{key} for {usd}");
        let at = |x: Decimal| bill(&with(&subject, sought.place, &Value::Number(x)));
        assert_eq!(sought.bill.usd, at(wanted), "{key} for {usd}");
        assert!(at(wanted) <= usd, "{key} for {usd}: {}", at(wanted));
        let step = Decimal::new(1, 5);
        let sides = [at(wanted - step), at(wanted + step)];
        assert_eq!(sides.iter().filter(|bill| **bill > usd).count(), 1, "{key} for {usd}: {sides:?} on its sides");
    }
}

#[test]
fn attempts_are_sought_in_whole_steps_and_what_no_value_reaches_is_said() {
    // Every second attempt fails and is billed: 100 (2 - 2^(1 - attempts)) dollars.
    let subject = certain(&[
        "images=1000",
        "price.generate=0.1",
        "server_error_rate=0.5",
        "billed.server_error=1",
        "max_attempts=20",
    ]);
    for (usd, end, attempts, comes_to) in [
        ("180", End::Met, "3", "175"),
        ("150", End::Met, "2", "150"),
        ("149", End::Met, "1", "100"),
        ("99", End::NeverWithin, "1", "100"),
        ("300", End::AlwaysWithin, "20", "199.99980926513671875"),
    ] {
        let sought = found(&subject, goal(&format!("expected={usd}")), "max_attempts");
        assert_eq!((sought.end, found_number(&sought)), (end, d(attempts)), "{usd}");
        assert_eq!((sought.bill.usd, sought.bill.expected), (d(comes_to), d(comes_to)), "{usd}");
    }
    // Without batch the bill is $100, and the batch tier only makes it less.
    let cheaper = certain(&["images=2000", "price.batch_discount=0.5"]);
    let always = found(&cheaper, goal("expected=1000"), "batch_share");
    assert_eq!((always.end, found_number(&always), always.bill.usd), (End::AlwaysWithin, Decimal::ZERO, d("100")));
    let never = found(&cheaper, goal("expected=49"), "batch_share");
    assert_eq!((never.end, found_number(&never), never.bill.usd), (End::NeverWithin, Decimal::ONE, d("50")));
}

#[test]
fn a_choice_is_the_dearest_within_the_goal_and_every_option_is_told() {
    let subject = shipped(&[]);
    let model = BOOK.find("openai/gpt-image-2").unwrap();
    let sizes: Vec<String> = model.sizes.iter().map(ToString::to_string).collect();
    for (key, words) in [("quality", model.qualities.clone()), ("size", sizes)] {
        let place = place(&subject, key);
        let cost = |word: &String| bill(&with(&subject, place, &Value::Text(word.clone())));
        let legal: Vec<(String, Decimal)> = words.iter().map(|word| (word.clone(), cost(word))).collect();
        assert!(legal.len() >= 3);
        for (word, usd) in &legal {
            let sought = found(&subject, Goal { metric: Metric::Expected, usd: *usd }, key);
            let told = sought.options.iter().map(|(value, figure)| (value.to_string(), figure.usd));
            assert_eq!(told.collect::<Vec<_>>(), legal, "{key}");
            // Of two sizes that cost the same, either will do.
            assert_eq!(sought.bill.usd, *usd, "{word}");
            assert_eq!(cost(&sought.value.to_string()), *usd, "{word}");
            let dearest = legal.iter().all(|(_, other)| other <= usd);
            assert_eq!(sought.end, if dearest { End::AlwaysWithin } else { End::Met }, "{word}");
        }
        let cheapest = legal.iter().map(|(_, usd)| *usd).min().unwrap();
        let below = Goal { metric: Metric::Expected, usd: cheapest - Decimal::new(1, 2) };
        let sought = found(&subject, below, key);
        assert_eq!((sought.end, sought.bill.usd), (End::NeverWithin, cheapest), "{key}");
    }
}

#[test]
fn a_choice_for_a_quantile_is_told_with_its_quantiles() {
    let subject = shipped(&["price.change=-0.1..0..0.3"]);
    let sought = found(&subject, goal("p90=600"), "quality");
    assert_eq!(sought.options.len(), 3);
    for (value, figure) in &sought.options {
        let at = with(&subject, sought.place, value);
        near("P90", float(figure.usd), spread(&at).quantile(0.9), 1e-7);
        assert_eq!(figure.expected, bill(&at));
    }
    // Medium is $552 at today's prices, and passes $600 more than one time in ten.
    assert_eq!((sought.end, sought.value), (End::Met, Value::Text("low".into())));
}

#[test]
fn a_range_is_sought_as_one_value_and_stays_as_it_was() {
    let subject = certain(&["images=100..500..2500"]);
    for (wanted, images) in [("p95=100", "2000"), ("expected=99.99", "1999")] {
        let sought = found(&subject, goal(wanted), "images");
        assert_eq!((sought.end, found_number(&sought)), (End::Met, d(images)), "{wanted}");
    }
    assert_eq!(subject, certain(&["images=100..500..2500"]));
}

#[test]
fn switches_and_the_qualities_of_edits_are_choices_too() {
    let subject = shipped(&["server_error_rate=0.2", "billed.server_error=1"]);
    for (key, count) in [("retry.server_error", 2), ("count_basis", 2), ("edit_quality", 3)] {
        let sought = found(&subject, goal("expected=600"), key);
        assert_eq!(sought.options.len(), count, "{key}");
        for (value, figure) in &sought.options {
            let fresh = bill(&with(&subject, place(&subject, key), value));
            assert_eq!(figure.usd, fresh, "{key} at {value}");
        }
    }
}

#[test]
fn what_is_locked_or_does_not_move_the_bill_is_not_sought() {
    let mut subject = shipped(&["budget=600"]);
    let why = |subject: &Scenario, key: &str| match try_seek(subject, goal("expected=500"), key) {
        Err(SeekError::Cannot(what)) => what,
        other => panic!("{key}: {other:?}"),
    };
    for (key, says) in [
        ("budget", "budget does not move the bill"),
        ("budget_confidence", "budget_confidence does not move the bill"),
        ("volume_tiers", "volume_tiers has no numbers or choices"),
        ("model", "model has no numbers or choices"),
        ("edit_model", "edit_model has no numbers or choices"),
    ] {
        assert!(why(&subject, key).contains(says), "{}", why(&subject, key));
    }
    for key in ["images", "quality", "discount"] {
        found(&subject, goal("expected=500"), key);
        let here = place(&subject, key);
        subject.lock(here, true);
        let says = why(&subject, key);
        assert!(says.contains(key) && says.contains("locked"), "{says}");
        subject.lock(here, false);
        found(&subject, goal("expected=500"), key);
    }
    let missing = Place { line: Some(7), key: Key::Images };
    let nowhere = seek(&BOOK, &subject, today(), goal("expected=500"), missing, Effort::Quick);
    assert!(matches!(nowhere, Err(SeekError::Cannot(_))), "{nowhere:?}");
}

#[test]
fn a_goal_that_has_no_answer_anywhere_says_why() {
    let subject = shipped(&["model=openai/gpt-image-2.6-flare"]);
    let error = try_seek(&subject, goal("expected=500"), "images").unwrap_err().to_string();
    assert!(error.contains("no published token count"), "{error}");
}

#[test]
fn goals_are_read_as_people_write_them_and_anything_else_is_named() {
    for (text, metric, usd) in [
        ("expected=2500", "expected", "2500"),
        ("expected=$2,500", "expected", "2500"),
        ("p95=6000", "P95", "6000"),
        ("P50=6k", "P50", "6000"),
        ("p99.9=0.5", "P99.9", "0.5"),
        (" p5 = 1e3 ", "P5", "1000"),
    ] {
        let goal = goal(text);
        assert_eq!((goal.metric.to_string().as_str(), goal.usd), (metric, d(usd)), "{text}");
    }
    let junk = " = =5 100 p95 p95= p=5 p0=5 p100=5 p200=5 p-5=5 pNaN=5 pinf=5 mean=5 p95=abc p95=0 p95=-5 p95=none \
        p95=5..6 p95=5=6 p95=1e400";
    for junk in junk.split(' ') {
        let error = junk.parse::<Goal>().unwrap_err().to_string();
        assert!(error.contains(&format!("`{junk}` is not a goal")) && error.contains("p95=6000"), "{error}");
    }
    let long = "x".repeat(10_000).parse::<Goal>().unwrap_err().to_string();
    assert!(long.len() < 200, "{} bytes", long.len());
}

/// Legal values lie between the last even step and what the other shares leave, and between nothing,
/// which is not allowed, and the first step.
#[test]
fn goal_seek_looks_as_far_as_the_plan_takes_values() {
    // 40 (1 + edits); image-to-image leaves at most 90 % of edits.
    let edits = certain(&[
        "images=1000",
        "price.generate=0.04",
        "price.edit=0.08",
        "price.image_to_image=0.04",
        "image_to_image_share=0.1",
    ]);
    let sought = found(&edits, goal("expected=75.2"), "edit_share");
    assert_eq!((sought.end, found_number(&sought)), (End::Met, d("0.88")));
    // 50 / accepted.
    let kept = certain(&["images=1000", "count_basis=kept", "acceptance_rate=0.5"]);
    let sought = found(&kept, goal("expected=1000"), "acceptance_rate");
    assert_eq!((sought.end, found_number(&sought)), (End::Met, d("0.05")));
    // 2.5 % of attempts fail otherwise, so server errors can be 97.5 %; each attempt is billed.
    let errors =
        certain(&["images=1000", "max_attempts=20", "timeout_rate=0.025", "billed.timeout=1", "billed.server_error=1"]);
    let fresh = |rate: &str| bill(&with(&errors, place(&errors, "server_error_rate"), &Value::Number(d(rate))));
    let (here, beyond) = (fresh("0.92"), fresh("0.95"));
    let middle = Goal { metric: Metric::Expected, usd: (here + beyond) / Decimal::TWO };
    let sought = found(&errors, middle, "server_error_rate");
    assert_eq!(sought.end, End::Met, "{sought:?}");
    assert!(d("0.92") < found_number(&sought) && found_number(&sought) < d("0.95"), "{sought:?}");
}

#[test]
fn the_most_images_of_a_ranged_plan_without_luck_are_a_division() {
    let subject = certain(&["images=1000..2000..4000", "budget=600"]);
    assert_eq!(spread(&subject).most_images(0.95), Some(12_000), "600 / 0.05");
    assert_eq!(found_number(&found(&subject, goal("p95=600"), "images")), d("12000"));
}
