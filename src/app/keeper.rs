//! Unsaved work is kept in the journal a moment after each change, and offered again after a crash.

use std::collections::HashMap;
use std::path::PathBuf;

use eframe::egui;

use super::App;
use crate::model::estimate::Estimate;
use crate::model::plan::Plan;
use crate::model::scenario::Scenario;
use crate::model::snapshot::Held;
use crate::state::{Dialog, Document, DocumentId, Recovered, RecoveredRow};
use crate::store::journal::{Entry, Found, Journal, Orphan, orphans};
use crate::store::scenario_file::Opened;
use crate::text;

/// So long after a change it is kept, in seconds.
const DELAY: f64 = 1.0;

/// What keeps unsaved work, and what was left behind.
#[derive(Default)]
pub(super) struct Keeper {
    journal: Option<Journal>,
    /// What the journal was asked to keep.
    kept: HashMap<DocumentId, Entry>,
    /// When the next change is kept, in seconds of the window's clock.
    due: Option<f64>,
    /// What was left behind. Its locks are held as long as this window runs, so that no other offers it too.
    left: Vec<Orphan>,
}

impl Keeper {
    /// Begins to keep work in a folder.
    pub(super) fn begin(&mut self, ctx: &egui::Context, folder: PathBuf) {
        self.left = orphans(&folder);
        let ctx = ctx.clone();
        self.journal = Some(Journal::begin(folder, move || ctx.request_repaint()));
    }

    /// Forgets everything: it was saved, or the user let it go.
    pub(super) fn end(&mut self) {
        if let Some(journal) = self.journal.take() {
            for (id, _) in self.kept.drain() {
                journal.forget(id.0);
            }
        }
    }

    /// Why work is not kept, once.
    pub(super) fn complaint(&self) -> Option<String> {
        self.journal.as_ref().and_then(Journal::complaint)
    }

    /// Keeps what changed once it is time, and forgets at once what is saved or closed. A repaint is asked
    /// for only while something waits.
    pub(super) fn keep(&mut self, ctx: &egui::Context, documents: &[Document]) {
        let Some(journal) = &self.journal else { return };
        let is_at_risk = |id: DocumentId| documents.iter().any(|document| document.id == id && document.is_changed());
        self.kept.retain(|id, _| {
            let stays = is_at_risk(*id);
            if !stays {
                journal.forget(id.0);
            }
            stays
        });
        let is_kept = |document: &Document| self.kept.get(&document.id).is_some_and(|entry| is_of(entry, document));
        let news: Vec<_> = documents.iter().filter(|document| document.is_changed() && !is_kept(document)).collect();
        if news.is_empty() {
            self.due = None;
            return;
        }
        let now = ctx.input(|input| input.time);
        let wait = *self.due.get_or_insert(now + DELAY) - now;
        if wait > 0.0 {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(wait));
            return;
        }
        self.due = None;
        for document in news {
            let (scenario, snapshot) = (document.scenario.clone(), document.snapshot.clone());
            let entry = Entry { scenario, snapshot, path: document.path.clone(), stamp: document.stamp };
            journal.write(document.id.0, entry.clone());
            self.kept.insert(document.id, entry);
        }
    }

    /// Makes left-behind work, which is open as this document now, work of this window.
    fn adopt(&mut self, id: DocumentId, found: &Found) {
        if let Some(journal) = &self.journal {
            journal.adopt(id.0, found);
            self.kept.insert(id, found.entry.clone());
        }
    }

    /// Removes left-behind work for good.
    fn discard(&self, file: PathBuf) {
        if let Some(journal) = &self.journal {
            journal.discard(file);
        }
    }
}

fn is_of(entry: &Entry, document: &Document) -> bool {
    entry.scenario == document.scenario && entry.path == document.path && entry.stamp == document.stamp
}

