//! What a run loads from the disk, while the window opens.

use std::thread::JoinHandle;

use crate::state::Session;
use crate::store::{self, books, opinions, presets, yours};

/// The user's files, being read.
pub struct Loading(JoinHandle<Session>);

impl Loading {
    /// What was read.
    pub fn finish(self) -> Session {
        self.0.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

/// Begins to read prices, presets and what the user keeps beside them.
pub fn load() -> Loading {
    Loading(std::thread::spawn(session))
}

fn session() -> Session {
    let (book, book_errors) = books::listed();
    let mut preset_errors = Vec::new();
    let mut all = presets::shipped().unwrap_or_else(|error| {
        preset_errors.push(error.to_string());
        Vec::new()
    });
    let (own, own_errors) = presets::own();
    all.extend(own);
    preset_errors.extend(own_errors.iter().map(ToString::to_string));
    let mut session = Session::new(book, &book_errors, all, &preset_errors, store::today());
    let (own, damaged) = yours::load();
    session.file_errors.extend(damaged.iter().map(ToString::to_string));
    session.set_yours(own);
    match opinions::load() {
        Ok(opinions) => session.set_opinions(opinions),
        Err(error) => session.file_errors.push(error.to_string()),
    }
    session
}
