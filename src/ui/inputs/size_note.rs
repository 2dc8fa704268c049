//! What a size means, and a larger one that costs less.

use eframe::egui::{Button, Label, RichText, Ui};
use rust_decimal::Decimal;

use crate::action::Action;
use crate::model::assumption::{Key, Value};
use crate::model::scenario::Place;
use crate::model::size::Pixels;
use crate::state::{Session, State};
use crate::text;
use crate::ui::parts::weak;
use crate::ui::theme;

/// Draws megapixels, tokens and advice under the row of the size; the nearest legal one where it is none.
pub fn show(ui: &mut Ui, place: Place, state: &State, session: &Session, actions: &mut Vec<Action>) {
    if let Some(nearest) = nearest(place, state, session) {
        let button = Button::new(RichText::new(format!("Use {nearest}")).size(theme::SMALL));
        if ui.add(button).on_hover_text("The nearest size that the model takes").clicked() {
            set(place, nearest, actions);
        }
        return;
    }
    let answer = session.outcome.answer.as_ref().filter(|_| session.outcome.is_fresh());
    let note = place.line.and_then(|line| answer?.sizes.get(line)?.as_ref());
    let Some(note) = note else { return };
    if let Some(facts) = &note.facts {
        let tokens = facts.tokens.map(|tokens| format!(" · {} tokens", text::count(tokens.into()))).unwrap_or_default();
        let hint = format!(
            "A megapixel is {} pixels here; tokens are those of one image",
            text::count(facts.megapixel_pixels.into())
        );
        ui.add(Label::new(weak(format!("{} MP{tokens}", facts.megapixels.normalize()))).truncate()).on_hover_text(hint);
    }
    if let Some(advice) = note.cheaper.first() {
        ui.horizontal_wrapped(|ui| {
            let more = advice.pixels_ratio.saturating_sub(Decimal::ONE).round_dp(2);
            let pixels = match more.is_zero() {
                true => "as many pixels".into(),
                false => format!("{} more pixels", text::percent(more)),
            };
            let shape = advice.size.pixels().map_or("", Pixels::shape);
            let less = text::percent(advice.saving.round_dp(2));
            ui.label(weak(format!("{}, {shape}: {less} less", advice.size)));
            let button = Button::new(RichText::new("Use it").size(theme::SMALL));
            let hint = format!("{} an image with {pixels}, in another shape", text::exact_money(advice.price));
            let response = ui.add(button).on_hover_text(hint);
            if response.accessible_name(format!("Use size {}", advice.size)).clicked() {
                set(place, advice.size.to_string(), actions);
            }
        });
    }
}

fn set(place: Place, size: String, actions: &mut Vec<Action>) {
    actions.push(Action::Set { place, value: Value::Text(size) });
    actions.push(Action::CloseStep);
}

/// The nearest size that the line's model takes, where the present one is refused.
fn nearest(place: Place, state: &State, session: &Session) -> Option<String> {
    let problem = session.outcome.problems.iter().find(|problem| problem.keys.contains(&Key::Size))?;
    let values = state.documents.front().scenario.values_at(place).filter(|_| problem.line == place.line)?;
    let model = session.book.get(values.text(Key::Model))?;
    let pixels = values.text(Key::Size).parse().ok()?;
    model.nearest_size(pixels).map(|size| size.to_string())
}
