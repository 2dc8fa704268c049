//! How a model is priced, in sentences.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::model::book::{
    InputTokens, Model, Operation, OutputTokens, Overhead, Rate, Rounding, SizeMatch, Tier, Unit,
};
use crate::model::digits::{exact_money, listed, whole};
use crate::model::legal::is_megapixel;
use crate::model::num::percent;

use super::quantity::usual_steps;

/// Most prices that are listed one by one.
const MOST_LISTED: usize = 4;

/// How a model is priced: a sentence for each unit of its rates, output before input, then what holds
/// for all of them. The youngest rates are told. A model without a price says why.
pub fn rule_words(model: &Model) -> Vec<String> {
    if model.rates.is_empty() {
        return vec![format!("There is no price: {}.", model.no_price.trim_end_matches('.'))];
    }
    let units: BTreeSet<(bool, Unit)> = model.rates.iter().map(|rate| (rate.unit.is_input(), rate.unit)).collect();
    let both = [Unit::FirstMegapixel, Unit::AdditionalMegapixel].map(|unit| youngest(model, unit, Tier::Standard));
    let mut sentences: Vec<String> = units.into_iter().filter_map(|(_, unit)| unit_words(model, unit, &both)).collect();
    sentences.extend([Tier::Batch, Tier::Flex, Tier::Priority].into_iter().filter_map(|tier| tier_words(model, tier)));
    for region in &model.regions {
        let share = percent(region.factor);
        sentences
            .push(format!("In the region {} every rate is {share} % of these from {} on.", region.name, region.from));
    }
    if let Some(decimals) = model.truncate_decimals {
        sentences.push(format!("The price of a call is cut to {decimals} decimals."));
    }
    if model.rates.iter().any(|rate| model.rates.iter().any(|other| is_younger(other, rate))) {
        sentences.push("Some of these prices replaced older ones, which still hold for older days.".into());
    }
    sentences
}

/// Whether a rate takes the place of another from its first day on.
fn is_younger(rate: &Rate, than: &Rate) -> bool {
    rate.tier == than.tier && is_alike(rate, than) && rate.from > than.from
}

/// Whether two rates are for the same, in whatever tier.
fn is_alike(a: &Rate, b: &Rate) -> bool {
    let same_calls = a.operations == b.operations && a.size == b.size && a.quality == b.quality;
    a.unit == b.unit && same_calls && a.prompt_from == b.prompt_from
}

/// The youngest rates of a unit in a tier.
fn youngest(model: &Model, unit: Unit, tier: Tier) -> Vec<&Rate> {
    let rates =
        || model.rates.iter().map(AsRef::as_ref).filter(move |rate: &&Rate| rate.unit == unit && rate.tier == tier);
    rates().filter(|rate| !rates().any(|other| is_younger(other, rate))).collect()
}

/// The prices of one unit in words.
struct Prices {
    /// What they depend on; empty when there is one price.
    by: String,
    /// The price, or the prices.
    list: String,
    /// For which operations alone there is a price, after a space; empty for all.
    only: String,
}

impl Prices {
    /// None where there is no rate.
    fn of(model: &Model, rates: &[&Rate]) -> Option<Self> {
        let first = rates.first()?;
        let differ = |other: fn(&Rate, &Rate) -> bool| rates.iter().any(|rate| other(rate, first));
        let mut by = Vec::new();
        if differ(|a, b| a.operations != b.operations) {
            by.push("operation");
        }
        if differ(|a, b| a.size != b.size) {
            by.push("size");
        }
        if differ(|a, b| a.quality != b.quality) {
            by.push("quality");
        }
        if differ(|a, b| a.prompt_from != b.prompt_from) {
            by.push("length of the prompt");
        }
        let (low, high) = (rates.iter().map(|rate| rate.usd).min()?, rates.iter().map(|rate| rate.usd).max()?);
        let list = if low == high {
            by.clear();
            one_price(first)
        } else if rates.len() <= MOST_LISTED {
            let named = |rate: &&Rate| format!("{} {}", kind(rate, &by), exact_money(rate.usd));
            rates.iter().map(named).collect::<Vec<_>>().join(", ")
        } else {
            format!("{} prices from {} to {}", rates.len(), exact_money(low), exact_money(high))
        };
        Some(Self { by: listed(&by), list, only: only(model, rates) })
    }

