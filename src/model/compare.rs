//! One scenario on every model of the book: what it would cost there, what changes, and why the rest cannot.

mod fit;
mod parts;

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::assumption::{Key, Value};
use super::book::{Book, Model, State};
use super::custom;
use super::day::Day;
use super::estimate::{Estimate, billing_words};
use super::ladder::Basis;
use super::num::Num as _;
use super::outcome::Outcome;
use super::plan::{Plan, Problem};
use super::scenario::{Place, Scenario};
use super::warning::Warning;

pub use parts::{PARTS, Parts};

/// A year.
const DAYS_OF_A_YEAR: i32 = 365;

/// A scenario on every model.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The plan as it is; none where it has no answer.
    pub now: Option<Standing>,
    /// Models that can do it, the cheapest first.
    pub candidates: Vec<Candidate>,
    /// Models that cannot, with the reason.
    pub impossible: Vec<Impossible>,
    /// The model that the compared lines have now, where they share one.
    pub present: Option<String>,
    /// The day whose prices hold.
    pub day: Day,
}

/// A bill with its parts.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Expected bill in USD.
    pub bill: Decimal,
    /// With everything unknown at its cheapest.
    pub floor: Decimal,
    /// With everything unknown at its dearest.
    pub ceiling: Decimal,
    /// What the bill is made of; sums to it.
    pub parts: Parts,
}

/// A model that can do the work.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The model.
    pub model: Arc<Model>,
    /// The bill there.
    pub then: Standing,
    /// What else is different.
    pub changes: Vec<Change>,
    /// What to set to take it.
    pub values: Vec<(Place, Value)>,
    /// Whether images look as now, as far as models and tokens tell: the same model or the same tokens, at
    /// the same size.
    pub keeps_look: bool,
}

/// A model that cannot do the work.
#[derive(Debug, Clone)]
pub struct Impossible {
    /// The model.
    pub model: Arc<Model>,
    /// Why, in one sentence.
    pub why: String,
}

/// What is different on another model, beside the bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Another size.
    Size {
        /// Now.
        from: String,
        /// There.
        to: String,
    },
    /// Another quality, or the same name on another ladder.
    Quality {
        /// Now.
        from: String,
        /// There.
        to: String,
        /// Why this one.
        basis: Basis,
    },
    /// The price does not depend on the size, so which sizes there are is not known.
    AnySize {
        /// Now.
        from: String,
    },
    /// Operations with models of their own take the line's other size too.
    OthersResized {
        /// There.
        to: String,
    },
    /// The model does not have the region, so its default is priced.
    NoRegion {
        /// Now.
        from: String,
    },
    /// There is no choice of quality.
    NoQuality {
        /// Now.
        from: String,
    },
    /// A failed outcome is billed by another rule.
    Failure {
        /// The outcome.
        outcome: Outcome,
        /// Now.
        from: String,
        /// There.
        to: String,
    },
    /// Something to know that the present plan does not say.
    Warning(Warning),
}

impl Comparison {
    /// Compares one line, or all lines, of a scenario over all models for a day. An operation that has
    /// a model of its own keeps it, and a line that leaves nothing to its model stays as it is.
    pub fn of(book: &Book, scenario: &Scenario, day: Day, line: Option<usize>) -> Self {
        let lines: Vec<usize> = match line {
            Some(line) => vec![line],
            None => (0..scenario.lines.len()).collect(),
        };
        let scenario = &with_full_ids(book, scenario);
        let id = |line: &usize| Some(scenario.lines.get(*line)?.values.text(Key::Model));
        let first = lines.first().and_then(id);
        let present = first.filter(|first| lines.iter().all(|line| id(line) == Some(first)));
        let works = |line: &usize| scenario.lines.get(*line).is_none_or(|line| fit::uses_its_model(&line.values));
        let busy: Vec<usize> = lines.iter().copied().filter(works).collect();
        let idle = busy.is_empty() && !lines.is_empty();
        let plan = Plan::new(book, scenario, day).ok();
        let now = plan.as_ref().and_then(|plan| Standing::of(plan).ok());
        let mut at = scenario.clone();
        let (mut candidates, mut impossible) = (Vec::new(), Vec::new());
        for model in book.models() {
            let found = if idle && present != Some(&model.id) {
                Err("nothing is left to it: every operation has a model of its own".into())
            } else {
                candidate(book, scenario, &mut at, day, &busy, model, plan.as_ref())
            };
            match found {
                Ok(found) => candidates.push(found),
                Err(why) => impossible.push(Impossible { model: Arc::clone(model), why }),
            }
        }
        candidates.sort_by_key(|candidate| candidate.then.bill);
        Self { now, candidates, impossible, present: present.map(str::to_owned), day }
    }

    /// USD that a candidate costs more than the plan as it is; negative when it costs less.
    pub fn difference(&self, candidate: &Candidate) -> Option<Decimal> {
        self.now.as_ref().and_then(|now| candidate.then.bill.minus(now.bill).ok())
    }

    /// The difference over a year of such plans: twelve months of the plan's average month. None where the
    /// model ends within the year.
    pub fn yearly(&self, candidate: &Candidate, months: Decimal) -> Option<Decimal> {
        let ends = candidate.model.retires.is_some_and(|last| self.day.days_until(last) < DAYS_OF_A_YEAR);
        if ends || candidate.model.state_on(self.day) == State::Retired {
            return None;
        }
        self.difference(candidate)?.times(Decimal::from(12)).ok()?.over(months).ok()
    }
}