impl App {
    /// Offers what was left behind, if anything was.
    pub(super) fn offer_left_behind(&mut self) {
        let found = self.keeper.left.iter().flat_map(|orphan| &orphan.entries);
        let rows: Vec<_> = found.map(|found| self.row_of(found)).collect();
        let damaged = self.keeper.left.iter().flat_map(|orphan| &orphan.damaged);
        let damaged: Vec<_> = damaged.map(|damaged| format!("{}.", damaged.why)).collect();
        if !rows.is_empty() || !damaged.is_empty() {
            self.state.view.dialog = Some(Dialog::Recovered(Recovered { rows, damaged, discarding: false }));
        }
    }

    fn row_of(&self, found: &Found) -> RecoveredRow {
        RecoveredRow {
            name: found.entry.scenario.name.clone(),
            file: found.entry.path.clone(),
            when: found.when(),
            bill: self.bill_of(&found.entry.scenario),
            chosen: true,
        }
    }

    /// The expected bill of a scenario that is not in front, where it has one.
    pub(super) fn bill_of(&self, scenario: &Scenario) -> Option<String> {
        let book = Held::default().book(&self.session.book, scenario);
        let plan = Plan::new(&book, scenario, scenario.day(self.session.today)).ok()?;
        Some(text::money(Estimate::of(&plan).ok()?.expected))
    }

    /// Takes the chosen ones off the offer, or nothing where no offer is open.
    fn take_chosen(&mut self) -> Vec<Found> {
        let Some(Dialog::Recovered(offer)) = &mut self.state.view.dialog else { return Vec::new() };
        let mut chosen = offer.rows.iter().map(|row| row.chosen).collect::<Vec<_>>().into_iter();
        offer.rows.retain(|row| !row.chosen);
        let mut taken = Vec::new();
        for orphan in &mut self.keeper.left {
            taken.extend(orphan.entries.extract_if(.., |_| chosen.next().unwrap_or(false)));
        }
        taken
    }

    /// Opens the chosen ones; the others are offered at the next start.
    pub(super) fn open_chosen(&mut self) {
        let chosen = self.take_chosen();
        self.state.view.dialog = None;
        let count = chosen.len();
        for found in chosen {
            let id = self.open_left_behind(&found);
            self.keeper.adopt(id, &found);
        }
        self.look_at_disk();
        let what = if count == 1 { "One scenario was".into() } else { format!("{count} scenarios were") };
        self.say(format!("{what} recovered and not saved yet."));
    }

    fn open_left_behind(&mut self, found: &Found) -> DocumentId {
        let entry = &found.entry;
        let open = entry.path.as_deref().and_then(|path| self.state.documents.with_path(path));
        if let Some(at) = open.filter(|at| self.state.documents.all().get(*at).is_some_and(|open| !open.is_changed())) {
            // The program was started with this very file: its tab takes the work, and undo gives the file back.
            self.show_tab(at);
            self.change("recovered changes", |scenario| scenario.clone_from(&entry.scenario));
            let document = self.state.documents.front_mut();
            document.stamp = entry.stamp.or(document.stamp);
            return document.id;
        }
        let kept = Opened { scenario: entry.scenario.clone(), snapshot: entry.snapshot.clone() };
        let document = self.document_of(kept).recovered(entry.path.clone(), entry.stamp);
        self.open_document(document)
    }

    /// Asks whether the chosen ones may be lost, or takes that question back.
    pub(super) fn ask_discard(&mut self, asks: bool) {
        if let Some(Dialog::Recovered(offer)) = &mut self.state.view.dialog {
            offer.discarding = asks;
        }
    }

    /// Loses the chosen ones; what cannot be read goes with the last of them.
    pub(super) fn discard_chosen(&mut self) {
        for found in self.take_chosen() {
            self.keeper.discard(found.file);
        }
        if let Some(Dialog::Recovered(offer)) = &mut self.state.view.dialog {
            offer.discarding = false;
            if offer.rows.is_empty() {
                self.state.view.dialog = None;
                let damaged: Vec<_> = self.keeper.left.iter_mut().flat_map(|orphan| orphan.damaged.drain(..)).collect();
                for damaged in damaged {
                    self.keeper.discard(damaged.file);
                }
            }
        }
    }
}
