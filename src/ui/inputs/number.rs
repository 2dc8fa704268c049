//! A number: a slider over ordinary values and a field that takes any within the bounds.

use eframe::egui::{self, Slider, SliderClamping, TextEdit, Ui, Vec2};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use super::range;
use crate::action::Action;
use crate::model::assumption::{Kind, Scale, Spec, Value, spec};
use crate::model::scenario::Place;
use crate::state::{Edit, State};
use crate::text;
use crate::ui::parts::{focus_ring, named, select_all};

/// Width of the value field.
const FIELD: f32 = 104.0;

/// Draws slider and field.
pub fn show(ui: &mut Ui, place: Place, value: &Value, state: &mut State, actions: &mut Vec<Action>) {
    let row = spec(place.key);
    let room = (ui.available_width() - FIELD - 8.0).max(60.0);
    match value {
        Value::Range(range) => range::show(ui, row, place, range, room, actions),
        _ => slider(ui, row, place, value, room, actions),
    }
    field(ui, row, place, value, FIELD, state, actions);
}

fn slider(ui: &mut Ui, row: &Spec, place: Place, value: &Value, room: f32, actions: &mut Vec<Action>) {
    let Kind::Number { min, soft_max, whole, step, scale, .. } = row.kind else { return };
    let now = match value {
        Value::Number(number) => *number,
        _ => min,
    };
    let float = |number: Decimal| number.to_f64().unwrap_or(0.0);
    let mut position = float(now);
    let top = float(soft_max.max(now));
    ui.spacing_mut().slider_width = room;
    // Drawing a slider must not change its value: only what the user does is clamped and stepped.
    let mut slider = Slider::new(&mut position, float(min)..=top).show_value(false).clamping(SliderClamping::Edits);
    slider = match scale {
        Scale::Log => slider.logarithmic(true).smallest_positive(1.0),
        Scale::Linear => slider.step_by(float(step)),
    };
    let response = named(&ui.add(slider), row, "");
    focus_ring(ui, &response);
    if response.changed() {
        let value = from_slider(position, step, whole, scale).clamp(min, soft_max.max(now));
        if let Ok(value) = row.within(value) {
            actions.push(Action::Set { place, value: Value::Number(value) });
        }
    }
    if response.drag_stopped() || response.lost_focus() {
        actions.push(Action::CloseStep);
    }
}

/// A value that a person could have typed: whole steps, or two significant digits on a log scale.
pub fn from_slider(position: f64, step: Decimal, whole: bool, scale: Scale) -> Decimal {
    let raw = Decimal::from_f64(position).unwrap_or_default();
    match scale {
        Scale::Log => {
            let rounded = raw.round_sf(2).unwrap_or(raw);
            if whole { rounded.round() } else { rounded.round_dp(2) }
        }
        Scale::Linear => {
            let steps = raw.checked_div(step).unwrap_or(raw).round();
            steps.checked_mul(step).unwrap_or(raw).normalize()
        }
    }
}

/// A field that shows the value and takes what is typed; what it cannot take stays in it with the reason.
pub fn field(
    ui: &mut Ui,
    row: &Spec,
    place: Place,
    value: &Value,
    width: f32,
    state: &mut State,
    actions: &mut Vec<Action>,
) {
    let editing = state.view.edit.as_ref().filter(|edit| edit.place == place);
    let mut typed = editing.map_or_else(|| text::field_value(row, value), |edit| edit.text.clone());
    let wrong = editing.is_some_and(|edit| edit.error.is_some());
    let mut edit = TextEdit::singleline(&mut typed)
        .desired_width(width - 8.0)
        .align(egui::Align2::RIGHT_CENTER)
        .min_size(Vec2::new(width, 22.0))
        .char_limit(400);
    if wrong {
        edit = edit.text_color(ui.visuals().error_fg_color);
    }
    let response = named(&ui.add(edit), row, " value");
    if let Some(target) = state.view.target.as_mut().filter(|target| target.place == place && !target.focused) {
        target.focused = true;
        response.request_focus();
    }
    if response.gained_focus() && !wrong {
        // The field opens with the plain value in the unit that it is shown in, all of it selected.
        typed = row.typed(value);
        select_all(ui, response.id, &typed);
    }
    if response.changed() || response.gained_focus() {
        let error = None;
        state.view.edit = Some(Edit { place, text: typed.clone(), error });
    }
    if response.lost_focus() {
        let escaped = ui.input(|input| input.key_pressed(egui::Key::Escape));
        finish(row, place, value, &typed, escaped, state, actions);
    }
}

/// Takes the typed value, or keeps it in the field with the reason why not.
fn finish(
    row: &Spec,
    place: Place,
    value: &Value,
    typed: &str,
    escaped: bool,
    state: &mut State,
    actions: &mut Vec<Action>,
) {
    if escaped || typed == row.typed(value) || typed == text::field_value(row, value) {
        state.view.edit = None;
        return;
    }
    match row.read_over(typed, value) {
        Ok(value) => {
            state.view.edit = None;
            actions.push(Action::Set { place, value });
            actions.push(Action::CloseStep);
        }
        Err(error) => {
            state.view.edit = Some(Edit { place, text: typed.to_owned(), error: Some(error.to_string()) });
        }
    }
}
