//! LiteLLM's list as a second opinion: read digit by digit, compared by exact names, kept, reported.

use std::fs;

use image_budget::model::book::{Tier, Unit};
use image_budget::model::opinion::{
    Entry, Import, Judgement, Refused, Standing, Summary, Verdict, disagreements, judge, litellm,
};
use image_budget::store::opinions;

use crate::common::{BOOK, d, day, own_home, today};
use crate::program::Home;

/// 48 entries about images and five others, chosen from the list of 2026-10.
const SAMPLE: &str = include_str!("../data/litellm_sample.json");

fn sample() -> Import {
    litellm::read(SAMPLE).unwrap()
}

#[track_caller]
fn entry<'a>(import: &'a Import, key: &str) -> &'a Entry {
    import.entries.iter().find(|entry| entry.key == key).unwrap_or_else(|| panic!("no {key}"))
}

#[track_caller]
fn judgement(key: &str) -> Judgement {
    let import = sample();
    judge(&BOOK, std::slice::from_ref(entry(&import, key)), today()).remove(0)
}

#[track_caller]
fn verdict(key: &str, field: &str) -> Verdict {
    let found = judgement(key).verdicts.into_iter().find(|verdict| verdict.field == field);
    found.unwrap_or_else(|| panic!("{key} has no {field}"))
}

