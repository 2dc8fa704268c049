//! One call as a plan of its own: what a single request costs, or what a usage object says it cost.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::line::members;
use super::options::{priced_size, takes_size};
use super::{ChosenFor, Group, Member, Options, Plan, PlanLine, Schedule};
use crate::model::bill::Rules;
use crate::model::book::{Billing, Model, Operation, Tier, Unit};
use crate::model::day::Day;
use crate::model::luck::Terms;
use crate::model::outcome::{Outcome, PerOutcome};
use crate::model::price::{self, Ask, Bound, Charge, Price, PriceProblem};
use crate::model::size::{Pixels, Size};
use crate::model::usage::{Usage, UsageError};
use crate::model::warning::{self, Warning};

/// Pixels of a reference image where there is none.
const ANY_PIXELS: Pixels = Pixels { width: 1024, height: 1024 };

/// One call, made so many times.
#[derive(Debug, Clone)]
pub struct Call {
    /// Who does it.
    pub model: Arc<Model>,
    /// What is asked.
    pub operation: Operation,
    /// Size as a person names it; `default` leaves it out.
    pub size: String,
    /// Quality as a person names it; `default` leaves it out.
    pub quality: String,
    /// Service tier.
    pub tier: Tier,
    /// Tokens of the prompt; 0 leaves the prompt out.
    pub prompt_tokens: Decimal,
    /// Reference images, each with its own size.
    pub references: Vec<Pixels>,
    /// Whether references are read at high input fidelity.
    pub high_fidelity: bool,
    /// Partial images streamed on the way.
    pub partial_images: u32,
    /// Inference steps; none for the model's usual number.
    pub steps: Option<Decimal>,
    /// Compute seconds; none for what the price book knows.
    pub seconds: Option<Decimal>,
    /// Region as a person names it; `default` leaves it out.
    pub region: String,
    /// How often the call is made.
    pub images: Decimal,
    /// How every attempt ended; none for success.
    pub outcome: Option<Outcome>,
    /// The day whose prices hold.
    pub day: Day,
}

impl Plan {
    /// A plan of one call, with no luck in it.
    ///
    /// # Errors
    /// Why the call has no price.
    pub fn of_call(call: &Call) -> Result<Self, PriceProblem> {
        let model = &call.model;
        let mut warnings = Vec::new();
        warning::of_model(model, call.day, &mut warnings);
        let options = Options::of(model, &call.size, &call.quality, ChosenFor::This)?;
        options.warn(model, &mut warnings);
        let ask = Ask { references: call.references.len().into(), ..call.ask(&mut warnings) };
        warning::of_ask(model, &ask, &mut warnings);
        let price = |ask: &Ask| with_references(model, ask, &call.references);
        let members = members(model, ask, &options, &mut warnings, price)?;
        Ok(call.plan(members, warnings))
    }

    /// A plan of one call whose tokens are known from its usage object. Size and quality only choose
    /// between rates; unless the operation is sure, a rate of any operation will do.
    ///
    /// # Errors
    /// When a count has no rate, or the model has none at all.
    pub fn of_usage(call: &Call, operation_is_sure: bool, usage: &Usage) -> Result<Self, UsageError> {
        let model = &call.model;
        let mut warnings = Vec::new();
        warning::of_model(model, call.day, &mut warnings);
        // The amount of text output is reported here.
        warnings.retain(|warning| !matches!(warning, Warning::TextOutputUnknown { .. }));
        let size = call.size.parse().ok();
        let quality = Some(call.quality.clone()).filter(|quality| quality != "default");
        let ask = Ask { size, quality: quality.clone(), ..call.ask(&mut warnings) };
        warning::of_ask(model, &ask, &mut warnings);
        let mut operations = vec![call.operation.clone()];
        if !operation_is_sure {
            operations.extend(model.operations.iter().cloned());
        }
        let price = |bound| usage.price(model, &Ask { bound, ..ask.clone() }, &operations);
        let member = Member { size, quality, ..Member::priced(false, price)? };
        warning::of_price(model, member.price_at(Bound::Ceiling), &mut warnings);
        Ok(call.plan(vec![member], warnings))
    }
}

impl Call {
    /// The tier that is priced: standard where no batch price is known.
    fn tier(&self) -> Tier {
        if self.tier == Tier::Batch && !self.model.has_batch() { Tier::Standard } else { self.tier }
    }

    /// The call without size and quality.
    fn ask(&self, warnings: &mut Vec<Warning>) -> Ask {
        if self.tier() != self.tier {
            warnings.push(Warning::BatchUnknown { model: self.model.id.clone() });
        }
        Ask {
            tier: self.tier(),
            prompt_tokens: self.prompt_tokens,
            reference_size: self.references.first().copied().unwrap_or(ANY_PIXELS),
            high_fidelity: self.high_fidelity,
            partial_images: self.partial_images,
            steps: self.steps,
            seconds: self.seconds,
            region: region(&self.region),
            ..Ask::bare(self.operation.clone(), self.day)
        }
    }

