//! The way from one bill to another as a waterfall, which is a table as well: a row for each cause.

use eframe::egui::{
    Align, Button, Color32, Frame, Label, Layout, Margin, Rect, RichText, Sense, Stroke, Ui, Vec2, pos2,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::model::versus::{Bridge, Change, Step, Versus};
use crate::sentence::capitalised;
use crate::sentence::versus as sentence;
use crate::side_by_side::{Sides, change_words};
use crate::state::{Session, State};
use crate::text;
use crate::ui::parts::{stripes, weak};
use crate::ui::theme;

/// Height of a row in points.
const ROW: f32 = 28.0;
/// Width of the names.
const NAME: f32 = 176.0;
/// Width of a figure.
const FIGURE: f32 = 84.0;

/// Draws the bridge from the baseline to one of the others.
pub fn show(ui: &mut Ui, state: &mut State, session: &Session, sides: &Sides) {
    let ids = state.view.sides.chosen(&state.documents);
    let at = state.view.sides.bridge_to.and_then(|id| ids.iter().position(|known| *known == id)).unwrap_or(1).max(1);
    let names = &sides.asked.names;
    if ids.len() > 2 {
        ui.horizontal_wrapped(|ui| {
            ui.label(weak("to"));
            for (place, (id, name)) in ids.iter().zip(names).enumerate().skip(1) {
                let button = ui.add(Button::selectable(place == at, name));
                if button.accessible_name(format!("Bridge to {name}")).clicked() {
                    (state.view.sides.bridge_to, state.view.sides.step) = (Some(*id), None);
                }
            }
        });
    }
    let (Some(from), Some(to), Some(versus)) = (names.first(), names.get(at), sides.versus.get(at - 1)) else { return };
    let bridge = match &versus.bills {
        Ok(bills) => &bills.bridge,
        Err(why) => {
            ui.add(Label::new(sentence::no_bill(why, (from, to))).wrap());
            return;
        }
    };
    let scale = Scale::of(bridge);
    intro(ui, (from, to), bridge, &scale);
    let roles = theme::roles(ui);
    let total = |ui: &mut Ui, name: &str, bill: Decimal, change: &str| {
        let lead = if change.is_empty() { None } else { Some(float(bill)) };
        let bar = Bar { from: scale.from, to: float(bill), lead, colour: roles.series[0], striped: false };
        row(ui, &scale, &bar, [change, &text::cents(bill)], true, |ui| {
            ui.add(Label::new(RichText::new(name).strong()).truncate()).on_hover_text(name);
        });
    };
    total(ui, from, bridge.from, "");
    let mut before = bridge.from;
    for (index, step) in bridge.steps.iter().enumerate() {
        let falls = step.amount.is_sign_negative();
        let colour = roles.series[if falls { 2 } else { 1 }];
        let bar = Bar { from: float(before), to: float(step.after), lead: Some(float(before)), colour, striped: falls };
        let name = sentence::step(step);
        let change = text::signed_money(step.amount);
        let words = format!("{name}: {change}, from {} to {}", text::cents(before), text::cents(step.after));
        let open = state.view.sides.step == Some(index);
        row(ui, &scale, &bar, [&change, &text::cents(step.after)], false, |ui| {
            let button = Button::selectable(open, name).truncate().min_size(Vec2::new(NAME, 24.0));
            let button = ui.add_sized(Vec2::new(NAME, 24.0), button).on_hover_text(&words);
            if button.accessible_name(words.as_str()).clicked() {
                state.view.sides.step = (!open).then_some(index);
            }
        });
        if open {
            detail(ui, session, sides, versus, (at, step));
        }
        before = step.after;
    }
    total(ui, to, bridge.to, &bridge.to.checked_sub(bridge.from).map(text::signed_money).unwrap_or_default());
}

fn intro(ui: &mut Ui, (from, to): (&str, &str), bridge: &Bridge, scale: &Scale) {
    let change = Change::of(bridge.from, bridge.to).map(change_words).unwrap_or_default();
    ui.add(Label::new(format!("From {from} to {to}: {change}")).wrap());
    let words = match (bridge.steps.is_empty(), scale.from > 0.0) {
        (true, _) => "Nothing that differs moves the bill.".to_owned(),
        (false, false) => {
            "Causes are taken one after the other, always in this order. Click one for what it holds.".into()
        }
        (false, true) => format!(
            "Causes are taken one after the other, always in this order. Click one for what it holds. The bars begin \
             at {}.",
            text::about(scale.from)
        ),
    };
    ui.add(Label::new(weak(words)).wrap());
    ui.add_space(4.0);
}

/// The assumptions behind a step.
fn detail(ui: &mut Ui, session: &Session, sides: &Sides, versus: &Versus, (at, step): (usize, &Step)) {
    let scenarios = &sides.asked.scenarios;
    let (Some(a), Some(b)) = (scenarios.first(), scenarios.get(at)) else { return };
    let fill = ui.visuals().faint_bg_color;
    Frame::new().fill(fill).corner_radius(4).inner_margin(Margin::symmetric(12, 6)).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let behind = |cause| step.causes.contains(&cause);
        for difference in versus.differences.iter().filter(|difference| difference.cause().is_some_and(behind)) {
            let words = sentence::row(&session.book, (a, b), difference);
            let change = if words.change.is_empty() { String::new() } else { format!(": {}", words.change) };
            ui.add(Label::new(format!("{}: {}, then {}{change}", words.what, words.a, words.b)).wrap());
        }
        if let Some(why) = sentence::merged(step) {
            ui.add(Label::new(weak(format!("{}.", capitalised(&why)))).wrap());
        }
    });
}

