//! The prices that a scenario was saved with, beside those of today: what moved, why, and which ones to use.

use eframe::egui::{Frame, Grid, RichText, ScrollArea, Ui};

use super::parts::weak;
use super::theme;
use crate::action::{Action, DriftAction};
use crate::model::snapshot::{Drift, Snapshot};
use crate::sentence::drift;
use crate::state::{Document, Session};

/// Width of a price and of the gap beside it, in points.
const PRICE: f32 = 88.0;
const GAP: f32 = 12.0;
/// Width of what the status bar opens, in points.
const MENU: f32 = 460.0;
/// Tallest table, in points.
const TALLEST: f32 = 220.0;

/// The question above the answer, while the prices moved and nobody has chosen.
pub fn question(ui: &mut Ui, document: &Document, session: &Session, actions: &mut Vec<Action>) {
    let found = session.drift.found.as_ref().filter(|found| document.asks_about_prices(found));
    let Some(found) = found else { return };
    let roles = theme::roles(ui);
    Frame::new().fill(roles.panel).corner_radius(6).inner_margin(10).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new("Prices have moved since this was saved").strong().color(roles.caution));
        body(ui, found, false);
        ui.horizontal_wrapped(|ui| {
            today(ui, actions);
            keep(ui, found, actions);
        });
    });
    ui.add_space(theme::GAP);
}

/// In the status bar: that old prices are kept, or that prices moved, each with the way to the other.
pub fn mark(ui: &mut Ui, document: &Document, session: &Session, actions: &mut Vec<Action>) {
    let found = session.drift.found.as_ref();
    match (&document.scenario.kept, found) {
        (Some(kept), _) => mark_kept(ui, kept, found, actions),
        (None, Some(found)) if !document.asks_about_prices(found) => mark_moved(ui, found, actions),
        _ => {}
    }
}

fn mark_moved(ui: &mut Ui, found: &Drift, actions: &mut Vec<Action>) {
    let text = RichText::new(format!("Prices moved since {}", found.on)).size(theme::SMALL);
    let menu = ui.menu_button(text.color(theme::roles(ui).weak), |ui| {
        ui.set_width(MENU);
        body(ui, found, false);
        keep(ui, found, actions);
    });
    menu.response.on_hover_text("This scenario is priced with today's prices, and was saved with others");
}

fn mark_kept(ui: &mut Ui, kept: &Snapshot, found: Option<&Drift>, actions: &mut Vec<Action>) {
    let text = RichText::new(format!("Prices of {} are kept", kept.on)).size(theme::SMALL);
    ui.menu_button(text.color(theme::roles(ui).caution), |ui| {
        ui.set_width(MENU);
        match found {
            Some(found) => body(ui, found, true),
            None => drop(ui.label("They are the same as those of today, as far as this plan uses them.")),
        }
        today(ui, actions);
    })
    .response
    .on_hover_text("This scenario is not priced with the price book of today");
}

fn keep(ui: &mut Ui, found: &Drift, actions: &mut Vec<Action>) {
    let tip = format!("Price this scenario with the rates of {}; undo takes it back", found.on);
    if ui.button("Keep the old ones").on_hover_text(tip).clicked() {
        actions.push(Action::Drift(DriftAction::Keep));
        ui.close();
    }
}

fn today(ui: &mut Ui, actions: &mut Vec<Action>) {
    let button = ui.button("Use today's prices").on_hover_text("Price this scenario with the price book as it is");
    if button.clicked() {
        actions.push(Action::Drift(DriftAction::Today));
        ui.close();
    }
}

/// What moved: a sentence, and a table of then, now and why.
fn body(ui: &mut Ui, found: &Drift, kept: bool) {
    if let Some(mut headline) = drift::headline(found, kept) {
        if let Some(first) = headline.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        ui.label(headline + ".");
    }
    ScrollArea::vertical().id_salt("moved prices").max_height(TALLEST).show(ui, |ui| {
        let room = ui.available_width() - 2.0 * (PRICE + GAP) - GAP;
        Grid::new("moved prices").num_columns(3).min_col_width(PRICE).spacing([GAP, 4.0]).show(ui, |ui| {
            for head in ["Price", "Then", "Now"] {
                ui.label(weak(head));
            }
            ui.end_row();
            for moved in &found.moved {
                ui.vertical(|ui| {
                    ui.set_width(room);
                    ui.label(format!("{}, {}", moved.name, drift::what(moved)));
                    ui.label(weak(drift::why(moved.why)));
                });
                ui.label(drift::then(moved));
                ui.label(drift::now(moved));
                ui.end_row();
            }
        });
    });
    ui.add_space(4.0);
}
