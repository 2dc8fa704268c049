//! Asking the function: working numbers that are set for one point, or for several side by side.

use super::{Bends, Billed, Effect, LaneFacts, Line, Response};
use crate::model::bill::Rules;
use crate::model::luck::{Lane, LuckError, Terms};
use crate::model::num::TooLarge;
use crate::model::outcome::PerOutcome;
use crate::model::plan;
use crate::model::stats::wide::Float;

/// A response at one point. `K` is one more than the number of cumulants that are computed, 2 to 5.
#[derive(Debug, Clone)]
pub struct Live<'a, T, const K: usize> {
    response: &'a Response,
    lines: Vec<LiveLine<T, K>>,
    /// From gross to bill.
    pub rules: Rules<T>,
    months: u32,
    growth: Option<T>,
    past_whole: PastWhole,
}

/// What becomes of shares or rates that sum past 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PastWhole {
    /// There is no answer, as in the exact estimate.
    Refused,
    /// They are scaled down to 1: what is drawn from ranges must come out somehow.
    Scaled,
}

#[derive(Debug, Clone)]
struct LiveLine<T, const K: usize> {
    images: T,
    per_image: [T; K],
    /// Room for what moves; none for a line that does not.
    work: Option<Box<Work<T, K>>>,
}

#[derive(Debug, Clone)]
struct Work<T, const K: usize> {
    terms: Terms<T>,
    first: T,
    shares: [T; 4],
    change: T,
    batch_factor: T,
    billed: [Option<T>; 5],
    added: Vec<[T; 2]>,
    /// Each lane's moments.
    moments: Vec<[[T; K]; 2]>,
}

impl<'a, T: Float, const K: usize> Live<'a, T, K> {
    /// The response at the scenario's own values.
    ///
    /// # Errors
    /// As the estimate.
    pub fn new(response: &'a Response, past_whole: PastWhole) -> Result<Self, LuckError> {
        let rules = Rules {
            discount: T::splat(response.rules.discount),
            tiers: response.rules.tiers.iter().map(|(from, off)| (T::splat(*from), T::splat(*off))).collect(),
            credit: T::splat(response.rules.credit),
            tax: T::splat(response.rules.tax),
        };
        let lines = response.lines.iter().map(LiveLine::new).collect::<Result<_, _>>()?;
        let mut live = Self { response, lines, rules, months: 0, growth: None, past_whole };
        let base: Vec<T> = response.base.iter().map(|value| T::splat(*value)).collect();
        live.set(&base)?;
        Ok(live)
    }

    /// Moves to the point with these values of the variables.
    ///
    /// # Errors
    /// As the estimate.
    pub fn set(&mut self, values: &[T]) -> Result<(), LuckError> {
        let response = self.response;
        for (variable, effect) in &response.scenario_effects {
            let Some(value) = values.get(*variable).copied() else { continue };
            match effect {
                Effect::Months => self.months = value.first().max(1.0) as u32,
                Effect::Growth => self.growth = Some(value),
                Effect::Discount => self.rules.discount = value,
                Effect::Credit => self.rules.credit = value,
                Effect::Tax => self.rules.tax = value,
                _ => {}
            }
        }
        for (live, line) in self.lines.iter_mut().zip(&response.lines) {
            if !line.moves.anything {
                continue;
            }
            let Some(work) = live.work.as_deref_mut() else { continue };
            work.apply(line, values, self.past_whole)?;
            if line.moves.images {
                let months = if self.months > 0 { self.months } else { line.months };
                live.images = plan::images(work.first, months, self.growth.unwrap_or(T::splat(line.growth)))?;
            }
            live.per_image = work.cumulants(line.alike)?;
        }
        Ok(())
    }

    /// Images of each line, and the cumulants of what one of them costs.
    pub fn lines(&self) -> impl Iterator<Item = (T, &[T; K])> {
        self.lines.iter().map(|line| (line.images, &line.per_image))
    }

    /// Cumulants of the gross: mean, variance, …
    ///
    /// # Errors
    /// When a number does not fit.
    pub fn gross(&self) -> Result<[T; K], TooLarge> {
        let mut total = [T::ZERO; K];
        for line in &self.lines {
            for (sum, cumulant) in total.iter_mut().zip(line.per_image) {
                *sum = sum.plus(line.images.times(cumulant)?)?;
            }
        }
        Ok(total)
    }

    /// The bill of the mean gross.
    ///
    /// # Errors
    /// When a number does not fit.
    pub fn bill(&self) -> Result<T, TooLarge> {
        self.rules.bill(self.gross()?[1])
    }
}

