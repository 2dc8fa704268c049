//! Choosing a model: search, status, confidence.

use eframe::egui::{
    Align, Align2, Button, Layout, Popup, PopupCloseBehavior, RichText, ScrollArea, TextEdit, Ui, Vec2,
};

use crate::action::Action;
use crate::model::assumption::{Value, spec};
use crate::model::book::{Model, State as Life, search_words};
use crate::model::custom;
use crate::model::scenario::Place;
use crate::state::{Session, State};
use crate::ui::parts::{life, named, weak};
use crate::ui::theme;

/// Draws the button and, when open, the list.
pub fn show(
    ui: &mut Ui,
    place: Place,
    same: bool,
    value: &Value,
    state: &mut State,
    session: &Session,
    actions: &mut Vec<Action>,
) {
    let row = spec(place.key);
    let id = value.to_string();
    let name = match session.book.find(&id) {
        Ok(model) => model.name.clone(),
        Err(_) if id == custom::ID => "Custom prices".into(),
        Err(_) => id.clone(),
    };
    let size = Vec2::new(ui.available_width(), 24.0);
    let button = Button::new(name).right_text(weak("choose")).min_size(size).truncate();
    let response = named(&ui.add(button), row, "");
    if response.clicked() {
        state.view.model_search.clear();
    }
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside).accessible_name("Models").show(
        |ui| {
            ui.set_width(420.0);
            let field = TextEdit::singleline(&mut state.view.model_search)
                .hint_text("Search models")
                .desired_width(400.0)
                .min_size(Vec2::new(400.0, 26.0))
                .align(Align2::LEFT_CENTER);
            let search = ui.add(field).accessible_name("Search models");
            if response.clicked() {
                search.request_focus();
            }
            let entered = search.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
            let mut pick = |ui: &Ui, id: &str| {
                actions.push(Action::Set { place, value: Value::Text(id.to_owned()) });
                actions.push(Action::CloseStep);
                ui.close();
            };
            ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
                if same && entry(ui, id == "same", "Same as generating", "", None) {
                    pick(ui, "same");
                }
                let words = search_words(&state.view.model_search);
                let mut found = 0;
                for model in session.book.models().filter(|model| model.has_words(&words)) {
                    found += 1;
                    let clicked = entry(ui, model.id == id, &model.name, &model.provider, Some((model, session)));
                    // Enter in the search takes the first model that fits.
                    if clicked || (entered && found == 1) {
                        pick(ui, &model.id);
                    }
                }
                if words.is_empty() && entry(ui, id == custom::ID, "Custom prices", "yours", None) {
                    pick(ui, custom::ID);
                }
                if found == 0 {
                    ui.label(weak("No model has all these words in its name, id or provider."));
                }
            });
        },
    );
}

/// One line of the list; true when it was chosen.
fn entry(ui: &mut Ui, chosen: bool, name: &str, provider: &str, model: Option<(&Model, &Session)>) -> bool {
    let roles = theme::roles(ui);
    let (status, colour) = match model {
        None => (String::new(), roles.weak),
        Some((model, session)) => match life(ui, model, session.today) {
            (status, colour) if status == Life::Active.words() => (String::new(), colour),
            other => other,
        },
    };
    let size = Vec2::new(ui.available_width(), theme::ROW_HEIGHT);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        let right = format!("{provider}  ");
        let button = Button::selectable(chosen, name)
            .right_text(
                RichText::new(if status.is_empty() { right } else { format!("{right}{status}") })
                    .size(theme::SMALL)
                    .color(colour),
            )
            .min_size(size)
            .truncate();
        let mut response = ui.add(button);
        if let Some((model, _)) = model {
            response = response.on_hover_text(format!("{}\n{}", model.id, model.note));
        }
        response.clicked()
    })
    .inner
}
