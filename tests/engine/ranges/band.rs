//! The 90 % band along a curve, against the range of the plan at each value.

use image_budget::model::assumption::{Key, TABLE, Value};
use image_budget::model::scenario::{Place, Scenario};
use image_budget::model::stats::curve::{Curve, Span};

use super::{near, spread};
use crate::common::{BOOK, scenario, today};

/// The curve of a scenario over an assumption, as the window draws it.
fn curve(scenario: &Scenario, key: Key, points: usize) -> Option<Curve> {
    let span = Span::around(scenario, Place::of(key, 0), points)?;
    Curve::of(&BOOK, scenario, today(), span, Some(&spread(scenario))).ok()
}

/// Along every assumption: the band is in order, holds the expected bill, and where there are many
/// images it is the range of the plan at that value.
#[test]
fn the_band_holds_the_expected_bill_along_every_assumption() {
    let plans = [
        scenario(&["budget=600"]),
        scenario(&["months=12", "monthly_growth=0.1", "volume_tiers=0:0,1000:0.1,4000:0.3", "tax_rate=0.19"]),
        scenario(&["count_basis=kept", "acceptance_rate=0.6", "server_error_rate=0.2", "billed.server_error=1"]),
        scenario(&["model=bfl/flux-2-pro", "size=1024x1024", "credit=50", "discount=0.1"]),
    ];
    for plan in &plans {
        for spec in TABLE.iter().filter(|spec| spec.is_numeric()) {
            // Where no other value has a price there is a point and no curve.
            let Some(curve) = curve(plan, spec.key, 41).filter(|curve| curve.points.len() > 1) else { continue };
            for (index, point) in curve.points.iter().enumerate() {
                let what = format!("{} at {}", spec.name, point.x);
                let [p5, p50, p95] = point.band.unwrap_or_else(|| panic!("{what}: no band"));
                assert!(p5 <= p50 && p50 <= p95, "{what}: {p5} {p50} {p95}");
                let room = 1e-9 * point.expected.abs();
                assert!(p5 <= point.expected + room && point.expected <= p95 + room, "{what}: {point:?}");
                if index % 13 != 7 {
                    continue;
                }
                let mut at = plan.clone();
                at.set(Place::of(spec.key, 0), Value::Number(point.x));
                let exact = spread(&at);
                for (band, exact) in [p5, p50, p95].into_iter().zip(exact.range()) {
                    assert!((band - exact).abs() <= 0.005 * exact.abs().max(1.0), "{what}: {band}, not {exact}");
                }
            }
        }
    }
}

#[test]
fn the_band_over_ranges_is_the_range_of_the_plan_at_each_value() {
    let ranged =
        scenario(&["images=8000..10000..15000", "server_error_rate=0.01..0.02..0.08", "price.change=-0.1..0..0.2"]);
    for key in [
        Key::Images,
        Key::EditShare,
        Key::Rate(image_budget::model::outcome::Outcome::Timeout),
        Key::Discount,
        Key::MaxAttempts,
    ] {
        let curve = curve(&ranged, key, 41).unwrap();
        for point in curve.points.iter().skip(5).step_by(11) {
            let mut at = ranged.clone();
            at.pin(Place::of(key, 0), Value::Number(point.x));
            let what = format!("{} at {}", key.spec().name, point.x);
            for (band, exact) in point.band.unwrap().into_iter().zip(spread(&at).range()) {
                near(&what, band, exact, 0.015);
            }
        }
    }
}

/// One image: the band at the plan's own count is the exact range.
#[test]
fn the_band_of_few_images_meets_the_exact_range_at_the_plans_own_count() {
    for images in ["1", "5", "40"] {
        let few = scenario(&[format!("images={images}")]);
        let curve = curve(&few, Key::Images, 3).unwrap();
        let own = curve.points.iter().find(|point| point.x.to_string() == images).unwrap();
        for (band, exact) in own.band.unwrap().into_iter().zip(spread(&few).range()) {
            near(images, band, exact, 1e-9);
        }
    }
}
