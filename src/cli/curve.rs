//! `curve`: the bill and its 90 % band along one assumption, as numbers or as a chart.

use std::io::IsTerminal as _;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::answer::{self, Asked, unknown};
use super::args::{CurveArgs, CurveFormat};
use super::csv::{safe, write};
use super::error::{CliError, Output};
use super::json::{decimal, maybe, plain};
use crate::chart::{self, Look, Svg, png};
use crate::figures::Figures;
use crate::model::assumption::{Scale, Value as Setting};
use crate::model::book::Book;
use crate::model::day::Day;
use crate::model::estimate::Estimate;
use crate::model::plan::Plan;
use crate::model::scenario::{Place, Scenario};
use crate::model::stats::curve::{Curve, Point, Span};
use crate::model::stats::draws::{Columns, Effort};
use crate::model::stats::spread::Spread;
use crate::outcome::{Answer, Plot};
use crate::sentence;

/// Significant digits of a bill on a curve.
const DIGITS: u32 = 12;

/// Runs the command.
pub fn run(args: &CurveArgs) -> Result<Output, CliError> {
    let Asked { scenario, day, book, mut warnings, .. } = Asked::of(&args.scenario)?;
    let (key, span) = span(&scenario, &args.over, args.points)?;
    let look = look(args)?;
    let table = Table::of(&book, &scenario, day, span)?;
    warnings.extend(answer::plan_warnings(&book, &scenario, day));
    warnings.extend(table.missing());
    let output = match args.format {
        CurveFormat::Csv => Output::data(table.csv(key)?).with_notes(&warnings),
        CurveFormat::Json => Output::json(&table.json(key, &scenario, day, &warnings)),
        CurveFormat::Svg => {
            let svg = table.chart(&book, &scenario, day, &look)?;
            Output::data(svg.text()).with_notes(&warnings)
        }
        CurveFormat::Png => {
            let svg = table.chart(&book, &scenario, day, &look)?;
            Output::data(png::png(&svg, args.scale.unwrap_or(1))?).with_notes(&warnings)
        }
    };
    match &args.output {
        Some(path) => output.into_file(path),
        None => Ok(output),
    }
}

/// How the chart is to look, which the other formats do not have.
fn look(args: &CurveArgs) -> Result<Look, CliError> {
    let is_chart = matches!(args.format, CurveFormat::Svg | CurveFormat::Png);
    if !is_chart && (args.width.is_some() || args.height.is_some() || args.dark) {
        let what =
            "--width, --height and --dark are the look of a chart; write --format svg or --format png beside them";
        return Err(CliError(what.into()));
    }
    if args.format != CurveFormat::Png && args.scale.is_some() {
        return Err(CliError("--scale is for pixels; write --format png beside it".into()));
    }
    if args.format == CurveFormat::Png && args.output.is_none() && std::io::stdout().is_terminal() {
        return Err(CliError("a PNG is nothing for a terminal; write -o FILE beside --format png".into()));
    }
    let usual = Look::default();
    let look = Look::of_size(args.width.unwrap_or(usual.width), args.height.unwrap_or(usual.height))?;
    Ok(Look { dark: args.dark, ..look })
}

/// The assumption and its values: `KEY=FROM..TO[:log]`.
fn span<'a>(scenario: &Scenario, over: &'a str, points: u16) -> Result<(&'a str, Span), CliError> {
    let wrong =
        || CliError(format!("`{over}` is not a range to run over; write KEY=FROM..TO, such as images=0..100000"));
    let (key, range) = over.split_once('=').ok_or_else(wrong)?;
    let key = key.trim();
    let place = scenario.place(key)?;
    let spec = place.key.spec();
    if !spec.is_numeric() {
        return Err(CliError(format!("{key} is not a number, so a curve cannot run over it")));
    }
    let (from, rest) = range.split_once("..").ok_or_else(wrong)?;
    let (to, scale) = match rest.split_once(':') {
        None => (rest, Scale::Linear),
        Some((to, "log")) => (to, Scale::Log),
        Some((_, other)) => {
            return Err(CliError(format!("`:{other}` is not a scale; write :log, or nothing for even steps")));
        }
    };
    let number = |text: &str| match spec.parse(text)? {
        Setting::Number(number) => Ok(number),
        _ => Err(CliError(format!("{key}: `{}` is not a number", text.trim()))),
    };
    let (from, to) = (number(from)?, number(to)?);
    if from >= to {
        let (from, to) = (plain(from), plain(to));
        return Err(CliError(format!("{key}={from}..{to} does not rise; write the smaller value first")));
    }
    if scale == Scale::Log && from <= Decimal::ZERO {
        let from = plain(from);
        return Err(CliError(format!("{key}: a logarithmic scale must begin above 0, not at {from}")));
    }
    Ok((key, Span { place, from, to, scale, points: points.into(), now: None }))
}

/// Every value of the span with its bills, where they are known.
struct Table {
    span: Span,
    rows: Vec<(Decimal, Option<Point>)>,
    crossing: Option<f64>,
    why_missing: Option<String>,
}

