//! What an assumption does to the price beside a prompt whose length moves too: where a longer prompt
//! makes every token dearer, the two do not simply add up.

use rust_decimal::Decimal;

use super::compile::Source;
use super::knots::{dearer_from, references_key};
use super::{Bends, Effect, Variable};
use crate::model::assumption::{Key, Value};
use crate::model::num::Num as _;
use crate::model::plan::{Plan, PlanLine, Problem};
use crate::model::price::hidden_tokens;
use crate::model::scenario;

/// A variable prompt that passes lengths from which prices are other ones.
pub(super) struct Beside {
    /// Which variable it is.
    of: usize,
    /// Those lengths, in rising order.
    lengths: Vec<Decimal>,
    /// Tokens by which the variable itself moves the length of a prompt.
    sway: Decimal,
}

impl Beside {
    /// The prompt that moves beside a variable; none where it passes no such length.
    pub fn of(
        base: &scenario::Line,
        variable: &Variable,
        variables: &[(usize, &Variable)],
        opened: &PlanLine,
    ) -> Option<Self> {
        if variable.place.key == Key::PromptTokens {
            return None;
        }
        let (of, prompt) = variables.iter().find(|(_, other)| other.place.key == Key::PromptTokens)?;
        let mut lengths = dearer_from(opened, &base.values);
        lengths.retain(|length| *length > prompt.low && *length <= prompt.high);
        lengths.sort_unstable();
        lengths.dedup();
        (!lengths.is_empty()).then(|| Self { of: *of, lengths, sway: sway(variable, opened) })
    }

    /// Each stretch of lengths with one set of prices: a prompt within it, and 1 where it holds and 0
    /// elsewhere.
    ///
    /// Where the variable sways the length, the prompt stands that far from the stretch's ends. So near
    /// to an end, both being moved at once is the one thing that is not exact.
    fn stretches(&self) -> Vec<(Decimal, Bends)> {
        let starts = std::iter::once(None).chain(self.lengths.iter().copied().map(Some));
        let ends = self.lengths.iter().copied().map(Some).chain([None]);
        starts.zip(ends).map(|(start, end)| (self.within(start, end), weight(start, end))).collect()
    }

    /// A prompt from `start` up to before `end`.
    fn within(&self, start: Option<Decimal>, end: Option<Decimal>) -> Decimal {
        let last = end.map_or(Decimal::MAX, |end| end.saturating_sub(Decimal::ONE));
        match start {
            Some(start) => start.saturating_add(self.sway).min(last),
            None => last.saturating_sub(self.sway).max(Decimal::ONE),
        }
    }
}

/// 1 from `start` up to before `end`, and 0 elsewhere.
fn weight(start: Option<Decimal>, end: Option<Decimal>) -> Bends {
    let mut points = Vec::with_capacity(6);
    let (start, end) = (start.map(f64::of), end.map(f64::of));
    match (start, end) {
        (Some(start), _) => points.extend([(start - 2.0, 0.0), (start - 1.0, 0.0), (start, 1.0)]),
        (None, Some(end)) => points.push((end - 2.0, 1.0)),
        (None, None) => {}
    }
    match (start, end) {
        (Some(start), Some(end)) if end - 1.0 <= start => points.extend([(end, 0.0), (end + 1.0, 0.0)]),
        (_, Some(end)) => points.extend([(end - 1.0, 1.0), (end, 0.0), (end + 1.0, 0.0)]),
        (Some(start), None) => points.push((start + 1.0, 1.0)),
        (None, None) => {}
    }
    Bends::through(&points)
}

/// By how many hidden tokens a prompt grows as a variable goes from low to high.
fn sway(variable: &Variable, opened: &PlanLine) -> Decimal {
    let groups = opened.groups.iter().filter(|group| references_key(group) == Some(variable.place.key));
    let tokens = groups.filter_map(|group| {
        let hidden = |references| hidden_tokens(&group.model, &group.operation, references).ok();
        hidden(variable.high)?.checked_sub(hidden(variable.low)?)
    });
    tokens.max().unwrap_or_default().ceil()
}

impl Source<'_> {
    /// What a variable adds to the price in each stretch of the prompt.
    pub(super) fn beside(
        &self,
        beside: &Beside,
        base: &scenario::Line,
        variable: &Variable,
        plan: &Plan,
    ) -> Result<Vec<Effect>, Vec<Problem>> {
        let mut at = base.clone();
        let stretches = beside.stretches().into_iter().map(|(prompt, weight)| {
            at.values.set(Key::PromptTokens, Value::Number(prompt));
            let opened = self.resolve(&at, plan)?;
            let lanes = self.price(&at, variable, &opened, plan)?;
            Ok(Effect::PriceBeside { of: beside.of, weight, lanes })
        });
        stretches.collect()
    }
}
