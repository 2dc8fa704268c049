//! The answer: expected bill, counts and one tree of line items whose sum is the bill.

use std::borrow::Cow;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::bill::Steps;
use super::book::{Billing, Model, Operation, Rate, Source, Tier, Unit};
use super::luck::{Counts, LuckError};
use super::num::{Num as _, TooLarge, percent, sum};
use super::outcome::{Outcome, PerOutcome};
use super::plan::{Group, Member, Plan, PlanLine};
use super::price::{Bound, Charge};
use super::size::Size;

/// The answer to a plan, in exact USD.
#[derive(Debug, Clone)]
pub struct Estimate {
    /// The expected bill: the gross after discounts, credit and tax.
    pub expected: Decimal,
    /// The bill with everything unknown at its cheapest.
    pub floor: Decimal,
    /// The bill with everything unknown at its dearest.
    pub ceiling: Decimal,
    /// The expected sum of all charges.
    pub gross: Decimal,
    /// Variance of the gross over retry luck, USD squared.
    pub gross_variance: Decimal,
    /// From gross to bill.
    pub steps: Steps<Decimal>,
    /// Expected counts of all lines.
    pub counts: Totals,
    /// Dollars billed and not delivered.
    pub paid_for_nothing: Wasted,
    /// The lines, with their items.
    pub lines: Vec<LineCost>,
}

/// Expected counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Images requested.
    pub requested: Decimal,
    /// Requests, duplicates included.
    pub requests: Decimal,
    /// Attempts.
    pub attempts: Decimal,
    /// Attempts that cost something.
    pub billed_attempts: Decimal,
    /// Images that came back.
    pub delivered: Decimal,
    /// Images that a person accepted.
    pub kept: Decimal,
}

/// Dollars of the gross that were billed and delivered nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wasted {
    /// By outcome of the attempt.
    pub by_outcome: PerOutcome<Decimal>,
    /// Second copies that duplicates delivered.
    pub duplicates: Decimal,
    /// All of it.
    pub total: Decimal,
}

/// What a line costs.
#[derive(Debug, Clone)]
pub struct LineCost {
    /// Its name.
    pub name: Arc<str>,
    /// Its part of the gross.
    pub total: Decimal,
    /// Its expected counts.
    pub counts: Totals,
    /// Every item.
    pub items: Vec<Item>,
}

/// One line item: `amount` is `quantity * unit_price`, rounded where 28 digits do not hold it.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is.
    pub label: Cow<'static, str>,
    /// Why it is paid.
    pub cause: Cause,
    /// What was asked.
    pub operation: Operation,
    /// Service tier.
    pub tier: Tier,
    /// Who does it.
    pub model: Arc<Model>,
    /// Output size, where the price depends on it.
    pub size: Option<Size>,
    /// Quality, where there is a choice.
    pub quality: Option<String>,
    /// Expected units.
    pub quantity: Decimal,
    /// What a unit is.
    pub unit: ItemUnit,
    /// USD of one unit.
    pub unit_price: Decimal,
    /// USD.
    pub amount: Decimal,
    /// The rate, for a charge.
    pub rate: Option<Arc<Rate>>,
    /// What was billed, for an attempt that failed.
    pub billing: Option<Billing>,
    /// Where the price or the rule was read.
    pub source: Arc<Source>,
}

/// Why an item is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// A delivered image.
    Delivered,
    /// A duplicate's second copy.
    Duplicate,
    /// A billed attempt that delivered nothing.
    Failed(Outcome),
}

/// What an item counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemUnit {
    /// A rate's unit.
    Rate(Unit),
    /// Attempts.
    Attempts,
    /// Images.
    Images,
}

impl ItemUnit {
    /// The word after a quantity.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rate(unit) => unit.word(),
            Self::Attempts => "attempts",
            Self::Images => "images",
        }
    }

    /// How many units a shown price is for: 1M for tokens.
    pub fn per(self) -> Decimal {
        match self {
            Self::Rate(unit) if unit.is_tokens() => Decimal::from(1_000_000),
            _ => Decimal::ONE,
        }
    }
}

