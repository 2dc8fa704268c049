//! What drives the bill: how far each assumption moves it, one at a time.

use rust_decimal::Decimal;

use super::draws::{Columns, Effort};
use super::response::{Live, PastWhole, Response, Variable};
use super::spread::{Spread, no_answer};
use crate::model::assumption::{Key, Kind, Spec, TABLE, Value};
use crate::model::book::{Billing, Book};
use crate::model::num::Num as _;
use crate::model::outcome::Outcome;
use crate::model::plan::{Plan, PlanLine, Problem};
use crate::model::price::Bound;
use crate::model::scenario::{Place, Scenario};

/// What is measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Measure {
    /// The expected bill.
    #[default]
    Expected,
    /// The bill that 95 of 100 batches stay below.
    P95,
}

/// Why an assumption moves as far as it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swing {
    /// Between the ends of its range.
    Range,
    /// By a fifth of its value to either side, or by one where it counts whole things.
    Nudge,
    /// Between the cheapest and the dearest choice.
    Choice,
    /// Between nothing and everything, as nobody knows.
    Unknown,
}

/// One assumption's effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Driver {
    /// Which.
    pub place: Place,
    /// How far it moves.
    pub swing: Swing,
    /// Where the bill is least or most, in the order of the values.
    pub low: Value,
    /// The other end.
    pub high: Value,
    /// The bill at `low`.
    pub at_low: f64,
    /// The bill at `high`.
    pub at_high: f64,
    /// Where the present value lies, 0 at `low` and 1 at `high`; none where it is neither between them
    /// nor one of the choices.
    pub own: Option<f64>,
    /// The expected bill at even steps from `low` to `high`, both included.
    pub path: Vec<f64>,
}

impl Driver {
    /// How far apart the bills at its ends are.
    pub fn width(&self) -> f64 {
        (self.at_high - self.at_low).abs()
    }
}

/// The assumptions that move the bill, the strongest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Drivers {
    /// What is measured.
    pub measure: Measure,
    /// The bill at the scenario's own values.
    pub base: f64,
    /// The assumptions of the [`MOST_LINES`] costliest lines and of the scenario.
    pub list: Vec<Driver>,
    /// Lines that were not moved.
    pub lines_left_out: usize,
}

/// A fixed value moves by this share of itself.
const NUDGE: Decimal = Decimal::from_parts(2, 0, 0, false, 1);
/// Steps of a driver's path.
const STEPS: usize = 4;
/// Only so many of the costliest lines are moved.
pub const MOST_LINES: usize = 12;
/// Only so many that are no ranges are measured at P95.
const MOST_AT_P95: usize = 12;

/// How far an assumption is moved.
struct Move {
    place: Place,
    swing: Swing,
    low: Decimal,
    high: Decimal,
}

impl Drivers {
    /// The drivers of a plan, of its costliest lines and of the scenario.
    ///
    /// # Errors
    /// When there is no answer at the scenario's own values.
    pub fn of(
        book: &Book,
        scenario: &Scenario,
        plan: &Plan,
        measure: Measure,
        effort: Effort,
    ) -> Result<Self, Vec<Problem>> {
        let still = Response::new(book, scenario, plan, &[], Bound::Expected)?;
        let live = Live::<f64, 2>::new(&still, PastWhole::Refused).map_err(no_answer)?;
        let too_large = |error: crate::model::num::TooLarge| no_answer(error.into());
        let base = live.bill().map_err(too_large)?;
        let grosses: Vec<f64> = live.lines().map(|(images, cumulants)| images * cumulants[1]).collect();
        let mut costliest: Vec<usize> = (0..grosses.len()).collect();
        costliest.sort_by(|a, b| grosses[*b].total_cmp(&grosses[*a]));
        costliest.truncate(MOST_LINES);
        let mut list = Vec::new();
        for line in costliest.into_iter().map(Some).chain([None]) {
            list.extend(numbers(book, scenario, plan, line));
            if let Some(line) = line {
                list.extend(choices(book, scenario, plan, line, &grosses));
            }
        }
        list.retain(|driver| driver.width() > 1e-12 * base.abs());
        sort(&mut list);
        let mut drivers = Self { measure, base, list, lines_left_out: grosses.len().saturating_sub(MOST_LINES) };
        if measure == Measure::P95 {
            drivers.measure_p95(book, scenario, plan, effort)?;
        }
        Ok(drivers)
    }

