//! Image Budget: what will our image-generation API bill be?
//!
//! [`model`] computes and knows neither screen nor disk; [`store`] reads and writes files; [`cli`] and
//! [`app`] show the same answers in a terminal and in a window.
#![warn(clippy::unwrap_used)]

pub mod action;
pub mod app;
pub mod chart;
pub mod cli;
pub mod export;
pub mod figures;
pub mod history;
pub mod market;
mod markup;
pub mod model;
pub mod outcome;
pub mod received;
pub mod sentence;
pub mod side_by_side;
pub mod state;
pub mod store;
pub mod text;
pub mod ui;
