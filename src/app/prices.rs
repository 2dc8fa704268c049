//! Changes to the user's own prices: each an undo step, kept on disk at once.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::App;
use crate::action::PricesAction;
use crate::model::assumption::{Key, Value};
use crate::model::book::search_words;
use crate::model::book::yours::{PROVIDER, Yours};
use crate::model::opinion::{Disagreement, Summary, disagreements};
use crate::model::scenario::Place;
use crate::state::{Dialog, ModelForm, OpinionReport, RateForm, Workspace};
use crate::store::presets::file_stem;
use crate::store::yours::{self, ImportedPrices};
use crate::store::{books, folders, opinions};
use crate::text;

impl App {
    /// Carries out what was asked for in the price book.
    pub(super) fn apply_prices(&mut self, action: PricesAction) {
        match action {
            PricesAction::ShowModel(id) => {
                self.state.view.workspace = Workspace::Prices;
                self.show_model(id);
            }
            PricesAction::UseModel(id) => {
                let place = Place::of(Key::Model, self.state.view.line);
                self.set(place, Value::Text(id));
                self.state.documents.front_mut().history.close();
                self.state.view.workspace = Workspace::Plan;
            }
            PricesAction::EditRate(form) => self.state.view.dialog = Some(Dialog::YourRate(*form)),
            PricesAction::EditModel(id) => self.edit_model(id.as_deref()),
            PricesAction::TakeForm => self.take_form(),
            PricesAction::RemoveForm => self.remove_form(),
            PricesAction::Import(path, over) => self.import_prices(&path, over),
            PricesAction::Export(path) => self.export_prices(path),
        }
    }

    /// Opens a model's page; a search that hides the model in the list is over.
    fn show_model(&mut self, id: String) {
        let view = &mut self.state.view.prices;
        let hidden = self.session.book.get(&id).is_none_or(|model| !model.has_words(&search_words(&view.search)));
        if hidden {
            view.search.clear();
        }
        (view.model, view.example) = (Some(id), None);
    }

    /// One undo step that changes the user's own prices.
    fn change_yours(&mut self, name: &str, verb: &str, change: impl FnOnce(&mut Yours)) {
        let before = self.session.yours.clone();
        let mut after = before.clone();
        change(&mut after);
        self.state.prices_history.record(None, before, &after, |_| name.to_owned());
        if self.keep_yours(after, format!("{verb}: {name}.")) {
            self.offer_undo(format!("{verb}: {name}."));
        }
    }

    /// Puts prices of the user's own over the list and on disk, and says so; true when they are kept.
    fn keep_yours(&mut self, yours: Yours, word: String) -> bool {
        if yours == self.session.yours {
            return false;
        }
        self.session.set_yours(yours);
        match yours::save(&self.session.yours) {
            Ok(()) => {
                self.say(word);
                true
            }
            Err(error) => {
                self.complain(format!("{error}. The prices hold until you leave, and are not kept."));
                false
            }
        }
    }

    pub(super) fn undo_prices(&mut self) {
        if let Some((yours, name)) = self.state.prices_history.undo() {
            self.keep_yours(yours, format!("Undone: {name}."));
        }
    }

    pub(super) fn redo_prices(&mut self) {
        if let Some((yours, name)) = self.state.prices_history.redo() {
            self.keep_yours(yours, format!("Redone: {name}."));
        }
    }

    /// Opens the form of a model of the user's own.
    pub(super) fn edit_model(&mut self, id: Option<&str>) {
        let short = id.and_then(|id| id.strip_prefix(PROVIDER)?.strip_prefix('/'));
        let known = self.session.yours.models.iter().find(|model| Some(model.id.as_str()) == short);
        let form = known.map_or_else(|| ModelForm::new(self.session.today), ModelForm::of);
        self.state.view.dialog = Some(Dialog::YourModel(form));
    }

