//! What leaves the program: tables that read back, texts that are only texts, a report that prints on one page.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use image_budget::export::file_name;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::program::Home;

const EVIL: &str = "=HYPERLINK(\\\"http://evil.example\\\")<script>alert(1)</script>\\t| [x](y)";

/// So many lines with every step from gross to bill, and names that would do harm.
fn scenario(lines: usize) -> String {
    let models = ["openai/gpt-image-2", "google-gemini-api/gemini-3-pro-image", "openai/gpt-image-1"];
    let line = |at: usize| {
        let (model, quality) = (models[at % 3], if at % 3 == 1 { "default" } else { "high" });
        format!(
            "(name: \"{at} {EVIL}\", images: \"{}\", model: \"{model}\", quality: \"{quality}\", size: \"1024x1024\", \
             edit_share: \"0.{at}\", server_error_rate: \"0..0.005..0.0{at}9\"),\n",
            700 * (at + 1)
        )
    };
    let lines: String = (0..lines).map(line).collect();
    format!(
        "(format: 1, name: \"{EVIL}\", note: \"{EVIL}\", lines: [{lines}], discount: \"0.1\", \
         volume_tiers: \"0:0,50:0.1\", credit: \"20\", tax_rate: \"0.2\", budget: \"20000\")"
    )
}

/// A home with the scenario as `plan.ron`.
fn home(lines: usize) -> Home {
    let home = Home::new();
    home.write("plan.ron", &scenario(lines));
    home
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is not a plain decimal"))
}

fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn csv_and_tsv_read_back_and_sum_to_the_bill() {
    let home = home(3);
    let json = home.json(&["estimate", "plan.ron"]);
    let expected = decimal(json["expected"].as_str().unwrap());
    let csv = csv_rows(&home.text(&["estimate", "plan.ron", "--format", "csv"]));
    let tsv = home.text(&["estimate", "plan.ron", "--format", "tsv"]);
    let tsv: Vec<Vec<String>> = tsv.lines().map(|row| row.split('\t').map(str::to_owned).collect()).collect();
    assert_eq!(csv.len(), tsv.len());
    let header = &csv[0];
    let column = |name: &str| header.iter().position(|cell| cell == name).unwrap();
    for rows in [&csv, &tsv] {
        assert!(rows.iter().all(|row| row.len() == header.len()));
        let amounts = rows[1..].iter().map(|row| &row[column("amount")]).filter(|cell| !cell.is_empty());
        assert_eq!(amounts.map(|cell| decimal(cell)).sum::<Decimal>(), expected);
        for row in &rows[1..] {
            let texts = row.iter().filter(|cell| cell.parse::<Decimal>().is_err());
            assert!(texts.clone().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '"'])), "{row:?}");
        }
        // A number is the unit price times the quantity, as JSON has it.
        let items = rows.iter().filter(|row| row[column("row")] == "item");
        let in_json = json["lines"].as_array().unwrap().iter().flat_map(|line| line["items"].as_array().unwrap());
        for (row, item) in items.zip(in_json) {
            for name in ["quantity", "unit_price", "amount", "unit", "cause", "checked"] {
                assert_eq!(Some(row[column(name)].as_str()), item[name].as_str());
            }
        }
        for (kind, key) in [("exclusion", "exclusions"), ("warning", "warnings")] {
            let notes: Vec<&str> =
                rows.iter().filter(|row| row[column("row")] == kind).map(|row| row[column("note")].as_str()).collect();
            assert_eq!(notes.len(), json[key].as_array().unwrap().len(), "{kind}");
        }
    }
}

#[test]
fn the_assumptions_in_json_make_the_same_bill_again() {
    let home = home(3);
    let json = home.json(&["estimate", "plan.ron"]);
    let names = r#"(name: "line0"), (name: "line1"), (name: "line2")"#;
    home.write("bare.ron", &format!("(format: 1, name: \"Bare\", lines: [{names}])"));
    let lines: Vec<&Value> = json["lines"].as_array().unwrap().iter().map(|line| &line["name"]).collect();
    let mut args = vec!["estimate".to_owned(), "bare.ron".into()];
    for row in json["assumptions"].as_array().unwrap().iter().filter(|row| row["is_default"] == false) {
        let (key, value) = (row["key"].as_str().unwrap(), row["value"].as_str().unwrap());
        let line = lines.iter().position(|name| **name == row["line"]);
        let line = line.map_or_else(String::new, |at| format!("line{at}."));
        args.extend(["--set".into(), format!("{line}{key}={value}")]);
    }
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let again = home.json(&args);
    for key in ["expected", "floor", "ceiling", "quantiles", "steps", "counts"] {
        assert_eq!(again[key], json[key], "{key}");
    }
    let by = |answer: &Value| answer["assumptions"].as_array().unwrap().len();
    assert_eq!(by(&again), by(&json));
}

