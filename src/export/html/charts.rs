//! The charts of the report: the curve and what moves the bill.

use super::escape::name;
use super::tables;
use crate::chart::{self, Look};
use crate::export::Subject;
use crate::figures::Figures;
use crate::model::assumption::Key;
use crate::model::scenario::Place;
use crate::model::stats::curve::{Curve, Span};
use crate::outcome::{Answer, Plot};
use crate::sentence;

/// Points of the curve.
const POINTS: usize = 128;
/// Pixels: half the width of the page.
const WIDTH: u32 = 480;
/// Pixels.
const HEIGHT: u32 = 320;

/// Both charts beside each other; the curve is left out where no other value has an answer.
pub fn both(subject: &Subject, known: &Figures) -> String {
    let sentence = sentence::answer(subject.book, subject.scenario, known);
    let mut answer = Answer { figures: known.clone(), plot: Plot::Figures, sentence, sizes: Vec::new() };
    let mut out = String::from("<div class=\"two\">\n");
    if let Some((whose, curve)) = curve(subject, known) {
        answer.plot = Plot::Curve(Some(curve));
        let of = whose.map_or_else(String::new, |line| format!(" of {}", name(line)));
        out += &figure(&format!("Spend curve over images{of}"), &drawn(subject, &answer), "");
    }
    answer.plot = Plot::Drivers(known.drivers.clone());
    let heard = tables::drivers(subject.scenario, known);
    out += &figure("What moves the expected bill", &drawn(subject, &answer), &heard);
    out + "</div>\n"
}

/// The bill over the images of the costliest line, with its name where there are several.
fn curve<'a>(subject: &Subject<'a>, known: &Figures) -> Option<(Option<&'a str>, Curve)> {
    let lines = &subject.scenario.lines;
    let costs = known.estimate.lines.iter().map(|line| line.total).enumerate();
    let (costliest, _) = costs.max_by_key(|(at, total)| (*total, std::cmp::Reverse(*at)))?;
    let span = Span::around(subject.scenario, Place::of(Key::Images, costliest), POINTS)?;
    let curve = Curve::of(subject.book, subject.scenario, subject.day, span, Some(&known.spread)).ok()?;
    let whose = lines.get(costliest).filter(|_| lines.len() > 1);
    Some((whose.map(|line| line.name.as_str()), curve))
}

/// Light and dark; the page shows the one that fits.
fn drawn(subject: &Subject, answer: &Answer) -> String {
    let draw = |dark: bool| {
        let look = Look { width: WIDTH, height: HEIGHT, dark, inset: true, ..Look::default() };
        let svg = chart::svg(answer, subject.scenario, &look)?;
        let class = if dark { "dark" } else { "light" };
        Some(format!("<div class=\"{class}\">\n{}</div>\n", svg.text()))
    };
    [false, true].into_iter().filter_map(draw).collect()
}

/// A figure whose heading and drawing are HTML already; none where nothing is drawn.
fn figure(heading: &str, drawing: &str, heard: &str) -> String {
    if drawing.is_empty() {
        return String::new();
    }
    format!("<figure>\n<h2>{heading}</h2>\n{drawing}{heard}</figure>\n")
}
