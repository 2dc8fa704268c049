//! What can be done with the whole answer outside the window.

use std::path::PathBuf;

/// One thing to do with an export after drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportAction {
    /// Writes the export of the open dialog to a file, after asking where another would be replaced.
    Save(PathBuf),
}
