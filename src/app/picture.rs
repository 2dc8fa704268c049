//! The plot in sight as a picture: drawn away from the window's thread, saved or copied.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, TryRecvError};

use eframe::egui::{self, Theme};

use super::App;
use crate::action::PictureAction;
use crate::chart::png::{self, Picture, PngError};
use crate::chart::{self, Look, Part, Svg, View};
use crate::model::stats::drivers::Swing;
use crate::outcome::{Answer, Plot};
use crate::state::{Dialog, PREVIEW, PictureForm, PictureKind, PictureLook, Tab, Workspace};
use crate::store::atomic;
use crate::store::presets::file_stem;
use crate::text;
use crate::ui::theme;

/// Pictures that are being drawn.
#[derive(Default)]
pub(super) struct Pictures {
    preview: Option<(PictureLook, Receiver<Result<Picture, PngError>>)>,
    work: Option<Receiver<Done>>,
}

/// How a picture ended.
enum Done {
    Saved(PathBuf, Result<(), String>),
    Copied(Result<Picture, PngError>),
}

/// Does something on a thread of its own and wakes the window when it is done. Without a thread the receiver
/// is disconnected at once.
fn apart<T: Send + 'static>(ctx: &egui::Context, job: impl FnOnce() -> T + Send + 'static) -> Receiver<T> {
    let (sender, receiver) = mpsc::channel();
    let ctx = ctx.clone();
    let thread = std::thread::Builder::new().name("picture".into()).spawn(move || {
        sender.send(job()).ok();
        ctx.request_repaint();
    });
    drop(thread);
    receiver
}

impl App {
    /// Something about pictures.
    pub(super) fn apply_picture(&mut self, ctx: &egui::Context, action: PictureAction) {
        match action {
            PictureAction::Save(path) => self.save_picture(ctx, &path, false),
        }
    }

    /// Opens the dialog for the plot in sight.
    pub(super) fn ask_picture(&mut self, ctx: &egui::Context) {
        let look = self.picture_look(ctx);
        if let Err(why) = self.picture(&look) {
            self.complain(why);
            return;
        }
        let scenario = &self.state.documents.front().scenario.name;
        let plot = self.state.view.tab.title();
        let name = format!("{}-{}.{}", file_stem(scenario), file_stem(plot), look.kind.ending());
        let path = self.usual_folder().join(name).display().to_string();
        let name = format!("{plot} of {scenario}");
        self.pictures.preview = None;
        let form = PictureForm { name, look, path, error: None, replaces: None, busy: false, preview: None };
        self.state.view.dialog = Some(Dialog::ExportPicture(Box::new(form)));
    }

    /// Puts the plot in sight on the clipboard, looking as the last picture did.
    pub(super) fn copy_picture(&mut self, ctx: &egui::Context) {
        if self.pictures.work.is_some() {
            self.complain("The picture before this one is still being drawn.");
            return;
        }
        let look = self.picture_look(ctx);
        match self.picture(&look) {
            Ok(svg) => self.pictures.work = Some(apart(ctx, move || Done::Copied(png::picture(&svg, look.scale)))),
            Err(why) => self.complain(why),
        }
    }

    /// How the last picture was; the first one is as dark as the window.
    fn picture_look(&self, ctx: &egui::Context) -> PictureLook {
        self.state.view.picture.unwrap_or_else(|| PictureLook::new(ctx.theme() == Theme::Dark))
    }

    /// The plot in sight as a chart.
    ///
    /// # Errors
    /// Why there is none, in one sentence.
    fn picture(&self, look: &PictureLook) -> Result<Svg, String> {
        let view = &self.state.view;
        if view.workspace != Workspace::Plan {
            return Err("A picture shows a plot of the plan; show the plan first.".into());
        }
        let answer = self.session.outcome.answer.as_deref().filter(|_| self.session.outcome.is_fresh());
        let answer = answer.ok_or("There is no answer to draw yet.")?;
        let part = match view.tab {
            Tab::Attempts => Part::Attempts,
            Tab::Breakdown if view.by_component => Part::Components,
            Tab::Breakdown => Part::Operations,
            _ => Part::Plot,
        };
        let seen = View { part, log_y: view.curve_log_y, cumulative: view.cumulative, spider: view.drivers_spider };
        let (width, height) = (look.width, look.height);
        let look = Look { dark: look.dark, view: seen, ..Look::of_size(width, height).map_err(sentence)? };
        let scenario = &self.state.documents.front().scenario;
        let answer = self.narrowed(answer)?;
        chart::svg(&answer, scenario, &look).ok_or_else(|| match view.tab {
            Tab::Fit => "What fits has a picture where two lines compete for a budget.".into(),
            Tab::Scenarios => "Scenarios side by side have no picture.".into(),
            tab => format!("There is nothing to draw for {} with these values.", tab.label()),
        })
    }

