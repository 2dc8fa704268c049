//! How an attempt can end, and a value for each way.

/// How an attempt that did not succeed ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// 5xx, 429, connection.
    ServerError,
    /// The client gave up, the provider finished.
    Timeout,
    /// Moderation before generating.
    InputBlock,
    /// Generated, then withheld.
    OutputBlock,
    /// 400.
    InvalidRequest,
}

impl Outcome {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 5] =
        [Self::ServerError, Self::Timeout, Self::InputBlock, Self::OutputBlock, Self::InvalidRequest];

    /// The name as keys and JSON write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::ServerError => "server_error",
            Self::Timeout => "timeout",
            Self::InputBlock => "input_block",
            Self::OutputBlock => "output_block",
            Self::InvalidRequest => "invalid_request",
        }
    }

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::ServerError => "Server errors",
            Self::Timeout => "Timeouts",
            Self::InputBlock => "Input blocks",
            Self::OutputBlock => "Output blocks",
            Self::InvalidRequest => "Invalid requests",
        }
    }
}

/// One value for each outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PerOutcome<T>(pub [T; 5]);

impl<T> PerOutcome<T> {
    /// Makes one value for each outcome.
    pub fn from_fn(mut make: impl FnMut(Outcome) -> T) -> Self {
        Self(Outcome::ALL.map(&mut make))
    }

    /// The value of an outcome.
    pub fn get(&self, outcome: Outcome) -> &T {
        let [server_error, timeout, input_block, output_block, invalid_request] = &self.0;
        match outcome {
            Outcome::ServerError => server_error,
            Outcome::Timeout => timeout,
            Outcome::InputBlock => input_block,
            Outcome::OutputBlock => output_block,
            Outcome::InvalidRequest => invalid_request,
        }
    }

    /// Each outcome with its value.
    pub fn iter(&self) -> impl Iterator<Item = (Outcome, &T)> {
        Outcome::ALL.into_iter().zip(&self.0)
    }
}
