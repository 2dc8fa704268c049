//! Share codes: what goes in comes out, from any mail, and nothing else is taken for a code.

mod hostile;
mod laws;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use image_budget::model::assumption::Values;
use image_budget::model::scenario::{Line, Scenario};
use image_budget::model::snapshot::Snapshot;
use image_budget::store::share::{self, MOST_CHARACTERS, ShareError, Shared};
use image_budget::store::{presets, scenario_file};

use crate::common::{BOOK, d, day, today};

/// Made by zlib, base64 and crc32 of Python 3, from a file written by hand.
const PYTHON: &str = "IB1.AAC3vZuGnT2OPw6CMBTG956i6QQJklLDn3ABD2EcnlJKYymxwOAlXF1MmEwcnL0Ad2H2CD4Ccfry5X2_X54Q6TbMUiq4SDZRtBGCeKRsXA1dTqOAWKhlTtnOjZ9xkHS6P6fHm36H24sFxGgr25zuEVl3hYOya_Gka1DzjWWc8zCM-BIxRt45DVb1BtzsaE5nWaCELQg7BMQPiLcKS23BoJD-hQnnWC89GN1dsVdaVQwJ5I59oST-zUQ8j4j_Aw";

const RICH: &str = r#"(
    format: 1,
    name: "Spring campaign, Größe 日本 🎨",
    note: "Drafts are sorted by hand, a third goes on to finals. Rates of the frame contract hold from May; the moderation figures are those of the pilot in March. Ask Noor before the count changes.",
    lines: [
        (
            name: "drafts",
            images: "30000..42500..61000:triangular",
            count_basis: "kept",
            edit_share: "0.15",
            image_to_image_share: "0.05..0.12..0.3",
            acceptance_rate: "0.62",
            model: "openai/gpt-image-2",
            size: "1024x1536",
            quality: "low",
            batch_share: "0.85",
            prompt_tokens: "230",
            timeout_rate: "0.001..0.012..0.04",
            output_block_rate: "0.0175",
            duplicate_rate: "0.003",
            max_attempts: "5",
            retry_output_block: "true",
            locked: ["images", "quality", "batch_share"],
        ),
        (
            name: "finals",
            images: "6200",
            edit_share: "0.45",
            model: "google-gemini-api/gemini-3-pro-image",
            size: "4K",
            edit_model: "openai/gpt-image-2",
            edit_quality: "high",
            references_per_edit: "2.5",
            reference_size: "4032x3024",
            input_fidelity: "high",
            server_error_rate: "0.008..0.02..0.05",
            billed_timeout: "0.5",
            billed_output_block: "0..0.5..1",
            price_change: "-0.1..0..0.2",
            size_drift_rate: "0.04",
            size_drift_to: "2K",
        ),
        (
            name: "קמפיין",
            images: "1250",
            image_to_image_share: "1",
            edit_share: "0",
            model: "custom",
            price_generate: "0.045",
            price_image_to_image: "0.0725",
            price_batch_discount: "0.4",
            steps: "28",
            seconds: "3.75",
            locked: ["model"],
        ),
    ],
    prices_on: "2026-12-01",
    discount: "0.085",
    volume_tiers: "0:0,1000:0.05,5000:0.1,20000:0.175",
    credit: "750",
    tax_rate: "0.19",
    budget: "12500",
    budget_confidence: "0.95",
    months: "6",
    monthly_growth: "-0.02..0.03..0.08",
    locked: ["budget"],
)
"#;

fn rich() -> Scenario {
    scenario_file::parse(RICH).unwrap()
}

fn rich_code() -> String {
    share::write(&rich(), Some(d("2273.8712345678901234567")), today()).unwrap()
}

/// A code around packed bytes, with the checksum right.
fn code_around(packed: &[u8]) -> String {
    let count = u32::try_from(packed.len()).unwrap().to_be_bytes();
    let mut summed = b"IB1.".to_vec();
    summed.extend(&count[1..]);
    summed.extend(packed);
    let sum = crc32fast::hash(&summed).to_be_bytes();
    format!("IB1.{}", URL_SAFE_NO_PAD.encode([&count[1..], &sum, packed].concat()))
}

/// A scenario of so many lines, each unlike the others.
fn long(lines: u32, note: &str) -> Scenario {
    let mut scenario = Scenario { name: "Everything".into(), note: note.into(), ..Scenario::default() };
    for n in 0..lines {
        scenario.lines.push(Line { name: format!("job {n}"), values: Values::default() });
        for (key, value) in [("images", n * 37 % 9_973), ("prompt_tokens", n * 101 % 1_999), ("steps", n % 60 + 1)] {
            scenario.apply(&format!("job {n}.{key}={value}")).unwrap();
        }
    }
    scenario
}

/// Letters without a pattern, which nothing can pack well.
fn noise(length: usize) -> String {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b' ' + u8::try_from((state >> 33) % 94).unwrap())
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn a_code_made_by_other_libraries_opens() {
    let shared = share::read(PYTHON).unwrap();
    assert_eq!((shared.bill, shared.on), (Some(d("2273.87")), day("2026-11-22")));
    let mut expected = Scenario::new("Größe 日本 🎨");
    expected.lines[0].name = "drafts".into();
    expected.lines.push(Line { name: "finals".into(), values: Values::default() });
    for setting in ["drafts.images=8k..10k..15k:tri", "finals.images=600", "finals.quality=high", "budget=2500"] {
        expected.apply(setting).unwrap();
    }
    expected.lock(expected.place("drafts.images").unwrap(), true);
    assert_eq!(shared.scenario, expected);
}

