//! What this run has loaded and computed.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use super::DriftView;
use super::sides_work::SidesWork;
use super::work::{PATIENCE, Work};
use crate::market::{Market, MarketQuestion};
use crate::model::book::yours::Yours;
use crate::model::book::{Book, BookError};
use crate::model::day::Day;
use crate::model::opinion::{Judgement, judge};
use crate::model::retries::RetryDefault;
use crate::outcome::{Outcome, PlotQuestion, Question};
use crate::side_by_side::{Sides, SidesQuestion};
use crate::store::opinions::Opinions;
use crate::store::presets::Preset;
use crate::text::Style;

/// What this run has loaded and computed.
#[derive(Debug)]
pub struct Session {
    /// The prices, with the user's own.
    pub book: Arc<Book>,
    /// The prices without the user's own rates and models.
    pub listed: Arc<Book>,
    /// The user's own rates and models.
    pub yours: Yours,
    /// What of them could not be applied.
    pub yours_errors: Vec<String>,
    /// What is wrong with price files and presets.
    pub file_errors: Vec<String>,
    /// Shipped presets, then the user's.
    pub presets: Vec<Preset>,
    /// Today.
    pub today: Day,
    /// How numbers and money are written in answers.
    pub style: Style,
    /// The answer that is being made, if it takes long.
    pub work: Option<Work>,
    /// The question whose answer was stopped.
    pub given_up: Option<Question>,
    /// How long a frame waits for an answer before it shows that it is being made.
    pub patience: Duration,
    /// The question that `outcome` answers.
    pub asked: Option<Question>,
    /// The answer.
    pub outcome: Outcome,
    /// Another list of prices, read as a second opinion.
    pub opinions: Option<Opinions>,
    /// What it says beside our prices.
    pub judged: Vec<Judgement>,
    /// What clients retry by themselves.
    pub retries: Vec<RetryDefault>,
    /// What the price book's workspace shows.
    pub market: Option<Market>,
    /// What has become of the prices that the scenario in front was saved with.
    pub drift: DriftView,
    /// The scenarios side by side.
    pub sides: Option<Sides>,
    /// Those that are being put there.
    pub sides_work: Option<SidesWork>,
    /// Those that nobody waits for any more.
    pub sides_given_up: Option<SidesQuestion>,
    /// How many answers were made in this run.
    pub answers: u64,
    /// How long the last answer took, in microseconds.
    pub micros: u64,
    /// Whether that is shown.
    pub shows_time: bool,
}

impl Session {
    /// A session with these prices and presets.
    pub fn new(
        book: Book,
        book_errors: &[BookError],
        presets: Vec<Preset>,
        preset_errors: &[String],
        today: Day,
    ) -> Self {
        let file_errors = book_errors.iter().map(ToString::to_string).chain(preset_errors.iter().cloned());
        Self {
            listed: Arc::new(book.clone()),
            book: Arc::new(book),
            yours: Yours::default(),
            yours_errors: Vec::new(),
            file_errors: file_errors.collect(),
            presets,
            today,
            style: Style::default(),
            work: None,
            given_up: None,
            patience: PATIENCE,
            asked: None,
            outcome: Outcome::default(),
            opinions: None,
            judged: Vec::new(),
            retries: Vec::new(),
            market: None,
            drift: DriftView::default(),
            sides: None,
            sides_work: None,
            sides_given_up: None,
            answers: 0,
            micros: 0,
            shows_time: true,
        }
    }

    /// Puts the user's own rates and models over the listed prices; every answer is made again.
    pub fn set_yours(&mut self, yours: Yours) {
        let mut book = (*self.listed).clone();
        self.yours_errors = yours.apply(&mut book);
        self.book = Arc::new(book);
        self.yours = yours;
        self.judge();
        self.forget_answers();
    }

    /// Takes another list of prices as the second opinion.
    pub fn set_opinions(&mut self, opinions: Option<Opinions>) {
        self.opinions = opinions;
        self.judge();
    }

    fn judge(&mut self) {
        let entries = self.opinions.as_ref().map_or(&[][..], |opinions| &opinions.entries);
        // The list's prices are compared, not those that only the user pays.
        self.judged = judge(&self.listed, entries, self.today);
        self.market = None;
    }

    /// Answers the price book's question unless it was answered already; true when the answer changed.
    pub fn refresh_market(&mut self, asked: MarketQuestion) -> bool {
        if self.market.as_ref().is_some_and(|market| market.asked == asked) {
            return false;
        }
        let before = self.market.take();
        self.market = Some(Market::of(&self.book, &self.judged, asked, before));
        true
    }

    /// The figures of a question without its plot: the answer that is shown, where it is to this question, or
    /// one made now, which leaves the shown one and the work on it alone.
    pub fn figures(&self, question: Question) -> Cow<'_, Outcome> {
        let shown = |asked: &Question| {
            asked.scenario == question.scenario && asked.day == question.day && asked.effort == question.effort
        };
        if self.asked.as_ref().is_some_and(shown) && self.outcome.is_fresh() {
            return Cow::Borrowed(&self.outcome);
        }
        let mut made = Outcome::default();
        let question = Question { plot: PlotQuestion::Figures, ..question };
        self.style.scope(|| made.update(&self.book, &question));
        Cow::Owned(made)
    }

    /// Answers the question unless it was answered already; true when the answer changed.
    pub fn refresh(&mut self, question: Question) -> bool {
        if self.asked.as_ref() == Some(&question) {
            return false;
        }
        self.work = None;
        let start = std::time::Instant::now();
        self.style.scope(|| self.outcome.update(&self.book, &question));
        self.micros = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.answers += 1;
        self.asked = Some(question);
        true
    }
}
