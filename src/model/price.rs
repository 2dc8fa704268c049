//! What one call costs: the model's rules applied to one request, charge by charge.

mod counts;
mod problem;
mod quantity;
mod region;
mod rule;
mod worked;

use std::sync::Arc;

use rust_decimal::Decimal;

use super::book::{Billing, FailureRule, Model, Operation, Rate, SizeMatch, Tier, Unit};
use super::day::Day;
use super::legal;
use super::num::{Num as _, TooLarge};
use super::size::{Pixels, Size};

pub use problem::{PriceProblem, needs_size, no_operation, quality_problem};
pub use quantity::{hidden_tokens, output_tokens};
pub use region::region_factor;
pub use rule::rule_words;
pub use worked::{Step, worked};

use problem::no_rate;
use quantity::{prompt_tokens, quantities};

/// Which end of what is unknown to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// The visible default of each unknown.
    Expected,
    /// The cheapest that each unknown can be.
    Floor,
    /// The dearest.
    Ceiling,
}

/// One call for one image.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What is asked.
    pub operation: Operation,
    /// Output size; none where the model's price does not depend on it.
    pub size: Option<Size>,
    /// Quality tier; none where the model has no such choice.
    pub quality: Option<String>,
    /// Service tier.
    pub tier: Tier,
    /// Tokens of the prompt; 0 leaves the prompt out, hidden overhead included.
    pub prompt_tokens: Decimal,
    /// Reference images; may be fractional, as an average.
    pub references: Decimal,
    /// Size of each reference image.
    pub reference_size: Pixels,
    /// Whether references are read at high input fidelity, where the model has the choice.
    pub high_fidelity: bool,
    /// Partial images streamed on the way.
    pub partial_images: u32,
    /// The user's count of image output tokens, for models that do not publish it.
    pub image_output_tokens: Option<Decimal>,
    /// The user's count of text output tokens.
    pub text_output_tokens: Option<Decimal>,
    /// The user's number of inference steps, for models billed by the step.
    pub steps: Option<Decimal>,
    /// The user's compute seconds, for models billed by run time.
    pub seconds: Option<Decimal>,
    /// The region in which the call is processed; none for wherever the provider likes.
    pub region: Option<String>,
    /// The day whose prices hold.
    pub day: Day,
    /// Which end of what is unknown to take.
    pub bound: Bound,
}

impl Ask {
    /// A call with nothing in it, at the standard tier: no prompt, no references.
    pub fn bare(operation: Operation, day: Day) -> Self {
        Self {
            operation,
            size: None,
            quality: None,
            tier: Tier::Standard,
            prompt_tokens: Decimal::ZERO,
            references: Decimal::ZERO,
            reference_size: Pixels { width: 1024, height: 1024 },
            high_fidelity: false,
            partial_images: 0,
            image_output_tokens: None,
            text_output_tokens: None,
            steps: None,
            seconds: None,
            region: None,
            day,
            bound: Bound::Expected,
        }
    }
}

/// One charge of a call.
#[derive(Debug, Clone)]
pub struct Charge {
    /// Line item label.
    pub label: &'static str,
    /// How many units.
    pub quantity: Decimal,
    /// USD of one unit, in the region that is asked for; of one token, not of a million.
    pub unit_price: Decimal,
    /// `quantity * unit_price`.
    pub amount: Decimal,
    /// Discount factor of the service tier that is already in `unit_price`; 1 when there is none.
    pub tier_factor: Decimal,
    /// The rate, with its source.
    pub rate: Arc<Rate>,
}

/// What one call costs.
#[derive(Debug, Clone)]
pub struct Price {
    /// The charges, output first.
    pub charges: Vec<Charge>,
    /// Their sum in USD.
    pub total: Decimal,
    /// The part for prompt and references.
    pub input: Decimal,
}

impl Charge {
    /// The same charge times `factor`.
    ///
    /// # Errors
    /// When a product does not fit.
    pub(super) fn times(mut self, factor: Decimal) -> Result<Self, TooLarge> {
        if factor != Decimal::ONE {
            self.unit_price = self.unit_price.times(factor)?;
            self.amount = self.amount.times(factor)?.normalize();
        }
        Ok(self)
    }
}

impl Price {
    /// Whether sources disagree about a rate of the call.
    pub(super) fn is_disputed(&self) -> bool {
        self.charges.iter().any(|charge| !charge.rate.others.is_empty())
    }

