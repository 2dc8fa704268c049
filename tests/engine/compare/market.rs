//! The list of prices and the cost map, against single calls.

use std::sync::Arc;

use image_budget::model::book::{Confidence, Model};
use image_budget::model::estimate::Estimate;
use image_budget::model::market::{Column, Row, Sample, cost_map, rows, sort};
use image_budget::model::plan::Plan;
use rust_decimal::Decimal;

use crate::common;
use crate::common::{BOOK, d, today};

/// Floor, expected and ceiling of one bare call; none where it has no price.
fn single(model: &Arc<Model>, size: &str, quality: &str) -> Option<[Decimal; 3]> {
    let call = common::call(model, size, quality);
    let estimate = Estimate::of(&Plan::of_call(&call).ok()?).unwrap();
    Some([estimate.floor, estimate.expected, estimate.ceiling].map(|usd| usd.normalize()))
}

type Ends = Option<(Decimal, Decimal)>;

fn sample(size: &str, quality: &str) -> Sample {
    let quality = Some(quality.to_owned()).filter(|quality| quality != "any");
    Sample { day: today(), size: size.parse().ok(), quality }
}

/// Every model with the cheapest and the dearest such image.
fn ranges(size: &str, quality: &str) -> Vec<(Arc<Model>, Ends)> {
    let normal = |(low, high): (Decimal, Decimal)| (low.normalize(), high.normalize());
    rows(&BOOK, &sample(size, quality)).into_iter().map(|row| (row.model, row.range.map(normal))).collect()
}

#[test]
fn the_list_has_every_model_once() {
    let listed: Vec<String> = rows(&BOOK, &sample("any", "any")).into_iter().map(|row| row.model.id.clone()).collect();
    let book: Vec<String> = BOOK.models().map(|model| model.id.clone()).collect();
    assert_eq!(listed, book);
}

#[test]
fn the_price_at_a_size_and_quality_is_that_of_a_single_call() {
    for (size, quality) in [("1024x1024", "medium"), ("1536x1024", "high"), ("2K", "low"), ("4K", "any")] {
        for (model, range) in ranges(size, quality) {
            let choice = match quality {
                "any" if !model.qualities.is_empty() => continue,
                "any" => "default",
                named => named,
            };
            let call = single(&model, size, choice).map(|[floor, _, ceiling]| (floor, ceiling));
            // A call can be priced at a size that the book does not offer; the list then says nothing.
            let silent = range.is_none() && !model.sizes.contains(&size.parse().unwrap());
            assert!(range == call || silent, "{} at {size}, {quality}: {range:?}, {call:?}", model.id);
        }
    }
}

#[test]
fn the_price_of_any_image_spans_all_that_are_sold() {
    for (model, range) in ranges("any", "any") {
        let sizes: Vec<String> = model.sizes.iter().map(ToString::to_string).collect();
        let sizes = if sizes.is_empty() { vec!["default".to_owned()] } else { sizes };
        let qualities = if model.qualities.is_empty() { vec!["default".to_owned()] } else { model.qualities.clone() };
        let mut calls = Vec::new();
        for size in &sizes {
            calls.extend(qualities.iter().filter_map(|quality| single(&model, size, quality)));
        }
        let low = calls.iter().map(|[floor, ..]| *floor).min();
        let high = calls.iter().map(|[.., ceiling]| *ceiling).max();
        assert_eq!(range, low.zip(high), "{}", model.id);
    }
}

#[test]
fn known_prices_stand_in_the_list() {
    let price = |id: &str, size: &str, quality: &str| {
        ranges(size, quality).into_iter().find(|(model, _)| model.id == id).unwrap().1
    };
    let both = |usd: &str| Some((d(usd), d(usd)));
    assert_eq!(price("openai/gpt-image-2", "1024x1024", "medium"), both("0.05268"));
    assert_eq!(price("openai/gpt-image-2", "2048x1152", "high"), both("0.1695"));
    assert_eq!(price("openai/dall-e-3", "1024x1024", "hd"), both("0.08"));
    assert_eq!(price("ideogram/ideogram-4-5", "any", "high"), both("0.1"));
    assert_eq!(price("openai/gpt-image-2.6-flare", "1024x1024", "medium"), None, "its tokens are not published");
    assert_eq!(price("openai/gpt-image-1.5", "4K", "any"), None, "the size is not sold");
}

