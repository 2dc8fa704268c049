//! Horizontal bars with their names before them and their figures behind.

use super::colour::Colour;
use super::page::{Area, BODY, LINE, Page, SMALL, Stroke};
use super::words;

/// Heights of a row.
const ROWS: (f64, f64) = (21.0, 34.0);
/// Between columns.
const GAP: f64 = 12.0;
/// Least width of the bars.
const LEAST: f64 = 60.0;

/// One bar.
pub struct Bar {
    /// What it stands for.
    pub name: String,
    /// More about it, where there is room.
    pub remark: String,
    /// Its length, 1 for the whole room; longer ones end in a sign.
    pub length: f64,
    /// Least and most, where they are apart, in the same measure.
    pub whisker: Option<(f64, f64)>,
    /// Its figure.
    pub figure: String,
    /// A second figure.
    pub second: String,
    /// Its colour.
    pub colour: Colour,
    /// Striped, to be told apart without colour.
    pub striped: bool,
    /// Heavier words.
    pub strong: bool,
}

/// How many bars have room under each other.
pub fn room_for(height: f64) -> usize {
    (height / ROWS.0).max(0.0) as usize
}

/// Draws the bars from the top of the room down; all share their columns.
pub fn bars(page: &mut Page, group: &str, list: &[Bar], height: f64) {
    let columns = Columns::of(page.room, list);
    let row = (height / list.len().max(1) as f64).clamp(ROWS.0, ROWS.1);
    page.group(group, |page| {
        for bar in list {
            one(page, &columns, bar, row);
            page.room.top += row;
        }
    });
}

/// Where the columns begin and end.
struct Columns {
    names: (f64, f64),
    bars: (f64, f64),
    /// Where figures end.
    figures: [f64; 2],
}

impl Columns {
    fn of(room: Area, list: &[Bar]) -> Self {
        let widest = |text: &dyn Fn(&Bar) -> f64| list.iter().map(text).fold(0.0, f64::max);
        let figure = widest(&|bar| words::width(&bar.figure, BODY) * if bar.strong { 1.06 } else { 1.0 });
        let second = widest(&|bar| words::width(&bar.second, SMALL));
        let behind = figure + if second > 0.0 { second + GAP } else { 0.0 };
        let remark = |bar: &Bar| if bar.remark.is_empty() { 0.0 } else { words::width(&bar.remark, SMALL) + GAP };
        let wanted = widest(&|bar| words::width(&bar.name, BODY) * 1.06 + remark(bar));
        let names = wanted.min(room.width() * 0.4).min(room.width() - behind - LEAST - 2.0 * GAP).max(0.0);
        let end = room.right - behind - GAP;
        let begin = room.left + names + GAP;
        let figures = [room.right - if second > 0.0 { second + GAP } else { 0.0 }, room.right];
        Self { names: (room.left, room.left + names), bars: (begin, end.max(begin)), figures }
    }
}

fn one(page: &mut Page, columns: &Columns, bar: &Bar, row: f64) {
    let middle = page.room.top + row / 2.0;
    let base = middle + BODY * 0.35;
    let weight = |style: super::page::Style| if bar.strong { style.strong() } else { style };
    let heavy = if bar.strong { 1.06 } else { 1.0 };
    let room = columns.names.1 - columns.names.0;
    let name = words::fit(&bar.name, BODY * heavy, room);
    let left = room - words::width(&name, BODY * heavy) - GAP;
    let (body, weak) = (page.body(), page.weak());
    page.text(&name, (columns.names.0, base), weight(body));
    // A remark that would be cut to a few letters says nothing.
    if left > words::width(&bar.remark, SMALL).min(60.0) {
        page.text(&words::fit(&bar.remark, SMALL, left), (columns.names.1, base), weak.end());
    }
    let (from, to) = columns.bars;
    let high = (row * 0.56).min(17.0);
    let place = |length: f64| from + (to - from) * length.clamp(0.0, 1.0);
    let area = Area { left: from, top: middle - high / 2.0, right: place(bar.length), bottom: middle + high / 2.0 };
    let title = format!("{}: {}", bar.name, bar.figure);
    if bar.length > 0.0 {
        let area = Area { right: area.right.max(from + 1.0), ..area };
        if bar.striped {
            page.striped(area, bar.colour, &title);
        } else {
            page.rect(area, bar.colour, 0.8, &title);
        }
    }
    if let Some((low, most)) = bar.whisker {
        whisker(page, (place(low), place(most)), middle, most > 1.0);
    }
    page.text(&bar.figure, (columns.figures[0], base), weight(body).end());
    page.text(&bar.second, (columns.figures[1], base), weak.end());
}

/// From least to most; it has no end where the most is beyond the room.
fn whisker(page: &mut Page, (from, to): (f64, f64), middle: f64, open: bool) {
    let stroke = Stroke::solid(page.paint.text, 1.5);
    let tick = |x: f64| [(x, middle - 4.0), (x, middle + 4.0)];
    let end = if open {
        vec![[(to - 4.0, middle - 4.0), (to, middle)], [(to - 4.0, middle + 4.0), (to, middle)]]
    } else {
        vec![tick(to)]
    };
    let pieces: Vec<[(f64, f64); 2]> = [[(from, middle), (to, middle)], tick(from)].into_iter().chain(end).collect();
    page.pieces(&pieces, stroke);
}

/// Draws a heading over bars.
pub fn heading(page: &mut Page, words: &str) {
    let style = page.body().strong();
    let (left, wide) = (page.room.left, page.room.width());
    page.text(&words::fit(words, BODY * 1.06, wide), (left, page.room.top + BODY), style);
    page.room.top += LINE + 6.0;
}

/// Draws a quiet line under bars.
pub fn remark(page: &mut Page, words: &str) {
    let style = page.weak();
    let (left, wide) = (page.room.left, page.room.width());
    page.text(&words::fit(words, SMALL, wide), (left, page.room.top + SMALL), style);
    page.room.top += LINE;
}