/// An entry of one model with these fields beside mode and provider.
fn one(fields: &str) -> String {
    format!(r#"{{"m": {{"mode": "image_generation", "litellm_provider": "openai", {fields}}}}}"#)
}

#[track_caller]
fn refused(text: &str) -> Refused {
    let import = litellm::read(text).unwrap();
    assert_eq!((import.refused.len(), import.entries.len()), (1, 0), "{import:?}");
    import.refused[0].clone()
}

#[test]
fn entries_about_images_are_told_from_the_others() {
    let import = sample();
    // Chat, realtime, embedding, and music that is sold under the price of an image.
    assert_eq!((import.entries.len(), import.refused.len(), import.others), (48, 0, 5));
    for key in ["sample_spec", "gemini/lyria-3.5", "gemini-3.1-pro-preview", "azure/gpt-realtime"] {
        assert!(import.entries.iter().all(|entry| entry.key != key), "{key}");
    }
}

#[test]
fn figures_are_in_our_units_to_the_last_digit() {
    let import = sample();
    let figures = |key: &str| -> Vec<(String, Unit, Tier, String)> {
        let of = |figure: &image_budget::model::opinion::Figure| {
            (figure.field.clone(), figure.unit, figure.tier, figure.usd.to_string())
        };
        entry(&import, key).figures.iter().map(of).collect()
    };
    let rates = figures("gpt-image-2");
    let has = |field: &str, unit, tier, usd: &str| rates.contains(&(field.into(), unit, tier, usd.into()));
    assert!(has("input_cost_per_token", Unit::TextInput, Tier::Standard, "5"), "{rates:?}");
    assert!(has("input_cost_per_image_token", Unit::ImageInput, Tier::Standard, "8"));
    assert!(has("output_cost_per_image_token", Unit::ImageOutput, Tier::Standard, "30"));
    assert!(has("cache_read_input_token_cost", Unit::TextInputCached, Tier::Standard, "1.25"));
    assert!(has("cache_read_input_image_token_cost", Unit::ImageInputCached, Tier::Standard, "2"));
    assert!(has("cache_read_input_token_cost_batches", Unit::TextInputCached, Tier::Batch, "0.625"));
    // 1.0490417e-08 of 1024 x 1024 pixels, and 5e-08 of a million.
    assert_eq!(figures("azure/low/1024-x-1024/gpt-image-1")[0].3, "0.010999999496192");
    assert_eq!(
        figures("azure_ai/FLUX.2-flex"),
        [("input_cost_per_pixel".to_owned(), Unit::Megapixel, Tier::Standard, "0.05".to_owned())]
    );
    let image = &entry(&import, "high/1024-x-1024/gpt-image-1").figures[0];
    assert_eq!((image.unit, image.quality.as_deref()), (Unit::Image, Some("high")));
    assert_eq!(image.size.unwrap().to_string(), "1024x1024");
    let class = &entry(&import, "fal_ai/fal-ai/nano-banana-2").figures;
    let sizes: Vec<_> = class.iter().map(|figure| figure.size.map(|size| size.to_string())).collect();
    assert_eq!(sizes, [None, Some("0.5K"), Some("1K"), Some("2K"), Some("4K")].map(|size| size.map(str::to_owned)));
}

#[test]
fn what_is_not_understood_stays_visible() {
    let import = sample();
    let unknown = |key: &str, field: &str| {
        let found = entry(&import, key).unknown.iter().find(|(name, _)| name == field);
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    };
    assert_eq!(unknown("gemini-3-pro-image", "input_cost_per_token_above_200k_tokens"), "4e-06");
    assert_eq!(unknown("fal_ai/fal-ai/trellis-2", "output_cost_per_image_512"), "0.25");
    assert!(unknown("fal_ai/openai/gpt-image-2", "metadata").contains("quality=auto is priced as high"));
    assert_eq!(entry(&import, "azure/gpt-image-2").deprecation, Some(day("2027-10-21")));
    // Limits and abilities are no money.
    assert!(entry(&import, "gemini-3-pro-image").unknown.iter().all(|(name, _)| !name.starts_with("supports_")));
}

#[test]
fn token_rates_of_gpt_image_2_agree() {
    for key in ["gpt-image-2", "azure/gpt-image-2", "azure_ai/gpt-image-2"] {
        let judgement = judgement(key);
        assert_eq!(judgement.standing, Standing::Agrees, "{judgement:?}");
        assert!(judgement.verdicts.iter().all(|verdict| verdict.ours == Some(verdict.theirs)), "{judgement:?}");
    }
    assert_eq!(judgement("gpt-image-2").model.as_deref(), Some("openai/gpt-image-2"));
    assert_eq!(judgement("azure_ai/gpt-image-2").model.as_deref(), Some("azure-openai/gpt-image-2"));
    assert!(!judgement("gpt-image-2").is_echo(), "ours is from OpenAI's own page");
}

#[test]
fn edits_of_stability_are_a_tenth_in_that_list() {
    // 60 and 5 credits of $0.01: https://stability.ai/api-pricing-update-25
    for (key, ours, theirs) in [("stability/creative", "0.6", "0.06"), ("stability/inpaint", "0.05", "0.005")] {
        let verdict = verdict(key, "output_cost_per_image");
        assert_eq!((verdict.ours, verdict.theirs), (Some(d(ours)), d(theirs)));
        assert_eq!(verdict.standing, Standing::Differs { ratio: Some(d("0.1")) });
    }
    assert_eq!(judgement("stability/creative").model.as_deref(), Some("stability/upscale_creative"));
}

#[test]
fn agreement_with_what_was_read_in_the_list_is_an_echo() {
    for key in ["amazon.nova-canvas-v1:0", "1024-x-1024/50-steps/bedrock/amazon.nova-canvas-v1:0"] {
        let verdict = verdict(key, "output_cost_per_image");
        assert_eq!((verdict.standing, verdict.ours, verdict.echo), (Standing::Agrees, Some(d("0.06")), true));
    }
    assert!(!verdict("stability/stable-image-ultra", "output_cost_per_image").echo);
}

#[test]
fn a_flat_figure_for_a_table_says_so() {
    // 747 to 2,520 tokens at $60 per 1M; 1,120 at 1K.
    let flat = verdict("gemini/gemini-3.1-flash-image", "output_cost_per_image");
    assert_eq!(flat.standing, Standing::Hides { low: d("0.04482"), high: d("0.1512") });
    assert_eq!((flat.ours, flat.theirs), (Some(d("0.0672")), d("0.045")));
    assert!(flat.remark.contains("from $0.04482 to $0.1512, $0.0672 at our default"), "{}", flat.remark);
    // Quality is left to the model, so there is no default to name.
    let auto = verdict("1024-x-1024/gpt-image-1.5", "input_cost_per_image");
    assert_eq!((auto.ours, auto.standing), (None, Standing::Hides { low: d("0.008704"), high: d("0.13312") }));
    // The list has the sizes too.
    assert_eq!(judgement("fal_ai/fal-ai/nano-banana-2").standing, Standing::Agrees);
}

#[test]
fn sizes_qualities_and_operations_come_from_the_name() {
    let ours = |key: &str, field: &str| verdict(key, field).ours.unwrap().to_string();
    assert_eq!(ours("fal_ai/low/1024-x-1024/openai/gpt-image-2", "output_cost_per_image"), "0.006");
    assert_eq!(ours("fal_ai/low/1024-x-1024/openai/gpt-image-2/edit", "output_cost_per_image"), "0.015");
    assert_eq!(ours("fal_ai/high/1024-x-1024/gpt-image-2", "output_cost_per_image"), "0.211");
    let flare = "fal_ai/max/1024-x-768/openai/gpt-image-2.5/flare/text-to-image";
    assert_eq!(ours(flare, "output_cost_per_image"), "0.14445");
    // 1024x1024 is what xAI sells as 1K.
    assert_eq!(ours("low/1024-x-1024/grok-imagine-image-2.0", "input_cost_per_image"), "0.04");
    assert_eq!(ours("xai/grok-imagine-image-pro", "input_cost_per_image"), "0.07");
    // Two names of one thing on Bedrock.
    for key in ["stability.stable-fast-upscale-v1:0", "us.stability.stable-fast-upscale-v1:0"] {
        assert_eq!(ours(key, "output_cost_per_image"), "0.03");
    }
}

#[test]
fn rounded_figures_agree_in_a_stated_sense() {
    // 272 tokens at $32 per 1M, printed as $0.009.
    let printed = verdict("low/1024-x-1024/gpt-image-1.5", "input_cost_per_image");
    assert_eq!((printed.ours, printed.standing), (Some(d("0.008704")), Standing::Agrees));
    assert!(printed.remark.contains("the provider prints"), "{}", printed.remark);
    // 560 tokens at $2 per 1M.
    let rounded = verdict("gemini/nano-banana-pro-preview", "input_cost_per_image");
    assert_eq!((rounded.unit, rounded.ours), (Unit::InputImage, Some(d("0.00112"))));
    assert_eq!((rounded.standing, rounded.remark.as_str()), (Standing::Agrees, "but for the list's rounding"));
    // 272 tokens at $40 per 1M is not the $0.011 that the pixels come to.
    let pixels = verdict("azure/low/1024-x-1024/gpt-image-1", "input_cost_per_pixel");
    assert_eq!((pixels.ours, pixels.standing), (Some(d("0.01088")), Standing::Differs { ratio: Some(d("1.01103")) }));
    // 0.0398 is neither 0.04 nor its rounding.
    assert_eq!(judgement("fal_ai/bria/text-to-image/3.2").standing, Standing::Differs { ratio: Some(d("0.995")) });
    // One digit explains nothing: 0.03 is not 0.035.
    let text = r#"{"x": {"mode": "image_generation", "litellm_provider": "dashscope", "output_cost_per_image": 0.03}}"#;
    let mut import = litellm::read(&text.replace("\"x\"", "\"dashscope/qwen-image-2.0\"")).unwrap();
    let judgement = judge(&BOOK, &import.entries, today()).remove(0);
    assert_eq!(judgement.standing, Standing::Differs { ratio: Some(d("0.857143")) });
    import.entries.clear();
    assert!(judge(&BOOK, &import.entries, today()).is_empty());
}

#[test]
fn pixels_and_megapixels_meet() {
    let linear = verdict("azure_ai/FLUX.2-flex", "input_cost_per_pixel");
    assert_eq!((linear.ours, linear.standing), (Some(d("0.05")), Standing::Agrees));
    // $0.025 for 1,048,576 pixels.
    let up = verdict("fal_ai/fal-ai/flux/dev", "output_cost_per_pixel");
    assert_eq!((up.ours, up.standing), (Some(d("0.02384185791015625")), Standing::Agrees));
    assert!(up.remark.contains("rounds up"), "{}", up.remark);
}

#[test]
fn what_we_do_not_have_is_said() {
    let why = |key: &str| match judgement(key).standing {
        Standing::NotOurs { why } | Standing::NotComparable { why } => why,
        other => panic!("{key}: {other:?}"),
    };
    assert!(why("nscale/black-forest-labs/FLUX.1-schnell").contains("no provider `nscale`"));
    assert!(why("azure/hd/1024-x-1792/dall-e-3").contains("no model `dall-e-3`"));
    // A dated name is another name, whatever it looks like.
    assert!(why("azure/gpt-image-2-2026-04-21").contains("no model `gpt-image-2-2026-04-21`"));
    assert!(why("standard/1024-x-1024/gpt-image-1.5").contains("no quality `standard`; it has low, medium, high"));
    assert!(why("dashscope/qwen-image-3.0-pro").contains("no price that is understood"));
    let zero = verdict("high/1024-x-1024/gpt-image-1", "output_cost_per_pixel");
    assert_eq!(zero.ours, None);
    assert!(matches!(zero.standing, Standing::NotComparable { why } if why.contains("no price is set")));
    let priority = verdict("gemini/nano-banana-pro-preview", "input_cost_per_token_priority");
    assert!(matches!(priority.standing, Standing::NotComparable { why } if why.contains("no priority rate")));
    assert_eq!(verdict("gemini-3-pro-image", "input_cost_per_token_priority").ours, Some(d("3.6")));
}

#[test]
fn counts_add_up_and_the_farthest_comes_first() {
    let import = sample();
    let judgements = judge(&BOOK, &import.entries, today());
    let summary = Summary::of(&judgements, import.refused.len(), import.others);
    let Summary { images, understood, agree, differ, hide, not_comparable, not_ours, refused, others, .. } = summary;
    assert_eq!((images, understood, refused, others), (48, 48, 0, 5));
    assert_eq!(agree + differ + hide + not_comparable + not_ours, understood);
    // Two of Stability, pixels of GPT Image 1, bria, Grok Pro.
    assert_eq!(differ, 5);
    let found = disagreements(&judgements);
    let keys: Vec<&str> = found.iter().map(|found| found.judgement.key.as_str()).collect();
    let farthest = ["stability/creative", "stability/inpaint", "xai/grok-imagine-image-pro"];
    assert_eq!(keys[..3], farthest, "{keys:?}");
    assert_eq!(keys.last(), Some(&"fal_ai/bria/text-to-image/3.2"));
}

#[test]
fn a_price_that_is_none_is_refused_by_name() {
    let forty = format!("0.{}", "7".repeat(40));
    for (price, why) in [
        ("\"0.04\"", "it is text"),
        ("{\"usd\": 0.04}", "it is an object"),
        ("[0.04]", "it is a list"),
        ("false", "it is a switch"),
        ("-0.04", "below zero"),
        ("1e400", "1e400 is no price"),
        ("1e-400", "1e-400 is no price"),
        (forty.as_str(), "40 digits"),
    ] {
        let refused = refused(&one(&format!("\"output_cost_per_image\": {price}")));
        assert_eq!((refused.entry.as_str(), refused.field.as_str()), ("m", "output_cost_per_image"), "{price}");
        assert!(refused.why.contains(why), "{price}: {}", refused.why);
        assert!(refused.to_string().starts_with("`m`, field `output_cost_per_image`: "), "{refused}");
    }
    // Fits alone, not times a million.
    let large = refused(&one("\"input_cost_per_token\": 7e27"));
    assert!(large.why.contains("larger than any price"), "{}", large.why);
    assert_eq!(refused(&one("\"source\": 5")).field, "source");
    // A price that is null is not set.
    let import = litellm::read(&one("\"output_cost_per_image\": null")).unwrap();
    assert_eq!(import.entries[0].unknown, [("output_cost_per_image".to_owned(), "null".to_owned())]);
}

#[test]
fn one_bad_entry_leaves_the_rest() {
    let text = SAMPLE.replacen("\"output_cost_per_image\": 0.06", "\"output_cost_per_image\": -0.06", 1);
    let import = litellm::read(&text).unwrap();
    assert_eq!((import.entries.len(), import.refused.len(), import.others), (47, 1, 5));
    assert_eq!(import.refused[0].entry, "1024-x-1024/50-steps/bedrock/amazon.nova-canvas-v1:0");
}

#[test]
fn twins_are_named() {
    let field = refused(&one("\"output_cost_per_image\": 0.04, \"output_cost_per_image\": 0.05"));
    assert_eq!((field.field.as_str(), field.why.as_str()), ("output_cost_per_image", "it is there twice"));
    let model = r#""a/b": {"mode": "image_edit", "output_cost_per_image": 0.04}"#;
    let twins = refused(&format!("{{{model}, {model}}}"));
    assert_eq!((twins.entry.as_str(), twins.field.as_str()), ("a/b", ""));
    assert!(twins.why.contains("there 2 times"), "{}", twins.why);
}

#[test]
fn what_is_no_list_is_one_sentence_with_its_place() {
    let error = |text: &str| litellm::read(text).unwrap_err().to_string();
    assert!(error("").starts_with("line 1, column 1: the text ends in the middle"));
    assert!(error("[1]").contains("line 1") && error("[1]").contains("the list is an object of models"));
    let inner = refused("{\n  \"a\": 5\n}");
    assert_eq!((inner.entry.as_str(), inner.why.as_str()), ("a", "it is no object of fields"));
    for price in ["NaN", "Infinity", "-Infinity", ".5", "1.", "0x10", "+1", "01", "1e"] {
        let error = error(&format!("{{\n\"m\": {{\"output_cost_per_image\": {price}}}}}"));
        assert!(error.starts_with("line 2, column "), "{price}: {error}");
        assert_eq!(error.lines().count(), 1);
    }
    assert!(error("{} {}").contains("trailing"));
}

#[test]
fn nothing_that_is_read_panics() {
    let text = SAMPLE.replace("    ", "");
    let start = text.find("\"high/1024-x-1024/gpt-image-1\"").unwrap();
    let small = format!("{{{}}}}}", text[start..].split_once('}').unwrap().0);
    litellm::read(&small).unwrap();
    for end in 0..small.len() {
        litellm::read(&small[..end]).unwrap_err();
    }
    // Every byte exchanged for ones that change the structure.
    for place in 0..small.len() {
        for byte in ['"', '{', '}', '0', '-', 'e', ','] {
            let mut hurt = small.clone();
            hurt.replace_range(place..=place, &byte.to_string());
            if let Ok(import) = litellm::read(&hurt) {
                judge(&BOOK, &import.entries, today());
            }
        }
    }
    for depth in [10, 100_000] {
        let deep = one(&format!("\"metadata\": {}{}", "[".repeat(depth), "]".repeat(depth)));
        let import = litellm::read(&deep).unwrap();
        assert!(import.entries[0].unknown[0].1.len() <= 2_000);
        litellm::read(&"{\"a\":".repeat(depth)).unwrap_err();
    }
    for key in ["", "/", "//", "1024-x-1024/", "0-x-0/a", "99999999-x-1/a", "low/high/1-x-1/1-x-1/a", "\u{1f4a5}"] {
        let named = one("\"output_cost_per_image\": 0.04, \"input_cost_per_pixel\": 7e-9");
        let import = litellm::read(&named.replace("\"m\"", &format!("\"{key}\""))).unwrap();
        judge(&BOOK, &import.entries, today());
    }
    let long = refused(&one("\"a\": 1").replace("\"m\"", &format!("\"{}\"", "m".repeat(100_000))));
    assert!(long.to_string().len() < 1_000);
}

#[test]
fn a_kept_list_reads_back_as_it_was() {
    let home = own_home();
    assert_eq!(opinions::load().unwrap(), None);
    let file = home.join("list.json");
    fs::write(&file, format!("\u{feff}{SAMPLE}")).unwrap();
    let (list, import) = opinions::import(&file, today()).unwrap();
    assert_eq!((list.from.as_str(), list.imported, import.others), ("list.json", today(), 5));
    assert_eq!(opinions::load().unwrap(), None, "an import alone keeps nothing");

    let path = opinions::save(&list).unwrap();
    assert_eq!(path, home.join("opinions/litellm.ron"));
    assert_eq!(opinions::load().unwrap(), Some(list));
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("usd: \"0.06\"") && text.contains("format: 1"), "decimals are quoted");

    let refusal = |text: String| {
        fs::write(&path, text).unwrap();
        opinions::load().unwrap_err().to_string()
    };
    let error = refusal(text.replace("format: 1", "format: 2"));
    assert!(error.contains("format 2") && error.contains("import the list again"), "{error}");
    let error = refusal(text.replacen("usd: \"0.06\"", "usd: \"-0.06\"", 1));
    assert!(error.contains("line 11, column ") && error.contains("`-0.06`"), "{error}");
    let error = refusal(text[..text.len() / 2].to_owned());
    assert!(error.contains("line ") && error.lines().count() == 1, "{error}");
}

