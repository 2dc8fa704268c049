//! What the user should know about prices that a scenario keeps.

use std::fmt;

use super::{Warning, push};
use crate::model::assumption::Key;
use crate::model::book::{Model, Unit};
use crate::model::custom;
use crate::model::day::Day;
use crate::model::digits::listed;
use crate::model::scenario::Scenario;
use crate::model::snapshot::Snapshot;

/// One thing to know about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// The scenario keeps the prices of a day.
    Prices {
        /// The day.
        on: Day,
        /// The day that the scenario asks for beside it, where that is another one.
        instead_of: Option<Day>,
    },
    /// They have no rate for charges that the list has.
    Lack {
        /// Full id.
        model: String,
        /// The charges.
        units: Vec<Unit>,
    },
    /// A model is not among those whose prices are kept.
    NotAmong {
        /// Full id.
        model: String,
        /// The day of the kept prices.
        on: Day,
    },
}

impl Kept {
    /// That the scenario keeps prices, where it does.
    pub(in crate::model) fn of(scenario: &Scenario) -> Option<Warning> {
        let on = scenario.kept.as_ref()?.on;
        let asked: Option<Day> = scenario.values.text(Key::PricesOn).parse().ok();
        Some(Warning::Kept(Self::Prices { on, instead_of: asked.filter(|day| *day != on) }))
    }

    /// Which charges of a model the kept prices lack.
    pub(super) fn lack(model: &Model) -> Option<Warning> {
        let lack = || Self::Lack { model: model.id.clone(), units: model.lacks.clone() };
        (!model.lacks.is_empty()).then(|| Warning::Kept(lack()))
    }

    /// Adds which models of a plan have no price among those that are kept.
    pub(in crate::model) fn add_not_among<'a>(
        kept: &Snapshot,
        models: impl Iterator<Item = &'a Model>,
        warnings: &mut Vec<Warning>,
    ) {
        for model in models.filter(|model| model.id != custom::ID) {
            if !kept.rates.iter().any(|rate| rate.model == model.id) {
                push(warnings, Warning::Kept(Self::NotAmong { model: model.id.clone(), on: kept.on }));
            }
        }
    }
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prices { on, instead_of: None } => {
                write!(f, "the prices of {on} are kept: what changed since does not count")
            }
            Self::Prices { on, instead_of: Some(day) } => {
                write!(f, "the prices of {on} are kept and win over those of {day}, the day of prices that is set")
            }
            Self::Lack { model, units } => {
                let units: Vec<String> = units.iter().map(|unit| unit.label().to_lowercase()).collect();
                let units = listed(&units);
                write!(f, "the kept prices of {model} have no rate for {units}, so nothing is counted for that")
            }
            Self::NotAmong { model, on } => {
                write!(f, "{model} is not among the prices kept from {on}: its prices are those of the price book")
            }
        }
    }
}
