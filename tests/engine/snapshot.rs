//! Prices that a scenario was saved with: what became of them, and the bill when they are kept.

use std::sync::Arc;

use image_budget::figures;
use image_budget::model::assumption::{Key, Value};
use image_budget::model::book::Rate;
use image_budget::model::day::Day;
use image_budget::model::plan::Plan;
use image_budget::model::scenario::Scenario;
use image_budget::model::snapshot::{Drift, Held, Snapshot, Why};
use image_budget::sentence::drift;
use image_budget::store::{books, presets, scenario_file};
use rust_decimal::Decimal;

use crate::common::{agree, d, day, today};
use crate::program::Home;

/// Image output at $20 per 1M where the list has $30, everything else as listed.
const CHEAPER: &str = r#"(
    format: 1,
    name: "Saved in May",
    lines: [(name: "images", size: "1024x1024", quality: "medium")],
    budget: "600",
    prices: (
        on: "2026-05-03",
        bill: "400.5",
        rates: [
            (model: "openai/gpt-image-2", unit: text_input, usd: "5", from: "2026-04-21"),
            (model: "openai/gpt-image-2", unit: image_input, operations: ["edit", "image-to-image"], usd: "8", from: "2026-04-21"),
            (model: "openai/gpt-image-2", unit: image_output, usd: "20", from: "2026-04-21"),
        ],
    ),
)
"#;

fn bill(scenario: &Scenario, on: Day) -> Option<Decimal> {
    let book = Arc::new(books::shipped().0);
    figures::expected(&Held::default().book(&book, scenario), scenario, on).ok()
}

fn found(text: &str) -> Drift {
    let opened = scenario_file::read(text).unwrap();
    Drift::of(&opened.snapshot.unwrap(), &books::shipped().0, &opened.scenario, today())
}

#[test]
fn what_is_saved_opens_again_and_has_not_moved() {
    let book = books::shipped().0;
    for preset in presets::shipped().unwrap() {
        // Prices of one's own are part of the scenario, and no snapshot of a list.
        let Some(snapshot) = Snapshot::of(&book, &preset.scenario, today()) else { continue };
        let text = scenario_file::text(&preset.scenario, Some(&snapshot));
        let opened = scenario_file::read(&text).unwrap();
        assert_eq!((&opened.scenario, opened.snapshot.as_ref()), (&preset.scenario, Some(&snapshot)), "{}", preset.key);
        assert_eq!(snapshot.against(&book, today()), [], "{}", preset.key);
        let kept = Scenario { kept: Some(snapshot), ..preset.scenario };
        let again = scenario_file::read(&scenario_file::write(&kept)).unwrap();
        assert_eq!(again.scenario, kept, "a choice for the old prices is part of the scenario");
        let plain = scenario_file::parse(&scenario_file::write(&Scenario { kept: None, ..kept })).unwrap();
        assert_eq!(plain.kept, None);
    }
}

