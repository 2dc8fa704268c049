//! Two lines that compete for the budget: how many of one fit beside how many of the other.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::axis::Unit;
use super::frame::{Frame, Side};
use super::legend::{Entry, Sign, cross, legend};
use super::page::{Area, Page, SMALL, Stroke};
use super::{Asked, Svg, words};
use crate::model::assumption::Key;
use crate::model::stats::trade::Trade;
use crate::text;

/// Draws the trade; none where nothing fits.
pub fn draw(asked: Asked<'_>, trade: &Trade) -> Option<Svg> {
    let line = |index: usize| asked.scenario.lines.get(index);
    let (set, sought) = (line(trade.set)?, line(trade.sought)?);
    let known: Vec<(f64, f64)> =
        trade.rows.iter().filter_map(|(images, most)| images.to_f64().zip((*most)?.to_f64())).collect();
    let most = known.iter().map(|(_, most)| *most).fold(f64::NEG_INFINITY, f64::max);
    if !most.is_finite() {
        return None;
    }
    let missing: Vec<f64> =
        trade.rows.iter().filter(|(_, most)| most.is_none()).filter_map(|(images, _)| images.to_f64()).collect();
    let name = format!("How many {} beside how many {}", sought.name, set.name);
    let mut page = asked.page(&name, &says(asked, trade, [&set.name, &sought.name]));
    let own = set.values.number(Key::Images).and_then(|x| x.to_f64());
    let own = own.zip(sought.values.number(Key::Images).and_then(|y| y.to_f64()));
    let last =
        trade.rows.iter().filter_map(|(images, _)| images.to_f64()).chain(own.map(|(x, _)| x)).fold(0.0, f64::max);
    let top = own.map_or(most, |(_, y)| most.max(y));
    let paint = page.paint;
    let mut entries = vec![Entry::new(Sign::Line(Stroke::solid(paint.series[0], 2.2)), "The most that fits")];
    if own.is_some() {
        entries.push(Entry::new(Sign::Dot(paint.series[1]), "This plan"));
    }
    if !missing.is_empty() {
        entries.push(Entry::new(Sign::Cross(paint.bad), "Nothing fits"));
    }
    legend(&mut page, &entries);
    let x = Side {
        words: format!("{}, images", words::clean(&set.name)),
        unit: Unit::Whole,
        log: false,
        ends: (0.0, last),
    };
    let y = Side {
        words: format!("Most images of {}", words::clean(&sought.name)),
        unit: Unit::Whole,
        log: false,
        ends: (0.0, top * 1.1),
    };
    let frame = Frame::draw(&mut page, &x, &y, 0.0);
    let at = |(x, y): (f64, f64)| (frame.x.at(x), frame.y.at(y));
    let points: Vec<(f64, f64)> = known.iter().copied().map(at).collect();
    page.group("fits", |page| page.polyline(&points, Stroke::solid(paint.series[0], 2.2)));
    page.group("points", |page| {
        for point in &points {
            page.dot(*point, 4.5, paint.series[0], "");
        }
        figures(page, &frame, trade, &points);
    });
    page.group("nothing-fits", |page| {
        for x in &missing {
            cross(page, at((*x, 0.0)), paint.bad);
        }
    });
    if let Some(own) = own {
        page.group("this-plan", |page| page.dot(at(own), 5.5, paint.series[1], "This plan"));
    }
    Some(page.finish())
}

fn says(asked: Asked<'_>, trade: &Trade, [set, sought]: [&str; 2]) -> String {
    let confidence = text::percent(asked.answer.figures.plan.confidence);
    let rate = trade.rate.map_or_else(String::new, |rate| {
        format!("One image of {set} costs as much as {} of {sought}. ", text::count(rate.round_sf(3).unwrap_or(rate)))
    });
    format!("{rate}Within the budget at {confidence} confidence.")
}

/// The counts above the points, as far as they stand apart.
fn figures(page: &mut Page, frame: &Frame, trade: &Trade, points: &[(f64, f64)]) {
    let Area { left, top, right, .. } = frame.area;
    let style = page.small().middle().rimmed();
    let most: Vec<Decimal> = trade.rows.iter().filter_map(|(_, most)| *most).collect();
    let mut end = f64::NEG_INFINITY;
    for ((x, y), most) in points.iter().zip(most) {
        let words = text::count(most);
        let half = words::width(&words, SMALL) / 2.0;
        let middle = x.min(right - half).max(left + half);
        if middle - half > end + 6.0 {
            page.text(&words, (middle, (y - 10.0).max(top + SMALL * 0.5)), style);
            end = middle + half;
        }
    }
}
