//! The questions about work that a crash left behind, and about a file that somebody changed.

use eframe::egui::{Align, Button, Checkbox, Grid, Label, Layout, RichText, ScrollArea, Ui, Vec2};

use super::parts::weak;
use super::theme;
use crate::action::{Action, RecoveryAction};
use crate::state::{ChangedOnDisk, Recovered, RecoveredRow};

/// Width of the table of left-behind work in points.
const WIDTH: f32 = 640.0;

/// Draws the offer of left-behind work.
pub fn left_behind(ui: &mut Ui, offer: &mut Recovered, actions: &mut Vec<Action>) {
    ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 64.0));
    ui.heading("Recovered work");
    if !offer.rows.is_empty() {
        ui.label("Image Budget ended before these changes were saved.");
        ui.add_space(theme::GAP);
        ScrollArea::vertical().max_height(280.0).auto_shrink([false, true]).show(ui, |ui| {
            ui.add_enabled_ui(!offer.discarding, |ui| table(ui, &mut offer.rows));
        });
    }
    for why in &offer.damaged {
        ui.add_space(theme::GAP / 2.0);
        ui.add(Label::new(RichText::new(format!("This cannot be read: {why}")).color(theme::roles(ui).bad)).wrap());
    }
    ui.add_space(theme::GAP);
    if offer.discarding {
        ask(ui, offer, actions);
    } else {
        ways_on(ui, offer, actions);
    }
}

fn table(ui: &mut Ui, rows: &mut [RecoveredRow]) {
    let most = if ui.available_width() < WIDTH { 20 } else { 30 };
    Grid::new("left behind").num_columns(4).spacing(Vec2::new(20.0, 6.0)).show(ui, |ui| {
        for title in ["Scenario", "File", "Last change"] {
            ui.label(weak(title));
        }
        at_the_right(ui, weak("Expected bill"));
        ui.end_row();
        for row in rows {
            let (name, chosen) = (short(&row.name, most), &mut row.chosen);
            ui.add(Checkbox::new(chosen, name)).on_hover_text(&row.name);
            match &row.file {
                Some(file) => {
                    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                    ui.label(short(&name, most)).on_hover_text(file.display().to_string());
                }
                None => drop(ui.label(weak("not saved to a file"))),
            }
            ui.label(row.when.as_deref().unwrap_or("at an unknown time"));
            at_the_right(ui, RichText::new(row.bill.as_deref().unwrap_or("not known")).strong());
            ui.end_row();
        }
    });
}

fn at_the_right(ui: &mut Ui, text: RichText) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(text));
}

/// A name that fits its column.
fn short(name: &str, most: usize) -> String {
    match name.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or(name)),
        None => name.to_owned(),
    }
}

/// `all`, or `2 of 3`.
fn how_many(offer: &Recovered) -> String {
    if offer.is_all() { "all".to_owned() } else { format!("{} of {}", offer.chosen(), offer.rows.len()) }
}

fn ways_on(ui: &mut Ui, offer: &Recovered, actions: &mut Vec<Action>) {
    let some = offer.chosen() > 0;
    ui.horizontal(|ui| {
        if !offer.rows.is_empty() {
            let open = ui.add_enabled(some, Button::new(format!("Open {}", how_many(offer))));
            if some && ui.memory(|memory| memory.focused().is_none()) {
                open.request_focus();
            }
            if open.clicked() {
                actions.push(Action::Recovery(RecoveryAction::OpenChosen));
            }
        }
        let discards = some || offer.rows.is_empty();
        if ui.add_enabled(discards, Button::new(format!("Discard {}…", how_many(offer)))).clicked() {
            actions.push(Action::Recovery(RecoveryAction::AskDiscard(true)));
        }
        if ui.button("Later").on_hover_text("All of it is offered again at the next start").clicked() {
            actions.push(Action::CloseDialog);
        }
        if some && !offer.is_all() {
            ui.label(weak("The others are offered again at the next start."));
        }
    });
}

fn ask(ui: &mut Ui, offer: &Recovered, actions: &mut Vec<Action>) {
    let what = match offer.chosen() {
        0 => "what cannot be read".to_owned(),
        1 => "the changes of one scenario".to_owned(),
        count => format!("the changes of {count} scenarios"),
    };
    ui.label(RichText::new(format!("Discard {what} for good?")).strong());
    ui.label(weak("Nothing brings them back. Files that were saved stay as they are."));
    ui.add_space(theme::GAP / 2.0);
    ui.horizontal(|ui| {
        let keep = ui.button("Keep");
        if ui.memory(|memory| memory.focused().is_none()) {
            keep.request_focus();
        }
        if keep.clicked() {
            actions.push(Action::Recovery(RecoveryAction::AskDiscard(false)));
        }
        if ui.add(Button::new(RichText::new("Discard").color(theme::roles(ui).bad))).clicked() {
            actions.push(Action::Recovery(RecoveryAction::Discard));
        }
    });
}

/// Draws the question about a file that somebody changed.
pub fn changed(ui: &mut Ui, asked: &ChangedOnDisk, actions: &mut Vec<Action>) {
    ui.heading("Changed on disk");
    let name = asked.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let before = if asked.saving { "Nothing is saved yet: somebody" } else { "Somebody" };
    let text = format!("{before} changed {name} since you opened or saved it.");
    ui.add(Label::new(text).wrap()).on_hover_text(asked.file.display().to_string());
    ui.add_space(theme::GAP);
    Grid::new("versions").num_columns(2).spacing(Vec2::new(20.0, 4.0)).show(ui, |ui| {
        for (version, bill) in ["Your version", "The version on disk"].into_iter().zip(&asked.bills) {
            ui.label(version);
            match bill {
                Some(bill) => drop(ui.label(RichText::new(format!("{bill} expected")).strong())),
                None => drop(ui.label(weak("no bill"))),
            }
            ui.end_row();
        }
    });
    if let Some(error) = &asked.error {
        ui.add(Label::new(RichText::new(error).color(theme::roles(ui).bad)).wrap());
    }
    ui.add_space(theme::GAP);
    let ways = [
        ("Reload", "Take the version on disk; undo brings yours back", RecoveryAction::Reload),
        ("Keep mine", keeps(asked.saving), RecoveryAction::KeepMine),
        ("Compare", "Open the version on disk in a tab beside yours", RecoveryAction::Compare),
    ];
    ui.horizontal(|ui| {
        for (label, help, action) in ways {
            let reads = asked.error.is_none() || action == RecoveryAction::KeepMine;
            let way = ui.add_enabled(reads, Button::new(label)).on_hover_text(help);
            // Comparing changes nothing, so it is what Enter does.
            if action == RecoveryAction::Compare && reads && ui.memory(|memory| memory.focused().is_none()) {
                way.request_focus();
            }
            if way.clicked() {
                actions.push(Action::Recovery(action));
            }
        }
        if ui.button("Not now").on_hover_text("The question comes again with the next save").clicked() {
            actions.push(Action::CloseDialog);
        }
    });
}

fn keeps(saving: bool) -> &'static str {
    if saving {
        "Save yours; the version on disk is kept beside it as .bak"
    } else {
        "Go on with yours; the next save replaces the version on disk, which is then kept as .bak"
    }
}
