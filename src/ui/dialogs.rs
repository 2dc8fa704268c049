//! Modal questions: open, save, unsaved changes, help.

use std::path::{Path, PathBuf};

use eframe::egui::{self, Frame, Grid, Id, Key, Modal, RichText, ScrollArea, TextEdit, Ui};

use super::parts::weak;
use super::prices::{forms, opinions};
use super::{export, palette, picture, recovery, settings, share, theme};
use crate::action::{Action, Command};
use crate::state::{Dialog, Document, Next, Session, State};

/// Draws the open modal, if there is one.
pub fn show(ui: &mut Ui, state: &mut State, session: &Session, actions: &mut Vec<Action>) {
    let Some(mut dialog) = state.view.dialog.take() else { return };
    let before = actions.len();
    let response = Modal::new(Id::unique("dialog")).frame(Frame::popup(ui.style()).inner_margin(16)).show(ui, |ui| {
        ui.set_width(if matches!(dialog, Dialog::Palette(_)) { 600.0 } else { 460.0 });
        match &mut dialog {
            Dialog::Open { path, error } => open(ui, path, error.as_deref(), state, actions),
            Dialog::SaveAs { path, error, replaces, then, .. } => {
                save_as(ui, path, error.as_deref(), replaces.as_deref(), then.as_deref(), actions);
            }
            Dialog::Unsaved { id, next, others } => {
                let name = state.documents.get(*id).map_or_else(String::new, Document::title);
                unsaved(ui, &name, next, *others, actions);
            }
            Dialog::YourRate(form) => forms::rate(ui, form, actions),
            Dialog::YourModel(form) => forms::model(ui, form, actions),
            Dialog::ImportPrices { path, error, occupied } => {
                forms::import(ui, path, error.as_deref(), occupied.as_ref(), actions);
            }
            Dialog::Opinions(report) => opinions::report(ui, report, actions),
            Dialog::ExportPrices { path, error, replaces } => {
                forms::export(ui, path, error.as_deref(), replaces.as_ref(), actions);
            }
            Dialog::Export(form) => export::dialog(ui, form, actions),
            Dialog::Recovered(offer) => recovery::left_behind(ui, offer, actions),
            Dialog::Changed(asked) => recovery::changed(ui, asked, actions),
            Dialog::ExportPicture(form) => picture::show(ui, form, actions),
            Dialog::Share(form) => share::dialog(ui, form, actions),
            Dialog::Settings(form) => settings::dialog(ui, form, state, actions),
            Dialog::Palette(form) => palette::show(ui, form, state, session, actions),
            Dialog::Help => help(ui, actions),
            Dialog::Shortcuts => shortcuts(ui, actions),
        }
    });
    if response.should_close() && actions.len() == before {
        actions.push(Action::CloseDialog);
    }
    state.view.dialog = Some(dialog);
}

/// The path field of a dialog; true when Enter was pressed in it.
pub(super) fn path_field(ui: &mut Ui, label: &str, path: &mut String, error: Option<&str>) -> bool {
    let id = ui.label(label).id;
    let field = TextEdit::singleline(path).desired_width(f32::INFINITY).hint_text("/home/you/…").char_limit(4_000);
    let response = ui.add(field).labelled_by(id);
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if !entered && ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    if let Some(error) = error {
        ui.label(RichText::new(error).color(theme::roles(ui).bad));
    }
    entered
}

fn open(ui: &mut Ui, path: &mut String, error: Option<&str>, state: &State, actions: &mut Vec<Action>) {
    ui.heading("Open a scenario");
    let entered = path_field(ui, "File", path, error);
    if !state.settings.recent.is_empty() {
        ui.add_space(theme::GAP);
        ui.label(weak("Recent"));
        for recent in state.settings.recent.iter().take(5) {
            let shown = recent.display().to_string();
            if ui.link(shown.as_str()).clicked() {
                actions.push(Action::OpenTyped(shown));
            }
        }
    }
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        let ready = !path.trim().is_empty();
        if ui.add_enabled(ready, egui::Button::new("Open")).clicked() || (entered && ready) {
            actions.push(Action::OpenTyped(path.clone()));
        }
        if ui.button("Browse…").on_hover_text("The system's file dialog, where it has one").clicked() {
            actions.push(Action::Browse);
        }
        cancel(ui, actions);
    });
}

