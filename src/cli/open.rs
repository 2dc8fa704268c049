//! `open`: what a share code holds, or its scenario as a file.

use std::io::{self, Read as _};
use std::path::Path;

use serde_json::{Value, json};

use super::answer;
use super::args::{Format, OpenArgs};
use super::error::{CliError, Output};
use super::json::{maybe, text_or_null};
use super::report::bullets;
use super::table::{Align, pairs, table};
use crate::model::assumption::Key;
use crate::model::book::Book;
use crate::model::scenario::Line;
use crate::received::{self, Received};
use crate::store::{self, atomic, scenario_file, share};

/// Most bytes of standard input that are looked through for a code.
const MOST_INPUT: u64 = 4_000_000;

/// Runs the command.
pub fn run(args: &OpenArgs) -> Result<Output, CliError> {
    let shared = if args.code == "-" { share::read(&input()?)? } else { share::read(&args.code)? };
    let (book, warnings) = answer::load_book();
    let received = Received::of(&book, shared, store::today());
    if let Some(file) = &args.output {
        atomic::save_new(file, &scenario_file::write(&received.shared.scenario))?;
    }
    let file = args.output.as_deref();
    Ok(match args.format {
        Format::Text => Output::text(&text(&book, &received, file, &warnings)),
        Format::Json => Output::json(&object(&received, file, &warnings)),
    })
}

/// What came through the pipe; a code is looked for in any text.
fn input() -> Result<String, CliError> {
    let mut bytes = Vec::new();
    let read = io::stdin().take(MOST_INPUT + 1).read_to_end(&mut bytes);
    read.map_err(|error| CliError(format!("the share code could not be read from standard input: {error}")))?;
    if bytes.len() as u64 > MOST_INPUT {
        let most = MOST_INPUT / 1_000_000;
        return Err(CliError(format!("standard input holds more than {most} MB; give the share code alone")));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn text(book: &Book, received: &Received, file: Option<&Path>, warnings: &[String]) -> String {
    let scenario = &received.shared.scenario;
    let mut out = received::name(scenario) + "\n";
    if !scenario.note.is_empty() {
        out += &format!("{}\n", scenario.note);
    }
    let head = received::COLUMNS.map(str::to_uppercase);
    let rows: Vec<Vec<String>> = [head].into_iter().chain(received::rows(book, scenario)).map(Vec::from).collect();
    out += "\n";
    out += &table(2, &[Align::Left, Align::Right, Align::Left, Align::Left, Align::Left], &rows);
    if let Some(budget) = received::budget(scenario) {
        out += "\n";
        out += &pairs(2, Align::Left, &[("Budget", budget)]);
    }
    out += &format!("\n{}\n", received.bills());
    if let Some(file) = file {
        out += &format!("Saved as {}.\n", file.display());
    }
    out + &bullets(warnings)
}

fn object(received: &Received, file: Option<&Path>, warnings: &[String]) -> Value {
    let Received { shared, today, here } = received;
    let scenario = &shared.scenario;
    let line = |line: &Line| {
        json!({
            "name": line.name,
            "images": line.values.get(Key::Images).to_string(),
            "model": line.values.text(Key::Model),
            "size": line.values.text(Key::Size),
            "quality": line.values.text(Key::Quality),
        })
    };
    let unknown = here.as_ref().err().map(|why| format!("the bill is not known: {why}"));
    json!({
        "scenario": scenario.name,
        "note": text_or_null(&scenario.note),
        "currency": "USD",
        "lines": scenario.lines.iter().map(line).collect::<Vec<_>>(),
        "budget": maybe(scenario.values.number(Key::Budget)),
        "theirs": { "expected": maybe(shared.bill), "on": shared.on.to_string() },
        "here": { "expected": maybe(here.as_ref().ok().copied()), "on": today.to_string() },
        "difference": maybe(received.difference()),
        "file": file.map(|file| file.display().to_string()),
        "warnings": warnings.iter().cloned().chain(unknown).collect::<Vec<_>>(),
    })
}
