//! Finding a model: by its id, or by what a person types.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Book, Model};
use crate::model::nearest::nearest;

/// A text that names no model, or more than one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownModel {
    /// Nothing like it.
    #[error("no model `{text}` in the price book; the nearest is `{nearest}`")]
    None {
        /// What was typed.
        text: String,
        /// The id most like it.
        nearest: String,
    },
    /// Part of several ids.
    #[error("`{text}` could be {count} models, such as {examples}; write more of the id")]
    Ambiguous {
        /// What was typed.
        text: String,
        /// How many match.
        count: usize,
        /// The first few.
        examples: String,
    },
}

impl Model {
    /// Whether id, name, provider and aliases together hold every one of these words, written small.
    pub fn has_words(&self, words: &[String]) -> bool {
        let all = [&self.id, &self.name, &self.provider].into_iter().chain(&self.aliases);
        let all = all.map(|text| text.to_lowercase()).collect::<Vec<_>>().join("\n");
        words.iter().all(|word| all.contains(word))
    }
}

/// The words of a search, written small.
pub fn search_words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_lowercase).collect()
}

impl Book {
    /// The model with exactly this full id or alias.
    pub fn get(&self, id: &str) -> Option<&Arc<Model>> {
        let (provider, model) = *self.index.get(id)?;
        self.providers.get(provider)?.models.get(model)
    }

    /// The model with exactly this full id or alias, to be changed.
    pub(in crate::model) fn get_mut(&mut self, id: &str) -> Option<&mut Model> {
        let (provider, model) = *self.index.get(id)?;
        self.providers.get_mut(provider)?.models.get_mut(model).map(Arc::make_mut)
    }

    /// Where each full id and each alias stands; the first of those who share an alias has it.
    pub(super) fn build_index(&self) -> HashMap<String, (usize, usize)> {
        let mut index = HashMap::new();
        for (p, provider) in self.providers.iter().enumerate() {
            for (m, model) in provider.models.iter().enumerate() {
                index.insert(model.id.clone(), (p, m));
                for alias in &model.aliases {
                    index.entry(alias.clone()).or_insert((p, m));
                }
            }
        }
        index
    }

    /// The model that a text names: its id, an alias, or an unambiguous part of either.
    ///
    /// # Errors
    /// When no model or more than one fits.
    pub fn find(&self, text: &str) -> Result<&Arc<Model>, UnknownModel> {
        if let Some(model) = self.get(text) {
            return Ok(model);
        }
        let needle = text.trim().to_lowercase();
        let same = |name: &str| name.to_lowercase() == needle;
        let part = |name: &str| name.to_lowercase().contains(&needle);
        let with = |fits: &dyn Fn(&str) -> bool, short: bool| -> Vec<&Arc<Model>> {
            let named = |model: &&Arc<Model>| {
                fits(&model.id) || (short && fits(model.short_id())) || model.aliases.iter().any(|alias| fits(alias))
            };
            self.models().filter(named).collect()
        };
        // A name that several providers sell under is an alias of its maker's model alone.
        let mut found = with(&same, false);
        if found.is_empty() {
            found = with(&same, true);
        }
        if found.is_empty() && !needle.is_empty() {
            found = with(&part, true);
        }
        match found.as_slice() {
            [one] => Ok(one),
            [] => {
                let ids = self.models().flat_map(|model| [model.id.as_str(), model.short_id()]);
                let near = nearest(&needle, ids).unwrap_or_default();
                // A short id may also be the full id of another provider's model.
                let named = self.get(near).or_else(|| self.models().find(|model| model.short_id() == near));
                let near = named.map_or(near, |model| &model.id);
                Err(UnknownModel::None { text: text.to_owned(), nearest: near.to_owned() })
            }
            many => Err(UnknownModel::Ambiguous {
                text: text.to_owned(),
                count: many.len(),
                examples: many.iter().take(3).map(|model| format!("`{}`", model.id)).collect::<Vec<_>>().join(", "),
            }),
        }
    }
}
