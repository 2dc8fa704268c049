//! What one image costs over sizes and qualities, and the formula behind the chosen cell.

use eframe::egui::{Align2, FontId, Grid, Label, Rect, RichText, Sense, Stroke, StrokeKind, Ui, Vec2};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::model::book::Model;
use crate::model::market::MapRow;
use crate::model::price::Step;
use crate::sentence::capitalised;
use crate::state::{Session, State};
use crate::text;
use crate::ui::parts::weak;
use crate::ui::theme;

/// Size of a cell.
const CELL: Vec2 = Vec2::new(76.0, 26.0);

/// Draws the map; a click on a cell works out its price.
pub fn show(ui: &mut Ui, state: &mut State, session: &Session, model: &Model) {
    let Some(page) = session.market.as_ref().and_then(|market| market.page.as_ref()) else { return };
    let rows = &page.map;
    let all = || rows.iter().flat_map(|row| row.prices.iter().flatten().copied());
    let (Some(low), Some(high)) = (all().min(), all().max()) else {
        let operation = model.operations.first().map_or("", |operation| operation.name());
        let words = match model.rates.is_empty() {
            true => "No price is known.".to_owned(),
            false => format!("A bare `{operation}` call has no price: its tokens or its run time are not known."),
        };
        ui.label(weak(words));
        return;
    };
    Grid::new(("cost map", &model.id)).spacing(Vec2::new(4.0, 4.0)).show(ui, |ui| {
        if !model.qualities.is_empty() {
            ui.label("");
            for quality in &model.qualities {
                ui.label(weak(quality));
            }
            ui.end_row();
        }
        for row in rows {
            line(ui, state, model, row, low, high);
            ui.end_row();
        }
    });
    ui.add_space(theme::GAP / 2.0);
    let Some(found) = &page.worked else { return };
    let title = [found.of.clone(), found.total.map(text::exact_money).unwrap_or_default()];
    ui.label(title.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": "));
    match &found.steps {
        Ok(steps) => worked(ui, steps),
        Err(why) => {
            ui.add(Label::new(weak(capitalised(why))).wrap());
        }
    }
}

/// The chosen price with the numbers in.
fn worked(ui: &mut Ui, steps: &[Step]) {
    Grid::new("worked").num_columns(3).spacing(Vec2::new(14.0, 2.0)).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 18.0;
        for step in steps {
            ui.label(weak(step.label));
            ui.add(Label::new(RichText::new(&step.formula).size(theme::SMALL)).extend());
            match step.amount {
                Some(usd) => ui.label(RichText::new(text::exact_money(usd)).strong()),
                None => ui.label(""),
            };
            ui.end_row();
        }
    });
}

fn line(ui: &mut Ui, state: &mut State, model: &Model, row: &MapRow, low: Decimal, high: Decimal) {
    let size = row.size.map_or_else(|| "any size".into(), |size| size.to_string());
    ui.label(weak(&size));
    for (index, price) in row.prices.iter().enumerate() {
        let quality = model.qualities.get(index).cloned();
        let Some(usd) = *price else {
            ui.label(weak("not sold")).on_hover_text("The model does not sell this size at this quality");
            continue;
        };
        let chosen = state.view.prices.example == Some((row.size, quality.clone()));
        let (rect, response) = ui.allocate_exact_size(CELL, Sense::click());
        paint(ui, rect, heat(usd, low, high), chosen || response.has_focus());
        let text = theme::roles(ui).text;
        let font = FontId::proportional(theme::SMALL);
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, text::four_decimals(usd), font, text);
        let name = [Some(size.clone()), quality.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let response = response.on_hover_text(format!("{name}: {}\nClick to see how", text::exact_money(usd)));
        if response.accessible_name(format!("Work out {name}")).clicked() {
            state.view.prices.example = Some((row.size, quality));
        }
    }
}

/// Where a price lies between the cheapest and the dearest, by ratio: 0 to 1.
fn heat(usd: Decimal, low: Decimal, high: Decimal) -> f32 {
    let number = |amount: Decimal| amount.to_f32().unwrap_or(0.0).max(1e-9);
    let (usd, low, high) = (number(usd), number(low), number(high));
    if high <= low { 0.0 } else { ((usd / low).ln() / (high / low).ln()).clamp(0.0, 1.0) }
}

fn paint(ui: &Ui, rect: Rect, heat: f32, marked: bool) {
    let roles = theme::roles(ui);
    let fill = theme::blend(roles.panel, roles.series[1], 0.08 + 0.42 * heat);
    ui.painter().rect_filled(rect, 4.0, fill);
    if marked {
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(1.5, roles.accent), StrokeKind::Inside);
    }
}
