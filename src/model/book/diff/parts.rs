//! Rules of counting as parts with a name and a value each.

use std::collections::{HashMap, HashSet};
use std::fmt::Display;

use super::changes::Changes;
use super::{Rule, What};
use crate::model::book::file::TokensFile;
use crate::model::book::{
    InputTokens, Megapixels, OutputTokens, Overhead, Region, Rounding, SizeLimits, Steps, TextOutput,
};
use crate::model::size::Size;

/// A rule as its parts, each with a name and a value.
pub(super) type Parts = Vec<(String, String)>;

/// Compares two rules part by part, and then in the order of their parts: of two parts with the same
/// name the first one holds.
pub(super) fn compare(changes: &mut Changes, rule: Rule, old: Option<Parts>, new: Option<Parts>) {
    let whole =
        |parts: Parts| parts.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join("; ");
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (old, new) => return changes.shown(What::Rule(rule, None), old.map(whole), new.map(whole)),
    };
    let first = |parts: &Parts| {
        let mut first: HashMap<String, String> = HashMap::new();
        for (name, value) in parts {
            first.entry(name.clone()).or_insert_with(|| value.clone());
        }
        first
    };
    let (before, now) = (first(&old), first(&new));
    let start = changes.list.len();
    let mut said = HashSet::new();
    for (name, _) in new.iter().chain(&old).filter(|(name, _)| said.insert(name)) {
        let what = What::Rule(rule, Some(name.clone()));
        changes.value(what, before.get(name).map(String::as_str), now.get(name).map(String::as_str));
    }
    if changes.list.len() == start && old != new {
        changes.shown(What::Rule(rule, None), Some(whole(old)), Some(whole(new)));
    }
}

fn part(name: impl Into<String>, value: impl Display) -> (String, String) {
    (name.into(), format!("{value}"))
}

/// Which other sizes are legal.
pub(super) fn of_limits(limits: SizeLimits) -> Parts {
    let SizeLimits { step, min_pixels, max_pixels, max_edge, max_aspect, experimental_above } = limits;
    let mut parts = vec![
        part("step of an edge", step),
        part("fewest pixels", min_pixels),
        part("most pixels", max_pixels),
        part("longest edge", max_edge),
        part("largest aspect ratio", max_aspect),
    ];
    parts.extend(experimental_above.map(|pixels| part("most pixels that are not experimental", pixels)));
    parts
}

/// How megapixels are counted.
pub(super) fn of_megapixels(megapixels: Megapixels) -> Parts {
    let Megapixels { pixels, rounding } = megapixels;
    let rounding = match rounding {
        Rounding::Up => "up",
        Rounding::Linear => "none",
    };
    vec![part("number of pixels of a megapixel", pixels), part("rounding of megapixels", rounding)]
}

/// How steps are counted.
pub(super) fn of_steps(steps: Steps) -> Parts {
    let Steps { default, minimum, minimum_pixels, maximum } = steps;
    let mut parts = vec![
        part("usual number of steps", default),
        part("fewest steps that are charged", minimum),
        part("fewest pixels that are charged", minimum_pixels),
    ];
    parts.extend(maximum.map(|most| part("most steps of an image", most)));
    parts
}

/// What regions make of the rates.
pub(super) fn of_regions(regions: &[Region]) -> Parts {
    let mut parts = Vec::new();
    for Region { name, factor, from, source, note } in regions {
        let of = |what: &str| format!("{what} of the region {name} from {from}");
        parts.push(part(of("factor"), factor.normalize()));
        parts.push(part(of("source"), format!("{} ({}, checked {})", source.url, source.kind.words(), source.checked)));
        parts.push(part(of("note"), note));
    }
    parts
}

/// How tokens are counted.
pub(super) fn of_tokens(tokens: &TokensFile) -> Parts {
    let TokensFile { output, input, overhead, partial, text_output } = tokens;
    let mut parts = Vec::new();
    match output {
        OutputTokens::Formula(factors) => {
            parts.push(part("count of output tokens", "by formula"));
            parts.extend(factors.iter().map(|(quality, factor)| part(format!("token factor of {quality}"), factor)));
        }
        OutputTokens::Table(cells) => {
            parts.push(part("count of output tokens", "by table"));
            parts.extend(cells.iter().map(|(size, quality, tokens)| {
                let size = size.parse::<Size>().map_or_else(|_| size.clone(), |size| size.to_string());
                let quality = if quality == "*" { "any quality" } else { &format!("quality {quality}") };
                part(format!("token count of {size} at {quality}"), tokens)
            }));
        }
        OutputTokens::Unpublished => parts.push(part("count of output tokens", "not published")),
        OutputTokens::PerImage => parts.push(part("count of output tokens", "not needed, images have a price")),
    }
    parts.push(part("token count of a reference image", reference(*input)));
    let Overhead { generate, edit, per_reference } = *overhead;
    parts.push(part("number of hidden prompt tokens when generating", generate));
    parts.push(part("number of hidden prompt tokens when editing", edit));
    parts.push(part("number of hidden prompt tokens of a reference image", per_reference));
    parts.extend(partial.map(|tokens| part("token count of a partial image", tokens)));
    parts.extend(text_output.map(|TextOutput { low, likely, high }| {
        part("token count of text output", format!("{low} to {high}, likely {likely}"))
    }));
    parts
}

fn reference(input: InputTokens) -> String {
    match input {
        InputTokens::Patches { budget } => format!("one a patch, at most {budget}"),
        InputTokens::Tiles { base, per_tile, high_square, high_other } => {
            format!("{base} and {per_tile} a tile, at high fidelity {high_square} more if square, else {high_other}")
        }
        InputTokens::Fixed(tokens) => tokens.to_string(),
        InputTokens::Unpublished => "not published".into(),
    }
}
