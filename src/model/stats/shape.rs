//! Quantiles of a range: which value has so much of the range below it.

use crate::model::assumption::{Range, Shape};
use crate::model::num::Num as _;

/// Cells of the table.
const CELLS: usize = 128;

/// A range's quantile function.
#[derive(Debug, Clone)]
pub struct Quantiles {
    low: f64,
    width: f64,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    /// Where the likely value lies, 0 to 1.
    Triangular(f64),
    Beta(Box<Beta>),
}

/// Beta(a, b) with a + b = 6, tabulated at even steps.
#[derive(Debug, Clone)]
struct Beta {
    a: f64,
    b: f64,
    cumulative: [f64; CELLS + 1],
    density: [f64; CELLS + 1],
}

impl Quantiles {
    /// The quantile function of a range.
    pub fn of(range: &Range) -> Self {
        let (low, high) = (f64::of(range.low), f64::of(range.high));
        let width = high - low;
        let likely = if width > 0.0 { (f64::of(range.likely) - low) / width } else { 0.0 };
        let kind = match range.shape {
            Shape::Triangular => Kind::Triangular(likely),
            Shape::Pert => Kind::Beta(Box::new(Beta::new(1.0 + 4.0 * likely, 5.0 - 4.0 * likely))),
        };
        Self { low, width, kind }
    }

    /// The value below which the share `u` of the range lies.
    pub fn at(&self, u: f64) -> f64 {
        let part = match &self.kind {
            Kind::Triangular(likely) if u < *likely => (u * likely).sqrt(),
            Kind::Triangular(likely) => 1.0 - ((1.0 - u) * (1.0 - likely)).sqrt(),
            Kind::Beta(beta) => beta.quantile(u),
        };
        self.low + self.width * part
    }
}

impl Beta {
    fn new(a: f64, b: f64) -> Self {
        // Gauss-Legendre of four points in each cell.
        const NODES: [(f64, f64); 4] = [
            (0.069_431_844_202_973_71, 0.173_927_422_568_726_93),
            (0.330_009_478_207_571_87, 0.326_072_577_431_273_07),
            (0.669_990_521_792_428_1, 0.326_072_577_431_273_07),
            (0.930_568_155_797_026_3, 0.173_927_422_568_726_93),
        ];
        let density_at = |x: f64| x.powf(a - 1.0) * (1.0 - x).powf(b - 1.0);
        let step = 1.0 / CELLS as f64;
        let (mut cumulative, mut density) = ([0.0; CELLS + 1], [0.0; CELLS + 1]);
        for cell in 0..CELLS {
            let from = cell as f64 * step;
            let part: f64 = NODES.iter().map(|(node, weight)| weight * density_at(from + node * step)).sum();
            cumulative[cell + 1] = cumulative[cell] + part * step;
        }
        let total = cumulative[CELLS];
        for (index, (sum, density)) in cumulative.iter_mut().zip(&mut density).enumerate() {
            *sum /= total;
            *density = density_at(index as f64 * step) / total;
        }
        Self { a, b, cumulative, density }
    }

    fn quantile(&self, u: f64) -> f64 {
        let step = 1.0 / CELLS as f64;
        let cell = self.cumulative.partition_point(|sum| *sum <= u).clamp(1, CELLS) - 1;
        let (from, to) = (self.cumulative[cell], self.cumulative[cell + 1]);
        // At the ends the distribution is a power of the distance, to within a percent of a cell.
        if cell == 0 {
            return step * (u / to).powf(1.0 / self.a);
        }
        if cell == CELLS - 1 {
            return 1.0 - step * ((1.0 - u) / (1.0 - from)).max(0.0).powf(1.0 / self.b);
        }
        // Inside, a cubic through both ends of the cell with the slopes of the inverse there.
        let height = to - from;
        let t = (u - from) / height;
        let (left, right) = (height / self.density[cell] / step, height / self.density[cell + 1] / step);
        let rest = 1.0 - t;
        let part = t * t * (3.0 - 2.0 * t) + rest * rest * t * left - rest * t * t * right;
        (cell as f64 + part.clamp(0.0, 1.0)) * step
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: &str, likely: &str, high: &str, shape: Shape) -> Quantiles {
        let [low, likely, high] = [low, likely, high].map(|text| text.parse().unwrap());
        Quantiles::of(&Range { low, likely, high, shape })
    }

    /// Beta(3, 3) at 5, 25, 50 and 95 % (published tables), and Beta(1, 5), whose quantile is
    /// 1 - (1 - u)^(1/5).
    #[test]
    fn pert_quantiles_match_the_beta_distribution() {
        let middle = range("0", "0.5", "1", Shape::Pert);
        for (u, x) in [(0.05, 0.189_255_377), (0.25, 0.359_436_135), (0.5, 0.5), (0.95, 0.810_744_623)] {
            assert!((middle.at(u) - x).abs() < 1e-7, "{u}: {}", middle.at(u));
        }
        let falling = range("10", "10", "20", Shape::Pert);
        for step in 1..1_000 {
            let u = f64::from(step) / 1_000.0;
            let wanted = 10.0 + 10.0 * (1.0 - (1.0 - u).powf(0.2));
            assert!((falling.at(u) - wanted).abs() < 5e-4, "{u}: {} not {wanted}", falling.at(u));
        }
    }

    #[test]
    fn quantiles_rise_from_low_to_high() {
        for likely in ["0", "0.001", "0.2", "0.7", "1"] {
            for shape in [Shape::Pert, Shape::Triangular] {
                let quantiles = range("0", likely, "1", shape);
                let values: Vec<f64> = (0..=4_000).map(|step| quantiles.at(f64::from(step) / 4_000.0)).collect();
                assert!(values.windows(2).all(|pair| pair[0] <= pair[1]), "{likely} {shape:?}");
                assert!(values[0] >= 0.0 && values[4_000] <= 1.0 && values[0] < 0.05 && values[4_000] > 0.9);
                // The mean of PERT is (low + 4 likely + high) / 6, of a triangle (low + likely + high) / 3.
                let mean = values[1..4_000].iter().sum::<f64>() / 3_999.0;
                let likely: f64 = likely.parse().unwrap();
                let wanted = if shape == Shape::Pert { (4.0 * likely + 1.0) / 6.0 } else { (likely + 1.0) / 3.0 };
                assert!((mean - wanted).abs() < 3e-4, "{likely} {shape:?}: {mean} not {wanted}");
            }
        }
    }
}
