//! Scenarios to start from: shipped ones, and the user's own beside them.

use std::path::{Path, PathBuf};

use super::atomic::SaveError;
use super::folders;
use super::scenario_file::{self, OpenError, Opened};
use crate::model::scenario::Scenario;
pub use crate::text::file_stem;

/// The scenario that the program opens with.
const DEFAULT: &str = include_str!("../../presets/default.ron");

macro_rules! shipped {
    ($($file:literal),* $(,)?) => { [$(($file, include_str!(concat!("../../presets/", $file, ".ron")))),*] };
}

/// The shipped presets: key and text.
const SHIPPED: &[(&str, &str)] = &shipped![
    "product-photos",
    "avatars",
    "migration",
    "banners",
    "one-dollar-trial",
    "game-assets",
    "storyboards",
    "marketing-year",
    "nightly-catalog",
    "photo-cleanup",
    "kept-images",
    "custom-contract",
    "text-posters-fal",
];

/// One preset.
#[derive(Debug, Clone)]
pub struct Preset {
    /// File name without its ending: what the command line takes.
    pub key: String,
    /// Where it lies, for the user's own.
    pub path: Option<PathBuf>,
    /// The scenario.
    pub scenario: Scenario,
}

/// The default scenario.
pub fn default_scenario() -> Scenario {
    scenario_file::parse(DEFAULT).unwrap_or_else(|_| Scenario::new("My image budget"))
}

/// The shipped presets.
///
/// # Errors
/// When one does not read, which a test rules out.
pub fn shipped() -> Result<Vec<Preset>, OpenError> {
    let read = |(key, text): &(&str, &str)| {
        let scenario = scenario_file::parse(text).map_err(|e| e.in_file(Path::new(key)))?;
        Ok(Preset { key: (*key).to_owned(), path: None, scenario })
    };
    SHIPPED.iter().map(read).collect()
}

/// The user's own presets, and what is wrong with any that does not read.
pub fn own() -> (Vec<Preset>, Vec<OpenError>) {
    let (mut presets, mut errors) = (Vec::new(), Vec::new());
    for path in folders::presets().iter().flat_map(|folder| folders::ron_files(folder)) {
        match scenario_file::open(&path) {
            Ok(Opened { scenario, .. }) => {
                let key = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
                presets.push(Preset { key, path: Some(path), scenario });
            }
            Err(error) => errors.push(error),
        }
    }
    (presets, errors)
}

/// Saves a scenario as one of the user's presets, under its name.
///
/// # Errors
/// When the file cannot be written.
pub fn save_own(scenario: &Scenario) -> Result<PathBuf, SaveError> {
    let no_folder = || SaveError::no_folder("the preset");
    let folder = folders::presets().ok_or_else(no_folder)?;
    let stem = file_stem(&scenario.name);
    let numbered = (2..1_000).map(|n| format!("{stem}-{n}"));
    let mut paths = [stem.clone()].into_iter().chain(numbered).map(|stem| folder.join(format!("{stem}.ron")));
    // Another preset whose name makes the same file name is not replaced.
    let path = paths.find(|path| is_free_for(path, &scenario.name)).ok_or_else(no_folder)?;
    scenario_file::save(&path, scenario, None)?;
    Ok(path)
}

fn is_free_for(path: &Path, name: &str) -> bool {
    !path.exists() || scenario_file::open(path).is_ok_and(|there| there.scenario.name == name)
}
