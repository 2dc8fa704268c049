//! Share codes: a whole scenario in one line of text, for a chat, a mail or an address.
//!
//! A code is `IB1.` and URL-safe base64 of three bytes that count the packed bytes, four bytes of CRC-32
//! over version, count and packed bytes, and the packed bytes. They are the raw deflate of one line with
//! what the sender saw (`2273.87 2026-11-22`, or `- 2026-11-22` where there was no bill) and of the
//! scenario file without its indentation.
//!
//! A plan of three lines has some 500 characters, a full one under 2,000. A note of English prose adds
//! about four characters for every five of its own, a very long one fewer; names and values that repeat
//! add next to nothing.

use std::io::{self, Read as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use rust_decimal::Decimal;

use super::scenario_file::{self, MOST_BYTES, OpenError};
use crate::model::day::Day;
use crate::model::scenario::Scenario;
use crate::text::grouped;

/// Version of the layout that is written.
const VERSION: u32 = 1;
/// What a code begins with, before its version.
const MARK: &str = "IB";
/// Most digits of a version that is looked for.
const MOST_DIGITS: usize = 4;
/// Most characters of a code.
pub const MOST_CHARACTERS: usize = 400_000;
/// Characters in a row that make a text look like a code; no heading or reference has so many.
const LOOKS_LIKE: usize = 16;
/// Bytes that count the packed bytes. Three are four characters exactly, so they are read first.
const COUNT_BYTES: usize = 3;
/// Bytes of the checksum.
const CHECKSUM_BYTES: usize = 4;
/// Most bytes of the line with what the sender saw.
const MOST_SEEN: u64 = 100;
/// Stands for a bill that nobody knew.
const NO_BILL: &str = "-";

/// A scenario from somebody else, and what they saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The scenario.
    pub scenario: Scenario,
    /// Their expected bill in USD; none where it was not known.
    pub bill: Option<Decimal>,
    /// The day whose prices they used.
    pub on: Day,
}

/// Why a share code was not read or not written, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum ShareError {
    /// Nothing in the text begins like a code.
    #[error("there is no share code in it; a share code is one long line that begins with {MARK}{VERSION}.")]
    NotACode,
    /// A newer program wrote it.
    #[error(
        "the share code comes from a newer version ({MARK}{version}, this program reads {MARK}{VERSION}); update Image Budget to open it"
    )]
    Newer {
        /// Its version.
        version: u32,
    },
    /// Characters are missing at its end.
    #[error(
        "the share code is cut short: {} of its {} characters are there; copy it again, whole",
        grouped(&there.to_string()),
        grouped(&whole.to_string())
    )]
    CutShort {
        /// Characters there are.
        there: usize,
        /// Characters there should be, by its own count.
        whole: usize,
    },
    /// Something in it was changed.
    #[error("the share code is damaged: its checksum does not match; copy it again, whole")]
    Damaged,
    /// Longer than any code that is written.
    #[error(
        "the share code counts {} characters, and none has more than {}; it is damaged or not of Image Budget",
        grouped(&characters.to_string()),
        grouped(&MOST_CHARACTERS.to_string())
    )]
    TooLong {
        /// Characters it should have, by its own count.
        characters: usize,
    },
    /// It unpacks to more than a scenario can have.
    #[error("the share code unpacks to more than {} MB, so it holds no scenario", MOST_BYTES / 1_000_000)]
    TooLarge,
    /// It is whole, and something else than a scenario is in it.
    #[error("the share code is whole, but what it holds is no scenario of Image Budget")]
    NoScenario,
    /// It is whole, and the scenario in it is not right.
    #[error("the share code is whole, but it does not open: {0}")]
    Wrong(OpenError),
    /// The scenario would make too long a code.
    #[error(
        "the scenario is too large for a share code, which has at most {} characters; {}",
        grouped(&MOST_CHARACTERS.to_string()),
        "shorten its note, or save it and send the file"
    )]
    TooMuch,
    /// The scenario would not open again.
    #[error("the scenario cannot be shared as it is: {0}")]
    NotReadable(OpenError),
    /// The packer gave up.
    #[error("the scenario could not be packed: {0}")]
    NotPacked(io::Error),
}

/// The share code of a scenario, with the expected bill in USD that its sender sees, none where it is not
/// known, and the day whose prices they use. Prices that the scenario keeps do not go with it;
/// their day then stands in place of the other.
///
/// # Errors
/// When the scenario is too large, or is one that would not open again, such as with two lines of one name.
pub fn write(scenario: &Scenario, bill: Option<Decimal>, on: Day) -> Result<String, ShareError> {
    let on = scenario.kept.as_ref().map_or(on, |kept| kept.on);
    let file = scenario_file::write(&Scenario { kept: None, ..scenario.clone() });
    // Texts in a scenario file have their line breaks escaped, so what begins a line is indentation.
    let text = file.lines().map(str::trim_start).collect::<Vec<_>>().join("\n");
    if text.len() as u64 > MOST_BYTES {
        return Err(ShareError::TooMuch);
    }
    scenario_file::parse(&text).map_err(ShareError::NotReadable)?;
    let bill = bill.map_or_else(|| NO_BILL.to_owned(), |bill| bill.normalize().to_string());
    let packed = pack(&format!("{bill} {on}\n{text}")).map_err(ShareError::NotPacked)?;
    if characters(packed.len()) > MOST_CHARACTERS {
        return Err(ShareError::TooMuch);
    }
    let count: Vec<u8> = packed.len().to_be_bytes().into_iter().rev().take(COUNT_BYTES).rev().collect();
    let sum = checksum(&count, &packed).to_be_bytes();
    Ok(format!("{MARK}{VERSION}.{}", URL_SAFE_NO_PAD.encode([count.as_slice(), &sum, &packed].concat())))
}

