//! The command palette: what it lists, in which order, and what a search leaves of it.

use super::{DocumentId, Session, State};
use crate::action::Command;

/// Most commands that are remembered as run lately.
const MOST_RECENT: usize = 5;

/// The palette while it is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Palette {
    /// The search.
    pub search: String,
    /// The row that Enter takes.
    pub chosen: usize,
    /// Whether the chosen row is still to be brought into sight.
    pub moved: bool,
}

/// What a row of the palette does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// Runs a command.
    Run(Command),
    /// Brings an open scenario to the front.
    Show(DocumentId),
    /// Opens a preset, by its place in the session's list.
    Preset(usize),
}

/// A row of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it does.
    pub pick: Pick,
    /// Its name.
    pub label: String,
    /// One line of help.
    pub help: String,
    /// Why it cannot be run now; none where it can.
    pub why_not: Option<&'static str>,
}

/// Puts a command on top of those run lately.
pub fn remember(recent: &mut Vec<Command>, command: Command) {
    recent.retain(|known| *known != command);
    recent.insert(0, command);
    recent.truncate(MOST_RECENT);
}

/// The rows that fit a search, best first; without a search, those run lately first.
pub fn entries(state: &State, session: &Session, search: &str) -> Vec<Entry> {
    let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    let recent = |pick: Pick| match pick {
        Pick::Run(command) => state.view.recent_commands.iter().position(|known| *known == command),
        Pick::Show(_) | Pick::Preset(_) => None,
    };
    let mut found: Vec<(u32, usize, Entry)> = all(state, session)
        .into_iter()
        .filter_map(|entry| {
            let score = words.iter().map(|word| fit(&entry, word)).sum::<Option<u32>>()?;
            Some((score, recent(entry.pick).unwrap_or(usize::MAX), entry))
        })
        .collect();
    // What cannot be run stands below what fits as well and can.
    found.sort_by_key(|(score, recent, entry)| (*score, entry.why_not.is_some() && !words.is_empty(), *recent));
    found.into_iter().map(|(_, _, entry)| entry).collect()
}

/// Every row: the table of commands, the scenarios behind the one in front, the presets.
fn all(state: &State, session: &Session) -> Vec<Entry> {
    // The palette itself is open already.
    let commands = Command::ALL.iter().filter(|command| **command != Command::Palette).map(|&command| Entry {
        pick: Pick::Run(command),
        label: command.label().to_owned(),
        help: command.tooltip().to_owned(),
        why_not: state.why_not(session, command),
    });
    let front = state.documents.front().id;
    let behind = state.documents.all().iter().filter(|document| document.id != front);
    let scenarios = behind.map(|document| Entry {
        pick: Pick::Show(document.id),
        label: format!("Go to {}", document.scenario.name),
        help: "Bring the open scenario to the front".to_owned(),
        why_not: None,
    });
    let presets = session.presets.iter().enumerate().map(|(at, preset)| Entry {
        pick: Pick::Preset(at),
        label: format!("Preset {}", preset.scenario.name),
        help: preset.scenario.note.clone(),
        why_not: None,
    });
    commands.chain(scenarios).chain(presets).collect()
}

/// How well a row fits a word of the search, 0 best; none where it does not.
fn fit(entry: &Entry, word: &str) -> Option<u32> {
    let (label, help) = (entry.label.to_lowercase(), entry.help.to_lowercase());
    let begins = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(word));
    if label.starts_with(word) {
        Some(0)
    } else if begins(&label) {
        Some(1)
    } else if label.contains(word) {
        Some(4)
    } else if begins(&help) {
        Some(8)
    } else {
        in_order(&label, word).then_some(16)
    }
}

/// Whether the word's characters stand in the text in their order, with others between them.
fn in_order(text: &str, word: &str) -> bool {
    let mut rest = text.chars();
    word.chars().all(|wanted| rest.any(|c| c == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit_of(command: Command, word: &str) -> Option<u32> {
        let (label, help) = (command.label().to_owned(), command.tooltip().to_owned());
        fit(&Entry { pick: Pick::Run(command), label, help, why_not: None }, word)
    }

    #[test]
    fn a_name_fits_better_than_help_and_a_beginning_better_than_a_middle() {
        assert!(fit_of(Command::Save, "save") < fit_of(Command::Close, "clo").map(|score| score + 1));
        assert_eq!(fit_of(Command::SaveAs, "as"), Some(1));
        assert!(fit_of(Command::Undo, "change") > fit_of(Command::Undo, "ndo"));
        assert!(fit_of(Command::ZoomReset, "atl").is_some(), "letters in their order");
        assert_eq!(fit_of(Command::Undo, "xylophone"), None);
    }

    #[test]
    fn what_was_run_last_stands_on_top_once() {
        let mut recent = Vec::new();
        for command in [Command::Save, Command::Undo, Command::Save] {
            remember(&mut recent, command);
        }
        assert_eq!(recent, [Command::Save, Command::Undo]);
        for command in Command::ALL {
            remember(&mut recent, *command);
        }
        assert_eq!(recent.len(), MOST_RECENT);
    }
}
