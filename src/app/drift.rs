//! The prices that a scenario was saved with, beside those of today.

use std::sync::Arc;

use super::App;
use crate::action::DriftAction;
use crate::model::snapshot::{Drift, Snapshot};
use crate::state::Document;
use crate::store::scenario_file::Opened;

impl App {
    pub(super) fn apply_drift(&mut self, action: DriftAction) {
        let document = self.state.documents.front_mut();
        document.asks_about_prices = false;
        let snapshot = document.snapshot.clone();
        match action {
            DriftAction::Keep => {
                let Some(snapshot) = snapshot else { return };
                let name = format!("keep the prices of {}", snapshot.on);
                self.change(&name, |scenario| scenario.kept = Some(snapshot));
            }
            DriftAction::Today => self.change("use today's prices", |scenario| scenario.kept = None),
        }
    }

    /// A file's document, with what has become of the prices that it was saved with.
    pub(super) fn document_of(&self, opened: Opened) -> Document {
        let Opened { scenario, snapshot } = opened;
        let day = scenario.day(self.session.today);
        let drift = snapshot.as_ref().map(|snapshot| Drift::of(snapshot, &self.session.book, &scenario, day));
        let drift = drift.filter(|drift| !drift.moved.is_empty());
        let asks_about_prices = drift.is_some() && scenario.kept.is_none();
        let mut document = Document::unsaved(scenario);
        (document.snapshot, document.drift, document.asks_about_prices) = (snapshot, drift, asks_about_prices);
        document
    }

    /// The prices to save beside the scenario in front: those that it uses.
    pub(super) fn prices_in_use(&self) -> Option<Arc<Snapshot>> {
        let scenario = &self.state.documents.front().scenario;
        Snapshot::of(&self.session.book, scenario, scenario.day(self.session.today))
    }
}
