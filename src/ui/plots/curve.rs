//! The spend curve: how the bill grows along any numeric assumption.

use eframe::egui::{Align2, Color32, Key as Button_, RichText, Sense, Ui};
use egui_plot::{
    Corner, FilledArea, HLine, Legend, Line, LineStyle, Plot as Chart, PlotPoint, PlotPoints, PlotUi, Points, Text,
    VLine,
};
use rust_decimal::prelude::ToPrimitive as _;

use super::axis::{Axis, axis_label, money_label, money_ticks, ticks, value_words};
use super::{curve_table, key_list};
use crate::action::Action;
use crate::model::assumption::{Spec, Value, spec};
use crate::model::stats::curve::{Curve, Point};
use crate::outcome::{Answer, Plot};
use crate::state::State;
use crate::text;
use crate::ui::parts::{focus_ring, weak};
use crate::ui::theme::{self, Roles};

/// Least height of the plot in points.
const HEIGHT: f32 = 220.0;

/// Draws the curve with its controls.
pub fn show(ui: &mut Ui, state: &mut State, answer: &Answer, actions: &mut Vec<Action>) {
    let row = spec(state.view.curve_key);
    controls(ui, state, answer, row, actions);
    let Some(curve) = curve_of(answer).filter(|curve| curve.points.len() > 1) else {
        ui.add_space(theme::GAP);
        ui.label(format!("There is no curve over {}: no other value has an answer.", row.full_label().to_lowercase()));
        return;
    };
    readout(ui, state, curve, row);
    if state.view.curve_table {
        curve_table::show(ui, curve, row);
    } else {
        plot(ui, state, answer, curve, row);
    }
}

fn curve_of(answer: &Answer) -> Option<&Curve> {
    match &answer.plot {
        Plot::Curve(curve) => curve.as_ref(),
        _ => None,
    }
}

fn controls(ui: &mut Ui, state: &mut State, answer: &Answer, row: &Spec, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        ui.label(weak("over"));
        if let Some(key) = key_list(ui, "Curve over", row.key, |_| true) {
            actions.push(Action::CurveOver(key));
        }
        let view = &mut state.view;
        ui.toggle_value(&mut view.curve_log_x, "Log x").on_hover_text("Logarithmic axis of the assumption");
        ui.toggle_value(&mut view.curve_log_y, "Log $").on_hover_text("Logarithmic axis of the bill");
        ui.toggle_value(&mut view.curve_table, "Table").on_hover_text("The same data as a table");
        if let Some(curve) = curve_of(answer)
            && ui.button("Copy data").on_hover_text("Copy the curve as tab-separated text").clicked()
        {
            actions.push(Action::Copy(curve_table::tab_separated(curve, row)));
        }
    });
}

/// The point under the keyboard's cursor, or where the budget is passed, in words.
fn readout(ui: &mut Ui, state: &State, curve: &Curve, row: &Spec) {
    let text = match state.view.curve_cursor.and_then(|index| curve.points.get(index)) {
        Some(point) => point_words(point, row),
        None => match curve.crossing {
            Some(x) => format!("The expected bill passes the budget at {}", value_words(row, x)),
            None => "Hover the curve, or focus it and press Left and Right, to read it".to_owned(),
        },
    };
    ui.label(weak(text));
}

fn point_words(point: &Point, row: &Spec) -> String {
    let x = text::value(row, &Value::Number(point.x));
    let mut words = format!("{x}: {} expected", text::about(point.expected));
    if let Some([low, _, high]) = point.band {
        words += &format!(", 90 % {} to {}", text::about(low), text::about(high));
    }
    if point.floor < point.ceiling {
        words += &format!(", {} to {} floor to ceiling", text::about(point.floor), text::about(point.ceiling));
    }
    words
}

