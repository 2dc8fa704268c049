//! `share`: a scenario as one line of text.

use super::answer::Asked;
use super::args::ScenarioArgs;
use super::error::{CliError, Output};
use crate::figures;
use crate::sentence;
use crate::store::share;

/// Runs the command.
pub fn run(args: &ScenarioArgs) -> Result<Output, CliError> {
    let Asked { scenario, day, book, warnings: mut notes, .. } = Asked::of(args)?;
    let bill = match figures::expected(&book, &scenario, day) {
        Ok(bill) => Some(bill),
        Err(problems) => {
            let no_bill = |what| format!("the code holds no bill: {}", sentence::problem(&scenario, what));
            notes.extend(problems.iter().map(no_bill));
            notes.dedup();
            None
        }
    };
    Ok(Output::data(share::write(&scenario, bill, day)? + "\n").with_notes(&notes))
}
