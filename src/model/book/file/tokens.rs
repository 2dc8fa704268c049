//! Token counts in a price file.

use serde::Deserialize;

/// Token counts of one call.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokensFile {
    /// Image output tokens of one image.
    pub output: OutputTokensFile,
    /// Image input tokens of one reference image.
    pub input: InputTokensFile,
    /// Hidden text tokens that are added to a prompt.
    #[serde(default)]
    pub overhead: OverheadFile,
    /// Image output tokens of each partial image, if the model streams them.
    #[serde(default)]
    pub partial: Option<u32>,
    /// Text output (thinking included) beside the image, where it is billed and known.
    #[serde(default)]
    pub text_output: Option<TextOutputFile>,
}

/// How many image output tokens an image takes.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutputTokensFile {
    /// The gpt-image-2 family's formula, with each quality's factor.
    Formula(Vec<(String, u32)>),
    /// A table of (size, quality, tokens); quality `*` for any.
    Table(Vec<(String, String, u32)>),
    /// Not published: the user enters the count.
    Unpublished,
    /// The output has a price per image instead.
    PerImage,
}

/// How many image input tokens a reference image takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum InputTokensFile {
    /// 32-pixel patches, at most `budget` of them.
    Patches {
        /// Most patches of one image.
        budget: u32,
    },
    /// 512-pixel tiles after scaling the short side to 512.
    Tiles {
        /// Tokens of any image.
        base: u32,
        /// Tokens of each tile.
        per_tile: u32,
        /// Extra tokens of a square image at high input fidelity; 0 when there is no such choice.
        high_square: u32,
        /// Extra tokens of any other image at high input fidelity.
        high_other: u32,
    },
    /// The same count for every image.
    Fixed(u32),
    /// Not published.
    Unpublished,
}

/// Hidden text tokens of a call that has a prompt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverheadFile {
    /// When generating.
    pub generate: u32,
    /// When editing.
    pub edit: u32,
    /// For each reference image on top.
    #[serde(default)]
    pub per_reference: u32,
}

/// Text output tokens beside one image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextOutputFile {
    /// Fewest seen.
    pub low: u32,
    /// Used for the expected bill.
    pub likely: u32,
    /// Most seen.
    pub high: u32,
}
