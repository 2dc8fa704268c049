//! Codes that were changed, cut, forged or never were codes: a sentence for each, and soon.

use std::io::Write as _;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use image_budget::store::share::{self, ShareError};

use super::{PYTHON, code_around, rich, rich_code};

pub fn deflated(text: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// The sentence for a code that must be refused.
#[track_caller]
fn refusal(code: &str) -> String {
    let sentence = share::read(code).unwrap_err().to_string();
    assert!(sentence.len() < 300 && !sentence.contains('\n'), "{sentence}");
    sentence
}

/// A deflate stream of so many megabytes of zeros: blocks that only repeat what is before them.
fn zeros(megabytes: usize) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    let million = vec![0; 1_000_000];
    encoder.write_all(&million).unwrap();
    encoder.flush().unwrap();
    let block = encoder.get_ref().clone();
    let mut all = block.repeat(megabytes);
    // The last block of all, empty.
    all.extend([0x03, 0x00]);
    all
}

/// Most memory that this process ever held, in kB.
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[cfg(not(target_os = "linux"))]
fn peak() -> u64 {
    0
}

#[test]
fn every_flipped_bit_is_refused_or_changes_nothing() {
    let code = rich_code();
    let expected = share::read(&code).unwrap();
    for at in 0..code.len() {
        for bit in 0..8 {
            let mut bytes = code.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            if let Ok(shared) = share::read(&String::from_utf8_lossy(&bytes)) {
                assert_eq!(shared, expected, "bit {bit} of character {at}");
            }
        }
    }
}

#[test]
fn every_cut_is_refused() {
    let code = rich_code();
    for at in 0..code.len() {
        refusal(&code[..at]);
        let (before, after) = code.split_at(at);
        refusal(&format!("{before}{}", &after[1..]));
    }
    for at in 1..code.len() {
        refusal(&code[at..]);
    }
    let half = refusal(&PYTHON[..100]);
    assert_eq!(half, "the share code is cut short: 100 of its 258 characters are there; copy it again, whole");
    let with_words = refusal(&format!("{} and so on {}", &PYTHON[..100], "and on ".repeat(40)));
    assert_eq!(with_words, "the share code is damaged: its checksum does not match; copy it again, whole");
}

#[test]
fn a_newer_code_says_to_update() {
    let newer =
        "the share code comes from a newer version (IB2, this program reads IB1); update Image Budget to open it";
    assert_eq!(refusal(&PYTHON.replace("IB1", "IB2")), newer);
    let inside = code_around(&deflated(b"- 2026-11-22\n(format: 9, name: \"x\", shape: Cube)"));
    assert!(refusal(&inside).contains("saved by a newer version (format 9"), "{}", refusal(&inside));
}

#[test]
fn no_code_says_what_one_looks_like() {
    let sentence = "there is no share code in it; a share code is one long line that begins with IB1.";
    assert_eq!(refusal("see you on Monday"), sentence);
    assert_eq!(refusal(""), sentence);
}

#[test]
fn a_whole_code_with_a_wrong_scenario_names_line_and_column() {
    let of = |text: &str| refusal(&code_around(&deflated(text.as_bytes())));
    let misspelt = of("5 2026-11-22\n(\nformat: 1,\nname: \"x\",\nlines: [(name: \"a\", imagse: \"5\")],\n)");
    let expected = "the share code is whole, but it does not open: the scenario, line 4, column ";
    assert!(misspelt.starts_with(expected), "{misspelt}");
    assert!(misspelt.ends_with("no field `imagse`; did you mean `images`?"), "{misspelt}");
    let deep = of(&format!("5 2026-11-22\n(format: 1, name: \"x\", lines: {}", "[".repeat(1_000_000)));
    assert!(deep.contains("the scenario, line 1, column "), "{deep}");
}

#[test]
fn a_whole_code_of_something_else_is_no_scenario() {
    let scenario = "(format: 1, name: \"x\", lines: [(name: \"a\")])";
    let heads = ["", "5", "5 2026-13-40", "-5 2026-11-22", "five 2026-11-22", "1e3 2026-11-22", "5  2026-11-22"];
    for head in heads.map(str::to_owned).into_iter().chain([format!("{} 2026-11-22", "9".repeat(40))]) {
        let code = code_around(&deflated(format!("{head}\n{scenario}").as_bytes()));
        assert!(matches!(share::read(&code), Err(ShareError::NoScenario)), "{head}");
    }
    let packed = deflated(format!("- 2026-11-22\n{scenario}").as_bytes());
    assert!(share::read(&code_around(&packed)).is_ok());
    for junk in [&packed[..packed.len() - 4], b"".as_slice(), &[0xff; 50], &deflated(&[0xff; 50]), &deflated(b"")] {
        let code = code_around(junk);
        assert!(matches!(share::read(&code), Err(ShareError::NoScenario)), "{junk:?}");
    }
}

#[test]
fn a_bomb_is_refused_at_once_and_without_the_memory() {
    let (small, large) = (code_around(&zeros(290)), code_around(&zeros(1_000)));
    assert!(small.len() < 400_000 && large.len() > 1_000_000, "{} {}", small.len(), large.len());
    let (before, start) = (peak(), Instant::now());
    assert_eq!(refusal(&small), "the share code unpacks to more than 4 MB, so it holds no scenario");
    assert!(refusal(&large).contains("none has more than 400,000"), "{}", refusal(&large));
    assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
    assert!(peak() - before < 64_000, "{} kB more", peak() - before);
}

#[test]
fn a_long_text_is_looked_through_in_no_time() {
    let start = Instant::now();
    for text in ["IB".repeat(1_000_000), " IB1".repeat(500_000), "IB1.".repeat(500_000), " IB1.x".repeat(300_000)] {
        assert!(!share::looks_like(&text));
        refusal(&text);
    }
    let code = rich_code();
    let text = format!("{}{code}", " IB1. ".repeat(300_000));
    assert_eq!(share::read(&text).unwrap().scenario, rich());
    assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
}
