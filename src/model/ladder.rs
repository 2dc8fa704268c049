//! The same look on another model: which rung of one quality ladder stands beside which of another.

use super::book::{Book, Model, OutputTokens};

/// What a pair of qualities rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The same model, sold by the same or by another provider.
    SameModel,
    /// One family, and both rungs take the same image output tokens.
    SameTokens,
    /// One family, and no rung takes the same tokens: the nearest.
    NearTokens,
    /// Another family with a quality of the same name; what it looks like is not known.
    Name,
    /// The model has no such quality: its default.
    Default,
    /// The model has no such quality and no default that is known: its cheapest.
    Cheapest,
}

/// A quality that stands for one of another model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// As the model names it.
    pub quality: String,
    /// Why this one.
    pub basis: Basis,
}

/// How much work a quality is, in a measure that one family shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rung {
    /// Factor of the output token formula.
    Factor(u32),
    /// Tokens of a square image by the table.
    Tokens(u32),
}

/// The quality of `to` that looks like `quality` of `from`; none where `to` has no choice.
pub fn same_look(book: &Book, from: &Model, quality: &str, to: &Model) -> Option<Look> {
    let look = |quality: &str, basis| Some(Look { quality: quality.to_owned(), basis });
    let has = |name: &str| to.qualities.iter().any(|known| known == name) || (name == "auto" && to.auto_quality);
    let first = to.qualities.first()?;
    let (origin, target) = (maker(book, from), maker(book, to));
    if origin.id == target.id && has(quality) {
        return look(quality, Basis::SameModel);
    }
    if let Some(wanted) = rung(origin, quality) {
        // A reseller that keeps the maker's names keeps its rungs.
        let rungs = to.qualities.iter().filter_map(|name| Some((name, rung(target, name)?.distance(wanted)?)));
        if let Some((name, distance)) = rungs.min_by_key(|(_, distance)| *distance) {
            return look(name, if distance == 0 { Basis::SameTokens } else { Basis::NearTokens });
        }
    }
    if has(quality) {
        return look(quality, Basis::Name);
    }
    match to.default_quality.as_deref().filter(|name| has(name)) {
        Some(default) => look(default, Basis::Default),
        None => look(first, Basis::Cheapest),
    }
}

/// The model as its maker sells it, where the book has it: resellers name it by the maker's id, some
/// with a slash before the version.
fn maker<'a>(book: &'a Book, model: &'a Model) -> &'a Model {
    let short = model.short_id();
    let joined = || short.rsplit_once('/').map(|(family, version)| format!("{family}-{version}"));
    book.get(short).or_else(|| book.get(&joined()?)).map_or(model, |found| found)
}

fn rung(model: &Model, quality: &str) -> Option<Rung> {
    match &model.tokens.as_ref()?.output {
        OutputTokens::Formula(factors) => {
            factors.iter().find(|(name, _)| name == quality).map(|(_, factor)| Rung::Factor(*factor))
        }
        OutputTokens::Table(cells) => {
            let square = |(size, name, _): &&(String, String, u32)| size == "1024x1024" && name == quality;
            cells.iter().find(square).map(|(_, _, tokens)| Rung::Tokens(*tokens))
        }
        OutputTokens::Unpublished | OutputTokens::PerImage => None,
    }
}

impl Rung {
    /// How far two rungs of one measure are apart, in thousandths of the lower; none for two measures.
    fn distance(self, other: Self) -> Option<u64> {
        let (a, b) = match (self, other) {
            (Self::Factor(a), Self::Factor(b)) | (Self::Tokens(a), Self::Tokens(b)) => (u64::from(a), u64::from(b)),
            _ => return None,
        };
        a.max(b).saturating_mul(1_000).checked_div(a.min(b)).map(|ratio| ratio.saturating_sub(1_000))
    }
}
