//! The price book's terms in words.

use crate::model::digits::whole;

use super::{Confidence, Rate, SizeMatch, SourceKind, State, Tier, Unit};

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

    /// The word for one of it.
    pub fn singular(self) -> &'static str {
        match self.word() {
            "MP" => "MP",
            "MP steps" => "MP step",
            word => word.trim_end_matches('s'),
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

impl Rate {
    /// What it prices, for a sentence: `image output`, or `images (1024x1024, low)`.
    pub fn words(&self) -> String {
        let (unit, scope) = (self.unit.label().to_lowercase(), self.scope_words());
        if scope.is_empty() { unit } else { format!("{unit} ({scope})") }
    }

    /// What it holds for, in a few words; empty for every call of the standard tier.
    pub fn scope_words(&self) -> String {
        let mut words: Vec<String> = self.operations.iter().map(ToString::to_string).collect();
        words.extend(Some(self.size.words()).filter(|size| !size.is_empty()));
        words.extend(self.quality.clone());
        words.extend(self.prompt_from.map(|from| format!("prompts from {from} tokens")));
        if self.tier != Tier::Standard {
            words.push(format!("{} tier", self.tier.words()));
        }
        words.join(", ")
    }
}

impl SizeMatch {
    /// In words; empty for any size.
    pub fn words(self) -> String {
        match self {
            Self::Any => String::new(),
            Self::Only(size) => size.to_string(),
            Self::Band { from: 0, up_to } => format!("up to {} pixels", whole(up_to)),
            Self::Band { from, up_to: u64::MAX } => format!("from {} pixels", whole(from)),
            Self::Band { from, up_to } => format!("{} to {} pixels", whole(from), whole(up_to)),
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
            Self::Kept => "kept",
        }
    }

    /// Who gives a figure, for a sentence.
    pub fn speaker(self) -> &'static str {
        match self {
            Self::Official => "an official page",
            Self::ThirdParty => "a third party",
            Self::PriceList => "a price list",
            Self::Yours => "you",
            Self::Kept => "the scenario",
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
