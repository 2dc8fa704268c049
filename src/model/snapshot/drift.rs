//! What has become of the prices that a scenario was saved with.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{KeptRate, Snapshot, bill, is_yours, latest};
use crate::model::book::{Book, Model, Rate};
use crate::model::day::Day;
use crate::model::estimate::Estimate;
use crate::model::plan::Plan;
use crate::model::scenario::Scenario;

/// A scenario at the prices that it was saved with, and at the book's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The day whose prices it was saved with.
    pub on: Day,
    /// Rates whose price is another one now; those of the bill first.
    pub moved: Vec<Moved>,
    /// How many of them have a part in the bill.
    pub in_bill: usize,
    /// The bill in USD that it was saved with; none where it was not known.
    pub then: Option<Decimal>,
    /// The bill with the old rates and everything else as it is now. Where it is not the one that it was
    /// saved with, more than rates has changed.
    pub held: Option<Decimal>,
    /// The bill at the book's rates.
    pub now: Option<Decimal>,
}

/// A rate whose price is another one now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// As it was.
    pub rate: KeptRate,
    /// The model's name for people; its id where it is no longer listed.
    pub name: String,
    /// USD per unit now; per 1M for tokens. None where it is no longer listed.
    pub now: Option<Decimal>,
    /// Why it is another one.
    pub why: Why,
}

/// Why a price is another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The provider changed it, from this day on.
    Changed(Day),
    /// The provider had changed it by then, from this day on, and the list learnt it later.
    Learnt(Day),
    /// The list was wrong about it, or about its day.
    Corrected,
    /// A rate of the user's own stands in its place.
    YoursAdded,
    /// The user changed their own rate.
    YoursChanged,
    /// The user took their own rate away.
    YoursRemoved,
    /// The model has no rate for exactly this any more.
    NoRate,
    /// The model is not in the price book any more.
    NoModel,
}

impl Snapshot {
    /// The rates whose price is another one in a book on a day, in the snapshot's order.
    pub fn against(&self, book: &Book, day: Day) -> Vec<Moved> {
        self.rates.iter().filter_map(|rate| rate.moved(book.get(&rate.model), self.on, day)).collect()
    }
}

impl KeptRate {
    fn moved(&self, model: Option<&Arc<Model>>, on: Day, day: Day) -> Option<Moved> {
        let moved = |name: &str, now, why| Some(Moved { rate: self.clone(), name: name.to_owned(), now, why });
        let Some(model) = model else { return moved(&self.model, None, Why::NoModel) };
        match latest(model, day).get(&self.question()) {
            None => moved(&model.name, None, Why::NoRate),
            Some(rate) if rate.usd == self.usd => None,
            Some(rate) => moved(&model.name, Some(rate.usd), self.why(rate, model, on)),
        }
    }

    fn why(&self, now: &Rate, model: &Model, on: Day) -> Why {
        match (self.yours, is_yours(now, model)) {
            (true, true) => Why::YoursChanged,
            (false, true) => Why::YoursAdded,
            (true, false) => Why::YoursRemoved,
            (false, false) if now.from <= self.from => Why::Corrected,
            (false, false) if now.from <= on => Why::Learnt(now.from),
            (false, false) => Why::Changed(now.from),
        }
    }
}

impl Drift {
    /// What has become of a scenario's prices. The book is the one without kept prices over it.
    pub fn of(snapshot: &Snapshot, book: &Book, scenario: &Scenario, day: Day) -> Self {
        let scenario = &Scenario { kept: None, ..scenario.clone() };
        let held_book = snapshot.apply(book);
        let plan = Plan::new(&held_book, scenario, day).ok();
        let held = plan.as_ref().and_then(|plan| Estimate::of(plan).ok());
        let has_part = |moved: &Moved| {
            // The model may have another id by now.
            let id = held_book.get(&moved.rate.model).map_or(&moved.rate.model, |model| &model.id);
            plan.as_ref().is_none_or(|plan| takes(plan, id, &moved.rate))
        };
        let (mut first, rest): (Vec<Moved>, Vec<Moved>) = snapshot.against(book, day).into_iter().partition(has_part);
        let in_bill = first.len();
        first.extend(rest);
        Self {
            on: snapshot.on,
            moved: first,
            in_bill,
            then: snapshot.bill,
            held: held.map(|estimate| estimate.expected.normalize()),
            now: bill(book, scenario, day),
        }
    }
}

/// Whether a rate has a part in the price of some image of a plan.
fn takes(plan: &Plan, id: &str, rate: &KeptRate) -> bool {
    let groups = plan.lines.iter().flat_map(|line| &line.groups).filter(|group| group.model.id == id);
    let mut charges = groups.flat_map(|group| &group.members).flat_map(|member| &member.price.charges);
    charges.any(|charge| charge.rate.question() == rate.question())
}
