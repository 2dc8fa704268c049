//! What a line's choice of size and quality means for one model: one option, or a mix.

use rust_decimal::Decimal;

use crate::model::assumption::{Key, Kind, Value};
use crate::model::book::{Book, Model};
use crate::model::ladder::{Basis, same_look};
use crate::model::legal::nearest_of;
use crate::model::price::{PriceProblem, needs_size, quality_problem};
use crate::model::scenario::{Place, Scenario};
use crate::model::size::{Class, Size};
use crate::model::warning::{Warning, push};

/// The sizes and qualities that a model may answer with, each equally likely.
#[derive(Debug, Clone)]
pub struct Options {
    /// Sizes; one `None` where the price does not depend on it.
    pub sizes: Vec<Option<Size>>,
    /// Qualities; one `None` where there is no choice.
    pub qualities: Vec<Option<String>>,
    /// A size that was asked for and is priced as another one.
    pub priced_as: Option<(Size, Size)>,
    /// A quality that the model does not have, replaced by its default.
    pub replaced_quality: Option<(String, String)>,
}

/// For which model size and quality were chosen. What was chosen for another one gives way where
/// this model does not have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChosenFor {
    /// Both for this one.
    This,
    /// The size for another one, the quality for this one.
    OtherSize,
    /// Both for another one.
    Other,
}

impl Options {
    /// Resolves a size and a quality for a model.
    ///
    /// # Errors
    /// When the size or the quality does not exist, or one is needed and none was given.
    pub fn of(model: &Model, size: &str, quality: &str, chosen: ChosenFor) -> Result<Self, PriceProblem> {
        let (sizes, priced_as) = sizes(model, size, chosen != ChosenFor::This)?;
        let (qualities, replaced_quality) = qualities(model, quality, chosen == ChosenFor::Other)?;
        Ok(Self { sizes, qualities, priced_as, replaced_quality })
    }

    /// Adds what is to be known about the choice.
    pub(super) fn warn(&self, model: &Model, warnings: &mut Vec<Warning>) {
        let mut add = |warning| push(warnings, warning);
        let id = || model.id.clone();
        for (what, choices) in [("size", self.sizes.len()), ("quality", self.qualities.len())] {
            if choices > 1 {
                add(Warning::Auto { model: id(), what, choices });
            }
        }
        if let Some((asked, priced)) = self.priced_as {
            add(Warning::PricedAs { model: id(), asked: asked.to_string(), priced: priced.to_string() });
        }
        if let Some((asked, used)) = &self.replaced_quality {
            add(Warning::QualityReplaced { model: id(), asked: asked.clone(), used: used.clone() });
        }
        let experimental = model.size_limits.and_then(|limits| limits.experimental_above);
        for size in self.sizes.iter().flatten() {
            if let (Some(above), Some(pixels)) = (experimental, size.pixels())
                && pixels.area() > above
            {
                add(Warning::Experimental { model: id(), size: size.to_string() });
            }
        }
    }

    /// Every pair of size and quality with its share; the last takes what rounding left.
    pub fn pairs(&self) -> Vec<(Decimal, Option<Size>, Option<String>)> {
        let count = self.sizes.len().saturating_mul(self.qualities.len());
        let share = Decimal::ONE.checked_div(count.into()).unwrap_or(Decimal::ONE);
        let pairs = self.sizes.iter().flat_map(|size| self.qualities.iter().map(|q| (share, *size, q.clone())));
        pairs.collect()
    }
}

type Sizes = (Vec<Option<Size>>, Option<(Size, Size)>);

fn sizes(model: &Model, text: &str, may_differ: bool) -> Result<Sizes, PriceProblem> {
    if !model.size_matters() {
        return Ok((vec![None], None));
    }
    let wanted = match text {
        "default" => model.default_size.ok_or_else(|| needs_size(model))?,
        text => text.parse().map_err(|_| needs_size(model))?,
    };
    if wanted == Size::Auto {
        return match model.auto_sizes.as_slice() {
            [] => Err(needs_size(model)),
            mix => Ok((mix.iter().copied().map(Some).collect(), None)),
        };
    }
    let mut priced = priced_size(model, wanted);
    if may_differ && !size_is_offered(model, &priced.to_string()) {
        priced = nearest_size(model, wanted).unwrap_or(priced);
    }
    Ok((vec![Some(priced)], (priced != wanted).then_some((wanted, priced))))
}

