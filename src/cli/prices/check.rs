//! `prices check`: what is in price files, and what is wrong with them.

use std::path::Path;

use super::open;
use crate::cli::args::PricesCheckArgs;
use crate::cli::error::{CliError, Output};
use crate::cli::report::bullets;
use crate::model::book::Provider;
use crate::model::book::doubt::{doubts, sources};
use crate::model::book::yours::Yours;
use crate::model::day::Day;
use crate::store;
use crate::store::yours::{self, Prices};

/// Runs the command: every file is looked at, whatever is wrong with another.
pub fn run(args: &PricesCheckArgs) -> Output {
    let today = args.on.unwrap_or_else(store::today);
    let (mut fine, mut refused) = (String::new(), Vec::new());
    for file in &args.files {
        match open(file) {
            Ok(provider) => fine += &contents(file, &provider, today),
            Err(CliError(what)) => match yours::look(file) {
                Ok(Prices::Yours(yours)) => {
                    fine += &format!("{}: your own prices, {}\n", file.display(), own(&yours));
                }
                _ => refused.push(what),
            },
        }
    }
    Output::text(&fine).with_refused(refused)
}

/// What is in a file, and below it what is doubtful.
fn contents(file: &Path, provider: &Provider, today: Day) -> String {
    let rates: usize = provider.models.iter().map(|model| model.rates.len()).sum();
    let used = sources(provider);
    let oldest = used.iter().map(|source| &source.checked).min_by_key(|checked| checked.day());
    let oldest = oldest.map_or_else(String::new, |checked| format!(", the oldest checked {checked}"));
    let head = format!(
        "{}: {} ({}), {}, {}, {}{oldest}\n",
        file.display(),
        provider.name,
        provider.id,
        counted(provider.models.len(), "model"),
        counted(rates, "rate"),
        counted(used.len(), "source"),
    );
    let doubts: Vec<String> = doubts(provider, today).iter().map(ToString::to_string).collect();
    head + &bullets(&doubts)
}

/// How many rates and models of the user's own.
pub(super) fn own(yours: &Yours) -> String {
    format!("{}, {}", counted(yours.rates.len(), "rate"), counted(yours.models.len(), "model"))
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
