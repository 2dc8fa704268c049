//! Ranges, distribution, drivers, map and what fits, driven by the names of their controls.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use image_budget::action::{Action, Command};
use image_budget::model::assumption::{Key as Assumption, Range, Shape, Value};
use image_budget::model::scenario::Place;
use image_budget::outcome::Plot;
use image_budget::state::Tab;
use image_budget::store::settings::Theme;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::harness::{self, Window, do_action, expected, images, plain, preset, press, show, type_into};

const IMAGES: Place = Place { line: Some(0), key: Assumption::Images };

fn range(window: &Window, place: Place) -> Option<Range> {
    match window.state().state.documents.front().scenario.get(place) {
        Some(Value::Range(range)) => Some(*range),
        _ => None,
    }
}

fn p5_and_p95(window: &Window) -> (f64, f64) {
    let range = window.state().session.outcome.answer.as_ref().unwrap().figures.range;
    (range.p5, range.p95)
}

fn with_settings(settings: &[&str]) -> Window {
    let mut window = plain();
    let mut scenario = window.state().state.documents.front().scenario.clone();
    for setting in settings {
        scenario.apply(setting).unwrap();
    }
    show(&mut window, scenario);
    window
}

fn open(window: &mut Window, tab: Tab) {
    window.get_by_label(tab.label()).click();
    window.run();
    assert_eq!(window.state().state.view.tab, tab);
}

