//! What moves the bill: one bar for each assumption, the strongest first.

use super::axis::{Axis, Unit};
use super::legend::{Entry, Sign, legend};
use super::page::{Area, BODY, LINE, Page, SMALL, Stroke};
use super::{Asked, Svg, words};
use crate::model::assumption::Value;
use crate::model::stats::drivers::{Driver, Drivers, Measure, Swing};
use crate::sentence::{capitalised, place_words};
use crate::text;

/// Heights of a row.
const ROWS: (f64, f64) = (36.0, 50.0);
/// Words under the bars.
const FOOT: f64 = 2.0 * LINE + 8.0;
/// Least distance of two marks to the right.
const MARKS: f64 = 90.0;

/// Draws the tornado.
pub fn draw(asked: Asked<'_>, drivers: &Drivers) -> Svg {
    let which = if drivers.measure == Measure::P95 { "P95 of the bill" } else { "Expected bill" };
    let mut page = asked.page(&format!("Drivers of the {}", super::lowered(which)), &says(drivers));
    if drivers.list.is_empty() {
        page.notice("Nothing moves the bill: no image costs anything, or credit and discounts cover it all.");
        return page.finish();
    }
    let colour = page.paint.series[0];
    let entries = [
        Entry::new(Sign::Area(colour, 0.5), "Less than now"),
        Entry::new(Sign::Area(colour, 1.0), "More than now"),
        Entry::new(Sign::Line(Stroke::solid(page.paint.text, 1.2)), format!("Now, {}", text::about(drivers.base))),
    ];
    legend(&mut page, &entries);
    let rows = ((page.room.height() - FOOT) / ROWS.0).max(1.0) as usize;
    let shown = drivers.list.get(..rows.min(drivers.list.len())).unwrap_or_default();
    let left_out = drivers.list.len() - shown.len();
    let row = ((page.room.height() - FOOT) / shown.len() as f64).min(ROWS.1);
    let bills = shown.iter().flat_map(|driver| [driver.at_low, driver.at_high]).chain([drivers.base]);
    let ends = bills.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), bill| (low.min(bill), high.max(bill)));
    let names = names_width(asked, &page, shown);
    let left = page.room.left + names + 14.0;
    let spare = (ends.1 - ends.0) * 0.03;
    let axis = Axis::new(false, (ends.0 - spare, ends.1 + spare), (left, page.room.right - 24.0));
    let top = page.room.top;
    let bottom = top + row * shown.len() as f64;
    foot(&mut page, axis, (top, bottom), which, left_out);
    page.group("drivers", |page| {
        for (index, driver) in shown.iter().enumerate() {
            one(page, asked, driver, (axis, drivers.base), (top + row * index as f64, row));
        }
        let now = axis.at(drivers.base);
        page.line((now, top), (now, bottom), Stroke::solid(page.paint.text, 1.2));
    });
    page.finish()
}

fn says(drivers: &Drivers) -> String {
    let mut says = "A range moves between its ends, a choice between its cheapest and dearest value, any other number by a fifth to either side."
        .to_owned();
    if drivers.lines_left_out > 0 {
        says += &format!(" Of {} lesser lines nothing is moved.", drivers.lines_left_out);
    }
    says
}

/// The name of a driver, and its ends in words.
fn names(asked: Asked<'_>, driver: &Driver) -> [String; 2] {
    let spec = driver.place.key.spec();
    let mark = if driver.swing == Swing::Range { " · range" } else { "" };
    let name = format!("{}{mark}", capitalised(&place_words(asked.scenario, driver.place)));
    let end = |bill: f64, value: &Value| format!("{} at {}", text::about(bill), text::bare_value(spec, value));
    let ends = format!("{}, {}", end(driver.at_low, &driver.low), end(driver.at_high, &driver.high));
    [words::clean(&name), words::clean(&ends)]
}

fn names_width(asked: Asked<'_>, page: &Page, shown: &[Driver]) -> f64 {
    let wide = |driver: &Driver| {
        let [name, ends] = names(asked, driver);
        words::width(&name, BODY).max(words::width(&ends, SMALL))
    };
    shown.iter().map(wide).fold(0.0, f64::max).min(page.room.width() * 0.42)
}

fn one(page: &mut Page, asked: Asked<'_>, driver: &Driver, (axis, base): (Axis, f64), (top, row): (f64, f64)) {
    let [name, ends] = names(asked, driver);
    let room = axis.span().0 - 14.0 - page.room.left;
    let middle = top + row / 2.0;
    let (left, body, weak) = (page.room.left, page.body(), page.weak());
    page.text(&words::fit(&name, BODY, room), (left, middle - 3.0), body);
    page.text(&words::fit(&ends, SMALL, room), (left, middle + SMALL), weak);
    let (low, high) = (driver.at_low.min(driver.at_high), driver.at_low.max(driver.at_high));
    let now = base.clamp(low, high);
    let colour = page.paint.series[0];
    let title = format!("{name}: {ends}");
    for (from, to, opacity) in [(low, now, 0.5), (now, high, 1.0)] {
        if to > from {
            let area = Area { left: axis.at(from), top: middle - 9.0, right: axis.at(to), bottom: middle + 9.0 };
            page.rect(area, colour, opacity, &title);
        }
    }
}

/// The axis under the bars, and what was left out.
fn foot(page: &mut Page, axis: Axis, (top, bottom): (f64, f64), which: &str, left_out: usize) {
    let (left, right) = axis.span();
    let most = ((right - left) / MARKS).clamp(1.0, 8.0) as usize;
    page.group("x-axis", |page| {
        let weak = page.weak();
        let grid = Stroke::solid(page.paint.background.blend(page.paint.text, 0.12), 1.0);
        for (value, step) in axis.some_marks(Unit::Usd, most) {
            page.line((axis.at(value), top), (axis.at(value), bottom), grid);
            page.text(&Unit::Usd.mark(value, step), (axis.at(value), bottom + SMALL + 4.0), weak.middle());
        }
        let words = format!("{which}, USD");
        page.text(&words, (f64::midpoint(left, right), bottom + SMALL + 4.0 + LINE), weak.middle());
        if left_out > 0 {
            let words =
                if left_out == 1 { "1 weaker is left out".into() } else { format!("{left_out} weaker are left out") };
            let words = words::fit(&words, SMALL, left - page.room.left - 14.0);
            page.text(&words, (page.room.left, bottom + SMALL + 4.0), weak);
        }
    });
}
