//! What is not in the bill, or not established: derived from the plan.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Subject;
use crate::model::assumption::Key;
use crate::model::book::{Confidence, Unit};
use crate::model::digits::listed;
use crate::model::outcome::Outcome;
use crate::model::plan::{Group, Plan, PlanLine};
use crate::model::scenario::Line;
use crate::model::stats::spread::ranges;
use crate::model::warning::Warning;
use crate::text;

/// Names that a sentence lists; the others are counted.
const NAMED: usize = 3;
/// Characters of a name in a sentence.
const NAME_CHARS: usize = 40;

/// One sentence for each, what always holds first.
pub fn of(subject: &Subject) -> Vec<String> {
    let mut out = always(subject);
    out.extend(no_failures(subject));
    if let Some(known) = subject.known {
        let plan = &known.plan;
        out.extend(left_out(subject, plan));
        out.extend(unknown_outcomes(plan));
        out.extend(of_warnings(plan));
        out.extend(confidence(plan));
    }
    out
}

/// Whether a warning says what stands among the exclusions anyway.
pub fn covers(warning: &Warning) -> bool {
    matches!(
        warning,
        Warning::UnknownRule { .. }
            | Warning::BatchUnknown { .. }
            | Warning::TextOutputUnknown { .. }
            | Warning::LowConfidence { .. }
    )
}

fn always(subject: &Subject) -> Vec<String> {
    let values = &subject.scenario.values;
    let mut out = vec![
        "storage and delivery of images, other API calls, your own computing and people's time".to_owned(),
        "reserved capacity and free allowances of providers, where they have any".to_owned(),
    ];
    if values.amount(Key::TaxRate).is_zero() {
        out.push("taxes: no rate is set".to_owned());
    }
    out.push("other currencies: every amount is in USD".to_owned());
    let months = values.amount(Key::Months);
    let whole = if months > Decimal::ONE {
        format!(": all {months} months take the prices of that day")
    } else {
        String::new()
    };
    out.push(format!("price changes after {}{whole}", subject.day));
    out.push(if ranges(subject.scenario).is_empty() {
        "doubt about the assumptions: none is a range, so the 90 % range covers luck with failures and retries alone"
            .into()
    } else {
        "links between ranges: each is drawn independently of the others".into()
    });
    out
}

/// That nothing fails, where every failure rate is set to zero.
fn no_failures(subject: &Subject) -> Option<String> {
    let certain = |line: &Line| Outcome::ALL.iter().all(|outcome| line.values.amount(Key::Rate(*outcome)).is_zero());
    let whose = of_lines(subject, |at| subject.scenario.lines.get(at).is_some_and(certain))?;
    Some(format!("failed attempts{whose}: every failure rate is set to 0"))
}

/// Prompts and sent images that models bill and whose number is set to zero.
fn left_out(subject: &Subject, plan: &Plan) -> Vec<String> {
    let set_to_zero = |at: usize, key: Key| {
        let line = subject.scenario.lines.get(at);
        line.is_some_and(|line| line.values.number(key) == Some(Decimal::ZERO))
    };
    let bills = |at: usize, fits: fn(&Group, Unit) -> bool| {
        let groups = plan.lines.get(at).map_or(&[][..], |line| &line.groups);
        groups.iter().any(|group| group.model.rates.iter().any(|rate| fits(group, rate.unit)))
    };
    let prompt = |at| set_to_zero(at, Key::PromptTokens) && bills(at, |_, unit| unit == Unit::TextInput);
    let sent = |at, share: Key, count: Key| {
        let line: Option<&Line> = subject.scenario.lines.get(at);
        let asked = line.is_some_and(|line| !line.values.amount(share).is_zero());
        asked && set_to_zero(at, count) && bills(at, |_, unit| unit.is_input() && !is_text(unit))
    };
    let edits = |at| sent(at, Key::EditShare, Key::ReferencesPerEdit);
    let restyles = |at| sent(at, Key::ImageToImageShare, Key::ReferencesPerImageToImage);
    let found = [
        of_lines(subject, prompt).map(|whose| format!("the prompt{whose}: its tokens are set to 0")),
        of_lines(subject, edits).map(|whose| format!("images sent with an edit{whose}: their number is set to 0")),
        of_lines(subject, restyles)
            .map(|whose| format!("images sent with an image-to-image call{whose}: their number is set to 0")),
    ];
    found.into_iter().flatten().collect()
}

