//! A range: low, likely and high as three handles on one line.
#![expect(clippy::cast_possible_truncation, reason = "places on the screen need few digits")]

use eframe::egui::{
    CursorIcon, EventFilter, Id, Key as Button, Rect, Sense, Shape as Drawn, Stroke, Ui, Vec2, WidgetInfo, pos2,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::number::from_slider;
use crate::action::Action;
use crate::model::assumption::{Kind, Range, Scale, Shape, Spec, Value};
use crate::model::scenario::Place;
use crate::text;
use crate::ui::parts::focus_ring;
use crate::ui::theme;

/// Room to either side of a range on its line, as a share of its width.
const MARGIN: Decimal = Decimal::from_parts(35, 0, 0, false, 2);
/// Radius of a handle in points.
const RADIUS: f32 = 6.0;

/// Where values lie on the line.
struct Line {
    rect: Rect,
    min: f64,
    top: f64,
    step: Decimal,
    whole: bool,
    scale: Scale,
}

/// Draws the line with its handles.
pub fn show(ui: &mut Ui, row: &Spec, place: Place, range: &Range, width: f32, actions: &mut Vec<Action>) {
    let (min, soft_max, step, whole, scale) = match row.kind {
        Kind::Number { min, soft_max, step, whole, scale, .. } => (min, soft_max, step, whole, scale),
        _ => (Decimal::ZERO, Decimal::ONE, Decimal::new(1, 2), false, Scale::Linear),
    };
    let (rect, area) = ui.allocate_exact_size(Vec2::new(width, theme::ROW_HEIGHT - 2.0), Sense::hover());
    let top = soft_max.max(range.high);
    let ends = ends(ui, row, place, range, (min, top));
    let line = Line { rect: rect.shrink2(Vec2::new(RADIUS + 1.0, 0.0)), min: ends.0, top: ends.1, step, whole, scale };
    let shown = text::value(row, &Value::Range(*range));
    area.on_hover_text(format!("{shown}\n{}", range.shape.word()));
    let roles = theme::roles(ui);
    let y = rect.center().y;
    let xs = [range.low, range.likely, range.high].map(|value| line.x(value));
    ui.painter().hline(line.rect.x_range(), y, Stroke::new(4.0, theme::blend(roles.background, roles.text, 0.12)));
    let band = Rect::from_min_max(pos2(xs[0], y - 4.0), pos2(xs[2], y + 4.0));
    ui.painter().rect_filled(band, 2.0, roles.series[0].gamma_multiply(0.35));
    for (index, what) in [(0, "low"), (1, "likely"), (2, "high")] {
        let values = [range.low, range.likely, range.high];
        let (Some(x), Some(value)) = (xs.get(index).copied(), values.get(index).copied()) else { continue };
        let moved = handle(ui, row, place, &line, (what, x, value), actions);
        if let Some(value) = moved {
            let new = with(range, index, value.clamp(min, top));
            let legal = [new.low, new.likely, new.high].into_iter().all(|value| row.within(value).is_ok());
            if legal && new != *range {
                actions.push(Action::Set { place, value: Value::Range(new) });
            }
        }
    }
}

/// The values at the ends of the line: the range with some room to either side, within the bounds.
/// They stay while a handle is moved.
fn ends(ui: &Ui, row: &Spec, place: Place, range: &Range, bounds: (Decimal, Decimal)) -> (f64, f64) {
    let id = Id::unique(("range ends", row.name, place.line));
    let handles = ["low", "likely", "high"].map(|what| handle_id(row, place, what));
    let in_hand = |id: &Id| ui.ctx().dragged_id() == Some(*id) || ui.memory(|memory| memory.has_focus(*id));
    if handles.iter().any(in_hand)
        && let Some(ends) = ui.data(|data| data.get_temp::<(f64, f64)>(id))
    {
        return ends;
    }
    let width = range.high.saturating_sub(range.low).max(range.high.abs().saturating_mul(Decimal::new(5, 2)));
    let (min, top) = bounds;
    let width = if width.is_zero() { top.saturating_sub(min) } else { width.saturating_mul(MARGIN) };
    let float = |number: Decimal| number.to_f64().unwrap_or(0.0);
    let ends = (float(range.low.saturating_sub(width).max(min)), float(range.high.saturating_add(width).min(top)));
    ui.data_mut(|data| data.insert_temp(id, ends));
    ends
}

fn handle_id(row: &Spec, place: Place, what: &str) -> Id {
    Id::unique(("range", row.name, place.line, what))
}

/// One handle; the value that it was moved to.
fn handle(
    ui: &Ui,
    row: &Spec,
    place: Place,
    line: &Line,
    (what, x, value): (&str, f32, Decimal),
    actions: &mut Vec<Action>,
) -> Option<Decimal> {
    let y = line.rect.center().y;
    let id = handle_id(row, place, what);
    let area = Rect::from_center_size(pos2(x, y), Vec2::new(2.0 * RADIUS + 2.0, 24.0));
    let response = ui.interact(area, id, Sense::click_and_drag()).on_hover_cursor(CursorIcon::ResizeHorizontal);
    let name = format!("{} {what}", row.label);
    let shown = text::value(row, &Value::Number(value));
    response.widget_info(|| WidgetInfo::slider(ui.is_enabled(), value.to_f64().unwrap_or(0.0), name.clone()));
    let response = response.on_hover_text(format!("{what} {shown}"));
    let roles = theme::roles(ui);
    let colour = if response.hovered() || response.dragged() { roles.accent } else { roles.series[0] };
    if what == "likely" {
        let corners = vec![pos2(x, y - 8.0), pos2(x + 4.0, y), pos2(x, y + 8.0), pos2(x - 4.0, y)];
        ui.painter().add(Drawn::convex_polygon(corners, roles.text, Stroke::NONE));
    } else {
        ui.painter().circle(pos2(x, y), RADIUS, roles.panel, Stroke::new(2.0, colour));
    }
    focus_ring(ui, &response);
    if response.clicked() || response.drag_started() {
        response.request_focus();
    }
    if response.drag_stopped() || response.lost_focus() {
        actions.push(Action::CloseStep);
    }
    if response.dragged()
        && let Some(at) = response.interact_pointer_pos()
    {
        return Some(line.value(at.x));
    }
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let steps = i32::from(pressed(Button::ArrowRight)) - i32::from(pressed(Button::ArrowLeft));
    (steps != 0).then(|| line.stepped(value, steps > 0))
}

/// The range with one of its three values moved; the others give way.
fn with(range: &Range, index: usize, value: Decimal) -> Range {
    let Range { low, likely, high, shape } = *range;
    match index {
        0 => Range { low: value, likely: likely.max(value), high: high.max(value), shape },
        1 => Range { low: low.min(value), likely: value, high: high.max(value), shape },
        _ => Range { low: low.min(value), likely: likely.min(value), high: value, shape },
    }
}

impl Line {
    fn x(&self, value: Decimal) -> f32 {
        let part = (value.to_f64().unwrap_or(0.0) - self.min) / (self.top - self.min).max(1e-12);
        self.rect.left() + self.rect.width() * part.clamp(0.0, 1.0) as f32
    }

    fn value(&self, x: f32) -> Decimal {
        let part = f64::from(((x - self.rect.left()) / self.rect.width().max(1.0)).clamp(0.0, 1.0));
        from_slider(self.min + part * (self.top - self.min), self.step, self.whole, self.scale)
    }

    /// The next value up or down: a step, or a twentieth on a logarithmic line.
    fn stepped(&self, value: Decimal, up: bool) -> Decimal {
        let step = match self.scale {
            Scale::Linear => self.step,
            Scale::Log => value.abs().checked_div(Decimal::from(20)).unwrap_or_default().max(self.step),
        };
        let moved = if up { value.saturating_add(step) } else { value.saturating_sub(step) };
        match self.scale {
            Scale::Linear => moved,
            Scale::Log => moved.round_sf(3).unwrap_or(moved),
        }
    }
}

/// The switch between one value and a range, with the range's shape in its menu.
pub fn switch(ui: &mut Ui, row: &Spec, place: Place, value: &Value, width: f32, actions: &mut Vec<Action>) {
    if !row.takes_range {
        return;
    }
    let roles = theme::roles(ui);
    let on = matches!(value, Value::Range(_));
    let text = eframe::egui::RichText::new("±").size(15.0).color(if on { roles.accent } else { roles.weak });
    ui.spacing_mut().button_padding = Vec2::splat(2.0);
    let size = Vec2::new(width, theme::ROW_HEIGHT - 2.0);
    let button = eframe::egui::Button::new(text).frame_when_inactive(false).selected(on).min_size(size);
    let (name, hint) = match value {
        Value::Range(range) => (
            format!("{}, one value", row.label),
            format!(
                "Back to one value: {}\n{}: right-click for another shape, or type it, as in 8000..12000:triangular",
                text::value(row, &Value::Number(range.likely)),
                range.shape.word(),
            ),
        ),
        _ => (
            format!("{}, range", row.label),
            "Make this a range: low, likely, high. You can also type 8000..12000".to_owned(),
        ),
    };
    let response = ui.add(button).on_hover_text(hint).accessible_name(name);
    if response.clicked() {
        actions.push(Action::ToggleRange(place));
    }
    let Value::Range(range) = value else { return };
    response.context_menu(|ui| {
        for (shape, words) in [(Shape::Pert, "PERT: trusts the likely value"), (Shape::Triangular, "Triangular: wider")]
        {
            if ui.add(eframe::egui::Button::selectable(range.shape == shape, words)).clicked() {
                actions.push(Action::Set { place, value: Value::Range(Range { shape, ..*range }) });
                actions.push(Action::CloseStep);
                ui.close();
            }
        }
    });
}
