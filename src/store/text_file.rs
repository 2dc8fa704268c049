//! Reading a text file that may be anything.

use std::fs;
use std::io::Read as _;
use std::path::Path;

/// Why a file gave no text.
#[derive(Debug)]
pub enum Unreadable {
    /// The system refused.
    System(std::io::Error),
    /// It has more bytes than asked for.
    TooLarge,
    /// It is not UTF-8.
    NotText,
}

/// Reads a text file of at most `most_bytes`; never more than that is held.
///
/// # Errors
/// Why there is no text.
pub fn read(path: &Path, most_bytes: u64) -> Result<String, Unreadable> {
    // A pipe or a device may never end.
    if !fs::metadata(path).map_err(Unreadable::System)?.is_file() {
        return Err(Unreadable::System(std::io::Error::other("it is no regular file")));
    }
    let file = fs::File::open(path).map_err(Unreadable::System)?;
    let mut bytes = Vec::new();
    file.take(most_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(Unreadable::System)?;
    if bytes.len() as u64 > most_bytes {
        return Err(Unreadable::TooLarge);
    }
    String::from_utf8(bytes).map_err(|_| Unreadable::NotText)
}
