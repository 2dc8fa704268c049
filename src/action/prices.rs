//! What can be done in the price book.

use std::path::PathBuf;

use crate::state::RateForm;

/// One thing to do with prices after drawing.
#[derive(Debug, Clone, PartialEq)]
pub enum PricesAction {
    /// Shows a model's page, by full id.
    ShowModel(String),
    /// Sets the model of the plan's shown line, by full id, and shows the plan.
    UseModel(String),
    /// Opens the form of a rate of the user's own.
    EditRate(Box<RateForm>),
    /// Opens the form of a model of the user's own: the one of this full id, or a new one.
    EditModel(Option<String>),
    /// Takes the open form.
    TakeForm,
    /// Takes away what the open form is about.
    RemoveForm,
    /// Reads a file of prices; the flag says that it may replace another file of the price folder.
    Import(String, bool),
    /// Writes the user's own prices to a file.
    Export(PathBuf),
}
