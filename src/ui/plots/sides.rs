//! The open scenarios side by side: what differs, line items, the bridge between two bills, all curves.

mod bridge;
mod curves;
mod table;

use eframe::egui::{Button, ComboBox, Label, RichText, TextWrapMode, Ui};

use crate::action::{Action, Command};
use crate::sentence::versus::no_bill;
use crate::side_by_side::Sides;
use crate::state::{MOST_SIDES, Session, SidesPart, State};
use crate::ui::parts::{command_button, weak};
use crate::ui::{theme, work};

/// Draws the scenarios side by side.
pub fn show(ui: &mut Ui, state: &mut State, session: &Session, actions: &mut Vec<Action>) {
    if state.documents.all().len() < 2 {
        nothing_beside(ui, actions);
        return;
    }
    choices(ui, state);
    let enough = state.view.sides.chosen(&state.documents).len() > 1;
    if enough && work::show_sides(ui, session, actions) {
        return;
    }
    let Some(sides) = session.sides.as_ref().filter(|_| enough) else {
        ui.add_space(theme::GAP);
        ui.label("Choose a scenario to stand beside the baseline.");
        return;
    };
    ui.horizontal_wrapped(|ui| {
        for part in SidesPart::ALL {
            ui.selectable_value(&mut state.view.sides.part, part, part.label());
        }
    });
    ui.add_space(4.0);
    match state.view.sides.part {
        SidesPart::Values => {
            table::show(ui, sides, &sides.values);
            if sides.values.is_empty() {
                ui.label("Nothing differs: every line and every assumption is the same.");
            }
        }
        SidesPart::Items => {
            table::show(ui, sides, &sides.items);
            unknown_bills(ui, sides);
            let alike = match sides.alike {
                0 => String::new(),
                1 => "1 more line item is the same in all of them.".to_owned(),
                more => format!("{more} more line items are the same in all of them."),
            };
            ui.label(weak(alike));
        }
        SidesPart::Bridge => bridge::show(ui, state, session, sides),
        SidesPart::Curves => curves::show(ui, state, sides, actions),
    }
}

/// What to do where only one scenario is open.
fn nothing_beside(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.add_space(theme::GAP);
    ui.label(RichText::new("Only one scenario is open.").strong());
    let words = "Duplicate it and change the copy, or open another one: both then stand here side by side, with what \
                 differs and what each difference does to the bill.";
    ui.add(Label::new(words).wrap());
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        command_button(ui, Command::Duplicate, true, actions);
        command_button(ui, Command::Open, true, actions);
    });
}

/// Which scenarios stand side by side, and which of them is the baseline.
fn choices(ui: &mut Ui, state: &mut State) {
    let names = state.side_names();
    let Some(baseline) = state.view.sides.baseline(&state.documents) else { return };
    let chosen = state.view.sides.chosen(&state.documents);
    let view = &mut state.view.sides;
    ui.horizontal_wrapped(|ui| {
        ui.label(weak("Baseline"));
        let name = names.iter().find(|(id, _)| *id == baseline).map_or("", |(_, name)| name);
        let list =
            ComboBox::from_id_salt("baseline").selected_text(name).width(150.0).wrap_mode(TextWrapMode::Truncate);
        let list = list.show_ui(ui, |ui| {
            for (id, name) in &names {
                if ui.add(Button::selectable(*id == baseline, name).truncate()).clicked() {
                    (view.baseline, view.step) = (Some(*id), None);
                    view.left_out.retain(|known| known != id);
                }
            }
        });
        list.response.on_hover_text("The others are held against it").accessible_name("Baseline");
        ui.label(weak("beside it"));
        for (id, name) in names.iter().filter(|(id, _)| *id != baseline) {
            let on = chosen.contains(id);
            let full = !on && !view.left_out.contains(id);
            let button = ui.add_enabled(!full, Button::selectable(on, name));
            let hint = if on { "Leave it out" } else { "Put it beside the baseline" };
            let button = button.on_hover_text(hint).on_disabled_hover_text(format!(
                "{MOST_SIDES} scenarios stand side by side at most; leave one out first"
            ));
            if button.accessible_name(format!("Beside the baseline: {name}")).clicked() {
                view.toggle(*id);
                view.step = None;
            }
        }
    });
}

/// Why bills are not known.
fn unknown_bills(ui: &mut Ui, sides: &Sides) {
    let Some((baseline, others)) = sides.asked.names.split_first() else { return };
    for (versus, name) in sides.versus.iter().zip(others) {
        if let Err(why) = &versus.bills {
            ui.add(Label::new(no_bill(why, (baseline, name))).wrap());
        }
    }
}
