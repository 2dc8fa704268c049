//! One figure of a plan: the expected bill, or a quantile of it.

use std::fmt;

use rust_decimal::Decimal;

use super::draws::{Columns, Effort};
use super::spread::{Spread, no_answer};
use crate::model::book::Book;
use crate::model::estimate::Estimate;
use crate::model::num::Num as _;
use crate::model::plan::{Plan, Problem};
use crate::model::scenario::Scenario;

/// Which bill is meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Metric {
    /// The expected bill at the likely values, exact.
    Expected,
    /// The bill that is not exceeded with this probability.
    Quantile(f64),
}

impl Metric {
    /// The bill that is not exceeded with this confidence.
    pub fn at(confidence: Decimal) -> Self {
        Self::Quantile(f64::of(confidence))
    }

    /// `expected`, or `p95` and the like.
    pub fn named(name: &str) -> Option<Self> {
        if name == "expected" {
            return Some(Self::Expected);
        }
        let digits = name.strip_prefix(['p', 'P'])?;
        let percent: f64 = digits.parse().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit() || b == b'.'))?;
        // Two decimals are what is written back.
        let plain = ((percent * 100.0).round() - percent * 100.0).abs() < 1e-9;
        (plain && percent > 0.0 && percent < 100.0).then_some(Self::Quantile(percent / 100.0))
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expected => f.write_str("expected"),
            Self::Quantile(q) => write!(f, "P{}", (q * 1e4).round() / 1e2),
        }
    }
}

/// A bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// USD; exact for the expected bill, six decimals for a quantile.
    pub usd: Decimal,
    /// The expected bill in USD.
    pub expected: Decimal,
}

/// The figure of a plan of this scenario.
///
/// # Errors
/// As the estimate.
pub fn figure(
    book: &Book,
    scenario: &Scenario,
    plan: &Plan,
    metric: Metric,
    effort: Effort,
    columns: &mut Columns,
) -> Result<Figure, Vec<Problem>> {
    let expected = Estimate::of(plan).map_err(no_answer)?.expected;
    let usd = match metric {
        Metric::Expected => expected,
        Metric::Quantile(q) => {
            let bill = Spread::of(book, scenario, plan, effort, columns)?.quantile(q);
            Decimal::from_f64_retain(bill).unwrap_or(Decimal::MAX).round_dp(6)
        }
    };
    Ok(Figure { usd, expected })
}
