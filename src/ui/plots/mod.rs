//! The plots, one tab each.

mod attempts;
mod axis;
mod breakdown;
mod compare;
mod curve;
mod curve_table;
mod distribution;
mod drivers;
mod fit;
mod map;
mod sides;

use eframe::egui::{Button, ComboBox, RichText, TextWrapMode, Ui};

use crate::action::Action;
use crate::model::assumption::{Key, Spec, TABLE, spec};
use crate::outcome::Plot;
use crate::state::{Session, State, Tab};
use crate::ui::parts::weak;
use crate::ui::{theme, work};

/// Draws the tabs and the chosen plot.
pub fn show(ui: &mut Ui, state: &mut State, session: &Session, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        // As many tabs as can stand in one line; the rest begin another.
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.spacing_mut().button_padding.x = 3.0;
        for tab in Tab::ALL {
            if ui.add(Button::selectable(state.view.tab == tab, RichText::new(tab.label()).size(theme::TAB))).clicked()
            {
                actions.push(Action::Show(tab));
            }
        }
    });
    ui.separator();
    if state.view.tab == Tab::Scenarios {
        sides::show(ui, state, session, actions);
        return;
    }
    let unfinished = work::show(ui, session, actions);
    let Some(answer) = session.outcome.answer.clone() else {
        ui.label("The plots appear with the first answer.");
        return;
    };
    let needs_one = !matches!(state.view.tab, Tab::Attempts | Tab::Breakdown);
    if unfinished && needs_one && matches!(answer.plot, Plot::Figures) {
        return;
    }
    ui.add_enabled_ui(session.outcome.is_fresh(), |ui| match (state.view.tab, &answer.plot) {
        (Tab::SpendCurve, _) => curve::show(ui, state, &answer, actions),
        (Tab::Distribution, Plot::Distribution(histogram)) => distribution::show(ui, state, &answer, histogram),
        (Tab::Drivers, Plot::Drivers(drivers)) => drivers::show(ui, state, drivers, actions),
        (Tab::Compare, Plot::Compare { found, old }) => {
            compare::show(ui, state, session, found, actions);
            old_words(ui, *old);
        }
        (Tab::Map, Plot::Map(map)) => map::show(ui, state, &answer, map, actions),
        (Tab::Fit, Plot::Fit(found)) => fit::show(ui, state, &answer, found, actions),
        (Tab::Attempts, _) => attempts::show(ui, &answer),
        (Tab::Breakdown, _) => breakdown::show(ui, state, &answer),
        // The answer is one frame behind the tab.
        _ => {}
    });
}

/// Says that a plot belongs to the plan before a drag that goes on.
fn old_words(ui: &mut Ui, old: bool) {
    if old {
        ui.add_space(4.0);
        ui.label(weak("Of the plan before this drag; let go to look again."));
    }
}

/// A list of the assumptions that are numbers; the one that was chosen.
fn key_list(ui: &mut Ui, name: &str, chosen: Key, fits: impl Fn(&Spec) -> bool) -> Option<Key> {
    let mut picked = None;
    let list = ComboBox::from_id_salt(name)
        .selected_text(spec(chosen).full_label())
        .width(150.0)
        .wrap_mode(TextWrapMode::Truncate)
        .show_ui(ui, |ui| {
            for other in TABLE.iter().filter(|other| other.is_numeric() && fits(other)) {
                if ui.add(Button::selectable(other.key == chosen, other.full_label())).clicked() {
                    picked = Some(other.key);
                }
            }
        });
    list.response.accessible_name(name);
    picked
}
