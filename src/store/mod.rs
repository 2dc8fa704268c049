//! The only place with disk: price files, scenarios, share codes, presets, settings, opinions, unsaved work.

pub mod atomic;
pub mod books;
mod fingerprint;
pub mod folders;
pub mod journal;
mod open_error;
pub mod open_files;
pub mod opinions;
pub mod presets;
pub mod retries;
mod save_error;
pub mod scenario_file;
pub mod settings;
pub mod share;
pub mod stamp;
pub mod text_file;
pub mod yours;

use crate::model::day::Day;

/// Today by the machine's clock, in its own time zone.
pub fn today() -> Day {
    let now = jiff::Zoned::now().date();
    Day::new(now.year(), now.month(), now.day()).unwrap_or_else(|| unreachable!("the clock shows a date"))
}