#[test]
fn a_quality_that_is_not_sold_has_no_price() {
    for quality in ["hd", "xhigh", "quality", "splendid"] {
        for (model, range) in ranges("any", quality) {
            let sold = model.qualities.is_empty() || model.qualities.iter().any(|known| known == quality);
            assert!(sold || range.is_none(), "{} at {quality}: {range:?}", model.id);
        }
    }
}

fn sorted(column: Column, descending: bool) -> Vec<Row> {
    let all = rows(&BOOK, &sample("any", "any"));
    let mut list: Vec<&Row> = all.iter().collect();
    sort(&mut list, column, descending, today());
    list.into_iter().cloned().collect()
}

#[test]
fn what_is_not_known_comes_last_either_way() {
    let known = |column: Column, row: &Row| match column {
        Column::Cheapest | Column::Dearest => row.range.is_some(),
        Column::Batch => row.model.has_batch(),
        Column::Confidence => row.model.confidence != Confidence::None,
        _ => true,
    };
    for column in Column::ALL {
        for descending in [false, true] {
            let list = sorted(column, descending);
            assert_eq!(list.len(), BOOK.models().count());
            assert!(list.is_sorted_by_key(|row| !known(column, row)), "{column:?}, descending {descending}");
        }
    }
}

#[test]
fn prices_are_sorted_both_ways() {
    let prices = |column, descending| -> Vec<Decimal> {
        let ends = sorted(column, descending).into_iter().filter_map(|row| row.range);
        ends.map(|(low, high)| if column == Column::Cheapest { low } else { high }).collect()
    };
    for column in [Column::Cheapest, Column::Dearest] {
        assert!(prices(column, false).is_sorted());
        assert!(prices(column, true).is_sorted_by(|a, b| a >= b));
        assert!(prices(column, false).len() > 150);
    }
    let names = |descending| -> Vec<String> {
        sorted(Column::Model, descending).into_iter().map(|row| row.model.name.to_lowercase()).collect()
    };
    assert!(names(false).is_sorted());
    assert!(names(true).is_sorted_by(|a, b| a >= b));
    let days = sorted(Column::Checked, true);
    assert!(days.is_sorted_by(|a, b| a.model.source.checked.day() >= b.model.source.checked.day()));
}

#[test]
fn what_can_be_used_stands_before_what_has_ended() {
    use image_budget::model::book::State;
    let rank = |row: &Row| match row.model.state_on(today()) {
        State::Active => 0,
        State::Deprecated => 1,
        State::Retired => 2,
    };
    assert!(sorted(Column::Status, false).is_sorted_by_key(rank));
    assert!(sorted(Column::Status, true).is_sorted_by(|a, b| rank(a) >= rank(b)));
}

#[test]
fn every_cell_of_a_cost_map_is_a_single_price() {
    for model in BOOK.models() {
        let map = cost_map(model, today());
        assert_eq!(map.len(), model.sizes.len().max(1), "{}", model.id);
        for row in map {
            assert_eq!(row.prices.len(), model.qualities.len().max(1), "{}", model.id);
            let size = row.size.map_or_else(|| "default".into(), |size| size.to_string());
            for (index, cell) in row.prices.iter().enumerate() {
                let quality = model.qualities.get(index).map_or("default", String::as_str);
                let expected = single(model, &size, quality).map(|[_, expected, _]| expected);
                assert_eq!(cell.map(|usd| usd.normalize()), expected, "{} at {size}, {quality}", model.id);
            }
        }
    }
}
