//! The plot in sight as a picture: what is asked for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::chart::Look;
use crate::chart::png::Picture;

/// Most room of a preview in points: width, height.
pub const PREVIEW: (f32, f32) = (458.0, 218.0);

/// What a picture is written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PictureKind {
    /// Pixels.
    #[default]
    Png,
    /// Lines and letters, sharp at any size.
    Svg,
}

impl PictureKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Png, Self::Svg];

    /// On its button.
    pub fn label(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Svg => "SVG",
        }
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }

    /// The kind that a path's ending names.
    pub fn of_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?;
        Self::ALL.into_iter().find(|kind| ending.eq_ignore_ascii_case(kind.ending()))
    }
}

/// How a picture is to be, kept from one to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureLook {
    /// What it is written as.
    pub kind: PictureKind,
    /// The chart's width in pixels.
    pub width: u32,
    /// The chart's height in pixels.
    pub height: u32,
    /// Pixels of a PNG for one of the chart, in each direction.
    pub scale: u32,
    /// Light on dark.
    pub dark: bool,
}

impl PictureLook {
    /// The usual picture, twice as fine as the screen.
    pub fn new(dark: bool) -> Self {
        let Look { width, height, .. } = Look::default();
        Self { kind: PictureKind::default(), width, height, scale: 2, dark }
    }
}

/// The dialog of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureForm {
    /// The plot and the scenario in words.
    pub name: String,
    /// How it is to be.
    pub look: PictureLook,
    /// The path field.
    pub path: String,
    /// Why the last try failed.
    pub error: Option<String>,
    /// A file that is there already and would be replaced.
    pub replaces: Option<PathBuf>,
    /// Whether it is being drawn and written.
    pub busy: bool,
    /// The last preview, with the look that it has; without a picture where it could not be drawn.
    pub preview: Option<(PictureLook, Option<Arc<Picture>>)>,
}

impl PictureForm {
    /// Takes a kind, and gives the path its ending.
    pub fn take_kind(&mut self, kind: PictureKind) {
        self.look.kind = kind;
        let path = PathBuf::from(self.path.trim());
        if PictureKind::of_path(&path).is_some() {
            self.path = path.with_extension(kind.ending()).display().to_string();
        }
    }

    /// The look that a preview shows: kind and scale change nothing that could be seen in it.
    pub fn seen(&self) -> PictureLook {
        PictureLook { width: self.look.width, height: self.look.height, ..PictureLook::new(self.look.dark) }
    }

    /// Where to write a picture for a path that was typed or chosen: its ending names the kind, and where it
    /// has none of the known ones, the chosen kind's is added.
    pub fn target(&self, path: &Path) -> (PathBuf, PictureKind) {
        match PictureKind::of_path(path) {
            Some(kind) => (path.to_owned(), kind),
            None => {
                let mut named = path.as_os_str().to_owned();
                named.push(".");
                named.push(self.look.kind.ending());
                (named.into(), self.look.kind)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(path: &str) -> PictureForm {
        PictureForm {
            name: String::new(),
            look: PictureLook::new(false),
            path: path.into(),
            error: None,
            replaces: None,
            busy: false,
            preview: None,
        }
    }

    #[test]
    fn kind_and_ending_go_together() {
        let mut form = form("/a/plan.v2.png");
        form.take_kind(PictureKind::Svg);
        assert_eq!(form.path, "/a/plan.v2.svg");
        let target = |form: &PictureForm, path: &str| form.target(Path::new(path));
        assert_eq!(target(&form, "/a/b.PNG"), ("/a/b.PNG".into(), PictureKind::Png));
        assert_eq!(target(&form, "/a/version 1.5"), ("/a/version 1.5.svg".into(), PictureKind::Svg));
    }
}
