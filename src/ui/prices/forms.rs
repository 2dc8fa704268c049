//! The forms of the user's own prices: a negotiated rate, a model, files.

use std::path::PathBuf;

use eframe::egui::{Button, ComboBox, Grid, Label, RichText, TextEdit, Ui, Vec2};

use rust_decimal::Decimal;

use crate::action::{Action, PricesAction};
use crate::model::book::Operation;
use crate::state::{ModelForm, PriceForm, RateForm};
use crate::text;
use crate::ui::dialogs::path_field;
use crate::ui::parts::{select_all, weak};
use crate::ui::theme;

/// The form of a negotiated rate.
pub fn rate(ui: &mut Ui, form: &mut RateForm, actions: &mut Vec<Action>) {
    ui.heading("Your rate");
    ui.add(Label::new(format!("{}, {}", form.name, form.what)).wrap());
    ui.add_space(theme::GAP);
    let per = if form.rate.unit.is_tokens() { "1M tokens" } else { form.rate.unit.singular() };
    let mut entered = false;
    Grid::new("your rate").num_columns(2).spacing(Vec2::new(16.0, 8.0)).show(ui, |ui| {
        let id = ui.label(format!("USD per {per}")).id;
        ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut form.usd).desired_width(110.0).char_limit(40);
            let response = ui.add(field).labelled_by(id);
            entered |= taken(ui, &response);
            if !entered && begin_here(ui, &response) {
                select_all(ui, response.id, &form.usd);
            }
            let list = text::exact_money(form.list);
            let words = match form.change() {
                Some(share) if !share.is_zero() => {
                    format!("{} against the list price {list}", text::signed_percent(share))
                }
                _ => format!("the list price is {list}"),
            };
            // A slip of the keyboard is more likely than such a contract.
            let far = form.change().is_some_and(|share| share > Decimal::TWO || share < Decimal::new(-9, 1));
            let colour = theme::roles(ui).caution;
            ui.label(if far { weak(format!("! {words}")).color(colour) } else { weak(words) });
        });
        ui.end_row();
        let id = ui.label("From").id;
        let field = TextEdit::singleline(&mut form.from).desired_width(110.0).char_limit(10);
        let response = ui.add(field).labelled_by(id);
        entered |= taken(ui, &response);
        ui.end_row();
        let id = ui.label("Note").id;
        let field = TextEdit::singleline(&mut form.note).desired_width(300.0).hint_text("Contract, offer, who agreed");
        let response = ui.add(field.char_limit(2_000)).labelled_by(id);
        entered |= taken(ui, &response);
        ui.end_row();
    });
    ui.label(weak("From that day on it stands in place of the list price, and is marked as yours wherever it counts."));
    end(ui, form.error.as_deref(), form.known.then_some("Back to the list price"), entered, actions);
}

/// Gives a field the focus where nothing has it; true when it did.
fn begin_here(ui: &Ui, field: &eframe::egui::Response) -> bool {
    let free = ui.memory(|memory| memory.focused().is_none());
    if free {
        field.request_focus();
    }
    free
}

fn taken(ui: &Ui, response: &eframe::egui::Response) -> bool {
    response.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter))
}

/// The form of a model of the user's own.
pub fn model(ui: &mut Ui, form: &mut ModelForm, actions: &mut Vec<Action>) {
    ui.heading(if form.known.is_some() { "Your model" } else { "A model of your own" });
    ui.add_space(theme::GAP);
    Grid::new("your model").num_columns(2).spacing(Vec2::new(16.0, 8.0)).show(ui, |ui| {
        let id = ui.label("Name").id;
        let field = TextEdit::singleline(&mut form.name).desired_width(300.0).hint_text("In-house diffusion model");
        let response = ui.add(field.char_limit(200)).labelled_by(id);
        begin_here(ui, &response);
        ui.end_row();
        let id = ui.label("From").id;
        ui.add(TextEdit::singleline(&mut form.from).desired_width(110.0).char_limit(10)).labelled_by(id);
        ui.end_row();
        let id = ui.label("Batch tier").id;
        ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut form.batch).desired_width(60.0).hint_text("none").char_limit(20);
            ui.add(field).labelled_by(id);
            ui.label(weak("% of the price; empty for no such tier"));
        });
        ui.end_row();
        let id = ui.label("Note").id;
        let field = TextEdit::singleline(&mut form.note).desired_width(300.0).char_limit(2_000);
        ui.add(field).labelled_by(id);
        ui.end_row();
    });
    ui.add_space(theme::GAP);
    prices(ui, form);
    ui.label(weak("What is billed for failures is unknown until you say it under Billing rules of a plan."));
    end(ui, form.error.as_deref(), form.known.is_some().then_some("Remove the model"), false, actions);
}

