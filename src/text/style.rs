//! How the reader wants numbers and money to be written.
//!
//! A style holds inside of a scope and nowhere else: the window draws in one, while the command line,
//! files and what is copied stay in plain USD.

use std::cell::RefCell;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::{Deserialize, Serialize};

use crate::model::day::Day;
use crate::model::digits;

/// Highest rate that is taken: units of a currency per USD.
const HIGHEST_RATE: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);
/// Most decimals of a rate.
const MOST_DECIMALS: u32 = 12;

/// How thousands and decimals are marked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Numbers {
    /// `1,234.56`
    #[default]
    Comma,
    /// `1.234,56`
    Point,
    /// `1 234.56`
    Space,
}

impl Numbers {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Point, Self::Space];

    /// An example of it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Comma => "1,234.56",
            Self::Point => "1.234,56",
            Self::Space => "1 234.56",
        }
    }
}

/// A currency to show money in, at a rate that the user typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "File", into = "File")]
pub struct Currency {
    code: String,
    per_usd: Decimal,
    typed_on: Day,
}

/// As it stands in the settings file.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename = "Currency")]
struct File {
    code: String,
    per_usd: String,
    typed_on: Day,
}

impl TryFrom<File> for Currency {
    type Error = String;

    fn try_from(file: File) -> Result<Self, String> {
        Self::read(&file.code, &file.per_usd, file.typed_on)
    }
}

impl From<Currency> for File {
    fn from(currency: Currency) -> Self {
        Self { code: currency.code, per_usd: currency.per_usd.to_string(), typed_on: currency.typed_on }
    }
}

impl Currency {
    /// A currency from what was typed on a day.
    ///
    /// # Errors
    /// One sentence that names what is wrong with the code or the rate.
    pub fn read(code: &str, per_usd: &str, typed_on: Day) -> Result<Self, String> {
        let code = code.trim().to_uppercase();
        if code.len() != 3 || !code.chars().all(|c| c.is_ascii_uppercase()) {
            return Err(format!("A currency is three letters such as EUR, not \"{code}\"."));
        }
        if code == "USD" {
            return Err("Prices are in USD already; choose USD above instead of a rate.".into());
        }
        let typed = per_usd.trim();
        let rate = typed.parse::<Decimal>().ok().filter(|rate| {
            let rate = rate.normalize();
            rate > Decimal::ZERO && rate <= HIGHEST_RATE && rate.scale() <= MOST_DECIMALS
        });
        match rate {
            Some(rate) => Ok(Self { code, per_usd: rate.normalize(), typed_on }),
            None => Err(format!(
                "\"{typed}\" is not a rate; write how many {code} one USD is, such as 0.92, above 0 and with at most \
                 {MOST_DECIMALS} decimals."
            )),
        }
    }

    /// Three letters.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// How many of it are one USD.
    pub fn per_usd(&self) -> Decimal {
        self.per_usd
    }

    /// What its figures rest on: `EUR at 0.92 per USD, typed on 2026-11-22`.
    pub fn words(&self) -> String {
        format!("{} at {} per USD, typed on {}", self.code, styled(&self.per_usd.to_string()), self.typed_on)
    }
}

/// How the reader wants numbers and money to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Style {
    /// Thousands and decimals.
    pub numbers: Numbers,
    /// What money is shown in; USD where there is none.
    pub currency: Option<Currency>,
}

thread_local! {
    static STYLE: RefCell<Style> = RefCell::default();
}

/// Puts the former style back, also when the scope is left by a panic.
struct Former(Style);

impl Drop for Former {
    fn drop(&mut self) {
        STYLE.with_borrow_mut(|style| std::mem::swap(style, &mut self.0));
    }
}

impl Style {
    /// Runs something in which numbers and money are written in this style.
    pub fn scope<R>(&self, show: impl FnOnce() -> R) -> R {
        let _former = Former(STYLE.replace(self.clone()));
        show()
    }
}

/// Runs something in which money is in USD, and numbers as around it: inputs, prices as they are listed.
pub fn in_usd<R>(show: impl FnOnce() -> R) -> R {
    let numbers = STYLE.with_borrow(|style| style.numbers);
    Style { numbers, currency: None }.scope(show)
}

/// Runs something that is written plainly and in USD, whatever the reader chose: what leaves the window.
pub fn plain<R>(show: impl FnOnce() -> R) -> R {
    Style::default().scope(show)
}

/// A number in plain form with the marks of the style.
pub fn styled(plain: &str) -> String {
    let (thousands, decimals) = match STYLE.with_borrow(|style| style.numbers) {
        Numbers::Comma => return plain.to_owned(),
        Numbers::Point => ('.', ','),
        Numbers::Space => ('\u{a0}', '.'),
    };
    let mark = |c| match c {
        ',' => thousands,
        '.' => decimals,
        other => other,
    };
    plain.chars().map(mark).collect()
}

