//! The command line: the same engine as the window, for scripts and for a quick answer.

mod answer;
mod args;
mod assumptions;
mod compare;
mod curve;
mod drivers;
mod error;
mod estimate;
mod models;
mod open;
mod price;
mod prices;
mod report;
mod seek;
mod share;
mod table;

use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use answer::{Answer, Asked};
use args::{Cli, Command};
use error::{CliError, Output};

use crate::export::{csv, json};

/// Runs one command. `args` begins with the program's own name.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    error::finish(match Cli::try_parse_from(args) {
        Ok(cli) => command(cli.command),
        Err(error) => error::from_clap(&error),
    })
}

/// Whether a word is the name of a command, also where a file has the same name.
pub fn is_command(word: &OsStr) -> bool {
    Cli::command().get_subcommands().any(|command| command.get_name() == word)
}

fn command(command: Command) -> Result<Output, CliError> {
    match command {
        Command::Estimate(args) => estimate::run(&args),
        Command::Price(args) => price::run(&args),
        Command::Curve(args) => curve::run(&args),
        Command::Seek(args) => seek::run(&args),
        Command::Drivers(args) => drivers::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Models(args) => Ok(models::run(&args)),
        Command::Prices(args) => prices::run(&args),
        Command::Share(args) => share::run(&args),
        Command::Open(args) => open::run(&args),
        Command::Assumptions(args) => Ok(assumptions::run(&args)),
    }
}

/// The text report of the default scenario for today, for a machine without a display.
///
/// # Errors
/// Why there is none, in one sentence.
pub fn default_report() -> Result<String, String> {
    let answer = Answer::of(Asked::default()).map_err(|CliError(what)| what)?;
    Ok(report::text(&answer))
}
