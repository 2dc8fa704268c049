//! Prices as JSON writes them, such as `3e-05`, digit by digit.

use rust_decimal::Decimal;

/// Most digits that are kept exactly.
const MOST_DIGITS: usize = 28;
/// Most characters of a number that a sentence shows.
const SHOWN: usize = 40;

/// A price and how finely it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact {
    /// As written.
    pub value: Decimal,
    /// Half of one in the last digit.
    pub half: Decimal,
}

/// Reads one valid JSON value as a price.
///
/// # Errors
/// Why it is none, in words that follow the field's name.
pub fn exact(raw: &str) -> Result<Exact, String> {
    let kind = match raw.as_bytes().first() {
        Some(b'"') => Some("text"),
        Some(b'{') => Some("an object"),
        Some(b'[') => Some("a list"),
        Some(b't' | b'f') => Some("a switch"),
        _ => None,
    };
    if let Some(kind) = kind {
        return Err(format!("it is {kind}; a price is a bare number, such as 0.04 or 3e-05"));
    }
    let shown: String = raw.chars().take(SHOWN).collect();
    let (negative, number) = raw.strip_prefix('-').map_or((false, raw), |number| (true, number));
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let digits = all.trim_start_matches('0').trim_end_matches('0');
    if digits.is_empty() {
        return Ok(Exact { value: Decimal::ZERO, half: Decimal::ZERO });
    }
    if negative {
        return Err(format!("{shown} is below zero; a price is zero or more"));
    }
    if digits.len() > MOST_DIGITS {
        return Err(format!("it has {} digits; at most {MOST_DIGITS} are kept exactly", digits.len()));
    }
    let dropped = all.len().saturating_sub(all.trim_end_matches('0').len());
    let decimals = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    let scale = exponent
        .parse::<i64>()
        .ok()
        .and_then(|exponent| decimals(fraction.len()).checked_sub(exponent)?.checked_sub(decimals(dropped)));
    let fits = || {
        let scale = scale?;
        let zeros = usize::try_from(scale.checked_neg()?).unwrap_or(0);
        if zeros > MOST_DIGITS {
            return None;
        }
        let number: i128 = format!("{digits}{}", "0".repeat(zeros)).parse().ok()?;
        let scale = u32::try_from(scale.max(0)).ok()?;
        let value = Decimal::try_from_i128_with_scale(number, scale).ok()?;
        let half = Decimal::try_new(5, scale.checked_add(1)?).unwrap_or_default();
        Some(Exact { value, half })
    };
    fits().ok_or_else(|| format!("{shown} is no price: it is larger than 28 digits hold, or smaller"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(raw: &str) -> String {
        exact(raw).unwrap().value.normalize().to_string()
    }

    #[test]
    fn every_digit_of_a_number_is_kept() {
        assert_eq!(value("3e-05"), "0.00003");
        assert_eq!(value("1.59263611E-07"), "0.000000159263611");
        assert_eq!(value("0.10000000000000001"), "0.10000000000000001");
        assert_eq!(value("2.5e+1"), "25");
        assert_eq!(value("40"), "40");
        assert_eq!(value("100e2"), "10000");
        assert_eq!(value("-0.0"), "0");
        assert_eq!(value("0e999999999999999999999"), "0");
        assert_eq!(value("1234567890123456789012345678"), "1234567890123456789012345678");
    }

    #[test]
    fn the_last_digit_says_how_fine_a_figure_is() {
        let half = |raw: &str| exact(raw).unwrap().half.to_string();
        assert_eq!(
            (half("0.04"), half("0.040"), half("6.3e-07")),
            ("0.005".into(), "0.005".into(), "0.000000005".into())
        );
    }

    #[test]
    fn what_is_no_price_says_why() {
        let why = |raw: &str| exact(raw).unwrap_err();
        assert!(why("\"0.04\"").contains("text"));
        assert!(why("{}").contains("object"));
        assert!(why("[0.04]").contains("list"));
        assert!(why("true").contains("switch"));
        assert!(why("-0.04").contains("below zero"));
        assert!(why(&format!("0.{}", "7".repeat(40))).contains("40 digits"));
        for raw in ["1e400", "1e-400", "1e99999999999999999999999", "1e-9223372036854775808", "7e28"] {
            assert!(why(raw).contains(raw), "{}", why(raw));
        }
    }
}
