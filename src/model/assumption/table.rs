//! The rows.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::kinds::{RATE, SHARE, USD_PER_IMAGE, above_min, dec, log, number, unset, whole};
use super::{Group, Key, Kind, Scale, Scope, Spec, Value};
use crate::model::outcome::Outcome;

/// The table, in the order of the screen.
pub static TABLE: LazyLock<Vec<Spec>> = LazyLock::new(|| {
    let mut rows = Vec::with_capacity(64);
    volume(&mut rows);
    output(&mut rows);
    amounts(&mut rows);
    references(&mut rows);
    failures(&mut rows);
    billing(&mut rows);
    prices(&mut rows);
    budget(&mut rows);
    rows
});

/// Adds rows of one group and scope.
struct Rows<'a> {
    into: &'a mut Vec<Spec>,
    group: Group,
    scope: Scope,
}

/// Numbers that a person sets and knows, so that a range of them means nothing.
const DECIDED: [Key; 6] =
    [Key::PartialImages, Key::MaxAttempts, Key::Credit, Key::Budget, Key::BudgetConfidence, Key::Months];

type Names = (Key, &'static str, &'static str);

impl Rows<'_> {
    fn row(&mut self, (key, name, label): Names, unit: &'static str, kind: Kind, default: Value, help: &'static str) {
        let Self { group, scope, .. } = *self;
        let takes_range = kind.is_number() && !DECIDED.contains(&key);
        self.into.push(Spec { key, name, label, scope, group, unit, kind, takes_range, default, help });
    }
}

fn n(units: u32, scale: u32) -> Value {
    Value::Number(dec(units, scale))
}

