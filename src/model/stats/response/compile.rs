//! Making the function: which parts of the plan each variable moves, and what calls cost along it.

use rust_decimal::Decimal;

use super::beside::Beside;
use super::knots::{MANY_KNOTS, is_whole, knots, makes_the_price, turns};
use super::{Bends, Billed, Effect, LaneFacts, Line, Moves, Response, Shares, Variable};
use crate::model::assumption::{Key, Value, Values};
use crate::model::book::{Billing, Book, Operation, Tier};
use crate::model::custom;
use crate::model::day::Day;
use crate::model::luck::Terms;
use crate::model::num::Num as _;
use crate::model::outcome::Outcome;
use crate::model::plan::{Plan, PlanLine, Problem};
use crate::model::price::Bound;
use crate::model::scenario::{self, Scenario};

impl Response {
    /// The function of these variables around a plan of a scenario, at one end of what is unknown.
    ///
    /// # Errors
    /// When the plan has no prices at some value of a variable, with the rows concerned.
    pub fn new(
        book: &Book,
        scenario: &Scenario,
        plan: &Plan,
        variables: &[Variable],
        bound: Bound,
    ) -> Result<Self, Vec<Problem>> {
        let source = Source { book, day: plan.day, bound };
        let mut lines = Vec::with_capacity(plan.lines.len());
        for (index, planned) in plan.lines.iter().enumerate() {
            let own: Vec<(usize, &Variable)> =
                variables.iter().enumerate().filter(|(_, variable)| variable.place.line == Some(index)).collect();
            let typed = scenario.lines.get(index).ok_or_else(Vec::new)?;
            let line = source.line(planned, typed, plan, &own);
            lines.push(line.map_err(|found| {
                found.into_iter().map(|problem| Problem { line: Some(index), ..problem }).collect::<Vec<_>>()
            })?);
        }
        let schedule_moves = |variable: &Variable| matches!(variable.place.key, Key::Months | Key::MonthlyGrowth);
        if variables.iter().any(schedule_moves) {
            for line in &mut lines {
                (line.moves.images, line.moves.anything) = (true, true);
            }
        }
        let base = |variable: &Variable| match (variable.place.key, variable.place.line) {
            (Key::Billed(outcome), Some(line)) if number_at(scenario, variable).is_none() => {
                billed_share(lines.get(line), outcome)
            }
            _ => f64::of(number_at(scenario, variable).unwrap_or(variable.low)),
        };
        let base = variables.iter().map(base).collect();
        Ok(Self {
            lines,
            rules: plan.rules.to(),
            scenario_effects: variables
                .iter()
                .enumerate()
                .filter_map(|(index, variable)| Some((index, scenario_effect(variable.place.key)?)))
                .collect(),
            base,
        })
    }

    /// The scenario's own value of each variable.
    pub fn base(&self) -> &[f64] {
        &self.base
    }

    /// Whether a variable moves the steps from gross to bill.
    pub fn draws_rules(&self) -> bool {
        let of_rules = |effect: &Effect| matches!(effect, Effect::Discount | Effect::Credit | Effect::Tax);
        self.scenario_effects.iter().any(|(_, effect)| of_rules(effect))
    }

    /// The steps from gross to bill at the scenario's own values.
    pub fn rules(&self) -> &crate::model::bill::Rules<f64> {
        &self.rules
    }
}

fn number_at(scenario: &Scenario, variable: &Variable) -> Option<Decimal> {
    scenario.values_at(variable.place).and_then(|values| values.number(variable.place.key))
}

/// The share of the price that the providers' rules bill for an outcome; not a number where they bill
/// something else or differ.
fn billed_share(line: Option<&Line>, outcome: Outcome) -> f64 {
    let index = Outcome::ALL.iter().position(|known| *known == outcome).unwrap_or(0);
    let mut shares = line.into_iter().flat_map(|line| &line.lanes).map(|lane| match lane.billed[index] {
        Billed::Share(share) => share,
        _ => f64::NAN,
    });
    let first = shares.next().unwrap_or(f64::NAN);
    if shares.all(|share| (share - first).abs() < 1e-12) { first } else { f64::NAN }
}

fn scenario_effect(key: Key) -> Option<Effect> {
    match key {
        Key::Months => Some(Effect::Months),
        Key::MonthlyGrowth => Some(Effect::Growth),
        Key::Discount => Some(Effect::Discount),
        Key::Credit => Some(Effect::Credit),
        Key::TaxRate => Some(Effect::Tax),
        _ => None,
    }
}

/// Where prices are looked up.
pub(super) struct Source<'a> {
    book: &'a Book,
    day: Day,
    bound: Bound,
}