impl Estimate {
    /// The answer to a plan.
    ///
    /// # Errors
    /// When a number does not fit, or images are requested until kept and none ever is.
    pub fn of(plan: &Plan) -> Result<Self, LuckError> {
        let mut lines = plan.lines.iter().map(line_cost).collect::<Result<Vec<_>, _>>()?;
        settle(&mut lines)?;
        let gross = sum(lines.iter().map(|line| line.total))?;
        let decimals = decimals_for(gross);
        let steps = plan.rules.steps(gross, |amount: Decimal| amount.round_dp(decimals))?;
        let (floor, ceiling) = if plan.is_open() {
            (bill_at(plan, &lines, Bound::Floor)?, bill_at(plan, &lines, Bound::Ceiling)?)
        } else {
            (steps.bill, steps.bill)
        };
        Ok(Self {
            expected: steps.bill,
            floor,
            ceiling,
            gross,
            gross_variance: variance(plan)?,
            steps,
            counts: totals(&lines)?,
            paid_for_nothing: wasted(&lines)?,
            lines,
        })
    }

    /// The bill divided by a count; none when there is nothing to divide by.
    pub fn per(&self, count: Decimal) -> Option<Decimal> {
        if count.is_zero() { None } else { self.expected.checked_div(count) }
    }

    /// Every item of every line.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.lines.iter().flat_map(|line| &line.items)
    }
}

/// The bill at one end of what is unknown: the attempts stay, what each is charged changes.
fn bill_at(plan: &Plan, lines: &[LineCost], bound: Bound) -> Result<Decimal, LuckError> {
    let mut gross = Decimal::ZERO;
    for (terms, line) in plan.terms::<Decimal>(bound)?.iter().zip(lines) {
        let success = Decimal::ONE.minus(sum(terms.chances.0)?)?;
        gross = gross.plus(line.counts.attempts.times(terms.attempt_mean(success)?)?)?;
    }
    let decimals = decimals_for(gross);
    Ok(plan.rules.bill(gross.round_dp(decimals))?.round_dp(decimals))
}

fn variance(plan: &Plan) -> Result<Decimal, LuckError> {
    let mut total = Decimal::ZERO;
    for terms in plan.terms::<Decimal>(Bound::Expected)? {
        let [_, _, variance] = terms.cumulants::<3>()?;
        total = total.plus(variance)?;
    }
    // Rounding at the 28th digit may leave a trace below zero where there is no luck at all.
    Ok(total.max(Decimal::ZERO))
}

fn line_cost(line: &PlanLine) -> Result<LineCost, LuckError> {
    let terms = line.terms::<Decimal>(Bound::Expected)?;
    let counts = terms.counts()?;
    let mut items = Vec::with_capacity(16);
    for group in &line.groups {
        for (weight, member) in group.members_at(Bound::Expected) {
            items_of(&mut items, group, member, weight, &counts)?;
        }
    }
    let counts = Totals {
        requested: counts.requested,
        requests: counts.requests,
        attempts: counts.attempts,
        billed_attempts: terms.billed_attempts(&counts)?,
        delivered: counts.delivered,
        kept: counts.kept,
    };
    Ok(LineCost { name: Arc::clone(&line.name), total: Decimal::ZERO, counts, items })
}

