//! Which open scenarios stand side by side, and how they are looked at.

use super::{Document, DocumentId, Documents, State, Tab, Workspace};
use crate::model::assumption::Scale;
use crate::model::day::Day;
use crate::side_by_side::{Along, SidesQuestion, numbered};

/// Most scenarios that stand side by side, as many as there are colours.
pub const MOST_SIDES: usize = 6;

/// What is shown of the scenarios side by side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SidesPart {
    /// Assumptions that differ.
    #[default]
    Values,
    /// Line items that differ.
    Items,
    /// The way from one bill to another.
    Bridge,
    /// All their spend curves.
    Curves,
}

impl SidesPart {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Values, Self::Items, Self::Bridge, Self::Curves];

    /// On its button.
    pub fn label(self) -> &'static str {
        match self {
            Self::Values => "What differs",
            Self::Items => "Line items",
            Self::Bridge => "Bridge",
            Self::Curves => "Curves",
        }
    }
}

/// How the scenarios are looked at side by side.
#[derive(Debug, Clone, Default)]
pub struct SidesView {
    /// Open scenarios that take no part.
    pub left_out: Vec<DocumentId>,
    /// The scenario that the others are held against; none for the first.
    pub baseline: Option<DocumentId>,
    /// What is shown.
    pub part: SidesPart,
    /// The scenario that the bridge leads to; none for the first beside the baseline.
    pub bridge_to: Option<DocumentId>,
    /// The step of the bridge whose assumptions are shown.
    pub step: Option<usize>,
}

impl SidesView {
    /// The scenario that the others are held against.
    pub fn baseline(&self, documents: &Documents) -> Option<DocumentId> {
        let pinned = self.baseline.filter(|id| documents.get(*id).is_some());
        pinned.or_else(|| documents.all().first().map(|first| first.id))
    }

    /// The scenarios side by side: the baseline, then the others in the order of their tabs.
    pub fn chosen(&self, documents: &Documents) -> Vec<DocumentId> {
        let baseline = self.baseline(documents);
        let others = documents.all().iter().map(|document| document.id);
        let others = others.filter(|id| Some(*id) != baseline && !self.left_out.contains(id));
        baseline.into_iter().chain(others).take(MOST_SIDES).collect()
    }

    /// Takes a scenario in, or leaves it out.
    pub fn toggle(&mut self, id: DocumentId) {
        match self.left_out.iter().position(|known| *known == id) {
            Some(at) => drop(self.left_out.remove(at)),
            None => self.left_out.push(id),
        }
    }
}

impl State {
    /// What the open scenarios are called where several are named, in the order of their tabs.
    pub fn side_names(&self) -> Vec<(DocumentId, String)> {
        let all = self.documents.all();
        let titles: Vec<String> = all.iter().map(Document::title).collect();
        all.iter().map(|document| document.id).zip(numbered(&titles)).collect()
    }

    /// What is asked about the scenarios side by side; nothing where they are not in sight.
    pub fn sides_question(&self, today: Day) -> Option<SidesQuestion> {
        let Self { documents, view, .. } = self;
        if view.workspace != Workspace::Plan || view.tab != Tab::Scenarios {
            return None;
        }
        let chosen = view.sides.chosen(documents);
        let (mut names, mut scenarios) = (Vec::new(), Vec::new());
        for (id, name) in self.side_names() {
            let Some(at) = chosen.iter().position(|known| *known == id) else { continue };
            names.push((at, name));
        }
        names.sort();
        for id in chosen {
            scenarios.extend(documents.get(id).map(|document| document.scenario.clone()));
        }
        let names = names.into_iter().map(|(_, name)| name).collect();
        let along = (view.sides.part == SidesPart::Curves).then(|| {
            let scale = if view.curve_log_x { Scale::Log } else { Scale::Linear };
            let line = documents.front().scenario.lines.get(view.line).map(|line| line.name.clone());
            Along { key: view.curve_key, line: line.unwrap_or_default(), scale }
        });
        (scenarios.len() > 1).then_some(SidesQuestion { names, scenarios, today, along })
    }
}
