//! The expected bill over two assumptions at once, and where it meets the budget.

use rust_decimal::Decimal;

use super::curve::Span;
use super::response::{Batch, Response, Variable};
use super::spread::no_answer;
use crate::model::book::Book;
use crate::model::num::Num as _;
use crate::model::plan::{Plan, Problem};
use crate::model::price::Bound;
use crate::model::scenario::Scenario;

/// A heat map.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// What runs to the right.
    pub x: Span,
    /// What runs up.
    pub y: Span,
    /// Values to the right.
    pub xs: Vec<Decimal>,
    /// Values up.
    pub ys: Vec<Decimal>,
    /// Expected bills in USD, row by row from the lowest `y`; not a number where there is none.
    pub bills: Vec<f64>,
    /// Least and most bill.
    pub ends: (f64, f64),
    /// Pieces of the line on which the expected bill is the budget: `[x, y, x, y]`, in values.
    pub contour: Vec<[f64; 4]>,
}

impl Map {
    /// The map of a plan over two spans.
    ///
    /// # Errors
    /// When the plan has no prices at some value of either.
    pub fn of(book: &Book, scenario: &Scenario, plan: &Plan, x: Span, y: Span) -> Result<Self, Vec<Problem>> {
        let variable = |span: &Span| Variable { place: span.place, low: span.from, high: span.to, between: true };
        let response = Response::new(book, scenario, plan, &[variable(&x), variable(&y)], Bound::Expected)?;
        let mut live = Batch::new(&response).map_err(no_answer)?;
        let (xs, ys) = (round_values(&x), round_values(&y));
        let right: Vec<f64> = xs.iter().map(|x| f64::of(*x)).collect();
        let up: Vec<f64> = ys.iter().map(|y| f64::of(*y)).collect();
        let mut bills = Vec::with_capacity(right.len() * up.len());
        for y in &up {
            live.bills(&right, &[*y], &mut bills);
        }
        let ends = bills
            .iter()
            .filter(|bill| bill.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), b| (l.min(*b), h.max(*b)));
        let contour = plan.budget.map(|budget| contour(&bills, &right, &up, f64::of(budget))).unwrap_or_default();
        Ok(Self { x, y, xs, ys, bills, ends, contour })
    }

    /// The bill at a column and a row.
    pub fn bill(&self, column: usize, row: usize) -> Option<f64> {
        let bill = *self.bills.get(row * self.xs.len() + column)?;
        bill.is_finite().then_some(bill)
    }
}

/// The values of a span with three digits, as a person would set them.
fn round_values(span: &Span) -> Vec<Decimal> {
    let mut values: Vec<Decimal> = span.values().into_iter().map(|x| x.round_sf(3).unwrap_or(x).normalize()).collect();
    values.dedup();
    values
}

/// Marching squares: in each cell, straight pieces between the places on its sides where the bill,
/// taken as straight along the side, meets the level.
fn contour(bills: &[f64], xs: &[f64], ys: &[f64], level: f64) -> Vec<[f64; 4]> {
    let at = |column: usize, row: usize| bills[row * xs.len() + column];
    let mut pieces = Vec::new();
    for row in 1..ys.len() {
        for column in 1..xs.len() {
            let (left, right, below, above) = (xs[column - 1], xs[column], ys[row - 1], ys[row]);
            let corners = [
                (left, below, at(column - 1, row - 1)),
                (right, below, at(column, row - 1)),
                (right, above, at(column, row)),
                (left, above, at(column - 1, row)),
            ];
            let over = corners.iter().filter(|(_, _, bill)| *bill > level).count();
            if over == 0 || over == corners.len() {
                continue;
            }
            let meets = |index: usize| {
                let ((x0, y0, a), (x1, y1, b)) = (corners[index], corners[(index + 1) % 4]);
                let crosses = (a <= level) != (b <= level) && a.is_finite() && b.is_finite();
                let t = (level - a) / (b - a);
                crosses.then_some((x0 + (x1 - x0) * t, y0 + (y1 - y0) * t))
            };
            let met: Vec<(f64, f64)> = (0..4).filter_map(meets).collect();
            for pair in met.chunks_exact(2) {
                pieces.push([pair[0].0, pair[0].1, pair[1].0, pair[1].1]);
            }
        }
    }
    pieces
}
