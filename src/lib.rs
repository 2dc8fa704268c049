//! Image Budget: what will our image-generation API bill be?
//!
//! [`model`] computes and knows neither screen nor disk; [`store`] reads and writes files; [`cli`] and
//! [`app`] show the same answers in a terminal and in a window.

pub mod model;
pub mod store;
pub mod text;
