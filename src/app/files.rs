//! Opening, saving and going on to another scenario, without losing work.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError};

use eframe::egui;

use super::App;
use super::picker::{Ask, FilePicker};
use crate::action::{Action, Command};
use crate::state::{Dialog, Document, Next, Notice, Workspace};
use crate::store::open_files::whole;
use crate::store::presets::{self, file_stem};
use crate::store::scenario_file;

/// The system's file dialog and the way out.
pub(super) struct Files {
    picker: Box<dyn FilePicker>,
    waiting: Option<(Ask, Receiver<Option<PathBuf>>)>,
    /// The window may close: nothing would be lost.
    pub(super) leaving: bool,
}

impl Files {
    pub(super) fn new(picker: Box<dyn FilePicker>) -> Self {
        Self { picker, waiting: None, leaving: false }
    }

    /// Shows the system's dialog for the open in-app one, unless it is shown already.
    pub(super) fn browse(&mut self, ctx: &egui::Context, dialog: Option<&Dialog>) {
        if self.waiting.is_some() {
            return;
        }
        let ask = match dialog {
            Some(Dialog::Open { .. }) => Ask::Open,
            Some(Dialog::ImportPrices { .. }) => Ask::OpenPrices,
            Some(Dialog::SaveAs { path, .. } | Dialog::ExportPrices { path, .. }) => Ask::Save(path.into()),
            Some(Dialog::Export(form)) => Ask::Save(form.path.trim().into()),
            Some(Dialog::ExportPicture(form)) => Ask::Save(form.target(form.path.trim().as_ref()).0),
            _ => return,
        };
        self.waiting = Some((ask.clone(), self.picker.ask(ctx, ask)));
    }

    /// The file that the user chose, once, and what it was chosen for.
    pub(super) fn poll(&mut self) -> Option<(Ask, PathBuf)> {
        match self.waiting.as_ref()?.1.try_recv() {
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                self.waiting = None;
                None
            }
            Ok(answer) => {
                let (ask, _) = self.waiting.take()?;
                answer.map(|path| (ask, path))
            }
        }
    }
}

