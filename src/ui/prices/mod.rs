//! The price book: every model in a list, and each one's page.

mod cost_map;
mod failures;
pub mod forms;
mod list;
pub mod opinions;
mod page;
mod rates;

use eframe::egui::{CentralPanel, Frame, Key, Margin, Panel, Popup, ScrollArea, Ui};

use super::theme;
use crate::action::Action;
use crate::state::{Session, State};

/// Below this width of the window the page stands in the list's place.
const NARROW: f32 = 1_080.0;

/// Draws the workspace.
pub fn show(ui: &mut Ui, state: &mut State, session: &Session, actions: &mut Vec<Action>) {
    let roles = theme::roles(ui);
    let open = state.view.prices.model.as_deref().and_then(|id| session.book.get(id)).cloned();
    let wide = ui.available_width() >= NARROW;
    let busy = state.view.dialog.is_some() || ui.ctx().text_edit_focused() || Popup::is_any_open(ui.ctx());
    if !busy && ui.input(|input| input.key_pressed(Key::Escape)) {
        state.view.prices.model = None;
    }
    if let Some(model) = open {
        let page = |ui: &mut Ui, state: &mut State, actions: &mut Vec<Action>| {
            ScrollArea::vertical()
                .id_salt(("page", &model.id))
                .auto_shrink(false)
                .content_margin(theme::SCROLL)
                .show(ui, |ui| page::show(ui, state, session, &model, wide, actions));
        };
        let frame = Frame::new().fill(roles.panel).inner_margin(Margin::symmetric(16, 12));
        if wide {
            let width = ui.available_width();
            // As wide for every model, so that the list beside it stays where it is.
            let panel = Panel::right("model page").frame(frame).resizable(false).exact_size(width * 0.48);
            panel.show(ui, |ui| page(ui, state, actions));
        } else {
            CentralPanel::no_frame().frame(frame).show(ui, |ui| page(ui, state, actions));
            return;
        }
    }
    let frame = Frame::new().fill(roles.background).inner_margin(Margin::same(16));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| list::show(ui, state, session, actions));
}
