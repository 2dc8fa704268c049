//! The window shows a rule's row where the line's model has the rule.

use egui_kittest::kittest::Queryable as _;
use image_budget::model::scenario::Scenario;

use crate::harness::{plain, show};

const DEV: &str = "deepinfra/black-forest-labs/FLUX-1-dev";
const FLASH: &str = "google-vertex/gemini-3.1-flash-image";
const GPT: &str = "openai/gpt-image-2";
const MACHINES: &str = "replicate/hardware";

fn scenario(settings: &[&str]) -> Scenario {
    let mut scenario = Scenario::new("test");
    for setting in settings {
        scenario.apply(setting).unwrap();
    }
    scenario
}

#[test]
fn rows_of_steps_run_time_and_region_stand_where_the_model_has_the_rule() {
    let rows = ["Steps", "Compute time", "Region"];
    let mut window = plain();
    for (model, wanted) in [
        (GPT, [false, false, true]),
        (FLASH, [false, false, true]),
        (MACHINES, [false, true, false]),
        (DEV, [true, false, false]),
        ("openai/gpt-image-1", [false, false, false]),
    ] {
        show(&mut window, scenario(&[&format!("model={model}"), "edit_share=0", "image_to_image_share=0"]));
        let seen = rows.map(|row| window.query_all_by_label(row).next().is_some());
        assert_eq!(seen, wanted, "{model}");
    }
    let set = ["model=openai/gpt-image-1", "size=1024x1024", "quality=low", "steps=20", "region=eu"];
    show(&mut window, scenario(&set));
    assert!(window.query_all_by_label("Steps").next().is_some(), "what is set is shown");
    let problem = "has no region `eu`; it has only the default";
    assert!(window.query_all_by_label_contains(problem).next().is_some(), "the problem is said");
}
