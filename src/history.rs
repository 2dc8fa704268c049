//! Undo and redo: whole states with the names of the steps between them.

use crate::model::scenario::Place;

/// What a step changes; steps of one subject in a row are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An assumption.
    Value(Place),
    /// The scenario's name.
    Name,
    /// The scenario's note.
    Note,
    /// A line's name.
    LineName(usize),
}

/// Most steps that can be undone.
const MOST_STEPS: usize = 200;

/// Past and future of one thing: a scenario, the user's own prices.
#[derive(Debug, Clone)]
pub struct History<T> {
    past: Vec<Step<T>>,
    future: Vec<Step<T>>,
    /// The future from before the open step, which stays if that step ends where it began.
    held: Vec<Step<T>>,
    /// What is being dragged or retyped.
    open: Option<Subject>,
}

#[derive(Debug, Clone)]
struct Step<T> {
    name: String,
    before: T,
    after: T,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self { past: Vec::new(), future: Vec::new(), held: Vec::new(), open: None }
    }
}

impl<T: Clone + PartialEq> History<T> {
    /// Remembers a step, named by what was there before it. Steps of one subject in a row count as one
    /// until [`History::close`]; one that ends where it began is none.
    pub fn record(&mut self, subject: Option<Subject>, before: T, after: &T, name: impl FnOnce(&T) -> String) {
        if before == *after {
            return;
        }
        let same = subject.is_some() && self.open == subject;
        match self.past.last_mut() {
            Some(step) if same && step.before == *after => {
                self.past.pop();
                self.open = None;
                self.future = std::mem::take(&mut self.held);
                return;
            }
            Some(step) if same => {
                step.after.clone_from(after);
                step.name = name(&step.before);
            }
            _ => {
                self.held = std::mem::take(&mut self.future);
                self.past.push(Step { name: name(&before), before, after: after.clone() });
            }
        }
        self.open = subject;
        if subject.is_none() {
            self.held.clear();
        }
        if self.past.len() > MOST_STEPS {
            self.past.remove(0);
        }
    }

    /// Whether nothing was ever done.
    pub fn is_empty(&self) -> bool {
        self.past.is_empty() && self.future.is_empty()
    }

    /// Ends the step that is open, so that the next change is a new one.
    pub fn close(&mut self) {
        self.open = None;
        self.held.clear();
    }

    /// Whether an assumption is being dragged or retyped.
    pub fn is_setting_a_value(&self) -> bool {
        matches!(self.open, Some(Subject::Value(_)))
    }

    /// The state before the last step, and that step's name.
    pub fn undo(&mut self) -> Option<(T, String)> {
        let step = self.past.pop()?;
        self.close();
        let result = (step.before.clone(), step.name.clone());
        self.future.push(step);
        Some(result)
    }

    /// The state after the step that was undone last, and that step's name.
    pub fn redo(&mut self) -> Option<(T, String)> {
        let step = self.future.pop()?;
        self.close();
        let result = (step.after.clone(), step.name.clone());
        self.past.push(step);
        Some(result)
    }

    /// What undo would take back.
    pub fn undo_name(&self) -> Option<&str> {
        self.past.last().map(|step| step.name.as_str())
    }

    /// What redo would bring back.
    pub fn redo_name(&self) -> Option<&str> {
        self.future.last().map(|step| step.name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::assumption::Key;
    use crate::model::scenario::Scenario;

    fn with_images(count: &str) -> Scenario {
        let mut scenario = Scenario::new("x");
        scenario.apply(&format!("images={count}")).unwrap();
        scenario
    }

    #[test]
    fn a_drag_is_one_step_and_a_new_drag_another() {
        let place = Some(Subject::Value(Place { line: Some(0), key: Key::Images }));
        let mut history = History::default();
        history.record(place, with_images("1"), &with_images("2"), |_| "images to 2".into());
        history.record(place, with_images("2"), &with_images("3"), |_| "images to 3".into());
        history.close();
        history.record(place, with_images("3"), &with_images("4"), |_| "images to 4".into());
        assert_eq!(history.undo().unwrap().0, with_images("3"));
        assert_eq!(history.undo().unwrap().0, with_images("1"));
        assert!(history.undo().is_none());
        assert_eq!(history.redo().unwrap(), (with_images("3"), "images to 3".to_owned()));
        history.record(None, with_images("3"), &with_images("9"), |_| "other".into());
        assert!(history.redo().is_none(), "a new step ends the future");
    }

    #[test]
    fn a_drag_out_and_back_leaves_redo_alone_and_one_that_ends_elsewhere_does_not() {
        let place = Some(Subject::Value(Place { line: Some(0), key: Key::Images }));
        let mut history = History::default();
        history.record(None, with_images("1"), &with_images("2"), |_| "to 2".into());
        history.undo();
        history.record(place, with_images("1"), &with_images("5"), |_| "to 5".into());
        assert_eq!(history.redo_name(), None, "there is nothing to bring back in the middle of a step");
        history.record(place, with_images("5"), &with_images("6"), |_| "to 6".into());
        history.record(place, with_images("6"), &with_images("1"), |_| "to 1".into());
        history.close();
        assert_eq!((history.undo_name(), history.redo_name()), (None, Some("to 2")));
        history.record(place, with_images("1"), &with_images("5"), |_| "to 5".into());
        history.close();
        history.record(place, with_images("5"), &with_images("1"), |_| "to 1".into());
        assert_eq!(history.redo_name(), None);
    }

    #[test]
    fn a_drag_is_named_from_where_it_began_and_one_that_comes_back_is_none() {
        let place = Some(Subject::Value(Place { line: Some(0), key: Key::Images }));
        let images = |scenario: &Scenario| scenario.lines[0].values.amount(Key::Images).to_string();
        let mut history = History::default();
        history.record(place, with_images("1"), &with_images("2"), |before| format!("{} to 2", images(before)));
        history.record(place, with_images("2"), &with_images("3"), |before| format!("{} to 3", images(before)));
        assert_eq!(history.undo_name(), Some("1 to 3"));
        history.record(place, with_images("3"), &with_images("1"), |before| format!("{} to 1", images(before)));
        assert!(history.is_empty());
    }
}
