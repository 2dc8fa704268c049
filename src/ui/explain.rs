//! Where each dollar comes from: the tree of line items with formula, rate, source and day.

use eframe::egui::{CollapsingHeader, Link, RichText, ScrollArea, Ui};
use rust_decimal::Decimal;

use super::parts::{pair, weak};
use super::theme;
use crate::action::Action;
use crate::model::book::Tier;
use crate::model::estimate::{Cause, Estimate, Item, LineCost, billing_words};
use crate::model::num::sum;
use crate::state::Session;
use crate::text;

/// Draws the panel.
pub fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.heading("Explain");
        ui.label(weak("where each dollar comes from"));
    });
    let Some(answer) = session.outcome.answer.as_deref() else {
        ui.label("An answer is explained here as soon as there is one.");
        return;
    };
    let estimate = &answer.figures.estimate;
    ScrollArea::vertical().id_salt("explain").auto_shrink(false).content_margin(theme::SCROLL).show(ui, |ui| {
        ui.add_enabled_ui(session.outcome.is_fresh(), |ui| {
            for line in &estimate.lines {
                show_line(ui, line, estimate, actions);
            }
            steps(ui, estimate);
            pair(
                ui,
                RichText::new("Expected bill").strong(),
                RichText::new(text::column(estimate.expected, estimate.gross)).strong(),
            )
            .on_hover_text(text::exact_money(estimate.expected));
        });
    });
}

fn show_line(ui: &mut Ui, line: &LineCost, estimate: &Estimate, actions: &mut Vec<Action>) {
    let open = estimate.lines.len() == 1;
    let title = format!("{}  {}", line.name, text::column(line.total, estimate.gross));
    let header =
        CollapsingHeader::new(RichText::new(title).strong()).id_salt(("explain", &*line.name)).default_open(open);
    header.show(ui, |ui| {
        let delivered: Vec<&Item> = line.items.iter().filter(|item| item.cause == Cause::Delivered).collect();
        for group in delivered.chunk_by(|a, b| same_group(a, b)) {
            if let Some(first) = group.first() {
                show_group(ui, &group_title(first), group, estimate, actions);
            }
        }
        let wasted: Vec<&Item> = line.items.iter().filter(|item| item.cause != Cause::Delivered).collect();
        if !wasted.is_empty() {
            show_group(ui, "Paid for nothing", &wasted, estimate, actions);
        }
    });
}

fn same_group(a: &Item, b: &Item) -> bool {
    (&a.operation, a.tier, &a.model.id, a.size, &a.quality) == (&b.operation, b.tier, &b.model.id, b.size, &b.quality)
}

fn group_title(item: &Item) -> String {
    let mut words = vec![item.operation.to_string()];
    words.extend(item.quality.clone());
    words.extend(item.size.map(|size| size.to_string()));
    if item.tier != Tier::Standard {
        words.push(item.tier.words().to_owned());
    }
    words.join(" · ")
}

fn show_group(ui: &mut Ui, title: &str, items: &[&Item], estimate: &Estimate, actions: &mut Vec<Action>) {
    let open = items.iter().any(|item| item.cause == Cause::Delivered);
    let total = sum(items.iter().map(|item| item.amount)).unwrap_or_default();
    let header = CollapsingHeader::new(format!("{title}  {}", text::column(total, estimate.gross)));
    header.id_salt(("group", title)).default_open(open).show(ui, |ui| {
        for item in items {
            show_item(ui, item, estimate.gross, actions);
        }
    });
}

fn show_item(ui: &mut Ui, item: &Item, gross: Decimal, actions: &mut Vec<Action>) {
    let label = match item.cause {
        Cause::Failed(_) => format!("{} ({})", item.label, item.operation),
        _ => item.label.to_string(),
    };
    let amount = pair(ui, RichText::new(label), RichText::new(text::column(item.amount, gross)));
    amount.on_hover_text(text::exact_money(item.amount));
    let per = item.unit.per();
    let price = item.unit_price.checked_mul(per).unwrap_or(item.unit_price);
    let per = if per == Decimal::ONE { String::new() } else { " per 1M".into() };
    ui.label(weak(format!("{} {} × {}{per}", text::count(item.quantity), item.unit.word(), text::exact_money(price))));
    if let Some(billing) = item.billing {
        ui.label(weak(format!("{}: {}", item.model.provider, billing_words(billing))));
    }
    if let Some(credits) = item.rate.as_ref().and_then(|rate| rate.credits) {
        ui.label(weak(format!("{} credits each", credits.normalize())));
    }
    source(ui, item, actions);
    ui.add_space(6.0);
}

fn source(ui: &mut Ui, item: &Item, actions: &mut Vec<Action>) {
    let source = &item.source;
    if source.url.is_empty() {
        let words = if source.is_kept() {
            format!("kept, price of {}", source.checked)
        } else {
            format!("yours, from {}", source.checked)
        };
        let note = item.rate.as_ref().map_or("", |rate| rate.note.as_str());
        let response = ui.label(weak(words));
        if !note.is_empty() {
            response.on_hover_text(note);
        }
        return;
    }
    ui.horizontal(|ui| {
        let link = Link::new(RichText::new(format!("{} source", source.kind.words())).size(theme::SMALL));
        let response = ui.add(link).on_hover_text(format!("{}\nClick to open, right-click to copy", source.url));
        if response.clicked() {
            ui.ctx().open_url(eframe::egui::OpenUrl::new_tab(&source.url));
        }
        if response.secondary_clicked() {
            actions.push(Action::Copy(source.url.clone()));
        }
        let from = item.rate.as_ref().map_or_else(String::new, |rate| format!(", from {}", rate.from));
        ui.label(weak(format!("checked {}{from}", source.checked)));
    });
}

fn steps(ui: &mut Ui, estimate: &Estimate) {
    let steps = &estimate.steps;
    let taken = steps.named();
    ui.separator();
    if taken.iter().any(|(_, amount)| !amount.is_zero()) {
        pair(ui, RichText::new("Gross"), RichText::new(text::column(estimate.gross, estimate.gross)))
            .on_hover_text(text::exact_money(estimate.gross));
        for (label, amount) in taken.into_iter().filter(|(_, amount)| !amount.is_zero()) {
            pair(ui, RichText::new(label), RichText::new(text::column(amount, estimate.gross)))
                .on_hover_text(text::exact_money(amount));
        }
    }
}