/// The scenario of the first share code in a text.
///
/// Blanks, line breaks, quote marks and anything else that a code is not made of is skipped, so that it may
/// come out of a mail; what follows the code is left alone.
///
/// # Errors
/// One sentence that says what is wrong with the code.
pub fn read(text: &str) -> Result<Shared, ShareError> {
    let (version, rest) = find(text).ok_or(ShareError::NotACode)?;
    if version > VERSION {
        return Err(ShareError::Newer { version });
    }
    let packed = packed(rest)?;
    let mut bytes = Vec::new();
    let most = MOST_BYTES.saturating_add(MOST_SEEN);
    // The reader stops at the limit, however much would follow.
    let unpacked = DeflateDecoder::new(packed.as_slice()).take(most.saturating_add(1)).read_to_end(&mut bytes);
    unpacked.map_err(|_| ShareError::NoScenario)?;
    if bytes.len() as u64 > most {
        return Err(ShareError::TooLarge);
    }
    let text = String::from_utf8(bytes).map_err(|_| ShareError::NoScenario)?;
    let (seen, file) = text.split_once('\n').ok_or(ShareError::NoScenario)?;
    let (bill, on) = read_seen(seen).ok_or(ShareError::NoScenario)?;
    // Nobody else's prices stand in place of the reader's.
    let scenario = Scenario { kept: None, ..scenario_file::parse(file).map_err(ShareError::Wrong)? };
    Ok(Shared { scenario, bill, on })
}

/// Whether a text has a share code in it, whole or not, of this version or another.
pub fn looks_like(text: &str) -> bool {
    find(text).is_some_and(|(_, rest)| is_long(rest))
}

/// The version of a code in a text, and what follows its point: the first that is long enough for one, or
/// else the first beginning.
fn find(text: &str) -> Option<(u32, &str)> {
    let mut first = None;
    for (at, _) in text.match_indices(MARK) {
        let (before, rest) = text.split_at(at);
        let found = if before.ends_with(|c: char| c.is_ascii_alphanumeric()) { None } else { beginning(rest) };
        if found.is_some_and(|(_, rest)| is_long(rest)) {
            return found;
        }
        first = first.or(found);
    }
    first
}

/// The version and what follows of a text that begins as a code does.
fn beginning(text: &str) -> Option<(u32, &str)> {
    let rest = text.strip_prefix(MARK)?;
    let digits = rest.bytes().take(MOST_DIGITS).take_while(u8::is_ascii_digit).count();
    let (version, rest) = rest.split_at(digits);
    let version = version.parse().ok().filter(|version| *version > 0)?;
    rest.strip_prefix('.').map(|rest| (version, rest))
}

fn is_long(rest: &str) -> bool {
    rest.bytes().take(LOOKS_LIKE).filter(|byte| is_symbol(*byte)).count() == LOOKS_LIKE
}

/// Whether base64 for addresses uses it.
fn is_symbol(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// The packed bytes of a code whose beginning is taken off, when they are all there and as they were sent.
fn packed(rest: &str) -> Result<Vec<u8>, ShareError> {
    let mut symbols = rest.bytes().filter(|byte| is_symbol(*byte));
    let mut code: Vec<u8> = symbols.by_ref().take(symbols_of(COUNT_BYTES)).collect();
    if code.len() < symbols_of(COUNT_BYTES) {
        return Err(ShareError::Damaged);
    }
    let count = URL_SAFE_NO_PAD.decode(&code).map_err(|_| ShareError::Damaged)?;
    let bytes = count.iter().fold(0_usize, |count, byte| (count << 8) | usize::from(*byte));
    let characters = characters(bytes);
    if characters > MOST_CHARACTERS {
        return Err(ShareError::TooLong { characters });
    }
    let whole = symbols_of(COUNT_BYTES + CHECKSUM_BYTES + bytes);
    code.extend(symbols.take(whole.saturating_sub(code.len())));
    if code.len() < whole {
        return Err(ShareError::CutShort { there: characters - whole + code.len(), whole: characters });
    }
    let all = URL_SAFE_NO_PAD.decode(&code).map_err(|_| ShareError::Damaged)?;
    let (count, rest) = all.split_at_checked(COUNT_BYTES).ok_or(ShareError::Damaged)?;
    let (sum, packed) = rest.split_at_checked(CHECKSUM_BYTES).ok_or(ShareError::Damaged)?;
    if sum != checksum(count, packed).to_be_bytes() {
        return Err(ShareError::Damaged);
    }
    Ok(packed.to_vec())
}

/// Characters of base64 without padding for so many bytes.
fn symbols_of(bytes: usize) -> usize {
    (bytes * 4).div_ceil(3)
}

/// Characters of the whole code of so many packed bytes.
fn characters(packed: usize) -> usize {
    format!("{MARK}{VERSION}.").len() + symbols_of(COUNT_BYTES + CHECKSUM_BYTES + packed)
}

fn checksum(count: &[u8], packed: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    for part in [format!("{MARK}{VERSION}.").as_bytes(), count, packed] {
        sum.update(part);
    }
    sum.finalize()
}

fn pack(text: &str) -> io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    DeflateEncoder::new(text.as_bytes(), Compression::best()).read_to_end(&mut packed)?;
    Ok(packed)
}

/// What the sender saw: a bill that is not below zero, or none, and a day.
fn read_seen(seen: &str) -> Option<(Option<Decimal>, Day)> {
    let (bill, on) = seen.split_once(' ')?;
    let on = on.parse().ok()?;
    if bill == NO_BILL {
        return Some((None, on));
    }
    let bill = Decimal::from_str_exact(bill).ok().filter(|bill| !bill.is_sign_negative())?;
    Some((Some(bill), on))
}
