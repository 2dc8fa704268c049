//! The curve as a table and as text.

use std::fmt::Write as _;

use eframe::egui::{Align, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder};

use crate::model::assumption::{Spec, Value};
use crate::model::stats::curve::Curve;
use crate::text;
use crate::ui::theme;

/// Draws the table.
pub fn show(ui: &mut Ui, curve: &Curve, row: &Spec) {
    let height = ui.available_height().max(220.0);
    let columns = [row.label, "Expected", "P5", "P95", "Floor", "Ceiling"];
    TableBuilder::new(ui)
        .id_salt("curve table")
        .columns(Column::remainder().at_least(62.0), columns.len())
        .cell_layout(Layout::right_to_left(Align::Center))
        .max_scroll_height(height)
        .header(theme::ROW_HEIGHT, |mut header| {
            for title in columns {
                header.col(|ui| {
                    ui.label(RichText::new(title).strong());
                });
            }
        })
        .body(|body| {
            body.rows(20.0, curve.points.len(), |mut table_row| {
                let Some(point) = curve.points.get(table_row.index()) else { return };
                let quantile = |index: usize| point.band.map_or_else(String::new, |band| text::about(band[index]));
                let cells = [
                    text::value(row, &Value::Number(point.x)),
                    text::about(point.expected),
                    quantile(0),
                    quantile(2),
                    text::about(point.floor),
                    text::about(point.ceiling),
                ];
                for cell in cells {
                    table_row.col(|ui| {
                        ui.label(cell);
                    });
                }
            });
        });
}

/// The curve as tab-separated text, ready for a spreadsheet.
pub fn tab_separated(curve: &Curve, row: &Spec) -> String {
    let mut out = format!("{}\texpected\tfloor\tceiling\tp5\tp50\tp95\n", row.name);
    for point in &curve.points {
        write!(out, "{}\t{}\t{}\t{}", point.x.normalize(), point.expected, point.floor, point.ceiling).ok();
        match point.band {
            Some([p5, p50, p95]) => writeln!(out, "\t{p5}\t{p50}\t{p95}").ok(),
            None => writeln!(out, "\t\t\t").ok(),
        };
    }
    out
}