fn plot(ui: &mut Ui, state: &mut State, answer: &Answer, curve: &Curve, row: &'static Spec) {
    let roles = theme::roles(ui);
    let axes = (Axis { log: state.view.curve_log_x }, Axis { log: state.view.curve_log_y });
    let height = ui.available_height().max(HEIGHT);
    // With several lines, the axis says whose assumption it is.
    let lines = &answer.figures.plan.lines;
    let line = curve.span.place.line.and_then(|index| lines.get(index)).filter(|_| lines.len() > 1);
    let whose = line.map_or_else(String::new, |line| format!("{}: ", line.name));
    let unit = match row.unit {
        unit if unit.is_empty() || row.label.eq_ignore_ascii_case(unit) => format!("{whose}{}", row.full_label()),
        unit => format!("{whose}{}, {unit}", row.full_label()),
    };
    let cursor = state.view.curve_cursor;
    let mut plot = Chart::new("spend curve")
        .height(height)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .sense(Sense::click())
        .legend(Legend::default().position(legend_corner(curve)).background_alpha(0.7))
        .x_axis_label(weak(unit))
        .x_grid_spacer(move |input| ticks(input.bounds, axes.0))
        .y_grid_spacer(move |input| money_ticks(input.bounds, axes.1))
        .y_axis_label(weak(format!("Bill, {}", text::currency_code())))
        .x_axis_formatter(move |mark, _| axis_label(row, axes.0.value_at(mark.value)))
        .y_axis_formatter(move |mark, _| money_label(axes.1.value_at(mark.value)))
        .label_formatter(move |position| hover_label(position, row, axes))
        .grid_color(theme::blend(roles.background, roles.text, 0.12));
    if !axes.1.log {
        plot = plot.include_y(0.0);
    }
    let response = plot.show(ui, |plot_ui| draw(plot_ui, answer, curve, axes, cursor, &roles));
    let plot_response = response.response.accessible_name("Spend curve plot");
    if plot_response.clicked() {
        plot_response.request_focus();
    }
    if plot_response.has_focus() {
        focus_ring(ui, &plot_response);
        keyboard(ui, state, curve, plot_response.id);
    }
}

