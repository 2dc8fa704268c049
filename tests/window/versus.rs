//! Scenarios side by side in the window: what differs, line items, the bridge, all curves, the baseline.

use std::time::Duration;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use image_budget::action::{Action, Command, TabAction};
use image_budget::model::assumption::{Key as Assumption, Value};
use image_budget::model::scenario::{Line, Place, Scenario};
use image_budget::state::{Document, DocumentId, Documents, SidesPart, Tab};
use rust_decimal::Decimal;

use crate::harness::{self, Window, do_action, plain, press, type_into};

const SHIFTED: Modifiers = Modifiers { ctrl: true, command: true, shift: true, ..Modifiers::NONE };

/// A thousand generated images at four cents of the user's own, of which nothing goes wrong: $40.
fn forty_dollars() -> Scenario {
    let mut scenario = Scenario::new("Now");
    let settings = [
        "model=custom",
        "images=1000",
        "price.generate=0.04",
        "edit_share=0",
        "image_to_image_share=0",
        "server_error_rate=0",
        "timeout_rate=0",
        "input_block_rate=0",
        "output_block_rate=0",
        "invalid_request_rate=0",
    ];
    for setting in settings {
        scenario.apply(setting).unwrap();
    }
    scenario
}

/// The plan of $40 and a copy of it with twice the images, which is in front.
fn two() -> Window {
    let mut window = plain();
    harness::show(&mut window, forty_dollars());
    do_action(&mut window, Action::Show(Tab::Scenarios));
    press(&mut window, SHIFTED, Key::D);
    type_into(&mut window, "Images value in images", "2000");
    window
}

fn ids(window: &Window) -> Vec<DocumentId> {
    window.state().state.documents.all().iter().map(|document| document.id).collect()
}

fn bills(window: &Window) -> Vec<Decimal> {
    window.state().session.sides.as_ref().unwrap().bills.iter().map(|bill| bill.unwrap()).collect()
}

fn click(window: &mut Window, label: &str) {
    window.get_by_role_and_label(Role::Button, label).click();
    window.run();
}

