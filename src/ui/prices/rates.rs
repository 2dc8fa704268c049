//! The rates of a model, each with its day and source.

use std::sync::Arc;

use eframe::egui::{Grid, Label, RichText, Ui, Vec2};

use super::page::{small_button, source};
use crate::action::{Action, Command, PricesAction};
use crate::model::book::yours::{PROVIDER, YourRate};
use crate::model::book::{Model, Rate};
use crate::state::{RateForm, Session};
use crate::text;
use crate::ui::parts::{small_command, weak};
use crate::ui::theme;

/// Width of what a rate holds for.
const SCOPE: f32 = 170.0;

/// Draws the table.
pub fn show(ui: &mut Ui, session: &Session, model: &Model, actions: &mut Vec<Action>) {
    if model.rates.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.label(weak("No rate is known, so no number is made. With a contract of your own, enter it as a model:"));
            small_command(ui, Command::AddModel, actions);
        });
        return;
    }
    Grid::new(("rates", &model.id)).num_columns(5).spacing(Vec2::new(14.0, 4.0)).show(ui, |ui| {
        for title in ["Rate", "USD", "From", "Source", ""] {
            ui.label(weak(title));
        }
        ui.end_row();
        for rate in &model.rates {
            row(ui, rate, actions);
            own(ui, session, model, rate, actions);
            ui.end_row();
        }
        for rate in &model.printed {
            row(ui, rate, actions);
            ui.label(weak("printed")).on_hover_text("A rounded figure that the provider prints; shown, never summed");
            ui.end_row();
        }
    });
}

fn row(ui: &mut Ui, rate: &Rate, actions: &mut Vec<Action>) {
    ui.vertical(|ui| {
        ui.add(Label::new(rate.unit.label()).extend());
        let scope = rate.scope_words();
        if !scope.is_empty() {
            ui.set_max_width(SCOPE);
            ui.add(Label::new(weak(scope)).wrap());
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

/// The way to a rate of the user's own, beside the list's.
fn own(ui: &mut Ui, session: &Session, model: &Model, rate: &Rate, actions: &mut Vec<Action>) {
    if model.id.starts_with(PROVIDER) {
        ui.label("");
        return;
    }
    let list = session.listed.get(&model.id).into_iter().flat_map(|listed| &listed.rates);
    let known = session.yours.rates.iter().find(|own| own.model == model.id && own.replaces(rate));
    let known = known.filter(|_| rate.source.is_yours());
    let same = |other: &&Arc<Rate>| YourRate::of(rate, &model.id, rate.usd, session.today).is_for(other);
    let list = list.filter(same).max_by_key(|other| other.from).map_or(rate.usd, |other| other.usd);
    let (label, verb) =
        if known.is_some() { ("Change", "Change your rate for") } else { ("Yours…", "Your rate for") };
    ui.horizontal(|ui| {
        if small_button(ui, label, format!("{verb} {}", rate.words())) {
            actions.push(Action::Prices(PricesAction::EditRate(
                RateForm::of(model, rate, list, known, session.today).into(),
            )));
        }
        if known.is_some() {
            ui.label(weak(format!("list {}", text::exact_money(list))));
        }
    });
}
