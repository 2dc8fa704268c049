//! The plan on every model that can do it, cheapest first.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::bars::{Bar, bars, remark, room_for};
use super::legend::{Entry, Sign, legend};
use super::page::LINE;
use super::{Asked, Svg};
use crate::model::compare::{Candidate, Change, Comparison};
use crate::text;

/// Draws the comparison: as many of the cheapest as have room, and the present model.
pub fn draw(asked: Asked<'_>, found: &Comparison) -> Svg {
    let several = asked.scenario.lines.len() > 1;
    let mut page = asked.page("Bill on other models", &says(found, several));
    let candidates = &found.candidates;
    if candidates.is_empty() {
        page.notice("No such model can do this plan.");
        return page.finish();
    }
    let present = |candidate: &Candidate| found.present.as_ref() == Some(&candidate.model.id);
    let mut entries = vec![Entry::new(Sign::Area(page.paint.series[0], 0.8), "Expected bill, USD")];
    if candidates.iter().any(present) {
        entries.push(Entry::new(Sign::Area(page.paint.accent, 0.8), "This plan as it is"));
    }
    if candidates.iter().any(|candidate| candidate.then.floor < candidate.then.ceiling) {
        let stroke = super::page::Stroke::solid(page.paint.text, 1.5);
        entries.push(Entry::new(Sign::Line(stroke), "Floor to ceiling, where prices are not established"));
    }
    legend(&mut page, &entries);
    let all = room_for(page.room.height());
    let most = if candidates.len() <= all { all } else { room_for(page.room.height() - LINE) };
    let mut shown: Vec<&Candidate> = candidates.iter().take(most).collect();
    if let Some(now) = candidates.iter().skip(most).find(|candidate| present(candidate)) {
        shown.pop();
        shown.push(now);
    }
    let left_out = candidates.len() - shown.len();
    // A ceiling far above all bills must not make every bar a stroke.
    let bill = |candidate: &&Candidate| candidate.then.bill;
    let dearest = shown.iter().map(bill).max().unwrap_or_default();
    let highest = shown.iter().map(|candidate| candidate.then.ceiling).max().unwrap_or_default();
    let scale = highest.min(dearest.saturating_mul(Decimal::TWO)).max(dearest);
    let list: Vec<Bar> = shown
        .iter()
        .map(|candidate| {
            let now = present(candidate);
            bar(found, candidate, scale, now, if now { page.paint.accent } else { page.paint.series[0] })
        })
        .collect();
    let height = page.room.height() - if left_out > 0 { LINE } else { 0.0 };
    bars(&mut page, "models", &list, height);
    if left_out > 0 {
        let words = if left_out == 1 { "1 dearer model is".into() } else { format!("{left_out} dearer models are") };
        remark(&mut page, &format!("{words} left out."));
    }
    page.finish()
}

fn says(found: &Comparison, several: bool) -> String {
    let whole = if several { " Bills are those of the whole plan." } else { "" };
    let count = found.candidates.len();
    let models = if count == 1 { "1 model".to_owned() } else { format!("{count} models") };
    match &found.now {
        Some(now) => {
            let cheaper = found.candidates.iter().filter(|candidate| candidate.then.bill < now.bill).count();
            format!("{models} that can do it, {cheaper} for less than {}.{whole}", text::money(now.bill))
        }
        None => format!("{models} that can do it; the plan as it is has no answer.{whole}"),
    }
}

fn bar(found: &Comparison, candidate: &Candidate, scale: Decimal, present: bool, colour: super::colour::Colour) -> Bar {
    let length = |amount: Decimal| amount.checked_div(scale).and_then(|part| part.to_f64()).unwrap_or(0.0);
    let then = &candidate.then;
    let difference = || {
        let usd = found.difference(candidate)?;
        let now = found.now.as_ref()?;
        usd.checked_div(now.bill).map(text::signed_percent)
    };
    let look = candidate.changes.iter().find_map(Change::look_words);
    Bar {
        name: candidate.model.name.clone(),
        remark: look.unwrap_or_else(|| candidate.model.provider.clone()),
        length: length(then.bill),
        whisker: (then.floor < then.ceiling).then(|| (length(then.floor), length(then.ceiling))),
        figure: text::money(then.bill),
        second: if present { "now".into() } else { difference().unwrap_or_default() },
        colour,
        striped: false,
        strong: present,
    }
}
