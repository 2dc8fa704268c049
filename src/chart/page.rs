//! The sheet that charts are drawn on: SVG text, written element by element.

use std::fmt::Write as _;

use super::Svg;
use super::colour::{Colour, Palette};
use super::look::Look;
use super::words;
use crate::markup::escape;

pub use super::pen::{Anchor, Area, Dash, Stroke, Style};

/// Free room at the edges.
pub const MARGIN: f64 = 16.0;
/// Ordinary words.
pub const BODY: f64 = 13.0;
/// Words beside the data.
pub const SMALL: f64 = 12.0;
/// The small print at the bottom.
pub const PRINT: f64 = 10.5;
/// From one line of it to the next.
const PRINT_LINE: f64 = 14.0;
/// Width from which the small print has two lines rather than three.
const WIDE: f64 = 760.0;
/// The title.
const TITLE: f64 = 17.0;
/// From one line of small words to the next.
pub const LINE: f64 = 17.0;
/// Lines of what the chart says.
const MOST_SAYS: usize = 2;
/// Fonts of common systems.
const FONTS: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, Ubuntu, 'Helvetica Neue', Arial, sans-serif";

/// A chart that is being drawn.
pub struct Page {
    out: String,
    size: (u32, u32),
    /// The colours.
    pub paint: &'static Palette,
    /// What is still free.
    pub room: Area,
}

/// What is written around a plot.
pub struct Heading<'a> {
    /// The title; shortened where it has no room.
    pub title: &'a str,
    /// The end of the title, which is kept whole as long as it can be.
    pub plot: &'a str,
    /// Under the title.
    pub says: &'a str,
    /// Only for those who do not see the chart.
    pub more: &'a str,
    /// The small print at the bottom.
    pub foot: &'a str,
}

