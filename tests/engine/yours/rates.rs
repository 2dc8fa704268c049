//! Negotiated rates: what they hold for, from which day on, and what does not fit.

use image_budget::model::book::yours::{YourRate, Yours};
use image_budget::model::book::{Book, Operation, Origin, SourceKind, Tier, Unit, check};
use rust_decimal::Decimal;

use super::{GPT, ask, cost, cost_in, flat, gpt_rate, half_penny, listed, only};
use crate::common::{BOOK, d, day};

use super::book_with;

#[test]
fn a_rate_holds_from_its_day_on_and_past_bills_keep_their_price() {
    let book = book_with(&only(gpt_rate(Unit::ImageOutput, "24", "2026-07-01")));
    let cost = |on| cost_in(&book, GPT, &half_penny(on, Tier::Standard));
    assert_eq!(cost("2026-06-30"), d("0.005"));
    // 129 tokens at $24 and 226 at $5 per 1M.
    assert_eq!(cost("2026-07-01"), d("0.004226"));
    assert_eq!(cost("2031-01-01"), d("0.004226"));
}

#[test]
fn a_rate_touches_nothing_else() {
    let book = book_with(&only(gpt_rate(Unit::ImageOutput, "24", "2026-07-01")));
    for (before, after) in BOOK.models().zip(book.models()) {
        let untouched = before.id != GPT;
        assert_eq!(!untouched, after.has_your_rates(), "{}", after.id);
        let kept = before.rates.iter().zip(&after.rates).all(|(a, b)| a.usd == b.usd && a.from == b.from);
        assert!(!untouched || (kept && before.rates.len() == after.rates.len()), "{}", after.id);
    }
    assert_eq!(book.checked_range(), BOOK.checked_range(), "an agreement is no look at a list");
}

#[test]
fn the_rate_says_that_it_is_the_users() {
    let rate = YourRate { note: "Frame contract".into(), ..gpt_rate(Unit::ImageOutput, "24", "2026-07-01") };
    let book = book_with(&only(rate));
    let model = book.get(GPT).unwrap();
    let own: Vec<_> = model.rates.iter().filter(|rate| rate.source.is_yours()).collect();
    let standard = own.iter().find(|rate| rate.tier == Tier::Standard).unwrap();
    assert_eq!((standard.source.kind, standard.source.url.as_str()), (SourceKind::Yours, ""));
    assert_eq!(
        (standard.source.checked.to_string().as_str(), standard.note.as_str()),
        ("2026-07-01", "Frame contract")
    );
    assert!(model.has_your_rates() && !model.is_yours());
}

#[test]
fn the_batch_factor_applies_to_a_rate_of_ones_own() {
    let cost = |rates: Vec<YourRate>, on| {
        let book = book_with(&Yours { rates, models: Vec::new() });
        cost_in(&book, GPT, &half_penny(on, Tier::Batch))
    };
    let standard = gpt_rate(Unit::ImageOutput, "24", "2026-07-01");
    // 129 tokens at $15 and 226 at $2.50; then at half of $24.
    assert_eq!(cost(vec![standard.clone()], "2026-06-30"), d("0.0025"));
    assert_eq!(cost(vec![standard.clone()], "2026-07-01"), d("0.002113"));
    // A batch rate of one's own comes first, from its own day on.
    let batch = |from| YourRate { tier: Tier::Batch, ..gpt_rate(Unit::ImageOutput, "10", from) };
    assert_eq!(cost(vec![standard.clone(), batch("2026-05-01")], "2026-07-01"), d("0.001855"));
    assert_eq!(cost(vec![batch("2026-08-01"), standard.clone()], "2026-07-31"), d("0.002113"));
    assert_eq!(cost(vec![batch("2026-08-01"), standard.clone()], "2026-08-01"), d("0.001855"));
    // The batch rate alone leaves the standard tier as it is.
    let book = book_with(&only(batch("2026-05-01")));
    assert_eq!(cost_in(&book, GPT, &half_penny("2026-07-01", Tier::Standard)), d("0.005"));
}

