//! Which sizes a provider takes, and which of them cost less than the one that is asked for.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::book::{Model, SizeLimits};
use super::num::{Num as _, TooLarge};
use super::price::{Ask, output_tokens, price};
use super::size::{Pixels, Size};

/// The longest edge that is looked at, in pixels: no size has a longer one.
const LONGEST_EDGE: u64 = 65_536;
/// Most sizes that are advised.
const MOST_ADVICE: usize = 3;
/// Sizes that providers' own pages name, landscape and square; a portrait one is its landscape turned.
const KNOWN: [Pixels; 10] = [
    Pixels { width: 1024, height: 1024 },
    Pixels { width: 1376, height: 768 },
    Pixels { width: 1536, height: 1024 },
    Pixels { width: 1536, height: 1536 },
    Pixels { width: 1792, height: 1024 },
    Pixels { width: 1920, height: 1088 },
    Pixels { width: 2048, height: 1152 },
    Pixels { width: 2048, height: 2048 },
    Pixels { width: 2560, height: 1440 },
    Pixels { width: 3840, height: 2160 },
];

impl SizeLimits {
    /// The legal size nearest to a wanted one; none when no size is legal.
    ///
    /// Nearest is the one whose edges change least: the larger of the two relative changes counts. Of
    /// several alike it is the one with the nearest aspect ratio, then the one with more pixels, then
    /// the wider.
    pub fn nearest(&self, wanted: Pixels) -> Option<Pixels> {
        let step = u64::from(self.step);
        let steps = u64::from(self.max_edge).min(LONGEST_EDGE).checked_div(step)?;
        let start = u64::from(wanted.width).checked_div(step)?.min(steps);
        let mut best: Option<Change> = None;
        let mut look = |counts: &mut dyn Iterator<Item = u64>| {
            for width in counts.map(|count| count.saturating_mul(step)) {
                // From here on widths alone are worse than a size that is known.
                if best.is_some_and(|best| scaled_change(width, wanted.width, wanted.height) > best.edges) {
                    break;
                }
                let heights = self.heights(width, wanted).into_iter().flatten();
                let sizes = heights.filter_map(|height| Change::of(wanted, width, height));
                best = sizes.chain(best).min_by(Change::compare);
            }
        };
        look(&mut (1..=start).rev());
        look(&mut (start.saturating_add(1)..=steps));
        best.map(|change| change.size)
    }

    /// Legal heights at a width, among them the one of the nearest size of that width: those around
    /// the height that keeps the aspect ratio and those around the wanted height.
    fn heights(&self, width: u64, wanted: Pixels) -> [Option<u64>; 4] {
        let (step, aspect) = (u64::from(self.step).max(1), u64::from(self.max_aspect));
        let up = |height: u64| height.div_ceil(step).saturating_mul(step);
        let down = |height: u64| whole_steps(height, step);
        let low = self.min_pixels.div_ceil(width.max(1)).max(width.div_ceil(aspect.max(1))).max(1);
        let most = self.max_pixels.checked_div(width).unwrap_or(0);
        let high = most.min(width.saturating_mul(aspect)).min(self.max_edge.into()).min(LONGEST_EDGE);
        let (low, high) = (up(low), down(high));
        if low > high {
            return [None; 4];
        }
        let same = width.saturating_mul(wanted.height.into()).checked_div(wanted.width.into()).unwrap_or(high);
        let wanted = u64::from(wanted.height);
        [down(same), up(same.saturating_add(1)), down(wanted), up(wanted)].map(|height| Some(height.clamp(low, high)))
    }
}

/// The largest multiple of a step that is not above a number.
fn whole_steps(number: u64, step: u64) -> u64 {
    number.checked_div(step).unwrap_or(0).saturating_mul(step)
}

/// The relative change of an edge, times both wanted edges.
fn scaled_change(edge: u64, wanted: u32, other: u32) -> u64 {
    edge.abs_diff(wanted.into()).saturating_mul(other.into())
}

/// A size and how far it is from the wanted one.
#[derive(Debug, Clone, Copy)]
struct Change {
    /// The larger relative change of an edge, times both wanted edges.
    edges: u64,
    aspect: Aspect,
    size: Pixels,
}

impl Change {
    fn of(wanted: Pixels, width: u64, height: u64) -> Option<Self> {
        let across = scaled_change(width, wanted.width, wanted.height);
        let down = scaled_change(height, wanted.height, wanted.width);
        let size = Pixels { width: width.try_into().ok()?, height: height.try_into().ok()? };
        Some(Self { edges: across.max(down), aspect: Aspect::between(wanted, size), size })
    }

    /// Nearer is less.
    fn compare(&self, other: &Self) -> Ordering {
        (self.edges.cmp(&other.edges))
            .then_with(|| self.aspect.compare(other.aspect))
            .then_with(|| other.size.area().cmp(&self.size.area()))
            .then_with(|| other.size.width.cmp(&self.size.width))
    }
}

/// How far two aspect ratios are apart: the larger over the smaller.
#[derive(Debug, Clone, Copy)]
struct Aspect {
    more: u128,
    less: u128,
}

impl Aspect {
    fn between(a: Pixels, b: Pixels) -> Self {
        let product = |x: u32, y: u32| u128::from(x).saturating_mul(u128::from(y));
        let (one, two) = (product(a.width, b.height), product(a.height, b.width));
        Self { more: one.max(two), less: one.min(two) }
    }

    /// Nearer is less.
    fn compare(self, other: Self) -> Ordering {
        self.more.saturating_mul(other.less).cmp(&other.more.saturating_mul(self.less))
    }
}

