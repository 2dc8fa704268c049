//! The inputs: one row for each assumption, in groups.

mod choice;
mod lines;
mod model_picker;
mod number;
mod row;

use eframe::egui::{CollapsingHeader, RichText, ScrollArea, TextEdit, Ui};

use super::theme;
use crate::action::Action;
use crate::model::assumption::{Group, Key, Kind, Scope, Spec, TABLE};
use crate::model::scenario::Place;
use crate::state::{Session, State};

/// Draws the panel.
pub fn show(ui: &mut Ui, state: &mut State, session: &Session, actions: &mut Vec<Action>) {
    ScrollArea::vertical().id_salt("inputs").auto_shrink(false).content_margin(theme::SCROLL).show(ui, |ui| {
        lines::show(ui, state, actions);
        for group in Group::ALL {
            show_group(ui, group, state, session, actions);
        }
        note(ui, state, actions);
        ui.add_space(theme::GAP);
    });
}

fn note(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let id = ui.label(RichText::new("Note").strong()).id;
    let mut note = state.document.scenario.note.clone();
    let field = TextEdit::multiline(&mut note)
        .desired_width(f32::INFINITY)
        .desired_rows(3)
        .hint_text("What a colleague should know about this plan")
        .char_limit(100_000);
    let response = ui.add(field).labelled_by(id);
    if response.changed() {
        actions.push(Action::SetNote(note));
    }
    if response.lost_focus() {
        actions.push(Action::CloseStep);
    }
}

fn show_group(ui: &mut Ui, group: Group, state: &mut State, session: &Session, actions: &mut Vec<Action>) {
    let open = state.view.open_groups.contains(&group);
    let title = RichText::new(group.label()).strong();
    let header = CollapsingHeader::new(title).id_salt(("group", group.label())).open(Some(open));
    let response = header.show_unindented(ui, |ui| {
        for spec in TABLE.iter().filter(|spec| spec.group == group) {
            let place = place_of(spec, state.view.line);
            if is_relevant(spec, state, session) {
                row::show(ui, place, state, session, actions);
            }
        }
        ui.add_space(8.0);
    });
    if response.header_response.clicked() {
        if open {
            state.view.open_groups.retain(|known| *known != group);
        } else {
            state.view.open_groups.push(group);
        }
    }
}

/// Where a row's value lives when this line is shown.
pub fn place_of(spec: &Spec, line: usize) -> Place {
    let line = match spec.scope {
        Scope::Line => Some(line),
        Scope::Scenario => None,
    };
    Place { line, key: spec.key }
}

/// Rows that could change nothing are not shown, unless their value is set.
fn is_relevant(spec: &Spec, state: &State, session: &Session) -> bool {
    let Some(line) = state.document.scenario.lines.get(state.view.line) else { return false };
    let values = &line.values;
    if values.is_set(spec.key) {
        return true;
    }
    let custom = values.text(Key::Model) == crate::model::custom::ID;
    let model = session.book.find(values.text(Key::Model)).ok();
    let tokens = model.and_then(|model| model.tokens.as_ref());
    match spec.key {
        Key::PriceGenerate | Key::PriceEdit | Key::PriceImageToImage | Key::PriceBatchDiscount => custom,
        Key::Size => model.is_some_and(|model| model.size_matters()),
        Key::Quality => model.is_some_and(|model| !model.qualities.is_empty()),
        Key::EditModel | Key::EditQuality | Key::ReferencesPerEdit => !values.amount(Key::EditShare).is_zero(),
        Key::ImageToImageModel | Key::ImageToImageQuality | Key::ReferencesPerImageToImage => {
            !values.amount(Key::ImageToImageShare).is_zero()
        }
        Key::SizeDriftTo => !values.amount(Key::SizeDriftRate).is_zero(),
        Key::PartialImages => tokens.is_some_and(|tokens| tokens.partial.is_some()),
        Key::ImageOutputTokens => {
            tokens.is_some_and(|t| matches!(t.output, crate::model::book::OutputTokens::Unpublished))
        }
        Key::TextOutputTokens => {
            let bills =
                |rate: &std::sync::Arc<crate::model::book::Rate>| rate.unit == crate::model::book::Unit::TextOutput;
            model.is_some_and(|model| model.rates.iter().any(bills))
        }
        Key::InputFidelity => tokens.is_some_and(
            |t| matches!(t.input, crate::model::book::InputTokens::Tiles { high_square, .. } if high_square > 0),
        ),
        _ => !matches!(spec.kind, Kind::Model { same: true }) || !custom,
    }
}
