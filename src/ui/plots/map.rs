//! The expected bill over two assumptions: colours, the budget's line, and a readout.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "places on the screen need few digits"
)]

use std::sync::Arc;

use eframe::egui::{
    Color32, ColorImage, EventFilter, Key as Button, PointerButton, Response, RichText, Sense, TextureHandle,
    TextureOptions, Ui, Vec2,
};
use egui_plot::{Line, Plot as Chart, PlotImage, PlotPoint, PlotPoints, PlotUi, Points};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::axis::{Axis, axis_label, ticks};
use super::key_list;
use crate::action::Action;
use crate::model::assumption::{Spec, Value, spec};
use crate::model::plan::Problem;
use crate::model::stats::map::Map;
use crate::outcome::Answer;
use crate::sentence::capitalised;
use crate::state::{MapFrame, State};
use crate::text;
use crate::ui::parts::{focus_ring, weak};
use crate::ui::theme::{self, Roles};

/// Least height of the plot in points.
const HEIGHT: f32 = 240.0;

/// Draws the map.
pub fn show(
    ui: &mut Ui,
    state: &mut State,
    answer: &Arc<Answer>,
    map: &Result<Map, Vec<Problem>>,
    actions: &mut Vec<Action>,
) {
    axes(ui, state, actions);
    let map = match map {
        Ok(map) => map,
        Err(problems) => {
            ui.add_space(theme::GAP);
            for problem in problems {
                ui.label(format!("There is no map: {}.", problem.what));
            }
            return;
        }
    };
    let cursor = state.view.map_cursor.filter(|(column, row)| map.bill(*column, *row).is_some());
    let (x, y) = (spec(map.x.place.key), spec(map.y.place.key));
    let roles = theme::roles(ui);
    let words = readout(map, cursor, answer, (x, y));
    ui.label(weak(words));
    legend(ui, map, &roles);
    let colours = texture(ui, answer, map, &roles);
    let chart = Chart::new(("map", x.name, y.name))
        .height(ui.available_height().max(HEIGHT))
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .sense(Sense::click())
        .set_margin_fraction(Vec2::ZERO)
        .show_grid(false)
        .x_axis_label(weak(axis_words(x)))
        .y_axis_label(weak(axis_words(y)))
        .x_grid_spacer(|input| ticks(input.bounds, Axis { log: false }))
        .y_grid_spacer(|input| ticks(input.bounds, Axis { log: false }))
        .x_axis_formatter(move |mark, _| axis_label(x, mark.value))
        .y_axis_formatter(move |mark, _| axis_label(y, mark.value))
        .label_formatter(|_| None);
    let shown = chart.show(ui, |plot| {
        draw(plot, map, &colours, cursor, &roles);
        plot.pointer_coordinate()
    });
    let pointed = shown.inner.map(|at| (nearest(&map.xs, at.x), nearest(&map.ys, at.y)));
    let response = shown.response.accessible_name("Map of the bill");
    if let (Some((column, row)), true) = (pointed, response.hovered()) {
        let words = cell_words(map, column, row, answer, (x, y));
        response.clone().on_hover_text_at_pointer(format!("{words}\nClick to set both"));
    }
    focus_ring(ui, &response);
    if response.clicked_by(PointerButton::Primary) {
        response.request_focus();
        state.view.map_cursor = pointed;
        if let Some((column, row)) = pointed {
            set_both(state, map, column, row, actions);
        }
    } else if response.has_focus() {
        keyboard(ui, state, map, &response, actions);
    }
}

fn axes(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let (x, y) = state.view.map_keys;
    ui.horizontal_wrapped(|ui| {
        ui.label(weak("to the right"));
        if let Some(key) = key_list(ui, "Map to the right", x, |spec| spec.key != y) {
            actions.push(Action::MapOver(key, y));
        }
        ui.label(weak("up"));
        if let Some(key) = key_list(ui, "Map up", y, |spec| spec.key != x) {
            actions.push(Action::MapOver(x, key));
        }
        if ui.button("Swap").on_hover_text("Swap the two axes").clicked() {
            actions.push(Action::MapOver(y, x));
        }
    });
}

fn axis_words(row: &Spec) -> String {
    if row.unit.is_empty() || row.label.eq_ignore_ascii_case(row.unit) {
        row.full_label()
    } else {
        format!("{}, {}", row.full_label(), row.unit)
    }
}

