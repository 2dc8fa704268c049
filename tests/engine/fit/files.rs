//! Ranges and locks as a file keeps them and as settings give them.

use image_budget::model::assumption::{Key, Range, Shape, TABLE, Value};
use image_budget::model::outcome::Outcome;
use image_budget::model::scenario::{Place, Scenario};
use image_budget::store::scenario_file;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rust_decimal::Decimal;

use super::place;
use crate::common::{d, scenario};

/// Assumptions that can be ranges, and how many decimals a thousandth of their bounds has.
const RANGED: [(Key, u32); 8] = [
    (Key::Images, 0),
    (Key::EditShare, 3),
    (Key::Rate(Outcome::ServerError), 3),
    (Key::Billed(Outcome::Timeout), 3),
    (Key::PriceGenerate, 3),
    (Key::PriceChange, 3),
    (Key::Discount, 3),
    (Key::MonthlyGrowth, 3),
];

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_122),
        ..ProptestConfig::default()
    })]

    #[test]
    fn ranges_and_locks_come_back_from_a_file_as_they_were(
        numbers in proptest::collection::vec(proptest::collection::vec(0_i64..=1_000, 3), RANGED.len()),
        ranged in proptest::sample::subsequence((0..RANGED.len()).collect::<Vec<_>>(), 0..=RANGED.len()),
        locked in proptest::sample::subsequence((0..TABLE.len()).collect::<Vec<_>>(), 0..=8),
        triangular in any::<bool>(),
    ) {
        let mut before = Scenario::new("test");
        for index in ranged {
            let (key, scale) = RANGED[index];
            let mut ends = numbers[index].clone();
            ends.sort_unstable();
            let [low, likely, high] = [0, 1, 2].map(|at| Decimal::new(ends[at], scale));
            let shape = if triangular { Shape::Triangular } else { Shape::Pert };
            before.set(Place::of(key, 0), Value::Range(Range { low, likely, high, shape }));
        }
        for index in locked {
            before.lock(Place::of(TABLE[index].key, 0), true);
        }
        let text = scenario_file::write(&before);
        let after = scenario_file::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        prop_assert_eq!(&after, &before);
        prop_assert_eq!(scenario_file::write(&after), text);
    }
}

/// A range on line 7, locks on lines 8 and 11.
const LOCKED: &str = r#"(
    format: 1,
    name: "x",
    lines: [
        (
            name: "a",
            images: "5..7..9",
            locked: ["images"],
        ),
    ],
    locked: ["budget"],
)
"#;

#[test]
fn what_is_wrong_with_a_range_or_a_lock_in_a_file_is_named_with_its_place() {
    let read = scenario_file::parse(LOCKED).unwrap();
    assert!(read.lines[0].values.is_locked(Key::Images) && read.values.is_locked(Key::Budget));
    assert_eq!(read.lines[0].values.number(Key::Images), Some(d("7")));
    assert_eq!(scenario_file::write(&read), LOCKED);
    for (right, wrong, line, says) in [
        ("[\"images\"]", "[\"imagse\"]", 8, "did you mean `images`"),
        ("[\"images\"]", "[\"budget\"]", 8, "`budget` cannot be locked here: it belongs to the scenario"),
        ("[\"budget\"]", "[\"images\"]", 11, "`images` cannot be locked here: it belongs to a line"),
        ("locked: [\"budget\"]", "lokced: [\"budget\"]", 11, "did you mean `locked`"),
        ("locked: [\"budget\"]", "locked: \"budget\"", 11, "column"),
        ("5..7..9", "7..5..9", 7, "the low value 7 above the likely value 5"),
        ("5..7..9", "5..9..7", 7, "the likely value 9 above the high value 7"),
        ("5..7..9", "5..7.5..9", 7, "`7.5`, which must be a whole number"),
        ("5..7..9", "5..7..9..11", 7, "`5..7..9..11` is not a range"),
        ("5..7..9", "5..7..9:round", 7, "unknown shape `round`"),
        ("images: \"5..7..9\"", "max_attempts: \"1..3\"", 7, "max_attempts: `1..3` is a range"),
    ] {
        let error = scenario_file::parse(&LOCKED.replace(right, wrong)).unwrap_err().to_string();
        let place = format!("line {line}, column ");
        assert!(error.contains(&place) && error.contains(says), "{wrong}: {error}");
    }
}

#[test]
fn settings_take_ranges_and_a_wrong_one_changes_nothing() {
    let mut subject = scenario(&["images=100"]);
    for (setting, key, text) in [
        ("images=8k..10k..12k", "images", "8000..10000..12000"),
        ("edit_share = 10% .. 20% .. 40%:tri", "edit_share", "0.1..0.2..0.4:triangular"),
        ("price.change=-10%..30%", "price.change", "-0.1..0.1..0.3"),
        ("billed.timeout=0..1", "billed.timeout", "0..0.5..1"),
        ("discount=5%..5%:pert", "discount", "0.05..0.05..0.05"),
    ] {
        subject.apply(setting).unwrap();
        let here = place(&subject, key);
        assert_eq!(subject.get(here).map(ToString::to_string).as_deref(), Some(text));
    }
    let before = subject.clone();
    for wrong in ["images=9..5", "images=1..2..3..4", "edit_share=0..2", "budget=1..2", "images=..", "tax_rate=a..b"] {
        let error = subject.apply(wrong).unwrap_err().to_string();
        let (_, value) = wrong.split_once('=').unwrap();
        assert!(error.contains(&format!("`{value}`")), "{error}");
        assert_eq!(subject, before, "{wrong}");
    }
    for spec in TABLE.iter() {
        let takes = matches!(spec.parse("1..1"), Ok(Value::Range(_)));
        assert_eq!(takes, spec.takes_range, "{}", spec.name);
    }
}
