//! Time from the start of the process to the first frame on the screen, beside an empty window of the same library.
//!
//! Needs a display; `xvfb-run -a cargo bench --bench startup` makes one.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use eframe::egui;
use image_budget::app::{self, App, NativePicker};
use image_budget::store::settings::Settings;

/// Which window a child process opens.
const WINDOW: &str = "IMAGE_BUDGET_STARTUP";
/// Starts of each window, in turn.
const TURNS: usize = 15;

fn main() {
    match std::env::var(WINDOW).as_deref() {
        Ok("empty") => open(|_| Empty),
        Ok(_) => {
            let loading = app::load();
            open(|ctx| App::with(ctx, Settings::default(), loading.finish(), Box::new(NativePicker)));
        }
        Err(_) => compare(),
    }
}

fn compare() {
    let mut times = (Vec::new(), Vec::new());
    for turn in 0..=TURNS {
        let (Some(empty), Some(app)) = (start("empty"), start("app")) else {
            println!("startup: skipped, no window opens here (no display?)");
            return;
        };
        // The first turn fills the disk's cache.
        if turn > 0 {
            times.0.push(empty);
            times.1.push(app);
        }
    }
    let (empty, app) = (summary("empty window", times.0), summary("image budget", times.1));
    println!("ratio of medians {:.2}", app.as_secs_f64() / empty.as_secs_f64());
}

fn summary(name: &str, mut times: Vec<Duration>) -> Duration {
    times.sort();
    let median = times[times.len() / 2];
    println!("{name}: fastest {:.1?}, median {median:.1?}, slowest {:.1?}", times[0], times[times.len() - 1]);
    median
}

/// How long a window takes from the start of its process to its first frame; `None` if there is no window.
fn start(window: &str) -> Option<Duration> {
    let began = Instant::now();
    let mut child = Command::new(std::env::current_exe().ok()?)
        .env(WINDOW, window)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut line = String::new();
    BufReader::new(child.stdout.take()?).read_line(&mut line).ok()?;
    let time = began.elapsed();
    child.wait().ok()?;
    (line.trim() == "shown").then_some(time)
}

fn open<A: eframe::App + 'static>(make: impl FnOnce(&egui::Context) -> A + 'static) {
    let viewport = egui::ViewportBuilder::default().with_inner_size([1280.0, 800.0]);
    let options = eframe::NativeOptions { viewport, ..Default::default() };
    let creator: eframe::AppCreator<'_> =
        Box::new(move |cc| Ok(Box::new(FirstFrame { app: make(&cc.egui_ctx), frames: 0 })));
    if let Err(why) = eframe::run_native("startup", options, creator) {
        eprintln!("{why}");
    }
}

/// Says when the first frame was shown, which is when the second one begins, and closes.
struct FirstFrame<A> {
    app: A,
    frames: usize,
}

impl<A: eframe::App> eframe::App for FirstFrame<A> {
    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        self.app.logic(ctx, frame);
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        if self.frames == 1 {
            println!("shown");
            std::io::stdout().flush().ok();
            std::process::exit(0);
        }
        self.frames += 1;
        self.app.ui(ui, frame);
        ui.ctx().request_repaint();
    }
}

/// A window with an empty panel in it.
struct Empty;

impl eframe::App for Empty {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        egui::CentralPanel::default().show(ui, |_| ());
    }
}
