//! Changes as they are found.

use std::collections::HashSet;

use super::{Change, List, Of, What};
use crate::model::book::Source;

/// The changes of one provider or one model.
pub(super) struct Changes<'a> {
    /// In the order in which they were found.
    pub(super) list: Vec<Change>,
    sources: &'a mut Sources,
}

/// Changes of sources that stand behind many rates: each is said once.
#[derive(Default)]
pub(super) struct Sources {
    list: Vec<Change>,
    seen: HashSet<[String; 5]>,
}

impl Sources {
    /// The changes.
    pub(super) fn changes(self) -> Vec<Change> {
        self.list
    }
}

impl<'a> Changes<'a> {
    /// None so far.
    pub(super) fn new(sources: &'a mut Sources) -> Self {
        Self { list: Vec::new(), sources }
    }

    /// Compares a value of the provider or the model itself.
    pub(super) fn value(&mut self, what: What, old: Option<&str>, new: Option<&str>) {
        self.value_of(&Of::Itself, what, old, new);
    }

    /// Compares anything that has one text for each of its values.
    pub(super) fn shown<T: ToString>(&mut self, what: What, old: Option<T>, new: Option<T>) {
        let text = |value: Option<T>| value.map(|value| value.to_string());
        self.value(what, text(old).as_deref(), text(new).as_deref());
    }

    /// Compares a text that is left empty where there is nothing to say.
    pub(super) fn prose(&mut self, of: &Of, what: What, old: &str, new: &str) {
        let given = |text| Some(text).filter(|text: &&str| !text.is_empty());
        self.value_of(of, what, given(old), given(new));
    }

    /// Compares a value.
    pub(super) fn value_of(&mut self, of: &Of, what: What, old: Option<&str>, new: Option<&str>) {
        if old != new {
            let (old, new) = (old.map(str::to_owned), new.map(str::to_owned));
            self.list.push(Change::Value { of: of.clone(), what, old, new });
        }
    }

    /// Compares what something rests on. The same link seen again is a change of the source itself.
    pub(super) fn source(&mut self, of: &Of, old: &Source, new: &Source) {
        let Source { url, kind, checked } = old;
        if old == new {
            return;
        }
        if *url != new.url {
            return self.value_of(of, What::Source, Some(&words(old)), Some(&words(new)));
        }
        let (before, now) = ([kind.words(), &checked.to_string()], [new.kind.words(), &new.checked.to_string()]);
        let key = [url, before[0], before[1], now[0], now[1]].map(str::to_owned);
        if self.sources.seen.insert(key) {
            let mut shared = Changes::new(&mut *self.sources);
            shared.value(What::SourceKind(url.clone()), Some(before[0]), Some(now[0]));
            shared.value(What::SourceChecked(url.clone()), Some(before[1]), Some(now[1]));
            let found = shared.list;
            self.sources.list.extend(found);
        }
    }

    /// Compares two lists, entry by entry and then in their order.
    pub(super) fn entries(&mut self, list: List, old: &[String], new: &[String]) {
        let (before, now): (HashSet<&String>, HashSet<&String>) = (old.iter().collect(), new.iter().collect());
        let start = self.list.len();
        let mut said = HashSet::new();
        for entry in new.iter().filter(|entry| !before.contains(entry) && said.insert(*entry)) {
            self.list.push(Change::Listed { list, entry: entry.clone() });
        }
        for entry in old.iter().filter(|entry| !now.contains(entry) && said.insert(*entry)) {
            self.list.push(Change::Unlisted { list, entry: entry.clone() });
        }
        if self.list.len() == start && old != new {
            self.list.push(Change::Order { list, old: old.to_vec(), new: new.to_vec() });
        }
    }
}

/// A source with all there is to it.
fn words(source: &Source) -> String {
    format!("{} ({}, checked {})", source.url, source.kind.words(), source.checked)
}
