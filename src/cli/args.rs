//! The arguments of every command.

mod compare;
mod price_files;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use compare::{CompareArgs, CompareFormat, ConfidenceArg};
pub use price_files::{ImportArgs, PricesArgs, PricesCheckArgs, PricesCommand, PricesDiffArgs};

use crate::model::book::Tier;
use crate::model::day::Day;
use crate::model::outcome::Outcome;
use crate::model::size::Pixels;
use crate::model::stats::curve::MOST_POINTS;
use crate::model::stats::goal::Goal;

const USAGE_HELP: &str =
    "Price the usage object of a response: text_in, text_cached, image_in, image_cached, image_out, text_out, thinking";

/// What will our image-generation API bill be?
///
/// Prices are shipped with the program, each with its source and the day it was checked. Nothing is
/// sent anywhere. Without arguments the window opens, and with scenario files alone it opens with those.
#[derive(Debug, Parser)]
#[command(name = "image-budget", version, disable_help_subcommand = true)]
#[command(after_help = "Exit codes: 0 fine; 1 a gate failed, such as --fail-over-budget; 2 bad usage or bad input.")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Estimate the bill of a scenario
    Estimate(EstimateArgs),
    /// Price one call to a model, or a usage object that it returned
    Price(PriceArgs),
    /// Run the bill and its 90 % band along one assumption
    Curve(CurveArgs),
    /// Find the value of an assumption that keeps the bill within an amount
    Seek(SeekArgs),
    /// List what moves the bill, the strongest first
    Drivers(DriversArgs),
    /// Put the plan on every model, or several plans side by side
    Compare(CompareArgs),
    /// List the models of the price book
    Models(ModelsArgs),
    /// Check, compare and import prices
    Prices(PricesArgs),
    /// Print a scenario as a share code: one line of text that another Image Budget opens
    Share(ScenarioArgs),
    /// Show what a share code holds, or write its scenario to a file
    Open(OpenArgs),
    /// List the assumptions that --set and a scenario file take
    Assumptions(AssumptionsArgs),
}

/// Which scenario, for which day.
#[derive(Debug, Args)]
pub struct ScenarioArgs {
    /// A scenario file or a preset; left out, the default scenario
    pub scenario: Option<PathBuf>,
    /// Change an assumption, such as images=40000, finals.quality=high or `timeout_rate=0..1%..5%`; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Use the prices of this day, such as 2026-11-22; left out, today
    #[arg(long, value_name = "DATE")]
    pub on: Option<Day>,
    /// Use the prices that the file was saved with, which win over any day, or those of the price book; left out, as the file says
    #[arg(long, value_enum, value_name = "WHICH")]
    pub prices: Option<PricesArg>,
}

/// Which prices of a scenario file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PricesArg {
    /// Those that it was saved with
    Kept,
    /// Those of the price book
    Today,
}

/// Arguments of `estimate`.
#[derive(Debug, Args)]
pub struct EstimateArgs {
    /// Which scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: EstimateFormat,
    /// Exit with 1 when the expected bill is above the scenario's budget
    #[arg(long)]
    pub fail_over_budget: bool,
    /// Where to write the answer; left out, to the output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Formats of `estimate`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum EstimateFormat {
    /// A report for people
    #[default]
    Text,
    /// Every figure, money as decimal strings
    Json,
    /// One row for each line item and step, then what they rest on
    Csv,
    /// A page for a document
    Markdown,
    /// The rows of csv, with tabs, to paste into a spreadsheet
    Tsv,
    /// A report that prints on one page
    Html,
}

/// Formats of lists and single prices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// For programs, money as decimal strings
    Json,
}

/// Arguments of `price`.
#[derive(Debug, Args)]
pub struct PriceArgs {
    /// A model's id, an alias, or an unambiguous part of it
    pub model: String,
    /// generate, edit, image-to-image, or the provider's own operation
    #[arg(long, value_name = "OPERATION")]
    pub op: Option<String>,
    /// How many such calls of one image
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000_000_000))]
    pub n: u32,
    /// Size such as 1024x1024, 2K or auto; left out, what the provider does then
    #[arg(long, value_name = "SIZE")]
    pub size: Option<String>,
    /// Quality as the model names it; left out, what the provider does then
    #[arg(long, value_name = "QUALITY")]
    pub quality: Option<String>,
    /// Service tier
    #[arg(long, value_enum, default_value_t)]
    pub tier: TierArg,
    /// Tokens of the prompt; left out, the prompt is not priced
    #[arg(long, value_name = "TOKENS", default_value = "0", allow_negative_numbers = true)]
    pub prompt_tokens: String,
    /// Size of a reference image, such as 1024x1024; may be repeated
    #[arg(long, value_name = "WIDTHxHEIGHT")]
    pub reference: Vec<Pixels>,
    /// How closely references are read, where the model has the choice
    #[arg(long, value_enum, default_value_t)]
    pub input_fidelity: Fidelity,
    /// Partial images streamed on the way
    #[arg(long, value_name = "P", default_value = "0", allow_negative_numbers = true)]
    pub partials: String,
    /// Inference steps, for models billed by the step; left out, the model's usual number
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub steps: Option<String>,
    /// Compute seconds of one image, for models billed by run time
    #[arg(long, value_name = "S", allow_negative_numbers = true)]
    pub seconds: Option<String>,
    /// Where the call is processed, for models with dearer regions
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// How the attempt ended, priced by the provider's rule
    #[arg(long, value_enum, default_value_t)]
    pub outcome: OutcomeArg,
    /// Price the usage object of a response.
    #[arg(long, value_name = "KEY=TOKENS,...", help = USAGE_HELP)]
    #[arg(conflicts_with_all = ["n", "prompt_tokens", "reference", "input_fidelity", "partials", "outcome"])]
    #[arg(conflicts_with_all = ["steps", "seconds"])]
    pub usage: Option<String>,
    /// Use the prices of this day, such as 2026-11-22; left out, today
    #[arg(long, value_name = "DATE")]
    pub on: Option<Day>,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Service tiers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum TierArg {
    /// Answered at once
    #[default]
    Standard,
    /// Answered within a day, cheaper
    Batch,
}

