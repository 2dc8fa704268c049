//! What fits: goal seek, ways to spend less, and two lines that compete for the budget.

use eframe::egui::containers::menu::{MenuButton, MenuConfig};
use eframe::egui::{Button, Grid, PopupCloseBehavior, RichText, TextEdit, Ui, Vec2};
use rust_decimal::Decimal;

use super::{key_list, old_words};
use crate::action::Action;
use crate::model::assumption::{Key, Value, spec};
use crate::model::scenario::Place;
use crate::model::stats::goal::{End, Goal, Metric};
use crate::model::stats::trade::Trade;
use crate::model::stats::ways::{CHANGED, Way, fits};
use crate::outcome::{Answer, Fit};
use crate::sentence::{self, capitalised, place_words};
use crate::state::State;
use crate::text;
use crate::ui::parts::weak;
use crate::ui::theme;

/// Draws the panel.
pub fn show(ui: &mut Ui, state: &mut State, answer: &Answer, found: &Fit, actions: &mut Vec<Action>) {
    seek(ui, state, found, actions);
    ui.add_space(theme::GAP);
    ways(ui, state, answer, found, actions);
    if let Some(trade) = &found.trade {
        ui.add_space(theme::GAP);
        trades(ui, state, answer, trade, actions);
    }
    old_words(ui, found.old);
}

fn seek(ui: &mut Ui, state: &mut State, found: &Fit, actions: &mut Vec<Action>) {
    let scenario = &state.documents.front().scenario;
    let budget = scenario.values.number(Key::Budget);
    let confidence = text::percent(scenario.values.amount(Key::BudgetConfidence));
    let metric = Metric::at(scenario.values.amount(Key::BudgetConfidence));
    let goal: Option<Goal> = state.view.goal.goal(scenario);
    ui.label(RichText::new("Goal seek").strong());
    ui.horizontal_wrapped(|ui| {
        let view = &mut state.view.goal;
        ui.label("Which");
        let numbers_and_choices =
            |spec: &crate::model::assumption::Spec| !matches!(spec.key, Key::Budget | Key::BudgetConfidence);
        if let Some(key) = key_list(ui, "Goal seek by", view.by, numbers_and_choices) {
            view.by = key;
        }
        for key in [Key::Size, Key::Quality] {
            if ui.add(Button::selectable(view.by == key, spec(key).label)).clicked() {
                view.by = key;
            }
        }
        ui.label("keeps the");
        ui.selectable_value(&mut view.expected, true, "expected bill");
        ui.selectable_value(&mut view.expected, false, format!("{metric} bill"))
            .on_hover_text(format!("The bill that is not exceeded with {confidence} confidence"));
        ui.label("within");
        let hint = budget.map_or_else(|| "an amount".to_owned(), text::exact_money);
        let field = TextEdit::singleline(&mut view.amount).desired_width(84.0).hint_text(hint).char_limit(40);
        let response = ui.add(field).on_hover_text("An amount in USD; left empty, the budget");
        response.accessible_name("Goal in USD");
        ui.label("?");
    });
    match (&found.sought, goal) {
        (Some(Ok(sought)), _) => {
            ui.horizontal_wrapped(|ui| {
                ui.label(capitalised(&sentence::sought(&state.documents.front().scenario, sought)));
                let place = sought.place;
                if sought.end != End::NeverWithin
                    && state.documents.front().scenario.get(place) != Some(&sought.value)
                    && ui.button("Set it").on_hover_text("Set the assumption to this value").clicked()
                {
                    actions.push(Action::SetMany(vec![(place, sought.value.clone())]));
                }
            });
        }
        (Some(Err(error)), _) => {
            ui.label(capitalised(&format!("{error}.")));
        }
        (None, None) if !state.view.goal.amount.trim().is_empty() => {
            let what =
                format!("\"{}\" is not an amount; write digits such as 6000 or $6,000.", state.view.goal.amount.trim());
            ui.label(RichText::new(what).color(theme::roles(ui).bad));
        }
        _ => {
            ui.label(weak("Write an amount, or set a budget."));
        }
    }
}

fn ways(ui: &mut Ui, state: &State, answer: &Answer, found: &Fit, actions: &mut Vec<Action>) {
    let figures = &answer.figures;
    let within = figures.budget.as_ref().is_none_or(|budget| fits(budget.over, figures.plan.confidence));
    let title = if within { "Ways to spend less" } else { "Ways to fit the budget" };
    ui.horizontal(|ui| {
        ui.label(RichText::new(title).strong());
        locks(ui, state, actions);
    });
    if found.ways.is_empty() {
        ui.label(weak("No single change or pair of changes saves anything."));
        return;
    }
    let words = (ui.available_width() - 270.0).max(160.0);
    Grid::new("ways").num_columns(4).spacing(Vec2::new(12.0, 6.0)).show(ui, |ui| {
        for title in ["Change, and what it gives up", "Saves", "Expected", ""] {
            ui.label(weak(title));
        }
        ui.end_row();
        for way in &found.ways {
            way_row(ui, state, answer, way, words, actions);
            ui.end_row();
        }
    });
}

