//! What makes the difference between the plan as it is and one model.

use eframe::egui::{Align, Frame, Grid, Label, Layout, Margin, RichText, Ui, Vec2};
use rust_decimal::Decimal;

use crate::action::{Action, PricesAction};
use crate::model::assumption::Key;
use crate::model::compare::{Candidate, Comparison};
use crate::sentence::capitalised;
use crate::state::State;
use crate::text;
use crate::ui::parts::weak;
use crate::ui::theme;

/// Draws the parts of the difference, what else changes, and the ways on from here.
pub fn show(ui: &mut Ui, state: &State, found: &Comparison, candidate: &Candidate, actions: &mut Vec<Action>) {
    let fill = ui.visuals().faint_bg_color;
    let frame = Frame::new().fill(fill).corner_radius(4).inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        parts(ui, found, candidate);
        let months = state.documents.front().scenario.values.amount(Key::Months);
        if let Some(yearly) = found.yearly(candidate, months).filter(|yearly| !yearly.is_zero()) {
            ui.label(weak(format!("Over a year of such months: {}", text::signed_money(yearly))));
        }
        for change in &candidate.changes {
            ui.add(Label::new(weak(format!("• {}", capitalised(&change.to_string())))).wrap());
        }
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            let id = &candidate.model.id;
            let present = found.present.as_ref() == Some(id);
            let hint = "Sets model, size and quality; undo takes it back";
            let button = ui.add_enabled(!present, eframe::egui::Button::new("Use this model")).on_hover_text(hint);
            if button.accessible_name(format!("Use {id}")).clicked() {
                actions.push(Action::SetMany(candidate.values.clone()));
            }
            let page = ui.button("Its prices").on_hover_text("The model's page in the price book");
            if page.accessible_name(format!("Prices of {id}")).clicked() {
                actions.push(Action::Prices(PricesAction::ShowModel(id.clone())));
            }
        });
    });
    ui.add_space(4.0);
}

fn parts(ui: &mut Ui, found: &Comparison, candidate: &Candidate) {
    let then = &candidate.then;
    let now = found.now.as_ref();
    let scale = now.map_or(then.bill, |now| now.bill.max(then.bill));
    let right =
        |ui: &mut Ui, text: RichText| ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(text)).inner;
    Grid::new(("parts", &candidate.model.id)).num_columns(4).spacing(Vec2::new(20.0, 2.0)).show(ui, |ui| {
        for title in ["Part of the bill", "now", "there", "difference"] {
            if title == "Part of the bill" {
                ui.label(weak(title));
            } else {
                right(ui, weak(title));
            }
        }
        ui.end_row();
        let mut line = |label: &str, before: Option<Decimal>, after: Decimal, strong: bool| {
            let styled = |text: String| if strong { RichText::new(text).strong() } else { RichText::new(text) };
            ui.label(styled(label.to_owned()));
            right(ui, styled(before.map_or_else(|| "unknown".into(), |usd| text::column(usd, scale))));
            right(ui, styled(text::column(after, scale))).on_hover_text(text::exact_money(after));
            let difference = before.and_then(|before| after.checked_sub(before));
            let shown = difference.map_or_else(String::new, |usd| {
                let plus = if usd.is_sign_positive() && !usd.is_zero() { "+" } else { "" };
                format!("{plus}{}", text::column(usd, scale))
            });
            right(ui, styled(shown)).on_hover_text(difference.map(text::signed_money).unwrap_or_default());
            ui.end_row();
        };
        for (index, (label, after)) in then.parts.named().enumerate() {
            let before = now.and_then(|now| now.parts.0.get(index).copied());
            if !after.is_zero() || before.is_some_and(|before| !before.is_zero()) {
                line(label, before, after, false);
            }
        }
        line("Expected bill", now.map(|now| now.bill), then.bill, true);
    });
    ui.add_space(theme::GAP / 2.0);
}
