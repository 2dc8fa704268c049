//! What the window holds: the open document, how it is looked at, and what this run has loaded.

use std::path::PathBuf;
use std::sync::Arc;

use crate::history::History;
use crate::model::assumption::{Group, Key, Scale, Value};
use crate::model::book::{Book, BookError};
use crate::model::day::Day;
use crate::model::scenario::{Place, Scenario};
use crate::outcome::{Outcome, Question};
use crate::store::presets::Preset;
use crate::store::settings::Settings;

/// The open scenario.
#[derive(Debug, Clone)]
pub struct Document {
    /// As it is now.
    pub scenario: Scenario,
    /// As it was opened or started: what a reset goes back to.
    pub baseline: Scenario,
    /// As it lies on disk; none before the first save.
    pub saved: Option<Scenario>,
    /// Its file.
    pub path: Option<PathBuf>,
    /// Undo and redo.
    pub history: History,
}

impl Document {
    /// A document that was not saved yet.
    pub fn unsaved(scenario: Scenario) -> Self {
        Self { baseline: scenario.clone(), scenario, saved: None, path: None, history: History::default() }
    }

    /// A document that was read from a file.
    pub fn from_file(scenario: Scenario, path: PathBuf) -> Self {
        Self { saved: Some(scenario.clone()), path: Some(path), ..Self::unsaved(scenario) }
    }

    /// Whether closing would lose work.
    pub fn is_changed(&self) -> bool {
        self.scenario != *self.saved.as_ref().unwrap_or(&self.baseline)
    }

    /// The value that the document began with; none for a line that was not there.
    pub fn baseline_value(&self, place: Place) -> Option<&Value> {
        let values = match place.line {
            None => &self.baseline.values,
            Some(index) => {
                let name = &self.scenario.lines.get(index)?.name;
                &self.baseline.lines.iter().find(|line| line.name == *name)?.values
            }
        };
        Some(values.get(place.key))
    }

    /// Whether a value differs from the one the document began with.
    pub fn differs(&self, place: Place) -> bool {
        self.baseline_value(place).is_some_and(|before| self.scenario.get(place) != Some(before))
    }
}

/// The plots.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tab {
    /// The bill along an assumption.
    #[default]
    SpendCurve,
    /// By operation and by component.
    Breakdown,
    /// From requested to kept.
    Attempts,
}

impl Tab {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::SpendCurve, Self::Breakdown, Self::Attempts];

    /// On the tab.
    pub fn label(self) -> &'static str {
        match self {
            Self::SpendCurve => "Spend curve",
            Self::Breakdown => "Breakdown",
            Self::Attempts => "Attempts",
        }
    }
}

/// A value while it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Which.
    pub place: Place,
    /// What stands in the field.
    pub text: String,
    /// Why the last attempt was refused.
    pub error: Option<String>,
}

/// A modal question.
#[derive(Debug, Clone, PartialEq)]
pub enum Dialog {
    /// Which file to open.
    Open {
        /// The path field.
        path: String,
        /// Why the last try failed.
        error: Option<String>,
    },
    /// Where to save.
    SaveAs {
        /// The path field.
        path: String,
        /// Why the last try failed.
        error: Option<String>,
        /// A file that is there already and would be replaced.
        replaces: Option<PathBuf>,
        /// What to do once it is saved.
        then: Option<Box<Next>>,
    },
    /// Changes would be lost.
    Unsaved {
        /// What was about to happen.
        next: Next,
    },
    /// How the answer is made.
    Help,
    /// The keys.
    Shortcuts,
}

/// What replaces the open scenario.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// The default scenario.
    New,
    /// The question which file.
    AskOpen,
    /// A file.
    Open(PathBuf),
    /// A preset, by its place in the session's list.
    Preset(usize),
    /// The end of the program.
    Quit,
}

/// A word to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// One sentence.
    pub text: String,
    /// Whether something went wrong.
    pub bad: bool,
}

/// How the document is looked at.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the screen")]
pub struct View {
    /// The plot.
    pub tab: Tab,
    /// The line whose inputs are shown.
    pub line: usize,
    /// Whether the inputs lie over the plot, where the window is too narrow for both.
    pub drawer_open: bool,
    /// Groups that are open.
    pub open_groups: Vec<Group>,
    /// The assumption that the curve runs along.
    pub curve_key: Key,
    /// Logarithmic x-axis.
    pub curve_log_x: bool,
    /// Logarithmic y-axis.
    pub curve_log_y: bool,
    /// The curve as a table.
    pub curve_table: bool,
    /// The point that the keyboard reads out.
    pub curve_cursor: Option<usize>,
    /// Breakdown by component rather than by operation.
    pub by_component: bool,
    /// A value while it is typed.
    pub edit: Option<Edit>,
    /// The search in a model picker.
    pub model_search: String,
    /// The open modal.
    pub dialog: Option<Dialog>,
    /// The last word to the user.
    pub notice: Option<Notice>,
}

impl Default for View {
    fn default() -> Self {
        Self {
            tab: Tab::default(),
            line: 0,
            drawer_open: false,
            open_groups: vec![Group::Volume, Group::Output, Group::Budget],
            curve_key: Key::Images,
            curve_log_x: false,
            curve_log_y: false,
            curve_table: false,
            curve_cursor: None,
            by_component: false,
            edit: None,
            model_search: String::new(),
            dialog: None,
            notice: None,
        }
    }
}

/// What the user works on.
#[derive(Debug, Clone)]
pub struct State {
    /// The open scenario.
    pub document: Document,
    /// How it is looked at.
    pub view: View,
    /// Remembered choices.
    pub settings: Settings,
}

impl State {
    /// What the screen asks of the model.
    pub fn question(&self, day: Day) -> Question {
        Question {
            scenario: self.document.scenario.clone(),
            day,
            curve_over: Place::of(self.view.curve_key, self.view.line),
            curve_scale: if self.view.curve_log_x { Scale::Log } else { Scale::Linear },
        }
    }
}

/// What this run has loaded and computed.
#[derive(Debug)]
pub struct Session {
    /// The prices.
    pub book: Arc<Book>,
    /// What is wrong with price files and presets.
    pub file_errors: Vec<String>,
    /// Shipped presets, then the user's.
    pub presets: Vec<Preset>,
    /// Today.
    pub today: Day,
    /// The question that `outcome` answers.
    pub asked: Option<Question>,
    /// The answer.
    pub outcome: Outcome,
    /// How long the last answer took, in microseconds.
    pub micros: u64,
    /// Whether that is shown.
    pub shows_time: bool,
}

impl Session {
    /// A session with these prices and presets.
    pub fn new(
        book: Book,
        book_errors: &[BookError],
        presets: Vec<Preset>,
        preset_errors: &[String],
        today: Day,
    ) -> Self {
        let file_errors = book_errors.iter().map(ToString::to_string).chain(preset_errors.iter().cloned());
        Self {
            book: Arc::new(book),
            file_errors: file_errors.collect(),
            presets,
            today,
            asked: None,
            outcome: Outcome::default(),
            micros: 0,
            shows_time: true,
        }
    }

    /// Answers the question unless it was answered already; true when the answer changed.
    pub fn refresh(&mut self, question: Question) -> bool {
        if self.asked.as_ref() == Some(&question) {
            return false;
        }
        let start = std::time::Instant::now();
        self.outcome.update(&self.book, &question);
        self.micros = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.asked = Some(question);
        true
    }
}
