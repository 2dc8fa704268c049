//! Share codes: copied, pasted anywhere in the window, read in a dialog.

use eframe::egui;

use super::App;
use crate::action::ShareAction;
use crate::model::stats::draws::Effort;
use crate::received::Received;
use crate::state::{Dialog, Document, ShareForm, Workspace};
use crate::store::share;
use crate::text;

impl App {
    pub(super) fn apply_share(&mut self, action: ShareAction) {
        match action {
            ShareAction::Read => self.read_code(),
            ShareAction::Open => {
                if let Some(Dialog::Share(form)) = self.state.view.dialog.take() {
                    match form.read {
                        Some(Ok(received)) => self.open_received(*received),
                        _ => self.state.view.dialog = Some(Dialog::Share(form)),
                    }
                }
            }
            ShareAction::Dismiss => self.state.documents.front_mut().summary = None,
        }
    }

    /// Puts the scenario in front on the clipboard, as one line of text.
    pub(super) fn copy_share_code(&mut self, ctx: &egui::Context) {
        if !self.commit_edit() {
            return;
        }
        let scenario = &self.state.documents.front().scenario;
        let outcome = self.session.figures(self.state.question(self.session.today, Effort::Full));
        let answer = outcome.answer.as_deref().filter(|_| outcome.is_fresh());
        let bill = answer.map(|answer| answer.figures.estimate.expected);
        match share::write(scenario, bill, scenario.day(self.session.today)) {
            Ok(code) => {
                let length = text::grouped(&code.len().to_string());
                ctx.copy_text(code);
                self.say(format!(
                    "The share code was copied: {length} characters. Whoever pastes it has this scenario."
                ));
            }
            Err(error) => self.complain(format!("{error}.")),
        }
    }

    pub(super) fn ask_share_code(&mut self) {
        self.state.view.dialog = Some(Dialog::Share(ShareForm::default()));
    }

    fn read_code(&mut self) {
        let book = &self.session.book;
        if let Some(Dialog::Share(form)) = &mut self.state.view.dialog {
            form.read = (!form.text.trim().is_empty()).then(|| match share::read(&form.text) {
                Ok(shared) => Ok(Box::new(Received::of(book, shared, self.session.today))),
                Err(error) => Err(format!("{error}.")),
            });
            form.contents = match &form.read {
                Some(Ok(received)) => Some(received.contents(book)),
                _ => None,
            };
        }
    }

    fn open_received(&mut self, received: Received) {
        if !self.commit_edit() {
            return;
        }
        let summary = received.summary(&self.session.book);
        self.open_document(Document::sent(received.shared.scenario, summary));
        self.state.view.workspace = Workspace::Plan;
    }

    /// A share code that is pasted anywhere opens; no field gets its text.
    pub(super) fn take_in_codes(&mut self, ctx: &egui::Context) {
        if self.state.view.dialog.is_some() {
            return;
        }
        let pasted = ctx.input_mut(|input| {
            let code = |event: &egui::Event| matches!(event, egui::Event::Paste(text) if share::looks_like(text));
            let at = input.events.iter().position(code)?;
            match input.events.remove(at) {
                egui::Event::Paste(text) => Some(text),
                _ => None,
            }
        });
        let Some(text) = pasted else { return };
        match share::read(&text) {
            Ok(shared) => self.open_received(Received::of(&self.session.book, shared, self.session.today)),
            Err(error) => self.complain(format!("{error}.")),
        }
    }
}
