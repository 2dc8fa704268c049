//! Small things that several panels draw the same way.

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{
    Align, Button, Color32, Id, Label, Layout, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui, Vec2, pos2,
};

use super::theme;
use crate::action::{Action, Command};
use crate::model::assumption::Spec;
use crate::model::book::{Confidence, Model, State as Life};
use crate::model::day::Day;
use crate::model::warning::RETIRES_SOON_DAYS;
use crate::text;

/// Weak small text.
pub fn weak(text: impl Into<String>) -> RichText {
    RichText::new(text).size(theme::SMALL).weak()
}

/// A label at the left, cut where it does not fit, and a value at the right of the line.
pub fn pair(ui: &mut Ui, label: impl Into<RichText>, value: impl Into<RichText>) -> Response {
    let (label, value) = (label.into(), value.into());
    let size = Vec2::new(ui.available_width(), 18.0);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        let response = ui.label(value);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| ui.add(Label::new(label).truncate()));
        response
    })
    .inner
}

/// One row of a bar chart that is also a table.
pub struct BarRow<'a> {
    /// What it is.
    pub label: &'a str,
    /// More about it, on hover.
    pub help: &'a str,
    /// Length of the bar, 0 to 1.
    pub length: f32,
    /// The figure.
    pub figure: String,
    /// The figure with every digit, on hover.
    pub exact: String,
    /// A weak remark after the figure.
    pub remark: String,
    /// Width of the remark in points.
    pub remark_width: f32,
    /// Colour of the bar.
    pub colour: Color32,
    /// Striped, so that its meaning is not told by the colour alone.
    pub striped: bool,
}

/// Width of the figure column of a bar row.
const BAR_FIGURE: f32 = 88.0;
/// Share of the width, and bounds, of its label column.
const BAR_LABEL: (f32, f32, f32) = (0.3, 110.0, 320.0);

/// Draws a bar row over the whole width.
pub fn bar_row(ui: &mut Ui, row: &BarRow<'_>) {
    let (figure, remark) = (BAR_FIGURE, row.remark_width);
    let (share, least, most) = BAR_LABEL;
    let label = (ui.available_width() * share).clamp(least, most);
    let cell = |ui: &mut Ui, width: f32, layout: Layout, text: RichText| {
        let add = |ui: &mut Ui| ui.add(Label::new(text).truncate());
        ui.allocate_ui_with_layout(Vec2::new(width, 20.0), layout, |ui| {
            ui.set_min_width(width);
            add(ui)
        })
        .inner
    };
    ui.horizontal(|ui| {
        let left = Layout::left_to_right(Align::Center);
        cell(ui, label, left, RichText::new(row.label)).on_hover_text(if row.help.is_empty() {
            row.label
        } else {
            row.help
        });
        let space = ui.available_width() - figure - remark - 3.0 * ui.spacing().item_spacing.x;
        let (rect, response) = ui.allocate_exact_size(Vec2::new(space.max(40.0), 16.0), Sense::hover());
        let mut bar = rect;
        bar.set_width((rect.width() * row.length.clamp(0.0, 1.0)).max(if row.length > 0.0 { 2.0 } else { 0.0 }));
        ui.painter().rect_filled(bar, 2.0, row.colour);
        if row.striped {
            stripes(ui, bar);
        }
        response.on_hover_text(&row.exact);
        let right = Layout::right_to_left(Align::Center);
        cell(ui, figure, right, RichText::new(&row.figure).strong()).on_hover_text(&row.exact);
        cell(ui, remark, left, weak(&row.remark));
    });
}

/// Stripes over a bar, so that its meaning is not told by the colour alone.
pub fn stripes(ui: &Ui, bar: Rect) {
    let colour = theme::roles(ui).background;
    let painter = ui.painter().with_clip_rect(bar);
    let mut x = bar.left() - bar.height();
    while x < bar.right() {
        painter.line_segment([pos2(x, bar.bottom()), pos2(x + bar.height(), bar.top())], Stroke::new(1.5, colour));
        x += 6.0;
    }
}

/// Shows the keyboard's focus around what does not show it itself.
pub fn focus_ring(ui: &Ui, response: &Response) {
    if response.has_focus() {
        let stroke = Stroke::new(1.5, theme::roles(ui).accent);
        ui.painter().rect_stroke(response.rect.expand(1.0), 4.0, stroke, StrokeKind::Outside);
    }
}

/// A menu entry of a command.
pub fn command_button(ui: &mut Ui, command: Command, enabled: bool, actions: &mut Vec<Action>) {
    command_button_named(ui, command, command.label().to_owned(), enabled, actions);
}

/// A menu entry of a command under another label.
pub fn command_button_named(ui: &mut Ui, command: Command, label: String, enabled: bool, actions: &mut Vec<Action>) {
    let mut button = Button::new(label);
    if let Some(keys) = command.shortcut() {
        button = button.shortcut_text(ui.ctx().format_shortcut(&keys));
    }
    if ui.add_enabled(enabled, button).on_hover_text(command.tooltip()).clicked() {
        actions.push(Action::Run(command));
        ui.close();
    }
}

/// A model's life on a day in a word or two, with its colour.
pub fn life(ui: &Ui, model: &Model, day: Day) -> (String, Color32) {
    let roles = theme::roles(ui);
    match (model.state_on(day), model.days_left(day)) {
        (_, _) if model.confidence == Confidence::None => ("no price".into(), roles.bad),
        (Life::Retired, _) => ("retired".into(), roles.bad),
        (Life::Deprecated, Some(days)) => (text::days_left(days), roles.caution),
        (_, Some(days)) if days <= RETIRES_SOON_DAYS => (text::days_left(days), roles.caution),
        (Life::Deprecated, None) => ("deprecated".into(), roles.caution),
        (Life::Active, _) => ("active".into(), roles.weak),
    }
}

/// A command as a small button in a line of text.
pub fn small_command(ui: &mut Ui, command: Command, actions: &mut Vec<Action>) {
    let button = Button::new(RichText::new(command.label()).size(theme::SMALL));
    if ui.add(button).on_hover_text(command.tooltip()).clicked() {
        actions.push(Action::Run(command));
    }
}

/// Names a control for screen readers.
pub fn named(response: &Response, row: &Spec, what: &str) -> Response {
    let unit = if row.unit.is_empty() { String::new() } else { format!(" in {}", row.unit) };
    response.clone().accessible_name(format!("{}{what}{unit}", row.label))
}

/// Selects what stands in a text field, so that typing replaces it.
pub fn select_all(ui: &Ui, id: Id, text: &str) {
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), id);
}