fn prices(ui: &mut Ui, form: &mut ModelForm) {
    let mut removed = None;
    let several = form.prices.len() > 1;
    Grid::new("your prices").num_columns(5).spacing(Vec2::new(8.0, 6.0)).show(ui, |ui| {
        for title in ["Operation", "Size", "Quality", "USD per image", ""] {
            ui.label(weak(title));
        }
        ui.end_row();
        for (index, price) in form.prices.iter_mut().enumerate() {
            let number = index + 1;
            let usual = [Operation::Generate, Operation::Edit, Operation::ImageToImage];
            let list = ComboBox::from_id_salt(("operation", index)).selected_text(&price.operation).width(112.0);
            let list = list.show_ui(ui, |ui| {
                for operation in usual {
                    ui.selectable_value(&mut price.operation, operation.to_string(), operation.name());
                }
            });
            list.response.accessible_name(format!("Operation of price {number}"));
            let mut field = |text: &mut String, hint: &str, width: f32, name: &str| {
                let field = TextEdit::singleline(text).hint_text(hint).char_limit(100);
                ui.add_sized(Vec2::new(width, 24.0), field).accessible_name(format!("{name} of price {number}"));
            };
            field(&mut price.size, "any", 90.0, "Size");
            field(&mut price.quality, "any", 70.0, "Quality");
            field(&mut price.usd, "such as 0.04", 96.0, "USD");
            let button = Button::new("×").min_size(Vec2::splat(24.0));
            if ui.add_enabled(several, button).accessible_name(format!("Remove price {number}")).clicked() {
                removed = Some(index);
            }
            ui.end_row();
        }
    });
    if let Some(index) = removed {
        form.prices.remove(index);
    }
    if ui.button("Another price").clicked() {
        let last = form.prices.last().cloned().unwrap_or_default();
        form.prices.push(PriceForm { usd: String::new(), ..last });
    }
}

/// What went wrong, and the buttons.
fn end(ui: &mut Ui, error: Option<&str>, remove: Option<&str>, entered: bool, actions: &mut Vec<Action>) {
    if let Some(error) = error {
        let error = crate::sentence::capitalised(error);
        ui.add(Label::new(RichText::new(format!("{error}.")).color(theme::roles(ui).bad)).wrap());
    }
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        if ui.button("Keep").clicked() || entered {
            actions.push(Action::Prices(PricesAction::TakeForm));
        }
        if let Some(word) = remove
            && ui.button(word).clicked()
        {
            actions.push(Action::Prices(PricesAction::RemoveForm));
        }
        if ui.button("Cancel").clicked() {
            actions.push(Action::CloseDialog);
        }
    });
}

/// Which file of prices to read.
pub fn import(
    ui: &mut Ui,
    path: &mut String,
    error: Option<&str>,
    occupied: Option<&PathBuf>,
    actions: &mut Vec<Action>,
) {
    ui.heading("Import prices");
    ui.label(weak("Rates and models that a colleague exported, or a provider's price file, as RON; or LiteLLM's list, as JSON. You can also drop the file on the window."));
    let entered = path_field(ui, "File", path, error);
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        let ready = !path.trim().is_empty();
        let word = if occupied.is_some() { "Replace it" } else { "Import" };
        if ui.add_enabled(ready, Button::new(word)).clicked() || (entered && ready) {
            actions.push(Action::Prices(PricesAction::Import(path.clone(), occupied.is_some())));
        }
        browse_or_cancel(ui, actions);
    });
}

/// Where to write the user's own prices.
pub fn export(
    ui: &mut Ui,
    path: &mut String,
    error: Option<&str>,
    replaces: Option<&PathBuf>,
    actions: &mut Vec<Action>,
) {
    ui.heading("Export your prices");
    let entered = path_field(ui, "File", path, error);
    let target = PathBuf::from(path.trim());
    let exists = replaces == Some(&target);
    if exists {
        ui.label("This file is there already. Replace it? The old version is kept beside it as .bak.");
    }
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        let ready = !path.trim().is_empty();
        let word = if exists { "Replace" } else { "Export" };
        if ui.add_enabled(ready, Button::new(word)).clicked() || (entered && ready) {
            actions.push(Action::Prices(PricesAction::Export(target)));
        }
        browse_or_cancel(ui, actions);
    });
}

fn browse_or_cancel(ui: &mut Ui, actions: &mut Vec<Action>) {
    if ui.button("Browse…").on_hover_text("The system's file dialog, where it has one").clicked() {
        actions.push(Action::Browse);
    }
    if ui.button("Cancel").clicked() {
        actions.push(Action::CloseDialog);
    }
}
