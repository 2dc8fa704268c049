//! The system's file dialog, behind a seam so that tests answer for it.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};

use eframe::egui;

/// What to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// A file to open.
    Open,
    /// A file of prices to read.
    OpenPrices,
    /// A file to save to, with a proposed path.
    Save(PathBuf),
}

/// Asks the user for a file. The answer comes later; none means that the dialog was cancelled or
/// that the system has none, which cannot be told apart.
pub trait FilePicker {
    /// Begins to ask.
    fn ask(&self, ctx: &egui::Context, ask: Ask) -> Receiver<Option<PathBuf>>;
}

/// The system's own dialog, on a thread of its own.
#[derive(Debug, Clone, Copy, Default)]
pub struct NativePicker;

impl FilePicker for NativePicker {
    fn ask(&self, ctx: &egui::Context, ask: Ask) -> Receiver<Option<PathBuf>> {
        let (answer, receiver) = mpsc::channel();
        let ctx = ctx.clone();
        let thread = std::thread::Builder::new().name("file dialog".into());
        let asked = thread.spawn(move || {
            let dialog = match &ask {
                Ask::OpenPrices => rfd::FileDialog::new().add_filter("Prices", &["ron", "json"]),
                Ask::Save(path) => {
                    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("ron");
                    let name = if ending == "ron" { "Image Budget".into() } else { ending.to_uppercase() };
                    rfd::FileDialog::new().add_filter(name, &[ending])
                }
                Ask::Open => rfd::FileDialog::new().add_filter("Image Budget", &["ron"]),
            };
            let chosen = match ask {
                Ask::Open | Ask::OpenPrices => dialog.pick_file(),
                Ask::Save(path) => {
                    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                    let folder = path.parent().unwrap_or(std::path::Path::new("."));
                    dialog.set_directory(folder).set_file_name(name).save_file()
                }
            };
            answer.send(chosen).ok();
            ctx.request_repaint();
        });
        // Without a thread there is no dialog: the receiver then reports that at once.
        drop(asked);
        receiver
    }
}