fn is_text(unit: Unit) -> bool {
    matches!(unit, Unit::TextInput | Unit::TextInputCached)
}

/// Which lines a sentence speaks of: nothing where it is all of them; none where there is none.
fn of_lines(subject: &Subject, fits: impl Fn(usize) -> bool) -> Option<String> {
    let lines = &subject.scenario.lines;
    let found: Vec<&str> =
        lines.iter().enumerate().filter(|(at, _)| fits(*at)).map(|(_, line)| line.name.as_str()).collect();
    match found.len() {
        0 => None,
        all if all == lines.len() => Some(String::new()),
        _ => Some(format!(" of {}", few(&found))),
    }
}

/// The outcomes of which nobody knows whether they are billed, by provider and by what is assumed.
fn unknown_outcomes(plan: &Plan) -> Vec<String> {
    let mut found: BTreeMap<(&str, Decimal), Vec<String>> = BTreeMap::new();
    for warning in &plan.warnings {
        if let Warning::UnknownRule { provider, outcome, expected, .. } = warning {
            let outcomes = found.entry((provider, *expected)).or_default();
            let label = outcome.label().to_lowercase();
            if !outcomes.contains(&label) {
                outcomes.push(label);
            }
        }
    }
    let sentence = |((provider, expected), outcomes): ((&str, Decimal), Vec<String>)| {
        let (provider, outcomes) = (text::shortened(provider, NAME_CHARS), listed(&outcomes));
        let assumed = text::percent(expected);
        format!(
            "what {provider} bills for {outcomes}: not established, {assumed} of the price is assumed; \
             the floor takes nothing, the ceiling all of it"
        )
    };
    found.into_iter().map(sentence).collect()
}

fn of_warnings(plan: &Plan) -> Vec<String> {
    let models = |fits: fn(&Warning) -> Option<&String>| {
        let found: Vec<&str> = plan.warnings.iter().filter_map(fits).map(String::as_str).collect();
        (!found.is_empty()).then(|| few(&found))
    };
    let batch = models(|warning| match warning {
        Warning::BatchUnknown { model } => Some(model),
        _ => None,
    });
    let text_output = models(|warning| match warning {
        Warning::TextOutputUnknown { model } => Some(model),
        _ => None,
    });
    let batch = batch.map(|of| {
        format!("the batch tier of {of}: no price is known, so its batch share is priced at the standard tier")
    });
    let text_output = text_output.map(|of| format!("text output of {of}: it is billed, and how much is not known"));
    batch.into_iter().chain(text_output).collect()
}

/// The models whose prices are less than certain, by confidence.
fn confidence(plan: &Plan) -> Vec<String> {
    let mut found: BTreeMap<std::cmp::Reverse<Confidence>, Vec<&str>> = BTreeMap::new();
    for group in plan.lines.iter().flat_map(|line: &PlanLine| &line.groups) {
        let charges = group.members.iter().flat_map(|member| &member.price.charges);
        let listed = charges.filter(|charge| !charge.rate.source.is_yours()).map(|charge| charge.rate.confidence);
        let Some(least) = listed.min() else { continue };
        let models = found.entry(std::cmp::Reverse(least.min(group.model.confidence))).or_default();
        if !models.contains(&group.model.id.as_str()) {
            models.push(&group.model.id);
        }
    }
    let unsure = found.into_iter().filter(|(confidence, _)| confidence.0 < Confidence::High);
    let sentence = |(confidence, models): (std::cmp::Reverse<Confidence>, Vec<&str>)| {
        format!("certainty about the prices of {}: their confidence is {}", few(&models), confidence.0.words())
    };
    unsure.map(sentence).collect()
}

/// The first few of many names, each in short.
fn few(names: &[&str]) -> String {
    let mut words: Vec<String> = names.iter().take(NAMED).map(|name| text::shortened(name, NAME_CHARS)).collect();
    if let Some(more) = names.len().checked_sub(NAMED).filter(|more| *more > 0) {
        words.push(format!("{more} more"));
    }
    listed(&words)
}
