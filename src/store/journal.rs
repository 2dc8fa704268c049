//! Unsaved work on disk: what is open and not saved survives a crash, a kill and a power cut.
//!
//! Every running window has a folder of its own with a lock that the system gives back when the program
//! ends, however it ends. A folder that nobody holds the lock of is work that was left behind. Entries are
//! written by a thread, so that a slow or vanished disk holds up no frame.

mod entry;
mod orphans;
mod run;
mod worker;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use worker::{Desk, Job};

pub use entry::{Entry, Found};
pub use orphans::{Damaged, Orphan, orphans};

/// How long the end of the program waits for the disk.
const PATIENCE: Duration = Duration::from_secs(3);

/// The journal of this window. When it is dropped it finishes what it has to write; what was not forgotten
/// by then is offered at the next start, and where all was forgotten nothing is left behind.
#[derive(Debug)]
pub struct Journal {
    desk: Arc<Desk>,
}

impl Journal {
    /// Begins a journal in this folder, which need not be there yet: nothing is written before the first
    /// entry. `wake` is called when there is a failure to tell.
    pub fn begin(folder: PathBuf, wake: impl Fn() + Send + 'static) -> Self {
        let desk = Arc::new(Desk::default());
        worker::start(&desk, folder, Box::new(wake));
        Self { desk }
    }

    /// Keeps this as the unsaved state of a document in place of the one before. The newest state wins.
    pub fn write(&self, id: u64, entry: Entry) {
        self.desk.put(id, Job::Write { entry: Box::new(entry), adopts: None });
    }

    /// Keeps left-behind work, which is open as this document now, as work of this window. Only once it
    /// is safe here, the file that was left behind is removed.
    pub fn adopt(&self, id: u64, found: &Found) {
        self.desk.put(id, Job::Write { entry: Box::new(found.entry.clone()), adopts: Some(found.file.clone()) });
    }

    /// Forgets a document that was saved or closed on purpose.
    pub fn forget(&self, id: u64) {
        self.desk.put(id, Job::Forget);
    }

    /// Removes a file of left-behind work for good.
    pub fn discard(&self, file: PathBuf) {
        self.desk.discard(file);
    }

    /// Waits until everything is on disk, at most this long; whether it is.
    pub fn settle(&self, most: Duration) -> bool {
        self.desk.settle(most)
    }

    /// Why unsaved work is not kept, in a sentence, told once until it works again.
    pub fn complaint(&self) -> Option<String> {
        self.desk.complaint()
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.desk.leave(PATIENCE);
    }
}
