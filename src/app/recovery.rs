//! Nothing is lost: the answers to what was left behind and to what others changed.

use std::path::PathBuf;

use eframe::egui;

use super::App;
use crate::action::RecoveryAction;

impl App {
    /// From now on keeps unsaved work in the folder `work`, and offers what was left behind there; tells
    /// other windows through the folder `locks` which files are open here.
    pub fn keep_in(&mut self, ctx: &egui::Context, work: PathBuf, locks: PathBuf) {
        self.keeper.begin(ctx, work);
        self.watch.begin(locks);
        self.offer_left_behind();
    }

    /// What is to be done each frame after the actions.
    pub(super) fn keep_work(&mut self, ctx: &egui::Context) {
        self.keeper.keep(ctx, self.state.documents.all());
        if let Some(why) = self.keeper.complaint() {
            self.complain(why);
        }
        self.tell_of_other_windows();
    }

    pub(super) fn apply_recovery(&mut self, ctx: &egui::Context, action: RecoveryAction) {
        match action {
            RecoveryAction::OpenChosen => self.open_chosen(),
            RecoveryAction::AskDiscard(asks) => self.ask_discard(asks),
            RecoveryAction::Discard => self.discard_chosen(),
            RecoveryAction::Reload => self.reload(),
            RecoveryAction::KeepMine => self.keep_mine(ctx),
            RecoveryAction::Compare => self.compare_with_disk(),
        }
    }
}
