//! Answers that take long are made beside the window, so that the inputs stay live.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use super::Session;
use crate::model::book::Book;
use crate::model::stop::Stop;
use crate::outcome::{Outcome, PlotQuestion, Question};
use crate::text::Style;

/// How long a frame waits for an answer before it shows that it is being made.
pub const PATIENCE: Duration = Duration::from_millis(120);

/// An answer that is being made; to drop it is to stop it.
#[derive(Debug)]
pub struct Work {
    question: Question,
    stop: Stop,
    made: Receiver<Made>,
}

/// What the work has so far.
#[derive(Debug)]
struct Made {
    outcome: Outcome,
    /// Whether this is all of it, or the figures without the plot.
    whole: bool,
    micros: u64,
}

impl Drop for Work {
    fn drop(&mut self) {
        self.stop.ask();
    }
}

impl Work {
    fn begin(book: Arc<Book>, style: Style, mut outcome: Outcome, question: Question) -> Self {
        let (sender, made) = mpsc::channel();
        let stop = Stop::default();
        let (asked, stopped) = (question.clone(), stop.clone());
        std::thread::spawn(move || {
            let start = Instant::now();
            let micros = || u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
            style.scope(|| {
                stopped.during(|| {
                    // The figures first: they are quick beside the plot.
                    let mut figures = outcome.handed_over();
                    figures.update(&book, &Question { plot: PlotQuestion::Figures, ..asked.clone() });
                    let whole = !figures.is_fresh();
                    let shown = figures.handed_over_to(&mut outcome);
                    // Nobody listens any more once another question is asked.
                    if sender.send(Made { outcome: shown, whole, micros: micros() }).is_err() || whole {
                        return;
                    }
                    outcome.update(&book, &asked);
                    sender.send(Made { outcome, whole: true, micros: micros() }).ok();
                });
            });
        });
        Self { question, stop, made }
    }
}

impl Session {
    /// Answers a question unless it was answered already; true when what is shown changed. What takes long
    /// is made beside the window, and taken in by a later call with the same question.
    pub fn refresh_live(&mut self, question: Question) -> bool {
        if self.given_up.as_ref().is_some_and(|given_up| *given_up != question) {
            self.given_up = None;
        }
        if self.work.as_ref().is_some_and(|work| work.question == question) {
            return self.collect(Duration::ZERO);
        }
        if self.asked.as_ref() == Some(&question) || self.given_up.is_some() {
            self.work = None;
            return false;
        }
        // Where the last answer took long, so will this one.
        let patience = if self.work.take().is_some() { Duration::ZERO } else { self.patience };
        if !question.is_heavy() {
            return self.refresh(question);
        }
        let before = self.outcome.handed_over();
        self.work = Some(Work::begin(Arc::clone(&self.book), self.style.clone(), before, question));
        (self.asked, self.outcome.waiting) = (None, true);
        self.collect(patience);
        true
    }

    /// Takes in what is made by then; true when there was something.
    fn collect(&mut self, patience: Duration) -> bool {
        let end = Instant::now() + patience;
        let mut taken = false;
        while let Some(work) = &self.work {
            let made = match end.checked_duration_since(Instant::now()) {
                Some(left) => work.made.recv_timeout(left),
                None => work.made.try_recv().map_err(|error| match error {
                    TryRecvError::Empty => RecvTimeoutError::Timeout,
                    TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
                }),
            };
            match made {
                Ok(made) => {
                    (self.outcome, self.micros, taken) = (made.outcome, made.micros, true);
                    if made.whole {
                        self.answers += 1;
                        self.asked = self.work.take().map(|work| work.question.clone());
                    }
                }
                Err(RecvTimeoutError::Timeout) => break,
                // The work ended without an answer; it is not begun again by itself.
                Err(RecvTimeoutError::Disconnected) => {
                    self.give_up();
                    taken = true;
                }
            }
        }
        taken
    }

    /// Stops the answer that is being made; the question stays unanswered until it changes or is asked again.
    pub fn give_up(&mut self) {
        self.given_up = self.work.take().map(|work| work.question.clone());
        self.give_up_sides();
    }

    /// Whether anything is being made beside the window.
    pub fn is_working(&self) -> bool {
        self.work.is_some() || self.sides_work.is_some()
    }

    /// Takes up again what was given up.
    pub fn go_on(&mut self) {
        (self.given_up, self.sides_given_up) = (None, None);
    }

    /// Every answer is to be made anew: prices or the way of writing changed.
    pub fn forget_answers(&mut self) {
        (self.asked, self.work, self.given_up) = (None, None, None);
        (self.sides, self.sides_work, self.sides_given_up) = (None, None, None);
    }
}
