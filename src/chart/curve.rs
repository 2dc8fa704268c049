//! The spend curve: expected, its 90 % band, floor and ceiling, the budget, and the plan as it is.

use rust_decimal::prelude::ToPrimitive as _;

use super::axis::{Unit, axis_words, value_words};
use super::frame::{Frame, Side};
use super::legend::{Entry, Sign, legend};
use super::page::{Area, Dash, Page, SMALL, Stroke};
use super::{Asked, Svg, words};
use crate::model::assumption::{Scale, Spec};
use crate::model::stats::curve::{Curve, Point};
use crate::text;

/// A budget so many times above everything else would press the curve flat.
const FAR: f64 = 3.0;
/// Middle and expected bill are told apart from this share of the bill.
const APART: f64 = 2e-3;

/// What is drawn.
struct Seen<'a> {
    curve: &'a Curve,
    row: &'static Spec,
    points: Vec<(f64, &'a Point)>,
    /// The band at each point, where it is known all along.
    band: Option<Vec<[f64; 3]>>,
    /// Whether the middle of the band is told apart.
    middle: bool,
    /// Whether floor and ceiling are.
    open: bool,
    /// The plan as it is: value and bill.
    own: Option<(f64, f64)>,
    budget: Option<f64>,
    /// Whether the budget lies on the chart.
    budget_near: bool,
    ends: (f64, f64),
}

/// Draws the curve; none where there are not two points.
pub fn draw(asked: Asked<'_>, curve: &Curve) -> Option<Svg> {
    let log_y = asked.look.view.log_y;
    let seen = Seen::of(asked, curve, log_y)?;
    let row = seen.row;
    let says = says(asked, &seen);
    let mut page = asked.page(&format!("Spend curve over {}", row.full_label().to_lowercase()), &says);
    let entries = entries(&page, asked, &seen);
    legend(&mut page, &entries);
    // With several lines, the axis says whose assumption it is.
    let lines = &asked.scenario.lines;
    let line = curve.span.place.line.and_then(|index| lines.get(index)).filter(|_| lines.len() > 1);
    let whose = line.map_or_else(String::new, |line| format!("{}: ", words::clean(&line.name)));
    let values = (seen.points.first()?.0, seen.points.last()?.0);
    let x = Side {
        words: format!("{whose}{}", axis_words(row)),
        unit: Unit::of(row),
        log: curve.span.scale == Scale::Log,
        ends: values,
    };
    let y = Side { words: "Bill, USD".into(), unit: Unit::Usd, log: log_y, ends: seen.ends };
    let frame = Frame::draw(&mut page, &x, &y, 0.0);
    lines_of(&mut page, &frame, &seen);
    if let Some(budget) = seen.budget.filter(|_| seen.budget_near) {
        budget_line(&mut page, &frame, &seen, budget);
    }
    if let Some((x, y)) = seen.own {
        let colour = page.paint.series[0];
        let at = (frame.x.at(x), frame.y.at(y));
        let title = format!("This plan: {} at {}", text::about(y), value_words(row, x));
        page.group("this-plan", |page| page.dot(at, 5.5, colour, &title));
    }
    Some(page.finish())
}

impl<'a> Seen<'a> {
    fn of(asked: Asked<'_>, curve: &'a Curve, log_y: bool) -> Option<Self> {
        let row = curve.span.place.key.spec();
        let log_x = curve.span.scale == Scale::Log;
        let placed = curve.points.iter().filter_map(|point| Some((point.x.to_f64()?, point)));
        let shown = |(x, point): &(f64, &Point)| {
            (!log_x || *x > 0.0) && (!log_y || (point.floor > 0.0 && point.expected > 0.0))
        };
        let points: Vec<(f64, &Point)> = placed.filter(shown).collect();
        let (first, last) = (points.first()?.0, points.last()?.0);
        if first >= last {
            return None;
        }
        let band: Option<Vec<[f64; 3]>> = points.iter().map(|(_, point)| point.band).collect();
        let lowest = points.iter().map(|(_, point)| point.expected).fold(f64::INFINITY, f64::min) * 1e-3;
        // A logarithmic axis has no zero.
        let lifted = |edge: f64| if log_y { edge.max(lowest) } else { edge };
        let band: Option<Vec<[f64; 3]>> = band.map(|band| band.into_iter().map(|three| three.map(lifted)).collect());
        let apart = |((_, point), band): (&(f64, &Point), &[f64; 3])| {
            (band[1] - point.expected).abs() > APART * point.expected.abs()
        };
        let middle = band.as_ref().is_some_and(|band| points.iter().zip(band).any(apart));
        let open = points.iter().any(|(_, point)| point.ceiling - point.floor > point.expected.abs() * 1e-9);
        let figures = &asked.answer.figures;
        let own = curve.span.now.and_then(|now| now.to_f64()).zip(figures.estimate.expected.to_f64());
        let own = own.filter(|(x, y)| (first..=last).contains(x) && (!log_y || *y > 0.0));
        let budget = figures.budget.as_ref().and_then(|budget| budget.cap.to_f64()).filter(|cap| !log_y || *cap > 0.0);
        let of_points = points.iter().flat_map(|(_, point)| [point.expected, point.floor, point.ceiling]);
        let all = of_points.chain(band.iter().flatten().flatten().copied()).chain(own.map(|(_, y)| y));
        let (low, high) = all.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), y| (low.min(y), high.max(y)));
        let near = |cap: &f64| *cap <= FAR * high && (!log_y || *cap * FAR >= low);
        let budget_near = budget.as_ref().is_some_and(near);
        let shown = budget.filter(near);
        let high = high.max(shown.unwrap_or(0.0));
        let low = low.min(shown.unwrap_or(f64::INFINITY));
        let ends = if log_y { (low / 1.1, high * 1.1) } else { (0.0, if high > 0.0 { high * 1.04 } else { 1.0 }) };
        Some(Self { curve, row, points, band, middle, open, own, budget, budget_near, ends })
    }
}

