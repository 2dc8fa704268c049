//! The dialog that opens a share code, and the summary above a scenario that came by one.

use eframe::egui::{Button, Frame, Label, RichText, ScrollArea, TextEdit, Ui};

use super::parts::weak;
use super::theme;
use crate::action::{Action, ShareAction};
use crate::received;
use crate::state::{Document, ShareForm};

/// Most lines of a shared scenario that the dialog names.
const SHOWN_LINES: usize = 6;
/// Most characters that the field takes: the longest code, and the mail around it.
const MOST_TYPED: usize = 1_000_000;
/// Height of what is told about a code, so that the buttons stay in reach.
const TOLD: f32 = 280.0;

/// The dialog.
pub fn dialog(ui: &mut Ui, form: &mut ShareForm, actions: &mut Vec<Action>) {
    ui.heading("Open a share code");
    let id = ui.label("Code").id;
    let field = TextEdit::multiline(&mut form.text)
        .desired_rows(4)
        .desired_width(f32::INFINITY)
        .hint_text("IB1.… as copied, also with the words around it")
        .char_limit(MOST_TYPED);
    let response = ScrollArea::vertical().max_height(96.0).show(ui, |ui| ui.add(field)).inner;
    let response = response.labelled_by(id);
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    if response.changed() {
        actions.push(Action::Share(ShareAction::Read));
        // What is told changes the height, and the frames after it set the dialog in the middle again.
        ui.ctx().request_repaint();
    }
    ui.add_space(theme::GAP);
    ScrollArea::vertical().id_salt("told").max_height(TOLD).show(ui, |ui| told(ui, form));
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        let ready = matches!(form.read, Some(Ok(_)));
        if ui.add_enabled(ready, Button::new("Open as a copy")).clicked() {
            actions.push(Action::Share(ShareAction::Open));
        }
        if ui.button("Cancel").clicked() {
            actions.push(Action::CloseDialog);
        }
    });
}

/// What the code holds, or why it does not open.
fn told(ui: &mut Ui, form: &ShareForm) {
    ui.set_width(ui.available_width());
    match &form.read {
        None => drop(ui.label(weak("It opens as a copy that is not saved; nothing else changes."))),
        Some(Err(why)) => drop(ui.label(RichText::new(why).color(theme::roles(ui).bad))),
        Some(Ok(received)) => {
            let scenario = &received.shared.scenario;
            ui.add(Label::new(RichText::new(received::name(scenario)).strong()).truncate());
            ui.label(form.contents.as_deref().unwrap_or_default());
            if scenario.lines.len() > 1 {
                for line in scenario.lines.iter().take(SHOWN_LINES) {
                    ui.add(Label::new(weak(&line.name)).truncate());
                }
            }
            match scenario.lines.len().saturating_sub(SHOWN_LINES) {
                0 => {}
                1 => drop(ui.label(weak("and 1 more line"))),
                more => drop(ui.label(weak(format!("and {more} more lines")))),
            }
            ui.label(received.bills());
        }
    }
}

/// What came with the scenario in front.
pub fn summary(ui: &mut Ui, document: &Document, actions: &mut Vec<Action>) {
    let Some(summary) = &document.summary else { return };
    Frame::new().fill(theme::roles(ui).panel).corner_radius(6).inner_margin(10).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let is_saved = document.path.is_some();
        let title = if is_saved { "From a share code" } else { "From a share code, not saved yet" };
        ui.label(RichText::new(title).strong());
        ui.label(summary);
        if ui.button("Dismiss").clicked() {
            actions.push(Action::Share(ShareAction::Dismiss));
        }
    });
    ui.add_space(theme::GAP);
}