fn t(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn volume(rows: &mut Vec<Spec>) {
    let mut r = Rows { into: rows, group: Group::Volume, scope: Scope::Line };
    let images = log(whole(number(dec(0, 0), dec(1_000_000_000, 0), dec(1, 0), dec(1_000_000, 0))));
    let names = (Key::Images, "images", "Images");
    r.row(names, "images", images, n(10_000, 0), "Images of this line in the first month, as requested or as kept.");
    let names = (Key::CountBasis, "count_basis", "Counted as");
    let kind = Kind::Choice(&["requested", "kept"]);
    let help = "requested: images you ask for. kept: images are requested until so many are delivered and accepted.";
    r.row(names, "", kind, t("requested"), help);
    let names = (Key::EditShare, "edit_share", "Edits");
    r.row(names, "%", SHARE, n(2, 1), "Share of images made by an edit: inpaint, mask or markup of an image you send.");
    let names = (Key::ImageToImageShare, "image_to_image_share", "Image-to-image");
    r.row(names, "%", SHARE, n(1, 1), "Share of images made from another image: variation or restyle.");
    let names = (Key::AcceptanceRate, "acceptance_rate", "Accepted");
    r.row(names, "%", above_min(SHARE), n(1, 0), "Share of delivered images that a person accepts and keeps.");
}

fn output(rows: &mut Vec<Spec>) {
    let mut r = Rows { into: rows, group: Group::Output, scope: Scope::Line };
    let model = Kind::Model { same: false };
    let names = (Key::Model, "model", "Model");
    r.row(
        names,
        "",
        model,
        t("openai/gpt-image-2"),
        "The model that generates; custom takes your own prices per image.",
    );
    let names = (Key::Size, "size", "Size");
    let help = "Output size: pixels, a provider's class such as 2K, auto, or default (what the provider does when you leave it out).";
    r.row(names, "", Kind::Size, t("default"), help);
    let names = (Key::Quality, "quality", "Quality");
    let help = "Quality as the model names it; auto lets the model choose, default is what the provider does when you leave it out.";
    r.row(names, "", Kind::Quality { same: false }, t("default"), help);
    let names = (Key::EditModel, "edit_model", "Edit model");
    r.row(names, "", Kind::Model { same: true }, t("same"), "Model or operation that edits, if it is another one.");
    let names = (Key::EditQuality, "edit_quality", "Edit quality");
    r.row(names, "", Kind::Quality { same: true }, t("same"), "Quality of edits, if it is another one.");
    let names = (Key::ImageToImageModel, "image_to_image_model", "Image-to-image model");
    let help = "Model or operation of image-to-image calls, if it is another one.";
    r.row(names, "", Kind::Model { same: true }, t("same"), help);
    let names = (Key::ImageToImageQuality, "image_to_image_quality", "Image-to-image quality");
    r.row(names, "", Kind::Quality { same: true }, t("same"), "Quality of image-to-image calls, if it is another one.");
    let names = (Key::BatchShare, "batch_share", "Batch tier");
    r.row(names, "%", SHARE, n(0, 0), "Share sent through the provider's batch tier: cheaper, answered within a day.");
    let names = (Key::Region, "region", "Region");
    let help = "Where calls are processed, for models with dearer regions; default is wherever the provider likes. Another model for edits takes it where it has it.";
    r.row(names, "", Kind::Region, t("default"), help);
}

/// What an image takes of what is billed.
fn amounts(rows: &mut Vec<Spec>) {
    let mut r = Rows { into: rows, group: Group::Output, scope: Scope::Line };
    let tokens = |soft| whole(number(dec(0, 0), dec(1_000_000, 0), dec(1, 0), dec(soft, 0)));
    let names = (Key::PromptTokens, "prompt_tokens", "Prompt");
    let help = "Tokens of your prompt; a model's hidden overhead is added. 0 leaves the prompt out.";
    r.row(names, "tokens", tokens(2_000), n(150, 0), help);
    let names = (Key::TextOutputTokens, "text_output_tokens", "Text output");
    let help = "Thinking and text tokens billed beside each image; model uses the model's known default, else 0.";
    r.row(names, "tokens", unset(tokens(2_000), "model"), Value::Unset("model"), help);
    let names = (Key::ImageOutputTokens, "image_output_tokens", "Image tokens");
    let help =
        "Image output tokens of one image, for models that do not publish the count; model uses the model's own rule.";
    r.row(names, "tokens", unset(tokens(20_000), "model"), Value::Unset("model"), help);
    let names = (Key::PartialImages, "partial_images", "Partial images");
    let kind = whole(number(dec(0, 0), dec(3, 0), dec(1, 0), dec(3, 0)));
    r.row(
        names,
        "images",
        kind,
        n(0, 0),
        "Partial images streamed on the way; each is billed where the model has them.",
    );
    let names = (Key::Steps, "steps", "Steps");
    let kind = whole(number(dec(1, 0), dec(1_000, 0), dec(1, 0), dec(100, 0)));
    let help = "Inference steps of one image, for models billed by the step; model uses the model's usual number.";
    r.row(names, "steps", unset(kind, "model"), Value::Unset("model"), help);
    let names = (Key::Seconds, "seconds", "Compute time");
    let kind = above_min(number(dec(0, 0), dec(86_400, 0), dec(5, 1), dec(60, 0)));
    let help = "Compute seconds of one image, for models billed by run time; model takes what the price book knows, mostly nothing.";
    r.row(names, "seconds", unset(kind, "model"), Value::Unset("model"), help);
    let names = (Key::SizeDriftRate, "size_drift_rate", "Size drift");
    r.row(names, "%", RATE, n(0, 0), "Share of images that come out, and are billed, at another size.");
    let names = (Key::SizeDriftTo, "size_drift_to", "Drifts to");
    r.row(names, "", Kind::Size, t("default"), "The size that drifted images come out at.");
}

fn references(rows: &mut Vec<Spec>) {
    let mut r = Rows { into: rows, group: Group::References, scope: Scope::Line };
    let count = number(dec(0, 0), dec(16, 0), dec(1, 0), dec(16, 0));
    let names = (Key::ReferencesPerEdit, "references_per_edit", "Per edit");
    r.row(
        names,
        "images",
        count,
        n(1, 0),
        "Reference images sent with an edit, the edited image included; may be an average.",
    );
    let names = (Key::ReferencesPerImageToImage, "references_per_image_to_image", "Per image-to-image");
    r.row(names, "images", count, n(1, 0), "Reference images sent with an image-to-image call; may be an average.");
    let names = (Key::ReferenceSize, "reference_size", "Size");
    r.row(
        names,
        "",
        Kind::Pixels,
        t("1024x1024"),
        "Pixels of a reference image as you send it; a phone photo has 4032x3024.",
    );
    let names = (Key::InputFidelity, "input_fidelity", "Input fidelity");
    let kind = Kind::Choice(&["low", "high"]);
    r.row(
        names,
        "",
        kind,
        t("low"),
        "How closely references are read, for models that have the choice; high costs more.",
    );
}

fn failures(rows: &mut Vec<Spec>) {
    let mut r = Rows { into: rows, group: Group::Failures, scope: Scope::Line };
    let rate = |outcome: Outcome, name, label| (Key::Rate(outcome), name, label);
    let names = rate(Outcome::ServerError, "server_error_rate", "Server errors");
    r.row(
        names,
        "%",
        RATE,
        n(2, 2),
        "Share of attempts that end in a server error, a rate limit or a lost connection.",
    );
    let names = rate(Outcome::Timeout, "timeout_rate", "Timeouts");
    r.row(names, "%", RATE, n(5, 3), "Share of attempts that your client gives up on while the provider finishes.");
    let names = rate(Outcome::InputBlock, "input_block_rate", "Input blocks");
    r.row(names, "%", RATE, n(1, 2), "Share of attempts that moderation refuses before generating.");
    let names = rate(Outcome::OutputBlock, "output_block_rate", "Output blocks");
    r.row(names, "%", RATE, n(1, 2), "Share of attempts whose image is generated and then withheld.");
    let names = rate(Outcome::InvalidRequest, "invalid_request_rate", "Invalid requests");
    r.row(names, "%", RATE, n(2, 3), "Share of attempts that the provider rejects as malformed.");
    let names = (Key::DuplicateRate, "duplicate_rate", "Duplicates");
    r.row(
        names,
        "%",
        RATE,
        n(0, 0),
        "Share of images whose job your client sends twice; both run and both are billed.",
    );
    let names = (Key::MaxAttempts, "max_attempts", "Most attempts");
    let kind = whole(number(dec(1, 0), dec(20, 0), dec(1, 0), dec(20, 0)));
    r.row(
        names,
        "attempts",
        kind,
        n(3, 0),
        "Most attempts of one request, the first included; an SDK's max retries plus one.",
    );
    let retry = |outcome: Outcome, name, label| (Key::Retry(outcome), name, label);
    let on = |on: bool| Value::Switch(on);
    let names = retry(Outcome::ServerError, "retry.server_error", "Retry server errors");
    r.row(names, "", Kind::Switch, on(true), "Whether a server error is tried again.");
    let names = retry(Outcome::Timeout, "retry.timeout", "Retry timeouts");
    r.row(names, "", Kind::Switch, on(true), "Whether a timeout is tried again.");
    let names = retry(Outcome::InputBlock, "retry.input_block", "Retry input blocks");
    r.row(
        names,
        "",
        Kind::Switch,
        on(false),
        "Whether a refused prompt is tried again; the verdict is mostly the same.",
    );
    let names = retry(Outcome::OutputBlock, "retry.output_block", "Retry output blocks");
    r.row(names, "", Kind::Switch, on(false), "Whether a withheld image is tried again.");
    let names = retry(Outcome::InvalidRequest, "retry.invalid_request", "Retry invalid requests");
    r.row(names, "", Kind::Switch, on(false), "Whether a malformed request is tried again; it fails again.");
}

fn billing(rows: &mut Vec<Spec>) {
    let mut r = Rows { into: rows, group: Group::Billing, scope: Scope::Line };
    let names = [
        (Outcome::ServerError, "billed.server_error"),
        (Outcome::Timeout, "billed.timeout"),
        (Outcome::InputBlock, "billed.input_block"),
        (Outcome::OutputBlock, "billed.output_block"),
        (Outcome::InvalidRequest, "billed.invalid_request"),
    ];
    for (outcome, name) in names {
        let help = "Share of the full price billed for this outcome: provider takes the rule in the price book.";
        r.row((Key::Billed(outcome), name, outcome.label()), "", Kind::BilledShare, t("provider"), help);
    }
}

fn prices(rows: &mut Vec<Spec>) {
    let mut r = Rows { into: rows, group: Group::Prices, scope: Scope::Line };
    let own = |key, name, label| (key, name, label);
    let names = own(Key::PriceGenerate, "price.generate", "Price of a generated image");
    r.row(
        names,
        "USD",
        USD_PER_IMAGE,
        Value::Unset("none"),
        "Your own price of a generated image, with the model custom.",
    );
    let names = own(Key::PriceEdit, "price.edit", "Price of an edit");
    r.row(names, "USD", USD_PER_IMAGE, Value::Unset("none"), "Your own price of an edit, with the model custom.");
    let names = own(Key::PriceImageToImage, "price.image_to_image", "Price of image-to-image");
    let help = "Your own price of an image-to-image call, with the model custom.";
    r.row(names, "USD", USD_PER_IMAGE, Value::Unset("none"), help);
    let names = own(Key::PriceBatchDiscount, "price.batch_discount", "Batch discount");
    r.row(names, "%", SHARE, n(0, 0), "Your own discount of the batch tier, with the model custom.");
    let names = (Key::PriceChange, "price.change", "Price change");
    let help = "Change of every price of this line from the price book or your own: 10 % for a rise, below zero for a fall; a range says what prices may do.";
    let change = number(Decimal::from_parts(1, 0, 0, true, 0), dec(10, 0), dec(1, 2), dec(1, 0));
    r.row(names, "%", change, n(0, 0), help);
    r.scope = Scope::Scenario;
    let names = (Key::PricesOn, "prices_on", "Day of prices");
    let help = "Day whose prices hold: today, or another day, such as one after an announced change. A model that ended by then still prices, with a warning.";
    r.row(names, "", Kind::Day, t(super::value::TODAY), help);
    let names = (Key::Discount, "discount", "Negotiated discount");
    r.row(names, "%", SHARE, n(0, 0), "Discount off the gross of all lines.");
    let names = (Key::VolumeTiers, "volume_tiers", "Volume tiers");
    let help = "Graduated discounts on spend after the discount, as spend:discount pairs: 0:0,1000:0.1 takes 10 % off what is above $1,000.";
    r.row(names, "", Kind::Tiers, Value::Tiers(Vec::new()), help);
    let names = (Key::Credit, "credit", "Credit");
    let kind = number(dec(0, 0), dec(1_000_000_000, 0), dec(10, 0), dec(10_000, 0));
    r.row(
        names,
        "USD",
        kind,
        n(0, 0),
        "Prepaid credit, used before anything is charged; the bill is never below zero.",
    );
    let names = (Key::TaxRate, "tax_rate", "Tax");
    r.row(names, "%", SHARE, n(0, 0), "Tax on what is charged after discounts and credit.");
}

fn budget(rows: &mut Vec<Spec>) {
    let mut r = Rows { into: rows, group: Group::Budget, scope: Scope::Scenario };
    let names = (Key::Budget, "budget", "Budget");
    let kind = log(above_min(number(dec(0, 0), dec(4_000_000_000, 0), dec(10, 0), dec(1_000_000, 0))));
    r.row(names, "USD", unset(kind, "none"), Value::Unset("none"), "What the bill may be, for the whole schedule.");
    let names = (Key::BudgetConfidence, "budget_confidence", "Confidence");
    let kind = number(dec(5, 1), dec(999, 3), dec(1, 2), dec(999, 3));
    r.row(names, "%", kind, n(95, 2), "How sure the bill must stay within the budget for \"most images\".");
    let names = (Key::Months, "months", "Months");
    let kind = whole(number(dec(1, 0), dec(60, 0), dec(1, 0), dec(60, 0)));
    r.row(names, "months", kind, n(1, 0), "Months that the plan runs.");
    let names = (Key::MonthlyGrowth, "monthly_growth", "Monthly growth");
    let kind = Kind::Number {
        min: Decimal::from_parts(9, 0, 0, true, 1),
        max: dec(10, 0),
        min_open: false,
        whole: false,
        step: dec(1, 2),
        soft_max: dec(1, 0),
        scale: Scale::Linear,
        unset: None,
    };
    r.row(names, "%", kind, n(0, 0), "Growth of the image count from month to month; each month is whole images.");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::assumption::spec;

    #[test]
    fn every_key_has_one_row_and_every_default_reads_back() {
        for row in TABLE.iter() {
            assert_eq!(spec(row.key).name, row.name, "one row for each key");
            assert_eq!(row.parse(&row.default.to_string()).unwrap(), row.default, "{}", row.name);
            assert!(!row.help.is_empty());
        }
        for outcome in Outcome::ALL {
            for key in [Key::Rate(outcome), Key::Retry(outcome), Key::Billed(outcome)] {
                assert!(spec(key).name.contains(outcome.key()));
            }
        }
    }

    #[test]
    fn values_are_read_as_people_write_them() {
        let read = |key: Key, text: &str| spec(key).parse(text).map(|value| value.to_string());
        assert_eq!(read(Key::EditShare, "25%").unwrap(), "0.25");
        assert_eq!(read(Key::Images, "40,000").unwrap(), "40000");
        assert_eq!(read(Key::Images, "40k").unwrap(), "40000");
        assert_eq!(read(Key::Budget, "$2,500.50").unwrap(), "2500.5");
        assert_eq!(read(Key::Images, "1e6").unwrap(), "1000000");
        assert_eq!(read(Key::VolumeTiers, "0:0, 1000:0.1").unwrap(), "0:0,1000:0.1");
        assert_eq!(read(Key::Images, "8k..12k").unwrap(), "8000..10000..12000");
        assert_eq!(read(Key::Images, "1..4").unwrap(), "1..2..4");
        assert_eq!(read(Key::EditShare, "10% .. 20% .. 40%:tri").unwrap(), "0.1..0.2..0.4:triangular");
        assert_eq!(read(Key::Billed(Outcome::Timeout), "0..0.25..1").unwrap(), "0..0.25..1");
    }

    #[test]
    fn a_typed_share_is_in_percent_whatever_its_size() {
        let share = spec(Key::Rate(Outcome::ServerError));
        for (typed, value) in [("2", "0.02"), ("1.5", "0.015"), ("1", "0.01"), ("0.5", "0.005"), ("0.5%", "0.005")] {
            let read = share.read(typed).unwrap();
            assert_eq!(read.to_string(), value);
            assert_eq!(share.read(&share.typed(&read)).unwrap(), read);
        }
        for typed in ["1..2..5", "1%..2%..5%", "1..2%..5"] {
            let read = share.read(typed).unwrap();
            assert_eq!(read.to_string(), "0.01..0.02..0.05");
            assert_eq!(share.read(&share.typed(&read)).unwrap(), read);
        }
        assert_eq!(spec(Key::Images).read("40k").unwrap().to_string(), "40000");
    }

    #[test]
    fn a_value_out_of_bounds_names_the_bound() {
        let error = |key: Key, text: &str| spec(key).parse(text).unwrap_err().to_string();
        assert_eq!(error(Key::EditShare, "1.4"), "edit_share: `1.4` is above the bound 1");
        assert_eq!(error(Key::Images, "-1"), "images: `-1` is below the bound 0");
        assert_eq!(error(Key::MaxAttempts, "2.5"), "max_attempts: `2.5` must be a whole number");
        assert_eq!(error(Key::AcceptanceRate, "0"), "acceptance_rate: `0` must be above 0");
        for junk in ["NaN", "inf", "1e400", "0x10", "", "--5", "1,00", "12 34"] {
            assert!(error(Key::Images, junk).contains("not a number"), "{junk}");
        }
        assert_eq!(error(Key::Images, "5..3..9"), "images: `5..3..9` has the low value 5 above the likely value 3");
        assert_eq!(error(Key::Images, "5..9..7"), "images: `5..9..7` has the likely value 9 above the high value 7");
        let outside = "edit_share: `0.5..1.4` has the part `1.4`, which is above the bound 1";
        assert_eq!(error(Key::EditShare, "0.5..1.4"), outside);
        assert!(error(Key::MaxAttempts, "1..3").contains("takes one value"));
        assert!(error(Key::Images, "1..2..3..4").contains("low..likely..high"));
        assert!(error(Key::Images, "1..2:square").contains("unknown shape `square`"));
        for junk in ["5", "0:0,0:1", "1000:0.1,500:0.2", "0:2", "a:b"] {
            assert!(spec(Key::VolumeTiers).parse(junk).is_err(), "{junk}");
        }
    }
}
