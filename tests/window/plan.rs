//! The window, driven by the names of its controls as a screen reader sees them.

use eframe::egui;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use image_budget::action::{Action, Command};
use image_budget::model::assumption::{Group, Key as Assumption};
use image_budget::outcome::{CURVE_POINTS, Plot};
use image_budget::state::{Dialog, Next, Tab};
use image_budget::store::scenario_file;
use image_budget::store::settings::Theme;
use rust_decimal::Decimal;

use crate::harness::{
    Answers, Window, do_action, expected, folder, images, plain, preset, press, session, show, type_into, window,
    window_with,
};

#[test]
fn the_answer_follows_the_slider() {
    let mut window = plain();
    let before = expected(&window);
    window.get_by_role_and_label(Role::Slider, "Images in images").set_value_accesskit(20_000.0);
    window.run();
    assert_eq!(images(&window), 20_000.into());
    assert_eq!(expected(&window), before * Decimal::TWO);
    assert!(window.query_by_label_contains("20,000 images on GPT Image 2").is_some());
}

#[test]
fn a_typed_value_is_taken_with_enter_and_undone() {
    let mut window = plain();
    type_into(&mut window, "Images value in images", "40k");
    assert_eq!(images(&window), 40_000.into());
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(images(&window), 10_000.into());
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(images(&window), 40_000.into());
}

#[test]
fn a_value_beyond_its_bound_says_the_bound_and_changes_nothing() {
    let mut window = plain();
    type_into(&mut window, "Edits value in %", "140%");
    assert_eq!(
        window.state().state.documents.front().scenario.lines[0].values.amount(Assumption::EditShare),
        Decimal::new(2, 1)
    );
    assert!(window.query_by_label_contains("is above the bound 1").is_some());
    type_into(&mut window, "Edits value in %", "25");
    assert_eq!(
        window.state().state.documents.front().scenario.lines[0].values.amount(Assumption::EditShare),
        Decimal::new(25, 2)
    );
    assert!(window.query_by_label_contains("is above the bound").is_none());
}

#[test]
fn a_share_is_typed_in_percent() {
    let mut window = plain();
    let edits =
        |window: &Window| window.state().state.documents.front().scenario.lines[0].values.amount(Assumption::EditShare);
    for (typed, share) in [("2", "0.02"), ("1", "0.01"), ("0.5", "0.005"), ("0.5%", "0.005")] {
        type_into(&mut window, "Edits value in %", typed);
        assert_eq!(edits(&window).to_string(), share, "typed {typed}");
    }
}

#[test]
fn what_is_still_being_typed_is_saved_and_asked_about() {
    let path = folder("typing").join("plan.ron");
    scenario_file::save(&path, &preset("product-photos"), None).unwrap();
    let mut window = plain();
    do_action(&mut window, Action::Next(Next::Open(path.clone())));
    window.get_by_role_and_label(Role::TextInput, "Images value in images").focus();
    window.run();
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.get_by_role_and_label(Role::TextInput, "Images value in images").type_text("4321");
    window.run();
    press(&mut window, Modifiers::COMMAND, Key::S);
    let saved = scenario_file::open(&path).unwrap().scenario;
    assert_eq!(saved.lines[0].values.amount(Assumption::Images), 4321.into());
    window.get_by_role_and_label(Role::TextInput, "Images value in images").type_text("x");
    window.run();
    press(&mut window, Modifiers::COMMAND, Key::N);
    assert_eq!(images(&window), 4321.into(), "what is no number is neither taken nor thrown away");
    assert!(window.query_all_by_label_contains("is not a number").next().is_some());
}

#[test]
fn an_answer_to_a_question_that_is_no_longer_asked_is_dropped() {
    let folder = folder("late");
    let precious = folder.join("precious.ron");
    scenario_file::save(&precious, &preset("avatars"), None).unwrap();
    let answers = Answers(std::sync::Mutex::new(vec![Some(precious.clone())]));
    let mut window = window_with(1280.0, 800.0, Theme::Light, session(), answers);
    let ctx = window.ctx.clone();
    let app = window.state_mut();
    app.apply(&ctx, Action::Run(Command::Open));
    app.apply(&ctx, Action::Browse);
    app.apply(&ctx, Action::CloseDialog);
    app.apply(&ctx, Action::Run(Command::SaveAs));
    window.run();
    assert_eq!(scenario_file::open(&precious).unwrap().scenario, preset("avatars"), "the file to open is not written");
}

