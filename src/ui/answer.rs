//! The answer: one number, one sentence, and how sure it is.

use std::fmt::Write as _;

use eframe::egui::text::LayoutJob;
use eframe::egui::{Align2, FontId, FontSelection, Label, Response, RichText, Sense, Stroke, StrokeKind, Ui, Vec2};
use rust_decimal::prelude::ToPrimitive as _;

use super::parts::{focus_ring, weak};
use super::theme::{self, Roles};
use crate::action::Action;
use crate::figures::BudgetView;
use crate::model::assumption::{Scope, Spec, TABLE};
use crate::model::scenario::{Place, Scenario};
use crate::outcome::Answer;
use crate::sentence::capitalised;
use crate::state::{Session, State};
use crate::text;

/// Draws the panel.
pub fn show(ui: &mut Ui, state: &State, session: &Session, actions: &mut Vec<Action>) {
    let roles = theme::roles(ui);
    let outcome = &session.outcome;
    if !outcome.is_fresh() {
        problems(ui, state, session, &roles, actions);
    }
    let Some(answer) = outcome.answer.as_deref() else {
        if outcome.problems.is_empty() {
            ui.label("There is no answer yet.");
        }
        return;
    };
    ui.add_enabled_ui(outcome.is_fresh(), |ui| {
        headline(ui, answer, &roles, actions);
        ui.label(RichText::new(&outcome.shown_sentence).size(14.5));
        ui.add_space(4.0);
        per_image(ui, answer);
        if let Some(budget) = &answer.figures.budget {
            ui.add_space(6.0);
            budget_bar(ui, answer, budget, &roles);
        }
    });
}

fn problems(ui: &mut Ui, state: &State, session: &Session, roles: &Roles, actions: &mut Vec<Action>) {
    let has_old_answer = session.outcome.answer.is_some();
    for problem in &session.outcome.problems {
        ui.horizontal_wrapped(|ui| {
            let colour = if problem.unknown { roles.caution } else { roles.bad };
            let word = if problem.unknown { "Not known" } else { "Please check" };
            ui.label(RichText::new(word).strong().color(colour));
            if let Some(line) = problem.line.and_then(|index| state.documents.front().scenario.lines.get(index))
                && state.documents.front().scenario.lines.len() > 1
            {
                ui.label(weak(format!("line {}", line.name)));
            }
            ui.label(capitalised(&problem.what) + ".");
            if let Some(key) = problem.keys.first() {
                let place = Place::of(*key, problem.line.unwrap_or(state.view.line));
                if ui.link(format!("Show {}", key.spec().full_label().to_lowercase())).clicked() {
                    actions.push(Action::GoTo(place));
                }
            }
        });
    }
    if has_old_answer {
        ui.label(weak("Below is the last good answer, which does not belong to these inputs."));
    }
    ui.add_space(theme::GAP);
}

fn headline(ui: &mut Ui, answer: &Answer, roles: &Roles, actions: &mut Vec<Action>) {
    let estimate = &answer.figures.estimate;
    ui.horizontal_wrapped(|ui| {
        let exact = text::exact_money(estimate.expected);
        let number = RichText::new(text::money(estimate.expected)).size(theme::ANSWER).strong();
        let response = ui.add(eframe::egui::Label::new(number).sense(Sense::click()));
        let response = response.on_hover_text(format!("{exact}\nClick to copy the exact amount"));
        focus_ring(ui, &response);
        if response.clicked() {
            actions.push(Action::Copy(estimate.expected.normalize().to_string()));
        }
        ui.add_space(8.0);
        ui.vertical(|ui| {
            ui.add_space(6.0);
            let range = answer.figures.range;
            let rests_on = text::spread_words(&answer.figures.spread);
            let hint = format!("90 of 100 such batches cost between these, P50 {}. Computed from {rests_on}.", text::about(range.p50));
            ui.label(format!("90 % range {} to {}", text::about(range.p5), text::about(range.p95))).on_hover_text(hint);
            if let Some(mean) = answer.figures.spread.mean() {
                ui.label(format!("at likely values; {} on average over the ranges", text::about(mean)))
                    .on_hover_text("The large figure takes each range at its likely value, so that it is exact and Explain adds up to it. Ranges that lean to one side move the average away from it.");
            }
            if estimate.floor == estimate.ceiling {
                ui.label(weak("nothing unknown in the price rules"));
            } else {
                let text = format!("{} to {}", text::money(estimate.floor), text::money(estimate.ceiling));
                ui.label(RichText::new(format!("floor to ceiling {text}, for what is not established")).size(theme::SMALL).color(roles.caution))
                    .on_hover_text("The expected bill with everything that is not established at its cheapest and at its dearest: unknown billing rules, and sizes or qualities that the model chooses itself.");
            }
        });
    });
}

fn per_image(ui: &mut Ui, answer: &Answer) {
    let estimate = &answer.figures.estimate;
    let counts = &estimate.counts;
    ui.horizontal_wrapped(|ui| {
        for (what, count) in [("requested", counts.requested), ("delivered", counts.delivered), ("kept", counts.kept)] {
            let price = estimate.per(count);
            let shown = price.map_or_else(|| "none".to_owned(), text::money);
            let exact = price.map_or_else(|| "No such image".into(), text::exact_money);
            figure(ui, &shown, &format!("per {what} image")).on_hover_text(exact);
        }
        let wasted = estimate.paid_for_nothing.total;
        figure(ui, &text::money(wasted), "paid for nothing").on_hover_text("Billed and not delivered: see Attempts");
    });
}

