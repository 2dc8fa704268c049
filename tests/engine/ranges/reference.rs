//! Ranges against exact moments and published simulations.

use image_budget::model::scenario::Scenario;

use super::{near, spread};
use crate::common::scenario;

/// Three operations at 4, 6 and 8 cents; what the reference cases share.
const THREE_PRICES: [&str; 9] = [
    "model=custom",
    "edit_share=0.3",
    "image_to_image_share=0.1",
    "price.generate=0.04",
    "price.edit=0.06",
    "price.image_to_image=0.08",
    "timeout_rate=0",
    "max_attempts=3",
    "duplicate_rate=0.005",
];

fn reference(settings: &[&str]) -> Scenario {
    scenario(&[THREE_PRICES.as_slice(), settings].concat())
}

/// One failure that is retried, one that is not, one that costs nothing.
const FAILURES: [&str; 9] = [
    "server_error_rate=0.01..0.03..0.1",
    "billed.server_error=0.5",
    "input_block_rate=0",
    "output_block_rate=0.005..0.02..0.06",
    "billed.output_block=1",
    "invalid_request_rate=0.01",
    "billed.invalid_request=0",
    "retry.output_block=false",
    "price.generate=0.035..0.04..0.05",
];

/// Means by polynomial algebra over the moments of the ranges; quantiles from 10 million simulated
/// batches.
#[test]
fn three_ranges_match_their_exact_mean_and_simulated_quantiles() {
    let mut settings = FAILURES.to_vec();
    settings.push("images=1000");
    let found = spread(&reference(&settings));
    near("mean", found.mean().unwrap(), 51.238_816_043_816_96, 2e-4);
    let [p5, p50, p95] = found.range();
    near("P5", p5, 48.452_714, 1e-3);
    near("P50", p50, 51.137_765, 1e-3);
    near("P95", p95, 54.368_867, 1e-3);
}

#[test]
fn triangular_ranges_match_their_exact_mean_and_simulated_quantiles() {
    let triangular: Vec<String> = FAILURES
        .iter()
        .map(|setting| if setting.contains("..") { format!("{setting}:triangular") } else { (*setting).to_owned() })
        .chain(["images=10000".to_owned()])
        .collect();
    let settings: Vec<&str> = triangular.iter().map(String::as_str).collect();
    let found = spread(&reference(&settings));
    near("mean", found.mean().unwrap(), 519.745_006_05, 2e-4);
    let [p5, p50, p95] = found.range();
    near("P5", p5, 489.544_799, 1.5e-3);
    near("P50", p50, 517.948_281, 1.5e-3);
    near("P95", p95, 554.918_035, 1.5e-3);
}

/// Twelve ranges and twenty images: luck and ranges are of one size.
#[test]
fn twelve_ranges_and_few_images_match_their_exact_mean_and_simulated_quantiles() {
    let found = spread(&reference(&[
        "images=20",
        "price.generate=0.036..0.04..0.05",
        "price.edit=0.05..0.06..0.08",
        "price.image_to_image=0.07..0.08..0.1",
        "edit_share=0.2..0.3..0.4",
        "image_to_image_share=0.05..0.1..0.2",
        "server_error_rate=0.01..0.03..0.1",
        "output_block_rate=0.005..0.02..0.06",
        "invalid_request_rate=0.002..0.01..0.03",
        "input_block_rate=0",
        "billed.server_error=0..0.25..1",
        "billed.output_block=0..0.5..1",
        "billed.invalid_request=0",
        "retry.output_block=false",
        "duplicate_rate=0..0.005..0.03",
        "batch_share=0.2..0.5..0.7",
        "price.batch_discount=0.5",
    ]));
    near("mean", found.mean().unwrap(), 0.779_929_338_5, 2e-3);
    let [p5, p50, p95] = found.range();
    near("P5", p5, 0.616_168, 6e-3);
    near("P50", p50, 0.774_667, 4e-3);
    near("P95", p95, 0.961_648, 6e-3);
}
