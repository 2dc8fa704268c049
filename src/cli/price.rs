//! `price`: one call, or a usage object.

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde_json::{Map, Value, json};

use super::answer;
use super::args::{Fidelity, Format, PriceArgs};
use super::error::{CliError, Output};
use super::json::{decimal, item, maybe, source};
use super::report::{ITEM_COLUMNS, bullets, sources};
use super::table::table;
use crate::export::table::item_cells;
use crate::model::assumption::{Key, Value as Assumed};
use crate::model::book::{FailureRule, Model, Operation, OtherFigure, Rate, Unit};
use crate::model::custom;
use crate::model::estimate::{Estimate, Item, billing_words};
use crate::model::plan::{Call, Plan};
use crate::model::price::{Bound, PriceProblem, no_operation};
use crate::model::usage::{Usage, UsageError};
use crate::store;
use crate::text;

/// A call with its answer.
struct Priced {
    call: Call,
    usage: Option<Usage>,
    /// None where nobody knows the price, which the warnings then say.
    known: Option<(Plan, Estimate)>,
    warnings: Vec<String>,
}

/// Runs the command.
pub fn run(args: &PriceArgs) -> Result<Output, CliError> {
    let format = args.format;
    let priced = price(args)?;
    Ok(match format {
        Format::Text => Output::text(&priced.text()),
        Format::Json => Output::json(&priced.json()),
    })
}

fn price(args: &PriceArgs) -> Result<Priced, CliError> {
    let (book, mut warnings) = answer::load_book();
    if args.model == custom::ID {
        let what = "`custom` has the prices of a scenario; use estimate --set model=custom --set price.generate=0.04";
        return Err(CliError(what.into()));
    }
    let usage = args.usage.as_deref().map(str::parse::<Usage>).transpose()?;
    let call = call(args, usage.as_ref(), book.find(&args.model)?)?;
    let plan = match &usage {
        None => Plan::of_call(&call).map_err(UsageError::Price),
        Some(usage) => Plan::of_usage(&call, args.op.is_some(), usage),
    };
    let known = match plan {
        Ok(plan) => {
            warnings.extend(plan.warnings.iter().map(ToString::to_string));
            let estimate = Estimate::of(&plan)?;
            Some((plan, estimate))
        }
        Err(UsageError::Price(problem)) if problem.is_unknown() => {
            warnings.push(sentence(&problem));
            None
        }
        Err(error) => return Err(error.into()),
    };
    if usage.is_none() && known.is_some() && wants_reference(&call) {
        warnings.push(format!("`{}` sends at least one image; add --reference WxH to price it", call.operation));
    }
    Ok(Priced { call, usage, known, warnings })
}

/// The remedy on the command line where the model's own words name another one.
fn sentence(problem: &PriceProblem) -> String {
    match problem {
        PriceProblem::NeedsOutputTokens { model } => format!(
            "{model} has published rates but no published token count; price a real response with --usage image_out=TOKENS"
        ),
        PriceProblem::NeedsSeconds { model } => {
            format!("{model} is billed by the second and its run time is not known; add --seconds to price it")
        }
        other => other.to_string(),
    }
}

/// Whether references would cost something, the operation needs one, and none is given.
fn wants_reference(call: &Call) -> bool {
    let needs = matches!(call.operation, Operation::Edit | Operation::ImageToImage);
    let charged = |unit| matches!(unit, Unit::ImageInput | Unit::InputImage | Unit::InputMegapixel);
    needs && call.references.is_empty() && call.model.rates.iter().any(|rate| charged(rate.unit))
}

