//! The price book: the shipped files, then the user's folder over them, then the user's own rates and models.

use std::path::Path;

use super::{folders, yours};
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
        add(&mut book, &mut errors, name, text, Origin::Shipped);
    }
    (book, errors)
}

/// Adds every price file of a folder, in the order of their names; a missing folder is no error.
pub fn add_folder(book: &mut Book, errors: &mut Vec<BookError>, folder: &Path) {
    for path in folders::ron_files(folder) {
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
