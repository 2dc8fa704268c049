//! The table of commands: what menus, palette and keyboard offer.
#![expect(clippy::unnecessary_wraps, reason = "a row of the table has keys or none")]

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

/// With Ctrl, or Command on a Mac.
const fn ctrl(key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(Modifiers::COMMAND, key))
}

/// The same with Shift.
const fn ctrl_shift(key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key))
}

/// A key alone.
const fn bare(key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(Modifiers::NONE, key))
}

macro_rules! commands {
    ($($name:ident: $label:literal, $tooltip:literal, $keys:expr;)*) => {
        /// A command.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Command {
            $(
                #[doc = $tooltip]
                $name,
            )*
        }

        impl Command {
            /// All of them, in the order of the menus.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// In the menu.
            pub fn label(self) -> &'static str {
                match self {
                    $(Self::$name => $label,)*
                }
            }

            /// One line of help.
            pub fn tooltip(self) -> &'static str {
                match self {
                    $(Self::$name => $tooltip,)*
                }
            }

            /// Its keys, if it has any.
            pub fn shortcut(self) -> Option<KeyboardShortcut> {
                match self {
                    $(Self::$name => $keys,)*
                }
            }
        }
    };
}

commands! {
    New: "New", "Start from the default scenario", ctrl(Key::N);
    Open: "Open…", "Open a scenario file", ctrl(Key::O);
    Save: "Save", "Save the scenario to its file", ctrl(Key::S);
    SaveAs: "Save as…", "Save the scenario to another file", ctrl_shift(Key::S);
    SaveAsPreset: "Save as preset", "Keep the scenario as a starting point in your presets folder", None;
    ExportHtml: "HTML report…", "Save the answer as one page for any browser or printer", None;
    ExportCsv: "CSV…", "Save every line item and step for a spreadsheet", None;
    ExportMarkdown: "Markdown…", "Save the answer for a document or a pull request", None;
    ExportJson: "JSON…", "Save every figure for a program", None;
    ExportPicture: "Export plot…", "Save the plot in sight as PNG or SVG", ctrl_shift(Key::E);
    CopyShareCode: "Copy share code", "Copy the scenario as one line of text for a chat or a mail", ctrl_shift(Key::K);
    OpenShareCode: "Open share code…", "Open a scenario from one line of text; pasting it anywhere does the same", None;
    Close: "Close", "Close the scenario in front", ctrl(Key::W);
    Reopen: "Reopen closed", "Open the scenario again that was closed last", ctrl_shift(Key::T);
    Quit: "Quit", "Leave Image Budget", ctrl(Key::Q);
    Undo: "Undo", "Take the last change back", ctrl(Key::Z);
    Redo: "Redo", "Bring the last undone change back", ctrl_shift(Key::Z);
    Rename: "Rename", "Give the scenario another name", bare(Key::F2);
    Duplicate: "Duplicate", "Open a copy of the scenario beside it", ctrl_shift(Key::D);
    CopyAnswer: "Copy the answer", "Copy the answer with its assumptions as text", ctrl_shift(Key::C);
    CopyTable: "Copy table", "Copy every line item and step, to paste into a spreadsheet", None;
    CopyMarkdown: "Copy as Markdown", "Copy the answer with its tables for a document", None;
    CopyPicture: "Copy plot as picture", "Copy the plot in sight as a picture", None;
    ShowPlan: "Plan", "The estimate of the open scenario", ctrl(Key::Num1);
    ShowPrices: "Prices", "Every model with its prices and their sources", ctrl(Key::Num2);
    AddModel: "Add a model…", "A model of your own, with prices per image", None;
    ImportPrices: "Import prices…", "Read your prices, a provider's price file, or LiteLLM's list", None;
    ExportPrices: "Export your prices…", "Write your rates and models to a file for a colleague", None;
    NextTab: "Next scenario", "Bring the next open scenario to the front", ctrl(Key::PageDown);
    PreviousTab: "Previous scenario", "Bring the previous open scenario to the front", ctrl(Key::PageUp);
    MoveRight: "Move right", "Move the scenario's tab one place to the right", ctrl_shift(Key::PageDown);
    MoveLeft: "Move left", "Move the scenario's tab one place to the left", ctrl_shift(Key::PageUp);
    Palette: "Find a command…", "Search everything that can be done", ctrl(Key::K);
    TakeOffer: "Take the offer", "Do what the last notice offers, such as Undo", bare(Key::F8);
    ToggleInputs: "Inputs", "Show or hide the inputs", ctrl(Key::I);
    ToggleExplain: "Explain", "Show or hide where each dollar comes from", ctrl(Key::E);
    ZoomIn: "Zoom in", "Make everything larger", ctrl(Key::Plus);
    ZoomOut: "Zoom out", "Make everything smaller", ctrl(Key::Minus);
    ZoomReset: "Actual size", "Show everything as designed", ctrl(Key::Num0);
    Settings: "Settings…", "Theme, zoom, currency, number format and which questions are asked", ctrl(Key::Comma);
    Help: "How it is computed", "How the expected bill, the range and the curve are made", bare(Key::F1);
    Shortcuts: "Keyboard shortcuts", "Every key that does something", None;
}

impl Command {
    /// The other common keys for it.
    pub fn other_shortcut(self) -> Option<KeyboardShortcut> {
        match self {
            Self::Redo => ctrl(Key::Y),
            Self::Palette => ctrl_shift(Key::P),
            Self::NextTab => ctrl(Key::Tab),
            Self::PreviousTab => ctrl_shift(Key::Tab),
            _ => None,
        }
    }
}
