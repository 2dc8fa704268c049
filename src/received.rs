//! A shared scenario as this machine sees it: what it holds, what its sender saw, what it costs here.

use rust_decimal::Decimal;

use crate::figures;
use crate::model::assumption::{Key, Value};
use crate::model::book::Book;
use crate::model::custom;
use crate::model::day::Day;
use crate::model::num::Num as _;
use crate::model::scenario::{Line, Scenario};
use crate::sentence;
use crate::store::share::Shared;
use crate::text;

/// A shared scenario beside its bill at the prices of this machine.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// What was sent.
    pub shared: Shared,
    /// The day whose prices are used here.
    pub today: Day,
    /// The expected bill here in USD, or why there is none, in words.
    pub here: Result<Decimal, String>,
}

/// Most reasons that are told why there is no bill; each of a thousand lines may have one.
const MOST_REASONS: usize = 3;

/// What the columns of [`rows`] hold.
pub const COLUMNS: [&str; 5] = ["Line", "Images", "Model", "Size", "Quality"];

impl Received {
    /// Prices a shared scenario here, today.
    pub fn of(book: &Book, shared: Shared, today: Day) -> Self {
        let today = shared.scenario.day(today);
        let here = figures::expected(book, &shared.scenario, today).map_err(|problems| {
            let mut why: Vec<_> = problems.iter().map(|it| sentence::problem(&shared.scenario, it)).collect();
            why.dedup();
            let more = why.len().saturating_sub(MOST_REASONS);
            why.truncate(MOST_REASONS);
            if more > 0 {
                why.push(format!("and {} more", text::grouped(&more.to_string())));
            }
            why.join("; ")
        });
        Self { shared, today, here }
    }

    /// USD more here than the sender saw; none where either is not known.
    pub fn difference(&self) -> Option<Decimal> {
        self.here.as_ref().ok()?.minus(self.shared.bill?).ok()
    }

    /// The bill of the sender and the one here, each with its day.
    pub fn bills(&self) -> String {
        let Self { shared: Shared { on, bill, .. }, today, here } = self;
        match (bill, here) {
            (Some(theirs), Ok(here)) => {
                let theirs = usd(*theirs);
                format!("Their estimate was {theirs} at the prices of {on}; {}.", self.compared(*here))
            }
            (Some(theirs), Err(why)) => {
                let theirs = usd(*theirs);
                format!("Their estimate was {theirs} at the prices of {on}; here the bill is not known: {why}.")
            }
            (None, Ok(here)) => {
                let here = usd(*here);
                format!("They had no bill at the prices of {on}; here it is {here} at the prices of {today}.")
            }
            (None, Err(why)) => {
                format!("They had no bill at the prices of {on}, and here there is none either: {why}.")
            }
        }
    }

    /// The bill here against the one of the sender, where both are known.
    fn compared(&self, here: Decimal) -> String {
        let today = self.today;
        let more = self.difference().unwrap_or_default();
        if more.is_zero() {
            return format!("here it is the same at the prices of {today}");
        }
        let way = if more.is_sign_negative() { "less" } else { "more" };
        let share = self.shared.bill.and_then(|theirs| more.abs().over(theirs).ok());
        let share = share.map(|share| format!(" ({})", percent(share))).unwrap_or_default();
        let why = if self.shared.on == today { ", so their prices differ from yours" } else { "" };
        format!("here it is {} at the prices of {today}, {} {way}{share}{why}", usd(here), usd(more.abs()))
    }

