//! The age of the prices, warnings, the last word to the user, and the time of the last answer.

use eframe::egui::{Align, Button, Color32, Label, Layout, RichText, ScrollArea, Ui};

use super::drift;
use super::parts::weak;
use super::theme;
use crate::action::{Action, Command};
use crate::model::warning::Warning;
use crate::state::{Session, State, Tab, Workspace};

/// Draws the bar.
pub fn show(ui: &mut Ui, state: &State, session: &Session, actions: &mut Vec<Action>) {
    let roles = theme::roles(ui);
    ui.horizontal(|ui| {
        if let Some((oldest, newest)) = session.book.checked_range() {
            let models = session.book.models().count();
            ui.label(weak(format!("Prices checked {oldest} to {newest}")))
                .on_hover_text(format!("{models} models; each rate shows its own source and day in Explain"));
        }
        let day = state.documents.front().scenario.day(session.today);
        if day != session.today {
            let text = RichText::new(format!("at the prices of {day}")).size(theme::SMALL).color(roles.caution);
            ui.label(text).on_hover_text("Set under Prices and discounts, Day of prices");
        }
        if let Some(currency) = &state.settings.style.currency {
            ui.label(RichText::new(currency.words()).size(theme::SMALL).color(roles.caution)).on_hover_text(
                "Bills are converted at the rate that you typed under Settings; inputs, prices and files stay in USD",
            );
        }
        drift::mark(ui, state.documents.front(), session, actions);
        warnings(ui, session, roles.caution, actions);
        files(ui, session, roles.bad);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if session.shows_time {
                let time = format!("{}.{:02} ms", session.micros / 1000, session.micros % 1000 / 10);
                ui.label(weak(time)).on_hover_text("How long the last answer took");
            }
            notice(ui, state, &roles, actions);
        });
    });
}

fn notice(ui: &mut Ui, state: &State, roles: &theme::Roles, actions: &mut Vec<Action>) {
    let Some(notice) = &state.view.notice else { return };
    let colour = if notice.bad { roles.bad } else { roles.text };
    if ui.add(Button::new(weak("Dismiss")).frame_when_inactive(false)).clicked() {
        actions.push(Action::Dismiss);
    }
    if let Some((label, _)) = &notice.offer {
        let keys = Command::TakeOffer.shortcut().map(|keys| ui.ctx().format_shortcut(&keys)).unwrap_or_default();
        let button = Button::new(RichText::new(label).size(theme::SMALL)).shortcut_text(weak(keys));
        if ui.add(button).accessible_name(label).clicked() {
            actions.push(Action::Run(Command::TakeOffer));
        }
    }
    let text = RichText::new(&notice.text).size(theme::SMALL).color(colour);
    ui.add(Label::new(text).truncate()).on_hover_text(&notice.text);
}

fn warnings(ui: &mut Ui, session: &Session, colour: Color32, actions: &mut Vec<Action>) {
    let Some(answer) = &session.outcome.answer else { return };
    let warnings = &answer.figures.plan.warnings;
    let texts: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    let ends = |warning: &Warning| matches!(warning, Warning::Retired { .. } | Warning::RetiresSoon { .. });
    list(ui, "warning", &texts, colour, |ui| {
        if warnings.iter().any(ends) && ui.button("Compare models").clicked() {
            actions.push(Action::ShowWorkspace(Workspace::Plan));
            actions.push(Action::Show(Tab::Compare));
            ui.close();
        }
    });
}

fn files(ui: &mut Ui, session: &Session, colour: Color32) {
    let errors: Vec<String> = session.file_errors.iter().chain(&session.yours_errors).cloned().collect();
    list(ui, "file not read", &errors, colour, |_| {});
}

/// A count that opens the list, with a way on below it.
fn list(ui: &mut Ui, what: &str, texts: &[String], colour: Color32, below: impl FnOnce(&mut Ui)) {
    let Some(first) = texts.first() else { return };
    let plural = if texts.len() == 1 { "" } else { "s" };
    let count = RichText::new(format!("! {} {what}{plural}", texts.len())).size(theme::SMALL).color(colour);
    ui.menu_button(count, |ui| {
        ui.set_min_width(460.0);
        ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for text in texts {
                ui.label(text);
            }
        });
        below(ui);
    })
    .response
    .on_hover_text(first);
}
