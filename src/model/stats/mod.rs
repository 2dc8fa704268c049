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

pub mod curve;
mod lattice;
pub mod luck;
mod normal;
