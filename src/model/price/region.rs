//! What a region makes of a call's rates.

use rust_decimal::Decimal;

use super::{Ask, PriceProblem};
use crate::model::book::Model;

/// What every rate is multiplied by in the region that is asked for; 1 where none is.
///
/// # Errors
/// When the model does not have the region on that day.
pub fn region_factor(model: &Model, ask: &Ask) -> Result<Decimal, PriceProblem> {
    let Some(name) = ask.region.as_deref() else { return Ok(Decimal::ONE) };
    let region = model.region_on(name, ask.day).ok_or_else(|| {
        let known = model.region_names().into_iter().filter(|known| model.region_on(known, ask.day).is_some());
        let offered: Vec<&str> = known.chain(["default"]).collect();
        PriceProblem::NoSuchRegion {
            model: model.id.clone(),
            region: name.to_owned(),
            offered: if offered.len() > 1 { offered.join(", ") } else { "only the default".into() },
        }
    })?;
    Ok(region.factor)
}
