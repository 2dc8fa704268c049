//! Several scenarios side by side, each against the first.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::cli::answer::{Answer, Asked};
use crate::cli::args::{CompareArgs, CompareFormat, ScenarioArgs};
use crate::cli::csv::{safe, write};
use crate::cli::error::{CliError, Output};
use crate::cli::json::{maybe, plain, probability, statistic};
use crate::cli::report::bullets;
use crate::cli::table::{Align, table};
use crate::figures::Figures;
use crate::model::assumption::Key;
use crate::text;

/// Runs the command on several scenarios.
pub(super) fn run(args: &CompareArgs, of: &[ScenarioArgs]) -> Result<Output, CliError> {
    let mut answers = Vec::with_capacity(of.len());
    for of in of {
        let name = of.scenario.as_ref().map_or_else(String::new, |name| name.display().to_string());
        let answer = Asked::of(of).and_then(Answer::of);
        // A file or preset that does not open is named in its own sentence.
        let named = |CliError(what)| CliError(if what.contains(&name) { what } else { format!("{name}: {what}") });
        answers.push(answer.map_err(named)?);
    }
    match args.format {
        CompareFormat::Text => Ok(Output::text(&words(&answers))),
        CompareFormat::Json => Ok(Output::json(&object(&answers))),
        CompareFormat::Csv => Ok(Output::data(csv(&answers)?).with_notes(&notes(&answers))),
    }
}

fn expected(answer: &Answer) -> Option<Decimal> {
    answer.known.as_ref().map(|known| known.estimate.expected)
}

/// USD more than the first scenario.
fn difference(answers: &[Answer], answer: &Answer) -> Option<Decimal> {
    expected(answer)?.checked_sub(expected(answers.first()?)?)
}

fn per_kept(known: &Figures) -> Option<Decimal> {
    known.estimate.per(known.estimate.counts.kept)
}

fn words(answers: &[Answer]) -> String {
    let head = ["SCENARIO", "EXPECTED", "DIFFERENCE", "P5", "P95", "PER KEPT IMAGE", "BUDGET", "OVER"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for answer in answers {
        let known = answer.known.as_ref();
        let shown = |amount: Option<String>| amount.unwrap_or_else(|| "unknown".into());
        let budget = known.and_then(|known| known.budget.as_ref());
        rows.push(vec![
            answer.scenario.name.clone(),
            shown(expected(answer).map(text::cents)),
            shown(difference(answers, answer).map(text::signed_money)),
            shown(known.map(|known| text::about(known.range.p5))),
            shown(known.map(|known| text::about(known.range.p95))),
            shown(known.and_then(per_kept).map(text::money)),
            budget.map_or_else(|| "none".into(), |budget| text::cents(budget.cap)),
            budget.map_or_else(String::new, |budget| text::chance(budget.over)),
        ]);
    }
    let mut columns = [Align::Right; 8];
    columns[0] = Align::Left;
    let mut out = table(0, &columns, &rows);
    for answer in answers.iter().filter(|answer| !answer.warnings.is_empty()) {
        out += &format!("\n{}\n", answer.scenario.name);
        out += &bullets(&answer.warnings);
    }
    out
}

/// Every scenario's warnings, each with its name.
fn notes(answers: &[Answer]) -> Vec<String> {
    let named = |answer: &Answer| {
        let name = answer.scenario.name.clone();
        answer.warnings.iter().map(move |warning| format!("{name}: {warning}")).collect::<Vec<_>>()
    };
    answers.iter().flat_map(named).collect()
}

fn csv(answers: &[Answer]) -> Result<String, CliError> {
    let head = ["scenario", "expected", "difference", "p5", "p50", "p95", "budget", "probability_over"];
    let mut rows = vec![head.map(str::to_owned)];
    let amount = |usd: f64| Decimal::from_f64_retain(usd).map(|usd| plain(usd.round_dp(6))).unwrap_or_default();
    for answer in answers {
        let known = answer.known.as_ref();
        let of = |pick: fn(&Figures) -> f64| known.map(|known| amount(pick(known))).unwrap_or_default();
        let budget = known.and_then(|known| known.budget.as_ref());
        rows.push([
            safe(&answer.scenario.name),
            expected(answer).map(plain).unwrap_or_default(),
            difference(answers, answer).map(plain).unwrap_or_default(),
            of(|known| known.range.p5),
            of(|known| known.range.p50),
            of(|known| known.range.p95),
            budget.map(|budget| plain(budget.cap)).unwrap_or_default(),
            budget.map(|budget| amount(budget.over)).unwrap_or_default(),
        ]);
    }
    Ok(write(&rows)?)
}

fn object(answers: &[Answer]) -> Value {
    let row = |answer: &Answer| {
        let known = answer.known.as_ref();
        let of = |pick: fn(&Figures) -> f64| known.map_or(Value::Null, |known| statistic(pick(known)));
        let budget = known.and_then(|known| known.budget.as_ref());
        json!({
            "scenario": answer.scenario.name,
            "on": answer.day.to_string(),
            "expected": maybe(expected(answer)),
            "floor": maybe(known.map(|known| known.estimate.floor)),
            "ceiling": maybe(known.map(|known| known.estimate.ceiling)),
            "difference": maybe(difference(answers, answer)),
            "quantiles": { "p5": of(|k| k.range.p5), "p50": of(|k| k.range.p50), "p95": of(|k| k.range.p95) },
            "per_kept_image": maybe(known.and_then(per_kept)),
            "budget": maybe(answer.scenario.values.number(Key::Budget)),
            "probability_over": budget.map(|budget| probability(budget.over)),
            "warnings": answer.warnings,
        })
    };
    json!({ "currency": "USD", "scenarios": answers.iter().map(row).collect::<Vec<_>>() })
}
