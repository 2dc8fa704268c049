//! Words on a chart: how wide they are, and how they are made to fit.
//!
//! Nobody knows which font will draw them, so widths are those of the wider of the usual ones.

/// Sentence ends are lost behind this.
const ELLIPSIS: char = '…';
/// Common fonts differ by so much.
const ALLOWANCE: f64 = 1.08;

/// Width of a text in pixels at a font size, rather too much than too little.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size * ALLOWANCE
}

/// Width of a character in parts of the font size.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 0.25,
        ' ' | '.' | ',' | ':' | ';' | '!' | 'I' | 'f' | 't' | '/' | '\\' | '·' | '[' | ']' => 0.3,
        'r' | '(' | ')' | '-' | '*' | '"' | '`' | '{' | '}' | '°' => 0.38,
        'm' | 'M' | 'w' | '%' => 0.88,
        'W' | '@' | ELLIPSIS => 1.0,
        'A'..='Z' => 0.7,
        '0'..='9' | '$' | '+' | '<' | '=' | '>' | '~' | '\u{2212}' => 0.58,
        c if c.is_ascii() => 0.56,
        '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' => 0.0,
        '\u{80}'..='\u{10FF}' => 0.75,
        _ => 1.1,
    }
}

/// The text, or its beginning with an ellipsis where it is wider than the room.
pub fn fit(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut left = room - advance(ELLIPSIS) * size * ALLOWANCE;
    let kept = text.chars().take_while(|c| {
        left -= advance(*c) * size * ALLOWANCE;
        left >= 0.0
    });
    let mut kept: String = kept.collect();
    kept.truncate(kept.trim_end_matches([' ', ',', ':', '\u{200D}']).len());
    kept.push(ELLIPSIS);
    kept
}

/// The text in at most so many lines; what does not fit is lost behind an ellipsis.
pub fn wrap(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while words.peek().is_some() && lines.len() < most {
        let mut line = String::new();
        let last = lines.len() + 1 == most;
        while let Some(word) = words.peek() {
            let longer = if line.is_empty() { (*word).to_owned() } else { format!("{line} {word}") };
            // The last line takes everything and is cut; a word that is too long for any line as well.
            if !last && !line.is_empty() && width(&longer, size) > room {
                break;
            }
            line = longer;
            words.next();
        }
        lines.push(fit(&line, size, room));
    }
    lines
}

/// The text for a file that any program may read: what is no character to be seen becomes a space, and
/// signs that turn the direction of writing are taken out.
pub fn clean(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}');
    let unseen = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FFFE}' | '\u{FFFF}');
    text.chars().filter(|c| !turns(*c)).map(|c| if unseen(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_fits() {
        assert_eq!(fit("Expected", 12.0, 80.0), "Expected");
        let cut = fit("The photographs of all our products, large and small", 12.0, 80.0);
        assert!(cut.ends_with('…') && cut.starts_with("The"), "{cut}");
        assert!(width(&cut, 12.0) <= 80.0);
        assert_eq!(fit("anything", 12.0, 0.0), "…");
    }

    #[test]
    fn lines_break_between_words_and_the_last_is_cut() {
        let text = "one two three four five six seven eight nine ten";
        let lines = wrap(text, 12.0, 100.0, 9);
        assert_eq!(lines.join(" "), text);
        assert!(lines.len() > 2 && lines.iter().all(|line| width(line, 12.0) <= 100.0), "{lines:?}");
        let two = wrap(text, 12.0, 100.0, 2);
        assert_eq!(two.len(), 2);
        assert!(two[1].ends_with('…'), "{two:?}");
        assert!(wrap(" \n ", 12.0, 100.0, 2).is_empty());
    }

    #[test]
    fn nothing_unseen_stays() {
        assert_eq!(clean("a\u{0}b\nc\u{202E}d\u{FFFF}é"), "a b cd é");
    }
}