fn readout(map: &Map, cursor: Option<(usize, usize)>, answer: &Answer, rows: (&Spec, &Spec)) -> String {
    match cursor {
        Some((column, row)) => cell_words(map, column, row, answer, rows),
        None if map.contour.is_empty() && answer.figures.budget.is_some() => {
            "The budget's line does not cross this map. Click a place to set both, or use the arrow keys and Enter"
                .into()
        }
        None if map.bills.iter().any(|bill| !bill.is_finite()) => {
            "Click a place to set both, or use the arrow keys and Enter; blank places have no answer".into()
        }
        None => "Click a place to set both, or use the arrow keys and Enter".into(),
    }
}

fn cell_words(map: &Map, column: usize, row: usize, answer: &Answer, rows: (&Spec, &Spec)) -> String {
    let value = |spec: &Spec, values: &[Decimal], index: usize| {
        values.get(index).map(|value| text::value(spec, &Value::Number(*value))).unwrap_or_default()
    };
    let name = |spec: &Spec| {
        if spec.label.eq_ignore_ascii_case(spec.unit) {
            String::new()
        } else {
            format!("{} ", spec.full_label().to_lowercase())
        }
    };
    let bill = map.bill(column, row);
    let mut words = format!(
        "{}{}, {}{}: {}",
        name(rows.0),
        value(rows.0, &map.xs, column),
        name(rows.1),
        value(rows.1, &map.ys, row),
        bill.map_or_else(|| "no answer".into(), text::about)
    );
    if let (Some(bill), Some(budget)) = (bill, &answer.figures.budget) {
        let cap = budget.cap.to_f64().unwrap_or(f64::INFINITY);
        words += if bill > cap { ", over the budget" } else { ", within the budget" };
    }
    capitalised(&words)
}

/// The colours from the least to the most bill.
fn legend(ui: &mut Ui, map: &Map, roles: &Roles) {
    ui.horizontal(|ui| {
        ui.label(weak(text::about(map.ends.0)));
        let (rect, _) = ui.allocate_exact_size(Vec2::new(160.0, 10.0), Sense::hover());
        let steps = 40;
        for step in 0..steps {
            let part = f64::from(step) / f64::from(steps - 1);
            let mut piece = rect;
            piece.set_left(rect.left() + rect.width() * step as f32 / steps as f32);
            piece.set_width(rect.width() / steps as f32 + 0.5);
            ui.painter().rect_filled(piece, 0.0, colour(roles, part));
        }
        ui.label(weak(text::about(map.ends.1)));
        if !map.contour.is_empty() {
            ui.add_space(8.0);
            let (line, _) = ui.allocate_exact_size(Vec2::new(24.0, 10.0), Sense::hover());
            ui.painter().hline(line.x_range(), line.center().y, eframe::egui::Stroke::new(2.5, roles.series[1]));
            ui.label(RichText::new("the budget").size(theme::SMALL).weak());
        }
    });
}

/// The colour of a bill, 0 the least and 1 the most.
fn colour(roles: &Roles, part: f64) -> Color32 {
    theme::blend(roles.panel, roles.series[0], 0.06 + 0.86 * part.clamp(0.0, 1.0) as f32)
}

/// The map's colours as a picture, made anew when the answer or the theme changes.
fn texture(ui: &Ui, answer: &Arc<Answer>, map: &Map, roles: &Roles) -> TextureHandle {
    type Kept = (Arc<Answer>, Color32, TextureHandle);
    let id = eframe::egui::Id::unique("map colours");
    if let Some((of, panel, texture)) = ui.data(|data| data.get_temp::<Kept>(id))
        && Arc::ptr_eq(&of, answer)
        && panel == roles.panel
    {
        return texture;
    }
    let (low, high) = map.ends;
    let wide = map.xs.len().max(1);
    let shade = |bill: &f64| {
        if bill.is_finite() { colour(roles, (bill - low) / (high - low).max(1e-300)) } else { roles.background }
    };
    // Pictures run from the top, the map from the bottom.
    let pixels = map.bills.chunks(wide).rev().flatten().map(shade).collect();
    let image = ColorImage::new([wide, map.ys.len()], pixels);
    let texture = ui.ctx().load_texture("map", image, TextureOptions::NEAREST);
    ui.data_mut(|data| data.insert_temp::<Kept>(id, (Arc::clone(answer), roles.panel, texture.clone())));
    texture
}

