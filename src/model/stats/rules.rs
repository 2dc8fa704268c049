//! The steps from gross to bill, backwards.

use super::wide::Float;
use crate::model::bill::Rules;

impl<T: Float> Rules<T> {
    /// The largest gross whose bill is within `cap`, by one of the rules side by side; infinite when
    /// every gross is.
    pub fn gross_limit(&self, cap: f64, lane: usize) -> f64 {
        let after_tiers = cap / (1.0 + self.tax.one_of(lane)) + self.credit.one_of(lane);
        let spend = self.spend_limit(after_tiers, lane);
        let discount = self.discount.one_of(lane);
        if discount < 1.0 { spend / (1.0 - discount) } else { f64::INFINITY }
    }

    /// The largest spend of which at most so much is left after the volume tiers.
    fn spend_limit(&self, left: f64, lane: usize) -> f64 {
        let (mut from, mut left_at, mut slope) = (0.0, 0.0, 1.0);
        for (next, discount) in &self.tiers {
            let (next, discount) = (next.one_of(lane), discount.one_of(lane));
            let left_at_next = left_at + slope * (next - from);
            if left < left_at_next {
                break;
            }
            (from, left_at, slope) = (next, left_at_next, 1.0 - discount);
        }
        if slope > 0.0 { from + (left - left_at) / slope } else { f64::INFINITY }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_where_the_bill_reaches_the_cap() {
        let rules =
            Rules { discount: 0.1, tiers: vec![(0.0, 0.0), (1_000.0, 0.1), (2_000.0, 0.2)], credit: 100.0, tax: 0.2 };
        for cap in [0.0, 50.0, 900.0, 2_000.0, 2_832.0, 1e6] {
            let gross = rules.gross_limit(cap, 0);
            assert!((rules.bill(gross).unwrap() - cap).abs() <= 1e-9 * (1.0 + cap), "{cap}: {gross}");
            assert!(rules.bill(gross * 1.001 + 0.01).unwrap() > cap, "{cap}: the largest");
        }
    }

    #[test]
    fn what_is_free_beyond_a_point_has_no_limit() {
        let free = Rules { tiers: vec![(100.0, 1.0)], ..Rules::default() };
        assert!((free.gross_limit(50.0, 0) - 50.0).abs() < 1e-12);
        assert!(free.gross_limit(100.0, 0).is_infinite());
        assert!(Rules { discount: 1.0, ..Rules::default() }.gross_limit(1.0, 0).is_infinite());
    }
}
