//! Names of entries, which carry provider, size, steps and quality: `azure/high/1024-x-1024/gpt-image-1`.

use crate::model::size::{Pixels, Size};

/// Words in front of a size that name a quality.
const QUALITIES: [&str; 7] = ["low", "medium", "high", "xhigh", "max", "standard", "hd"];

/// The parts of an entry's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts<'a> {
    /// Output size.
    pub size: Option<Size>,
    /// Quality, which is read only beside a size.
    pub quality: Option<&'a str>,
    /// The model as its provider names it.
    pub name: &'a str,
}

/// Takes a name apart.
pub fn parts<'a>(key: &'a str, provider: &str) -> Parts<'a> {
    let (mut size, mut quality, mut named) = (None, None, false);
    let (mut rest, mut unsized_rest) = (key, key);
    while let Some((head, tail)) = rest.split_once('/') {
        if !named && is_provider(head, provider) {
            named = true;
        } else if let (None, Some(pixels)) = (size, pixels(head)) {
            size = Some(Size::Exact(pixels));
        } else if quality.is_none() && QUALITIES.contains(&head) {
            quality = Some(head);
        } else if size.is_none() || !head.ends_with("-steps") {
            break;
        }
        rest = tail;
        if quality.is_none() {
            unsized_rest = rest;
        }
    }
    match size {
        Some(_) => Parts { size, quality, name: rest },
        None => Parts { size, quality: None, name: unsized_rest },
    }
}

/// Whether a part is the provider itself: `vertex_ai` stands for `vertex_ai-language-models` too.
fn is_provider(part: &str, provider: &str) -> bool {
    provider.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn pixels(part: &str) -> Option<Pixels> {
    let (width, height) = part.split_once("-x-")?;
    format!("{width}x{height}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(key: &'static str, provider: &str) -> (Option<String>, Option<&'static str>, &'static str) {
        let Parts { size, quality, name } = parts(key, provider);
        (size.map(|size| size.to_string()), quality, name)
    }

    #[test]
    fn names_carry_size_and_quality() {
        let size = |text: &str| Some(text.to_owned());
        assert_eq!(of("gpt-image-2", "openai"), (None, None, "gpt-image-2"));
        assert_eq!(of("azure/high/1024-x-1536/gpt-image-1", "azure"), (size("1024x1536"), Some("high"), "gpt-image-1"));
        assert_eq!(of("hd/1792-x-1024/dall-e-3", "openai"), (size("1792x1024"), Some("hd"), "dall-e-3"));
        assert_eq!(
            of("1024-x-1024/50-steps/bedrock/amazon.nova-canvas-v1:0", "bedrock"),
            (size("1024x1024"), None, "amazon.nova-canvas-v1:0")
        );
        assert_eq!(
            of("fal_ai/max/1024-x-768/openai/gpt-image-2.5/flare/edit", "fal_ai"),
            (size("1024x768"), Some("max"), "openai/gpt-image-2.5/flare/edit")
        );
        assert_eq!(of("vertex_ai/gemini-3-pro-image", "vertex_ai-language-models"), (None, None, "gemini-3-pro-image"));
    }

    #[test]
    fn a_word_without_a_size_is_part_of_the_name() {
        assert_eq!(of("stability/standard/x", "stability"), (None, None, "standard/x"));
        assert_eq!(of("fal_ai/fal-ai/flux/dev", "fal_ai"), (None, None, "fal-ai/flux/dev"));
        assert_eq!(of("max-x-max/50-steps/x", "bedrock"), (None, None, "max-x-max/50-steps/x"));
        assert_eq!(of("stability", "stability"), (None, None, "stability"));
        assert_eq!(of("/", ""), (None, None, ""));
    }
}
