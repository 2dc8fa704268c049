//! The program: with a command the command line, with a scenario file or nothing the window.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use image_budget::{app, cli};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    // A file manager opens a scenario with its path alone.
    let file = arguments.first().map(PathBuf::from).filter(|path| path.is_file());
    if !arguments.is_empty() && (arguments.len() > 1 || file.is_none()) {
        return cli::run(std::env::args_os());
    }
    let Err(why) = app::run(file) else { return ExitCode::SUCCESS };
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
