//! What can be done about left-behind work and about files that others changed.

/// An answer to one of the two questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecoveryAction {
    /// Opens the chosen left-behind scenarios.
    OpenChosen,
    /// Asks whether the chosen ones may be lost, or takes that question back.
    AskDiscard(bool),
    /// Loses the chosen ones for good.
    Discard,
    /// Takes the version on disk in place of the one in the window.
    Reload,
    /// Keeps the one in the window; saving replaces the one on disk.
    KeepMine,
    /// Opens the version on disk beside the one in the window.
    Compare,
}
