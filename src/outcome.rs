//! Everything that the screen shows about one scenario, computed in one go.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::assumption::{Key, Scale};
use crate::model::book::Book;
use crate::model::day::Day;
use crate::model::estimate::Estimate;
use crate::model::luck::LuckError;
use crate::model::num::Num as _;
use crate::model::plan::{Plan, Problem};
use crate::model::scenario::{Place, Scenario};
use crate::model::stats::curve::{Curve, Span};
use crate::model::stats::luck::Luck;
use crate::text;

/// Points of the curve on the screen.
const CURVE_POINTS: usize = 129;

/// What the answer depends on: when none of it changes, neither does the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The plan.
    pub scenario: Scenario,
    /// The day whose prices hold.
    pub day: Day,
    /// What the curve runs along.
    pub curve_over: Place,
    /// Its scale.
    pub curve_scale: Scale,
}

/// The figures of a plan, which the window and the command line both show.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The plan with its prices and warnings.
    pub plan: Plan,
    /// The exact estimate.
    pub estimate: Estimate,
    /// Quantiles of the bill over retry luck.
    pub range: Range,
    /// The budget's side of it, when there is one.
    pub budget: Option<BudgetView>,
}

impl Figures {
    /// The figures of a plan.
    ///
    /// # Errors
    /// When a number does not fit, or images are requested until kept and none ever is.
    pub fn of(plan: Plan) -> Result<Self, LuckError> {
        let estimate = Estimate::of(&plan)?;
        let luck = Luck::of(&plan)?;
        let range = Range { p5: luck.quantile(0.05), p50: luck.quantile(0.5), p95: luck.quantile(0.95) };
        let budget = plan.budget.map(|cap| BudgetView {
            cap,
            over: luck.probability_over(f64::of(cap)),
            headroom: cap.saturating_sub(estimate.expected),
            most_images: luck.most_images(f64::of(cap), f64::of(plan.confidence)),
        });
        Ok(Self { plan, estimate, range, budget })
    }
}

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The figures.
    pub figures: Figures,
    /// How the bill grows.
    pub curve: Option<Curve>,
    /// In plain English.
    pub sentence: String,
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
    /// Probability of passing it over retry luck.
    pub over: f64,
    /// USD left at the expected bill; negative when it is passed.
    pub headroom: Decimal,
    /// Most images of the plan at the scenario's confidence; none when any number fits.
    pub most_images: Option<u64>,
}

/// The answer to a question, or the last good one with what stands in the way of a new one.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The answer, or the last good one.
    pub answer: Option<Arc<Answer>>,
    /// Why there is no answer to the present question; empty when there is one.
    pub problems: Vec<Problem>,
}

impl Outcome {
    /// Whether the answer is to the present question.
    pub fn is_fresh(&self) -> bool {
        self.problems.is_empty() && self.answer.is_some()
    }

    /// Answers a question; what cannot be answered keeps the last good answer.
    pub fn update(&mut self, book: &Book, question: &Question) {
        match Answer::of(book, question) {
            Ok(answer) => *self = Self { answer: Some(Arc::new(answer)), problems: Vec::new() },
            Err(problems) => self.problems = problems,
        }
    }
}

impl Answer {
    /// Answers a question.
    ///
    /// # Errors
    /// Everything that stands in the way, with the rows concerned.
    pub fn of(book: &Book, question: &Question) -> Result<Self, Vec<Problem>> {
        let Question { scenario, day, curve_over, curve_scale } = question;
        let plan = Plan::new(book, scenario, *day)?;
        let figures = Figures::of(plan).map_err(|error| vec![luck_problem(error)])?;
        let curve =
            span(scenario, *curve_over, *curve_scale).and_then(|span| Curve::of(book, scenario, *day, span).ok());
        let sentence = text::sentence(book, scenario, &figures.estimate, figures.budget.map(|budget| budget.over));
        Ok(Self { figures, curve, sentence })
    }
}

fn luck_problem(error: LuckError) -> Problem {
    let keys = match error {
        LuckError::NeverKept => vec![Key::CountBasis, Key::AcceptanceRate],
        LuckError::TooLarge(_) => vec![Key::Images],
    };
    Problem { line: None, keys, what: error.to_string(), unknown: false }
}

fn span(scenario: &Scenario, place: Place, scale: Scale) -> Option<Span> {
    let mut span = Span::around(scenario, place, CURVE_POINTS)?;
    span.scale = scale;
    if scale == Scale::Log && span.from <= Decimal::ZERO {
        // A logarithmic axis has no zero: it begins at a thousandth of its end.
        span.from = span.to.checked_mul(Decimal::new(1, 3)).unwrap_or(Decimal::ONE);
        if place.key == Key::Images {
            span.from = span.from.ceil();
        }
    }
    (span.from < span.to).then_some(span)
}
