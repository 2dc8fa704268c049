# What CI runs, and the few things one does often.

# Format, lints and tests, as CI does.
check:
    cargo fmt --check
    cargo clippy --all-targets --locked -- -D warnings
    cargo test --locked

# Open the window.
run:
    cargo run --release

# Speed, as ratios against a floor measured in the same run.
bench:
    cargo bench

# Draw the guarded pictures anew; look at each before committing it.
pictures:
    UPDATE_SNAPSHOTS=true cargo test --test window pictures::
