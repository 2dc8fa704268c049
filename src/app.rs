//! The window: holds the state, applies actions, talks to the disk.

mod drift;
mod edits;
mod export;
mod files;
mod hands;
mod keeper;
mod load;
mod picker;
mod picture;
mod prices;
mod recovery;
mod settings;
mod share;
mod tabs;
mod watch;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eframe::egui;

use crate::action::{Action, Command, TabAction};
use crate::export::Format;
use crate::history::{History, Subject};
use crate::model::stats::draws::Effort;
use crate::state::{Dialog, Document, Documents, Next, Notice, Session, State, View, Workspace};
use crate::store::settings::Settings;
use crate::store::{folders, presets, retries};
use crate::ui;

pub use load::{Loading, load};
pub use picker::{Ask, FilePicker, NativePicker};

/// The application.
pub struct App {
    /// What the user works on.
    pub state: State,
    /// What this run has loaded.
    pub session: Session,
    files: files::Files,
    keeper: keeper::Keeper,
    watch: watch::Watch,
    fading: hands::Fading,
    pictures: picture::Pictures,
    /// The window's title as it was last set.
    title: String,
}

/// Opens the window, with the scenario files that are given, and runs until it is closed.
///
/// # Errors
/// Why there is no window: no display, or a library of the system is missing.
pub fn run(files: Vec<PathBuf>) -> Result<(), String> {
    let (settings, unread) = Settings::load();
    let (width, height) = settings.window;
    #[expect(clippy::cast_precision_loss, reason = "a window has a few thousand points")]
    let size = [width as f32, height as f32];
    let viewport = egui::ViewportBuilder::default()
        .with_title("Image Budget")
        .with_app_id("image-budget")
        .with_inner_size(size)
        .with_min_inner_size([640.0, 480.0])
        .with_drag_and_drop(true);
    let options = eframe::NativeOptions { viewport, ..Default::default() };
    let loading = load();
    let opened = Arc::new(AtomicBool::new(false));
    let sign = Arc::clone(&opened);
    let creator: eframe::AppCreator = Box::new(move |cc| {
        sign.store(true, Ordering::Relaxed);
        let mut app = App::with(&cc.egui_ctx, settings, loading.finish(), Box::new(NativePicker));
        app.session.file_errors.extend(unread);
        for file in files {
            app.apply(&cc.egui_ctx, Action::Next(Next::Open(file)));
        }
        if let (Some(work), Some(locks)) = (folders::journal(), folders::open_files()) {
            app.keep_in(&cc.egui_ctx, work, locks);
        }
        Ok(Box::new(app))
    });
    // A missing keyboard library panics inside the windowing library; it is a missing window like any other.
    let result =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| eframe::run_native("Image Budget", options, creator)));
    match result {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(why_no_window(&format!("{error:?}"))),
        // Once the window is there, a panic is a fault of ours and is not talked away.
        Err(panic) if opened.load(Ordering::Relaxed) => std::panic::resume_unwind(panic),
        Err(_) => Err("a keyboard library is missing; on Debian: apt-get install libxkbcommon-x11-0".into()),
    }
}

/// What is missing for a window and how to get it, from the windowing library's error.
fn why_no_window(error: &str) -> String {
    let known = [
        ("LibraryOpenError", "an X11 library is missing; on Debian: apt-get install libx11-xcb1 libxcursor1 libxi6"),
        ("NoGlutinConfigs", "there is no OpenGL; on Debian: apt-get install libgl1"),
        ("OpenGL", "there is no OpenGL 2.1 or later; on Debian: apt-get install libgl1"),
        ("XOpenDisplayFailed", "the display named in DISPLAY does not answer"),
        ("NoCompositor", "the display named in WAYLAND_DISPLAY does not answer"),
        ("is set", "there is no display; start it on a desktop, or set DISPLAY or WAYLAND_DISPLAY"),
    ];
    let found = known.into_iter().find(|(sign, _)| error.contains(sign));
    found.map_or_else(|| format!("the window could not be opened ({error})"), |(_, why)| why.to_owned())
}

impl App {
    /// The application with what was loaded and the default scenario.
    pub fn with(ctx: &egui::Context, settings: Settings, mut session: Session, picker: Box<dyn FilePicker>) -> Self {
        ui::theme::install(ctx);
        ui::theme::choose(ctx, settings.theme);
        #[expect(clippy::cast_precision_loss, reason = "a zoom has three digits")]
        ctx.set_zoom_factor(settings.zoom_percent as f32 / 100.0);
        session.retries = retries::presets();
        let documents = Documents::new(Document::start(presets::default_scenario()));
        let mut app = Self {
            state: State { documents, view: View::default(), prices_history: History::default(), settings },
            session,
            files: files::Files::new(picker),
            keeper: keeper::Keeper::default(),
            watch: watch::Watch::default(),
            fading: None,
            pictures: picture::Pictures::default(),
            title: String::new(),
        };
        app.keep_style();
        app.session.refresh(app.state.question(app.session.today, Effort::Full));
        app
    }

