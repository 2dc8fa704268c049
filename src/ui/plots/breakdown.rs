//! What the gross is made of: by operation, or by component.

use eframe::egui::Ui;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::model::breakdown::{by_component, by_operation};
use crate::outcome::Answer;
use crate::state::State;
use crate::text;
use crate::ui::parts::{BarRow, bar_row, weak};
use crate::ui::theme;

/// Draws the breakdown.
pub fn show(ui: &mut Ui, state: &mut State, answer: &Answer) {
    let gross = answer.figures.estimate.gross;
    ui.horizontal(|ui| {
        ui.label(weak("by"));
        ui.selectable_value(&mut state.view.by_component, false, "Operation");
        ui.selectable_value(&mut state.view.by_component, true, "Component");
        ui.label(weak(format!("of the gross, {}", text::money(gross))));
    });
    ui.add_space(8.0);
    let parts = if state.view.by_component {
        by_component(&answer.figures.estimate)
    } else {
        by_operation(&answer.figures.estimate)
    };
    if parts.is_empty() {
        ui.label("Nothing is billed: every price or every count is zero.");
        return;
    }
    let roles = theme::roles(ui);
    let most = parts.iter().map(|part| part.amount).max().unwrap_or_default();
    let share = |amount: Decimal, whole: Decimal| amount.checked_div(whole).unwrap_or_default();
    for part in &parts {
        bar_row(
            ui,
            &BarRow {
                label: &part.label,
                help: "",
                length: share(part.amount, most).to_f32().unwrap_or(0.0),
                figure: text::column(part.amount, gross),
                exact: text::exact_money(part.amount),
                remark: text::percent(share(part.amount, gross).round_dp(3)),
                remark_width: 52.0,
                colour: roles.series[usize::from(part.wasted)],
                striped: part.wasted,
            },
        );
    }
    if parts.iter().any(|part| part.wasted) {
        ui.add_space(8.0);
        ui.label(weak("Striped: billed and not delivered."));
    }
}
