//! What is shown while an answer is being made.

use eframe::egui::{Spinner, Ui};

use super::parts::weak;
use crate::action::{Action, HandsAction};
use crate::state::Session;

/// A row that says so, with the way to stop it or to take it up again; true when there is one.
pub fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) -> bool {
    row(ui, session.work.is_some(), session.given_up.is_some(), actions)
}

/// The same for scenarios side by side.
pub fn show_sides(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) -> bool {
    row(ui, session.sides_work.is_some(), session.sides_given_up.is_some(), actions)
}

fn row(ui: &mut Ui, working: bool, stopped: bool, actions: &mut Vec<Action>) -> bool {
    if working {
        ui.horizontal(|ui| {
            ui.add(Spinner::new().size(16.0));
            ui.label("Working on it; the inputs stay live.");
            if ui.button("Cancel").on_hover_text("Stop this calculation").clicked() {
                actions.push(Action::Hands(HandsAction::GiveUp));
            }
        });
    } else if stopped {
        ui.horizontal(|ui| {
            ui.label(weak("Stopped before it was done."));
            if ui.button("Calculate it").clicked() {
                actions.push(Action::Hands(HandsAction::GoOn));
            }
        });
    }
    working || stopped
}