    /// `Each image costs $0.04`, or `A price per image by size: 1K $0.04, 2K $0.06`.
    fn each(&self, what: &str) -> String {
        let Self { by, list, only } = self;
        if by.is_empty() {
            format!("Each {what} costs {list}{only}")
        } else {
            format!("A price per {what}{only} by {by}: {list}")
        }
    }

    /// `at $30 per 1M`, or `at a price per 1M by quality: low $10, high $20`.
    fn per_million(&self) -> String {
        let Self { by, list, only } = self;
        if by.is_empty() {
            format!("at {list} per 1M{only}")
        } else {
            format!("at a price per 1M{only} by {by}: {list}")
        }
    }
}

/// One price, in credits too where the provider sells them.
fn one_price(rate: &Rate) -> String {
    let usd = exact_money(rate.usd);
    let credit = rate.credits.and_then(|credits| Some((credits, rate.usd.checked_div(credits)?)));
    match credit {
        Some((credits, each)) => {
            let word = if credits == Decimal::ONE { "credit" } else { "credits" };
            format!("{} {word} of {} ({usd})", credits.normalize(), exact_money(each))
        }
        None => usd,
    }
}

/// What a rate is for, in what distinguishes it from its neighbours.
fn kind(rate: &Rate, by: &[&str]) -> String {
    let word = |by: &&str| match *by {
        "operation" if rate.operations.is_empty() => "any operation".to_owned(),
        "operation" => listed(&rate.operations.iter().map(Operation::name).collect::<Vec<_>>()),
        "size" if rate.size == SizeMatch::Any => "any size".into(),
        "size" => rate.size.words(),
        "length of the prompt" => match rate.prompt_from {
            Some(from) => format!("from {} tokens", whole(from)),
            None => "below".into(),
        },
        _ => rate.quality.clone().unwrap_or_else(|| "any quality".into()),
    };
    by.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// The operations that alone have a price, after a space; empty when all of the model's have.
fn only(model: &Model, rates: &[&Rate]) -> String {
    let has =
        |operation: &&Operation| rates.iter().any(|r| r.operations.is_empty() || r.operations.contains(operation));
    let priced: Vec<_> = model.operations.iter().filter(has).map(Operation::name).collect();
    if priced.len() == model.operations.len() { String::new() } else { format!(" for {}", listed(&priced)) }
}

/// The sentence of one unit, at standard rates; the first and the further megapixels share one.
fn unit_words(model: &Model, unit: Unit, megapixels: &[Vec<&Rate>; 2]) -> Option<String> {
    let prices = Prices::of(model, &youngest(model, unit, Tier::Standard))?;
    let words = match unit {
        Unit::Image => prices.each("image"),
        Unit::Request => prices.each("request"),
        Unit::Second => match model.seconds {
            Some(seconds) => format!("{}; an image takes {}", prices.each("second of compute"), seconds.normalize()),
            None => format!("{}; how many an image takes is not known", prices.each("second of compute")),
        },
        Unit::InputImage => match model.free_references {
            0 => prices.each("reference image"),
            1 => prices.each("reference image beyond the first"),
            free => prices.each(&format!("reference image beyond the first {free}")),
        },
        Unit::AdditionalImage => {
            format!("{}, output and references counted together", prices.each("image beyond the first"))
        }
        Unit::TextInput => format!("Prompt tokens {}{}", prices.per_million(), hidden(model)),
        Unit::TextInputCached => format!("Cached prompt tokens {}; an estimate assumes none", prices.per_million()),
        Unit::ImageInput => reference_tokens(model, &prices),
        Unit::ImageInputCached => format!("Cached reference tokens {}; an estimate assumes none", prices.per_million()),
        Unit::ImageOutput => format!("Image output tokens {}{}", prices.per_million(), output_count(model)),
        Unit::TextOutput => format!("Text output and thinking tokens {}{}", prices.per_million(), text_count(model)),
        Unit::Tile => format!("{}; begun tiles count in full", prices.each("tile of 512x512 pixels of the output")),
        Unit::Step => format!("{}; an image takes {}", prices.each("step"), usual_steps(model)),
        Unit::Megapixel => format!("{}; {}", prices.each(&area_word(model, "output")), definition(model)),
        Unit::FirstMegapixel | Unit::AdditionalMegapixel => return first_and_further(model, unit, megapixels),
        Unit::InputMegapixel => {
            let rounding = if is_rounded(model) { "rounded up for each image" } else { "in proportion" };
            format!("{}, {rounding}", prices.each(&area_word(model, "reference")))
        }
        Unit::AdditionalMegapixelStep => {
            let each = prices.each(&format!("{} beyond the first per step", area_word(model, "output")));
            format!("{each}; an image takes {} steps; {}", usual_steps(model), definition(model))
        }
        Unit::MegapixelStep => {
            let least = model.steps.map_or(0, |steps| steps.minimum_pixels);
            let least = if least > 0 {
                format!(", at least {} pixels are charged", whole(least.into()))
            } else {
                String::new()
            };
            let each = prices.each(&format!("{} per step", area_word(model, "output")));
            format!("{each}; an image takes {} steps{least}; {}", usual_steps(model), definition(model))
        }
    };
    Some(format!("{words}."))
}

/// Hidden text tokens of a prompt.
fn hidden(model: &Model) -> String {
    let Overhead { generate, edit, per_reference } = model.tokens.as_ref().map(|t| t.overhead).unwrap_or_default();
    match (generate, edit, per_reference) {
        (0, 0, 0) => String::new(),
        (generate, edit, 0) if generate == edit => format!(", with {generate} hidden tokens added to a prompt"),
        (generate, edit, 0) => format!(", with {generate} hidden tokens added to a prompt, {edit} when editing"),
        (generate, edit, each) => {
            format!(
                ", with {generate} hidden tokens added to a prompt, {edit} and {each} for each reference when editing"
            )
        }
    }
}

fn reference_tokens(model: &Model, prices: &Prices) -> String {
    let price = prices.per_million();
    match model.tokens.as_ref().map(|tokens| tokens.input) {
        Some(InputTokens::Fixed(tokens)) => {
            format!("Each reference image counts {} tokens {price}", whole(tokens.into()))
        }
        Some(InputTokens::Patches { budget }) => {
            let most = whole(budget.into());
            format!("Reference tokens {price}, one for each patch of 32x32 pixels, at most {most} for an image")
        }
        Some(InputTokens::Tiles { base, per_tile, high_square, high_other }) => {
            let tiles =
                format!("Reference tokens {price}, {base} for an image and {per_tile} for each tile of 512 pixels");
            if high_square == 0 && high_other == 0 {
                return tiles;
            }
            let (square, other) = (whole(high_square.into()), whole(high_other.into()));
            format!("{tiles}; high fidelity adds {square} to a square image and {other} to any other")
        }
        Some(InputTokens::Unpublished) | None => {
            format!("Reference tokens {price}; how many an image takes is not published")
        }
    }
}

/// Where the count of image output tokens comes from.
fn output_count(model: &Model) -> String {
    let Some(rules) = &model.tokens else { return String::new() };
    let count = match &rules.output {
        OutputTokens::Formula(factors) => {
            let factors: Vec<_> = factors.iter().map(|(quality, factor)| format!("{quality} {factor}")).collect();
            format!(", counted from width, height and the quality's factor ({})", factors.join(", "))
        }
        OutputTokens::Table(cells) => table_words(cells),
        OutputTokens::Unpublished => "; how many an image takes is not published".into(),
        OutputTokens::PerImage => ", for billed tokens alone: an image has a price of its own".into(),
    };
    match rules.partial.filter(|_| !matches!(rules.output, OutputTokens::PerImage)) {
        Some(each) => format!("{count}; a partial image takes {each}"),
        None => count,
    }
}

fn table_words(cells: &[(String, String, u32)]) -> String {
    let by_quality = cells.iter().any(|(_, quality, _)| quality != "*");
    if cells.len() > MOST_LISTED {
        let counts = || cells.iter().map(|(_, _, tokens)| u64::from(*tokens));
        let (low, high) = (counts().min().unwrap_or_default(), counts().max().unwrap_or_default());
        let by = if by_quality { "size and quality" } else { "size" };
        return format!("; an image takes {} to {} by {by}", whole(low), whole(high));
    }
    let cell = |(size, quality, tokens): &(String, String, u32)| {
        let quality = if quality == "*" { String::new() } else { format!(" {quality}") };
        format!("{} at {size}{quality}", whole((*tokens).into()))
    };
    format!("; an image takes {}", listed(&cells.iter().map(cell).collect::<Vec<_>>()))
}

fn text_count(model: &Model) -> String {
    match model.tokens.as_ref().and_then(|tokens| tokens.text_output) {
        Some(seen) => {
            let [low, likely, high] = [seen.low, seen.likely, seen.high].map(|count| whole(count.into()));
            format!("; {low} to {high} an image were seen, {likely} are assumed")
        }
        None => "; how many there are is not known, so none are counted".into(),
    }
}

fn is_rounded(model: &Model) -> bool {
    model.megapixels.is_some_and(|rule| rule.rounding == Rounding::Up)
}

/// `output megapixel`, or the block of pixels that the provider counts instead.
fn area_word(model: &Model, of: &str) -> String {
    match model.megapixels.map(|rule| rule.pixels).filter(|pixels| !is_megapixel(*pixels)) {
        Some(pixels) => format!("block of {} {of} pixels", whole(pixels.into())),
        None => format!("{of} megapixel"),
    }
}

/// How many pixels a megapixel has, and how a part of one counts.
fn definition(model: &Model) -> String {
    let pixels = model.megapixels.map_or(1_000_000, |rule| rule.pixels);
    let rounding = if is_rounded(model) { "rounded up" } else { "in proportion" };
    if is_megapixel(pixels) {
        format!("a megapixel is {} pixels, {rounding}", whole(pixels.into()))
    } else if is_rounded(model) {
        "begun ones count in full".into()
    } else {
        "parts count in proportion".into()
    }
}

fn first_and_further(model: &Model, unit: Unit, [first, further]: &[Vec<&Rate>; 2]) -> Option<String> {
    let area = area_word(model, "output");
    let told = match (Prices::of(model, first), Prices::of(model, further)) {
        (Some(first), Some(further)) if first.by.is_empty() && further.by.is_empty() => {
            if unit == Unit::AdditionalMegapixel {
                return None;
            }
            format!("The first {area} costs {}, each further one {}", first.list, further.list)
        }
        (first, _) if unit == Unit::FirstMegapixel => first?.each(&format!("first {area}")),
        (_, further) => further?.each(&format!("further {area}")),
    };
    Some(format!("{told}; {}.", definition(model)))
}

/// What a tier changes; none where the model has no such tier.
fn tier_words(model: &Model, tier: Tier) -> Option<String> {
    let factor = model.batch.filter(|_| tier == Tier::Batch);
    let cached = |unit: Unit| matches!(unit, Unit::TextInputCached | Unit::ImageInputCached);
    let own: BTreeSet<Unit> = model.rates.iter().filter(|rate| rate.tier == tier).map(|rate| rate.unit).collect();
    if own.is_empty() && factor.is_none() {
        return None;
    }
    let units: BTreeSet<Unit> = model.rates.iter().map(|rate| rate.unit).filter(|unit| !cached(*unit)).collect();
    let mut ratios: Vec<Option<Decimal>> = Vec::new();
    for unit in units {
        let tiered = youngest(model, unit, tier);
        for rate in youngest(model, unit, Tier::Standard).into_iter().filter(|rate| !rate.usd.is_zero()) {
            let ratio = match tiered.iter().find(|own| is_alike(own, rate)) {
                Some(own) => own.usd.checked_div(rate.usd),
                None => Some(factor.unwrap_or(Decimal::ONE)),
            };
            ratios.push(ratio);
        }
    }
    let same = ratios.first().copied().flatten().filter(|first| ratios.iter().all(|ratio| *ratio == Some(*first)));
    if let Some(ratio) = same {
        return Some(format!("The {} tier costs {} % of these rates.", tier.words(), percent(ratio.round_dp(4))));
    }
    let price = |unit: Unit| {
        let prices = Prices::of(model, &youngest(model, unit, tier))?;
        let per = if unit.is_tokens() { " per 1M" } else { "" };
        let by = if prices.by.is_empty() { String::new() } else { format!(" by {}:", prices.by) };
        Some(format!("{}{by} {}{per}", unit.label().to_lowercase(), prices.list))
    };
    let told: Vec<String> = own.into_iter().filter_map(price).collect();
    let rest = factor.map_or_else(|| "the same".into(), |factor| format!("{} % of these rates", percent(factor)));
    Some(format!("In the {} tier: {}; the rest costs {rest}.", tier.words(), told.join(", ")))
}