impl Source<'_> {
    fn line(
        &self,
        planned: &PlanLine,
        typed: &scenario::Line,
        plan: &Plan,
        variables: &[(usize, &Variable)],
    ) -> Result<Line, Vec<Problem>> {
        let too_large = |_| Vec::new();
        let values = &typed.values;
        let schedule = plan.schedule;
        let mut line = Line {
            first: f64::of(values.amount(Key::Images)),
            months: schedule.months,
            growth: f64::of(schedule.growth),
            images: f64::of(planned.terms.images),
            terms: planned.terms(self.bound).map_err(too_large)?,
            shares: shares(values),
            lanes: Vec::new(),
            alike: false,
            effects: Vec::new(),
            moves: Moves::default(),
        };
        if variables.is_empty() {
            return Ok(line);
        }
        // Every group of images must be there, whatever its share is now.
        let mut base = typed.clone();
        prepare(&mut base.values, variables);
        let resolved = if base == *typed { None } else { Some(self.resolve(&base, plan)?) };
        let opened = resolved.as_ref().unwrap_or(planned);
        line.terms = opened.terms(self.bound).map_err(too_large)?;
        line.lanes = self.lanes(opened).map_err(too_large)?;
        let first = line.lanes.first().map(|lane| lane.billed);
        let of_price = |billed: &Billed| matches!(billed, Billed::Share(_));
        line.alike = line.lanes.iter().all(|lane| Some(lane.billed) == first && lane.billed.iter().all(of_price));
        for (index, variable) in variables {
            for effect in self.effects(&base, variable, variables, opened, plan)? {
                note(&mut line.moves, &effect);
                line.effects.push((*index, effect));
            }
        }
        line.moves.anything = !line.effects.is_empty();
        Ok(line)
    }

    /// The line as typed with its prices, for the plan's day.
    pub(super) fn resolve(&self, typed: &scenario::Line, plan: &Plan) -> Result<PlanLine, Vec<Problem>> {
        PlanLine::new(self.book, typed, &plan.schedule, self.day)
    }

    fn lanes(&self, planned: &PlanLine) -> Result<Vec<LaneFacts>, crate::model::num::TooLarge> {
        let mut lanes = Vec::with_capacity(4);
        for group in &planned.groups {
            let has_batch = group.model.has_batch();
            for (weight, member) in group.members_at(self.bound) {
                let price = member.price_at(self.bound);
                let share = if group.weight.is_zero() { Decimal::ONE } else { weight.over(group.weight)? };
                let billed = |billing: Billing| match (billing, self.bound) {
                    (Billing::Billed, _) | (Billing::Unknown(_), Bound::Ceiling) => Billed::Share(1.0),
                    (Billing::NotBilled, _) | (Billing::Unknown(_), Bound::Floor) => Billed::Share(0.0),
                    (Billing::InputOnly, _) => Billed::Input,
                    (Billing::Fee(usd), _) => Billed::Fee(f64::of(usd)),
                    (Billing::Unknown(share) | Billing::Share(share), _) => Billed::Share(f64::of(share)),
                };
                lanes.push(LaneFacts {
                    part: group.part.clone(),
                    drifted: group.drifted,
                    batch: has_batch.then_some(group.tier == Tier::Batch),
                    member: f64::of(share),
                    total: f64::of(price.total),
                    input: f64::of(price.input),
                    own_batch: group.model.id == custom::ID && group.tier == Tier::Batch,
                    billed: Outcome::ALL.map(|outcome| billed(group.failures.get(outcome).billing)),
                });
            }
        }
        Ok(lanes)
    }

    /// What a variable moves on a line, beside the line's other variables.
    fn effects(
        &self,
        base: &scenario::Line,
        variable: &Variable,
        variables: &[(usize, &Variable)],
        opened: &PlanLine,
        plan: &Plan,
    ) -> Result<Vec<Effect>, Vec<Problem>> {
        let outcome = |wanted: Outcome| Outcome::ALL.iter().position(|outcome| *outcome == wanted).unwrap_or(0);
        let effect = match variable.place.key {
            Key::Images => Effect::Images,
            Key::EditShare => Effect::Edit,
            Key::ImageToImageShare => Effect::Restyle,
            Key::BatchShare => Effect::Batch,
            Key::SizeDriftRate => Effect::Drift,
            Key::AcceptanceRate => Effect::Acceptance,
            Key::Rate(failed) => Effect::Rate(outcome(failed)),
            Key::DuplicateRate => Effect::Duplicate,
            Key::MaxAttempts => Effect::Attempts,
            Key::Billed(failed) => Effect::Billed(outcome(failed)),
            Key::PriceChange => Effect::PriceChange,
            Key::PriceBatchDiscount => Effect::BatchDiscount,
            key if makes_the_price(key) => {
                if let Some(beside) = Beside::of(base, variable, variables, opened) {
                    return self.beside(&beside, base, variable, plan);
                }
                Effect::Price(self.price(base, variable, opened, plan)?)
            }
            _ => return Ok(Vec::new()),
        };
        Ok(vec![effect])
    }

    /// What is added to each lane's price along a variable.
    pub(super) fn price(
        &self,
        base: &scenario::Line,
        variable: &Variable,
        opened: &PlanLine,
        plan: &Plan,
    ) -> Result<Vec<[Bends; 2]>, Vec<Problem>> {
        let now = self.prices(opened);
        let mut at = base.clone();
        let mut looked_up = |x: Decimal| {
            at.values.set(variable.place.key, Value::Number(x));
            let line = self.resolve(&at, plan)?;
            Ok::<_, Vec<Problem>>((f64::of(x), self.prices(&line)))
        };
        let turns = turns(variable, opened, &base.values);
        let mut known = knots(variable, &turns).into_iter().map(&mut looked_up).collect::<Result<Vec<_>, _>>()?;
        if variable.between
            && !is_whole(variable.place.key)
            && let [.., (from, before), (to, after)] = known.as_slice()
        {
            let middle = Decimal::from_f64_retain(f64::midpoint(*from, *to)).unwrap_or(variable.low).round_dp(12);
            let (x, found) = looked_up(middle)?;
            let t = if to > from { (x - from) / (to - from) } else { 0.0 };
            let straight = |((a, b), c): ((&[f64; 2], &[f64; 2]), &[f64; 2])| {
                a.iter().zip(b).zip(c).all(|((a, b), c)| (a + (b - a) * t - c).abs() <= 1e-11 * c.abs())
            };
            if !before.iter().zip(after).zip(&found).all(straight) {
                let step = |index: u32| {
                    let width = variable.high.saturating_sub(variable.low);
                    let part = width.saturating_mul(index.into()).checked_div(MANY_KNOTS.into());
                    variable.low.saturating_add(part.unwrap_or_default())
                };
                known = (0..=MANY_KNOTS).map(step).map(&mut looked_up).collect::<Result<Vec<_>, _>>()?;
            }
        }
        // The present value's prices are there already, and must come out as they are.
        if let Some(here) = base.values.number(variable.place.key).map(f64::of)
            && known.iter().all(|(x, _)| (x - here).abs() > 1e-12 * here.abs())
        {
            known.push((here, now.clone()));
            known.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        let lane = |index: usize, base: &[f64; 2]| {
            [0, 1].map(|part| {
                let points = known.iter().filter_map(|(x, prices)| Some((*x, prices.get(index)?[part] - base[part])));
                Bends::through(&points.collect::<Vec<_>>())
            })
        };
        Ok(now.iter().enumerate().map(|(index, base)| lane(index, base)).collect())
    }

    /// Total and input part of each lane.
    fn prices(&self, planned: &PlanLine) -> Vec<[f64; 2]> {
        let members = planned.groups.iter().flat_map(|group| group.members_at(self.bound));
        let price = members.map(|(_, member)| member.price_at(self.bound));
        price.map(|price| [f64::of(price.total), f64::of(price.input)]).collect()
    }
}