/// A model whose price fell in March, with a batch factor and no batch rate.
const ACME: &str = r#"(
    format: 1, id: "acme", name: "Acme",
    sources: {"page": (url: "https://acme.example/prices", kind: official, checked: "2026-11")},
    failures: (
        server_error: (rule: billed, source: "page", confidence: high),
        timeout: (rule: billed, source: "page", confidence: high),
        input_block: (rule: billed, source: "page", confidence: high),
        output_block: (rule: billed, source: "page", confidence: high),
        invalid_request: (rule: billed, source: "page", confidence: high),
    ),
    models: [(
        id: "brush", name: "Brush", state: active, from: "2026-01-01", confidence: high, source: "page",
        operations: ["generate", "edit"], sizes: ["1K", "2K"], qualities: ["low", "high"], default_quality: "low",
        batch: "0.4",
        rates: [
            (unit: image, quality: "low", usd: "0.05"),
            (unit: image, quality: "low", from: "2026-03-01", usd: "0.04"),
            (unit: image, quality: "high", size: "1K", operations: ["generate", "edit"], usd: "0.08"),
            (unit: image, quality: "high", size: "2K", operations: ["generate", "edit"], usd: "0.16"),
        ],
    )],
)"#;

fn acme(yours: &Yours) -> (Book, Vec<String>) {
    let mut book = Book::default();
    book.add(check::provider("acme.ron", ACME, Origin::Shipped).unwrap());
    let left_out = yours.apply(&mut book);
    (book, left_out)
}

/// A negotiated price for low quality.
fn low(usd: &str, from: &str) -> YourRate {
    let (book, _) = acme(&Yours::default());
    let model = book.get("acme/brush").unwrap();
    YourRate::of(&model.rates[0], &model.id, d(usd), day(from))
}

/// What a 1K image of low quality costs on each day; none where it has no price.
fn low_on<const N: usize>(rates: Vec<YourRate>, days: [&str; N]) -> [Option<Decimal>; N] {
    let (book, left_out) = acme(&Yours { rates, models: Vec::new() });
    assert_eq!(left_out, Vec::<String>::new());
    let model = book.get("acme/brush").unwrap();
    days.map(|on| {
        let mut ask = ask("generate", Some("1K"), Some("low"));
        ask.day = day(on);
        cost(model, &ask).ok()
    })
}

#[test]
fn a_later_list_price_gives_way_too_and_several_agreements_follow_each_other() {
    let days = ["2026-01-31", "2026-02-01", "2026-03-01", "2026-06-01"];
    let usd = |texts: [&str; 4]| texts.map(|text| Some(d(text)));
    assert_eq!(low_on(vec![], days), usd(["0.05", "0.05", "0.04", "0.04"]));
    let february = low("0.03", "2026-02-01");
    assert_eq!(low_on(vec![february.clone()], days), usd(["0.05", "0.03", "0.03", "0.03"]));
    let both = vec![low("0.02", "2026-06-01"), february];
    assert_eq!(low_on(both, days), usd(["0.05", "0.03", "0.03", "0.02"]));
}

#[test]
fn before_the_first_list_price_there_is_none_of_ones_own_either() {
    let days = ["2025-12-31", "2026-01-01", "2026-03-01"];
    assert_eq!(low_on(vec![low("0.03", "2025-06-01")], days), [None, Some(d("0.03")), Some(d("0.03"))]);
    let both = vec![low("0.02", "2025-09-01"), low("0.03", "2025-06-01")];
    assert_eq!(low_on(both, days), [None, Some(d("0.02")), Some(d("0.02"))]);
}

#[test]
fn a_rate_holds_for_its_operations_size_quality_and_tier_alone() {
    let mut high = YourRate {
        size: "2K".parse().map(image_budget::model::book::SizeMatch::Only).unwrap(),
        ..low("0.1", "2026-01-01")
    };
    high.quality = Some("high".into());
    // The order of operations says nothing.
    high.operations = vec![Operation::Edit, Operation::Generate];
    let (book, left_out) = acme(&only(high));
    assert_eq!(left_out, Vec::<String>::new());
    let cost = |operation, size, quality| cost_in(&book, "acme/brush", &ask(operation, Some(size), Some(quality)));
    assert_eq!(cost("generate", "2K", "high"), d("0.1"));
    assert_eq!(cost("edit", "2K", "high"), d("0.1"));
    assert_eq!(cost("generate", "1K", "high"), d("0.08"));
    assert_eq!(cost("generate", "2K", "low"), d("0.04"));
    let mut batch = ask("generate", Some("2K"), Some("high"));
    batch.tier = Tier::Batch;
    assert_eq!(cost_in(&book, "acme/brush", &batch), d("0.04"), "0.4 of $0.10");
}

