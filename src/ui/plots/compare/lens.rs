//! The migration lens: when the present model ends, and where to go.

use eframe::egui::{Frame, Label, Margin, RichText, Ui};

use crate::model::assumption::Key;
use crate::model::book::{Model, State as Life};
use crate::model::compare::Comparison;
use crate::model::day::Day;
use crate::sentence::capitalised;
use crate::state::{Session, State};
use crate::text;
use crate::ui::parts::weak;
use crate::ui::theme;

/// Says that the present model ends and what its replacement would cost; nothing where it goes on.
pub fn show(ui: &mut Ui, state: &mut State, session: &Session, found: &Comparison, day: Day) {
    let Some(model) = found.present.as_ref().and_then(|id| session.book.get(id)) else { return };
    if model.state_on(day) == Life::Active && model.retires.is_none() {
        return;
    }
    let frame = Frame::new().fill(ui.visuals().faint_bg_color).corner_radius(4).inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let caution = theme::roles(ui).caution;
        ui.label(RichText::new(ends(model, day)).strong().color(caution));
        let months = state.documents.front().scenario.values.amount(Key::Months);
        let known = |id: &str| session.book.find(id).ok();
        let targets: Vec<_> = model.replacement.split(" or ").filter_map(|id| known(id.trim())).collect();
        let possible = |id: &str| found.candidates.iter().any(|candidate| candidate.model.id == id);
        let Some(target) = targets.iter().find(|target| possible(&target.id)).or(targets.first()) else {
            let words = match model.replacement.as_str() {
                "" => "Its provider names no replacement; the models below can do the work.".to_owned(),
                named => format!("Its provider names {named} instead."),
            };
            ui.label(weak(words));
            return;
        };
        let candidate = found.candidates.iter().find(|candidate| candidate.model.id == target.id);
        let Some(candidate) = candidate else {
            let why = found.impossible.iter().find(|impossible| impossible.model.id == target.id);
            let why = why.map_or_else(String::new, |impossible| format!(": {}", impossible.why));
            let words = format!("Its provider names {} instead, which has no price for this plan{why}.", target.name);
            ui.add(Label::new(weak(words)).wrap());
            let alive = |other: &Model| other.provider == model.provider && other.state_on(day) == Life::Active;
            if let Some(next) = found.candidates.iter().find(|candidate| alive(&candidate.model)) {
                let bill = text::money(next.then.bill);
                ui.label(format!("Its cheapest that can be priced is {}: {bill}.", next.model.name));
            }
            return;
        };
        let yearly = found.yearly(candidate, months).map(text::signed_money);
        let bill = text::money(candidate.then.bill);
        let yearly = yearly.map_or_else(String::new, |yearly| format!(", {yearly} over a year of such months"));
        ui.add(Label::new(format!("Its provider names {} instead: {bill}{yearly}.", target.name)).wrap());
        for change in &candidate.changes {
            ui.add(Label::new(weak(format!("• {}", capitalised(&change.to_string())))).wrap());
        }
        let open = state.view.compare.open.as_ref() == Some(&target.id);
        let word = if open { "Hide the details" } else { "Show it in the list" };
        if ui.button(word).clicked() {
            state.view.compare.open = (!open).then(|| target.id.clone());
        }
    });
    ui.add_space(4.0);
}

fn ends(model: &Model, day: Day) -> String {
    match (model.retires, model.days_left(day)) {
        (Some(last), Some(1)) => format!("{} ends on {last}: 1 day is left.", model.name),
        (Some(last), Some(days)) => format!("{} ends on {last}: {days} days are left.", model.name),
        (Some(last), None) => format!("{} ended on {last}.", model.name),
        (None, _) if model.state == Life::Retired => format!("{} is retired.", model.name),
        (None, _) => format!("{} is deprecated; its last day is not announced.", model.name),
    }
}
