//! The thread that writes the journal, and the desk on which its work is laid.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use super::entry::Entry;
use super::run::{Run, remove_if_empty};
use crate::store::atomic::{self, SaveError};

/// After a failure it is tried again so often.
const RETRY: Duration = Duration::from_secs(10);

/// What is to be done about a document.
#[derive(Debug)]
pub(super) enum Job {
    /// Keep it.
    Write {
        /// As it is now.
        entry: Box<Entry>,
        /// A file of left-behind work that it was read from, to be removed once it is kept.
        adopts: Option<PathBuf>,
    },
    /// It needs no keeping any more.
    Forget,
}

/// What lies between the window and the thread.
#[derive(Debug, Default)]
pub(super) struct Desk {
    papers: Mutex<Papers>,
    moved: Condvar,
}

#[derive(Debug, Default)]
struct Papers {
    jobs: BTreeMap<u64, Job>,
    discards: Vec<PathBuf>,
    /// The thread has taken work and is not done with it.
    busy: bool,
    /// What could not be done and is tried again.
    undone: bool,
    failure: Option<String>,
    end: End,
}

/// How far the end of the window has come.
#[derive(Debug, Default, PartialEq, Eq)]
enum End {
    #[default]
    NotYet,
    /// The thread is to finish what it has.
    Asked,
    /// The thread has ended.
    Reached,
}

impl Papers {
    fn is_clear(&self) -> bool {
        self.jobs.is_empty() && self.discards.is_empty() && !self.busy
    }
}

impl Desk {
    fn papers(&self) -> MutexGuard<'_, Papers> {
        self.papers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lays a job down in place of an older one about the same document.
    pub(super) fn put(&self, id: u64, job: Job) {
        let mut papers = self.papers();
        let older = papers.jobs.remove(&id);
        let job = match (older, job) {
            // The file that was left behind is still to be removed.
            (Some(Job::Write { adopts: Some(file), .. }), Job::Write { entry, adopts: None }) => {
                Job::Write { entry, adopts: Some(file) }
            }
            (Some(Job::Write { adopts: Some(file), .. }), Job::Forget) => {
                papers.discards.push(file);
                Job::Forget
            }
            (_, job) => job,
        };
        papers.jobs.insert(id, job);
        self.moved.notify_all();
    }

    pub(super) fn discard(&self, file: PathBuf) {
        self.papers().discards.push(file);
        self.moved.notify_all();
    }

    pub(super) fn complaint(&self) -> Option<String> {
        self.papers().failure.take()
    }

    pub(super) fn settle(&self, most: Duration) -> bool {
        let waited = self.moved.wait_timeout_while(self.papers(), most, |papers| !papers.is_clear());
        let (papers, _) = waited.unwrap_or_else(PoisonError::into_inner);
        papers.is_clear() && !papers.undone
    }

    /// Lets the thread finish what it has and end; waits at most this long.
    pub(super) fn leave(&self, most: Duration) {
        let mut papers = self.papers();
        if papers.end == End::NotYet {
            papers.end = End::Asked;
        }
        self.moved.notify_all();
        drop(self.moved.wait_timeout_while(papers, most, |papers| papers.end != End::Reached));
    }

