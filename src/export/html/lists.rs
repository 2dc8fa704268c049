//! What the number rests on: assumptions, what is left out, warnings, sources.

use std::collections::HashMap;

use super::ELSEWHERE;
use super::escape::{lines, link, name, prose, tag};
use crate::export::assumptions::{self as assumed, Assumption};
use crate::export::table::{self, link as link_of};
use crate::export::{Subject, exclusions};
use crate::text;

/// Assumptions that paper takes at least, one a line.
const LEAST_ROWS: usize = 5;
/// Characters of the defaults on paper, which follow each other in a paragraph.
const DEFAULTS_CHARS: usize = 380;
/// Lines of the exclusions and the warnings together on paper, and of the warnings where both are long.
const CAUTION_LINES: usize = 24;
const WARNING_LINES: usize = 8;
/// Characters of one such line.
const LINE_CHARS: usize = 62;
/// Characters of one sentence of these lists.
const SENTENCE_CHARS: usize = 400;
/// Sources that are listed on paper.
const SOURCES: usize = 4;

/// The assumptions that were set, then the important ones that were not. Paper has room for so many rows.
pub fn assumptions(subject: &Subject, rows: usize) -> String {
    let rows = rows.max(LEAST_ROWS);
    let mut out = String::from("<section>\n<h2>Assumptions</h2>\n");
    let changed = shared(subject);
    if changed.is_empty() {
        out += "<p>None differs from its default.</p>\n";
    } else {
        out += "<table class=\"set\">\n<thead><tr><th scope=\"col\">Set</th><th scope=\"col\">Value</th>\
                <th scope=\"col\">Default</th></tr></thead>\n<tbody>\n";
        for (at, row) in changed.iter().enumerate() {
            let whose = row.line.map_or_else(String::new, |line| format!("{}: ", name(line)));
            out += &format!(
                "{}<th scope=\"row\">{whose}{}</th><td>{}</td><td>{}</td></tr>\n",
                tag("tr", at < rows),
                prose(&row.spec.full_label()),
                name(&row.shown),
                name(&row.default()),
            );
        }
        out += "</tbody>\n</table>\n";
        out += &more(changed.len().saturating_sub(rows), "line");
    }
    out + &defaults(subject) + "</section>\n"
}

/// The assumptions that were set; what all lines have alike is there once, before what they have not.
fn shared<'a>(subject: &Subject<'a>) -> Vec<Assumption<'a>> {
    let lines = subject.scenario.lines.len();
    let mut counts: HashMap<(&str, String), usize> = HashMap::new();
    let changed = assumed::changed(subject.scenario);
    for row in changed.iter().filter(|row| row.line.is_some()) {
        *counts.entry((row.spec.name, row.shown.clone())).or_default() += 1;
    }
    let is_shared = |row: &Assumption| counts.get(&(row.spec.name, row.shown.clone())) == Some(&lines);
    let (alike, mut others): (Vec<_>, Vec<_>) =
        changed.into_iter().partition(|row| row.line.is_none() || is_shared(row));
    let mut found: Vec<Assumption> = Vec::new();
    for row in alike {
        if !found.iter().any(|known| known.spec.name == row.spec.name) {
            found.push(Assumption { line: None, ..row });
        }
    }
    found.append(&mut others);
    found
}

/// The important assumptions that stand at their defaults, in one paragraph.
fn defaults(subject: &Subject) -> String {
    let standing: Vec<String> = assumed::standing(subject.book, subject.scenario)
        .iter()
        .map(|row| {
            let whose = row.line.map_or_else(String::new, |line| format!("{}: ", text::shortened(line, 40)));
            format!("{whose}{} {}", row.spec.full_label(), row.shown)
        })
        .collect();
    if standing.is_empty() {
        return String::new();
    }
    let fits = fitting(&standing, 1, DEFAULTS_CHARS);
    let (shown, rest) = standing.split_at_checked(fits).unwrap_or((&standing, &[]));
    let mut out = format!("<p class=\"more\">At their defaults: {}", prose(&shown.join("; ")));
    if !rest.is_empty() {
        out += &format!("<span class=\"screen\">; {}</span>", prose(&rest.join("; ")));
        out += &format!("<span class=\"paper\">; and {} more, {ELSEWHERE}</span>", rest.len());
    }
    out + ".</p>\n"
}

/// What is not in the bill, and the warnings that say something else.
pub fn cautions(subject: &Subject) -> String {
    let plan_warnings = subject.known.map_or(&[][..], |known| &known.plan.warnings);
    let said: Vec<String> =
        plan_warnings.iter().filter(|warning| exclusions::covers(warning)).map(ToString::to_string).collect();
    let warnings: Vec<&String> = subject.warnings.iter().filter(|warning| !said.contains(warning)).collect();
    let warnings = shortened(warnings);
    let exclusions = shortened(&exclusions::of(subject));
    let length = |list: &[String]| list.iter().map(|text| lines(text, LINE_CHARS)).sum::<usize>();
    let for_warnings = CAUTION_LINES.saturating_sub(length(&exclusions)).max(WARNING_LINES);
    let for_exclusions = CAUTION_LINES.saturating_sub(length(&warnings).min(for_warnings));
    let mut out = String::from("<section>\n<h2>Not in the bill, or not established</h2>\n");
    out += &bullets(&exclusions, for_exclusions);
    if !warnings.is_empty() {
        out += "<h2>Warnings</h2>\n";
        out += &bullets(&warnings, for_warnings);
    }
    out + "</section>\n"
}

fn shortened<'a>(sentences: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    sentences.into_iter().map(|text| text::shortened(text, SENTENCE_CHARS)).collect()
}

/// A list of which paper has room for so many lines.
fn bullets(sentences: &[String], most: usize) -> String {
    let fits = fitting(sentences, LINE_CHARS, most);
    let item = |(at, text): (usize, &String)| format!("{}{}</li>\n", tag("li", at < fits), prose(text));
    let items: String = sentences.iter().enumerate().map(item).collect();
    format!("<ul>\n{items}</ul>\n{}", more(sentences.len().saturating_sub(fits), "sentence"))
}

/// How many of the first texts fit in so many lines.
fn fitting(texts: &[String], chars: usize, most: usize) -> usize {
    let mut left = most;
    let fits = |text: &&String| match left.checked_sub(lines(text, chars)) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    texts.iter().take_while(fits).count()
}

/// How many are not on paper, and where they are.
fn more(left: usize, what: &str) -> String {
    let plural = if left == 1 { "" } else { "s" };
    if left == 0 {
        return String::new();
    }
    format!("<p class=\"more paper\">and {left} more {what}{plural}, {ELSEWHERE}</p>\n")
}

/// Where the prices and billing rules were read, and when.
pub fn sources(subject: &Subject) -> String {
    let Some(known) = subject.known else { return String::new() };
    let found = table::sources(known.estimate.items());
    if found.is_empty() {
        return String::new();
    }
    let mut out = String::from("<section>\n<h2>Sources of prices and billing rules</h2>\n<ul class=\"sources\">\n");
    for (at, source) in found.iter().enumerate() {
        let (kind, since) = (source.kind.words(), table::since(source));
        let (tag, link) = (tag("li", at < SOURCES), link(link_of(source)));
        out += &format!("{tag}{link} <small>{kind}, {since}</small></li>\n");
    }
    out += "</ul>\n";
    out += &more(found.len().saturating_sub(SOURCES), "source");
    out + "</section>\n"
}
