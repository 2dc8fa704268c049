//! The window under test: shipped prices, a fixed day, no file dialog of the system.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use eframe::egui;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use image_budget::action::Action;
use image_budget::app::{App, Ask, FilePicker};
use image_budget::model::assumption::Key as Assumption;
use image_budget::model::scenario::Scenario;
use image_budget::state::{Document, Documents, Session};
use image_budget::store::settings::{Settings, Theme};
use image_budget::store::{books, presets};
use rust_decimal::Decimal;

/// A file dialog that answers with the next of its paths at once.
pub struct Answers(pub Mutex<Vec<Option<PathBuf>>>);

impl Answers {
    pub fn none() -> Self {
        Self(Mutex::new(Vec::new()))
    }
}

impl FilePicker for Answers {
    fn ask(&self, _ctx: &egui::Context, _ask: Ask) -> Receiver<Option<PathBuf>> {
        let (sender, receiver) = mpsc::channel();
        let mut answers = self.0.lock().unwrap();
        let next = if answers.is_empty() { None } else { answers.remove(0) };
        sender.send(next).unwrap();
        receiver
    }
}

pub fn session() -> Session {
    let (book, errors) = books::shipped();
    assert!(errors.is_empty(), "{errors:?}");
    let session = Session::new(book, &[], presets::shipped().unwrap(), &[], "2026-11-22".parse().unwrap());
    // The time of an answer differs from run to run, and pictures must not.
    // A slow machine shows the same as a fast one.
    Session { shows_time: false, patience: Duration::from_mins(10), ..session }
}

/// The window with the default scenario.
pub fn window(width: f32, height: f32, theme: Theme) -> Harness<'static, App> {
    window_with(width, height, theme, session(), Answers::none())
}

pub fn window_with(width: f32, height: f32, theme: Theme, session: Session, picker: Answers) -> Harness<'static, App> {
    static ONCE: std::sync::Once = std::sync::Once::new();
    // Nothing of the machine's user is read or written.
    let home = std::env::temp_dir().join(format!("image-budget-test-{}", std::process::id()));
    ONCE.call_once(|| image_budget::store::folders::use_home(home));
    let settings = Settings { theme, hint_seen: true, ..Settings::default() };
    let shown = if theme == Theme::Dark { egui::Theme::Dark } else { egui::Theme::Light };
    let mut session = Some(session);
    let mut picker = Some(picker);
    let mut harness =
        Harness::builder().with_size([width, height]).with_theme(shown).with_max_steps(12).build_eframe(move |cc| {
            App::with(&cc.egui_ctx, settings.clone(), session.take().unwrap(), Box::new(picker.take().unwrap()))
        });
    harness.run();
    harness
}

/// Shows a scenario that is not saved.
pub fn show(harness: &mut Harness<'static, App>, scenario: Scenario) {
    harness.state_mut().state.documents = Documents::new(Document::unsaved(scenario));
    harness.run();
}

/// A shipped preset.
pub fn preset(key: &str) -> Scenario {
    presets::shipped().unwrap().into_iter().find(|preset| preset.key == key).unwrap().scenario
}

/// A folder of its own for one test.
pub fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("image-budget-{name}-{}", std::process::id()));
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The window under test.
pub type Window = Harness<'static, App>;

/// The default scenario at the ordinary size.
pub fn plain() -> Window {
    window(1280.0, 800.0, Theme::Light)
}

pub fn images(window: &Window) -> Decimal {
    window.state().state.documents.front().scenario.lines[0].values.amount(Assumption::Images)
}

pub fn expected(window: &Window) -> Decimal {
    window.state().session.outcome.answer.as_ref().unwrap().figures.estimate.expected
}

pub fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

/// Types a value into a field, as a person does: focus, replace, Enter.
pub fn type_into(window: &mut Window, field: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, field).focus();
    window.run();
    press(window, Modifiers::COMMAND, Key::A);
    window.get_by_role_and_label(Role::TextInput, field).type_text(text);
    window.run();
    press(window, Modifiers::NONE, Key::Enter);
}

pub fn do_action(window: &mut Window, action: Action) {
    let ctx = window.ctx.clone();
    window.state_mut().apply(&ctx, action);
    window.run();
}
