//! The spend curves of all scenarios in one plot, or in one table.

use eframe::egui::{Align, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder};
use egui_plot::{Corner, Legend, Line, Plot as Chart, PlotPoints, Points};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::super::axis::{Axis, axis_label, money_label, money_ticks, ticks, value_words};
use super::super::key_list;
use super::unknown_bills;
use crate::action::Action;
use crate::model::assumption::{Spec, Value, spec};
use crate::model::stats::curve::{Curve, Point};
use crate::side_by_side::Sides;
use crate::state::State;
use crate::text;
use crate::ui::parts::weak;
use crate::ui::theme;

/// Rows of the table.
const ROWS: usize = 21;

/// Draws the curves with their controls.
pub fn show(ui: &mut Ui, state: &mut State, sides: &Sides, actions: &mut Vec<Action>) {
    let row = spec(state.view.curve_key);
    ui.horizontal_wrapped(|ui| {
        ui.label(weak("over"));
        if let Some(key) = key_list(ui, "Curves over", row.key, |_| true) {
            actions.push(Action::CurveOver(key));
        }
        let view = &mut state.view;
        ui.toggle_value(&mut view.curve_log_x, "Log x").on_hover_text("Logarithmic axis of the assumption");
        ui.toggle_value(&mut view.curve_log_y, "Log $").on_hover_text("Logarithmic axis of the bill");
        ui.toggle_value(&mut view.curve_table, "Table").on_hover_text("The same data as a table");
    });
    unknown_bills(ui, sides);
    if sides.curves.iter().flatten().next().is_none() {
        ui.add_space(theme::GAP);
        ui.label(format!("There are no curves over {}: no value has an answer.", row.full_label().to_lowercase()));
    } else if state.view.curve_table {
        table(ui, sides, row);
    } else {
        plot(ui, state, sides, row);
    }
}

/// The names with their curves, where there are any.
fn drawn(sides: &Sides) -> impl Iterator<Item = (usize, &String, &Curve)> {
    let named = sides.asked.names.iter().zip(&sides.curves).enumerate();
    named.filter_map(|(at, (name, curve))| Some((at, name, curve.as_deref()?)))
}

fn plot(ui: &mut Ui, state: &State, sides: &Sides, row: &'static Spec) {
    let roles = theme::roles(ui);
    let (x_axis, y_axis) = (Axis { log: state.view.curve_log_x }, Axis { log: state.view.curve_log_y });
    let unit = if row.unit.is_empty() { row.full_label() } else { format!("{}, {}", row.full_label(), row.unit) };
    let mut chart = Chart::new("curves side by side")
        .height(ui.available_height().max(240.0))
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .legend(Legend::default().position(Corner::LeftTop).background_alpha(0.7))
        .x_axis_label(weak(unit))
        .y_axis_label(weak(format!("Expected bill, {}", text::currency_code())))
        .x_grid_spacer(move |input| ticks(input.bounds, x_axis))
        .y_grid_spacer(move |input| money_ticks(input.bounds, y_axis))
        .x_axis_formatter(move |mark, _| axis_label(row, x_axis.value_at(mark.value)))
        .y_axis_formatter(move |mark, _| money_label(y_axis.value_at(mark.value)))
        .label_formatter(move |position| match position {
            egui_plot::HoverPosition::NearDataPoint { plot_name, position, .. } => {
                let x = value_words(row, x_axis.value_at(position.x));
                Some(format!("{plot_name}\n{x}\n{}", text::about(y_axis.value_at(position.y))))
            }
            egui_plot::HoverPosition::Elsewhere { .. } => None,
        })
        .grid_color(theme::blend(roles.background, roles.text, 0.12));
    if !y_axis.log {
        chart = chart.include_y(0.0);
    }
    let response = chart.show(ui, |plot| {
        for (at, name, curve) in drawn(sides) {
            let colour = roles.series[at % roles.series.len()];
            let place = |x: Decimal, bill: f64| {
                let x = x.to_f64()?;
                (x_axis.has(x) && y_axis.has(bill)).then(|| [x_axis.place_of(x), y_axis.place_of(bill)])
            };
            let points: PlotPoints<'_> =
                curve.points.iter().filter_map(|point| place(point.x, point.expected)).collect();
            plot.line(Line::new(name, points).color(colour).width(2.0).style(theme::dash(at)));
            let bill = sides.bills.get(at).copied().flatten().and_then(|bill| bill.to_f64());
            if let Some(own) = curve.span.now.zip(bill).and_then(|(x, bill)| place(x, bill)) {
                plot.points(Points::new(name, vec![own]).radius(4.5).color(colour));
            }
        }
    });
    response.response.accessible_name("Spend curves of the scenarios side by side");
    ui.label(weak("The dots are the scenarios as they are."));
}

fn table(ui: &mut Ui, sides: &Sides, row: &Spec) {
    let all: Vec<(&String, &Curve)> = drawn(sides).map(|(_, name, curve)| (name, curve)).collect();
    let mut xs: Vec<Decimal> = all.iter().flat_map(|(_, curve)| &curve.points).map(|point| point.x).collect();
    xs.sort_unstable();
    xs.dedup();
    let last = xs.len().saturating_sub(1);
    let rows = ROWS.min(xs.len());
    let height = ui.available_height().max(220.0);
    TableBuilder::new(ui)
        .id_salt("curves table")
        .columns(Column::remainder().at_least(72.0).clip(true), all.len() + 1)
        .cell_layout(Layout::right_to_left(Align::Center))
        .max_scroll_height(height)
        .header(theme::ROW_HEIGHT, |mut header| {
            for title in std::iter::once(row.label).chain(all.iter().map(|(name, _)| name.as_str())) {
                header.col(|ui| {
                    ui.label(RichText::new(title).strong());
                });
            }
        })
        .body(|body| {
            body.rows(20.0, rows, |mut table_row| {
                let Some(x) = xs.get(table_row.index() * last / (rows - 1).max(1)) else { return };
                table_row.col(|ui| {
                    ui.label(text::value(row, &Value::Number(*x)));
                });
                for (_, curve) in &all {
                    let found: Option<&Point> = curve.points.iter().find(|point| point.x == *x);
                    table_row.col(|ui| {
                        ui.label(found.map_or_else(|| "unknown".into(), |point| text::about(point.expected)));
                    });
                }
            });
        });
}
