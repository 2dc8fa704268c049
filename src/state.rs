//! What the window holds: the open document, how it is looked at, and what this run has loaded.

mod available;
mod compare;
mod document;
mod documents;
mod drift;
mod export;
mod palette;
mod picture;
mod plots;
mod prices;
mod recovery;
mod session;
mod settings;
mod share;
mod sides;
mod sides_work;
mod tab;
mod work;
mod yours;

use std::path::PathBuf;

pub use compare::CompareView;
pub use document::{Document, DocumentId};
pub use documents::Documents;
pub use drift::{DriftQuestion, DriftView, OldPrices};
pub use export::ExportForm;
pub use palette::{Entry, Palette, Pick, entries, remember};
pub use picture::{PREVIEW, PictureForm, PictureKind, PictureLook};
pub use plots::{GoalView, MapFrame};
pub use prices::{ANY, OpinionReport, PricesView, Workspace};
pub use recovery::{ChangedOnDisk, Recovered, RecoveredRow};
pub use session::Session;
pub use settings::SettingsForm;
pub use share::ShareForm;
pub use sides::{MOST_SIDES, SidesPart, SidesView};
pub use tab::Tab;
pub use work::{PATIENCE, Work};
pub use yours::{ModelForm, PriceForm, RateForm};

use crate::action::{Action, Command};
use crate::history::History;
use crate::market::MarketQuestion;
use crate::model::assumption::{Group, Key, Scale};
use crate::model::book::yours::Yours;
use crate::model::day::Day;
use crate::model::retries::Layers;
use crate::model::scenario::Place;
use crate::model::stats::draws::Effort;
use crate::model::stats::drivers::Measure;
use crate::model::stats::spread::ranges;
use crate::outcome::{PlotQuestion, Question};
use crate::store::settings::Settings;

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
        /// The scenario.
        id: DocumentId,
        /// The path field.
        path: String,
        /// Why the last try failed.
        error: Option<String>,
        /// A file that is there already and would be replaced.
        replaces: Option<PathBuf>,
        /// What to do once it is saved.
        then: Option<Box<Next>>,
    },
    /// Changes of a scenario would be lost.
    Unsaved {
        /// The scenario.
        id: DocumentId,
        /// What was about to happen.
        next: Next,
        /// How many more scenarios have changes that would be lost.
        others: usize,
    },
    /// A rate of the user's own.
    YourRate(RateForm),
    /// A model of the user's own.
    YourModel(ModelForm),
    /// Which file of prices to read.
    ImportPrices {
        /// The path field.
        path: String,
        /// Why the last try failed.
        error: Option<String>,
        /// A price file that lies in the way and would be replaced.
        occupied: Option<PathBuf>,
    },
    /// What a list says that was read as a second opinion.
    Opinions(Box<OpinionReport>),
    /// Where to write the user's own prices.
    ExportPrices {
        /// The path field.
        path: String,
        /// Why the last try failed.
        error: Option<String>,
        /// A file that is there already and would be replaced.
        replaces: Option<PathBuf>,
    },
    /// Where to write the answer.
    Export(ExportForm),
    /// What windows left behind that did not end on purpose.
    Recovered(Recovered),
    /// A file that somebody changed.
    Changed(ChangedOnDisk),
    /// How and where to write the plot in sight as a picture.
    ExportPicture(Box<PictureForm>),
    /// A share code to open.
    Share(ShareForm),
    /// The settings.
    Settings(SettingsForm),
    /// The command palette.
    Palette(Palette),
    /// How the answer is made.
    Help,
    /// The keys.
    Shortcuts,
}

/// Where to go on to.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// The default scenario, in a tab of its own.
    New,
    /// The question which file.
    AskOpen,
    /// A file.
    Open(PathBuf),
    /// A preset, by its place in the session's list.
    Preset(usize),
    /// One scenario less.
    Close(DocumentId),
    /// The end of the program.
    Quit {
        /// Scenarios whose changes the user lets go, for as long as this question is asked.
        forsaken: Vec<DocumentId>,
    },
}

impl Next {
    /// The end of the program, with nothing let go yet.
    pub const QUIT: Self = Self::Quit { forsaken: Vec::new() };
}

/// A word to the user.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// One sentence.
    pub text: String,
    /// Whether something went wrong.
    pub bad: bool,
    /// What could be done about it in one click, and what to call that.
    pub offer: Option<(String, Box<Action>)>,
}

/// An input that is led to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// Which.
    pub place: Place,
    /// When it was first drawn, in seconds of the window's clock.
    pub since: Option<f64>,
    /// Whether it was given the focus.
    pub focused: bool,
}

