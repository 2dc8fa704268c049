//! What the program remembers between runs: recent files, theme, window.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{atomic, folders, scenario_file};

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
        }
    }
}

impl Settings {
    /// The remembered choices, or the defaults where there are none that read.
    pub fn load() -> Self {
        let text = folders::settings().and_then(|path| scenario_file::read_text(&path).ok());
        text.map(|text| Self::read(&text)).unwrap_or_default()
    }

    /// The choices in a text, within their bounds; the defaults where it does not read.
    pub fn read(text: &str) -> Self {
        let mut settings: Self = ron::from_str(text).unwrap_or_default();
        settings.recent.truncate(MOST_RECENT);
        settings.zoom_percent = settings.zoom_percent.clamp(50, 300);
        settings.window = (settings.window.0.clamp(640, 8_000), settings.window.1.clamp(480, 8_000));
        settings
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