fn draw(plot: &mut PlotUi<'_>, map: &Map, colours: &TextureHandle, cursor: Option<(usize, usize)>, roles: &Roles) {
    let ends = |values: &[Decimal]| {
        let float = |value: Option<&Decimal>| value.and_then(Decimal::to_f64).unwrap_or(0.0);
        (float(values.first()), float(values.last()))
    };
    let ((left, right), (below, above)) = (ends(&map.xs), ends(&map.ys));
    // Each value is the middle of its cell.
    let cell = |from: f64, to: f64, count: usize| (to - from) / (count.max(2) - 1) as f64;
    let (wide, high) = (cell(left, right, map.xs.len()), cell(below, above, map.ys.len()));
    let centre = PlotPoint::new(f64::midpoint(left, right), f64::midpoint(below, above));
    let size = Vec2::new((right - left + wide) as f32, (above - below + high) as f32);
    plot.image(PlotImage::new("", colours.id(), centre, size).allow_hover(false));
    for piece in &map.contour {
        let [x0, y0, x1, y1] = *piece;
        let points: PlotPoints<'_> = vec![[x0, y0], [x1, y1]].into();
        plot.line(Line::new("", points).color(roles.series[1]).width(2.5).allow_hover(false));
    }
    if let (Some(x), Some(y)) = (map.x.now.and_then(|x| x.to_f64()), map.y.now.and_then(|y| y.to_f64())) {
        plot.points(Points::new("This plan", vec![[x, y]]).radius(5.0).color(roles.text).allow_hover(false));
    }
    if let Some((column, row)) = cursor {
        let at = |values: &[Decimal], index: usize| values.get(index).and_then(Decimal::to_f64).unwrap_or(0.0);
        let points = vec![[at(&map.xs, column), at(&map.ys, row)]];
        let ring = Points::new("", points).radius(7.0).filled(false).color(roles.accent).allow_hover(false);
        plot.points(ring);
    }
}

fn nearest(values: &[Decimal], at: f64) -> usize {
    let apart = |value: &Decimal| (value.to_f64().unwrap_or(f64::INFINITY) - at).abs();
    let found = values.iter().enumerate().min_by(|a, b| apart(a.1).total_cmp(&apart(b.1)));
    found.map_or(0, |(index, _)| index)
}

/// Sets both values; the map keeps its frame, so that the place stays where it was pointed at.
fn set_both(state: &mut State, map: &Map, column: usize, row: usize, actions: &mut Vec<Action>) {
    // A place without an answer is none to go to.
    if map.bill(column, row).is_none() {
        return;
    }
    let spans = [(map.x.from, map.x.to), (map.y.from, map.y.to)];
    state.view.map_frame = Some(MapFrame { places: [map.x.place, map.y.place], spans });
    if let (Some(x), Some(y)) = (map.xs.get(column), map.ys.get(row)) {
        let both = vec![(map.x.place, Value::Number(*x)), (map.y.place, Value::Number(*y))];
        actions.push(Action::SetMany(both));
    }
}

fn keyboard(ui: &Ui, state: &mut State, map: &Map, response: &Response, actions: &mut Vec<Action>) {
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let float = |value: Option<Decimal>| value.and_then(|value| value.to_f64()).unwrap_or(0.0);
    let start = || (nearest(&map.xs, float(map.x.now)), nearest(&map.ys, float(map.y.now)));
    let (column, row) = state.view.map_cursor.unwrap_or_else(start);
    let moved = if pressed(Button::ArrowRight) {
        (column + 1, row)
    } else if pressed(Button::ArrowLeft) {
        (column.saturating_sub(1), row)
    } else if pressed(Button::ArrowUp) {
        (column, row + 1)
    } else if pressed(Button::ArrowDown) {
        (column, row.saturating_sub(1))
    } else {
        if pressed(Button::Enter) && state.view.map_cursor.is_some() {
            set_both(state, map, column, row, actions);
        }
        return;
    };
    let last = |values: &[Decimal]| values.len().saturating_sub(1);
    state.view.map_cursor = Some((moved.0.min(last(&map.xs)), moved.1.min(last(&map.ys))));
}
