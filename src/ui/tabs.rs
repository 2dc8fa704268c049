//! The tabs of the open scenarios: bring to the front, name, move, copy, close.

use eframe::egui::{
    self, Align, Button, CornerRadius, Frame, Id, Key, Label, Layout, Margin, Rect, Response, RichText, Role,
    ScrollArea, Sense, TextEdit, TextStyle, Ui, UiBuilder, Vec2, WidgetInfo,
};

use super::parts::{command_button, focus_ring, select_all, weak};
use super::theme;
use crate::action::{Action, Command, TabAction};
use crate::model::scenario::LONGEST_NAME;
use crate::state::{Document, Next, State};

/// Height of a tab in points.
const HEIGHT: f32 = 26.0;
/// Narrowest and widest tab in points.
const WIDTH: (f32, f32) = (90.0, 220.0);
/// Round above, flat where it meets the panel below.
const CORNERS: CornerRadius = CornerRadius { nw: 6, ne: 6, sw: 0, se: 0 };
/// Room for the mark of unsaved changes and the way to close.
const BESIDE: f32 = 34.0;

/// What stands around the tabs.
pub fn frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::roles(ui).background).inner_margin(Margin { left: 12, right: 12, top: 4, bottom: 0 })
}

/// Draws the tabs.
pub fn show(ui: &mut Ui, state: &mut State, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let room = ui.available_width() - 68.0;
        ScrollArea::horizontal().id_salt("tabs").max_width(room).scroll_bar_visibility(HIDDEN).show(ui, |ui| {
            let mut drawn = Vec::with_capacity(state.documents.all().len());
            for at in 0..state.documents.all().len() {
                drawn.push(scope(ui, state, at, |ui, state| tab(ui, state, at, actions)));
            }
            drag(ui, state, &drawn, actions);
        });
        let new = ui.add(Button::new("+").frame_when_inactive(false)).on_hover_text(Command::New.tooltip());
        if new.accessible_name("New scenario").clicked() {
            actions.push(Action::Run(Command::New));
        }
        all(ui, state, actions);
    });
}

const HIDDEN: egui::scroll_area::ScrollBarVisibility = egui::scroll_area::ScrollBarVisibility::AlwaysHidden;

/// Keeps what is held and focused with its scenario when tabs change places.
fn scope<R>(ui: &mut Ui, state: &mut State, at: usize, draw: impl FnOnce(&mut Ui, &mut State) -> R) -> R {
    let id = Id::unique(("tab", state.documents.all().get(at).map(|document| document.id)));
    ui.scope_builder(UiBuilder::new().scope_id(id), |ui| draw(ui, state)).inner
}

fn tab(ui: &mut Ui, state: &mut State, at: usize, actions: &mut Vec<Action>) -> Option<Response> {
    let document = state.documents.all().get(at)?;
    let front = at == state.documents.front_at();
    let roles = theme::roles(ui);
    if let Some((id, name)) = &mut state.view.renaming
        && *id == document.id
    {
        name_field(ui, name, actions);
        return None;
    }
    let fill = if front { roles.panel } else { roles.background };
    let response = Frame::new()
        .fill(fill)
        .corner_radius(CORNERS)
        .inner_margin(Margin { left: 10, right: 4, top: 0, bottom: 0 })
        .show(ui, |ui| {
            ui.set_height(HEIGHT);
            ui.horizontal_centered(|ui| {
                let name = document.title();
                let text = RichText::new(&name);
                let text = if front { text.strong() } else { text.weak() };
                let wide =
                    ui.painter().layout_no_wrap(name.clone(), TextStyle::Body.resolve(ui.style()), roles.text).size().x;
                let (least, most) = WIDTH;
                let size = Vec2::new((wide + 2.0).clamp(least - BESIDE, most - BESIDE), HEIGHT);
                let label = Label::new(text).truncate().selectable(false).sense(Sense::click_and_drag());
                let left = Layout::left_to_right(Align::Center);
                let label = ui.allocate_ui_with_layout(size, left, |ui| ui.add(label)).inner;
                if document.is_changed() {
                    ui.label(RichText::new("•").color(roles.accent)).on_hover_text("Changes that are not saved");
                }
                let close = Button::new(RichText::new("×").color(roles.weak)).frame_when_inactive(false).small();
                let close = ui.add(close).on_hover_text(Command::Close.tooltip());
                if close.accessible_name(format!("Close {name}")).clicked() {
                    actions.push(Action::Next(Next::Close(document.id)));
                }
                label
            })
            .inner
        })
        .inner;
    let response = response.on_hover_text(hint(document));
    let name = format!("Scenario {}", document.title());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, front, &name));
    focus_ring(ui, &response);
    if front && ui.ctx().cumulative_pass_nr() > 0 && state.view.scrolled_to != Some((state.view.opened, at)) {
        response.scroll_to_me(Some(Align::Center));
        state.view.scrolled_to = Some((state.view.opened, at));
    }
    if response.clicked() && !front {
        actions.push(Action::Tab(TabAction::Show(document.id)));
    }
    if response.double_clicked() {
        actions.push(Action::Tab(TabAction::AskName(document.id)));
    }
    if response.middle_clicked() {
        actions.push(Action::Next(Next::Close(document.id)));
    }
    let pinned = state.view.sides.baseline == Some(document.id);
    response.context_menu(|ui| menu(ui, document, pinned, actions));
    Some(response)
}

