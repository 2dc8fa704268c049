//! `prices import` of a RON file: rates and models of somebody's own, or a provider's price file.

use serde_json::json;

use crate::cli::args::{Format, ImportArgs};
use crate::cli::error::{CliError, Output};
use crate::cli::prices::check::own;
use crate::model::book::yours::Yours;
use crate::store::yours::{self, ImportedPrices, Prices};
use crate::store::{books, folders};

/// Runs the command.
pub(super) fn run(args: &ImportArgs) -> Result<Output, CliError> {
    let (what, kept) = match yours::look(&args.file)? {
        Prices::Yours(more) => (format!("your own prices, {}", own(&more)), merge(more, args.dry_run)?),
        Prices::Provider(provider, _) => (format!("prices of {} ({})", provider.name, provider.id), copy(args)?),
    };
    let file = args.file.display();
    Ok(match args.format {
        Format::Text => {
            let end = kept.map_or_else(|| "Nothing was kept.".into(), |kept| format!("Kept in {kept}."));
            Output::text(&format!("{file}: {what}\n{end}\n"))
        }
        Format::Json => Output::json(&json!({ "from": file.to_string(), "holds": what, "kept": kept })),
    })
}

/// Puts rates and models over the user's own, if all of them fit the price book.
fn merge(more: Yours, dry_run: bool) -> Result<Option<String>, CliError> {
    let (mut all, damaged) = yours::load();
    if let Some(damaged) = damaged {
        return Err(damaged.into());
    }
    all.merge(more);
    all.check().map_err(CliError)?;
    let (mut book, _) = books::listed();
    if let Some(why) = all.apply(&mut book).into_iter().next() {
        return Err(CliError(why));
    }
    if dry_run {
        return Ok(None);
    }
    yours::save(&all)?;
    Ok(folders::yours().map(|path| path.display().to_string()))
}

/// Copies a provider's price file to the user's price folder.
fn copy(args: &ImportArgs) -> Result<Option<String>, CliError> {
    if args.dry_run {
        return Ok(None);
    }
    match yours::import(&args.file, false)? {
        ImportedPrices::Provider { path, .. } => Ok(Some(path.display().to_string())),
        ImportedPrices::Occupied { path, .. } => {
            Err(CliError(format!("{} is another file and lies in the way; move it away", path.display())))
        }
        ImportedPrices::Yours(_) => Ok(None),
    }
}
