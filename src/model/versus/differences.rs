//! What differs between two scenarios, as typed; what is alike is left out.

use std::sync::Arc;

use super::cause::Cause;
use super::pairs::{Pair, pairs};
use super::{Change, Side};
use crate::model::assumption::{Key, Scope, TABLE, Value, Values};
use crate::model::scenario::Scenario;
use crate::model::snapshot::Snapshot;

/// One thing in which two scenarios differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The line; none for the whole scenario.
    pub line: Option<Pair>,
    /// What differs.
    pub what: What,
}

/// What differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// One of the two alone has the line.
    OnlyIn(Side),
    /// The line has another name; the bill does not know.
    Renamed {
        /// In A.
        a: String,
        /// In B.
        b: String,
    },
    /// An assumption has another value.
    Value {
        /// Which one.
        key: Key,
        /// In A.
        a: Value,
        /// In B.
        b: Value,
        /// How far the number moves, from likely value to likely value of ranges; none where either is
        /// no number.
        change: Option<Change>,
    },
    /// Prices that a scenario keeps, whatever the price book says; none for the book's own.
    Kept {
        /// In A.
        a: Option<Arc<Snapshot>>,
        /// In B.
        b: Option<Arc<Snapshot>>,
    },
    /// An assumption is locked in one of the two alone; the bill does not know.
    Locked {
        /// Which one.
        key: Key,
        /// Where it is locked.
        side: Side,
    },
}

impl Difference {
    /// The step of the bridge that it belongs to; none where it does not move the bill.
    pub fn cause(&self) -> Option<Cause> {
        match &self.what {
            What::OnlyIn(_) => Some(Cause::Lines),
            What::Value { key, .. } => Cause::of(key.spec()),
            What::Kept { .. } => Some(Cause::Prices),
            What::Renamed { .. } | What::Locked { .. } => None,
        }
    }
}

/// What differs from scenario A to scenario B: line by line, then for the whole scenario.
pub fn differences(a: &Scenario, b: &Scenario) -> Vec<Difference> {
    let mut found = Vec::new();
    for pair in pairs(a, b) {
        let mut add = |what| found.push(Difference { line: Some(pair), what });
        let line = |scenario: &'_ Scenario, at: Option<usize>| at.and_then(|at| scenario.lines.get(at).cloned());
        match (line(a, pair.a), line(b, pair.b)) {
            (Some(old), Some(new)) => {
                let values = of_values(Scope::Line, &old.values, &new.values);
                if old.name != new.name {
                    add(What::Renamed { a: old.name, b: new.name });
                }
                values.into_iter().for_each(add);
            }
            (Some(_), None) => add(What::OnlyIn(Side::A)),
            (None, Some(_)) => add(What::OnlyIn(Side::B)),
            (None, None) => {}
        }
    }
    let whole = of_values(Scope::Scenario, &a.values, &b.values).into_iter();
    found.extend(whole.map(|what| Difference { line: None, what }));
    if a.kept != b.kept {
        found.push(Difference { line: None, what: What::Kept { a: a.kept.clone(), b: b.kept.clone() } });
    }
    found
}

fn of_values(scope: Scope, a: &Values, b: &Values) -> Vec<What> {
    let mut found = Vec::new();
    for spec in TABLE.iter().filter(|spec| spec.scope == scope) {
        let key = spec.key;
        let (old, new) = (a.get(key), b.get(key));
        if old != new {
            let change = a.number(key).zip(b.number(key)).and_then(|(a, b)| Change::of(a, b));
            found.push(What::Value { key, a: old.clone(), b: new.clone(), change });
        }
        match (a.is_locked(key), b.is_locked(key)) {
            (true, false) => found.push(What::Locked { key, side: Side::A }),
            (false, true) => found.push(What::Locked { key, side: Side::B }),
            _ => {}
        }
    }
    found
}
