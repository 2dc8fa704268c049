//! One row: label, control, value, reset, and what is wrong with it.

use eframe::egui::{Align, Button, Label, Layout, Rect, RichText, Sense, Ui, UiBuilder, Vec2, pos2};

use super::{choice, model_picker, number, range, retries, size_note};
use crate::action::Action;
use crate::model::assumption::{Key, Kind, Spec, Value, spec};
use crate::model::book::Model;
use crate::model::outcome::Outcome;
use crate::model::scenario::Place;
use crate::sentence::capitalised;
use crate::state::{Session, State};
use crate::text;
use crate::ui::parts::weak;
use crate::ui::theme;

/// Width of the label column.
const LABEL: f32 = 126.0;
/// Longest label in ordinary letters.
const LONG_LABEL: usize = 17;
/// Width of the column that makes a range.
const SWITCH: f32 = 20.0;
/// Width of the reset column.
const RESET: f32 = 20.0;

/// Draws the row of an assumption.
pub fn show(ui: &mut Ui, place: Place, state: &mut State, session: &Session, actions: &mut Vec<Action>) {
    let row = spec(place.key);
    let problems: Vec<&str> = session
        .outcome
        .problems
        .iter()
        .filter(|problem| problem.keys.contains(&place.key) && (problem.line == place.line || problem.line.is_none()))
        .map(|problem| problem.what.as_str())
        .collect();
    // The row has its own room: whatever stands in it, the panel keeps its width.
    let size = Vec2::new(ui.available_width(), theme::ROW_HEIGHT);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    come_into_sight(ui, place, rect, state);
    let layout = Layout::left_to_right(Align::Center);
    // The row's controls keep their names, and so the focus, when a message appears above them.
    let id = eframe::egui::Id::unique(("row", row.name, place.line));
    let mut line = ui.new_child(UiBuilder::new().scope_id(id).max_rect(rect).layout(layout));
    line.spacing_mut().item_spacing.x = 6.0;
    label(&mut line, row, place, state, !problems.is_empty());
    let mut control = line.available_rect_before_wrap();
    control.max.x -= RESET + SWITCH + 8.0;
    let mut inner = line.new_child(UiBuilder::new().max_rect(control).layout(layout));
    if let Some(value) = state.documents.front().scenario.get(place).cloned() {
        match row.kind {
            Kind::Number { .. } => number::show(&mut inner, place, &value, state, actions),
            Kind::Model { same } => model_picker::show(&mut inner, place, same, &value, state, session, actions),
            _ => choice::show(&mut inner, place, &value, state, session, actions),
        }
    }
    let corner = Rect::from_min_max(pos2(control.max.x + 4.0, control.min.y), line.max_rect().max);
    let mut end = line.new_child(UiBuilder::new().max_rect(corner).layout(layout));
    end.spacing_mut().item_spacing.x = 4.0;
    if row.takes_range
        && let Some(value) = state.documents.front().scenario.get(place)
    {
        range::switch(&mut end, row, place, value, SWITCH, actions);
    } else {
        end.add_space(SWITCH + 4.0);
    }
    reset(&mut end, row, place, state, actions);
    let typed = state.view.edit.as_ref().filter(|edit| edit.place == place).and_then(|edit| edit.error.as_deref());
    // What is typed now is the news; what was wrong before is not in the field any more.
    let problems = if typed.is_some() { Vec::new() } else { problems };
    for problem in typed.into_iter().chain(problems) {
        ui.label(RichText::new(capitalised(problem)).size(theme::SMALL).color(theme::roles(ui).bad));
    }
    match place.key {
        Key::MaxAttempts => below(ui, |ui| retries::show(ui, place, state, session, actions)),
        Key::Size => below(ui, |ui| size_note::show(ui, place, state, session, actions)),
        _ => {}
    }
    if let Some(fact) = fact(place, state, session) {
        ui.horizontal(|ui| {
            ui.add_space(LABEL + 6.0);
            ui.add(Label::new(weak(fact.0)).truncate()).on_hover_text(fact.1);
        });
    }
}

/// Something under the row's control.
fn below(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.add_space(LABEL + 6.0);
        ui.vertical(add);
    });
}