impl Table {
    fn of(book: &Book, scenario: &Scenario, day: Day, span: Span) -> Result<Self, CliError> {
        let values = span.values();
        let own = Plan::new(book, scenario, day)
            .and_then(|plan| Spread::of(book, scenario, &plan, Effort::Full, &mut Columns::default()));
        let (points, crossing) = match Curve::of(book, scenario, day, span.clone(), own.as_ref().ok()) {
            Ok(curve) => (curve.points, curve.crossing),
            // Whether these are mistakes or unknown is decided below, at the first value.
            Err(_) => (Vec::new(), None),
        };
        let mut points = points.into_iter().peekable();
        let rows: Vec<_> = values.into_iter().map(|x| (x, points.next_if(|point| point.x == x))).collect();
        let missing = rows.iter().find(|(_, bills)| bills.is_none()).map(|(x, _)| *x);
        let nowhere = rows.iter().all(|(_, bills)| bills.is_none());
        let why_missing = match missing.map(|x| no_answer(book, scenario, day, span.place, x)) {
            None => None,
            Some(Err(error)) if nowhere => return Err(error),
            Some(Ok(why) | Err(CliError(why))) => Some(why),
        };
        Ok(Self { span, rows, crossing, why_missing })
    }

    fn missing(&self) -> Option<String> {
        let missing = self.rows.iter().filter(|(_, bills)| bills.is_none()).count();
        let why = self.why_missing.as_ref()?;
        Some(format!("no answer at {missing} of {} values: {why}", self.rows.len()))
    }

    fn csv(&self, key: &str) -> Result<String, CliError> {
        let mut rows = vec![[safe(key)].into_iter().chain(COLUMNS.map(str::to_owned)).collect::<Vec<_>>()];
        for (x, point) in &self.rows {
            let cells = bills(point.as_ref()).map(|bill| bill.map(plain).unwrap_or_default());
            rows.push([plain(*x)].into_iter().chain(cells).collect());
        }
        Ok(write(&rows)?)
    }

    fn chart(&self, book: &Book, scenario: &Scenario, day: Day, look: &Look) -> Result<Svg, CliError> {
        let known = Plan::new(book, scenario, day)
            .and_then(|plan| Figures::of(book, scenario, plan, Effort::Full, &mut Columns::default()));
        let figures = match known {
            Ok(figures) => figures,
            Err(problems) => {
                let why = unknown(scenario, &problems)?.join("; ");
                return Err(CliError(format!("there is no chart, as the plan itself has no answer: {why}")));
            }
        };
        let place = self.span.place;
        let now = scenario.values_at(place).and_then(|values| values.number(place.key));
        let points = self.rows.iter().filter_map(|(_, point)| *point).collect();
        let curve = Curve { span: Span { now, ..self.span.clone() }, points, crossing: self.crossing };
        let sentence = sentence::answer(book, scenario, &figures);
        let answer = Answer { figures, plot: Plot::Curve(Some(curve)), sentence, sizes: Vec::new() };
        let key = scenario.key_of(place);
        let none = || CliError(format!("there is no chart: fewer than two values of {key} have an answer"));
        chart::svg(&answer, scenario, look).ok_or_else(none)
    }

    fn json(&self, key: &str, scenario: &Scenario, day: Day, warnings: &[String]) -> Value {
        let spec = self.span.place.key.spec();
        let point = |(x, point): &(Decimal, Option<Point>)| {
            let bills = COLUMNS.into_iter().zip(bills(point.as_ref()));
            let value = [("value".to_owned(), decimal(*x))];
            let all = bills.map(|(name, bill)| (name.to_owned(), maybe(bill)));
            Value::Object(value.into_iter().chain(all).collect())
        };
        json!({
            "scenario": scenario.name,
            "currency": "USD",
            "on": day.to_string(),
            "key": key,
            "label": spec.label,
            "unit": spec.unit,
            "crosses_budget_at": maybe(self.crossing.and_then(significant)),
            "points": self.rows.iter().map(point).collect::<Vec<_>>(),
            "warnings": warnings,
        })
    }
}

/// The bills of a point, in this order.
const COLUMNS: [&str; 6] = ["expected", "floor", "ceiling", "p5", "p50", "p95"];

fn bills(point: Option<&Point>) -> [Option<Decimal>; 6] {
    let Some(point) = point else { return [None; 6] };
    let [p5, p50, p95] = point.band.map_or([None; 3], |band| band.map(significant));
    let [expected, floor, ceiling] = [point.expected, point.floor, point.ceiling].map(significant);
    [expected, floor, ceiling, p5, p50, p95]
}

fn significant(bill: f64) -> Option<Decimal> {
    Decimal::from_f64_retain(bill)?.round_sf(DIGITS)
}

/// Why there is no answer at a value: nobody knows it.
///
/// # Errors
/// When it is a mistake.
fn no_answer(book: &Book, scenario: &Scenario, day: Day, place: Place, x: Decimal) -> Result<String, CliError> {
    let mut at = scenario.clone();
    at.set(place, Setting::Number(x));
    match Plan::new(book, &at, day) {
        Err(problems) => Ok(unknown(&at, &problems)?.join("; ")),
        Ok(plan) => match Estimate::of(&plan) {
            Err(error) => Err(error.into()),
            Ok(_) => Err(CliError("the result is too large for a curve".into())),
        },
    }
}
