//! The settings dialog while it is open.

use crate::store::settings::Settings;

/// What stands in the fields of the settings dialog; what is chosen by a click holds at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsForm {
    /// Whether a currency and its rate are being typed.
    pub other: bool,
    /// Three letters.
    pub code: String,
    /// Units of it per USD.
    pub per_usd: String,
    /// Why the last try was refused.
    pub error: Option<String>,
}

impl SettingsForm {
    /// The dialog as the settings are.
    pub fn of(settings: &Settings) -> Self {
        let held = settings.style.currency.as_ref();
        Self {
            other: held.is_some(),
            code: held.map_or_else(|| "EUR".to_owned(), |held| held.code().to_owned()),
            per_usd: held.map_or_else(String::new, |held| held.per_usd().to_string()),
            error: None,
        }
    }
}
