//! The shipped retry defaults of clients.

use crate::model::retries::{self, RetryDefault};

/// The shipped list.
const SHIPPED: &str = include_str!("../../assets/retries.ron");

/// The retry defaults of well-known clients. Empty if the shipped list did not read, which a test
/// rules out.
pub fn presets() -> Vec<RetryDefault> {
    retries::parse(SHIPPED).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::retries::{LayerKind, Retried};

    #[test]
    fn every_retry_default_has_a_source_and_makes_sense() {
        let presets = presets();
        let today = "2026-11-22".parse().unwrap();
        let find = |id: &str| presets.iter().find(|preset| preset.id == id).unwrap_or_else(|| panic!("no {id}"));
        assert_eq!(presets.len(), 12);
        for preset in &presets {
            assert!(preset.url.starts_with("https://") && preset.checked.day() <= today, "{}", preset.id);
            assert!(!preset.when.is_empty() && !preset.note.is_empty(), "{}", preset.id);
            let retries = [preset.server_errors, preset.timeouts].contains(&Retried::Yes);
            assert!(!retries || preset.retries > 0, "{} retries without retries", preset.id);
            assert_eq!(presets.iter().filter(|other| other.id == preset.id).count(), 1, "{}", preset.id);
        }
        // As their sources have them: two retries, none, ten attempts; POST requests are never sent again.
        let openai = find("openai-python");
        assert_eq!((openai.attempts(), openai.timeout_seconds, openai.timeouts), (3, Some(600), Retried::Yes));
        assert_eq!((find("google-genai").attempts(), find("google-genai").timeout_seconds), (1, None));
        assert_eq!((find("fal-client").attempts(), find("fal-client").timeout_seconds), (10, Some(120)));
        assert_eq!(find("replicate-python").attempts(), 1);
        assert_eq!(find("fal-queue").layer, LayerKind::Gateway);
        assert_eq!(
            openai.words(),
            "OpenAI for Python: 2 retries, 3 attempts, on timeouts, lost connections, 408, 409, 429 and 500 or more."
        );
        assert_eq!(find("google-genai").words(), "Google Gen AI for Python retries nothing.");
    }
}
