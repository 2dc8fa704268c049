//! One scenario on every model that can do it, the cheapest first.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::cli::answer::{self, Asked};
use crate::cli::args::{CompareArgs, CompareFormat, ConfidenceArg, ScenarioArgs};
use crate::cli::csv::{safe, write};
use crate::cli::error::{CliError, Output};
use crate::cli::json::{decimal, maybe, plain};
use crate::cli::table::{Align, table};
use crate::model::assumption::Key;
use crate::model::book::{Confidence, Model, State, search_words};
use crate::model::compare::{Candidate, Change, Comparison, Impossible, Standing};
use crate::model::day::Day;
use crate::model::plan::{Plan, Problem};
use crate::model::scenario::Scenario;
use crate::model::warning::{RETIRES_SOON_DAYS, Warning};
use crate::text;

/// Runs the command on one scenario.
pub(super) fn run(args: &CompareArgs, of: &ScenarioArgs) -> Result<Output, CliError> {
    let Asked { scenario, day, book, mut warnings, .. } = Asked::of(of)?;
    let line = args.line.as_deref().map(|name| line_named(&scenario, name)).transpose()?;
    let mut found = Comparison::of(&book, &scenario, day, line);
    match Plan::new(&book, &scenario, day) {
        Ok(plan) => warnings.extend(plan.warnings.iter().map(ToString::to_string)),
        Err(problems) => warnings.extend(no_answer(&scenario, &problems, &found)?),
    }
    if found.now.is_none() {
        warnings.push("the scenario as it is has no answer, so differences are not known".into());
    }
    let words = search_words(args.models.as_deref().unwrap_or_default());
    let least = match args.confidence {
        ConfidenceArg::Low => Confidence::Low,
        ConfidenceArg::Medium => Confidence::Medium,
        ConfidenceArg::High => Confidence::High,
    };
    let wanted = |model: &Model| {
        let alive = args.retired || model.state_on(day) != State::Retired;
        model.has_words(&words) && alive && (model.confidence >= least || model.rates.is_empty())
    };
    found.candidates.retain(|candidate| wanted(&candidate.model));
    found.impossible.retain(|impossible| wanted(&impossible.model));
    let answer = Answer { scenario: &scenario, day, found: &found, warnings: &warnings };
    match args.format {
        CompareFormat::Text => Ok(Output::text(&answer.text())),
        CompareFormat::Json => Ok(Output::json(&answer.json())),
        CompareFormat::Csv => Ok(Output::data(answer.csv()?).with_notes(&warnings)),
    }
}

/// Why the scenario as it is has no answer.
///
/// # Errors
/// When that is a mistake, and no model makes up for it.
fn no_answer(scenario: &Scenario, problems: &[Problem], found: &Comparison) -> Result<Vec<String>, CliError> {
    match answer::unknown(scenario, problems) {
        Err(CliError(mistakes)) if !found.candidates.is_empty() => Ok(vec![mistakes]),
        other => other,
    }
}

fn line_named(scenario: &Scenario, name: &str) -> Result<usize, CliError> {
    scenario.lines.iter().position(|line| line.name == name).ok_or_else(|| {
        let known: Vec<String> = scenario.lines.iter().map(|line| format!("`{}`", line.name)).collect();
        CliError(format!("no line `{name}`; the scenario has {}", known.join(", ")))
    })
}

struct Answer<'a> {
    scenario: &'a Scenario,
    day: Day,
    found: &'a Comparison,
    warnings: &'a [String],
}

