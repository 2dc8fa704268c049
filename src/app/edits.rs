//! Changes to the scenario, each an undo step with a name.

use std::sync::Arc;

use super::App;
use crate::action::Action;
use crate::history::Subject;
use crate::model::assumption::{Key, Value, Values, spec};
use crate::model::scenario::{Line, MOST_LINES, Place, Scenario};
use crate::state::{Edit, Target, Workspace};
use crate::text;

impl App {
    /// Takes the name and the value that are being typed, so that nothing typed is left behind; false when
    /// the value is none.
    pub(super) fn commit_edit(&mut self) -> bool {
        self.take_name();
        let Some(edit) = self.state.view.edit.take() else { return true };
        let row = spec(edit.place.key);
        let old = self.state.documents.front().scenario.get(edit.place).unwrap_or(&row.default);
        match row.read_over(&edit.text, old) {
            Ok(value) => {
                self.set(edit.place, value);
                self.state.documents.front_mut().history.close();
                true
            }
            Err(error) => {
                // The shown form of a value, such as `$600`, may be in a field that nobody typed in.
                let shown = self.state.documents.front().scenario.get(edit.place);
                if shown.is_some_and(|value| text::field_value(spec(edit.place.key), value) == edit.text) {
                    return true;
                }
                self.complain(format!("{error}."));
                self.state.view.edit = Some(Edit { error: Some(error.to_string()), ..edit });
                false
            }
        }
    }

    pub(super) fn show_line(&mut self, index: usize) {
        if self.commit_edit() {
            self.state.view.target = None;
            self.state.view.line = index;
            self.clamp_line();
        }
    }

    /// One undo step that changes the scenario.
    pub(super) fn change(&mut self, name: &str, change: impl FnOnce(&mut Scenario)) {
        self.change_at(None, change, |_, _| name.to_owned());
    }

    /// The same for a subject that may go on changing: the step is named by its first and last state.
    pub(super) fn change_at(
        &mut self,
        subject: Option<Subject>,
        change: impl FnOnce(&mut Scenario),
        name: impl FnOnce(&Scenario, &Scenario) -> String,
    ) {
        let document = self.state.documents.front_mut();
        let before = document.scenario.clone();
        change(&mut document.scenario);
        let (changed, after) = (before != document.scenario, &document.scenario);
        // Steps are named in the reader's number format; inputs are in USD.
        let style = &self.state.settings.style;
        let named = |first: &Scenario| style.scope(|| text::in_usd(|| name(first, after)));
        document.history.record(subject, before, after, named);
        // The last word was about something else; what went wrong stays until it is dismissed.
        let old = self.state.view.notice.as_ref().is_some_and(|notice| !notice.bad);
        if changed && old {
            self.state.view.notice = None;
        }
    }

    pub(super) fn set(&mut self, place: Place, value: Value) {
        let book = Arc::clone(&self.session.book);
        let mut replaced = Vec::new();
        let quality = Place { key: Key::Quality, ..place };
        let before = self.state.documents.front().scenario.get(place).map(ToString::to_string);
        let before = before.and_then(|id| book.find(&id).ok()).map(Arc::clone);
        let look =
            before.and_then(|before| self.state.documents.front().scenario.look_on(&book, &before, quality, &value));
        let change = |scenario: &mut Scenario| {
            scenario.set(place, value);
            if place.key == Key::Model {
                replaced = scenario.fit_to_model(&book, place);
            }
        };
        self.change_at(Some(Subject::Value(place)), change, |first, last| step_name(place, first, last));
        if !replaced.is_empty() {
            self.offer_undo(format!("The model does not have the old choice: {}.", replaced.join(", ")));
        }
        if let Some((words, value)) = look.filter(|_| place.key == Key::Model) {
            self.offer_look(words, quality, value);
        }
    }

    /// Offers the quality that looks as before, where the line does not have it already.
    fn offer_look(&mut self, words: String, quality: Place, value: Value) {
        if self.state.documents.front().scenario.get(quality) != Some(&value) {
            self.offer(words, format!("Use {value}"), Action::SetMany(vec![(quality, value)]));
        }
    }

    /// Several values at once: a place of the map, a way to save.
    pub(super) fn set_many(&mut self, values: &[(Place, Value)]) {
        let words = values.iter().map(|(place, value)| {
            let row = spec(place.key);
            format!("{} to {}", row.full_label().to_lowercase(), text::value(row, value))
        });
        let name = self.state.settings.style.scope(|| text::in_usd(|| words.collect::<Vec<_>>().join(", ")));
        let scenario = &self.state.documents.front().scenario;
        let lost = values.iter().filter(|(place, _)| matches!(scenario.get(*place), Some(Value::Range(_))));
        let lost: Vec<String> = lost.map(|(place, _)| spec(place.key).full_label().to_lowercase()).collect();
        self.state.view.edit = None;
        self.change(&name, |scenario| {
            for (place, value) in values {
                scenario.set(*place, value.clone());
            }
        });
        if !lost.is_empty() {
            self.offer_undo(format!("No range any more: {}.", lost.join(", ")));
        }
    }

