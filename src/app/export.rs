//! The whole answer written to a file or put on the clipboard.

use std::path::{Path, PathBuf};

use eframe::egui;

use super::App;
use crate::action::ExportAction;
use crate::export::{Format, Subject, markdown, tsv};
use crate::model::snapshot::Held;
use crate::model::stats::draws::Effort;
use crate::sentence;
use crate::state::{Dialog, ExportForm};
use crate::store::atomic;
use crate::text;

impl App {
    pub(super) fn apply_export(&mut self, action: ExportAction) {
        match action {
            ExportAction::Save(path) => self.export_typed(path),
        }
    }

    /// Asks where to write the answer.
    pub(super) fn ask_export_answer(&mut self, format: Format) {
        match self.exported(|subject| format.file_name(subject)) {
            Ok(name) => {
                let path = self.usual_folder().join(name).display().to_string();
                self.state.view.dialog = Some(Dialog::Export(ExportForm { format, path, error: None, replaces: None }));
            }
            Err(why) => self.complain(why),
        }
    }

    /// Writes the answer where the dialog says, after asking about a file that is there.
    fn export_typed(&mut self, path: PathBuf) {
        if let Some(Dialog::Export(form)) = &mut self.state.view.dialog
            && self.state.settings.confirm.replace
            && form.replaces.as_ref() != Some(&path)
            && path.exists()
        {
            form.replaces = Some(path);
            return;
        }
        self.write_export(&path);
    }

    /// Writes the answer; an error stays in the dialog.
    pub(super) fn write_export(&mut self, path: &Path) {
        let Some(Dialog::Export(form)) = &self.state.view.dialog else { return };
        let format = form.format;
        let text = self.exported(|subject| format.write(subject).map_err(|error| format!("{error}.")));
        let written = text.and_then(|text| {
            let text = text?;
            atomic::save(path, &text, false).map_err(|error| format!("{error}."))
        });
        match written {
            Ok(()) => {
                self.state.view.dialog = None;
                self.say(format!("The {} was written to {}.", format.words(), path.display()));
            }
            Err(why) => {
                if let Some(Dialog::Export(form)) = &mut self.state.view.dialog {
                    form.error = Some(why);
                }
            }
        }
    }

    /// Puts every row on the clipboard, to paste into a spreadsheet.
    pub(super) fn copy_table(&mut self, ctx: &egui::Context) {
        match self.exported(tsv::estimate) {
            Ok(table) => {
                let rows = text::grouped(&table.lines().count().to_string());
                ctx.copy_text(table);
                self.say(format!("The table was copied: {rows} rows to paste into a spreadsheet."));
            }
            Err(why) => self.complain(why),
        }
    }

    /// Puts the answer on the clipboard as Markdown.
    pub(super) fn copy_markdown(&mut self, ctx: &egui::Context) {
        match self.exported(markdown::estimate) {
            Ok(page) => {
                ctx.copy_text(page);
                self.say("The answer was copied as Markdown, with its tables and assumptions.");
            }
            Err(why) => self.complain(why),
        }
    }

    /// What is made of the answer to the scenario in front, computed with full effort.
    ///
    /// # Errors
    /// What stands in the way of an answer, in one sentence.
    fn exported<T>(&mut self, make: impl FnOnce(&Subject) -> T) -> Result<T, String> {
        if !self.commit_edit() {
            return Err("A field holds a value that cannot be read; correct it first.".into());
        }
        let outcome = self.session.figures(self.state.question(self.session.today, Effort::Full));
        let document = self.state.documents.front();
        let scenario = &document.scenario;
        if let Some(mistake) = outcome.problems.iter().find(|problem| !problem.unknown) {
            return Err(format!("There is no answer to export: {}.", sentence::problem(scenario, mistake)));
        }
        let known = outcome.answer.as_deref().filter(|_| outcome.is_fresh()).map(|answer| &answer.figures);
        let mut warnings = self.session.file_errors.clone();
        let kept = scenario.kept.is_some();
        warnings.extend(self.session.drift.found.as_ref().and_then(|drift| sentence::drift::headline(drift, kept)));
        warnings.extend(outcome.problems.iter().map(|problem| sentence::problem(scenario, problem)));
        warnings.extend(known.iter().flat_map(|known| &known.plan.warnings).map(ToString::to_string));
        warnings.dedup();
        let book = Held::default().book(&self.session.book, scenario);
        Ok(make(&Subject {
            book: &book,
            scenario,
            day: scenario.day(self.session.today),
            drift: self.session.drift.found.as_ref(),
            made_on: self.session.today,
            known,
            warnings: &warnings,
        }))
    }
}
