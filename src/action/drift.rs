//! What can be done with the prices that a scenario was saved with.

/// One thing to do with old prices after drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DriftAction {
    /// Prices the scenario with those that it was saved with, from now on.
    Keep,
    /// Prices the scenario with those of the price book.
    Today,
}
