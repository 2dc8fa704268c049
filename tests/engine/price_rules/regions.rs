//! Regions with prices of their own.

use image_budget::model::assumption::{Key, Value};
use image_budget::model::estimate::Estimate;
use image_budget::model::plan::{Call, Plan};
use image_budget::model::stats::draws::Effort;
use image_budget::model::stats::drivers::{Drivers, Measure};
use image_budget::model::warning::Warning;
use image_budget::store::scenario_file;

use super::{FLASH, GPT, SMOOTH, call, place, price_of, problem};
use crate::common::{BOOK, agree, d, estimate, scenario, today, try_plan};

#[test]
fn a_region_makes_every_charge_dearer_by_its_factor() {
    // 226 text tokens at $5 and 129 image tokens at $30 per 1M are $0.005; a tenth more is $0.0055.
    let plain = Call { quality: "low".into(), prompt_tokens: d("220"), ..call(GPT, "976x704") };
    let resident = Call { region: "data-residency".into(), ..plain.clone() };
    assert_eq!((price_of(&plain), price_of(&resident)), (d("0.005"), d("0.0055")));
    let priced = Plan::of_call(&resident).unwrap();
    let units: Vec<_> = Estimate::of(&priced).unwrap().items().map(|item| item.unit_price).collect();
    assert_eq!(units, [d("0.000033"), d("0.0000055")], "the unit price shows it");
    let told = priced.warnings.iter().map(ToString::to_string).find(|words| words.contains("data-residency"));
    let words = "openai/gpt-image-2 costs 10 % more in the region data-residency; every price includes it";
    assert_eq!(told.as_deref(), Some(words));
    // 1,120 tokens at $60 per 1M.
    assert_eq!(price_of(&Call { region: "regional".into(), ..call(FLASH, "1K") }), d("0.07392"));
}

#[test]
fn a_region_scales_the_whole_bill_exactly() {
    for (model, region) in
        [(GPT, "data-residency"), ("openai/gpt-image-2.5-flare", "data-residency"), (FLASH, "regional")]
    {
        let size = if model == FLASH { "1K" } else { "1536x1024" };
        let base = [
            format!("model={model}"),
            format!("size={size}"),
            "quality=medium".into(),
            "images=1234".into(),
            "batch_share=0.3".into(),
            "duplicate_rate=0.01".into(),
        ];
        let base = if model == FLASH { base.map(|s| s.replace("quality=medium", "quality=default")) } else { base };
        let resident = [&base[..], &[format!("region={region}")]].concat();
        let (plain, dearer) = (estimate(&base), estimate(&resident));
        for (plain, dearer) in
            [(plain.expected, dearer.expected), (plain.floor, dearer.floor), (plain.ceiling, dearer.ceiling)]
        {
            assert!(agree(dearer, plain * d("1.10"), 24), "{model}: {dearer} is not 1.1 times {plain}");
        }
    }
}

#[test]
fn only_models_with_a_known_uplift_have_a_region() {
    let with: Vec<&str> = BOOK.models().filter(|m| !m.regions.is_empty()).map(|m| m.id.as_str()).collect();
    let openai =
        ["2.6-sunburst", "2.6-flare", "2.5-sunburst", "2.5-flare", "2"].map(|v| format!("openai/gpt-image-{v}"));
    assert_eq!(with, [&openai.each_ref().map(String::as_str)[..], &[FLASH]].concat());
    for model in BOOK.models() {
        for region in &model.regions {
            assert!(region.source.url.starts_with("https://") && region.from >= model.from, "{}", model.id);
        }
    }
}

#[test]
fn a_region_that_a_model_does_not_have_is_named_with_those_it_has() {
    let found = problem(&[&SMOOTH[..], &["model=openai/gpt-image-2", "region=mars"]].concat());
    assert_eq!((found.keys.as_slice(), found.unknown), (&[Key::Region][..], false));
    assert_eq!(found.what, "openai/gpt-image-2 has no region `mars`; it has data-residency, default");
    let found =
        problem(&[&SMOOTH[..], &["model=openai/gpt-image-1", "size=1024x1024", "quality=low", "region=eu"]].concat());
    assert_eq!(found.what, "openai/gpt-image-1 has no region `eu`; it has only the default");
}

#[test]
fn another_model_for_edits_takes_the_region_only_where_it_has_it() {
    let line = ["model=openai/gpt-image-2", "size=1024x1024", "quality=low", "image_to_image_share=0"];
    let bill = |more: &[&str]| try_plan(&[&line[..], more].concat()).unwrap_or_else(|e| panic!("{e:?}"));
    let edit = "edit_model=google-gemini-api/gemini-3-pro-image";
    let resident = bill(&["region=data-residency", edit]);
    let told = Warning::RegionReplaced {
        model: "google-gemini-api/gemini-3-pro-image".into(),
        region: "data-residency".into(),
    };
    assert!(resident.warnings.contains(&told), "{:?}", resident.warnings);
    let price = |plan: &Plan, group: usize| plan.lines[0].groups[group].members[0].price.total;
    let plain = bill(&[edit]);
    assert_eq!(price(&resident, 0), price(&plain, 0) * d("1.10"));
    assert_eq!(price(&resident, 1), price(&plain, 1));
}

#[test]
fn regions_are_offered_driven_and_dropped_with_the_model() {
    let mut plan = scenario(&["model=openai/gpt-image-2", "region=data-residency", "size=1024x1024", "quality=low"]);
    let offered: Vec<String> = plan.legal_choices(&BOOK, place(Key::Region)).iter().map(ToString::to_string).collect();
    assert_eq!(offered, ["default", "data-residency"]);
    let priced = Plan::new(&BOOK, &plan, today()).unwrap();
    let drivers = Drivers::of(&BOOK, &plan, &priced, Measure::Expected, Effort::Quick).unwrap();
    let region = drivers.list.iter().find(|driver| driver.place.key == Key::Region).expect("the region is a driver");
    assert!((region.at_high / region.at_low - 1.1).abs() < 1e-9);
    assert_eq!((region.low.to_string(), region.own), ("default".to_owned(), Some(1.0)));
    let text = scenario_file::write(&plan);
    assert_eq!(scenario_file::parse(&text).unwrap(), plan);
    plan.set(place(Key::Model), Value::Text("xai/grok-imagine-image".into()));
    assert!(plan.fit_to_model(&BOOK, place(Key::Model)).contains(&"region is now default".to_owned()));
    assert!(plan.legal_choices(&BOOK, place(Key::Region)).is_empty());
}
