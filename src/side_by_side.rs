//! Scenarios side by side, each against the first of them, computed when any of them changes.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::figures;
use crate::model::assumption::{Key, Scale};
use crate::model::book::Book;
use crate::model::day::Day;
use crate::model::scenario::{Place, Scenario};
use crate::model::snapshot::Held;
use crate::model::stats::curve::{Curve, Span};
use crate::model::versus::{Change, Difference, Versus, What};
use crate::outcome::{LIGHT_LINES, span};
use crate::sentence::versus as sentence;
use crate::text;

/// Points of each curve.
const POINTS: usize = 160;

/// What the answer depends on.
#[derive(Debug, Clone, PartialEq)]
pub struct SidesQuestion {
    /// What the scenarios are called, each name once.
    pub names: Vec<String>,
    /// The baseline, then the others.
    pub scenarios: Vec<Scenario>,
    /// Today.
    pub today: Day,
    /// What the curves run along; none where they are not looked at.
    pub along: Option<Along>,
}

impl SidesQuestion {
    /// Whether the answer may take long enough to be noticed.
    pub fn is_heavy(&self) -> bool {
        self.scenarios.iter().any(|scenario| scenario.lines.len() > LIGHT_LINES)
    }
}

/// What the curves run along.
#[derive(Debug, Clone, PartialEq)]
pub struct Along {
    /// The assumption.
    pub key: Key,
    /// The line of this name in each scenario, or its first one.
    pub line: String,
    /// Even steps or even ratios.
    pub scale: Scale,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Sides {
    /// The question that this answers.
    pub asked: SidesQuestion,
    /// Expected bills in USD; none where there is no answer.
    pub bills: Vec<Option<Decimal>>,
    /// Every other scenario against the baseline.
    pub versus: Vec<Arc<Versus>>,
    /// Assumptions that differ anywhere.
    pub values: Vec<Row>,
    /// Line items that differ anywhere.
    pub items: Vec<Row>,
    /// How many line items are the same in all of them.
    pub alike: usize,
    /// The curves; none where there is no answer at any value.
    pub curves: Vec<Option<Arc<Curve>>>,
}

/// One thing that differs, in all scenarios.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What.
    pub what: String,
    /// More about it.
    pub remark: String,
    /// In the baseline.
    pub baseline: String,
    /// In the others; none where it is as in the baseline.
    pub others: Vec<Option<Cell>>,
}

/// What another scenario has instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its value.
    pub value: String,
    /// How far that is from the baseline; empty where it is no number.
    pub change: String,
}

impl Sides {
    /// Puts scenarios side by side; what did not change since `before` is taken from there.
    pub fn of(listed: &Arc<Book>, asked: SidesQuestion, before: Option<&Self>) -> Self {
        let SidesQuestion { scenarios, today, along, .. } = &asked;
        let before = before.filter(|before| before.asked.today == *today);
        let (mut versus, mut bills) = (Vec::new(), Vec::new());
        for scenario in scenarios {
            let known = before.and_then(|before| before.at(scenario).and_then(|at| before.bills.get(at).copied()));
            bills.push(known.unwrap_or_else(|| {
                let book = Held::default().book(listed, scenario);
                figures::expected(&book, scenario, scenario.day(*today)).ok()
            }));
        }
        if let Some((baseline, others)) = scenarios.split_first() {
            for other in others {
                let known = before.and_then(|before| before.against(baseline, other));
                versus.push(known.unwrap_or_else(|| Arc::new(Versus::of(listed, baseline, other, *today))));
            }
        }
        let values = values(listed, scenarios, &versus);
        let (items, alike) = items(&versus);
        let curves = along.as_ref().map_or_else(Vec::new, |along| curves(listed, scenarios, *today, along, before));
        Self { asked, bills, versus, values, items, alike, curves }
    }

    /// Where a scenario stood.
    fn at(&self, scenario: &Scenario) -> Option<usize> {
        self.asked.scenarios.iter().position(|known| known == scenario)
    }

    /// A scenario against the same baseline as before.
    fn against(&self, baseline: &Scenario, other: &Scenario) -> Option<Arc<Versus>> {
        let (first, others) = self.asked.scenarios.split_first()?;
        let at = others.iter().position(|known| known == other).filter(|_| first == baseline)?;
        self.versus.get(at).cloned()
    }

    /// The bill of a scenario beside the baseline's: USD and share.
    pub fn change(&self, at: usize) -> Option<Change> {
        Change::of(self.bills.first().copied()??, self.bills.get(at).copied()??)
    }
}

/// `Photos`, or `Photos (2)` where another before it has the name.
pub fn numbered(names: &[String]) -> Vec<String> {
    let one = |(at, name): (usize, &String)| match names.iter().take(at).filter(|other| *other == name).count() {
        0 => name.clone(),
        before => format!("{name} ({})", before + 1),
    };
    names.iter().enumerate().map(one).collect()
}

/// Where a difference stands among all: by line, then by kind and assumption. What only others have, by name.
type Order = (usize, u8, Option<Key>, String);

