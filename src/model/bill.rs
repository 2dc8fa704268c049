//! From gross to bill: negotiated discount, graduated volume tiers, credit, tax, in that order.

use rust_decimal::Decimal;

use super::assumption::{Key, Value, Values};
use super::num::{Num, TooLarge};

/// The steps from gross to bill.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules<T = Decimal> {
    /// Share off the gross.
    pub discount: T,
    /// Spend from which, discount on what is above it.
    pub tiers: Vec<(T, T)>,
    /// Prepaid USD.
    pub credit: T,
    /// Share on top.
    pub tax: T,
}

/// Each step in USD: what is taken off is negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps<T> {
    /// Negotiated discount.
    pub discount: T,
    /// Volume tiers.
    pub tiers: T,
    /// Credit used.
    pub credit: T,
    /// Tax.
    pub tax: T,
    /// Gross plus all steps.
    pub bill: T,
}

impl<T: Copy> Steps<T> {
    /// The steps in order, with their names.
    pub fn named(&self) -> [(&'static str, T); 4] {
        let Self { discount, tiers, credit, tax, .. } = *self;
        [("Negotiated discount", discount), ("Volume tiers", tiers), ("Credit", credit), ("Tax", tax)]
    }
}

impl Rules {
    /// The rules that a scenario's assumptions give.
    pub fn of(values: &Values) -> Self {
        let tiers = match values.get(Key::VolumeTiers) {
            Value::Tiers(tiers) => tiers.clone(),
            _ => Vec::new(),
        };
        Self {
            discount: values.amount(Key::Discount),
            tiers,
            credit: values.amount(Key::Credit),
            tax: values.amount(Key::TaxRate),
        }
    }

    /// Whether the bill is the gross.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// The same rules in another kind of number, for results in it.
    pub fn to<T: Num>(&self) -> Rules<T> {
        Rules {
            discount: T::of(self.discount),
            tiers: self.tiers.iter().map(|(from, discount)| (T::of(*from), T::of(*discount))).collect(),
            credit: T::of(self.credit),
            tax: T::of(self.tax),
        }
    }
}

impl<T: Num> Rules<T> {
    /// The steps for a gross. `round` is applied to every step, so that exact sums stay exact. The
    /// bill never falls when the gross grows, so quantiles pass through.
    ///
    /// # Errors
    /// When a number does not fit.
    pub fn steps(&self, gross: T, round: impl Fn(T) -> T) -> Result<Steps<T>, TooLarge> {
        let off = |amount: T| T::ZERO.minus(round(amount));
        let discount = off(gross.times(self.discount)?)?;
        let after_discount = gross.plus(discount)?;
        let tiers = off(self.tier_savings(after_discount)?)?;
        let after_tiers = after_discount.plus(tiers)?;
        let credit = off(self.credit.smaller(after_tiers))?;
        let charged = after_tiers.plus(credit)?;
        let tax = round(charged.times(self.tax)?);
        Ok(Steps { discount, tiers, credit, tax, bill: charged.plus(tax)? })
    }

    /// The bill for a gross.
    ///
    /// # Errors
    /// When a number does not fit.
    pub fn bill(&self, gross: T) -> Result<T, TooLarge> {
        Ok(self.steps(gross, |amount| amount)?.bill)
    }

    /// Each tier's discount on the part of the spend that lies inside it.
    fn tier_savings(&self, spend: T) -> Result<T, TooLarge> {
        let mut saved = T::ZERO;
        let mut tiers = self.tiers.iter().peekable();
        while let Some((from, discount)) = tiers.next() {
            let end = tiers.peek().map_or(spend, |(next, _)| next.smaller(spend));
            saved = saved.plus(end.minus(*from)?.larger(T::ZERO).times(*discount)?)?;
        }
        Ok(saved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn steps_apply_in_order_and_sum_to_the_bill() {
        let rules = Rules {
            discount: d("0.1"),
            tiers: vec![(d("0"), d("0")), (d("1000"), d("0.1")), (d("2000"), d("0.2"))],
            credit: d("100"),
            tax: d("0.2"),
        };
        // 3000 - 300 = 2700; tiers 0 + 100 + 140 = 240; 2460 - 100 = 2360; tax 472.
        let steps = rules.steps(d("3000"), |x| x).unwrap();
        assert_eq!((steps.discount, steps.tiers, steps.credit, steps.tax), (d("-300"), d("-240"), d("-100"), d("472")));
        assert_eq!(steps.bill, d("2832"));
    }

    #[test]
    fn credit_never_takes_the_bill_below_zero() {
        let rules = Rules { credit: d("100"), tax: d("0.5"), ..Rules::default() };
        assert_eq!(rules.bill(d("40")).unwrap(), Decimal::ZERO);
        assert_eq!(rules.bill(d("140")).unwrap(), d("60"));
    }
}
