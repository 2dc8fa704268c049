//! Scenario files: read, written, damaged, hostile; and the user's own folders.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use image_budget::model::plan::Plan;
use image_budget::model::scenario::Scenario;
use image_budget::store::{atomic, books, presets, scenario_file};

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("image-budget-files-{name}-{}", std::process::id()));
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn refusal(text: &str) -> String {
    scenario_file::parse(text).unwrap_err().to_string()
}

const SMALL: &str = "(\n    format: 1,\n    name: \"x\",\n    lines: [\n        (\n            name: \"a\",\n            images: \"5\",\n        ),\n    ],\n)\n";

#[test]
fn every_preset_reads_has_a_price_and_reads_back_as_it_was_written() {
    let (book, errors) = books::shipped();
    assert!(errors.is_empty());
    let all = presets::shipped().unwrap();
    assert!(all.len() >= 10);
    let day = "2026-11-22".parse().unwrap();
    for preset in all {
        Plan::new(&book, &preset.scenario, day).unwrap_or_else(|e| panic!("{}: {e:?}", preset.key));
        let again = scenario_file::parse(&scenario_file::write(&preset.scenario)).unwrap();
        assert_eq!(again, preset.scenario, "{}", preset.key);
    }
    assert_ne!(presets::default_scenario(), Scenario::new("My image budget"), "the default preset reads");
}

#[test]
fn writing_twice_gives_the_same_bytes() {
    let text = scenario_file::write(&scenario_file::parse(SMALL).unwrap());
    assert_eq!(text, SMALL);
    assert_eq!(scenario_file::write(&scenario_file::parse(&text).unwrap()), text);
}

#[test]
fn names_in_any_script_survive() {
    for name in ["Größe / 日本 \"quoted\" \\ 🎨", "שלום", "a\nb\tc", ""] {
        let mut scenario = scenario_file::parse(SMALL).unwrap();
        scenario.name = name.into();
        scenario.note = name.repeat(50);
        assert_eq!(scenario_file::parse(&scenario_file::write(&scenario)).unwrap(), scenario);
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_the_nearest_name() {
    let error = refusal(&SMALL.replace("images", "imagse"));
    assert!(error.contains("line 7") && error.contains("`imagse`") && error.contains("`images`"), "{error}");
    let error = refusal(&SMALL.replace("\"5\"", "\"-5\""));
    assert!(error.contains("line 7") && error.contains("images: `-5` is below the bound 0"), "{error}");
    let error = refusal(&SMALL.replace("\"5\"", "5"));
    assert!(error.contains("line 7") && error.contains("quotes"), "{error}");
    let error = refusal(&SMALL.replace("images: \"5\"", "budget: \"5\""));
    assert!(error.contains("`budget` belongs to the scenario"), "{error}");
    let error = refusal(&SMALL.replace("images: \"5\"", "images: \"5\", images: \"6\""));
    assert!(error.contains("there twice"), "{error}");
    let error = refusal(&SMALL.replace("    format: 1,\n", ""));
    assert!(error.contains("`format` is missing"), "{error}");
    let error = refusal(&SMALL.replace("format: 1", "format: 0"));
    assert!(error.contains("format 0 is not known"), "{error}");
}

#[test]
fn a_newer_format_says_to_update_whatever_else_is_in_it() {
    let error = refusal("(format: 7, name: \"x\", shape: Cube(3), lines: [])");
    assert!(error.contains("newer version (format 7") && error.contains("update Image Budget"), "{error}");
}

#[test]
fn every_half_of_a_file_is_refused_without_a_panic() {
    for end in 0..SMALL.len() - 2 {
        assert!(scenario_file::parse(&SMALL[..end]).is_err(), "the first {end} bytes");
    }
}

#[test]
fn hostile_texts_get_a_sentence() {
    let deep = format!("(format: 1, name: \"x\", lines: {})", "[".repeat(100_000));
    assert!(refusal(&deep).len() < 400);
    assert!(refusal("").len() < 400);
    assert!(refusal("\0\0\0").len() < 400);
    let mut many = String::from("(format: 1, name: \"x\", lines: [");
    for index in 0..1_001 {
        write!(many, "(name: \"{index}\"),").unwrap();
    }
    assert!(refusal(&(many + "])")).contains("1001 lines; at most 1000"));
    assert!(refusal(&SMALL.replace("\"x\"", &format!("\"{}\"", "x".repeat(300)))).contains("300 characters"));
}

#[test]
fn a_huge_file_and_a_file_of_bytes_are_refused_at_once() {
    let folder = folder("huge");
    let huge = folder.join("huge.ron");
    fs::File::create(&huge).unwrap().set_len(100_000_000).unwrap();
    assert!(scenario_file::open(&huge).unwrap_err().to_string().contains("larger than 4 MB"));
    let bytes = folder.join("bytes.ron");
    fs::write(&bytes, [0xFF, 0xFE, 0x00, 0x80]).unwrap();
    assert!(scenario_file::open(&bytes).unwrap_err().to_string().contains("not a text file"));
    let missing = scenario_file::open(&folder.join("missing.ron")).unwrap_err().to_string();
    assert!(missing.contains("missing.ron could not be read"), "{missing}");
    assert!(scenario_file::open(&folder).is_err(), "a folder is no file");
}

#[test]
fn saving_keeps_the_version_before_and_leaves_nothing_else_behind() {
    let folder = folder("atomic");
    let path = folder.join("plan.ron");
    atomic::save(&path, "one", true).unwrap();
    assert!(!atomic::backup_path(&path).exists(), "there was nothing before");
    atomic::save(&path, "two", true).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "two");
    assert_eq!(fs::read_to_string(atomic::backup_path(&path)).unwrap(), "one");
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["plan.ron", "plan.ron.bak"]);
}

#[test]
fn a_place_that_cannot_be_written_is_named_and_the_old_file_stays() {
    let folder = folder("refused");
    let blocker = folder.join("file");
    fs::write(&blocker, "not a folder").unwrap();
    let error = atomic::save(&blocker.join("plan.ron"), "text", true).unwrap_err().to_string();
    assert!(error.contains("plan.ron could not be saved"), "{error}");
    assert_eq!(fs::read_to_string(&blocker).unwrap(), "not a folder");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder("link");
    let (real, link) = (folder.join("real.ron"), folder.join("link.ron"));
    fs::write(&real, "one").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    atomic::save(&link, "two", false).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), "two");
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_price_file_of_the_user_wins_and_a_broken_one_is_named_while_the_rest_works() {
    let folder = folder("prices");
    let (_, shipped) = books::SHIPPED.iter().find(|(name, _)| *name == "ideogram.ron").unwrap();
    let cheaper = shipped.replace("usd: \"0.03\"", "usd: \"0.01\"");
    assert_ne!(&cheaper, shipped);
    fs::write(folder.join("mine.ron"), cheaper).unwrap();
    fs::write(folder.join("broken.ron"), "(format: 1, id: \"broken\", name: 5)").unwrap();
    let (mut book, mut errors) = books::shipped();
    let before = book.models().count();
    books::add_folder(&mut book, &mut errors, &folder);
    assert_eq!(errors.len(), 1);
    assert!(errors[0].to_string().contains("broken.ron, line 1"), "{}", errors[0]);
    assert_eq!(book.models().count(), before);
    let model = book.find("ideogram/ideogram-4-5").unwrap();
    assert_eq!(model.origin, image_budget::model::book::Origin::Yours);
    assert!(model.rates.iter().any(|rate| rate.usd == rust_decimal::Decimal::new(1, 2)));
}
