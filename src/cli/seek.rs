//! `seek`: which value of an assumption keeps the bill within an amount.

use serde_json::{Value as Json, json};

use super::answer::{self, Asked, unknown};
use super::args::{Format, SeekArgs};
use super::error::{CliError, Output};
use super::json::decimal;
use crate::model::assumption::Value;
use crate::model::scenario::Scenario;
use crate::model::stats::draws::Effort;
use crate::model::stats::goal::{End, SeekError, Sought, seek};
use crate::model::stats::measure::Figure;
use crate::sentence;
use crate::text;

/// Runs the command.
pub fn run(args: &SeekArgs) -> Result<Output, CliError> {
    let Asked { scenario, day, book, mut warnings, .. } = Asked::of(&args.scenario)?;
    let place = scenario.place(args.by.trim())?;
    match seek(&book, &scenario, day, args.goal, place, Effort::Full) {
        Ok(found) => {
            warnings.extend(answer::plan_warnings(&book, &scenario, day));
            match args.format {
                Format::Text => Ok(Output::text(&words(&scenario, &found)).with_notes(&warnings)),
                Format::Json => Ok(Output::json(&object(&scenario, &found, &warnings))),
            }
        }
        Err(SeekError::Cannot(what)) => Err(CliError(what)),
        Err(SeekError::Problems(problems)) => Err(CliError(unknown(&scenario, &problems)?.join("; "))),
    }
}

fn words(scenario: &Scenario, found: &Sought) -> String {
    let spec = found.place.key.spec();
    let mut out = sentence::capitalised(&sentence::sought(scenario, found)) + "\n";
    for (value, bill) in &found.options {
        let within = if bill.usd <= found.goal.usd { "within" } else { "above" };
        out += &format!("  {}  {}  {within}\n", text::value(spec, value), text::cents(bill.usd));
    }
    out
}

fn object(scenario: &Scenario, found: &Sought, warnings: &[String]) -> Json {
    let bill = |bill: &Figure| json!({ "goal_bill": decimal(bill.usd), "expected": decimal(bill.expected) });
    let value = |value: &Value| match value {
        Value::Number(number) => decimal(*number),
        other => json!(other.to_string()),
    };
    let end = match found.end {
        End::Met => "met",
        End::AlwaysWithin => "always_within",
        End::NeverWithin => "never_within",
    };
    let option = |(choice, figure): &(Value, Figure)| json!({ "value": value(choice), "bill": bill(figure) });
    let place = found.place;
    json!({
        "scenario": scenario.name,
        "currency": "USD",
        "goal": { "metric": found.goal.metric.to_string().to_lowercase(), "usd": decimal(found.goal.usd) },
        "key": scenario.key_of(place),
        "was": scenario.get(place).map(ToString::to_string),
        "result": end,
        "value": value(&found.value),
        "bill": bill(&found.bill),
        "options": found.options.iter().map(option).collect::<Vec<_>>(),
        "warnings": warnings,
    })
}