/// The offered size that is nearest.
fn nearest_size(model: &Model, wanted: Size) -> Option<Size> {
    nearest_to(model.sizes.iter().copied(), wanted)
}

/// The nearest of some sizes: by shape, then by pixels; a class comes in any shape, so by pixels alone.
fn nearest_to(sizes: impl Iterator<Item = Size>, wanted: Size) -> Option<Size> {
    let pixels = wanted.pixels()?;
    match wanted {
        Size::Class(_) => {
            sizes.min_by_key(|size| size.pixels().map_or(u64::MAX, |size| size.area().abs_diff(pixels.area())))
        }
        _ => nearest_of(sizes, pixels),
    }
}

/// A class stands for many shapes, whose pixels differ by a few percent from its square's.
const CLASS_SLACK_PERCENT: u64 = 105;

/// The size that a model prices a wanted size as: itself, a class that holds it, or a class's pixels.
pub(super) fn priced_size(model: &Model, wanted: Size) -> Size {
    if model.sizes.contains(&wanted) {
        return wanted;
    }
    let Some(pixels) = wanted.pixels() else { return wanted };
    let by_class = model.sizes.iter().all(|size| matches!(size, Size::Class(_)));
    if by_class {
        let room = |class: &Class| class.nominal().area().saturating_mul(CLASS_SLACK_PERCENT) / 100;
        let holds = |class: &Class| room(class) >= pixels.area() && model.sizes.contains(&Size::Class(*class));
        return Class::ALL.into_iter().find(holds).map_or(wanted, Size::Class);
    }
    Size::Exact(pixels)
}

type Qualities = (Vec<Option<String>>, Option<(String, String)>);

fn qualities(model: &Model, text: &str, may_differ: bool) -> Result<Qualities, PriceProblem> {
    if model.qualities.is_empty() {
        let ignored = !may_differ && text != "default" && text != "auto";
        return Ok((vec![None], ignored.then(|| (text.to_owned(), String::new()))));
    }
    let default = model.default_quality.as_deref();
    let wanted = if text == "default" { default } else { Some(text) };
    let (chosen, replaced) = match (quality_problem(model, wanted), may_differ, default) {
        (None, _, _) => (wanted.unwrap_or(text), None),
        (Some(_), true, Some(default)) => (default, Some((text.to_owned(), default.to_owned()))),
        (Some(problem), _, _) => return Err(problem),
    };
    let mix = if chosen == "auto" {
        model.qualities.iter().cloned().map(Some).collect()
    } else {
        vec![Some(chosen.to_owned())]
    };
    Ok((mix, replaced))
}

impl Scenario {
    /// Every value that a choice can have: sizes, qualities and regions of the line's model, or of the model of
    /// the operation where it has its own; words and switches. Empty for what is no choice here.
    pub fn legal_choices(&self, book: &Book, place: Place) -> Vec<Value> {
        let Some(values) = self.values_at(place) else { return Vec::new() };
        let own = |key| match values.text(key) {
            "same" => values.text(Key::Model),
            own => own,
        };
        let id = match place.key {
            Key::EditQuality => own(Key::EditModel),
            Key::ImageToImageQuality => own(Key::ImageToImageModel),
            _ => values.text(Key::Model),
        };
        let model = book.find(id).ok();
        let text = |text: &str| Value::Text(text.to_owned());
        match (&place.key.spec().kind, model) {
            (Kind::Switch, _) => vec![Value::Switch(false), Value::Switch(true)],
            (Kind::Choice(_), Some(model)) if place.key == Key::InputFidelity && !model.has_fidelity() => Vec::new(),
            (Kind::Choice(words), _) => words.iter().map(|word| text(word)).collect(),
            (Kind::Size, Some(model)) if place.key == Key::Size && model.size_matters() => {
                model.sizes.iter().map(|size| text(&size.to_string())).collect()
            }
            (Kind::Region, Some(model)) if !model.regions.is_empty() => {
                ["default"].into_iter().chain(model.region_names()).map(text).collect()
            }
            (Kind::Quality { .. }, Some(model)) => model.qualities.iter().map(|quality| text(quality)).collect(),
            _ => Vec::new(),
        }
    }