    /// Measures the strongest anew at P95, each value pinned in turn while the other ranges are drawn.
    fn measure_p95(
        &mut self,
        book: &Book,
        scenario: &Scenario,
        plan: &Plan,
        effort: Effort,
    ) -> Result<(), Vec<Problem>> {
        let mut columns = Columns::default();
        let mut p95 = |scenario: &Scenario| -> Result<f64, Vec<Problem>> {
            let plan = Plan::new(book, scenario, plan.day)?;
            let spread = Spread::of(book, scenario, &plan, effort, &mut columns)?;
            Ok(spread.quantile(0.95))
        };
        self.base = p95(scenario)?;
        // What is uncertain is measured whatever its size; the rest is there for comparison.
        let mut others = 0;
        self.list.retain(|driver| {
            others += usize::from(driver.swing != Swing::Range);
            driver.swing == Swing::Range || others <= MOST_AT_P95
        });
        let mut at = scenario.clone();
        self.list.retain_mut(|driver| {
            let mut bill = |value: &Value| {
                at.pin(driver.place, value.clone());
                p95(&at)
            };
            let bills = (bill(&driver.low), bill(&driver.high));
            if let Some(own) = scenario.get(driver.place) {
                at.set(driver.place, own.clone());
            }
            let (Ok(at_low), Ok(at_high)) = bills else { return false };
            (driver.at_low, driver.at_high) = (at_low, at_high);
            true
        });
        sort(&mut self.list);
        Ok(())
    }
}

fn sort(list: &mut [Driver]) {
    list.sort_by(|a, b| b.width().total_cmp(&a.width()).then(a.place.cmp(&b.place)));
}

/// The drivers among the numbers of a line, or of the scenario.
fn numbers(book: &Book, scenario: &Scenario, plan: &Plan, line: Option<usize>) -> Vec<Driver> {
    let places = TABLE.iter().filter(|spec| spec.kind.is_number()).map(|spec| Place { line, key: spec.key });
    let here = places.filter(|place| Place::of(place.key, line.unwrap_or(0)) == *place);
    let mut moves: Vec<Move> = here.filter_map(|place| moved(scenario, plan, place)).collect();
    let variables = |moves: &[Move]| -> Vec<Variable> {
        let variable = |m: &Move| Variable { place: m.place, low: m.low, high: m.high, between: false };
        moves.iter().map(variable).collect()
    };
    let response = match Response::new(book, scenario, plan, &variables(&moves), Bound::Expected) {
        Ok(response) => response,
        Err(_) => {
            // One of the values has no price: the others are still told.
            moves.retain(|m| {
                Response::new(book, scenario, plan, &variables(std::slice::from_ref(m)), Bound::Expected).is_ok()
            });
            let Ok(response) = Response::new(book, scenario, plan, &variables(&moves), Bound::Expected) else {
                return Vec::new();
            };
            response
        }
    };
    let Ok(mut bills) = Live::<f64, 2>::new(&response, PastWhole::Refused) else { return Vec::new() };
    let mut values = response.base().to_vec();
    let mut drivers = Vec::with_capacity(moves.len());
    for (index, m) in moves.iter().enumerate() {
        let own = values[index];
        if !own.is_finite() {
            continue;
        }
        let (low, high) = (f64::of(m.low), f64::of(m.high));
        let mut bill = |part: usize| {
            values[index] = low + (high - low) * part as f64 / STEPS as f64;
            bills.set(&values).ok()?;
            bills.bill().ok().filter(|bill| bill.is_finite())
        };
        let path: Option<Vec<f64>> = (0..=STEPS).map(&mut bill).collect();
        values[index] = own;
        if let Some(path) = path {
            drivers.push(Driver {
                place: m.place,
                swing: m.swing,
                low: Value::Number(m.low),
                high: Value::Number(m.high),
                at_low: path[0],
                at_high: path[STEPS],
                own: Some((own - low) / (high - low)).filter(|own| (0.0..=1.0).contains(own)),
                path,
            });
        }
    }
    drivers
}

