//! The sheet that charts are drawn on: SVG text, written element by element.

use std::fmt::Write as _;

use super::Svg;
use super::colour::{Colour, Palette};
use super::look::Look;
use super::words;

/// Free room at the edges.
pub const MARGIN: f64 = 16.0;
/// Ordinary words.
pub const BODY: f64 = 13.0;
/// Words beside the data.
pub const SMALL: f64 = 12.0;
/// The title.
const TITLE: f64 = 17.0;
/// From one line of small words to the next.
pub const LINE: f64 = 17.0;
/// Lines of what the chart says.
const MOST_SAYS: usize = 2;
/// Fonts of common systems.
const FONTS: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, Ubuntu, 'Helvetica Neue', Arial, sans-serif";

/// A rectangle; `y` runs down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Smallest `x`.
    pub left: f64,
    /// Smallest `y`.
    pub top: f64,
    /// Largest `x`.
    pub right: f64,
    /// Largest `y`.
    pub bottom: f64,
}

impl Area {
    /// From left to right.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// From top to bottom.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub colour: Colour,
    /// Pixels.
    pub width: f64,
    /// Solid or broken, so that colour is never alone.
    pub dash: Dash,
}

impl Stroke {
    /// A solid line.
    pub fn solid(colour: Colour, width: f64) -> Self {
        Self { colour, width, dash: Dash::Solid }
    }

    /// A broken line.
    pub fn dashed(colour: Colour, width: f64, dash: Dash) -> Self {
        Self { colour, width, dash }
    }
}

/// Solid or broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    /// In one.
    Solid,
    /// Long strokes.
    Long,
    /// Dots.
    Dots,
    /// Short strokes.
    Short,
}

impl Dash {
    /// The dash of a series, as in the window.
    pub fn of(series: usize) -> Self {
        match series % 4 {
            0 => Self::Solid,
            1 => Self::Long,
            2 => Self::Dots,
            _ => Self::Short,
        }
    }

    fn pattern(self) -> &'static str {
        match self {
            Self::Solid => "",
            Self::Long => " stroke-dasharray=\"9 5\"",
            Self::Dots => " stroke-dasharray=\"2 4\"",
            Self::Short => " stroke-dasharray=\"5 3\"",
        }
    }
}

/// Where a text stands to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// How words are written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Font size.
    pub size: f64,
    /// Colour.
    pub colour: Colour,
    /// Where they stand to their place.
    pub anchor: Anchor,
    /// Heavier.
    pub strong: bool,
    /// With a rim of the background, to be read over lines.
    pub rim: bool,
}

impl Style {
    /// The same, ending at its place.
    pub fn end(self) -> Self {
        Self { anchor: Anchor::End, ..self }
    }

    /// The same, with its middle at its place.
    pub fn middle(self) -> Self {
        Self { anchor: Anchor::Middle, ..self }
    }

    /// The same, heavier.
    pub fn strong(self) -> Self {
        Self { strong: true, ..self }
    }

    /// The same, to be read over lines.
    pub fn rimmed(self) -> Self {
        Self { rim: true, ..self }
    }
}

/// A chart that is being drawn.
pub struct Page {
    out: String,
    size: (u32, u32),
    /// The colours.
    pub paint: &'static Palette,
    /// What is still free.
    pub room: Area,
}

impl Page {
    /// A page with its heading. `says` stands under the title; `more` is only for those who do not see it.
    pub fn new(look: &Look, title: &str, says: &str, more: &str) -> Self {
        let (width, height) = look.size();
        let (w, h) = (f64::from(width), f64::from(height));
        let paint = look.palette();
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONTS}\">\n"
        );
        writeln!(out, "<title>{}</title>", escaped(title)).ok();
        writeln!(out, "<desc>{}</desc>", escaped(format!("{says} {more}").trim())).ok();
        let room = Area { left: MARGIN, top: MARGIN, right: w - MARGIN, bottom: h - MARGIN };
        let mut page = Self { out, size: (width, height), paint, room };
        page.rect(Area { left: 0.0, top: 0.0, right: w, bottom: h }, paint.background, 1.0, "");
        page.group("heading", |page| page.heading(title, says));
        page
    }

    fn heading(&mut self, title: &str, says: &str) {
        let (left, wide) = (self.room.left, self.room.width());
        let style = Style { size: TITLE, ..self.body() }.strong();
        // Heavy letters are wider.
        let title = words::fit(&words::clean(title), TITLE * 1.06, wide);
        self.text(&title, (left, self.room.top + TITLE * 0.85), style);
        self.room.top += TITLE + 7.0;
        for line in words::wrap(&words::clean(says), SMALL, wide, MOST_SAYS) {
            self.text(&line, (left, self.room.top + SMALL * 0.85), self.weak());
            self.room.top += LINE;
        }
        self.room.top += 6.0;
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
            let (x, y, w, h) = (n(piece.left), n(piece.top), n(piece.width()), n(piece.height()));
            write!(d, "M{x} {y}h{w}v{h}h-{w}z").ok();
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
    let mut out = String::with_capacity(text.len());
    for c in words::clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
