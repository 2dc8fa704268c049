//! The nearest known name to a misspelt one.

/// So many characters of a text are compared: no name is longer, and time and memory grow with each.
const MOST_CHARS: usize = 200;

/// The candidate most like `text`; none only when there is no candidate.
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text: String = text.chars().take(MOST_CHARS).collect();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&text, candidate), candidate))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
