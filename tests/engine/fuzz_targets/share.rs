//! Share codes.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use image_budget::store::{scenario_file, share};
use rust_decimal::Decimal;

use super::{assert_sentence, text, today};

/// Bytes as somebody pastes them, as what a whole code holds, and as what that unpacks to: each is refused
/// in one sentence or shared again so that it reads the same.
pub fn share(data: &[u8]) {
    if let Some(text) = text(data) {
        share::looks_like(text);
        check(text);
        send(text);
    }
    check(&code_around(data));
    check(&code_around(&deflated(data)));
}

/// The checksum of a code stands in a fuzzer's way, so it is made to fit.
fn code_around(packed: &[u8]) -> String {
    let count = u32::try_from(packed.len()).unwrap_or(u32::MAX).to_be_bytes();
    let summed = [b"IB1.", &count[1..], packed].concat();
    let sum = crc32fast::hash(&summed).to_be_bytes();
    format!("IB1.{}", URL_SAFE_NO_PAD.encode([&count[1..], &sum, packed].concat()))
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(data).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn check(code: &str) {
    let shared = match share::read(code) {
        Ok(shared) => shared,
        Err(error) => return assert_sentence(&error.to_string()),
    };
    assert!(shared.bill.is_none_or(|bill| bill >= Decimal::ZERO), "{shared:?}");
    let again = share::write(&shared.scenario, shared.bill, shared.on).expect("what was shared can be shared");
    assert_eq!(share::read(&again).ok(), Some(shared), "{again}");
}

/// A scenario that opens is sent, or is too large and said to be.
fn send(text: &str) {
    let Ok(scenario) = scenario_file::parse(text) else { return };
    match share::write(&scenario, None, today()) {
        Ok(code) => assert_eq!(share::read(&code).ok().map(|shared| shared.scenario), Some(scenario), "{code}"),
        Err(error) => assert_sentence(&error.to_string()),
    }
}