/// A figure and what it is, never torn apart at the end of a line.
fn figure(ui: &mut Ui, figure: &str, what: &str) -> Response {
    let mut job = LayoutJob::default();
    let style = ui.style().clone();
    let align = eframe::egui::Align::Center;
    RichText::new(figure).strong().append_to(&mut job, &style, FontSelection::Default, align);
    weak(format!("  {what}    ")).append_to(&mut job, &style, FontSelection::Default, align);
    ui.add(Label::new(job).extend())
}

fn budget_bar(ui: &mut Ui, answer: &Answer, budget: &BudgetView, roles: &Roles) {
    let expected = answer.figures.estimate.expected;
    let colour = match budget.over {
        p if p > 0.5 => roles.bad,
        p if p > 0.05 => roles.caution,
        _ => roles.good,
    };
    ui.horizontal_wrapped(|ui| {
        ui.label("Budget");
        ui.label(RichText::new(text::money(budget.cap)).strong());
        let (rect, response) = ui.allocate_exact_size(Vec2::new(128.0, 12.0), Sense::hover());
        let share = expected.checked_div(budget.cap).and_then(|share| share.to_f32()).unwrap_or(0.0);
        let painter = ui.painter();
        painter.rect_filled(rect, 3.0, theme::blend(roles.background, roles.text, 0.08));
        let mut fill = rect;
        fill.set_width(rect.width() * share.clamp(0.0, 1.0));
        painter.rect_filled(fill, 3.0, colour);
        painter.rect_stroke(
            rect,
            3.0,
            Stroke::new(1.0, theme::blend(roles.background, roles.text, 0.25)),
            StrokeKind::Inside,
        );
        if share > 1.0 {
            painter.text(rect.center(), Align2::CENTER_CENTER, "over", FontId::proportional(10.0), roles.panel);
        }
        response.on_hover_text(format!("{} of {}", text::cents(expected), text::cents(budget.cap)));
        let verdict = match budget.over {
            p if p > 0.95 => "over",
            p if p > 0.5 => "likely over",
            p if p > 0.05 => "at risk",
            _ => "within",
        };
        ui.label(RichText::new(verdict).strong().color(colour));
        ui.label(format!("{} chance of passing", text::chance(budget.over)));
    });
    ui.label(weak(headroom(answer, budget)));
}

fn headroom(answer: &Answer, budget: &BudgetView) -> String {
    let left = match budget.headroom {
        left if left.is_sign_negative() => format!("{} over the budget", text::money(left.abs())),
        left => format!("{} headroom", text::money(left)),
    };
    let ranged = answer.figures.spread.mean().is_some();
    let left = if ranged { left + " at likely values" } else { left };
    let confidence = text::percent(answer.figures.plan.confidence);
    let images = match budget.most_images {
        None => "any number of images fits".to_owned(),
        Some(most) => {
            let mix = if answer.figures.plan.lines.len() > 1 { " in these proportions" } else { "" };
            let fixed = if ranged { ", the count fixed" } else { "" };
            format!("at most {} images{mix} fit with {confidence} confidence{fixed}", text::count(most.into()))
        }
    };
    format!("{left} · {images}")
}

/// The answer with what it assumes, as text for a message or a slide.
pub fn answer_text(scenario: &Scenario, answer: &Answer) -> String {
    let estimate = &answer.figures.estimate;
    let mut out = format!("{}\n{}\n", scenario.name, answer.sentence);
    let mut line = |label: &str, value: String| {
        writeln!(out, "{label}\t{value}").ok();
    };
    line("Expected bill (USD)", estimate.expected.normalize().to_string());
    line("Floor (USD)", estimate.floor.normalize().to_string());
    line("Ceiling (USD)", estimate.ceiling.normalize().to_string());
    line(
        "90 % range",
        format!("{} to {}", text::about(answer.figures.range.p5), text::about(answer.figures.range.p95)),
    );
    line("Computed from", text::spread_words(&answer.figures.spread));
    if let Some(budget) = &answer.figures.budget {
        line("Budget (USD)", budget.cap.normalize().to_string());
        line("Chance of passing it", text::chance(budget.over));
    }
    let changed = |place: Place| scenario.values_at(place).is_some_and(|values| values.is_set(place.key));
    for spec in TABLE.iter() {
        for (place, name) in places(scenario, spec) {
            if changed(place)
                && let Some(value) = scenario.get(place)
            {
                line(&name, text::value(spec, value));
            }
        }
    }
    line("Prices of", answer.figures.plan.day.to_string());
    for warning in &answer.figures.plan.warnings {
        line("Note", warning.to_string());
    }
    out
}

fn places(scenario: &Scenario, spec: &Spec) -> Vec<(Place, String)> {
    match spec.scope {
        Scope::Scenario => vec![(Place { line: None, key: spec.key }, spec.full_label())],
        Scope::Line => {
            let name = |line: &str| {
                if scenario.lines.len() > 1 { format!("{line}: {}", spec.full_label()) } else { spec.full_label() }
            };
            let places = scenario.lines.iter().enumerate();
            places.map(|(at, line)| (Place { line: Some(at), key: spec.key }, name(&line.name))).collect()
        }
    }
}