/// A number's digits with thousands separated.
pub fn grouped(number: &str) -> String {
    styled(&digits::grouped(number))
}

/// USD with every digit, in USD whatever money is shown in: `$0.00588`.
pub fn exact_usd(amount: Decimal) -> String {
    styled(&digits::exact_money(amount))
}

/// The currency that money is shown in.
pub fn currency_code() -> String {
    STYLE.with_borrow(|style| style.currency.as_ref().map_or("USD", Currency::code).to_owned())
}

/// How many units of that currency one USD is, for places on an axis.
pub fn per_usd() -> f64 {
    STYLE.with_borrow(|style| style.currency.as_ref().and_then(|currency| currency.per_usd.to_f64()).unwrap_or(1.0))
}

/// What stands before an amount: `$`, `EUR `.
pub fn money_sign() -> String {
    STYLE.with_borrow(|style| style.currency.as_ref().map_or_else(|| "$".into(), |held| format!("{}\u{a0}", held.code)))
}

/// An amount of USD in the currency of the style, and what stands before it. An amount that is too large
/// for the rate stays in USD and says so.
pub(super) fn converted(usd: Decimal) -> (Decimal, String) {
    let rate = STYLE.with_borrow(|style| style.currency.as_ref().map(Currency::per_usd));
    match rate.map(|rate| usd.checked_mul(rate)) {
        None => (usd, "$".into()),
        Some(Some(amount)) => (amount, money_sign()),
        Some(None) => (usd, "USD\u{a0}".into()),
    }
}

/// An amount with so many decimals behind its sign: `−EUR 1,234.50`.
pub(super) fn written(amount: Decimal, decimals: u32, sign: &str) -> String {
    let minus = if amount.is_sign_negative() && !amount.is_zero() { "\u{2212}" } else { "" };
    format!("{minus}{sign}{}", grouped(&format!("{:.*}", decimals as usize, amount.abs())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    fn day() -> Day {
        "2026-11-22".parse().unwrap()
    }

    fn euro(numbers: Numbers) -> Style {
        Style { numbers, currency: Some(Currency::read("eur", "0.92", day()).unwrap()) }
    }

    #[test]
    fn money_is_converted_in_its_scope_alone() {
        let amount = Decimal::new(500, 0);
        assert_eq!(text::cents(amount), "$500.00");
        euro(Numbers::Comma).scope(|| {
            assert_eq!(text::cents(amount), "EUR\u{a0}460.00");
            assert_eq!(text::cents(-amount), "\u{2212}EUR\u{a0}460.00");
            assert_eq!(text::money(Decimal::new(5_000, 0)), "EUR\u{a0}4,600");
            assert_eq!(in_usd(|| text::cents(amount)), "$500.00");
            assert_eq!(plain(|| text::cents(amount)), "$500.00");
            assert_eq!(text::cents(amount), "EUR\u{a0}460.00", "the scope inside is over");
        });
        assert_eq!(text::cents(amount), "$500.00");
    }

    #[test]
    fn marks_follow_the_chosen_format() {
        let amount = Decimal::new(1_234_567_891, 3);
        let shown = |numbers| euro(numbers).scope(|| in_usd(|| text::cents(amount)));
        assert_eq!(shown(Numbers::Comma), "$1,234,567.89");
        assert_eq!(shown(Numbers::Point), "$1.234.567,89");
        assert_eq!(shown(Numbers::Space), "$1\u{a0}234\u{a0}567.89");
        assert_eq!(euro(Numbers::Point).scope(|| text::percent(Decimal::new(25, 3))), "2,5 %");
    }

    #[test]
    fn an_amount_that_is_too_large_for_its_rate_stays_in_usd() {
        let yen = Style { currency: Some(Currency::read("JPY", "150", day()).unwrap()), ..Style::default() };
        yen.scope(|| assert!(text::exact_money(Decimal::MAX).starts_with("USD\u{a0}")));
    }

    #[test]
    fn a_rate_is_a_number_above_zero_for_a_currency_of_three_letters() {
        let wrong =
            [("EURO", "1"), ("", "1"), ("USD", "1"), ("EUR", "0"), ("EUR", "-1"), ("EUR", "abc"), ("EUR", "1e99")];
        for (code, rate) in wrong {
            let why = Currency::read(code, rate, day()).unwrap_err();
            assert!(why.ends_with('.') && !why.contains('\n'), "{why}");
        }
        assert_eq!(euro(Numbers::Comma).currency.unwrap().words(), "EUR at 0.92 per USD, typed on 2026-11-22");
    }
}
