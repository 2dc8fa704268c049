//! The plots, one tab each.

mod attempts;
mod breakdown;
mod curve;
mod curve_table;

use eframe::egui::{Button, Ui};

use crate::action::Action;
use crate::state::{Session, State, Tab};

/// Draws the tabs and the chosen plot.
pub fn show(ui: &mut Ui, state: &mut State, session: &Session, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        for tab in Tab::ALL {
            if ui.add(Button::selectable(state.view.tab == tab, tab.label())).clicked() {
                actions.push(Action::Show(tab));
            }
        }
    });
    ui.separator();
    let Some(answer) = session.outcome.answer.clone() else {
        ui.label("The plots appear with the first answer.");
        return;
    };
    ui.add_enabled_ui(session.outcome.is_fresh(), |ui| match state.view.tab {
        Tab::SpendCurve => curve::show(ui, state, &answer, actions),
        Tab::Breakdown => breakdown::show(ui, state, &answer),
        Tab::Attempts => attempts::show(ui, &answer),
    });
}
