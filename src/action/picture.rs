//! What can be done with the plot in sight as a picture.

use std::path::PathBuf;

/// One thing to do with a picture after drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureAction {
    /// Writes the picture of the open dialog to a file, after asking where another would be replaced.
    Save(PathBuf),
}