fn order(difference: &Difference, what: &str) -> Order {
    let line = match difference.line {
        Some(pair) => pair.a.unwrap_or(usize::MAX - 1),
        None => usize::MAX,
    };
    let new = difference.line.filter(|pair| pair.a.is_none()).map_or("", |_| what);
    let (kind, key) = match &difference.what {
        What::OnlyIn(_) => (0, None),
        What::Renamed { .. } => (1, None),
        What::Value { key, .. } => (2, Some(*key)),
        What::Kept { .. } => (3, None),
        What::Locked { key, .. } => (4, Some(*key)),
    };
    (line, kind, key, new.to_owned())
}

fn values(book: &Book, scenarios: &[Scenario], versus: &[Arc<Versus>]) -> Vec<Row> {
    let mut found: BTreeMap<Order, Row> = BTreeMap::new();
    let Some((baseline, others)) = scenarios.split_first() else { return Vec::new() };
    for (at, (other, versus)) in others.iter().zip(versus).enumerate() {
        for difference in &versus.differences {
            let words = sentence::row(book, (baseline, other), difference);
            let order = order(difference, &words.what);
            let row = found.entry(order).or_insert_with(|| Row {
                what: words.what.clone(),
                remark: String::new(),
                baseline: words.a.clone(),
                others: vec![None; others.len()],
            });
            row.others[at] = Some(Cell { value: words.b, change: words.change });
        }
    }
    found.into_values().collect()
}

/// The items that differ, and how many do not.
fn items(versus: &[Arc<Versus>]) -> (Vec<Row>, usize) {
    let mut found: Vec<Row> = Vec::new();
    let mut places = HashMap::new();
    let bills = versus.iter().filter_map(|versus| versus.bills.as_ref().ok());
    let all = bills.flat_map(|bills| &bills.items).flat_map(|item| [item.a, item.b]).flatten();
    let largest = all.map(|usd| usd.abs()).max().unwrap_or_default();
    let usd = |amount: Option<Decimal>| amount.map_or_else(|| "none".into(), |usd| text::column(usd, largest));
    for (at, other) in versus.iter().enumerate() {
        for item in other.bills.iter().flat_map(|bills| &bills.items) {
            let line = item.line.as_deref();
            let what = line.map_or_else(|| item.label.clone(), |line| format!("{line}: {}", item.label));
            let remark = sentence::kind(item);
            // A line of the baseline may have another name elsewhere.
            let line = match item.pair.and_then(|pair| pair.a) {
                Some(at) => at.to_string(),
                None => what.clone(),
            };
            // Two models may share a name, so their ids tell rows apart.
            let kind = item.kind.as_ref().map(|kind| (kind.model.id.clone(), kind.cause));
            let order = (line, item.label.clone(), remark.clone(), kind);
            let known = *places.entry(order).or_insert_with(|| {
                found.push(Row { what, remark, baseline: usd(item.a), others: vec![None; versus.len()] });
                found.len() - 1
            });
            if !item.change.by.is_zero() || item.a.is_some() != item.b.is_some() {
                found[known].others[at] = Some(Cell { value: usd(item.b), change: change_words(item.change) });
            }
        }
    }
    let all = found.len();
    let mut rows: Vec<Row> = found.into_iter().filter(|row| row.others.iter().any(Option::is_some)).collect();
    let alike = all - rows.len();
    for (at, _) in versus.iter().enumerate().filter(|(_, other)| other.bills.is_err()) {
        let unknown = || Cell { value: "unknown".into(), change: String::new() };
        for row in &mut rows {
            row.others[at] = Some(unknown());
        }
    }
    (rows, alike)
}

/// `+$20.00 (+50.0 %)`.
pub fn change_words(Change { by, share }: Change) -> String {
    let share = share.map_or_else(String::new, |share| format!(" ({})", text::signed_percent(share)));
    format!("{}{share}", text::signed_money(by))
}

fn curves(
    listed: &Arc<Book>,
    scenarios: &[Scenario],
    today: Day,
    along: &Along,
    before: Option<&Sides>,
) -> Vec<Option<Arc<Curve>>> {
    let place = |scenario: &Scenario| {
        let line = scenario.lines.iter().position(|line| line.name == along.line);
        Place::of(along.key, line.unwrap_or_default())
    };
    let spans: Vec<Option<Span>> =
        scenarios.iter().map(|scenario| span(scenario, place(scenario), along.scale, POINTS)).collect();
    // All run as far as the longest of them.
    let ends = || spans.iter().flatten();
    let (from, to) = (ends().map(|span| span.from).min(), ends().map(|span| span.to).max());
    let one = |(scenario, span): (&Scenario, Option<Span>)| {
        let span = Span { from: from?, to: to?, ..span? };
        let known = before.and_then(|before| before.curves.get(before.at(scenario)?)?.clone());
        known.filter(|curve| curve.span == span).or_else(|| {
            let book = Held::default().book(listed, scenario);
            Curve::of(&book, scenario, scenario.day(today), span, None).ok().map(Arc::new)
        })
    };
    scenarios.iter().zip(spans.clone()).map(one).collect()
}
