//! The assumptions that an answer rests on: those that were set, and the important ones that were not.

use crate::model::assumption::{Key, Scope, Spec, TABLE, Value, Values};
use crate::model::book::Book;
use crate::model::custom;
use crate::model::outcome::Outcome;
use crate::model::scenario::{Line, Scenario};
use crate::text;

/// Assumptions that a reader asks for even where they stand at their defaults.
const IMPORTANT: [Key; 23] = [
    Key::Images,
    Key::CountBasis,
    Key::EditShare,
    Key::ImageToImageShare,
    Key::AcceptanceRate,
    Key::Model,
    Key::Size,
    Key::Quality,
    Key::BatchShare,
    Key::PromptTokens,
    Key::ReferencesPerEdit,
    Key::ReferencesPerImageToImage,
    Key::ReferenceSize,
    Key::Rate(Outcome::ServerError),
    Key::Rate(Outcome::Timeout),
    Key::Rate(Outcome::InputBlock),
    Key::Rate(Outcome::OutputBlock),
    Key::Rate(Outcome::InvalidRequest),
    Key::DuplicateRate,
    Key::MaxAttempts,
    Key::Discount,
    Key::TaxRate,
    Key::Months,
];

/// One assumption with its value.
#[derive(Debug, Clone)]
pub struct Assumption<'a> {
    /// The line's name; none for the whole scenario, and where all lines have it alike.
    pub line: Option<&'a str>,
    /// Which.
    pub spec: &'static Spec,
    /// Its value, as `--set` reads it.
    pub value: &'a Value,
    /// Its value, as people read it.
    pub shown: String,
}

impl<'a> Assumption<'a> {
    fn new(line: Option<&'a str>, key: Key, value: &'a Value) -> Self {
        let spec = key.spec();
        Self { line, spec, value, shown: text::value(spec, value) }
    }

    /// The default, as people read it.
    pub fn default(&self) -> String {
        text::value(self.spec, &self.spec.default)
    }
}

/// The assumptions that differ from the defaults, line by line, then those of the whole scenario.
pub fn changed(scenario: &Scenario) -> Vec<Assumption<'_>> {
    let lines = scenario.lines.iter().map(|line| (Some(line.name.as_str()), &line.values));
    let all = lines.chain([(None, &scenario.values)]);
    let of = |(line, values)| Values::iter(values).map(move |(key, value)| Assumption::new(line, key, value));
    all.flat_map(of).collect()
}

/// The important assumptions at their defaults, each once where it holds for every line alike.
pub fn standing<'a>(book: &Book, scenario: &'a Scenario) -> Vec<Assumption<'a>> {
    let mut found = Vec::new();
    for spec in TABLE.iter().filter(|spec| IMPORTANT.contains(&spec.key)) {
        let key = spec.key;
        if spec.scope == Scope::Scenario {
            found.extend((!scenario.values.is_set(key)).then(|| Assumption::new(None, key, &spec.default)));
            continue;
        }
        let at_default = |line: &&Line| !line.values.is_set(key) && matters(book, line, key);
        let of_line = |line: &'a Line| {
            let row = Assumption::new(Some(&line.name), key, &spec.default);
            match provider_default(book, line, key) {
                Some(own) => Assumption { shown: format!("{}, which is {own}", row.shown), ..row },
                None => row,
            }
        };
        let mut rows: Vec<Assumption> = scenario.lines.iter().filter(at_default).map(of_line).collect();
        if let Some(first) = rows.first()
            && rows.len() == scenario.lines.len()
            && rows.iter().all(|row| row.shown == first.shown)
        {
            let once = Assumption { line: None, ..first.clone() };
            rows = vec![once];
        }
        found.extend(rows);
    }
    found
}

/// Whether an assumption can move the bill of a line.
fn matters(book: &Book, line: &Line, key: Key) -> bool {
    let values = &line.values;
    let (edits, restyles) =
        (!values.amount(Key::EditShare).is_zero(), !values.amount(Key::ImageToImageShare).is_zero());
    let id = values.text(Key::Model);
    let model = book.find(id).ok();
    match key {
        Key::Size | Key::Quality | Key::PromptTokens if id == custom::ID => false,
        Key::ReferencesPerEdit | Key::ReferencesPerImageToImage | Key::ReferenceSize if id == custom::ID => false,
        Key::Size => model.is_none_or(|model| model.size_matters()),
        Key::Quality => model.is_none_or(|model| !model.qualities.is_empty()),
        Key::ReferencesPerEdit => edits,
        Key::ReferencesPerImageToImage => restyles,
        Key::ReferenceSize => edits || restyles,
        _ => true,
    }
}

/// What the provider takes where a caller leaves it out.
fn provider_default(book: &Book, line: &Line, key: Key) -> Option<String> {
    let model = book.find(line.values.text(Key::Model)).ok()?;
    match key {
        Key::Size => model.default_size.map(|size| size.to_string()),
        Key::Quality => model.default_quality.clone(),
        _ => None,
    }
}
