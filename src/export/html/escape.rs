//! Texts of others made harmless: no markup, no script, no line that breaks the page.

pub use crate::markup::escape;
use crate::text;

/// Characters of a name.
pub const NAME_CHARS: usize = 80;
/// Characters of a link's text.
const LINK_CHARS: usize = 90;

/// A sentence as HTML, in which no line begins with a percent sign.
pub fn prose(text: &str) -> String {
    escape(text).replace(" %", "\u{a0}%")
}

/// What begins an element that paper has no room for, from its tag's name on.
pub fn tag(name: &str, on_paper: bool) -> String {
    if on_paper { format!("<{name}>") } else { format!("<{name} class=\"screen\">") }
}

/// A name that a person gave, in short, whose direction of writing turns nothing around it.
pub fn name(text: &str) -> String {
    format!("<bdi>{}</bdi>", escape(&text::shortened(text, NAME_CHARS)))
}

/// A link where the address is one of the web, else the text alone.
pub fn link(url: &str) -> String {
    let is_web = ["https://", "http://"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)) && url.len() > scheme.len()
    });
    if !is_web {
        return escape(&text::shortened(url, LINK_CHARS));
    }
    let shown = url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/');
    let shown = escape(&text::shortened(shown, LINK_CHARS));
    format!("<a href=\"{}\" rel=\"noopener noreferrer\">{shown}</a>", escape(url))
}

/// How many lines of so many characters a text takes, wide characters counted twice.
pub fn lines(text: &str, chars: usize) -> usize {
    let width: usize = text.chars().map(|c| if c >= '\u{1100}' { 2 } else { 1 }).sum();
    width.div_ceil(chars).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_others_is_text() {
        assert_eq!(escape("<script>alert('1')</script>"), "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
        assert_eq!(escape("\"><img onerror=x>&\u{1}"), "&quot;&gt;&lt;img onerror=x&gt;&amp; ");
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        let linked = "<a href=\"HTTPS://example.com/a?b&amp;c\" rel=\"noopener noreferrer\">example.com/a?b&amp;c</a>";
        assert_eq!(link("HTTPS://example.com/a?b&c"), linked);
        for other in ["javascript:alert(1)", " https://a", "data:text/html,x", "https://", "//a", "your own prices"] {
            assert_eq!(link(other), escape(other));
        }
    }
}
