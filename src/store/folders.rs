//! Where the user's own files live.

use std::path::PathBuf;

use directories::ProjectDirs;

/// Names a folder to use instead of the platform's, for all of the user's files.
pub const HOME_VARIABLE: &str = "IMAGE_BUDGET_HOME";

fn base() -> Option<PathBuf> {
    match std::env::var_os(HOME_VARIABLE) {
        Some(home) if !home.is_empty() => Some(home.into()),
        _ => ProjectDirs::from("", "", "image-budget").map(|dirs| dirs.config_dir().to_owned()),
    }
}

/// The folder whose price files add to the shipped ones or override them.
pub fn prices() -> Option<PathBuf> {
    base().map(|base| base.join("prices"))
}

/// The folder of the user's own presets.
pub fn presets() -> Option<PathBuf> {
    base().map(|base| base.join("presets"))
}

/// The file of window size, theme and recent files.
pub fn settings() -> Option<PathBuf> {
    base().map(|base| base.join("settings.ron"))
}
