//! The prices that a scenario was saved with: what is asked about them, and what the user said.

use std::sync::Arc;

use super::{Document, Session, State};
use crate::model::book::Book;
use crate::model::day::Day;
use crate::model::scenario::Scenario;
use crate::model::snapshot::{Drift, Snapshot};

/// What the user has said about prices that moved since the file was saved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OldPrices {
    /// There was nothing to choose, or the file holds the choice.
    #[default]
    Settled,
    /// The choice is the user's. Keeping them answers it, and undoing that asks again.
    Asked,
    /// Those of today are used, which the file does not say yet.
    GivenUp,
}

/// What is asked about the prices of the scenario in front.
#[derive(Debug, Clone, PartialEq)]
pub struct DriftQuestion {
    /// Those that it keeps, or else was saved with.
    pub snapshot: Arc<Snapshot>,
    /// As it is now.
    pub scenario: Scenario,
    /// The day whose prices are used.
    pub day: Day,
}

/// What has become of old prices, made again only when the question or the book is another one.
#[derive(Debug, Clone, Default)]
pub struct DriftView {
    asked: Option<(Arc<Book>, DriftQuestion)>,
    /// What moved; none where no price did.
    pub found: Option<Drift>,
}

impl Document {
    /// Whether the user is to choose: prices moved that have a part in the bill, and nothing was said yet.
    pub fn asks_about_prices(&self, found: &Drift) -> bool {
        self.old_prices == OldPrices::Asked && self.scenario.kept.is_none() && found.in_bill > 0
    }

    /// Whether today's prices were chosen over those that its file still holds.
    pub(super) fn gives_up_prices(&self) -> bool {
        self.old_prices == OldPrices::GivenUp && self.scenario.kept.is_none()
    }

    /// It was saved with these prices. Old ones that nobody has given up are still asked about.
    pub fn saved_with(&mut self, prices: Option<Arc<Snapshot>>) {
        let same = self.snapshot.is_some() && self.snapshot == prices;
        if !same || self.old_prices == OldPrices::GivenUp {
            self.old_prices = OldPrices::Settled;
        }
        self.snapshot = prices;
    }
}

impl State {
    /// What is asked about the prices of the scenario in front; nothing where it was saved without any.
    pub fn drift_question(&self, today: Day) -> Option<DriftQuestion> {
        let Document { scenario, snapshot, .. } = self.documents.front();
        let snapshot = Arc::clone(scenario.kept.as_ref().or(snapshot.as_ref())?);
        Some(DriftQuestion { snapshot, scenario: scenario.clone(), day: scenario.day(today) })
    }
}

impl Session {
    /// Finds out what has become of old prices, unless that is known; true when it is another answer.
    pub fn refresh_drift(&mut self, question: Option<DriftQuestion>) -> bool {
        let is_known = match (&self.drift.asked, &question) {
            (Some((book, asked)), Some(question)) => Arc::ptr_eq(book, &self.book) && asked == question,
            (None, None) => true,
            _ => false,
        };
        if is_known {
            return false;
        }
        let found = question.as_ref().and_then(|DriftQuestion { snapshot, scenario, day }| {
            // Most files are opened at the prices that they were saved with.
            let moved = !snapshot.against(&self.book, *day).is_empty();
            moved.then(|| Drift::of(snapshot, &self.book, scenario, *day))
        });
        let other = found != self.drift.found;
        self.drift = DriftView { asked: question.map(|question| (Arc::clone(&self.book), question)), found };
        other
    }
}
