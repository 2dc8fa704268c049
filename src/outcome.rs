//! Everything that the screen shows about one scenario, computed in one go.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::figures::Figures;
use crate::model::assumption::{Key, Scale};
use crate::model::book::Book;
use crate::model::compare::Comparison;
use crate::model::day::Day;
use crate::model::plan::{Plan, Problem};
use crate::model::scenario::{Place, Scenario};
use crate::model::size_note::SizeNote;
use crate::model::snapshot::Held;
use crate::model::stats::curve::{Curve, Span};
use crate::model::stats::draws::{Columns, Effort};
use crate::model::stats::drivers::{Drivers, Measure};
use crate::model::stats::goal::{Goal, SeekError, Sought, seek};
use crate::model::stats::map::Map;
use crate::model::stats::spread::Histogram;
use crate::model::stats::trade::{Trade, trade};
use crate::model::stats::ways::{Way, ways};
use crate::sentence;
use crate::text;

/// Points of the curve on the screen.
pub const CURVE_POINTS: usize = 512;
/// Cells of the map on each side.
pub const MAP_CELLS: usize = 64;
/// Lines that are compared over all models while a slider is dragged.
const FEW_LINES: usize = 2;
/// Most lines whose figures are there within a frame or two.
pub const LIGHT_LINES: usize = 20;
/// Lines whose sizes are looked at.
const NOTED_LINES: usize = 20;
/// Bars of the distribution.
const BARS: usize = 60;

/// What the answer depends on: when none of it changes, neither does the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The plan.
    pub scenario: Scenario,
    /// The day whose prices hold.
    pub day: Day,
    /// How many draws of ranges.
    pub effort: Effort,
    /// Which plot is looked at.
    pub plot: PlotQuestion,
}

impl Question {
    /// Whether the answer may take long enough to be noticed.
    pub fn is_heavy(&self) -> bool {
        let slow =
            matches!(self.plot, PlotQuestion::Fit(..) | PlotQuestion::Compare(_) | PlotQuestion::Drivers(Measure::P95));
        slow || self.scenario.lines.len() > LIGHT_LINES
    }
}

/// The plot that is looked at, with its own choices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PlotQuestion {
    /// The bill along an assumption.
    Curve(Place, Scale),
    /// The bill as a histogram.
    Distribution,
    /// What moves the bill.
    Drivers(Measure),
    /// The bill over two assumptions, in a frame that stays where there is one: first and last value to
    /// the right, and up.
    Map(Place, Place, Option<[(Decimal, Decimal); 2]>),
    /// What fits: a goal by an assumption, ways to save, two lines that compete.
    Fit(Option<Goal>, Place),
    /// The plan on every model: of one line, or of all.
    Compare(Option<usize>),
    /// Nothing beyond the figures.
    Figures,
}

/// The data of the plot that is looked at.
#[derive(Debug, Clone)]
pub enum Plot {
    /// The bill along an assumption; none when no other value has an answer.
    Curve(Option<Curve>),
    /// The bill as a histogram.
    Distribution(Histogram),
    /// What moves the bill.
    Drivers(Drivers),
    /// The bill over two assumptions, or why there is none.
    Map(Result<Map, Vec<Problem>>),
    /// What fits.
    Fit(Arc<Fit>),
    /// The plan on every model.
    Compare {
        /// The comparison.
        found: Arc<Comparison>,
        /// Whether it belongs to the scenario before a drag that goes on.
        old: bool,
    },
    /// Nothing.
    Figures,
}

/// What fits the budget.
#[derive(Debug, Clone)]
pub struct Fit {
    /// The answer to the goal, where there is one.
    pub sought: Option<Result<Sought, SeekError>>,
    /// Ways to spend less.
    pub ways: Vec<Way>,
    /// Two lines that compete.
    pub trade: Option<Trade>,
    /// Whether it belongs to the scenario before a drag that goes on.
    pub old: bool,
}

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The figures.
    pub figures: Figures,
    /// The data of the plot.
    pub plot: Plot,
    /// In plain English, in USD.
    pub sentence: String,
    /// What is to be known about each line's size; of the first lines alone where there are many.
    pub sizes: Vec<Option<SizeNote>>,
}

/// The answer to a question, or the last good one with what stands in the way of a new one.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The answer, or the last good one.
    pub answer: Option<Arc<Answer>>,
    /// The answer's sentence in the style that the window shows.
    pub shown_sentence: String,
    /// Why there is no answer to the present question; empty when there is one.
    pub problems: Vec<Problem>,
    /// Whether the answer is still to the question before: the present one is being worked on.
    pub waiting: bool,
    /// Drawn values of the ranges.
    columns: Columns,
    /// The book with the prices that the scenario keeps.
    held: Held,
}

impl Outcome {
    /// Whether the answer is to the present question.
    pub fn is_fresh(&self) -> bool {
        self.problems.is_empty() && self.answer.is_some() && !self.waiting
    }

