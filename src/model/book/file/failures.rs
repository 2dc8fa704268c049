//! Failure billing in a price file.

use serde::Deserialize;

use super::Confidence;

/// Failure billing, by outcome of an attempt.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FailuresFile {
    /// 5xx, 429, connection.
    pub server_error: FailureFile,
    /// The client gave up, the provider finished.
    pub timeout: FailureFile,
    /// Moderation before generating.
    pub input_block: FailureFile,
    /// Generated, then withheld.
    pub output_block: FailureFile,
    /// 400.
    pub invalid_request: FailureFile,
}

/// What the provider bills for one outcome, and who says so.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FailureFile {
    /// The rule.
    pub rule: BillingRuleFile,
    /// Key into the provider's sources.
    pub source: String,
    /// How sure we are.
    pub confidence: Confidence,
    /// What the source says, in our words.
    #[serde(default)]
    pub note: String,
}

/// What an attempt that did not succeed costs.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BillingRuleFile {
    /// The full price of the image.
    Billed,
    /// Nothing.
    NotBilled,
    /// Prompt and references, not the output.
    InputOnly,
    /// A fixed fee in USD.
    Fee(String),
    /// Not established: between nothing and the full price. `expected` is the share used for the
    /// expected bill.
    Unknown {
        /// 0 to 1.
        expected: String,
    },
}