#[test]
fn the_program_compares_keeps_and_says_where() {
    let home = Home::new();
    home.write("list.json", SAMPLE);
    let kept = home.path().join("opinions/litellm.ron");
    let dry = home.text(&["prices", "import", "list.json", "--dry-run"]);
    assert!(dry.contains("Nothing was kept.") && !kept.exists(), "{dry}");
    let text = home.text(&["prices", "import", "list.json"]);
    assert!(text.contains(&format!("Kept as a second opinion in {}", kept.display())), "{text}");
    assert!(kept.exists());
    let line = text.lines().find(|line| line.contains("stability/creative")).unwrap();
    let cells: Vec<&str> = line.split_whitespace().collect();
    let row = ["stability/creative", "stability/upscale_creative", "output_cost_per_image", "0.6", "0.06", "0.1"];
    assert_eq!(cells, row);

    let json = home.json(&["prices", "import", "list.json", "--dry-run"]);
    assert_eq!((json["counts"]["understood"].as_u64(), json["counts"]["differ"].as_u64()), (Some(48), Some(5)));
    let first = &json["disagreements"][0];
    assert_eq!((first["entry"].as_str(), first["ratio"].as_str()), (Some("stability/creative"), Some("0.1")));
    assert_eq!((first["ours"].as_str(), first["theirs"].as_str()), (Some("0.6"), Some("0.06")));
    assert_eq!((json["entries"].as_array().unwrap().len(), json["kept"].is_null()), (48, true));

    // A price is ours whatever the list says.
    let price = home.json(&["price", "stability/upscale_creative"]);
    assert_eq!(price["expected"], "0.6");
}

