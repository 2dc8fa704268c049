//! Laws of two scenarios made of presets, with anything changed.

use std::sync::LazyLock;

use image_budget::model::assumption::TABLE;
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use image_budget::model::scenario::{Line, Scenario};
use image_budget::model::versus::{Cause, What, pairs};
use image_budget::store::presets;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use proptest::test_runner::RngSeed;
use rust_decimal::Decimal;

use super::{BOOK, bills, steps, versus};
use crate::common::today;

static PRESETS: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    let shipped = presets::shipped().unwrap().into_iter().map(|preset| preset.scenario);
    [presets::default_scenario()].into_iter().chain(shipped).collect()
});

/// Settings of every cause, for the first line and the scenario.
const SETTINGS: [&str; 24] = [
    "images=1234",
    "images=5000..7000..20000",
    "count_basis=kept",
    "acceptance_rate=70%",
    "edit_share=0.15",
    "image_to_image_share=0",
    "size=1024x1536",
    "quality=low",
    "model=openai/gpt-image-1.5",
    "model=bfl/flux-2-pro",
    "batch_share=0.5",
    "prompt_tokens=900",
    "references_per_edit=3",
    "timeout_rate=0.07",
    "max_attempts=5",
    "retry.output_block=true",
    "billed.timeout=0.3",
    "price.change=0.07",
    "prices_on=2026-08-01",
    "discount=0.03",
    "volume_tiers=0:0,1:0.01,70:0.3",
    "credit=3.33",
    "tax_rate=0.19",
    "months=7",
];

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_122),
        ..ProptestConfig::default()
    }
}

/// A preset with some settings changed, and perhaps a line renamed, taken away or added.
fn scenarios() -> impl Strategy<Value = Scenario> {
    let presets = select(PRESETS.clone());
    let changes = subsequence(SETTINGS.to_vec(), 0..=6);
    (presets, changes, any::<Index>(), 0_u8..6).prop_map(|(mut scenario, settings, at, what)| {
        let name = scenario.lines[0].name.clone();
        let several = scenario.lines.len() > 1;
        for setting in settings {
            let key = setting.split_once('=').unwrap().0;
            let on_line =
                TABLE.iter().any(|spec| spec.name == key && spec.scope == image_budget::model::assumption::Scope::Line);
            let named = if several && on_line { format!("{name}.{setting}") } else { setting.to_owned() };
            let before = scenario.clone();
            scenario.apply(&named).unwrap();
            if bill(&scenario).is_none() {
                scenario = before;
            }
        }
        let line = at.index(scenario.lines.len());
        match what {
            0 => scenario.lines[line].name = "another".into(),
            1 if several => drop(scenario.lines.remove(line)),
            2 => scenario.lines.push(Line { name: "more".into(), values: scenario.lines[line].values.clone() }),
            3 => scenario.lines.reverse(),
            _ => {}
        }
        scenario
    })
}

fn bill(scenario: &Scenario) -> Option<Estimate> {
    let plan = Plan::new(&BOOK, scenario, scenario.day(today())).ok()?;
    Estimate::of(&plan).ok()
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn items_sum_to_both_bills_to_the_last_digit(a in scenarios(), b in scenarios()) {
        let items = bills(&a, &b).items;
        prop_assert_eq!(items.iter().filter_map(|item| item.a).sum::<Decimal>(), bill(&a).unwrap().expected);
        prop_assert_eq!(items.iter().filter_map(|item| item.b).sum::<Decimal>(), bill(&b).unwrap().expected);
        for item in &items {
            prop_assert_eq!(item.change.by, item.b.unwrap_or_default() - item.a.unwrap_or_default());
            prop_assert!(item.a.is_some() || item.b.is_some());
        }
    }

    #[test]
    fn the_steps_lead_from_one_bill_to_the_other_to_the_last_digit(a in scenarios(), b in scenarios()) {
        let bridge = bills(&a, &b).bridge;
        prop_assert_eq!(bridge.from, bill(&a).unwrap().expected.round_dp(bridge.decimals));
        prop_assert_eq!(bridge.to, bill(&b).unwrap().expected.round_dp(bridge.decimals));
        let mut at = bridge.from;
        let mut causes: Vec<Cause> = Vec::new();
        for step in &bridge.steps {
            at += step.amount;
            prop_assert_eq!(at, step.after);
            prop_assert!(!step.amount.is_zero());
            prop_assert_eq!(step.causes.len() > 1, !step.merged.is_empty());
            causes.extend(&step.causes);
        }
        prop_assert_eq!(at, bridge.to);
        prop_assert!(causes.is_sorted() && causes.windows(2).all(|pair| pair[0] != pair[1]), "{:?}", causes);
        // No bill has fewer than 27 digits before the point and behind it, unless one on the way is larger.
        prop_assert!(bridge.decimals >= 15, "{}", bridge.decimals);
    }

    #[test]
    fn the_way_back_takes_back_what_the_way_there_gave(a in scenarios(), b in scenarios()) {
        let (there, back) = (bills(&a, &b).bridge, bills(&b, &a).bridge);
        let total = |steps: &[image_budget::model::versus::Step]| steps.iter().map(|step| step.amount).sum::<Decimal>();
        let left = total(&there.steps) + total(&back.steps);
        // Bills on the way may leave room for different decimals: then the coarser ones hold.
        let coarser = there.decimals.min(back.decimals);
        let least = if there.decimals == back.decimals { Decimal::ZERO } else { Decimal::new(1, coarser) };
        prop_assert!(left.abs() <= least, "{} {:?} {:?}", left, there, back);
    }

    #[test]
    fn nothing_differs_from_itself(a in scenarios()) {
        let found = versus(&a, &a);
        prop_assert_eq!(&found.differences, &[]);
        prop_assert_eq!(&steps(&a, &a), &[]);
        let items = found.bills.unwrap().items;
        prop_assert!(items.iter().all(|item| item.change.by.is_zero() && item.a == item.b));
    }

    #[test]
    fn every_difference_is_there(a in scenarios(), b in scenarios()) {
        let mut made = a.clone();
        let all = pairs(&a, &b);
        for difference in versus(&a, &b).differences {
            if let What::Value { key, a: old, b: new, .. } = difference.what {
                let line = difference.line.map(|pair| pair.a.unwrap());
                let place = image_budget::model::scenario::Place { line, key };
                prop_assert_ne!(&old, &new);
                prop_assert_eq!(made.get(place), Some(&old));
                made.set(place, new);
            }
        }
        prop_assert_eq!(made.values, b.values);
        for pair in all {
            if let (Some(at), Some(there)) = (pair.a, pair.b) {
                prop_assert_eq!(&made.lines[at].values, &b.lines[there].values);
            }
        }
    }

    #[test]
    fn a_single_cause_is_a_single_step(a in scenarios(), setting in select(SETTINGS.to_vec())) {
        prop_assume!(a.lines.len() == 1);
        let b = super::with(&a, &[setting]);
        prop_assume!(bill(&b).is_some());
        let bridge = bills(&a, &b).bridge;
        prop_assert!(bridge.steps.len() <= 1, "{:?}", bridge);
        prop_assert_eq!(bridge.steps.iter().map(|step| step.amount).sum::<Decimal>(), bridge.to - bridge.from);
    }
}
