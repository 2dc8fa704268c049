//! The settings dialog.

use eframe::egui::{Button, Grid, Key, RichText, TextEdit, Ui};

use super::parts::weak;
use super::theme;
use crate::action::{Action, SettingsAction};
use crate::state::{SettingsForm, State};
use crate::store::settings::{Confirm, Theme};
use crate::text::Numbers;

/// The zooms that are offered, in percent.
const ZOOMS: [u32; 6] = [80, 90, 100, 110, 125, 150];

/// Draws the dialog.
pub fn dialog(ui: &mut Ui, form: &mut SettingsForm, state: &State, actions: &mut Vec<Action>) {
    ui.heading("Settings");
    ui.add_space(theme::GAP);
    let settings = &state.settings;
    Grid::new("settings").num_columns(2).spacing([24.0, 8.0]).min_col_width(96.0).show(ui, |ui| {
        ui.label("Theme");
        ui.horizontal(|ui| {
            for (label, theme) in [("System", Theme::System), ("Light", Theme::Light), ("Dark", Theme::Dark)] {
                choice(ui, label, settings.theme == theme, Action::SetTheme(theme), actions);
            }
        });
        ui.end_row();
        ui.label("Zoom");
        ui.horizontal(|ui| {
            for zoom in ZOOMS {
                let chosen = settings.zoom_percent == zoom;
                choice(ui, &format!("{zoom} %"), chosen, own(SettingsAction::Zoom(zoom)), actions);
            }
        });
        ui.end_row();
        ui.label("Numbers");
        ui.horizontal(|ui| {
            for numbers in Numbers::ALL {
                let chosen = settings.style.numbers == numbers;
                choice(ui, numbers.label(), chosen, own(SettingsAction::Numbers(numbers)), actions);
            }
        });
        ui.end_row();
        money(ui, form, actions);
    });
    if let Some(why) = &form.error {
        ui.label(RichText::new(why).color(theme::roles(ui).bad));
    }
    if let Some(held) = &settings.style.currency {
        ui.label(format!("Bills are shown in {}.", held.words()));
    }
    ui.label(weak(
        "What you type is read as 1,234.56 and in USD, whatever is chosen here. Inputs, the price list, files and \
         what is copied stay in USD.",
    ));
    ui.add_space(theme::GAP);
    ui.label("Ask before");
    confirm(ui, settings.confirm, actions);
    ui.add_space(theme::GAP);
    if ui.button("Close").clicked() {
        actions.push(Action::CloseDialog);
    }
}

fn own(action: SettingsAction) -> Action {
    Action::Settings(action)
}

fn choice(ui: &mut Ui, label: &str, chosen: bool, action: Action, actions: &mut Vec<Action>) {
    if ui.add(Button::selectable(chosen, label)).clicked() && !chosen {
        actions.push(action);
    }
}

fn money(ui: &mut Ui, form: &mut SettingsForm, actions: &mut Vec<Action>) {
    ui.label("Money");
    ui.horizontal(|ui| {
        if ui.add(Button::selectable(!form.other, "USD")).clicked() {
            (form.other, form.error) = (false, None);
            actions.push(own(SettingsAction::UseUsd));
        }
        if ui.add(Button::selectable(form.other, "Another currency")).clicked() {
            form.other = true;
        }
    });
    ui.end_row();
    if form.other {
        ui.label("");
        currency(ui, form, actions);
        ui.end_row();
    }
}

fn currency(ui: &mut Ui, form: &mut SettingsForm, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.label("1 USD is");
        let rate = TextEdit::singleline(&mut form.per_usd).desired_width(80.0).hint_text("such as 0.92").char_limit(40);
        let rate = ui.add(rate).accessible_name("Units per USD");
        let code = TextEdit::singleline(&mut form.code).desired_width(44.0).hint_text("EUR").char_limit(8);
        let code = ui.add(code).accessible_name("Currency");
        let entered = (rate.lost_focus() || code.lost_focus()) && ui.input(|input| input.key_pressed(Key::Enter));
        if ui.button("Use this rate").clicked() || entered {
            actions.push(own(SettingsAction::TakeCurrency));
        }
    });
}

fn confirm(ui: &mut Ui, now: Confirm, actions: &mut Vec<Action>) {
    let mut asked = now;
    ui.checkbox(&mut asked.close, "closing a scenario with unsaved changes")
        .on_hover_text("Without the question, Reopen brings it back until you leave");
    ui.checkbox(&mut asked.leave, "leaving with unsaved changes")
        .on_hover_text("Without the question, unsaved changes are lost");
    ui.checkbox(&mut asked.replace, "replacing a file")
        .on_hover_text("The old version is kept beside it as .bak where scenarios are saved");
    if asked != now {
        actions.push(own(SettingsAction::Confirm(asked)));
    }
}