#[test]
fn the_program_lists_the_first_thirty_and_what_it_cannot_read() {
    let home = Home::new();
    let model = |n: usize| {
        let fields = r#""mode": "image_edit", "litellm_provider": "stability""#;
        format!(r#""{n}-x-1024/stability/creative": {{{fields}, "output_cost_per_image": 0.0{n}1}}"#)
    };
    let mut models: Vec<String> = (1..=34).map(model).collect();
    models.push(r#""odd": {"mode": "image_edit", "output_cost_per_image": "free"}"#.into());
    home.write("list.json", &format!("{{{}}}", models.join(",")));
    let text = home.text(&["prices", "import", "list.json", "--dry-run"]);
    assert!(text.contains("and 4 more; --format json lists all"), "{text}");
    assert!(text.contains("`odd`, field `output_cost_per_image`: it is text"), "{text}");
    let json = home.json(&["prices", "import", "list.json", "--dry-run"]);
    assert_eq!(json["disagreements"].as_array().unwrap().len(), 34);
    assert_eq!(json["refused"][0]["entry"], "odd");
}

#[test]
fn the_program_refuses_what_is_no_list_in_one_line() {
    let home = Home::new();
    assert!(home.refused(&["prices", "import", "none.json"]).contains("none.json could not be read"));
    assert!(home.refused(&["prices", "import", "."]).contains("could not be read"));
    home.write("list.json", "{\"a\": NaN}");
    assert!(home.refused(&["prices", "import", "list.json"]).starts_with("list.json, line 1, column 7"));
    fs::write(home.path().join("binary"), [0xff, 0xfe, 0x00]).unwrap();
    assert!(home.refused(&["prices", "import", "binary"]).contains("not a text file"));
    let large = fs::File::create(home.path().join("large")).unwrap();
    large.set_len(40_000_001).unwrap();
    assert!(home.refused(&["prices", "import", "large"]).contains("larger than 40 MB"));
    assert!(!home.path().join("opinions").exists(), "nothing was kept");
}
