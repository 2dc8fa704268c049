//! `estimate`: the bill of a scenario.

use super::answer::{Answer, Asked};
use super::args::{EstimateArgs, EstimateFormat};
use super::error::{CliError, Output};
use super::report;
use crate::export::{csv, html, json, markdown, tsv};
use crate::model::assumption::Key;
use crate::model::warning::{Kept, Warning};
use crate::text;

/// Runs the command.
pub fn run(args: &EstimateArgs) -> Result<Output, CliError> {
    let asked = Asked::of(&args.scenario)?;
    if args.fail_over_budget && asked.scenario.values.number(Key::Budget).is_none() {
        return Err(CliError("the scenario has no budget to hold the bill against; add --set budget=500".into()));
    }
    let answer = Answer::of(asked)?;
    let subject = answer.subject();
    let output = match args.format {
        EstimateFormat::Text => Output::text(&report::text(&answer)),
        EstimateFormat::Markdown => Output::text(&markdown::estimate(&subject)),
        EstimateFormat::Json => Output::json(&json::estimate(&subject)),
        EstimateFormat::Csv => Output::data(csv::estimate(&subject)?).with_notes(&answer.warnings),
        EstimateFormat::Tsv => Output::data(tsv::estimate(&subject)).with_notes(&answer.warnings),
        EstimateFormat::Html => Output::data(html::report(&subject)),
    };
    let output = match &args.output {
        Some(path) => output.into_file(path)?,
        None => output,
    };
    Ok(output.with_gate(if args.fail_over_budget { over_budget(&answer) } else { None }))
}

/// Why the bill does not pass as within the budget: a gate that cannot tell does not let through.
fn over_budget(answer: &Answer) -> Option<String> {
    let Some(known) = &answer.known else {
        return Some("the bill is not known, so it is not known to be within the budget".into());
    };
    if let Some(lack) = known.plan.warnings.iter().find(|warning| matches!(warning, Warning::Kept(Kept::Lack { .. }))) {
        return Some(format!("the bill is not whole, so it is not known to be within the budget: {lack}"));
    }
    let budget = known.budget?;
    budget.headroom.is_sign_negative().then(|| {
        let (bill, cap) = (text::exact_money(known.estimate.expected.round_dp(6)), text::exact_money(budget.cap));
        format!("the expected bill {bill} is {} over the budget of {cap}", text::money(budget.headroom.abs()))
    })
}