fn way_row(ui: &mut Ui, state: &State, answer: &Answer, way: &Way, width: f32, actions: &mut Vec<Action>) {
    let roles = theme::roles(ui);
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.label(change_words(state, way));
        let lost = lost(answer, way);
        if !lost.is_empty() {
            ui.label(weak(lost));
        }
    });
    ui.label(RichText::new(text::money(way.saved)).strong()).on_hover_text(text::exact_money(way.saved));
    ui.vertical(|ui| {
        ui.set_width(96.0);
        ui.label(text::money(way.bill)).on_hover_text(text::exact_money(way.bill));
        match way.over {
            Some(_) if way.fits => ui.label(RichText::new("fits").size(theme::SMALL).color(roles.good)),
            Some(over) => {
                let words = format!("{} chance over", text::chance(over));
                ui.label(RichText::new(words).size(theme::SMALL).color(roles.caution))
            }
            None => ui.label(""),
        };
    });
    let name = format!("Apply {}", change_words(state, way));
    if ui.button("Apply").on_hover_text("Make this change; undo takes it back").accessible_name(name).clicked() {
        let values = way.changes.iter().map(|change| (change.place, change.to.clone()));
        actions.push(Action::SetMany(values.collect()));
    }
}

fn locks(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let line = state.view.line;
    let Some(values) = state.documents.front().scenario.lines.get(line).map(|line| &line.values) else { return };
    let locked = CHANGED.iter().filter(|key| values.is_locked(**key)).count();
    let of = match state.documents.front().scenario.lines.as_slice() {
        [_] => String::new(),
        lines => lines.get(line).map_or_else(String::new, |line| format!(" in {}", line.name)),
    };
    let title = format!("Locks{of}: {locked}");
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let (response, _) = MenuButton::new(weak(title)).config(stays).ui(ui, |ui| {
        ui.label(weak("Goal seek and the ways to save leave these alone:"));
        for key in CHANGED {
            let mut locked = values.is_locked(key);
            if ui.checkbox(&mut locked, spec(key).full_label()).changed() {
                actions.push(Action::Lock(Place::of(key, line), locked));
            }
        }
    });
    response.on_hover_text("Choose what must stay as it is; kept in the file");
}

/// `Quality high → medium`.
fn change_words(state: &State, way: &Way) -> String {
    let words = way.changes.iter().map(|change| {
        let row = spec(change.place.key);
        let (from, to) = (text::bare_value(row, &change.from), text::bare_value(row, &change.to));
        format!("{} {from} → {to}", place_words(&state.documents.front().scenario, change.place))
    });
    capitalised(&words.collect::<Vec<_>>().join(", and "))
}

/// What is given up.
fn lost(answer: &Answer, way: &Way) -> String {
    let mut losses: Vec<String> = way
        .changes
        .iter()
        .filter_map(|change| {
            let words = match change.place.key {
                Key::BatchShare => "images come within a day, not at once",
                Key::Quality => "a lower quality",
                Key::Size => "another size or shape",
                Key::ReferencesPerEdit | Key::ReferencesPerImageToImage => "fewer reference images",
                Key::InputFidelity => "references are followed less closely",
                Key::PartialImages => "no previews on the way",
                Key::DuplicateRate => "nothing; your client must not send a job twice",
                Key::Images => return Some(images_lost(&change.from, &change.to)),
                _ => return None,
            };
            Some(words.to_owned())
        })
        .collect();
    let retries = way.changes.iter().any(|change| change.place.key == Key::MaxAttempts);
    if retries && !answer.figures.estimate.counts.delivered.is_zero() {
        losses.push(format!("{} fewer images delivered", text::count(way.fewer_delivered.ceil())));
    }
    losses.join("; ")
}

fn images_lost(from: &Value, to: &Value) -> String {
    match (likely(from), likely(to)) {
        (Some(from), Some(to)) => format!("{} fewer images", text::count(from.saturating_sub(to))),
        _ => "fewer images".into(),
    }
}

fn likely(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Range(range) => Some(range.likely),
        _ => None,
    }
}

fn trades(ui: &mut Ui, state: &State, answer: &Answer, trade: &Trade, actions: &mut Vec<Action>) {
    let name = |line: usize| state.documents.front().scenario.lines.get(line).map_or("", |line| line.name.as_str());
    let (set, sought) = (name(trade.set), name(trade.sought));
    ui.label(RichText::new(format!("How many {sought} beside how many {set}")).strong());
    let confidence = text::percent(answer.figures.plan.confidence);
    let rate = trade.rate.map(|rate| {
        format!("One image of {set} costs as much as {} of {sought}. ", text::count(rate.round_sf(3).unwrap_or(rate)))
    });
    ui.label(weak(format!("{}Within the budget at {confidence} confidence:", rate.unwrap_or_default())));
    Grid::new("trades").num_columns(3).spacing(Vec2::new(24.0, 4.0)).show(ui, |ui| {
        ui.label(weak(set));
        ui.label(weak(format!("most {sought}")));
        ui.label("");
        ui.end_row();
        for (images, most) in &trade.rows {
            ui.label(text::count(*images));
            match most {
                Some(most) => {
                    ui.label(RichText::new(text::count(*most)).strong());
                    let label = format!("Apply {} {set} and {} {sought}", text::count(*images), text::count(*most));
                    if ui.button("Apply").accessible_name(label).clicked() {
                        let place = |line| Place { line: Some(line), key: Key::Images };
                        actions.push(Action::SetMany(vec![
                            (place(trade.set), Value::Number(*images)),
                            (place(trade.sought), Value::Number(*most)),
                        ]));
                    }
                }
                None => {
                    ui.label(weak("none fits"));
                    ui.label("");
                }
            }
            ui.end_row();
        }
    });
}