impl Standing {
    fn of(plan: &Plan) -> Result<Self, String> {
        let estimate = Estimate::of(plan).map_err(|error| error.to_string())?;
        let parts = Parts::of(&estimate).map_err(|error| error.to_string())?;
        Ok(Self { bill: estimate.expected, floor: estimate.floor, ceiling: estimate.ceiling, parts })
    }
}

/// The scenario with the full id of every model, so that no name is searched for on every model.
fn with_full_ids(book: &Book, scenario: &Scenario) -> Scenario {
    let mut full = scenario.clone();
    for line in &mut full.lines {
        for key in [Key::Model, Key::EditModel, Key::ImageToImageModel] {
            let id = line.values.text(key);
            if ![custom::ID, "same"].contains(&id)
                && let Ok(model) = book.find(id)
                && model.id != id
            {
                line.values.set(key, Value::Text(model.id.clone()));
            }
        }
    }
    full
}

/// The scenario on one model, or why it cannot be there. `at` is scratch room: the scenario, with
/// any model on the compared lines.
fn candidate(
    book: &Book,
    scenario: &Scenario,
    at: &mut Scenario,
    day: Day,
    lines: &[usize],
    model: &Arc<Model>,
    now: Option<&Plan>,
) -> Result<Candidate, String> {
    let (mut changes, mut values, mut alike) = (Vec::new(), Vec::new(), true);
    for index in lines {
        let (Some(line), Some(room)) = (scenario.lines.get(*index), at.lines.get_mut(*index)) else { continue };
        room.values.clone_from(&line.values);
        for (key, value) in fit::values(book, &line.values, model, &mut changes, &mut alike)? {
            room.values.set(key, value.clone());
            values.push((Place { line: Some(*index), key }, value));
        }
    }
    let plan = Plan::new(book, at, day).map_err(|problems| sentences(&problems, scenario, lines, model))?;
    let then = Standing::of(&plan)?;
    if let Some(now) = now {
        failures(now, &plan, lines, &mut changes);
    }
    let known = |warning: &Warning| {
        matches!(warning, Warning::PricedAs { .. }) || now.is_some_and(|now| now.warnings.contains(warning))
    };
    let news = plan.warnings.into_iter().filter(|warning| !known(warning));
    changes.extend(news.map(Change::Warning));
    let resized = changes.iter().any(|change| matches!(change, Change::Size { .. } | Change::AnySize { .. }));
    Ok(Candidate { model: Arc::clone(model), then, changes, values, keeps_look: alike && !resized })
}

/// What stands in the way, said of the model that the reader has before them.
fn sentences(problems: &[Problem], scenario: &Scenario, lines: &[usize], model: &Model) -> String {
    let mut whats: Vec<String> = Vec::new();
    for problem in problems {
        let elsewhere = problem.line.filter(|line| !lines.contains(line)).and_then(|line| scenario.lines.get(line));
        // The id may begin the name of another model.
        let of_it = problem.what.strip_prefix(&model.id).filter(|rest| rest.starts_with(' '));
        let what = match (elsewhere, of_it) {
            (Some(line), _) => format!("{}: {}", line.name, problem.what),
            (None, Some(rest)) => format!("it{rest}"),
            (None, None) => problem.what.clone(),
        };
        if !whats.contains(&what) {
            whats.push(what);
        }
    }
    whats.join("; ")
}

/// Outcomes that happen and are billed by another rule than now.
fn failures(now: &Plan, then: &Plan, lines: &[usize], changes: &mut Vec<Change>) {
    for index in lines {
        let (Some(old), Some(new)) = (now.lines.get(*index), then.lines.get(*index)) else { continue };
        for a in &old.groups {
            // What has a model of its own is billed as before.
            let Some(b) = new.groups.iter().find(|group| group.part == a.part) else { continue };
            for outcome in Outcome::ALL.into_iter().filter(|outcome| !old.terms.chances.get(*outcome).is_zero()) {
                let (from, to) = (a.failures.get(outcome).billing, b.failures.get(outcome).billing);
                let change = || Change::Failure { outcome, from: billing_words(from), to: billing_words(to) };
                if from != to && !changes.contains(&change()) {
                    changes.push(change());
                }
            }
        }
    }
}

impl Change {
    /// What is asked for there instead, in two words; none where nothing else is.
    pub fn look_words(&self) -> Option<String> {
        match self {
            Self::Quality { from, to, .. } if from != to => Some(format!("at {to}")),
            Self::Size { to, .. } => Some(format!("at {to}")),
            _ => None,
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size { from, to } => write!(f, "{from} becomes {to}"),
            Self::AnySize { from } => {
                write!(f, "whether it makes {from} is not known: its price is the same for any size")
            }
            Self::OthersResized { to } => write!(f, "the operations with models of their own become {to} too"),
            Self::NoRegion { from } => write!(f, "it has no region {from}, so its default is priced"),
            Self::Quality { from, to, basis } => {
                let why = match basis {
                    Basis::SameModel => "the same model",
                    Basis::SameTokens => "the same look: both take the same tokens",
                    Basis::NearTokens => "the nearest look by tokens",
                    Basis::Name => "another ladder, so not the same look",
                    Basis::Default => "its default; it has no such quality",
                    Basis::Cheapest => "its cheapest; it has no such quality",
                };
                match from == to {
                    true => write!(f, "quality {from} keeps its name ({why})"),
                    false => write!(f, "quality {from} becomes {to} ({why})"),
                }
            }
            Self::NoQuality { from } => write!(f, "quality {from} falls away: there is no choice"),
            Self::Failure { outcome, from, to } => {
                write!(f, "{}: {from} becomes {to}", outcome.label().to_lowercase())
            }
            Self::Warning(warning) => warning.fmt(f),
        }
    }
}
