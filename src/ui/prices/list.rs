//! Every model as a row that can be sorted and searched.

use eframe::egui::{Align, Button, ComboBox, Label, Layout, RichText, TextEdit, Ui};
use egui_extras::{Column as Width, TableBuilder};

use crate::action::{Action, Command};
use crate::model::book::{Confidence, Model};
use crate::model::day::Day;
use crate::model::market::{Column, Row, sort};
use crate::state::{ANY, Session, State};
use crate::text;
use crate::ui::parts::{life, small_command, weak};
use crate::ui::theme;

/// Sizes that the sample image is usually priced at.
const SIZES: [&str; 6] = [ANY, "1024x1024", "1536x1024", "1024x1536", "2K", "4K"];
/// Qualities that several models name alike.
const QUALITIES: [&str; 6] = [ANY, "low", "medium", "high", "standard", "hd"];

/// Narrower lists show the first columns alone; the page has the rest.
const ROOMY: f32 = 760.0;

/// Draws the choices and the list.
pub fn show(ui: &mut Ui, state: &mut State, session: &Session, actions: &mut Vec<Action>) {
    let day = state.documents.front().scenario.day(session.today);
    ui.horizontal_wrapped(|ui| {
        ui.heading("Prices");
        ui.add_space(theme::GAP);
        let view = &mut state.view.prices;
        let field = TextEdit::singleline(&mut view.search).desired_width(170.0).hint_text("Search models");
        ui.add(field.char_limit(100)).accessible_name("Search the price book");
        choice(ui, "Size of the image", &mut view.size, &SIZES, "any size");
        choice(ui, "Quality of the image", &mut view.quality, &QUALITIES, "any quality");
        ui.checkbox(&mut view.retired, "Retired").on_hover_text("Models that can no longer be called, too");
    });
    ui.add_space(4.0);
    let view = &state.view.prices;
    let Some(market) = &session.market else { return };
    let mut rows: Vec<&Row> = market.rows.iter().filter(|row| view.wants(&row.model, day)).collect();
    sort(&mut rows, view.sort, view.descending, day);
    ui.horizontal_wrapped(|ui| {
        let on = if day == session.today { String::new() } else { format!(" on {day}") };
        let words = format!("{} of {} models, USD for one bare image{on}", rows.len(), market.rows.len());
        ui.label(weak(words)).on_hover_text("Without prompt and reference images, at the standard tier");
        for command in [Command::AddModel, Command::ImportPrices, Command::ExportPrices] {
            small_command(ui, command, actions);
        }
    });
    ui.add_space(4.0);
    if rows.is_empty() {
        ui.label("No model has all these words in its name, id or provider.");
        return;
    }
    table(ui, state, &rows, day);
}

fn choice(ui: &mut Ui, name: &str, chosen: &mut String, words: &[&str], any: &str) {
    let shown = if chosen == ANY { any } else { chosen.as_str() };
    let list = ComboBox::from_id_salt(name).selected_text(shown).width(96.0).show_ui(ui, |ui| {
        for word in words {
            let label = if *word == ANY { any } else { word };
            ui.selectable_value(chosen, (*word).to_owned(), label);
        }
    });
    list.response.accessible_name(name);
}

fn table(ui: &mut Ui, state: &mut State, rows: &[&Row], day: Day) {
    let height = ui.available_height();
    let roomy = ui.available_width() >= ROOMY;
    let columns: Vec<Column> = Column::ALL.into_iter().filter(|column| roomy || !column.is_extra()).collect();
    let mut table = TableBuilder::new(ui)
        .id_salt(("market", roomy))
        .column(Width::remainder().at_least(150.0).clip(true))
        .column(Width::initial(116.0).at_least(70.0).clip(true))
        .column(Width::exact(84.0))
        .columns(Width::exact(72.0), 2);
    if roomy {
        table = table.column(Width::exact(70.0)).columns(Width::exact(84.0), 2);
    }
    table
        .cell_layout(Layout::left_to_right(Align::Center))
        .auto_shrink(false)
        .max_scroll_height(height)
        .header(theme::ROW_HEIGHT, |mut header| {
            for column in &columns {
                header.col(|ui| heading(ui, state, *column));
            }
        })
        .body(|body| {
            body.rows(theme::ROW_HEIGHT, rows.len(), |mut line| {
                let Some(row) = rows.get(line.index()) else { return };
                let chosen = state.view.prices.model.as_ref() == Some(&row.model.id);
                line.set_selected(chosen);
                for column in &columns {
                    line.col(|ui| cell(ui, state, row, *column, day));
                }
            });
        });
}

