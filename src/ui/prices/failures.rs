//! What a provider bills when an attempt does not succeed, with who says so.

use eframe::egui::{Grid, Label, RichText, Ui, Vec2};

use super::page::source;
use crate::action::Action;
use crate::model::book::{Billing, Model};
use crate::model::estimate::billing_words;
use crate::model::outcome::Outcome;
use crate::ui::parts::weak;
use crate::ui::theme;

/// Draws the table: billed, not billed, or unknown.
pub fn show(ui: &mut Ui, model: &Model, actions: &mut Vec<Action>) {
    let roles = theme::roles(ui);
    Grid::new(("failures", &model.id)).num_columns(4).spacing(Vec2::new(14.0, 4.0)).show(ui, |ui| {
        for title in ["Outcome", "Rule", "Confidence", "Source"] {
            ui.label(weak(title));
        }
        ui.end_row();
        for outcome in Outcome::ALL {
            let rule = model.failure(outcome);
            let colour = match rule.billing {
                Billing::NotBilled => roles.good,
                Billing::Unknown(_) => roles.caution,
                _ => roles.text,
            };
            ui.label(outcome.label());
            ui.add(Label::new(RichText::new(billing_words(rule.billing)).color(colour))).on_hover_text(&rule.note);
            ui.label(weak(rule.confidence.words()));
            ui.horizontal(|ui| source(ui, &rule.source, actions)).response.on_hover_text(&rule.note);
            ui.end_row();
        }
    });
    if Outcome::ALL.iter().any(|outcome| matches!(model.failure(*outcome).billing, Billing::Unknown(_))) {
        let words = "Unknown: the estimate shows floor (nothing) and ceiling (the full price), and expects the share \
                     named here until you set your own under Billing rules.";
        ui.add(Label::new(weak(words)).wrap());
    }
}
