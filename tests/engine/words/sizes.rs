//! Legal sizes, cheaper sizes, and what a size means.

use image_budget::model::book::SizeLimits;
use image_budget::model::legal::{SizeAdvice, cheaper_sizes, nearest_of, size_facts};
use image_budget::model::price::{Ask, PriceProblem, price};
use image_budget::model::size::{Pixels, Size};
use rust_decimal::Decimal;

use super::{ask, calls, model, px};
use crate::common::{BOOK, d};

/// The nearest legal size by looking at every one: the least larger relative change of an edge, then
/// the nearest aspect ratio, then more pixels, then the wider.
fn nearest_by_search(limits: &SizeLimits, wanted: Pixels) -> Option<Pixels> {
    let mut best: Option<(Decimal, Decimal, Pixels)> = None;
    let (w, h) = (Decimal::from(wanted.width), Decimal::from(wanted.height));
    for width in (limits.step..=limits.max_edge).step_by(limits.step as usize) {
        for height in (limits.step..=limits.max_edge).step_by(limits.step as usize) {
            let size = Pixels { width, height };
            if limits.objection(size).is_some() {
                continue;
            }
            let (x, y) = (Decimal::from(width), Decimal::from(height));
            let change = ((x - w).abs() * h).max((y - h).abs() * w);
            let (one, two) = (x * h, y * w);
            let aspect = one.max(two) / one.min(two);
            let nearer = best.is_none_or(|(best_change, best_aspect, known)| {
                let (area, known_area) = (size.area(), known.area());
                (change, aspect).cmp(&(best_change, best_aspect)).then(known_area.cmp(&area)).is_lt()
                    || (change, aspect, area) == (best_change, best_aspect, known_area) && width > known.width
            });
            if nearer {
                best = Some((change, aspect, size));
            }
        }
    }
    best.map(|(_, _, size)| size)
}

#[test]
fn the_nearest_legal_size_is_the_one_that_a_search_finds() {
    let gpt = model("openai/gpt-image-2").size_limits.unwrap();
    let tight = SizeLimits {
        step: 7,
        min_pixels: 9_000,
        max_pixels: 40_000,
        max_edge: 300,
        max_aspect: 2,
        experimental_above: None,
    };
    for (limits, sizes) in [
        (gpt, vec!["1000x1000", "512x512", "3840x1024", "4096x2048", "1x1", "100x5000", "1366x768"]),
        (tight, vec!["1x1", "100x100", "99x201", "300x300", "301x20", "13x900", "65536x65536", "98x98", "140x71"]),
    ] {
        for size in sizes {
            assert_eq!(limits.nearest(px(size)), nearest_by_search(&limits, px(size)), "{size}");
        }
    }
    assert_eq!(gpt.nearest(px("1000x1000")), Some(px("1008x1008")));
    assert_eq!(gpt.nearest(px("3840x3840")), Some(px("2880x2880")));
    assert_eq!(gpt.nearest(px("4096x2048")), Some(px("3840x1920")));
}

#[test]
fn limits_that_nothing_keeps_have_no_nearest_size() {
    let limits = model("openai/gpt-image-2").size_limits.unwrap();
    for none in [
        SizeLimits { min_pixels: 20_000_000, ..limits },
        SizeLimits { max_edge: 15, ..limits },
        SizeLimits { max_aspect: 0, ..limits },
        SizeLimits { step: 0, ..limits },
    ] {
        assert_eq!(none.nearest(px("1024x1024")), None, "{none:?}");
    }
}

#[test]
fn every_nearest_size_is_legal_and_a_legal_size_is_its_own() {
    for model in BOOK.models() {
        let Some(limits) = model.size_limits else { continue };
        for text in ["1x1", "65536x65536", "1x65536", "1000x777", "1920x1080"] {
            let near = limits.nearest(px(text)).unwrap_or_else(|| panic!("{}: {text}", model.id));
            assert_eq!(limits.objection(near), None, "{}: {text} gives {near}", model.id);
            assert_eq!(limits.nearest(near), Some(near), "{}", model.id);
        }
    }
}

#[test]
fn of_a_list_the_nearest_shape_comes_before_the_nearest_area() {
    let of = |sizes: &[&str], wanted: &str| {
        nearest_of(sizes.iter().map(|size| size.parse::<Size>().unwrap()), px(wanted)).map(|size| size.to_string())
    };
    assert_eq!(of(&["1024x1024", "1536x1024", "1024x1536"], "3000x2000").as_deref(), Some("1536x1024"));
    assert_eq!(of(&["256x256", "512x512", "1024x1024"], "700x700").as_deref(), Some("512x512"));
    assert_eq!(of(&["1K", "2K", "4K"], "1920x1080").as_deref(), Some("1K"));
    assert_eq!(of(&[], "10x10"), None);
}

