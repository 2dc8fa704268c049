//! Several scenarios side by side, each against the first.

use std::ffi::OsStr;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::versus;
use crate::cli::answer::{self, Answer, Asked};
use crate::cli::args::{CompareArgs, CompareFormat, ScenarioArgs};
use crate::cli::csv::{safe, write};
use crate::cli::error::{CliError, Output};
use crate::cli::json::{maybe, plain, probability, statistic};
use crate::cli::report::bullets;
use crate::cli::table::{Align, table};
use crate::figures::Figures;
use crate::model::assumption::Key;
use crate::model::book::Book;
use crate::model::day::Day;
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
    let all = All { listed: Arc::new(answer::load_book().0), labels: labels(&answers, of), answers, on: args.on };
    match args.format {
        CompareFormat::Text => Ok(Output::text(&all.words())),
        CompareFormat::Json => Ok(Output::json(&all.object())),
        CompareFormat::Csv => Ok(Output::data(csv(&all.answers)?).with_notes(&notes(&all.answers))),
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

/// The scenarios' names; those that share one with their file or preset behind it, and with their place in
/// the list where that is the same too.
fn labels(answers: &[Answer], of: &[ScenarioArgs]) -> Vec<String> {
    let name = |answer: &Answer| answer.scenario.name.clone();
    let full = |(answer, of): (&Answer, &ScenarioArgs)| {
        let stem = of.scenario.as_ref().and_then(|path| path.file_stem()).map(OsStr::to_string_lossy);
        format!("{} ({})", name(answer), stem.unwrap_or_default())
    };
    let fulls: Vec<String> = answers.iter().zip(of).map(full).collect();
    let label = |(at, (answer, full)): (usize, (&Answer, &String))| {
        if answers.iter().filter(|other| other.scenario.name == answer.scenario.name).count() < 2 {
            name(answer)
        } else if fulls.iter().filter(|other| *other == full).count() < 2 {
            full.clone()
        } else {
            format!("{} ({})", name(answer), at + 1)
        }
    };
    answers.iter().zip(&fulls).enumerate().map(label).collect()
}

/// What is put side by side.
struct All {
    /// The prices, without those that any scenario keeps.
    listed: Arc<Book>,
    answers: Vec<Answer>,
    labels: Vec<String>,
    /// The day for all of them, where one is given.
    on: Option<Day>,
}

impl All {
    fn words(&self) -> String {
        let Self { answers, labels, .. } = self;
        let head = ["SCENARIO", "EXPECTED", "DIFFERENCE", "P5", "P95", "PER KEPT IMAGE", "BUDGET", "OVER"];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        for (answer, label) in answers.iter().zip(labels) {
            let known = answer.known.as_ref();
            let shown = |amount: Option<String>| amount.unwrap_or_else(|| "unknown".into());
            let budget = known.and_then(|known| known.budget.as_ref());
            rows.push(vec![
                label.clone(),
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
        for (answer, label) in answers.iter().zip(labels).filter(|(answer, _)| !answer.warnings.is_empty()) {
            out += &format!("\n{label}\n");
            out += &bullets(&answer.warnings);
        }
        if let Some((first, others)) = answers.split_first() {
            for (other, label) in others.iter().zip(labels.iter().skip(1)) {
                out += &versus::words(&self.listed, [first, other], [&labels[0], label], self.on);
            }
        }
        out
    }

    fn object(&self) -> Value {
        let Self { answers, labels, .. } = self;
        let row = |(at, (answer, label)): (usize, (&Answer, &String))| {
            let known = answer.known.as_ref();
            let of = |pick: fn(&Figures) -> f64| known.map_or(Value::Null, |known| statistic(pick(known)));
            let budget = known.and_then(|known| known.budget.as_ref());
            let [differences, items, bridge] = match answers.first().filter(|_| at > 0) {
                Some(first) => versus::objects(&self.listed, [first, answer], self.on),
                None => [const { Value::Null }; 3],
            };
            json!({
                "scenario": answer.scenario.name,
                "label": label,
                "on": answer.day.to_string(),
                "expected": maybe(expected(answer)),
                "floor": maybe(known.map(|known| known.estimate.floor)),
                "ceiling": maybe(known.map(|known| known.estimate.ceiling)),
                "difference": maybe(difference(answers, answer)),
                "quantiles": { "p5": of(|k| k.range.p5), "p50": of(|k| k.range.p50), "p95": of(|k| k.range.p95) },
                "per_kept_image": maybe(known.and_then(per_kept)),
                "budget": maybe(answer.scenario.values.number(Key::Budget)),
                "probability_over": budget.map(|budget| probability(budget.over)),
                "differences": differences,
                "items": items,
                "bridge": bridge,
                "warnings": answer.warnings,
            })
        };
        let rows: Vec<Value> = answers.iter().zip(labels).enumerate().map(row).collect();
        json!({ "currency": "USD", "scenarios": rows })
    }
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
