//! How many tokens an image takes, where a provider bills by token.
//!
//! The gpt-image-2 family's formulas are not published by the provider: they were derived by its
//! community from the official calculator and from billed usage, and they reproduce every figure
//! that the provider prints.
#![expect(clippy::arithmetic_side_effects, reason = "divisors are edges of an image, which are at least 1")]

use super::size::Pixels;

/// Image output tokens of the gpt-image-2 family.
///
/// `tokens = ceil(f * s * (2,000,000 + w*h) / 4,000,000)` with `s` = `f * short / long` rounded half
/// up. Source: <https://community.openai.com/t/gpt-image-2-output-pricing-calculator-online-and-in-your-code/1382699>
pub fn output_formula(pixels: Pixels, factor: u32) -> u64 {
    let area = pixels.area().saturating_add(2_000_000);
    u64::from(factor).saturating_mul(short_side(pixels, factor)).saturating_mul(area).div_ceil(4_000_000)
}

/// The `s` of the output formula: the quality's factor along the short side, rounded half up.
pub fn short_side(pixels: Pixels, factor: u32) -> u64 {
    let (long, short, factor) = (u64::from(pixels.long()), u64::from(pixels.short()), u64::from(factor));
    factor.saturating_mul(2).saturating_mul(short).saturating_add(long) / long.saturating_mul(2).max(1)
}

/// A reference image as 32-pixel patches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patches {
    /// Width and height that are billed, in pixels, before they are shrunk to the budget.
    pub canvas: (u64, u64),
    /// Patches across.
    pub across: u64,
    /// Patches down.
    pub down: u64,
    /// Whether the image was shrunk to the budget.
    pub shrunk: bool,
}

impl Patches {
    /// Tokens, one for each patch.
    pub fn count(self) -> u64 {
        self.across.saturating_mul(self.down)
    }
}

/// Image input tokens by 32-pixel patches, at most `budget` per image.
///
/// Images whose longest side is below 1024 are magnified up to twice; larger ones are shrunk until
/// whole patches fit the budget. Source:
/// <https://community.openai.com/t/openai-must-document-the-input-image-pricing-of-gpt-image-2/1382940>
pub fn input_patches(pixels: Pixels, budget: u32) -> Patches {
    let budget = u64::from(budget);
    let long = u64::from(pixels.long());
    // The billing canvas is at most 3:1.
    let (width, height) =
        (u64::from(pixels.width).max(long.div_ceil(3)), u64::from(pixels.height).max(long.div_ceil(3)));
    let (width, height) = match long {
        0..=512 => (width.saturating_mul(2), height.saturating_mul(2)),
        513..1024 => (width.saturating_mul(1024) / long, height.saturating_mul(1024) / long),
        _ => (width, height),
    };
    let whole =
        Patches { canvas: (width, height), across: width.div_ceil(32), down: height.div_ceil(32), shrunk: false };
    if whole.count() <= budget {
        return whole;
    }
    // Shrinking by sqrt(1024 * budget / (w * h)) leaves sqrt(w * budget / h) patches across.
    let across = (width.saturating_mul(budget) / height.max(1)).isqrt().max(1);
    let down = (height.saturating_mul(budget) / width.max(1)).isqrt().max(1);
    // The side that loses more to whole patches decides; the other is scaled with it.
    let (across, down) = if across.saturating_mul(height) < down.saturating_mul(width) {
        let scaled = height.saturating_mul(across.saturating_mul(32)) / width.max(1);
        (across, scaled.div_ceil(32))
    } else {
        let scaled = width.saturating_mul(down.saturating_mul(32)) / height.max(1);
        (scaled.div_ceil(32), down)
    };
    Patches { across, down, shrunk: true, ..whole }
}

/// A reference image as 512-pixel tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tiles {
    /// Width in pixels once it is scaled.
    pub width: u64,
    /// Height in pixels once it is scaled.
    pub height: u64,
}

impl Tiles {
    /// Tiles that the scaled image begins.
    pub fn count(self) -> u64 {
        self.width.div_ceil(512).saturating_mul(self.height.div_ceil(512))
    }
}

/// 512-pixel tiles of a reference image after it is scaled to fit 2048 and its short side to 512.
///
/// Source: <https://platform.openai.com/docs/guides/images-vision>
pub fn input_tiles(pixels: Pixels) -> Tiles {
    let fit = |edge: u64, long: u64| if long > 2048 { edge.saturating_mul(2048) / long } else { edge };
    let long = u64::from(pixels.long());
    let (width, height) = (fit(u64::from(pixels.width), long).max(1), fit(u64::from(pixels.height), long).max(1));
    let short = width.min(height);
    let scaled = |edge: u64| edge.saturating_mul(512) / short;
    Tiles { width: scaled(width), height: scaled(height) }
}

/// 512-pixel tiles of an output image.
pub fn output_tiles(pixels: Pixels) -> u64 {
    u64::from(pixels.width.div_ceil(512)).saturating_mul(u64::from(pixels.height.div_ceil(512)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn px(text: &str) -> Pixels {
        text.parse().unwrap()
    }

    #[test]
    fn the_output_formula_gives_the_published_token_counts() {
        // Provider's own table for gpt-image-2; factors low 16, medium 48, high 96.
        for (size, low, medium, high) in [
            ("1024x1024", 196, 1_756, 7_024),
            ("1536x1024", 158, 1_372, 5_488),
            ("2048x2048", 397, 3_568, 14_272),
            ("2048x1152", 157, 1_413, 5_650),
            ("3840x2160", 371, 3_336, 13_342),
        ] {
            let tokens = [16, 48, 96].map(|factor| output_formula(px(size), factor));
            assert_eq!(tokens, [low, medium, high], "{size}");
        }
        assert_eq!(output_formula(px("960x720"), 16), 130);
        assert_eq!(output_formula(px("1792x1024"), 96), 5_063);
    }

    #[test]
    fn portrait_and_landscape_take_the_same_tokens() {
        assert_eq!(output_formula(px("1024x1536"), 48), output_formula(px("1536x1024"), 48));
        assert_eq!(input_patches(px("3000x1700"), 1536).count(), input_patches(px("1700x3000"), 1536).count());
    }

    #[test]
    fn reference_patches_match_the_billed_examples() {
        for (size, patches) in [("1024x1024", 1024), ("1024x768", 768), ("1024x1536", 1536)] {
            assert_eq!(input_patches(px(size), 1536).count(), patches, "{size}");
        }
    }

    #[test]
    fn no_reference_takes_more_patches_than_the_budget() {
        for size in ["4032x3024", "65536x65536", "1x65536", "5000x100", "1537x1024", "2048x2048"] {
            let patches = input_patches(px(size), 1536).count();
            assert!((1..=1536).contains(&patches), "{size}: {patches}");
        }
    }

    #[test]
    fn reference_tiles_match_the_billed_examples() {
        // 65 + 129 * tiles = 194 tokens for both.
        assert_eq!(input_tiles(px("1024x1024")).count(), 1);
        assert_eq!(input_tiles(px("1024x1025")).count(), 1);
        assert_eq!(input_tiles(px("1024x1536")).count(), 2);
    }
}
