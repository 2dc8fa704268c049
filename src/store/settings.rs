//! What the program remembers between runs: recent files, theme, window, number format, questions.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{atomic, folders, scenario_file};
use crate::text::Style;

/// Most recent files that are remembered.
const MOST_RECENT: usize = 10;

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Which questions are asked before something is closed or replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Confirm {
    /// Before a scenario with unsaved changes is closed.
    pub close: bool,
    /// Before the program is left with unsaved changes.
    pub leave: bool,
    /// Before another file is replaced.
    pub replace: bool,
}

impl Default for Confirm {
    fn default() -> Self {
        Self { close: true, leave: true, replace: true }
    }
}

/// Remembered choices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Files opened or saved lately, newest first.
    pub recent: Vec<PathBuf>,
    /// Theme.
    pub theme: Theme,
    /// Zoom of the whole window, in percent.
    pub zoom_percent: u32,
    /// Width and height of the window in points.
    pub window: (u32, u32),
    /// Whether the inputs are shown.
    pub inputs_open: bool,
    /// Whether the explanation is shown.
    pub explain_open: bool,
    /// Models that stand first in every comparison, by full id.
    pub pinned: Vec<String>,
    /// How numbers and money are shown.
    pub style: Style,
    /// Which questions are asked.
    pub confirm: Confirm,
    /// Whether the first hint was followed or dismissed.
    pub hint_seen: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            recent: Vec::new(),
            theme: Theme::System,
            zoom_percent: 100,
            window: (1280, 800),
            inputs_open: true,
            explain_open: true,
            pinned: Vec::new(),
            style: Style::default(),
            confirm: Confirm::default(),
            hint_seen: false,
        }
    }
}

impl Settings {
    /// The remembered choices, or the defaults where there are none that read; then one sentence says so.
    pub fn load() -> (Self, Option<String>) {
        let Some(path) = folders::settings() else { return (Self::default(), None) };
        let Ok(text) = scenario_file::read_text(&path) else { return (Self::default(), None) };
        match Self::checked(&text) {
            Ok(settings) => (settings, None),
            Err(why) => {
                let kept = atomic::backup_path(&path);
                let fate = match std::fs::copy(&path, &kept) {
                    Ok(_) => format!("the file as it was is kept in {}", kept.display()),
                    Err(error) => format!("the file as it was could not be kept: {error}"),
                };
                let what =
                    format!("The settings in {} do not read ({why}); the defaults hold, {fate}.", path.display());
                (Self::default(), Some(what))
            }
        }
    }

    /// The choices in a text, within their bounds; the defaults where it does not read.
    pub fn read(text: &str) -> Self {
        Self::checked(text).unwrap_or_default()
    }

    /// The choices in a text, what it does not name as by default, or line, column and reason in words.
    fn checked(text: &str) -> Result<Self, String> {
        let mut settings: Self = ron::from_str(text).map_err(|error| error.to_string())?;
        settings.recent.truncate(MOST_RECENT);
        settings.zoom_percent = settings.zoom_percent.clamp(50, 300);
        settings.window = (settings.window.0.clamp(640, 8_000), settings.window.1.clamp(480, 8_000));
        Ok(settings)
    }

    /// The choices as a text that [`Settings::read`] gives back; none where a path is not Unicode.
    pub fn write(&self) -> Option<String> {
        let pretty = ron::ser::PrettyConfig::new();
        ron::ser::to_string_pretty(self, pretty).ok().map(|text| text + "\n")
    }

    /// Remembers the choices. A failure is not worth an interruption: nothing of the user's work is in them.
    pub fn save(&self) {
        if let (Some(path), Some(text)) = (folders::settings(), self.write()) {
            atomic::save(&path, &text, false).ok();
        }
    }

    /// Puts a file at the top of the recent ones.
    pub fn remember(&mut self, path: &Path) {
        self.forget(path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(MOST_RECENT);
    }

    /// Pins a model, or takes the pin out.
    pub fn pin(&mut self, id: String) {
        match self.pinned.iter().position(|known| *known == id) {
            Some(at) => drop(self.pinned.remove(at)),
            None => self.pinned.push(id),
        }
    }

    /// Takes a file off the recent ones.
    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Currency, Numbers};

    #[test]
    fn an_older_file_keeps_its_choices_and_newer_ones_are_by_default() {
        let settings = Settings::checked("(theme: Dark, zoom_percent: 120, pinned: [\"openai/gpt-image-2\"])").unwrap();
        let expected = Settings {
            theme: Theme::Dark,
            zoom_percent: 120,
            pinned: vec!["openai/gpt-image-2".into()],
            ..Settings::default()
        };
        assert_eq!(settings, expected);
        assert!(settings.confirm.close && settings.confirm.leave && settings.confirm.replace);
        assert!(Settings::checked("(unheard_of: 3, theme: Light)").is_ok(), "a newer version's choice is passed over");
    }

    #[test]
    fn what_is_chosen_reads_again_as_it_was_written() {
        let currency = Currency::read("CHF", "0.8055", "2026-11-22".parse().unwrap()).unwrap();
        let style = Style { numbers: Numbers::Point, currency: Some(currency) };
        let confirm = Confirm { leave: false, ..Confirm::default() };
        let settings = Settings { style, confirm, hint_seen: true, ..Settings::default() };
        let text = ron::ser::to_string_pretty(&settings, ron::ser::PrettyConfig::new()).unwrap();
        assert_eq!(Settings::checked(&text).unwrap(), settings);
    }

    #[test]
    fn a_broken_file_is_refused_with_its_place() {
        for text in [
            "(theme: Sepia)",
            "(style: (currency: Some((code: \"EUR\", per_usd: \"0\", typed_on: \"2026-11-22\"))))",
            "(",
        ] {
            let why = Settings::checked(text).unwrap_err();
            assert!(why.starts_with("1:"), "{why}");
        }
    }
}
