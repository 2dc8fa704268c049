//! The frame of a plot with two axes: marks, grid, and what runs along each side.

use super::axis::{Axis, Unit};
use super::page::{Area, LINE, Page, SMALL, Stroke};
use super::words;

/// Between a mark's words and the axis.
const GAP: f64 = 6.0;
/// Least distance of two marks upwards.
const MARK_HEIGHT: f64 = 34.0;
/// Least free room between two marks to the right.
const MARK_APART: f64 = 18.0;
/// Most marks to the right.
const MOST_MARKS: usize = 10;

/// One side of a plot.
pub struct Side {
    /// What runs along it, with its unit.
    pub words: String,
    /// What is counted.
    pub unit: Unit,
    /// Even ratios.
    pub log: bool,
    /// First and last value.
    pub ends: (f64, f64),
}

/// A plot's place and axes.
pub struct Frame {
    /// Where the data are.
    pub area: Area,
    /// To the right.
    pub x: Axis,
    /// Upwards.
    pub y: Axis,
}

impl Frame {
    /// Draws the frame of a plot in the room of the page. `lanes` pixels stay free above the data.
    pub fn draw(page: &mut Page, to_the_right: &Side, up: &Side, lanes: f64) -> Self {
        let room = page.room;
        // What runs upwards stands above the marks, where it can be read without turning the head.
        let top = room.top + LINE + 6.0 + lanes;
        let bottom = (room.bottom - 2.0 * LINE - GAP).max(top + 40.0);
        let y = Axis::new(up.log, up.ends, (bottom, top));
        let most = ((bottom - top) / MARK_HEIGHT).clamp(2.0, 8.0) as usize;
        let marks: Vec<(f64, String)> =
            y.some_marks(up.unit, most).into_iter().map(|(at, step)| (at, up.unit.mark(at, step))).collect();
        let widest = marks.iter().map(|(_, text)| words::width(text, SMALL)).fold(0.0, f64::max);
        let (x, x_marks) = x_axis(to_the_right, room.left + widest.min(room.width() * 0.4) + GAP, room.right);
        let (left, right) = x.span();
        let area = Area { left, top, right, bottom };
        page.group("y-axis", |page| {
            let weak = page.weak();
            let title = words::fit(&up.words, SMALL, room.width());
            page.text(&title, (room.left, room.top + SMALL * 0.85), weak);
            let grid = Stroke::solid(page.paint.background.blend(page.paint.text, 0.12), 1.0);
            for (value, text) in &marks {
                page.line((left, y.at(*value)), (right, y.at(*value)), grid);
                page.text(text, (left - GAP, y.at(*value) + SMALL * 0.35), weak.end());
            }
        });
        page.group("x-axis", |page| {
            let weak = page.weak();
            let line = Stroke::solid(page.paint.background.blend(page.paint.text, 0.4), 1.0);
            page.line((left, bottom), (right, bottom), line);
            for (value, text) in &x_marks {
                page.line((x.at(*value), bottom), (x.at(*value), bottom + 4.0), line);
                page.text(text, (x.at(*value), bottom + GAP + SMALL), weak.middle());
            }
            let title = words::fit(&to_the_right.words, SMALL, right - left);
            page.text(&title, (f64::midpoint(left, right), bottom + GAP + SMALL + LINE), weak.middle());
        });
        Self { area, x, y }
    }
}

/// The axis between two places, drawn in so that the outer marks have room, with as many marks as stand
/// apart.
fn x_axis(side: &Side, left: f64, right: f64) -> (Axis, Vec<(f64, String)>) {
    let mut found = (Axis::new(side.log, side.ends, (left, right)), Vec::new());
    for most in (2..=MOST_MARKS).rev() {
        let whole = Axis::new(side.log, side.ends, (left, right));
        let texts: Vec<(f64, String)> =
            whole.marks(side.unit, most).into_iter().map(|(at, step)| (at, side.unit.mark(at, step))).collect();
        let half = |text: &str| words::width(text, SMALL) / 2.0;
        let beyond = texts.last().map_or(0.0, |(at, text)| whole.at(*at) + half(text) - right).max(0.0);
        let axis = Axis::new(side.log, side.ends, (left, right - beyond));
        let apart = texts
            .windows(2)
            .all(|pair| axis.at(pair[1].0) - axis.at(pair[0].0) >= half(&pair[0].1) + half(&pair[1].1) + MARK_APART);
        found = (axis, texts);
        if apart {
            break;
        }
    }
    found
}
