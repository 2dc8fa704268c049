//! What to do first, on the scenario that the program begins with.

use eframe::egui::{Frame, Ui};

use super::theme;
use crate::action::{Action, HandsAction};
use crate::state::State;

/// Draws the hint until something was done or it was dismissed.
pub fn show(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    if state.settings.hint_seen || !state.documents.front().is_untouched_start() {
        return;
    }
    let roles = theme::roles(ui);
    let fill = theme::blend(roles.background, roles.accent, 0.10);
    Frame::new().fill(fill).corner_radius(6).inner_margin(10).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label("Say on the left how many images you will request and which model makes them: the bill below follows every change.");
            if ui.small_button("Got it").clicked() {
                actions.push(Action::Hands(HandsAction::DismissHint));
            }
        });
    });
    ui.add_space(theme::GAP);
}
