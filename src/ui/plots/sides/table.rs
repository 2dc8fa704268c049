//! A table with one column for each scenario: what differs, and by how much.

use eframe::egui::{Grid, Label, RichText, ScrollArea, Ui, Vec2};

use crate::side_by_side::{Row, Sides, change_words};
use crate::text;
use crate::ui::parts::weak;
use crate::ui::theme;

/// Most rows; a thousand lines would make thousands.
const MOST: usize = 200;
/// Narrowest column of a scenario in points.
const NARROWEST: f32 = 104.0;
/// Between columns.
const SPACE: f32 = 12.0;

/// Draws the bills and then the rows.
pub fn show(ui: &mut Ui, sides: &Sides, rows: &[Row]) {
    let count = sides.asked.names.len();
    let room = ui.available_width();
    let first = (room * 0.3).clamp(130.0, 240.0);
    #[expect(clippy::cast_precision_loss, reason = "there are six columns at most")]
    let each = ((room - first) / count as f32 - SPACE - 2.0).max(NARROWEST);
    ScrollArea::horizontal().id_salt("side by side").show(ui, |ui| {
        Grid::new(("sides", count)).num_columns(count + 1).spacing(Vec2::new(SPACE, 6.0)).striped(true).show(
            ui,
            |ui| {
                head(ui, sides, (first, each));
                for row in rows.iter().take(MOST) {
                    cell(ui, first, |ui| {
                        ui.add(Label::new(&row.what).wrap());
                        if !row.remark.is_empty() {
                            ui.add(Label::new(weak(&row.remark)).wrap());
                        }
                    });
                    cell(ui, each, |ui| ui.add(Label::new(&row.baseline).wrap()));
                    for other in &row.others {
                        cell(ui, each, |ui| match other {
                            None => {
                                ui.label(weak("same"));
                            }
                            Some(other) => {
                                ui.add(Label::new(RichText::new(&other.value).strong()).wrap());
                                if !other.change.is_empty() {
                                    ui.add(Label::new(weak(&other.change)).wrap());
                                }
                            }
                        });
                    }
                    ui.end_row();
                }
            },
        );
    });
    if rows.len() > MOST {
        let more = rows.len() - MOST;
        ui.label(weak(format!("{more} more rows differ; `image-budget compare` on the command line lists them all.")));
    }
}

/// The scenarios' names and their bills.
fn head(ui: &mut Ui, sides: &Sides, (first, each): (f32, f32)) {
    let roles = theme::roles(ui);
    cell(ui, first, |_| {});
    for (at, name) in sides.asked.names.iter().enumerate() {
        cell(ui, each, |ui| {
            ui.add(Label::new(RichText::new(name).strong()).truncate()).on_hover_text(name);
            if at == 0 {
                ui.label(weak("baseline"));
            }
        });
    }
    ui.end_row();
    cell(ui, first, |ui| ui.label("Expected bill"));
    for (at, bill) in sides.bills.iter().enumerate() {
        cell(ui, each, |ui| {
            let words = bill.map_or_else(|| "unknown".into(), text::cents);
            let label = ui.label(RichText::new(words).strong());
            if let Some(bill) = bill {
                label.on_hover_text(text::exact_money(*bill));
            }
            if let Some(change) = sides.change(at).filter(|_| at > 0) {
                let colour = match change.by {
                    same if same.is_zero() => roles.weak,
                    less if less.is_sign_negative() => roles.good,
                    _ => roles.caution,
                };
                let words = RichText::new(change_words(change)).size(theme::SMALL).color(colour);
                ui.add(Label::new(words).wrap()).on_hover_text(text::exact_money(change.by));
            }
        });
    }
    ui.end_row();
}

fn cell<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) {
    // A space of no height would begin in the middle of the row.
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 1.0;
        add(ui);
    });
}
