//! The normal distribution.

use std::f64::consts::{PI, SQRT_2};

/// Probability that a standard normal value is above `z`.
pub fn above(z: f64) -> f64 {
    0.5 * libm::erfc(z / SQRT_2)
}

/// The value below which a standard normal value lies with probability `q`, 0 < q < 1.
///
/// Acklam's rational approximation (relative error 1.2e-9), refined by one step of Halley's method.
pub fn quantile(q: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 6] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
        1.0,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 5] =
        [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416, 1.0];
    let horner = |coefficients: &[f64], x: f64| coefficients.iter().fold(0.0, |sum, c| sum * x + c);
    let tail = |p: f64| {
        let r = (-2.0 * p.ln()).sqrt();
        horner(&C, r) / horner(&D, r)
    };
    let z = if q < 0.024_25 {
        tail(q)
    } else if q > 0.975_75 {
        -tail(1.0 - q)
    } else {
        let r = q - 0.5;
        r * horner(&A, r * r) / horner(&B, r * r)
    };
    let error = above(-z) - q;
    let step = error * (2.0 * PI).sqrt() * (z * z / 2.0).exp();
    z - step / (1.0 + z * step / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_match_published_tables() {
        for (q, z) in [
            (0.5, 0.0),
            (0.95, 1.644_853_626_951_472_2),
            (0.975, 1.959_963_984_540_054),
            (0.001, -3.090_232_306_167_813),
        ] {
            assert!((quantile(q) - z).abs() < 1e-12, "{q}");
        }
    }
}
