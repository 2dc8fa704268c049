//! Goal seek: which value of an assumption brings the bill to an amount.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

use super::draws::{Columns, Effort};
use super::measure::{self, Figure};
use crate::model::assumption::{Kind, Scale, Value};
use crate::model::book::Book;
use crate::model::day::Day;
use crate::model::plan::{Plan, Problem};
use crate::model::scenario::{Place, Scenario};

pub use super::measure::Metric;

/// An amount that the bill is to meet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    /// Which bill.
    pub metric: Metric,
    /// USD.
    pub usd: Decimal,
}

/// A text that is no goal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a goal{why}; write expected=USD or p95=USD, such as p95=6000")]
pub struct GoalError {
    text: String,
    why: String,
}

impl FromStr for Goal {
    type Err = GoalError;

    fn from_str(text: &str) -> Result<Self, GoalError> {
        let wrong = |why: String| GoalError { text: text.chars().take(60).collect(), why };
        let (metric, usd) = text.split_once('=').ok_or_else(|| wrong(String::new()))?;
        let metric = Metric::named(metric.trim()).ok_or_else(|| wrong(String::new()))?;
        match crate::model::assumption::Key::Budget.spec().parse(usd) {
            Ok(Value::Number(usd)) => Ok(Self { metric, usd }),
            Ok(_) => Err(wrong(String::new())),
            Err(error) => Err(wrong(format!(": the amount {}", error.why))),
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Sought {
    /// The assumption.
    pub place: Place,
    /// What was wanted.
    pub goal: Goal,
    /// How it came out.
    pub end: End,
    /// The value: the last one within the goal, or the nearest that there is.
    pub value: Value,
    /// The bill at it.
    pub bill: Figure,
    /// For a choice: every legal value with its bill, in the model's order.
    pub options: Vec<(Value, Figure)>,
}

/// How a search came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// At this value the goal is kept, and just beyond it is passed.
    Met,
    /// Every value keeps the goal; this one comes nearest.
    AlwaysWithin,
    /// Every value passes the goal; this one comes nearest.
    NeverWithin,
}

/// Why there is nothing to seek.
#[derive(Debug, Clone, PartialEq)]
pub enum SeekError {
    /// The assumption cannot be sought, in one sentence.
    Cannot(String),
    /// The scenario has no answer, at its own values or at any other.
    Problems(Vec<Problem>),
}

impl fmt::Display for SeekError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cannot(what) => f.write_str(what),
            Self::Problems(problems) => {
                let whats: Vec<&str> = problems.iter().map(|problem| problem.what.as_str()).collect();
                f.write_str(&whats.join("; "))
            }
        }
    }
}

/// Most steps between two values until they are as good as one.
const MOST_STEPS: usize = 80;
/// How near to a bound that is not allowed.
const CLOSE_BY: Decimal = Decimal::from_parts(1, 0, 0, false, 6);
/// Even places between which the bill is first looked at.
const PLACES: u32 = 8;

/// Bills of a scenario at values of one assumption.
struct Search<'a> {
    book: &'a Book,
    at: Scenario,
    day: Day,
    place: Place,
    goal: Goal,
    effort: Effort,
    columns: Columns,
    problems: Vec<Problem>,
}

/// Finds the value of an assumption at which the bill meets a goal. A range that the assumption has is
/// given up for the value that is tried.
///
/// # Errors
/// When the assumption has no values to try, is locked, or no value has an answer.
pub fn seek(
    book: &Book,
    scenario: &Scenario,
    day: Day,
    goal: Goal,
    place: Place,
    effort: Effort,
) -> Result<Sought, SeekError> {
    let spec = place.key.spec();
    let cannot = |why: &str| SeekError::Cannot(format!("{} {why}", spec.name));
    let values = scenario.values_at(place).ok_or_else(|| cannot("belongs to a line that is not there"))?;
    if values.is_locked(place.key) {
        return Err(cannot("is locked in this scenario; unlock it to seek it"));
    }
    let at = scenario.clone();
    let search = Search { book, at, day, place, goal, effort, columns: Columns::default(), problems: Vec::new() };
    let moves_the_bill =
        !matches!(place.key, crate::model::assumption::Key::Budget | crate::model::assumption::Key::BudgetConfidence);
    match spec.kind {
        _ if !moves_the_bill => Err(cannot("does not move the bill")),
        Kind::Number { .. } | Kind::BilledShare => search.number(values.number(place.key)),
        _ => {
            let choices = scenario.legal_choices(book, place);
            if choices.is_empty() {
                Err(cannot("has no numbers or choices to try here"))
            } else {
                search.choice(choices)
            }
        }
    }
}