fn call(args: &PriceArgs, usage: Option<&Usage>, model: &Arc<Model>) -> Result<Call, CliError> {
    let has_references = !args.reference.is_empty() || usage.is_some_and(|usage| usage.image_in > 0);
    let operation = operation(args.op.as_deref(), has_references, model)?;
    if operation == Operation::Generate && !args.reference.is_empty() {
        let offered: Vec<&str> = model.operations.iter().map(Operation::name).collect();
        let (id, offered) = (&model.id, offered.join(", "));
        return Err(CliError(format!("`generate` takes no reference images; {id} does {offered}")));
    }
    Ok(Call {
        model: Arc::clone(model),
        operation,
        size: word(Key::Size, args.size.as_deref())?,
        quality: word(Key::Quality, args.quality.as_deref())?,
        tier: args.tier.into(),
        prompt_tokens: number(Key::PromptTokens, &args.prompt_tokens)?.unwrap_or_default(),
        references: args.reference.clone(),
        high_fidelity: args.input_fidelity == Fidelity::High,
        partial_images: number(Key::PartialImages, &args.partials)?.and_then(|partials| partials.to_u32()).unwrap_or(0),
        steps: args.steps.as_deref().map_or(Ok(None), |text| number(Key::Steps, text))?,
        seconds: args.seconds.as_deref().map_or(Ok(None), |text| number(Key::Seconds, text))?,
        region: word(Key::Region, args.region.as_deref())?,
        images: args.n.into(),
        outcome: args.outcome.failed(),
        day: args.on.unwrap_or_else(store::today),
    })
}

/// A number within the bounds of the table of assumptions; none where its word for "not set" is given.
fn number(key: Key, text: &str) -> Result<Option<Decimal>, CliError> {
    let spec = key.spec();
    match spec.parse(text)? {
        Assumed::Number(number) => Ok(Some(number)),
        Assumed::Unset(_) => Ok(None),
        other => Err(CliError(format!("{}: `{other}` is not one number; a single call takes no range", spec.name))),
    }
}

/// A size, a quality or a region in the form that the table of assumptions gives it.
fn word(key: Key, text: Option<&str>) -> Result<String, CliError> {
    let spec = key.spec();
    let value = text.map_or(Ok(spec.default.clone()), |text| spec.parse(text))?;
    Ok(value.to_string())
}

/// The operation that is asked; left out, generate, with references the first that takes them, or
/// whatever the model does first.
fn operation(name: Option<&str>, has_references: bool, model: &Model) -> Result<Operation, CliError> {
    let offers = |operation: &Operation| model.operations.contains(operation);
    let usual: &[Operation] =
        if has_references { &[Operation::Edit, Operation::ImageToImage] } else { &[Operation::Generate] };
    let wanted = if let Some(name) = name {
        Operation::named(&name.replace('_', "-"))
    } else {
        let first = usual.iter().chain(&model.operations).find(|operation| offers(operation));
        first.cloned().unwrap_or(Operation::Generate)
    };
    let found = match &wanted {
        Operation::Own(_) => Some(wanted.clone()).filter(offers),
        common => model.operation_for(common),
    };
    Ok(found.ok_or_else(|| no_operation(model, &wanted))?)
}

impl Priced {
    fn estimate(&self) -> Option<&Estimate> {
        self.known.as_ref().map(|(_, estimate)| estimate)
    }

    /// The items that something is paid for: none is delivered where the attempt failed.
    fn items(&self) -> Vec<&Item> {
        self.estimate().into_iter().flat_map(Estimate::items).filter(|item| !item.quantity.is_zero()).collect()
    }

    fn rule(&self) -> Option<&FailureRule> {
        self.call.outcome.map(|outcome| self.call.model.failure(outcome))
    }

    /// What the call takes of each kind of token: as reported, or by the model's rules.
    fn tokens(&self) -> Option<Map<String, Value>> {
        if let Some(usage) = self.usage {
            return Some(
                usage.counts().map(|(key, count)| (key.to_owned(), decimal(count.into()))).into_iter().collect(),
            );
        }
        let (plan, _) = self.known.as_ref()?;
        let mut tokens = Usage::KEYS.map(|key| (key, Decimal::ZERO));
        let groups = plan.lines.iter().flat_map(|line| &line.groups);
        for (weight, member) in groups.flat_map(|group| group.members_at(Bound::Expected)) {
            for charge in &member.price.charges {
                let slot = tokens.iter_mut().find(|(key, _)| Some(*key) == token_key(charge.rate.unit));
                if let Some((_, count)) = slot {
                    *count += charge.quantity * weight * self.call.images;
                }
            }
        }
        Some(tokens.map(|(key, count)| (key.to_owned(), decimal(count.round_dp(6)))).into_iter().collect())
    }

