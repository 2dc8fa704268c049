//! What another list says about a model's prices, beside ours.

use eframe::egui::{Grid, Label, RichText, ScrollArea, Ui, Vec2};

use crate::action::{Action, Command};
use crate::model::opinion::{Judgement, Standing, Summary, Verdict};
use crate::state::{OpinionReport, Session};
use crate::text;
use crate::ui::parts::{small_command, weak};
use crate::ui::theme;

/// Draws the opinions about one model.
pub fn show(ui: &mut Ui, session: &Session, about: &[Judgement], actions: &mut Vec<Action>) {
    let Some(opinions) = &session.opinions else {
        ui.horizontal_wrapped(|ui| {
            ui.label(weak("No other list was read yet. LiteLLM's list of prices can stand beside ours."));
            small_command(ui, Command::ImportPrices, actions);
        });
        return;
    };
    ui.label(weak(format!("{}, read {}. It never changes the estimate.", opinions.from, opinions.imported)));
    if about.is_empty() {
        ui.label(weak("It says nothing about this model."));
        return;
    }
    Grid::new("opinions").num_columns(4).spacing(Vec2::new(14.0, 4.0)).show(ui, |ui| {
        for title in ["Its figure", "Ours", "Theirs", "They"] {
            ui.label(weak(title));
        }
        ui.end_row();
        for judgement in about {
            for verdict in &judgement.verdicts {
                row(ui, judgement, verdict);
                ui.end_row();
            }
        }
    });
}

fn row(ui: &mut Ui, judgement: &Judgement, verdict: &Verdict) {
    let roles = theme::roles(ui);
    let colour = match verdict.standing {
        Standing::Agrees => roles.good,
        Standing::Differs { .. } => roles.caution,
        _ => roles.weak,
    };
    ui.vertical(|ui| {
        ui.add(Label::new(RichText::new(&verdict.field).size(theme::SMALL)).extend());
        ui.add(Label::new(weak(&judgement.key)).extend());
    });
    ui.label(verdict.ours.map_or_else(|| "a table".into(), text::exact_money));
    ui.label(text::exact_money(verdict.theirs));
    let words = match (&verdict.standing, verdict.echo) {
        (Standing::Agrees, true) => "agree; ours was read there".to_owned(),
        (Standing::Agrees, false) => "agree".to_owned(),
        (Standing::Differs { ratio: Some(ratio) }, _) => {
            format!("differ, {} of ours", text::percent(ratio.round_dp(3)))
        }
        (Standing::Differs { ratio: None }, _) => "differ".to_owned(),
        (standing, _) => standing.words().to_owned(),
    };
    let response = ui.label(RichText::new(words).size(theme::SMALL).color(colour));
    if !verdict.remark.is_empty() {
        response.on_hover_text(&verdict.remark);
    }
}

/// Rows of the report that are shown at first.
const ROWS: usize = 12;

/// What a list said when it was read.
pub fn report(ui: &mut Ui, report: &OpinionReport, actions: &mut Vec<Action>) {
    ui.set_min_width(680.0);
    ui.heading("A second opinion");
    ui.label(weak(format!("{}, kept beside the price book; no price changes.", report.from)));
    ui.add_space(theme::GAP);
    let Summary { images, understood, agree, echo, differ, hide, not_comparable, not_ours, refused, others } =
        report.summary;
    let rows = [
        ("Entries about making images", images, ""),
        ("understood", understood, ""),
        ("agree with ours", agree, "to the last digit, or to the digits that the list shows"),
        ("  of these, ours comes from this list", echo, "so that they agree proves nothing"),
        ("differ", differ, "another price"),
        ("one figure for a table of ours", hide, "it lies between our cheapest and dearest"),
        ("nothing of ours to compare with", not_comparable, ""),
        ("of models or providers that we do not have", not_ours, ""),
        ("not understood", refused, if refused == 0 { "" } else { "listed below" }),
        ("Entries about something else", others, ""),
    ];
    Grid::new("opinion counts").num_columns(3).spacing(Vec2::new(16.0, 2.0)).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 18.0;
        for (label, count, help) in rows {
            ui.label(label);
            ui.label(RichText::new(count.to_string()).strong());
            ui.label(weak(help));
            ui.end_row();
        }
    });
    ui.add_space(theme::GAP);
    ScrollArea::vertical().max_height(300.0).auto_shrink([false, true]).show(ui, |ui| {
        differences(ui, report);
        for sentence in &report.refused {
            ui.add(Label::new(weak(format!("• {sentence}"))).wrap());
        }
    });
    ui.add_space(theme::GAP);
    if ui.button("Close").clicked() {
        actions.push(Action::CloseDialog);
    }
}

fn differences(ui: &mut Ui, report: &OpinionReport) {
    if report.differ.is_empty() {
        return;
    }
    ui.label(RichText::new("Where they differ, the farthest off first").strong());
    Grid::new("differences").num_columns(5).spacing(Vec2::new(14.0, 2.0)).show(ui, |ui| {
        for title in ["Entry", "Figure", "Ours", "Theirs", "Theirs of ours"] {
            ui.label(weak(title));
        }
        ui.end_row();
        for cells in report.differ.iter().take(ROWS) {
            for cell in cells {
                ui.add(Label::new(RichText::new(cell).size(theme::SMALL)).extend());
            }
            ui.end_row();
        }
    });
    let more = report.differ.len().saturating_sub(ROWS);
    if more > 0 {
        ui.label(weak(format!("And {more} more; each model's page shows what is said about it.")));
    }
}