fn hint(document: &Document) -> String {
    format!("{}\n{}\nDouble-click to rename, drag to move", document.scenario.name, document.place())
}

/// The name of a scenario while it is typed.
fn name_field(ui: &mut Ui, name: &mut String, actions: &mut Vec<Action>) {
    let field = TextEdit::singleline(name)
        .desired_width(WIDTH.1 - 20.0)
        .hint_text("Name of the scenario")
        .char_limit(LONGEST_NAME);
    let response = ui.add(field).accessible_name("Scenario name");
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        actions.push(Action::Tab(TabAction::KeepName));
    } else if response.lost_focus() {
        actions.push(Action::Tab(TabAction::TakeName));
    } else if !response.has_focus() {
        response.request_focus();
        select_all(ui, response.id, name);
    }
}

/// What a tab offers on a right click.
fn menu(ui: &mut Ui, document: &Document, pinned: bool, actions: &mut Vec<Action>) {
    let own = |action| Action::Tab(action);
    let entries = [
        ("Rename", own(TabAction::AskName(document.id))),
        ("Duplicate", own(TabAction::Duplicate(document.id))),
        (if pinned { "Unpin as baseline" } else { "Pin as baseline" }, own(TabAction::Pin(document.id))),
        ("Close", Action::Next(Next::Close(document.id))),
    ];
    for (label, action) in entries {
        if ui.button(label).clicked() {
            actions.push(action);
            ui.close();
        }
    }
}

/// Moves the dragged tab past a neighbour that the pointer has passed.
fn drag(ui: &Ui, state: &State, drawn: &[Option<Response>], actions: &mut Vec<Action>) {
    let Some((from, dragged)) =
        drawn.iter().enumerate().find_map(|(at, tab)| tab.as_ref().filter(|tab| tab.dragged()).map(|tab| (at, tab)))
    else {
        return;
    };
    let Some(pointer) = dragged.interact_pointer_pos() else { return };
    ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    // Only so far that the tab then lies under the pointer, or narrow and wide tabs would swap for ever.
    let width = dragged.rect.width();
    let beside = |at: usize| drawn.get(at).and_then(Option::as_ref).map(|tab| tab.rect);
    let right = |rect: Rect| pointer.x > rect.center().x.max(rect.right() - width);
    let left = |rect: Rect| pointer.x < rect.center().x.min(rect.left() + width);
    let to = if beside(from + 1).is_some_and(right) {
        from + 1
    } else if from > 0 && beside(from - 1).is_some_and(left) {
        from - 1
    } else {
        return;
    };
    if let Some(document) = state.documents.all().get(from) {
        actions.push(Action::Tab(TabAction::Move(document.id, to)));
    }
}

/// All open scenarios by name, for when they do not all fit.
fn all(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.menu_button("▼", |ui| {
        ui.set_min_width(240.0);
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for (at, document) in state.documents.all().iter().enumerate() {
                let mark = if document.is_changed() { " •" } else { "" };
                let text = format!("{}{mark}", document.title());
                let front = at == state.documents.front_at();
                if ui.add(Button::selectable(front, text).truncate()).clicked() {
                    actions.push(Action::Tab(TabAction::Show(document.id)));
                    ui.close();
                }
                if state.documents.has_twin(document) {
                    ui.label(weak(document.place()));
                }
            }
        });
        ui.separator();
        let closed = state.documents.last_closed();
        command_button(ui, Command::Reopen, closed.is_some(), actions);
        if let Some(closed) = closed {
            ui.label(weak(closed.title()));
        }
    })
    .response
    .on_hover_text("All open scenarios")
    .accessible_name("All open scenarios");
}
