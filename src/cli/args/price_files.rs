//! Arguments of `prices`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Format;
use crate::model::day::Day;

/// Arguments of `prices`.
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true, arg_required_else_help = false)]
pub struct PricesArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: PricesCommand,
}

/// What can be done with prices.
#[derive(Debug, Subcommand)]
pub enum PricesCommand {
    /// Check price files and list what is in them and what is doubtful
    Check(PricesCheckArgs),
    /// List what differs between two versions of prices
    Diff(PricesDiffArgs),
    /// Keep LiteLLM's list as a second opinion and say where it differs, or take in prices of your own
    Import(ImportArgs),
}

/// Arguments of `prices check`.
#[derive(Debug, Args)]
pub struct PricesCheckArgs {
    /// Price files
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Call old or ended what is so on this day, such as 2026-11-22; left out, today
    #[arg(long, value_name = "DATE")]
    pub on: Option<Day>,
}

/// Arguments of `prices diff`.
#[derive(Debug, Args)]
pub struct PricesDiffArgs {
    /// The old version: a price file, a folder of price files, or the id of a shipped provider, such as openai
    #[arg(value_name = "A")]
    pub old: PathBuf,
    /// The new version, likewise
    #[arg(value_name = "B")]
    pub new: PathBuf,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Arguments of `prices import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// LiteLLM's `model_prices_and_context_window.json`, whole or in part; or a RON file of prices
    pub file: PathBuf,
    /// Only compare; keep nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}
