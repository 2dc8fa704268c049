//! What the palette, notices and the hint can do.

use crate::state::Pick;

/// One thing to do after drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandsAction {
    /// Takes a row of the palette and closes it.
    Pick(Pick),
    /// Stops the answer that is being made.
    GiveUp,
    /// Makes the answer that was stopped.
    GoOn,
    /// Takes the first hint away for good.
    DismissHint,
}