#[test]
fn a_changed_value_is_reset_with_one_click() {
    let mut window = plain();
    type_into(&mut window, "Images value in images", "500");
    window.get_by_label("Reset images to 10,000 images").click();
    window.run();
    assert_eq!(images(&window), 10_000.into());
    assert!(!window.state().state.documents.front().is_changed());
}

#[test]
fn shares_past_one_are_said_at_both_rows_and_the_last_answer_stays() {
    let mut window = plain();
    let before = expected(&window);
    type_into(&mut window, "Edits value in %", "95%");
    assert_eq!(window.query_all_by_label_contains("sum to 105 %").count(), 3, "at two rows and above the answer");
    assert!(!window.state().session.outcome.is_fresh());
    assert_eq!(expected(&window), before);
}

#[test]
fn a_preset_is_opened_from_its_menu() {
    let mut window = plain();
    window.get_by_label("Presets").click();
    window.run();
    let name = preset("one-dollar-trial").name;
    window.get_by_label(&name).click();
    window.run();
    assert_eq!(window.state().state.documents.front().scenario, preset("one-dollar-trial"));
}

#[test]
fn a_scenario_is_saved_and_opened_again() {
    let path = folder("save").join("plan.ron");
    let mut window = plain();
    type_into(&mut window, "Images value in images", "1234");
    press(&mut window, Modifiers::COMMAND, Key::S);
    type_into(&mut window, "File", &path.display().to_string());
    assert!(window.state().state.view.dialog.is_none(), "{:?}", window.state().state.view.dialog);
    assert!(!window.state().state.documents.front().is_changed());
    let saved = scenario_file::open(&path).unwrap().scenario;
    assert_eq!(saved, window.state().state.documents.front().scenario);
    let mut other = plain();
    press(&mut other, Modifiers::COMMAND, Key::O);
    type_into(&mut other, "File", &path.display().to_string());
    assert_eq!(images(&other), 1234.into());
    assert_eq!(expected(&other), expected(&window));
}

#[test]
fn another_file_is_replaced_only_after_a_question() {
    let path = folder("replace").join("plan.ron");
    std::fs::write(&path, "precious").unwrap();
    let mut window = plain();
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    type_into(&mut window, "File", &path.display().to_string());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious");
    window.get_by_label("Replace").click();
    window.run();
    assert_eq!(scenario_file::open(&path).unwrap().scenario, window.state().state.documents.front().scenario);
}

#[test]
fn a_note_is_written_and_undone_as_one_step() {
    let mut window = window(1280.0, 1600.0, Theme::Light);
    window.get_by_role_and_label(Role::MultilineTextInput, "Note").focus();
    window.run();
    for letter in ["a", "b", "c"] {
        window.get_by_role_and_label(Role::MultilineTextInput, "Note").type_text(letter);
        window.run();
    }
    assert_eq!(window.state().state.documents.front().scenario.note, "abc");
    do_action(&mut window, Action::Run(Command::Undo));
    assert_eq!(window.state().state.documents.front().scenario.note, "");
}

#[test]
fn the_file_dialog_answers_for_the_open_dialog() {
    let path = folder("browse").join("plan.ron");
    scenario_file::save(&path, &preset("avatars"), None).unwrap();
    let answers = Answers(std::sync::Mutex::new(vec![None, Some(path)]));
    let mut window = window_with(1280.0, 800.0, Theme::Light, session(), answers);
    press(&mut window, Modifiers::COMMAND, Key::O);
    window.get_by_label("Browse…").click();
    window.run();
    assert!(
        matches!(window.state().state.view.dialog, Some(Dialog::Open { .. })),
        "a cancelled dialog changes nothing"
    );
    window.get_by_label("Browse…").click();
    window.run();
    window.step();
    assert_eq!(window.state().state.documents.front().scenario, preset("avatars"));
}