impl From<TierArg> for Tier {
    fn from(tier: TierArg) -> Self {
        match tier {
            TierArg::Standard => Self::Standard,
            TierArg::Batch => Self::Batch,
        }
    }
}

/// How closely references are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Fidelity {
    /// Fewer tokens
    #[default]
    Low,
    /// More tokens
    High,
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum OutcomeArg {
    /// The image came back
    #[default]
    Succeeded,
    /// 5xx, 429, connection
    #[value(alias = "server_error")]
    ServerError,
    /// The client gave up, the provider finished
    Timeout,
    /// Moderation before generating
    #[value(alias = "input_block")]
    InputBlock,
    /// Generated, then withheld
    #[value(alias = "output_block")]
    OutputBlock,
    /// 400
    #[value(alias = "invalid_request")]
    InvalidRequest,
}

impl OutcomeArg {
    /// The outcome of an attempt that failed.
    pub fn failed(self) -> Option<Outcome> {
        match self {
            Self::Succeeded => None,
            Self::ServerError => Some(Outcome::ServerError),
            Self::Timeout => Some(Outcome::Timeout),
            Self::InputBlock => Some(Outcome::InputBlock),
            Self::OutputBlock => Some(Outcome::OutputBlock),
            Self::InvalidRequest => Some(Outcome::InvalidRequest),
        }
    }
}

/// Arguments of `curve`.
#[derive(Debug, Args)]
pub struct CurveArgs {
    /// Which scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// The assumption and its first and last value, such as images=0..100000; :log for even ratios
    #[arg(long, value_name = "KEY=FROM..TO[:log]")]
    pub over: String,
    /// How many values
    #[arg(long, value_name = "N", default_value_t = 101, value_parser = clap::value_parser!(u16).range(2..=MOST_POINTS as i64))]
    pub points: u16,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: CurveFormat,
    /// Width of the chart in pixels; left out, 960
    #[arg(long, value_name = "PIXELS")]
    pub width: Option<u32>,
    /// Height of the chart in pixels; left out, 540
    #[arg(long, value_name = "PIXELS")]
    pub height: Option<u32>,
    /// Pixels of a PNG for one of the chart, 1 to 4; left out, 1
    #[arg(long, value_name = "TIMES")]
    pub scale: Option<u32>,
    /// A chart that is light on dark
    #[arg(long)]
    pub dark: bool,
    /// Where to write the answer; left out, to the output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Formats of `curve`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum CurveFormat {
    /// One row for each value
    #[default]
    Csv,
    /// The same, with what it is about
    Json,
    /// A chart that stays sharp at any size
    Svg,
    /// A chart in pixels
    Png,
}

/// Arguments of `seek`.
#[derive(Debug, Args)]
pub struct SeekArgs {
    /// Which scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Which bill is to stay within which amount, such as expected=2500 or p95=6000
    #[arg(long, value_name = "expected|p95=USD")]
    pub goal: Goal,
    /// The assumption that may move, such as images or finals.quality
    #[arg(long, value_name = "KEY")]
    pub by: String,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Arguments of `drivers`.
#[derive(Debug, Args)]
pub struct DriversArgs {
    /// Which scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Which bill
    #[arg(long, value_enum, default_value_t)]
    pub of: MeasureArg,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: DriversFormat,
}

/// What is moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum MeasureArg {
    /// The expected bill
    #[default]
    Expected,
    /// The bill that 95 of 100 batches stay below
    P95,
}

/// Formats of `drivers`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum DriversFormat {
    /// A table for people
    #[default]
    Text,
    /// For programs, money as decimal strings
    Json,
    /// One row for each assumption
    Csv,
}

/// Arguments of `models`.
#[derive(Debug, Args)]
pub struct ModelsArgs {
    /// Only models whose id, name, alias or provider has all of these words
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Arguments of `open`.
#[derive(Debug, Args)]
pub struct OpenArgs {
    /// A share code, or a text with one in it; - reads standard input
    pub code: String,
    /// Write the scenario to this new file, such as plan.ron
    #[arg(short, long, value_name = "FILE.ron")]
    pub output: Option<PathBuf>,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Arguments of `assumptions`.
#[derive(Debug, Args)]
pub struct AssumptionsArgs {
    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }
}