#[test]
fn a_range_is_switched_on_and_off_and_undone() {
    let mut window = plain();
    let (p5, p95) = p5_and_p95(&window);
    let before = expected(&window);
    window.get_by_label("Images, range").click();
    window.run();
    let wide = range(&window, IMAGES).expect("a range of images");
    assert_eq!((wide.low, wide.likely, wide.high), (8_000.into(), 10_000.into(), 12_000.into()));
    assert_eq!(expected(&window), before, "the likely value is the old one");
    let (low, high) = p5_and_p95(&window);
    assert!(low < p5 && high > p95, "the range widens");
    assert!(window.query_by_label_contains("on average over the ranges").is_some());
    assert_eq!(window.state().state.documents.front().history.undo_name(), Some("images to a range"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(range(&window, IMAGES), None);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.get_by_label("Images, one value").click();
    window.run();
    assert_eq!((range(&window, IMAGES), images(&window)), (None, 10_000.into()));
}

#[test]
fn a_typed_range_is_taken_and_a_wrong_one_says_why() {
    let mut window = plain();
    type_into(&mut window, "Images value in images", "8k..9k..15k");
    assert_eq!(range(&window, IMAGES).map(|range| range.likely), Some(9_000.into()));
    type_into(&mut window, "Images value in images", "9k..8k..15k");
    assert!(window.query_by_label_contains("low value 9000 above the likely value 8000").is_some());
    assert_eq!(range(&window, IMAGES).map(|range| range.likely), Some(9_000.into()), "the good one stays");
    // The message above goes away with the old field; the focus stays where it was put.
    type_into(&mut window, "Edits value in %", "10..20..40");
    let edits = range(&window, Place { line: Some(0), key: Assumption::EditShare }).unwrap();
    assert_eq!(edits.high, Decimal::new(4, 1));
}

#[test]
fn handles_move_by_keyboard_one_step_each_and_push_each_other() {
    let mut window = with_settings(&["server_error_rate=0.01..0.02..0.05"]);
    let place = Place { line: Some(0), key: Assumption::Rate(image_budget::model::outcome::Outcome::ServerError) };
    assert!(window.query_by_label("Failures and retries · 1 range").is_some());
    do_action(&mut window, Action::GoTo(place));
    window.get_by_role_and_label(Role::Slider, "Server errors high").focus();
    window.run();
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(range(&window, place).unwrap().high, Decimal::new(55, 3));
    window.get_by_role_and_label(Role::Slider, "Server errors low").focus();
    window.run();
    for _ in 0..3 {
        press(&mut window, Modifiers::NONE, Key::ArrowRight);
    }
    let moved = range(&window, place).unwrap();
    assert_eq!((moved.low, moved.likely), (Decimal::new(25, 3), Decimal::new(25, 3)));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(range(&window, place).unwrap().low, Decimal::new(1, 2), "one handle's moves are one step");
}

#[test]
fn a_drag_draws_less_and_the_rest_draws_more() {
    let mut window = with_settings(&["images=8000..10000..15000"]);
    let draws =
        |window: &Window| window.state().session.outcome.answer.as_ref().unwrap().figures.spread.draws().unwrap();
    assert_eq!(draws(&window), 16_384);
    let slider = window.get_by_role_and_label(Role::Slider, "Edits in %").rect();
    window.drag_at(slider.center());
    window.run();
    window.hover_at(slider.center() + eframe::egui::vec2(12.0, 0.0));
    window.run();
    assert_eq!(draws(&window), 2_048, "while the pointer is down");
    window.drop_at(slider.center() + eframe::egui::vec2(12.0, 0.0));
    window.run();
    assert_eq!(draws(&window), 16_384, "once it is let go");
}

#[test]
fn the_distribution_tells_its_quantiles() {
    let mut window = with_settings(&["images=8000..10000..15000", "budget=600"]);
    open(&mut window, Tab::Distribution);
    assert!(window.query_by_label_contains("16,384 fixed draws").is_some());
    let answer = window.state().session.outcome.answer.clone().unwrap();
    let Plot::Distribution(histogram) = &answer.plot else { panic!("no histogram") };
    assert!((histogram.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    window.get_by_label("Cumulative").click();
    window.run();
    assert!(window.state().state.view.cumulative);
    let certain = [
        "server_error_rate=0",
        "timeout_rate=0",
        "input_block_rate=0",
        "output_block_rate=0",
        "invalid_request_rate=0",
        "edit_share=0",
        "image_to_image_share=0",
    ];
    let mut certain = with_settings(&certain);
    open(&mut certain, Tab::Distribution);
    assert!(certain.query_by_label_contains("The bill is certain").is_some());
}

#[test]
fn a_driver_leads_to_its_input() {
    let mut window = harness::window(1280.0, 1600.0, Theme::Light);
    open(&mut window, Tab::Drivers);
    let answer = window.state().session.outcome.answer.clone().unwrap();
    let Plot::Drivers(drivers) = &answer.plot else { panic!("no drivers") };
    assert_eq!(drivers.list[0].place.key, Assumption::Quality);
    assert!(answer.sentence.ends_with("The biggest driver is quality."), "{}", answer.sentence);
    assert!(
        !window
            .state()
            .state
            .view
            .open_groups
            .contains(&Assumption::Rate(image_budget::model::outcome::Outcome::Timeout).spec().group)
    );
    let link = window.get_all_by_label_contains("Timeouts: ").find(|node| node.accesskit_node().role() == Role::Button);
    link.unwrap().click();
    window.run();
    assert!(window.state().state.view.open_groups.contains(&image_budget::model::assumption::Group::Failures));
    window.get_by_label("Spider").click();
    window.run();
    assert!(window.query_by_label("Spider of the drivers").is_some());
}

#[test]
fn drivers_of_the_p95_are_measured_with_the_other_ranges_drawn() {
    let mut window = with_settings(&["images=8000..10000..15000", "timeout_rate=0..0.005..0.05"]);
    open(&mut window, Tab::Drivers);
    window.get_by_label("P95").click();
    window.run();
    let answer = window.state().session.outcome.answer.clone().unwrap();
    let Plot::Drivers(drivers) = &answer.plot else { panic!("no drivers") };
    assert!(drivers.base > expected(&window).to_f64().unwrap() * 1.1, "P95 lies above the expected bill");
}

#[test]
fn the_map_is_read_and_set_by_keyboard_and_by_mouse() {
    let mut window = plain();
    open(&mut window, Tab::Map);
    let before = expected(&window);
    window.get_by_label("Map of the bill").focus();
    window.run();
    for key in [Key::ArrowRight, Key::ArrowUp, Key::ArrowUp] {
        press(&mut window, Modifiers::NONE, key);
    }
    assert!(window.state().state.view.map_cursor.is_some());
    assert!(window.query_by_label_contains("images, edits ").is_some());
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(expected(&window) > before, "more images and more edits");
    let shown = window.state().session.outcome.answer.clone().unwrap();
    let Plot::Map(Ok(map)) = &shown.plot else { panic!("no map") };
    assert!(!map.contour.is_empty(), "the budget's line");
    assert!(window.state().state.documents.front().history.undo_name().unwrap().starts_with("images to "));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(expected(&window), before, "both go back in one step");
    let middle = window.get_by_label("Map of the bill").rect().center();
    window.hover_at(middle);
    window.run();
    window.drag_at(middle);
    window.run();
    window.drop_at(middle);
    window.run();
    assert_ne!(expected(&window), before, "a click sets both");
    window.get_by_label("Swap").click();
    window.run();
    assert_eq!(window.state().state.view.map_keys, (Assumption::EditShare, Assumption::Images));
}

#[test]
fn goal_seek_finds_a_count_and_sets_it() {
    let mut window = plain();
    open(&mut window, Tab::Fit);
    assert!(window.query_by_label_contains("the P95 bill is then $").is_some());
    window.get_by_label("Set it").click();
    window.run();
    let budget = window.state().session.outcome.answer.as_ref().unwrap().figures.budget.unwrap();
    assert!(budget.over <= 0.05, "{}", budget.over);
    assert!(images(&window) > 10_000.into());
    let goal = window.get_by_role_and_label(Role::TextInput, "Goal in USD");
    goal.focus();
    goal.type_text("nonsense");
    window.run();
    assert!(window.query_by_label_contains("\"nonsense\" is not an amount").is_some());
}

#[test]
fn a_way_to_save_is_applied_and_a_locked_one_is_not_offered() {
    let mut window = with_settings(&["budget=300", "quality=high"]);
    open(&mut window, Tab::Fit);
    assert!(window.query_by_label("Ways to fit the budget").is_some());
    let before = expected(&window);
    window.get_by_label("Apply Quality high → low").click();
    window.run();
    assert!(expected(&window) < before);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    do_action(&mut window, Action::Lock(Place { line: Some(0), key: Assumption::Quality }, true));
    let offered = |window: &Window| window.query_all_by_label_contains("Apply Quality").count();
    assert_eq!(offered(&window), 0);
    assert!(window.query_by_label("Locks: 1").is_some());
    do_action(&mut window, Action::Run(Command::Undo));
    assert!(offered(&window) > 0);
}

#[test]
fn two_lines_compete_for_the_budget() {
    let mut window = plain();
    show(&mut window, preset("banners"));
    open(&mut window, Tab::Fit);
    assert!(window.query_by_label("How many drafts beside how many finals").is_some());
    let answer = window.state().session.outcome.answer.clone().unwrap();
    let Plot::Fit(fit) = &answer.plot else { panic!("nothing fits") };
    let rows = &fit.trade.as_ref().unwrap().rows;
    assert!(rows.windows(2).all(|pair| pair[0].1 >= pair[1].1), "more finals leave fewer drafts");
}

#[test]
fn a_chosen_shape_stays_when_the_ends_are_typed_again() {
    let mut window = with_settings(&["images=8000..10000..15000:triangular"]);
    type_into(&mut window, "Images value in images", "9k..11k..16k");
    let typed = range(&window, IMAGES).unwrap();
    assert_eq!((typed.low, typed.shape), (9_000.into(), Shape::Triangular));
    type_into(&mut window, "Images value in images", "9k..11k..16k:pert");
    assert_eq!(range(&window, IMAGES).unwrap().shape, Shape::Pert);
}

#[test]
fn the_map_keeps_its_frame_while_places_are_set_and_gives_it_up_for_another_plan() {
    let mut window = plain();
    open(&mut window, Tab::Map);
    let ends = |window: &Window| {
        let answer = window.state().session.outcome.answer.clone().unwrap();
        let Plot::Map(Ok(map)) = &answer.plot else { panic!("no map") };
        (map.x.from, map.x.to)
    };
    let frame = ends(&window);
    window.get_by_label("Map of the bill").focus();
    window.run();
    for key in [Key::ArrowLeft, Key::ArrowLeft, Key::ArrowDown, Key::Enter] {
        press(&mut window, Modifiers::NONE, key);
    }
    assert!(images(&window) < 10_000.into());
    assert_eq!(ends(&window), frame, "the place stays where it was");
    type_into(&mut window, "Images value in images", "100000");
    assert_ne!(ends(&window), frame, "a plan outside the frame has its own");
    let preset = window.state().session.presets.iter().position(|preset| preset.key == "one-dollar-trial").unwrap();
    do_action(&mut window, Action::NextNow(image_budget::state::Next::Preset(preset)));
    assert_eq!(window.state().state.view.map_frame, None);
}

#[test]
fn setting_a_value_over_a_range_says_that_the_range_is_gone() {
    let mut window = with_settings(&["images=8000..10000..15000", "budget=600"]);
    open(&mut window, Tab::Fit);
    window.get_by_label("Set it").click();
    window.run();
    assert!(window.query_by_label_contains("No range any more: images").is_some());
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(range(&window, IMAGES).is_some());
}

#[test]
fn a_blank_place_of_the_map_is_no_place_to_go_to() {
    let mut window = plain();
    open(&mut window, Tab::Map);
    let before = window.state().state.documents.front().scenario.clone();
    // More edits than image-to-image leaves.
    window.state_mut().state.view.map_cursor = Some((30, 63));
    window.get_by_label("Map of the bill").focus();
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().state.documents.front().scenario, before);
}

#[test]
fn several_locks_are_set_without_opening_the_list_again() {
    let mut window = plain();
    open(&mut window, Tab::Fit);
    window.get_by_label("Locks: 0").click();
    window.run();
    for label in ["Batch tier", "Most attempts"] {
        let boxes = window.get_all_by_label(label).find(|node| node.accesskit_node().role() == Role::CheckBox);
        boxes.expect("the list stays open").click();
        window.run();
    }
    assert!(window.query_by_label("Locks: 2").is_some());
}