    /// The same call with every charge times `factor`.
    ///
    /// # Errors
    /// When a product does not fit.
    pub(super) fn times(mut self, factor: Decimal) -> Result<Self, TooLarge> {
        self.charges = self.charges.into_iter().map(|charge| charge.times(factor)).collect::<Result<_, _>>()?;
        (self.total, self.input) = (self.total.times(factor)?, self.input.times(factor)?);
        Ok(self)
    }

    /// What an attempt costs that ended otherwise than in success.
    ///
    /// # Errors
    /// When the product does not fit.
    pub fn failed(&self, billing: Billing, bound: Bound) -> Result<Decimal, TooLarge> {
        match (billing, bound) {
            (Billing::Billed, _) | (Billing::Unknown(_), Bound::Ceiling) => Ok(self.total),
            (Billing::NotBilled, _) | (Billing::Unknown(_), Bound::Floor) => Ok(Decimal::ZERO),
            (Billing::InputOnly, _) => Ok(self.input),
            (Billing::Fee(usd), _) => Ok(usd),
            (Billing::Unknown(share) | Billing::Share(share), _) => self.total.times(share),
        }
    }
}

/// What a call costs.
///
/// # Errors
/// Why it has no price, in one sentence that names the model and the remedy.
pub fn price(model: &Model, ask: &Ask) -> Result<Price, PriceProblem> {
    Ok(total(model, charges(model, ask)?)?)
}

/// The charges of a call, one for each unit that it takes.
pub(super) fn charges(model: &Model, ask: &Ask) -> Result<Vec<Charge>, PriceProblem> {
    apply_rates(model, ask).map_err(|problem| match (problem, ask.size.and_then(Size::pixels)) {
        (PriceProblem::NoSuchSize { model: id, size, offered, .. }, Some(pixels)) if model.sizes.len() > 1 => {
            let priced = |size: &Size| apply_rates(model, &Ask { size: Some(*size), ..ask.clone() }).is_ok();
            let nearest = legal::nearest_of(model.sizes.iter().copied().filter(priced), pixels);
            PriceProblem::NoSuchSize { model: id, size, offered, nearest }
        }
        (problem, _) => problem,
    })
}

fn apply_rates(model: &Model, ask: &Ask) -> Result<Vec<Charge>, PriceProblem> {
    if model.rates.is_empty() {
        return Err(PriceProblem::NoPrice { model: model.id.clone(), why: model.no_price.clone() });
    }
    check_size(model, ask.size)?;
    let (prompt, region) = (prompt_tokens(model, ask)?, region_factor(model, ask)?);
    let mut charges = Vec::with_capacity(4);
    let (mut last, mut nothing) = (None, false);
    for rate in &model.rates {
        if last == Some(rate.unit) {
            continue;
        }
        last = Some(rate.unit);
        for (label, quantity) in quantities(model, ask, rate.unit)?.into_iter().flatten() {
            if quantity.is_zero() {
                nothing = true;
                continue;
            }
            if let Some((rate, tier_factor)) = find_rate(model, ask, rate.unit, prompt)? {
                charges.push(charge(label, quantity, tier_factor, rate, ask.bound)?.times(region)?);
            }
        }
    }
    // A call of zero units of everything is free; a call that no rate fits has no price.
    if charges.is_empty() && !nothing { Err(no_rate(model, ask)) } else { Ok(charges) }
}

/// The price that charges add up to, output first.
pub(super) fn total(model: &Model, mut charges: Vec<Charge>) -> Result<Price, TooLarge> {
    charges.sort_by_key(|charge| charge.rate.unit.is_input());
    let mut total = Decimal::ZERO;
    let mut input = Decimal::ZERO;
    for charge in &charges {
        total = total.plus(charge.amount)?;
        if charge.rate.unit.is_input() {
            input = input.plus(charge.amount)?;
        }
    }
    truncate(model, &mut charges, &mut total)?;
    Ok(Price { charges, total, input })
}

/// One charge: `quantity` units at a rate.
pub(super) fn charge(
    label: &'static str,
    quantity: Decimal,
    tier_factor: Decimal,
    rate: Arc<Rate>,
    bound: Bound,
) -> Result<Charge, TooLarge> {
    let usd = figure(&rate, bound);
    let per_unit = if rate.unit.is_tokens() { usd.times(Decimal::new(1, 6))? } else { usd };
    let unit_price = per_unit.times(tier_factor)?;
    Ok(Charge { label, quantity, unit_price, amount: quantity.times(unit_price)?.normalize(), tier_factor, rate })
}

