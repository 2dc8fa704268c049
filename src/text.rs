//! How numbers and answers are written: one rounding, one grouping, one sentence.
//!
//! Amounts are rounded here and nowhere else, half to even.

mod style;

use rust_decimal::Decimal;

use crate::model::assumption::{Key, Range, Spec, Value};
use crate::model::book::Book;
use crate::model::custom;
use crate::model::scenario::Line;
use crate::model::stats::spread::Spread;

pub use style::{
    Currency, Numbers, Style, currency_code, exact_usd, grouped, in_usd, money_sign, per_usd, plain, styled,
};
use style::{converted, written};

/// USD with as many decimals as mean something: `$5,551`, `$12.40`, `$0.0059`; like all amounts here in
/// the currency of the [`Style`] around it.
pub fn money(usd: Decimal) -> String {
    let (amount, sign) = converted(usd);
    let size = amount.abs();
    let rounded = if size >= Decimal::ONE_THOUSAND {
        amount.round()
    } else if size >= Decimal::ONE || size.is_zero() {
        amount.round_dp(2)
    } else {
        amount.round_sf(3).unwrap_or(amount)
    };
    let decimals = match rounded.abs() {
        big if big >= Decimal::ONE_THOUSAND => 0,
        _ if !amount.is_zero() && amount.fract().is_zero() => 0,
        _ => rounded.normalize().scale().max(2),
    };
    written(rounded, decimals, &sign)
}

/// USD with every digit: `$0.00588`.
pub fn exact_money(usd: Decimal) -> String {
    let (amount, sign) = converted(usd);
    let amount = amount.normalize();
    let decimals = if amount.scale() == 0 { 0 } else { amount.scale().max(2) };
    written(amount, decimals, &sign)
}

/// USD to the cent: `$1,234.50`.
pub fn cents(usd: Decimal) -> String {
    rounded(usd, 2)
}

/// USD rounded to so many decimals.
fn rounded(usd: Decimal, decimals: u32) -> String {
    let (amount, sign) = converted(usd);
    written(amount.round_dp(decimals), decimals, &sign)
}

/// USD in a column whose sum is `total`: the same decimals for every amount, so that points line up.
pub fn column(amount: Decimal, total: Decimal) -> String {
    let decimals = match total.abs() {
        big if big >= Decimal::TEN => 2,
        some if some >= Decimal::new(1, 1) => 4,
        _ => 6,
    };
    rounded(amount, decimals)
}

/// USD of one image with four decimals, so that a column of them lines up: `$0.0053`.
pub fn four_decimals(amount: Decimal) -> String {
    rounded(amount, 4)
}

/// A difference in USD to the cent, with its sign: `+$12.40`.
pub fn signed_money(amount: Decimal) -> String {
    let plus = if amount.is_sign_positive() && !amount.is_zero() { "+" } else { "" };
    format!("{plus}{}", cents(amount))
}

/// A difference as a share, with its sign and one decimal, so that a column lines up: `+12.5 %`.
pub fn signed_percent(share: Decimal) -> String {
    let percent = share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(share).round_dp(1);
    let plus = if percent.is_sign_positive() && !percent.is_zero() { "+" } else { "" };
    format!("{plus}{} %", grouped(&format!("{percent:.1}")))
}

/// USD from a statistic, which is never exact.
pub fn about(amount: f64) -> String {
    Decimal::from_f64_retain(amount).map_or_else(|| "unknown".into(), money)
}

/// A count with thousands separated and at most two decimals: `10,251.5`.
pub fn count(count: Decimal) -> String {
    let decimals = if count.abs() >= Decimal::ONE_THOUSAND { 0 } else { 2 };
    grouped(&count.round_dp(decimals).normalize().to_string())
}

/// A share as a percentage: `2.5 %`.
pub fn percent(share: Decimal) -> String {
    let percent = share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(share);
    format!("{} %", grouped(&percent.round_dp(4).normalize().to_string()))
}

