//! The settings dialog: what it changes holds at once and is remembered.

use eframe::egui;

use super::App;
use crate::action::SettingsAction;
use crate::state::{Dialog, SettingsForm};
use crate::text::Currency;

impl App {
    pub(super) fn open_settings(&mut self) {
        self.state.view.dialog = Some(Dialog::Settings(SettingsForm::of(&self.state.settings)));
    }

    pub(super) fn apply_settings(&mut self, ctx: &egui::Context, action: SettingsAction) {
        match action {
            SettingsAction::Numbers(numbers) => self.state.settings.style.numbers = numbers,
            SettingsAction::Zoom(percent) => self.zoom(ctx, |_| percent),
            SettingsAction::Confirm(confirm) => self.state.settings.confirm = confirm,
            SettingsAction::UseUsd => self.state.settings.style.currency = None,
            SettingsAction::TakeCurrency => self.take_currency(),
        }
        self.state.settings.save();
    }

    fn take_currency(&mut self) {
        let Some(Dialog::Settings(form)) = &mut self.state.view.dialog else { return };
        match Currency::read(&form.code, &form.per_usd, self.session.today) {
            Ok(currency) => {
                form.error = None;
                self.state.settings.style.currency = Some(currency);
            }
            Err(why) => form.error = Some(why),
        }
    }

    /// Writes answers in the chosen style from now on; those that are there are made again.
    pub(super) fn keep_style(&mut self) {
        if self.session.style != self.state.settings.style {
            self.session.style = self.state.settings.style.clone();
            self.session.forget_answers();
        }
    }
}
