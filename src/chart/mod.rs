//! Every plot as a picture of its own: SVG text at a chosen size, and PNG made from it.
//!
//! A chart knows neither screen nor disk. It shows the data of an [`Answer`] as they are and computes
//! nothing but places.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "places on a picture need few digits and are within its size"
)]

pub mod axis;
mod bars;
pub mod colour;
mod curve;
mod distribution;
mod drivers;
mod foot;
mod frame;
mod funnel;
mod legend;
pub mod look;
mod map;
mod models;
mod page;
mod parts;
mod pen;
pub mod png;
mod spider;
mod trade;
mod words;

pub use look::{Look, Part, SizeError, View};

use crate::model::scenario::Scenario;
use crate::outcome::{Answer, Plot};
use page::{Heading, Page};

/// A chart: a standalone SVG document without scripts, ids or links, fit to stand in an HTML page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Svg {
    text: String,
    width: u32,
    height: u32,
}

impl Svg {
    /// The document.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels.
    pub fn height(&self) -> u32 {
        self.height
    }
}

/// What a plot draws with.
#[derive(Clone, Copy)]
struct Asked<'a> {
    answer: &'a Answer,
    scenario: &'a Scenario,
    look: &'a Look,
}

impl Asked<'_> {
    /// A page with its heading: the plot's name, what it says, and that in other words for those who do
    /// not see it.
    fn page(&self, plot: &str, says: &str) -> Page {
        let name = self.scenario.name.trim();
        let (title, plot) = match &self.look.title {
            Some(title) => (title.as_str(), String::new()),
            None if name.is_empty() => ("", plot.to_owned()),
            None => (name, format!(": {}", lowered(plot))),
        };
        Page::new(
            self.look,
            &Heading {
                title,
                plot: &plot,
                says,
                more: &self.answer.sentence,
                foot: &foot::words(self.answer, self.scenario),
            },
        )
    }
}

/// Words within a sentence; names such as P95 stay as they are.
fn lowered(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|first| if words.starts_with("P95") { first } else { first.to_ascii_lowercase() });
    first.into_iter().chain(chars).collect()
}

/// The chart of an answer: of the data in `answer.plot`, or of what `look.view` asks for instead. The
/// scenario is the one that was answered. None where there is nothing to draw: no curve, no map, no two
/// lines that compete.
pub fn svg(answer: &Answer, scenario: &Scenario, look: &Look) -> Option<Svg> {
    let asked = Asked { answer, scenario, look };
    match (look.view.part, &answer.plot) {
        (Part::Attempts, _) => Some(funnel::draw(asked)),
        (Part::Operations, _) => Some(parts::draw(asked, false)),
        (Part::Components, _) => Some(parts::draw(asked, true)),
        (Part::Plot, Plot::Curve(curve)) => curve::draw(asked, curve.as_ref()?),
        (Part::Plot, Plot::Distribution(histogram)) => Some(distribution::draw(asked, histogram)),
        (Part::Plot, Plot::Drivers(drivers)) if look.view.spider => Some(spider::draw(asked, drivers)),
        (Part::Plot, Plot::Drivers(drivers)) => Some(drivers::draw(asked, drivers)),
        (Part::Plot, Plot::Map(map)) => map::draw(asked, map.as_ref().ok()?),
        (Part::Plot, Plot::Fit(fit)) => trade::draw(asked, fit.trade.as_ref()?),
        (Part::Plot, Plot::Compare { found, .. }) => Some(models::draw(asked, found)),
        (Part::Plot, Plot::Figures) => None,
    }
}
