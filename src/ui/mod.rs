//! The only place with widgets. It computes nothing: it reads results and pushes actions.

mod answer;
mod dialogs;
mod explain;
mod inputs;
mod parts;
mod plots;
mod status_bar;
pub mod theme;
mod top_bar;

use eframe::egui::{self, CentralPanel, Frame, Margin, Panel, ScrollArea};

use crate::action::{Action, Command};
use crate::state::{Session, State};

pub use answer::answer_text;

/// Below this width of the window the explanation gives way to the plot.
const NARROW: f32 = 1_000.0;

/// Draws the window.
pub fn show(ui: &mut egui::Ui, state: &mut State, session: &Session, actions: &mut Vec<Action>) {
    let roles = theme::roles(ui);
    let bar = |fill| Frame::new().fill(fill).inner_margin(Margin::symmetric(12, 6));
    Panel::top("menus").frame(bar(roles.panel)).show(ui, |ui| top_bar::show(ui, state, session, actions));
    Panel::bottom("status").frame(bar(roles.panel)).show(ui, |ui| status_bar::show(ui, state, session, actions));
    let side = || Frame::new().fill(roles.panel).inner_margin(Margin::symmetric(12, 8));
    let mut inputs_open = state.settings.inputs_open;
    Panel::left("inputs").frame(side()).default_size(380.0).size_range(340.0..=440.0).show_collapsible(
        ui,
        &mut inputs_open,
        |ui| inputs::show(ui, state, session, actions),
    );
    state.settings.inputs_open = inputs_open;
    if ui.available_width() >= NARROW - 380.0 {
        let mut explain_open = state.settings.explain_open;
        Panel::right("explain").frame(side()).default_size(340.0).size_range(300.0..=440.0).show_collapsible(
            ui,
            &mut explain_open,
            |ui| explain::show(ui, session, actions),
        );
        state.settings.explain_open = explain_open;
    }
    CentralPanel::no_frame().frame(Frame::new().fill(roles.background).inner_margin(Margin::same(16))).show(ui, |ui| {
        ScrollArea::vertical().id_salt("centre").auto_shrink(false).show(ui, |ui| {
            answer::show(ui, state, session, actions);
            ui.add_space(theme::GAP);
            plots::show(ui, state, session, actions);
        });
    });
    dialogs::show(ui, state, actions);
}

/// The commands whose keys were pressed.
pub fn pressed_commands(ui: &egui::Ui) -> Vec<Action> {
    // Longer shortcuts first: Ctrl+Shift+Z is not Ctrl+Z.
    let mut commands: Vec<_> = Command::ALL.into_iter().filter_map(|c| c.shortcut().map(|keys| (c, keys))).collect();
    commands.sort_by_key(|(_, keys)| !keys.modifiers.shift);
    let typing = ui.ctx().egui_wants_keyboard_input();
    let mut pressed = Vec::new();
    for (command, keys) in commands {
        // A text field has its own undo.
        let belongs_to_text = typing && matches!(command, Command::Undo | Command::Redo);
        if !belongs_to_text && ui.input_mut(|input| input.consume_shortcut(&keys)) {
            pressed.push(Action::Run(command));
        }
    }
    pressed
}