fn save_as(
    ui: &mut Ui,
    path: &mut String,
    error: Option<&str>,
    replaces: Option<&Path>,
    then: Option<&Next>,
    actions: &mut Vec<Action>,
) {
    ui.heading("Save the scenario");
    let entered = path_field(ui, "File", path, error);
    let target = PathBuf::from(path.trim());
    let exists = replaces == Some(target.as_path());
    if exists {
        ui.label("This file is there already. Replace it? The old version is kept beside it as .bak.");
    }
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        let ready = !path.trim().is_empty();
        let word = if exists { "Replace" } else { "Save" };
        if ui.add_enabled(ready, egui::Button::new(word)).clicked() || (entered && ready) {
            actions.push(Action::SaveTo(target, then.cloned()));
        }
        if ui.button("Browse…").on_hover_text("The system's file dialog, where it has one").clicked() {
            actions.push(Action::Browse);
        }
        cancel(ui, actions);
    });
}

fn cancel(ui: &mut Ui, actions: &mut Vec<Action>) {
    if ui.button("Cancel").clicked() {
        actions.push(Action::CloseDialog);
    }
}

fn unsaved(ui: &mut Ui, name: &str, next: &Next, others: usize, actions: &mut Vec<Action>) {
    ui.heading("Save the changes?");
    ui.label(format!("\"{name}\" has changes that are not saved."));
    if others > 0 {
        let have = if others == 1 { "scenario has" } else { "scenarios have" };
        ui.label(weak(format!("{others} more {have} unsaved changes.")));
    }
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        let save = ui.button("Save");
        if ui.memory(|memory| memory.focused().is_none()) {
            save.request_focus();
        }
        if save.clicked() {
            actions.push(Action::SaveThen(next.clone()));
        }
        if ui.button("Do not save").clicked() {
            actions.push(Action::Forsake(next.clone()));
        }
        if others > 0 && ui.button("Save none").on_hover_text("All unsaved changes are lost").clicked() {
            actions.push(Action::NextNow(next.clone()));
        }
        cancel(ui, actions);
    });
}

fn help(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.heading("How it is computed");
    ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
        for (title, text) in HELP {
            ui.add_space(8.0);
            ui.label(RichText::new(*title).strong());
            ui.label(*text);
        }
    });
    ui.add_space(theme::GAP);
    if ui.button("Close").clicked() {
        actions.push(Action::CloseDialog);
    }
}

