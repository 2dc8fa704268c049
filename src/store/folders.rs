//! Where the user's own files live.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use directories::ProjectDirs;

/// Names a folder to use instead of the platform's, for all of the user's files.
pub const HOME_VARIABLE: &str = "IMAGE_BUDGET_HOME";

static CHOSEN: OnceLock<PathBuf> = OnceLock::new();

/// Uses this folder for the rest of the run, whatever the platform and the environment say. Only
/// the first call counts.
pub fn use_home(folder: PathBuf) {
    CHOSEN.set(folder).ok();
}

fn base() -> Option<PathBuf> {
    if let Some(chosen) = CHOSEN.get() {
        return Some(chosen.clone());
    }
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

/// The file of the user's own rates and models.
pub fn yours() -> Option<PathBuf> {
    base().map(|base| base.join("yours.ron"))
}

/// The RON files of a folder, in the order of their names; none where there is no such folder.
pub fn ron_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ext| ext == "ron"));
    paths.sort();
    paths
}

/// The folder of imported price lists, which are opinions beside the price book.
pub fn opinions() -> Option<PathBuf> {
    base().map(|base| base.join("opinions"))
}

/// The folder of unsaved work, with a folder for each running window.
pub fn journal() -> Option<PathBuf> {
    base().map(|base| base.join("journal"))
}

/// The folder of locks, one for each file that is open in a window.
pub fn open_files() -> Option<PathBuf> {
    base().map(|base| base.join("open"))
}

/// The file of window size, theme and recent files.
pub fn settings() -> Option<PathBuf> {
    base().map(|base| base.join("settings.ron"))
}
