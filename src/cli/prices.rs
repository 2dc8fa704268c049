//! `prices`: the price book beside other lists.

mod import;

use super::args::{PricesArgs, PricesCommand};
use super::error::{CliError, Output};

/// Runs the command.
pub fn run(args: &PricesArgs) -> Result<Output, CliError> {
    match &args.command {
        PricesCommand::Import(args) => import::run(args),
    }
}