impl App {
    /// Files were dropped on the window: scenarios are opened, prices are asked about first, one at a time.
    pub(super) fn dropped(&mut self, ctx: &egui::Context, paths: Vec<PathBuf>) {
        let in_prices = self.state.view.workspace == Workspace::Prices;
        let is_list = |path: &PathBuf| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let (prices, scenarios): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| in_prices || is_list(path));
        for path in scenarios {
            self.go(ctx, Next::Open(path));
        }
        let mut prices = prices.into_iter();
        if let Some(first) = prices.next() {
            let path = first.display().to_string();
            self.state.view.dialog = Some(Dialog::ImportPrices { path, error: None, occupied: None });
        }
        if let Some(second) = prices.next() {
            self.complain(format!(
                "Prices are read from one file at a time; drop {} again after this one.",
                second.display()
            ));
        }
    }

    /// Goes on, whatever is lost.
    pub(super) fn go_now(&mut self, ctx: &egui::Context, next: Next) {
        self.state.view.dialog = None;
        match next {
            Next::New => drop(self.open_document(Document::unsaved(presets::default_scenario()))),
            Next::AskOpen => {
                let folder = self.state.documents.front().path.as_deref().and_then(Path::parent).map(Path::to_owned);
                let path = folder.map_or_else(String::new, |folder| format!("{}/", folder.display()));
                self.state.view.dialog = Some(Dialog::Open { path, error: None });
            }
            Next::Open(path) => self.open(&path),
            Next::Preset(index) => {
                if let Some(preset) = self.session.presets.get(index) {
                    let document = Document::unsaved(preset.scenario.clone());
                    self.open_document(document);
                }
            }
            Next::Close(id) => self.close_document(id),
            Next::Quit { .. } => {
                self.files.leaving = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
        }
    }

    fn open(&mut self, typed: &Path) {
        let path = &whole(typed);
        // One file has one tab, so that its changes have one place.
        if let Some(at) = self.state.documents.with_path(path) {
            self.show_tab(at);
            return;
        }
        match scenario_file::open_with_stamp(path) {
            Ok((opened, stamp)) => {
                self.state.settings.remember(path);
                self.state.settings.save();
                let document = self.document_of(opened).from_file(path.to_owned());
                self.open_document(document);
                self.state.documents.front_mut().stamp = Some(stamp);
            }
            Err(error) => {
                self.state.settings.forget(typed);
                self.state.settings.forget(path);
                self.complain(format!("{error}."));
            }
        }
    }

    /// Opens what stands in the open dialog; an error stays in the dialog.
    pub(super) fn open_typed(&mut self, typed: &str) {
        let path = PathBuf::from(typed.trim());
        match scenario_file::open(&path) {
            Err(error) => {
                self.state.view.dialog =
                    Some(Dialog::Open { path: typed.to_owned(), error: Some(format!("{error}.")) });
            }
            Ok(_) => {
                self.state.view.dialog = None;
                self.open(&path);
            }
        }
    }

    /// The system's dialog was answered. An answer to a question that is no longer asked is dropped.
    pub(super) fn picked(&mut self, ctx: &egui::Context, ask: &Ask, path: PathBuf) {
        match (ask, &self.state.view.dialog) {
            (Ask::Open, Some(Dialog::Open { .. })) => self.go(ctx, Next::Open(path)),
            (Ask::OpenPrices, Some(Dialog::ImportPrices { .. })) => {
                self.import_prices(&path.display().to_string(), false);
            }
            (Ask::Save(_), Some(Dialog::ExportPrices { .. })) => self.write_prices(&path),
            (Ask::Save(_), Some(Dialog::Export(_))) => self.write_export(&path),
            (Ask::Save(_), Some(Dialog::ExportPicture(_))) => self.save_picture(ctx, &path, true),
            (Ask::Save(_), Some(Dialog::SaveAs { then, .. })) => {
                let then = then.as_deref().cloned();
                if self.turn_to_asked() {
                    self.save_to(ctx, &path, then);
                }
            }
            _ => {}
        }
    }

    /// Saves the scenario that is asked about, then goes on.
    pub(super) fn save_then(&mut self, ctx: &egui::Context, next: Next) {
        if self.turn_to_asked() {
            self.save(ctx, Some(next));
        }
    }

    /// Saves to the document's file, or asks for one.
    pub(super) fn save(&mut self, ctx: &egui::Context, then: Option<Next>) {
        match self.state.documents.front().path.clone() {
            Some(path) => self.save_to(ctx, &path, then),
            None => self.ask_save(then),
        }
    }

    /// Where files of this scenario are proposed: beside it, beside the last one, or with the documents.
    pub(super) fn usual_folder(&self) -> PathBuf {
        let files = self.state.documents.front().path.iter().chain(&self.state.settings.recent);
        let beside = files.filter_map(|path| path.parent()).map(Path::to_owned).next();
        let home = || {
            directories::UserDirs::new().map(|dirs| dirs.document_dir().unwrap_or_else(|| dirs.home_dir()).to_owned())
        };
        beside.or_else(home).unwrap_or_default()
    }

    /// Asks where to save.
    pub(super) fn ask_save(&mut self, then: Option<Next>) {
        let document = self.state.documents.front();
        let path = document
            .path
            .clone()
            .unwrap_or_else(|| self.usual_folder().join(format!("{}.ron", file_stem(&document.scenario.name))));
        let (id, path) = (document.id, path.display().to_string());
        let then = then.map(Box::new);
        self.state.view.dialog = Some(Dialog::SaveAs { id, path, error: None, replaces: None, then });
    }

    /// Saves to what stands in the save dialog, after asking when another file would be replaced.
    pub(super) fn save_typed(&mut self, ctx: &egui::Context, path: PathBuf, then: Option<Next>) {
        if !self.turn_to_asked() {
            return;
        }
        let own = self.state.documents.front().lies_at(&path);
        if let Some(Dialog::SaveAs { replaces, .. }) = &mut self.state.view.dialog
            && !own
            && self.state.settings.confirm.replace
            && replaces.as_ref() != Some(&path)
            && path.exists()
        {
            *replaces = Some(path);
            return;
        }
        self.save_to(ctx, &path, then);
    }

    /// Saves to a file; what fails leaves the scenario open and unsaved.
    pub(super) fn save_to(&mut self, ctx: &egui::Context, path: &Path, then: Option<Next>) {
        let path = &whole(path);
        let prices = self.prices_to_save();
        let document = self.state.documents.front_mut();
        let expected = document.stamp.filter(|_| document.lies_at(path));
        match scenario_file::save_over(path, &document.scenario, prices.as_deref(), expected.as_ref()) {
            Ok(stamp) => {
                document.saved_with(prices);
                document.saved = Some(document.scenario.clone());
                document.lie_at(Some(path.to_owned()));
                (document.stamp, document.adrift) = (Some(stamp), false);
                self.watch.written(document.id);
                self.state.settings.remember(path);
                self.state.settings.save();
                self.state.view.dialog = None;
                self.say(format!("Saved to {}.", path.display()));
                if let Some(next) = then {
                    self.go(ctx, next);
                }
            }
            Err(error) => {
                if let Some(now) = error.changed_on_disk() {
                    return self.ask_about_change(ctx, now, true, then);
                }
                let message = format!("{error}. The scenario is still open and not saved.");
                match &mut self.state.view.dialog {
                    Some(Dialog::SaveAs { error, .. }) => *error = Some(message),
                    _ => {
                        self.state.view.dialog = None;
                        let offer = Some((Command::SaveAs.label().to_owned(), Box::new(Action::Run(Command::SaveAs))));
                        self.state.view.notice = Some(Notice { text: message, bad: true, offer });
                    }
                }
            }
        }
    }

    /// Keeps the scenario as one of the user's presets.
    pub(super) fn save_preset(&mut self) {
        match presets::save_own(&self.state.documents.front().scenario) {
            Ok(path) => {
                let (own, _) = presets::own();
                self.session.presets.retain(|preset| preset.path.is_none());
                self.session.presets.extend(own);
                self.say(format!("Kept as a preset in {}.", path.display()));
            }
            Err(error) => self.complain(format!("{error}.")),
        }
    }
}