#[test]
fn kept_prices_give_the_bill_that_was_saved_and_twice_the_prices_twice_the_bill() {
    let book = Arc::new(books::shipped().0);
    let mut seen = 0;
    for model in book.models() {
        for then in ["2026-03-01", "2026-11-22"].map(day) {
            let mut scenario = presets::default_scenario();
            scenario.lines[0].values.set(Key::Model, Value::Text(model.id.clone()));
            for key in [Key::Size, Key::Quality] {
                scenario.lines[0].values.set(key, Value::Text("default".into()));
            }
            let Ok(old) = figures::expected(&book, &scenario, then) else { continue };
            let Some(snapshot) = Snapshot::of(&book, &scenario, then) else { continue };
            assert_eq!(snapshot.bill, Some(old), "{}", model.id);
            let mut twice = (*snapshot).clone();
            twice.rates.iter_mut().for_each(|rate| rate.usd *= Decimal::TWO);
            let mut with = |kept: Snapshot| {
                scenario.kept = Some(Arc::new(kept));
                figures::expected(&Held::default().book(&book, &scenario), &scenario, day("2027-06-01")).ok()
            };
            assert_eq!(with((*snapshot).clone()), Some(old), "{} of {then}", model.id);
            // A fee for refusals is no rate, and stays.
            let doubled = with(twice).unwrap();
            let exact = model.provider != "xAI";
            assert!(!exact || agree(doubled, old * Decimal::TWO, 20), "{} of {then}: {old}, {doubled}", model.id);
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn a_price_that_moved_says_then_now_and_what_it_does_to_the_bill() {
    let found = found(CHEAPER);
    let opened = scenario_file::read(CHEAPER).unwrap();
    let now = bill(&opened.scenario, today()).unwrap();
    assert_eq!((found.on, found.then, found.now), (day("2026-05-03"), Some(d("400.5")), Some(now.normalize())));
    let [moved] = found.moved.as_slice() else { panic!("{:?}", found.moved) };
    assert_eq!((moved.rate.usd, moved.now, moved.why, found.in_bill), (d("20"), Some(d("30")), Why::Corrected, 1));
    // A negotiated rate of the same figure gives the same bill.
    let home = Home::new();
    home.write("may.ron", CHEAPER);
    home.write(
        "yours.ron",
        r#"(format: 1, rates: [(model: "openai/gpt-image-2", unit: image_output, usd: "20", from: "2026-01-01")])"#,
    );
    let negotiated = home.json(&["estimate", "may.ron"])["expected"].as_str().unwrap().to_owned();
    assert_eq!(found.held, Some(d(&negotiated)));
    assert_eq!(drift::then(moved), "$20 per 1M");
    assert_eq!(drift::now(moved), "$30 per 1M");
    let headline = drift::headline(&found, false).unwrap();
    assert!(
        headline.starts_with("1 price of this plan has moved since it was saved with those of 2026-05-03"),
        "{headline}"
    );
    assert!(headline.contains("$400.50 then and is $552.29 now"), "{headline}");
}

#[test]
fn every_reason_is_told_apart() {
    let of = |from: &str, to: &str| {
        let text = CHEAPER.replace(from, to);
        assert_ne!(text, CHEAPER);
        found(&text).moved.last().unwrap().why
    };
    let output = r#"unit: image_output, usd: "20", from: "2026-04-21""#;
    assert_eq!(of(output, r#"unit: image_output, usd: "20", from: "2026-01-01""#), Why::Learnt(day("2026-04-21")));
    let earlier = CHEAPER.replace("2026-05-03", "2026-02-02");
    let earlier = earlier.replace(output, r#"unit: image_output, usd: "20", from: "2026-01-01""#);
    assert_eq!(found(&earlier).moved[0].why, Why::Changed(day("2026-04-21")));
    assert_eq!(of(output, r#"unit: image_output, quality: "superb", usd: "20", from: "2026-04-21""#), Why::NoRate);
    let gone = r#"(model: "openai/brush-9", unit: image, usd: "0.5", from: "2026-01-01"),"#;
    assert_eq!(of("rates: [", &format!("rates: [{gone}")), Why::NoModel);
}

#[test]
fn a_broken_snapshot_is_refused_with_its_place() {
    let refused = |from: &str, to: &str| {
        let text = CHEAPER.replace(from, to);
        assert_ne!(text, CHEAPER);
        scenario_file::read(&text).unwrap_err().to_string()
    };
    let number = refused("usd: \"20\"", "usd: 20");
    assert!(number.contains("line 12") && number.contains("quotes"), "{number}");
    assert!(refused("usd: \"20\"", "usd: \"-20\"").contains("-20"));
    assert!(refused("image_output", "image_outptu").contains("image_outptu"));
    assert!(refused("2026-05-03", "2026-05-32").contains("2026-05-32"));
    let twice = CHEAPER.replace("budget: \"600\",", "budget: \"600\", prices: (on: \"2026-05-03\"),");
    assert!(scenario_file::read(&twice).unwrap_err().to_string().contains("`prices` is there twice"));
    let line = r#"(model: "openai/gpt-image-2", unit: text_input, usd: "5", from: "2026-04-21"),"#;
    let same = refused(line, &line.repeat(2));
    assert!(same.contains("twice") || same.contains("two"), "{same}");
}

#[test]
fn a_file_without_prices_opens_as_ever() {
    let opened = scenario_file::read("(format: 1, name: \"x\", lines: [(name: \"a\")])").unwrap();
    assert_eq!((opened.snapshot, opened.scenario.kept), (None, None));
}

#[test]
fn the_command_line_warns_and_takes_either() {
    let home = Home::new();
    home.write("may.ron", CHEAPER);
    let plain = home.run(&["estimate", "may.ron", "--format", "json"]);
    assert_eq!(plain.code, 0, "{}", plain.stderr);
    let json: serde_json::Value = serde_json::from_str(&plain.stdout).unwrap();
    let prices = &json["prices"];
    assert_eq!((&prices["on"], &prices["kept"]), (&"2026-05-03".into(), &false.into()));
    assert_eq!(prices["bill"]["then"], "400.5");
    assert_eq!(prices["bill"]["now"], json["expected"]);
    let moved = &prices["moved"][0];
    assert_eq!((&moved["then"], &moved["now"], &moved["why"]), (&"20".into(), &"30".into(), &"corrected".into()));
    assert!(json["warnings"].to_string().contains("--prices kept holds the old ones"), "{json}");

    let kept = home.json(&["estimate", "may.ron", "--prices", "kept"]);
    assert_eq!(kept["expected"], prices["bill"]["held"]);
    assert_eq!(kept["prices"]["kept"], true);
    let refused = home.refused(&["estimate", "product-photos", "--prices", "kept"]);
    assert!(refused.contains("does not say which prices it was saved with"), "{refused}");
    home.write("kept.ron", &CHEAPER.replace("on: \"2026-05-03\",", "on: \"2026-05-03\", kept: true,"));
    assert_eq!(home.json(&["estimate", "kept.ron"])["expected"], kept["expected"]);
    assert_eq!(home.json(&["estimate", "kept.ron", "--prices", "today"])["expected"], json["expected"]);
}

#[test]
fn a_share_code_leaves_kept_prices_behind() {
    let kept = scenario_file::read(&CHEAPER.replace("on: \"2026", "kept: true, on: \"2026")).unwrap().scenario;
    assert!(kept.kept.is_some());
    let code = image_budget::store::share::write(&kept, None, today()).unwrap();
    let shared = image_budget::store::share::read(&code).unwrap();
    assert_eq!(shared.on, day("2026-05-03"), "the bill that goes with it is the one at the kept prices");
    assert_eq!(shared.scenario, Scenario { kept: None, ..kept });
}

#[test]
fn saved_rates_name_the_page_and_the_day_of_the_list() {
    let book = books::shipped().0;
    let scenario = presets::default_scenario();
    let snapshot = Snapshot::of(&book, &scenario, today()).unwrap();
    let model = book.find(scenario.lines[0].values.text(Key::Model)).unwrap();
    for rate in &snapshot.rates {
        let source = rate.source.as_ref().unwrap();
        let same = |listed: &&Arc<Rate>| (listed.unit, listed.usd, listed.from) == (rate.unit, rate.usd, rate.from);
        let listed = model.rates.iter().find(same).unwrap();
        assert_eq!((&source.url, &source.checked), (&listed.source.url, &listed.source.checked));
        let text = scenario_file::text(&scenario, Some(&snapshot));
        assert!(text.contains(&format!("source: \"{}\", checked: \"{}\"", source.url, source.checked)), "{text}");
    }
}

#[test]
fn a_kept_price_points_at_its_page_and_at_nothing_but_a_page() {
    let of = |source: &str| {
        let home = Home::new();
        let rate = "usd: \"20\", from: \"2026-04-21\"";
        let text = CHEAPER.replace(rate, &format!("{rate}, source: \"{source}\", checked: \"2026-05-01\""));
        home.write("may.ron", &text.replace("on: \"2026", "kept: true, on: \"2026"));
        home.text(&["estimate", "may.ron"])
    };
    let page = of("https://example.com/prices");
    assert!(page.contains("checked 2026-05-01") && page.contains("https://example.com/prices"), "{page}");
    let file = of("file:///etc/passwd");
    assert!(!file.contains("passwd") && file.contains("the prices that the scenario keeps"), "{file}");
    let half = CHEAPER.replace("from: \"2026-04-21\"),", "from: \"2026-04-21\", source: \"https://example.com\"),");
    let error = scenario_file::read(&half).unwrap_err().to_string();
    assert!(error.contains("openai/gpt-image-2") && error.contains("write both or neither"), "{error}");
}

/// Rates that differ in nothing but their operations, of which each has this many.
fn of_many_operations(rates: usize, operations: usize) -> String {
    let mut text =
        String::from("(format: 1, name: \"x\", lines: [(name: \"a\")], prices: (on: \"2026-05-03\", rates: [");
    for rate in 0..rates {
        let names: Vec<String> = (0..operations).map(|at| format!("\"op{}\"", rate + at)).collect();
        let names = names.join(",");
        text += &format!("(model: \"a/b\", unit: image, operations: [{names}], usd: \"1\", from: \"2026-04-21\"),\n");
    }
    text + "]))"
}

#[test]
fn as_many_rates_as_may_be_are_read_at_a_cost_that_grows_no_faster() {
    // Each against each would be twelve million sets of names: minutes.
    let opened = scenario_file::read(&of_many_operations(5_000, 32)).unwrap();
    assert_eq!(opened.snapshot.unwrap().rates.len(), 5_000);
    let error = scenario_file::read(&of_many_operations(1, 33)).unwrap_err().to_string();
    assert!(error.contains("33 operations are named, and at most 32 can be"), "{error}");
    let twins = of_many_operations(2, 2).replace("\"op1\",\"op2\"", "\"op1\",\"op0\"");
    let error = scenario_file::read(&twins).unwrap_err().to_string();
    assert!(error.contains("is there twice"), "{error}");
}

/// What the program says of a scenario that keeps these prices.
fn warnings(scenario: &Scenario, kept: Snapshot) -> (Option<Decimal>, Vec<String>) {
    let book = Arc::new(books::shipped().0);
    let scenario = Scenario { kept: Some(Arc::new(kept)), ..scenario.clone() };
    let book = Held::default().book(&book, &scenario);
    match Plan::new(&book, &scenario, scenario.day(today())) {
        Ok(plan) => (
            figures::expected(&book, &scenario, scenario.day(today())).ok(),
            plan.warnings.iter().map(ToString::to_string).collect(),
        ),
        Err(problems) => (None, problems.into_iter().map(|problem| problem.what).collect()),
    }
}

#[test]
fn no_kept_price_can_go_missing_without_a_word() {
    let book = books::shipped().0;
    let mut noticed = 0;
    for preset in presets::shipped().unwrap() {
        let Some(whole) = Snapshot::of(&book, &preset.scenario, today()) else { continue };
        let whole = Arc::unwrap_or_clone(whole);
        let (bill, said) = warnings(&preset.scenario, whole.clone());
        assert!(bill.is_some() && !said.iter().any(|said| said.contains("no rate for")), "{}: {said:?}", preset.key);
        for at in 0..whole.rates.len() {
            let mut part = whole.clone();
            let gone = part.rates.remove(at);
            let (now, said) = warnings(&preset.scenario, part);
            if now == bill {
                continue;
            }
            noticed += 1;
            let lacks = ["no rate for", "no batch price is known for"];
            let is_said = now.is_none()
                || said.iter().any(|said| said.contains(&gone.model) && lacks.iter().any(|lack| said.contains(lack)));
            assert!(is_said, "{} without {gone:?}: {now:?}, not {bill:?}: {said:?}", preset.key);
        }
    }
    assert!(noticed > 5, "{noticed}");
}

#[test]
fn a_model_whose_prices_are_not_kept_is_named() {
    let mut scenario = scenario_file::parse(CHEAPER).unwrap();
    let kept = Arc::unwrap_or_clone(scenario_file::read(CHEAPER).unwrap().snapshot.unwrap());
    scenario.apply("model=openai/gpt-image-1.5").unwrap();
    let (_, said) = warnings(&scenario, kept);
    assert!(said.iter().any(|said| said.contains("openai/gpt-image-1.5 is not among the prices kept")), "{said:?}");
}

#[test]
fn a_gate_does_not_let_a_bill_through_that_lacks_a_charge() {
    let home = Home::new();
    let whole = CHEAPER.replace("on: \"2026-05-03\",", "on: \"2026-05-03\", kept: true,");
    let line = whole.lines().find(|line| line.contains("text_input")).unwrap();
    home.write("whole.ron", &whole);
    home.write("part.ron", &whole.replace(line, ""));
    assert_eq!(home.run(&["estimate", "whole.ron", "--fail-over-budget"]).code, 0);
    let run = home.run(&["estimate", "part.ron", "--fail-over-budget"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stderr.contains("openai/gpt-image-2 have no rate for prompt"), "{}", run.stderr);
}
