//! A short number that tells one text from another, the same on every machine and in every version.

/// The 64-bit FNV-1a hash of bytes that come in pieces.
#[derive(Debug, Clone, Copy)]
pub struct Fingerprint(u64);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Fingerprint {
    /// Takes in the next bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    /// The number of everything that was taken in.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The number of these bytes.
    pub fn of(bytes: &[u8]) -> u64 {
        let mut all = Self::default();
        all.add(bytes);
        all.number()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_that_the_authors_publish() {
        // http://www.isthe.com/chongo/src/fnv/test_fnv.c
        assert_eq!(Fingerprint::of(b""), 0xCBF2_9CE4_8422_2325);
        assert_eq!(Fingerprint::of(b"a"), 0xAF63_DC4C_8601_EC8C);
        assert_eq!(Fingerprint::of(b"foobar"), 0x8594_4171_F739_67E8);
    }
}
