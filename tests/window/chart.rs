//! The plot in sight as a picture: exported through its dialog, or copied.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use eframe::egui::accesskit::Role;
use eframe::egui::{ColorImage, Key, Modifiers, OutputCommand};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use image_budget::action::{Action, Command};
use image_budget::state::{Dialog, PictureForm, Tab, Workspace};
use image_budget::store::settings::Theme;
use resvg::usvg::roxmltree::Document;

use crate::harness::{Answers, Window, do_action, folder, plain, preset, press, session, show, window_with};

const SHIFTED: Modifiers = Modifiers { ctrl: true, command: true, shift: true, ..Modifiers::NONE };

/// The window with the dialog open and the proposed path in a folder of the test.
fn dialog(window: &mut Window, folder: &Path) -> PathBuf {
    press(window, SHIFTED, Key::E);
    let proposed = PathBuf::from(&form(window).path);
    let path = folder.join(proposed.file_name().unwrap());
    set_path(window, &path);
    path
}

fn set_path(window: &mut Window, path: &Path) {
    let Some(Dialog::ExportPicture(form)) = &mut window.state_mut().state.view.dialog else { panic!("no dialog") };
    form.path = path.display().to_string();
    window.run();
}

fn form(window: &Window) -> &PictureForm {
    match &window.state().state.view.dialog {
        Some(Dialog::ExportPicture(form)) => form,
        other => panic!("no dialog of a picture but {other:?}"),
    }
}

/// Lets the threads work until something is so.
#[track_caller]
fn until(window: &mut Window, so: impl Fn(&Window) -> bool) {
    for _ in 0..600 {
        if so(window) {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
        window.run();
    }
    panic!("never came: {:?}", window.state().state.view.notice);
}

fn notice(window: &Window) -> &str {
    window.state().state.view.notice.as_ref().map_or("", |notice| &notice.text)
}

fn click(window: &mut Window, label: &str) {
    window.get_by_role_and_label(Role::Button, label).click();
    window.run();
}

/// Width and height of a PNG file.
fn size(path: &Path) -> [u32; 2] {
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(bytes[..8], *b"\x89PNG\r\n\x1a\n");
    [16, 20].map(|at| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()))
}

#[test]
fn the_plot_in_sight_is_saved_as_png_at_the_chosen_size() {
    let folder = folder("chart-png");
    let mut window = plain();
    do_action(&mut window, Action::Show(Tab::Distribution));
    let path = dialog(&mut window, &folder);
    assert!(path.ends_with("my-image-budget-distribution.png"), "{}", path.display());
    assert!(window.query_by_label("1,920 by 1,080 pixels").is_some());
    window.get_by_role_and_label(Role::SpinButton, "Width").click();
    window.run();
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.get_by_role_and_label(Role::SpinButton, "Width").type_text("800");
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    click(&mut window, "3×");
    assert!(window.query_by_label("2,400 by 1,620 pixels").is_some(), "{:?}", form(&window).look);
    click(&mut window, "Save");
    until(&mut window, |window| window.state().state.view.dialog.is_none());
    assert_eq!(notice(&window), format!("The plot was saved to {}.", path.display()));
    assert_eq!(size(&path), [2_400, 1_620]);
    press(&mut window, SHIFTED, Key::E);
    assert_eq!((form(&window).look.width, form(&window).look.scale), (800, 3), "the look is kept for the next one");
}

#[test]
fn every_plot_is_exported_as_it_is_seen() {
    let folder = folder("chart-svg");
    let mut window = plain();
    show(&mut window, preset("banners"));
    window.state_mut().state.view.by_component = true;
    window.state_mut().state.view.cumulative = true;
    for (tab, title) in [
        (Tab::SpendCurve, "spend curve over images"),
        (Tab::Compare, "bill on other models"),
        (Tab::Distribution, "chance of each bill"),
        (Tab::Drivers, "drivers of the expected bill"),
        (Tab::Map, "map of the bill over images and edits"),
        (Tab::Attempts, "attempts"),
        (Tab::Breakdown, "breakdown by component"),
    ] {
        do_action(&mut window, Action::Show(tab));
        let path = dialog(&mut window, &folder);
        click(&mut window, "SVG");
        let path = path.with_extension("svg");
        assert_eq!(form(&window).path, path.display().to_string(), "the ending follows the kind");
        click(&mut window, "Save");
        until(&mut window, |window| window.state().state.view.dialog.is_none());
        let text = std::fs::read_to_string(&path).unwrap();
        let xml = Document::parse(&text).unwrap();
        let found = xml.root_element().first_element_child().unwrap().text().unwrap();
        assert_eq!(found, format!("{}: {title}", preset("banners").name));
    }
}

