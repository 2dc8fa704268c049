//! Image sizes: exact pixels, a provider's size class, or left to the model.

use std::fmt;
use std::str::FromStr;

/// The longest edge we accept, in pixels: far above any provider's limit, far below an overflow.
const MAX_EDGE: u32 = 65_536;

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pixels {
    /// Width in pixels, at least 1.
    pub width: u32,
    /// Height in pixels, at least 1.
    pub height: u32,
}

impl Pixels {
    /// Width times height.
    pub fn area(self) -> u64 {
        u64::from(self.width).saturating_mul(u64::from(self.height))
    }

    /// Its shape in a word.
    pub fn shape(self) -> &'static str {
        match self.width.cmp(&self.height) {
            std::cmp::Ordering::Greater => "landscape",
            std::cmp::Ordering::Equal => "square",
            std::cmp::Ordering::Less => "portrait",
        }
    }

    /// The longer edge.
    pub fn long(self) -> u32 {
        self.width.max(self.height)
    }

    /// The shorter edge.
    pub fn short(self) -> u32 {
        self.width.min(self.height)
    }
}

/// A size as a user or a price file names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Size {
    /// Exact pixels, such as `1024x1536`.
    Exact(Pixels),
    /// A provider's resolution class, such as `2K` or `1080p`.
    Class(Class),
    /// The model chooses.
    Auto,
}

/// A resolution class that a provider prices as one size whatever the aspect ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// About 512 x 512.
    HalfK,
    /// 1280 x 720.
    P720,
    /// About 1024 x 1024.
    OneK,
    /// 1920 x 1080.
    P1080,
    /// About 1536 x 1536.
    OneAndHalfK,
    /// About 2048 x 2048.
    TwoK,
    /// About 4096 x 4096.
    FourK,
}

impl Class {
    /// Every class, smallest first.
    pub const ALL: [Self; 7] =
        [Self::HalfK, Self::P720, Self::OneK, Self::P1080, Self::OneAndHalfK, Self::TwoK, Self::FourK];

    /// The class's name as providers write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::HalfK => "0.5K",
            Self::P720 => "720p",
            Self::OneK => "1K",
            Self::P1080 => "1080p",
            Self::OneAndHalfK => "1.5K",
            Self::TwoK => "2K",
            Self::FourK => "4K",
        }
    }

    /// The pixels that the class stands for: square for the K classes.
    pub fn nominal(self) -> Pixels {
        let (width, height) = match self {
            Self::HalfK => (512, 512),
            Self::P720 => (1280, 720),
            Self::OneK => (1024, 1024),
            Self::P1080 => (1920, 1080),
            Self::OneAndHalfK => (1536, 1536),
            Self::TwoK => (2048, 2048),
            Self::FourK => (4096, 4096),
        };
        Pixels { width, height }
    }
}

/// A text that is not a size.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a size; write pixels as 1024x1024 (edges 1 to 65536), a class such as 1K, 2K or 4K, or auto")]
pub struct NotASize(pub String);

impl FromStr for Pixels {
    type Err = NotASize;

    fn from_str(text: &str) -> Result<Self, NotASize> {
        let edge = |part: &str| -> Option<u32> {
            let digits = part.bytes().all(|b| b.is_ascii_digit());
            let edge = part.parse().ok()?;
            (digits && (1..=MAX_EDGE).contains(&edge)).then_some(edge)
        };
        text.split_once(['x', 'X', '\u{d7}'])
            .and_then(|(width, height)| Some(Self { width: edge(width.trim())?, height: edge(height.trim())? }))
            .ok_or_else(|| NotASize(text.to_owned()))
    }
}

impl FromStr for Size {
    type Err = NotASize;

    fn from_str(text: &str) -> Result<Self, NotASize> {
        if text.eq_ignore_ascii_case("auto") {
            return Ok(Self::Auto);
        }
        match Class::ALL.into_iter().find(|class| class.name().eq_ignore_ascii_case(text)) {
            Some(class) => Ok(Self::Class(class)),
            None => text.parse().map(Self::Exact),
        }
    }
}

impl Size {
    /// The pixels of the size: exact, or nominal for a class; none for `auto`.
    pub fn pixels(self) -> Option<Pixels> {
        match self {
            Self::Exact(pixels) => Some(pixels),
            Self::Class(class) => Some(class.nominal()),
            Self::Auto => None,
        }
    }
}

impl fmt::Display for Pixels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.width, self.height)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(pixels) => pixels.fmt(f),
            Self::Class(class) => f.write_str(class.name()),
            Self::Auto => f.write_str("auto"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_back_as_they_are_written() {
        for text in ["1024x1536", "1K", "0.5K", "1080p", "auto"] {
            assert_eq!(text.parse::<Size>().unwrap().to_string(), text);
        }
        assert_eq!("2k".parse::<Size>().unwrap(), Size::Class(Class::TwoK));
    }

    #[test]
    fn a_text_that_is_no_size_is_named() {
        for text in ["", "1024", "0x10", "1024x-1", "99999999x1", "1024x1024x3", "+5x5", "big"] {
            let error = text.parse::<Size>().unwrap_err();
            assert!(error.to_string().contains(&format!("`{text}`")), "{error}");
        }
    }
}