impl Search<'_> {
    fn bill(&mut self, value: &Value) -> Option<Figure> {
        self.at.set(self.place, value.clone());
        let plan = Plan::new(self.book, &self.at, self.day);
        let figure = plan.and_then(|plan| {
            measure::figure(self.book, &self.at, &plan, self.goal.metric, self.effort, &mut self.columns)
        });
        match figure {
            Ok(figure) => Some(figure),
            Err(problems) => {
                if self.problems.is_empty() {
                    self.problems = problems;
                }
                None
            }
        }
    }

    fn within(&self, figure: Figure) -> bool {
        figure.usd <= self.goal.usd
    }

    fn choice(mut self, choices: Vec<Value>) -> Result<Sought, SeekError> {
        let mut options = Vec::with_capacity(choices.len());
        for value in choices {
            if let Some(figure) = self.bill(&value) {
                options.push((value, figure));
            }
        }
        let dearest_within = options.iter().filter(|(_, figure)| self.within(*figure)).max_by_key(|(_, f)| f.usd);
        let cheapest = options.iter().min_by_key(|(_, figure)| figure.usd);
        let all = options.iter().all(|(_, figure)| self.within(*figure));
        let (end, found) = match (dearest_within, cheapest) {
            (Some(found), _) => (if all { End::AlwaysWithin } else { End::Met }, found.clone()),
            (None, Some(found)) => (End::NeverWithin, found.clone()),
            (None, None) => return Err(SeekError::Problems(self.problems)),
        };
        Ok(Sought { place: self.place, goal: self.goal, end, value: found.0, bill: found.1, options })
    }

    fn number(mut self, now: Option<Decimal>) -> Result<Sought, SeekError> {
        let (ends, between, whole) = places(self.place, now);
        let mut tried = BTreeMap::new();
        let mut known = Vec::new();
        let mut crossing = None;
        // Most bills rise or fall all the way; the places between matter for the others.
        for values in [ends, between] {
            for x in values {
                let figure = self.bill(&Value::Number(x));
                tried.insert(x, figure);
            }
            self.find_edges(&mut tried, whole);
            known = tried.iter().filter_map(|(x, figure)| Some((*x, (*figure)?))).collect::<Vec<_>>();
            crossing = self.crossing(&known, now.unwrap_or_default());
            if crossing.is_some() {
                break;
            }
        }
        let (end, (x, bill)) = match crossing.as_deref() {
            Some([a, b]) => {
                let (inside, outside) = if self.within(a.1) { (*a, *b) } else { (*b, *a) };
                (End::Met, self.narrow(inside, outside, whole))
            }
            _ => {
                let apart = |(_, figure): &&(Decimal, Figure)| figure.usd.saturating_sub(self.goal.usd).abs();
                let nearest = known.iter().min_by_key(apart).copied();
                let nearest = nearest.ok_or_else(|| SeekError::Problems(std::mem::take(&mut self.problems)))?;
                let end = if self.within(nearest.1) { End::AlwaysWithin } else { End::NeverWithin };
                (end, nearest)
            }
        };
        let value = Value::Number(x);
        Ok(Sought { place: self.place, goal: self.goal, end, value, bill, options: Vec::new() })
    }

    /// Adds the last values that have an answer before those that have none.
    fn find_edges(&mut self, tried: &mut BTreeMap<Decimal, Option<Figure>>, whole: bool) {
        let neighbours: Vec<_> =
            tried.iter().zip(tried.iter().skip(1)).map(|(a, b)| ((*a.0, *a.1), (*b.0, *b.1))).collect();
        for (a, b) in neighbours {
            let (mut known, mut unknown) = match (a, b) {
                ((good, Some(figure)), (bad, None)) | ((bad, None), (good, Some(figure))) => ((good, figure), bad),
                _ => continue,
            };
            for _ in 0..MOST_STEPS {
                let gap = unknown.saturating_sub(known.0);
                if gap.abs() <= if whole { Decimal::ONE } else { finest(known.0) } {
                    break;
                }
                let middle = known.0.saturating_add(gap.saturating_mul(Decimal::new(5, 1)));
                let x = if whole { middle.round() } else { middle.round_dp(12) };
                match self.bill(&Value::Number(x)) {
                    Some(figure) => known = (x, figure),
                    None => unknown = x,
                }
            }
            tried.insert(known.0, Some(known.1));
        }
    }

    /// Two neighbours of which one keeps the goal and the other does not, the nearest to the present value.
    fn crossing(&self, known: &[(Decimal, Figure)], now: Decimal) -> Option<Vec<(Decimal, Figure)>> {
        let distance = |pair: &&[(Decimal, Figure)]| {
            pair.iter().map(|(x, _)| x.saturating_sub(now).abs()).min().unwrap_or_default()
        };
        known
            .windows(2)
            .filter(|pair| matches!(pair, [(_, a), (_, b)] if self.within(*a) != self.within(*b)))
            .min_by_key(distance)
            .map(<[_]>::to_vec)
    }

    /// The last value within the goal, between one that is and one that is not: by halves, and by the
    /// straight line between the two in turn.
    fn narrow(
        &mut self,
        mut inside: (Decimal, Figure),
        mut outside: (Decimal, Figure),
        whole: bool,
    ) -> (Decimal, Figure) {
        for step in 0..MOST_STEPS {
            let gap = outside.0.saturating_sub(inside.0);
            let fine = if whole { gap.abs() <= Decimal::ONE } else { gap.abs() <= finest(inside.0) };
            if fine {
                break;
            }
            let part = match step.is_multiple_of(2) {
                true => self.straight(inside.1, outside.1),
                false => Decimal::new(5, 1),
            };
            let middle = inside.0.saturating_add(gap.saturating_mul(part));
            let mut x = if whole { middle.round() } else { middle.round_dp(12) };
            if x == inside.0 || x == outside.0 {
                // The line leads to an end: the value next to it decides.
                let one = if whole { Decimal::ONE } else { finest(inside.0) };
                let towards = if gap.is_sign_negative() { Decimal::ZERO.saturating_sub(one) } else { one };
                let from_inside = x == inside.0;
                x = if from_inside { inside.0.saturating_add(towards) } else { outside.0.saturating_sub(towards) };
            }
            match self.bill(&Value::Number(x)) {
                Some(figure) if self.within(figure) => inside = (x, figure),
                Some(figure) => outside = (x, figure),
                None => break,
            }
        }
        self.plain(inside, whole)
    }

    /// How far between the two the straight line meets the goal, kept off the ends.
    fn straight(&self, inside: Figure, outside: Figure) -> Decimal {
        let rise = outside.usd.saturating_sub(inside.usd);
        let part = self.goal.usd.saturating_sub(inside.usd).checked_div(rise).unwrap_or(Decimal::new(5, 1));
        part.clamp(Decimal::ZERO, Decimal::ONE)
    }

    /// The value with fewer digits, rounded to the side that keeps the goal.
    fn plain(&mut self, inside: (Decimal, Figure), whole: bool) -> (Decimal, Figure) {
        if whole {
            return inside;
        }
        let rounded = [RoundingStrategy::ToZero, RoundingStrategy::AwayFromZero]
            .map(|strategy| inside.0.round_sf_with_strategy(6, strategy).unwrap_or(inside.0).normalize());
        for short in rounded {
            if let Some(figure) = self.bill(&Value::Number(short)).filter(|figure| self.within(*figure)) {
                return (short, figure);
            }
        }
        inside
    }
}