fn keyboard(ui: &Ui, state: &mut State, curve: &Curve, id: eframe::egui::Id) {
    let filter = eframe::egui::EventFilter { horizontal_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let last = curve.points.len() - 1;
    let now = state.view.curve_cursor;
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let next = if pressed(Button_::ArrowRight) {
        Some(now.map_or(0, |at| (at + 1).min(last)))
    } else if pressed(Button_::ArrowLeft) {
        Some(now.map_or(last, |at| at.saturating_sub(1)))
    } else if pressed(Button_::Home) {
        Some(0)
    } else if pressed(Button_::End) {
        Some(last)
    } else {
        now
    };
    state.view.curve_cursor = next.map(|at| at.min(last));
}

fn hover_label(position: &egui_plot::HoverPosition<'_>, row: &Spec, axes: (Axis, Axis)) -> Option<String> {
    match position {
        egui_plot::HoverPosition::NearDataPoint { plot_name, position, .. } => {
            let x = value_words(row, axes.0.value_at(position.x));
            let y = text::about(axes.1.value_at(position.y));
            Some(if plot_name.is_empty() { format!("{x}\n{y}") } else { format!("{plot_name}\n{x}\n{y}") })
        }
        egui_plot::HoverPosition::Elsewhere { .. } => None,
    }
}

/// Where a rising curve leaves room, or a flat or falling one.
fn legend_corner(curve: &Curve) -> Corner {
    let ends = curve.points.first().zip(curve.points.last());
    let rises = ends.is_some_and(|(first, last)| last.expected > 1.5 * first.expected);
    if rises { Corner::RightBottom } else { Corner::LeftBottom }
}

fn draw(
    plot: &mut PlotUi<'_>,
    answer: &Answer,
    curve: &Curve,
    axes: (Axis, Axis),
    cursor: Option<usize>,
    roles: &Roles,
) {
    let (x_axis, y_axis) = axes;
    let x_of = |point: &Point| x_axis.place_of(point.x.to_f64().unwrap_or(0.0));
    let expected = roles.series[0];
    let shown = |point: &&Point| {
        let x = point.x.to_f64().unwrap_or(0.0);
        x_axis.has(x) && y_axis.has(point.floor) && y_axis.has(point.expected)
    };
    let points: Vec<&Point> = curve.points.iter().filter(shown).collect();
    let xs: Vec<f64> = points.iter().map(|point| x_of(point)).collect();
    let banded: Vec<[f64; 3]> = points.iter().filter_map(|point| point.band).collect();
    if banded.len() == points.len() {
        let edge = |index: usize| -> Vec<f64> {
            let lowest = banded.iter().map(|band| band[1]).fold(f64::INFINITY, f64::min) * 1e-3;
            banded
                .iter()
                .map(|band| y_axis.place_of(if y_axis.log { band[index].max(lowest) } else { band[index] }))
                .collect()
        };
        let (low, high) = (edge(0), edge(2));
        plot.add(FilledArea::new("90 % band", &xs, &low, &high).fill_color(expected.gamma_multiply(0.18)));
        // Where half of the batches lie differs from the expected bill only when ranges lean to a side.
        let apart =
            |(point, band): (&&Point, &[f64; 3])| (band[1] - point.expected).abs() > 2e-3 * point.expected.abs();
        if points.iter().zip(&banded).any(apart) {
            let middle: PlotPoints<'_> = xs.iter().zip(edge(1)).map(|(x, y)| [*x, y]).collect();
            plot.line(Line::new("P50", middle).color(expected).width(1.5).style(LineStyle::dotted_dense()));
        }
    }
    if points.iter().any(|point| point.ceiling - point.floor > point.expected.abs() * 1e-9) {
        for (name, of) in
            [("Floor, ceiling", (|point| point.floor) as fn(&Point) -> f64), ("Floor, ceiling", |point| point.ceiling)]
        {
            let line: PlotPoints<'_> = points.iter().map(|point| [x_of(point), y_axis.place_of(of(point))]).collect();
            plot.line(Line::new(name, line).color(roles.caution).width(1.0).style(theme::dash(3)));
        }
    }
    let line: PlotPoints<'_> = points.iter().map(|point| [x_of(point), y_axis.place_of(point.expected)]).collect();
    plot.line(Line::new("Expected", line).color(expected).width(2.0).style(LineStyle::Solid));
    here(plot, answer, curve, axes, expected);
    if let Some(budget) = &answer.figures.budget {
        let cap = budget.cap.to_f64().unwrap_or(0.0);
        plot.hline(HLine::new("Budget", y_axis.place_of(cap)).color(roles.series[1]).width(1.5).style(theme::dash(1)));
        if let Some(x) = curve.crossing {
            crossing(plot, curve, axes, (x, cap), roles);
        }
    }
    if let Some(point) = cursor.and_then(|index| curve.points.get(index)) {
        let at = [x_of(point), y_axis.place_of(point.expected)];
        plot.vline(VLine::new("", at[0]).color(roles.weak).width(1.0).allow_hover(false));
        plot.points(Points::new("", vec![at]).radius(5.0).color(roles.accent).allow_hover(false));
    }
}

/// The scenario as it is, on its curve.
fn here(plot: &mut PlotUi<'_>, answer: &Answer, curve: &Curve, axes: (Axis, Axis), colour: Color32) {
    let Some(x) = curve.span.now.and_then(|now| now.to_f64()) else { return };
    let y = answer.figures.estimate.expected.to_f64().unwrap_or(0.0);
    if !axes.0.has(x) || !axes.1.has(y) {
        return;
    }
    let at = [axes.0.place_of(x), axes.1.place_of(y)];
    plot.points(Points::new("This plan", vec![at]).radius(4.5).color(colour));
}

fn crossing(plot: &mut PlotUi<'_>, curve: &Curve, axes: (Axis, Axis), at: (f64, f64), roles: &Roles) {
    let row = spec(curve.span.place.key);
    let position = [axes.0.place_of(at.0), axes.1.place_of(at.1)];
    plot.points(Points::new("", vec![position]).radius(5.0).color(roles.series[1]).filled(true).allow_hover(false));
    let label = RichText::new(format!(" budget at {}  ", value_words(row, at.0))).size(theme::SMALL).color(roles.text);
    // Above and left of a rising curve there is room, unless the point is near the axis.
    let (from, to) = (curve.span.from.to_f64().unwrap_or(0.0), curve.span.to.to_f64().unwrap_or(1.0));
    let far = at.0 - from > 0.4 * (to - from);
    let anchor = if far { Align2::RIGHT_BOTTOM } else { Align2::LEFT_TOP };
    plot.text(Text::new("", PlotPoint::new(position[0], position[1]), label).anchor(anchor));
}
