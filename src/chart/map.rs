//! The expected bill over two assumptions: colours, the budget's line, and the plan as it is.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::axis::{Unit, axis_words, value_words};
use super::colour::Colour;
use super::frame::{Frame, Side};
use super::legend::{Entry, Sign, legend};
use super::page::{Area, LINE, Page, SMALL, Stroke};
use super::{Asked, Svg, words};
use crate::model::assumption::spec;
use crate::model::scenario::Place;
use crate::model::stats::map::Map;
use crate::text;

/// Colours between the least and the most bill.
const SHADES: usize = 48;
/// Width of the colour scale.
const SCALE: f64 = 160.0;

/// Draws the map; none where no place has an answer.
pub fn draw(asked: Asked<'_>, map: &Map) -> Option<Svg> {
    let (low, high) = map.ends;
    if !low.is_finite() || !high.is_finite() {
        return None;
    }
    let (x, y) = (spec(map.x.place.key), spec(map.y.place.key));
    let name = format!("Map of the bill over {} and {}", x.full_label().to_lowercase(), y.full_label().to_lowercase());
    let mut page = asked.page(&name, &says(asked, map));
    scale(&mut page, map.ends);
    let own = map.x.now.and_then(|x| x.to_f64()).zip(map.y.now.and_then(|y| y.to_f64()));
    let paint = page.paint;
    let mut entries = Vec::new();
    if let (false, Some(budget)) = (map.contour.is_empty(), &asked.answer.figures.budget) {
        let stroke = Stroke::solid(paint.series[1], 2.5);
        entries.push(Entry::new(Sign::Line(stroke), format!("Budget {}", text::money(budget.cap))));
    }
    if own.is_some() {
        let bill = text::money(asked.answer.figures.estimate.expected);
        entries.push(Entry::new(Sign::Dot(paint.text), format!("This plan, {bill}")));
    }
    legend(&mut page, &entries);
    let side = |place: Place, values: &[Decimal]| {
        let lines = &asked.scenario.lines;
        let line = place.line.and_then(|index| lines.get(index)).filter(|_| lines.len() > 1);
        let whose = line.map_or_else(String::new, |line| format!("{}: ", words::clean(&line.name)));
        let row = spec(place.key);
        let edges = edges(values);
        let ends = (edges.first().copied().unwrap_or(0.0), edges.last().copied().unwrap_or(1.0));
        Side { words: format!("{whose}{}", axis_words(row)), unit: Unit::of(row), log: false, ends }
    };
    let frame = Frame::draw(&mut page, &side(map.x.place, &map.xs), &side(map.y.place, &map.ys), 0.0);
    cells(&mut page, &frame, map);
    let pieces: Vec<[(f64, f64); 2]> = map
        .contour
        .iter()
        .map(|[x0, y0, x1, y1]| [(frame.x.at(*x0), frame.y.at(*y0)), (frame.x.at(*x1), frame.y.at(*y1))])
        .collect();
    if !pieces.is_empty() {
        page.group("budget", |page| {
            page.pieces(&pieces, Stroke::solid(paint.background, 5.0));
            page.pieces(&pieces, Stroke::solid(paint.series[1], 2.5));
        });
    }
    if let Some((at_x, at_y)) = own.filter(|(x, y)| frame.x.holds(*x) && frame.y.holds(*y)) {
        let title = format!("This plan: {}, {}", value_words(x, at_x), value_words(y, at_y));
        page.group("this-plan", |page| page.dot((frame.x.at(at_x), frame.y.at(at_y)), 6.0, paint.text, &title));
    }
    Some(page.finish())
}

fn says(asked: Asked<'_>, map: &Map) -> String {
    let ends = format!("Expected bills from {} to {}.", text::about(map.ends.0), text::about(map.ends.1));
    let line = match &asked.answer.figures.budget {
        Some(budget) if map.contour.is_empty() => {
            format!(" The budget of {} does not cross this map.", text::money(budget.cap))
        }
        _ => String::new(),
    };
    let blank = if map.bills.iter().all(|bill| bill.is_finite()) { "" } else { " Blank places have no answer." };
    format!("{ends}{line}{blank}")
}

/// The colours from the least to the most bill.
fn scale(page: &mut Page, (low, high): (f64, f64)) {
    let (low, high) = (text::about(low), text::about(high));
    page.group("scale", |page| {
        let (left, middle) = (page.room.left, page.room.top + LINE / 2.0);
        let style = page.small();
        let base = middle + SMALL * 0.35;
        page.text(&low, (left, base), style);
        let from = left + words::width(&low, SMALL) + 8.0;
        let step = SCALE / SHADES as f64;
        for shade in 0..SHADES {
            let left = from + step * shade as f64;
            // Each piece lies a little over the next, so that there are no seams.
            let right = if shade + 1 == SHADES { from + SCALE } else { left + step + 0.5 };
            let colour = colour(page, shade);
            page.rect(Area { left, top: middle - 6.0, right, bottom: middle + 6.0 }, colour, 1.0, "");
        }
        page.text(&high, (from + SCALE + 8.0, base), style);
        page.room.top += LINE + 4.0;
    });
}

fn colour(page: &Page, shade: usize) -> Colour {
    let part = shade as f64 / (SHADES - 1) as f64;
    page.paint.panel.blend(page.paint.series[0], 0.06 + 0.86 * part)
}

/// The borders between cells, each value in the middle of its own.
fn edges(values: &[Decimal]) -> Vec<f64> {
    let values: Vec<f64> = values.iter().map(|value| value.to_f64().unwrap_or(0.0)).collect();
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return Vec::new() };
    let between = values.windows(2).map(|pair| f64::midpoint(pair[0], pair[1]));
    // The outer cells end at their values, so that the map ends where the assumption does.
    std::iter::once(*first).chain(between).chain([*last]).collect()
}

fn cells(page: &mut Page, frame: &Frame, map: &Map) {
    let (low, high) = map.ends;
    let shade = |bill: f64| {
        let part = if high > low { (bill - low) / (high - low) } else { 0.0 };
        (part * (SHADES - 1) as f64).round() as usize
    };
    let (across, up) = (edges(&map.xs), edges(&map.ys));
    let mut pieces: Vec<Vec<Area>> = vec![Vec::new(); SHADES];
    for (row, ends) in up.windows(2).enumerate() {
        let (bottom, top) = (frame.y.at(ends[0]), frame.y.at(ends[1]));
        let shades: Vec<Option<usize>> = (0..map.xs.len()).map(|column| map.bill(column, row).map(shade)).collect();
        let mut from = 0;
        // Neighbours of one colour are one piece.
        while let Some(first) = shades.get(from) {
            let alike = shades.iter().skip(from).take_while(|other| *other == first).count();
            let ends = across.get(from).zip(across.get(from + alike));
            if let (Some(shade), Some((left, right))) = (first, ends) {
                let area = Area { left: frame.x.at(*left), top, right: frame.x.at(*right), bottom };
                if let Some(pieces) = pieces.get_mut(*shade) {
                    pieces.push(area);
                }
            }
            from += alike.max(1);
        }
    }
    page.group("cells", |page| {
        for (shade, pieces) in pieces.iter().enumerate().filter(|(_, pieces)| !pieces.is_empty()) {
            page.mosaic(colour(page, shade), pieces);
        }
    });
}
