//! A chart as a picture of pixels.
//!
//! The one font is the window's own, Ubuntu Light: it has Latin, Greek and Cyrillic letters. Signs of
//! other scripts, such as Chinese or Arabic names, and emoji are drawn as empty boxes; in the SVG they
//! are what the reader's own fonts make of them.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{FontResolver, Options, Tree};

use super::Svg;

/// Pixels of the picture for one of the chart, in each direction.
pub const SCALES: std::ops::RangeInclusive<u32> = 1..=4;
/// Most pixels of a picture.
pub const MOST_PIXELS: u64 = 40_000_000;

/// Why there is no picture, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PngError {
    /// No such scale.
    #[error("a picture cannot be {0} times the chart's size; it can be 1 to 4 times")]
    Scale(u32),
    /// Too many pixels.
    #[error(
        "a picture of {width} by {height} pixels has more than {} million; take a smaller scale, or a smaller chart",
        MOST_PIXELS / 1_000_000
    )]
    TooLarge {
        /// Pixels.
        width: u64,
        /// Pixels.
        height: u64,
    },
    /// It was not drawn.
    #[error("the picture could not be drawn: {0}")]
    Drawn(String),
}

/// A picture without transparency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels.
    pub width: usize,
    /// Pixels.
    pub height: usize,
    /// Red, green, blue and opacity of each pixel, row by row from the top.
    pub rgba: Vec<u8>,
}

impl Picture {
    fn of(drawn: Pixmap) -> Self {
        // The ground of a chart is opaque, so its pixels are the same before and after opacity is multiplied in.
        Self { width: drawn.width() as usize, height: drawn.height() as usize, rgba: drawn.take() }
    }
}

/// The font.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_source(Source::Binary(Arc::new(epaint_default_fonts::UBUNTU_LIGHT)));
    Arc::new(fonts)
});

/// How a chart is read: with one font, and nothing else from this machine.
pub fn options() -> Options<'static> {
    Options {
        fontdb: Arc::clone(&FONTS),
        font_resolver: FontResolver {
            select_font: Box::new(|_, fonts| fonts.faces().next().map(|face| face.id)),
            select_fallback: Box::new(|_, _, _| None),
        },
        ..Options::default()
    }
}

/// The chart as a PNG file, `scale` times its size.
///
/// # Errors
/// When the scale is not 1 to 4, or the picture would be larger than [`MOST_PIXELS`].
pub fn png(svg: &Svg, scale: u32) -> Result<Vec<u8>, PngError> {
    drawn(svg, scale)?.encode_png().map_err(|error| PngError::Drawn(error.to_string()))
}

/// The chart as pixels, `scale` times its size.
///
/// # Errors
/// As [`png`].
pub fn picture(svg: &Svg, scale: u32) -> Result<Picture, PngError> {
    Ok(Picture::of(drawn(svg, scale)?))
}

/// The chart as pixels, as large as fits in a frame of so many pixels.
///
/// # Errors
/// When it could not be drawn.
pub fn preview(svg: &Svg, (width, height): (u32, u32)) -> Result<Picture, PngError> {
    let scale = (width as f32 / svg.width as f32).min(height as f32 / svg.height as f32);
    let side = |pixels: u32| ((pixels as f32 * scale).round() as u32).max(1);
    Ok(Picture::of(rendered(svg, scale, (side(svg.width), side(svg.height)))?))
}

/// The pixels of a picture of a chart of this size: width, height.
///
/// # Errors
/// When the scale is not 1 to 4, or the picture would be larger than [`MOST_PIXELS`].
pub fn size((width, height): (u32, u32), scale: u32) -> Result<(u32, u32), PngError> {
    if !SCALES.contains(&scale) {
        return Err(PngError::Scale(scale));
    }
    let (wide, high) = (u64::from(width) * u64::from(scale), u64::from(height) * u64::from(scale));
    if wide.saturating_mul(high) > MOST_PIXELS {
        return Err(PngError::TooLarge { width: wide, height: high });
    }
    Ok((width * scale, height * scale))
}

fn drawn(svg: &Svg, scale: u32) -> Result<Pixmap, PngError> {
    let pixels = size((svg.width, svg.height), scale)?;
    rendered(svg, scale as f32, pixels)
}

fn rendered(svg: &Svg, scale: f32, (width, height): (u32, u32)) -> Result<Pixmap, PngError> {
    let failed = |what: &str| PngError::Drawn(what.to_owned());
    let tree = Tree::from_str(&svg.text, &options()).map_err(|error| failed(&error.to_string()))?;
    let mut pixels = Pixmap::new(width, height).ok_or_else(|| failed("it has no size"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    Ok(pixels)
}
