//! One model: what it costs, by which rule, since when, and who says so.

use eframe::egui::{Button, Grid, Label, Link, OpenUrl, RichText, Ui, Vec2};

use super::{cost_map, failures, opinions, rates};
use crate::action::{Action, PricesAction};
use crate::model::book::yours::PROVIDER;
use crate::model::book::{Model, Operation, Source};
use crate::model::size::Size;
use crate::state::{Session, State};
use crate::ui::parts::{life, weak};
use crate::ui::theme;

/// Draws the page.
pub fn show(ui: &mut Ui, state: &mut State, session: &Session, model: &Model, beside: bool, actions: &mut Vec<Action>) {
    head(ui, state, session, model, beside, actions);
    section(ui, "Price of one image");
    cost_map::show(ui, state, session, model);
    section(ui, "How it is priced");
    rule(ui, session);
    section(ui, "Rates");
    rates::show(ui, session, model, actions);
    section(ui, "What is billed when an attempt fails");
    failures::show(ui, model, actions);
    section(ui, "Second opinion");
    let about = session.market.as_ref().and_then(|market| market.page.as_ref()).map_or(&[][..], |page| &page.opinions);
    opinions::show(ui, session, about, actions);
    section(ui, "About the model");
    facts(ui, model);
    ui.add_space(theme::GAP * 2.0);
}

/// The price rule in sentences.
fn rule(ui: &mut Ui, session: &Session) {
    let page = session.market.as_ref().and_then(|market| market.page.as_ref());
    for sentence in page.into_iter().flat_map(|page| &page.rule) {
        ui.add(Label::new(sentence).wrap());
    }
}

/// A heading with room above it.
pub(super) fn section(ui: &mut Ui, title: &str) {
    ui.add_space(theme::GAP * 1.5);
    ui.label(RichText::new(title).strong());
    ui.add_space(4.0);
}

fn head(ui: &mut Ui, state: &mut State, session: &Session, model: &Model, beside: bool, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.add(Label::new(RichText::new(&model.name).heading()).truncate());
        ui.with_layout(eframe::egui::Layout::right_to_left(eframe::egui::Align::Center), |ui| {
            let word = if beside { "Close" } else { "Back to the list" };
            if ui.button(word).accessible_name("Close the model's page").clicked() {
                state.view.prices.model = None;
            }
        });
    });
    let (status, colour) = life(ui, model, state.documents.front().scenario.day(session.today));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(weak(format!("{} ·", model.provider)));
        if ui.add(Link::new(weak(&model.id))).on_hover_text("Copy the id").clicked() {
            actions.push(Action::Copy(model.id.clone()));
        }
        ui.label(RichText::new(format!("· {status}")).size(theme::SMALL).color(colour));
        ui.label(weak(format!("· confidence {}", model.confidence.words())));
    });
    if !model.note.is_empty() {
        ui.add(Label::new(&model.note).wrap());
    }
    if !model.no_price.is_empty() {
        let text = RichText::new(format!("No price: {}", model.no_price)).color(theme::roles(ui).bad);
        ui.add(Label::new(text).wrap());
    }
    if !model.default_risk.is_empty() {
        let text = RichText::new(format!("! {}", model.default_risk)).color(theme::roles(ui).caution);
        ui.add(Label::new(text).wrap()).on_hover_text("What a caller's careless default can cost");
    }
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        let line = state.documents.front().scenario.lines.get(state.view.line).map_or("", |line| line.name.as_str());
        let hint = format!("Sets the model of line {line}; undo takes it back");
        if ui.add_enabled(!model.rates.is_empty(), Button::new("Use it in the plan")).on_hover_text(hint).clicked() {
            actions.push(Action::Prices(PricesAction::UseModel(model.id.clone())));
        }
        if model.id.starts_with(PROVIDER) && ui.button("Change it").clicked() {
            actions.push(Action::Prices(PricesAction::EditModel(Some(model.id.clone()))));
        }
        source(ui, &model.source, actions);
    });
}

/// A link to a source with its kind and day; the user's own has none.
pub(super) fn source(ui: &mut Ui, source: &Source, actions: &mut Vec<Action>) {
    if source.url.is_empty() {
        let words = format!("yours, {}", source.checked);
        ui.label(RichText::new(words).size(theme::SMALL).color(theme::roles(ui).accent));
        return;
    }
    let words = format!("{}, {}", source.kind.words(), source.checked);
    let link = ui.add(Link::new(RichText::new(words).size(theme::SMALL)));
    let link = link.on_hover_text(format!("{}\nClick to open, right-click to copy", source.url));
    if link.clicked() {
        ui.ctx().open_url(OpenUrl::new_tab(&source.url));
    }
    if link.secondary_clicked() {
        actions.push(Action::Copy(source.url.clone()));
    }
}

/// Names, days, defaults and limits, where the book knows them.
fn facts(ui: &mut Ui, model: &Model) {
    let list = |sizes: &[Size]| sizes.iter().map(Size::to_string).collect::<Vec<_>>().join(", ");
    let operations = model.operations.iter().map(Operation::name).collect::<Vec<_>>().join(", ");
    let limits = model.size_limits.map(|limits| {
        format!(
            "edges multiples of {} up to {}, {} to {} pixels, at most {}:1",
            limits.step, limits.max_edge, limits.min_pixels, limits.max_pixels, limits.max_aspect
        )
    });
    let auto = |what: &[String]| if what.is_empty() { None } else { Some(what.join(", ")) };
    let rows: [(&str, Option<String>); 11] = [
        ("Also called", auto(&model.aliases)),
        ("Does", Some(operations)),
        ("Sizes", Some(list(&model.sizes)).filter(|sizes| !sizes.is_empty())),
        ("Any other size with", limits),
        ("Size if left out", model.default_size.map(|size| size.to_string())),
        ("auto may choose", Some(list(&model.auto_sizes)).filter(|sizes| !sizes.is_empty())),
        ("Qualities", auto(&model.qualities)),
        ("Quality if left out", model.default_quality.clone()),
        ("Reference images", model.max_references.map(|most| format!("at most {most} a call"))),
        ("Ends", model.retires.map(|day| day.to_string())),
        ("Instead", Some(model.replacement.clone()).filter(|id| !id.is_empty())),
    ];
    ui.spacing_mut().interact_size.y = 18.0;
    Grid::new("facts").num_columns(2).spacing(Vec2::new(16.0, 3.0)).show(ui, |ui| {
        for (label, value) in rows {
            let Some(value) = value else { continue };
            ui.label(weak(label));
            ui.add(Label::new(RichText::new(value).size(theme::SMALL)).wrap());
            ui.end_row();
        }
    });
    ui.add_space(2.0);
    if let Some(day) = model.days().first() {
        ui.label(weak(format!("Prices known from {day} on.")));
    }
}

/// A small quiet button.
pub(super) fn small_button(ui: &mut Ui, label: &str, name: String) -> bool {
    let button = Button::new(RichText::new(label).size(theme::SMALL)).frame_when_inactive(false);
    ui.add(button).accessible_name(name).clicked()
}