/// The least difference that is told apart at a value.
fn finest(x: Decimal) -> Decimal {
    x.abs().max(Decimal::new(1, 3)).saturating_mul(Decimal::new(1, 7)).max(Decimal::new(1, 12))
}

/// The ends of the bounds with the present value, places between them, and whether only whole ones
/// count.
fn places(place: Place, now: Option<Decimal>) -> (Vec<Decimal>, Vec<Decimal>, bool) {
    let (min, max, whole, log, open) = match place.key.spec().kind {
        Kind::Number { min, max, whole, scale, min_open, .. } => (min, max, whole, scale == Scale::Log, min_open),
        _ => (Decimal::ZERO, Decimal::ONE, false, false, false),
    };
    let mut ends = vec![max];
    ends.extend(now);
    // A bound that is not itself allowed is looked at from close by.
    ends.push(if open { min.saturating_add(CLOSE_BY) } else { min });
    let mut between = Vec::new();
    if log {
        let mut x = Decimal::ONE;
        while x < max {
            between.push(x);
            x = x.saturating_mul(Decimal::TEN);
        }
    } else {
        let step = max.saturating_sub(min).checked_div(PLACES.into()).unwrap_or_default();
        // Rates are small, and bills may peak among them.
        let hundredth = max.saturating_sub(min).checked_div(Decimal::ONE_HUNDRED).unwrap_or_default();
        between.extend([1, 2, 5].map(|part| min.saturating_add(hundredth.saturating_mul(part.into()))));
        between.extend((1..PLACES).map(|index| min.saturating_add(step.saturating_mul(index.into()))));
    }
    if whole {
        for x in &mut between {
            *x = x.round();
        }
    }
    ends.sort_unstable();
    ends.dedup();
    between.sort_unstable();
    between.retain(|x| !ends.contains(x));
    between.dedup();
    (ends, between, whole)
}

impl Goal {
    /// The goal of keeping the plan's budget at its confidence.
    pub fn of_budget(plan: &Plan) -> Option<Self> {
        plan.budget.map(|usd| Self { metric: Metric::at(plan.confidence), usd })
    }
}
