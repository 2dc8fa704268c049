//! `prices import`: somebody else's list, kept as a second opinion and compared with the price book.

mod own;

use std::path::Path;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::cli::answer;
use crate::cli::args::{Format, ImportArgs};
use crate::cli::error::{CliError, Output};
use crate::cli::json::{decimal, maybe, plain, text_or_null};
use crate::cli::report::bullets;
use crate::cli::table::{Align, pairs, table};
use crate::model::book::Unit;
use crate::model::opinion::{Disagreement, Judgement, Refused, Standing, Summary, Verdict, disagreements, judge};
use crate::store::{self, opinions};

/// Most rows of a list for people.
const MOST_ROWS: usize = 30;
/// Digits of a ratio for people.
const RATIO_DIGITS: u32 = 4;

/// Runs the command.
pub fn run(args: &ImportArgs) -> Result<Output, CliError> {
    if args.file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron")) {
        return own::run(args);
    }
    let today = store::today();
    let (opinions, import) = opinions::import(&args.file, today)?;
    let (book, warnings) = answer::load_book();
    let judgements = judge(&book, &opinions.entries, today);
    let kept = if args.dry_run { None } else { Some(opinions::save(&opinions)?) };
    let report = Report {
        from: &opinions.from,
        day: today.to_string(),
        kept: kept.as_deref(),
        summary: Summary::of(&judgements, import.refused.len(), import.others),
        judgements: &judgements,
        refused: &import.refused,
        warnings,
    };
    Ok(match args.format {
        Format::Text => Output::text(&report.text()),
        Format::Json => Output::json(&report.json()),
    })
}

struct Report<'a> {
    from: &'a str,
    day: String,
    kept: Option<&'a Path>,
    summary: Summary,
    judgements: &'a [Judgement],
    refused: &'a [Refused],
    warnings: Vec<String>,
}

impl Report<'_> {
    fn text(&self) -> String {
        let found = disagreements(self.judgements);
        let mut out = format!("{}, beside the price book as of {}\n\n", self.from, self.day);
        out += &pairs(2, Align::Right, &self.counts());
        if !found.is_empty() {
            out += "\nWhere they differ, the farthest off first; USD for 1M tokens, 1M pixels, or one of anything else\n\n";
            out += &rows(&found);
            out += &more(found.len());
        }
        if !self.refused.is_empty() {
            out += "\nNot understood\n\n";
            let sentences: Vec<String> = self.refused.iter().take(MOST_ROWS).map(ToString::to_string).collect();
            out += &bullets(&sentences);
            out += &more(self.refused.len());
        }
        out += &bullets(&self.warnings);
        out + &match self.kept {
            Some(path) => format!("\nKept as a second opinion in {}; no price changes.\n", path.display()),
            None => "\nNothing was kept.\n".to_owned(),
        }
    }

    fn counts(&self) -> Vec<(&'static str, String)> {
        let Summary { images, understood, agree, echo, differ, hide, not_comparable, not_ours, refused, others } =
            self.summary;
        let rows = [
            ("Entries about making images", images),
            ("Understood", understood),
            ("Agree", agree),
            ("  of these, read in this list in the first place", echo),
            ("Differ", differ),
            ("One figure where our price depends on size or quality", hide),
            ("Nothing of ours to compare with", not_comparable),
            ("Not in the price book", not_ours),
            ("Not understood", refused),
            ("Entries about something else", others),
        ];
        rows.map(|(name, count)| (name, count.to_string())).to_vec()
    }

    fn json(&self) -> Value {
        let summary = self.summary;
        let found = disagreements(self.judgements);
        json!({
            "from": self.from,
            "on": self.day,
            "kept": self.kept.map(|path| path.display().to_string()),
            "counts": {
                "images": summary.images,
                "understood": summary.understood,
                "agree": summary.agree,
                "agree_from_this_list": summary.echo,
                "differ": summary.differ,
                "hide_a_table": summary.hide,
                "not_comparable": summary.not_comparable,
                "not_ours": summary.not_ours,
                "refused": summary.refused,
                "others": summary.others,
            },
            "disagreements": found.iter().map(disagreement).collect::<Vec<_>>(),
            "entries": self.judgements.iter().map(judgement).collect::<Vec<_>>(),
            "refused": self.refused.iter().map(refused).collect::<Vec<_>>(),
            "warnings": self.warnings,
        })
    }
}

/// Says that a list for people goes on.
fn more(count: usize) -> String {
    match count.saturating_sub(MOST_ROWS) {
        0 => String::new(),
        more => format!("  and {more} more; --format json lists all\n"),
    }
}

fn rows(found: &[Disagreement<'_>]) -> String {
    let mut rows = vec![["ENTRY", "OUR MODEL", "FIELD", "OURS", "THEIRS", "RATIO"].map(str::to_owned).to_vec()];
    for Disagreement { judgement, verdict, ratio } in found.iter().take(MOST_ROWS) {
        let ours = verdict.ours.map_or_else(|| "a table".to_owned(), plain);
        let ratio = ratio.and_then(|ratio| ratio.round_sf(RATIO_DIGITS));
        rows.push(vec![
            judgement.key.clone(),
            judgement.model.clone().unwrap_or_default(),
            verdict.field.clone(),
            ours,
            plain(verdict.theirs),
            ratio.map_or_else(String::new, plain),
        ]);
    }
    let columns = [Align::Left, Align::Left, Align::Left, Align::Right, Align::Right, Align::Right];
    table(2, &columns, &rows)
}

fn disagreement(found: &Disagreement<'_>) -> Value {
    let Disagreement { judgement, verdict, .. } = found;
    let mut row = json!({ "entry": judgement.key, "model": judgement.model });
    if let (Value::Object(row), Value::Object(fields)) = (&mut row, self::verdict(verdict)) {
        row.extend(fields);
    }
    row
}

fn judgement(judgement: &Judgement) -> Value {
    let (ratio, span, why) = details(&judgement.standing);
    json!({
        "entry": judgement.key,
        "model": judgement.model,
        "standing": judgement.standing.words(),
        "ratio": maybe(ratio),
        "span": span,
        "why": text_or_null(why),
        "verdicts": judgement.verdicts.iter().map(verdict).collect::<Vec<_>>(),
    })
}

fn verdict(verdict: &Verdict) -> Value {
    let (ratio, span, why) = details(&verdict.standing);
    let per = match verdict.unit {
        unit if unit.is_tokens() => "1000000",
        Unit::Megapixel | Unit::InputMegapixel => "1000000",
        _ => "1",
    };
    json!({
        "field": verdict.field,
        "unit": verdict.unit,
        "per": per,
        "tier": verdict.tier.words(),
        "ours": maybe(verdict.ours),
        "theirs": decimal(verdict.theirs),
        "standing": verdict.standing.words(),
        "ratio": maybe(ratio),
        "span": span,
        "ours_is_from_this_list": verdict.echo,
        "why": text_or_null(why),
        "remark": text_or_null(&verdict.remark),
    })
}

/// Ratio, span and reason of a standing, each where it has one.
fn details(standing: &Standing) -> (Option<Decimal>, Value, &str) {
    match standing {
        Standing::Agrees => (None, Value::Null, ""),
        Standing::Differs { ratio } => (*ratio, Value::Null, ""),
        Standing::Hides { low, high } => (None, json!({ "low": decimal(*low), "high": decimal(*high) }), ""),
        Standing::NotComparable { why } | Standing::NotOurs { why } => (None, Value::Null, why),
    }
}

fn refused(refused: &Refused) -> Value {
    json!({ "entry": refused.entry, "field": text_or_null(&refused.field), "why": refused.why })
}
