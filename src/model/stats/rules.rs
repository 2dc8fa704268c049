//! The steps from gross to bill, backwards.

use super::wide::Wide;
use crate::model::bill::Rules;

impl Rules<Wide> {
    /// The rules of one of the draws.
    pub fn lane(&self, lane: usize) -> Rules<f64> {
        Rules {
            discount: self.discount.0[lane],
            tiers: self.tiers.iter().map(|(from, discount)| (from.0[lane], discount.0[lane])).collect(),
            credit: self.credit.0[lane],
            tax: self.tax.0[lane],
        }
    }
}

impl Rules<f64> {
    /// The largest gross whose bill is within `cap`; infinite when every gross is.
    pub fn gross_limit(&self, cap: f64) -> f64 {
        let after_tiers = cap / (1.0 + self.tax) + self.credit;
        let spend = self.spend_limit(after_tiers);
        if self.discount < 1.0 { spend / (1.0 - self.discount) } else { f64::INFINITY }
    }

    /// The largest spend of which at most so much is left after the volume tiers.
    fn spend_limit(&self, left: f64) -> f64 {
        let (mut from, mut left_at, mut slope) = (0.0, 0.0, 1.0);
        for (next, discount) in &self.tiers {
            let left_at_next = left_at + slope * (next - from);
            if left < left_at_next {
                break;
            }
            (from, left_at, slope) = (*next, left_at_next, 1.0 - discount);
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
            let gross = rules.gross_limit(cap);
            assert!((rules.bill(gross).unwrap() - cap).abs() <= 1e-9 * (1.0 + cap), "{cap}: {gross}");
            assert!(rules.bill(gross * 1.001 + 0.01).unwrap() > cap, "{cap}: the largest");
        }
    }

    #[test]
    fn what_is_free_beyond_a_point_has_no_limit() {
        let free = Rules { tiers: vec![(100.0, 1.0)], ..Rules::default() };
        assert!((free.gross_limit(50.0) - 50.0).abs() < 1e-12);
        assert_eq!(free.gross_limit(100.0), f64::INFINITY);
        assert_eq!(Rules { discount: 1.0, ..Rules::default() }.gross_limit(1.0), f64::INFINITY);
    }
}
