//! What a comparison comes to.

use rust_decimal::Decimal;

use super::{Judgement, Standing, Verdict};
use crate::model::num::Num as _;

/// How many entries stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// About making images, understood or not.
    pub images: usize,
    /// Understood.
    pub understood: usize,
    /// All that can be compared agrees.
    pub agree: usize,
    /// Of those that agree: ours was read in this list wherever they agree, which proves nothing.
    pub echo: usize,
    /// Some figure differs.
    pub differ: usize,
    /// One figure for a table of ours, and none that differs.
    pub hide: usize,
    /// There is nothing of ours to put beside any figure.
    pub not_comparable: usize,
    /// A provider or a model that the book does not have.
    pub not_ours: usize,
    /// About making images and not understood.
    pub refused: usize,
    /// About something else.
    pub others: usize,
}

impl Summary {
    /// Counts judgements; `refused` and `others` are counted when the list is read.
    pub fn of(judgements: &[Judgement], refused: usize, others: usize) -> Self {
        let count = |fits: &dyn Fn(&Judgement) -> bool| judgements.iter().filter(|one| fits(one)).count();
        Self {
            images: judgements.len().saturating_add(refused),
            understood: judgements.len(),
            agree: count(&|one| one.standing == Standing::Agrees),
            echo: count(&|one| one.standing == Standing::Agrees && one.is_echo()),
            differ: count(&|one| matches!(one.standing, Standing::Differs { .. })),
            hide: count(&|one| matches!(one.standing, Standing::Hides { .. })),
            not_comparable: count(&|one| matches!(one.standing, Standing::NotComparable { .. })),
            not_ours: count(&|one| matches!(one.standing, Standing::NotOurs { .. })),
            refused,
            others,
        }
    }
}

impl Judgement {
    /// Whether every figure that agrees was read in the list itself.
    pub fn is_echo(&self) -> bool {
        self.verdicts.iter().filter(|verdict| verdict.standing == Standing::Agrees).all(|verdict| verdict.echo)
    }
}

impl Standing {
    /// How far off it is: the larger price over the smaller one, at least 1; none where one of them
    /// is nothing, which is farther than any.
    fn distance(&self) -> Option<Decimal> {
        match self {
            Self::Differs { ratio } => {
                let ratio = (*ratio)?;
                Some(Decimal::ONE.over(ratio).ok()?.max(ratio))
            }
            _ => Some(Decimal::ONE),
        }
    }

    /// The one that is farther off; the first where both are the same.
    pub(super) fn farther<'a>(&'a self, other: &'a Self) -> &'a Self {
        match (self.distance(), other.distance()) {
            (Some(a), Some(b)) if b > a => other,
            (Some(_), None) => other,
            _ => self,
        }
    }

    /// In one word or a few.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs { .. } => "differs",
            Self::Hides { .. } => "hides a table",
            Self::NotComparable { .. } => "not comparable",
            Self::NotOurs { .. } => "not ours",
        }
    }
}

/// A figure that differs, with its entry.
#[derive(Debug, Clone, Copy)]
pub struct Disagreement<'a> {
    /// The entry.
    pub judgement: &'a Judgement,
    /// The figure.
    pub verdict: &'a Verdict,
    /// Theirs over ours.
    pub ratio: Option<Decimal>,
}

/// Every figure that differs, the farthest off first, alike ones by name.
pub fn disagreements(judgements: &[Judgement]) -> Vec<Disagreement<'_>> {
    let mut found = Vec::new();
    for judgement in judgements {
        for verdict in &judgement.verdicts {
            if let Standing::Differs { ratio } = verdict.standing {
                found.push((verdict.standing.distance(), Disagreement { judgement, verdict, ratio }));
            }
        }
    }
    found.sort_by(|(a, one), (b, other)| {
        let farther = match (a, b) {
            (None, None) => std::cmp::Ordering::Equal,
            (None, Some(_)) => std::cmp::Ordering::Less,
            (Some(_), None) => std::cmp::Ordering::Greater,
            (Some(a), Some(b)) => b.cmp(a),
        };
        farther.then_with(|| one.judgement.key.cmp(&other.judgement.key))
    });
    found.into_iter().map(|(_, disagreement)| disagreement).collect()
}
