//! The window with scenarios as nobody means them: a thousand lines, names in any script, a very long note,
//! a file of a newer program, two of one name.

use std::fs;
use std::time::{Duration, Instant};

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, Vec2};
use egui_kittest::kittest::Queryable as _;
use image_budget::action::{Action, Command};
use image_budget::model::scenario::{Line, Scenario};
use image_budget::state::{Dialog, Next, Notice, Workspace};
use image_budget::store::scenario_file;

use crate::harness::{Window, do_action, expected, folder, images, plain, press, show, type_into};

/// Longest that a frame may take in a test's build, where nothing of our own is optimised.
const LONGEST_FRAME: Duration = Duration::from_millis(400);

/// Lines of one image each.
fn many(lines: usize) -> Scenario {
    let line = |n| Line { name: format!("job {n}"), ..Line::default() };
    let mut scenario = Scenario { name: "Many".into(), lines: (0..lines).map(line).collect(), ..Scenario::default() };
    for n in 0..lines {
        scenario.apply(&format!("job {n}.images={}", n + 1)).unwrap();
    }
    scenario
}

/// The window, which may draw a box for a letter that no font has.
fn any_script() -> Window {
    let window = plain();
    window.ctx.set_missing_glyph_policy(eframe::egui::MissingGlyphPolicy::Tofu);
    window
}

/// The mean time of a frame in which nothing happens.
fn frame(window: &mut Window, what: &str) -> Duration {
    let begun = Instant::now();
    (0..10).for_each(|_| window.step());
    let each = begun.elapsed() / 10;
    println!("{what}: {:.1} ms a frame", each.as_secs_f64() * 1e3);
    each
}

fn notice(window: &Window) -> Option<&Notice> {
    window.state().state.view.notice.as_ref()
}

fn open(window: &mut Window, path: &std::path::Path) {
    do_action(window, Action::Next(Next::Open(path.to_owned())));
}

#[test]
fn a_thousand_lines_are_drawn_scrolled_edited_and_closed() {
    let mut window = plain();
    let one = frame(&mut window, "the default scenario");
    show(&mut window, many(1_000));
    assert!(window.state().session.outcome.answer.is_some());
    let thousand = frame(&mut window, "1,000 lines");
    assert!(thousand < LONGEST_FRAME, "{thousand:?} a frame, {one:?} with one line");

    // The inputs of the line stay in sight below the tabs of all lines.
    let field = window.get_by_role_and_label(Role::TextInput, "Images value in images");
    assert!(field.rect().bottom() < 800.0, "{:?}", field.rect());
    assert_eq!(images(&window), 1.into());
    let before = expected(&window);
    type_into(&mut window, "Images value in images", "50001");
    assert_eq!(images(&window), 50_001.into());
    assert!(expected(&window) > before);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!((images(&window), expected(&window)), (1.into(), before));

    do_action(&mut window, Action::ShowLine(999));
    assert_eq!(window.get_by_label("Line name").value().as_deref(), Some("job 999"));
    let at = window.get_by_role_and_label(Role::Button, "job 0").rect();
    window.event(Event::PointerMoved(at.center()));
    window.run();
    let wheel = Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -300.0),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    };
    window.event(wheel);
    (0..60).for_each(|_| window.step());
    assert!(window.get_by_role_and_label(Role::Button, "job 0").rect().top() < at.top() - 100.0, "the lines scroll");
    for workspace in Workspace::ALL {
        do_action(&mut window, Action::ShowWorkspace(workspace));
        let each = frame(&mut window, workspace.label());
        assert!(each < LONGEST_FRAME, "{}: {each:?}", workspace.label());
    }

    do_action(&mut window, Action::AddLine);
    assert!(notice(&window).is_some_and(|notice| notice.bad && notice.text.contains("at most 1000 lines")));
    press(&mut window, Modifiers::COMMAND, Key::W);
    assert_eq!(window.state().state.documents.front().scenario.lines.len(), 1, "it closes");
}

#[test]
fn names_of_any_script_and_length_stay_within_tabs_title_and_dialogs() {
    let long = "x".repeat(200);
    for name in ["🎨 👩‍👩‍👧 🏳️‍🌈", "שלום עולם", "مرحبا \u{202e}gpj", "../../etc/passwd", "C:\\me", "a\nb\tc", "", " ", &long]
    {
        let mut window = any_script();
        let mut scenario = Scenario { name: name.into(), ..many(3) };
        scenario.lines[2].name = if name.trim().is_empty() { "?".into() } else { name.into() };
        show(&mut window, scenario);
        let title = window.state().state.documents.front().title();
        assert!(!title.trim().is_empty() && !title.contains('\n') && title.chars().count() <= 61, "{title:?}");
        let tab = window.get_by_role_and_label(Role::Tab, &format!("Scenario {title}")).rect();
        assert!(tab.width() <= 220.0 && tab.height() <= 30.0, "{name:?}: {tab:?}");
        do_action(&mut window, Action::ShowLine(2));
        type_into(&mut window, "Images value in images", "12");

        // Save as: a file name that every system takes.
        do_action(&mut window, Action::Run(Command::SaveAs));
        let Some(Dialog::SaveAs { path, .. }) = &window.state().state.view.dialog else { panic!("no dialog") };
        let stem = std::path::Path::new(path).file_stem().unwrap().to_str().unwrap();
        assert!(stem.chars().all(|c| c.is_alphanumeric() || c == '-') && stem.chars().count() <= 60, "{stem}");
        within(&window, "Cancel");
        press(&mut window, Modifiers::NONE, Key::Escape);

        press(&mut window, Modifiers::COMMAND, Key::W);
        within(&window, "Do not save");
        window.get_by_label("Do not save").click();
        window.run();
        assert!(
            notice(&window).is_some_and(|notice| notice.text == format!("Closed {title}.")),
            "{:?}",
            notice(&window)
        );
        window.get_by_label("File").click();
        window.run();
        assert!(window.get_by_label_contains("Reopen ").rect().right() < 900.0, "{name:?} makes the menu too wide");
    }
}