#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl eframe::egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_file_dragged_onto_the_window_is_opened() {
    let path = folder("dropped").join("plan.ron");
    scenario_file::save(&path, &preset("storyboards"), None).unwrap();
    let mut window = plain();
    window.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path.clone())));
    window.run();
    assert_eq!(window.state().state.documents.front().scenario, preset("storyboards"));
    assert_eq!(window.state().state.documents.front().path.as_ref(), Some(&path));
    assert_eq!(window.state().state.settings.recent.first(), Some(&path));
}

#[test]
fn all_files_that_are_dropped_at_once_are_opened() {
    let folder = folder("dropped-together");
    let mut window = plain();
    for key in ["storyboards", "avatars"] {
        let path = folder.join(format!("{key}.ron"));
        scenario_file::save(&path, &preset(key), None).unwrap();
        window.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path)));
    }
    for name in ["a.json", "b.json"] {
        window.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(folder.join(name))));
    }
    window.run();
    let open: Vec<_> = window.state().state.documents.all().iter().map(|document| document.scenario.clone()).collect();
    assert_eq!(open, [preset("storyboards"), preset("avatars")]);
    let Some(Dialog::ImportPrices { path, .. }) = &window.state().state.view.dialog else { panic!("no question") };
    assert_eq!(*path, folder.join("a.json").display().to_string());
    let notice = window.state().state.view.notice.as_ref().map(|notice| notice.text.as_str());
    assert!(notice.is_some_and(|text| text.contains("b.json")), "{notice:?}");
}

#[test]
fn a_file_that_is_no_scenario_says_why_and_changes_nothing() {
    let path = folder("damaged").join("damaged.ron");
    std::fs::write(&path, "(format: 1, name: \"x\", lines: [(name: \"a\", imagse: \"5\")])").unwrap();
    let mut window = plain();
    let before = window.state().state.documents.front().scenario.clone();
    press(&mut window, Modifiers::COMMAND, Key::O);
    type_into(&mut window, "File", &path.display().to_string());
    assert!(window.query_by_label_contains("did you mean `images`").is_some());
    assert_eq!(window.state().state.documents.front().scenario, before);
}

#[test]
fn a_model_is_found_by_search_and_brings_its_own_choices() {
    let mut window = plain();
    window.get_by_role_and_label(Role::Button, "Model").click();
    window.run();
    window.get_by_role_and_label(Role::TextInput, "Search models").type_text("ideogram 4.5");
    window.run();
    window.get_by_label_contains("Ideogram 4.5").click();
    window.run();
    let values = &window.state().state.documents.front().scenario.lines[0].values;
    assert_eq!(values.text(Assumption::Model), "ideogram/ideogram-4-5");
    assert!(["low", "medium", "high"].contains(&values.text(Assumption::Quality)));
}

#[test]
fn lines_are_added_and_removed() {
    let mut window = plain();
    let before = expected(&window);
    window.get_by_label("+").click();
    window.run();
    assert_eq!(window.state().state.documents.front().scenario.lines.len(), 2);
    assert_eq!(expected(&window), before * Decimal::TWO);
    window.get_by_label("Remove").click();
    window.run();
    assert_eq!(expected(&window), before);
}

#[test]
fn the_curve_is_read_with_the_keyboard_and_as_a_table() {
    let mut window = plain();
    window.get_by_label("Spend curve plot").click();
    window.run();
    press(&mut window, Modifiers::NONE, Key::Home);
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(window.state().state.view.curve_cursor, Some(1));
    assert!(window.query_by_label_contains("39 images: $").is_some());
    window.get_by_label("Table").click();
    window.run();
    assert!(window.query_by_label("Ceiling").is_some());
    assert!(window.query_by_label("0 images").is_some());
    let answer = window.state().session.outcome.answer.clone().unwrap();
    let Plot::Curve(Some(curve)) = &answer.plot else { panic!("no curve") };
    assert_eq!(curve.points.len(), CURVE_POINTS);
    assert!(curve.crossing.is_some(), "the budget is passed within twice the count");
}

