//! A scenario resolved against the price book for one day: checked, priced, ready for the formulas.

mod call;
mod line;
mod options;

use std::sync::Arc;

use rust_decimal::Decimal;

use super::assumption::{Key, Values};
use super::bill::Rules;
use super::book::{Book, FailureRule, Model, Operation, Tier};
use super::day::Day;
use super::luck::{Lane, Terms};
use super::num::{Num, TooLarge};
use super::outcome::PerOutcome;
use super::price::{Bound, Price};
use super::scenario::{self, Scenario};
use super::size::Size;
use super::stop;
use super::warning::{Kept, Warning};

pub use call::{Call, image_price_at, image_range, image_range_at, offers};
pub use options::{ChosenFor, Options, near_size, takes_size};

/// A checked scenario.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The day whose prices hold.
    pub day: Day,
    /// The lines, in the scenario's order.
    pub lines: Vec<PlanLine>,
    /// Months and growth.
    pub schedule: Schedule,
    /// From gross to bill.
    pub rules: Rules,
    /// What the bill may be.
    pub budget: Option<Decimal>,
    /// How sure the bill must stay within the budget.
    pub confidence: Decimal,
    /// What the user should know.
    pub warnings: Vec<Warning>,
}

/// A checked line.
#[derive(Debug, Clone)]
pub struct PlanLine {
    /// Its name.
    pub name: Arc<str>,
    /// Everything but the lanes, in exact numbers; its lanes are empty.
    pub terms: Terms<Decimal>,
    /// Kinds of images.
    pub groups: Vec<Group>,
}

/// Images of a line that share operation, tier and model.
#[derive(Debug, Clone)]
pub struct Group {
    /// Share of the line's images.
    pub weight: Decimal,
    /// What the line asks for.
    pub part: Operation,
    /// Whether these images came out at another size; none where the size does not matter.
    pub drifted: Option<bool>,
    /// The model's operation for it.
    pub operation: Operation,
    /// Service tier.
    pub tier: Tier,
    /// Who does it.
    pub model: Arc<Model>,
    /// One member, or several where the model chooses size or quality.
    pub members: Vec<Member>,
    /// What each failed outcome is billed.
    pub failures: PerOutcome<FailureRule>,
}

/// Images of a group that share size and quality.
#[derive(Debug, Clone)]
pub struct Member {
    /// Share of the group's images.
    pub weight: Decimal,
    /// Output size, where the price depends on it.
    pub size: Option<Size>,
    /// Quality, where there is a choice.
    pub quality: Option<String>,
    /// What a succeeded attempt costs, at the visible default of each unknown.
    pub price: Price,
    /// The same at the cheapest and the dearest, where they differ.
    pub open: Option<Box<(Price, Price)>>,
}

impl Member {
    /// All of the images of a group: at the visible defaults, and at both ends where `open` says that
    /// something is not known or where sources disagree about a rate.
    fn priced<E>(open: bool, mut at: impl FnMut(Bound) -> Result<Price, E>) -> Result<Self, E> {
        let price = at(Bound::Expected)?;
        let open = open || price.is_disputed();
        let open = if open { Some(Box::new((at(Bound::Floor)?, at(Bound::Ceiling)?))) } else { None };
        Ok(Self { weight: Decimal::ONE, size: None, quality: None, price, open })
    }

    /// The price at one end of what is unknown.
    pub fn price_at(&self, bound: Bound) -> &Price {
        match (&self.open, bound) {
            (Some(open), Bound::Floor) => &open.0,
            (Some(open), Bound::Ceiling) => &open.1,
            _ => &self.price,
        }
    }
}

/// Something that must be changed before there is an answer, or that nobody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line's index; none for the scenario.
    pub line: Option<usize>,
    /// The rows concerned.
    pub keys: Vec<Key>,
    /// One sentence.
    pub what: String,
    /// The input is fine; the answer is not known.
    pub unknown: bool,
}

impl Plan {
    /// Checks a scenario and looks up its prices for a day.
    ///
    /// # Errors
    /// Everything that is wrong or unknown, each with the rows concerned.
    pub fn new(book: &Book, scenario: &Scenario, day: Day) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        if stop::asked() {
            let what = "the work was given up".into();
            return Err(vec![Problem { line: None, keys: vec![], what, unknown: true }]);
        }
        let mut warnings: Vec<Warning> = Kept::of(scenario).into_iter().collect();
        let values = &scenario.values;
        let schedule = Schedule::of(values);
        let mut lines = Vec::with_capacity(scenario.lines.len());
        if scenario.lines.is_empty() {
            problems.push(Problem {
                line: None,
                keys: vec![],
                what: "the scenario has no line".into(),
                unknown: false,
            });
        }
        for (index, line) in scenario.lines.iter().enumerate() {
            match line::resolve(book, line, &schedule, day, &mut warnings) {
                Ok(line) => lines.push(line),
                Err(found) => problems.extend(found.into_iter().map(|p| Problem { line: Some(index), ..p })),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        if let Some(kept) = &scenario.kept {
            let groups = lines.iter().flat_map(|line: &PlanLine| &line.groups);
            Kept::add_not_among(kept, groups.map(|group| &*group.model), &mut warnings);
        }
        Ok(Self {
            day,
            lines,
            schedule,
            rules: Rules::of(values),
            budget: values.number(Key::Budget),
            confidence: values.amount(Key::BudgetConfidence),
            warnings,
        })
    }

    /// Every line's numbers for the formulas, at one end of what is unknown.
    ///
    /// # Errors
    /// When a number does not fit.
    pub fn terms<T: Num>(&self, bound: Bound) -> Result<Vec<Terms<T>>, TooLarge> {
        self.lines.iter().map(|line| line.terms(bound)).collect()
    }

    /// Whether floor and ceiling differ for any reason.
    pub fn is_open(&self) -> bool {
        self.lines.iter().any(PlanLine::is_open)
    }

    /// Images of all lines and months.
    ///
    /// # Errors
    /// When the sum does not fit.
    pub fn images(&self) -> Result<Decimal, TooLarge> {
        super::num::sum(self.lines.iter().map(|line| line.terms.images))
    }
}

impl PlanLine {
    /// Checks one line and looks up its prices for a day.
    ///
    /// # Errors
    /// Everything that is wrong or unknown, each with the rows concerned.
    pub fn new(book: &Book, line: &scenario::Line, schedule: &Schedule, day: Day) -> Result<Self, Vec<Problem>> {
        line::resolve(book, line, schedule, day, &mut Vec::new())
    }