    /// The next work, or nothing when it is time to end. With `retry` an empty desk is waited at for so
    /// long only.
    fn take(&self, retry: Option<Duration>) -> Option<Work> {
        let is_idle = |papers: &mut Papers| papers.is_clear() && papers.end == End::NotYet;
        let mut papers = match retry {
            None => self.moved.wait_while(self.papers(), is_idle).unwrap_or_else(PoisonError::into_inner),
            Some(time) => {
                let waited = self.moved.wait_timeout_while(self.papers(), time, is_idle);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
        };
        if papers.is_clear() && papers.end != End::NotYet {
            return None;
        }
        papers.busy = true;
        let papers = &mut *papers;
        Some(Work { jobs: std::mem::take(&mut papers.jobs), discards: std::mem::take(&mut papers.discards) })
    }

    fn done(&self, undone: bool, failure: Option<String>) {
        let mut papers = self.papers();
        (papers.busy, papers.undone) = (false, undone);
        if !undone {
            papers.failure = None;
        } else if failure.is_some() {
            papers.failure = failure;
        }
        self.moved.notify_all();
    }

    fn left(&self) {
        self.papers().end = End::Reached;
        self.moved.notify_all();
    }
}

struct Work {
    jobs: BTreeMap<u64, Job>,
    discards: Vec<PathBuf>,
}

/// Starts the thread.
pub(super) fn start(desk: &Arc<Desk>, folder: PathBuf, wake: Box<dyn Fn() + Send>) {
    let at_thread = Arc::clone(desk);
    let writer = Writer { folder, run: None, kept: BTreeMap::new(), open: BTreeSet::new(), adopted: BTreeMap::new() };
    let started = std::thread::Builder::new().name("journal".into()).spawn(move || work(&at_thread, writer, &*wake));
    if let Err(error) = started {
        desk.done(true, Some(not_kept(&error.to_string())));
        desk.left();
    }
}

fn not_kept(why: &str) -> String {
    format!("Unsaved changes are not kept safe at the moment, so save often: {why}.")
}

fn work(desk: &Desk, mut writer: Writer, wake: &dyn Fn()) {
    let mut failing = false;
    while let Some(work) = desk.take(failing.then_some(RETRY)) {
        let failure = writer.carry_out(work).err();
        // Once for each time that it stops working.
        let tell = failure.is_some() && !failing;
        failing = failure.is_some();
        desk.done(failing, failure.filter(|_| tell));
        if tell {
            wake();
        }
    }
    if let Some(run) = writer.run.take() {
        run.end();
    }
    desk.left();
}

/// What the thread knows.
struct Writer {
    folder: PathBuf,
    run: Option<Run>,
    /// The documents that are to lie on disk.
    kept: BTreeMap<u64, Entry>,
    /// Those of them, and of the forgotten ones, whose file is not as it should be.
    open: BTreeSet<u64>,
    /// Files of left-behind work that documents were read from.
    adopted: BTreeMap<u64, PathBuf>,
}

impl Writer {
    /// Does what was asked for, and again what failed before; the first failure does not stop the rest.
    /// A failure is a sentence.
    fn carry_out(&mut self, work: Work) -> Result<(), String> {
        for (id, job) in work.jobs {
            self.open.insert(id);
            match job {
                Job::Write { entry, adopts } => {
                    self.kept.insert(id, *entry);
                    self.adopted.extend(adopts.map(|file| (id, file)));
                }
                Job::Forget => drop(self.kept.remove(&id)),
            }
        }
        let mut outcome = self.begin_run();
        for id in std::mem::take(&mut self.open) {
            if let Err(error) = self.bring_to_disk(id) {
                self.open.insert(id);
                outcome = outcome.and(Err(error));
            }
        }
        for file in work.discards {
            outcome = outcome.and(remove_left_behind(&file));
        }
        outcome
    }

    /// Makes this window's folder when there is something to keep, and anew when somebody removed it.
    fn begin_run(&mut self) -> Result<(), String> {
        if self.kept.is_empty() || self.run.as_ref().is_some_and(Run::is_there) {
            return Ok(());
        }
        self.open.extend(self.kept.keys());
        self.run = None;
        let begun = Run::begin(&self.folder).map_err(|error| SaveError::system(&self.folder, error));
        self.run = Some(begun.map_err(|error| not_kept(&error.to_string()))?);
        Ok(())
    }

    /// Makes a document's file what it should be, or takes it away.
    fn bring_to_disk(&mut self, id: u64) -> Result<(), String> {
        match (&self.run, self.kept.get(&id)) {
            (Some(run), Some(entry)) => {
                let saved = atomic::save(&run.file(id), &entry.text(Timestamp::now()), false);
                saved.map_err(|error| not_kept(&error.to_string()))?;
            }
            (Some(run), None) => remove(&run.file(id))?,
            (None, Some(_)) => return Err(not_kept("there is no folder for them")),
            (None, None) => {}
        }
        self.adopted.remove(&id).map_or(Ok(()), |file| remove_left_behind(&file))
    }
}

/// Removes a file of left-behind work, and its folder with the last one.
fn remove_left_behind(file: &Path) -> Result<(), String> {
    remove(file)?;
    if let Some(folder) = file.parent() {
        remove_if_empty(folder);
    }
    Ok(())
}

fn remove(file: &Path) -> Result<(), String> {
    match fs::remove_file(file) {
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            let file = file.display();
            Err(format!("Work that was saved or closed will be offered at the next start: {file} stays ({error})."))
        }
        _ => Ok(()),
    }
}
