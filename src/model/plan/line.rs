//! One line resolved: its probabilities checked, its images split and priced.

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::call::region;
use super::options::{ChosenFor, Options};
use super::{Group, Member, PlanLine, Problem, Schedule};
use crate::model::assumption::{Key, Value, Values};
use crate::model::book::{Billing, Book, FailureRule, Model, Operation, Tier};
use crate::model::custom;
use crate::model::day::Day;
use crate::model::luck::Terms;
use crate::model::num::{percent, sum};
use crate::model::outcome::{Outcome, PerOutcome};
use crate::model::price::{Ask, Bound, Price, PriceProblem, no_operation, price};
use crate::model::scenario::Line;
use crate::model::size::Pixels;
use crate::model::warning::{self, Warning};

/// Checks a line and looks up its prices.
pub(super) fn resolve(
    book: &Book,
    line: &Line,
    schedule: &Schedule,
    day: Day,
    warnings: &mut Vec<Warning>,
) -> Result<PlanLine, Vec<Problem>> {
    let values = &line.values;
    let mut problems = Vec::new();
    check_sums(line, &mut problems, warnings);
    let images = schedule.images(values.amount(Key::Images)).unwrap_or_else(|too_large| {
        problems.push(problem(&[Key::Images, Key::MonthlyGrowth], too_large.to_string()));
        Decimal::ZERO
    });
    let change = values.amount(Key::PriceChange);
    if !change.is_zero() {
        warning::push(warnings, Warning::PriceChanged { line: line.name.clone(), change });
    }
    let mut groups = Vec::new();
    for part in parts(values) {
        let mut resolver = Resolver { book, values, day, line: &line.name, warnings };
        match resolver.part(&part) {
            Ok(found) => groups.extend(found),
            Err(found) if problems.contains(&found) => {}
            Err(found) => problems.push(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let terms = Terms {
        images,
        until_kept: values.text(Key::CountBasis) == "kept",
        acceptance: values.amount(Key::AcceptanceRate),
        chances: PerOutcome::from_fn(|outcome| values.amount(Key::Rate(outcome))),
        retried: PerOutcome::from_fn(|outcome| values.is_on(Key::Retry(outcome))),
        max_attempts: values.amount(Key::MaxAttempts).to_u32().unwrap_or(1),
        duplicate: values.amount(Key::DuplicateRate),
        lanes: Vec::new(),
    };
    Ok(PlanLine { name: line.name.as_str().into(), terms, groups })
}

fn problem(keys: &[Key], what: String) -> Problem {
    Problem { line: None, keys: keys.to_vec(), what, unknown: false }
}

/// Shares of operations and rates of failures may not sum past 1; where only the high ends of ranges
/// do, draws are scaled down.
fn check_sums(line: &Line, problems: &mut Vec<Problem>, warnings: &mut Vec<Warning>) {
    let values = &line.values;
    let high = |key: &Key| match values.get(*key) {
        Value::Range(range) => range.high,
        _ => values.amount(*key),
    };
    let mut check = |keys: &[Key], what: &'static str| {
        let total = sum(keys.iter().map(|key| values.amount(*key))).unwrap_or(Decimal::MAX);
        let most = sum(keys.iter().map(high)).unwrap_or(Decimal::MAX);
        if total > Decimal::ONE {
            let percent = percent(total);
            problems.push(problem(keys, format!("{what} sum to {percent} %; together they can be at most 100 %")));
        } else if most > Decimal::ONE {
            warning::push(warnings, Warning::RangesPastWhole { what, line: line.name.clone() });
        }
        most
    };
    check(&[Key::EditShare, Key::ImageToImageShare], "the shares of edits and image-to-image");
    let rates = Outcome::ALL.map(Key::Rate);
    let most = check(&rates, "the failure rates");
    let ranged = rates.iter().any(|key| matches!(values.get(*key), Value::Range(_)));
    if ranged && most >= Decimal::ONE && values.text(Key::CountBasis) == "kept" {
        let what =
            "at the high ends of these ranges no image is ever kept, so images cannot be requested until some are";
        problems.push(problem(&rates, what.into()));
    }
}

/// The images of one operation.
struct Part {
    operation: Operation,
    share: Decimal,
    model: Key,
    quality: Key,
    references: Option<Key>,
}

/// The operations that have a share, or all of none when every share is zero.
fn parts(values: &Values) -> Vec<Part> {
    let (edit, restyle) = (values.amount(Key::EditShare), values.amount(Key::ImageToImageShare));
    let generate = Decimal::ONE.saturating_sub(edit).saturating_sub(restyle).max(Decimal::ZERO);
    let part = |operation, share, model, quality, references| Part { operation, share, model, quality, references };
    let all = [
        part(Operation::Generate, generate, Key::Model, Key::Quality, None),
        part(Operation::Edit, edit, Key::EditModel, Key::EditQuality, Some(Key::ReferencesPerEdit)),
        part(
            Operation::ImageToImage,
            restyle,
            Key::ImageToImageModel,
            Key::ImageToImageQuality,
            Some(Key::ReferencesPerImageToImage),
        ),
    ];
    all.into_iter().filter(|part| !part.share.is_zero()).collect()
}

/// A call for each size and quality that the model may answer with, priced.
pub(super) fn members(
    model: &Model,
    mut ask: Ask,
    options: &Options,
    warnings: &mut Vec<Warning>,
    price: impl Fn(&Ask) -> Result<Price, PriceProblem>,
) -> Result<Vec<Member>, PriceProblem> {
    let open = ask.text_output_tokens.is_none()
        && model.tokens.as_ref().and_then(|t| t.text_output).is_some_and(|seen| seen.low != seen.high);
    options
        .pairs()
        .into_iter()
        .map(|(weight, size, quality)| {
            (ask.size, ask.quality) = (size, quality.clone());
            let member = Member::priced(open, |bound| {
                ask.bound = bound;
                price(&ask)
            })?;
            warning::of_price(model, member.price_at(Bound::Ceiling), warnings);
            Ok(Member { weight, size, quality, ..member })
        })
        .collect()
}

struct Resolver<'a> {
    book: &'a Book,
    values: &'a Values,
    day: Day,
    line: &'a str,
    warnings: &'a mut Vec<Warning>,
}

impl Resolver<'_> {
    /// The groups of one operation: standard and batch tier, intended and drifted size.
    fn part(&mut self, part: &Part) -> Result<Vec<Group>, Problem> {
        let (model, key, borrowed) = self.model(part)?;
        let operation = model
            .operation_for(&part.operation)
            .ok_or_else(|| self.price_problem(&no_operation(&model, &part.operation), key, part))?;
        warning::of_model(&model, self.day, self.warnings);
        let own_quality = self.values.text(part.quality);
        let (quality, chosen) = match own_quality {
            "same" if borrowed => (self.values.text(Key::Quality), ChosenFor::Other),
            "same" => (self.values.text(Key::Quality), ChosenFor::This),
            own if borrowed => (own, ChosenFor::OtherSize),
            own => (own, ChosenFor::This),
        };
        let drift = self.values.amount(Key::SizeDriftRate);
        let drift = if model.size_matters() { drift } else { Decimal::ZERO };
        let mut groups = Vec::new();
        for (size_key, size_share) in [(Key::Size, Decimal::ONE.saturating_sub(drift)), (Key::SizeDriftTo, drift)] {
            if size_share.is_zero() {
                continue;
            }
            let size = self.values.text(size_key);
            let options = Options::of(&model, size, quality, chosen)
                .map_err(|e| self.price_problem_of(size_key, &e, key, part))?;
            options.warn(&model, self.warnings);
            let region = self.region(&model, borrowed);
            for (tier, tier_share) in self.tiers(&model) {
                let weight = part.share.checked_mul(size_share).and_then(|w| w.checked_mul(tier_share));
                let weight = weight.unwrap_or_default();
                let members = self.members(&model, (&operation, tier), region.clone(), part, &options);
                let members = members.map_err(|e| self.price_problem_of(size_key, &e, key, part))?;
                let failures = self.failures(&model);
                groups.push(Group {
                    weight,
                    part: part.operation.clone(),
                    drifted: model.size_matters().then_some(size_key == Key::SizeDriftTo),
                    operation: operation.clone(),
                    tier,
                    model: Arc::clone(&model),
                    members,
                    failures,
                });
            }
        }
        Ok(groups)
    }

    /// The model of an operation, the key that names it, and whether it is another one than the line's.
    fn model(&self, part: &Part) -> Result<(Arc<Model>, Key, bool), Problem> {
        let own = self.values.text(part.model);
        let (id, key) = if own == "same" { (self.values.text(Key::Model), Key::Model) } else { (own, part.model) };
        let borrowed = key != Key::Model;
        if id == "custom" {
            return Ok((Arc::new(custom::model(self.values, self.day)), key, borrowed));
        }
        match self.book.find(id) {
            Ok(model) => Ok((Arc::clone(model), key, borrowed)),
            Err(unknown) => Err(problem(&[key], unknown.to_string())),
        }
    }

    /// The line's region. A model that edits beside the line's own need not have it.
    fn region(&mut self, model: &Model, borrowed: bool) -> Option<String> {
        let region = region(self.values.text(Key::Region))?;
        if borrowed && model.region_on(&region, self.day).is_none() {
            warning::push(self.warnings, Warning::RegionReplaced { model: model.id.clone(), region });
            return None;
        }
        Some(region)
    }

    /// The tiers that the images are sent through.
    fn tiers(&mut self, model: &Model) -> Vec<(Tier, Decimal)> {
        let batch = self.values.amount(Key::BatchShare);
        if batch.is_zero() {
            return vec![(Tier::Standard, Decimal::ONE)];
        }
        if !model.has_batch() {
            warning::push(self.warnings, Warning::BatchUnknown { model: model.id.clone() });
            return vec![(Tier::Standard, Decimal::ONE)];
        }
        let standard = (Tier::Standard, Decimal::ONE.saturating_sub(batch));
        [standard, (Tier::Batch, batch)].into_iter().filter(|(_, share)| !share.is_zero()).collect()
    }

    fn members(
        &mut self,
        model: &Model,
        (operation, tier): (&Operation, Tier),
        region: Option<String>,
        part: &Part,
        options: &Options,
    ) -> Result<Vec<Member>, PriceProblem> {
        let references = part.references.map_or(Decimal::ZERO, |key| self.values.amount(key));
        let most = part.references.and_then(|key| match self.values.get(key) {
            Value::Range(range) => Some(range.high),
            _ => None,
        });
        warning::of_references(model, most.unwrap_or(references), self.warnings);
        let count = |key| self.values.number(key);
        let ask = Ask {
            operation: operation.clone(),
            size: None,
            quality: None,
            tier,
            prompt_tokens: self.values.amount(Key::PromptTokens),
            references,
            reference_size: self
                .values
                .text(Key::ReferenceSize)
                .parse()
                .unwrap_or(Pixels { width: 1024, height: 1024 }),
            high_fidelity: self.values.text(Key::InputFidelity) == "high",
            partial_images: self.values.amount(Key::PartialImages).to_u32().unwrap_or(0),
            image_output_tokens: count(Key::ImageOutputTokens),
            text_output_tokens: count(Key::TextOutputTokens),
            steps: count(Key::Steps),
            seconds: count(Key::Seconds),
            region,
            day: self.day,
            bound: Bound::Expected,
        };
        warning::of_ask(model, &ask, self.warnings);
        let factor = self.price_factor();
        if factor == Decimal::ONE {
            return members(model, ask, options, self.warnings, |ask| price(model, ask));
        }
        members(model, ask, options, self.warnings, |ask| Ok(price(model, ask)?.times(factor)?))
    }

    /// What every price of the line is multiplied by.
    fn price_factor(&self) -> Decimal {
        Decimal::ONE.saturating_add(self.values.amount(Key::PriceChange))
    }

    /// The provider's failure billing with the user's own shares over it.
    fn failures(&mut self, model: &Model) -> PerOutcome<FailureRule> {
        PerOutcome::from_fn(|outcome| {
            let rule = model.failure(outcome);
            match self.values.number(Key::Billed(outcome)) {
                Some(share) => FailureRule {
                    billing: Billing::Share(share),
                    source: custom::source(self.day),
                    note: String::new(),
                    ..rule.clone()
                },
                None => {
                    let matters = !self.values.amount(Key::Rate(outcome)).is_zero();
                    if matters && let Billing::Unknown(expected) = rule.billing {
                        let (provider, line) = (model.provider.clone(), self.line.to_owned());
                        warning::push(self.warnings, Warning::UnknownRule { provider, outcome, expected, line });
                    }
                    match rule.billing {
                        Billing::Fee(usd) => FailureRule {
                            billing: Billing::Fee(usd.saturating_mul(self.price_factor())),
                            ..rule.clone()
                        },
                        _ => rule.clone(),
                    }
                }
            }
        })
    }

    /// The rows that a price problem concerns, for images whose size stands in `size_key`.
    fn price_problem_of(&self, size_key: Key, found: &PriceProblem, model_key: Key, part: &Part) -> Problem {
        let mut problem = self.price_problem(found, model_key, part);
        if problem.keys == [Key::Size] {
            problem.keys = vec![size_key];
        }
        problem
    }

    /// The rows that a price problem concerns.
    fn price_problem(&self, found: &PriceProblem, model_key: Key, part: &Part) -> Problem {
        let key = match found.key() {
            "size" => Key::Size,
            "quality" if self.values.text(part.quality) != "same" => part.quality,
            "quality" => Key::Quality,
            "image_output_tokens" => Key::ImageOutputTokens,
            "seconds" => Key::Seconds,
            "region" => Key::Region,
            _ => model_key,
        };
        Problem { unknown: found.is_unknown(), ..problem(&[key], found.to_string()) }
    }
}
