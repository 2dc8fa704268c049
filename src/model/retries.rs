//! How often clients try again by themselves, and what layers of clients multiply to.

use ron::extensions::Extensions;
use serde::Deserialize;

use super::assumption::{Key, Kind};
use super::book::{Confidence, SourceKind};
use super::day::Checked;
use super::digits::whole;

/// Layout version of the file that this program reads.
const FORMAT: u32 = 1;

/// What one client does about failures when nobody tells it otherwise.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetryDefault {
    /// Short name for settings.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Where it stands between the app and the provider.
    pub layer: LayerKind,
    /// Most retries of one request, the first attempt not counted.
    pub retries: u16,
    /// Whether it retries server errors: 5xx, at least some of them.
    pub server_errors: Retried,
    /// Whether it retries its own timeouts.
    pub timeouts: Retried,
    /// What it retries, in words.
    pub when: String,
    /// After how many seconds it gives up on an attempt; none where it waits or does not say.
    pub timeout_seconds: Option<u32>,
    /// Link to where this was read.
    pub url: String,
    /// Who wrote it.
    pub kind: SourceKind,
    /// When it was last read.
    pub checked: Checked,
    /// How sure we are.
    pub confidence: Confidence,
    /// What a user should know.
    pub note: String,
}

/// Where a client stands between the app and the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LayerKind {
    /// A library in the app.
    Sdk,
    /// A server between the app and the model.
    Gateway,
}

/// Whether an outcome is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retried {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// Not established.
    Unknown,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RetriesFile {
    format: u32,
    defaults: Vec<RetryDefault>,
}

/// What is wrong with a list of retry defaults, and on which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("retry defaults, line {line}: {what}")]
pub struct RetriesError {
    /// Line, counted from 1.
    pub line: usize,
    /// The value and what would be right.
    pub what: String,
}

/// Reads a list of retry defaults.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn parse(text: &str) -> Result<Vec<RetryDefault>, RetriesError> {
    let error = |line, what| RetriesError { line, what };
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let file: RetriesFile = options.from_str(text).map_err(|e| error(e.span.start.line, e.code.to_string()))?;
    if file.format != FORMAT {
        return Err(error(1, format!("format {} is not known; this program reads format {FORMAT}", file.format)));
    }
    Ok(file.defaults)
}

impl RetryDefault {
    /// Attempts of one request, the first included.
    pub fn attempts(&self) -> u64 {
        u64::from(self.retries).saturating_add(1)
    }

    /// What it does, in a sentence.
    pub fn words(&self) -> String {
        if self.retries == 0 {
            return format!("{} retries {}.", self.name, self.when);
        }
        let (retries, attempts) = (self.retries, self.attempts());
        let word = if retries == 1 { "retry" } else { "retries" };
        format!("{}: {retries} {word}, {attempts} attempts, on {}.", self.name, self.when)
    }
}

impl Retried {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Yes => "retried",
            Self::No => "not retried",
            Self::Unknown => "not known",
        }
    }
}

/// Retries of each layer that a request passes through; a layer that is not there has none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layers {
    /// Retries of the app itself.
    pub app: u16,
    /// Retries of the gateway.
    pub gateway: u16,
    /// Retries of the SDK.
    pub sdk: u16,
}

impl Layers {
    /// Most attempts of one request: every layer tries again whatever the layers below it tried.
    pub fn attempts(self) -> u64 {
        self.factors().into_iter().fold(1, u64::saturating_mul)
    }

    /// The product in words: `3 × 2 × 3 = 18 attempts`, and what a plan takes where that is more.
    pub fn words(self) -> String {
        let [app, gateway, sdk] = self.factors().map(whole);
        let attempts = self.attempts();
        let word = if attempts == 1 { "attempt" } else { "attempts" };
        let product = format!("{app} × {gateway} × {sdk} = {} {word}", whole(attempts));
        match most_attempts() {
            Some(most) if attempts > most => format!("{product}; a plan counts at most {most} of them"),
            _ => product,
        }
    }

    fn factors(self) -> [u64; 3] {
        [self.app, self.gateway, self.sdk].map(|retries| u64::from(retries).saturating_add(1))
    }
}

/// Most attempts that a plan takes.
fn most_attempts() -> Option<u64> {
    match Key::MaxAttempts.spec().kind {
        Kind::Number { max, .. } => max.try_into().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_multiply() {
        let layers = Layers { app: 2, gateway: 1, sdk: 2 };
        assert_eq!((layers.attempts(), layers.words()), (18, "3 × 2 × 3 = 18 attempts".to_owned()));
        assert_eq!(Layers::default().words(), "1 × 1 × 1 = 1 attempt");
        let many = Layers { app: 2, gateway: 3, sdk: 2 };
        assert_eq!(many.words(), "3 × 4 × 3 = 36 attempts; a plan counts at most 20 of them");
    }

    #[test]
    fn twenty_attempts_are_a_plan_and_no_product_is_too_large() {
        assert_eq!(Layers { app: 4, gateway: 3, sdk: 0 }.words(), "5 × 4 × 1 = 20 attempts");
        let most = Layers { app: u16::MAX, gateway: u16::MAX, sdk: u16::MAX };
        assert_eq!(most.attempts(), 1 << 48);
    }

    #[test]
    fn a_list_that_does_not_read_is_told_with_its_line() {
        let error = parse("(format: 2, defaults: [])").unwrap_err();
        assert_eq!(error.to_string(), "retry defaults, line 1: format 2 is not known; this program reads format 1");
        let error = parse("(\n    format: 1,\n    presets: [],\n)").unwrap_err();
        assert_eq!(error.line, 3, "{error}");
    }
}
