//! Prices that moved since a file was saved, in the window: then, now, why, and the choice.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use image_budget::action::Action;
use image_budget::state::Next;
use image_budget::store::scenario_file;
use image_budget::text;

use crate::harness::{Window, do_action, expected, folder, plain, press, type_into};

const OLD: &str = r#"(
    format: 1,
    name: "Saved in May",
    lines: [(name: "images", size: "1024x1024", quality: "medium")],
    budget: "600",
    prices: (
        on: "2026-05-03",
        bill: "400.5",
        rates: [
            (model: "openai/gpt-image-2", unit: image_output, usd: "20", from: "2026-04-21"),
        ],
    ),
)
"#;

fn opened(name: &str) -> (Window, std::path::PathBuf) {
    let path = folder(name).join("may.ron");
    std::fs::write(&path, OLD).unwrap();
    let mut window = plain();
    do_action(&mut window, Action::Next(Next::Open(path.clone())));
    (window, path)
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

#[test]
fn the_old_prices_are_kept_saved_undone_and_given_up_again() {
    let (mut window, path) = opened("snapshot-keep");
    let now = expected(&window);
    assert!(window.query_by_label_contains("the bill was $400.50 then and is $552.29 now").is_some());
    assert!(window.query_by_label("$20 per 1M").is_some() && window.query_by_label("the list was corrected").is_some());
    click(&mut window, "Keep the old ones");
    let kept = expected(&window);
    assert!(kept < now && window.query_by_label_contains("Prices have moved").is_none());
    assert!(window.query_by_label("Prices of 2026-05-03 are kept").is_some());
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(expected(&window), now);
    assert!(window.query_by_label("Prices have moved since this was saved").is_some(), "undone, it asks again");
    press(&mut window, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    assert_eq!(expected(&window), kept);
    press(&mut window, Modifiers::COMMAND, Key::S);
    assert!(scenario_file::open(&path).unwrap().scenario.kept.is_some());

    let mut again = plain();
    do_action(&mut again, Action::Next(Next::Open(path)));
    assert_eq!(expected(&again), kept);
    assert!(again.query_by_label_contains("Prices have moved").is_none(), "the choice was made");
    click(&mut again, "Prices of 2026-05-03 are kept");
    click(&mut again, "Use today's prices");
    assert_eq!(expected(&again), now);
    assert!(again.state().state.documents.front().is_changed());
}

#[test]
fn todays_prices_are_chosen_and_saved() {
    let (mut window, path) = opened("snapshot-today");
    let now = expected(&window);
    click(&mut window, "Use today's prices");
    assert!(window.query_by_label_contains("Prices have moved").is_none());
    assert_eq!(expected(&window), now);
    press(&mut window, Modifiers::COMMAND, Key::S);
    let snapshot = scenario_file::open(&path).unwrap().snapshot.unwrap();
    assert_eq!((snapshot.on, snapshot.bill), ("2026-11-22".parse().unwrap(), Some(now.normalize())));
    let mut again = plain();
    do_action(&mut again, Action::Next(Next::Open(path)));
    assert!(again.query_by_label_contains("Prices have moved").is_none());
}

#[test]
fn the_same_prices_ask_nothing() {
    let (mut window, path) = opened("snapshot-same");
    click(&mut window, "Use today's prices");
    press(&mut window, Modifiers::COMMAND, Key::S);
    let mut again = plain();
    do_action(&mut again, Action::Next(Next::Open(path)));
    assert!(again.state().session.drift.found.is_none());
    assert!(again.query_by_label_contains("Prices moved").is_none());
}

#[test]
fn the_question_follows_what_is_changed() {
    let (mut window, _) = opened("snapshot-live");
    let before = expected(&window);
    type_into(&mut window, "Images value in images", "20000");
    let now = expected(&window);
    assert_ne!(now, before);
    let says = format!("is {} now", text::cents(now));
    assert!(window.query_by_label_contains(&says).is_some(), "{says}");
    click(&mut window, "Keep the old ones");
    let kept = expected(&window);
    click(&mut window, "Prices of 2026-05-03 are kept");
    let says = format!("the bill is {} with them", text::cents(kept));
    assert!(window.query_by_label_contains(&says).is_some(), "{says}");
}

#[test]
fn todays_prices_have_a_way_back() {
    let (mut window, _) = opened("snapshot-back");
    let now = expected(&window);
    let is_changed = |window: &Window| window.state().state.documents.front().is_changed();
    assert!(!is_changed(&window));
    click(&mut window, "Use today's prices");
    assert!(is_changed(&window), "the file still holds the old ones");
    click(&mut window, "Keep the old ones");
    assert!(expected(&window) < now && window.query_by_label("Prices of 2026-05-03 are kept").is_some());
    click(&mut window, "Prices of 2026-05-03 are kept");
    click(&mut window, "Use today's prices");
    assert_eq!(expected(&window), now);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(expected(&window) < now, "giving kept prices up is a step");
    press(&mut window, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    click(&mut window, "Prices moved since 2026-05-03");
    click(&mut window, "Keep the old ones");
    assert!(expected(&window) < now);
}

#[test]
fn saving_without_a_choice_leaves_it_open() {
    let (mut window, path) = opened("snapshot-open");
    type_into(&mut window, "Images value in images", "20000");
    press(&mut window, Modifiers::COMMAND, Key::S);
    assert!(!window.state().state.documents.front().is_changed());
    assert!(window.query_by_label("Keep the old ones").is_some());
    let saved = scenario_file::open(&path).unwrap();
    assert_eq!((saved.snapshot.unwrap().on, saved.scenario.kept), ("2026-05-03".parse().unwrap(), None));
}

#[test]
fn undoing_after_a_save_tells_the_truth_about_both_prices() {
    let (mut window, _) = opened("snapshot-undo");
    click(&mut window, "Keep the old ones");
    let kept = expected(&window);
    click(&mut window, "Prices of 2026-05-03 are kept");
    click(&mut window, "Use today's prices");
    press(&mut window, Modifiers::COMMAND, Key::S);
    assert!(window.query_by_label_contains("Prices moved").is_none(), "the file holds those of today");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(expected(&window), kept);
    assert!(window.state().state.documents.front().is_changed());
    click(&mut window, "Prices of 2026-05-03 are kept");
    assert!(window.query_by_label("$20 per 1M").is_some() && window.query_by_label("$30 per 1M").is_some());
}

#[test]
fn prices_without_a_part_in_the_bill_are_told_and_not_asked_about() {
    let path = folder("snapshot-aside").join("may.ron");
    std::fs::write(&path, OLD.replace("unit: image_output", "unit: image_output, tier: batch")).unwrap();
    let mut window = plain();
    do_action(&mut window, Action::Next(Next::Open(path)));
    assert!(window.query_by_label("Prices have moved since this was saved").is_none());
    click(&mut window, "Prices moved since 2026-05-03");
    assert!(window.query_by_label_contains("none of them has a part in the bill").is_some());
}

#[test]
fn each_tab_asks_about_its_own_prices() {
    let (mut window, _) = opened("snapshot-tabs");
    do_action(&mut window, Action::Next(Next::New));
    assert!(window.query_by_label("Prices have moved since this was saved").is_none());
    window.state_mut().state.documents.show(0);
    window.run();
    assert!(window.query_by_label("Prices have moved since this was saved").is_some());
}
