//! The statistics: retry luck as a distribution, and curves. Here `f64` is at home.
#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_types,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "statistics are computed in floating point, with indices below lengths set beside them"
)]

mod band;
pub mod curve;
pub mod draws;
pub mod drivers;
pub mod goal;
mod lattice;
pub mod luck;
pub mod map;
pub mod measure;
mod normal;
pub mod points;
pub mod response;
mod rules;
pub mod shape;
pub mod spread;
pub mod trade;
pub mod ways;
pub mod wide;