/// Opens every group that a variable share may give images to, and takes what is computed later out
/// of the prices.
fn prepare(values: &mut Values, variables: &[(usize, &Variable)]) {
    let moves = |key: Key| variables.iter().any(|(_, variable)| variable.place.key == key);
    let (edit, restyle) = (moves(Key::EditShare), moves(Key::ImageToImageShare));
    let mut set = |key: Key, value: Decimal| values.set(key, Value::Number(value));
    let quarter = Decimal::new(25, 2);
    if edit && restyle {
        set(Key::EditShare, quarter);
        set(Key::ImageToImageShare, quarter);
    }
    for (key, one) in [(Key::BatchShare, moves(Key::BatchShare)), (Key::SizeDriftRate, moves(Key::SizeDriftRate))] {
        if one {
            set(key, Decimal::new(5, 1));
        }
    }
    for key in [Key::PriceChange, Key::PriceBatchDiscount] {
        if moves(key) {
            set(key, Decimal::ZERO);
        }
    }
    let half_of_rest =
        |other: Decimal| Decimal::ONE.saturating_sub(other).checked_div(Decimal::TWO).unwrap_or_default();
    if edit != restyle {
        let (moving, other) =
            if edit { (Key::EditShare, Key::ImageToImageShare) } else { (Key::ImageToImageShare, Key::EditShare) };
        let rest = half_of_rest(values.amount(other));
        values.set(moving, Value::Number(rest));
    }
}

fn shares(values: &Values) -> Shares {
    let share = |key| f64::of(values.amount(key));
    Shares {
        edit: share(Key::EditShare),
        restyle: share(Key::ImageToImageShare),
        batch: share(Key::BatchShare),
        drift: share(Key::SizeDriftRate),
    }
}

fn note(moves: &mut Moves, effect: &Effect) {
    match effect {
        Effect::Images => moves.images = true,
        Effect::Edit | Effect::Restyle | Effect::Batch | Effect::Drift => moves.weights = true,
        Effect::Price(_) | Effect::PriceBeside { .. } | Effect::PriceChange | Effect::BatchDiscount => {
            moves.prices = true;
        }
        Effect::Billed(_) => (moves.prices, moves.odds) = (true, true),
        Effect::Rate(_) | Effect::Duplicate | Effect::Attempts => moves.odds = true,
        _ => {}
    }
}

impl LaneFacts {
    /// Whether the lane is generated, edited or restyled: 0, 1, 2.
    pub(super) fn part_index(&self) -> usize {
        match self.part {
            Operation::Edit => 1,
            Operation::ImageToImage => 2,
            _ => 0,
        }
    }
}

impl Line {
    /// The terms without lanes' weights and prices being right yet, as room to compute in.
    pub(super) fn terms(&self) -> &Terms<f64> {
        &self.terms
    }
}
