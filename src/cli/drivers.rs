//! `drivers`: what moves the bill, the strongest first.

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::answer::{Asked, unknown};
use super::args::{DriversArgs, DriversFormat, MeasureArg};
use super::csv::{safe, write};
use super::error::{CliError, Output};
use super::json::{plain, statistic};
use super::table::{Align, table};
use crate::model::plan::Plan;
use crate::model::scenario::Scenario;
use crate::model::stats::draws::Effort;
use crate::model::stats::drivers::{Driver, Drivers, MOST_LINES, Measure, Swing};
use crate::sentence::{capitalised, place_words};
use crate::text;

/// Runs the command.
pub fn run(args: &DriversArgs) -> Result<Output, CliError> {
    let Asked { scenario, day, book, mut warnings, .. } = Asked::of(&args.scenario)?;
    let measure = match args.of {
        MeasureArg::Expected => Measure::Expected,
        MeasureArg::P95 => Measure::P95,
    };
    let found = Plan::new(&book, &scenario, day).and_then(|plan| {
        warnings.extend(plan.warnings.iter().map(ToString::to_string));
        Drivers::of(&book, &scenario, &plan, measure, Effort::Full)
    });
    let drivers = match found {
        Ok(drivers) => drivers,
        Err(problems) => return Err(CliError(unknown(&scenario, &problems)?.join("; "))),
    };
    if drivers.lines_left_out > 0 {
        warnings.push(format!("only the {MOST_LINES} costliest lines were moved; {} were not", drivers.lines_left_out));
    }
    match args.format {
        DriversFormat::Text => Ok(Output::text(&words(&scenario, &drivers)).with_notes(&warnings)),
        DriversFormat::Csv => Ok(Output::data(csv(&scenario, &drivers)?).with_notes(&warnings)),
        DriversFormat::Json => Ok(Output::json(&object(&scenario, &drivers, &warnings))),
    }
}

fn words(scenario: &Scenario, drivers: &Drivers) -> String {
    let bill = match drivers.measure {
        Measure::Expected => "Expected bill",
        Measure::P95 => "P95 of the bill",
    };
    let mut out = format!("{bill} now {}\n", text::about(drivers.base));
    if drivers.list.is_empty() {
        return out + "Nothing moves it: no image costs anything, or credit and discounts cover it all.\n";
    }
    let row = |driver: &Driver| {
        let spec = driver.place.key.spec();
        vec![
            capitalised(&place_words(scenario, driver.place)),
            text::about(driver.width()),
            text::value(spec, &driver.low),
            text::about(driver.at_low),
            text::value(spec, &driver.high),
            text::about(driver.at_high),
            swing(driver.swing).to_owned(),
        ]
    };
    let head = ["ASSUMPTION", "SWING", "FROM", "BILL", "TO", "BILL", "WHY"].map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = [head].into_iter().chain(drivers.list.iter().map(row)).collect();
    let columns = [Align::Left, Align::Right, Align::Right, Align::Right, Align::Right, Align::Right, Align::Left];
    out += &table(2, &columns, &rows);
    out
}

/// How far it was moved, in a word.
fn swing(swing: Swing) -> &'static str {
    match swing {
        Swing::Range => "range",
        Swing::Nudge => "fifth",
        Swing::Choice => "choice",
        Swing::Unknown => "unknown",
    }
}

/// Decimals of a statistic in USD.
fn rounded(bill: f64) -> String {
    Decimal::from_f64_retain(bill).map(|bill| plain(bill.round_dp(6))).unwrap_or_default()
}

fn csv(scenario: &Scenario, drivers: &Drivers) -> Result<String, CliError> {
    let header = ["key", "why", "low", "bill_at_low", "high", "bill_at_high", "swing"].map(str::to_owned);
    let row = |driver: &Driver| {
        [
            safe(&scenario.key_of(driver.place)),
            swing(driver.swing).to_owned(),
            safe(&driver.low.to_string()),
            rounded(driver.at_low),
            safe(&driver.high.to_string()),
            rounded(driver.at_high),
            rounded(driver.width()),
        ]
    };
    let rows: Vec<_> = [header].into_iter().chain(drivers.list.iter().map(row)).collect();
    Ok(write(&rows)?)
}

fn object(scenario: &Scenario, drivers: &Drivers, warnings: &[String]) -> Json {
    let row = |driver: &Driver| {
        json!({
            "key": scenario.key_of(driver.place),
            "label": driver.place.key.spec().label,
            "why": swing(driver.swing),
            "low": { "value": driver.low.to_string(), "bill": statistic(driver.at_low) },
            "high": { "value": driver.high.to_string(), "bill": statistic(driver.at_high) },
            "swing": statistic(driver.width()),
        })
    };
    json!({
        "scenario": scenario.name,
        "currency": "USD",
        "of": if drivers.measure == Measure::P95 { "p95" } else { "expected" },
        "base": statistic(drivers.base),
        "drivers": drivers.list.iter().map(row).collect::<Vec<_>>(),
        "warnings": warnings,
    })
}