/// The rate's own figure, or the lowest or highest of all that its sources give.
fn figure(rate: &Rate, bound: Bound) -> Decimal {
    let others = rate.others.iter().map(|other| other.usd);
    match bound {
        Bound::Expected => rate.usd,
        Bound::Floor => others.fold(rate.usd, Decimal::min),
        Bound::Ceiling => others.fold(rate.usd, Decimal::max),
    }
}

/// Label of what a provider takes off when it truncates.
const TRUNCATED: &str = "Truncated by the provider";

/// A provider that truncates a call's price takes off less than one unit of the last decimal.
fn truncate(model: &Model, charges: &mut Vec<Charge>, total: &mut Decimal) -> Result<(), TooLarge> {
    let (Some(decimals), Some(first)) = (model.truncate_decimals, charges.first()) else { return Ok(()) };
    let kept = total.trunc_with_scale(decimals);
    let off = kept.minus(*total)?;
    if !off.is_zero() {
        charges.push(Charge {
            label: TRUNCATED,
            quantity: Decimal::ONE,
            unit_price: off,
            amount: off,
            tier_factor: Decimal::ONE,
            rate: Arc::clone(&first.rate),
        });
        *total = kept;
    }
    Ok(())
}

fn check_size(model: &Model, size: Option<Size>) -> Result<(), PriceProblem> {
    let Some(size) = size.filter(|_| model.size_matters()) else { return Ok(()) };
    if model.sizes.contains(&size) {
        return Ok(());
    }
    let (Some(limits), Some(pixels)) = (model.size_limits, size.pixels()) else { return Ok(()) };
    match limits.objection(pixels) {
        None => Ok(()),
        Some(why) => {
            let nearest = limits.nearest(pixels);
            Err(PriceProblem::IllegalSize { model: model.id.clone(), size: size.to_string(), why, nearest })
        }
    }
}

/// The rate of a unit for this call, and the tier's factor on it; the output must have one.
fn find_rate(
    model: &Model,
    ask: &Ask,
    unit: Unit,
    prompt: Decimal,
) -> Result<Option<(Arc<Rate>, Decimal)>, PriceProblem> {
    match rate_for(model, ask, unit, prompt) {
        Some(found) => Ok(Some(found)),
        // Prompt and reference rates may hold for some operations only.
        None if unit.is_input() => Ok(None),
        None => Err(no_rate(model, ask)),
    }
}

/// The rate of a unit for this call with so many text input tokens, and the tier's factor on it, where
/// there is one.
pub(super) fn rate_for(model: &Model, ask: &Ask, unit: Unit, prompt: Decimal) -> Option<(Arc<Rate>, Decimal)> {
    let fitting = |tier: Tier| {
        model
            .rates
            .iter()
            .filter(|rate| {
                rate.unit == unit
                    && rate.tier == tier
                    && rate.from <= ask.day
                    && (rate.operations.is_empty() || rate.operations.contains(&ask.operation))
                    && (rate.quality.is_none() || rate.quality == ask.quality)
                    && rate.size.holds(ask.size)
                    && rate.prompt_from.is_none_or(|from| prompt >= from.into())
            })
            .max_by_key(|rate| (specificity(rate), rate.prompt_from, rate.from))
    };
    let standard = fitting(Tier::Standard);
    // A tier's rates for short prompts say nothing about a long one.
    let too_short = |rate: &&Arc<Rate>| standard.is_some_and(|standard| standard.prompt_from > rate.prompt_from);
    if let Some(rate) = fitting(ask.tier).filter(|rate| !too_short(rate)) {
        return Some((Arc::clone(rate), Decimal::ONE));
    }
    let factor = match (ask.tier, model.batch) {
        (Tier::Batch, Some(batch)) => batch,
        _ => Decimal::ONE,
    };
    standard.map(|rate| (Arc::clone(rate), factor))
}

/// How many conditions a rate has: of those that fit a call, the one with the most is taken.
pub(super) fn specificity(rate: &Rate) -> u8 {
    let size = match rate.size {
        SizeMatch::Any => 0,
        SizeMatch::Band { .. } => 1,
        SizeMatch::Only(_) => 2,
    };
    [rate.quality.is_some(), !rate.operations.is_empty()].into_iter().map(u8::from).fold(size, u8::saturating_add)
}

/// Whether a rule leaves the cost of an outcome open.
pub fn is_open(rule: &FailureRule) -> bool {
    matches!(rule.billing, Billing::Unknown(_))
}
