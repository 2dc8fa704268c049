//! Which lines of two scenarios are the same work.

use std::collections::BTreeSet;

use crate::model::scenario::{Line, Scenario};

/// A line of either scenario with its partner in the other, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// In A; none where only B has it.
    pub a: Option<usize>,
    /// In B; none where only A has it.
    pub b: Option<usize>,
}

impl Pair {
    /// The line's name, as B has it where B has the line.
    pub fn name<'s>(&self, a: &'s Scenario, b: &'s Scenario) -> Option<&'s str> {
        let name = |scenario: &'s Scenario, at: usize| scenario.lines.get(at).map(|line| line.name.as_str());
        self.b.and_then(|at| name(b, at)).or_else(|| self.a.and_then(|at| name(a, at)))
    }
}

/// Every line of both scenarios: A's in their order, then those that only B has. Lines with the same
/// name belong together, then lines with another name that are alike in everything else, then the
/// only line of one scenario and the only line of the other.
pub fn pairs(a: &Scenario, b: &Scenario) -> Vec<Pair> {
    let mut free: BTreeSet<usize> = (0..b.lines.len()).collect();
    let mut pairs: Vec<Pair> = (0..a.lines.len()).map(|at| Pair { a: Some(at), b: None }).collect();
    let mut join = |is_same: &dyn Fn(&Line, &Line) -> bool| {
        for (pair, line) in pairs.iter_mut().zip(&a.lines).filter(|(pair, _)| pair.b.is_none()) {
            let is_partner = |at: &usize| b.lines.get(*at).is_some_and(|other| is_same(line, other));
            pair.b = free.iter().copied().find(is_partner);
            if let Some(at) = pair.b {
                free.remove(&at);
            }
        }
    };
    join(&|a, b| a.name == b.name);
    join(&|a, b| a.values.iter().eq(b.values.iter()));
    if a.lines.len() == 1 && b.lines.len() == 1 {
        join(&|_, _| true);
    }
    pairs.extend(free.into_iter().map(|at| Pair { a: None, b: Some(at) }));
    pairs
}