#[test]
fn assumptions_and_exclusions_travel_with_the_number_in_every_format() {
    let home = home(2);
    let json = home.json(&["estimate", "plan.ron"]);
    for format in ["csv", "tsv", "markdown", "html"] {
        let text = home.text(&["estimate", "plan.ron", "--format", format]).replace('\u{a0}', " ");
        for exclusion in json["exclusions"].as_array().unwrap() {
            // Names are escaped in ways of the format's own.
            let words = exclusion.as_str().unwrap();
            let start = words.split(['\'', '(', '<', '=']).next().unwrap();
            assert!(text.contains(start), "{format}: {words}");
        }
        for row in json["assumptions"].as_array().unwrap() {
            assert!(text.contains(row["shown"].as_str().unwrap()), "{format}: {row}");
        }
        for line in json["lines"].as_array().unwrap() {
            let url = line["items"][0]["source"].as_str().unwrap().trim_start_matches("https://").trim_end_matches('/');
            assert!(text.contains(url), "{format}: {url}");
        }
    }
}

#[test]
fn the_report_stands_alone_and_a_name_in_it_is_only_a_name() {
    let html = home(3).text(&["estimate", "plan.ron", "--format", "html"]);
    let lower = html.to_lowercase();
    for never in ["<script", "<img", "<link", "<iframe", "src=", "url(", "@import", "javascript:", " onload", "<object"]
    {
        assert!(!lower.contains(never), "{never}");
    }
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(html.contains("default-src 'none'"), "even what slipped through would not run");
    assert_eq!(html.matches("<svg").count(), 4, "two charts, light and dark");
    // An answer that nobody knows is no page of zeros.
    let home = Home::new();
    let unknown = ["estimate", "--set", "model=custom", "--format", "html"];
    let run = home.run(&unknown);
    assert!(run.code == 0 && run.stdout.contains("The bill is not known") || run.code == 2, "{}", run.stderr);
}

#[test]
fn a_report_is_written_to_a_file() {
    let home = home(1);
    let said = home.text(&["estimate", "plan.ron", "--format", "html", "-o", "report.html"]);
    assert_eq!(said, "report.html is written.\n");
    let written = fs::read_to_string(home.path().join("report.html")).unwrap();
    assert!(written.starts_with("<!DOCTYPE html>") && written.ends_with("</html>\n"));
}

#[test]
fn proposed_names_are_file_names_on_every_system() {
    let day = "2026-11-22".parse().unwrap();
    let name = |scenario: &str| file_name(scenario, "report", day, "html");
    assert_eq!(name("Product photos"), "product-photos-report-2026-11-22.html");
    for odd in
        ["a/b\\c:d*e?f", "../../x", "CON", "nul", "😀", "", "   ", ".", "\u{202e}lmth.exe", "name. ", "שלום/עולם"]
    {
        let name = name(odd);
        assert!(name.ends_with("-report-2026-11-22.html") && name.len() < 255, "{name}");
        assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|', ' ', '\u{202e}', '\u{2066}']), "{name}");
        assert!(!name.starts_with(['.', '-']), "{name}");
    }
    assert!(name(&"長".repeat(500)).len() < 255);
}

/// The program of a browser, where this machine has one.
fn browser() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name))).find(|file| file.is_file())
}

fn browse(browser: &PathBuf, home: &Home, args: &[&str]) -> String {
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]);
    command.arg(format!("--user-data-dir={}", home.path().join("browser").display()));
    let output = command.args(args).current_dir(home.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_report_prints_on_one_page_with_nothing_cut_off() {
    let Some(browser) = browser() else {
        println!("skipped: no Chromium on this machine prints the report");
        return;
    };
    for lines in [1, 10] {
        let home = home(lines);
        let html = home.text(&["estimate", "plan.ron", "--format", "html"]);
        let address = |name: &str| format!("file://{}", home.path().join(name).display());
        home.write("report.html", &html);
        browse(&browser, &home, &["--no-pdf-header-footer", "--print-to-pdf=report.pdf", &address("report.html")]);
        let pdf = fs::read(home.path().join("report.pdf")).unwrap();
        let pdf = String::from_utf8_lossy(&pdf);
        assert_eq!(pdf.matches("/Type /Page\n").count(), 1, "{lines} lines");

        // The same in the print's style on the screen, as high as it wants to be, in CSS pixels.
        let (print, bounds) = ("@media print", "  html, body { height: 99vh; overflow: hidden; }\n");
        assert!(html.contains(print) && html.contains(bounds));
        let (policy, rest) =
            html.split_once("<meta http-equiv").map(|(a, b)| (a, b.split_once('\n').unwrap().1)).unwrap();
        let script = "<script>document.body.dataset.high = \
                      Math.ceil(document.querySelector('footer').getBoundingClientRect().bottom)</script></body>";
        let page = [policy, rest].concat().replace(print, "@media all").replace(bounds, "").replace("</body>", script);
        home.write("high.html", &page);
        // The paper within margins of 10 mm: Letter, then A4.
        for (wide, high) in [(740, 970), (718, 1036)] {
            let size = format!("--window-size={wide},600");
            let seen = browse(&browser, &home, &[&size, "--dump-dom", &address("high.html")]);
            let found = seen.split_once("data-high=\"").and_then(|(_, rest)| rest.split_once('"')).unwrap().0;
            let found: u32 = found.parse().unwrap();
            assert!((300..=high).contains(&found), "{lines} lines: {found} of {high} pixels");
        }
    }
}
