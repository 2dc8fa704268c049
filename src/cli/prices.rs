//! `prices`: price files checked and compared, other lists read beside them.

mod check;
mod diff;
mod import;

use std::path::Path;

use super::args::{PricesArgs, PricesCommand};
use super::error::{CliError, Output};
use crate::model::book::{Origin, Provider};
use crate::store::books;

/// Runs the command.
pub fn run(args: &PricesArgs) -> Result<Output, CliError> {
    match &args.command {
        PricesCommand::Check(args) => Ok(check::run(args)),
        PricesCommand::Diff(args) => diff::run(args),
        PricesCommand::Import(args) => import::run(args),
    }
}

/// The provider in a price file.
fn open(path: &Path) -> Result<Provider, CliError> {
    if path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("json")) {
        let file = path.display();
        return Err(CliError(format!("{file} is not a price file; read LiteLLM's list with `prices import`")));
    }
    Ok(books::open(path, Origin::Yours)?)
}
