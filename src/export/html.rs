//! The answer as one page of HTML: for a meeting, a mail or a printer.
//!
//! The file stands alone: no script, nothing loaded from elsewhere. It prints on one sheet of A4 or Letter, so
//! every list is cut where it would not fit and says where the rest is.

mod escape;
mod lists;
mod tables;

use escape::{escape, name};

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
/// Where a reader finds what does not fit on the page.
const ELSEWHERE: &str = "in the CSV and JSON exports";

/// The page.
pub fn report(subject: &Subject) -> String {
    let scenario = subject.scenario;
    let title = escape(&text::shortened(&scenario.name, escape::NAME_CHARS));
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
        out += "<div class=\"two\">\n";
        out += &tables::breakdown(known);
        out += &tables::drivers(scenario, known);
        out += "</div>\n";
    }
    out += "<div class=\"two\">\n";
    out += &lists::assumptions(subject);
    out += &lists::cautions(subject);
    out += "</div>\n";
    out += &lists::sources(subject);
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
        escape(&text::shortened(&answer, SENTENCE_CHARS)),
    );
    let note = scenario.note.split_whitespace().collect::<Vec<_>>().join(" ");
    if !note.is_empty() {
        out += &format!("<p class=\"note\" dir=\"auto\">{}</p>\n", escape(&text::shortened(&note, NOTE_CHARS)));
    }
    out + "</header>\n"
}

/// The figures that come first.
fn figures(known: &Figures) -> String {
    let mut out = String::from("<section aria-label=\"Figures\">\n<dl>\n");
    for (label, value) in summary(known) {
        // The figure is large, what it comes with is not.
        let (figure, rest) = value.split_once(',').filter(|(_, rest)| rest.starts_with(' ')).unwrap_or((&value, ""));
        let rest = if rest.is_empty() { String::new() } else { format!(" <small>{}</small>", escape(rest.trim())) };
        out += &format!("<div><dt>{}</dt><dd>{}{rest}</dd></div>\n", escape(label), escape(figure));
    }
    out + "</dl>\n</section>\n"
}
