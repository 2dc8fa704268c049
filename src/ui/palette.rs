//! The command palette: a search over everything that can be done.

use eframe::egui::{
    AtomExt as _, Button, Key, Modifiers, Response, RichText, Role, ScrollArea, TextEdit, Ui, Vec2, WidgetInfo,
};

use super::parts::weak;
use super::theme;
use crate::action::{Action, HandsAction};
use crate::state::{Entry, Palette, Pick, Session, State, entries};

/// Height of the list in points.
const LIST: f32 = 340.0;

/// Draws search and rows.
pub fn show(ui: &mut Ui, palette: &mut Palette, state: &State, session: &Session, actions: &mut Vec<Action>) {
    let pressed = |ui: &mut Ui, key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let keys = [Key::ArrowUp, Key::ArrowDown, Key::PageUp, Key::PageDown, Key::Enter].map(|key| pressed(ui, key));
    let [up, down, page_up, page_down, enter] = keys;
    let field = TextEdit::singleline(&mut palette.search)
        .desired_width(f32::INFINITY)
        .hint_text("What to do: type a word of it")
        .char_limit(200);
    let response = ui.add(field).accessible_name("Find a command");
    if !response.has_focus() {
        response.request_focus();
    }
    if response.changed() {
        (palette.chosen, palette.moved) = (0, true);
    }
    let rows = entries(state, session, &palette.search);
    let last = rows.len().saturating_sub(1);
    let steps = [(up, -1), (down, 1), (page_up, -8), (page_down, 8)];
    let step: isize = steps.iter().filter(|(pressed, _)| *pressed).map(|(_, step)| step).sum();
    let chosen = palette.chosen.min(last);
    palette.chosen = chosen.saturating_add_signed(step).min(last);
    palette.moved |= palette.chosen != chosen;
    ui.add_space(6.0);
    if rows.is_empty() {
        ui.label(weak("Nothing fits. Try a shorter word."));
    }
    ScrollArea::vertical().max_height(LIST).min_scrolled_height(LIST).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for (at, entry) in rows.iter().enumerate() {
            let response = row(ui, entry, at == palette.chosen);
            if at == palette.chosen && palette.moved {
                response.scroll_to_me(None);
                palette.moved = false;
            }
            let taken = response.clicked() || (enter && at == palette.chosen);
            if taken && entry.why_not.is_none() {
                actions.push(Action::Hands(HandsAction::Pick(entry.pick)));
            }
        }
    });
    ui.add_space(4.0);
    ui.label(weak("Up and Down choose, Enter runs, Escape closes"));
}

fn row(ui: &mut Ui, entry: &Entry, chosen: bool) -> Response {
    let roles = theme::roles(ui);
    let help = entry.why_not.unwrap_or(&entry.help);
    let name = RichText::new(&entry.label);
    let name = if entry.why_not.is_some() { name.color(roles.weak) } else { name.color(roles.text) };
    let help_text = RichText::new(help).size(theme::SMALL).color(roles.weak);
    let help_text = if entry.why_not.is_some() { help_text.italics() } else { help_text };
    let mut button = Button::selectable(chosen, (name, help_text.atom_shrink(true)))
        .truncate()
        .gap(10.0)
        .min_size(Vec2::new(ui.available_width(), theme::ROW_HEIGHT));
    if let Pick::Run(command) = entry.pick
        && let Some(keys) = command.shortcut()
    {
        button = button.shortcut_text(ui.ctx().format_shortcut(&keys));
    }
    // The keyboard stays in the search; the chosen row is told by its colour and by its name.
    let response = ui.add(button);
    let words = format!("{}. {help}", entry.label);
    let enabled = entry.why_not.is_none();
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, chosen, &words));
    response
}
