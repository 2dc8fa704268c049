//! The legend, above the data and never over them.

use super::colour::Colour;
use super::page::{Area, Dash, LINE, Page, SMALL, Stroke};
use super::words;

/// Between a sign and its words.
const GAP: f64 = 6.0;
/// Width of a sign.
const SIGN: f64 = 22.0;
/// Between two entries.
const APART: f64 = 18.0;

/// What stands before the words.
#[derive(Debug, Clone, Copy)]
pub enum Sign {
    /// A piece of the line.
    Line(Stroke),
    /// A piece of the area, of this opacity.
    Area(Colour, f64),
    /// A piece of a striped bar.
    Stripes(Colour),
    /// A dot.
    Dot(Colour),
    /// A cross.
    Cross(Colour),
}

/// A sign with its words.
pub struct Entry {
    sign: Sign,
    words: String,
}

impl Entry {
    /// Such a sign means this.
    pub fn new(sign: Sign, words: impl Into<String>) -> Self {
        Self { sign, words: words::clean(&words.into()) }
    }
}

/// Writes the legend at the top of the room, in as many rows as it needs.
pub fn legend(page: &mut Page, entries: &[Entry]) {
    if entries.is_empty() {
        return;
    }
    page.group("legend", |page| {
        let (left, wide) = (page.room.left, page.room.width());
        let mut x = left;
        for entry in entries {
            let text = words::fit(&entry.words, SMALL, wide - SIGN - GAP);
            let needs = SIGN + GAP + words::width(&text, SMALL);
            if x > left && x + needs > left + wide {
                x = left;
                page.room.top += LINE;
            }
            let middle = page.room.top + LINE / 2.0;
            sign(page, entry.sign, (x, middle));
            let style = page.small();
            page.text(&text, (x + SIGN + GAP, middle + SMALL * 0.35), style);
            x += needs + APART;
        }
        page.room.top += LINE + 4.0;
    });
}

fn sign(page: &mut Page, sign: Sign, (x, y): (f64, f64)) {
    let area = Area { left: x, top: y - 5.0, right: x + SIGN, bottom: y + 5.0 };
    match sign {
        Sign::Line(stroke) => page.line((x, y), (x + SIGN, y), stroke),
        Sign::Area(colour, opacity) => page.rect(area, colour, opacity, ""),
        Sign::Stripes(colour) => page.striped(area, colour, ""),
        Sign::Dot(colour) => page.dot((x + SIGN / 2.0, y), 5.0, colour, ""),
        Sign::Cross(colour) => cross(page, (x + SIGN / 2.0, y), colour),
    }
}

/// A small cross: nothing is possible here.
pub fn cross(page: &mut Page, (x, y): (f64, f64), colour: Colour) {
    let pieces = [[(x - 4.0, y - 4.0), (x + 4.0, y + 4.0)], [(x - 4.0, y + 4.0), (x + 4.0, y - 4.0)]];
    page.pieces(&pieces, Stroke { colour, width: 2.0, dash: Dash::Solid });
}
