//! `compare`: one scenario on every model, or several scenarios side by side.

mod models;
mod scenarios;
mod versus;

use std::path::PathBuf;

use super::args::{CompareArgs, ConfidenceArg, ScenarioArgs};
use super::error::{CliError, Output};

/// Runs the command.
pub fn run(args: &CompareArgs) -> Result<Output, CliError> {
    match args.scenarios.as_slice() {
        [] => models::run(args, &scenario_args(args, None)),
        [one] => models::run(args, &scenario_args(args, Some(one))),
        many if narrows(args) => {
            let what = "--models, --line, --confidence and --retired choose models for one scenario";
            Err(CliError(format!("{what}; {} scenarios stand side by side without them", many.len())))
        }
        many => scenarios::run(args, &many.iter().map(|one| scenario_args(args, Some(one))).collect::<Vec<_>>()),
    }
}

/// Whether anything is asked about models.
fn narrows(args: &CompareArgs) -> bool {
    args.models.is_some() || args.line.is_some() || args.retired || args.confidence != ConfidenceArg::default()
}

fn scenario_args(args: &CompareArgs, scenario: Option<&PathBuf>) -> ScenarioArgs {
    ScenarioArgs { scenario: scenario.cloned(), set: args.set.clone(), on: args.on, prices: args.prices }
}
