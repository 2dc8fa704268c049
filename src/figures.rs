//! The figures of a plan, which the window and the command line both show.

use rust_decimal::Decimal;

use crate::model::book::Book;
use crate::model::day::Day;
use crate::model::estimate::Estimate;
use crate::model::num::Num as _;
use crate::model::plan::{Plan, Problem};
use crate::model::scenario::Scenario;
use crate::model::stats::draws::{Columns, Effort};
use crate::model::stats::drivers::{Drivers, Measure};
use crate::model::stats::spread::{Spread, no_answer};

/// Everything about one plan.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The plan with its prices and warnings.
    pub plan: Plan,
    /// The exact estimate, at the likely value of each range.
    pub estimate: Estimate,
    /// The bill as a distribution.
    pub spread: Spread,
    /// Quantiles of the bill.
    pub range: Range,
    /// The budget's side of it, when there is one.
    pub budget: Option<BudgetView>,
    /// What moves the expected bill.
    pub drivers: Drivers,
}

/// Quantiles of the bill in USD.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Not exceeded in 5 of 100 batches.
    pub p5: f64,
    /// Not exceeded in every second batch.
    pub p50: f64,
    /// Not exceeded in 95 of 100 batches.
    pub p95: f64,
}

/// How the bill stands to the budget.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BudgetView {
    /// USD.
    pub cap: Decimal,
    /// Probability of passing it.
    pub over: f64,
    /// USD left at the expected bill; negative when it is passed.
    pub headroom: Decimal,
    /// Most images of the plan at the scenario's confidence; none when any number fits.
    pub most_images: Option<u64>,
}

impl Figures {
    /// The figures of a scenario's plan.
    ///
    /// # Errors
    /// When there is no answer, or none at some value of a range, with the rows concerned.
    pub fn of(
        book: &Book,
        scenario: &Scenario,
        plan: Plan,
        effort: Effort,
        columns: &mut Columns,
    ) -> Result<Self, Vec<Problem>> {
        let estimate = Estimate::of(&plan).map_err(no_answer)?;
        let spread = Spread::of(book, scenario, &plan, effort, columns)?;
        let [p5, p50, p95] = spread.range();
        let budget = plan.budget.map(|cap| BudgetView {
            cap,
            over: spread.probability_over(f64::of(cap)),
            headroom: cap.saturating_sub(estimate.expected),
            most_images: spread.most_images(f64::of(plan.confidence)),
        });
        let drivers = Drivers::of(book, scenario, &plan, Measure::Expected, effort)?;
        Ok(Self { plan, estimate, spread, range: Range { p5, p50, p95 }, budget, drivers })
    }
}

/// The expected bill of a scenario in USD, where nothing else is asked.
///
/// # Errors
/// When there is no answer, with the rows concerned.
pub fn expected(book: &Book, scenario: &Scenario, day: Day) -> Result<Decimal, Vec<Problem>> {
    let plan = Plan::new(book, scenario, day)?;
    Estimate::of(&plan).map(|estimate| estimate.expected).map_err(no_answer)
}