/// How far a number is moved; none where it stays.
fn moved(scenario: &Scenario, plan: &Plan, place: Place) -> Option<Move> {
    let spec = place.key.spec();
    let value = scenario.get(place)?;
    let of = |swing, low, high| (low < high).then_some(Move { place, swing, low, high });
    match (value, place.key) {
        (Value::Range(range), key) => {
            // Beside the likely values of the others, no share can be more than what they leave.
            let room = room(scenario, place.line, key);
            of(Swing::Range, range.low.min(room), range.high.min(room))
        }
        (_, Key::Budget | Key::BudgetConfidence) => None,
        (_, Key::BatchShare) => {
            let line = plan.lines.get(place.line?)?;
            let has_batch = line.groups.iter().any(|group| group.model.has_batch());
            if has_batch { of(Swing::Choice, Decimal::ZERO, Decimal::ONE) } else { None }
        }
        (Value::Text(_), Key::Billed(outcome)) => {
            let line = plan.lines.get(place.line?)?;
            let unknown =
                |group: &crate::model::plan::Group| matches!(group.failures.get(outcome).billing, Billing::Unknown(_));
            if line.groups.iter().all(unknown) { of(Swing::Unknown, Decimal::ZERO, Decimal::ONE) } else { None }
        }
        // A plan of one month is not guessed to be of two.
        (Value::Number(number), Key::Months) if *number == Decimal::ONE => None,
        (Value::Number(number), key) if !number.is_zero() => {
            let (low, high) = nudged(spec, *number);
            of(Swing::Nudge, low, high.min(room(scenario, place.line, key)))
        }
        _ => None,
    }
}

/// A fifth to either side, within the bounds; whole numbers move by at least one.
fn nudged(spec: &Spec, number: Decimal) -> (Decimal, Decimal) {
    let (min, max, whole) = match spec.kind {
        Kind::Number { min, max, whole, .. } => (min, max, whole),
        _ => (Decimal::ZERO, Decimal::ONE, false),
    };
    let mut step = number.abs().saturating_mul(NUDGE);
    if whole {
        step = step.round().max(Decimal::ONE);
    }
    (number.saturating_sub(step).max(min), number.saturating_add(step).min(max))
}

/// The most that a share or a rate can be beside the others that it shares a whole with.
fn room(scenario: &Scenario, line: Option<usize>, key: Key) -> Decimal {
    let rates = Outcome::ALL.map(Key::Rate);
    let whole: &[Key] = match key {
        Key::EditShare | Key::ImageToImageShare => &[Key::EditShare, Key::ImageToImageShare],
        Key::Rate(_) => &rates,
        _ => return Decimal::MAX,
    };
    let Some(values) = line.and_then(|line| scenario.lines.get(line)).map(|line| &line.values) else {
        return Decimal::MAX;
    };
    let others = whole.iter().filter(|other| **other != key).map(|other| values.amount(*other));
    others.fold(Decimal::ONE, Decimal::saturating_sub)
}

/// The drivers among a line's choices: quality, size, input fidelity, region.
fn choices(book: &Book, scenario: &Scenario, plan: &Plan, line: usize, grosses: &[f64]) -> Vec<Driver> {
    let Some(typed) = scenario.lines.get(line) else { return Vec::new() };
    let others: f64 = grosses.iter().enumerate().filter(|(at, _)| *at != line).map(|(_, gross)| gross).sum();
    let rules = plan.rules.to::<f64>();
    let bill = |key: Key, value: &Value| {
        let mut at = typed.clone();
        at.values.set(key, value.clone());
        let line = PlanLine::new(book, &at, &plan.schedule, plan.day).ok()?;
        rules.bill(others + line.terms::<f64>(Bound::Expected).ok()?.mean().ok()?).ok()
    };
    let mut drivers = Vec::new();
    let keys = [Key::Size, Key::Quality, Key::EditQuality, Key::ImageToImageQuality, Key::InputFidelity, Key::Region];
    for key in keys {
        if typed.values.text(key) == "same" {
            continue;
        }
        let bills = scenario.legal_choices(book, Place { line: Some(line), key });
        let bills = bills.into_iter().filter_map(|value| Some((bill(key, &value)?, value)));
        let mut bills: Vec<(f64, Value)> = bills.collect();
        bills.sort_by(|a, b| a.0.total_cmp(&b.0));
        let path: Vec<f64> = bills.iter().map(|(bill, _)| *bill).collect();
        let own = bills.iter().position(|(_, value)| value == typed.values.get(key));
        if let [(at_low, low), .., (at_high, high)] = bills.as_slice() {
            drivers.push(Driver {
                place: Place { line: Some(line), key },
                swing: Swing::Choice,
                low: low.clone(),
                high: high.clone(),
                at_low: *at_low,
                at_high: *at_high,
                own: own.map(|own| own as f64 / (bills.len() - 1) as f64),
                path,
            });
        }
    }
    drivers
}
