//! Short texts with a meaning: days, sizes, goals, names of models.

use std::fmt::Display;
use std::str::FromStr;

use image_budget::model::day::{Checked, Day};
use image_budget::model::size::{Pixels, Size};
use image_budget::model::stats::goal::Goal;
use image_budget::store::presets;

use super::{BOOK, text};

/// What is understood reads back as it is shown.
pub fn words(data: &[u8]) {
    let Some(text) = text(data) else { return };
    reads_back::<Day>(text);
    reads_back::<Checked>(text);
    reads_back::<Pixels>(text);
    reads_back::<Size>(text);
    if let Err(error) = text.parse::<Goal>() {
        assert!(!error.to_string().is_empty());
    }
    match BOOK.find(text) {
        Ok(model) => assert_eq!(BOOK.find(&model.id).map(|found| &found.id), Ok(&model.id)),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let stem = presets::file_stem(text);
    let is_plain = stem.chars().all(|c| c.is_alphanumeric() || c == '-');
    assert!(is_plain && !stem.is_empty() && stem.chars().count() <= 60, "{stem:?} is no file name");
}

fn reads_back<T>(text: &str)
where
    T: FromStr + Display + PartialEq + std::fmt::Debug,
    T::Err: Display,
{
    match text.parse::<T>() {
        Ok(value) => match value.to_string().parse::<T>() {
            Ok(again) => assert_eq!(again, value),
            Err(error) => panic!("{error}"),
        },
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