    fn json(&self) -> Value {
        let call = &self.call;
        let exact = self.estimate();
        let rule = self.rule().map(
            |rule| json!({ "billing": billing_words(rule.billing), "note": rule.note, "source": source(&rule.source) }),
        );
        json!({
            "model": call.model.id,
            "operation": call.operation.name(),
            "n": call.images.to_u32(),
            "on": call.day.to_string(),
            "currency": "USD",
            "outcome": call.outcome.map_or("succeeded", |outcome| outcome.key()),
            "rule": rule,
            "expected": maybe(exact.map(|exact| exact.expected)),
            "floor": maybe(exact.map(|exact| exact.floor)),
            "ceiling": maybe(exact.map(|exact| exact.ceiling)),
            "items": self.items().into_iter().map(item).collect::<Vec<_>>(),
            "tokens": self.tokens(),
            "warnings": self.warnings,
        })
    }

    /// The price alone on the first line, then where it comes from.
    fn text(&self) -> String {
        let model = &self.call.model;
        let what = format!("{} ({}), {}", model.name, model.id, self.call.operation);
        let mut out = match self.estimate() {
            None => format!("unknown\n{what}\n"),
            Some(exact) => {
                let mut out = format!("{}\n{what}\n", shown(exact.expected));
                if exact.floor != exact.ceiling {
                    out += &["between ", &shown(exact.floor), " and ", &shown(exact.ceiling), "\n"].concat();
                }
                out
            }
        };
        if let (Some(outcome), Some(rule)) = (self.call.outcome, self.rule()) {
            let words = format!("{}: {}. {}", outcome.label(), billing_words(rule.billing), rule.note);
            out += words.trim_end();
            out.push('\n');
        }
        let items = self.items();
        let rows: Vec<Vec<String>> = items.iter().map(|item| item_cells(item, false, shown)).collect();
        out += &table(2, &ITEM_COLUMNS, &rows);
        out += &sources(items.iter().copied());
        out += &other_figures(&items);
        out + &bullets(&self.warnings)
    }
}

/// What other sources give for the rates of the items, one figure a line.
fn other_figures(items: &[&Item]) -> String {
    let mut rates: Vec<&Arc<Rate>> = Vec::new();
    for rate in items.iter().filter_map(|item| item.rate.as_ref()) {
        if !rates.iter().any(|known| Arc::ptr_eq(known, rate)) {
            rates.push(rate);
        }
    }
    let line = |rate: &Rate, other: &OtherFigure| {
        let per = if rate.unit.is_tokens() { " per 1M" } else { "" };
        let (figure, own) = (text::exact_money(other.usd), text::exact_money(rate.usd));
        let OtherFigure { source, note, .. } = other;
        let note = if note.is_empty() { String::new() } else { [note, " "].concat() };
        let from = format!("{}, checked {}. {note}{}", source.kind.words(), source.checked, source.url);
        format!("  {figure}{per} instead of {own} for {}: {}\n", rate.words(), from.trim_end())
    };
    rates.iter().flat_map(|rate| rate.others.iter().map(move |other| line(rate, other))).collect()
}

/// Every digit of a price, except of a mean that has no end.
fn shown(amount: Decimal) -> String {
    text::exact_money(amount.round_dp(12))
}

/// The key of a usage object that counts a unit.
fn token_key(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::TextInput => Some("text_in"),
        Unit::TextInputCached => Some("text_cached"),
        Unit::ImageInput => Some("image_in"),
        Unit::ImageInputCached => Some("image_cached"),
        Unit::ImageOutput => Some("image_out"),
        Unit::TextOutput => Some("text_out"),
        _ => None,
    }
}
