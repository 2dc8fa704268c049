//! Inference steps and compute seconds.

use image_budget::model::assumption::Key;
use image_budget::model::plan::{Call, Plan};
use image_budget::model::price::PriceProblem;
use image_budget::model::warning::Warning;
use rust_decimal::Decimal;

use super::{DEV, DEZGO, GPT, LUCID, MACHINES, PHOENIX, SCHNELL, SMOOTH, call, price_of, problem, with_steps};
use crate::common::{BOOK, d, estimate, try_plan};

#[test]
fn steps_are_billed_at_the_rates_of_their_source() {
    // Four tiles at $0.0000528 and steps at $0.0001056.
    assert_eq!(with_steps(SCHNELL, "1024x1024", 8), d("0.001056"));
    assert_eq!(with_steps(SCHNELL, "1024x1024", 1), d("0.0003168"));
    // Four tiles at $0.00583 and steps at $0.00011.
    assert_eq!(with_steps(PHOENIX, "1024x1024", 40), d("0.02772"));
    // $0.009 at 1024x1024 and 25 steps, in proportion to both.
    assert_eq!(with_steps(DEV, "1024x1024", 50), d("0.018"));
    assert_eq!(with_steps(DEV, "512x512", 10), d("0.0009"));
    for (model, usual) in [(SCHNELL, 4), (PHOENIX, 25), (DEV, 25), (DEZGO, 30)] {
        assert_eq!(with_steps(model, "1024x1024", usual), price_of(&call(model, "1024x1024")), "{model}");
    }
}

#[test]
fn dezgo_follows_its_published_formula_at_any_size_and_number_of_steps() {
    for (width, height) in [(320, 320), (512, 512), (768, 768), (1280, 720), (1024, 1024), (1024, 1536)] {
        for steps in [1, 9, 10, 11, 25, 30, 37, 50, 100, 150] {
            let pixels = Decimal::from((width * height).max(512 * 512));
            let usd = (pixels * d("0.000006849") - d("1.133")) * Decimal::from(steps.max(10)) / d("10000");
            let found = with_steps(DEZGO, &format!("{width}x{height}"), steps);
            assert_eq!(found, usd.trunc_with_scale(4), "{width}x{height} at {steps} steps");
        }
    }
    assert_eq!([5, 20, 50].map(|steps| with_steps(DEZGO, "1024x1024", steps)), [d("0.006"), d("0.012"), d("0.0302")]);
}

#[test]
fn twice_the_steps_cost_twice_the_step_charge() {
    for model in BOOK.models().filter(|model| model.bills_steps() && model.truncate_decimals.is_none()) {
        let size = model.sizes.first().map_or("default".into(), ToString::to_string);
        let charge = |steps: u32| {
            let call = Call { steps: Some(steps.into()), ..call(&model.id, &size) };
            let plan = Plan::of_call(&call).unwrap_or_else(|e| panic!("{e}"));
            let charges = &plan.lines[0].groups[0].members[0].price.charges;
            charges.iter().filter(|charge| charge.rate.unit.is_steps()).map(|charge| charge.amount).sum::<Decimal>()
        };
        assert!(charge(3) > Decimal::ZERO, "{}", model.id);
        assert_eq!(charge(6), charge(3) * Decimal::TWO, "{}", model.id);
    }
}

#[test]
fn a_model_that_is_not_billed_by_steps_ignores_them() {
    for (model, size) in [(GPT, "1024x1024"), ("runpod/black-forest-labs-flux-1-schnell", "1024x1024")] {
        let plain = Call { quality: if model == GPT { "low" } else { "default" }.into(), ..call(model, size) };
        let more = Call { steps: Some(d("50")), seconds: Some(d("9")), ..plain.clone() };
        assert_eq!(price_of(&more), price_of(&plain));
    }
    let lucid = Call { quality: "20-steps".into(), ..call(LUCID, "1024x1024") };
    assert_eq!(price_of(&lucid), d("0.0306"), "four tiles and the quality that stands for 20 steps");
    assert_eq!(price_of(&Call { steps: Some(d("40")), ..lucid }), d("0.0306"));
}

#[test]
fn more_steps_than_a_model_takes_are_told() {
    let warns = |steps: &str| {
        let plan = try_plan(
            &[&SMOOTH[..], &["size=1024x1024", &format!("model={SCHNELL}"), &format!("steps={steps}")]].concat(),
        );
        let told = Warning::TooManySteps { model: SCHNELL.into(), most: 8 };
        plan.unwrap_or_else(|e| panic!("{e:?}")).warnings.contains(&told)
    };
    assert_eq!(["4", "8", "9"].map(warns), [false, false, true]);
}

#[test]
fn run_time_costs_seconds_times_the_rate_of_the_machine() {
    let machine = |quality: &str, seconds: &str| {
        price_of(&Call { quality: quality.into(), seconds: Some(d(seconds)), ..call(MACHINES, "default") })
    };
    assert_eq!(machine("nvidia-l40s", "12.5"), d("0.0121875"));
    assert_eq!(machine("nvidia-h100", "3"), d("0.004575"));
    assert_eq!(machine("nvidia-t4", "100"), d("0.0225"));
    let unknown = Call { quality: "nvidia-t4".into(), ..call(MACHINES, "default") };
    assert_eq!(Plan::of_call(&unknown).err(), Some(PriceProblem::NeedsSeconds { model: MACHINES.into() }));
}

#[test]
fn a_run_time_that_is_not_known_asks_for_seconds() {
    let line = ["model=replicate/hardware", "quality=nvidia-l40s"];
    let found = problem(&[&SMOOTH[..], &line].concat());
    assert!(found.unknown && found.keys == [Key::Seconds] && found.what.contains("enter seconds"), "{found:?}");
    let ranged = [&SMOOTH[..], &line, &["seconds=4..10..30", "images=1000"]].concat();
    assert_eq!(estimate(&ranged).expected, d("9.75"), "1,000 times ten seconds at $0.000975");
}
