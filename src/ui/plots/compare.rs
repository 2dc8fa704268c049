//! The plan on every model: cheapest first, with what makes the difference.

mod detail;
mod lens;

use eframe::egui::{
    Align, Button, CollapsingHeader, ComboBox, Grid, Label, Layout, Rect, RichText, Sense, Stroke, TextEdit, Ui, Vec2,
    pos2,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::action::Action;
use crate::model::book::{Confidence, Model, State as Life};
use crate::model::compare::{Candidate, Change, Comparison};
use crate::model::day::Day;
use crate::state::{Session, State};
use crate::text;
use crate::ui::parts::{life, weak};
use crate::ui::theme;

/// Models that are shown at first.
const FIRST: usize = 15;
/// Width of a bill, and of a difference, in points.
const FIGURE: f32 = 70.0;
/// Narrower names stand without their provider.
const ROOMY: f32 = 230.0;
/// Height of a row.
const ROW: f32 = 26.0;

/// Draws the comparison.
pub fn show(ui: &mut Ui, state: &mut State, session: &Session, found: &Comparison, actions: &mut Vec<Action>) {
    let day = state.documents.front().scenario.day(session.today);
    choices(ui, state, session);
    lens::show(ui, state, session, found, day);
    let pinned = |model: &Model| state.settings.pinned.contains(&model.id);
    let present = |model: &Model| found.present.as_ref() == Some(&model.id);
    let mut shown: Vec<&Candidate> = found
        .candidates
        .iter()
        .filter(|candidate| {
            let model = &candidate.model;
            pinned(model) || present(model) || state.view.compare.wants(model, day)
        })
        .collect();
    shown.sort_by_key(|candidate| !pinned(&candidate.model));
    let several = state.documents.front().scenario.lines.len() > 1;
    summary(ui, found, &shown, |model| state.view.compare.wants(model, day), several);
    let most = shown.iter().map(|candidate| candidate.then.ceiling).max().unwrap_or_default();
    // A dear model must not make every other bar a stroke.
    let typical = shown.iter().map(|candidate| candidate.then.bill).nth(FIRST).unwrap_or(most);
    let now = found.now.as_ref().map_or(Decimal::ZERO, |now| now.bill);
    let scale = most.min(now.max(typical).saturating_mul(Decimal::TWO)).max(Decimal::new(1, 6));
    let first = if state.view.compare.all { shown.len() } else { FIRST };
    let asked = state.view.compare.open.clone();
    let stays = |model: &Model| present(model) || asked.as_ref() == Some(&model.id);
    let beyond = shown.iter().skip(first).copied().filter(|candidate| stays(&candidate.model));
    for (index, candidate) in shown.iter().take(first).copied().chain(beyond).enumerate() {
        if index == first && found.difference(candidate).is_some() {
            let between = shown.iter().skip(first).position(|other| other.model.id == candidate.model.id);
            ui.label(weak(format!("… {} between", models(between.unwrap_or_default()))));
        }
        row(ui, state, found, candidate, scale, day, actions);
        if state.view.compare.open.as_ref() == Some(&candidate.model.id) {
            detail::show(ui, state, found, candidate, actions);
        }
    }
    if shown.len() > FIRST {
        let word =
            if state.view.compare.all { format!("Only the first {FIRST}") } else { format!("All {}", shown.len()) };
        if ui.button(word).clicked() {
            state.view.compare.all = !state.view.compare.all;
        }
    }
    impossible(ui, state, found, day);
}

fn choices(ui: &mut Ui, state: &mut State, session: &Session) {
    let several = state.documents.front().scenario.lines.len() > 1;
    let line =
        state.documents.front().scenario.lines.get(state.view.line).map_or("", |line| line.name.as_str()).to_owned();
    let view = &mut state.view.compare;
    ui.horizontal_wrapped(|ui| {
        let field = TextEdit::singleline(&mut view.search).desired_width(130.0).hint_text("Search models");
        ui.add(field.char_limit(100)).accessible_name("Search compared models");
        let provider = view.provider.clone().unwrap_or_else(|| "Any provider".into());
        let list = ComboBox::from_id_salt("compared provider").selected_text(provider).width(116.0).truncate();
        let list = list.show_ui(ui, |ui| {
            ui.selectable_value(&mut view.provider, None, "Any provider");
            for provider in session.book.providers() {
                ui.selectable_value(&mut view.provider, Some(provider.name.clone()), &provider.name);
            }
        });
        list.response.accessible_name("Provider");
        let words = |confidence: Confidence| match confidence {
            Confidence::High => "High confidence",
            Confidence::Medium => "Medium or high",
            _ => "Any confidence",
        };
        let list = ComboBox::from_id_salt("least confidence").selected_text(words(view.confidence)).width(116.0);
        let list = list.show_ui(ui, |ui| {
            for least in [Confidence::Low, Confidence::Medium, Confidence::High] {
                ui.selectable_value(&mut view.confidence, least, words(least));
            }
        });
        list.response.accessible_name("Least confidence");
        ui.checkbox(&mut view.retired, "Retired").on_hover_text("Models that can no longer be called, too");
        if several {
            ui.selectable_value(&mut view.all_lines, false, format!("Line {line}"));
            ui.selectable_value(&mut view.all_lines, true, "All lines");
        }
    });
}

fn summary(ui: &mut Ui, found: &Comparison, shown: &[&Candidate], wants: impl Fn(&Model) -> bool, several: bool) {
    let shown: Vec<&Candidate> = shown.iter().copied().filter(|candidate| wants(&candidate.model)).collect();
    let whole = if several { " Bills are those of the whole plan." } else { "" };
    let words = match &found.now {
        _ if shown.is_empty() => "No model passes these choices and can do it.".into(),
        Some(now) => {
            let cheaper = shown.iter().filter(|candidate| candidate.then.bill < now.bill).count();
            let can = models(shown.len());
            format!("{can} can do it, {cheaper} for less.{whole} Prices say nothing about looks.")
        }
        None => format!("{} can do it; the plan as it is has no answer.", models(shown.len())),
    };
    ui.label(weak(words));
    ui.add_space(4.0);
}

/// `1 model`, `12 models`.
fn models(count: usize) -> String {
    if count == 1 { "1 model".into() } else { format!("{count} models") }
}

/// One model: pin, name, bar, bill, difference.
fn row(
    ui: &mut Ui,
    state: &mut State,
    found: &Comparison,
    candidate: &Candidate,
    scale: Decimal,
    day: Day,
    actions: &mut Vec<Action>,
) {
    let roles = theme::roles(ui);
    let model = &candidate.model;
    let present = found.present.as_ref() == Some(&model.id);
    let width = ui.available_width();
    ui.allocate_ui_with_layout(Vec2::new(width, ROW), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        pin(ui, state, model, actions);
        let look = candidate.changes.iter().find_map(Change::look_words);
        name(ui, state, model, look, present, (width * 0.44).clamp(150.0, 320.0), day);
        let room = (ui.available_width() - 2.0 * FIGURE - 18.0).max(40.0);
        let (rect, response) = ui.allocate_exact_size(Vec2::new(room, 16.0), Sense::hover());
        let colour = if present { roles.accent } else { roles.series[0] };
        bar(ui, rect, candidate, scale, colour);
        let then = &candidate.then;
        let mut exact = text::exact_money(then.bill);
        if then.floor != then.ceiling {
            exact += &format!("\nbetween {} and {}", text::cents(then.floor), text::cents(then.ceiling));
        }
        response.on_hover_text(&exact);
        let figure = |ui: &mut Ui, text: RichText| {
            ui.allocate_ui_with_layout(Vec2::new(FIGURE, ROW), Layout::right_to_left(Align::Center), |ui| {
                ui.set_min_width(FIGURE);
                ui.add(Label::new(text))
            })
            .inner
        };
        figure(ui, RichText::new(text::money(then.bill)).strong()).on_hover_text(exact);
        let difference = found.difference(candidate);
        match difference {
            _ if present => figure(ui, weak("now")),
            Some(usd) => {
                let same = candidate.keeps_look;
                let colour = if usd.is_sign_negative() && same { roles.good } else { roles.weak };
                let share = found.now.as_ref().and_then(|now| usd.checked_div(now.bill));
                let words = share.map_or_else(String::new, text::signed_percent);
                figure(ui, RichText::new(words).color(colour)).on_hover_text(text::signed_money(usd))
            }
            None => figure(ui, weak("")),
        };
    });
}

