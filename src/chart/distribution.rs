//! How probable each bill is: bars, or the chance of staying below.

use rust_decimal::prelude::ToPrimitive as _;

use super::axis::{Axis, Unit};
use super::frame::{Frame, Side};
use super::page::{Area, Dash, LINE, Page, SMALL, Stroke};
use super::{Asked, Svg, words};
use crate::model::stats::spread::Histogram;
use crate::text;

/// Room of the marks beside the axis that runs upwards.
const AXIS: f64 = 60.0;

/// A line across the plot with its words.
struct Mark {
    at: f64,
    words: String,
    series: usize,
}

/// Draws the distribution.
pub fn draw(asked: Asked<'_>, histogram: &Histogram) -> Svg {
    let cumulative = asked.look.view.cumulative;
    let mut page =
        asked.page(if cumulative { "Chance of each bill" } else { "Distribution of the bill" }, &says(asked));
    let ends = histogram.edges.first().copied().zip(histogram.edges.last().copied());
    let Some((low, high)) = ends.filter(|_| histogram.shares.len() > 1) else {
        let bill = text::about(asked.answer.figures.range.p50);
        page.notice(&format!("The bill is certain: {bill}. There is no luck in this plan, and no range."));
        return page.finish();
    };
    let marks = marks(asked, (low, high));
    let around = marks.iter().fold((low, high), |(low, high), mark| (low.min(mark.at), high.max(mark.at)));
    let x = Side { words: "Bill, USD".into(), unit: Unit::Usd, log: false, ends: around };
    let most = histogram.shares.iter().copied().fold(0.0, f64::max);
    let (title, top) = if cumulative { ("Chance of a bill up to here", 1.0) } else { ("Probability", most * 1.05) };
    let y = Side { words: title.into(), unit: Unit::Percent, log: false, ends: (0.0, top) };
    let lanes = LINE * rows(&marks, around, page.room) as f64;
    let frame = Frame::draw(&mut page, &x, &y, lanes);
    if cumulative {
        let points: Vec<(f64, f64)> =
            histogram.edges.iter().zip(&histogram.cumulative).map(|(x, y)| (frame.x.at(*x), frame.y.at(*y))).collect();
        let stroke = Stroke::solid(page.paint.series[0], 2.2);
        page.group("cumulative", |page| page.polyline(&points, stroke));
    } else {
        page.group("bars", |page| columns(page, &frame, histogram));
    }
    page.group("marks", |page| lines(page, &frame, &marks));
    page.finish()
}

fn says(asked: Asked<'_>) -> String {
    let figures = &asked.answer.figures;
    let over = figures.budget.as_ref().map_or_else(String::new, |budget| {
        format!("The chance of passing {} is {}. ", text::money(budget.cap), text::chance(budget.over))
    });
    format!("{over}Computed from {}.", text::spread_words(&figures.spread))
}

/// What is marked, from left to right; what is far from all bars is left out.
fn marks(asked: Asked<'_>, (low, high): (f64, f64)) -> Vec<Mark> {
    let figures = &asked.answer.figures;
    let range = figures.range;
    let mut marks: Vec<Mark> = [("P5", range.p5), ("P50", range.p50), ("P95", range.p95)]
        .into_iter()
        .map(|(name, at)| Mark { at, words: format!("{name} {}", text::about(at)), series: 3 })
        .collect();
    if figures.spread.mean().is_some() {
        let at = figures.estimate.expected.to_f64().unwrap_or(0.0);
        marks.push(Mark { at, words: format!("Likely {}", text::about(at)), series: 2 });
    }
    if let Some(budget) = &figures.budget {
        let at = budget.cap.to_f64().unwrap_or(0.0);
        marks.push(Mark { at, words: format!("Budget {}", text::money(budget.cap)), series: 1 });
    }
    let room = high - low;
    marks.retain(|mark| (low - room..=high + room).contains(&mark.at));
    marks.sort_by(|a, b| a.at.total_cmp(&b.at));
    marks
}

fn columns(page: &mut Page, frame: &Frame, histogram: &Histogram) {
    let colour = page.paint.series[0];
    for (edges, share) in histogram.edges.windows(2).zip(&histogram.shares) {
        let (from, to) = (frame.x.at(edges[0]), frame.x.at(edges[1]));
        let gap = (to - from) * 0.04;
        let area = Area { left: from + gap, top: frame.y.at(*share), right: to - gap, bottom: frame.area.bottom };
        let title = format!("{} to {}: {}", text::about(edges[0]), text::about(edges[1]), text::chance(*share));
        page.rect(area, colour, 0.75, &title);
    }
}

/// Where a mark's words stand: their middle, and their row above the data.
struct Place {
    middle: f64,
    row: usize,
}

/// Places for the words of all marks between two edges, in as few rows as keep them apart.
fn places(marks: &[Mark], x: Axis, (left, right): (f64, f64)) -> Vec<Place> {
    let mut rows: Vec<f64> = Vec::new();
    let place = |mark: &Mark| {
        let half = words::width(&mark.words, SMALL) / 2.0 + 4.0;
        let middle = x.at(mark.at).min(right - half).max(left + half);
        let row = rows.iter().position(|end| *end <= middle - half).unwrap_or(rows.len());
        match rows.get_mut(row) {
            Some(end) => *end = middle + half,
            None => rows.push(middle + half),
        }
        Place { middle, row }
    };
    marks.iter().map(place).collect()
}

/// Rows that the words will need in a room whose axis is not drawn yet; with its marks it will be narrower.
fn rows(marks: &[Mark], ends: (f64, f64), room: Area) -> usize {
    let edges = (room.left + AXIS, room.right);
    let last = places(marks, Axis::new(false, ends, edges), edges).iter().map(|place| place.row).max();
    last.map_or(0, |last| last + 1)
}

fn lines(page: &mut Page, frame: &Frame, marks: &[Mark]) {
    let Area { left, top, right, bottom } = frame.area;
    let places = places(marks, frame.x, (left, right));
    let above = |place: &Place| top - LINE * place.row as f64;
    for (mark, place) in marks.iter().zip(&places) {
        let stroke = Stroke::dashed(page.paint.series[mark.series % 6], 1.6, Dash::of(mark.series));
        let x = frame.x.at(mark.at);
        page.line((x, above(place)), (x, bottom), stroke);
    }
    let style = page.small().middle().rimmed();
    for (mark, place) in marks.iter().zip(&places) {
        page.text(&mark.words, (place.middle, above(place) - 4.0), style);
    }
}
