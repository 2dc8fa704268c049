//! LiteLLM's list.

use std::path::Path;

use image_budget::model::opinion::{Import, Summary, disagreements, judge, litellm};
use image_budget::store::opinions::{self, Opinions};
use rust_decimal::Decimal;

use super::{BOOK, assert_sentence, text, today};

/// A list is refused in one sentence, or each of its entries is judged, refused or left out, and what is
/// kept reads back the same.
pub fn import(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let import = match litellm::read(text) {
        Ok(import) => import,
        Err(error) => {
            assert!(error.line <= text.split('\n').count(), "{error}");
            return assert_sentence(&error.to_string());
        }
    };
    for refused in &import.refused {
        assert!(!refused.to_string().is_empty());
    }
    let figures = import.entries.iter().flat_map(|entry| &entry.figures);
    figures.for_each(|figure| assert!(figure.usd >= Decimal::ZERO && figure.rounding >= Decimal::ZERO, "{figure:?}"));
    counts_add_up(&import);
    reads_back(import);
}

fn counts_add_up(import: &Import) {
    let judgements = judge(&BOOK, &import.entries, today());
    assert_eq!(judgements.len(), import.entries.len());
    let summary = Summary::of(&judgements, import.refused.len(), import.others);
    let Summary { agree, differ, hide, not_comparable, not_ours, .. } = summary;
    assert_eq!(agree + differ + hide + not_comparable + not_ours, summary.understood, "{summary:?}");
    assert!(disagreements(&judgements).iter().all(|one| one.ratio.is_none_or(|ratio| ratio >= Decimal::ZERO)));
}

fn reads_back(import: Import) {
    let kept = Opinions { from: "list.json".into(), imported: today(), entries: import.entries };
    let written = opinions::write(&kept).expect("a list that was read can be kept");
    match opinions::parse(Path::new("kept.ron"), &written) {
        Ok(again) => assert_eq!(again, kept, "{written}"),
        Err(error) => panic!("{error}\n{written}"),
    }
}