    /// Lines, images, models and budget: `3 lines, 46,600 images on GPT Image 2, budget $2,500`.
    pub fn contents(&self, book: &Book) -> String {
        let scenario = &self.shared.scenario;
        let lines = match scenario.lines.len() {
            1 => "1 line".to_owned(),
            many => format!("{} lines", text::grouped(&many.to_string())),
        };
        let about = scenario.lines.iter().any(|line| matches!(line.values.get(Key::Images), Value::Range(_)));
        let about = if about { "about " } else { "" };
        let number = |line: &Line| line.values.amount(Key::Images);
        let images = scenario.lines.iter().map(number).fold(Decimal::ZERO, Decimal::saturating_add);
        let noun = if images == Decimal::ONE { "image" } else { "images" };
        let models = match models(book, &scenario.lines).as_slice() {
            [one] => one.clone(),
            [one, other] => format!("{one} and {other}"),
            many => format!("{} models", text::grouped(&many.len().to_string())),
        };
        let month = if scenario.values.amount(Key::Months) == Decimal::ONE { "" } else { " in the first month" };
        let budget = budget(scenario).map(|budget| format!(", budget {budget}")).unwrap_or_default();
        format!("{lines}, {about}{} {noun}{month} on {models}{budget}", text::count(images))
    }

    /// All of it in one paragraph.
    pub fn summary(&self, book: &Book) -> String {
        format!("{}: {}. {}", name(&self.shared.scenario), self.contents(book), self.bills())
    }
}

/// A scenario's name, or a word for one without.
pub fn name(scenario: &Scenario) -> String {
    if scenario.name.trim().is_empty() { "A scenario without a name".into() } else { scenario.name.clone() }
}

/// The budget as it is shown; none where there is none.
pub fn budget(scenario: &Scenario) -> Option<String> {
    scenario.values.number(Key::Budget).map(text::exact_money)
}

/// The lines of a scenario, with what [`COLUMNS`] says.
pub fn rows(book: &Book, scenario: &Scenario) -> impl Iterator<Item = [String; 5]> {
    scenario.lines.iter().map(|line| {
        let images = text::bare_value(Key::Images.spec(), line.values.get(Key::Images));
        let kept = if line.values.text(Key::CountBasis) == "kept" { " kept" } else { "" };
        let one = book.find(line.values.text(Key::Model)).ok();
        let size = or_default(line.values.text(Key::Size), one.and_then(|model| model.default_size));
        let quality = or_default(line.values.text(Key::Quality), one.and_then(|model| model.default_quality.as_ref()));
        let models = models(book, std::slice::from_ref(line)).join(" and ");
        [line.name.clone(), images + kept, models, size, quality]
    })
}

/// A word as typed; what it means where it is the default.
fn or_default(typed: &str, default: Option<impl ToString>) -> String {
    match default.filter(|_| typed == "default") {
        Some(default) => format!("{} (default)", default.to_string()),
        None => typed.to_owned(),
    }
}

/// The names of the models that make images on these lines, each once.
fn models(book: &Book, lines: &[Line]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for id in lines.iter().flat_map(used) {
        let name = match book.find(id) {
            _ if id == custom::ID => "their own prices".to_owned(),
            Ok(model) => model.name.clone(),
            Err(_) => id.to_owned(),
        };
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// The models of a line whose share is not zero.
fn used(line: &Line) -> Vec<&str> {
    let values = &line.values;
    let main = values.text(Key::Model);
    let or_main = |key| if values.text(key) == "same" { main } else { values.text(key) };
    let (edits, others) = (values.amount(Key::EditShare), values.amount(Key::ImageToImageShare));
    let mut used = Vec::new();
    if edits.saturating_add(others) < Decimal::ONE {
        used.push(main);
    }
    if !edits.is_zero() {
        used.push(or_main(Key::EditModel));
    }
    if !others.is_zero() {
        used.push(or_main(Key::ImageToImageModel));
    }
    used
}

/// USD to the cent, unless that hides it.
fn usd(amount: Decimal) -> String {
    if amount < Decimal::ONE { text::money(amount) } else { text::cents(amount) }
}

/// A share that is not zero, to a tenth of a percent.
fn percent(share: Decimal) -> String {
    if share < Decimal::new(5, 4) { "under 0.1 %".into() } else { text::percent(share.round_dp(3)) }
}
