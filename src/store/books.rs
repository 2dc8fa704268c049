//! The price book: the shipped files, then the user's folder over them.

use std::fs;
use std::path::Path;

use super::folders;
use crate::model::book::check;
use crate::model::book::{Book, BookError, Origin};

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
        add(&mut book, &mut errors, name, text, Origin::Shipped);
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
        let name = path.display().to_string();
        match super::scenario_file::read_text(&path) {
            Ok(text) => add(book, errors, &name, &text, Origin::Yours),
            Err(error) => errors.push(BookError { file: name, line: 1, what: error.to_string() }),
        }
    }
}

fn add(book: &mut Book, errors: &mut Vec<BookError>, name: &str, text: &str, origin: Origin) {
    match check::provider(name, text, origin) {
        Ok(provider) => book.add(provider),
        Err(error) => errors.push(error),
    }
}
