//! The program: with a command the command line, with scenario files or nothing the window.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use image_budget::{app, cli};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    // A file manager opens scenarios with their paths alone.
    let files: Vec<_> = arguments.iter().map(PathBuf::from).collect();
    let is_command = arguments.first().is_some_and(|first| cli::is_command(first));
    if is_command || !files.iter().all(|path| path.is_file()) {
        return cli::run(std::env::args_os());
    }
    let Err(why) = app::run(files) else { return ExitCode::SUCCESS };
    match cli::default_report() {
        Ok(report) => {
            // A reader that has seen enough and closed the pipe is no error.
            std::io::stdout().write_all(report.as_bytes()).ok();
            writeln!(std::io::stderr(), "image-budget: no window, so here is the default scenario's report: {why}")
                .ok();
            ExitCode::SUCCESS
        }
        Err(what) => {
            writeln!(std::io::stderr(), "image-budget: {what}").ok();
            ExitCode::from(2)
        }
    }
}