/// The size of a list that is nearest to a wanted one: by aspect ratio first, then by pixels. A class
/// holds every aspect ratio.
pub fn nearest_of(sizes: impl IntoIterator<Item = Size>, wanted: Pixels) -> Option<Size> {
    let far = |size: Size| {
        let pixels = size.pixels()?;
        let shape = if matches!(size, Size::Class(_)) { wanted } else { pixels };
        Some((Aspect::between(wanted, shape), pixels.area().abs_diff(wanted.area()), size))
    };
    let nearer = |a: &(Aspect, u64, Size), b: &(Aspect, u64, Size)| a.0.compare(b.0).then(a.1.cmp(&b.1));
    sizes.into_iter().filter_map(far).min_by(nearer).map(|(_, _, size)| size)
}

/// A size that costs less and has no fewer pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SizeAdvice {
    /// The size.
    pub size: Size,
    /// Its pixels over those of the size that was asked for; 1 or more.
    pub pixels_ratio: Decimal,
    /// USD of the call at this size.
    pub price: Decimal,
    /// Share of the present price that is saved, above 0.
    pub saving: Decimal,
}

/// Sizes at which the same call costs less for no fewer pixels, the cheapest first, at most three.
///
/// Looks at the sizes that the model offers and, where others are legal, at some well-known ones that
/// the provider does not call experimental. An image keeps its orientation or becomes square, and a
/// square one may become landscape. Empty when the call has no price.
pub fn cheaper_sizes(model: &Model, ask: &Ask) -> Vec<SizeAdvice> {
    let Some(asked) = ask.size.and_then(Size::pixels) else { return Vec::new() };
    let Ok(now) = price(model, ask).map(|price| price.total) else { return Vec::new() };
    let mut at = ask.clone();
    let mut found: Vec<SizeAdvice> = Vec::new();
    for size in model.sizes.iter().copied().chain(known_sizes(model, asked)) {
        let Some(pixels) = size.pixels().filter(|pixels| may_become(asked, *pixels)) else { continue };
        if pixels.area() < asked.area() || found.iter().any(|advice| advice.size == size) {
            continue;
        }
        at.size = Some(size);
        let Ok(cost) = price(model, &at).map(|price| price.total) else { continue };
        if cost < now
            && let Ok(advice) = advise(size, (asked.area(), pixels.area()), (now, cost))
        {
            found.push(advice);
        }
    }
    found.sort_by_key(|advice| (advice.price, advice.pixels_ratio));
    found.truncate(MOST_ADVICE);
    found
}

fn advise(size: Size, (asked, area): (u64, u64), (now, price): (Decimal, Decimal)) -> Result<SizeAdvice, TooLarge> {
    let pixels_ratio = Decimal::from(area).over(asked.into())?;
    Ok(SizeAdvice { size, pixels_ratio, price, saving: now.minus(price)?.over(now)? })
}

/// Well-known sizes that the model's limits allow, turned to portrait where that is asked for.
fn known_sizes(model: &Model, asked: Pixels) -> impl Iterator<Item = Size> {
    let limits = model.size_limits;
    let portrait = asked.height > asked.width;
    let turned = move |Pixels { width, height }| if portrait { (height, width) } else { (width, height) };
    KNOWN.into_iter().map(turned).filter_map(move |(width, height)| {
        let (pixels, limits) = (Pixels { width, height }, limits?);
        let tried = limits.experimental_above.is_none_or(|above| pixels.area() <= above);
        (tried && limits.objection(pixels).is_none()).then_some(Size::Exact(pixels))
    })
}

/// Whether an image may be made in another shape: its own, square, or landscape instead of square.
fn may_become(asked: Pixels, other: Pixels) -> bool {
    match (asked.width.cmp(&asked.height), other.width.cmp(&other.height)) {
        (_, Ordering::Equal) | (Ordering::Equal, Ordering::Greater) => true,
        (from, to) => from == to,
    }
}

/// What a size means for a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SizeFacts {
    /// Megapixels, rounded to two decimals; a class at its nominal pixels.
    pub megapixels: Decimal,
    /// Pixels of one megapixel: the model's own definition where it has one, else 1,000,000.
    pub megapixel_pixels: u32,
    /// Image output tokens of one image, where the model's rule gives them.
    pub tokens: Option<u64>,
}

/// What a size means for a model at a quality; none for `auto`, whose pixels nobody knows.
pub fn size_facts(model: &Model, size: Size, quality: Option<&str>) -> Option<SizeFacts> {
    let own = model.megapixels.map(|rule| rule.pixels).filter(|pixels| is_megapixel(*pixels));
    let megapixel_pixels = own.unwrap_or(1_000_000);
    let megapixels = Decimal::from(size.pixels()?.area()).over(megapixel_pixels.into()).ok()?.round_dp(2);
    Some(SizeFacts { megapixels, megapixel_pixels, tokens: output_tokens(model, Some(size), quality).ok() })
}

impl Model {
    /// The nearest size that the model takes: within its limits, or of its list.
    pub fn nearest_size(&self, wanted: Pixels) -> Option<Size> {
        match self.size_limits {
            Some(limits) => limits.nearest(wanted).map(Size::Exact),
            None => nearest_of(self.sizes.iter().copied(), wanted),
        }
    }
}

/// Whether so many pixels are what people call a megapixel; some providers count other areas.
pub fn is_megapixel(pixels: u32) -> bool {
    (1_000_000..=1_048_576).contains(&pixels)
}
