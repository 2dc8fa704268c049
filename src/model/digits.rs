//! Exact numbers as they are written: every digit, thousands separated.

use rust_decimal::Decimal;

/// Separates the thousands of a plain number.
pub fn grouped(number: &str) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(rest) => ("\u{2212}", rest),
        None => ("", number),
    };
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && whole.len().saturating_sub(index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// USD with so many decimals: `$1,234.50`.
pub fn dollars(amount: Decimal, decimals: u32) -> String {
    let sign = if amount.is_sign_negative() && !amount.is_zero() { "\u{2212}" } else { "" };
    format!("{sign}${}", grouped(&format!("{:.*}", decimals as usize, amount.abs())))
}

/// USD with every digit: `$0.00588`.
pub fn exact_money(amount: Decimal) -> String {
    let amount = amount.normalize();
    let decimals = if amount.scale() == 0 { 0 } else { amount.scale().max(2) };
    dollars(amount, decimals)
}

/// A whole count: `1,048,576`.
pub fn whole(count: u64) -> String {
    grouped(&count.to_string())
}

/// Words as a list: `edit and image-to-image`, `size, quality and day`.
pub fn listed<S: AsRef<str>>(words: &[S]) -> String {
    let mut out = String::new();
    for (index, word) in words.iter().enumerate() {
        let left = words.len().saturating_sub(index);
        out.push_str(match (index, left) {
            (0, _) => "",
            (_, 1) => " and ",
            _ => ", ",
        });
        out.push_str(word.as_ref());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_english() {
        assert_eq!(listed::<&str>(&[]), "");
        assert_eq!(listed(&["size"]), "size");
        assert_eq!(listed(&["size", "quality"]), "size and quality");
        assert_eq!(listed(&["operation", "size", "quality"]), "operation, size and quality");
    }
}
