//! A few pictures that guard the look. Without a graphics driver they say that they were skipped,
//! unless `IMAGE_BUDGET_PICTURES=required`.

use egui_kittest::Harness;
use image_budget::app::App;
use image_budget::state::{Tab, Workspace};
use image_budget::store::settings::Theme;

use crate::harness::{preset, show, window};

/// Whether pictures can be drawn here; panics when they must be and cannot.
fn can_draw() -> bool {
    let drawn = std::panic::catch_unwind(|| {
        let mut probe = Harness::builder().with_size([8.0, 8.0]).build_ui(|_| {});
        probe.render().map(|_| ())
    });
    let works = matches!(drawn, Ok(Ok(())));
    if !works {
        let required = std::env::var("IMAGE_BUDGET_PICTURES").is_ok_and(|value| value == "required");
        assert!(!required, "no graphics driver, and pictures are required (Debian: mesa-vulkan-drivers)");
        eprintln!("skipped: no graphics driver to draw pictures with (Debian: mesa-vulkan-drivers)");
    }
    works
}

fn check(harness: &mut Harness<'static, App>, name: &str) {
    harness.snapshot(name);
}

#[test]
fn the_default_plan_in_light() {
    if can_draw() {
        let mut harness = window(1280.0, 800.0, Theme::Light);
        check(&mut harness, "plan_light");
    }
}

#[test]
fn a_plan_over_budget_in_dark() {
    if can_draw() {
        let mut harness = window(1280.0, 800.0, Theme::Dark);
        show(&mut harness, preset("avatars"));
        check(&mut harness, "plan_dark");
    }
}

#[test]
fn attempts_and_two_lines() {
    if can_draw() {
        let mut harness = window(1280.0, 800.0, Theme::Light);
        show(&mut harness, preset("banners"));
        harness.state_mut().state.view.tab = Tab::Attempts;
        harness.run();
        check(&mut harness, "attempts_light");
    }
}

#[test]
fn breakdown_in_dark() {
    if can_draw() {
        let mut harness = window(1280.0, 800.0, Theme::Dark);
        show(&mut harness, preset("marketing-year"));
        harness.state_mut().state.view.tab = Tab::Breakdown;
        harness.run();
        check(&mut harness, "breakdown_dark");
    }
}

#[test]
fn rates_past_one_keep_the_last_answer() {
    if can_draw() {
        let mut harness = window(1280.0, 800.0, Theme::Light);
        let mut scenario = harness.state().state.documents.front().scenario.clone();
        scenario.apply("edit_share=0.95").unwrap();
        show(&mut harness, scenario);
        check(&mut harness, "error_light");
    }
}

#[test]
fn nothing_to_price_says_so() {
    if can_draw() {
        let mut harness = window(1280.0, 800.0, Theme::Light);
        let mut scenario = harness.state().state.documents.front().scenario.clone();
        scenario.apply("images=0").unwrap();
        show(&mut harness, scenario);
        check(&mut harness, "empty_light");
    }
}

/// The default scenario with five ranges and a budget that is at risk.
fn uncertain(theme: Theme, tab: Tab) -> Harness<'static, App> {
    let mut harness = window(1280.0, 800.0, theme);
    let mut scenario = harness.state().state.documents.front().scenario.clone();
    for setting in [
        "images=8000..10000..15000",
        "edit_share=0.1..0.2..0.4",
        "server_error_rate=0.005..0.02..0.08",
        "timeout_rate=0..0.005..0.05",
        "price.change=-0.1..0..0.2",
        "budget=600",
    ] {
        scenario.apply(setting).unwrap();
    }
    harness.state_mut().state.view.tab = tab;
    show(&mut harness, scenario);
    harness
}

#[test]
fn a_curve_with_its_band() {
    if can_draw() {
        check(&mut uncertain(Theme::Light, Tab::SpendCurve), "ranges_light");
    }
}

#[test]
fn the_distribution_in_dark() {
    if can_draw() {
        check(&mut uncertain(Theme::Dark, Tab::Distribution), "distribution_dark");
    }
}

#[test]
fn the_drivers_in_light() {
    if can_draw() {
        check(&mut uncertain(Theme::Light, Tab::Drivers), "drivers_light");
    }
}

#[test]
fn the_map_in_light() {
    if can_draw() {
        check(&mut uncertain(Theme::Light, Tab::Map), "map_light");
    }
}

#[test]
fn what_fits_in_dark() {
    if can_draw() {
        check(&mut uncertain(Theme::Dark, Tab::Fit), "fit_dark");
    }
}

#[test]
fn the_plan_on_every_model() {
    if can_draw() {
        let mut harness = window(1280.0, 900.0, Theme::Light);
        show(&mut harness, preset("product-photos"));
        harness.state_mut().state.view.tab = Tab::Compare;
        harness.state_mut().state.view.compare.open = Some("bfl/flux-2-klein-4b".into());
        harness.run();
        check(&mut harness, "models_light");
    }
}

#[test]
fn a_model_that_ends_in_dark() {
    if can_draw() {
        let mut harness = window(1280.0, 800.0, Theme::Dark);
        show(&mut harness, preset("migration"));
        harness.state_mut().state.view.tab = Tab::Compare;
        harness.run();
        check(&mut harness, "migration_dark");
    }
}

#[test]
fn the_price_book_with_a_page() {
    if can_draw() {
        let mut harness = window(1280.0, 900.0, Theme::Light);
        harness.state_mut().state.view.workspace = Workspace::Prices;
        harness.state_mut().state.view.prices.model = Some("openai/gpt-image-2".into());
        harness.run();
        check(&mut harness, "prices_light");
    }
}
