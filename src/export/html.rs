//! The answer as one page of HTML: for a meeting, a mail or a printer.
//!
//! The file stands alone: no script, nothing loaded from elsewhere. The screen shows everything. It prints on
//! one sheet of A4 or Letter, so on paper every list is cut where it would not fit and says where the rest is.

mod charts;
mod escape;
mod lists;
mod tables;

use escape::{name, prose};

use super::Subject;
use super::table::summary;
use crate::figures::Figures;
use crate::sentence;
use crate::text;

const STYLE: &str = include_str!("html/page.css");
/// Characters of the note.
const NOTE_CHARS: usize = 240;
/// Characters of the sentence that says it all.
const SENTENCE_CHARS: usize = 420;
/// Characters of a figure from which it is written smaller where it is the large one.
const LONG_FIGURE: usize = 9;
/// Where a reader finds what does not fit on paper.
const ELSEWHERE: &str = "in the report on the screen";
/// Table rows of the left column that fit on paper.
const PAPER_ROWS: usize = 15;

/// The page.
pub fn report(subject: &Subject) -> String {
    let scenario = subject.scenario;
    let title = prose(&text::shortened(&scenario.name, escape::NAME_CHARS));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"generator\" content=\"Image Budget {}\">\n\
         <title>{title}: image budget</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
        env!("CARGO_PKG_VERSION"),
    );
    out += &head(subject);
    if let Some(known) = subject.known {
        out += &figures(known);
        out += &charts::both(subject, known);
    }
    out += "<div class=\"two\">\n<div>\n";
    let mut room = PAPER_ROWS;
    if let Some(known) = subject.known {
        let (table, rows) = tables::breakdown(known);
        out += &table;
        room = room.saturating_sub(rows);
    }
    out += &lists::assumptions(subject, room);
    out += "</div>\n<div>\n";
    out += &lists::cautions(subject);
    out += &lists::sources(subject);
    out += "</div>\n</div>\n";
    out + &format!(
        "</main>\n<footer><p>Made on {} with Image Budget {}. Amounts in USD, prices on {}.</p></footer>\n</body>\n</html>\n",
        subject.made_on,
        env!("CARGO_PKG_VERSION"),
        subject.day
    )
}

/// Name, the answer in words, the note.
fn head(subject: &Subject) -> String {
    let scenario = subject.scenario;
    let answer = match subject.known {
        Some(known) => sentence::answer(subject.book, scenario, known),
        None => "The bill is not known; the warnings say why.".into(),
    };
    let mut out = format!(
        "<header>\n<h1>{}</h1>\n<p class=\"answer\">{}</p>\n",
        name(&scenario.name),
        prose(&text::shortened(&answer, SENTENCE_CHARS)),
    );
    let note = scenario.note.split_whitespace().collect::<Vec<_>>().join(" ");
    if !note.is_empty() {
        out += &format!("<p class=\"note\" dir=\"auto\">{}</p>\n", prose(&text::shortened(&note, NOTE_CHARS)));
    }
    out + "</header>\n"
}

/// The figures that come first.
fn figures(known: &Figures) -> String {
    let mut out = String::from("<section aria-label=\"Figures\">\n<dl>\n");
    for (label, value) in summary(known) {
        // The figure is large, what it comes with is not.
        let parts =
            [", ", " with "].iter().find_map(|joint| Some((value.split_once(joint)?, joint.trim_start_matches(','))));
        let (figure, rest) = match parts {
            Some(((figure, rest), joint)) => {
                (figure, format!("<small>{}</small>", prose(&[joint.trim_start(), rest].concat())))
            }
            None => (value.as_str(), String::new()),
        };
        let class = if figure.len() > LONG_FIGURE { " class=\"long\"" } else { "" };
        out += &format!("<div><dt>{}</dt><dd{class}>{}{rest}</dd></div>\n", prose(label), prose(figure));
    }
    out + "</dl>\n</section>\n"
}
