//! The plots of the plan.

/// The plots.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tab {
    /// The bill along an assumption.
    #[default]
    SpendCurve,
    /// The plan on every model.
    Compare,
    /// The open scenarios side by side.
    Scenarios,
    /// How probable each bill is.
    Distribution,
    /// What moves the bill.
    Drivers,
    /// The bill over two assumptions.
    Map,
    /// Goal seek, ways to save, lines that compete.
    Fit,
    /// From requested to kept.
    Attempts,
    /// By operation and by component.
    Breakdown,
}

impl Tab {
    /// All of them, in order.
    pub const ALL: [Self; 9] = [
        Self::SpendCurve,
        Self::Compare,
        Self::Scenarios,
        Self::Distribution,
        Self::Drivers,
        Self::Map,
        Self::Fit,
        Self::Attempts,
        Self::Breakdown,
    ];

    /// What it shows, as a picture of it is called.
    pub fn title(self) -> &'static str {
        if self == Self::SpendCurve { "Spend curve" } else { self.label() }
    }

    /// On the tab.
    pub fn label(self) -> &'static str {
        match self {
            Self::SpendCurve => "Curve",
            Self::Compare => "Models",
            Self::Scenarios => "Scenarios",
            Self::Distribution => "Distribution",
            Self::Drivers => "Drivers",
            Self::Map => "Map",
            Self::Fit => "What fits",
            Self::Attempts => "Attempts",
            Self::Breakdown => "Breakdown",
        }
    }
}