    /// Takes the open form; what is wrong stays in it.
    pub(super) fn take_form(&mut self) {
        let Some(mut dialog) = self.state.view.dialog.take() else { return };
        let taken = match &dialog {
            Dialog::YourRate(form) => self.take_rate(form),
            Dialog::YourModel(form) => self.take_model(form),
            _ => Ok(()),
        };
        let Err(why) = taken else { return };
        match &mut dialog {
            Dialog::YourRate(form) => form.error = Some(why),
            Dialog::YourModel(form) => form.error = Some(why),
            _ => {}
        }
        self.state.view.dialog = Some(dialog);
    }

    fn take_rate(&mut self, form: &RateForm) -> Result<(), String> {
        let mut next = self.session.yours.clone();
        if form.known {
            next.remove_rate(&form.rate);
        }
        next.set_rate(form.read()?);
        self.take(&format!("your rate for {}", form.name), next)
    }

    fn take_model(&mut self, form: &ModelForm) -> Result<(), String> {
        let model = form.read(|name| self.free_id(name))?;
        let (name, id) = (format!("your model {}", model.name), format!("{PROVIDER}/{}", model.id));
        let mut next = self.session.yours.clone();
        next.set_model(model);
        self.take(&name, next)?;
        self.state.view.workspace = Workspace::Prices;
        self.show_model(id);
        Ok(())
    }

    /// Takes prices as one step, if they pass their checks and fit the book.
    fn take(&mut self, name: &str, next: Yours) -> Result<(), String> {
        next.check()?;
        let mut book = (*self.session.listed).clone();
        let new = |why: &String| !self.session.yours_errors.contains(why);
        if let Some(why) = next.apply(&mut book).into_iter().find(new) {
            return Err(why);
        }
        self.change_yours(name, "Kept", |yours| *yours = next);
        Ok(())
    }

    /// An id for a new model of this name.
    fn free_id(&self, name: &str) -> String {
        let stem = file_stem(name);
        let taken = |id: &String| self.session.yours.models.iter().any(|model| model.id == *id);
        let numbered = (2..10_000).map(|n| format!("{stem}-{n}"));
        [stem.clone()].into_iter().chain(numbered).find(|id| !taken(id)).unwrap_or(stem)
    }

    /// Takes away what the open form is about.
    pub(super) fn remove_form(&mut self) {
        match self.state.view.dialog.take() {
            Some(Dialog::YourRate(form)) => {
                self.change_yours(&format!("your rate for {}", form.name), "Removed", |yours| {
                    yours.remove_rate(&form.rate);
                });
            }
            Some(Dialog::YourModel(ModelForm { known: Some(id), name, .. })) => {
                self.state.view.prices.model = None;
                self.change_yours(&format!("your model {name}"), "Removed", |yours| yours.remove_model(&id));
            }
            other => self.state.view.dialog = other,
        }
    }

    /// Asks which file of prices to read.
    pub(super) fn ask_import(&mut self) {
        self.state.view.dialog = Some(Dialog::ImportPrices { path: String::new(), error: None, occupied: None });
    }

    /// Asks where to write the user's own prices.
    pub(super) fn ask_export(&mut self) {
        let Yours { rates, models } = &self.session.yours;
        if rates.is_empty() && models.is_empty() {
            self.complain("You have no rates or models of your own yet: open a model's page to add one.");
            return;
        }
        let folder = directories::UserDirs::new()
            .map(|dirs| dirs.document_dir().unwrap_or_else(|| dirs.home_dir()).to_owned())
            .unwrap_or_default();
        let path = folder.join("our-prices.ron").display().to_string();
        self.state.view.dialog = Some(Dialog::ExportPrices { path, error: None, replaces: None });
    }