    /// The answer without what the window was told to leave out.
    fn narrowed<'a>(&self, answer: &'a Answer) -> Result<Cow<'a, Answer>, String> {
        let view = &self.state.view;
        let plot = match &answer.plot {
            Plot::Drivers(drivers) if view.drivers_ranged => {
                let mut drivers = drivers.clone();
                drivers.list.retain(|driver| driver.swing == Swing::Range);
                if drivers.list.is_empty() {
                    return Err("There is nothing to draw: no range moves this bill.".into());
                }
                Plot::Drivers(drivers)
            }
            Plot::Compare { found, old } => {
                let mut found = (**found).clone();
                let day = self.state.documents.front().scenario.day(self.session.today);
                let (present, pinned) = (found.present.clone(), &self.state.settings.pinned);
                found.candidates.retain(|candidate| {
                    let model = &candidate.model;
                    pinned.contains(&model.id) || present.as_ref() == Some(&model.id) || view.compare.wants(model, day)
                });
                Plot::Compare { found: Arc::new(found), old: *old }
            }
            _ => return Ok(Cow::Borrowed(answer)),
        };
        Ok(Cow::Owned(Answer { plot, ..answer.clone() }))
    }

    /// Writes the picture of the open dialog. `sure` says that a file may be replaced.
    pub(super) fn save_picture(&mut self, ctx: &egui::Context, path: &Path, sure: bool) {
        let Some(Dialog::ExportPicture(form)) = &mut self.state.view.dialog else { return };
        if form.busy {
            return;
        }
        let (path, kind) = form.target(path);
        form.take_kind(kind);
        let sure = sure || !self.state.settings.confirm.replace;
        if !sure && form.replaces.as_ref() != Some(&path) && path.exists() {
            form.path = path.display().to_string();
            form.replaces = Some(path);
            return;
        }
        let look = form.look;
        let drawn = self.picture(&look);
        let Some(Dialog::ExportPicture(form)) = &mut self.state.view.dialog else { return };
        match drawn {
            Err(why) => form.error = Some(why),
            Ok(_) if self.pictures.work.is_some() => {
                form.error = Some("The picture before this one is still being drawn.".into());
            }
            Ok(svg) => {
                (form.busy, form.error) = (true, None);
                self.state.view.picture = Some(look);
                self.pictures.work = Some(apart(ctx, move || {
                    let written = write(&svg, look, &path);
                    Done::Saved(path, written)
                }));
            }
        }
    }

    /// Takes in what was drawn, and has the preview follow the dialog.
    pub(super) fn keep_pictures(&mut self, ctx: &egui::Context) {
        if let Some(work) = &self.pictures.work {
            match work.try_recv() {
                Ok(done) => {
                    self.pictures.work = None;
                    self.picture_done(ctx, done);
                }
                Err(TryRecvError::Disconnected) => {
                    self.pictures.work = None;
                    self.picture_failed("The picture could not be drawn: the system gives no thread for it.".into());
                }
                Err(TryRecvError::Empty) => {}
            }
        }
        self.keep_preview(ctx);
    }

    fn picture_done(&mut self, ctx: &egui::Context, done: Done) {
        match done {
            Done::Saved(path, Ok(())) => {
                if matches!(self.state.view.dialog, Some(Dialog::ExportPicture(_))) {
                    self.state.view.dialog = None;
                }
                self.say(format!("The plot was saved to {}.", path.display()));
            }
            Done::Copied(Ok(picture)) => {
                ctx.copy_image(theme::pixels(&picture));
                let [width, height] = [picture.width, picture.height].map(|side| text::count(side.into()));
                self.say(format!("The plot was copied as a picture of {width} by {height} pixels."));
            }
            Done::Saved(_, Err(why)) => self.picture_failed(why),
            Done::Copied(Err(why)) => self.picture_failed(sentence(why)),
        }
    }

    fn picture_failed(&mut self, why: String) {
        match &mut self.state.view.dialog {
            Some(Dialog::ExportPicture(form)) if form.busy => (form.busy, form.error) = (false, Some(why)),
            _ => self.complain(why),
        }
    }

    fn keep_preview(&mut self, ctx: &egui::Context) {
        let Some(Dialog::ExportPicture(form)) = &mut self.state.view.dialog else {
            self.pictures.preview = None;
            return;
        };
        if let Some((look, drawing)) = &self.pictures.preview {
            let picture = match drawing.try_recv() {
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => None,
                Ok(drawn) => drawn.ok(),
            };
            form.preview = Some((*look, picture.map(Arc::new)));
            self.pictures.preview = None;
        }
        let seen = form.seen();
        if form.preview.as_ref().is_some_and(|(look, _)| *look == seen) {
            return;
        }
        match self.picture(&seen) {
            Ok(svg) => {
                let frame = preview_pixels(ctx);
                self.pictures.preview = Some((seen, apart(ctx, move || png::preview(&svg, frame))));
            }
            Err(_) => {
                if let Some(Dialog::ExportPicture(form)) = &mut self.state.view.dialog {
                    form.preview = Some((seen, None));
                }
            }
        }
    }
}

/// The room of a preview in pixels of this screen.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred pixels")]
fn preview_pixels(ctx: &egui::Context) -> (u32, u32) {
    let pixels = |points: f32| (points * ctx.pixels_per_point()).round() as u32;
    (pixels(PREVIEW.0), pixels(PREVIEW.1))
}

/// An error as a sentence of its own.
fn sentence(error: impl std::error::Error) -> String {
    format!("{}.", crate::sentence::capitalised(&error.to_string()))
}

fn write(svg: &Svg, look: PictureLook, path: &Path) -> Result<(), String> {
    let content = match look.kind {
        PictureKind::Svg => svg.text().as_bytes().to_vec(),
        PictureKind::Png => png::png(svg, look.scale).map_err(sentence)?,
    };
    atomic::save_bytes(path, &content, false).map_err(|error| format!("{error}."))
}
