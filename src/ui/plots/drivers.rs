//! What drives the bill: one bar for each assumption, or their curves.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "places on the screen need few digits"
)]

use eframe::egui::{Align, Button, Label, Layout, Rect, RichText, Sense, Stroke, Ui, Vec2, pos2};
use egui_plot::{Corner, Legend, Line, Plot as Chart, PlotPoints, Points};

use super::axis::{Axis, money_label, money_ticks};
use crate::action::Action;
use crate::model::assumption::Value;
use crate::model::stats::drivers::{Driver, Drivers, MOST_LINES, Measure, Swing};
use crate::model::stats::spread::ranges;
use crate::sentence::{capitalised, place_words};
use crate::state::State;
use crate::text;
use crate::ui::parts::{focus_ring, weak};
use crate::ui::theme;

/// Height of a row in points.
const ROW: f32 = 38.0;
/// Width of the words.
const NAME: f32 = 226.0;
/// Drivers that are drawn as curves.
const CURVES: usize = 6;

/// Draws the drivers.
pub fn show(ui: &mut Ui, state: &mut State, drivers: &Drivers, actions: &mut Vec<Action>) {
    controls(ui, state);
    ui.label(weak("A range moves between its ends, a choice between its cheapest and dearest value, any other number by a fifth to either side."));
    if drivers.lines_left_out > 0 {
        let words = format!("Only the {MOST_LINES} costliest lines are moved; {} are not.", drivers.lines_left_out);
        ui.label(weak(words));
    }
    ui.add_space(6.0);
    let ranged = state.view.drivers_ranged;
    let list: Vec<&Driver> = drivers.list.iter().filter(|driver| !ranged || driver.swing == Swing::Range).collect();
    if list.is_empty() && ranged && ranges(&state.documents.front().scenario).is_empty() {
        ui.label("No assumption is a range. The ± beside an input makes it one.");
    } else if list.is_empty() && ranged {
        ui.label("None of the ranges moves this bill.");
    } else if list.is_empty() {
        ui.label("Nothing moves the bill: no image costs anything, or credit and discounts cover it all.");
    } else if state.view.drivers_spider {
        spider(ui, state, drivers, &list);
    } else {
        tornado(ui, state, drivers, &list, actions);
    }
}

fn controls(ui: &mut Ui, state: &mut State) {
    ui.horizontal_wrapped(|ui| {
        let view = &mut state.view;
        ui.label(weak("of the"));
        let shown = if view.drivers_spider { Measure::Expected } else { view.drivers_of };
        for (measure, name, hint) in [
            (Measure::Expected, "Expected bill", "The bill at the likely values"),
            (
                Measure::P95,
                "P95",
                "The bill that 95 of 100 batches stay below; each assumption is pinned in turn while the other ranges are drawn",
            ),
        ] {
            let button = Button::selectable(shown == measure, name);
            let response = ui.add_enabled(!view.drivers_spider || measure == Measure::Expected, button);
            if response.on_hover_text(hint).clicked() {
                view.drivers_of = measure;
            }
        }
        ui.add_space(8.0);
        ui.toggle_value(&mut view.drivers_ranged, "Only ranges").on_hover_text("What you said you are unsure of");
        ui.toggle_value(&mut view.drivers_spider, "Spider")
            .on_hover_text("The expected bill along each of the strongest");
    });
}

fn tornado(ui: &mut Ui, state: &State, drivers: &Drivers, list: &[&Driver], actions: &mut Vec<Action>) {
    let bills = list.iter().flat_map(|driver| [driver.at_low, driver.at_high]).chain([drivers.base]);
    let (low, high) =
        bills.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), bill| (low.min(bill), high.max(bill)));
    let which = if drivers.measure == Measure::P95 { "P95" } else { "expected bill" };
    let words = format!("The line is the {which} now, {}; a click leads to the input.", text::about(drivers.base));
    ui.label(RichText::new(words).size(theme::SMALL).weak());
    for driver in list {
        row(ui, state, driver, drivers.base, (low, high), actions);
    }
}

