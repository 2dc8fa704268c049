//! The window: what is shown, said and done in it, and its pictures.

mod chart;
mod export;
mod hands;
mod harness;
mod hostile;
mod modal;
mod models;
mod pictures;
mod plan;
mod prices;
mod recovery;
mod rules;
mod share;
mod sizes;
mod snapshot;
mod tabs;
mod uncertain;
mod versus;
