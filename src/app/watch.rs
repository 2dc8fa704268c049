//! Others who have the same files: a second window is told of, and what somebody changed on disk is noticed.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, TryRecvError};

use eframe::egui;

use super::App;
use crate::action::{Action, Command};
use crate::model::scenario::LONGEST_NAME;
use crate::state::{ChangedOnDisk, Dialog, Document, DocumentId, Next, Notice, Workspace};
use crate::store::open_files::{Claim, claim, identity};
use crate::store::scenario_file;
use crate::store::stamp::{OnDisk, Stamp};

/// What is known of the open files.
#[derive(Default)]
pub(super) struct Watch {
    /// The folder of locks.
    locks: Option<PathBuf>,
    /// The paths that the claims were made for.
    paths: Vec<PathBuf>,
    /// One claim for each open file, however many tabs it has.
    claims: BTreeMap<PathBuf, Claim>,
    /// The files are to be looked at.
    wanted: bool,
    /// A look at the files, which a slow disk may hold up.
    look: Option<Receiver<Vec<Seen>>>,
    /// What the user was told about a file, so that it is told once.
    told: HashMap<DocumentId, OnDisk>,
    /// Changed files that are still to be asked about.
    changed: VecDeque<(DocumentId, Stamp)>,
}

/// A scenario's file as it is now, with the stamp that it was expected to have.
struct Seen {
    id: DocumentId,
    expected: Stamp,
    now: OnDisk,
}

impl Watch {
    /// Begins to tell other windows which files are open here.
    pub(super) fn begin(&mut self, locks: PathBuf) {
        self.locks = Some(locks);
    }

    /// Claims files that were opened and gives up those that were closed; the ones that another window has.
    fn reclaim(&mut self, documents: &[Document]) -> Vec<PathBuf> {
        let Some(locks) = &self.locks else { return Vec::new() };
        let paths = || documents.iter().filter_map(|document| document.path.as_ref());
        if paths().eq(&self.paths) {
            return Vec::new();
        }
        self.paths = paths().cloned().collect();
        let open: BTreeMap<PathBuf, &PathBuf> = self.paths.iter().map(|path| (identity(path), path)).collect();
        self.claims.retain(|file, _| open.contains_key(file));
        let mut elsewhere = Vec::new();
        for (file, path) in open {
            self.claims.entry(file).or_insert_with(|| {
                let claim = claim(locks, path);
                elsewhere.extend(matches!(claim, Claim::Shared(_)).then(|| path.clone()));
                claim
            });
        }
        elsewhere
    }

    /// A file was written here; what the user was told about it is over.
    pub(super) fn written(&mut self, id: DocumentId) {
        self.told.remove(&id);
    }

    /// Begins to look at the files, unless that is going on already.
    fn begin_look(&mut self, ctx: &egui::Context, documents: &[Document]) {
        if !self.wanted || self.look.is_some() {
            return;
        }
        self.wanted = false;
        let files =
            documents.iter().filter_map(|document| Some((document.id, document.path.clone()?, document.stamp?)));
        let files: Vec<_> = files.collect();
        if files.is_empty() {
            return;
        }
        let (sender, receiver) = mpsc::channel();
        let ctx = ctx.clone();
        let look = move || {
            let see = |(id, path, expected): (DocumentId, PathBuf, Stamp)| {
                let now = expected.check(&path);
                Seen { id, expected, now }
            };
            sender.send(files.into_iter().map(see).collect()).ok();
            ctx.request_repaint();
        };
        // Without a thread nothing is noticed before the next save.
        if std::thread::Builder::new().name("open files".into()).spawn(look).is_ok() {
            self.look = Some(receiver);
        }
    }

    /// What the look has seen, once.
    fn seen(&mut self) -> Vec<Seen> {
        let Some(look) = &self.look else { return Vec::new() };
        match look.try_recv() {
            Err(TryRecvError::Empty) => Vec::new(),
            answer => {
                self.look = None;
                answer.unwrap_or_default()
            }
        }
    }
}

impl App {
    /// Looks at the open files on disk as soon as it can.
    pub(super) fn look_at_disk(&mut self) {
        self.watch.wanted = true;
    }

    /// Looks at the files when the window comes to the front, and asks about one that was changed.
    pub(super) fn watch_files(&mut self, ctx: &egui::Context) {
        let focused = |event: &egui::Event| matches!(event, egui::Event::WindowFocused(true));
        if ctx.input(|input| input.events.iter().any(focused)) {
            self.look_at_disk();
        }
        self.watch.begin_look(ctx, self.state.documents.all());
        for seen in self.watch.seen() {
            self.take_in_seen(seen);
        }
        if self.state.view.dialog.is_none() && self.state.view.renaming.is_none() {
            self.ask_about_next_change(ctx);
        }
    }

    /// Tells which files another window has open too.
    pub(super) fn tell_of_other_windows(&mut self) {
        for path in self.watch.reclaim(self.state.documents.all()) {
            self.complain(format!(
                "{} is open in another window too; whoever saves second is asked before the other version is replaced.",
                name_of(&path)
            ));
        }
    }

