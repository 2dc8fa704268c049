//! Retry luck: what one requested image costs when attempts fail, are retried and are billed.
//!
//! A request is a loop of at most `max_attempts` attempts that stops at the first outcome that is
//! not retried. With the probability `duplicate` a second, independent request runs beside it.
//! All formulas are exact; `k` counts attempts left, `p` are probabilities, `v` charges:
//!
//! - attempts of a request: `A = 1 + r + … + r^(m-1)`, with `r` the probability of a retried outcome;
//! - mean cost: `A · E[charge of one attempt]` (Wald);
//! - raw moments: `M_n(k) = tau_n + sum_i C(n,i) rho_i M_(n-i)(k-1)`, with `tau_n` and `rho_n` the
//!   moments of the charges that end the request and of those that are retried.
#![expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "indices of moments stay below the constant K; numbers are added by the checked trait"
)]

use super::num::{Num, TooLarge, sum};
use super::outcome::{Outcome, PerOutcome};

/// One line's numbers.
#[derive(Debug, Clone)]
pub struct Terms<T> {
    /// Images asked for, or to be kept when `until_kept`.
    pub images: T,
    /// Whether images are requested until `images` are kept.
    pub until_kept: bool,
    /// Probability that a delivered image is kept.
    pub acceptance: T,
    /// Probability of each failed outcome of one attempt.
    pub chances: PerOutcome<T>,
    /// Whether each failed outcome is tried again.
    pub retried: PerOutcome<bool>,
    /// Most attempts of one request.
    pub max_attempts: u32,
    /// Probability that an independent duplicate of the request runs too.
    pub duplicate: T,
    /// What an image can be: operation, tier, quality, size. Weights sum to 1.
    pub lanes: Vec<Lane<T>>,
}

/// One kind of image within a line.
#[derive(Debug, Clone, Copy)]
pub struct Lane<T> {
    /// Share of the line's images.
    pub weight: T,
    /// Charge of a succeeded attempt in USD.
    pub price: T,
    /// Charge of an attempt that ended otherwise.
    pub failed: PerOutcome<T>,
}

/// Probabilities of one requested image that do not depend on prices.
#[derive(Debug, Clone, Copy)]
pub struct Odds<T> {
    /// Probability that an attempt succeeds.
    pub success: T,
    /// Expected attempts of one request.
    pub attempts: T,
    /// Probability that one request succeeds.
    pub request_succeeds: T,
    /// Probability that a requested image is delivered by its request or its duplicate.
    pub delivered: T,
    /// Probability that a requested image is kept.
    pub kept: T,
    /// Expected requests: one, plus the duplicate.
    pub requests: T,
}

/// Expected counts of a line.
#[derive(Debug, Clone, Copy)]
pub struct Counts<T> {
    /// Images requested.
    pub requested: T,
    /// Requests, duplicates included.
    pub requests: T,
    /// Attempts.
    pub attempts: T,
    /// Attempts that succeeded, duplicates included.
    pub succeeded: T,
    /// Attempts that ended otherwise, by outcome.
    pub failed: PerOutcome<T>,
    /// Images that came back; a duplicate's second copy does not count.
    pub delivered: T,
    /// Images that a person accepted.
    pub kept: T,
}

/// Why a line has no expected cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LuckError {
    /// Out of range.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// Images are requested until enough are kept, and none ever is.
    #[error("no image is ever kept with these failure rates, so the wanted number cannot be reached")]
    NeverKept,
    /// Shares of operations, or rates of failures, sum past 1.
    #[error("the shares or the failure rates sum past 100 %")]
    PastWhole,
}

impl<T: Num> Terms<T> {
    /// The probabilities of one requested image.
    ///
    /// # Errors
    /// When a number does not fit.
    pub fn odds(&self) -> Result<Odds<T>, TooLarge> {
        let success = T::ONE.minus(sum(self.chances.0)?)?;
        let again = sum(self.chances.iter().filter(|(outcome, _)| *self.retried.get(*outcome)).map(|(_, p)| *p))?;
        let mut attempts = T::ZERO;
        for _ in 0..self.max_attempts {
            attempts = T::ONE.plus(again.times(attempts)?)?;
        }
        let request_succeeds = success.times(attempts)?;
        let rescued = self.duplicate.times(request_succeeds)?.times(T::ONE.minus(request_succeeds)?)?;
        let delivered = request_succeeds.plus(rescued)?;
        Ok(Odds {
            success,
            attempts,
            request_succeeds,
            delivered,
            kept: delivered.times(self.acceptance)?,
            requests: T::ONE.plus(self.duplicate)?,
        })
    }

    /// Expected counts.
    ///
    /// # Errors
    /// When a number does not fit, or images are requested until kept and none ever is.
    pub fn counts(&self) -> Result<Counts<T>, LuckError> {
        self.counts_with(&self.odds()?)
    }

