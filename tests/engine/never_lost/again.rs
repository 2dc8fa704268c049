//! This test program started again as a child, to be killed or to live on a disk of its own.

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{disks, kills, others};

const JOB: &str = "IMAGE_BUDGET_TEST_JOB";
const FOLDER: &str = "IMAGE_BUDGET_TEST_FOLDER";

/// How a child says that a step is done.
pub const DONE: &str = "done ";

/// Does nothing, except in a child: there it does the child's job.
#[test]
fn job() {
    let (Ok(job), Some(folder)) = (env::var(JOB), env::var_os(FOLDER).map(PathBuf::from)) else { return };
    match job.as_str() {
        "save" => kills::save_for_ever(&folder),
        "keep" => kills::keep_for_ever(&folder),
        "adopt" => kills::adopt_everything(&folder),
        "claim" => others::claim_and_wait(&folder),
        "full" => disks::on_a_full_disk(&folder),
        "read_only" => disks::on_a_read_only_disk(&folder),
        "limited" => disks::with_a_limit_on_files(&folder),
        other => panic!("there is no job {other}"),
    }
}

/// Tells the parent that step `n` is done.
pub fn say_done(n: u64) {
    std::io::stdout().write_all(format!("{DONE}{n}\n").as_bytes()).unwrap();
}

/// The arguments that make a command run a job.
pub fn as_job<'c>(command: &'c mut Command, job: &str, folder: &Path) -> &'c mut Command {
    command.args(["never_lost::again::job", "--exact", "--nocapture"]).env(JOB, job).env(FOLDER, folder)
}

/// A child at work.
pub struct Worker {
    child: Child,
    told: BufReader<std::process::ChildStdout>,
    last: u64,
}

impl Worker {
    /// Starts a job and waits until its first step is done.
    pub fn start(job: &str, folder: &Path) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        let mut child = as_job(&mut command, job, folder).stdout(Stdio::piped()).spawn().unwrap();
        let told = BufReader::new(child.stdout.take().unwrap());
        let mut worker = Self { child, told, last: 0 };
        assert!(worker.listen(), "the child said nothing");
        worker
    }

    /// Waits for the next step; false when there is none any more.
    fn listen(&mut self) -> bool {
        let mut line = String::new();
        while self.told.read_line(&mut line).unwrap() > 0 {
            if let Some((_, n)) = line.rsplit_once(DONE) {
                self.last = n.trim().parse().unwrap();
                return true;
            }
            line.clear();
        }
        false
    }

    /// Kills it after a while, as `kill -9` does; the last step that it said was done.
    pub fn kill(mut self, after: Duration) -> u64 {
        std::thread::sleep(after);
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        while self.listen() {}
        self.last
    }
}
