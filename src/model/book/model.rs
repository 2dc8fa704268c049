//! What a model can be asked.

use std::collections::BTreeSet;

use super::{FailureRule, InputTokens, Model, Operation, Origin, Region, SizeLimits, State, Tier, Unit};
use crate::model::day::Day;
use crate::model::outcome::Outcome;
use crate::model::size::Pixels;

impl Model {
    /// The life of the model on a day: from the day it ends it is retired, whatever else was announced.
    pub fn state_on(&self, day: Day) -> State {
        match self.retires {
            Some(last) if last <= day => State::Retired,
            // Withdrawn by now, and not yet on that day.
            Some(_) if self.state == State::Retired => State::Deprecated,
            _ => self.state,
        }
    }

    /// Days left until the announced end, if it is still ahead.
    pub fn days_left(&self, day: Day) -> Option<i32> {
        self.retires.map(|last| day.days_until(last)).filter(|days| *days > 0)
    }

    /// The days on which something about it changes: first days of rates, and its end.
    pub fn days(&self) -> BTreeSet<Day> {
        self.rates.iter().map(|rate| rate.from).chain(self.retires).collect()
    }

    /// Whether the whole model is the user's: of their price files, or made by them.
    pub fn is_yours(&self) -> bool {
        self.origin == Origin::Yours
    }

    /// Whether any of its rates is the user's own, on whatever day.
    pub fn has_your_rates(&self) -> bool {
        self.rates.iter().any(|rate| rate.source.is_yours())
    }

    /// Whether the price book knows a batch price.
    pub fn has_batch(&self) -> bool {
        self.batch.is_some() || self.rates.iter().any(|rate| rate.tier == Tier::Batch)
    }

    /// Whether references can be read at high fidelity.
    pub fn has_fidelity(&self) -> bool {
        let tiles = self.tokens.as_ref().map(|tokens| &tokens.input);
        matches!(tiles, Some(InputTokens::Tiles { high_square, .. }) if *high_square > 0)
    }

    /// Whether the price depends on the number of inference steps.
    pub fn bills_steps(&self) -> bool {
        self.rates.iter().any(|rate| rate.unit.is_steps())
    }

    /// Whether the price depends on the run time.
    pub fn bills_seconds(&self) -> bool {
        self.rates.iter().any(|rate| rate.unit == Unit::Second)
    }

    /// The region of this name, as it is on a day.
    pub fn region_on(&self, name: &str, day: Day) -> Option<&Region> {
        self.regions.iter().rfind(|region| region.name == name && region.from <= day)
    }

    /// The names of its regions.
    pub fn region_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.regions.iter().map(|region| region.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether the price depends on the size at all.
    pub fn size_matters(&self) -> bool {
        !self.sizes.is_empty()
    }

    /// The operation that this model does when asked for `wanted`: the same, or its only one.
    pub fn operation_for(&self, wanted: &Operation) -> Option<Operation> {
        match self.operations.as_slice() {
            known if known.contains(wanted) => Some(wanted.clone()),
            [only @ Operation::Own(_)] => Some(only.clone()),
            _ => None,
        }
    }

    /// The id without the provider.
    pub fn short_id(&self) -> &str {
        self.id.split_once('/').map_or(self.id.as_str(), |(_, short)| short)
    }

    /// What is billed for an outcome.
    pub fn failure(&self, outcome: Outcome) -> &FailureRule {
        self.failures.get(outcome)
    }
}

impl SizeLimits {
    /// Why the provider would refuse a size, or nothing when it is legal.
    pub fn objection(&self, pixels: Pixels) -> Option<String> {
        let Self { step, min_pixels, max_pixels, max_edge, max_aspect, .. } = *self;
        let area = pixels.area();
        if !pixels.width.is_multiple_of(step) || !pixels.height.is_multiple_of(step) {
            Some(format!("both edges must be multiples of {step}"))
        } else if pixels.long() > max_edge {
            Some(format!("the longest edge may be at most {max_edge}"))
        } else if pixels.long() > pixels.short().saturating_mul(max_aspect) {
            Some(format!("the aspect ratio may be at most {max_aspect}:1"))
        } else if area < min_pixels {
            Some(format!("it must have at least {min_pixels} pixels"))
        } else if area > max_pixels {
            Some(format!("it may have at most {max_pixels} pixels"))
        } else {
            None
        }
    }
}