impl<T: Float, const K: usize> LiveLine<T, K> {
    fn new(line: &Line) -> Result<Self, LuckError> {
        let splat = T::splat;
        let base = line.terms();
        let wide = |lane: &Lane<f64>| Lane {
            weight: splat(lane.weight),
            price: splat(lane.price),
            failed: PerOutcome(lane.failed.0.map(splat)),
        };
        let terms = Terms {
            images: splat(1.0),
            until_kept: base.until_kept,
            acceptance: splat(base.acceptance),
            chances: PerOutcome(base.chances.0.map(splat)),
            retried: base.retried,
            max_attempts: base.max_attempts,
            duplicate: splat(base.duplicate),
            lanes: base.lanes.iter().map(wide).collect(),
        };
        let images = splat(line.images);
        if !line.moves.anything {
            let moments = terms.lanes.iter().map(|lane| Ok((lane.weight, terms.lane_moments(lane)?)));
            return Ok(Self { images, per_image: terms.image_cumulants(moments)?, work: None });
        }
        let shares = line.shares;
        let mut work = Work {
            first: splat(line.first),
            shares: [shares.edit, shares.restyle, shares.batch, shares.drift].map(splat),
            change: T::ONE,
            batch_factor: T::ONE,
            billed: [None; 5],
            added: vec![[T::ZERO; 2]; terms.lanes.len()],
            moments: vec![[[T::ZERO; K]; 2]; terms.lanes.len()],
            terms,
        };
        if line.moves.weights {
            work.weigh(&line.lanes, PastWhole::Scaled)?;
        }
        work.update_moments(line)?;
        Ok(Self { images, per_image: [T::ZERO; K], work: Some(Box::new(work)) })
    }
}

impl<T: Float, const K: usize> Work<T, K> {
    fn apply(&mut self, line: &Line, values: &[T], past_whole: PastWhole) -> Result<(), LuckError> {
        if line.moves.prices {
            self.added.fill([T::ZERO; 2]);
        }
        let mut rates_move = false;
        for (variable, effect) in &line.effects {
            let Some(x) = values.get(*variable).copied() else { continue };
            match effect {
                Effect::Images => self.first = x,
                Effect::Edit => self.shares[0] = x,
                Effect::Restyle => self.shares[1] = x,
                Effect::Batch => self.shares[2] = x,
                Effect::Drift => self.shares[3] = x,
                Effect::Acceptance => self.terms.acceptance = x,
                Effect::Rate(outcome) => (self.terms.chances.0[*outcome], rates_move) = (x, true),
                Effect::Duplicate => self.terms.duplicate = x,
                Effect::Attempts => self.terms.max_attempts = x.first().max(1.0) as u32,
                Effect::Billed(outcome) => self.billed[*outcome] = Some(x),
                Effect::PriceChange => self.change = T::ONE.plus(x)?,
                Effect::BatchDiscount => self.batch_factor = T::ONE.minus(x)?,
                Effect::Price(lanes) => {
                    for (added, [total, input]) in self.added.iter_mut().zip(lanes) {
                        added[0] = added[0].plus(total.at(x)?)?;
                        added[1] = added[1].plus(input.at(x)?)?;
                    }
                }
                Effect::PriceBeside { of, weight, lanes } => {
                    let Some(weight) = values.get(*of).map(|other| weight.at(*other)) else { continue };
                    let weight = weight?;
                    for (added, [total, input]) in self.added.iter_mut().zip(lanes) {
                        added[0] = added[0].plus(total.at(x)?.times(weight)?)?;
                        added[1] = added[1].plus(input.at(x)?.times(weight)?)?;
                    }
                }
                _ => {}
            }
        }
        if rates_move {
            self.keep_rates_whole(line, past_whole)?;
        }
        if line.moves.weights {
            self.weigh(&line.lanes, past_whole)?;
        }
        if line.moves.prices {
            self.price(line)?;
        }
        // Where lanes are alike, a price moves no moment of a price of one.
        if line.moves.odds || (line.moves.prices && !line.alike) {
            self.update_moments(line)?;
        }
        Ok(())
    }

    /// Each lane's moments; where lanes are alike, those of a price of one.
    fn update_moments(&mut self, line: &Line) -> Result<(), TooLarge> {
        if !line.alike {
            for (moments, lane) in self.moments.iter_mut().zip(&self.terms.lanes) {
                *moments = self.terms.lane_moments(lane)?;
            }
            return Ok(());
        }
        let (Some(facts), Some(moments)) = (line.lanes.first(), self.moments.first_mut()) else { return Ok(()) };
        let mut one = Lane { weight: T::ONE, price: T::ONE, failed: PerOutcome([T::ZERO; 5]) };
        for ((failed, billed), own) in one.failed.0.iter_mut().zip(facts.billed).zip(self.billed) {
            *failed = match (own, billed) {
                (Some(share), _) => share,
                (None, Billed::Share(share)) => T::splat(share),
                (None, _) => T::ZERO,
            };
        }
        *moments = self.terms.lane_moments(&one)?;
        Ok(())
    }

