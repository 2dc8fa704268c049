//! A share code while it is typed.

use crate::received::Received;

/// The dialog that opens a share code.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ShareForm {
    /// What stands in the field.
    pub text: String,
    /// What it holds, or why it does not open; none while the field is empty.
    pub read: Option<Result<Box<Received>, String>>,
    /// Lines, images, models and budget of it, in words.
    pub contents: Option<String>,
}
