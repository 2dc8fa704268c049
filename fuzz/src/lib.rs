//! What is fuzzed, the same code that `cargo test` replays the corpus with.

#[path = "../../tests/engine/fuzz_targets/mod.rs"]
pub mod targets;