    /// Reads a file of prices; an error stays in the dialog, if there is one.
    pub(super) fn import_prices(&mut self, typed: &str, over: bool) {
        let path = PathBuf::from(typed.trim());
        let refused = |app: &mut Self, why: String, occupied: Option<PathBuf>| {
            app.state.view.dialog =
                Some(Dialog::ImportPrices { path: typed.trim().to_owned(), error: Some(why), occupied });
        };
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
            if let Err(why) = self.read_opinions(&path) {
                refused(self, format!("{why}."), None);
            }
            return;
        }
        match yours::import(&path, over) {
            Ok(ImportedPrices::Yours(more)) => {
                let mut next = self.session.yours.clone();
                let counts = format!("{} rates and {} models", more.rates.len(), more.models.len());
                next.merge(more);
                if next == self.session.yours {
                    self.state.view.dialog = None;
                    self.say("Nothing new: you have all of these prices already.");
                    return;
                }
                match self.take(&format!("import {counts}"), next) {
                    Ok(()) => self.state.view.dialog = None,
                    Err(why) => refused(self, format!("{why}."), None),
                }
            }
            Ok(ImportedPrices::Provider { id, path, replaced }) => {
                self.state.view.dialog = None;
                self.reload_listed();
                let verb = if replaced { "replaced" } else { "added" };
                self.say(format!("Prices of {id} {verb}; they lie in {}.", path.display()));
            }
            Ok(ImportedPrices::Occupied { id, path }) => {
                let why = format!("{} is another file, in the way of the prices of {id}.", path.display());
                refused(self, why, Some(path));
            }
            Err(error) => refused(self, format!("{error}."), None),
        }
    }

    /// Reads somebody's list as the second opinion, keeps it, and reports.
    fn read_opinions(&mut self, path: &Path) -> Result<(), String> {
        let (read, import) = opinions::import(path, self.session.today).map_err(|error| error.to_string())?;
        opinions::save(&read).map_err(|error| error.to_string())?;
        let from = read.from.clone();
        self.session.set_opinions(Some(read));
        let judged = &self.session.judged;
        let row = |found: &Disagreement<'_>| {
            [
                found.judgement.key.clone(),
                found.verdict.field.clone(),
                found.verdict.ours.map_or_else(|| "a table".into(), text::exact_money),
                text::exact_money(found.verdict.theirs),
                found.ratio.map_or_else(String::new, |ratio| text::percent(ratio.round_dp(3))),
            ]
        };
        let report = OpinionReport {
            from,
            summary: Summary::of(judged, import.refused.len(), import.others),
            differ: disagreements(judged).iter().map(row).collect(),
            refused: import.refused.iter().map(ToString::to_string).collect(),
        };
        self.state.view.dialog = Some(Dialog::Opinions(Box::new(report)));
        Ok(())
    }

    /// Reads the shipped prices and the user's price folder again.
    fn reload_listed(&mut self) {
        let (book, errors) = books::listed();
        let folder = folders::prices().map(|folder| folder.display().to_string()).unwrap_or_default();
        self.session.file_errors.retain(|error| folder.is_empty() || !error.starts_with(&folder));
        self.session.file_errors.extend(errors.iter().map(ToString::to_string));
        self.session.listed = Arc::new(book);
        self.session.set_yours(self.session.yours.clone());
    }

    /// Writes the user's own prices where the dialog says, after asking about a file that is there.
    pub(super) fn export_prices(&mut self, path: PathBuf) {
        if let Some(Dialog::ExportPrices { replaces, .. }) = &mut self.state.view.dialog
            && self.state.settings.confirm.replace
            && replaces.as_ref() != Some(&path)
            && path.exists()
        {
            *replaces = Some(path);
            return;
        }
        self.write_prices(&path);
    }

    /// Writes the user's own prices; an error stays in the dialog.
    pub(super) fn write_prices(&mut self, path: &Path) {
        match yours::export(&self.session.yours, path) {
            Ok(()) => {
                self.state.view.dialog = None;
                self.say(format!("Your prices were written to {}.", path.display()));
            }
            Err(error) => {
                if let Some(Dialog::ExportPrices { error: shown, .. }) = &mut self.state.view.dialog {
                    *shown = Some(format!("{error}."));
                }
            }
        }
    }
}
