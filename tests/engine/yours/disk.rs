//! The user's own prices on disk: saved, damaged, exported, imported.

use std::fs;
use std::path::{Path, PathBuf};

use image_budget::model::book::yours::{Yours, read};
use image_budget::store::yours::{ImportError, ImportedPrices};
use image_budget::store::{books, yours};

use super::{GPT, SMALL, flat};
use crate::common::own_home;

fn file(home: &Path, name: &str, text: &str) -> PathBuf {
    let path = home.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn what_is_saved_is_loaded_and_the_version_before_is_kept() {
    let home = &*own_home();
    assert!(matches!(yours::load(), (yours, None) if yours == Yours::default()), "no file is no error");
    let mut own = read(SMALL).unwrap();
    yours::save(&own).unwrap();
    assert_eq!(fs::read_to_string(home.join("yours.ron")).unwrap(), SMALL);
    own.remove_model("studio");
    yours::save(&own).unwrap();
    assert!(matches!(yours::load(), (loaded, None) if loaded == own));
    assert_eq!(fs::read_to_string(home.join("yours.ron.bak")).unwrap(), SMALL);

    let (listed, errors) = books::listed();
    assert!(errors.is_empty() && !listed.get(GPT).unwrap().has_your_rates());
    let (book, errors) = books::load();
    assert!(errors.is_empty() && book.get(GPT).unwrap().has_your_rates(), "{errors:?}");
}

#[test]
fn a_damaged_file_is_named_never_overwritten_and_the_rest_works() {
    let home = &*own_home();
    let damaged = SMALL.replace("usd: \"24\"", "usd: 24");
    let path = file(home, "yours.ron", &damaged);
    let (own, error) = yours::load();
    let error = error.unwrap().to_string();
    assert_eq!(own, Yours::default());
    assert!(
        error.starts_with(&format!("price file {}, line 4: `24` is not a price in quotes", path.display())),
        "{error}"
    );
    let (book, errors) = books::load();
    assert_eq!(errors.iter().map(ToString::to_string).collect::<Vec<_>>(), [error]);
    assert!(book.get(GPT).is_some());
    let refused = yours::save(&own).unwrap_err().to_string();
    assert!(
        refused.contains("could not be saved") && refused.contains("line 4") && refused.contains("mend"),
        "{refused}"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), damaged);
    assert!(!home.join("yours.ron.bak").exists());
}

#[test]
fn what_would_not_read_back_is_not_written() {
    let home = &*own_home();
    let bad = Yours { rates: Vec::new(), models: vec![flat("mine", "-1")] };
    let refused = yours::save(&bad).unwrap_err().to_string();
    assert!(refused.contains("`-1` is not a price"), "{refused}");
    assert!(yours::export(&bad, &home.join("out.ron")).is_err());
    assert_eq!(fs::read_dir(home).unwrap().count(), 0);
}

#[test]
fn what_no_longer_fits_the_book_is_said_without_a_line() {
    let home = &*own_home();
    let path = file(home, "yours.ron", &SMALL.replace("openai/gpt-image-2", "openai/gpt-image-0"));
    let (book, errors) = books::load();
    assert_eq!(errors.len(), 1);
    let error = errors[0].to_string();
    assert!(error.starts_with(&format!("price file {}: your rate for openai/gpt-image-0", path.display())), "{error}");
    assert!(book.get("yours/studio").is_some());
}

#[test]
fn an_export_is_imported_as_it_was() {
    let home = &*own_home();
    let own = read(SMALL).unwrap();
    let path = home.join("for-a-colleague.ron");
    yours::export(&own, &path).unwrap();
    assert!(matches!(yours::import(&path, false), Ok(ImportedPrices::Yours(found)) if found == own));
    assert_eq!(yours::load().0, Yours::default(), "merging is the caller's");
}

/// A shipped price file, of a provider that does not exist.
fn provider() -> String {
    let (_, text) = books::SHIPPED.iter().find(|(name, _)| *name == "zai.ron").unwrap();
    text.replacen("id: \"zai\"", "id: \"acme\"", 1)
}

#[test]
fn a_price_file_goes_to_the_folder_and_replaces_only_its_own_provider() {
    let home = &*own_home();
    let path = file(home, "downloads/prices.ron", &provider());
    let target = home.join("prices/acme.ron");
    let import = |over| match yours::import(&path, over) {
        Ok(ImportedPrices::Provider { id, path, replaced }) => (id, path, Some(replaced)),
        Ok(ImportedPrices::Occupied { id, path }) => (id, path, None),
        other => panic!("{other:?}"),
    };
    assert_eq!(import(false), ("acme".into(), target.clone(), Some(false)));
    assert_eq!(fs::read_to_string(&target).unwrap(), provider());
    assert!(books::listed().0.models().any(|model| model.id.starts_with("acme/") && model.is_yours()));
    assert_eq!(import(false), ("acme".into(), target.clone(), Some(true)));
    assert!(home.join("prices/acme.ron.bak").exists());

    // The same provider under another name is replaced there.
    let mine = home.join("prices/mine.ron");
    fs::rename(&target, &mine).unwrap();
    assert_eq!(import(false), ("acme".into(), mine.clone(), Some(true)));
    assert!(!target.exists());

    // Anything else in its place stays until it is agreed to.
    fs::rename(&mine, home.join("mine.txt")).unwrap();
    for other in [provider().replacen("id: \"acme\"", "id: \"other\"", 1), "damaged".into()] {
        fs::write(&target, &other).unwrap();
        assert_eq!(import(false), ("acme".into(), target.clone(), None));
        assert_eq!(fs::read_to_string(&target).unwrap(), other);
    }
    assert_eq!(import(true), ("acme".into(), target.clone(), Some(false)));
    assert_eq!(fs::read_to_string(&target).unwrap(), provider());
    assert_eq!(fs::read_to_string(home.join("prices/acme.ron.bak")).unwrap(), "damaged");
}

#[test]
fn a_provider_id_cannot_leave_the_folder() {
    let home = &*own_home();
    let path = file(home, "up.ron", &provider().replacen("id: \"acme\"", "id: \"..\\\\..\\\\up\"", 1));
    let Ok(ImportedPrices::Provider { path, .. }) = yours::import(&path, false) else { panic!("it is a price file") };
    assert_eq!(path, home.join("prices/up.ron"));
}

#[test]
fn what_is_neither_is_refused_by_the_words_of_what_it_resembles() {
    let home = &*own_home();
    let error = |name: &str, text: &str| {
        let path = file(home, name, text);
        let error = yours::import(&path, false).unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
        error
    };
    assert!(error("a.ron", &provider().replacen("usd: \"", "usd: \"x", 1)).contains("is not a price"));
    assert!(error("b.ron", &SMALL.replace("usd: \"24\"", "usdd: \"24\"")).contains("did you mean `usd`?"));
    assert!(error("c.ron", "").contains("line 1"));
    assert!(matches!(yours::import(&home.join("nothing.ron"), false), Err(ImportError::Open(_))));
    assert!(!home.join("prices").exists());
}
