//! What has become of the prices that a scenario was saved with, in words.

use rust_decimal::Decimal;

use super::difference::price_of;
use crate::model::snapshot::{Drift, Moved, Why};
use crate::text;

/// How many prices moved and what that does to the bill; none where no price moved. `kept` says whether the
/// scenario keeps the old prices.
pub fn headline(drift: &Drift, kept: bool) -> Option<String> {
    let Drift { on, moved, in_bill, then, held, now } = drift;
    if moved.is_empty() {
        return None;
    }
    let (count, of) = match *in_bill {
        0 => (moved.len(), "of its models"),
        some => (some, "of this plan"),
    };
    let prices = if count == 1 { format!("1 price {of} has") } else { format!("{count} prices {of} have") };
    let bill = match (*in_bill, kept) {
        (0, _) => "none of them has a part in the bill".into(),
        (_, true) => format!("the bill is {}", instead(*held, *now)),
        (_, false) => bills(*then, *held, *now),
    };
    Some(match kept {
        true => format!("the prices of {on} are kept; {prices} moved since: {bill}"),
        false => format!("{prices} moved since it was saved with those of {on}: {bill}"),
    })
}

/// The bill as it was saved and as it is now, and what it would be if only the rates were the old ones,
/// where that says more.
pub fn bills(then: Option<Decimal>, held: Option<Decimal>, now: Option<Decimal>) -> String {
    let [was, is] = pair(then, now);
    let rest = match (then, held) {
        (Some(then), Some(held)) if then != held => {
            let [_, held] = pair(Some(then), Some(held));
            format!(" (with the old prices it would be {held}, because more than prices has changed)")
        }
        _ => String::new(),
    };
    format!("the bill was {was} then and is {is} now{rest}")
}

fn instead(held: Option<Decimal>, now: Option<Decimal>) -> String {
    let [held, now] = pair(held, now);
    format!("{held} with them and would be {now} at the prices of today")
}

/// Two bills to the cent, or with all digits where they differ by less.
fn pair(a: Option<Decimal>, b: Option<Decimal>) -> [String; 2] {
    let all = a != b && a.map(text::cents) == b.map(text::cents);
    [a, b].map(|bill| match bill {
        None => "not known".into(),
        Some(bill) if all => text::exact_money(bill),
        Some(bill) => text::cents(bill),
    })
}

/// What the price is for: `image output (edit)`.
pub fn what(moved: &Moved) -> String {
    moved.rate.rate(None, moved.rate.from).words()
}

/// What it was.
pub fn then(moved: &Moved) -> String {
    price_of(moved.rate.usd, moved.rate.unit)
}

/// What it is now.
pub fn now(moved: &Moved) -> String {
    moved.now.map_or_else(|| "not listed".into(), |usd| price_of(usd, moved.rate.unit))
}

/// Why it is another one.
pub fn why(why: Why) -> String {
    match why {
        Why::Changed(from) => format!("the provider changed it from {from} on"),
        Why::Learnt(from) => format!("it had changed on {from}, which the list learnt later"),
        Why::Corrected => "the list was corrected".into(),
        Why::YoursAdded => "a rate of yours was added".into(),
        Why::YoursChanged => "your own rate was changed".into(),
        Why::YoursRemoved => "your own rate was removed".into(),
        Why::NoRate => "the model has no such rate any more".into(),
        Why::NoModel => "the model is not in the price book any more".into(),
    }
}

/// A row in one sentence.
pub fn whole(moved: &Moved) -> String {
    format!("{}, {}: {} then, {} now; {}", moved.name, what(moved), then(moved), now(moved), why(moved.why))
}
