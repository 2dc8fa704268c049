//! What moves the bill, as curves: the expected bill along each of the strongest.

use super::axis::Unit;
use super::frame::{Frame, Side};
use super::legend::{Entry, Sign, legend};
use super::page::{Dash, Stroke};
use super::{Asked, Svg};
use crate::model::stats::drivers::{Driver, Drivers};
use crate::sentence::{capitalised, place_words};
use crate::text;

/// Curves that the eye tells apart.
const CURVES: usize = 6;

/// Draws the spider.
pub fn draw(asked: Asked<'_>, drivers: &Drivers) -> Svg {
    let says = format!("The dots are now, {}.", text::about(drivers.base));
    let mut page = asked.page("Expected bill along its drivers", &says);
    let shown: Vec<&Driver> = drivers.list.iter().filter(|driver| driver.path.len() > 1).take(CURVES).collect();
    if shown.is_empty() {
        page.notice("Nothing moves the bill: no image costs anything, or credit and discounts cover it all.");
        return page.finish();
    }
    let paint = page.paint;
    let stroke = |series: usize| Stroke::dashed(paint.series[series % 6], 2.2, Dash::of(series));
    let name = |driver: &Driver| capitalised(&place_words(asked.scenario, driver.place));
    let entries: Vec<Entry> =
        shown.iter().enumerate().map(|(series, driver)| Entry::new(Sign::Line(stroke(series)), name(driver))).collect();
    legend(&mut page, &entries);
    let bills = shown.iter().flat_map(|driver| driver.path.iter().copied()).chain([drivers.base]);
    let (low, high) = bills.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), bill| (low.min(bill), high.max(bill)));
    let spare = (high - low) * 0.05;
    let x = Side {
        words: "From each assumption's cheaper end to its dearer end".into(),
        unit: Unit::Percent,
        log: false,
        ends: (0.0, 1.0),
    };
    let y = Side {
        words: "Expected bill, USD".into(),
        unit: Unit::Usd,
        log: false,
        ends: ((low - spare).max(0.0), high + spare),
    };
    let frame = Frame::draw(&mut page, &x, &y, 0.0);
    for (series, driver) in shown.iter().enumerate() {
        let rises = driver.at_low <= driver.at_high;
        let along = |part: f64| if rises { part } else { 1.0 - part };
        let steps = (driver.path.len() - 1) as f64;
        let place = |(step, bill): (usize, &f64)| (frame.x.at(along(step as f64 / steps)), frame.y.at(*bill));
        let points: Vec<(f64, f64)> = driver.path.iter().enumerate().map(place).collect();
        page.group("driver", |page| {
            page.polyline(&points, stroke(series));
            if let Some(own) = driver.own {
                let at = (frame.x.at(along(own)), frame.y.at(drivers.base));
                page.dot(at, 4.5, paint.series[series % 6], &name(driver));
            }
        });
    }
    page.finish()
}