#[test]
fn models_that_are_not_in_sight_are_not_in_the_picture() {
    let folder = folder("chart-narrow");
    let mut window = plain();
    do_action(&mut window, Action::Show(Tab::Compare));
    window.state_mut().state.view.compare.search = "flux".into();
    let path = dialog(&mut window, &folder);
    click(&mut window, "SVG");
    click(&mut window, "Save");
    until(&mut window, |window| window.state().state.view.dialog.is_none());
    let text = std::fs::read_to_string(path.with_extension("svg")).unwrap();
    assert!(text.contains("FLUX") && !text.contains("Seedream"), "{text}");
    assert!(text.contains("GPT Image 2"), "the present model stays");
}

#[test]
fn a_preview_follows_the_look() {
    let mut window = plain();
    press(&mut window, SHIFTED, Key::E);
    until(&mut window, |window| form(window).preview.is_some());
    let corner = |window: &Window| form(window).preview.as_ref().and_then(|(_, p)| p.as_ref()).map(|p| p.rgba[0]);
    assert_eq!(corner(&window), Some(0xFA));
    let name = format!("Preview: Spend curve of {}", window.state().state.documents.front().scenario.name);
    assert!(window.query_by_label(&name).is_some());
    click(&mut window, "Dark");
    until(&mut window, |window| corner(window) == Some(0x15));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.state().state.view.dialog.is_none());
}

#[test]
fn a_file_is_not_replaced_unasked() {
    let folder = folder("chart-replace");
    let mut window = plain();
    let path = dialog(&mut window, &folder);
    std::fs::write(&path, "precious").unwrap();
    click(&mut window, "Save");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious");
    assert!(window.query_by_label("This file is there already. Replace it?").is_some());
    click(&mut window, "Replace");
    until(&mut window, |window| window.state().state.view.dialog.is_none());
    assert_eq!(size(&path), [1_920, 1_080]);
}

#[test]
fn the_systems_dialog_chooses_the_file_and_its_ending_the_kind() {
    let path = folder("chart-browse").join("mine.svg");
    let answers = Answers(Mutex::new(vec![Some(path.clone())]));
    let mut window = window_with(1280.0, 800.0, Theme::Light, session(), answers);
    press(&mut window, SHIFTED, Key::E);
    click(&mut window, "Browse…");
    until(&mut window, |window| window.state().state.view.dialog.is_none());
    assert!(Document::parse(&std::fs::read_to_string(&path).unwrap()).is_ok());
}

#[test]
fn what_fails_is_said_in_the_dialog() {
    let folder = folder("chart-fails");
    std::fs::write(folder.join("a file"), "").unwrap();
    let mut window = plain();
    dialog(&mut window, &folder);
    set_path(&mut window, &folder.join("a file").join("plot.png"));
    click(&mut window, "Save");
    until(&mut window, |window| form(window).error.is_some());
    assert!(form(&window).error.as_ref().unwrap().contains("could not be saved"));
    assert!(!form(&window).busy, "another try is possible");
    let Some(Dialog::ExportPicture(form)) = &mut window.state_mut().state.view.dialog else { panic!("no dialog") };
    (form.look.width, form.look.height, form.look.scale) = (4_096, 4_096, 4);
    window.run();
    assert!(window.query_by_label_contains("more than 40 million").is_some());
    assert!(window.get_by_role_and_label(Role::Button, "Save").accesskit_node().is_disabled());
}

#[test]
fn the_plot_is_copied_as_a_picture() {
    let mut window = window_with(1280.0, 800.0, Theme::Dark, session(), Answers::none());
    window.get_by_label("Edit").click();
    window.run();
    window.get_by_label_contains("Copy plot as picture").click();
    let mut copied: Option<ColorImage> = None;
    for _ in 0..600 {
        window.step();
        copied = window.output().platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::CopyImage(image) => Some(image.clone()),
            _ => None,
        });
        if copied.is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let image = copied.unwrap();
    assert_eq!(image.size, [1_920, 1_080]);
    assert_eq!(image.pixels[0].to_array(), [0x15, 0x17, 0x1A, 0xFF], "as dark as the window");
    window.run();
    assert_eq!(notice(&window), "The plot was copied as a picture of 1,920 by 1,080 pixels.");
}

#[test]
fn where_there_is_nothing_to_draw_it_is_said() {
    let mut window = plain();
    do_action(&mut window, Action::Show(Tab::Fit));
    do_action(&mut window, Action::Run(Command::ExportPicture));
    assert!(window.state().state.view.dialog.is_none());
    assert_eq!(notice(&window), "What fits has a picture where two lines compete for a budget.");
    do_action(&mut window, Action::Show(Tab::Drivers));
    window.state_mut().state.view.drivers_ranged = true;
    do_action(&mut window, Action::Run(Command::CopyPicture));
    assert_eq!(notice(&window), "There is nothing to draw: no range moves this bill.");
    do_action(&mut window, Action::ShowWorkspace(Workspace::Prices));
    do_action(&mut window, Action::Run(Command::ExportPicture));
    assert_eq!(notice(&window), "A picture shows a plot of the plan; show the plan first.");
}
