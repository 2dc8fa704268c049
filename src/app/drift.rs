//! The prices that a scenario was saved with, beside those of today.

use std::sync::Arc;

use super::App;
use crate::action::{Action, DriftAction};
use crate::model::snapshot::Snapshot;
use crate::state::{Document, Notice, OldPrices};
use crate::store::scenario_file::Opened;

impl App {
    pub(super) fn apply_drift(&mut self, action: DriftAction) {
        match action {
            DriftAction::Keep => self.keep_prices(),
            DriftAction::Today => self.use_todays_prices(),
        }
    }

    fn keep_prices(&mut self) {
        let document = self.state.documents.front_mut();
        let Some(snapshot) = document.snapshot.clone() else { return };
        if document.old_prices == OldPrices::GivenUp {
            document.old_prices = OldPrices::Asked;
        }
        let name = format!("keep the prices of {}", snapshot.on);
        self.change(&name, |scenario| scenario.kept = Some(snapshot));
    }

    fn use_todays_prices(&mut self) {
        let document = self.state.documents.front_mut();
        document.old_prices = OldPrices::GivenUp;
        if document.scenario.kept.is_some() {
            return self.change("use today's prices", |scenario| scenario.kept = None);
        }
        // Nothing in the scenario changes, so undo has no step; the way back is offered instead.
        let offer = Some(("Keep the old ones".to_owned(), Box::new(Action::Drift(DriftAction::Keep))));
        self.state.view.notice = Some(Notice { text: "Today's prices are used.".into(), bad: false, offer });
    }

    /// A file's document, which asks about the prices that it was saved with where they moved.
    pub(super) fn document_of(&self, opened: Opened) -> Document {
        let Opened { scenario, snapshot } = opened;
        let day = scenario.day(self.session.today);
        let moved = |snapshot: &Arc<Snapshot>| !snapshot.against(&self.session.book, day).is_empty();
        let asks = scenario.kept.is_none() && snapshot.as_ref().is_some_and(moved);
        let mut document = Document::unsaved(scenario);
        document.snapshot = snapshot;
        document.old_prices = if asks { OldPrices::Asked } else { OldPrices::Settled };
        document
    }

    /// The prices to save beside the scenario in front: those that it uses, or the old ones while it is open
    /// which of them are wanted.
    pub(super) fn prices_to_save(&mut self) -> Option<Arc<Snapshot>> {
        let today = self.session.today;
        self.session.refresh_drift(self.state.drift_question(today));
        let document = self.state.documents.front();
        if self.session.drift.found.as_ref().is_some_and(|found| document.asks_about_prices(found)) {
            return document.snapshot.clone();
        }
        Snapshot::of(&self.session.book, &document.scenario, document.scenario.day(today))
    }
}
