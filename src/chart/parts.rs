//! What the gross is made of: by operation, or by component.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::bars::{Bar, bars, remark, room_for};
use super::legend::{Entry, Sign, legend};
use super::page::LINE;
use super::{Asked, Svg};
use crate::model::breakdown::{Part, by_component, by_operation};
use crate::text;

/// Draws the breakdown.
pub fn draw(asked: Asked<'_>, components: bool) -> Svg {
    let estimate = &asked.answer.figures.estimate;
    let gross = estimate.gross;
    let says = format!("Of the gross, {}, before discounts, credit and tax.", text::money(gross));
    let (name, parts) = match components {
        true => ("Breakdown by component", by_component(estimate)),
        false => ("Breakdown by operation", by_operation(estimate)),
    };
    let mut page = asked.page(name, &says);
    if parts.is_empty() {
        page.notice("Nothing is billed: every price or every count is zero.");
        return page.finish();
    }
    if parts.iter().any(|part| part.wasted) {
        let entries = [
            Entry::new(Sign::Area(page.paint.series[0], 0.8), "Delivered"),
            Entry::new(Sign::Stripes(page.paint.series[1]), "Billed and not delivered"),
        ];
        legend(&mut page, &entries);
    }
    let (shown, rest) = split(parts, room_for(page.room.height()), room_for(page.room.height() - LINE));
    let most = shown.iter().map(|part| part.amount).max().unwrap_or_default();
    let share = |amount: Decimal, whole: Decimal| amount.checked_div(whole).unwrap_or_default();
    let list: Vec<Bar> = shown
        .iter()
        .map(|part| Bar {
            name: part.label.clone(),
            remark: String::new(),
            length: share(part.amount, most).to_f64().unwrap_or(0.0),
            whisker: None,
            figure: text::column(part.amount, gross),
            second: text::percent(share(part.amount, gross).round_dp(3)),
            colour: page.paint.series[usize::from(part.wasted)],
            striped: part.wasted,
            strong: false,
        })
        .collect();
    let height = page.room.height() - if rest.is_empty() { 0.0 } else { LINE };
    bars(&mut page, "parts", &list, height);
    if !rest.is_empty() {
        let sum = rest.iter().fold(Decimal::ZERO, |sum, part| sum.saturating_add(part.amount));
        let words = match rest.len() {
            1 => format!("1 smaller part beside them: {}", text::column(sum, gross)),
            count => format!("{count} smaller parts beside them: {} together", text::column(sum, gross)),
        };
        remark(&mut page, &words);
    }
    page.finish()
}

/// The parts that have room, in their order, and the smallest, which have none.
fn split(parts: Vec<Part>, all: usize, beside_a_remark: usize) -> (Vec<Part>, Vec<Part>) {
    if parts.len() <= all {
        return (parts, Vec::new());
    }
    let mut amounts: Vec<Decimal> = parts.iter().map(|part| part.amount).collect();
    amounts.sort_unstable_by_key(|amount| std::cmp::Reverse(*amount));
    let least = amounts.get(beside_a_remark.saturating_sub(1)).copied().unwrap_or_default();
    let mut left = beside_a_remark;
    parts.into_iter().partition(|part| {
        let shown = part.amount >= least && left > 0;
        left -= usize::from(shown);
        shown
    })
}