fn heading(ui: &mut Ui, state: &mut State, column: Column) {
    let view = &mut state.view.prices;
    let sorts = view.sort == column;
    let arrow = match (sorts, view.descending) {
        (false, _) => "",
        (true, false) => " ▲",
        (true, true) => " ▼",
    };
    let title = RichText::new(format!("{}{arrow}", column.label())).strong().size(theme::SMALL);
    ui.spacing_mut().button_padding.x = if column == Column::Model { ui.spacing().button_padding.x } else { 0.0 };
    let button = Button::new(title).frame_when_inactive(false);
    let numbers = matches!(column, Column::Cheapest | Column::Dearest);
    let layout = if numbers { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    if column == Column::Batch {
        ui.add_space(8.0);
    }
    let response = ui.with_layout(layout, |ui| ui.add(button)).inner;
    let response = response.on_hover_text(format!("Sort by {}", column.label().to_lowercase()));
    if response.accessible_name(format!("Sort by {}", column.label())).clicked() {
        view.descending = sorts && !view.descending;
        view.sort = column;
    }
}

fn cell(ui: &mut Ui, state: &mut State, row: &Row, column: Column, day: Day) {
    let model = &row.model;
    let roles = theme::roles(ui);
    let right = |ui: &mut Ui, usd: Option<rust_decimal::Decimal>| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| match usd {
            Some(usd) => ui.label(text::four_decimals(usd)).on_hover_text(text::exact_money(usd)),
            None => ui.label(weak("unknown")).on_hover_text(unknown(model)),
        });
    };
    match column {
        Column::Model => {
            let chosen = state.view.prices.model.as_ref() == Some(&model.id);
            let mark = RichText::new(if model.is_yours() || model.has_your_rates() { "yours" } else { "" })
                .size(theme::SMALL)
                .color(roles.accent);
            let button = Button::selectable(chosen, model.name.as_str()).right_text(mark).truncate();
            let size = ui.available_size();
            let response = ui.add(button.min_size(size)).on_hover_text(format!("{}\n{}", model.id, model.note));
            if response.accessible_name(format!("Page of {}", model.id)).clicked() {
                state.view.prices.model = (!chosen).then(|| model.id.clone());
                state.view.prices.example = None;
            }
        }
        Column::Provider => {
            ui.add(Label::new(weak(&model.provider)).truncate());
        }
        Column::Status => {
            let (word, colour) = life(ui, model, day);
            ui.add(Label::new(RichText::new(word).size(theme::SMALL).color(colour)).truncate());
        }
        Column::Cheapest => right(ui, row.range.map(|(low, _)| low)),
        Column::Dearest => right(ui, row.range.map(|(_, high)| high)),
        Column::Batch => {
            ui.add_space(8.0);
            ui.label(weak(if model.has_batch() { "yes" } else { "unknown" }));
        }
        Column::Confidence => {
            let colour = match model.confidence {
                Confidence::High | Confidence::Medium => roles.weak,
                Confidence::Low => roles.caution,
                Confidence::None => roles.bad,
            };
            ui.label(RichText::new(model.confidence.words()).size(theme::SMALL).color(colour));
        }
        Column::Checked => {
            let days = model.source.checked.day().days_until(day);
            ui.label(weak(model.source.checked.to_string())).on_hover_text(format!("{days} days ago"));
        }
    }
}

/// Why a model has no price in the list.
fn unknown(model: &Model) -> &str {
    if model.no_price.is_empty() {
        "Not sold at this size and quality, or its token count is not published"
    } else {
        &model.no_price
    }
}