fn pin(ui: &mut Ui, state: &State, model: &Model, actions: &mut Vec<Action>) {
    let pinned = state.settings.pinned.contains(&model.id);
    let (sign, hint) = if pinned {
        ("◆", format!("Unpin {}", model.id))
    } else {
        ("◇", format!("Pin {}: it then stands first in every comparison", model.id))
    };
    let sign = if pinned { RichText::new(sign).color(theme::roles(ui).accent) } else { RichText::new(sign).weak() };
    let button = Button::new(sign).frame_when_inactive(false).min_size(Vec2::splat(24.0));
    if ui.add(button).on_hover_text(&hint).accessible_name(hint).clicked() {
        actions.push(Action::Pin(model.id.clone()));
    }
}

fn name(ui: &mut Ui, state: &mut State, model: &Model, look: Option<String>, present: bool, width: f32, day: Day) {
    let open = state.view.compare.open.as_ref() == Some(&model.id);
    let title = if present { RichText::new(&model.name).strong() } else { RichText::new(&model.name) };
    let (status, colour) = life(ui, model, day);
    let goes_on = status == Life::Active.words();
    let remark = match (goes_on, look, width < ROOMY) {
        (false, ..) => status,
        (true, Some(look), _) => look,
        (true, None, true) => String::new(),
        (true, None, false) => model.provider.clone(),
    };
    let right = RichText::new(remark).size(theme::SMALL).color(colour);
    let button = Button::selectable(open, title).right_text(right).min_size(Vec2::new(width, 24.0)).truncate();
    let hint = format!("{}, {}\nClick for what makes the difference", model.id, model.provider);
    let response = ui.add_sized(Vec2::new(width, 24.0), button).on_hover_text(hint);
    if response.accessible_name(format!("Explain {}", model.id)).clicked() {
        state.view.compare.open = (!open).then(|| model.id.clone());
    }
}

