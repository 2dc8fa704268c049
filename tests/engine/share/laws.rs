//! Laws of share codes, over scenarios with any legal values and over any text at all.

use image_budget::model::assumption::{Key, Kind, Scope, Spec, TABLE, Value, Values};
use image_budget::model::day::Day;
use image_budget::model::scenario::{Line, Scenario};
use image_budget::store::share::{self, Shared};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use rust_decimal::Decimal;

use super::{code_around, rich_code};

/// The same cases on every machine.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_122),
        ..ProptestConfig::default()
    }
}

/// What decides a value: three places between least and most, and which form.
type Seed = ([u16; 3], u8);

/// A number of an assumption, `place` of 65,535 between its least and its most.
fn number(spec: &Spec, place: u16) -> Decimal {
    let (min, max, whole) = match spec.kind {
        Kind::Number { min, max, whole, .. } => (min, max, whole),
        _ => (Decimal::ZERO, Decimal::ONE, false),
    };
    let number =
        (min + (max - min) * Decimal::from(place) / Decimal::from(u16::MAX)).round_dp(if whole { 0 } else { 12 });
    if spec.within(number).is_ok() { number } else { max }
}

fn of<'a>(words: &[&'a str], form: u8) -> &'a str {
    words[usize::from(form) % words.len()]
}

/// A legal value of an assumption, as typed.
fn typed(spec: &Spec, (mut places, form): Seed) -> String {
    places.sort_unstable();
    let [low, likely, high] = places.map(|place| number(spec, place));
    let range = |shape: &str| format!("{low}..{likely}..{high}{shape}");
    match &spec.kind {
        Kind::Number { unset: Some(word), .. } if form % 7 == 0 => (*word).to_owned(),
        Kind::BilledShare if form % 7 == 0 => "provider".into(),
        kind if kind.is_number() && spec.takes_range && form % 3 == 1 => range(""),
        kind if kind.is_number() && spec.takes_range && form % 3 == 2 => range(":triangular"),
        Kind::Number { .. } | Kind::BilledShare => likely.to_string(),
        Kind::Switch => of(&["true", "false"], form).to_owned(),
        Kind::Choice(words) => of(words, form).to_owned(),
        Kind::Model { .. } => of(&["custom", "openai/gpt-image-2", "acme/größe \"x\" \\ 🎨"], form).to_owned(),
        Kind::Quality { .. } => of(&["auto", "default", "hoch", "質"], form).to_owned(),
        Kind::Region => of(&["default", "eu-west-1"], form).to_owned(),
        Kind::Size => of(&["auto", "default", "2K", "1536x1024"], form).to_owned(),
        Kind::Pixels => format!("{}x{}", u32::from(places[0]) + 1, u32::from(places[1]) + 1),
        Kind::Day => of(&["today", "2026-11-22", "1999-02-28"], form).to_owned(),
        Kind::Tiers => of(&["none", "0:0,1000:0.1", "0:0.05,123.456:0.1,5000000:1"], form).to_owned(),
    }
}

/// Values of one scope, and locks.
fn values(scope: Scope) -> impl Strategy<Value = Values> {
    let keys: Vec<Key> = TABLE.iter().filter(|spec| spec.scope == scope).map(|spec| spec.key).collect();
    let seed = (any::<[u16; 3]>(), any::<u8>(), any::<bool>());
    btree_map(select(keys), seed, 0..40).prop_map(|chosen| {
        let mut values = Values::default();
        for (key, (places, form, locked)) in chosen {
            let text = typed(key.spec(), (places, form));
            values.set(key, key.spec().parse(&text).unwrap_or_else(|e| panic!("{e}")));
            values.lock(key, locked);
        }
        values
    })
}

/// Any text: controls, quotes, right-to-left, emoji, joined and combining signs.
fn text(most: usize) -> impl Strategy<Value = String> {
    let odd = select("\0\n\r\t\"\\'(),:[]#é🎨👩‍👧שלום日本\u{202e}\u{301}\u{feff}\u{10ffff}".chars().collect::<Vec<_>>());
    vec(prop_oneof![any::<char>(), odd, proptest::char::range(' ', '~')], 0..most).prop_map(String::from_iter)
}

fn scenarios() -> impl Strategy<Value = Scenario> {
    let lines = vec((text(60), values(Scope::Line)), 1..5);
    (text(200), text(600), lines, values(Scope::Scenario)).prop_map(|(name, note, lines, values)| {
        let named = |(at, (name, values))| Line { name: format!("{at}{name}"), values };
        Scenario { name, note, lines: lines.into_iter().enumerate().map(named).collect(), values, kept: None }
    })
}

fn seen() -> impl Strategy<Value = (Option<Decimal>, Day)> {
    let bill = (any::<u64>(), any::<u32>(), 0_u32..=28);
    let bill = bill.prop_map(|(low, high, scale)| {
        Decimal::from_i128_with_scale((i128::from(high) << 32) + i128::from(low >> 2), scale)
    });
    let day = (1_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Day::new(y, m, d).unwrap());
    (proptest::option::of(bill), day)
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn what_goes_in_comes_out(scenario in scenarios(), (bill, on) in seen()) {
        let code = share::write(&scenario, bill, on).unwrap();
        prop_assert!(share::looks_like(&code));
        prop_assert_eq!(share::read(&code).unwrap(), Shared { scenario, bill, on });
    }

    #[test]
    fn any_text_has_an_end(text in text(400)) {
        for text in [text.clone(), format!("IB1.{text}"), format!("IB1.AAAB{text}"), format!("IB99.{text}")] {
            share::looks_like(&text);
            prop_assert!(share::read(&text).is_err());
        }
    }

    #[test]
    fn any_packed_bytes_have_an_end(bytes in vec(any::<u8>(), 0..400)) {
        prop_assert!(share::read(&code_around(&bytes)).is_err());
    }

    #[test]
    fn a_changed_stretch_is_refused(at in 0_usize..1_900, stretch in "[A-Za-z0-9_-]{1,40}") {
        let code = rich_code();
        let at = 4 + at % (code.len() - 4);
        let end = (at + stretch.len()).min(code.len());
        let changed = format!("{}{}{}", &code[..at], &stretch[..end - at], &code[end..]);
        prop_assert!(changed == code || share::read(&changed).is_err());
    }
}

#[test]
fn the_laws_reach_every_assumption_with_ranges_and_without() {
    for spec in TABLE.iter() {
        let of = |form: u8| spec.parse(&typed(spec, ([100, 20_000, 60_000], form))).unwrap();
        let all: Vec<Value> = (0..42).map(of).collect();
        assert!(all.iter().any(|value| *value != spec.default), "{}", spec.name);
        assert_eq!(all.iter().any(|value| matches!(value, Value::Range(_))), spec.takes_range, "{}", spec.name);
    }
}
