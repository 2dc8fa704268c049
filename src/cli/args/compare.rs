//! Arguments of `compare`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::PricesArg;
use crate::model::day::Day;

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// Scenario files or presets; one is put on every model, several stand side by side; left out, the default scenario
    pub scenarios: Vec<PathBuf>,
    /// Only models whose id, name, alias or provider has all of these words
    #[arg(long, value_name = "PATTERN")]
    pub models: Option<String>,
    /// Only this line of the scenario changes its model; left out, every line
    #[arg(long, value_name = "NAME")]
    pub line: Option<String>,
    /// Leave out models whose prices are less sure than this
    #[arg(long, value_enum, default_value_t)]
    pub confidence: ConfidenceArg,
    /// Retired models too
    #[arg(long)]
    pub retired: bool,
    /// Change an assumption of every scenario, such as images=40000; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Use the prices of this day, such as 2026-11-22; left out, today
    #[arg(long, value_name = "DATE")]
    pub on: Option<Day>,
    /// Use the prices that the files were saved with, or those of the price book; left out, as each file says
    #[arg(long, value_enum, value_name = "WHICH")]
    pub prices: Option<PricesArg>,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: CompareFormat,
}

/// Least confidence in a price.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ConfidenceArg {
    /// Weak sources too
    #[default]
    Low,
    /// Indirect, or two independent third parties
    Medium,
    /// An official page
    High,
}

/// Formats of `compare`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum CompareFormat {
    /// A table for people
    #[default]
    Text,
    /// For programs, money as decimal strings
    Json,
    /// One row for each model or scenario
    Csv,
}