/// The span of dollars that the bars show.
struct Scale {
    from: f64,
    to: f64,
}

impl Scale {
    /// From nothing, or from close below where all bills are so large that the steps would not be seen.
    fn of(bridge: &Bridge) -> Self {
        let bills = bridge.steps.iter().map(|step| step.after).chain([bridge.from, bridge.to]).map(float);
        let (low, high) = bills.fold((f64::INFINITY, 0.0_f64), |(low, high), bill| (low.min(bill), high.max(bill)));
        let from = if low > 0.6 * high && high > low { (low - 0.6 * (high - low)).max(0.0) } else { 0.0 };
        Self { from, to: high }
    }

    /// Where an amount lies, 0 to 1.
    #[expect(clippy::cast_possible_truncation, reason = "places on the screen need few digits")]
    fn share(&self, usd: f64) -> f32 {
        let span = self.to - self.from;
        if span > 0.0 { ((usd - self.from) / span).clamp(0.0, 1.0) as f32 } else { 0.0 }
    }
}

struct Bar {
    from: f64,
    to: f64,
    /// Where the row above ended, if there is one.
    lead: Option<f64>,
    colour: Color32,
    striped: bool,
}

/// Name, bar, change and bill.
fn row(ui: &mut Ui, scale: &Scale, bar: &Bar, figures: [&str; 2], strong: bool, name: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.allocate_ui_with_layout(Vec2::new(NAME, ROW), Layout::left_to_right(Align::Center), |ui| {
            ui.set_width(NAME);
            name(ui);
        });
        let room = (ui.available_width() - 2.0 * (FIGURE + 6.0)).max(60.0);
        let (rect, _) = ui.allocate_exact_size(Vec2::new(room, ROW), Sense::hover());
        let place = |usd: f64| rect.left() + rect.width() * scale.share(usd);
        let (left, right) = (place(bar.from.min(bar.to)), place(bar.from.max(bar.to)));
        let drawn = Rect::from_min_max(pos2(left, rect.top() + 5.0), pos2(right.max(left + 2.0), rect.bottom() - 5.0));
        ui.painter().rect_filled(drawn, 2.0, bar.colour);
        if bar.striped {
            stripes(ui, drawn);
        }
        if let Some(lead) = bar.lead {
            let stroke = Stroke::new(1.0, theme::roles(ui).weak);
            ui.painter().vline(place(lead), rect.top() - 9.0..=drawn.top(), stroke);
        }
        for figure in figures {
            let text = if strong { RichText::new(figure).strong() } else { RichText::new(figure) };
            ui.allocate_ui_with_layout(Vec2::new(FIGURE, ROW), Layout::right_to_left(Align::Center), |ui| {
                ui.set_min_width(FIGURE);
                ui.add(Label::new(text).truncate()).on_hover_text(figure);
            });
        }
    });
}

fn float(usd: Decimal) -> f64 {
    usd.to_f64().unwrap_or_default()
}