    pub(super) fn toggle_range(&mut self, place: Place) {
        let row = spec(place.key);
        let Some(value) = self.state.documents.front().scenario.get(place).and_then(|value| row.toggled(value)) else {
            return;
        };
        let label = row.full_label().to_lowercase();
        let name = match value {
            Value::Range(_) => format!("{label} to a range"),
            _ => format!("{label} to one value"),
        };
        self.state.view.edit = None;
        let one = !matches!(value, Value::Range(_));
        self.change(&name, |scenario| scenario.set(place, value));
        if one {
            self.offer_undo(format!("No range any more: {label}."));
        }
    }

    pub(super) fn lock(&mut self, place: Place, locked: bool) {
        let verb = if locked { "lock" } else { "unlock" };
        let name = format!("{verb} {}", spec(place.key).full_label().to_lowercase());
        self.change(&name, |scenario| scenario.lock(place, locked));
    }

    pub(super) fn reset(&mut self, place: Place) {
        let value = self.state.documents.front().baseline_value(place).unwrap_or(&spec(place.key).default).clone();
        let name = format!("reset {}", spec(place.key).full_label().to_lowercase());
        self.state.view.edit = None;
        self.change(&name, |scenario| scenario.set(place, value));
        self.offer_undo(format!("Done: {name}."));
    }

    pub(super) fn add_line(&mut self, copy_of: Option<usize>) {
        let scenario = &self.state.documents.front().scenario;
        if scenario.lines.len() >= MOST_LINES {
            self.complain(format!("A scenario has at most {MOST_LINES} lines."));
            return;
        }
        let source = copy_of.and_then(|index| scenario.lines.get(index));
        let values = source.or(scenario.lines.last()).map_or_else(Values::default, |line| line.values.clone());
        let name = scenario.free_line_name(source.map_or("more images", |line| &line.name));
        let at = copy_of.map_or(scenario.lines.len(), |index| index + 1);
        self.change(&format!("add line {name}"), |scenario| scenario.lines.insert(at, Line { name, values }));
        self.state.view.line = at;
        self.state.view.edit = None;
    }

    pub(super) fn remove_line(&mut self, index: usize) {
        let lines = &self.state.documents.front().scenario.lines;
        let Some(line) = lines.get(index).filter(|_| lines.len() > 1) else { return };
        let name = line.name.clone();
        self.change(&format!("remove line {name}"), |scenario| {
            scenario.lines.remove(index);
        });
        self.clamp_line();
        self.offer_undo(format!("Removed line {name}."));
    }

    pub(super) fn rename_line(&mut self, index: usize, name: &str) {
        let name = name.trim().to_owned();
        let taken =
            self.state.documents.front().scenario.lines.iter().enumerate().any(|(at, l)| at != index && l.name == name);
        if name.is_empty() || taken {
            self.complain(format!("A line cannot be named \"{name}\": the name is empty or taken."));
            return;
        }
        let change = |scenario: &mut Scenario| {
            if let Some(line) = scenario.lines.get_mut(index) {
                line.name = name;
            }
        };
        self.change_at(Some(Subject::LineName(index)), change, |first, last| {
            let name =
                |scenario: &Scenario| scenario.lines.get(index).map_or_else(String::new, |line| line.name.clone());
            format!("rename line {} to {}", name(first), name(last))
        });
    }

    pub(super) fn undo(&mut self) {
        if self.state.view.workspace == Workspace::Prices {
            return self.undo_prices();
        }
        if let Some((scenario, name)) = self.state.documents.front_mut().history.undo() {
            self.state.documents.front_mut().scenario = scenario;
            self.after_jump(format!("Undone: {name}."));
        }
    }

    pub(super) fn redo(&mut self) {
        if self.state.view.workspace == Workspace::Prices {
            return self.redo_prices();
        }
        if let Some((scenario, name)) = self.state.documents.front_mut().history.redo() {
            self.state.documents.front_mut().scenario = scenario;
            self.after_jump(format!("Redone: {name}."));
        }
    }

    pub(super) fn after_jump(&mut self, word: String) {
        self.state.view.edit = None;
        self.clamp_line();
        self.say(word);
    }

    pub(super) fn clamp_line(&mut self) {
        let last = self.state.documents.front().scenario.lines.len().saturating_sub(1);
        self.state.view.line = self.state.view.line.min(last);
    }

    pub(super) fn go_to(&mut self, place: Place) {
        let view = &mut self.state.view;
        if let Some(line) = place.line {
            view.line = line;
        }
        let group = spec(place.key).group;
        if !view.open_groups.contains(&group) {
            view.open_groups.push(group);
        }
        self.state.settings.inputs_open = true;
        self.state.view.drawer_open = true;
        self.state.view.target = Some(Target { place, since: None, focused: false });
        self.clamp_line();
    }
}

/// A change of one assumption: `edit share 25 % to 40 %`.
fn step_name(place: Place, first: &Scenario, last: &Scenario) -> String {
    let row = spec(place.key);
    let value = |scenario: &Scenario| text::value(row, scenario.get(place).unwrap_or(&row.default));
    format!("{} {} to {}", row.full_label().to_lowercase(), value(first), value(last))
}
