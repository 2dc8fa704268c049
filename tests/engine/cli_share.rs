//! `share` and `open` as scripts see them.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::program::{Home, Run};

const LAUNCH: &str = r#"(
    format: 1,
    name: "Launch",
    note: "Finals only after the drafts are approved.",
    lines: [
        (name: "drafts", images: "4000", model: "openai/gpt-image-2", size: "1024x1024", quality: "low"),
        (name: "finals", images: "500..600..900", model: "openai/gpt-image-2", size: "1536x1024", quality: "high"),
    ],
    budget: "200",
)
"#;

/// Prices of this day hold for the sender and for the receiver.
const FIXED: [&str; 2] = ["--set", "prices_on=2026-11-22"];

fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap_or_else(|| panic!("{value} is no decimal string")).parse().unwrap()
}

fn share(home: &Home, args: &[&str]) -> String {
    let printed = home.text(&[&["share"], args].concat());
    let code = printed.strip_suffix('\n').unwrap();
    assert!(!code.contains('\n') && code.starts_with("IB1."), "{printed}");
    code.to_owned()
}

/// `open -`, with this on standard input.
fn piped(home: &Home, args: &[&str], input: &[u8]) -> Run {
    let mut command = home.command(&[&["open", "-"], args].concat());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The program may have seen enough and gone.
    child.stdin.take().unwrap().write_all(input).ok();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[test]
fn a_scenario_goes_through_a_code_and_back_into_a_file() {
    let home = Home::new();
    home.write("launch.ron", LAUNCH);
    let code = share(&home, &["launch.ron"]);
    let run = home.run(&["open", &code, "-o", "copy.ron"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("Saved as copy.ron.\n"), "{}", run.stdout);
    let answer = |file: &str| home.text(&["estimate", file, "--format", "json", "--on", "2026-11-22"]);
    assert_eq!(answer("copy.ron"), answer("launch.ron"));
    assert!(fs::read_to_string(home.path().join("copy.ron")).unwrap().starts_with("(\n    format: 1,\n"));
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let home = Home::new();
    let code = share(&home, &["avatars"]);
    home.write("mine.ron", "mine");
    let refused = home.refused(&["open", &code, "-o", "mine.ron"]);
    assert_eq!(refused, "mine.ron could not be saved: there is a file of this name; choose another one");
    assert_eq!(fs::read_to_string(home.path().join("mine.ron")).unwrap(), "mine");
    let names: Vec<_> = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["mine.ron"], "nothing else is left behind");
}

#[test]
fn open_says_what_the_code_holds_and_what_the_sender_saw() {
    let home = Home::new();
    home.write("launch.ron", LAUNCH);
    let shown = home.text(&["open", &share(&home, &[&["launch.ron"], &FIXED[..]].concat())]);
    let bill = home.json(&[&["estimate", "launch.ron"], &FIXED[..]].concat());
    let bill = decimal(&bill["expected"]).round_dp(2);
    let expected = format!(
        "\
Launch
Finals only after the drafts are approved.

  LINE                           IMAGES  MODEL        SIZE       QUALITY
  drafts                          4,000  GPT Image 2  1024x1024  low
  finals  500 to 900, likely 600         GPT Image 2  1536x1024  high

  Budget  $200

Their estimate was ${bill} at the prices of 2026-11-22; here it is the same at the prices of 2026-11-22.
"
    );
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(squeezed(&shown), squeezed(&expected));
}

#[test]
fn the_receivers_own_prices_show_as_a_difference() {
    let (sender, receiver) = (Home::new(), Home::new());
    receiver.write(
        "yours.ron",
        r#"(format: 1, rates: [(model: "openai/gpt-image-2", unit: image_output, usd: "15", from: "2026-01-01")])"#,
    );
    sender.write("launch.ron", LAUNCH);
    let code = share(&sender, &[&["launch.ron"], &FIXED[..]].concat());
    let json = receiver.json(&["open", &code]);
    let (theirs, here) = (decimal(&json["theirs"]["expected"]), decimal(&json["here"]["expected"]));
    assert!(here < theirs, "{json}");
    assert_eq!(decimal(&json["difference"]), here - theirs);
    let shown = receiver.text(&["open", &code]);
    let less = format!("${} less (", (theirs - here).round_dp(2));
    assert!(shown.contains(&less) && shown.contains("so their prices differ from yours."), "{shown}");
}

#[test]
fn the_json_has_every_figure_as_a_decimal_string() {
    let home = Home::new();
    home.write("launch.ron", LAUNCH);
    let set = ["launch.ron", "--set", "finals.images=600", "--set", "prices_on=2026-11-22"];
    let json = home.json(&["open", &share(&home, &set)]);
    let bill = &home.json(&[&["estimate"], &set[..]].concat())["expected"];
    let line = |name: &str, images: &str, size: &str, quality: &str| json!({ "name": name, "images": images, "model": "openai/gpt-image-2", "size": size, "quality": quality });
    let expected = json!({
        "scenario": "Launch",
        "note": "Finals only after the drafts are approved.",
        "currency": "USD",
        "lines": [line("drafts", "4000", "1024x1024", "low"), line("finals", "600", "1536x1024", "high")],
        "budget": "200",
        "theirs": { "expected": bill, "on": "2026-11-22" },
        "here": { "expected": bill, "on": "2026-11-22" },
        "difference": "0",
        "file": null,
        "warnings": [],
    });
    assert_eq!(json, expected);
}

#[test]
fn the_day_of_the_senders_prices_is_told() {
    let home = Home::new();
    let json = home.json(&["open", &share(&home, &["avatars", "--on", "2026-10-01"])]);
    assert_eq!(json["theirs"]["on"], "2026-10-01");
    assert_ne!(json["here"]["on"], "2026-10-01");
}

#[test]
fn a_scenario_without_a_known_bill_is_shared_and_says_so() {
    let home = Home::new();
    let run = home.run(&["share", "--set", "model=acme/brush"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.starts_with("image-budget: note: the code holds no bill: "), "{}", run.stderr);
    let json = home.run(&["open", run.stdout.trim(), "--format", "json"]);
    let json: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((&json["theirs"]["expected"], &json["here"]["expected"]), (&Value::Null, &Value::Null));
    assert_eq!(json["difference"], Value::Null);
    assert!(json["warnings"][0].as_str().unwrap().starts_with("the bill is not known: "), "{json}");
    let shown = home.text(&["open", run.stdout.trim()]);
    assert!(shown.contains("They had no bill at the prices of") && shown.contains("acme/brush"), "{shown}");
}

#[test]
fn a_thousand_unknown_models_are_told_in_a_few_words() {
    let home = Home::new();
    let line = |n| format!("(name: \"job {n}\", model: \"acme/brush-{n}\"),");
    let lines: String = (0..1_000).map(line).collect();
    home.write("many.ron", &format!("(format: 1, name: \"Many\", lines: [{lines}])"));
    let code = home.run(&["share", "many.ron"]).stdout;
    let json = home.run(&["open", code.trim(), "--format", "json"]).stdout;
    let json: Value = serde_json::from_str(&json).unwrap();
    let why = json["warnings"][0].as_str().unwrap();
    assert!(why.contains("acme/brush-0") && why.ends_with("; and 997 more") && why.len() < 500, "{why}");
}

#[test]
fn a_mail_comes_through_the_pipe() {
    let home = Home::new();
    let code = share(&home, &["photo-cleanup"]);
    let wrapped: Vec<&str> = code.as_bytes().chunks(60).map(|piece| str::from_utf8(piece).unwrap()).collect();
    let mail = format!("Hi,\r\n\r\n> {}\r\n\r\nBest, Noor\r\n", wrapped.join("\r\n> "));
    let run = piped(&home, &[], &[mail.as_bytes(), &[0xff, 0xfe]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("Photo cleanup\n"), "{}", run.stdout);
    assert!(run.stdout.contains("Remove") || run.stdout.contains("remove"), "the model that edits: {}", run.stdout);
    assert!(!run.stdout.contains("Stable Image Core"), "no image is generated: {}", run.stdout);
}

#[test]
fn what_is_no_code_is_refused_in_one_line() {
    let home = Home::new();
    assert!(home.refused(&["open", "hello"]).starts_with("there is no share code in it; "));
    let code = share(&home, &["avatars"]);
    let cut = home.refused(&["open", &code[..100], "-o", "x.ron"]);
    assert!(cut.starts_with("the share code is cut short: 100 of its "), "{cut}");
    assert!(!home.path().join("x.ron").exists());
    let flipped = code.replacen(&code[200..201], if &code[200..201] == "x" { "y" } else { "x" }, 1);
    assert!(home.refused(&["open", &flipped]).contains("checksum does not match"));
    let run = piped(&home, &[], &vec![b'x'; 5_000_000]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("standard input holds more than 4 MB"), "{}", run.stderr);
    assert!(home.refused(&["share", "no-such-preset"]).contains("neither a scenario file nor a preset"));
    assert!(home.refused(&["share", "--set", "imagse=5"]).contains("did you mean `images`"));
}

#[test]
fn names_from_a_stranger_never_reach_the_terminal_as_commands() {
    let home = Home::new();
    home.write("evil.ron", &LAUNCH.replace("Launch", "Evil \\u{1b}[31m\\u{7}"));
    let shown = home.text(&["open", &share(&home, &["evil.ron"])]);
    assert!(shown.starts_with("Evil  [31m \n"), "{shown:?}");
}