    fn counts_with(&self, odds: &Odds<T>) -> Result<Counts<T>, LuckError> {
        let requested = match self.until_kept {
            false => self.images,
            true if self.images.is_nothing() => T::ZERO,
            true if odds.kept.is_nothing() => return Err(LuckError::NeverKept),
            true => self.images.over(odds.kept)?,
        };
        let requests = requested.times(odds.requests)?;
        let attempts = requests.times(odds.attempts)?;
        let mut failed = PerOutcome([T::ZERO; 5]);
        for (count, p) in failed.0.iter_mut().zip(self.chances.0) {
            *count = attempts.times(p)?;
        }
        Ok(Counts {
            requested,
            requests,
            attempts,
            succeeded: requests.times(odds.request_succeeds)?,
            failed,
            delivered: requested.times(odds.delivered)?,
            kept: if self.until_kept { self.images } else { requested.times(odds.kept)? },
        })
    }

    /// Expected gross in USD.
    ///
    /// # Errors
    /// As [`Terms::counts`].
    pub fn mean(&self) -> Result<T, LuckError> {
        let odds = self.odds()?;
        let attempts = self.counts_with(&odds)?.attempts;
        Ok(attempts.times(self.attempt_mean(odds.success)?)?)
    }

    /// Expected charge of one attempt, which succeeds with this probability.
    ///
    /// # Errors
    /// When a number does not fit.
    pub fn attempt_mean(&self, success: T) -> Result<T, TooLarge> {
        sum_results(self.lanes.iter().map(|lane| {
            let failed = sum_results(self.chances.iter().map(|(o, p)| p.times(*lane.failed.get(o))))?;
            lane.weight.times(lane.price.times(success)?.plus(failed)?)
        }))
    }

    /// Expected attempts that are billed at all.
    ///
    /// # Errors
    /// When a number does not fit.
    pub fn billed_attempts(&self, counts: &Counts<T>) -> Result<T, TooLarge> {
        let failed = sum_results(self.lanes.iter().map(|lane| {
            let billed = Outcome::ALL.into_iter().filter(|o| lane.failed.get(*o).is_positive());
            lane.weight.times(sum(billed.map(|o| *counts.failed.get(o)))?)
        }))?;
        counts.succeeded.plus(failed)
    }

    /// Cumulants of the gross from the first on: mean, variance, third, …; `K` is one more than
    /// their number, at most 5.
    ///
    /// # Errors
    /// As [`Terms::counts`].
    pub fn cumulants<const K: usize>(&self) -> Result<[T; K], LuckError> {
        if self.images.is_nothing() {
            return Ok([T::ZERO; K]);
        }
        let lanes = self.lanes.iter().map(|lane| Ok((lane.weight, self.lane_moments(lane)?)));
        let mut per_image = self.image_cumulants::<K>(lanes)?;
        for cumulant in &mut per_image {
            *cumulant = cumulant.times(self.images)?;
        }
        Ok(per_image)
    }

    /// Cumulants of one requested image's cost, or of one kept image's cycle of requests, from the
    /// weight and the moments of each lane.
    ///
    /// # Errors
    /// As [`Terms::counts`].
    pub fn image_cumulants<const K: usize>(
        &self,
        lanes: impl Iterator<Item = Result<(T, [[T; K]; 2]), TooLarge>>,
    ) -> Result<[T; K], LuckError> {
        let mut kept = [T::ZERO; K];
        let mut other = [T::ZERO; K];
        for lane in lanes {
            let (weight, [delivered, lost]) = lane?;
            for n in 0..K {
                if !self.until_kept {
                    other[n] = other[n].plus(weight.times(delivered[n].plus(lost[n])?)?)?;
                    continue;
                }
                let accepted = self.acceptance.times(delivered[n])?;
                let refused = delivered[n].minus(accepted)?.plus(lost[n])?;
                kept[n] = kept[n].plus(weight.times(accepted)?)?;
                other[n] = other[n].plus(weight.times(refused)?)?;
            }
        }
        if !self.until_kept {
            return Ok(to_cumulants(other)?);
        }
        let mut moments = [T::ZERO; K];
        // A cycle: failures repeat until one image is kept, R_n = (S_n + sum C F_i R_(n-i)) / (1 - F_0).
        let ends = T::ONE.minus(other[0])?;
        if !ends.is_positive() {
            return Err(LuckError::NeverKept);
        }
        for n in 0..K {
            let mut total = kept[n];
            for i in 1..=n {
                total = total.plus(binomial::<T>(n, i).times(other[i])?.times(moments[n - i])?)?;
            }
            moments[n] = total.over(ends)?;
        }
        Ok(to_cumulants(moments)?)
    }