/// What a reader should know to trust the number.
const HELP: &[(&str, &str)] = &[
    (
        "Expected bill",
        "Each requested image is one request of at most so many attempts. Every attempt ends in success or in one of five other outcomes, with the line's rates; retried outcomes are tried again. A success costs the full price of the image: output, prompt and reference images. Any other outcome costs what the provider's rule says. The result is exact to the last digit, and Explain shows every item of it.",
    ),
    (
        "Ranges",
        "Any assumption that is guessed can be a range: low, likely, high. PERT trusts the likely value, triangular less so. The expected bill and every line item take the likely values, so they stay exact. Where failure rates, or the shares of edits and image-to-image, are drawn so that they sum past 100 %, they are scaled down to 100 %.",
    ),
    (
        "90 % range",
        "90 of 100 such batches lie inside. Without ranges it is luck with failures and retries alone, so a wrong assumption moves the bill further. With ranges, 16,384 fixed quasi-random draws of them (2,048 while a slider is dragged) each get their own luck; the same scenario always gives the same numbers. Luck is exact below 2,000 images, or on a fine grid, and the Cornish-Fisher expansion above; its largest error is 0.13 % of the bill. With drawn assumptions the quantiles are good to about 0.1 %, at twenty images to 0.6 %.",
    ),
    (
        "Drivers",
        "One assumption moves at a time: a range between its ends, a choice between its cheapest and its dearest value, any other number by a fifth to either side. The twelve costliest lines are looked at.",
    ),
    (
        "What fits",
        "Goal seek finds the last value of an assumption that keeps the bill within an amount. Ways to save are single changes and pairs of them; those that keep the budget at the plan's confidence come first, the ones that give up least before the others.",
    ),
    (
        "Floor and ceiling",
        "Where a billing rule is not established, or the model chooses size or quality itself, the expected bill uses a visible default; floor and ceiling take the cheapest and the dearest possibility of each.",
    ),
    (
        "Scenarios side by side",
        "The bridge leads from the baseline's bill to the other's by changing one cause after the other, in a fixed order, and pricing the plan exactly after each. A step is what its cause adds on top of those before it, so the steps sum to the difference to the last digit; another order would share it out differently.",
    ),
    (
        "Old prices",
        "A file holds the rates that it was saved with. When the price book has others by now, the window says which, and what that does to the bill. Old rates can be kept: they then stand in place of the book's wherever this scenario is priced, and the status bar says so.",
    ),
    (
        "Unsaved work",
        "Every change is kept about a second later. After a crash, Recovered work offers it with its name, file, time and bill. When somebody changes an open file, you reload it, keep yours, or compare both; saving never replaces the other version unasked.",
    ),
    (
        "Sharing",
        "A share code holds the scenario and the sender's bill with its day, never their prices. It opens as a copy that is not saved, priced with yours. Exports and pictures carry the assumptions, what is not included, and the day of the prices.",
    ),
    (
        "From gross to bill",
        "The sum of all lines is the gross. Negotiated discount, graduated volume tiers, credit and tax follow in this order. With tiers or credit the expected bill is the bill of the expected gross. With several months they apply to the whole schedule.",
    ),
    (
        "Prices",
        "Every rate has a source and the day it was checked; Explain links to it. Retired models still price, because past bills need them. A price file in your prices folder adds to the shipped ones or replaces them.",
    ),
    (
        "Comparing models",
        "Every model of the book is asked what this plan would cost there. Sizes become the nearest that it sells; qualities of one family are matched by their image output tokens, others by name only. Prices say nothing about looks. A model that does not do an operation, or takes fewer reference images, is listed as not possible with the reason. The difference over a year is twelve average months of this plan.",
    ),
    (
        "Your prices and second opinions",
        "A rate of your own stands in place of the list price from its day on, a model of your own beside the list; both are marked as yours wherever they count. Sources that disagree widen floor and ceiling. A list read from LiteLLM is a second opinion: it is shown beside our figure and never changes the estimate.",
    ),
    (
        "Custom prices",
        "The model called custom takes your own price per image. What your provider bills for failures is then unknown until you say it under Billing rules.",
    ),
];

fn shortcuts(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.heading("Keyboard shortcuts");
    ui.add_space(8.0);
    // As tall as the window allows: the list grows with the commands.
    let room = ui.ctx().content_rect().height() - 160.0;
    ScrollArea::vertical().max_height(room.max(120.0)).show(ui, |ui| {
        Grid::new("shortcuts").num_columns(2).spacing([24.0, 4.0]).show(ui, |ui| {
            for &command in Command::ALL {
                if let Some(keys) = command.shortcut() {
                    ui.label(command.label());
                    ui.label(ui.ctx().format_shortcut(&keys));
                    ui.end_row();
                }
            }
            for (what, keys) in [
                ("Next or previous control", "Tab, Shift+Tab"),
                ("Move a slider or a range's handle one step", "Left, Right"),
                ("Take or give up a typed value", "Enter, Escape"),
                ("Read the curve, when it has the focus", "Left, Right, Home, End"),
                ("Move on the map, when it has the focus", "Arrows; Enter sets both"),
            ] {
                ui.label(what);
                ui.label(keys);
                ui.end_row();
            }
        });
    });
    ui.add_space(theme::GAP);
    if ui.button("Close").clicked() {
        actions.push(Action::CloseDialog);
    }
}