/// How the document is looked at.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the screen")]
pub struct View {
    /// The part of the program.
    pub workspace: Workspace,
    /// How the price book is looked at.
    pub prices: PricesView,
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
    /// The distribution as the chance of staying below.
    pub cumulative: bool,
    /// What the drivers move.
    pub drivers_of: Measure,
    /// The drivers as curves rather than bars.
    pub drivers_spider: bool,
    /// The map's axes: to the right, up.
    pub map_keys: (Key, Key),
    /// The map's spans while places on it are set: to the right, up.
    pub map_frame: Option<MapFrame>,
    /// The drivers that are ranges alone.
    pub drivers_ranged: bool,
    /// The map's cell that the keyboard reads out: column, row.
    pub map_cursor: Option<(usize, usize)>,
    /// What goal seek looks for.
    pub goal: GoalView,
    /// Which models are compared.
    pub compare: CompareView,
    /// Which open scenarios stand side by side.
    pub sides: SidesView,
    /// Retries of the layers between user and provider.
    pub layers: Layers,
    /// A value while it is typed.
    pub edit: Option<Edit>,
    /// The input that is to come into sight and take the focus.
    pub target: Option<Target>,
    /// The search in a model picker.
    pub model_search: String,
    /// How the last picture of a plot was.
    pub picture: Option<PictureLook>,
    /// The open modal.
    pub dialog: Option<Dialog>,
    /// The name that is being typed for a scenario.
    pub renaming: Option<(DocumentId, String)>,
    /// The tab that was scrolled into sight, with `opened` then.
    pub scrolled_to: Option<(u32, usize)>,
    /// How often another scenario came to the front, so that each begins at its top.
    pub opened: u32,
    /// The last word to the user.
    pub notice: Option<Notice>,
    /// Commands that the palette ran lately, the last one first.
    pub recent_commands: Vec<Command>,
}

impl Default for View {
    fn default() -> Self {
        Self {
            workspace: Workspace::default(),
            prices: PricesView::default(),
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
            cumulative: false,
            drivers_of: Measure::default(),
            drivers_spider: false,
            map_keys: (Key::Images, Key::EditShare),
            map_frame: None,
            drivers_ranged: false,
            map_cursor: None,
            goal: GoalView::default(),
            compare: CompareView::default(),
            sides: SidesView::default(),
            layers: Layers::default(),
            edit: None,
            target: None,
            model_search: String::new(),
            picture: None,
            dialog: None,
            renaming: None,
            scrolled_to: None,
            opened: 0,
            notice: None,
            recent_commands: Vec::new(),
        }
    }
}

/// What the user works on.
#[derive(Debug, Clone)]
pub struct State {
    /// The open scenarios.
    pub documents: Documents,
    /// How the one in front is looked at.
    pub view: View,
    /// Undo and redo of the user's own prices.
    pub prices_history: History<Yours>,
    /// Remembered choices.
    pub settings: Settings,
}

impl State {
    /// Whether a value is in hand whose answers take long enough to be made with fewer draws.
    pub fn is_dragging_a_value(&self) -> bool {
        let heavy =
            matches!(self.view.tab, Tab::Fit | Tab::Compare) || !ranges(&self.documents.front().scenario).is_empty();
        heavy && self.documents.front().history.is_setting_a_value()
    }

    /// What undo would take back and redo bring back in the part of the program that is in sight.
    pub fn steps(&self) -> [Option<&str>; 2] {
        match self.view.workspace {
            Workspace::Plan => [self.documents.front().history.undo_name(), self.documents.front().history.redo_name()],
            Workspace::Prices => [self.prices_history.undo_name(), self.prices_history.redo_name()],
        }
    }

    /// What the price book's workspace asks; nothing where it is not in sight.
    pub fn market_question(&self, today: Day) -> Option<MarketQuestion> {
        let view = &self.view.prices;
        let day = self.documents.front().scenario.day(today);
        let (sample, model, example) = (view.sample(day), view.model.clone(), view.example.clone());
        (self.view.workspace == Workspace::Prices).then_some(MarketQuestion { sample, model, example })
    }

    /// What the screen asks of the model.
    pub fn question(&self, today: Day, effort: Effort) -> Question {
        let view = &self.view;
        let day = self.documents.front().scenario.day(today);
        let place = |key| Place::of(key, view.line);
        let plot = match view.tab {
            Tab::SpendCurve => {
                PlotQuestion::Curve(place(view.curve_key), if view.curve_log_x { Scale::Log } else { Scale::Linear })
            }
            Tab::Compare => PlotQuestion::Compare(view.compare.line(&self.documents.front().scenario, view.line)),
            Tab::Distribution => PlotQuestion::Distribution,
            // The spider has paths of the expected bill alone.
            Tab::Drivers if view.drivers_spider => PlotQuestion::Drivers(Measure::Expected),
            Tab::Drivers => PlotQuestion::Drivers(view.drivers_of),
            Tab::Map => {
                let places = [place(view.map_keys.0), place(view.map_keys.1)];
                let frame = view.map_frame.and_then(|frame| frame.spans_for(&self.documents.front().scenario, places));
                PlotQuestion::Map(places[0], places[1], frame)
            }
            Tab::Fit => PlotQuestion::Fit(view.goal.goal(&self.documents.front().scenario), place(view.goal.by)),
            Tab::Scenarios | Tab::Attempts | Tab::Breakdown => PlotQuestion::Figures,
        };
        Question { scenario: self.documents.front().scenario.clone(), day, effort, plot }
    }
}
