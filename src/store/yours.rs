//! The user's own rates and models on disk, and price files that others gave them.

use std::path::{Path, PathBuf};

use super::atomic::{self, SaveError};
use super::scenario_file::{OpenError, read_text, save_text};
use super::{folders, presets};
use crate::model::book::yours::{self, Yours};
use crate::model::book::{Book, BookError, Origin, Provider, check};

/// What a file of prices holds.
#[derive(Debug)]
pub enum Prices {
    /// Rates and models of somebody's own.
    Yours(Yours),
    /// A provider's price file, with its text.
    Provider(Box<Provider>, String),
}

/// What a file of prices turned out to be.
#[derive(Debug)]
pub enum ImportedPrices {
    /// Rates and models of somebody's own, read and checked; nothing is merged or saved yet.
    Yours(Yours),
    /// A provider's price file, copied to the user's price folder.
    Provider {
        /// The provider's id.
        id: String,
        /// Where it lies now.
        path: PathBuf,
        /// Whether an older file of the same provider lay there, which is now kept as `.bak`.
        replaced: bool,
    },
    /// A provider's price file that was not copied, because something else lies in its place.
    Occupied {
        /// The provider's id.
        id: String,
        /// The file that would be replaced: another provider's, or one that does not read.
        path: PathBuf,
    },
}

/// Why a file of prices was not imported, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It cannot be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Something in it is wrong.
    #[error(transparent)]
    Prices(#[from] BookError),
    /// It cannot be copied.
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// The user's own rates and models: none where there is no file, none and the reason where it does not read.
pub fn load() -> (Yours, Option<BookError>) {
    let Some(path) = folders::yours().filter(|path| path.exists()) else { return Default::default() };
    let read = read_text(&path).map_err(|error| BookError { line: 0, what: error.to_string(), file: name(&path) });
    match read.and_then(|text| read_as(&path, &text)) {
        Ok(yours) => (yours, None),
        Err(error) => (Yours::default(), Some(error)),
    }
}

/// Applies the user's rates and models to a book. What could not be applied is said with the file.
pub fn apply(yours: &Yours, book: &mut Book) -> Vec<BookError> {
    let file = folders::yours().map_or_else(|| "yours.ron".into(), |path| name(&path));
    let left_out = yours.apply(book).into_iter();
    left_out.map(|what| BookError { file: file.clone(), line: 0, what }).collect()
}

/// Saves the user's own rates and models; the version before is kept once.
///
/// # Errors
/// When they do not pass their checks, the file cannot be written, or the one that is there does not read:
/// it is then left as it is, so that what is in it is not lost.
pub fn save(yours: &Yours) -> Result<(), SaveError> {
    let path = folders::yours().ok_or_else(|| SaveError::no_folder("your prices"))?;
    if let (_, Some(damaged)) = load() {
        return Err(SaveError::because(
            path,
            format!("{damaged}; mend that file or move it away, so that nothing is lost"),
        ));
    }
    export(yours, &path)
}

/// Writes rates and models to a file that [`import`] reads; what was there is kept once.
///
/// # Errors
/// When they do not pass their checks or the file cannot be written.
pub fn export(yours: &Yours, path: &Path) -> Result<(), SaveError> {
    yours.check().map_err(|why| SaveError::because(path, why))?;
    save_text(path, &yours::write(yours))
}

/// Reads somebody's rates and models, or copies a provider's price file to the user's price folder. There
/// it replaces an older file of the same provider, and anything else only when `over` says so.
///
/// # Errors
/// When it is neither, or cannot be copied.
pub fn import(path: &Path, over: bool) -> Result<ImportedPrices, ImportError> {
    match look(path)? {
        Prices::Yours(yours) => Ok(ImportedPrices::Yours(yours)),
        Prices::Provider(provider, text) => copy(provider.id, &text, over),
    }
}

/// Reads a file of prices, whichever of both kinds it is; nothing is kept.
///
/// # Errors
/// When it is neither.
pub fn look(path: &Path) -> Result<Prices, ImportError> {
    let text = read_text(path)?;
    let not_yours = match read_as(path, &text) {
        Ok(yours) => return Ok(Prices::Yours(yours)),
        Err(error) => error,
    };
    match provider(path, &text) {
        Ok(provider) => Ok(Prices::Provider(Box::new(provider), text)),
        // Every price file of a provider says who pays for failures.
        Err(error) if text.contains("failures:") => Err(error.into()),
        Err(_) => Err(not_yours.into()),
    }
}

fn copy(id: String, text: &str, over: bool) -> Result<ImportedPrices, ImportError> {
    let folder = folders::prices().ok_or_else(|| SaveError::no_folder("the price file"))?;
    let is_of_provider =
        |path: &PathBuf| read_text(path).is_ok_and(|text| provider(path, &text).is_ok_and(|there| there.id == id));
    // Of several files of a provider the last one wins.
    let older = folders::ron_files(&folder).into_iter().rfind(is_of_provider);
    let replaced = older.is_some();
    let path = older.unwrap_or_else(|| folder.join(presets::file_stem(&id) + ".ron"));
    if !replaced && !over && path.exists() {
        return Ok(ImportedPrices::Occupied { id, path });
    }
    atomic::save(&path, text, true)?;
    Ok(ImportedPrices::Provider { id, path, replaced })
}

fn read_as(path: &Path, text: &str) -> Result<Yours, BookError> {
    yours::read(text).map_err(|error| BookError { file: name(path), ..error })
}

fn provider(path: &Path, text: &str) -> Result<Provider, BookError> {
    check::provider(&name(path), text, Origin::Yours)
}

fn name(path: &Path) -> String {
    path.display().to_string()
}