impl Page {
    /// A page with all that is written around the plot.
    pub fn new(look: &Look, heading: &Heading<'_>) -> Self {
        let (width, height) = look.size();
        let (w, h) = (f64::from(width), f64::from(height));
        let paint = look.palette();
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONTS}\">\n"
        );
        writeln!(out, "<title>{}</title>", escaped(&[heading.title, heading.plot].concat())).ok();
        let Heading { says, more, foot, .. } = heading;
        writeln!(out, "<desc>{}</desc>", escaped(format!("{says} {more} {foot}").trim())).ok();
        let margin = if look.inset { 0.0 } else { MARGIN };
        let room = Area { left: margin, top: margin, right: w - margin, bottom: h - margin };
        let mut page = Self { out, size: (width, height), paint, room };
        if look.inset {
            return page;
        }
        page.rect(Area { left: 0.0, top: 0.0, right: w, bottom: h }, paint.background, 1.0, "");
        page.group("heading", |page| page.heading(heading));
        page.group("foot", |page| page.foot(foot));
        page
    }

    fn heading(&mut self, Heading { title, plot, says, .. }: &Heading<'_>) {
        let (left, wide) = (self.room.left, self.room.width());
        let style = Style { size: TITLE, ..self.body() }.strong();
        // Heavy letters are wider.
        let heavy = TITLE * 1.06;
        let title = words::fit(&words::clean(title), heavy, (wide - words::width(plot, heavy)).max(wide * 0.3));
        let title = words::fit(&[&title, *plot].concat(), heavy, wide);
        self.text(&title, (left, self.room.top + TITLE * 0.85), style);
        self.room.top += TITLE + 7.0;
        for line in words::wrap(&words::clean(says), SMALL, wide, MOST_SAYS) {
            self.text(&line, (left, self.room.top + SMALL * 0.85), self.weak());
            self.room.top += LINE;
        }
        self.room.top += 6.0;
    }

    fn foot(&mut self, foot: &str) {
        let (left, wide) = (self.room.left, self.room.width());
        let most = if wide < WIDE { 3 } else { 2 };
        let lines = words::wrap(&words::clean(foot), PRINT, wide, most);
        // It may stand a little nearer to the edge than the data.
        let mut y = self.room.bottom + 4.0 - PRINT_LINE * lines.len() as f64;
        self.room.bottom = y - 6.0;
        let style = Style { size: PRINT, ..self.weak() };
        for line in &lines {
            y += PRINT_LINE;
            self.text(line, (left, y - PRINT_LINE * 0.25), style);
        }
    }

    /// Ordinary words.
    pub fn body(&self) -> Style {
        Style { size: BODY, colour: self.paint.text, anchor: Anchor::Start, strong: false, rim: false }
    }

    /// Small words.
    pub fn small(&self) -> Style {
        Style { size: SMALL, ..self.body() }
    }

    /// Quieter small words.
    pub fn weak(&self) -> Style {
        Style { colour: self.paint.weak, ..self.small() }
    }

    /// Draws what belongs together under a name, for those who take the picture apart.
    pub fn group(&mut self, name: &str, draw: impl FnOnce(&mut Self)) {
        writeln!(self.out, "<g class=\"{name}\">").ok();
        draw(self);
        self.out.push_str("</g>\n");
    }

    /// A filled rectangle; a browser shows its title under the pointer.
    pub fn rect(&mut self, area: Area, colour: Colour, opacity: f64, title: &str) {
        let (x, y, w, h) = (n(area.left), n(area.top), n(area.width().max(0.0)), n(area.height().max(0.0)));
        write!(self.out, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{colour}\"").ok();
        self.opacity(opacity);
        self.end("rect", title);
    }

    /// A rectangle filled with slanting strokes, told apart from a full one without colour.
    pub fn striped(&mut self, area: Area, colour: Colour, title: &str) {
        self.rect(area, colour, 0.3, title);
        let (mut d, high) = (String::new(), area.height());
        let mut x = area.left - high + 3.0;
        while x < area.right {
            let (from, to) = (x.max(area.left), (x + high).min(area.right));
            if to > from {
                write!(d, "M{} {}L{} {}", n(from), n(area.bottom - (from - x)), n(to), n(area.bottom - (to - x))).ok();
            }
            x += 6.0;
        }
        if !d.is_empty() {
            self.drawn(&d, Stroke::solid(colour, 1.5));
        }
    }

    /// Rectangles of one colour, without seams between them.
    pub fn mosaic(&mut self, colour: Colour, pieces: &[Area]) {
        let mut d = String::new();
        for piece in pieces {
            // Pieces that share an edge round it to the same whole pixel.
            let (x, y) = (piece.left.round(), piece.top.round());
            let (wide, high) = (n(piece.right.round() - x), n(piece.bottom.round() - y));
            write!(d, "M{} {}h{wide}v{high}h-{wide}z", n(x), n(y)).ok();
        }
        writeln!(self.out, "<path d=\"{d}\" fill=\"{colour}\" shape-rendering=\"crispEdges\"/>").ok();
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: Stroke) {
        self.polyline(&[from, to], stroke);
    }

    /// A line through points.
    pub fn polyline(&mut self, points: &[(f64, f64)], stroke: Stroke) {
        let d = through(points);
        self.drawn(&d, stroke);
    }

    /// Lines that do not hang together.
    pub fn pieces(&mut self, pieces: &[[(f64, f64); 2]], stroke: Stroke) {
        let d: String = pieces.iter().map(|piece| through(piece)).collect();
        self.drawn(&d, stroke);
    }

    fn drawn(&mut self, d: &str, stroke: Stroke) {
        let Stroke { colour, width, dash } = stroke;
        let (width, dash) = (n(width), dash.pattern());
        write!(self.out, "<path d=\"{d}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{dash} ").ok();
        self.out.push_str("stroke-linejoin=\"round\"/>\n");
    }

    /// The inside of a line through points.
    pub fn filled(&mut self, points: &[(f64, f64)], colour: Colour, opacity: f64) {
        write!(self.out, "<path d=\"{}z\" fill=\"{colour}\"", through(points)).ok();
        self.opacity(opacity);
        self.out.push_str("/>\n");
    }

    /// A dot with a rim of the background.
    pub fn dot(&mut self, (x, y): (f64, f64), radius: f64, colour: Colour, title: &str) {
        let (x, y, r, rim) = (n(x), n(y), n(radius), self.paint.background);
        write!(self.out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"{colour}\" stroke=\"{rim}\"").ok();
        self.out.push_str(" stroke-width=\"1.5\"");
        self.end("circle", title);
    }

    /// Words; `at` is where their base line begins, has its middle, or ends.
    pub fn text(&mut self, text: &str, (x, y): (f64, f64), style: Style) {
        if text.trim().is_empty() {
            return;
        }
        let (x, y, size, colour) = (n(x), n(y), n(style.size), style.colour);
        write!(self.out, "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\"").ok();
        self.out.push_str(match style.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        });
        if style.strong {
            self.out.push_str(" font-weight=\"600\"");
        }
        if style.rim {
            let rim = self.paint.background;
            write!(self.out, " stroke=\"{rim}\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\"")
                .ok();
        }
        writeln!(self.out, ">{}</text>", escaped(text)).ok();
    }

    fn opacity(&mut self, opacity: f64) {
        if opacity < 1.0 {
            write!(self.out, " fill-opacity=\"{}\"", n(opacity)).ok();
        }
    }

    fn end(&mut self, element: &str, title: &str) {
        if title.is_empty() {
            self.out.push_str("/>\n");
        } else {
            writeln!(self.out, "><title>{}</title></{element}>", escaped(title)).ok();
        }
    }

    /// Says in the middle of the room why there is nothing more to see.
    pub fn notice(&mut self, text: &str) {
        let middle = self.room.left + self.room.width() / 2.0;
        let mut y = self.room.top + self.room.height() / 2.0;
        let style = self.body().middle();
        for line in words::wrap(&words::clean(text), BODY, self.room.width(), 3) {
            self.text(&line, (middle, y), style);
            y += LINE;
        }
    }

    /// The finished chart.
    pub fn finish(mut self) -> Svg {
        self.out.push_str("</svg>\n");
        Svg { text: self.out, width: self.size.0, height: self.size.1 }
    }
}

fn through(points: &[(f64, f64)]) -> String {
    let mut d = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        write!(d, "{}{} {}", if index == 0 { 'M' } else { 'L' }, n(*x), n(*y)).ok();
    }
    d
}

/// A place with two decimals at most.
fn n(value: f64) -> String {
    let text = format!("{:.2}", if value.is_finite() { value } else { 0.0 });
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A text as SVG holds it.
fn escaped(text: &str) -> String {
    escape(&words::clean(text))
}
