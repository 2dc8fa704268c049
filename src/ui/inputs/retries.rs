//! How many attempts clients make by themselves, and what layers of them multiply to.

use eframe::egui::containers::menu::{MenuButton, MenuConfig};
use eframe::egui::{Button, DragValue, Grid, Label, PopupCloseBehavior, RichText, ScrollArea, Ui, Vec2};
use rust_decimal::Decimal;

use crate::action::Action;
use crate::model::assumption::{Key, Value, spec};
use crate::model::outcome::Outcome;
use crate::model::retries::{Retried, RetryDefault};
use crate::model::scenario::Place;
use crate::state::{Session, State};
use crate::ui::parts::weak;
use crate::ui::theme;

/// Draws the way to the clients' defaults under the row of most attempts.
pub fn show(ui: &mut Ui, place: Place, state: &mut State, session: &Session, actions: &mut Vec<Action>) {
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let title = RichText::new("Retries of your client…").size(theme::SMALL);
    let button = MenuButton::from_button(Button::new(title).frame_when_inactive(false)).config(stays);
    let (response, _) = button.ui(ui, |ui| {
        ui.set_width(430.0);
        ui.label(RichText::new("What clients do when nobody tells them otherwise").strong());
        ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
            for preset in &session.retries {
                client(ui, place, preset, actions);
            }
        });
        ui.separator();
        layers(ui, place, state, actions);
    });
    response.on_hover_text("Set most attempts from a client's default, or from layers of retries");
}

/// One client: a click sets most attempts, and what it is known to retry.
fn client(ui: &mut Ui, place: Place, preset: &RetryDefault, actions: &mut Vec<Action>) {
    let attempts = preset.attempts();
    let word = if attempts == 1 { "attempt" } else { "attempts" };
    let right = RichText::new(format!("{attempts} {word}")).size(theme::SMALL).weak();
    let size = Vec2::new(ui.available_width(), theme::ROW_HEIGHT);
    let button = Button::new(preset.name.as_str()).right_text(right).frame_when_inactive(false).min_size(size);
    let hint = format!(
        "{}\n{}\nServer errors {}, timeouts {}. Confidence {}, checked {}\n{}",
        preset.words(),
        preset.note,
        preset.server_errors.words(),
        preset.timeouts.words(),
        preset.confidence.words(),
        preset.checked,
        preset.url
    );
    if ui.add(button).on_hover_text(hint).clicked() {
        let mut values = vec![(place, Value::Number(attempts.into()))];
        for (outcome, retried) in [(Outcome::ServerError, preset.server_errors), (Outcome::Timeout, preset.timeouts)] {
            let on = match retried {
                Retried::Yes => true,
                Retried::No => false,
                Retried::Unknown => continue,
            };
            values.push((Place { key: Key::Retry(outcome), ..place }, Value::Switch(on)));
        }
        actions.push(Action::SetMany(values));
        ui.close();
    }
}

/// Retries of the app, the gateway and the SDK multiply.
fn layers(ui: &mut Ui, place: Place, state: &mut State, actions: &mut Vec<Action>) {
    ui.label(RichText::new("Layers that each retry").strong());
    ui.add(Label::new(weak("Every layer tries again whatever the layer below it tried, so attempts multiply.")).wrap());
    let view = &mut state.view.layers;
    Grid::new("layers").num_columns(6).spacing(Vec2::new(8.0, 4.0)).show(ui, |ui| {
        for (label, retries) in [("App", &mut view.app), ("Gateway", &mut view.gateway), ("SDK", &mut view.sdk)] {
            let id = ui.label(label).id;
            ui.add(DragValue::new(retries).range(0..=100).speed(0.1)).labelled_by(id);
        }
    });
    let layers = *view;
    ui.horizontal_wrapped(|ui| {
        ui.label(layers.words());
        let attempts = Decimal::from(layers.attempts());
        let legal = spec(Key::MaxAttempts).within(attempts).is_ok();
        if ui.add_enabled(legal, Button::new("Set it")).clicked() {
            actions.push(Action::SetMany(vec![(place, Value::Number(attempts))]));
            ui.close();
        }
    });
}
