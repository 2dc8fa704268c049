//! The text of a price file: read into a shape, and what is wrong with it in words.

use ron::extensions::Extensions;
use serde::de::DeserializeOwned;

use crate::model::excerpt::one_line;
use crate::model::nearest::nearest;

/// Largest price file, in bytes.
const MAX_BYTES: usize = 4_000_000;
/// Most characters of a message about a price file.
const LONGEST_MESSAGE: usize = 300;
/// Most characters that a message repeats of a text that is not understood.
const LONGEST_EXCERPT: usize = 40;

/// A text in the shape of a file; or the line on which it is not, and what is wrong there.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, (usize, String)> {
    // Some editors begin a file with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > MAX_BYTES {
        return Err((1, format!("it has {} bytes; a price file has at most {MAX_BYTES}", text.len())));
    }
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME).from_str(text).map_err(|error| {
        let (line, column) = (error.span.start.line, error.span.start.col);
        (line, format!("{} (column {column})", shorten(&words(&error.code))))
    })
}

/// The line on which a model's block begins.
pub(super) fn line_of(text: &str, id: &str) -> usize {
    let needle = format!("id: \"{id}\"");
    text.lines().position(|line| line.contains(&needle)).map_or(1, |index| index.saturating_add(1))
}

/// The model in whose block a line stands, in a file laid out as the shipped ones are: each block
/// opens with a parenthesis on its own line, and what is inside is indented no less.
pub(super) fn model_at(text: &str, line: usize) -> Option<&str> {
    let indent = |line: &str| line.len().saturating_sub(line.trim_start().len());
    let lines: Vec<&str> = text.lines().take(line).collect();
    let models = lines.iter().position(|line| line.trim_start().starts_with("models:"))?;
    let start = lines.iter().rposition(|line| line.trim() == "(").filter(|start| *start > models)?;
    let inside = indent(lines.last()?) >= indent(lines.get(start)?);
    let block = text.lines().skip(start.saturating_add(1)).map(str::trim).take_while(|line| *line != "(");
    let mut ids = block.filter_map(|line| Some(line.strip_prefix("id: \"")?.split_once('"')?.0));
    if inside { ids.next() } else { None }
}

/// A text short enough for a message and on one line, whatever the file holds.
pub(in crate::model) fn shorten(text: &str) -> String {
    one_line(text, LONGEST_MESSAGE)
}

/// So much of a text as a message repeats.
pub(in crate::model) fn excerpt(text: &str) -> String {
    one_line(text, LONGEST_EXCERPT)
}

/// What is wrong with a text that is not a price file.
fn words(error: &ron::Error) -> String {
    match error {
        ron::Error::ExpectedNamedStructLike(_) => "an opening `(` is missing".into(),
        ron::Error::ExpectedDifferentStructName { found, .. } => {
            format!("`{found}` stands where an opening `(` belongs")
        }
        ron::Error::ExceededRecursionLimit => "it is nested too deeply to be a price file".into(),
        ron::Error::Eof => "the file ends in the middle".into(),
        other => shape_words(other).unwrap_or_else(|| other.to_string()),
    }
}

/// What is wrong with a field or a word of a file, with the nearest one that would be right.
pub(crate) fn shape_words(error: &ron::Error) -> Option<String> {
    let instead = |expected: &[&'static str], found: &str| {
        nearest(&shorten(found), expected.iter().copied())
            .map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
    };
    Some(match error {
        ron::Error::NoSuchStructField { expected, found, .. } => {
            format!("there is no field `{found}`{}", instead(expected, found))
        }
        ron::Error::NoSuchEnumVariant { expected, found, .. } => {
            format!("`{found}` is not a word for this field{}", instead(expected, found))
        }
        ron::Error::MissingStructField { field, .. } => format!("the field `{field}` is missing"),
        ron::Error::DuplicateStructField { field, .. } => format!("the field `{field}` is there twice"),
        _ => return None,
    })
}
