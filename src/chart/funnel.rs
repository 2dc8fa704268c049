//! From requested to kept, and what was paid for nothing on the way.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::bars::{Bar, bars, heading, room_for};
use super::page::{LINE, Page};
use super::{Asked, Svg};
use crate::text;

/// Draws the funnel.
pub fn draw(asked: Asked<'_>) -> Svg {
    let estimate = &asked.answer.figures.estimate;
    let wasted = &estimate.paid_for_nothing;
    let share = text::percent(part(wasted.total, estimate.gross).round_dp(4));
    let says = format!(
        "{} paid for nothing, {share} of the gross: billed and not delivered. Counts are expected values.",
        text::money(wasted.total)
    );
    let mut page = asked.page("Attempts", &says);
    let stages = stages(&page, asked);
    let causes = causes(&page, asked);
    let headings = 2.0 * LINE + 8.0;
    let both = stages.len() + causes.len() <= room_for(page.room.height() - headings) && !wasted.total.is_zero();
    let height = page.room.height() - if both { headings } else { 0.0 };
    let each = height / (stages.len() + if both { causes.len() } else { 0 }) as f64;
    bars(&mut page, "stages", &stages, each * stages.len() as f64);
    if both {
        page.room.top += 8.0;
        heading(&mut page, &format!("Paid for nothing: {}", text::money(wasted.total)));
        bars(&mut page, "paid-for-nothing", &causes, each * causes.len() as f64);
    }
    page.finish()
}

fn stages(page: &Page, asked: Asked<'_>) -> Vec<Bar> {
    let counts = &asked.answer.figures.estimate.counts;
    let stages = [
        ("Images requested", counts.requested),
        ("Requests", counts.requests),
        ("Attempts", counts.attempts),
        ("Billed attempts", counts.billed_attempts),
        ("Images delivered", counts.delivered),
        ("Images kept", counts.kept),
    ];
    let most = stages.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let bar = |(name, count): (&str, Decimal)| Bar {
        name: name.to_owned(),
        remark: String::new(),
        length: part(count, most).to_f64().unwrap_or(0.0),
        whisker: None,
        figure: text::count(count),
        second: format!("{} of requested", text::percent(part(count, counts.requested).round_dp(4))),
        colour: page.paint.series[0],
        striped: false,
        strong: false,
    };
    stages.into_iter().map(bar).collect()
}

fn causes(page: &Page, asked: Asked<'_>) -> Vec<Bar> {
    let estimate = &asked.answer.figures.estimate;
    let wasted = &estimate.paid_for_nothing;
    let outcomes = wasted.by_outcome.iter().map(|(outcome, amount)| (outcome.label(), *amount));
    let bar = |(name, amount): (&str, Decimal)| Bar {
        name: name.to_owned(),
        remark: String::new(),
        length: part(amount, wasted.total).to_f64().unwrap_or(0.0),
        whisker: None,
        figure: text::column(amount, estimate.gross),
        second: if amount.is_zero() { String::new() } else { text::percent(part(amount, wasted.total).round_dp(3)) },
        colour: page.paint.series[1],
        striped: true,
        strong: false,
    };
    outcomes.chain([("Duplicates", wasted.duplicates)]).map(bar).collect()
}

fn part(part: Decimal, whole: Decimal) -> Decimal {
    part.checked_div(whole).unwrap_or_default()
}