/// The bill as a bar, floor and ceiling as a whisker; what is beyond the scale ends in an arrow.
fn bar(ui: &Ui, rect: Rect, candidate: &Candidate, scale: Decimal, colour: eframe::egui::Color32) {
    let at = |amount: Decimal| {
        let share = amount.checked_div(scale).and_then(|share| share.to_f32()).unwrap_or(1.0);
        rect.left() + rect.width() * share.clamp(0.0, 1.0)
    };
    let painter = ui.painter();
    let end = at(candidate.then.bill).max(rect.left() + 2.0);
    painter.rect_filled(Rect::from_min_max(rect.min, pos2(end, rect.bottom())), 2.0, colour.gamma_multiply(0.75));
    let (from, to) = (at(candidate.then.floor), at(candidate.then.ceiling));
    let text = theme::roles(ui).text;
    if to - from > 2.0 {
        let stroke = Stroke::new(1.5, text);
        let middle = rect.center().y;
        painter.line_segment([pos2(from, middle), pos2(to, middle)], stroke);
        for x in [from, to] {
            painter.line_segment([pos2(x, middle - 4.0), pos2(x, middle + 4.0)], stroke);
        }
    }
    if candidate.then.bill > scale {
        let font = eframe::egui::FontId::proportional(theme::SMALL);
        let tip = pos2(rect.right() - 4.0, rect.center().y);
        painter.text(tip, eframe::egui::Align2::RIGHT_CENTER, "»", font, theme::roles(ui).background);
    }
}

fn impossible(ui: &mut Ui, state: &State, found: &Comparison, day: Day) {
    let refused: Vec<_> =
        found.impossible.iter().filter(|impossible| state.view.compare.wants(&impossible.model, day)).collect();
    if refused.is_empty() {
        return;
    }
    ui.add_space(theme::GAP);
    let narrow = state.view.compare.is_narrow();
    let title = format!("Not possible on {}", models(refused.len()));
    CollapsingHeader::new(title).id_salt(("not possible", narrow)).default_open(narrow).show(ui, |ui| {
        Grid::new("not possible").num_columns(2).spacing(Vec2::new(16.0, 4.0)).show(ui, |ui| {
            let width = (ui.available_width() * 0.42).clamp(140.0, 280.0);
            for impossible in refused {
                ui.allocate_ui(Vec2::new(width, 18.0), |ui| {
                    ui.set_min_width(width);
                    ui.add(Label::new(&impossible.model.name).truncate()).on_hover_text(&impossible.model.id);
                });
                ui.add(Label::new(weak(&impossible.why)).wrap());
                ui.end_row();
            }
        });
    });
}
