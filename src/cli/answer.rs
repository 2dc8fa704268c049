//! A scenario read, changed by `--set`, and answered.

use std::io::ErrorKind;
use std::path::Path;

use super::args::ScenarioArgs;
use super::error::CliError;
use crate::export::Subject;
use crate::figures::Figures;
use crate::model::book::Book;
use crate::model::day::Day;
use crate::model::nearest::nearest;
use crate::model::plan::{Plan, Problem};
use crate::model::scenario::Scenario;
use crate::model::stats::draws::{Columns, Effort};
use crate::sentence;
use crate::store::scenario_file::{self, OpenError};
use crate::store::{self, books, folders, presets};

/// A scenario with its answer.
#[derive(Debug)]
pub struct Answer {
    /// As read, with the changes.
    pub scenario: Scenario,
    /// The day whose prices hold.
    pub day: Day,
    /// The prices.
    pub book: Book,
    /// The answer; none where nobody knows it, which the warnings then say.
    pub known: Option<Figures>,
    /// What the user should know, in sentences.
    pub warnings: Vec<String>,
}

impl Answer {
    /// The answer for a scenario and a day.
    pub fn of(scenario: Scenario, day: Day) -> Result<Self, CliError> {
        let (book, mut warnings) = load_book();
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
        Ok(Self { scenario, day, book, known, warnings })
    }

    /// What an export is made of.
    pub fn subject(&self) -> Subject<'_> {
        Subject {
            book: &self.book,
            scenario: &self.scenario,
            day: self.day,
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

/// The scenario that the arguments name, with their changes, and the day.
pub fn scenario(args: &ScenarioArgs) -> Result<(Scenario, Day), CliError> {
    let mut scenario = match &args.scenario {
        None => presets::default_scenario(),
        Some(name) => named(name)?,
    };
    for setting in &args.set {
        scenario.apply(setting)?;
    }
    let day = args.on.unwrap_or_else(|| scenario.day(store::today()));
    Ok((scenario, day))
}

/// The file of this name; if there is none, the user's own preset, then the shipped one.
fn named(name: &Path) -> Result<Scenario, CliError> {
    if let Some(scenario) = opened(name)? {
        return Ok(scenario);
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
        && let Some(scenario) = opened(&folder.join(format!("{key}.ron")))?
    {
        return Ok(scenario);
    }
    let shipped = presets::shipped()?;
    if let Some(preset) = shipped.iter().find(|preset| preset.key == key) {
        return Ok(preset.scenario.clone());
    }
    let (own, _) = presets::own();
    let keys = shipped.iter().chain(&own).map(|preset| preset.key.as_str());
    let near = nearest(&key, keys).map(|near| format!("; the nearest preset is `{near}`")).unwrap_or_default();
    Err(CliError(format!("`{key}` is neither a scenario file nor a preset{near}")))
}

/// The scenario in a file; none where there is no such file.
fn opened(path: &Path) -> Result<Option<Scenario>, CliError> {
    match scenario_file::open(path) {
        Ok(scenario) => Ok(Some(scenario)),
        Err(OpenError::Read { source, .. })
            if matches!(source.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory) =>
        {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
