//! The rates of a model, each with its day and source.

use eframe::egui::{Grid, Label, RichText, Ui, Vec2};

use super::page::source;
use crate::action::Action;
use crate::model::book::{Model, Rate};
use crate::text;
use crate::ui::parts::weak;
use crate::ui::theme;

/// Draws the table.
pub fn show(ui: &mut Ui, model: &Model, actions: &mut Vec<Action>) {
    if model.rates.is_empty() {
        ui.label(weak("No rate is known, so no number is made."));
        return;
    }
    Grid::new(("rates", &model.id)).num_columns(4).spacing(Vec2::new(14.0, 4.0)).show(ui, |ui| {
        for title in ["Rate", "USD", "From", "Source"] {
            ui.label(weak(title));
        }
        ui.end_row();
        for rate in &model.rates {
            row(ui, rate, actions);
            ui.end_row();
        }
        for rate in &model.printed {
            row(ui, rate, actions);
            ui.label(weak("printed, rounded; not summed"));
            ui.end_row();
        }
    });
}

fn row(ui: &mut Ui, rate: &Rate, actions: &mut Vec<Action>) {
    ui.vertical(|ui| {
        ui.add(Label::new(rate.unit.label()).extend());
        let scope = rate.scope_words();
        if !scope.is_empty() {
            ui.add(Label::new(weak(scope)).extend());
        }
    });
    let per = if rate.unit.is_tokens() { " per 1M".to_owned() } else { format!(" per {}", rate.unit.singular()) };
    ui.vertical(|ui| {
        ui.add(Label::new(RichText::new(text::exact_money(rate.usd)).strong()).extend());
        let credits = rate.credits.map(|credits| format!(", {} credits", credits.normalize())).unwrap_or_default();
        ui.add(Label::new(weak(format!("{}{credits}", per.trim_start()))).extend());
    });
    ui.label(RichText::new(rate.from.to_string()).size(theme::SMALL));
    let response = ui.horizontal(|ui| source(ui, &rate.source, actions)).response;
    let note = [rate.note.as_str(), &format!("Confidence {}", rate.confidence.words())].join("\n");
    response.on_hover_text(note.trim_start());
}