/// The readings that a person looks for first.
fn says(asked: Asked<'_>, seen: &Seen<'_>) -> String {
    let row = seen.row;
    let crossing = match (seen.curve.crossing, &asked.answer.figures.budget) {
        (Some(x), Some(budget)) => {
            let cap = text::money(budget.cap);
            format!("The expected bill meets the budget of {cap} at {}.", value_words(row, x))
        }
        (None, Some(budget)) => format!("The expected bill does not cross the budget of {}.", text::money(budget.cap)),
        (_, None) => String::new(),
    };
    let (Some((from, first)), Some((to, last))) = (seen.points.first(), seen.points.last()) else { return crossing };
    let (low, high) = (text::about(first.expected), text::about(last.expected));
    let ends = format!("From {low} at {} to {high} at {}.", value_words(row, *from), value_words(row, *to));
    format!("{crossing} {ends}").trim().to_owned()
}

fn entries(page: &Page, asked: Asked<'_>, seen: &Seen<'_>) -> Vec<Entry> {
    let [expected, budget, ..] = page.paint.series;
    let mut entries = vec![Entry::new(Sign::Line(Stroke::solid(expected, 2.0)), "Expected")];
    if seen.band.is_some() {
        entries.push(Entry::new(Sign::Area(expected, 0.18), "90 % band"));
    }
    if seen.middle {
        entries.push(Entry::new(Sign::Line(Stroke::dashed(expected, 1.5, Dash::Dots)), "P50"));
    }
    if seen.open {
        let stroke = Stroke::dashed(page.paint.caution, 1.2, Dash::Short);
        entries.push(Entry::new(Sign::Line(stroke), "Floor, ceiling"));
    }
    if let Some(view) = &asked.answer.figures.budget {
        let beyond = if seen.budget_near { "" } else { ", beyond this chart" };
        let words = format!("Budget {}{beyond}", text::money(view.cap));
        entries.push(Entry::new(Sign::Line(Stroke::dashed(budget, 1.6, Dash::Long)), words));
    }
    if let Some((_, bill)) = seen.own {
        entries.push(Entry::new(Sign::Dot(expected), format!("This plan, {}", text::about(bill))));
    }
    entries
}

fn lines_of(page: &mut Page, frame: &Frame, seen: &Seen<'_>) {
    let at = |x: f64, y: f64| (frame.x.at(x), frame.y.at(y));
    let colour = page.paint.series[0];
    let along = |of: &dyn Fn(usize, &Point) -> f64| -> Vec<(f64, f64)> {
        seen.points.iter().enumerate().map(|(index, (x, point))| at(*x, of(index, point))).collect()
    };
    if let Some(band) = &seen.band {
        let edge = |edge: usize| along(&|index, point| band.get(index).map_or(point.expected, |three| three[edge]));
        let around: Vec<(f64, f64)> = edge(0).into_iter().chain(edge(2).into_iter().rev()).collect();
        page.group("band", |page| page.filled(&around, colour, 0.18));
        if seen.middle {
            let middle = edge(1);
            page.group("p50", |page| page.polyline(&middle, Stroke::dashed(colour, 1.5, Dash::Dots)));
        }
    }
    if seen.open {
        let stroke = Stroke::dashed(page.paint.caution, 1.2, Dash::Short);
        let (floor, ceiling) = (along(&|_, point| point.floor), along(&|_, point| point.ceiling));
        page.group("floor", |page| page.polyline(&floor, stroke));
        page.group("ceiling", |page| page.polyline(&ceiling, stroke));
    }
    let expected = along(&|_, point| point.expected);
    page.group("expected", |page| page.polyline(&expected, Stroke::solid(colour, 2.2)));
}

/// The budget, with the place where the curve meets it.
fn budget_line(page: &mut Page, frame: &Frame, seen: &Seen<'_>, cap: f64) {
    let colour = page.paint.series[1];
    let Area { left, right, bottom, .. } = frame.area;
    let y = frame.y.at(cap);
    page.group("budget", |page| {
        page.line((left, y), (right, y), Stroke::dashed(colour, 1.6, Dash::Long));
    });
    let Some(x) = seen.curve.crossing.filter(|x| frame.x.holds(*x)) else { return };
    let at = frame.x.at(x);
    let words = format!("Budget at {}", value_words(seen.row, x));
    page.group("crossing", |page| {
        page.line((at, y), (at, bottom), Stroke::dashed(colour, 1.0, Dash::Dots));
        page.dot((at, y), 5.0, colour, &words);
        // Below the budget there is room on the side where the bill is above it.
        let ends = seen.points.first().zip(seen.points.last());
        let rises = ends.is_none_or(|((_, first), (_, last))| last.expected >= first.expected);
        let wide = words::width(&words, SMALL) + 10.0;
        let to_the_right = if rises { right - at >= wide } else { at - left < wide };
        let small = page.small().rimmed();
        let (place, style) = if to_the_right { (at + 8.0, small) } else { (at - 8.0, small.end()) };
        page.text(&words, (place, bottom - 9.0), style);
    });
}