    /// The same outcome to be worked on elsewhere, with the drawn values, which are large.
    #[must_use]
    pub fn handed_over(&mut self) -> Self {
        let columns = std::mem::take(&mut self.columns);
        Self { columns, waiting: false, ..self.clone() }
    }

    /// The outcome to be shown, without the drawn values, which go on to `other`.
    #[must_use]
    pub fn handed_over_to(mut self, other: &mut Self) -> Self {
        other.columns = std::mem::take(&mut self.columns);
        other.held.clone_from(&self.held);
        self
    }

    /// Answers a question at the prices of a book and those that the scenario keeps over it; what cannot be
    /// answered keeps the last good answer.
    pub fn update(&mut self, listed: &Arc<Book>, question: &Question) {
        let book = &self.held.book(listed, &question.scenario);
        self.waiting = false;
        let before = self.answer.as_deref().and_then(|answer| match &answer.plot {
            slow @ (Plot::Fit(_) | Plot::Compare { .. }) => Some(slow.clone()),
            _ => None,
        });
        match Answer::of(book, question, &mut self.columns, before) {
            Ok(answer) => {
                self.shown_sentence = sentence::answer(book, &question.scenario, &answer.figures);
                self.answer = Some(Arc::new(answer));
                self.problems.clear();
            }
            Err(problems) => self.problems = problems,
        }
    }
}

impl Answer {
    /// Answers a question at the prices of a book, which holds those that the scenario keeps. While a slider is
    /// dragged, what takes long is taken from `before`.
    ///
    /// # Errors
    /// Everything that stands in the way, with the rows concerned.
    pub fn of(
        book: &Book,
        question: &Question,
        columns: &mut Columns,
        before: Option<Plot>,
    ) -> Result<Self, Vec<Problem>> {
        let Question { scenario, day, effort, plot } = question;
        let plan = Plan::new(book, scenario, *day)?;
        let figures = Figures::of(book, scenario, plan, *effort, columns)?;
        let plot = match *plot {
            PlotQuestion::Curve(place, scale) => Plot::Curve(
                span(scenario, place, scale, CURVE_POINTS)
                    .and_then(|span| Curve::of(book, scenario, *day, span, Some(&figures.spread)).ok()),
            ),
            PlotQuestion::Distribution => Plot::Distribution(figures.spread.histogram(BARS)),
            PlotQuestion::Drivers(Measure::Expected) => Plot::Drivers(figures.drivers.clone()),
            PlotQuestion::Drivers(measure) => {
                Plot::Drivers(Drivers::of(book, scenario, &figures.plan, measure, *effort)?)
            }
            PlotQuestion::Map(x, y, frame) => Plot::Map(map(book, scenario, &figures.plan, [x, y], frame)),
            PlotQuestion::Fit(goal, by) => match before {
                Some(Plot::Fit(fit)) if *effort == Effort::Quick => {
                    Plot::Fit(Arc::new(Fit { old: true, ..(*fit).clone() }))
                }
                _ => Plot::Fit(Arc::new(Fit {
                    sought: goal.map(|goal| seek(book, scenario, *day, goal, by, *effort)),
                    ways: ways(book, scenario, *day, Effort::Quick)?,
                    trade: trade(book, scenario, *day, *effort),
                    old: false,
                })),
            },
            PlotQuestion::Compare(line) => match before {
                Some(Plot::Compare { found, .. }) if is_long(scenario, *effort) => Plot::Compare { found, old: true },
                _ => Plot::Compare { found: Comparison::of(book, scenario, *day, line).into(), old: false },
            },
            PlotQuestion::Figures => Plot::Figures,
        };
        let sentence = text::plain(|| sentence::answer(book, scenario, &figures));
        let sizes = scenario.lines.iter().take(NOTED_LINES).map(|line| SizeNote::of(book, line, *day)).collect();
        Ok(Self { figures, plot, sentence, sizes })
    }
}

/// Whether a comparison takes too long for a slider that is dragged.
fn is_long(scenario: &Scenario, effort: Effort) -> bool {
    effort == Effort::Quick && scenario.lines.len() > FEW_LINES
}

fn map(
    book: &Book,
    scenario: &Scenario,
    plan: &Plan,
    places: [Place; 2],
    frame: Option<[(Decimal, Decimal); 2]>,
) -> Result<Map, Vec<Problem>> {
    let axis = |index: usize| {
        let place = places[index];
        let mut span = span(scenario, place, Scale::Linear, MAP_CELLS).ok_or_else(|| {
            let what = format!("there is nothing to run over for {}", place.key.spec().full_label().to_lowercase());
            vec![Problem { line: place.line, keys: vec![place.key], what, unknown: false }]
        })?;
        if let Some(frame) = frame {
            (span.from, span.to) = frame[index];
        }
        Ok::<_, Vec<Problem>>(span)
    };
    Map::of(book, scenario, plan, axis(0)?, axis(1)?)
}

/// The ordinary range of an assumption around its present value.
pub fn span(scenario: &Scenario, place: Place, scale: Scale, points: usize) -> Option<Span> {
    let mut span = Span::around(scenario, place, points)?;
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
