//! Work that can be given up. Everything slow makes one plan after another, so each plan asks first
//! whether it is still wanted.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The wish that some work ends early; its copies are one.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

thread_local! {
    static STOP: RefCell<Option<Stop>> = const { RefCell::new(None) };
}

impl Stop {
    /// Asks the work to end; what it then answers means nothing.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Does work on this thread that ends early once it is asked to.
    pub fn during<R>(&self, work: impl FnOnce() -> R) -> R {
        let before = STOP.replace(Some(self.clone()));
        let result = work();
        STOP.set(before);
        result
    }
}

/// Whether the work on this thread was asked to end.
pub fn asked() -> bool {
    STOP.with_borrow(|stop| stop.as_ref().is_some_and(|stop| stop.0.load(Ordering::Relaxed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_work_that_was_asked_ends() {
        let (first, second) = (Stop::default(), Stop::default());
        first.during(|| {
            assert!(!asked());
            second.ask();
            assert!(!asked());
            second.during(|| assert!(asked()));
            assert!(!asked());
            first.ask();
            assert!(asked());
        });
        assert!(!asked());
    }
}
