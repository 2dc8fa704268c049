//! The palette, and words to the user that go away by themselves.

use eframe::egui;

use super::App;
use crate::action::{Action, Command, HandsAction, TabAction};
use crate::state::{Dialog, Next, Notice, Palette, Pick, Workspace, remember};

/// How long a notice stays, in seconds.
const STAYS: f64 = 8.0;
/// How long one stays that offers something.
const OFFER_STAYS: f64 = 20.0;

/// The notice that is shown, and when it goes away by the window's clock in seconds.
pub(super) type Fading = Option<(Notice, f64)>;

impl App {
    pub(super) fn apply_hands(&mut self, ctx: &egui::Context, action: HandsAction) {
        match action {
            HandsAction::Pick(pick) => self.pick(ctx, pick),
            HandsAction::GiveUp => self.session.give_up(),
            HandsAction::GoOn => self.session.go_on(),
            HandsAction::DismissHint => {
                self.state.settings.hint_seen = true;
                self.state.settings.save();
            }
        }
    }

    /// Opens the palette; what is typed in another dialog is not thrown away for it.
    pub(super) fn open_palette(&mut self) {
        match self.state.view.dialog {
            None => self.state.view.dialog = Some(Dialog::Palette(Palette::default())),
            Some(Dialog::Palette(_)) => self.state.view.dialog = None,
            Some(_) => {}
        }
    }

    fn pick(&mut self, ctx: &egui::Context, pick: Pick) {
        self.state.view.dialog = None;
        match pick {
            Pick::Run(command) => {
                remember(&mut self.state.view.recent_commands, command);
                self.apply(ctx, Action::Run(command));
            }
            Pick::Show(id) => self.apply(ctx, Action::Tab(TabAction::Show(id))),
            Pick::Preset(at) => self.apply(ctx, Action::Next(Next::Preset(at))),
        }
    }

    /// Does what the notice offers.
    pub(super) fn take_offer(&mut self, ctx: &egui::Context) {
        if let Some((_, action)) = self.state.view.notice.take().and_then(|notice| notice.offer) {
            self.apply(ctx, *action);
        }
    }

    /// Says what was done and offers one click that does something about it.
    pub(super) fn offer(&mut self, text: impl Into<String>, label: impl Into<String>, action: Action) {
        let offer = Some((label.into(), Box::new(action)));
        self.state.view.notice = Some(Notice { text: text.into(), bad: false, offer });
    }

    /// Says what was done and offers to take it back.
    pub(super) fn offer_undo(&mut self, text: impl Into<String>) {
        self.offer(text, Command::Undo.label(), Action::Run(Command::Undo));
    }

    /// Takes a notice away when its time is over; what went wrong stays until it is dismissed.
    pub(super) fn fade_notice(&mut self, ctx: &egui::Context) {
        let now = ctx.input(|input| input.time);
        let Some(notice) = self.state.view.notice.as_ref().filter(|notice| !notice.bad) else {
            self.fading = None;
            return;
        };
        match &self.fading {
            Some((shown, until)) if shown == notice => {
                if now >= *until {
                    (self.state.view.notice, self.fading) = (None, None);
                    ctx.request_repaint();
                }
            }
            _ => {
                let stays = if notice.offer.is_some() { OFFER_STAYS } else { STAYS };
                self.fading = Some((notice.clone(), now + stays));
                // One frame at its end; nothing is drawn in between for its sake.
                ctx.request_repaint_after(std::time::Duration::from_secs_f64(stays));
            }
        }
    }

    /// Fills the window with a part of the program; an offer to undo is about the other one.
    pub(super) fn show_workspace(&mut self, workspace: Workspace) {
        self.take_name();
        let view = &mut self.state.view;
        if view.workspace != workspace && view.notice.as_ref().is_some_and(|notice| !notice.bad) {
            view.notice = None;
        }
        view.workspace = workspace;
    }

    /// Forgets the hint once something was done with the scenario that the program begins with.
    pub(super) fn outgrow_hint(&mut self) {
        if !self.state.settings.hint_seen && !self.state.documents.front().is_untouched_start() {
            self.state.settings.hint_seen = true;
            self.state.settings.save();
        }
    }
}
