//! Scenarios as nobody means them: very many lines, very long notes, names in any script, files of a newer
//! program, and two of one name; through the library and through the program.

use std::fs;
use std::path::Path;

use image_budget::model::estimate::Estimate;
use image_budget::model::plan::Plan;
use image_budget::model::scenario::{Line, Scenario};
use image_budget::store::{presets, scenario_file, share};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::common::{BOOK, d, own_home, today};
use crate::program::Home;

/// Emoji of several parts, two scripts from right to left, marks that turn the direction, accents that
/// stand apart from their letters, what paths and tables are made of.
const NAMES: [&str; 10] = [
    "🎨 posters 👩‍👩‍👧 🏳️‍🌈",
    "שלום עולם",
    "مرحبا بالعالم",
    "price \u{202e}gpj.exe\u{202c}",
    "e\u{301}\u{302}\u{303}a\u{30a}",
    "../../../etc/passwd",
    "C:\\Users\\me\\plan",
    "a/b.images=5",
    "| a | b |",
    "=HYPERLINK(\"http://a.example\")",
];

/// So many lines of one image each, all alike but for their names.
fn many(lines: usize) -> Scenario {
    let line = |n| Line { name: format!("job {n}"), ..Line::default() };
    let mut scenario = Scenario { name: "Many".into(), lines: (0..lines).map(line).collect(), ..Scenario::default() };
    for n in 0..lines {
        scenario.apply(&format!("job {n}.images=7")).unwrap();
    }
    scenario
}

fn bill(scenario: &Scenario) -> Decimal {
    let plan = Plan::new(&BOOK, scenario, today()).unwrap_or_else(|problems| panic!("{problems:?}"));
    Estimate::of(&plan).unwrap().expected
}

fn usd(amount: &Value) -> Decimal {
    d(amount.as_str().unwrap_or_else(|| panic!("{amount} is no amount")))
}

#[test]
fn a_thousand_lines_cost_a_thousand_times_one_and_one_more_is_refused() {
    let home = Home::new();
    let scenario = many(1_000);
    let one = bill(&many(1));
    assert!(one > Decimal::ZERO);
    assert_eq!(bill(&scenario), one * Decimal::ONE_THOUSAND);
    let text = scenario_file::write(&scenario);
    home.write("many.ron", &text);
    // The whole answer takes minutes where nothing is optimised; what a colleague reads takes no draws.
    let code = home.text(&["share", "many.ron"]);
    let read = home.json(&["open", code.trim()]);
    assert_eq!(usd(&read["theirs"]["expected"]), one * Decimal::ONE_THOUSAND);
    let said = read.to_string();
    assert!((0..1_000).all(|n| said.contains(&format!("\"job {n}\""))), "every line is there");
    home.write("more.ron", &text.replacen("lines: [", "lines: [(name: \"one more\"),", 1));
    let why = home.refused(&["estimate", "more.ron"]);
    assert!(why.contains("more.ron") && why.contains("1001 lines; at most 1000"), "{why}");
}

#[test]
fn a_note_of_a_hundred_kilobytes_stays_whole_and_a_longer_one_than_is_kept_is_refused() {
    let home = Home::new();
    let note = "Twelve drafts a week, \"final\" ones in May.\n".repeat(100_000 / 43 + 1);
    assert!(note.len() >= 100_000);
    let scenario = Scenario { note: note.clone(), ..many(1) };
    let path = home.write("note.ron", &scenario_file::write(&scenario));
    assert_eq!(scenario_file::open(&path).unwrap().scenario, scenario);
    assert_eq!(usd(&home.json(&["estimate", "note.ron"])["expected"]), bill(&scenario));
    let code = share::write(&scenario, None, today()).unwrap();
    assert_eq!(share::read(&code).unwrap().scenario, scenario);
    let long = Scenario { note: "x".repeat(200_001), ..scenario };
    home.write("long.ron", &scenario_file::write(&long));
    let why = home.refused(&["estimate", "long.ron"]);
    assert!(why.contains("long.ron, line 4") && why.contains("200001 characters; at most 200000"), "{why}");
}

#[test]
fn a_scenario_that_would_not_open_again_is_not_written_over_one_that_does() {
    let home = Home::new();
    let path = home.write("plan.ron", &scenario_file::write(&many(1)));
    let before = fs::read_to_string(&path).unwrap();
    // 150,000 characters of four bytes in each of eight texts.
    let name = "🎨".repeat(150_000);
    let mut large = Scenario { note: name.clone(), ..many(8) };
    large.lines.iter_mut().for_each(|line| line.name.push_str(&name));
    let why = save(&path, &large).unwrap_err();
    assert!(why.contains("plan.ron") && why.contains("4 MB"), "{why}");
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
}

fn save(path: &Path, scenario: &Scenario) -> Result<(), String> {
    scenario_file::save(path, scenario, None).map_err(|error| error.to_string())
}

