//! The dialog that asks where an export goes, and the menu of the formats.

use std::path::PathBuf;

use eframe::egui::{Button, Ui};

use super::dialogs::path_field;
use super::parts::{command_button, weak};
use super::theme;
use crate::action::{Action, Command, ExportAction};
use crate::export::Format;
use crate::state::ExportForm;

/// The entries of the menu.
pub fn menu(ui: &mut Ui, actions: &mut Vec<Action>) {
    for command in [Command::ExportHtml, Command::ExportCsv, Command::ExportMarkdown, Command::ExportJson] {
        command_button(ui, command, true, actions);
    }
}

/// The dialog.
pub fn dialog(ui: &mut Ui, form: &mut ExportForm, actions: &mut Vec<Action>) {
    ui.heading(format!("Export as {}", form.format.words()));
    ui.label(weak(match form.format {
        Format::Html => "One page to read, mail or print. It opens in any browser, without a connection.",
        Format::Csv => "Every line item and step, for a spreadsheet. The amounts sum to the expected bill.",
        Format::Markdown => "The answer with its tables, for a document or a pull request.",
        Format::Json => "Every figure, for a program. Money is written as exact text.",
    }));
    ui.label(weak("Assumptions, what is not in the bill, and the sources of prices go with it."));
    ui.add_space(theme::GAP);
    let entered = path_field(ui, "File", &mut form.path, form.error.as_deref());
    let target = PathBuf::from(form.path.trim());
    let exists = form.replaces.as_ref() == Some(&target);
    if exists {
        ui.label("This file is there already. Replace it?");
    }
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        let ready = !form.path.trim().is_empty();
        let word = if exists { "Replace" } else { "Export" };
        if ui.add_enabled(ready, Button::new(word)).clicked() || (entered && ready) {
            actions.push(Action::Export(ExportAction::Save(target)));
        }
        if ui.button("Browse…").on_hover_text("The system's file dialog, where it has one").clicked() {
            actions.push(Action::Browse);
        }
        if ui.button("Cancel").clicked() {
            actions.push(Action::CloseDialog);
        }
    });
}
