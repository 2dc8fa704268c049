//! Every file of the fuzzer's corpus, run through the code that the fuzzer runs.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

use image_budget::model::assumption::TABLE;

use crate::fuzz_targets::ALL;

fn fuzz(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(path)
}

/// The files of a target's corpus, by name.
fn seeds(target: &str) -> Vec<PathBuf> {
    files(&fuzz("corpus").join(target))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Files of the program itself that are seeds as they lie.
fn shipped(target: &str) -> Vec<PathBuf> {
    let folder = match target {
        "price_file" => "../assets/prices",
        "scenario" | "share" => "../presets",
        _ => return Vec::new(),
    };
    files(&fuzz(folder))
}

#[track_caller]
fn replay(name: &str) {
    let (_, target) = ALL.iter().find(|(known, _)| *known == name).unwrap();
    let seeds = seeds(name);
    assert!(seeds.len() >= 5, "{name} has {} seeds", seeds.len());
    let shipped = shipped(name);
    let fails = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap();
        panic::catch_unwind(AssertUnwindSafe(|| target(&bytes))).is_err()
    };
    let all = seeds.iter().chain(&shipped);
    let failed: Vec<String> = all.filter(|path| fails(path)).map(|path| path.display().to_string()).collect();
    assert!(failed.is_empty(), "{failed:?}");
}

macro_rules! replayed {
    ($($target:ident),* $(,)?) => {
        $(#[test]
        fn $target() {
            replay(stringify!($target));
        })*

        #[test]
        fn every_target_is_replayed_and_has_a_program() {
            let replayed = BTreeSet::from([$(stringify!($target)),*]);
            let known: BTreeSet<&str> = ALL.iter().map(|(name, _)| *name).collect();
            assert_eq!(replayed, known);
            for name in known {
                let program = fs::read_to_string(fuzz(&format!("fuzz_targets/{name}.rs"))).unwrap();
                assert!(program.contains(&format!("targets::{name}(data)")), "{name}");
                let manifest = fs::read_to_string(fuzz("Cargo.toml")).unwrap();
                assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
            }
        }
    };
}

replayed!(answer, import, price_file, remembered, scenario, setting, share, usage, words, yours);

#[test]
fn the_corpus_is_small() {
    let files = || ALL.iter().flat_map(|(name, _)| seeds(name));
    let bytes: u64 = files().map(|path| fs::metadata(path).unwrap().len()).sum();
    assert!(bytes < 1_000_000, "{bytes} bytes");
}

#[test]
fn the_dictionary_knows_every_assumption() {
    let words = fs::read_to_string(fuzz("dict")).unwrap();
    for spec in TABLE.iter() {
        for name in [spec.name, &spec.field()] {
            assert!(words.contains(&format!("\"{name}\"")), "fuzz/dict has no {name}");
        }
    }
}
