//! Everything that the window can do, and the table of commands with their shortcuts.

mod prices;

use std::path::PathBuf;

use eframe::egui::{Key as Button, KeyboardShortcut, Modifiers};

pub use prices::PricesAction;

use crate::model::assumption::{Key, Value};
use crate::model::scenario::Place;
use crate::state::{Next, Tab, Workspace};
use crate::store::settings::Theme;

/// One thing to do after drawing.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// A command of the table.
    Run(Command),
    /// Sets an assumption.
    Set {
        /// Where.
        place: Place,
        /// To what.
        value: Value,
    },
    /// Sets several assumptions in one undo step.
    SetMany(Vec<(Place, Value)>),
    /// Makes an assumption a range, or one value again.
    ToggleRange(Place),
    /// Locks or unlocks an assumption for goal seek and the ways to save.
    Lock(Place, bool),
    /// Ends an undo step: the slider was let go, the field was left.
    CloseStep,
    /// Back to the value that the document began with.
    Reset(Place),
    /// Renames the scenario.
    Rename(String),
    /// Replaces the note.
    SetNote(String),
    /// Shows the inputs of a line.
    ShowLine(usize),
    /// Adds a line.
    AddLine,
    /// Copies a line.
    DuplicateLine(usize),
    /// Removes a line.
    RemoveLine(usize),
    /// Renames a line.
    RenameLine(usize, String),
    /// Goes on to another scenario, asking about unsaved changes first.
    Next(Next),
    /// Goes on whatever is lost.
    NextNow(Next),
    /// Saves, then goes on.
    SaveThen(Next),
    /// Opens the file of the open dialog.
    OpenTyped(String),
    /// Saves to the path of the save dialog.
    SaveTo(PathBuf, Option<Next>),
    /// Shows the system's file dialog.
    Browse,
    /// Closes the open dialog.
    CloseDialog,
    /// Shows a plot.
    Show(Tab),
    /// Runs the curve along an assumption.
    CurveOver(Key),
    /// Runs the map over two assumptions: to the right, up.
    MapOver(Key, Key),
    /// Shows a group with this assumption's row.
    GoTo(Place),
    /// Puts a text on the clipboard.
    Copy(String),
    /// Fills the window with another part of the program.
    ShowWorkspace(Workspace),
    /// Something in the price book.
    Prices(PricesAction),
    /// Makes a model stand first in every comparison, or no longer.
    Pin(String),
    /// Chooses a theme.
    SetTheme(Theme),
    /// Takes the notice away.
    Dismiss,
}

/// A command of the menus and the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// A new scenario.
    New,
    /// Open a file.
    Open,
    /// Save.
    Save,
    /// Save under another name.
    SaveAs,
    /// Keep as a preset.
    SaveAsPreset,
    /// Leave the program.
    Quit,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Copy the answer as text.
    CopyAnswer,
    /// The estimate.
    ShowPlan,
    /// The price book.
    ShowPrices,
    /// A model of the user's own.
    AddModel,
    /// Read prices from a file.
    ImportPrices,
    /// Write the user's own prices to a file.
    ExportPrices,
    /// Show or hide the inputs.
    ToggleInputs,
    /// Show or hide the explanation.
    ToggleExplain,
    /// Larger.
    ZoomIn,
    /// Smaller.
    ZoomOut,
    /// As designed.
    ZoomReset,
    /// How the answer is made.
    Help,
    /// The keys.
    Shortcuts,
}

impl Command {
    /// All of them, in the order of the menus.
    pub const ALL: [Self; 21] = [
        Self::New,
        Self::Open,
        Self::Save,
        Self::SaveAs,
        Self::SaveAsPreset,
        Self::Quit,
        Self::Undo,
        Self::Redo,
        Self::CopyAnswer,
        Self::ShowPlan,
        Self::ShowPrices,
        Self::AddModel,
        Self::ImportPrices,
        Self::ExportPrices,
        Self::ToggleInputs,
        Self::ToggleExplain,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::Help,
        Self::Shortcuts,
    ];

    /// In the menu.
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Open => "Open…",
            Self::Save => "Save",
            Self::SaveAs => "Save as…",
            Self::SaveAsPreset => "Save as preset",
            Self::Quit => "Quit",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::CopyAnswer => "Copy the answer",
            Self::ShowPlan => "Plan",
            Self::ShowPrices => "Prices",
            Self::AddModel => "Add a model…",
            Self::ImportPrices => "Import prices…",
            Self::ExportPrices => "Export your prices…",
            Self::ToggleInputs => "Inputs",
            Self::ToggleExplain => "Explain",
            Self::ZoomIn => "Zoom in",
            Self::ZoomOut => "Zoom out",
            Self::ZoomReset => "Actual size",
            Self::Help => "How it is computed",
            Self::Shortcuts => "Keyboard shortcuts",
        }
    }

    /// One line of help.
    pub fn tooltip(self) -> &'static str {
        match self {
            Self::New => "Start from the default scenario",
            Self::Open => "Open a scenario file",
            Self::Save => "Save the scenario to its file",
            Self::SaveAs => "Save the scenario to another file",
            Self::SaveAsPreset => "Keep the scenario as a starting point in your presets folder",
            Self::Quit => "Leave Image Budget",
            Self::Undo => "Take the last change back",
            Self::Redo => "Bring the last undone change back",
            Self::CopyAnswer => "Copy the answer with its assumptions as text",
            Self::ShowPlan => "The estimate of the open scenario",
            Self::ShowPrices => "Every model with its prices and their sources",
            Self::AddModel => "A model of your own, with prices per image",
            Self::ImportPrices => "Read your prices, a provider's price file, or LiteLLM's list",
            Self::ExportPrices => "Write your rates and models to a file for a colleague",
            Self::ToggleInputs => "Show or hide the inputs",
            Self::ToggleExplain => "Show or hide where each dollar comes from",
            Self::ZoomIn => "Make everything larger",
            Self::ZoomOut => "Make everything smaller",
            Self::ZoomReset => "Show everything as designed",
            Self::Help => "How the expected bill, the range and the curve are made",
            Self::Shortcuts => "Every key that does something",
        }
    }

    /// Its keys, if it has any.
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        let command = |key| Some(KeyboardShortcut::new(Modifiers::COMMAND, key));
        let with_shift = |key| Some(KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, key));
        match self {
            Self::New => command(Button::N),
            Self::Open => command(Button::O),
            Self::Save => command(Button::S),
            Self::SaveAs => with_shift(Button::S),
            Self::Quit => command(Button::Q),
            Self::Undo => command(Button::Z),
            Self::Redo => with_shift(Button::Z),
            Self::CopyAnswer => with_shift(Button::C),
            Self::ShowPlan => command(Button::Num1),
            Self::ShowPrices => command(Button::Num2),
            Self::ToggleInputs => command(Button::I),
            Self::ToggleExplain => command(Button::E),
            Self::ZoomIn => command(Button::Plus),
            Self::ZoomOut => command(Button::Minus),
            Self::ZoomReset => command(Button::Num0),
            Self::Help => Some(KeyboardShortcut::new(Modifiers::NONE, Button::F1)),
            Self::SaveAsPreset | Self::Shortcuts | Self::AddModel | Self::ImportPrices | Self::ExportPrices => None,
        }
    }
}