#[test]
fn every_tab_shows_its_figures() {
    let mut window = plain();
    show(&mut window, preset("banners"));
    for (tab, word) in [(Tab::Breakdown, "Timeouts"), (Tab::Attempts, "Billed attempts")] {
        do_action(&mut window, Action::Show(tab));
        assert!(window.query_all_by_label(word).next().is_some(), "{word}");
    }
}

#[test]
fn an_unknown_price_is_said_in_words() {
    let mut window = plain();
    let mut scenario = preset("product-photos");
    scenario.apply("model=openai/gpt-image-2.6-flare").unwrap();
    scenario.apply("quality=low").unwrap();
    show(&mut window, scenario.clone());
    assert!(window.query_all_by_label_contains("Not known").next().is_some());
    scenario.apply("image_output_tokens=664").unwrap();
    show(&mut window, scenario);
    assert!(window.state().session.outcome.is_fresh());
}

#[test]
fn the_window_works_when_small_and_when_zoomed() {
    for (width, height) in [(700.0, 500.0), (900.0, 600.0), (1920.0, 1080.0)] {
        let window = window(width, height, Theme::Dark);
        assert!(window.query_by_label("Expected bill").is_some() == (width > 1_000.0), "the explanation gives way");
        assert!(window.query_by_label("Curve").is_some());
        assert!(window.root().accesskit_node().children().len() > 0);
    }
}

#[test]
fn nothing_moves_when_a_row_changes_and_a_slider_follows_the_pointer() {
    let mut window = plain();
    let rect = |window: &Window, role, name: &str| window.get_by_role_and_label(role, name).rect();
    let before = rect(&window, Role::TextInput, "Images value in images");
    let slider = rect(&window, Role::Slider, "Images in images");
    let at = |share: f32| egui::pos2(slider.left() + slider.width() * share, slider.center().y);
    window.hover_at(at(0.5));
    window.run();
    window.drag_at(at(0.5));
    window.run();
    let mut last = Decimal::ZERO;
    for share in [0.55, 0.6, 0.65, 0.7, 0.75, 0.8] {
        window.hover_at(at(share));
        window.run();
        assert!(images(&window) > last, "{} after {last}", images(&window));
        last = images(&window);
    }
    window.drop_at(at(0.8));
    window.run();
    type_into(&mut window, "Edits value in %", "95");
    assert_eq!(rect(&window, Role::TextInput, "Images value in images"), before);
    assert_eq!(rect(&window, Role::Slider, "Images in images"), slider);
}

#[test]
fn a_line_that_was_added_is_not_marked_as_changed() {
    let mut window = plain();
    window.get_by_label("+").click();
    window.run();
    assert!(window.query_all_by_label_contains("Reset").next().is_none());
}

#[test]
fn enter_in_the_search_takes_the_first_model() {
    let mut window = plain();
    window.get_by_role_and_label(Role::Button, "Model").click();
    window.run();
    window.get_by_role_and_label(Role::TextInput, "Search models").type_text("gemini 3 pro");
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    let values = &window.state().state.documents.front().scenario.lines[0].values;
    assert_eq!(values.text(Assumption::Model), "google-gemini-api/gemini-3-pro-image");
    assert_eq!(values.text(Assumption::Quality), "default", "it has no choice of quality");
}

#[test]
fn looking_at_every_group_changes_nothing() {
    let mut window = window(1280.0, 2400.0, Theme::Light);
    let before = window.state().state.documents.front().scenario.clone();
    window.state_mut().state.view.open_groups = Group::ALL.to_vec();
    window.run();
    assert_eq!(window.state().state.documents.front().scenario, before);
    assert!(!window.state().state.documents.front().is_changed());
}

#[test]
fn a_narrow_window_has_its_inputs_in_a_drawer() {
    let mut window = window(700.0, 500.0, Theme::Light);
    assert!(window.query_by_role_and_label(Role::Slider, "Images in images").is_none());
    window.get_by_label("Show inputs").click();
    window.run();
    assert!(window.query_by_role_and_label(Role::Slider, "Images in images").is_some());
}

#[test]
fn an_idle_window_asks_for_no_frame() {
    let mut window = plain();
    window.run();
    let steps = window.run();
    assert!(steps <= 2, "{steps} frames without a reason");
}
