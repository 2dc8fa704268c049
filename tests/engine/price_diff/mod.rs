//! What differs between two versions of prices.

mod complete;
mod same_prices;
mod words;

use image_budget::model::book::diff::differences;
use image_budget::model::book::{Origin, Provider, check};
use image_budget::sentence::difference::whole;

/// A file that uses every field of the layout.
const ALL: &str = r#"(
    format: 1,
    id: "acme",
    name: "Acme",
    sources: {
        "page": (url: "https://acme.example/prices", kind: official, checked: "2026-11-01"),
        "shop": (url: "https://shop.example/acme", kind: third_party, checked: "2026-10"),
    },
    failures: (
        server_error: (rule: not_billed, source: "page", confidence: high, note: "None of 3 errors was billed."),
        timeout: (rule: billed, source: "shop", confidence: medium),
        input_block: (rule: fee("0.010"), source: "page", confidence: high),
        output_block: (rule: unknown(expected: "0.5"), source: "page", confidence: low),
        invalid_request: (rule: input_only, source: "page", confidence: high),
    ),
    models: [
        (
            id: "brush",
            name: "Brush",
            aliases: ["brush", "brush-1"],
            state: active,
            from: "2026-01-01",
            retires: "2027-01-31",
            replacement: "brush-9",
            confidence: high,
            source: "page",
            note: "Up to 4 images a call.",
            operations: ["generate", "edit"],
            sizes: ["1024x1024", "2048x2048"],
            size_limits: (step: 16, min_pixels: 65536, max_pixels: 8294400, max_edge: 3840, max_aspect: 3, experimental_above: 3686400),
            default_size: "auto",
            auto_sizes: ["1024x1024", "2048x2048"],
            qualities: ["low", "high"],
            default_quality: "auto",
            auto_quality: true,
            default_risk: "An image can cost $0.21.",
            max_references: 16,
            batch: "0.5",
            tokens: (
                output: formula([("low", 16), ("high", 96)]),
                input: patches(budget: 1536),
                overhead: (generate: 6, edit: 7, per_reference: 2),
                partial: 100,
                text_output: (low: 10, likely: 20, high: 40),
            ),
            rates: [
                (unit: text_input, usd: "5.00"),
                (unit: image_input, operations: ["edit"], usd: "8.00"),
                (unit: image_output, usd: "30.00"),
                (unit: image_output, tier: batch, usd: "14.00", source: "shop", confidence: medium, note: "Seen 2 times."),
                (unit: text_output, usd: "10.00"),
                (unit: image, size: "1024x1024", quality: "high", usd: "0.21", printed: true),
            ],
        ),
        (
            id: "chalk",
            name: "Chalk",
            state: active,
            from: "2026-01-01",
            confidence: high,
            source: "page",
            operations: ["generate", "edit"],
            sizes: ["1K", "2K", "4K"],
            default_size: "1K",
            qualities: ["low", "high"],
            default_quality: "low",
            tokens: (
                output: table([("1K", "*", 1120), ("2K", "low", 1500), ("2K", "high", 1600), ("4K", "*", 2000)]),
                input: tiles(base: 65, per_tile: 129, high_square: 4160, high_other: 6240),
            ),
            rates: [
                (unit: image_output, usd: "60.00"),
                (unit: image_input, usd: "2.00"),
            ],
        ),
        (
            id: "pencil",
            name: "Pencil",
            state: active,
            from: "2026-01-01",
            confidence: high,
            source: "page",
            operations: ["generate", "edit"],
            credit_usd: "0.01",
            qualities: ["low", "high"],
            sizes: ["512x512", "1024x1024", "2048x2048"],
            free_references: 1,
            truncate_decimals: 4,
            megapixels: (pixels: 1000000, rounding: linear),
            steps: (default: 28, minimum: 10, minimum_pixels: 65536),
            seconds: "2.5",
            rates: [
                (unit: image, credits: "1.5"),
                (unit: image, quality: "low", credits: "1"),
                (unit: image, operations: ["generate"], credits: "1.25"),
                (unit: image, pixels_up_to: 1048576, credits: "1.2"),
                (unit: image, pixels_from: 1048577, credits: "4"),
                (unit: image, pixels_up_to: 500000, from: "2026-06-01", credits: "0.9"),
                (unit: request, usd: "0.0001"),
                (unit: input_image, usd: "0.003"),
                (unit: megapixel, usd: "0.002"),
                (unit: first_megapixel, usd: "0.004"),
                (unit: step, usd: "0.0005"),
                (unit: second, usd: "0.0011"),
            ],
        ),
        (
            id: "ink",
            name: "Ink",
            state: deprecated,
            from: "2026-01-01",
            confidence: low,
            source: "page",
            no_price: "Ask their sales, since 2025.",
            operations: ["generate"],
        ),
    ],
)
"#;

#[track_caller]
fn read(text: &str) -> Provider {
    check::provider("acme.ron", text, Origin::Shipped).unwrap_or_else(|e| panic!("{e}"))
}

/// The file with one text replaced by another.
#[track_caller]
fn edited(from: &str, to: &str) -> Provider {
    assert!(ALL.contains(from), "the file has no `{from}`");
    read(&ALL.replacen(from, to, 1))
}

fn said(old: &Provider, new: &Provider) -> Vec<String> {
    differences(old, new).iter().map(whole).collect()
}
