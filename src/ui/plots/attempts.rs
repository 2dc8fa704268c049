//! From requested to kept: how many, and what was paid for nothing on the way.

use eframe::egui::{RichText, Ui};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::outcome::Answer;
use crate::text;
use crate::ui::parts::{BarRow, bar_row, weak};
use crate::ui::theme;

/// Draws the funnel and what was paid for nothing.
pub fn show(ui: &mut Ui, answer: &Answer) {
    let counts = &answer.figures.estimate.counts;
    let stages = [
        ("Images requested", counts.requested, "What you ask for"),
        ("Requests", counts.requests, "One for each image, and one more for each duplicate"),
        ("Attempts", counts.attempts, "Calls to the provider, retries included"),
        ("Billed attempts", counts.billed_attempts, "Attempts that cost anything"),
        ("Images delivered", counts.delivered, "Images that came back; a second copy does not count"),
        ("Images kept", counts.kept, "Images that a person accepts"),
    ];
    let most = stages.iter().map(|(_, count, _)| *count).max().unwrap_or_default();
    let roles = theme::roles(ui);
    for (label, count, help) in stages {
        let share = text::percent(ratio(count, counts.requested).round_dp(4));
        bar_row(
            ui,
            &BarRow {
                label,
                help,
                length: ratio(count, most).to_f32().unwrap_or(0.0),
                figure: text::count(count),
                exact: format!("{} expected", text::grouped(&count.round_dp(4).normalize().to_string())),
                remark: format!("{share} of requested"),
                remark_width: 128.0,
                colour: roles.series[0],
                striped: false,
            },
        );
    }
    ui.add_space(theme::GAP);
    paid_for_nothing(ui, answer);
}

fn ratio(part: Decimal, whole: Decimal) -> Decimal {
    part.checked_div(whole).unwrap_or_default()
}

fn paid_for_nothing(ui: &mut Ui, answer: &Answer) {
    let wasted = &answer.figures.estimate.paid_for_nothing;
    let roles = theme::roles(ui);
    ui.horizontal(|ui| {
        ui.label(RichText::new("Paid for nothing").strong());
        ui.label(RichText::new(text::money(wasted.total)).strong()).on_hover_text(text::exact_money(wasted.total));
        let share = ratio(wasted.total, answer.figures.estimate.gross).round_dp(4);
        ui.label(weak(format!("{} of the gross, billed and not delivered", text::percent(share))));
    });
    ui.add_space(4.0);
    let causes = wasted.by_outcome.iter().map(|(outcome, amount)| (outcome.label(), *amount));
    for (label, amount) in causes.chain([("Duplicates", wasted.duplicates)]) {
        let share = ratio(amount, wasted.total);
        bar_row(
            ui,
            &BarRow {
                label,
                help: "",
                length: share.to_f32().unwrap_or(0.0),
                figure: text::column(amount, answer.figures.estimate.gross),
                exact: text::exact_money(amount),
                remark: if amount.is_zero() { String::new() } else { text::percent(share.round_dp(3)) },
                remark_width: 128.0,
                colour: roles.series[1],
                striped: true,
            },
        );
    }
}
