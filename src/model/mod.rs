//! The cost model: prices, plans, the exact estimate and the statistics around it.
//!
//! Invariant: nothing here knows the screen, the disk or the clock; the day is an argument. Money is
//! `Decimal`, checked; `f64` appears only in [`stats`] and behind the numeric trait in [`num`].
//!
//! The way of an answer: a [`scenario::Scenario`] (as typed) and a [`book::Book`] make a
//! [`plan::Plan`] (checked and priced for a day), which gives an [`estimate::Estimate`] (the exact
//! tree), a [`stats::luck::Luck`] (quantiles) and a [`stats::curve::Curve`].
#![deny(
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

pub mod assumption;
pub mod bill;
pub mod book;
pub mod breakdown;
pub mod compare;
pub mod custom;
pub mod day;
pub mod digits;
pub mod estimate;
pub mod excerpt;
pub mod ladder;
pub mod legal;
pub mod luck;
pub mod market;
pub mod nearest;
pub mod num;
pub mod opinion;
pub mod outcome;
pub mod plan;
pub mod price;
pub mod retries;
pub mod scenario;
pub mod size;
pub mod size_note;
pub mod snapshot;
pub mod stats;
pub mod stop;
pub mod tokens;
pub mod usage;
pub mod versus;
pub mod warning;
