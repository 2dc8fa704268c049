//! A scenario read, changed by `--set`, and answered.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use super::args::{PricesArg, ScenarioArgs};
use super::error::CliError;
use crate::export::Subject;
use crate::figures::Figures;
use crate::model::book::Book;
use crate::model::day::Day;
use crate::model::nearest::nearest;
use crate::model::plan::{Plan, Problem};
use crate::model::scenario::Scenario;
use crate::model::snapshot::{Drift, Held};
use crate::model::stats::draws::{Columns, Effort};
use crate::sentence;
use crate::store::scenario_file::{self, OpenError, Opened};
use crate::store::{self, books, folders, presets};

/// What a command is asked about.
#[derive(Debug)]
pub struct Asked {
    /// As read, with the changes.
    pub scenario: Scenario,
    /// The day whose prices hold.
    pub day: Day,
    /// The prices, with those that the scenario keeps.
    pub book: Arc<Book>,
    /// What has become of the prices that the file was saved with; none where it does not say.
    pub drift: Option<Drift>,
    /// What the user should know about the prices, in sentences.
    pub warnings: Vec<String>,
}

/// A scenario with its answer.
#[derive(Debug)]
pub struct Answer {
    /// As read, with the changes.
    pub scenario: Scenario,
    /// The day whose prices hold.
    pub day: Day,
    /// The prices, with those that the scenario keeps.
    pub book: Arc<Book>,
    /// What has become of the prices that the file was saved with; none where it does not say.
    pub drift: Option<Drift>,
    /// The answer; none where nobody knows it, which the warnings then say.
    pub known: Option<Figures>,
    /// What the user should know, in sentences.
    pub warnings: Vec<String>,
}

impl Asked {
    /// The scenario that the arguments name, with their changes, and its prices.
    pub fn of(args: &ScenarioArgs) -> Result<Self, CliError> {
        let mut opened = match &args.scenario {
            None => plain(presets::default_scenario()),
            Some(name) => named(name)?,
        };
        choose_prices(&mut opened, args.prices)?;
        let today = store::today();
        let saved = opened.scenario.clone();
        let scenario = &mut opened.scenario;
        for setting in &args.set {
            scenario.apply(setting)?;
        }
        let day = args.on.unwrap_or_else(|| scenario.day(today));
        Ok(Self::priced(opened, &saved, day))
    }

    /// The default scenario.
    pub fn default() -> Self {
        let (opened, today) = (plain(presets::default_scenario()), store::today());
        let saved = opened.scenario.clone();
        Self::priced(opened, &saved, today)
    }

    /// A scenario with its prices, and what has become of those that it was saved with, as it was `saved`.
    fn priced(Opened { scenario, snapshot }: Opened, saved: &Scenario, day: Day) -> Self {
        let (listed, mut warnings) = load_book();
        let listed = Arc::new(listed);
        let drift = snapshot.map(|snapshot| Drift::of(&snapshot, &listed, saved, day));
        warnings.extend(drift.as_ref().and_then(|drift| drifted(drift, scenario.kept.is_some())));
        let book = Held::default().book(&listed, &scenario);
        Self { scenario, day, book, drift, warnings }
    }
}

/// Keeps the prices that a file was saved with, or takes the price book's.
fn choose_prices(opened: &mut Opened, which: Option<PricesArg>) -> Result<(), CliError> {
    let kept = &mut opened.scenario.kept;
    match which {
        None => {}
        Some(PricesArg::Today) => *kept = None,
        Some(PricesArg::Kept) if opened.snapshot.is_some() => kept.clone_from(&opened.snapshot),
        Some(PricesArg::Kept) => {
            let why = "--prices kept: the scenario does not say which prices it was saved with";
            return Err(CliError(format!("{why}; leave the option out, or save the file in the window first")));
        }
    }
    Ok(())
}

/// What is to be said about prices that moved, where any did.
fn drifted(drift: &Drift, kept: bool) -> Option<String> {
    let way = if kept { "--prices today uses those of today" } else { "--prices kept holds the old ones" };
    Some(format!("{}; {way}", sentence::drift::headline(drift, kept)?))
}

