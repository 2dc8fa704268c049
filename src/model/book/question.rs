//! What a rate holds for on its days, and whether two rates can hold for the same call.

use std::collections::BTreeSet;

use super::{Operation, Rate, SizeMatch, Tier, Unit};

/// What a rate holds for on its days: two rates of a model for the same question follow one another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::model) struct Question<'a> {
    pub(in crate::model) unit: Unit,
    pub(in crate::model) operations: BTreeSet<&'a str>,
    pub(in crate::model) size: SizeMatch,
    pub(in crate::model) quality: Option<&'a str>,
    pub(in crate::model) prompt_from: Option<u64>,
    pub(in crate::model) tier: Tier,
}

impl Rate {
    /// What it holds for.
    pub(in crate::model) fn question(&self) -> Question<'_> {
        Question {
            unit: self.unit,
            operations: self.operations.iter().map(Operation::name).collect(),
            size: self.size,
            quality: self.quality.as_deref(),
            prompt_from: self.prompt_from,
            tier: self.tier,
        }
    }

    /// Whether some operation, size and quality fits both.
    pub(in crate::model) fn meets(&self, other: &Self) -> bool {
        let operations = self.operations.is_empty()
            || other.operations.is_empty()
            || self.operations.iter().any(|operation| other.operations.contains(operation));
        let qualities = self.quality.is_none() || other.quality.is_none() || self.quality == other.quality;
        operations && qualities && sizes_meet(self.size, other.size)
    }
}

fn sizes_meet(a: SizeMatch, b: SizeMatch) -> bool {
    match (a, b) {
        (SizeMatch::Any, _) | (_, SizeMatch::Any) => true,
        (SizeMatch::Only(size), other) | (other, SizeMatch::Only(size)) => other.holds(Some(size)),
        (SizeMatch::Band { from, up_to }, SizeMatch::Band { from: other_from, up_to: other_to }) => {
            from <= other_to && other_from <= up_to
        }
    }
}
