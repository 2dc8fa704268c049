//! Everything that the window can do.

mod commands;
mod drift;
mod export;
mod hands;
mod picture;
mod prices;
mod recovery;
mod settings;
mod share;
mod tabs;

use std::path::PathBuf;

pub use commands::Command;
pub use drift::DriftAction;
pub use export::ExportAction;
pub use hands::HandsAction;
pub use picture::PictureAction;
pub use prices::PricesAction;
pub use recovery::RecoveryAction;
pub use settings::SettingsAction;
pub use share::ShareAction;
pub use tabs::TabAction;

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
    /// Something about the open scenarios.
    Tab(TabAction),
    /// Goes on to another scenario, asking first where changes would be lost.
    Next(Next),
    /// Goes on whatever is lost.
    NextNow(Next),
    /// Goes on without the changes of the scenario that is asked about, asking about the others.
    Forsake(Next),
    /// Saves the scenario that is asked about, then goes on.
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
    /// Something with the prices that the scenario was saved with.
    Drift(DriftAction),
    /// Something about the picture of a plot.
    Picture(PictureAction),
    /// Something about an export of the answer.
    Export(ExportAction),
    /// Something with a share code.
    Share(ShareAction),
    /// Something of the palette, the notices or the hint.
    Hands(HandsAction),
    /// A setting.
    Settings(SettingsAction),
    /// Makes a model stand first in every comparison, or no longer.
    Pin(String),
    /// Chooses a theme.
    SetTheme(Theme),
    /// An answer about left-behind work or a file that somebody changed.
    Recovery(RecoveryAction),
    /// Takes the notice away.
    Dismiss,
}