    /// The quality of another model that takes the same tokens as a line's quality on `from`, and says
    /// so; none where they are of different families or the ladders are alike.
    pub fn look_on(&self, book: &Book, from: &Model, quality: Place, to: &Value) -> Option<(String, Value)> {
        let to = book.find(&to.to_string()).ok()?;
        let now = self.values_at(quality)?.text(Key::Quality);
        let now = if now == "default" { from.default_quality.as_deref()? } else { now };
        let look = same_look(book, from, now, to)?;
        let words = match look.basis {
            Basis::SameTokens if look.quality != now => "is the same look",
            Basis::NearTokens => "is the nearest look",
            _ => return None,
        };
        let words = format!("{} of {} {words} as {now} of {} by their tokens.", look.quality, to.name, from.name);
        Some((words, Value::Text(look.quality)))
    }

    /// After a line's model changed: replaces a size, a quality and a region that the model does not have
    /// by its default or first one. Says in words what was replaced.
    pub fn fit_to_model(&mut self, book: &Book, place: Place) -> Vec<String> {
        let mut replaced = Vec::new();
        let Some(values) = self.values_at(place) else { return replaced };
        let Ok(model) = book.find(values.text(Key::Model)) else { return replaced };
        let (size, quality) = (values.text(Key::Size).to_owned(), values.text(Key::Quality).to_owned());
        let region = values.text(Key::Region).to_owned();
        let has_size = sizes(model, &size, false).is_ok_and(|(_, priced_as)| priced_as.is_none())
            && (!model.size_matters() || size_is_offered(model, &size));
        if !has_size {
            let new = match model.default_size {
                Some(Size::Auto) | None => model.sizes.first().map(Size::to_string),
                Some(size) => Some(size.to_string()),
            };
            if let Some(new) = new {
                replaced.push(format!("size is now {new}"));
                self.set(Place { key: Key::Size, ..place }, Value::Text(new));
            }
        }
        if model.qualities.is_empty() && quality != "default" {
            self.set(Place { key: Key::Quality, ..place }, Value::Text("default".into()));
        }
        if qualities(model, &quality, false).is_err() {
            let default = model.default_quality.clone().filter(|quality| quality != "auto");
            if let Some(new) = default.or_else(|| model.qualities.first().cloned()) {
                replaced.push(format!("quality is now {new}"));
                self.set(Place { key: Key::Quality, ..place }, Value::Text(new));
            }
        }
        if region != "default" && !model.region_names().contains(&region.as_str()) {
            replaced.push("region is now default".into());
            self.set(Place { key: Key::Region, ..place }, Value::Text("default".into()));
        }
        replaced
    }
}

/// Whether a model has a price for a size as it is written.
fn size_is_offered(model: &Model, text: &str) -> bool {
    match text.parse::<Size>() {
        Ok(size @ Size::Exact(pixels)) => {
            let computed = model.megapixels.is_some() || model.size_limits.is_some();
            let legal = model.size_limits.is_none_or(|limits| limits.objection(pixels).is_none());
            model.sizes.contains(&size) || (computed && legal)
        }
        Ok(size) => size == Size::Auto || model.sizes.contains(&size),
        Err(_) => true,
    }
}

/// Whether a model prices a size, as itself or as the class that holds it.
pub fn takes_size(model: &Model, size: Size) -> bool {
    size_is_offered(model, &priced_size(model, size).to_string())
}

/// The offered size that is most like a wanted one: at least two thirds and at most one and a half times its pixels, the
/// nearest shape first, then the nearest area.
pub fn near_size(model: &Model, wanted: Size) -> Option<Size> {
    let area = wanted.pixels()?.area();
    let offered = model.sizes.iter().filter_map(|size| Some((*size, size.pixels()?)));
    let near = offered.filter(|(_, at)| {
        at.area().saturating_mul(2) <= area.saturating_mul(3) && at.area().saturating_mul(3) >= area.saturating_mul(2)
    });
    nearest_to(near.map(|(size, _)| size), wanted)
}
