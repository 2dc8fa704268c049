//! What a bill is made of, in parts that every model has.

use rust_decimal::Decimal;

use crate::model::book::Unit;
use crate::model::estimate::{Cause, Estimate, ItemUnit};
use crate::model::num::{Num as _, TooLarge, sum};

/// The parts, in order.
pub const PARTS: [&str; 6] =
    ["Output", "Reference images", "Prompt", "Text output and thinking", "Paid for nothing", "Discounts, credit, tax"];

/// USD of each of [`PARTS`]; they sum to the bill.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Parts(pub [Decimal; 6]);

impl Parts {
    /// The parts of an estimate.
    ///
    /// # Errors
    /// When a sum does not fit.
    pub fn of(estimate: &Estimate) -> Result<Self, TooLarge> {
        let mut output = Decimal::ZERO;
        let mut references = Decimal::ZERO;
        let mut prompt = Decimal::ZERO;
        let mut text = Decimal::ZERO;
        let mut nothing = Decimal::ZERO;
        for item in estimate.items() {
            let part = match (item.cause, item.unit) {
                (Cause::Duplicate | Cause::Failed(_), _) => &mut nothing,
                (Cause::Delivered, ItemUnit::Rate(Unit::TextInput | Unit::TextInputCached)) => &mut prompt,
                (Cause::Delivered, ItemUnit::Rate(Unit::TextOutput)) => &mut text,
                (Cause::Delivered, ItemUnit::Rate(Unit::AdditionalImage)) => &mut references,
                (Cause::Delivered, ItemUnit::Rate(unit)) if unit.is_input() => &mut references,
                (Cause::Delivered, _) => &mut output,
            };
            *part = part.plus(item.amount)?;
        }
        let rules = sum(estimate.steps.named().map(|(_, amount)| amount))?;
        Ok(Self([output, references, prompt, text, nothing, rules]))
    }

    /// Every part with its name.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, Decimal)> {
        PARTS.into_iter().zip(self.0)
    }
}
