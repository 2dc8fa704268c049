//! The price book: the shipped files, then the user's folder over them, then the user's own rates and models.

use std::path::{Path, PathBuf};

use super::scenario_file::{self, OpenError};
use super::{folders, yours};
use crate::model::book::check;
use crate::model::book::{Book, BookError, Origin, Provider};

macro_rules! shipped {
    ($($id:literal),* $(,)?) => {
        [$((concat!($id, ".ron"), include_str!(concat!("../../assets/prices/", $id, ".ron")))),*]
    };
}

/// The shipped price files, by name: makers before those who sell the models of others, so that a
/// search shows the maker first.
pub const SHIPPED: &[(&str, &str)] = &shipped![
    "openai",
    "google-gemini-api",
    "bfl",
    "ideogram",
    "stability",
    "recraft",
    "xai",
    "bytedance",
    "alibaba",
    "luma",
    "runway",
    "leonardo",
    "minimax",
    "zai",
    "meta",
    "reve",
    "adobe-firefly",
    "azure-openai",
    "azure-ai",
    "google-vertex",
    "aws-bedrock",
    "tencent",
    "cloudflare",
    "fal",
    "replicate",
    "together",
    "deepinfra",
    "runpod",
    "krea",
    "dezgo",
];

/// All prices, the user's own rates and models last, and what is wrong with any file: the rest works.
pub fn load() -> (Book, Vec<BookError>) {
    let (mut book, mut errors) = listed();
    let (yours, damaged) = yours::load();
    errors.extend(damaged);
    errors.extend(yours::apply(&yours, &mut book));
    (book, errors)
}

/// The shipped prices with the user's price files over them, without the user's own rates and models.
pub fn listed() -> (Book, Vec<BookError>) {
    let (mut book, mut errors) = shipped();
    if let Some(folder) = folders::prices() {
        add_folder(&mut book, &mut errors, &folder);
    }
    (book, errors)
}

/// The shipped prices alone.
pub fn shipped() -> (Book, Vec<BookError>) {
    let (mut book, mut errors) = (Book::default(), Vec::new());
    for (name, text) in SHIPPED {
        match check::provider(name, text, Origin::Shipped) {
            Ok(provider) => book.add(provider),
            Err(error) => errors.push(error),
        }
    }
    (book, errors)
}

/// Adds every price file of a folder, in the order of their names; a missing folder is no error.
pub fn add_folder(book: &mut Book, errors: &mut Vec<BookError>, folder: &Path) {
    let note = |path: &Path, what: String| BookError { file: path.display().to_string(), line: 0, what };
    if let Err(error) = std::fs::read_dir(folder)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        errors.push(note(folder, format!("the folder could not be read: {error}")));
    }
    let mut seen: Vec<(String, PathBuf)> = Vec::new();
    for path in folders::ron_files(folder) {
        match open(&path, Origin::Yours) {
            Ok(provider) => {
                if let Some((id, before)) = seen.iter().find(|(id, _)| *id == provider.id) {
                    let before = before.file_name().unwrap_or_default().to_string_lossy();
                    errors.push(note(&path, format!("it is for the provider `{id}`, as {before} is; this one wins")));
                }
                seen.push((provider.id.clone(), path.clone()));
                book.add(provider);
            }
            Err(error) => errors.push(error),
        }
    }
}

/// Reads and checks one price file.
///
/// # Errors
/// The first thing that is wrong, in one sentence with the file's name.
pub fn open(path: &Path, origin: Origin) -> Result<Provider, BookError> {
    let name = path.display().to_string();
    match scenario_file::read_text(path) {
        Ok(text) => check::provider(&name, &text, origin),
        Err(error) => {
            let what = match error {
                OpenError::Read { source, .. } => format!("it could not be read: {source}"),
                OpenError::TooLarge { .. } => "it is larger than 4 MB, so it is not a price file".into(),
                OpenError::NotText { .. } => "it is not a text file, so it is not a price file".into(),
                other => other.to_string(),
            };
            Err(BookError { file: name, line: 1, what })
        }
    }
}
