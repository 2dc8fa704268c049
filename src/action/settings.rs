//! What the settings dialog can do.

use crate::store::settings::Confirm;
use crate::text::Numbers;

/// One setting to change after drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsAction {
    /// Thousands and decimals.
    Numbers(Numbers),
    /// Zoom of the window in percent.
    Zoom(u32),
    /// Which questions are asked.
    Confirm(Confirm),
    /// Money in USD.
    UseUsd,
    /// Money in the currency that stands in the open dialog.
    TakeCurrency,
}
