//! What the program's general ways are compared with: the draws of five ranges as one would write them
//! by hand for one scenario, and a large list of prices read by a general JSON reader.

use image_budget::model::luck::Terms;
use image_budget::model::plan::Plan;
use image_budget::model::price::Bound;
use image_budget::model::stats::points;

/// How many draws.
pub const DRAWS: usize = 16_384;
const WIDTH: usize = 8;

/// Columns and constants.
pub struct Draws {
    images: Vec<f64>,
    edit: Vec<f64>,
    server_error: Vec<f64>,
    billed: Vec<f64>,
    change: Vec<f64>,
    luck: &'static [f64],
    terms: Terms<f64>,
}

impl Draws {
    /// Columns over the same spans as the program's ranges.
    pub fn new(plan: &Plan) -> Self {
        let column = |dimension: usize, low: f64, high: f64| -> Vec<f64> {
            points::uniform(dimension)[..DRAWS].iter().map(|u| low + (high - low) * f64::from(*u)).collect()
        };
        Self {
            images: column(1, 8_000.0, 15_000.0),
            edit: column(2, 0.1, 0.4),
            server_error: column(3, 0.005, 0.08),
            billed: column(4, 0.0, 1.0),
            change: column(5, 0.9, 1.2),
            luck: points::normal(0),
            terms: plan.terms::<f64>(Bound::Expected).unwrap().remove(0),
        }
    }

    /// P5, P50 and P95.
    pub fn quantiles(&self, bills: &mut [f64]) -> [f64; 3] {
        for block in 0..DRAWS / WIDTH {
            self.block(block, bills);
        }
        let (below, middle, above) = bills.select_nth_unstable_by(DRAWS / 2, f64::total_cmp);
        let middle = *middle;
        let low = *below.select_nth_unstable_by(DRAWS / 20, f64::total_cmp).1;
        let high = *above.select_nth_unstable_by(DRAWS * 9 / 20, f64::total_cmp).1;
        [low, middle, high]
    }

    #[expect(clippy::needless_range_loop, reason = "several columns share the index")]
    fn block(&self, block: usize, bills: &mut [f64]) {
        let terms = &self.terms;
        let at = |column: &[f64], lane: usize| column[block * WIDTH + lane];
        let mut totals = [[0.0; WIDTH]; 2];
        for (index, lane) in terms.lanes.iter().enumerate() {
            for draw in 0..WIDTH {
                let edit = at(&self.edit, draw);
                let weight = [1.0 - edit - 0.1, edit, 0.1][index.min(2)];
                let price = lane.price * at(&self.change, draw);
                let [_, timeout, input, output, invalid] = terms.chances.0;
                let error = at(&self.server_error, draw);
                let charge = |index: usize| lane.failed.0[index] * at(&self.change, draw);
                let late = price * at(&self.billed, draw);
                let success = 1.0 - error - timeout - input - output - invalid;
                // Ends: success, blocks, invalid. Again: server errors and timeouts.
                let ends1 = success * price + input * charge(2) + output * charge(3) + invalid * charge(4);
                let ends2 = success * price * price
                    + input * charge(2) * charge(2)
                    + output * charge(3) * charge(3)
                    + invalid * charge(4) * charge(4);
                let again0 = error + timeout;
                let again1 = error * charge(0) + timeout * late;
                let again2 = error * charge(0) * charge(0) + timeout * late * late;
                let (mut first, mut second) = (ends1 + again1, ends2 + again2);
                for _ in 1..terms.max_attempts {
                    second = ends2 + again2 + 2.0 * again1 * first + again0 * second;
                    first = ends1 + again1 + again0 * first;
                }
                totals[0][draw] += weight * first;
                totals[1][draw] += weight * second;
            }
        }
        for draw in 0..WIDTH {
            let (mean, second) = (totals[0][draw], totals[1][draw]);
            let images = at(&self.images, draw);
            let deviation = (images * (second - mean * mean)).max(0.0).sqrt();
            bills[block * WIDTH + draw] = images * mean + deviation * at(self.luck, draw);
        }
    }
}

/// A list of so many prices in LiteLLM's layout, made by repeating a small one under other names.
pub fn price_list(entries: usize) -> String {
    let sample = include_str!("../../tests/data/litellm_sample.json");
    let sample: serde_json::Map<String, serde_json::Value> = serde_json::from_str(sample).unwrap();
    let mut list = serde_json::Map::new();
    for (round, (name, entry)) in (0..).flat_map(|round| sample.iter().map(move |pair| (round, pair))).take(entries) {
        list.insert(format!("{name}#{round}"), entry.clone());
    }
    serde_json::to_string_pretty(&list).unwrap()
}

/// The list as values of any kind.
pub fn read_as_values(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}