#[test]
fn a_refused_size_names_the_nearest_that_works() {
    let gpt = model("openai/gpt-image-2");
    let error = price(gpt, &ask(gpt, Some("1000x1000"), Some("low"))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "openai/gpt-image-2 does not take 1000x1000: both edges must be multiples of 16; the nearest legal size is \
         1008x1008"
    );
    let old = model("openai/gpt-image-1.5");
    let error = price(old, &ask(old, Some("1500x1000"), Some("low"))).unwrap_err();
    assert!(error.to_string().ends_with("; the nearest priced size is 1536x1024"), "{error}");
    assert!(matches!(error, PriceProblem::NoSuchSize { .. }));
    // One that can only be this one is not named twice.
    let lone = model("google-gemini-api/gemini-nano-banana-2.1");
    let error = price(lone, &ask(lone, Some("4K"), None)).unwrap_err();
    assert!(error.to_string().ends_with("priced sizes are 1K"), "{error}");
}

#[test]
fn every_size_that_is_named_as_nearest_has_a_price() {
    let mut named = 0;
    for model in BOOK.models().filter(|model| model.size_matters()) {
        for call in calls(model).iter().map(|call| Ask { size: "1000x707".parse().ok(), ..call.clone() }) {
            let nearest = match price(model, &call) {
                Err(PriceProblem::NoSuchSize { nearest, .. }) => nearest,
                Err(PriceProblem::IllegalSize { nearest, .. }) => nearest.map(Size::Exact),
                _ => None,
            };
            let Some(size) = nearest else { continue };
            let found = price(model, &Ask { size: Some(size), ..call });
            assert!(found.is_ok(), "{}: {size}: {found:?}", model.id);
            named += 1;
        }
    }
    assert!(named > 100, "{named}");
}

#[test]
fn a_larger_landscape_image_can_cost_less_than_a_square() {
    let gpt = model("openai/gpt-image-2");
    let found = cheaper_sizes(gpt, &ask(gpt, Some("1024x1024"), Some("high")));
    assert_eq!(found.len(), 3, "{found:?}");
    // 5,063 tokens in place of 7,024, for 1.75 times the pixels.
    let (price, saving) = (d("0.15189"), (d("0.21072") - d("0.15189")) / d("0.21072"));
    let wide = SizeAdvice { size: Size::Exact(px("1792x1024")), pixels_ratio: d("1.75"), price, saving };
    assert!(found.contains(&wide), "{found:?}");
    let tall = cheaper_sizes(gpt, &ask(gpt, Some("1024x1536"), Some("high")));
    assert!(tall.iter().all(|advice| advice.size.pixels().is_some_and(|size| size.height >= size.width)), "{tall:?}");
}

#[test]
fn advice_is_cheaper_no_smaller_and_legal_everywhere() {
    let mut given = 0;
    for model in BOOK.models() {
        for call in calls(model) {
            let advice = cheaper_sizes(model, &call);
            assert!(advice.len() <= 3 && advice.is_sorted_by_key(|advice| advice.price), "{}", model.id);
            for SizeAdvice { size, pixels_ratio, price: cost, saving } in advice {
                let now = price(model, &call).unwrap().total;
                let then = price(model, &Ask { size: Some(size), ..call.clone() }).unwrap().total;
                assert_eq!(then, cost);
                assert!(cost < now && pixels_ratio >= Decimal::ONE, "{}: {size}", model.id);
                assert!(saving > Decimal::ZERO && saving <= Decimal::ONE, "{}: {saving}", model.id);
                given += 1;
            }
        }
    }
    assert!(given > 10, "{given}");
}

#[test]
fn a_size_says_its_megapixels_and_tokens() {
    let gpt = size_facts(model("openai/gpt-image-2"), "1536x1024".parse().unwrap(), Some("medium")).unwrap();
    assert_eq!((gpt.megapixels, gpt.megapixel_pixels, gpt.tokens), (d("1.57"), 1_000_000, Some(1_372)));
    let flux = size_facts(model("bfl/flux-2-pro"), "1536x1024".parse().unwrap(), None).unwrap();
    assert_eq!((flux.megapixels, flux.megapixel_pixels, flux.tokens), (d("1.5"), 1_048_576, None));
    // 262,144 pixels are an area that this provider counts, and no megapixel.
    let dezgo = size_facts(model("dezgo/text2image"), "1024x1024".parse().unwrap(), None).unwrap();
    assert_eq!((dezgo.megapixels, dezgo.megapixel_pixels), (d("1.05"), 1_000_000));
    let pro = model("google-gemini-api/gemini-3-pro-image");
    assert_eq!(size_facts(pro, "4K".parse().unwrap(), None).unwrap().tokens, Some(2_000));
    assert_eq!(size_facts(pro, Size::Auto, None), None);
}
