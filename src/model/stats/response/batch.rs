//! Expected bills at many values of the first variable: eight at once, and one by one where the eight
//! have no answer together.

use super::{Effect, Live, PastWhole, Response};
use crate::model::luck::LuckError;
use crate::model::stats::wide::{Float as _, WIDTH, Wide};

/// Most variables of a batch.
const MOST_VARIABLES: usize = 4;

/// A response that is asked for expected bills alone.
#[derive(Debug)]
pub struct Batch<'a> {
    one: Live<'a, f64, 2>,
    /// Eight at once; none where a variable must be the same for all of them.
    many: Option<Live<'a, Wide, 2>>,
}

impl<'a> Batch<'a> {
    /// The response at the scenario's own values; it has at most four variables.
    ///
    /// # Errors
    /// As the estimate.
    pub fn new(response: &'a Response) -> Result<Self, LuckError> {
        let one = Live::new(response, PastWhole::Refused)?;
        let whole = |(_, effect): &(usize, Effect)| matches!(effect, Effect::Months | Effect::Attempts);
        let mut effects = response.lines.iter().flat_map(|line| &line.effects).chain(&response.scenario_effects);
        let many = if effects.any(whole) { None } else { Live::new(response, PastWhole::Refused).ok() };
        Ok(Self { one, many })
    }

    /// Adds the bill at each value of the first variable, with these values of the others; not a number
    /// where there is none.
    pub fn bills(&mut self, first: &[f64], others: &[f64], bills: &mut Vec<f64>) {
        let mut rest = [0.0; MOST_VARIABLES];
        let count = (others.len() + 1).min(MOST_VARIABLES);
        rest[1..count].copy_from_slice(&others[..count - 1]);
        for block in first.chunks(WIDTH) {
            if let (Some(many), Ok(x)) = (&mut self.many, <[f64; WIDTH]>::try_from(block)) {
                let mut values = rest.map(Wide::splat);
                values[0] = Wide(x);
                if let Ok(found) = many.set(&values[..count]).and_then(|()| Ok(many.bill()?)) {
                    bills.extend(found.0.map(|bill| if bill.is_finite() { bill } else { f64::NAN }));
                    continue;
                }
            }
            for x in block {
                rest[0] = *x;
                let bill = self.one.set(&rest[..count]).ok().and_then(|()| self.one.bill().ok());
                bills.push(bill.filter(|bill| bill.is_finite()).unwrap_or(f64::NAN));
            }
        }
    }
}
