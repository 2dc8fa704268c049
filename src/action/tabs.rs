//! What can be done with the tabs of open scenarios.

use crate::state::DocumentId;

/// Something about the open scenarios.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TabAction {
    /// Brings a scenario to the front.
    Show(DocumentId),
    /// Opens a copy beside it.
    Duplicate(DocumentId),
    /// Moves its tab to a place.
    Move(DocumentId, usize),
    /// Holds the other scenarios against it, or no longer.
    Pin(DocumentId),
    /// Asks for another name, at its tab.
    AskName(DocumentId),
    /// Takes the name that was typed.
    TakeName,
    /// Keeps the old name.
    KeepName,
}
