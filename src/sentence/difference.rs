//! What differs between two versions of the prices, one sentence each.

use rust_decimal::Decimal;

use crate::model::book::diff::{Change, Difference, List, Of, Rule, What, percent_change};
use crate::model::book::{Billing, Rate, Unit};
use crate::text;

/// A difference with the name of what it concerns.
pub fn whole(difference: &Difference) -> String {
    format!("{}: {}", difference.name, change(&difference.change))
}

/// A change alone, for a list under that name.
pub fn change(change: &Change) -> String {
    match change {
        Change::Added => "added".into(),
        Change::Removed => "removed".into(),
        Change::Value { of, what, old, new } => value(of, what, old.as_deref(), new.as_deref()),
        Change::Listed { list, entry } => format!("{} {entry} is added", entry_words(*list)),
        Change::Unlisted { list, entry } => format!("{} {entry} is removed", entry_words(*list)),
        Change::Order { list: list @ (List::Providers | List::Models), .. } => {
            let what = if *list == List::Providers { "they" } else { "the models" };
            format!("{what} stand in another order, which decides between two with the same alias")
        }
        Change::Order { list, new, .. } => format!("each {} is now listed as {}", entry_words(*list), new.join(", ")),
        Change::Billing { outcome, old, new } => {
            format!("{} are now {}, were {}", outcome.label().to_lowercase(), billed(*new), billed(*old))
        }
        Change::RateAdded { rate, before: Some(before), printed } => format!(
            "{} is {} from {}, before {}{}",
            noun(rate, *printed),
            price(rate),
            rate.from,
            text::exact_money(before.usd),
            in_brackets(&percent(before.usd, rate.usd)),
        ),
        Change::RateAdded { rate, before: None, printed } => {
            format!("new rate, {} is {} from {}", noun(rate, *printed), price(rate), rate.from)
        }
        Change::RateRemoved { rate, before: Some(before), printed } => format!(
            "{} no longer changes to {} on {}, it stays {}",
            noun(rate, *printed),
            price(rate),
            rate.from,
            text::exact_money(before.usd),
        ),
        Change::RateRemoved { rate, before: None, printed } => {
            format!("rate removed, {} was {} from {}", noun(rate, *printed), price(rate), rate.from)
        }
        Change::RateChanged { old, new, printed, dated } => rate_changed(old, new, *printed, *dated),
        Change::RateOrder { unit } => {
            format!("of the rates for {} that fit a call equally well, another one now holds", unit_noun(*unit))
        }
    }
}

fn value(of: &Of, what: &What, old: Option<&str>, new: Option<&str>) -> String {
    let whose = match of {
        Of::Itself => String::new(),
        Of::Rate { rate, printed } => format!(" of the rate for {}", noun(rate, *printed)),
        Of::Failure(outcome) => format!(" of the rule for {}", outcome.label().to_lowercase()),
    };
    let what_words = format!("{}{whose}", what_words(what));
    let is_prose = matches!(what, What::Note | What::NoPrice | What::DefaultRisk);
    match (old, new) {
        (_, Some(new)) if is_prose => format!("{what_words} now says \"{new}\""),
        (Some(old), None) if is_prose => format!("{what_words} no longer says \"{old}\""),
        (Some(old), Some(new)) => format!("{what_words} is now {new}, was {old}"),
        (None, Some(new)) => format!("{what_words} is now {new}, was not given"),
        (Some(old), None) => format!("{what_words} is no longer given, was {old}"),
        (None, None) => format!("{what_words} is not given"),
    }
}

fn what_words(what: &What) -> String {
    let words = match what {
        What::Id => "the id",
        What::Name => "the name",
        What::State => "the state",
        What::From => "the first day of the prices",
        What::Retires => "the last day",
        What::Replacement => "the replacement",
        What::Confidence => "the confidence",
        What::Source => "the source",
        What::SourceKind(url) => return format!("the kind of the source {url}"),
        What::SourceChecked(url) => return format!("the last check of the source {url}"),
        What::Note => "the note",
        What::NoPrice => "the reason for having no price",
        What::DefaultSize => "the default size",
        What::DefaultQuality => "the default quality",
        What::AutoQuality => "leaving the quality to the model",
        What::DefaultRisk => "the warning about defaults",
        What::MaxReferences => "the largest number of reference images",
        What::FreeReferences => "the number of free reference images",
        What::Batch => "the batch multiplier",
        What::Seconds => "the number of compute seconds of an image",
        What::Others => "what other sources say",
        What::TruncateDecimals => "the number of decimals that a price is cut to",
        What::Rule(_, Some(part)) => return format!("the {part}"),
        What::Rule(Rule::Tokens, None) => "the token rule",
        What::Rule(Rule::Megapixels, None) => "the megapixel rule",
        What::Rule(Rule::Steps, None) => "the step rule",
        What::Rule(Rule::SizeLimits, None) => "the rule for other sizes",
        What::Rule(Rule::Regions, None) => "the rule for regions",
    };
    words.to_owned()
}

