//! The line items added up: by operation and by component.

use rust_decimal::Decimal;

use super::estimate::{Cause, Estimate, Item};

/// One part of the gross.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub label: String,
    /// USD.
    pub amount: Decimal,
    /// Whether it was billed and delivered nothing.
    pub wasted: bool,
}

/// What each line's operations cost, delivered images first, then what was paid for nothing.
pub fn by_operation(estimate: &Estimate) -> Vec<Part> {
    let several = estimate.lines.len() > 1;
    let models = || estimate.items().map(|item| &item.model.id);
    let one_model = models().zip(models().skip(1)).all(|(a, b)| a == b);
    let mut parts = Vec::new();
    for line in &estimate.lines {
        for item in line.items.iter().filter(|item| item.cause == Cause::Delivered) {
            let line_name = if several { format!("{}: ", line.name) } else { String::new() };
            let model = if one_model { String::new() } else { format!(" on {}", item.model.name) };
            add(&mut parts, format!("{line_name}{}{model}", item.operation), item);
        }
    }
    add_wasted(&mut parts, estimate);
    parts
}

/// What each kind of charge costs over all lines, then what was paid for nothing.
pub fn by_component(estimate: &Estimate) -> Vec<Part> {
    let mut parts = Vec::new();
    for item in estimate.items().filter(|item| item.cause == Cause::Delivered) {
        add(&mut parts, item.label.to_string(), item);
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.amount));
    add_wasted(&mut parts, estimate);
    parts
}

fn add_wasted(parts: &mut Vec<Part>, estimate: &Estimate) {
    let start = parts.len();
    for item in estimate.items().filter(|item| item.cause != Cause::Delivered) {
        add(parts, item.label.to_string(), item);
    }
    if let Some(wasted) = parts.get_mut(start..) {
        wasted.sort_by_key(|part| std::cmp::Reverse(part.amount));
    }
}

fn add(parts: &mut Vec<Part>, label: String, item: &Item) {
    let wasted = item.cause != Cause::Delivered;
    match parts.iter_mut().find(|part| part.label == label && part.wasted == wasted) {
        Some(part) => part.amount = part.amount.saturating_add(item.amount),
        None => parts.push(Part { label, amount: item.amount, wasted }),
    }
}