    /// The line's numbers for the formulas, at one end of what is unknown.
    ///
    /// # Errors
    /// When a number does not fit.
    pub fn terms<T: Num>(&self, bound: Bound) -> Result<Terms<T>, TooLarge> {
        let mut lanes = Vec::with_capacity(self.groups.len());
        for group in &self.groups {
            for (weight, member) in group.members_at(bound) {
                lanes.push(lane(group, weight, member, bound)?);
            }
        }
        let exact = &self.terms;
        Ok(Terms {
            images: T::of(exact.images),
            until_kept: exact.until_kept,
            acceptance: T::of(exact.acceptance),
            chances: PerOutcome(exact.chances.0.map(T::of)),
            retried: exact.retried,
            max_attempts: exact.max_attempts,
            duplicate: T::of(exact.duplicate),
            lanes,
        })
    }

    /// Whether floor and ceiling of the line differ for any reason.
    pub fn is_open(&self) -> bool {
        let unknown = |group: &Group| {
            group
                .failures
                .iter()
                .any(|(outcome, rule)| super::price::is_open(rule) && !self.terms.chances.get(outcome).is_zero())
        };
        let open = |group: &Group| group.members.len() > 1 || group.members.iter().any(|m| m.open.is_some());
        self.groups.iter().any(|group| open(group) || unknown(group))
    }
}

fn lane<T: Num>(group: &Group, weight: Decimal, member: &Member, bound: Bound) -> Result<Lane<T>, TooLarge> {
    let price = member.price_at(bound);
    let mut failed = PerOutcome([T::ZERO; 5]);
    for (charge, rule) in failed.0.iter_mut().zip(&group.failures.0) {
        *charge = T::of(price.failed(rule.billing, bound)?);
    }
    Ok(Lane { weight: T::of(weight), price: T::of(price.total), failed })
}

impl Group {
    /// The members that count at one end of what is unknown, with their share of the line's images:
    /// all of them for the expected bill, the cheapest or the dearest alone otherwise.
    pub fn members_at(&self, bound: Bound) -> Vec<(Decimal, &Member)> {
        let total = |member: &&Member| member.price_at(bound).total;
        match bound {
            Bound::Floor => self.members.iter().min_by_key(total).map(|m| (self.weight, m)).into_iter().collect(),
            Bound::Ceiling => self.members.iter().max_by_key(total).map(|m| (self.weight, m)).into_iter().collect(),
            Bound::Expected => {
                // The last member takes what rounding left, so that the weights sum to the group's.
                let mut left = self.weight;
                let last = self.members.len().saturating_sub(1);
                let share = |member: &Member| self.weight.checked_mul(member.weight).unwrap_or_default();
                let mut shares = Vec::with_capacity(self.members.len());
                for (index, member) in self.members.iter().enumerate() {
                    let own = if index == last { left } else { share(member) };
                    left = left.checked_sub(own).unwrap_or_default();
                    shares.push((own, member));
                }
                shares
            }
        }
    }
}

/// The schedule: how many months, and each month's growth over the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// Months that the plan runs.
    pub months: u32,
    /// Growth from month to month.
    pub growth: Decimal,
}

impl Schedule {
    fn of(values: &Values) -> Self {
        use rust_decimal::prelude::ToPrimitive as _;
        Self { months: values.amount(Key::Months).to_u32().unwrap_or(1), growth: values.amount(Key::MonthlyGrowth) }
    }

    /// Images of all months.
    ///
    /// # Errors
    /// When a month's count does not fit.
    pub fn images(&self, first: Decimal) -> Result<Decimal, TooLarge> {
        images(first, self.months, self.growth)
    }
}

/// Images of all months, each month's count whole: `first · (1 + growth)^month`, rounded half to even.
///
/// # Errors
/// When a month's count does not fit.
pub fn images<T: Num>(first: T, months: u32, growth: T) -> Result<T, TooLarge> {
    let factor = T::ONE.plus(growth)?;
    let (mut month, mut total) = (first, T::ZERO);
    for index in 0..months {
        if index > 0 {
            month = month.times(factor)?;
        }
        total = total.plus(month.nearest())?;
    }
    Ok(total)
}
