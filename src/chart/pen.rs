//! What charts are drawn with: places, lines and letters.

use super::colour::Colour;

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

    /// The attribute that draws it.
    pub fn pattern(self) -> &'static str {
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
