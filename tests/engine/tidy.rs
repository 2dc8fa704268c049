//! What the architecture promises, kept by a test.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                found.push((path.clone(), fs::read_to_string(path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty());
    found
}

/// No source under `folder` mentions any of `words`.
fn never(folder: &str, words: &[&str]) {
    for (path, text) in sources(folder) {
        for word in words {
            assert!(!text.contains(word), "{} mentions {word}", path.display());
        }
    }
}

#[test]
fn the_model_knows_neither_screen_nor_disk_nor_clock() {
    never(
        "src/model",
        &["egui", "eframe", "std::fs", "crate::store", "crate::ui", "crate::cli", "SystemTime", "Instant"],
    );
}

#[test]
fn charts_know_neither_screen_nor_disk_nor_clock() {
    never(
        "src/chart",
        &["egui", "eframe", "std::fs", "crate::store", "crate::ui", "crate::cli", "SystemTime", "Instant"],
    );
}

#[test]
fn the_screen_touches_no_disk() {
    never(
        "src/ui",
        &["std::fs", "scenario_file", "crate::store::atomic", "crate::store::books", ".exists()", ".is_file()"],
    );
}

#[test]
fn the_command_line_knows_no_window() {
    never("src/cli", &["egui", "eframe", "crate::ui", "crate::state"]);
}

#[test]
fn colours_live_in_the_theme() {
    for (path, text) in sources("src/ui") {
        let raw = text.contains("from_rgb") || text.contains("Color32::RED") || text.contains("from_gray");
        assert!(!raw || path.ends_with("theme.rs"), "{} names a colour of its own", path.display());
    }
}

#[test]
fn files_named_in_the_documents_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for document in ["README.md", "ARCHITECTURE.md"] {
        let text = fs::read_to_string(root.join(document)).unwrap();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.starts_with("http")) {
            assert!(root.join(link).exists(), "{document} links to {link}");
        }
        let named = text.split('`').filter(|word| word.starts_with("src/") || word.starts_with("tests/"));
        for name in named {
            assert!(root.join(name).exists(), "{document} names {name}");
        }
    }
}
