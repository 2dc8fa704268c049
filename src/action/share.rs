//! What can be done with share codes.

/// One thing to do with a share code after drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareAction {
    /// Reads what stands in the open dialog.
    Read,
    /// Opens what the open dialog has read.
    Open,
    /// Takes the summary of the scenario in front away.
    Dismiss,
}
