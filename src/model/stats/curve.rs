//! How the bill grows: expected, its 90 % band, floor and ceiling along any numeric assumption.

use rust_decimal::Decimal;

use super::band::Band;
use super::response::{Batch, Response, Variable};
use super::spread::{Spread, no_answer};
use crate::model::assumption::{Key, Kind, Scale, Value};
use crate::model::book::Book;
use crate::model::day::Day;
use crate::model::num::Num as _;
use crate::model::plan::{Plan, PlanLine, Problem};
use crate::model::price::Bound;
use crate::model::scenario::{Place, Scenario};

/// What to run along.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// The assumption.
    pub place: Place,
    /// First value.
    pub from: Decimal,
    /// Last value.
    pub to: Decimal,
    /// Even steps or even ratios.
    pub scale: Scale,
    /// How many values, at least 2.
    pub points: usize,
    /// The scenario's own value, where it has one.
    pub now: Option<Decimal>,
}

/// The bill at one value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The assumption's value, exactly as it was used.
    pub x: Decimal,
    /// Expected bill in USD.
    pub expected: f64,
    /// With everything unknown at its cheapest.
    pub floor: f64,
    /// With everything unknown at its dearest.
    pub ceiling: f64,
    /// P5, P50 and P95, where they could be computed.
    pub band: Option<[f64; 3]>,
}

/// The bill along an assumption.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// What it runs along.
    pub span: Span,
    /// The points for which there is an answer, in order.
    pub points: Vec<Point>,
    /// Where the expected bill first passes the budget, between two points.
    pub crossing: Option<f64>,
}

/// Most points of a curve.
pub const MOST_POINTS: usize = 10_001;

impl Span {
    /// The whole ordinary range of an assumption around its present value.
    pub fn around(scenario: &Scenario, place: Place, points: usize) -> Option<Self> {
        let Kind::Number { min, max, min_open, soft_max, .. } = place.key.spec().kind else { return None };
        let set = scenario.values_at(place)?.number(place.key);
        let now = set.unwrap_or_default();
        let twice = now.saturating_mul(Decimal::TWO);
        let to = match place.key {
            Key::Images | Key::Budget | Key::Credit if now > Decimal::ZERO => twice.min(max),
            _ => soft_max.max(now),
        };
        // A bound that is not itself allowed is looked at from close by.
        let from = if min_open { to.saturating_mul(Decimal::new(1, 3)) } else { min };
        Some(Self { place, from, to, scale: Scale::Linear, points, now: set })
    }

    /// The values, exact at both ends; whole where the assumption is whole.
    pub fn values(&self) -> Vec<Decimal> {
        let Kind::Number { whole, .. } = self.place.key.spec().kind else { return Vec::new() };
        let last = self.points.clamp(2, MOST_POINTS) - 1;
        let (from, to) = (f64::of(self.from), f64::of(self.to));
        let log = self.scale == Scale::Log && from > 0.0;
        let mut values: Vec<Decimal> = (0..=last)
            .map(|index| {
                let t = index as f64 / last as f64;
                match index {
                    0 => self.from,
                    index if index == last => self.to,
                    _ if log => rounded(from * (to / from).powf(t), whole),
                    _ => rounded(from + (to - from) * t, whole),
                }
            })
            .collect();
        values.dedup();
        values
    }
}

/// Nine significant digits, or a whole number: a value that a person could type.
fn rounded(value: f64, whole: bool) -> Decimal {
    let digits = if value == 0.0 { 0 } else { value.abs().log10().floor() as i32 };
    let decimals = if whole { 0 } else { (8 - digits).clamp(0, 12) };
    let units = (value * 10_f64.powi(decimals)).round();
    if units.abs() < 9e17 {
        Decimal::new(units as i64, decimals as u32)
    } else {
        Decimal::from_f64_retain(value).unwrap_or_default().round()
    }
}

impl Curve {
    /// The curve of a scenario along a span. Values at which there is no answer are left out. `spread` is
    /// the bill's at the scenario's own values, which the band then meets there.
    ///
    /// # Errors
    /// The plan's problems, when there is no answer at any value.
    pub fn of(
        book: &Book,
        scenario: &Scenario,
        day: Day,
        span: Span,
        spread: Option<&Spread>,
    ) -> Result<Self, Vec<Problem>> {
        let budget = scenario.values.number(Key::Budget);
        let at_ease =
            Plan::new(book, scenario, day).and_then(|plan| Along::new(book, scenario, &plan, &span, spread)?.points());
        let points = match at_ease {
            Ok(points) => points,
            // Some value of the span has no price, or the scenario's own has none.
            Err(_) => one_by_one(book, scenario, day, &span)?,
        };
        let crossing = budget.and_then(|budget| crossing(&points, f64::of(budget)));
        Ok(Self { span, points, crossing })
    }
}

