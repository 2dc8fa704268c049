//! The price book: the shipped files, then the user's folder over them.

use std::fs;
use std::path::Path;

use super::folders;
use super::scenario_file::{self, OpenError};
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

/// The shipped prices with the user's over them, and what is wrong with any file: the rest works.
pub fn load() -> (Book, Vec<BookError>) {
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
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ext| ext == "ron"));
    paths.sort();
    for path in paths {
        match open(&path, Origin::Yours) {
            Ok(provider) => book.add(provider),
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