#[test]
fn names_in_any_script_come_through_every_output() {
    let home = Home::new();
    for name in NAMES {
        let mut scenario = Scenario { name: name.into(), note: name.repeat(20), ..many(2) };
        scenario.lines[1].name = name.into();
        let path = home.write("names.ron", &scenario_file::write(&scenario));
        assert_eq!(scenario_file::open(&path).unwrap().scenario, scenario);
        let answer = home.json(&["estimate", "names.ron"]);
        assert_eq!(usd(&answer["expected"]), bill(&scenario), "{name}");
        assert!(answer.to_string().contains(&Value::from(name).to_string()), "{name}: {answer}");
        assert!(home.text(&["estimate", "names.ron"]).contains(name), "{name}");
        let rows = home.text(&["estimate", "names.ron", "--format", "csv"]);
        assert!(!rows.lines().any(|row| row.starts_with('=')), "a spreadsheet would run it: {rows}");
        let columns: Vec<usize> = rows.lines().map(|row| fields(row).len()).collect();
        assert!(columns.windows(2).all(|pair| pair[0] == pair[1]), "{columns:?} {rows}");
        let page = home.text(&["estimate", "names.ron", "--format", "markdown"]);
        let bars = |row: &str| row.replace("\\|", "").matches('|').count();
        let rows: Vec<&str> = page.lines().collect();
        let in_one_table = |pair: &&[&str]| pair.iter().all(|row| row.starts_with('|'));
        assert!(rows.windows(2).filter(in_one_table).all(|pair| bars(pair[0]) == bars(pair[1])), "{page}");
        // The line is found by its name, whatever stands in it.
        let set = home.json(&["estimate", "names.ron", "--set", &format!("{name}.images=0")]);
        assert_eq!(usd(&set["expected"]) * Decimal::TWO, bill(&scenario), "{name}");
    }
}

/// The fields of a row of CSV.
fn fields(row: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(row.as_bytes());
    reader.records().next().unwrap().unwrap().iter().map(str::to_owned).collect()
}

#[test]
fn a_preset_of_any_name_is_one_file_in_the_folder_of_presets() {
    let home = own_home();
    let folder = home.join("presets");
    let mut paths = Vec::new();
    for name in NAMES.into_iter().chain(["", ".", "..", "CON", "/", &"x".repeat(200)]) {
        let path = presets::save_own(&Scenario { name: name.into(), ..many(1) }).unwrap();
        assert_eq!(path.parent(), Some(folder.as_path()), "{name}");
        assert_eq!(scenario_file::open(&path).unwrap().scenario.name, name);
        paths.push(path);
    }
    paths.sort();
    let all = paths.len();
    paths.dedup();
    assert_eq!(paths.len(), all, "none replaced another");
    let (own, errors) = presets::own();
    assert_eq!((own.len(), errors.len()), (all, 0));
    // The same name again is the same preset.
    presets::save_own(&Scenario { name: NAMES[0].into(), note: "again".into(), ..many(1) }).unwrap();
    assert_eq!(presets::own().0.len(), all);
}

#[test]
fn a_file_of_a_newer_program_is_left_alone_and_says_to_update() {
    let home = Home::new();
    let text = "(format: 4, name: \"later\", shape: Cube(3), lines: [(name: \"a\", waves: 2.5)])";
    let path = home.write("later.ron", text);
    for args in [["estimate", "later.ron"], ["share", "later.ron"], ["drivers", "later.ron"]] {
        let why = home.refused(&args);
        assert!(why.contains("later.ron was saved by a newer version (format 4"), "{why}");
        assert!(why.contains("update Image Budget"), "{why}");
    }
    assert_eq!(fs::read_to_string(path).unwrap(), text);
}

#[test]
fn two_scenarios_of_one_name_are_two() {
    let home = Home::new();
    let (mut spring, mut autumn) = (many(1), many(1));
    spring.apply("images=100").unwrap();
    autumn.apply("images=300").unwrap();
    assert_eq!(spring.name, autumn.name);
    home.write("spring/plan.ron", &scenario_file::write(&spring));
    home.write("autumn/plan.ron", &scenario_file::write(&autumn));
    let answer = home.json(&["compare", "spring/plan.ron", "autumn/plan.ron"]).to_string();
    for scenario in [&spring, &autumn] {
        let bill = bill(scenario).normalize().to_string();
        assert!(answer.contains(&bill), "{bill} is not in {answer}");
    }
    // A preset of the user's own by the name of a shipped one stands beside it.
    let shipped = presets::shipped().unwrap().remove(0).scenario;
    home.write("presets/mine.ron", &scenario_file::write(&Scenario { name: shipped.name, ..spring.clone() }));
    assert_eq!(usd(&home.json(&["estimate", "mine"])["expected"]), bill(&spring));
}