    /// Moments of one requested image's cost, its duplicate included: when delivered, when not; all in
    /// the second where nobody needs them apart.
    ///
    /// # Errors
    /// When a number does not fit.
    pub fn lane_moments<const K: usize>(&self, lane: &Lane<T>) -> Result<[[T; K]; 2], TooLarge> {
        let [won, lost] = self.request_moments::<K>(lane)?;
        if self.duplicate.is_nothing() {
            return Ok([won, lost]);
        }
        let alone = T::ONE.minus(self.duplicate)?;
        let mut all = [T::ZERO; K];
        for n in 0..K {
            all[n] = won[n].plus(lost[n])?;
        }
        let (mut delivered, mut undelivered) = ([T::ZERO; K], [T::ZERO; K]);
        for n in 0..K {
            let (mut both, mut both_lost) = (T::ZERO, T::ZERO);
            for i in 0..=n {
                let ways = binomial::<T>(n, i);
                both = both.plus(ways.times(all[i])?.times(all[n - i])?)?;
                both_lost = both_lost.plus(ways.times(lost[i])?.times(lost[n - i])?)?;
            }
            let total = alone.times(all[n])?.plus(self.duplicate.times(both)?)?;
            undelivered[n] = alone.times(lost[n])?.plus(self.duplicate.times(both_lost)?)?;
            delivered[n] = total.minus(undelivered[n])?;
        }
        Ok([delivered, undelivered])
    }

    /// Moments of one request's cost: when it succeeds, when it does not; all in the second where
    /// nobody needs them apart.
    fn request_moments<const K: usize>(&self, lane: &Lane<T>) -> Result<[[T; K]; 2], TooLarge> {
        let success = T::ONE.minus(sum(self.chances.0)?)?;
        let (mut succeeds, mut ends, mut again) = ([T::ZERO; K], [T::ZERO; K], [T::ZERO; K]);
        // Only images that are requested until kept need to know which requests succeeded.
        let apart = self.until_kept;
        add_powers(if apart { &mut succeeds } else { &mut ends }, success, lane.price)?;
        for (outcome, p) in self.chances.iter() {
            let into = if *self.retried.get(outcome) { &mut again } else { &mut ends };
            add_powers(into, *p, *lane.failed.get(outcome))?;
        }
        let mut ways = [[T::ZERO; K]; K];
        for (n, row) in ways.iter_mut().enumerate() {
            for i in 0..=n {
                row[i] = if i == 0 || i == n { again[i] } else { binomial::<T>(n, i).times(again[i])? };
            }
        }
        // With one attempt left, what would be tried again ends the request as well.
        let (mut won, mut lost) = (succeeds, ends);
        for n in 0..K {
            lost[n] = lost[n].plus(again[n])?;
        }
        for _ in 1..self.max_attempts {
            let (mut next_won, mut next_lost) = (succeeds, ends);
            for n in 0..K {
                for i in 0..=n {
                    if apart {
                        next_won[n] = next_won[n].plus(ways[n][i].times(won[n - i])?)?;
                    }
                    next_lost[n] = next_lost[n].plus(ways[n][i].times(lost[n - i])?)?;
                }
            }
            (won, lost) = (next_won, next_lost);
        }
        Ok([won, lost])
    }
}

/// Adds `p · value^n` for every `n`.
#[inline]
fn add_powers<T: Num, const K: usize>(into: &mut [T; K], p: T, value: T) -> Result<(), TooLarge> {
    let mut power = p;
    into[0] = into[0].plus(p)?;
    // The zeroth power of nothing is one, and all others are nothing.
    for moment in into.iter_mut().skip(1).filter(|_| !value.is_nothing()) {
        power = power.times(value)?;
        *moment = moment.plus(power)?;
    }
    Ok(())
}

/// Cumulants from raw moments about zero; index 0 is unused and zero.
fn to_cumulants<T: Num, const K: usize>(moments: [T; K]) -> Result<[T; K], TooLarge> {
    let mut cumulants = [T::ZERO; K];
    for n in 1..K {
        let mut value = moments[n];
        for i in 1..n {
            value = value.minus(binomial::<T>(n - 1, i - 1).times(cumulants[i])?.times(moments[n - i])?)?;
        }
        cumulants[n] = value;
    }
    Ok(cumulants)
}

/// Binomial coefficients up to 4 over 4.
#[inline]
fn binomial<T: Num>(n: usize, k: usize) -> T {
    const TABLE: [[u8; 5]; 5] = [[1, 0, 0, 0, 0], [1, 1, 0, 0, 0], [1, 2, 1, 0, 0], [1, 3, 3, 1, 0], [1, 4, 6, 4, 1]];
    T::small(TABLE[n][k])
}

fn sum_results<T: Num>(values: impl IntoIterator<Item = Result<T, TooLarge>>) -> Result<T, TooLarge> {
    values.into_iter().try_fold(T::ZERO, |total, value| total.plus(value?))
}
