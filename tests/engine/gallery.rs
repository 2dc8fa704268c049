//! Every plot as a picture: whole, well-formed, with what was assumed; and the command that writes one.

use image_budget::chart::{self, Look, Part, Svg, View, png};
use image_budget::model::assumption::{Key, Scale};
use image_budget::model::scenario::{Place, Scenario};
use image_budget::model::stats::draws::{Columns, Effort};
use image_budget::model::stats::drivers::Measure;
use image_budget::outcome::{Answer, PlotQuestion, Question};
use image_budget::store::presets;
use resvg::usvg::roxmltree::{Document, Node};

use crate::common::{BOOK, today};
use crate::program::Home;

/// A name that breaks what does not escape it.
const ODD: &str = "Tom & \"Ann\" <script>alert('1')</script> \u{1}]]>";

/// Two lines with a budget, ranges, tax and retries.
fn scenario() -> Scenario {
    let preset = presets::shipped().unwrap().into_iter().find(|preset| preset.key == "storyboards").unwrap();
    let mut scenario = preset.scenario;
    assert!(scenario.lines.len() > 1);
    let setting = format!("{}.acceptance_rate=0.6..0.8..0.9", scenario.lines[0].name);
    scenario.apply(&setting).unwrap();
    scenario
}

fn answer(scenario: &Scenario, plot: PlotQuestion) -> Answer {
    let question = Question { scenario: scenario.clone(), day: today(), effort: Effort::Quick, plot };
    Answer::of(&BOOK, &question, &mut Columns::default(), None).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn place(key: Key) -> Place {
    Place::of(key, 0)
}

/// Every plot of the window, with every way to see it.
fn kinds() -> Vec<(&'static str, PlotQuestion, View)> {
    let plain = View::default();
    let images = place(Key::Images);
    vec![
        ("curve", PlotQuestion::Curve(images, Scale::Linear), plain),
        ("both logarithmic", PlotQuestion::Curve(images, Scale::Log), View { log_y: true, ..plain }),
        ("distribution", PlotQuestion::Distribution, plain),
        ("cumulative", PlotQuestion::Distribution, View { cumulative: true, ..plain }),
        ("drivers", PlotQuestion::Drivers(Measure::Expected), plain),
        ("drivers of P95", PlotQuestion::Drivers(Measure::P95), plain),
        ("spider", PlotQuestion::Drivers(Measure::Expected), View { spider: true, ..plain }),
        ("map", PlotQuestion::Map(images, place(Key::EditShare), None), plain),
        ("fit", PlotQuestion::Fit(None, images), plain),
        ("models", PlotQuestion::Compare(None), plain),
        ("attempts", PlotQuestion::Figures, View { part: Part::Attempts, ..plain }),
        ("operations", PlotQuestion::Figures, View { part: Part::Operations, ..plain }),
        ("components", PlotQuestion::Figures, View { part: Part::Components, ..plain }),
    ]
}

fn drawn(answer: &Answer, scenario: &Scenario, view: View, (width, height): (u32, u32)) -> Svg {
    let look = Look { view, ..Look::of_size(width, height).unwrap() };
    chart::svg(answer, scenario, &look).unwrap()
}

/// The words of all text elements under a group of this name, or of the whole chart.
fn words(xml: &Document<'_>, group: &str) -> String {
    let within = |node: &Node<'_, '_>| node.ancestors().any(|above| above.attribute("class") == Some(group));
    let texts = xml.descendants().filter(|node| node.has_tag_name("text") && (group.is_empty() || within(node)));
    texts.filter_map(|node| node.text()).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_plot_is_a_whole_picture_at_any_size() {
    let scenario = scenario();
    for (kind, question, view) in kinds() {
        let answer = answer(&scenario, question);
        for (width, height) in [(480, 320), (960, 540), (4096, 4096), (480, 4096), (4096, 320)] {
            let svg = drawn(&answer, &scenario, view, (width, height));
            let xml = Document::parse(svg.text()).unwrap_or_else(|e| panic!("{kind}: {e}"));
            let root = xml.root_element();
            assert_eq!(root.attribute("width"), Some(width.to_string().as_str()), "{kind}");
            assert_eq!(root.attribute("height"), Some(height.to_string().as_str()), "{kind}");
            for node in xml.descendants().filter(|node| node.has_tag_name("text")) {
                let at = |name| node.attribute(name).unwrap().parse::<f64>().unwrap();
                let (x, y) = (at("x"), at("y"));
                let inside = (0.0..=f64::from(width)).contains(&x) && (8.0..=f64::from(height)).contains(&y);
                assert!(inside, "{kind} at {width}x{height}: {:?} lies at {x}, {y}", node.text());
            }
            assert!(!svg.text().contains("NaN") && !svg.text().contains("inf"), "{kind}");
            let shapes = ["path", "rect", "circle"];
            let count = xml.descendants().filter(|node| shapes.contains(&node.tag_name().name())).count();
            assert!(count > 6, "{kind}: {count} shapes");
        }
    }
}

#[test]
fn every_picture_says_the_day_of_the_prices_and_what_is_left_out() {
    let scenario = scenario();
    for (kind, question, view) in kinds() {
        let svg = drawn(&answer(&scenario, question), &scenario, view, (960, 540));
        let xml = Document::parse(svg.text()).unwrap();
        let foot = words(&xml, "foot");
        for part in ["Prices of 2026-11-22 in USD", "Not included: ", "people's time", "failed attempts", "1 range"] {
            assert!(foot.contains(part), "{kind}: no `{part}` in `{foot}`");
        }
        let description = xml.descendants().find(|node| node.has_tag_name("desc")).and_then(|node| node.text());
        assert!(description.unwrap().contains("will cost about"), "{kind}");
    }
    let default = presets::default_scenario();
    let svg = drawn(&answer(&default, PlotQuestion::Distribution), &default, View::default(), (480, 320));
    let foot = words(&Document::parse(svg.text()).unwrap(), "foot");
    assert!(foot.contains("Floor to ceiling $549") && foot.ends_with("for what is not established."), "{foot}");
    let mut taxed = scenario;
    taxed.apply("tax_rate=20%").unwrap();
    taxed.apply("credit=25").unwrap();
    let svg = drawn(&answer(&taxed, PlotQuestion::Distribution), &taxed, View::default(), (960, 540));
    let foot = words(&Document::parse(svg.text()).unwrap(), "foot");
    assert!(foot.contains("$25 of credit, 20 % tax") && !foot.contains("taxes"), "{foot}");
}

#[test]
fn texts_of_the_user_stay_texts() {
    let mut scenario = scenario();
    scenario.name = ODD.into();
    scenario.lines[0].name = ODD.into();
    for (kind, question, view) in kinds() {
        let svg = drawn(&answer(&scenario, question), &scenario, view, (1200, 700));
        let xml = Document::parse(svg.text()).unwrap_or_else(|e| panic!("{kind}: {e}"));
        assert!(!xml.descendants().any(|node| node.has_tag_name("script")), "{kind}");
        let title = xml.root_element().first_element_child().unwrap().text().unwrap();
        assert!(title.starts_with("Tom & \"Ann\" <script>alert('1')</script>  ]]>"), "{kind}: {title}");
    }
    let look = Look { title: Some("<b>Mine</b> & only".into()), ..Look::default() };
    let svg = chart::svg(&answer(&scenario, PlotQuestion::Distribution), &scenario, &look).unwrap();
    let xml = Document::parse(svg.text()).unwrap();
    assert!(words(&xml, "heading").starts_with("<b>Mine</b> & only"));
}

#[test]
fn the_curve_marks_the_plan_and_where_it_meets_the_budget() {
    let mut scenario = presets::default_scenario();
    scenario.apply("images=10000").unwrap();
    scenario.apply("budget=600").unwrap();
    let answer = answer(&scenario, PlotQuestion::Curve(place(Key::Images), Scale::Linear));
    let svg = drawn(&answer, &scenario, View::default(), (960, 540));
    let xml = Document::parse(svg.text()).unwrap();
    let bill = image_budget::text::money(answer.figures.estimate.expected);
    assert!(words(&xml, "legend").contains(&format!("This plan, {bill}")), "{}", words(&xml, "legend"));
    let y = |class: &str, name: &str| -> f64 {
        let group = xml.descendants().find(|node| node.attribute("class") == Some(class)).unwrap();
        let node = group.descendants().find(|node| node.attribute(name).is_some()).unwrap();
        node.attribute(name).unwrap().parse().unwrap()
    };
    let crossing = y("crossing", "cy");
    assert!(y("this-plan", "cy") > crossing, "the plan costs less than the budget, so it stands below");
    let budget = xml.descendants().find(|node| node.attribute("class") == Some("budget")).unwrap();
    let line = budget.first_element_child().unwrap().attribute("d").unwrap();
    assert!(line.contains(&format!(" {crossing}L")), "{line} at {crossing}");
}

#[test]
fn pixels_are_those_of_the_chart_light_or_dark_and_the_same_every_time() {
    let scenario = presets::default_scenario();
    let answer = answer(&scenario, PlotQuestion::Distribution);
    for (dark, ground) in [(false, [0xFA, 0xFA, 0xF8, 0xFF]), (true, [0x15, 0x17, 0x1A, 0xFF])] {
        let look = Look { dark, ..Look::of_size(500, 320).unwrap() };
        let svg = chart::svg(&answer, &scenario, &look).unwrap();
        let picture = png::picture(&svg, 2).unwrap();
        assert_eq!((picture.width, picture.height), (1000, 640));
        assert_eq!(picture.rgba[..4], ground);
        let drawn = picture.rgba.chunks(4).filter(|pixel| **pixel != ground).count();
        assert!((15_000..300_000).contains(&drawn), "{drawn} pixels differ from the ground");
        let file = png::png(&svg, 1).unwrap();
        assert_eq!(file, png::png(&svg, 1).unwrap());
        assert_eq!(file[..8], *b"\x89PNG\r\n\x1a\n");
        assert_eq!(file[16..24], [0, 0, 1, 0xF4, 0, 0, 1, 0x40], "500 by 320");
    }
}

#[test]
fn a_size_without_sense_is_refused_in_a_sentence() {
    let refused = |width, height| Look::of_size(width, height).unwrap_err().to_string();
    assert_eq!(refused(479, 540), "a chart cannot be 479 pixels wide; it can be 480 to 4096");
    assert_eq!(refused(960, 5000), "a chart cannot be 5000 pixels high; it can be 320 to 4096");
    let scenario = presets::default_scenario();
    let answer = answer(&scenario, PlotQuestion::Distribution);
    let svg = drawn(&answer, &scenario, View::default(), (4096, 4096));
    for scale in [0, 5] {
        let words = format!("a picture cannot be {scale} times the chart's size; it can be 1 to 4 times");
        assert_eq!(png::png(&svg, scale).unwrap_err().to_string(), words);
    }
    let large = png::png(&svg, 2).unwrap_err().to_string();
    assert!(large.contains("8192 by 8192") && large.contains("40 million"), "{large}");
    // A look that was put together by hand is brought within bounds.
    let look = Look { width: 1, height: u32::MAX, ..Look::default() };
    let svg = chart::svg(&answer, &scenario, &look).unwrap();
    assert_eq!((svg.width(), svg.height()), (480, 4096));
}

#[test]
fn the_command_writes_charts() {
    let home = Home::new();
    let curve = ["curve", "--over", "images=0..20000", "--on", "2026-11-22"];
    let svg = home.text(&[&curve[..], &["--format", "svg", "--width", "800", "--height", "450"]].concat());
    let xml = Document::parse(&svg).unwrap();
    assert_eq!(xml.root_element().attribute("viewBox"), Some("0 0 800 450"));
    assert!(words(&xml, "foot").contains("Prices of 2026-11-22"));
    let file = home.path().join("chart.png");
    let path = file.to_str().unwrap();
    let said = home.text(&[&curve[..], &["--format", "png", "--scale", "2", "--dark", "-o", path]].concat());
    assert_eq!(said, format!("{path} is written.\n"));
    let png = std::fs::read(&file).unwrap();
    assert_eq!(png[16..24], [0, 0, 7, 0x80, 0, 0, 4, 0x38], "1920 by 1080");
    let piped = home.command(&[&curve[..], &["--format", "png"]].concat()).output().unwrap();
    assert_eq!(piped.stdout[..4], *b"\x89PNG");
}

#[test]
fn the_command_refuses_what_makes_no_chart() {
    let home = Home::new();
    let refused = |more: &[&str]| {
        let run = home.run(&[&["curve", "--over", "images=0..20000"], more].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{more:?}");
        run.stderr
    };
    assert!(refused(&["--format", "svg", "--width", "20"]).contains("20 pixels wide; it can be 480 to 4096"));
    assert!(refused(&["--width", "800"]).contains("write --format svg or --format png beside"));
    assert!(refused(&["--format", "svg", "--scale", "2"]).contains("write --format png"));
    assert!(refused(&["--format", "png", "--scale", "9"]).contains("it can be 1 to 4 times"));
    let nowhere = home.path().join("a file").join("chart.png");
    std::fs::write(home.path().join("a file"), "").unwrap();
    let error = refused(&["--format", "png", "--output", nowhere.to_str().unwrap()]);
    assert!(error.contains("could not be saved"), "{error}");
}
