//! The engine, its files and the command line, held against references.
//!
//! One program of tests rather than one for each file: every one of them holds the whole library.

mod cli;
mod cli_compare;
mod cli_prices;
mod cli_ranges;
mod cli_share;
mod cli_versus;
mod common;
mod compare;
mod corpus;
mod disputes;
mod edges;
mod export;
mod files;
mod fit;
mod fuzz_targets;
mod gallery;
mod hostile;
mod laws;
mod litellm;
mod mixed_models;
mod never_lost;
mod oracle;
mod price_diff;
mod price_files;
mod price_rules;
mod prices;
mod program;
mod ranges;
mod share;
mod snapshot;
mod tidy;
mod versus;
mod words;
mod yours;
