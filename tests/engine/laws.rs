//! Laws of the cost model that hold for every scenario: custom prices and shipped models, any
//! failure rates, any rules from gross to bill.

use image_budget::model::assumption::Key;
use image_budget::model::bill::Rules;
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use image_budget::model::price::Bound;
use image_budget::model::scenario::{Line, Scenario};
use image_budget::model::stats::luck::Luck;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::common::{BOOK, d, scenario, today};

/// The same cases on every machine.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_122),
        ..ProptestConfig::default()
    }
}

type Settings = Vec<String>;

fn plan(scenario: &Scenario) -> Plan {
    Plan::new(&BOOK, scenario, today()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn estimate(scenario: &Scenario) -> Estimate {
    Estimate::of(&plan(scenario)).unwrap_or_else(|e| panic!("{e}"))
}

/// The estimate of settings with one more set over them.
fn with(settings: &[String], more: &str) -> Estimate {
    estimate(&scenario(&[settings, &[more.to_owned()]].concat()))
}

/// Equal to so many digits, counted from the first one before the point.
fn close(a: Decimal, b: Decimal, digits: u32) -> bool {
    (a - b).abs() <= b.abs().max(Decimal::ONE) * Decimal::new(1, digits)
}

/// Not below, where both are rounded at their last digits.
fn at_least(a: Decimal, b: Decimal) -> bool {
    a >= b || close(a, b, 22)
}

fn permille(key: &str, value: u32) -> String {
    format!("{key}={}", Decimal::new(value.into(), 3))
}

/// Failure rates that leave some success, and what happens on each failure.
fn failures() -> impl Strategy<Value = Settings> {
    let outcomes = ["server_error", "timeout", "input_block", "output_block", "invalid_request"];
    let each = vec((0_u32..=180, any::<bool>(), prop_oneof![Just(None), (0_u32..=1_000).prop_map(Some)]), 5);
    (each, 1_u32..=8, prop_oneof![Just(0_u32), 1_u32..=200]).prop_map(move |(each, attempts, duplicates)| {
        let mut settings = vec![format!("max_attempts={attempts}"), permille("duplicate_rate", duplicates)];
        for (outcome, (rate, retried, billed)) in outcomes.iter().zip(each) {
            settings.push(permille(&format!("{outcome}_rate"), rate));
            settings.push(format!("retry.{outcome}={retried}"));
            settings.extend(billed.map(|share| permille(&format!("billed.{outcome}"), share)));
        }
        settings
    })
}

/// How many images, of which kind, counted how.
fn volume() -> impl Strategy<Value = Settings> {
    let images = prop_oneof![1_u32..=50, 51_u32..=5_000, 5_001_u32..=2_000_000];
    (images, 0_u32..=500, 0_u32..=500, 0_u32..=1_000, 300_u32..=1_000, any::<bool>()).prop_map(
        |(images, edits, restyled, batch, accepted, kept)| {
            vec![
                format!("images={images}"),
                permille("edit_share", edits),
                permille("image_to_image_share", restyled),
                permille("batch_share", batch),
                permille("acceptance_rate", accepted),
                format!("count_basis={}", if kept { "kept" } else { "requested" }),
            ]
        },
    )
}

fn custom() -> impl Strategy<Value = Settings> {
    (vec(0_i64..=2_000_000, 3), 0_u32..=1_000).prop_map(|(micros, discount)| {
        let keys = ["price.generate", "price.edit", "price.image_to_image"];
        let prices = keys.iter().zip(micros).map(|(key, usd)| format!("{key}={}", Decimal::new(usd, 6)));
        let rest = ["model=custom".to_owned(), permille("price.batch_discount", discount)];
        prices.chain(rest).collect()
    })
}

/// A shipped model: tokens with a formula, tokens with thinking, megapixels, prices per image.
fn shipped() -> impl Strategy<Value = Settings> {
    let choices = prop_oneof![
        (select(vec!["default", "1024x1024", "2048x1152"]), select(vec!["default", "low", "medium", "high"]))
            .prop_map(|(size, quality)| ("openai/gpt-image-2", size, quality, "2048x2048")),
        select(vec!["1K", "4K"]).prop_map(|size| ("google-gemini-api/gemini-3-pro-image", size, "default", "2K")),
        select(vec!["1024x1024", "1920x1080"]).prop_map(|size| ("bfl/flux-2-pro", size, "default", "2048x2048")),
        select(vec!["turbo", "quality"]).prop_map(|quality| ("ideogram/ideogram-4", "default", quality, "default")),
        Just(("fal/fal-ai/flux-2-pro", "default", "default", "1536x1024")),
    ];
    (choices, 0_u32..=1_000, 0_u32..=3_000, 0_u32..=100, 0_u32..=3).prop_map(
        |((model, size, quality, drift_to), prompt, references, drift, partial)| {
            vec![
                format!("model={model}"),
                format!("size={size}"),
                format!("quality={quality}"),
                format!("size_drift_to={drift_to}"),
                permille("size_drift_rate", drift),
                format!("prompt_tokens={prompt}"),
                permille("references_per_edit", references),
                format!("partial_images={partial}"),
            ]
        },
    )
}

/// From gross to bill.
fn rules() -> impl Strategy<Value = Settings> {
    let tiers = btree_map(0_u32..=100_000, 0_u32..=1_000, 0..=5);
    (0_u32..=300, tiers, prop_oneof![Just(0_u32), 1_u32..=50_000], 0_u32..=250).prop_map(
        |(discount, tiers, credit, tax)| {
            let tier = |(from, off)| format!("{from}:{}", Decimal::new(i64::from(off), 3));
            let tiers: Vec<String> = tiers.into_iter().map(tier).collect();
            let tiers = if tiers.is_empty() { "none".to_owned() } else { tiers.join(",") };
            vec![
                permille("discount", discount),
                format!("volume_tiers={tiers}"),
                format!("credit={credit}"),
                permille("tax_rate", tax),
            ]
        },
    )
}

/// A line at list prices, with no rules from gross to bill.
fn lines() -> impl Strategy<Value = Settings> {
    (volume(), failures(), prop_oneof![custom(), shipped()]).prop_map(|(a, b, c)| [a, b, c].concat())
}

fn scenarios() -> impl Strategy<Value = Settings> {
    (lines(), rules()).prop_map(|(a, b)| [a, b].concat())
}

fn rules_of(settings: &[String]) -> Rules {
    Rules::of(&scenario(settings).values)
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn the_bill_is_the_sum_of_all_items_and_steps_to_the_last_digit(settings in scenarios()) {
        let found = estimate(&scenario(&settings));
        let items: Decimal = found.items().map(|item| item.amount).sum();
        let steps = found.steps.discount + found.steps.tiers + found.steps.credit + found.steps.tax;
        prop_assert_eq!(items, found.gross);
        prop_assert_eq!(found.lines.iter().map(|line| line.total).sum::<Decimal>(), found.gross);
        prop_assert_eq!(items + steps, found.expected);
        prop_assert_eq!(found.steps.bill, found.expected);
    }

    #[test]
    fn each_item_is_its_quantity_times_its_unit_price(settings in lines()) {
        for item in estimate(&scenario(&settings)).items() {
            prop_assert!(close(item.quantity * item.unit_price, item.amount, 18), "{item:?}");
            prop_assert!(item.unit_price >= Decimal::ZERO && item.quantity >= Decimal::ZERO, "{item:?}");
        }
    }

    #[test]
    fn twice_the_images_cost_twice_as_much(settings in lines()) {
        let mut twice = scenario(&settings);
        let images = twice.lines[0].values.amount(Key::Images);
        let one = estimate(&twice);
        twice.apply(&format!("images={}", images * Decimal::TWO)).unwrap();
        let two = estimate(&twice);
        prop_assert!(close(two.gross, one.gross * Decimal::TWO, 24), "{} {}", one.gross, two.gross);
        prop_assert!(close(two.gross_variance, one.gross_variance * Decimal::TWO, 24));
    }

    #[test]
    fn a_line_split_in_two_costs_the_same_with_the_same_variance(settings in lines(), first in 0_u32..=2_000_000) {
        let whole = scenario(&settings);
        let images = whole.lines[0].values.amount(Key::Images);
        let first = Decimal::from(first).min(images);
        let mut split = whole.clone();
        split.lines.push(Line { name: "rest".into(), values: split.lines[0].values.clone() });
        split.apply(&format!("images.images={first}")).unwrap();
        split.apply(&format!("rest.images={}", images - first)).unwrap();
        let (one, two) = (estimate(&whole), estimate(&split));
        prop_assert!(close(two.gross, one.gross, 24), "{} {}", one.gross, two.gross);
        prop_assert!(close(two.gross_variance, one.gross_variance, 24));
        prop_assert!(close(two.counts.attempts, one.counts.attempts, 20));
    }

    #[test]
    fn floats_follow_decimals_to_a_billionth(settings in lines()) {
        let plan = plan(&scenario(&settings));
        for bound in [Bound::Floor, Bound::Expected, Bound::Ceiling] {
            let exact = plan.terms::<Decimal>(bound).unwrap().iter().map(|line| line.mean().unwrap()).sum::<Decimal>();
            let float = plan.terms::<f64>(bound).unwrap().iter().map(|line| line.mean().unwrap()).sum::<f64>();
            let exact = exact.to_f64().unwrap();
            prop_assert!((float - exact).abs() <= 1e-9 * exact, "{bound:?}: {float} {exact}");
        }
        let float: f64 = plan.terms::<f64>(Bound::Expected).unwrap().iter().map(|line| line.mean().unwrap()).sum();
        let gross = Estimate::of(&plan).unwrap().gross.to_f64().unwrap();
        prop_assert!((float - gross).abs() <= 1e-9 * gross, "{float} {gross}");
    }

    #[test]
    fn the_expected_bill_lies_between_floor_and_ceiling(settings in scenarios()) {
        let plan = plan(&scenario(&settings));
        let found = Estimate::of(&plan).unwrap();
        prop_assert!(found.floor <= found.expected && found.expected <= found.ceiling, "{found:?}");
        prop_assert!(plan.is_open() || found.floor == found.ceiling);
    }

    #[test]
    fn the_bill_never_falls_with_more_images(settings in scenarios(), more in 1_u32..=100_000) {
        let scenario = scenario(&settings);
        let images = scenario.lines[0].values.amount(Key::Images);
        let more = with(&settings, &format!("images={}", images + Decimal::from(more)));
        prop_assert!(at_least(more.expected, estimate(&scenario).expected));
    }

    #[test]
    fn the_bill_never_falls_with_higher_prices(
        line in (volume(), failures(), custom()), rules in rules(), usd in 0_i64..=2_000_000,
    ) {
        let settings = [line.0, line.1, line.2, rules].concat();
        let prices = scenario(&settings);
        for key in ["price.generate", "price.edit", "price.image_to_image"] {
            let place = prices.place(key).unwrap();
            let now = prices.values_at(place).and_then(|values| values.number(place.key)).unwrap();
            let dearer = with(&settings, &format!("{key}={}", now + Decimal::new(usd, 6)));
            prop_assert!(at_least(dearer.expected, estimate(&prices).expected), "{key}");
        }
    }

    #[test]
    fn the_bill_never_falls_with_more_attempts(settings in scenarios()) {
        let mut before = Decimal::ZERO;
        for attempts in 1..=6 {
            let now = with(&settings, &format!("max_attempts={attempts}")).expected;
            prop_assert!(at_least(now, before), "{attempts}: {before} {now}");
            before = now;
        }
    }

    #[test]
    fn a_delivered_image_costs_the_same_however_often_it_is_tried(line in (volume(), failures(), custom())) {
        let base = [line.0, line.1, line.2, vec!["duplicate_rate=0".into(), "count_basis=requested".into()]].concat();
        let cost = |attempts: u32| {
            let found = with(&base, &format!("max_attempts={attempts}"));
            found.gross / found.counts.delivered
        };
        let once = cost(1);
        for attempts in [2, 5, 20] {
            prop_assert!(close(cost(attempts), once, 20), "{attempts}: {} {once}", cost(attempts));
        }
    }

    #[test]
    fn what_is_paid_for_nothing_is_a_part_of_the_gross(settings in lines()) {
        let found = estimate(&scenario(&settings));
        let wasted = found.paid_for_nothing;
        prop_assert!(wasted.total <= found.gross);
        prop_assert_eq!(wasted.total, wasted.by_outcome.0.iter().sum::<Decimal>() + wasted.duplicates);
        let counts = found.counts;
        let falling = [counts.attempts, counts.requests, counts.requested, counts.delivered, counts.kept];
        prop_assert!(falling.windows(2).all(|pair| at_least(pair[0], pair[1])), "{counts:?}");
        prop_assert!(at_least(counts.attempts, counts.billed_attempts), "{counts:?}");
    }

    #[test]
    fn before_tax_a_dollar_more_gross_is_at_most_a_dollar_more_bill(
        settings in rules(), gross in 0_i64..=200_000_000, more in 0_i64..=100_000_000,
    ) {
        let rules = Rules { tax: Decimal::ZERO, ..rules_of(&settings) };
        let (gross, more) = (Decimal::new(gross, 3), Decimal::new(more, 3));
        let (low, high) = (rules.bill(gross).unwrap(), rules.bill(gross + more).unwrap());
        prop_assert!(low <= high && high - low <= more, "{low} {high} {more}");
    }

    #[test]
    fn the_steps_add_up_and_credit_never_makes_the_bill_negative(settings in rules(), gross in 0_i64..=200_000_000) {
        let (rules, gross) = (rules_of(&settings), Decimal::new(gross, 3));
        let steps = rules.steps(gross, |step| step).unwrap();
        prop_assert_eq!(gross + steps.discount + steps.tiers + steps.credit + steps.tax, steps.bill);
        prop_assert!(steps.bill >= Decimal::ZERO && -steps.credit <= rules.credit);
        prop_assert!(steps.discount <= Decimal::ZERO && steps.tiers <= Decimal::ZERO);
        prop_assert!(steps.credit <= Decimal::ZERO && steps.tax >= Decimal::ZERO);
        prop_assert_eq!(rules.bill(gross).unwrap(), steps.bill);
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn quantiles_and_chances_are_in_order(settings in scenarios()) {
        let found = estimate(&scenario(&settings)).expected.to_f64().unwrap();
        let luck = Luck::of(&plan(&scenario(&settings))).unwrap();
        let [p5, p50, p95] = [0.05, 0.5, 0.95].map(|q| luck.quantile(q));
        prop_assert!(0.0 <= p5 && p5 <= p50 && p50 <= p95, "{p5} {p50} {p95}");
        let over = [0.5, 0.9, 1.0, 1.1, 2.0].map(|part| luck.probability_over(part * found));
        prop_assert!(over.windows(2).all(|pair| pair[0] >= pair[1] - 1e-9), "{over:?}");
        prop_assert!(over.iter().all(|chance| (0.0..=1.0).contains(chance)), "{over:?}");
        let slack = 1e-6 * p95.max(1.0);
        prop_assert!(luck.probability_over(p95 + slack) <= 0.05 + 1e-6, "{}", luck.probability_over(p95 + slack));
        if p5 > slack {
            prop_assert!(luck.probability_over(p5 - slack) >= 0.95 - 1e-6, "{}", luck.probability_over(p5 - slack));
        }
    }

    #[test]
    fn the_quantiles_have_the_mean_and_the_spread_of_the_exact_gross(settings in lines()) {
        let found = estimate(&scenario(&settings));
        let luck = Luck::of(&plan(&scenario(&settings))).unwrap();
        let (mean, deviation) = (found.gross.to_f64().unwrap(), found.gross_variance.to_f64().unwrap().sqrt());
        let quantiles: Vec<f64> = (0..1_000).map(|i| luck.quantile((f64::from(i) + 0.5) / 1_000.0)).collect();
        let average = quantiles.iter().sum::<f64>() / 1_000.0;
        let spread = quantiles.iter().map(|x| (x - average).powi(2)).sum::<f64>() / 1_000.0;
        let small = 1e-6 * mean;
        prop_assert!((average - mean).abs() <= 0.005 * deviation + small, "{average} {mean} {deviation}");
        prop_assert!((spread.sqrt() - deviation).abs() <= 0.01 * deviation + small, "{} {deviation}", spread.sqrt());
    }
}

#[test]
fn a_hundredth_of_a_cent_and_a_million_dollars_keep_their_digits() {
    for usd in ["0.0001", "1000000"] {
        let price = format!("price.generate={usd}");
        let settings = ["model=custom", price.as_str(), "edit_share=0", "image_to_image_share=0", "images=3"];
        let none = ["server_error", "timeout", "input_block", "output_block", "invalid_request"];
        let none = none.map(|outcome| format!("{outcome}_rate=0"));
        let settings: Vec<&str> = settings.into_iter().chain(none.iter().map(String::as_str)).collect();
        assert_eq!(estimate(&scenario(&settings)).expected, d(usd) * d("3"));
    }
}
