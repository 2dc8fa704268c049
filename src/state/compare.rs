//! Which models a comparison shows.

use crate::model::book::{Confidence, Model, State as Life, search_words};
use crate::model::day::Day;
use crate::model::scenario::Scenario;

/// The choices above a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompareView {
    /// The model changes on every line, not on the shown one alone.
    pub all_lines: bool,
    /// Words that id, name or provider must have.
    pub search: String,
    /// The provider's name; none for all.
    pub provider: Option<String>,
    /// Least confidence in the prices.
    pub confidence: Confidence,
    /// Retired models too.
    pub retired: bool,
    /// The model whose differences are explained, by full id.
    pub open: Option<String>,
    /// Every model that fits, not the first few.
    pub all: bool,
}

impl Default for CompareView {
    fn default() -> Self {
        Self {
            all_lines: false,
            search: String::new(),
            provider: None,
            confidence: Confidence::Low,
            retired: false,
            open: None,
            all: false,
        }
    }
}

impl CompareView {
    /// The line that changes its model; none for all of them.
    pub fn line(&self, scenario: &Scenario, shown: usize) -> Option<usize> {
        (scenario.lines.len() > 1 && !self.all_lines).then_some(shown)
    }

    /// Whether a model passes the choices.
    pub fn wants(&self, model: &Model, day: Day) -> bool {
        let provider = self.provider.as_ref().is_none_or(|provider| *provider == model.provider);
        let alive = self.retired || model.state_on(day) != Life::Retired;
        let sure = model.confidence >= self.confidence || model.rates.is_empty();
        provider && alive && sure && model.has_words(&search_words(&self.search))
    }

    /// Whether anything is left out by choice.
    pub fn is_narrow(&self) -> bool {
        !self.search.trim().is_empty() || self.provider.is_some() || self.confidence > Confidence::Low
    }
}