    /// One attempt for each image, every one ending in the same way.
    fn plan(&self, members: Vec<Member>, mut warnings: Vec<Warning>) -> Plan {
        let failures = PerOutcome::from_fn(|outcome| self.model.failure(outcome).clone());
        if let Some(outcome) = self.outcome
            && let Billing::Unknown(expected) = failures.get(outcome).billing
        {
            let (provider, line) = (self.model.provider.clone(), self.model.id.clone());
            warnings.push(Warning::UnknownRule { provider, outcome, expected, line });
        }
        let chance = |outcome| if self.outcome == Some(outcome) { Decimal::ONE } else { Decimal::ZERO };
        let terms = Terms {
            images: self.images,
            until_kept: false,
            acceptance: Decimal::ONE,
            chances: PerOutcome::from_fn(chance),
            retried: PerOutcome([false; 5]),
            max_attempts: 1,
            duplicate: Decimal::ZERO,
            lanes: Vec::new(),
        };
        let group = Group {
            weight: Decimal::ONE,
            part: self.operation.clone(),
            drifted: None,
            operation: self.operation.clone(),
            tier: self.tier(),
            model: Arc::clone(&self.model),
            members,
            failures,
        };
        Plan {
            day: self.day,
            lines: vec![PlanLine { name: self.model.id.as_str().into(), terms, groups: vec![group] }],
            schedule: Schedule { months: 1, growth: Decimal::ZERO },
            rules: Rules::default(),
            budget: None,
            confidence: Decimal::new(95, 2),
            warnings,
        }
    }
}

/// The price of a call whose reference images may differ in size.
fn with_references(model: &Model, ask: &Ask, references: &[Pixels]) -> Result<Price, PriceProblem> {
    let mut charges = price::charges(model, ask)?;
    if references.iter().all(|size| *size == ask.reference_size) {
        return Ok(price::total(model, charges)?);
    }
    // Everything else about a reference is counted, whatever its size.
    let by_size = |charge: &Charge| matches!(charge.rate.unit, Unit::ImageInput | Unit::InputMegapixel);
    charges.retain(|charge| !by_size(charge));
    let mut sizes = references.to_vec();
    sizes.sort_unstable();
    for alike in sizes.chunk_by(|a, b| a == b) {
        let Some(reference_size) = alike.first().copied() else { continue };
        let ask = Ask { references: alike.len().into(), reference_size, ..ask.clone() };
        charges.extend(price::charges(model, &ask)?.into_iter().filter(by_size));
    }
    Ok(price::total(model, charges)?)
}

/// What one bare image costs on a day at the model's cheapest and dearest size and quality, by the
/// lowest and the highest figure of its sources: no prompt, no references, standard tier. None where
/// no such price is known.
pub fn image_range(model: &Model, operation: &Operation, day: Day) -> Option<(Decimal, Decimal)> {
    image_range_at(model, operation, day, None, None)
}

/// The same at one size, one quality, or both. None where the model does not sell them; a model whose
/// price does not depend on the size, or that has no choice of quality, takes any.
pub fn image_range_at(
    model: &Model,
    operation: &Operation,
    day: Day,
    size: Option<Size>,
    quality: Option<&str>,
) -> Option<(Decimal, Decimal)> {
    let mut range: Option<(Decimal, Decimal)> = None;
    for (size, quality) in offers_at(model, size, quality) {
        for bound in [Bound::Floor, Bound::Ceiling] {
            let ask = Ask { size, quality: quality.clone(), bound, ..Ask::bare(operation.clone(), day) };
            // A size and a quality that are not sold together have no price.
            let Ok(Price { total, .. }) = price::price(model, &ask) else { continue };
            range = Some(range.map_or((total, total), |(low, high)| (low.min(total), high.max(total))));
        }
    }
    range
}

/// The region that a word stands for; none for the default.
pub(super) fn region(word: &str) -> Option<String> {
    (word != "default").then(|| word.to_owned())
}

/// What one bare image of an offered size and quality is expected to cost on a day; none where no such
/// price is known. Both are left out where the model has no choice.
pub fn image_price_at(
    model: &Model,
    operation: &Operation,
    day: Day,
    size: Option<Size>,
    quality: Option<&str>,
) -> Option<Decimal> {
    let ask = Ask { size, quality: quality.map(str::to_owned), ..Ask::bare(operation.clone(), day) };
    price::price(model, &ask).ok().map(|price| price.total)
}

/// Every size with every quality that a model offers; none where there is no such choice.
pub fn offers(model: &Model) -> Vec<(Option<Size>, Option<String>)> {
    offers_at(model, None, None)
}

/// The same at one size, one quality, or both; empty where the model does not sell the size.
fn offers_at(model: &Model, size: Option<Size>, quality: Option<&str>) -> Vec<(Option<Size>, Option<String>)> {
    let sizes = match size.filter(|_| model.size_matters()) {
        None if model.sizes.is_empty() => vec![None],
        None => model.sizes.iter().copied().map(Some).collect(),
        Some(size) if takes_size(model, size) => vec![Some(priced_size(model, size))],
        Some(_) => Vec::new(),
    };
    let qualities = match quality.filter(|_| !model.qualities.is_empty()) {
        None if model.qualities.is_empty() => vec![None],
        None => model.qualities.iter().cloned().map(Some).collect(),
        Some(quality) => vec![Some(quality.to_owned())],
    };
    sizes.iter().flat_map(|size| qualities.iter().map(|quality| (*size, quality.clone()))).collect()
}
