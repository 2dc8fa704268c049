//! The inputs: one row for each assumption, in groups.

mod choice;
mod lines;
mod model_picker;
mod number;
mod range;
mod retries;
mod row;
mod size_note;

use eframe::egui::{CollapsingHeader, RichText, ScrollArea, TextEdit, Ui};

use super::parts::focus_ring;
use super::theme;
use crate::action::Action;
use crate::model::assumption::{Group, Key, Spec, TABLE, Values};
use crate::model::book::file::TokensFile;
use crate::model::book::{Model, OutputTokens, Unit};
use crate::model::custom;
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
    let mut note = state.documents.front().scenario.note.clone();
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
    // A closed group does not hide what widens the answer.
    let ranges = ranges_of(group, state);
    let title = match (open, ranges) {
        (true, _) | (false, 0) => group.label().to_owned(),
        (false, 1) => format!("{} · 1 range", group.label()),
        (false, many) => format!("{} · {many} ranges", group.label()),
    };
    let title = RichText::new(title).strong();
    let header = CollapsingHeader::new(title).id_salt(("group", group.label())).open(Some(open));
    let response = header.show_unindented(ui, |ui| {
        for spec in TABLE.iter().filter(|spec| spec.group == group) {
            let place = Place::of(spec.key, state.view.line);
            if is_relevant(spec, state, session) {
                row::show(ui, place, state, session, actions);
            }
        }
        ui.add_space(8.0);
    });
    focus_ring(ui, &response.header_response);
    if response.header_response.clicked() {
        if open {
            state.view.open_groups.retain(|known| *known != group);
        } else {
            state.view.open_groups.push(group);
        }
    }
}

/// How many ranges a group has in the line that is shown.
fn ranges_of(group: Group, state: &State) -> usize {
    let scenario = &state.documents.front().scenario;
    let line = scenario.lines.get(state.view.line).map(|line| &line.values);
    let all = line.into_iter().chain([&scenario.values]).flat_map(Values::ranges);
    all.filter(|(key, _)| key.spec().group == group).count()
}

/// Rows that could change nothing are not shown, unless their value is set or something is wrong with it.
fn is_relevant(spec: &Spec, state: &State, session: &Session) -> bool {
    let Some(line) = state.documents.front().scenario.lines.get(state.view.line) else { return false };
    let values = &line.values;
    let wrong = session.outcome.problems.iter().any(|problem| problem.keys.contains(&spec.key));
    if wrong || values.is_set(spec.key) {
        return true;
    }
    let share = |key| !values.amount(key).is_zero();
    let ids = [
        (true, values.text(Key::Model)),
        (share(Key::EditShare), values.text(Key::EditModel)),
        (share(Key::ImageToImageShare), values.text(Key::ImageToImageModel)),
    ];
    let used = || ids.iter().filter(|(used, _)| *used).map(|(_, id)| *id);
    let any = |fits: &dyn Fn(&Model) -> bool| used().filter_map(|id| session.book.get(id)).any(|model| fits(model));
    let tokens = |fits: &dyn Fn(&TokensFile) -> bool| any(&|model| model.tokens.as_ref().is_some_and(fits));
    match spec.key {
        Key::PriceGenerate | Key::PriceEdit | Key::PriceImageToImage | Key::PriceBatchDiscount => {
            used().any(|id| id == custom::ID)
        }
        Key::Size => any(&Model::size_matters),
        Key::Quality => any(&|model| !model.qualities.is_empty()),
        Key::EditModel | Key::EditQuality | Key::ReferencesPerEdit => share(Key::EditShare),
        Key::ImageToImageModel | Key::ImageToImageQuality | Key::ReferencesPerImageToImage => {
            share(Key::ImageToImageShare)
        }
        Key::SizeDriftTo => share(Key::SizeDriftRate),
        Key::PartialImages => tokens(&|tokens| tokens.partial.is_some()),
        Key::ImageOutputTokens => tokens(&|tokens| matches!(tokens.output, OutputTokens::Unpublished)),
        Key::TextOutputTokens => any(&|model| model.rates.iter().any(|rate| rate.unit == Unit::TextOutput)),
        Key::InputFidelity => any(&Model::has_fidelity),
        Key::Steps => any(&Model::bills_steps),
        Key::Seconds => any(&Model::bills_seconds),
        Key::Region => session.book.get(values.text(Key::Model)).is_some_and(|model| !model.regions.is_empty()),
        _ => true,
    }
}
