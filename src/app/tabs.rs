//! The open scenarios: which one is in front, and how they come and go.

use eframe::egui;

use super::App;
use crate::action::{Action, Command, TabAction};
use crate::history::Subject;
use crate::outcome::Outcome;
use crate::state::{Dialog, Document, DocumentId, Next, Workspace};
use crate::store::presets;

impl App {
    pub(super) fn apply_tab(&mut self, action: TabAction) {
        match action {
            TabAction::Show(id) => {
                if let Some(at) = self.state.documents.place_of(id) {
                    self.show_tab(at);
                }
            }
            TabAction::Duplicate(id) => self.duplicate(id),
            TabAction::Move(id, to) => {
                if let Some(from) = self.state.documents.place_of(id) {
                    self.state.documents.move_to(from, to);
                }
            }
            TabAction::Pin(id) => {
                let sides = &mut self.state.view.sides;
                sides.baseline = if sides.baseline == Some(id) { None } else { Some(id) };
            }
            TabAction::AskName(id) => self.ask_name(id),
            TabAction::TakeName => self.take_name(),
            TabAction::KeepName => self.state.view.renaming = None,
        }
    }

    /// Opens a scenario in front.
    pub(super) fn open_document(&mut self, document: Document) -> DocumentId {
        self.leave_front();
        let id = self.state.documents.add(document);
        self.enter_front();
        id
    }

    /// Brings a tab to the front, unless something typed stands in the way.
    pub(super) fn show_tab(&mut self, at: usize) {
        if at == self.state.documents.front_at() {
            self.show_workspace(Workspace::Plan);
        } else if self.commit_edit() {
            self.leave_front();
            self.state.documents.show(at);
            self.enter_front();
        }
    }

    /// Brings the tab to the front that stands so many places to the right, around the end.
    pub(super) fn step_tab(&mut self, steps: isize) {
        let documents = &self.state.documents;
        let count = documents.all().len();
        let at = documents.front_at().wrapping_add_signed(steps.rem_euclid(count.cast_signed())) % count;
        self.show_tab(at);
    }

    /// Moves the tab in front one place.
    pub(super) fn move_tab(&mut self, right: bool) {
        let documents = &mut self.state.documents;
        let from = documents.front_at();
        documents.move_to(from, if right { from + 1 } else { from.saturating_sub(1) });
    }

    fn duplicate(&mut self, id: DocumentId) {
        if !self.commit_edit() {
            return;
        }
        let documents = &self.state.documents;
        let Some(document) = documents.get(id) else { return };
        let copy = document.copied(documents.name_of_copy(&document.scenario.name));
        if let Some(at) = documents.place_of(id) {
            self.show_tab(at);
        }
        self.open_document(copy);
    }

    /// Closes a scenario, whatever is lost, with a way back.
    pub(super) fn close_document(&mut self, id: DocumentId) {
        let Some(at) = self.state.documents.place_of(id) else { return };
        let front = self.state.documents.front().id == id;
        let name = self.state.documents.all().get(at).map_or_else(String::new, Document::title);
        self.leave_front();
        self.state.documents.close(at, || Document::start(presets::default_scenario()));
        if front {
            self.enter_front();
        }
        if self.state.documents.last_closed().is_some() {
            self.offer(format!("Closed {name}."), "Reopen", Action::Run(Command::Reopen));
        }
    }

    pub(super) fn reopen(&mut self) {
        self.leave_front();
        if self.state.documents.reopen() {
            self.enter_front();
        } else {
            self.say("No scenario was closed in this run.");
        }
    }

    fn leave_front(&mut self) {
        self.take_name();
        self.state.documents.front_mut().line = self.state.view.line;
        self.state.documents.front_mut().history.close();
    }

    fn enter_front(&mut self) {
        // The last good answer of another scenario says nothing about this one.
        (self.session.outcome, self.session.asked) = (Outcome::default(), None);
        let line = self.state.documents.front().line;
        let view = &mut self.state.view;
        view.workspace = Workspace::Plan;
        (view.line, view.edit, view.curve_cursor, view.notice) = (line, None, None, None);
        (view.map_cursor, view.map_frame, view.target) = (None, None, None);
        (view.compare.search, view.compare.open) = (String::new(), None);
        view.opened = view.opened.wrapping_add(1);
    }

    pub(super) fn ask_name(&mut self, id: DocumentId) {
        if !self.commit_edit() {
            return;
        }
        if let Some(at) = self.state.documents.place_of(id) {
            self.show_tab(at);
            self.state.view.renaming = Some((id, self.state.documents.front().scenario.name.clone()));
        }
    }

    /// Takes the name that is being typed for the scenario in front.
    pub(super) fn take_name(&mut self) {
        let Some((id, name)) = self.state.view.renaming.take() else { return };
        let name = name.trim().to_owned();
        if name.is_empty() {
            self.complain("A scenario has a name; the old one stays.");
        } else if self.state.documents.front().id == id {
            self.change_at(
                Some(Subject::Name),
                |scenario| scenario.name = name,
                |before, after| format!("rename {} to {}", before.name, after.name),
            );
            self.state.documents.front_mut().history.close();
        }
    }

    /// Goes on to another place, after asking about each scenario whose changes would be lost.
    pub(super) fn go(&mut self, ctx: &egui::Context, next: Next) {
        let lost = |document: &&Document| {
            let ask = self.state.settings.confirm;
            let leaves = match &next {
                Next::Close(id) => ask.close && document.id == *id,
                Next::Quit { forsaken } => ask.leave && !forsaken.contains(&document.id),
                _ => false,
            };
            leaves && document.is_changed()
        };
        let lost: Vec<DocumentId> =
            self.state.documents.all().iter().filter(lost).map(|document| document.id).collect();
        match lost.first().and_then(|id| Some((*id, self.state.documents.place_of(*id)?))) {
            Some((id, at)) => {
                self.show_tab(at);
                self.state.view.dialog = Some(Dialog::Unsaved { id, next, others: lost.len() - 1 });
            }
            None => self.go_now(ctx, next),
        }
    }

    /// Brings the scenario to the front that the open question is about; false where that cannot be.
    pub(super) fn turn_to_asked(&mut self) -> bool {
        let Some(Dialog::SaveAs { id, .. } | Dialog::Unsaved { id, .. }) = &self.state.view.dialog else { return true };
        let id = *id;
        match self.state.documents.place_of(id) {
            Some(at) => self.show_tab(at),
            None => self.state.view.dialog = None,
        }
        self.state.documents.front().id == id
    }

    /// Goes on without the changes of the scenario that is asked about.
    pub(super) fn forsake(&mut self, ctx: &egui::Context, next: Next) {
        if !self.turn_to_asked() {
            return;
        }
        match next {
            Next::Quit { mut forsaken } => {
                forsaken.push(self.state.documents.front().id);
                self.go(ctx, Next::Quit { forsaken });
            }
            next => self.go_now(ctx, next),
        }
    }
}
