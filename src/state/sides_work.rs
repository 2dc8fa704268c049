//! Scenarios of many lines are put side by side on a thread of its own, so that the inputs stay live.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use super::Session;
use crate::model::stop::Stop;
use crate::side_by_side::{Sides, SidesQuestion};

/// Scenarios that are being put side by side; to drop it is to stop it.
#[derive(Debug)]
pub struct SidesWork {
    asked: SidesQuestion,
    stop: Stop,
    made: Receiver<Sides>,
}

impl Drop for SidesWork {
    fn drop(&mut self) {
        self.stop.ask();
    }
}

impl Session {
    /// Puts scenarios side by side unless they stand there already; true when what is shown changed. What takes
    /// long is taken in by a later call with the same question, and stopped by one without a question.
    pub fn refresh_sides(&mut self, asked: Option<SidesQuestion>) -> bool {
        let Some(asked) = asked else {
            self.sides_work = None;
            return false;
        };
        if self.sides.as_ref().is_some_and(|sides| sides.asked == asked) {
            (self.sides_work, self.sides_given_up) = (None, None);
            return false;
        }
        if self.sides_work.as_ref().is_some_and(|work| work.asked == asked) {
            return self.collect_sides(Duration::ZERO);
        }
        if self.sides_given_up.as_ref().is_some_and(|given_up| *given_up == asked) {
            return false;
        }
        self.sides_given_up = None;
        // Where the last ones took long, so will these.
        let patience = if self.sides_work.take().is_some() { Duration::ZERO } else { self.patience };
        let before = self.sides.take();
        if !asked.is_heavy() {
            self.sides = Some(self.style.scope(|| Sides::of(&self.book, asked, before.as_ref())));
            self.answers += 1;
            return true;
        }
        let (sender, made) = mpsc::channel();
        let stop = Stop::default();
        let (book, style) = (Arc::clone(&self.book), self.style.clone());
        let (question, stopped) = (asked.clone(), stop.clone());
        std::thread::spawn(move || {
            let sides = style.scope(|| stopped.during(|| Sides::of(&book, question, before.as_ref())));
            // Nobody listens any more once another question is asked.
            sender.send(sides).ok();
        });
        self.sides_work = Some(SidesWork { asked, stop, made });
        self.collect_sides(patience);
        true
    }

    fn collect_sides(&mut self, patience: Duration) -> bool {
        let Some(work) = &self.sides_work else { return false };
        match work.made.recv_timeout(patience) {
            Ok(sides) => {
                self.sides = Some(sides);
                self.answers += 1;
            }
            Err(RecvTimeoutError::Timeout) => return false,
            // The work ended without an answer; it is not begun again by itself.
            Err(RecvTimeoutError::Disconnected) => self.sides_given_up = Some(work.asked.clone()),
        }
        self.sides_work = None;
        true
    }

    /// Stops the comparison that is being made; it stays unmade until it is asked for again.
    pub(super) fn give_up_sides(&mut self) {
        if let Some(work) = self.sides_work.take() {
            self.sides_given_up = Some(work.asked.clone());
        }
    }
}
