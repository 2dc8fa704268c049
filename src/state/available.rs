//! Which commands can be run now, and why the others cannot.

use super::{Session, State, Workspace};
use crate::action::Command;
use crate::model::book::yours::Yours;

impl State {
    /// Why a command cannot be run now; none where it can.
    pub fn why_not(&self, session: &Session, command: Command) -> Option<&'static str> {
        let [undo, redo] = self.steps();
        let several = self.documents.all().len() > 1;
        let (possible, why) = match command {
            Command::Undo => (undo.is_some(), "There is no change to take back"),
            Command::Redo => (redo.is_some(), "No change was undone"),
            Command::Reopen => (self.documents.last_closed().is_some(), "No scenario was closed in this run"),
            Command::NextTab | Command::PreviousTab | Command::MoveLeft | Command::MoveRight => {
                (several, "Only one scenario is open")
            }
            Command::CopyAnswer
            | Command::CopyTable
            | Command::CopyMarkdown
            | Command::ExportHtml
            | Command::ExportCsv
            | Command::ExportMarkdown
            | Command::ExportJson => (session.outcome.is_fresh(), "There is no answer yet"),
            Command::ExportPrices => (session.yours != Yours::default(), "You have no rates or models of your own yet"),
            Command::CopyPicture | Command::ExportPicture => {
                (self.view.workspace == Workspace::Plan, "There is a plot in the plan alone")
            }
            Command::TakeOffer => {
                let offers = self.view.notice.as_ref().is_some_and(|notice| notice.offer.is_some());
                (offers, "The last notice offers nothing")
            }
            _ => (true, ""),
        };
        (!possible).then_some(why)
    }
}
