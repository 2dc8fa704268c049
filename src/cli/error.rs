//! What a command ends with: an output, or one line on stderr.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use crate::store::{atomic, scenario_file};

/// Exit code of a gate that failed.
const GATE_FAILED: u8 = 1;
/// Exit code of bad usage or bad input.
const BAD_INPUT: u8 = 2;

/// Bad usage or bad input, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CliError(pub String);

impl<E: std::error::Error> From<E> for CliError {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// What a command prints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    content: Vec<u8>,
    notes: Vec<String>,
    refused: Vec<String>,
    failed: Option<String>,
}

impl Output {
    /// Text for people. Names come from files, so control characters that a terminal obeys are taken out.
    pub fn text(text: &str) -> Self {
        let shown = |c: char| if c.is_control() && c != '\n' { ' ' } else { c };
        Self::data(text.chars().map(shown).collect::<String>())
    }

    /// Data for programs, printed as it is.
    pub fn data(content: impl Into<Vec<u8>>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// Writes the answer to a file instead, and says so. An answer that is there already is replaced.
    ///
    /// # Errors
    /// When the file cannot be written, when its folder is not there, or when it holds a scenario, prices or
    /// anything else in RON, which no answer is.
    pub fn into_file(mut self, path: &Path) -> Result<Self, CliError> {
        let shown = path.display();
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            let why = format!("{shown} could not be saved: there is no folder {}; make it first", folder.display());
            return Err(CliError(why));
        }
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let is_ron = target.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ron"));
        if target.is_file() && (is_ron || scenario_file::open(&target).is_ok()) {
            return Err(CliError(format!(
                "{shown} was not saved: it is a scenario or a file of prices, and the answer would replace it; \
                 give -o another name"
            )));
        }
        atomic::save_bytes(path, &self.content, false)?;
        self.content = format!("{} is written.\n", path.display()).into_bytes();
        Ok(self)
    }

    /// One JSON value.
    pub fn json(value: &serde_json::Value) -> Self {
        Self::data(format!("{value:#}\n"))
    }

    /// Adds what a format without room for it has to say on stderr.
    pub fn with_notes(mut self, notes: &[String]) -> Self {
        self.notes.extend_from_slice(notes);
        self
    }

    /// Adds what was refused while the rest was answered: a line each on stderr, and bad input in the end.
    pub fn with_refused(mut self, refused: Vec<String>) -> Self {
        self.refused = refused;
        self
    }

    /// Marks a gate that failed, with the reason.
    pub fn with_gate(mut self, failed: Option<String>) -> Self {
        self.failed = failed;
        self
    }

    /// Prints everything. A reader that has seen enough and closed the pipe is no error.
    fn print(&self) -> Result<ExitCode, CliError> {
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(&self.content).and_then(|()| stdout.flush());
        if let Err(error) = written
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            return Err(CliError(format!("the answer could not be written: {error}")));
        }
        for note in &self.notes {
            complain(&format!("note: {note}"));
        }
        for what in &self.refused {
            complain(what);
        }
        if !self.refused.is_empty() {
            return Ok(BAD_INPUT.into());
        }
        match &self.failed {
            None => Ok(ExitCode::SUCCESS),
            Some(why) => {
                complain(why);
                Ok(GATE_FAILED.into())
            }
        }
    }
}

/// Prints a command's end and gives the exit code.
pub fn finish(result: Result<Output, CliError>) -> ExitCode {
    result.and_then(|output| output.print()).unwrap_or_else(|CliError(what)| {
        complain(&what);
        BAD_INPUT.into()
    })
}

/// One line on stderr; there is nowhere to say that stderr itself is closed.
fn complain(what: &str) {
    let line: String = what.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    writeln!(io::stderr(), "image-budget: {line}").ok();
}

/// The parser's answer to bad usage, folded into one line; its help and version are no error.
pub fn from_clap(error: &clap::Error) -> Result<Output, CliError> {
    let message = error.render().to_string();
    if !error.use_stderr() {
        return Ok(Output::data(message));
    }
    let mut folded = String::new();
    for line in message.lines().map(str::trim) {
        if line.is_empty() || line.starts_with("Usage:") || line.starts_with("For more information") {
            continue;
        }
        let joint = match (folded.is_empty(), line.starts_with("tip:")) {
            (true, _) => "",
            (false, true) => "; ",
            (false, false) => " ",
        };
        folded = folded + joint + line.strip_prefix("error: ").unwrap_or(line);
    }
    Err(CliError(folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_never_reach_a_terminal() {
        assert_eq!(Output::text("a\u{1b}[31m\r\nb").content, b"a [31m \nb");
    }
}
