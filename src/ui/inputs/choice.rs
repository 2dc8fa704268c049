//! Everything that is not a number: words, sizes, qualities, switches, tiers.

use std::collections::BTreeSet;

use eframe::egui::{Button, Checkbox, ComboBox, TextWrapMode, Ui};

use super::{number, range};
use crate::action::Action;
use crate::model::assumption::{Key, Kind, Spec, Value, spec};
use crate::model::book::Model;
use crate::model::day::Day;
use crate::model::scenario::Place;
use crate::model::size::Size;
use crate::state::{Session, State};
use crate::text;
use crate::ui::parts::named;

/// Draws the control.
pub fn show(ui: &mut Ui, place: Place, value: &Value, state: &mut State, session: &Session, actions: &mut Vec<Action>) {
    let row = spec(place.key);
    match row.kind {
        Kind::Switch => switch(ui, row, place, value, actions),
        Kind::Choice(words) => {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            let width = ui.available_width();
            combo(ui, row, place, value, &words, &text::value(row, value), width, actions);
        }
        Kind::Quality { .. } => {
            let words = qualities(place.key, state, session);
            let width = ui.available_width();
            combo(ui, row, place, value, &words, &text::value(row, value), width, actions);
        }
        Kind::Region => {
            let offered = state.documents.front().scenario.legal_choices(&session.book, place);
            let words: Vec<String> = offered.iter().map(ToString::to_string).collect();
            let width = ui.available_width();
            combo(ui, row, place, value, &words, &text::value(row, value), width, actions);
        }
        Kind::Size => {
            let words = sizes(state, session);
            list_and_field(ui, row, place, value, &words, state, actions);
        }
        Kind::Pixels => {
            let words = ["512x512", "1024x1024", "1536x1024", "2048x2048", "4032x3024"].map(str::to_owned);
            list_and_field(ui, row, place, value, &words, state, actions);
        }
        Kind::BilledShare => {
            if let Value::Range(range) = value {
                let rest = ui.available_width() - LIST - 6.0;
                range::show(ui, row, place, range, LIST, actions);
                number::field(ui, row, place, value, rest, state, actions);
                return;
            }
            let words = ["provider", "0", "0.5", "1"].map(str::to_owned);
            list_and_field(ui, row, place, value, &words, state, actions);
        }
        Kind::Day => {
            let words = days(state, session);
            list_and_field(ui, row, place, value, &words, state, actions);
        }
        Kind::Tiers => {
            let width = ui.available_width();
            number::field(ui, row, place, value, width, state, actions);
        }
        Kind::Number { .. } | Kind::Model { .. } => {}
    }
}

fn switch(ui: &mut Ui, row: &Spec, place: Place, value: &Value, actions: &mut Vec<Action>) {
    let mut on = *value == Value::Switch(true);
    let word = if on { "yes" } else { "no" };
    if named(&ui.add(Checkbox::new(&mut on, word)), row, "").changed() {
        actions.push(Action::Set { place, value: Value::Switch(on) });
        actions.push(Action::CloseStep);
    }
}

/// Width of the list beside a field.
const LIST: f32 = 78.0;

/// A field that takes anything, and a list of what is usual beside it.
fn list_and_field(
    ui: &mut Ui,
    row: &Spec,
    place: Place,
    value: &Value,
    words: &[String],
    state: &mut State,
    actions: &mut Vec<Action>,
) {
    let rest = ui.available_width() - LIST - 6.0;
    number::field(ui, row, place, value, rest, state, actions);
    combo(ui, row, place, value, words, "choose", LIST, actions);
}

fn combo(
    ui: &mut Ui,
    row: &Spec,
    place: Place,
    value: &Value,
    words: &[String],
    shown: &str,
    width: f32,
    actions: &mut Vec<Action>,
) {
    let list = ComboBox::from_id_salt(("choice", row.name, place.line))
        .selected_text(shown)
        .width(width - 4.0)
        .wrap_mode(TextWrapMode::Truncate)
        .show_ui(ui, |ui| {
            for word in words {
                let chosen = value.to_string() == *word;
                if ui.add(Button::selectable(chosen, word.as_str())).clicked()
                    && let Ok(value) = row.parse(word)
                {
                    actions.push(Action::Set { place, value });
                    actions.push(Action::CloseStep);
                }
            }
        });
    named(&list.response, row, "");
}

/// The model that a line's key is about.
fn model_of<'a>(key: Key, state: &State, session: &'a Session) -> Option<&'a Model> {
    let values = &state.documents.front().scenario.lines.get(state.view.line)?.values;
    let own = match key {
        Key::EditQuality => values.text(Key::EditModel),
        Key::ImageToImageQuality => values.text(Key::ImageToImageModel),
        _ => "same",
    };
    let id = if own == "same" { values.text(Key::Model) } else { own };
    session.book.find(id).ok().map(AsRef::as_ref)
}

fn qualities(key: Key, state: &State, session: &Session) -> Vec<String> {
    let mut words: Vec<String> = if key == Key::Quality { vec![] } else { vec!["same".into()] };
    if let Some(model) = model_of(key, state, session) {
        words.extend(model.qualities.iter().cloned());
        words.extend(model.auto_quality.then(|| "auto".to_owned()));
        if model.default_quality.is_some() {
            words.push("default".into());
        }
    }
    words
}

/// Today, and the days on which something changes about the models of the plan.
fn days(state: &State, session: &Session) -> Vec<String> {
    let keys = [Key::Model, Key::EditModel, Key::ImageToImageModel];
    let lines = state.documents.front().scenario.lines.iter();
    let ids = lines.flat_map(|line| keys.map(|key| line.values.text(key)));
    let days: BTreeSet<Day> = ids.filter_map(|id| session.book.get(id)).flat_map(|model| model.days()).collect();
    ["today".to_owned()].into_iter().chain(days.iter().rev().map(ToString::to_string)).collect()
}

fn sizes(state: &State, session: &Session) -> Vec<String> {
    let Some(model) = model_of(Key::Size, state, session) else { return Vec::new() };
    let mut words: Vec<String> = model.sizes.iter().map(Size::to_string).collect();
    words.extend((!model.auto_sizes.is_empty()).then(|| "auto".to_owned()));
    words.extend(model.default_size.map(|_| "default".to_owned()));
    words
}
