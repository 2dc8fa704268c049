//! Which of our models an entry is about. Names are matched exactly, never by likeness.

use std::sync::Arc;

use super::Entry;
use super::key;
use crate::model::book::{Book, Model, Operation, Provider};

/// Providers that the list spells in another way, and ours in the order in which they are tried.
const PROVIDERS: &[(&str, &[&str])] = &[
    ("azure", &["azure-openai", "azure-ai"]),
    ("azure_ai", &["azure-ai", "azure-openai"]),
    ("bedrock", &["aws-bedrock"]),
    ("bedrock_converse", &["aws-bedrock"]),
    ("black_forest_labs", &["bfl"]),
    ("dashscope", &["alibaba"]),
    ("fal_ai", &["fal"]),
    ("gemini", &["google-gemini-api"]),
    ("runwayml", &["runway"]),
    ("together_ai", &["together"]),
    ("vertex_ai", &["google-vertex"]),
];

/// Models that the list spells in another way: our provider, its name there, our id.
const MODELS: &[(&str, &str, &str)] = &[
    ("aws-bedrock", "amazon.titan-image-generator-v2", "amazon.titan-image-generator-v2:0"),
    ("fal", "gpt-image-2", "openai/gpt-image-2"),
    ("stability", "conservative", "upscale_conservative"),
    ("stability", "creative", "upscale_creative"),
    ("stability", "fast", "upscale_fast"),
    ("stability", "remove-background", "remove_background"),
    ("stability", "replace-background-and-relight", "replace_background_and_relight"),
    ("stability", "search-and-recolor", "search_and_recolor"),
    ("stability", "search-and-replace", "search_and_replace"),
    ("stability", "sketch", "control_sketch"),
    ("stability", "structure", "control_structure"),
    ("stability", "style", "control_style"),
    ("stability", "style-transfer", "style_transfer"),
];

/// Ends of a name that say what is done.
const ENDS: [(&str, Operation); 2] = [("/text-to-image", Operation::Generate), ("/edit", Operation::Edit)];

/// Our model for an entry, and what the entry asks of it.
///
/// # Errors
/// Why there is none, in one sentence.
pub fn find<'a>(book: &'a Book, entry: &Entry) -> Result<(&'a Arc<Model>, Operation), String> {
    let name = key::parts(&entry.key, &entry.provider).name;
    let wanted = if entry.mode == "image_edit" { Operation::Edit } else { Operation::Generate };
    let mut known = Vec::new();
    for id in providers(&entry.provider) {
        let Some(provider) = book.providers().iter().find(|provider| provider.id == id) else { continue };
        if let Some(model) = named(provider, name) {
            return Ok((model, wanted));
        }
        for (end, operation) in ENDS {
            if let Some(model) = name.strip_suffix(end).and_then(|name| named(provider, name)) {
                return Ok((model, operation));
            }
        }
        known.push(provider.name.as_str());
    }
    Err(match known.as_slice() {
        [] if entry.provider.is_empty() => "the entry names no provider".to_owned(),
        [] => format!("the price book has no provider `{}`", entry.provider),
        names => format!("the price book has no model `{name}` of {}", names.join(" or ")),
    })
}

fn providers(theirs: &str) -> Vec<&str> {
    // Vertex AI is listed in several parts: `vertex_ai-language-models`.
    let whole = theirs.split('-').next().filter(|first| *first == "vertex_ai").unwrap_or(theirs);
    let ours = PROVIDERS.iter().find(|(name, _)| *name == whole);
    ours.map_or_else(|| vec![theirs], |(_, ours)| ours.to_vec())
}

fn named<'a>(provider: &'a Provider, name: &str) -> Option<&'a Arc<Model>> {
    let exactly = |name: &str| {
        let models = &provider.models;
        models.iter().find(|model| model.short_id() == name || model.aliases.iter().any(|alias| alias == name))
    };
    let other = || MODELS.iter().find(|(id, theirs, _)| *id == provider.id && *theirs == name);
    // Bedrock sells some models by the name of a region's profile alone, at the same price.
    let profile = || match name.strip_prefix("us.") {
        Some(bare) => exactly(bare),
        None => exactly(&format!("us.{name}")),
    };
    exactly(name)
        .or_else(|| exactly(other()?.2))
        .or_else(|| if provider.id == "aws-bedrock" { profile() } else { None })
}
