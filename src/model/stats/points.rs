//! Fixed points at which ranges are drawn: a Sobol sequence with Owen scrambling, the same on every
//! machine.

use std::sync::OnceLock;

use super::normal;

/// Most points of a run.
pub const MOST: usize = 16_384;
/// Most dimensions: one for luck, the others for ranges.
pub const DIMENSIONS: usize = 256;

/// The points of one dimension, each above 0 and below 1; any power of two of the first ones covers
/// the interval evenly.
pub fn uniform(dimension: usize) -> &'static [f32] {
    static COLUMNS: [OnceLock<Box<[f32]>>; DIMENSIONS] = [const { OnceLock::new() }; DIMENSIONS];
    COLUMNS[dimension % DIMENSIONS].get_or_init(|| {
        // The middle of a cell of the 24 bits of a point, so that none is 0.
        let half_cell = 1.0 / 33_554_432.0;
        let dimension = (dimension % DIMENSIONS) as u32;
        (0..MOST as u32).map(|index| sobol_burley::sample(index, dimension, 0) + half_cell).collect()
    })
}

/// Strokes of luck that one draw of the ranges may have.
pub const STROKES: usize = 4;

/// Luck as the share that lies below it: the first dimension, moved on by a quarter for each stroke.
pub fn luck(stroke: usize, index: usize) -> f64 {
    let moved = f64::from(uniform(0)[index]) + (stroke % STROKES) as f64 / STROKES as f64;
    (moved - moved.floor()).min(1.0 - 1e-9)
}

/// Luck as standard normal values.
pub fn normal(stroke: usize) -> &'static [f64] {
    static COLUMNS: [OnceLock<Box<[f64]>>; STROKES] = [const { OnceLock::new() }; STROKES];
    COLUMNS[stroke % STROKES].get_or_init(|| (0..MOST).map(|index| normal::quantile(luck(stroke, index))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_power_of_two_of_points_has_one_in_each_cell() {
        for dimension in [0, 1, 12, 255] {
            for count in [1 << 6, 1 << 11, 1 << 14] {
                let mut cells: Vec<usize> =
                    uniform(dimension)[..count].iter().map(|u| (f64::from(*u) * count as f64) as usize).collect();
                cells.sort_unstable();
                assert!(cells.into_iter().eq(0..count), "dimension {dimension}, {count} points");
            }
        }
    }
}
