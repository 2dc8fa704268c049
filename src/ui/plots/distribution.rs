//! How probable each bill is: bars, or the chance of staying below.

use eframe::egui::{Align2, RichText, Sense, Ui};
use egui_plot::{Bar, BarChart, HoverPosition, Line, Plot as Chart, PlotPoint, PlotPoints, PlotUi, Text, VLine};
use rust_decimal::prelude::ToPrimitive as _;

use super::axis::{Axis, money_label, money_ticks, ticks};
use crate::model::stats::spread::Histogram;
use crate::outcome::Answer;
use crate::state::State;
use crate::text;
use crate::ui::parts::weak;
use crate::ui::theme::{self, Roles};

/// Least height of the plot in points.
const HEIGHT: f32 = 220.0;

/// Draws the distribution.
pub fn show(ui: &mut Ui, state: &mut State, answer: &Answer, histogram: &Histogram) {
    ui.horizontal_wrapped(|ui| {
        ui.selectable_value(&mut state.view.cumulative, false, "Bars");
        ui.selectable_value(&mut state.view.cumulative, true, "Cumulative");
        ui.label(weak(readout(answer)));
    });
    if histogram.shares.len() < 2 {
        ui.add_space(theme::GAP);
        ui.label(format!("The bill is certain: {}.", text::about(answer.figures.range.p50)));
        ui.label(weak("There is no luck in this plan, and no assumption is a range."));
        return;
    }
    let roles = theme::roles(ui);
    let cumulative = state.view.cumulative;
    let y_label = if cumulative { "Chance of a bill up to here" } else { "Probability" };
    let linear = Axis { log: false };
    let chart = Chart::new("distribution")
        .height(ui.available_height().max(HEIGHT))
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .sense(Sense::hover())
        .include_y(0.0)
        .x_axis_label(weak(format!("Bill, {}", text::currency_code())))
        .y_axis_label(weak(y_label))
        .x_grid_spacer(move |input| money_ticks(input.bounds, linear))
        .y_grid_spacer(move |input| ticks(input.bounds, linear))
        .x_axis_formatter(|mark, _| money_label(mark.value))
        .y_axis_formatter(|mark, _| format!("{} %", (mark.value * 1000.0).round() / 10.0))
        .label_formatter(hover)
        .grid_color(theme::blend(roles.background, roles.text, 0.12));
    let response = chart.show(ui, |plot| draw(plot, answer, histogram, cumulative, &roles));
    response.response.accessible_name("Distribution of the bill");
}

/// The quantiles and what they rest on, in words.
fn readout(answer: &Answer) -> String {
    let figures = &answer.figures;
    let range = figures.range;
    let mut words =
        format!("P5 {} · P50 {} · P95 {}", text::about(range.p5), text::about(range.p50), text::about(range.p95));
    if let Some(mean) = figures.spread.mean() {
        words += &format!(" · mean {}", text::about(mean));
    }
    if let Some(budget) = &figures.budget {
        words += &format!(" · {} above {}", text::chance(budget.over), text::money(budget.cap));
    }
    words + " · " + &text::spread_words(&figures.spread)
}

fn hover(position: &HoverPosition<'_>) -> Option<String> {
    match position {
        HoverPosition::NearDataPoint { plot_name: "Cumulative", position, .. } => {
            Some(format!("{} chance of at most {}", text::chance(position.y), text::about(position.x)))
        }
        _ => None,
    }
}

fn draw(plot: &mut PlotUi<'_>, answer: &Answer, histogram: &Histogram, cumulative: bool, roles: &Roles) {
    let colour = roles.series[0];
    let top = if cumulative {
        let points: PlotPoints<'_> =
            histogram.edges.iter().zip(&histogram.cumulative).map(|(edge, share)| [*edge, *share]).collect();
        plot.line(Line::new("Cumulative", points).color(colour).width(2.0));
        1.0
    } else {
        let bars = histogram.edges.windows(2).zip(&histogram.shares).map(|(edges, share)| {
            let (from, to) = (edges[0], edges[1]);
            let words = format!("{} to {}\n{} probability", text::about(from), text::about(to), text::chance(*share));
            Bar::new(f64::midpoint(from, to), *share).width((to - from) * 0.92).name(words)
        });
        let chart = BarChart::new("Bill", bars.collect()).color(colour.gamma_multiply(0.75));
        plot.bar_chart(chart.element_formatter(Box::new(|bar, _| bar.name.clone())));
        histogram.shares.iter().copied().fold(0.0, f64::max)
    };
    let range = answer.figures.range;
    let expected = answer.figures.estimate.expected.to_f64().unwrap_or(0.0);
    let near = |x: f64| {
        let (low, high) = (histogram.edges[0], histogram.edges[histogram.edges.len() - 1]);
        let room = high - low;
        x >= low - room && x <= high + room
    };
    let (left, right) = (Align2::RIGHT_CENTER, Align2::LEFT_CENTER);
    let mut marks = vec![
        (range.p5, format!("P5 {}", text::about(range.p5)), 3, 1.05, left),
        (range.p50, format!("P50 {}", text::about(range.p50)), 3, 1.21, left),
        (range.p95, format!("P95 {}", text::about(range.p95)), 3, 1.05, right),
    ];
    if answer.figures.spread.mean().is_some() {
        marks.push((expected, format!("Likely {}", text::about(expected)), 2, 1.13, left));
    }
    if let Some(budget) = &answer.figures.budget {
        let cap = budget.cap.to_f64().unwrap_or(0.0);
        marks.push((cap, format!("Budget {}", text::money(budget.cap)), 1, 1.21, right));
    }
    marks.retain(|(x, ..)| near(*x));
    for (x, _, series, ..) in &marks {
        let style = theme::dash(*series);
        plot.vline(VLine::new("", *x).color(roles.series[*series]).width(1.5).style(style).allow_hover(false));
    }
    // The words lie over the lines, on a ground of their own.
    for (x, name, _, level, side) in marks {
        let words = RichText::new(format!(" {name} ")).size(theme::SMALL).color(roles.text);
        let words = words.background_color(roles.background);
        plot.text(Text::new("", PlotPoint::new(x, top * level), words).anchor(side));
    }
}
