//! The answer taken out of the window: files with proposed names, tables on the clipboard.

use std::fs;

use eframe::egui::OutputCommand;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use image_budget::action::{Action, Command};
use image_budget::state::Dialog;

use crate::harness::{Window, do_action, expected, folder, plain, preset, show, type_into};

fn proposed(window: &Window) -> String {
    match &window.state().state.view.dialog {
        Some(Dialog::Export(form)) => form.path.rsplit(['/', '\\']).next().unwrap().to_owned(),
        other => panic!("{other:?}"),
    }
}

/// What the command copies.
fn copied(window: &mut Window, command: Command) -> String {
    let ctx = window.ctx.clone();
    window.state_mut().apply(&ctx, Action::Run(command));
    let commands = ctx.output(|output| output.commands.clone());
    window.run();
    let text = commands.into_iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text),
        _ => None,
    });
    text.expect("something was copied")
}

#[test]
fn every_format_is_written_where_the_dialog_says_and_the_notice_tells() {
    let folder = folder("exports");
    let mut window = plain();
    show(&mut window, preset("product-photos"));
    for (entry, name, begins, words) in [
        ("HTML report…", "launch-batch-of-product-photos-report-2026-11-22.html", "<!DOCTYPE html>", "HTML report"),
        ("CSV…", "launch-batch-of-product-photos-table-2026-11-22.csv", "line,label,", "CSV table"),
        ("Markdown…", "launch-batch-of-product-photos-estimate-2026-11-22.md", "# ", "Markdown page"),
        ("JSON…", "launch-batch-of-product-photos-estimate-2026-11-22.json", "{", "JSON file"),
    ] {
        window.get_by_label("File").click();
        window.run();
        window.get_by_label("Export").click();
        window.run();
        window.get_by_label(entry).click();
        window.run();
        assert_eq!(proposed(&window), name);
        let path = folder.join(name);
        type_into(&mut window, "File", &path.display().to_string());
        assert!(window.query_by_label_contains(&format!("The {words} was written to ")).is_some(), "{entry}");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with(begins), "{entry}");
    }
    let json = fs::read_to_string(folder.join("launch-batch-of-product-photos-estimate-2026-11-22.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["expected"].as_str(), Some(expected(&window).normalize().to_string().as_str()));
    let notes = |key: &str| json[key].as_array().unwrap().len();
    assert!(notes("assumptions") > 0 && notes("exclusions") > 0);
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_asked_twice_and_an_error_stays() {
    let folder = folder("exports-again");
    let path = folder.join("there.csv");
    fs::write(&path, "mine").unwrap();
    let mut window = plain();
    do_action(&mut window, Action::Run(Command::ExportCsv));
    type_into(&mut window, "File", &path.display().to_string());
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    assert!(window.query_by_label_contains("This file is there already.").is_some());
    window.get_by_role_and_label(Role::Button, "Replace").click();
    window.run();
    assert!(fs::read_to_string(&path).unwrap().starts_with("line,label,"));

    do_action(&mut window, Action::Run(Command::ExportCsv));
    type_into(&mut window, "File", &path.join("below").display().to_string());
    let Some(Dialog::Export(form)) = &window.state().state.view.dialog else { panic!("the dialog stays") };
    assert!(form.error.as_ref().is_some_and(|why| why.contains("below")), "{form:?}");
}

#[test]
fn odd_names_propose_safe_files() {
    let mut window = plain();
    for (name, file) in [
        ("a/b: c", "a-b-c-report-2026-11-22.html"),
        ("😀", "scenario-report-2026-11-22.html"),
        ("CON", "con-scenario-report-2026-11-22.html"),
        ("שלום עולם", "שלום-עולם-report-2026-11-22.html"),
        ("\u{202e}gpj.exe", "gpj-exe-report-2026-11-22.html"),
    ] {
        window.state_mut().state.documents.front_mut().scenario.name = name.to_owned();
        let ctx = window.ctx.clone();
        window.state_mut().apply(&ctx, Action::Run(Command::ExportHtml));
        assert_eq!(proposed(&window), file);
        window.state_mut().state.view.dialog = None;
    }
}

#[test]
fn table_and_markdown_are_copied_with_what_they_rest_on() {
    let mut window = plain();
    let table = copied(&mut window, Command::CopyTable);
    assert!(window.query_by_label_contains("The table was copied: ").is_some());
    let rows: Vec<Vec<&str>> = table.lines().map(|row| row.split('\t').collect()).collect();
    assert!(rows.len() > 10 && rows.iter().all(|row| row.len() == rows[0].len()));
    let sum: rust_decimal::Decimal =
        rows[1..].iter().filter_map(|row| row[11].parse::<rust_decimal::Decimal>().ok()).sum();
    assert_eq!(sum, expected(&window));

    let page = copied(&mut window, Command::CopyMarkdown);
    assert!(window.query_by_label_contains("copied as Markdown").is_some());
    for part in ["## Line items", "## Assumptions that differ", "## Not in the bill"] {
        assert!(page.contains(part), "{part}");
    }
}
