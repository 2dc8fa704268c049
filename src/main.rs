//! The program: with arguments a command, without any the window.

use std::io::Write as _;
use std::process::ExitCode;

use image_budget::{app, cli};

fn main() -> ExitCode {
    if std::env::args_os().len() > 1 {
        return cli::run(std::env::args_os());
    }
    let Err(why) = app::run() else { return ExitCode::SUCCESS };
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