/// The items of one member: its charges for delivered images, then what is paid for nothing.
fn items_of(
    items: &mut Vec<Item>,
    group: &Group,
    member: &Member,
    weight: Decimal,
    counts: &Counts<Decimal>,
) -> Result<(), TooLarge> {
    let item =
        |label, cause, quantity: Decimal, unit, unit_price: Decimal, rate: Option<&Arc<Rate>>, source: &Arc<Source>| {
            Ok::<_, TooLarge>(Item {
                label,
                cause,
                operation: group.operation.clone(),
                tier: group.tier,
                model: Arc::clone(&group.model),
                size: member.size,
                quality: member.quality.clone(),
                quantity,
                unit,
                unit_price,
                amount: quantity.times(unit_price)?,
                rate: rate.cloned(),
                billing: match cause {
                    Cause::Failed(outcome) => Some(group.failures.get(outcome).billing),
                    _ => None,
                },
                source: Arc::clone(source),
            })
        };
    let delivered = counts.delivered.times(weight)?;
    for Charge { label, quantity, unit_price, rate, .. } in &member.price.charges {
        let units = delivered.times(*quantity)?;
        let unit = ItemUnit::Rate(rate.unit);
        items.push(item(Cow::Borrowed(*label), Cause::Delivered, units, unit, *unit_price, Some(rate), &rate.source)?);
    }
    let total = member.price.total;
    let again = counts.succeeded.minus(counts.delivered)?.times(weight)?;
    if !again.is_zero() && !total.is_zero() {
        let label = Cow::Borrowed("Duplicates, second copy");
        let source = price_source(group, member);
        items.push(item(label, Cause::Duplicate, again, ItemUnit::Images, total, None, source)?);
    }
    for (outcome, rule) in group.failures.iter() {
        let charge = member.price.failed(rule.billing, Bound::Expected)?;
        if charge.is_zero() {
            continue;
        }
        let attempts = counts.failed.get(outcome).times(weight)?;
        if !attempts.is_zero() {
            let label = Cow::Borrowed(outcome.label());
            let cause = Cause::Failed(outcome);
            items.push(item(label, cause, attempts, ItemUnit::Attempts, charge, None, &rule.source)?);
        }
    }
    Ok(())
}

/// Where a whole image's price was read: the user's own rate or a kept one, where it has a part in it.
fn price_source<'a>(group: &'a Group, member: &'a Member) -> &'a Arc<Source> {
    let mut sources = member.price.charges.iter().map(|charge| &charge.rate.source);
    sources.find(|source| source.is_yours() || source.is_kept()).unwrap_or(&group.model.source)
}

/// Decimals that leave room for the whole part of a sum within 27 digits.
pub(super) fn decimals_for(total: Decimal) -> u32 {
    let whole = total.trunc();
    let digits = whole.mantissa().unsigned_abs().checked_ilog10().map_or(0, |log| log.saturating_add(1));
    27_u32.saturating_sub(digits.saturating_sub(whole.scale()))
}

/// Rounds every amount to decimals in which all sums are exact, and totals the lines.
fn settle(lines: &mut [LineCost]) -> Result<(), TooLarge> {
    let rough = sum(lines.iter().flat_map(|line| &line.items).map(|item| item.amount))?;
    let decimals = decimals_for(rough);
    for line in lines {
        for item in &mut line.items {
            item.amount = item.amount.round_dp(decimals);
        }
        line.total = sum(line.items.iter().map(|item| item.amount))?;
    }
    Ok(())
}

fn totals(lines: &[LineCost]) -> Result<Totals, TooLarge> {
    let total = |of: fn(&Totals) -> Decimal| sum(lines.iter().map(|line| of(&line.counts)));
    Ok(Totals {
        requested: total(|c| c.requested)?,
        requests: total(|c| c.requests)?,
        attempts: total(|c| c.attempts)?,
        billed_attempts: total(|c| c.billed_attempts)?,
        delivered: total(|c| c.delivered)?,
        kept: total(|c| c.kept)?,
    })
}

fn wasted(lines: &[LineCost]) -> Result<Wasted, TooLarge> {
    let of = |cause: Cause| {
        let items = lines.iter().flat_map(|line| &line.items).filter(move |item| item.cause == cause);
        sum(items.map(|item| item.amount))
    };
    let mut by_outcome = PerOutcome([Decimal::ZERO; 5]);
    for (amount, outcome) in by_outcome.0.iter_mut().zip(Outcome::ALL) {
        *amount = of(Cause::Failed(outcome))?;
    }
    let duplicates = of(Cause::Duplicate)?;
    Ok(Wasted { by_outcome, duplicates, total: sum(by_outcome.0)?.plus(duplicates)? })
}

/// What is billed, in a few words.
pub fn billing_words(billing: Billing) -> String {
    match billing {
        Billing::Billed => "billed in full".into(),
        Billing::NotBilled => "not billed".into(),
        Billing::InputOnly => "prompt and references billed".into(),
        Billing::Fee(usd) => format!("${usd} each"),
        Billing::Unknown(share) => format!("unknown, {} % assumed", percent(share)),
        Billing::Share(share) => format!("{} % of the price, yours", percent(share)),
    }
}