/// How long a row that was asked for is kept in sight while its group opens, in seconds.
const ARRIVAL: f64 = 0.3;
/// How long it is lit up, in seconds.
const LIGHT: f64 = 1.5;

/// Scrolls to the row when a plot or a problem led to it, and lights it up.
fn come_into_sight(ui: &Ui, place: Place, rect: Rect, state: &mut State) {
    let Some(target) = state.view.target.as_mut().filter(|target| target.place == place) else { return };
    let now = ui.input(|input| input.time);
    let since = *target.since.get_or_insert(now);
    if now - since <= ARRIVAL {
        ui.scroll_to_rect(rect, Some(Align::Center));
    }
    let colour = theme::roles(ui).accent.gamma_multiply(0.25);
    ui.painter().rect_filled(rect.expand2(Vec2::new(4.0, 0.0)), 4.0, colour);
    if now - since > LIGHT {
        state.view.target = None;
    }
    ui.ctx().request_repaint();
}

fn label(ui: &mut Ui, row: &Spec, place: Place, state: &State, wrong: bool) {
    let roles = theme::roles(ui);
    let changed = state.documents.front().differs(place);
    let mut text = RichText::new(row.label);
    if row.label.len() > LONG_LABEL {
        text = text.size(theme::SMALL);
    }
    if wrong {
        text = text.color(roles.bad);
    } else if changed {
        text = text.color(roles.accent);
    }
    let (rect, _) = ui.allocate_exact_size(Vec2::new(LABEL, theme::ROW_HEIGHT), Sense::hover());
    let mut inner = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)));
    inner.add(Label::new(text).truncate().sense(Sense::hover())).on_hover_ui(|ui| {
        ui.set_max_width(320.0);
        ui.label(row.help);
        ui.label(weak(format!("{} · default {}", row.name, text::value(row, &row.default))));
        if let Some(bounds) = bounds(row) {
            ui.label(weak(bounds));
        }
    });
}

fn bounds(row: &Spec) -> Option<String> {
    let Kind::Number { min, max, .. } = row.kind else { return None };
    let shown = |number| text::value(row, &Value::Number(number));
    Some(format!("from {} to {}", shown(min), shown(max)))
}

fn reset(ui: &mut Ui, row: &Spec, place: Place, state: &State, actions: &mut Vec<Action>) {
    if !state.documents.front().differs(place) {
        return;
    }
    let before = state.documents.front().baseline_value(place).unwrap_or(&row.default);
    let size = Vec2::new(RESET, theme::ROW_HEIGHT - 2.0);
    ui.spacing_mut().button_padding = Vec2::splat(2.0);
    let hint = format!("Reset {} to {}", row.label.to_lowercase(), text::value(row, before));
    let button = Button::new(RichText::new("↺").size(14.0)).frame_when_inactive(false).min_size(size);
    let response = ui.add(button).on_hover_text(&hint).accessible_name(hint);
    if response.clicked() {
        actions.push(Action::Reset(place));
    }
}

/// A fact from the price book under the row, with its source: short, and in full.
fn fact(place: Place, state: &State, session: &Session) -> Option<(String, String)> {
    let line = state.documents.front().scenario.lines.get(state.view.line)?;
    let model = session.book.find(line.values.text(Key::Model)).ok()?;
    match place.key {
        Key::Billed(outcome) => Some(billing_fact(model, outcome)),
        Key::Model => {
            let left =
                model.days_left(session.today).map(|days| format!(", {}", text::days_left(days))).unwrap_or_default();
            let state = model.state_on(session.today).words();
            let short = format!("{state}{left} · confidence {}", model.confidence.words());
            let full = [&model.id, &model.note, &model.default_risk, &model.source.url];
            Some((short, full.map(String::as_str).join("\n")))
        }
        _ => None,
    }
}

fn billing_fact(model: &Model, outcome: Outcome) -> (String, String) {
    let rule = model.failure(outcome);
    let words = crate::model::estimate::billing_words(rule.billing);
    let short = format!("{}: {words}", model.provider);
    let full = format!(
        "{}\nConfidence {}, checked {}\n{}",
        rule.note,
        rule.confidence.words(),
        rule.source.checked,
        rule.source.url
    );
    (short, full)
}
