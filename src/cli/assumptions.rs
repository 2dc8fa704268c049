//! `assumptions`: every input that `--set` and a scenario file take.

use serde_json::{Value, json};

use super::args::{AssumptionsArgs, Format};
use super::error::Output;
use super::json::{decimal, plain};
use super::table::{Align, table};
use crate::model::assumption::{Group, Kind, Scope, Spec, TABLE};

/// Runs the command.
pub fn run(args: &AssumptionsArgs) -> Output {
    match args.format {
        Format::Text => Output::text(&text()),
        Format::Json => Output::json(&json!({ "assumptions": TABLE.iter().map(row).collect::<Vec<_>>() })),
    }
}

fn text() -> String {
    let mut out = String::new();
    // One table, cut at the groups, so that columns line up from group to group.
    let cells = |spec: &Spec| {
        vec![
            spec.name.to_owned(),
            spec.default.to_string(),
            bounds_words(spec) + if spec.takes_range { ", or low..likely..high" } else { "" },
            spec.unit.to_owned(),
            spec.help.to_owned(),
        ]
    };
    let in_order = || Group::ALL.into_iter().flat_map(|group| TABLE.iter().filter(move |spec| spec.group == group));
    let head = ["KEY", "DEFAULT", "TAKES", "UNIT", "WHAT IT IS"].map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = [head].into_iter().chain(in_order().map(cells)).collect();
    let lines = table(2, &[Align::Left; 5], &rows);
    let mut lines = lines.lines();
    out += lines.next().unwrap_or_default();
    out.push('\n');
    let mut group = None;
    for (spec, line) in in_order().zip(lines) {
        if group != Some(spec.group) {
            group = Some(spec.group);
            out += &["\n", spec.group.label(), "\n"].concat();
        }
        out += line;
        out.push('\n');
    }
    out
}

/// What an assumption takes, in a few words.
fn bounds_words(spec: &Spec) -> String {
    match &spec.kind {
        Kind::Number { min, max, min_open, whole, unset, .. } => {
            let above = if *min_open { "above " } else { "" };
            let whole = if *whole { ", whole" } else { "" };
            let unset = unset.map(|word| format!("{word}, or ")).unwrap_or_default();
            format!("{unset}{above}{} to {}{whole}", plain(*min), plain(*max))
        }
        Kind::Choice(words) => words.join(" or "),
        Kind::Switch => "true or false".into(),
        Kind::Model { same: false } => "a model's id, or custom".into(),
        Kind::Model { same: true } => "same, or a model's id".into(),
        Kind::Size => "a size, auto, or default".into(),
        Kind::Quality { same: false } => "a quality, auto, or default".into(),
        Kind::Quality { same: true } => "same, or a quality".into(),
        Kind::Region => "a region of the model, or default".into(),
        Kind::Pixels => "pixels such as 1024x1024".into(),
        Kind::Day => "today, or a day such as 2026-11-22".into(),
        Kind::BilledShare => "provider, or 0 to 1".into(),
        Kind::Tiers => "none, or spend:discount,…".into(),
    }
}

fn row(spec: &Spec) -> Value {
    let bounds = match &spec.kind {
        Kind::Number { min, max, min_open, whole, .. } => {
            json!({ "min": decimal(*min), "max": decimal(*max), "min_included": !min_open, "whole": whole })
        }
        Kind::Choice(words) => json!({ "choices": words }),
        Kind::Switch => json!({ "choices": ["true", "false"] }),
        Kind::BilledShare => json!({ "choices": ["provider"], "min": "0", "max": "1" }),
        _ => Value::Null,
    };
    let scope = match spec.scope {
        Scope::Line => "line",
        Scope::Scenario => "scenario",
    };
    json!({
        "key": spec.name,
        "label": spec.label,
        "group": spec.group.label(),
        "unit": spec.unit,
        "scope": scope,
        "default": spec.default.to_string(),
        "takes": bounds_words(spec),
        "takes_range": spec.takes_range,
        "bounds": bounds,
        "help": spec.help,
    })
}
