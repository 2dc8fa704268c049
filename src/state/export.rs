//! The dialog that asks where an export goes.

use std::path::PathBuf;

use crate::export::Format;

/// What to export, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportForm {
    /// What the file is.
    pub format: Format,
    /// The path field.
    pub path: String,
    /// Why the last try failed.
    pub error: Option<String>,
    /// A file that is there already and would be replaced.
    pub replaces: Option<PathBuf>,
}