#[test]
fn what_does_not_fit_is_said_and_the_rest_is_applied() {
    let good = gpt_rate(Unit::ImageOutput, "24", "2026-07-01");
    let rates = vec![
        YourRate { model: "openai/gpt-imag-2".into(), ..good.clone() },
        YourRate { model: "gemini-3-pro".into(), ..good.clone() },
        YourRate { quality: Some("low".into()), operations: vec![Operation::Edit], ..good.clone() },
        YourRate { usd: d("-1"), ..good.clone() },
        good,
    ];
    let mut book = BOOK.clone();
    let left_out = Yours { rates, models: vec![flat("", "1"), flat("mine", "0.03")] }.apply(&mut book);
    assert_eq!(left_out.len(), 5, "{left_out:?}");
    let says = |words: &[&str]| left_out.iter().any(|what| words.iter().all(|word| what.contains(word)));
    assert!(says(&["model ``", "the id is empty"]), "{left_out:?}");
    assert!(
        says(&["openai/gpt-imag-2 (image output) from 2026-07-01", "the nearest is `openai/gpt-image-2`"]),
        "{left_out:?}"
    );
    assert!(
        says(&["`gemini-3-pro` is no full id", "gemini-3-pro-image`"]) || says(&["`gemini-3-pro` could be"]),
        "{left_out:?}"
    );
    assert!(says(&["(image output, edit, low)", "no rate for exactly this"]), "{left_out:?}");
    assert!(says(&["`-1` is not a price: it is negative"]), "{left_out:?}");
    assert_eq!(cost_in(&book, GPT, &half_penny("2026-07-01", Tier::Standard)), d("0.004226"));
    assert!(book.get("yours/mine").is_some());
}

#[test]
fn a_rate_stays_with_its_credits_no_longer() {
    let model = BOOK.models().find(|model| model.rates.iter().any(|rate| rate.credits.is_some())).unwrap();
    let rate = model.rates.iter().find(|rate| rate.credits.is_some()).unwrap();
    let book = book_with(&only(YourRate::of(rate, &model.id, rate.usd, rate.from)));
    let own = book.get(&model.id).unwrap().rates.iter().find(|rate| rate.source.is_yours()).cloned().unwrap();
    assert_eq!((own.usd, own.credits), (rate.usd, None));
}

#[test]
fn setting_replaces_the_same_and_removing_takes_it_back() {
    let july = gpt_rate(Unit::ImageOutput, "24", "2026-07-01");
    let october = YourRate { from: day("2026-10-01"), usd: d("20"), ..july.clone() };
    let mut yours = Yours::default();
    yours.set_rate(july.clone());
    yours.set_rate(october.clone());
    yours.set_rate(YourRate { usd: d("23"), ..july.clone() });
    let kept: Vec<_> = yours.rates.iter().map(|rate| rate.usd).collect();
    assert_eq!(kept, [d("23"), d("20")], "one for each day");
    yours.remove_rate(&july);
    assert_eq!(yours.rates, [october]);

    yours.set_model(flat("a", "1"));
    yours.set_model(flat("b", "2"));
    yours.set_model(flat("a", "3"));
    assert_eq!(yours.models.iter().map(|model| model.prices[0].usd).collect::<Vec<_>>(), [d("3"), d("2")]);
    yours.merge(Yours { rates: vec![july.clone()], models: vec![flat("b", "4"), flat("c", "5")] });
    assert_eq!((yours.rates.len(), yours.models.len()), (2, 3));
    assert_eq!(yours.models[1].prices[0].usd, d("4"), "what comes in wins");
    yours.remove_model("b");
    assert_eq!(yours.models.iter().map(|model| model.id.as_str()).collect::<Vec<_>>(), ["a", "c"]);
}

#[test]
fn a_rate_made_from_a_list_rate_replaces_it_and_later_ones() {
    let rate = listed(GPT, Unit::ImageOutput);
    assert!(gpt_rate(Unit::ImageOutput, "24", "2026-01-01").replaces(rate));
    assert!(!gpt_rate(Unit::ImageOutput, "24", "2026-07-01").replaces(rate), "the list's is older");
    assert!(!gpt_rate(Unit::TextInput, "4", "2026-01-01").replaces(rate));
}
