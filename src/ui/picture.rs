//! The dialog that exports the plot in sight.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{
    Button, DragValue, Frame, Grid, Id, Image, RichText, Stroke, TextureHandle, TextureOptions, Ui, Vec2,
};

use super::dialogs::path_field;
use super::parts::weak;
use super::theme;
use crate::action::{Action, PictureAction};
use crate::chart::look::{HEIGHTS, WIDTHS};
use crate::chart::png::{self, Picture};
use crate::state::{PREVIEW, PictureForm, PictureKind};
use crate::text;

/// What the dialog needs beside the preview.
const REST: f32 = 330.0;

/// Draws the dialog.
pub fn show(ui: &mut Ui, form: &mut PictureForm, actions: &mut Vec<Action>) {
    ui.heading("Export plot");
    ui.label(weak(&form.name));
    ui.add_space(6.0);
    preview(ui, form);
    ui.add_space(6.0);
    ui.add_enabled_ui(!form.busy, |ui| {
        looks(ui, form);
        let size = pixels(ui, form);
        ui.add_space(6.0);
        let before = form.path.clone();
        let entered = path_field(ui, "File", &mut form.path, form.error.as_deref());
        let typed = PathBuf::from(form.path.trim());
        if before != form.path
            && let Some(kind) = PictureKind::of_path(&typed)
        {
            form.look.kind = kind;
        }
        let exists = form.replaces.as_ref() == Some(&form.target(&typed).0);
        if exists {
            ui.label("This file is there already. Replace it?");
        }
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            let ready = size && !form.path.trim().is_empty();
            let word = if exists { "Replace" } else { "Save" };
            if ui.add_enabled(ready, Button::new(word)).clicked() || (entered && ready) {
                actions.push(Action::Picture(PictureAction::Save(typed)));
            }
            if ui.button("Browse…").on_hover_text("The system's file dialog, where it has one").clicked() {
                actions.push(Action::Browse);
            }
            if ui.button("Cancel").clicked() {
                actions.push(Action::CloseDialog);
            }
            if form.busy {
                ui.label(weak("Drawing…"));
            }
        });
    });
}

fn looks(ui: &mut Ui, form: &mut PictureForm) {
    Grid::new("picture").num_columns(4).spacing([12.0, 6.0]).show(ui, |ui| {
        ui.label("Kind");
        ui.horizontal(|ui| {
            for kind in PictureKind::ALL {
                if ui.add(Button::selectable(form.look.kind == kind, kind.label())).clicked() {
                    form.take_kind(kind);
                }
            }
        });
        ui.label("Colours");
        ui.horizontal(|ui| {
            ui.selectable_value(&mut form.look.dark, false, "Light");
            ui.selectable_value(&mut form.look.dark, true, "Dark");
        });
        ui.end_row();
        for (label, side, bounds) in
            [("Width", &mut form.look.width, WIDTHS), ("Height", &mut form.look.height, HEIGHTS)]
        {
            let name = ui.label(label).id;
            ui.add(DragValue::new(side).range(bounds).speed(4.0).suffix(" px")).labelled_by(name);
        }
        ui.end_row();
        ui.label("Scale");
        ui.add_enabled_ui(form.look.kind == PictureKind::Png, |ui| {
            ui.horizontal(|ui| {
                for scale in png::SCALES {
                    ui.selectable_value(&mut form.look.scale, scale, format!("{scale}×"))
                        .on_hover_text("Pixels of the file for one of the plot");
                }
            });
        });
        ui.end_row();
    });
}

/// Says how many pixels the file will have; false where they are too many.
fn pixels(ui: &mut Ui, form: &PictureForm) -> bool {
    if form.look.kind == PictureKind::Svg {
        ui.label(weak("Lines and letters, sharp at any size"));
        return true;
    }
    match png::size((form.look.width, form.look.height), form.look.scale) {
        Ok((width, height)) => {
            let [width, height] = [width, height].map(|side| text::count(side.into()));
            ui.label(weak(format!("{width} by {height} pixels")));
            true
        }
        Err(error) => {
            let words = format!("{}.", crate::sentence::capitalised(&error.to_string()));
            ui.label(RichText::new(words).size(theme::SMALL).color(theme::roles(ui).bad));
            false
        }
    }
}

/// The picture, small; its room stays the same, so that nothing below it moves.
fn preview(ui: &mut Ui, form: &PictureForm) {
    let high = (ui.ctx().content_rect().height() - REST).clamp(60.0, PREVIEW.1);
    let room = Vec2::new(PREVIEW.0, high);
    let stroke = Stroke::new(1.0, theme::roles(ui).rule);
    Frame::new().stroke(stroke).inner_margin(0).show(ui, |ui| {
        ui.allocate_ui_with_layout(room, eframe::egui::Layout::centered_and_justified(ui.layout().main_dir()), |ui| {
            ui.set_min_size(room);
            match &form.preview {
                None => drop(ui.label(weak("Drawing…"))),
                Some((_, None)) => drop(ui.label(weak("There is no preview of this size."))),
                Some((_, Some(picture))) => {
                    let texture = texture(ui, picture);
                    let size = texture.size_vec2();
                    let size = size * (room.x / size.x).min(room.y / size.y);
                    let words = format!("Preview: {}", form.name);
                    ui.add(Image::new(&texture).fit_to_exact_size(size).alt_text(words));
                }
            }
        });
    });
}

/// The pixels on the graphics card, put there once.
fn texture(ui: &Ui, picture: &Arc<Picture>) -> TextureHandle {
    type Kept = (Arc<Picture>, TextureHandle);
    let id = Id::unique("picture preview");
    if let Some((of, texture)) = ui.data(|data| data.get_temp::<Kept>(id))
        && Arc::ptr_eq(&of, picture)
    {
        return texture;
    }
    let image = theme::pixels(picture);
    let texture = ui.ctx().load_texture("picture preview", image, TextureOptions::LINEAR);
    ui.data_mut(|data| data.insert_temp::<Kept>(id, (Arc::clone(picture), texture.clone())));
    texture
}
