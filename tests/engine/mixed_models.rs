//! Lines whose operations are done by different models, and prices that the user changes.

use image_budget::model::book::{Billing, Origin, Tier, check};
use image_budget::model::estimate::{Cause, Item};
use image_budget::model::outcome::Outcome;
use image_budget::model::plan::{ChosenFor, Options};
use image_budget::model::stats::luck::Luck;
use image_budget::model::warning::Warning;
use image_budget::store::books;

use crate::common::{BOOK, d, estimate, plan, today};

fn size_priced(model: &str, size: &str) -> String {
    let options = Options::of(BOOK.find(model).unwrap(), size, "default", ChosenFor::This).unwrap();
    options.sizes[0].unwrap().to_string()
}

#[test]
fn a_shape_of_a_class_is_priced_as_that_class() {
    for (size, class) in [("1024x1024", "1K"), ("1376x768", "1K"), ("2752x1536", "2K"), ("5504x3072", "4K")] {
        assert_eq!(size_priced("gemini-3-pro-image", size), class, "{size}");
    }
    assert_eq!(size_priced("gemini-3-pro-image", "1500x1500"), "2K");
}

#[test]
fn a_borrowed_edit_model_takes_its_own_size_where_it_lacks_the_lines() {
    let settings = [
        "model=google-gemini-api/gemini-3-pro-image",
        "size=4K",
        "edit_model=openai/gpt-image-2",
        "edit_quality=low",
        "image_to_image_share=0",
    ];
    let plan = plan(&settings);
    assert!(plan.warnings.iter().any(|warning| matches!(warning, Warning::PricedAs { asked, .. } if asked == "4K")));
    let edit = plan.lines[0].groups.iter().find(|group| group.model.id == "openai/gpt-image-2").unwrap();
    assert_eq!(edit.members[0].size.unwrap().to_string(), "3840x2160");
}

#[test]
fn a_typed_token_count_stands_in_only_where_none_is_published() {
    let settings = [
        "model=openai/gpt-image-2.6-flare",
        "size=1024x1024",
        "quality=low",
        "image_output_tokens=3000",
        "edit_share=0.5",
        "edit_model=openai/gpt-image-2",
        "image_to_image_share=0",
    ];
    let plan = plan(&settings);
    let output = |id: &str| {
        let group = plan.lines[0].groups.iter().find(|group| group.model.id == id).unwrap();
        group.members[0].price.charges[0].quantity
    };
    assert_eq!(output("openai/gpt-image-2.6-flare"), d("3000"));
    assert_eq!(output("openai/gpt-image-2"), d("196"), "the published count of this model");
}

#[test]
fn the_users_own_billing_share_is_explained_as_theirs() {
    let found = estimate(&["size=1024x1024", "quality=medium", "billed.server_error=1"]);
    let own = |item: &&Item| item.cause == Cause::Failed(Outcome::ServerError);
    let item = found.items().find(own).unwrap();
    assert_eq!(item.billing, Some(Billing::Share(d("1"))));
    assert!(item.source.url.is_empty(), "no page of the provider says so");
}

#[test]
fn failure_rules_of_the_users_price_file_hold_for_the_shipped_models() {
    let (_, shipped) = books::SHIPPED[0];
    let mut mine = shipped.split("    models: [").next().unwrap().replace("rule: not_billed", "rule: billed");
    mine += "    models: [],\n)\n";
    let mut book = BOOK.clone();
    book.add(check::provider("mine.ron", &mine, Origin::Yours).unwrap());
    let rule = |book: &image_budget::model::book::Book| {
        book.find("openai/gpt-image-2").unwrap().failure(Outcome::ServerError).billing
    };
    assert_eq!(rule(&BOOK), Billing::NotBilled);
    assert_eq!(rule(&book), Billing::Billed);
}

#[test]
fn a_budget_that_everything_fits_has_no_largest_count() {
    let most = |settings: &[&str]| Luck::of(&plan(settings)).unwrap().most_images(10.0, 0.95);
    assert_eq!(most(&["size=1024x1024", "quality=low", "discount=1"]), None, "everything is free");
    let huge = Luck::of(&plan(&["size=1024x1024", "quality=low"])).unwrap().most_images(1e7, 0.95).unwrap();
    assert!(huge > 1_000_000_000, "{huge} images of a fraction of a cent fit ten million dollars");
}

#[test]
fn the_batch_tier_halves_every_charge_of_a_model_that_has_it() {
    let model = BOOK.find("openai/gpt-image-2").unwrap();
    let plan = plan(&["size=1024x1024", "quality=high", "batch_share=0.5", "image_to_image_share=0", "edit_share=0"]);
    let of = |tier: Tier| plan.lines[0].groups.iter().find(|group| group.tier == tier).unwrap().members[0].price.total;
    assert_eq!(of(Tier::Standard), of(Tier::Batch) * d("2"));
    assert!(model.has_batch() && plan.day == today());
}
