//! The price book's terms in words.

use super::{Confidence, SourceKind, State, Tier, Unit};

impl Unit {
    /// Whether the rate is quoted per 1M.
    pub fn is_tokens(self) -> bool {
        matches!(
            self,
            Self::TextInput
                | Self::TextInputCached
                | Self::ImageInput
                | Self::ImageInputCached
                | Self::ImageOutput
                | Self::TextOutput
        )
    }

    /// Whether it is paid for what goes in: still at risk when only the input is billed.
    pub fn is_input(self) -> bool {
        matches!(
            self,
            Self::TextInput
                | Self::TextInputCached
                | Self::ImageInput
                | Self::ImageInputCached
                | Self::InputImage
                | Self::InputMegapixel
        )
    }

    /// Whether it counts inference steps.
    pub fn is_steps(self) -> bool {
        matches!(self, Self::Step | Self::MegapixelStep | Self::AdditionalMegapixelStep)
    }

    /// The line item's label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Image => "Images",
            Self::Request => "Requests",
            Self::InputImage => "Reference images",
            Self::AdditionalImage => "Additional images",
            Self::TextInput => "Prompt",
            Self::TextInputCached => "Prompt, cached",
            Self::ImageInput => "Reference images",
            Self::ImageInputCached => "Reference images, cached",
            Self::ImageOutput => "Image output",
            Self::TextOutput => "Text output and thinking",
            Self::Megapixel => "Output megapixels",
            Self::FirstMegapixel => "First output megapixel",
            Self::AdditionalMegapixel => "Further output megapixels",
            Self::InputMegapixel => "Reference megapixels",
            Self::Tile => "Output tiles",
            Self::Step => "Steps",
            Self::MegapixelStep => "Megapixel steps",
            Self::AdditionalMegapixelStep => "Steps of further megapixels",
            Self::Second => "Compute seconds",
        }
    }

    /// The unit's word after a quantity.
    pub fn word(self) -> &'static str {
        match self {
            Self::Image | Self::InputImage | Self::AdditionalImage => "images",
            Self::Request => "requests",
            unit if unit.is_tokens() => "tokens",
            Self::Megapixel | Self::FirstMegapixel | Self::AdditionalMegapixel | Self::InputMegapixel => "MP",
            Self::Tile => "tiles",
            Self::Step => "steps",
            Self::MegapixelStep | Self::AdditionalMegapixelStep => "MP steps",
            _ => "seconds",
        }
    }
}

impl SourceKind {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::ThirdParty => "third party",
            Self::PriceList => "price list",
            Self::Yours => "yours",
        }
    }
}

impl Confidence {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl Tier {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Batch => "batch",
            Self::Flex => "flex",
            Self::Priority => "priority",
        }
    }
}

impl State {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Deprecated => "deprecated",
            Self::Retired => "retired",
        }
    }
}
