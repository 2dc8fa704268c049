//! How a chart is to look: its size, light or dark, its title, and which side of the plot it shows.

use std::ops::RangeInclusive;

use super::colour::{DARK, LIGHT, Palette};

/// Widths of a chart in pixels.
pub const WIDTHS: RangeInclusive<u32> = 480..=4096;
/// Heights of a chart in pixels.
pub const HEIGHTS: RangeInclusive<u32> = 320..=4096;

/// How a chart is to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Pixels, brought within [`WIDTHS`].
    pub width: u32,
    /// Pixels, brought within [`HEIGHTS`].
    pub height: u32,
    /// Light on dark.
    pub dark: bool,
    /// The title; left out, the scenario's name and the plot's.
    pub title: Option<String>,
    /// Which side of the plot.
    pub view: View,
    /// Only the plot, on the ground of a page that has a heading and the small print already.
    pub inset: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { width: 960, height: 540, dark: false, title: None, view: View::default(), inset: false }
    }
}

/// What of an answer is drawn, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct View {
    /// The answer's plot, or something that its figures show whatever the plot.
    pub part: Part,
    /// The curve with a logarithmic axis of the bill.
    pub log_y: bool,
    /// The distribution as the chance of staying below.
    pub cumulative: bool,
    /// The drivers as curves rather than bars.
    pub spider: bool,
}

/// What of an answer is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Part {
    /// The answer's plot.
    #[default]
    Plot,
    /// From requested to kept.
    Attempts,
    /// What the gross is made of, by operation.
    Operations,
    /// What the gross is made of, by component.
    Components,
}

/// A size that no chart can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a chart cannot be {pixels} pixels {way}; it can be {least} to {most}")]
pub struct SizeError {
    pixels: u32,
    way: &'static str,
    least: u32,
    most: u32,
}

impl Look {
    /// A light chart of this size in pixels.
    ///
    /// # Errors
    /// When the size is out of bounds, in one sentence.
    pub fn of_size(width: u32, height: u32) -> Result<Self, SizeError> {
        for (pixels, way, bounds) in [(width, "wide", WIDTHS), (height, "high", HEIGHTS)] {
            if !bounds.contains(&pixels) {
                return Err(SizeError { pixels, way, least: *bounds.start(), most: *bounds.end() });
            }
        }
        Ok(Self { width, height, ..Self::default() })
    }

    /// The size within bounds: width, height.
    pub(super) fn size(&self) -> (u32, u32) {
        let within = |pixels: u32, bounds: RangeInclusive<u32>| pixels.clamp(*bounds.start(), *bounds.end());
        (within(self.width, WIDTHS), within(self.height, HEIGHTS))
    }

    /// The colours.
    pub(super) fn palette(&self) -> &'static Palette {
        if self.dark { &DARK } else { &LIGHT }
    }
}
