//! The only place with widgets. It computes nothing: it reads results and pushes actions.

mod answer;
mod dialogs;
mod drift;
mod explain;
mod export;
mod hint;
mod inputs;
mod palette;
mod parts;
mod picture;
mod plots;
mod prices;
mod recovery;
mod settings;
mod share;
mod status_bar;
mod tabs;
pub mod theme;
mod top_bar;
mod work;

use eframe::egui::{self, CentralPanel, Frame, Margin, Panel, ScrollArea};

use crate::action::{Action, Command};
use crate::state::{Session, State, Workspace};
use crate::text;

pub use answer::answer_text;

/// Width of the inputs.
const INPUTS: f32 = 404.0;
/// Below this width of the window the explanation gives way to the plot.
const NARROW: f32 = 1_000.0;
/// Below this width the inputs lie over the plot instead of beside it.
const DRAWER: f32 = 800.0;

/// Draws the window.
pub fn show(ui: &mut egui::Ui, state: &mut State, session: &Session, actions: &mut Vec<Action>) {
    let roles = theme::roles(ui);
    let bar = |fill| Frame::new().fill(fill).inner_margin(Margin::symmetric(12, 6));
    Panel::top("menus").frame(bar(roles.panel)).show(ui, |ui| top_bar::show(ui, state, session, actions));
    Panel::bottom("status").frame(bar(roles.panel)).show(ui, |ui| status_bar::show(ui, state, session, actions));
    if state.view.workspace == Workspace::Prices {
        // Prices are listed in USD.
        text::in_usd(|| prices::show(ui, state, session, actions));
        text::in_usd(|| dialogs::show(ui, state, session, actions));
        return;
    }
    Panel::top("tabs").frame(tabs::frame(ui)).show(ui, |ui| tabs::show(ui, state, actions));
    let side = || Frame::new().fill(roles.panel).inner_margin(Margin::symmetric(12, 8));
    let width = ui.available_width();
    if width < DRAWER {
        drawer(ui, state, session, actions, side());
    } else {
        inputs_beside(ui, state, session, actions, side());
    }
    if width >= NARROW {
        let mut explain_open = state.settings.explain_open;
        Panel::right("explain").frame(side()).default_size(340.0).size_range(300.0..=440.0).show_collapsible(
            ui,
            &mut explain_open,
            |ui| explain::show(ui, session, actions),
        );
        state.settings.explain_open = explain_open;
    }
    CentralPanel::no_frame().frame(Frame::new().fill(roles.background).inner_margin(Margin::same(12))).show(ui, |ui| {
        ScrollArea::vertical().id_salt(("centre", state.view.opened)).auto_shrink(false).show(ui, |ui| {
            hint::show(ui, state, actions);
            drift::question(ui, state.documents.front(), session, actions);
            share::summary(ui, state.documents.front(), actions);
            answer::show(ui, state, session, actions);
            ui.add_space(theme::GAP);
            plots::show(ui, state, session, actions);
        });
    });
    text::in_usd(|| dialogs::show(ui, state, session, actions));
}

fn inputs_beside(ui: &mut egui::Ui, state: &mut State, session: &Session, actions: &mut Vec<Action>, frame: Frame) {
    let mut open = state.settings.inputs_open;
    Panel::left("inputs").frame(frame).default_size(INPUTS).size_range(340.0..=460.0).show_collapsible(
        ui,
        &mut open,
        |ui| text::in_usd(|| inputs::show(ui, state, session, actions)),
    );
    state.settings.inputs_open = open;
}

/// The inputs over the left of the window, with a way to put them away.
fn drawer(ui: &mut egui::Ui, state: &mut State, session: &Session, actions: &mut Vec<Action>, frame: Frame) {
    let area = ui.available_rect_before_wrap();
    Panel::top("drawer").frame(frame).show(ui, |ui| {
        let word = if state.view.drawer_open { "Hide inputs" } else { "Show inputs" };
        if ui.button(word).clicked() {
            state.view.drawer_open = !state.view.drawer_open;
        }
    });
    if !state.view.drawer_open {
        return;
    }
    let top = ui.available_rect_before_wrap().top();
    let size = egui::vec2(INPUTS.min(area.width()) - 24.0, area.bottom() - top - 16.0);
    egui::Area::new(egui::Id::unique("inputs drawer")).fixed_pos(egui::pos2(area.left(), top)).show(ui.ctx(), |ui| {
        frame.stroke(ui.visuals().window_stroke).shadow(ui.visuals().popup_shadow).show(ui, |ui| {
            ui.set_min_size(size);
            ui.set_max_size(size);
            text::in_usd(|| inputs::show(ui, state, session, actions));
        });
    });
}

/// The commands whose keys were pressed; under a modal those that leave what it covers alone.
pub fn pressed_commands(ui: &egui::Ui, under_modal: bool) -> Vec<Action> {
    // Longer shortcuts first: Ctrl+Shift+Z is not Ctrl+Z.
    let keys = |command: &Command| {
        let keys = [command.shortcut(), command.other_shortcut()];
        keys.into_iter().flatten().map(|keys| (*command, keys)).collect::<Vec<_>>()
    };
    let mut commands: Vec<_> = Command::ALL.iter().flat_map(keys).collect();
    commands.sort_by_key(|(_, keys)| !keys.modifiers.shift);
    let typing = ui.ctx().text_edit_focused();
    let mut pressed = Vec::new();
    for (command, keys) in commands {
        // A text field has its own undo.
        let belongs_to_text = typing && matches!(command, Command::Undo | Command::Redo);
        let is_pressed = !belongs_to_text && ui.input_mut(|input| input.consume_shortcut(&keys));
        if is_pressed && (!under_modal || acts_under_modal(command)) {
            pressed.push(Action::Run(command));
        }
    }
    pressed
}

/// Whether a command's keys do something while a modal is open. The palette's close it.
fn acts_under_modal(command: Command) -> bool {
    matches!(command, Command::ZoomIn | Command::ZoomOut | Command::ZoomReset | Command::Palette | Command::Quit)
}
