//! What the number rests on: assumptions, what is left out, warnings, sources.

use super::ELSEWHERE;
use super::escape::{escape, lines, link, name};
use crate::export::table::{self, link as link_of};
use crate::export::{Subject, assumptions as assumed, exclusions};
use crate::text;

/// Assumptions that are listed, one a line.
const ROWS: usize = 14;
/// Characters of the defaults, which follow each other in a paragraph.
const DEFAULTS_CHARS: usize = 640;
/// Lines of the list of exclusions, and of the warnings.
const CAUTION_LINES: [usize; 2] = [17, 8];
/// Characters of one such line.
const LINE_CHARS: usize = 62;
/// Characters of one sentence of these lists.
const SENTENCE_CHARS: usize = 240;
/// Sources that are listed.
const SOURCES: usize = 5;

/// The assumptions that were set, then the important ones that were not.
pub fn assumptions(subject: &Subject) -> String {
    let mut out = String::from("<section>\n<h2>Assumptions</h2>\n");
    let several = subject.scenario.lines.len() > 1;
    let changed = assumed::changed(subject.scenario);
    if changed.is_empty() {
        out += "<p>None differs from its default.</p>\n";
    } else {
        out += "<table class=\"set\">\n<thead><tr><th scope=\"col\">Set</th><th scope=\"col\">Value</th>\
                <th scope=\"col\">Default</th></tr></thead>\n<tbody>\n";
        for row in changed.iter().take(ROWS) {
            let whose = row.line.filter(|_| several).map_or_else(String::new, |line| format!("{}: ", name(line)));
            out += &format!(
                "<tr><th scope=\"row\">{whose}{}</th><td>{}</td><td>{}</td></tr>\n",
                escape(&row.spec.full_label()),
                name(&row.shown),
                name(&row.default()),
            );
        }
        out += "</tbody>\n</table>\n";
        out += &more(changed.len().saturating_sub(ROWS), "line");
    }
    let standing: Vec<String> = assumed::standing(subject.book, subject.scenario)
        .iter()
        .map(|row| {
            let whose = row.line.map_or_else(String::new, |line| format!("{}: ", text::shortened(line, 40)));
            format!("{whose}{} {}", row.spec.full_label(), row.shown)
        })
        .collect();
    if !standing.is_empty() {
        let (shown, left) = fitting(&standing, 1, DEFAULTS_CHARS);
        out += &format!("<p class=\"more\">At their defaults: {}", escape(&shown.join("; ")));
        out += &if left == 0 { ".</p>\n".to_owned() } else { format!("; and {left} more, {ELSEWHERE}.</p>\n") };
    }
    out + "</section>\n"
}

/// What is not in the bill, and the warnings that say something else.
pub fn cautions(subject: &Subject) -> String {
    let mut out = String::from("<section>\n<h2>Not in the bill, or not established</h2>\n");
    out += &bullets(&exclusions::of(subject), CAUTION_LINES[0]);
    let plan_warnings = subject.known.map_or(&[][..], |known| &known.plan.warnings);
    let said: Vec<String> =
        plan_warnings.iter().filter(|warning| exclusions::covers(warning)).map(ToString::to_string).collect();
    let warnings: Vec<String> = subject.warnings.iter().filter(|warning| !said.contains(warning)).cloned().collect();
    if !warnings.is_empty() {
        out += "<h2>Warnings</h2>\n";
        out += &bullets(&warnings, CAUTION_LINES[1]);
    }
    out + "</section>\n"
}

fn bullets(sentences: &[String], most: usize) -> String {
    let sentences: Vec<String> = sentences.iter().map(|text| text::shortened(text, SENTENCE_CHARS)).collect();
    let (shown, left) = fitting(&sentences, LINE_CHARS, most);
    let items: String = shown.iter().map(|text| format!("<li>{}</li>\n", escape(text))).collect();
    format!("<ul>\n{items}</ul>\n{}", more(left, "sentence"))
}

/// The first texts that fit in so many lines, and how many do not.
fn fitting(texts: &[String], chars: usize, most: usize) -> (&[String], usize) {
    let mut left = most;
    let fits = |text: &&String| match left.checked_sub(lines(text, chars)) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    let count = texts.iter().take_while(fits).count();
    (texts.get(..count).unwrap_or_default(), texts.len().saturating_sub(count))
}

/// How many are not shown, and where they are.
fn more(left: usize, what: &str) -> String {
    match left {
        0 => String::new(),
        1 => format!("<p class=\"more\">and 1 more {what}, {ELSEWHERE}</p>\n"),
        _ => format!("<p class=\"more\">and {left} more {what}s, {ELSEWHERE}</p>\n"),
    }
}

/// Where the prices and billing rules were read, and when.
pub fn sources(subject: &Subject) -> String {
    let Some(known) = subject.known else { return String::new() };
    let found = table::sources(known.estimate.items());
    if found.is_empty() {
        return String::new();
    }
    let mut out = String::from("<section>\n<h2>Sources of prices and billing rules</h2>\n<ul class=\"sources\">\n");
    for source in found.iter().take(SOURCES) {
        let (kind, checked) = (source.kind.words(), &source.checked);
        out += &format!("<li>{} <small>{kind}, checked {checked}</small></li>\n", link(link_of(source)));
    }
    out += "</ul>\n";
    out += &more(found.len().saturating_sub(SOURCES), "source");
    out + "</section>\n"
}