    /// Carries out what was asked for while drawing.
    pub fn apply(&mut self, ctx: &egui::Context, action: Action) {
        match action {
            Action::Run(command) => self.run_command(ctx, command),
            Action::Set { place, value } => self.set(place, value),
            Action::SetMany(values) => self.set_many(&values),
            Action::ToggleRange(place) => self.toggle_range(place),
            Action::Lock(place, locked) => self.lock(place, locked),
            Action::CloseStep => self.state.documents.front_mut().history.close(),
            Action::Reset(place) => self.reset(place),
            Action::SetNote(note) => {
                self.change_at(Some(Subject::Note), |scenario| scenario.note = note, |_, _| "note".into());
            }
            Action::ShowLine(index) => self.show_line(index),
            Action::AddLine => self.add_line(None),
            Action::DuplicateLine(index) => self.add_line(Some(index)),
            Action::RemoveLine(index) => self.remove_line(index),
            Action::RenameLine(index, name) => self.rename_line(index, &name),
            Action::Next(next) if self.commit_edit() => self.go(ctx, next),
            Action::Next(_) => {}
            Action::NextNow(next) => self.go_now(ctx, next),
            Action::Forsake(next) => self.forsake(ctx, next),
            Action::SaveThen(next) => self.save_then(ctx, next),
            Action::OpenTyped(path) => self.open_typed(&path),
            Action::SaveTo(path, then) => self.save_typed(ctx, path, then),
            Action::Browse => self.files.browse(ctx, self.state.view.dialog.as_ref()),
            Action::CloseDialog => self.state.view.dialog = None,
            Action::Show(tab) => {
                self.state.view.tab = tab;
                (self.state.view.map_cursor, self.state.view.map_frame) = (None, None);
            }
            Action::CurveOver(key) => {
                self.state.view.curve_key = key;
                self.state.view.curve_cursor = None;
            }
            Action::MapOver(right, up) => {
                self.state.view.map_keys = (right, up);
                (self.state.view.map_cursor, self.state.view.map_frame) = (None, None);
            }
            Action::GoTo(place) => self.go_to(place),
            Action::Copy(text) => {
                ctx.copy_text(text);
                self.say("Copied.");
            }
            Action::ShowWorkspace(workspace) => self.show_workspace(workspace),
            Action::Pin(id) => self.state.settings.pin(id),
            Action::SetTheme(theme) => {
                self.state.settings.theme = theme;
                ui::theme::choose(ctx, theme);
            }
            Action::Dismiss => self.state.view.notice = None,
            Action::Tab(action) => self.apply_tab(action),
            Action::Prices(action) => self.apply_prices(action),
            Action::Drift(action) => self.apply_drift(action),
            Action::Picture(action) => self.apply_picture(ctx, action),
            Action::Export(action) => self.apply_export(action),
            Action::Share(action) => self.apply_share(action),
            Action::Settings(action) => self.apply_settings(ctx, action),
            Action::Hands(action) => self.apply_hands(ctx, action),
            Action::Recovery(action) => self.apply_recovery(ctx, action),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one row for each command")]
    fn run_command(&mut self, ctx: &egui::Context, command: Command) {
        let leaves_or_saves = matches!(
            command,
            Command::New
                | Command::Open
                | Command::Save
                | Command::SaveAs
                | Command::SaveAsPreset
                | Command::OpenShareCode
                | Command::Close
                | Command::Reopen
                | Command::Quit
        );
        if leaves_or_saves && !self.commit_edit() {
            return;
        }
        let front = self.state.documents.front().id;
        let settings = &mut self.state.settings;
        match command {
            Command::New => self.go(ctx, Next::New),
            Command::Open => self.go(ctx, Next::AskOpen),
            Command::Save => self.save(ctx, None),
            Command::SaveAs => self.ask_save(None),
            Command::SaveAsPreset => self.save_preset(),
            Command::CopyShareCode => self.copy_share_code(ctx),
            Command::OpenShareCode => self.ask_share_code(),
            Command::Close => self.go(ctx, Next::Close(front)),
            Command::Reopen => self.reopen(),
            Command::Quit => self.go(ctx, Next::QUIT),
            Command::Rename => self.ask_name(front),
            Command::Duplicate => self.apply_tab(TabAction::Duplicate(front)),
            Command::NextTab => self.step_tab(1),
            Command::PreviousTab => self.step_tab(-1),
            Command::MoveRight => self.move_tab(true),
            Command::MoveLeft => self.move_tab(false),
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::CopyAnswer => self.copy_answer(ctx),
            Command::CopyTable => self.copy_table(ctx),
            Command::CopyMarkdown => self.copy_markdown(ctx),
            Command::ExportHtml => self.ask_export_answer(Format::Html),
            Command::ExportCsv => self.ask_export_answer(Format::Csv),
            Command::ExportMarkdown => self.ask_export_answer(Format::Markdown),
            Command::ExportJson => self.ask_export_answer(Format::Json),
            Command::ShowPlan => self.show_workspace(Workspace::Plan),
            Command::ShowPrices => self.show_workspace(Workspace::Prices),
            Command::CopyPicture => self.copy_picture(ctx),
            Command::ExportPicture => self.ask_picture(ctx),
            Command::AddModel => self.edit_model(None),
            Command::ImportPrices => self.ask_import(),
            Command::ExportPrices => self.ask_export(),
            Command::Palette => self.open_palette(),
            Command::TakeOffer => self.take_offer(ctx),
            Command::ToggleInputs => settings.inputs_open = !settings.inputs_open,
            Command::ToggleExplain => settings.explain_open = !settings.explain_open,
            Command::ZoomIn => self.zoom(ctx, |percent| percent + 10),
            Command::ZoomOut => self.zoom(ctx, |percent| percent.saturating_sub(10)),
            Command::ZoomReset => self.zoom(ctx, |_| 100),
            Command::Settings => self.open_settings(),
            Command::Help => self.state.view.dialog = Some(Dialog::Help),
            Command::Shortcuts => self.state.view.dialog = Some(Dialog::Shortcuts),
        }
    }

    fn zoom(&mut self, ctx: &egui::Context, step: impl Fn(u32) -> u32) {
        let percent = step(self.state.settings.zoom_percent).clamp(50, 300);
        self.state.settings.zoom_percent = percent;
        #[expect(clippy::cast_precision_loss, reason = "a zoom has three digits")]
        ctx.set_zoom_factor(percent as f32 / 100.0);
    }

    fn say(&mut self, text: impl Into<String>) {
        self.state.view.notice = Some(Notice { text: text.into(), bad: false, offer: None });
    }

    fn complain(&mut self, text: impl Into<String>) {
        self.state.view.notice = Some(Notice { text: text.into(), bad: true, offer: None });
    }

    fn copy_answer(&mut self, ctx: &egui::Context) {
        let scenario = &self.state.documents.front().scenario;
        match self.session.outcome.answer.as_deref().filter(|_| self.session.outcome.is_fresh()) {
            Some(answer) => {
                ctx.copy_text(ui::answer_text(scenario, answer));
                self.say("The answer was copied with its assumptions.");
            }
            None => self.complain("There is no answer to copy yet."),
        }
    }

    /// Takes in dropped files, answers of the file dialog, and the wish to close the window.
    fn take_in(&mut self, ctx: &egui::Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        self.dropped(ctx, dropped);
        if let Some((ask, path)) = self.files.poll() {
            self.picked(ctx, &ask, path);
        }
        if ctx.input(|input| input.viewport().close_requested()) && !self.files.leaving {
            if !self.commit_edit() {
                ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            } else if self.state.documents.all().iter().any(Document::is_changed) {
                ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
                self.go(ctx, Next::QUIT);
            } else {
                self.files.leaving = true;
            }
        }
    }

    /// Names the scenario in the window's title, with a mark when it is not saved.
    fn set_title(&mut self, ctx: &egui::Context) {
        let document = self.state.documents.front();
        let mark = if document.is_changed() { "*" } else { "" };
        let title = format!("{}{mark} \u{2013} Image Budget", document.title());
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn remember_window(&mut self, ctx: &egui::Context) {
        let size = ctx.content_rect().size() * ctx.zoom_factor();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a size is a small positive number"
        )]
        let size = (size.x as u32, size.y as u32);
        if size.0 > 0 && size.1 > 0 {
            self.state.settings.window = size;
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.take_in(ctx);
        self.watch_files(ctx);
        self.take_in_codes(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let mut actions = ui::pressed_commands(ui, self.state.view.dialog.is_some());
        let style = self.state.settings.style.clone();
        style.scope(|| ui::show(ui, &mut self.state, &self.session, &mut actions));
        let ctx = ui.ctx().clone();
        for action in actions {
            self.apply(&ctx, action);
        }
        self.keep_work(&ctx);
        self.keep_style();
        self.fade_notice(&ctx);
        self.outgrow_hint();
        self.keep_pictures(&ctx);
        self.remember_window(&ctx);
        self.set_title(&ctx);
        let effort =
            if self.state.is_dragging_a_value() && ctx.dragged_id().is_some() { Effort::Quick } else { Effort::Full };
        let market =
            self.state.market_question(self.session.today).is_some_and(|asked| self.session.refresh_market(asked));
        let drift = self.session.refresh_drift(self.state.drift_question(self.session.today));
        let sides = self.session.refresh_sides(self.state.sides_question(self.session.today));
        let live = self.session.refresh_live(self.state.question(self.session.today, effort));
        if self.session.is_working() {
            // Looked after until it is done, also where no sign of it is in sight.
            ctx.request_repaint_after(std::time::Duration::from_millis(50));
        }
        if live || market || drift || sides {
            // Drawn again within this frame, so that the answer follows the slider.
            ctx.request_discard("the answer changed");
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.state.settings.save();
        if self.files.leaving {
            self.keeper.end();
        }
    }
}
