//! Ranges against a simulation of every attempt.

use image_budget::model::scenario::Scenario;
use rust_decimal::prelude::ToPrimitive as _;

use super::{near, plain, spread};

/// A small generator of random numbers with a fixed seed (`SplitMix64`).
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11).to_f64().unwrap() / 9_007_199_254_740_992.0
    }

    fn happens(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// Gamma with a shape of at least 1 (Marsaglia and Tsang).
    fn gamma(&mut self, shape: f64) -> f64 {
        let most = shape - 1.0 / 3.0;
        let width = 1.0 / (9.0 * most).sqrt();
        loop {
            let (first, second) = (self.uniform().max(1e-300), self.uniform());
            let x = (-2.0 * first.ln()).sqrt() * (std::f64::consts::TAU * second).cos();
            let cube = (1.0 + width * x).powi(3);
            let odds = 0.5 * x * x + most - most * cube + most * cube.ln();
            if cube > 0.0 && self.uniform().max(1e-300).ln() < odds {
                return most * cube;
            }
        }
    }

    fn pert(&mut self, (low, likely, high): (f64, f64, f64)) -> f64 {
        let a = self.gamma(1.0 + 4.0 * (likely - low) / (high - low));
        let b = self.gamma(1.0 + 4.0 * (high - likely) / (high - low));
        low + (high - low) * a / (a + b)
    }
}

/// One plan as a simulation sees it.
struct World {
    images: u32,
    kept: Option<f64>,
    price: f64,
    /// Rate, share billed, retried.
    failures: [(f64, f64, bool); 2],
    attempts: u32,
    duplicate: f64,
}

impl World {
    /// One request: what it costs and whether it succeeds.
    fn request(&self, random: &mut Random) -> (f64, bool) {
        let mut cost = 0.0;
        for _ in 0..self.attempts {
            let mut u = random.uniform();
            let mut again = false;
            let mut failed = false;
            for (rate, billed, retried) in self.failures {
                if u < rate {
                    (failed, again) = (true, retried);
                    cost += billed * self.price;
                    break;
                }
                u -= rate;
            }
            if !failed {
                return (cost + self.price, true);
            }
            if !again {
                break;
            }
        }
        (cost, false)
    }

    fn batch(&self, random: &mut Random) -> f64 {
        let (mut gross, mut done) = (0.0, 0);
        while done < self.images {
            let (mut cost, mut delivered) = self.request(random);
            if random.happens(self.duplicate) {
                let (second, also) = self.request(random);
                (cost, delivered) = (cost + second, delivered || also);
            }
            gross += cost;
            let counts = self.kept.is_none_or(|accepted| delivered && random.happens(accepted));
            done += u32::from(counts);
        }
        gross
    }
}

#[track_caller]
fn simulated(scenario: &Scenario, tolerance: f64, mut draw: impl FnMut(&mut Random) -> f64) {
    let mut random = Random(20_261_122);
    let mut bills: Vec<f64> = (0..20_000).map(|_| draw(&mut random)).collect();
    bills.sort_by(f64::total_cmp);
    let found = spread(scenario);
    let mean = bills.iter().sum::<f64>() / 20_000.0;
    near("mean", found.mean().unwrap(), mean, tolerance);
    for (what, bill, index) in
        [("P5", found.range()[0], 999), ("P50", found.range()[1], 9_999), ("P95", found.range()[2], 18_999)]
    {
        near(what, bill, bills[index], tolerance);
    }
    let cap = bills[18_000];
    assert!((found.probability_over(cap) - 0.1).abs() < 0.01, "{}", found.probability_over(cap));
}

#[test]
fn a_simulation_of_every_attempt_agrees() {
    let scenario = plain(&[
        "images=300",
        "server_error_rate=0.01..0.05..0.2",
        "billed.server_error=0.3",
        "output_block_rate=0.02",
        "billed.output_block=1",
        "duplicate_rate=0.1",
        "price.generate=0.04..0.05..0.08",
    ]);
    simulated(&scenario, 5e-3, |random| {
        let rate = random.pert((0.01, 0.05, 0.2));
        let price = random.pert((0.04, 0.05, 0.08));
        let failures = [(rate, 0.3, true), (0.02, 1.0, false)];
        World { images: 300, kept: None, price, failures, attempts: 3, duplicate: 0.1 }.batch(random)
    });
}

#[test]
fn a_simulation_of_images_until_enough_are_kept_agrees() {
    let scenario = plain(&[
        "images=100",
        "count_basis=kept",
        "acceptance_rate=0.5..0.7..0.95",
        "server_error_rate=0.02..0.04..0.1",
        "billed.server_error=0",
        "output_block_rate=0.05",
        "billed.output_block=0.5",
        "max_attempts=2",
    ]);
    simulated(&scenario, 8e-3, |random| {
        let accepted = random.pert((0.5, 0.7, 0.95));
        let rate = random.pert((0.02, 0.04, 0.1));
        let failures = [(rate, 0.0, true), (0.05, 0.5, false)];
        World { images: 100, kept: Some(accepted), price: 0.05, failures, attempts: 2, duplicate: 0.0 }.batch(random)
    });
}

#[test]
fn a_simulation_with_drawn_counts_and_discounts_agrees() {
    let scenario = plain(&[
        "images=150..200..300",
        "server_error_rate=0.1",
        "billed.server_error=1",
        "output_block_rate=0",
        "discount=0..0.1..0.3",
        "volume_tiers=0:0,8:0.5",
        "tax_rate=0.2",
    ]);
    simulated(&scenario, 5e-3, |random| {
        let images = random.pert((150.0, 200.0, 300.0)).round_ties_even().to_u32().unwrap();
        let discount = random.pert((0.0, 0.1, 0.3));
        let failures = [(0.1, 1.0, true), (0.0, 0.0, false)];
        let gross = World { images, kept: None, price: 0.05, failures, attempts: 3, duplicate: 0.0 }.batch(random);
        let spend = gross * (1.0 - discount);
        (spend - 0.5 * (spend - 8.0).max(0.0)) * 1.2
    });
}
