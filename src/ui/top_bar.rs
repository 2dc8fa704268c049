//! Menus, the scenario's name, undo and redo.

use eframe::egui::{Align, Button, Layout, MenuBar, RichText, Ui, Vec2};

use super::parts::{command_button, command_button_named, weak};
use super::{export, theme};
use crate::action::{Action, Command};
use crate::state::{Document, Next, Session, State, Workspace};
use crate::store::settings::Theme;

/// Draws the bar.
pub fn show(ui: &mut Ui, state: &mut State, session: &Session, actions: &mut Vec<Action>) {
    MenuBar::new().ui(ui, |ui| {
        ui.menu_button("File", |ui| file(ui, state, session, actions));
        ui.menu_button("Presets", |ui| presets(ui, session, actions));
        ui.menu_button("Edit", |ui| edit(ui, state, session, actions));
        ui.menu_button("View", |ui| view(ui, state, actions));
        ui.menu_button("Help", |ui| {
            command_button(ui, Command::Palette, true, actions);
            command_button(ui, Command::Help, true, actions);
            command_button(ui, Command::Shortcuts, true, actions);
        });
        ui.add_space(theme::GAP);
        for workspace in Workspace::ALL {
            let chosen = state.view.workspace == workspace;
            if ui.add(Button::selectable(chosen, workspace.label())).clicked() {
                actions.push(Action::ShowWorkspace(workspace));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let [undo, redo] = state.steps();
            for (command, step) in [(Command::Redo, redo), (Command::Undo, undo)] {
                let hint =
                    step.map_or_else(|| command.tooltip().to_owned(), |step| format!("{}: {step}", command.label()));
                let button = Button::new(command.label()).frame_when_inactive(false);
                if ui.add_enabled(step.is_some(), button).on_hover_text(hint).clicked() {
                    actions.push(Action::Run(command));
                }
            }
        });
    });
}

fn file(ui: &mut Ui, state: &State, session: &Session, actions: &mut Vec<Action>) {
    command_button(ui, Command::New, true, actions);
    command_button(ui, Command::Open, true, actions);
    ui.menu_button("Open recent", |ui| {
        if state.settings.recent.is_empty() {
            ui.label(weak("Files that you open or save are listed here."));
        }
        for path in &state.settings.recent {
            let name =
                path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
            if ui.button(name).on_hover_text(path.display().to_string()).clicked() {
                actions.push(Action::Next(Next::Open(path.clone())));
                ui.close();
            }
        }
    });
    ui.separator();
    command_button(ui, Command::Save, true, actions);
    command_button(ui, Command::SaveAs, true, actions);
    command_button(ui, Command::SaveAsPreset, true, actions);
    ui.separator();
    ui.menu_button("Export", |ui| export::menu(ui, actions));
    command_button(ui, Command::ExportPicture, state.view.workspace == Workspace::Plan, actions);
    command_button(ui, Command::CopyShareCode, true, actions);
    command_button(ui, Command::OpenShareCode, true, actions);
    ui.separator();
    command_button(ui, Command::ImportPrices, true, actions);
    command_button(ui, Command::ExportPrices, state.why_not(session, Command::ExportPrices).is_none(), actions);
    ui.separator();
    command_button(ui, Command::Close, true, actions);
    let closed = state.documents.last_closed().map(Document::title);
    let label = closed.as_ref().map_or_else(|| Command::Reopen.label().to_owned(), |name| format!("Reopen {name}"));
    command_button_named(ui, Command::Reopen, label, closed.is_some(), actions);
    ui.separator();
    command_button(ui, Command::Quit, true, actions);
}

fn presets(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    ui.set_min_width(280.0);
    let own = session.presets.iter().position(|preset| preset.path.is_some());
    for (index, preset) in session.presets.iter().enumerate() {
        if Some(index) == own {
            ui.separator();
            ui.label(weak("Yours"));
        }
        if ui.button(&preset.scenario.name).on_hover_text(&preset.scenario.note).clicked() {
            actions.push(Action::Next(Next::Preset(index)));
            ui.close();
        }
    }
}

fn edit(ui: &mut Ui, state: &State, session: &Session, actions: &mut Vec<Action>) {
    let [undo, redo] = state.steps();
    for (command, step) in [(Command::Undo, undo), (Command::Redo, redo)] {
        let label = step.map_or_else(|| command.label().to_owned(), |step| format!("{}: {step}", command.label()));
        command_button_named(ui, command, label, step.is_some(), actions);
    }
    ui.separator();
    command_button(ui, Command::Rename, true, actions);
    command_button(ui, Command::Duplicate, true, actions);
    ui.separator();
    for command in [Command::CopyAnswer, Command::CopyTable, Command::CopyMarkdown] {
        command_button(ui, command, state.why_not(session, command).is_none(), actions);
    }
    command_button(ui, Command::CopyPicture, state.view.workspace == Workspace::Plan, actions);
    command_button(ui, Command::TakeOffer, state.why_not(session, Command::TakeOffer).is_none(), actions);
    ui.separator();
    command_button(ui, Command::AddModel, true, actions);
}

fn view(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    for command in [Command::ShowPlan, Command::ShowPrices] {
        command_button(ui, command, true, actions);
    }
    ui.separator();
    let several = state.documents.all().len() > 1;
    for command in [Command::NextTab, Command::PreviousTab, Command::MoveRight, Command::MoveLeft] {
        command_button(ui, command, several, actions);
    }
    ui.separator();
    let settings = &state.settings;
    for (command, open) in
        [(Command::ToggleInputs, settings.inputs_open), (Command::ToggleExplain, settings.explain_open)]
    {
        let word = if open { "Hide" } else { "Show" };
        command_button_named(ui, command, format!("{word} {}", command.label().to_lowercase()), true, actions);
    }
    ui.separator();
    for (label, theme) in [("System theme", Theme::System), ("Light", Theme::Light), ("Dark", Theme::Dark)] {
        let chosen = settings.theme == theme;
        let text = if chosen { RichText::new(label).strong() } else { RichText::new(label) };
        if ui.add(Button::selectable(chosen, text).min_size(Vec2::new(160.0, 0.0))).clicked() {
            actions.push(Action::SetTheme(theme));
            ui.close();
        }
    }
    ui.separator();
    for command in [Command::ZoomIn, Command::ZoomOut, Command::ZoomReset] {
        command_button(ui, command, true, actions);
    }
    ui.separator();
    command_button(ui, Command::Settings, true, actions);
}
