//! What the program remembers between runs.

use image_budget::store::settings::Settings;

use super::text;

/// Any text gives choices that a window can be made with, and they read back as they are written.
pub fn remembered(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let settings = Settings::read(text);
    assert!((50..=300).contains(&settings.zoom_percent) && settings.recent.len() <= 10, "{settings:?}");
    let (width, height) = settings.window;
    assert!((640..=8_000).contains(&width) && (480..=8_000).contains(&height), "{settings:?}");
    let written = settings.write().expect("every path came from a text");
    assert_eq!(Settings::read(&written), settings, "{written}");
}