/// How many days are left: `1 day left`, `9 days left`.
pub fn days_left(days: i32) -> String {
    if days == 1 { "1 day left".into() } else { format!("{days} days left") }
}

/// A probability in words and figures that do not pretend: `under 0.1 %`, `3 %`, `over 99.9 %`.
pub fn chance(probability: f64) -> String {
    match probability * 100.0 {
        p if p <= 0.0 => "0 %".into(),
        p if p < 0.1 => format!("under {} %", styled("0.1")),
        p if p > 99.9 && p < 100.0 => format!("over {} %", styled("99.9")),
        p if p < 1.0 || (p > 99.0 && p < 100.0) => format!("{} %", styled(&format!("{p:.1}"))),
        p => format!("{p:.0} %"),
    }
}

/// What a distribution was computed from.
pub fn spread_words(spread: &Spread) -> String {
    match spread.draws() {
        Some(draws) => format!("ranges and luck, {} fixed draws", grouped(&draws.to_string())),
        None => "luck with failures and retries alone".into(),
    }
}

/// A value of an assumption with its unit, as the screen shows it.
pub fn value(spec: &Spec, value: &Value) -> String {
    match value {
        Value::Number(number) if spec.unit == "%" => percent(*number),
        // What is typed is in USD, whatever money is shown in.
        Value::Number(number) if spec.unit == "USD" => exact_usd(*number),
        Value::Number(number) => {
            let unit = if *number == Decimal::ONE { spec.unit.trim_end_matches('s') } else { spec.unit };
            format!("{} {unit}", grouped(&number.normalize().to_string())).trim_end().to_owned()
        }
        Value::Range(range) => {
            let shown = |number| self::value(spec, &Value::Number(number));
            let bare = |number| shown(number).trim_end_matches(spec.unit).trim_end().to_owned();
            format!("{} to {}, likely {}", bare(range.low), shown(range.high), bare(range.likely))
        }
        Value::Switch(on) => if *on { "yes" } else { "no" }.into(),
        other => other.to_string(),
    }
}

/// A value without the word for its unit, where the assumption is named beside it.
pub fn bare_value(spec: &Spec, value: &Value) -> String {
    match value {
        Value::Number(number) if spec.unit != "%" && spec.unit != "USD" => grouped(&number.normalize().to_string()),
        Value::Range(range) => {
            let bare = |number| bare_value(spec, &Value::Number(number));
            format!("{} to {}, likely {}", bare(range.low), bare(range.high), bare(range.likely))
        }
        other => self::value(spec, other),
    }
}

/// A value as a narrow field shows it: without its unit where both do not fit.
pub fn field_value(spec: &Spec, value: &Value) -> String {
    const FITS: usize = 13;
    let full = self::value(spec, value);
    match (value, full.chars().count() > FITS) {
        (Value::Range(range), _) => range_ends(spec, range),
        (Value::Number(_), true) => bare_value(spec, value),
        _ => full,
    }
}

/// A range's ends as a narrow field shows them: `8k to 12k`, `1 to 5 %`.
fn range_ends(spec: &Spec, range: &Range) -> String {
    let end = |number: Decimal| match spec.unit {
        "%" => grouped(&number.saturating_mul(Decimal::ONE_HUNDRED).round_dp(2).normalize().to_string()),
        _ => short(number),
    };
    let (before, after) = match spec.unit {
        "%" => ("", " %"),
        "USD" => ("$", ""),
        _ => ("", ""),
    };
    format!("{before}{} to {before}{}{after}", end(range.low), end(range.high))
}

