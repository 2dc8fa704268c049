//! The lines of the scenario: which one the inputs show, and adding, copying, renaming, removing.

use eframe::egui::{Button, ScrollArea, TextEdit, Ui};

use crate::action::Action;
use crate::model::excerpt::one_line;
use crate::state::State;
use crate::ui::parts::weak;

/// More lines than these scroll in a box, so that the inputs stay in sight.
const MOST_IN_SIGHT: usize = 24;
/// Height of the box in points.
const BOX_HEIGHT: f32 = 140.0;
/// Most characters of a line's name on its tab.
const LONGEST_NAME: usize = 40;

/// Draws the tabs of the lines and the name of the one that is shown.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let lines = &state.documents.front().scenario.lines;
    let several = lines.len() > 1;
    if lines.len() > MOST_IN_SIGHT {
        let area = ScrollArea::vertical().id_salt("lines").max_height(BOX_HEIGHT);
        area.show(ui, |ui| tabs(ui, state, actions));
    } else {
        tabs(ui, state, actions);
    }
    let index = state.view.line;
    let Some(line) = state.documents.front().scenario.lines.get(index).filter(|_| several) else { return };
    ui.horizontal(|ui| {
        let mut name = line.name.clone();
        let field = TextEdit::singleline(&mut name).desired_width(140.0).char_limit(100);
        let response = ui.add(field).on_hover_text("Name of the line").accessible_name("Line name");
        if response.changed() && !name.trim().is_empty() {
            actions.push(Action::RenameLine(index, name));
        }
        if response.lost_focus() {
            actions.push(Action::CloseStep);
        }
        if ui.button("Duplicate").on_hover_text("Copy this line with its inputs").clicked() {
            actions.push(Action::DuplicateLine(index));
        }
        if ui.button("Remove").on_hover_text("Remove this line; undo brings it back").clicked() {
            actions.push(Action::RemoveLine(index));
        }
    });
}

/// A tab for each line, and the way to add one.
fn tabs(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        ui.label(weak("Lines"));
        for (index, line) in state.documents.front().scenario.lines.iter().enumerate() {
            let tab = ui.add(Button::selectable(index == state.view.line, one_line(&line.name, LONGEST_NAME)));
            if tab.on_hover_text("Show the inputs of this line").clicked() {
                actions.push(Action::ShowLine(index));
            }
        }
        if ui.button("+").on_hover_text("Add a line: another kind of work in the same plan").clicked() {
            actions.push(Action::AddLine);
        }
    });
}