/// A plan along a span.
struct Along<'a> {
    span: &'a Span,
    expected: Response,
    /// With everything unknown at its cheapest and at its dearest, where that differs.
    ends: Option<[Response; 2]>,
    band: Band,
}

impl<'a> Along<'a> {
    fn new(
        book: &Book,
        scenario: &Scenario,
        plan: &Plan,
        span: &'a Span,
        spread: Option<&Spread>,
    ) -> Result<Self, Vec<Problem>> {
        let variable = [Variable { place: span.place, low: span.from, high: span.to, between: true }];
        let response = |bound| Response::new(book, scenario, plan, &variable, bound);
        // An operation or an outcome that has no share yet may open the bill once it has one.
        let opens = |x: Decimal| {
            let Some(typed) = span.place.line.and_then(|index| scenario.lines.get(index)) else { return false };
            let mut at = typed.clone();
            at.values.set(span.place.key, Value::Number(x));
            PlanLine::new(book, &at, &plan.schedule, plan.day).is_ok_and(|line| line.is_open())
        };
        let is_open = plan.is_open() || opens(span.from) || opens(span.to);
        let ends = if is_open { Some([response(Bound::Floor)?, response(Bound::Ceiling)?]) } else { None };
        Ok(Self {
            span,
            expected: response(Bound::Expected)?,
            ends,
            band: Band::new(book, scenario, plan, span, spread)?,
        })
    }

    fn points(&self) -> Result<Vec<Point>, Vec<Problem>> {
        let values = self.span.values();
        let places: Vec<f64> = values.iter().map(|x| f64::of(*x)).collect();
        let bills = |response: &Response| -> Result<Vec<f64>, Vec<Problem>> {
            let mut found = Vec::with_capacity(places.len());
            Batch::new(response).map_err(no_answer)?.bills(&places, &[], &mut found);
            Ok(found)
        };
        let expected = bills(&self.expected)?;
        let (floor, ceiling) = match &self.ends {
            Some([floor, ceiling]) => (bills(floor)?, bills(ceiling)?),
            None => (expected.clone(), expected.clone()),
        };
        let bands = self.band.along(&places, self.span.scale == Scale::Log);
        let bounds = floor.into_iter().zip(ceiling);
        let rows = values.into_iter().zip(expected).zip(bounds).zip(bands);
        let known = rows.filter_map(|(((x, expected), (floor, ceiling)), band)| {
            let known = expected.is_finite() && floor.is_finite() && ceiling.is_finite();
            known.then_some(Point { x, expected, floor, ceiling, band })
        });
        Ok(known.collect())
    }
}

/// The plan is made anew at every value; there is no band.
fn one_by_one(book: &Book, scenario: &Scenario, day: Day, span: &Span) -> Result<Vec<Point>, Vec<Problem>> {
    let mut at = scenario.clone();
    let mut problems = None;
    let mut points = Vec::with_capacity(span.points);
    for x in span.values() {
        at.set(span.place, Value::Number(x));
        match Plan::new(book, &at, day) {
            Ok(plan) => points.extend(point(&plan, x)),
            Err(found) => problems = problems.or(Some(found)),
        }
    }
    match problems {
        Some(problems) if points.is_empty() => Err(problems),
        _ => Ok(points),
    }
}

fn point(plan: &Plan, x: Decimal) -> Option<Point> {
    let rules = plan.rules.to::<f64>();
    let bill = |bound| {
        let mut gross = 0.0;
        for line in plan.terms::<f64>(bound).ok()? {
            gross += line.mean().ok()?;
        }
        rules.bill(gross).ok()
    };
    let expected = bill(Bound::Expected)?;
    let open = plan.is_open();
    let floor = if open { bill(Bound::Floor)? } else { expected };
    let ceiling = if open { bill(Bound::Ceiling)? } else { expected };
    Some(Point { x, expected, floor, ceiling, band: None })
}

/// Where a rising or falling curve meets the budget, by straight lines between points.
fn crossing(points: &[Point], budget: f64) -> Option<f64> {
    points.windows(2).find_map(|pair| {
        let ((x0, y0), (x1, y1)) = ((f64::of(pair[0].x), pair[0].expected), (f64::of(pair[1].x), pair[1].expected));
        let between = (y0 <= budget && y1 > budget) || (y0 > budget && y1 <= budget);
        between.then(|| x0 + (x1 - x0) * (budget - y0) / (y1 - y0))
    })
}