fn entry_words(list: List) -> &'static str {
    match list {
        List::Providers => "provider",
        List::Models => "model",
        List::Aliases => "alias",
        List::Operations => "operation",
        List::Sizes => "size",
        List::AutoSizes => "size that auto chooses from",
        List::Qualities => "quality",
    }
}

/// Ends a sentence that begins "input blocks are".
fn billed(billing: Billing) -> String {
    match billing {
        Billing::Billed => "billed".into(),
        Billing::NotBilled => "not billed".into(),
        Billing::InputOnly => "billed for prompt and references only".into(),
        Billing::Fee(usd) => format!("billed {} each", text::exact_money(usd)),
        Billing::Unknown(share) => format!("of unknown billing ({} assumed)", text::percent(share)),
        Billing::Share(share) => format!("billed {} of the price", text::percent(share)),
    }
}

fn rate_changed(old: &Rate, new: &Rate, printed: bool, dated: bool) -> String {
    let noun = noun(new, printed);
    let moved = old.from != new.from;
    let day = |rate: &Rate| if moved || dated { format!(" from {}", rate.from) } else { String::new() };
    let credits = |rate: &Rate| rate.credits.map_or_else(|| "no".into(), |credits| text::grouped(&plain(credits)));
    let in_credits = (old.credits != new.credits).then(|| format!("{} credits, was {}", credits(new), credits(old)));
    if old.usd != new.usd {
        let notes: Vec<String> = percent(old.usd, new.usd).into_iter().chain(in_credits).collect();
        let was = if moved { day(old) } else { String::new() };
        let (now, before) = (price(new), text::exact_money(old.usd));
        return format!("{noun} is {now}{}, was {before}{was}{}", day(new), in_brackets(&notes));
    }
    let notes: Vec<String> = in_credits.into_iter().collect();
    let notes = in_brackets(&notes);
    if moved {
        format!("{noun} is {} from {}, was so from {}{notes}", price(new), new.from, old.from)
    } else {
        format!("{noun} is still {}{}{notes}", price(new), day(new))
    }
}

fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

/// `20 % less`; nothing where there is no such figure.
fn percent(old: Decimal, new: Decimal) -> Vec<String> {
    let way = if new < old { "less" } else { "more" };
    let figure = percent_change(old, new).ok().flatten().filter(|_| old != new);
    let words = figure.map(|percent| match percent.abs() {
        nothing if nothing.is_zero() => format!("under 0.1 % {way}"),
        some => format!("{} % {way}", text::grouped(&plain(some))),
    });
    words.into_iter().collect()
}

fn in_brackets(notes: &[String]) -> String {
    if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) }
}

fn price(rate: &Rate) -> String {
    price_of(rate.usd, rate.unit)
}

/// A price of one unit, or of a million tokens.
pub(super) fn price_of(usd: Decimal, unit: Unit) -> String {
    text::exact_money(usd) + if unit.is_tokens() { " per 1M" } else { "" }
}

/// What a rate is for, and when: `image output (edit, batch)`.
fn noun(rate: &Rate, printed: bool) -> String {
    let scope = rate.scope_words();
    let when = if scope.is_empty() { String::new() } else { format!(" ({scope})") };
    let printed = if printed { "the printed price of " } else { "" };
    format!("{printed}{}{when}", unit_noun(rate.unit))
}

fn unit_noun(unit: Unit) -> &'static str {
    match unit {
        Unit::Image => "an image",
        Unit::Request => "a request",
        Unit::InputImage => "a reference image",
        Unit::AdditionalImage => "an additional image",
        Unit::TextInput => "text input",
        Unit::TextInputCached => "cached text input",
        Unit::ImageInput => "image input",
        Unit::ImageInputCached => "cached image input",
        Unit::ImageOutput => "image output",
        Unit::TextOutput => "text output",
        Unit::Megapixel => "an output megapixel",
        Unit::FirstMegapixel => "the first output megapixel",
        Unit::AdditionalMegapixel => "a further output megapixel",
        Unit::InputMegapixel => "a reference megapixel",
        Unit::Tile => "an output tile",
        Unit::Step => "a step",
        Unit::MegapixelStep => "a megapixel step",
        Unit::AdditionalMegapixelStep => "a further megapixel step",
        Unit::Second => "a compute second",
    }
}
