//! Texts of unknown length and content, cut for a message.

/// At most so many characters of a text, on one line; an ellipsis says that there is more.
pub fn one_line(text: &str, most: usize) -> String {
    let mut chars = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let start: String = chars.by_ref().take(most).collect();
    if chars.next().is_none() { start } else { start + "…" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_a_broken_one_is_on_one_line() {
        assert_eq!(one_line("Größe\n\u{1b}[0m", 20), "Größe  [0m");
        assert_eq!(one_line("日本語", 3), "日本語");
        assert_eq!(one_line("日本語", 2), "日本…");
    }
}
