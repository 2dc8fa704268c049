//! A model of the user's own, made by the same door as those of any price file.

use std::fmt::Write as _;
use std::hash::{Hash as _, Hasher};

use rust_decimal::Decimal;

use super::{Entry, PROVIDER, YourModel, YourPrice, check_all, check_note, check_word, quoted};
use crate::model::book::{Operation, Origin, Provider, check, text};
use crate::model::size::Size;

/// Words that stand for no quality of a model.
const RESERVED: [&str; 3] = ["default", "auto", "same"];

impl YourModel {
    /// A provider of this one model.
    pub(super) fn provider(&self) -> Result<Provider, String> {
        self.check_words().map_err(|what| format!("model `{}`: {what}", text::excerpt(&self.id)))?;
        check::provider("yours.ron", &self.price_file(), Origin::Yours).map_err(|error| error.what)
    }

    /// What a price file may have and a model of the user's own may not.
    fn check_words(&self) -> Result<(), String> {
        check_word("id", &self.id)?;
        check_word("name", &self.name)?;
        check_note(&self.note)?;
        if self.prices.is_empty() {
            return Err("it has no price; give it at least one".into());
        }
        check_all(&self.prices)?;
        for price in &self.prices {
            check_word("operation", price.operation.name())?;
            if price.size == Some(Size::Auto) {
                return Err("`auto` is no size with a price of its own".into());
            }
            let Some(quality) = &price.quality else { continue };
            check_word("quality", quality)?;
            if RESERVED.contains(&quality.as_str()) {
                return Err(format!("`{quality}` cannot be the name of a quality"));
            }
        }
        Ok(())
    }

    /// The model as a price file.
    fn price_file(&self) -> String {
        let (sizes, qualities) = (self.sizes(), self.qualities());
        let day = quoted(&self.from.to_string());
        let failure = "(rule: unknown(expected: \"0.5\"), source: \"yours\", confidence: none)";
        let mut out = format!("(format: {}, id: \"{PROVIDER}\", name: \"Yours\", ", check::FORMAT);
        write!(out, "sources: {{\"yours\": (url: \"\", kind: yours, checked: {day})}}, failures: (").ok();
        for outcome in ["server_error", "timeout", "input_block", "output_block", "invalid_request"] {
            write!(out, "{outcome}: {failure}, ").ok();
        }
        write!(out, "), models: [(id: {}, name: {}, ", quoted(&self.id), quoted(&self.name)).ok();
        write!(out, "state: active, from: {day}, confidence: high, source: \"yours\", ").ok();
        write!(out, "note: {}, ", quoted(&self.note)).ok();
        write!(out, "operations: [{}], ", list(self.operations().into_iter().map(Operation::name))).ok();
        if let Some(first) = sizes.first() {
            write!(out, "sizes: [{}], default_size: {}, ", list(&sizes), quoted(first)).ok();
        }
        if let Some(first) = self.prices.iter().find_map(|price| price.quality.as_deref()) {
            write!(out, "qualities: [{}], default_quality: {}, ", list(qualities), quoted(first)).ok();
        }
        if let Some(batch) = self.batch {
            write!(out, "batch: \"{batch}\", ").ok();
        }
        out += "rates: [";
        for price in &self.prices {
            write!(out, "(unit: image, operations: [{}], ", quoted(price.operation.name())).ok();
            price.write_choice(&mut out);
            write!(out, "usd: \"{}\"), ", price.usd).ok();
        }
        out + "])])"
    }

    /// The operations, the usual ones first.
    fn operations(&self) -> Vec<&Operation> {
        let mut found = unique(self.prices.iter().map(|price| &price.operation));
        found.sort_by_key(|operation| match operation {
            Operation::Generate => 0,
            Operation::Edit => 1,
            Operation::ImageToImage => 2,
            Operation::Own(_) => 3,
        });
        found
    }

    fn sizes(&self) -> Vec<String> {
        unique(self.prices.iter().filter_map(|price| price.size)).iter().map(Size::to_string).collect()
    }

    /// The qualities, cheapest first.
    fn qualities(&self) -> Vec<&str> {
        let mut found = unique(self.prices.iter().filter_map(|price| price.quality.as_deref()));
        let cheapest = |quality: &str| -> Option<Decimal> {
            let own = self.prices.iter().filter(|price| price.quality.as_deref() == Some(quality));
            own.map(|price| price.usd).min()
        };
        found.sort_by_key(|quality| cheapest(quality));
        found
    }
}

impl YourPrice {
    /// Writes size and quality, where they are named.
    pub(super) fn write_choice(&self, out: &mut String) {
        if let Some(size) = self.size {
            write!(out, "size: \"{size}\", ").ok();
        }
        if let Some(quality) = &self.quality {
            write!(out, "quality: {}, ", quoted(quality)).ok();
        }
    }
}

impl Entry for YourModel {
    const MOST: usize = 500;
    const MANY: &'static str = "models";

    fn is_twin(&self, other: &Self) -> bool {
        self.id == other.id
    }

    fn mark(&self, hasher: &mut impl Hasher) {
        self.id.hash(hasher);
    }

    fn words(&self) -> String {
        format!("model `{}`", self.id)
    }
}

impl Entry for YourPrice {
    const MOST: usize = 500;
    const MANY: &'static str = "prices";

    fn is_twin(&self, other: &Self) -> bool {
        (&self.operation, self.size, &self.quality) == (&other.operation, other.size, &other.quality)
    }

    fn mark(&self, hasher: &mut impl Hasher) {
        (&self.operation, self.size, &self.quality).hash(hasher);
    }

    fn words(&self) -> String {
        let mut words = vec![self.operation.to_string()];
        words.extend(self.size.map(|size| size.to_string()));
        words.extend(self.quality.clone());
        format!("the price for {}", words.join(", "))
    }
}

/// Each once, in the order of their first appearance.
fn unique<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for one in all {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

fn list<S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> String {
    texts.into_iter().map(|text| quoted(text.as_ref())).collect::<Vec<_>>().join(", ")
}