    /// Cumulants of one image's cost.
    fn cumulants(&self, alike: bool) -> Result<[T; K], LuckError> {
        let lanes = &self.terms.lanes;
        if !alike {
            let all = lanes.iter().zip(&self.moments).map(|(lane, moments)| Ok((lane.weight, *moments)));
            return self.terms.image_cumulants(all);
        }
        // The n-th moment of a price is its n-th power times that of a price of one.
        let mut powers = [T::ZERO; K];
        for lane in lanes {
            let mut power = lane.weight;
            for sum in &mut powers {
                *sum = sum.plus(power)?;
                power = power.times(lane.price)?;
            }
        }
        let Some(mut moments) = self.moments.first().copied() else { return Ok([T::ZERO; K]) };
        for part in &mut moments {
            for (moment, power) in part.iter_mut().zip(powers) {
                *moment = moment.times(power)?;
            }
        }
        self.terms.image_cumulants(std::iter::once(Ok((T::ONE, moments))))
    }

    /// Rates that sum past 1 are scaled down to 1.
    fn keep_rates_whole(&mut self, line: &Line, past_whole: PastWhole) -> Result<(), LuckError> {
        // Rates that did not move are taken anew, as the last point may have scaled them.
        let moved =
            |index: usize| line.effects.iter().any(|(_, effect)| matches!(effect, Effect::Rate(o) if *o == index));
        for (index, rate) in line.terms.chances.0.iter().enumerate() {
            if !moved(index) {
                self.terms.chances.0[index] = T::splat(*rate);
            }
        }
        let mut total = T::ZERO;
        for rate in self.terms.chances.0 {
            total = total.plus(rate)?;
        }
        let scale = total.larger(T::ONE);
        if scale == T::ONE {
            return Ok(());
        }
        past_whole.allow(total)?;
        for rate in &mut self.terms.chances.0 {
            *rate = rate.over(scale)?;
        }
        Ok(())
    }

    /// Each lane's share of the images, from the line's shares; edits and image-to-image that sum
    /// past 1 are scaled down to 1.
    fn weigh(&mut self, lanes: &[LaneFacts], past_whole: PastWhole) -> Result<(), LuckError> {
        let [edit, restyle, batch, drift] = self.shares;
        let both = edit.plus(restyle)?;
        past_whole.allow(both)?;
        let scale = both.larger(T::ONE);
        let (edit, restyle) = (edit.over(scale)?, restyle.over(scale)?);
        let generate = T::ONE.minus(edit)?.minus(restyle)?.larger(T::ZERO);
        let parts = [generate, edit, restyle];
        for (lane, facts) in self.terms.lanes.iter_mut().zip(lanes) {
            let one_of = |share: T, whether: Option<bool>| match whether {
                None => Ok(T::ONE),
                Some(true) => Ok(share),
                Some(false) => T::ONE.minus(share),
            };
            let part = parts[facts.part_index()].times(T::splat(facts.member))?;
            lane.weight = part.times(one_of(batch, facts.batch)?)?.times(one_of(drift, facts.drifted)?)?;
        }
        Ok(())
    }

    /// Each lane's charges.
    fn price(&mut self, line: &Line) -> Result<(), TooLarge> {
        for ((lane, facts), added) in self.terms.lanes.iter_mut().zip(&line.lanes).zip(&self.added) {
            let factor = if facts.own_batch { self.change.times(self.batch_factor)? } else { self.change };
            let total = T::splat(facts.total).plus(added[0])?.times(factor)?;
            let input = T::splat(facts.input).plus(added[1])?.times(factor)?;
            lane.price = total;
            if line.alike {
                continue;
            }
            for ((failed, billed), own) in lane.failed.0.iter_mut().zip(facts.billed).zip(self.billed) {
                *failed = match (own, billed) {
                    (Some(share), _) => total.times(share)?,
                    (None, Billed::Share(share)) => total.times(T::splat(share))?,
                    (None, Billed::Input) => input,
                    (None, Billed::Fee(usd)) => T::splat(usd).times(self.change)?,
                };
            }
        }
        Ok(())
    }
}

impl PastWhole {
    /// # Errors
    /// When a sum is above 1 by more than rounding, and that is refused.
    fn allow<T: Float>(self, sum: T) -> Result<(), LuckError> {
        let past = self == Self::Refused && (0..T::LANES).any(|lane| sum.one_of(lane) > 1.0 + 1e-12);
        if past { Err(LuckError::PastWhole) } else { Ok(()) }
    }
}

impl Bends {
    fn at<T: Float>(&self, x: T) -> Result<T, TooLarge> {
        if !self.points.is_empty() {
            return Ok(x.map(|x| self.between_points(x)));
        }
        let mut y = T::splat(self.at_from).plus(x.minus(T::splat(self.from))?.times(T::splat(self.slope))?)?;
        for (from, slope) in &self.turns {
            y = y.plus(x.minus(T::splat(*from))?.larger(T::ZERO).times(T::splat(*slope))?)?;
        }
        Ok(y)
    }

    /// The value on the straight line between the two points beside `x`.
    fn between_points(&self, x: f64) -> f64 {
        let after = self.points.partition_point(|(at, _)| *at < x).clamp(1, self.points.len().max(2) - 1);
        let [(x0, y0), (x1, y1)] = self.points[after - 1..=after] else { return f64::NAN };
        if x1 > x0 { y0 + (y1 - y0) * ((x - x0) / (x1 - x0)) } else { y0 }
    }
}