#[test]
fn what_the_sender_saw_comes_along_to_the_last_digit() {
    let shared = share::read(&rich_code()).unwrap();
    assert_eq!(shared, Shared { scenario: rich(), bill: Some(d("2273.8712345678901234567")), on: today() });
    let code = share::write(&rich(), None, day("2027-01-01")).unwrap();
    assert_eq!(share::read(&code).unwrap(), Shared { scenario: rich(), bill: None, on: day("2027-01-01") });
}

#[test]
fn prices_that_the_sender_keeps_stay_with_the_sender() {
    let snapshot = Snapshot::of(&BOOK, &rich(), day("2026-06-30"));
    assert!(snapshot.as_ref().is_some_and(|snapshot| !snapshot.rates.is_empty()));
    let keeps = Scenario { kept: snapshot, ..rich() };
    let code = share::write(&keeps, Some(d("5")), today()).unwrap();
    assert_eq!(code, share::write(&rich(), Some(d("5")), day("2026-06-30")).unwrap(), "the bill is of that day");
    let forged = hostile::deflated(format!("5 2026-11-22\n{}", scenario_file::write(&keeps)).as_bytes());
    assert_eq!(share::read(&code_around(&forged)).unwrap().scenario, rich(), "and a code cannot bring its own");
}

#[test]
fn a_code_is_one_short_line_that_an_address_takes_as_it_is() {
    let code = rich_code();
    assert!(code.starts_with("IB1."));
    assert!(code.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)), "{code}");
    assert!(code.len() < 2_000, "{} characters", code.len());
    for preset in presets::shipped().unwrap() {
        let code = share::write(&preset.scenario, Some(d("1234.56")), today()).unwrap();
        assert!(code.len() < 1_000, "{}: {} characters", preset.key, code.len());
        assert_eq!(share::read(&code).unwrap().scenario, preset.scenario);
    }
}

#[test]
fn a_mail_may_have_wrapped_quoted_and_framed_it() {
    let code = rich_code();
    let wrap = |between: &str| {
        let pieces: Vec<&str> = code.as_bytes().chunks(72).map(|piece| str::from_utf8(piece).unwrap()).collect();
        pieces.join(between)
    };
    let texts = [
        format!("  {code}\n"),
        format!("\"{code}\""),
        format!("<{code}>"),
        format!("\u{201c}{code}\u{201d}"),
        format!("`{code}`,"),
        format!("_{code}_"),
        format!("https://example.com/#{code}"),
        format!("Hello Ida, see IB1. of the plan:\r\n\r\n{}\r\n\r\n-- \r\nNoor Ali, extension 4711", wrap("\r\n")),
        format!("> On Sunday you wrote:\n> {}\n> What do you think", wrap("\n> ")),
        wrap("=\r\n"),
        wrap("\u{200b}"),
        wrap(" \u{a0}\t"),
        format!("\u{feff}{code} {PYTHON}"),
    ];
    for text in texts {
        assert!(share::looks_like(&text), "{text}");
        assert_eq!(share::read(&text).unwrap_or_else(|e| panic!("{e}: {text}")).scenario, rich(), "{text}");
    }
}

#[test]
fn other_texts_do_not_look_like_a_code() {
    let others = [
        "",
        "IB1.",
        "IB1. Introduction and scope of the whole plan",
        "IB1.5 is a version",
        "ABIB1.AAC3vZuGnT2OPw6CMBTG956i6QQJklLDn3",
        "IB.AAC3vZuGnT2OPw6CMBTG956i6QQJklLDn3",
        "IB0.AAC3vZuGnT2OPw6CMBTG956i6QQJklLDn3",
        "ib1.aac3vzugnt2opw6cmbtg956i6qqjklldn3",
        "10000",
        "openai/gpt-image-2",
    ];
    for text in others {
        assert!(!share::looks_like(text), "{text}");
        assert!(share::read(text).is_err(), "{text}");
    }
    assert!(share::looks_like(&PYTHON[..40]), "a cut one gets its sentence");
    assert!(share::looks_like(&PYTHON.replace("IB1", "IB12")), "a newer one too");
}

#[test]
fn a_thousand_lines_and_a_long_note_fit() {
    for note in [noise(100_000), "Drafts are sorted by hand. ".repeat(4_000)] {
        let scenario = long(1_000, &note);
        let code = share::write(&scenario, Some(d("0.005")), today()).unwrap();
        assert!(code.len() <= MOST_CHARACTERS, "{}", code.len());
        assert_eq!(share::read(&code).unwrap().scenario, scenario);
    }
}

#[test]
fn what_would_not_open_again_is_not_written() {
    let refused = |scenario: &Scenario| share::write(scenario, None, today()).map(|code| code.len()).unwrap_err();
    // Two letters of noise make one of twenty thousand signs, so that nothing repeats.
    let noise_pairs = noise(399_000).into_bytes();
    let signs = noise_pairs.chunks(2).map(|two| 0x4e00 + (u32::from(two[0]) * 211 + u32::from(two[1]) * 97) % 20_000);
    let error = refused(&long(1_000, &signs.filter_map(char::from_u32).collect::<String>()));
    assert!(matches!(error, ShareError::TooMuch), "{error}");
    assert!(error.to_string().contains("at most 400,000 characters; shorten its note"), "{error}");
    let mut twins = long(2, "");
    twins.lines[1].name = "job 0".into();
    assert!(refused(&twins).to_string().ends_with("two lines have the name `job 0`"));
    let error = refused(&long(1, &noise(200_001))).to_string();
    assert!(error.contains("the note has 200001 characters; at most 200000 are kept"), "{error}");
}