/// A number in few characters: `8k`, `12.5k`, `2M`.
fn short(number: Decimal) -> String {
    let size = number.abs();
    let (divisor, sign) = match size {
        size if size >= Decimal::from(1_000_000) => (Decimal::from(1_000_000), "M"),
        size if size >= Decimal::ONE_THOUSAND => (Decimal::ONE_THOUSAND, "k"),
        _ => (Decimal::ONE, ""),
    };
    let part = number.checked_div(divisor).unwrap_or(number);
    let rounded = part.round_sf(3).unwrap_or(part).normalize();
    format!("{}{sign}", grouped(&rounded.to_string()))
}

/// What a line asks for: `GPT Image 2 at medium quality`.
pub fn line_words(book: &Book, line: &Line) -> String {
    let id = line.values.text(Key::Model);
    let model = book.find(id).ok().filter(|_| id != custom::ID);
    let name = model.map_or_else(|| id.to_owned(), |model| model.name.clone());
    let quality = match line.values.text(Key::Quality) {
        "default" => model.and_then(|model| model.default_quality.as_deref()),
        quality => Some(quality).filter(|_| model.is_some_and(|model| !model.qualities.is_empty())),
    };
    match quality {
        Some("auto") => format!("{name} at the quality it chooses"),
        Some(quality) => format!("{name} at {quality} quality"),
        None if id == custom::ID => "your own prices".into(),
        None => name,
    }
}

/// At most so many characters of a text, on one line.
pub fn shortened(text: &str, most: usize) -> String {
    let mut chars = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let start: String = chars.by_ref().take(most).collect();
    if chars.next().is_none() { start } else { start + "…" }
}

/// A file name without its ending that every system takes, from a name.
pub fn file_stem(name: &str) -> String {
    /// Leaves room for endings within the 255 bytes that systems take.
    const MOST_BYTES: usize = 200;
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let stem: String = words.collect::<Vec<_>>().join("-");
    let mut stem: String = stem.chars().take(60).collect();
    while stem.len() > MOST_BYTES {
        stem.pop();
    }
    // Windows keeps these names for devices, whatever the ending.
    let is_port = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
    let is_port = is_port.is_some_and(|rest| rest.chars().count() == 1 && rest.chars().all(char::is_numeric));
    match stem.as_str() {
        "" => "scenario".into(),
        "con" | "prn" | "aux" | "nul" => stem + "-scenario",
        _ if is_port => stem + "-scenario",
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_makes_a_file_name() {
        assert_eq!(file_stem("Launch: photos / Q4"), "launch-photos-q4");
        assert_eq!(file_stem("../../etc"), "etc");
        assert_eq!(file_stem("///"), "scenario");
        assert_eq!(file_stem("Größe 日本"), "größe-日本");
        assert_eq!(file_stem("İx"), "i-x", "a letter that becomes two");
        assert_eq!(file_stem("CON"), "con-scenario");
        assert_eq!(file_stem("com¹"), "com¹-scenario");
        assert_eq!(file_stem("company"), "company");
        assert!(file_stem(&"𝔸".repeat(200)).len() <= 200);
    }

    #[test]
    fn amounts_show_the_digits_that_mean_something() {
        let shown = |text: &str| money(text.parse().unwrap());
        assert_eq!(shown("5550.7"), "$5,551");
        assert_eq!(shown("12.4"), "$12.40");
        assert_eq!(shown("0.00588"), "$0.00588");
        assert_eq!(shown("0.0527812"), "$0.0528");
        assert_eq!(shown("0.5"), "$0.50");
        assert_eq!(shown("-1234567.5"), "\u{2212}$1,234,568");
        assert_eq!(shown("0"), "$0.00");
        assert_eq!(shown("600.00"), "$600");
        assert_eq!(shown("999.996"), "$1,000");
        assert_eq!(exact_money("0.0058800".parse().unwrap()), "$0.00588");
    }

    #[test]
    fn chances_never_pretend() {
        assert_eq!(chance(0.0004), "under 0.1 %");
        assert_eq!(chance(0.0312), "3 %");
        assert_eq!(chance(0.9995), "over 99.9 %");
        assert_eq!(chance(1.0), "100 %");
    }
}
