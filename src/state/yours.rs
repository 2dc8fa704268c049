//! Forms for the user's own prices, as typed.

use rust_decimal::Decimal;

use crate::model::assumption::{Key, Value, spec};
use crate::model::book::yours::{YourModel, YourPrice, YourRate};
use crate::model::book::{Model, Operation, Rate};
use crate::model::day::Day;

/// A negotiated rate, while it is typed.
#[derive(Debug, Clone, PartialEq)]
pub struct RateForm {
    /// What it is for; its amount and day are those of the list until the form is taken.
    pub rate: YourRate,
    /// The model's name.
    pub name: String,
    /// What is priced, in words.
    pub what: String,
    /// The list price in USD, per 1M for tokens.
    pub list: Decimal,
    /// The amount field.
    pub usd: String,
    /// The day field.
    pub from: String,
    /// The note field.
    pub note: String,
    /// Whether there is such a rate, which can be taken away.
    pub known: bool,
    /// Why the last try failed.
    pub error: Option<String>,
}

impl RateForm {
    /// A form for a rate of a model: the user's own if there is one, else the list's.
    pub fn of(model: &Model, rate: &Rate, list: Decimal, known: Option<&YourRate>, today: Day) -> Self {
        let own = known.cloned().unwrap_or_else(|| YourRate::of(rate, &model.id, rate.usd, today));
        Self {
            name: model.name.clone(),
            what: rate.words(),
            list,
            usd: own.usd.normalize().to_string(),
            from: own.from.to_string(),
            note: own.note.clone(),
            known: known.is_some(),
            error: None,
            rate: own,
        }
    }

    /// The rate as typed.
    ///
    /// # Errors
    /// Which field is wrong, and what would be right.
    pub fn read(&self) -> Result<YourRate, String> {
        Ok(YourRate {
            usd: amount(&self.usd)?,
            from: day(&self.from)?,
            note: self.note.trim().to_owned(),
            ..self.rate.clone()
        })
    }

    /// How far the typed amount lies from the list price, as a share; none where either is no amount.
    pub fn change(&self) -> Option<Decimal> {
        let difference = amount(&self.usd).ok()?.checked_sub(self.list)?;
        difference.checked_div(self.list).map(|share| share.round_dp(4))
    }
}

/// A model of the user's own, while it is typed.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelForm {
    /// The id within `yours`, when a model that is there is changed.
    pub known: Option<String>,
    /// The name field.
    pub name: String,
    /// The prices.
    pub prices: Vec<PriceForm>,
    /// What the batch tier costs, in percent of the price; empty for no such tier.
    pub batch: String,
    /// The day field.
    pub from: String,
    /// The note field.
    pub note: String,
    /// Why the last try failed.
    pub error: Option<String>,
}

/// One price of a model of the user's own, while it is typed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PriceForm {
    /// Operation.
    pub operation: String,
    /// Size; empty for any.
    pub size: String,
    /// Quality; empty for any.
    pub quality: String,
    /// USD per image.
    pub usd: String,
}

impl ModelForm {
    /// An empty form.
    pub fn new(today: Day) -> Self {
        Self {
            known: None,
            name: String::new(),
            prices: vec![PriceForm { operation: Operation::Generate.to_string(), ..PriceForm::default() }],
            batch: String::new(),
            from: today.to_string(),
            note: String::new(),
            error: None,
        }
    }

    /// The form of a model that is there.
    pub fn of(model: &YourModel) -> Self {
        let price = |price: &YourPrice| PriceForm {
            operation: price.operation.to_string(),
            size: price.size.map(|size| size.to_string()).unwrap_or_default(),
            quality: price.quality.clone().unwrap_or_default(),
            usd: price.usd.normalize().to_string(),
        };
        let percent = |share: Decimal| share.saturating_mul(Decimal::ONE_HUNDRED).normalize().to_string();
        Self {
            known: Some(model.id.clone()),
            name: model.name.clone(),
            prices: model.prices.iter().map(price).collect(),
            batch: model.batch.map(percent).unwrap_or_default(),
            from: model.from.to_string(),
            note: model.note.clone(),
            error: None,
        }
    }

    /// The model as typed, under `id` where it is new.
    ///
    /// # Errors
    /// Which field is wrong, and what would be right.
    pub fn read(&self, id: impl FnOnce(&str) -> String) -> Result<YourModel, String> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err("the name is empty; write what people call the model".into());
        }
        let batch = match self.batch.trim().trim_end_matches('%').trim() {
            "" => None,
            text => {
                let percent =
                    amount(text).map_err(|_| format!("`{text}` is not a share; write a percentage such as 50"))?;
                Some(percent.checked_div(Decimal::ONE_HUNDRED).unwrap_or_default())
            }
        };
        let word = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let price = |form: &PriceForm| {
            Ok(YourPrice {
                operation: Operation::named(&word(&form.operation).ok_or("an operation is empty; write generate")?),
                size: word(&form.size).map(|size| size.parse()).transpose().map_err(error_words)?,
                quality: word(&form.quality),
                usd: amount(&form.usd)?,
            })
        };
        Ok(YourModel {
            id: self.known.clone().unwrap_or_else(|| id(name)),
            name: name.to_owned(),
            prices: self.prices.iter().map(price).collect::<Result<_, String>>()?,
            batch,
            from: day(&self.from)?,
            note: self.note.trim().to_owned(),
        })
    }
}

fn error_words(error: impl std::error::Error) -> String {
    error.to_string()
}

/// An amount in USD as people write it.
fn amount(text: &str) -> Result<Decimal, String> {
    match spec(Key::PriceGenerate).parse(text) {
        Ok(Value::Number(usd)) => Ok(usd),
        Ok(_) => Err(format!("`{}` is no amount; write USD such as 0.04", text.trim())),
        Err(error) => Err(format!("`{}` {}", error.text, error.why)),
    }
}

fn day(text: &str) -> Result<Day, String> {
    text.trim().parse().map_err(error_words)
}
