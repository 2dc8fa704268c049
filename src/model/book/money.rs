//! Money as price files write it: plain decimals, within bounds in which arithmetic stays exact.

use rust_decimal::Decimal;

/// Most decimals of a price: sums and products of prices stay exact below this.
const MAX_DECIMALS: u32 = 12;
/// No price of one unit is above this many USD.
const MAX_PRICE: i64 = 1_000_000;
/// More digits than any price within the bounds has.
const MOST_DIGITS: usize = 24;
/// What is wrong with a price of more decimals.
const TOO_FINE: &str = "it has more than 12 decimals";
/// What is wrong with a price above the bound.
const TOO_LARGE: &str = "it is above 1,000,000";
/// What is wrong with a price below zero.
const NEGATIVE: &str = "it is negative";

/// A price: exact, not negative, with at most twelve decimals.
///
/// # Errors
/// What is wrong with the text.
pub(in crate::model) fn price(text: &str) -> Result<Decimal, String> {
    bounded(exact(text)?).map_err(|why| not_a_price(text, why))
}

/// A price that this program worked out, such as that of one of many units: exact, not negative, with as
/// many decimals as it takes.
///
/// # Errors
/// What is wrong with the text.
pub(in crate::model) fn worked_out_price(text: &str) -> Result<Decimal, String> {
    let value = amount(text)?;
    if value > Decimal::from(MAX_PRICE) { Err(not_a_price(text, TOO_LARGE)) } else { Ok(value) }
}

/// An amount of any size: exact and not negative.
///
/// # Errors
/// What is wrong with the text.
pub(in crate::model) fn amount(text: &str) -> Result<Decimal, String> {
    let value = exact(text)?;
    if value.is_sign_negative() && !value.is_zero() { Err(not_a_price(text, NEGATIVE)) } else { Ok(value) }
}

fn not_a_price(text: &str, why: &str) -> String {
    format!("`{text}` is not a price: {why}")
}

/// A plain number, to the last digit.
fn exact(text: &str) -> Result<Decimal, String> {
    // The number type would also read `1_000` and `+5`, which here are more likely slips of the hand.
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit());
    let value = plain.then(|| Decimal::from_str_exact(text).ok()).flatten();
    let many = plain && digits.len() > MOST_DIGITS;
    let why = if many { "it has too many digits" } else { "write digits and a point, such as \"0.040\"" };
    value.ok_or_else(|| not_a_price(text, why))
}

/// A share from 0 to 1.
///
/// # Errors
/// What is wrong with the text.
pub(super) fn share(text: &str) -> Result<Decimal, String> {
    let value = price(text)?;
    if value > Decimal::ONE { Err(format!("`{text}` is not between 0 and 1")) } else { Ok(value) }
}

/// The price in USD of so many credits, within the bounds of any price.
///
/// # Errors
/// Why the product is no price.
pub(super) fn in_credits(credits: Decimal, credit_usd: Decimal) -> Result<Decimal, String> {
    let wrong = |why: String| format!("`{credits}` credits at {credit_usd} USD are not a price: {why}");
    // A product of decimals is rounded where it does not fit; that of their digits is not.
    let mut scale = credits.scale().saturating_add(credit_usd.scale());
    let mut digits = credits.mantissa().saturating_mul(credit_usd.mantissa());
    while scale > MAX_DECIMALS && digits % 10 == 0 {
        (digits, scale) = (digits / 10, scale.saturating_sub(1));
    }
    // More decimals than a price has are refused there, rounded or not.
    let value = Decimal::try_from_i128_with_scale(digits, scale).map_err(|_| wrong(TOO_FINE.into()))?;
    bounded(value).map_err(|why| wrong(why.into()))
}

/// The value, where it can be a price.
fn bounded(value: Decimal) -> Result<Decimal, &'static str> {
    if value.is_sign_negative() && !value.is_zero() {
        Err(NEGATIVE)
    } else if value.normalize().scale() > MAX_DECIMALS {
        Err(TOO_FINE)
    } else if value > Decimal::from(MAX_PRICE) {
        Err(TOO_LARGE)
    } else {
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_priced_exactly_or_refused() {
        let usd = |credits: &str, usd: &str| in_credits(price(credits).unwrap(), price(usd).unwrap());
        assert_eq!(usd("6.5", "0.01").unwrap().to_string(), "0.065");
        assert_eq!(usd("0.500000000000", "0.000000000002").unwrap().normalize().to_string(), "0.000000000001");
        assert_eq!(usd("0", "0.01").unwrap(), Decimal::ZERO);
        // The number type rounds the first of these to 28 digits without a word.
        for (credits, each, why) in [
            ("123456.123456789012", "0.123456789012", "more than 12 decimals"),
            ("0.0000001", "0.0000001", "more than 12 decimals"),
            ("1000000", "1000000", "above 1,000,000"),
        ] {
            let error = usd(credits, each).unwrap_err();
            assert!(error.contains(credits) && error.contains(why), "{error}");
        }
    }
}