/// Whether any text in the window has these words.
fn says(window: &Window, words: &str) -> bool {
    window.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn one_scenario_alone_says_how_to_get_a_second() {
    let mut window = plain();
    harness::show(&mut window, forty_dollars());
    do_action(&mut window, Action::Show(Tab::Scenarios));
    assert!(says(&window, "Only one scenario is open."));
    let keys = Command::Duplicate.shortcut().map(|keys| window.ctx.format_shortcut(&keys)).unwrap();
    click(&mut window, &format!("Duplicate {keys}"));
    assert_eq!(ids(&window).len(), 2);
    assert!(says(&window, "Nothing differs"), "a copy is the same");
}

#[test]
fn only_what_differs_stands_in_the_table_with_amount_and_percent() {
    let mut window = two();
    assert_eq!(bills(&window), [Decimal::from(40), Decimal::from(80)]);
    assert!(says(&window, "+$40.00 (+100.0 %)"), "of the bill");
    assert!(says(&window, "+1,000 (+100.0 %)"), "of the images");
    let rows = &window.state().session.sides.as_ref().unwrap().values;
    assert_eq!(rows.iter().map(|row| row.what.as_str()).collect::<Vec<_>>(), ["Images"]);
    assert!(!says(&window, "Nothing differs"));
    click(&mut window, "Line items");
    assert!(says(&window, "$40.00") && says(&window, "$80.00"));
    // A change of the scenario in front is seen at once.
    type_into(&mut window, "Images value in images", "1000");
    click(&mut window, "What differs");
    assert!(says(&window, "Nothing differs"));
}

#[test]
fn the_bridge_reads_as_a_table_and_a_step_tells_its_assumptions_by_keyboard() {
    let mut window = two();
    click(&mut window, "Bridge");
    let step = "Image count: +$40.00, from $40.00 to $80.00";
    window.get_by_label(step).focus();
    window.run();
    assert!(!says(&window, "then 2,000 images"));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(says(&window, "Images: 1,000 images, then 2,000 images: +1,000 (+100.0 %)"));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(!says(&window, "then 2,000 images"));
}

#[test]
fn another_baseline_turns_the_comparison_around() {
    let mut window = two();
    let [first, second] = ids(&window)[..] else { panic!("two tabs") };
    do_action(&mut window, Action::Tab(TabAction::Pin(second)));
    assert_eq!(bills(&window), [Decimal::from(80), Decimal::from(40)]);
    assert!(says(&window, "\u{2212}$40.00 (\u{2212}50.0 %)"));
    // The pin holds to its scenario, wherever its tab goes, and falls with it.
    do_action(&mut window, Action::Tab(TabAction::Move(second, 0)));
    do_action(&mut window, Action::Tab(TabAction::Show(first)));
    assert_eq!(bills(&window), [Decimal::from(80), Decimal::from(40)]);
    do_action(&mut window, Action::Tab(TabAction::Duplicate(first)));
    assert_eq!(bills(&window), [Decimal::from(80), Decimal::from(40), Decimal::from(40)]);
    do_action(&mut window, Action::Tab(TabAction::Pin(second)));
    assert_eq!(window.state().state.view.sides.baseline, None);
}

#[test]
fn a_tab_offers_to_pin_its_scenario() {
    let mut window = two();
    let second = ids(&window)[1];
    window.get_by_role_and_label(Role::Tab, "Scenario Now copy").click_secondary();
    window.run();
    click(&mut window, "Pin as baseline");
    assert_eq!(window.state().state.view.sides.baseline, Some(second));
}

#[test]
fn scenarios_are_left_out_and_taken_in_again() {
    let mut window = two();
    click(&mut window, "Beside the baseline: Now copy");
    assert!(says(&window, "Choose a scenario to stand beside the baseline."));
    click(&mut window, "Beside the baseline: Now copy");
    assert_eq!(bills(&window).len(), 2);
}

#[test]
fn all_curves_run_over_the_same_values() {
    let mut window = two();
    click(&mut window, "Curves");
    let curves = &window.state().session.sides.as_ref().unwrap().curves;
    let last: Vec<_> = curves.iter().map(|curve| *curve.as_ref().unwrap().points.last().unwrap()).collect();
    // As far as twice the larger plan: 4,000 images at four cents in both.
    assert!(last.iter().all(|point| point.x == Decimal::from(4_000) && (point.expected - 160.0).abs() < 1e-9));
    assert!(window.query_by_label("Spend curves of the scenarios side by side").is_some());
    window.get_by_role_and_label(Role::Button, "Table").click();
    window.run();
    assert!(window.query_by_label("Spend curves of the scenarios side by side").is_none());
    assert!(says(&window, "1,987 images"), "a row in the middle");
}

#[test]
fn a_scenario_without_a_bill_is_said_and_the_others_stay() {
    let mut window = two();
    let front = window.state_mut().state.documents.front_mut();
    front.scenario.apply("model=openai/gpt-image-2.6-flare").unwrap();
    window.run();
    assert!(says(&window, "unknown"));
    click(&mut window, "Bridge");
    assert!(says(&window, "The bill of Now copy is not known, so there is no way to it"));
}

#[test]
fn an_idle_frame_computes_nothing() {
    let mut window = two();
    for part in SidesPart::ALL {
        window.state_mut().state.view.sides.part = part;
        window.run();
        let before = window.state().session.answers;
        for _ in 0..3 {
            window.step();
        }
        assert_eq!(window.state().session.answers, before, "{part:?}");
    }
    // The same bridge is kept while only the curves come into sight.
    window.state_mut().state.view.sides.part = SidesPart::Values;
    window.run();
    let bridge = |window: &Window| std::sync::Arc::clone(&window.state().session.sides.as_ref().unwrap().versus[0]);
    let before = bridge(&window);
    window.state_mut().state.view.sides.part = SidesPart::Curves;
    window.run();
    assert!(std::sync::Arc::ptr_eq(&before, &bridge(&window)));
}

/// Two scenarios of many lines, in a window that does not wait for them.
fn many_lines() -> Window {
    let mut window = plain();
    window.state_mut().session.patience = Duration::ZERO;
    let many = |name: &str, images: u32| {
        let mut scenario = Scenario::new(name);
        let line = scenario.lines[0].clone();
        scenario.lines = (0..200).map(|at| Line { name: format!("line {at}"), ..line.clone() }).collect();
        scenario.apply(&format!("line 0.images={images}")).unwrap();
        scenario
    };
    let state = &mut window.state_mut().state;
    state.documents = Documents::new(Document::unsaved(many("A", 1_000)));
    state.documents.add(Document::unsaved(many("B", 2_000)));
    state.view.tab = Tab::Scenarios;
    window.run_steps(2);
    assert!(window.state().session.sides_work.is_some(), "it is not done within two frames");
    window
}

fn until_compared(window: &mut Window) {
    for _ in 0..6_000 {
        window.step();
        if window.state().session.sides_work.is_none() {
            window.step();
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the comparison does not end");
}

#[test]
fn scenarios_of_many_lines_are_put_side_by_side_beside_the_window() {
    let mut window = many_lines();
    assert!(window.query_by_label("Cancel").is_some());
    let place = Place { line: Some(1), key: Assumption::Images };
    let ctx = window.ctx.clone();
    for count in [7, 8, 9] {
        window.state_mut().apply(&ctx, Action::Set { place, value: Value::Number(count.into()) });
        window.step();
        assert_eq!(harness::images(&window).to_string(), "2000", "the inputs stay live");
    }
    until_compared(&mut window);
    let (state, session) = (&window.state().state, &window.state().session);
    let sides = session.sides.as_ref().unwrap();
    assert_eq!(sides.asked, state.sides_question(session.today).unwrap(), "only the last answer is shown");
    assert_eq!(sides.values.len(), 2);
    assert!(window.query_by_label("Cancel").is_none());
}

#[test]
fn a_cancelled_comparison_is_taken_up_again_on_demand() {
    let mut window = many_lines();
    window.get_by_label("Cancel").click();
    window.run_steps(2);
    window.run();
    assert!(window.state().session.sides.is_none() && window.state().session.sides_work.is_none());
    window.get_by_label("Calculate it").click();
    window.run_steps(2);
    until_compared(&mut window);
    assert_eq!(window.state().session.sides.as_ref().unwrap().values.len(), 1);
}

#[test]
fn a_comparison_that_nobody_looks_at_any_more_is_stopped() {
    let mut window = many_lines();
    window.state_mut().state.view.tab = Tab::Breakdown;
    window.run_steps(2);
    assert!(window.state().session.sides_work.is_none());
    window.state_mut().state.view.tab = Tab::Scenarios;
    window.run_steps(2);
    until_compared(&mut window);
    assert_eq!(window.state().session.sides.as_ref().unwrap().values.len(), 1);
}