fn row(ui: &mut Ui, state: &State, driver: &Driver, base: f64, ends: (f64, f64), actions: &mut Vec<Action>) {
    let roles = theme::roles(ui);
    let spec = driver.place.key.spec();
    let name = capitalised(&place_words(&state.documents.front().scenario, driver.place));
    let shown = |value: &Value| text::value(spec, value);
    let words = format!(
        "{name}: {} at {}, {} at {} ({})",
        text::about(driver.at_low),
        shown(&driver.low),
        text::about(driver.at_high),
        shown(&driver.high),
        swing_words(driver.swing)
    );
    ui.horizontal(|ui| {
        let size = Vec2::new(NAME, ROW);
        ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
            ui.set_min_width(NAME);
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.spacing_mut().button_padding = Vec2::ZERO;
            let shown = if driver.swing == Swing::Range { format!("{name} · range") } else { name.clone() };
            let link = Button::new(shown).frame(false).truncate().min_size(Vec2::new(0.0, 20.0));
            let link = ui.add(link).on_hover_text(&words).accessible_name(words.as_str());
            focus_ring(ui, &link);
            if link.clicked() {
                actions.push(Action::GoTo(driver.place));
            }
            let end = |bill: f64, value: &Value| format!("{} at {}", text::about(bill), text::bare_value(spec, value));
            let ends = format!("{}, {}", end(driver.at_low, &driver.low), end(driver.at_high, &driver.high));
            ui.add(Label::new(weak(ends)).truncate());
        });
        let width = (ui.available_width() - 4.0).max(120.0);
        // By keyboard the name beside it does the same.
        let (rect, response) = ui.allocate_exact_size(Vec2::new(width, ROW), Sense::CLICK);
        if response.on_hover_text(&words).clicked() {
            actions.push(Action::GoTo(driver.place));
        }
        let place = |bill: f64| {
            let part = if ends.1 > ends.0 { (bill - ends.0) / (ends.1 - ends.0) } else { 0.5 };
            rect.left() + rect.width() * part as f32
        };
        let (low, high) = (driver.at_low.min(driver.at_high), driver.at_low.max(driver.at_high));
        let bar = |from: f64, to: f64| {
            Rect::from_min_max(pos2(place(from), rect.center().y - 8.0), pos2(place(to), rect.center().y + 8.0))
        };
        let painter = ui.painter();
        let middle = base.clamp(low, high);
        painter.rect_filled(bar(low, middle), 2.0, roles.series[0].gamma_multiply(0.5));
        painter.rect_filled(bar(middle, high), 2.0, roles.series[0]);
        painter.vline(place(base), rect.y_range(), Stroke::new(1.0, roles.text));
    });
}

/// Why it moves so far.
pub fn swing_words(swing: Swing) -> &'static str {
    match swing {
        Swing::Range => "its range",
        Swing::Nudge => "a fifth to either side",
        Swing::Choice => "its cheapest and dearest choice",
        Swing::Unknown => "not established",
    }
}

fn spider(ui: &mut Ui, state: &State, drivers: &Drivers, list: &[&Driver]) {
    let roles = theme::roles(ui);
    let chart = Chart::new("spider")
        .height(ui.available_height().max(240.0))
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .legend(Legend::default().position(Corner::LeftTop).background_alpha(0.7))
        .x_axis_label(weak("From each assumption's cheaper end to its dearer end; the dots are now"))
        .y_axis_label(weak(format!("Expected bill, {}", text::currency_code())))
        .y_grid_spacer(|input| money_ticks(input.bounds, Axis { log: false }))
        .x_axis_formatter(|mark, _| format!("{} %", (mark.value * 100.0).round()))
        .y_axis_formatter(|mark, _| money_label(mark.value))
        .grid_color(theme::blend(roles.background, roles.text, 0.12));
    let response = chart.show(ui, |plot| {
        for (series, driver) in list.iter().take(CURVES).enumerate() {
            let steps = (driver.path.len() - 1).max(1) as f64;
            let rises = driver.at_low <= driver.at_high;
            let points: PlotPoints<'_> = driver
                .path
                .iter()
                .enumerate()
                .map(|(step, bill)| [if rises { step as f64 / steps } else { 1.0 - step as f64 / steps }, *bill])
                .collect();
            let name = capitalised(&place_words(&state.documents.front().scenario, driver.place));
            let colour = roles.series[series % 6];
            plot.line(Line::new(name, points).color(colour).width(2.0).style(theme::dash(series)));
            if let Some(own) = driver.own {
                let own = if rises { own } else { 1.0 - own };
                plot.points(Points::new("", vec![[own, drivers.base]]).radius(4.0).color(colour).allow_hover(false));
            }
        }
    });
    response.response.accessible_name("Spider of the drivers");
}
