//! The open scenarios: one in front, the others behind their tabs, and those closed lately.

use super::document::{Document, DocumentId};

/// Most closed scenarios that can be opened again.
const MOST_CLOSED: usize = 20;

/// The open scenarios; there is always one.
#[derive(Debug, Clone)]
pub struct Documents {
    open: Vec<Document>,
    front: usize,
    /// The last one closed stands last, with the place of its tab.
    closed: Vec<(usize, Document)>,
    given: u64,
}

impl Documents {
    /// One open scenario.
    pub fn new(first: Document) -> Self {
        let mut documents = Self { open: Vec::new(), front: 0, closed: Vec::new(), given: 0 };
        documents.add(first);
        documents
    }

    /// The one in front.
    pub fn front(&self) -> &Document {
        &self.open[self.front]
    }

    /// The one in front, to be changed.
    pub fn front_mut(&mut self) -> &mut Document {
        &mut self.open[self.front]
    }

    /// All of them, in the order of their tabs.
    pub fn all(&self) -> &[Document] {
        &self.open
    }

    /// The place of the tab in front.
    pub fn front_at(&self) -> usize {
        self.front
    }

    /// The place of a scenario's tab, while it is open.
    pub fn place_of(&self, id: DocumentId) -> Option<usize> {
        self.open.iter().position(|document| document.id == id)
    }

    /// An open scenario.
    pub fn get(&self, id: DocumentId) -> Option<&Document> {
        self.open.iter().find(|document| document.id == id)
    }

    /// An open scenario, to be changed.
    pub fn get_mut(&mut self, id: DocumentId) -> Option<&mut Document> {
        self.open.iter_mut().find(|document| document.id == id)
    }

    /// Opens a scenario in front: beside the present one, or in place of the untouched one that the
    /// program began with.
    pub fn add(&mut self, document: Document) -> DocumentId {
        let at = match self.open.get(self.front) {
            None => 0,
            Some(present) if present.is_untouched_start() => {
                self.open.remove(self.front);
                self.front
            }
            Some(_) => self.front + 1,
        };
        self.insert(at, document)
    }

    fn insert(&mut self, at: usize, mut document: Document) -> DocumentId {
        self.given += 1;
        let id = DocumentId(self.given);
        self.front = at.min(self.open.len());
        document.id = id;
        self.open.insert(self.front, document);
        id
    }

    /// Brings the scenario at a place to the front; past the end is the end.
    pub fn show(&mut self, at: usize) {
        self.front = at.min(self.open.len() - 1);
    }

    /// Moves a tab to another place; the front stays in front.
    pub fn move_to(&mut self, from: usize, to: usize) {
        if from >= self.open.len() {
            return;
        }
        let front = self.front().id;
        let document = self.open.remove(from);
        self.open.insert(to.min(self.open.len()), document);
        self.front = self.place_of(front).unwrap_or(0);
    }

    /// Closes a scenario, which can be opened again; where it was the only one, another takes its place.
    pub fn close(&mut self, at: usize, instead: impl FnOnce() -> Document) {
        if at >= self.open.len() {
            return;
        }
        let document = self.open.remove(at);
        if !document.is_untouched_start() {
            self.closed.push((at, document));
        }
        if self.closed.len() > MOST_CLOSED {
            self.closed.remove(0);
        }
        if self.open.is_empty() {
            self.insert(0, instead());
        } else if self.front > at || self.front == self.open.len() {
            self.front -= 1;
        }
    }

    /// Opens the scenario again that was closed last; false where there is none. One file has one tab: where
    /// its file is open by now, that tab comes to the front, and changes that it had open beside without the file.
    pub fn reopen(&mut self) -> bool {
        let Some((at, mut document)) = self.closed.pop() else { return false };
        if let Some(open) = document.path.as_deref().and_then(|path| self.with_path(path)) {
            if !document.is_changed() {
                self.show(open);
                return true;
            }
            document.lie_at(None);
            (document.saved, document.stamp, document.adrift) = (None, None, true);
        }
        if self.front().is_untouched_start() {
            self.add(document);
        } else {
            self.insert(at, document);
        }
        true
    }

