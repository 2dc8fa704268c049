//! The price of one call as a calculation with the numbers in, line by line.

use rust_decimal::Decimal;

use super::counts::{counts, counts_blocks, number};
use super::{Ask, Charge, PriceProblem, TRUNCATED, price, region_factor};
use crate::model::book::Model;
use crate::model::digits::exact_money;
use crate::model::num::{Num as _, TooLarge, percent};

/// One line of the calculation of a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is counted or charged.
    pub label: &'static str,
    /// The formula with the numbers in: `1,756 tokens × $30 / 1M`.
    pub formula: String,
    /// USD of a charge; none where the line only counts.
    pub amount: Option<Decimal>,
}

/// The calculation of a call's price: each charge, and before it the lines that count its units. The
/// amounts add up to the price, to the last digit.
///
/// # Errors
/// Why the call has no price.
pub fn worked(model: &Model, ask: &Ask) -> Result<Vec<Step>, PriceProblem> {
    let mut steps = Vec::new();
    let factor = region_factor(model, ask)?;
    let region = match (&ask.region, factor == Decimal::ONE) {
        (Some(name), false) => format!(" × {} % for {name}", percent(factor)),
        _ => String::new(),
    };
    for charge in price(model, ask)?.charges {
        let formula = if charge.label == TRUNCATED {
            format!("the sum is cut to {} decimals", model.truncate_decimals.unwrap_or_default())
        } else {
            let lines = counts(model, ask, &charge)?.into_iter();
            steps.extend(lines.map(|(label, formula)| Step { label, formula, amount: None }));
            product(model, &charge)? + &region
        };
        steps.push(Step { label: charge.label, formula, amount: Some(charge.amount) });
    }
    Ok(steps)
}

/// Quantity times rate, as the provider quotes the rate.
fn product(model: &Model, charge: &Charge) -> Result<String, TooLarge> {
    let Charge { quantity, tier_factor, rate, .. } = charge;
    let word = match rate.unit.word() {
        "MP" if counts_blocks(model) => "blocks",
        word => word,
    };
    let word = if *quantity == Decimal::ONE { word.trim_end_matches('s') } else { word };
    let per = if rate.unit.is_tokens() { " / 1M" } else { "" };
    let tier = match *tier_factor == Decimal::ONE {
        true => String::new(),
        false => format!(" × {} % for batch", percent(*tier_factor)),
    };
    let price = match rate.credits.filter(|credits| !credits.is_zero()) {
        Some(credits) => {
            let credit = if credits == Decimal::ONE { "credit" } else { "credits" };
            format!("{} {credit} × {}", number(credits), exact_money(rate.usd.over(credits)?))
        }
        None => exact_money(rate.usd),
    };
    Ok(format!("{} {word} × {price}{per}{tier}", number(*quantity)))
}
