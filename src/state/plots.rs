//! What plots remember of how they are looked at.

use rust_decimal::Decimal;

use crate::model::assumption::{Key, Value};
use crate::model::scenario::{Place, Scenario};
use crate::model::stats::goal::{Goal, Metric};

/// The spans of a map that stay while places on it are set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapFrame {
    /// What they run over: to the right, up.
    pub places: [Place; 2],
    /// First and last values.
    pub spans: [(Decimal, Decimal); 2],
}

impl MapFrame {
    /// The spans, if they are of these places and hold the scenario's own values.
    pub fn spans_for(&self, scenario: &Scenario, places: [Place; 2]) -> Option<[(Decimal, Decimal); 2]> {
        let holds = |place: &Place, (from, to): &(Decimal, Decimal)| {
            let own = scenario.values_at(*place).and_then(|values| values.number(place.key));
            own.is_none_or(|own| *from <= own && own <= *to)
        };
        let fits = self.places == places && places.iter().zip(&self.spans).all(|(place, span)| holds(place, span));
        fits.then_some(self.spans)
    }
}

/// What goal seek looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalView {
    /// The expected bill rather than the one at the budget's confidence.
    pub expected: bool,
    /// The amount as typed; empty for the budget.
    pub amount: String,
    /// The assumption that may move.
    pub by: Key,
}

impl Default for GoalView {
    fn default() -> Self {
        Self { expected: false, amount: String::new(), by: Key::Images }
    }
}

impl GoalView {
    /// The goal in a scenario; none where there is no amount.
    pub fn goal(&self, scenario: &Scenario) -> Option<Goal> {
        let typed = match Key::Budget.spec().read(&self.amount) {
            Ok(Value::Number(usd)) => Some(usd),
            _ => None,
        };
        let usd = if self.amount.trim().is_empty() { scenario.values.number(Key::Budget) } else { typed };
        let confidence = scenario.values.amount(Key::BudgetConfidence);
        let metric = if self.expected { Metric::Expected } else { Metric::at(confidence) };
        usd.map(|usd| Goal { metric, usd })
    }
}