    /// The scenario that opening again would bring back.
    pub fn last_closed(&self) -> Option<&Document> {
        self.closed.last().map(|(_, document)| document)
    }

    /// The file's scenario, if it is open.
    pub fn with_path(&self, path: &std::path::Path) -> Option<usize> {
        self.open.iter().position(|document| document.lies_at(path))
    }

    /// Whether another open scenario has the same name.
    pub fn has_twin(&self, document: &Document) -> bool {
        self.open.iter().any(|other| other.id != document.id && other.scenario.name == document.scenario.name)
    }

    /// A name for a copy that no open scenario has: `name copy`, `name copy 2`.
    pub fn name_of_copy(&self, name: &str) -> String {
        let is_number = |rest: &str| rest.strip_prefix(' ').is_some_and(|number| number.parse::<u32>().is_ok());
        let base = match name.rsplit_once(" copy") {
            Some((base, rest)) if rest.is_empty() || is_number(rest) => base,
            _ => name,
        };
        let taken = |wish: &str| self.open.iter().any(|document| document.scenario.name == wish);
        let numbered = (2..).map(|n| format!("{base} copy {n}"));
        std::iter::once(format!("{base} copy")).chain(numbered).find(|wish| !taken(wish)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::Scenario;

    fn named(name: &str) -> Document {
        Document::unsaved(Scenario::new(name))
    }

    fn names(documents: &Documents) -> Vec<&str> {
        documents.all().iter().map(|document| document.scenario.name.as_str()).collect()
    }

    #[test]
    fn tabs_open_beside_the_front_and_close_to_a_neighbour() {
        let mut documents = Documents::new(named("a"));
        documents.add(named("b"));
        documents.show(0);
        documents.add(named("c"));
        assert_eq!(names(&documents), ["a", "c", "b"]);
        documents.close(1, || unreachable!());
        assert_eq!((names(&documents), documents.front_at()), (vec!["a", "b"], 1));
        documents.close(1, || unreachable!());
        documents.close(0, || named("new"));
        assert_eq!(names(&documents), ["new"]);
        while documents.reopen() {}
        assert_eq!(names(&documents), ["a", "c", "b", "new"], "each comes back to its place");
    }

    #[test]
    fn an_untouched_start_gives_way() {
        let mut documents = Documents::new(Document::start(Scenario::new("default")));
        documents.add(named("a"));
        assert_eq!(names(&documents), ["a"]);
        documents.close(0, || Document::start(Scenario::new("default")));
        assert!(documents.reopen());
        assert_eq!(names(&documents), ["a"]);
    }

    #[test]
    fn the_front_stays_in_front_when_tabs_move() {
        let mut documents = Documents::new(named("a"));
        documents.add(named("b"));
        documents.add(named("c"));
        documents.move_to(2, 0);
        assert_eq!((names(&documents), documents.front_at()), (vec!["c", "a", "b"], 0));
        documents.move_to(1, 2);
        assert_eq!((names(&documents), documents.front_at()), (vec!["c", "b", "a"], 0));
    }

    #[test]
    fn a_copy_gets_a_name_of_its_own() {
        let mut documents = Documents::new(named("plan"));
        assert_eq!(documents.name_of_copy("plan"), "plan copy");
        documents.add(named("plan copy"));
        assert_eq!(documents.name_of_copy("plan copy"), "plan copy 2");
        assert_eq!(documents.name_of_copy("plan copy 7"), "plan copy 2");
        assert_eq!(documents.name_of_copy("Photo copyright plan"), "Photo copyright plan copy");
        assert_eq!(documents.name_of_copy("one copy of two"), "one copy of two copy");
    }
}