    fn take_in_seen(&mut self, seen: Seen) {
        let Some(document) = self.state.documents.get_mut(seen.id) else { return };
        if document.stamp != Some(seen.expected) {
            // It was saved while the disk was looked at.
            return;
        }
        let before = self.watch.told.get(&seen.id);
        if before == Some(&seen.now) {
            return;
        }
        let name = document.path.as_deref().map(name_of).unwrap_or_default();
        match &seen.now {
            OnDisk::Unchanged => {
                if self.watch.told.remove(&seen.id).is_some() {
                    document.adrift = document.saved.is_none();
                }
                return;
            }
            OnDisk::Changed(now) => {
                document.adrift = true;
                self.watch.changed.push_back((seen.id, *now));
            }
            OnDisk::Gone => {
                document.adrift = true;
                self.complain(format!("{name} is no longer on disk; save to write it again."));
            }
            OnDisk::Unreadable(why) => self.complain(format!("{name} cannot be read at the moment: {why}.")),
        }
        self.watch.told.insert(seen.id, seen.now);
    }

    fn ask_about_next_change(&mut self, ctx: &egui::Context) {
        while let Some((id, now)) = self.watch.changed.pop_front() {
            if let Some(at) = self.state.documents.place_of(id) {
                self.show_tab(at);
                if self.state.documents.front().id != id {
                    // Something that is being typed stands in the way.
                    self.watch.changed.push_front((id, now));
                    return;
                }
                self.ask_about_change(ctx, now, false, None);
                return;
            }
        }
    }

    /// Asks what to do about the file of the scenario in front, which somebody changed.
    pub(super) fn ask_about_change(&mut self, ctx: &egui::Context, now: Stamp, saving: bool, then: Option<Next>) {
        let document = self.state.documents.front();
        let Some(file) = document.path.clone() else { return };
        let theirs = scenario_file::open(&file).map(|opened| opened.scenario);
        if theirs.as_ref().is_ok_and(|theirs| *theirs == document.scenario) {
            // Written in another way, it says the same.
            let document = self.state.documents.front_mut();
            (document.saved, document.stamp, document.adrift) = (theirs.ok(), Some(now), false);
            if saving {
                self.save_to(ctx, &file, then);
            }
            return;
        }
        let bills = [self.bill_of(&document.scenario), theirs.as_ref().ok().and_then(|theirs| self.bill_of(theirs))];
        let error = theirs.err().map(|error| format!("{error}."));
        let (id, then) = (document.id, then.map(Box::new));
        self.state.view.workspace = Workspace::Plan;
        self.watch.changed.retain(|(waiting, _)| *waiting != id);
        self.watch.told.insert(id, OnDisk::Changed(now));
        self.state.documents.front_mut().adrift = true;
        self.state.view.dialog = Some(Dialog::Changed(ChangedOnDisk { id, file, now, bills, saving, then, error }));
    }

    /// The open question about a changed file, once, if its scenario is still in front.
    fn take_question(&mut self) -> Option<ChangedOnDisk> {
        match self.state.view.dialog.take() {
            Some(Dialog::Changed(asked)) => Some(asked).filter(|asked| self.state.documents.front().id == asked.id),
            other => {
                self.state.view.dialog = other;
                None
            }
        }
    }

    /// Takes the version on disk as one step, so that undo brings the other back.
    pub(super) fn reload(&mut self) {
        let Some(asked) = self.take_question() else { return };
        match scenario_file::open_with_stamp(&asked.file) {
            Ok((opened, stamp)) => {
                let theirs = self.document_of(opened);
                self.change("reload from disk", |scenario| scenario.clone_from(&theirs.scenario));
                let document = self.state.documents.front_mut();
                document.history.close();
                (document.snapshot, document.old_prices) = (theirs.snapshot, theirs.old_prices);
                document.baseline.clone_from(&theirs.scenario);
                (document.saved, document.stamp, document.adrift) = (Some(theirs.scenario), Some(stamp), false);
                self.watch.told.remove(&asked.id);
                self.after_jump(String::new());
                let offer = Some((Command::Undo.label().to_owned(), Box::new(Action::Run(Command::Undo))));
                let text = format!("Reloaded {}.", name_of(&asked.file));
                self.state.view.notice = Some(Notice { text, bad: false, offer });
            }
            Err(error) => self.ask_again(asked, format!("{error}.")),
        }
    }

    /// Keeps the scenario as it is here, and goes on saving where that was the question.
    pub(super) fn keep_mine(&mut self, ctx: &egui::Context) {
        let Some(asked) = self.take_question() else { return };
        let document = self.state.documents.front_mut();
        // What was saved here lies nowhere on disk any more.
        (document.stamp, document.adrift, document.saved) = (Some(asked.now), true, None);
        self.watch.told.remove(&asked.id);
        if asked.saving {
            self.save_to(ctx, &asked.file, asked.then.map(|then| *then));
        } else {
            self.say(format!(
                "Your version stays and is not saved yet; {} stays as it is until then.",
                name_of(&asked.file)
            ));
        }
    }

    /// Opens the version on disk in a tab beside; the question comes again with the next save.
    pub(super) fn compare_with_disk(&mut self) {
        let Some(asked) = self.take_question() else { return };
        match scenario_file::open(&asked.file) {
            Ok(mut opened) => {
                let name = format!("{} on disk", opened.scenario.name);
                opened.scenario.name = name.chars().take(LONGEST_NAME).collect();
                let theirs = self.document_of(opened);
                self.open_document(theirs);
                self.say(format!(
                    "This is {} as it is on disk; your version is in the tab to the left.",
                    name_of(&asked.file)
                ));
            }
            Err(error) => self.ask_again(asked, format!("{error}.")),
        }
    }

    fn ask_again(&mut self, asked: ChangedOnDisk, error: String) {
        self.state.view.dialog = Some(Dialog::Changed(ChangedOnDisk { error: Some(error), ..asked }));
    }
}

/// A file's name alone.
fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