impl Answer<'_> {
    fn changes(candidate: &Candidate) -> Vec<String> {
        candidate.changes.iter().map(ToString::to_string).collect()
    }

    fn is_present(&self, model: &Model) -> bool {
        self.found.present.as_ref() == Some(&model.id)
    }

    fn share(&self, candidate: &Candidate) -> Option<Decimal> {
        let now = self.found.now.as_ref()?.bill;
        self.found.difference(candidate)?.checked_div(now)
    }

    fn text(&self) -> String {
        let Comparison { now, candidates, impossible, .. } = self.found;
        let bill = now.as_ref().map_or_else(|| "unknown".into(), |now| text::cents(now.bill));
        let mut out = format!("{} now {bill}, prices of {}\n", self.scenario.name, self.day);
        let head = ["", "MODEL", "EXPECTED", "DIFFERENCE", "", "STATUS", "CONFIDENCE", "WHAT CHANGES"];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        for candidate in candidates {
            let model = &candidate.model;
            let difference = self.found.difference(candidate).filter(|_| !self.is_present(model));
            rows.push(vec![
                if self.is_present(model) { "*" } else { "" }.to_owned(),
                model.id.clone(),
                text::cents(candidate.then.bill),
                difference.map_or_else(String::new, text::signed_money),
                difference.and(self.share(candidate)).map_or_else(String::new, text::signed_percent),
                life(model, self.day),
                model.confidence.words().to_owned(),
                look(candidate),
            ]);
        }
        let columns =
            [Align::Left, Align::Left, Align::Right, Align::Right, Align::Right, Align::Left, Align::Left, Align::Left];
        match (candidates.is_empty(), impossible.is_empty()) {
            (false, _) => out += &table(0, &columns, &rows),
            (true, false) => out += "No model can do it.\n",
            (true, true) => out += "No model passes these choices.\n",
        }
        if !impossible.is_empty() {
            let models = if impossible.len() == 1 { "model" } else { "models" };
            out += &format!("\nNot possible on {} {models}:\n", impossible.len());
            let rows: Vec<Vec<String>> =
                impossible.iter().map(|Impossible { model, why }| vec![model.id.clone(), why.clone()]).collect();
            out += &table(2, &[Align::Left; 2], &rows);
        }
        out + &crate::cli::report::bullets(self.warnings)
    }

    fn csv(&self) -> Result<String, CliError> {
        let head =
            ["model", "expected", "floor", "ceiling", "difference", "status", "confidence", "changes", "why_not"];
        let mut rows = vec![head.map(str::to_owned)];
        let status = |model: &Model| model.state_on(self.day).words().to_owned();
        for candidate in &self.found.candidates {
            let Candidate { model, then, .. } = candidate;
            rows.push([
                safe(&model.id),
                plain(then.bill),
                plain(then.floor),
                plain(then.ceiling),
                self.found.difference(candidate).map(plain).unwrap_or_default(),
                status(model),
                model.confidence.words().to_owned(),
                safe(&Self::changes(candidate).join("; ")),
                String::new(),
            ]);
        }
        for Impossible { model, why } in &self.found.impossible {
            let mut row = [const { String::new() }; 9];
            (row[0], row[5], row[6], row[8]) =
                (safe(&model.id), status(model), model.confidence.words().to_owned(), safe(why));
            rows.push(row);
        }
        Ok(write(&rows)?)
    }

    fn json(&self) -> Value {
        let months = self.scenario.values.amount(Key::Months);
        let model_json = |model: &Model| {
            json!({
                "id": model.id,
                "name": model.name,
                "provider": model.provider,
                "status": model.state_on(self.day).words(),
                "retires": model.retires.map(|day| day.to_string()),
                "confidence": model.confidence.words(),
            })
        };
        let candidate = |candidate: &Candidate| {
            let mut row = model_json(&candidate.model);
            row["present"] = json!(self.is_present(&candidate.model));
            row["bill"] = standing(&candidate.then);
            row["difference"] = maybe(self.found.difference(candidate));
            row["yearly_difference"] = maybe(self.found.yearly(candidate, months).map(|usd| usd.round_dp(12)));
            row["keeps_look"] = json!(candidate.keeps_look);
            row["changes"] = json!(Self::changes(candidate));
            let set =
                candidate.values.iter().map(|(place, value)| (self.scenario.key_of(*place), json!(value.to_string())));
            row["set"] = Value::Object(set.collect());
            row
        };
        let refused = |Impossible { model, why }: &Impossible| {
            let mut row = model_json(model);
            row["why"] = json!(why);
            row
        };
        json!({
            "scenario": self.scenario.name,
            "currency": "USD",
            "on": self.day.to_string(),
            "present": self.found.present,
            "now": self.found.now.as_ref().map(standing),
            "models": self.found.candidates.iter().map(candidate).collect::<Vec<_>>(),
            "not_possible": self.found.impossible.iter().map(refused).collect::<Vec<_>>(),
            "warnings": self.warnings,
        })
    }
}

fn standing(standing: &Standing) -> Value {
    let parts = standing.parts.named().map(|(name, amount)| (name.to_lowercase(), decimal(amount)));
    json!({
        "expected": decimal(standing.bill),
        "floor": decimal(standing.floor),
        "ceiling": decimal(standing.ceiling),
        "parts": parts.collect::<serde_json::Map<_, _>>(),
    })
}

/// The model's life, with the days that are left.
fn life(model: &Model, day: Day) -> String {
    let state = model.state_on(day);
    match model.days_left(day).filter(|days| *days <= RETIRES_SOON_DAYS) {
        Some(days) => text::days_left(days),
        None => state.words().to_owned(),
    }
}

/// What comes out otherwise, in a few words; how failures are billed stands in JSON and CSV.
fn look(candidate: &Candidate) -> String {
    let hidden = |change: &Change| match change {
        Change::Failure { .. } | Change::NoQuality { .. } => true,
        Change::Warning(warning) => !matches!(warning, Warning::YourPrices { .. } | Warning::Auto { .. }),
        _ => false,
    };
    let told = candidate.changes.iter().filter(|change| !hidden(change)).map(ToString::to_string);
    told.chain(open(&candidate.then)).collect::<Vec<_>>().join("; ")
}

/// Floor and ceiling, where they are far apart.
fn open(then: &Standing) -> Option<String> {
    let wide = then.ceiling.saturating_sub(then.floor) > then.bill.checked_div(Decimal::TEN)?;
    wide.then(|| format!("between {} and {}", text::cents(then.floor), text::cents(then.ceiling)))
}