/// Whether a button of a dialog can be reached.
#[track_caller]
fn within(window: &Window, label: &str) {
    let rect = window.get_by_label(label).rect();
    assert!(rect.left() >= 0.0 && rect.right() <= 1280.0 && rect.bottom() <= 800.0, "{label}: {rect:?}");
}

#[test]
fn two_files_of_one_name_are_told_apart_in_the_list_of_tabs() {
    let folder = folder("twins");
    let mut window = plain();
    let mut paths = Vec::new();
    for (season, lines) in [("spring", 1), ("autumn", 2)] {
        let path = folder.join(season).join("plan.ron");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        save(&path, &Scenario { name: "Campaign".into(), ..many(lines) });
        open(&mut window, &path);
        paths.push(path.display().to_string());
    }
    assert_eq!(window.get_all_by_role_and_label(Role::Tab, "Scenario Campaign").count(), 2);
    window.get_by_label("All open scenarios").click();
    window.run();
    for path in &paths {
        assert!(window.query_by_label(path).is_some(), "{path} is not in the list");
    }
    press(&mut window, Modifiers::NONE, Key::Escape);

    let tab = window.get_all_by_role_and_label(Role::Tab, "Scenario Campaign").next().unwrap().rect().center();
    window.event(Event::PointerMoved(tab));
    window.run();
    std::thread::sleep(Duration::from_millis(600));
    (0..40).for_each(|_| window.step());
    assert!(window.query_by_label_contains(&paths[0]).is_some(), "the hover names the file");

    // Each keeps its own changes and goes to its own file.
    type_into(&mut window, "Images value in images", "77");
    press(&mut window, Modifiers::COMMAND, Key::S);
    let saved = |path: &String| scenario_file::open(path.as_ref()).unwrap().scenario;
    assert_eq!((images(&window), lines(&window)), (77.into(), 2));
    press(&mut window, Modifiers::COMMAND, Key::PageUp);
    assert_eq!((images(&window), lines(&window)), (1.into(), 1));
    assert_eq!(saved(&paths[0]).lines.len(), 1);
    assert_ne!(saved(&paths[1]), many(2), "the change is in the second file alone");
}

fn lines(window: &Window) -> usize {
    window.state().state.documents.front().scenario.lines.len()
}

fn save(path: &std::path::Path, scenario: &Scenario) {
    scenario_file::save(path, scenario, None).unwrap();
}

#[test]
fn a_note_of_a_hundred_kilobytes_is_shown_kept_and_saved() {
    let note = "Twelve drafts a week, final ones in May.\n".repeat(100_000 / 41 + 1);
    let path = folder("note").join("note.ron");
    save(&path, &Scenario { note: note.clone(), ..many(1) });
    let mut window = plain();
    open(&mut window, &path);
    let each = frame(&mut window, "a note of 100 kB");
    assert!(each < LONGEST_FRAME, "{each:?}");
    type_into(&mut window, "Images value in images", "5");
    press(&mut window, Modifiers::COMMAND, Key::S);
    let kept = scenario_file::open(&path).unwrap().scenario;
    assert_eq!((kept.note, images(&window)), (note, 5.into()));
}

#[test]
fn a_file_of_a_newer_program_is_refused_in_a_sentence_and_nothing_is_lost() {
    let path = folder("newer").join("later.ron");
    let text = "(format: 4, name: \"later\", shape: Cube(3), lines: [(name: \"a\", waves: 2.5)])";
    fs::write(&path, text).unwrap();
    let mut window = plain();
    type_into(&mut window, "Images value in images", "4321");
    open(&mut window, &path);
    let said = notice(&window).unwrap();
    assert!(said.bad && said.text.contains("later.ron was saved by a newer version (format 4"), "{}", said.text);
    assert!(said.text.contains("update Image Budget"), "{}", said.text);
    assert_eq!(images(&window), 4321.into(), "what was open stays as it was");

    do_action(&mut window, Action::OpenTyped(path.display().to_string()));
    let Some(Dialog::Open { error: Some(error), .. }) = &window.state().state.view.dialog else {
        panic!("no sentence")
    };
    assert!(error.contains("newer version"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}
