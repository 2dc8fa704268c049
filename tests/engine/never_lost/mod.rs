//! Nothing that was saved or kept is lost: by a kill at any moment, a full or read-only disk, a folder that
//! is gone, a second window, or somebody else who writes the same file.

mod again;
mod disks;
mod journal;
mod kills;
mod others;

use std::path::Path;

use image_budget::model::scenario::Scenario;
use image_budget::store::journal::Entry;

/// Version `n` of a scenario: long enough that half of it is noticed, and `n` is in it at both ends.
fn version(n: u64) -> Scenario {
    let mut scenario = Scenario::new(&format!("version {n}"));
    scenario.note = format!("{n} ").repeat(4_000);
    scenario.apply(&format!("images={n}")).unwrap();
    scenario
}

/// Which version a scenario is; panics when it is none, such as a mixture of two.
fn number(scenario: &Scenario) -> u64 {
    let n =
        scenario.name.strip_prefix("version ").and_then(|n| n.parse().ok()).unwrap_or_else(|| panic!("{scenario:?}"));
    assert_eq!(*scenario, version(n));
    n
}

/// Unsaved work that has no file yet.
fn entry(n: u64) -> Entry {
    Entry { scenario: version(n), snapshot: None, path: None, stamp: None }
}

/// The names of what lies in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Panics unless this is one sentence, without its full stop, that names the file and says `why`.
fn assert_sentence(told: &str, file: &Path, why: &str) {
    assert!(told.starts_with(&file.display().to_string()), "{told}");
    assert!(told.contains(why), "{told}");
    let words = told.replace(&file.display().to_string(), "");
    assert!(words.len() < 200 && !words.contains(['\n', '.', '{', '"']), "{told}");
}