impl Answer {
    /// The answer to what is asked.
    pub fn of(asked: Asked) -> Result<Self, CliError> {
        let Asked { scenario, day, book, drift, mut warnings } = asked;
        let known = match Plan::new(&book, &scenario, day) {
            Ok(plan) => Figures::of(&book, &scenario, plan, Effort::Full, &mut Columns::default()),
            Err(problems) => Err(problems),
        };
        let known = match known {
            Ok(figures) => Some(figures),
            Err(problems) => {
                warnings.extend(unknown(&scenario, &problems)?);
                None
            }
        };
        if let Some(known) = &known {
            warnings.extend(known.plan.warnings.iter().map(ToString::to_string));
        }
        Ok(Self { scenario, day, book, drift, known, warnings })
    }

    /// What an export is made of.
    pub fn subject(&self) -> Subject<'_> {
        Subject {
            book: &self.book,
            scenario: &self.scenario,
            day: self.day,
            drift: self.drift.as_ref(),
            made_on: store::today(),
            known: self.known.as_ref(),
            warnings: &self.warnings,
        }
    }
}

/// The prices, and a sentence for each price file that does not read.
pub fn load_book() -> (Book, Vec<String>) {
    let (book, errors) = books::load();
    (book, errors.iter().map(ToString::to_string).collect())
}

/// What the user should know about a plan, in sentences.
pub fn plan_warnings(book: &Book, scenario: &Scenario, day: Day) -> Vec<String> {
    let plan = Plan::new(book, scenario, day);
    plan.map_or_else(|_| Vec::new(), |plan| plan.warnings.iter().map(ToString::to_string).collect())
}

/// The sentences of problems that nobody knows the answer to.
///
/// # Errors
/// When any of them is a mistake in the scenario: then all mistakes in one line.
pub fn unknown(scenario: &Scenario, problems: &[Problem]) -> Result<Vec<String>, CliError> {
    let sentence = |problem| sentence::problem(scenario, problem);
    let mistakes: Vec<String> = problems.iter().filter(|problem| !problem.unknown).map(sentence).collect();
    if mistakes.is_empty() {
        let mut sentences: Vec<String> = problems.iter().map(sentence).collect();
        sentences.dedup();
        Ok(sentences)
    } else {
        Err(CliError(mistakes.join("; ")))
    }
}

/// A scenario that was not saved with any prices.
fn plain(scenario: Scenario) -> Opened {
    Opened { scenario, snapshot: None }
}

/// The file of this name; if there is none, the user's own preset, then the shipped one.
fn named(name: &Path) -> Result<Opened, CliError> {
    if let Some(found) = opened(name)? {
        return Ok(found);
    }
    let key = name.to_string_lossy();
    if name.is_dir() {
        return Err(CliError(format!("`{key}` is a folder, not a scenario file")));
    }
    if name.extension().is_some() || key.contains(['/', '\\']) {
        return Err(CliError(format!("there is no file `{key}`")));
    }
    // A key is a word; anything with a path in it could only have been a file.
    let own = folders::presets().filter(|_| !key.contains(['/', '\\']));
    if let Some(folder) = own
        && let Some(found) = opened(&folder.join(format!("{key}.ron")))?
    {
        return Ok(found);
    }
    let shipped = presets::shipped()?;
    if let Some(preset) = shipped.iter().find(|preset| preset.key == key) {
        return Ok(plain(preset.scenario.clone()));
    }
    let (own, _) = presets::own();
    let keys = shipped.iter().chain(&own).map(|preset| preset.key.as_str());
    let near = nearest(&key, keys).map(|near| format!("; the nearest preset is `{near}`")).unwrap_or_default();
    Err(CliError(format!("`{key}` is neither a scenario file nor a preset{near}")))
}

/// What is in a file; none where there is no such file.
fn opened(path: &Path) -> Result<Option<Opened>, CliError> {
    match scenario_file::open(path) {
        Ok(found) => Ok(Some(found)),
        Err(OpenError::Read { source, .. })
            if matches!(source.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory) =>
        {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
