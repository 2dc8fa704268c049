//! Colours by role, for light and dark: those of the window.

use std::fmt;

/// A colour: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// Colours by role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub background: Colour,
    /// Behind inputs and explanations.
    pub panel: Colour,
    /// Text.
    pub text: Colour,
    /// Quieter text.
    pub weak: Colour,
    /// Lines between areas.
    pub rule: Colour,
    /// What can be used or is chosen.
    pub accent: Colour,
    /// Within the budget.
    pub good: Colour,
    /// Look here.
    pub caution: Colour,
    /// Wrong, or over the budget.
    pub bad: Colour,
    /// Curves and bars, told apart by the colour-blind.
    pub series: [Colour; 6],
}

/// On a light ground.
pub const LIGHT: Palette = Palette {
    background: hex(0xFA_FA_F8),
    panel: hex(0xFF_FF_FF),
    text: hex(0x1B_1B_1A),
    weak: hex(0x5C_5B_58),
    rule: hex(0xE4_E2_DD),
    accent: hex(0x1A_66_D6),
    good: hex(0x1A_7F_37),
    caution: hex(0x8A_5A_00),
    bad: hex(0xB3_26_1E),
    series: [hex(0x00_72_B2), hex(0xD5_5E_00), hex(0x00_9E_73), hex(0xAA_44_99), hex(0x8C_6D_00), hex(0x4D_4D_4D)],
};

/// On a dark ground.
pub const DARK: Palette = Palette {
    background: hex(0x15_17_1A),
    panel: hex(0x1C_1F_23),
    text: hex(0xE9_E7_E3),
    weak: hex(0xA5_A2_9C),
    rule: hex(0x2D_31_37),
    accent: hex(0x78_AE_FF),
    good: hex(0x56_C2_71),
    caution: hex(0xE0_B0_40),
    bad: hex(0xFF_8A_80),
    series: [hex(0x56_B4_E9), hex(0xFF_9A_5C), hex(0x4F_D1_A5), hex(0xE2_9B_D0), hex(0xE6_C3_4A), hex(0xBD_BD_BD)],
};

const fn hex(rgb: u32) -> Colour {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Colour(red, green, blue)
}

impl Colour {
    /// `share` of `over` on this.
    #[must_use]
    pub fn blend(self, over: Self, share: f64) -> Self {
        let mix = |from: u8, to: u8| {
            let mixed = f64::from(from) + (f64::from(to) - f64::from(from)) * share.clamp(0.0, 1.0);
            mixed.round() as u8
        };
        Self(mix(self.0, over.0), mix(self.1, over.1), mix(self.2, over.2))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}
