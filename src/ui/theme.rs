//! Colour and spacing roles for light and dark.

use eframe::egui::{
    self, Color32, ColorImage, CornerRadius, FontFamily, FontId, Margin, Stroke, Style, TextStyle, Theme as Mode, Vec2,
    Visuals,
};
use egui_plot::LineStyle;

use crate::chart::png::Picture;
use crate::store::settings::Theme;

/// Height of an input row in points.
pub const ROW_HEIGHT: f32 = 26.0;
/// Small text.
pub const SMALL: f32 = 12.0;
/// The tabs, all of which stand in one line of the narrowest centre.
pub const TAB: f32 = 12.5;
/// The answer.
pub const ANSWER: f32 = 34.0;
/// Room for the scroll bar beside what scrolls.
pub const SCROLL: Margin = Margin { left: 0, right: 10, top: 0, bottom: 0 };
/// Between groups.
pub const GAP: f32 = 12.0;

/// Colours by role.
#[derive(Debug, Clone, Copy)]
pub struct Roles {
    /// Behind everything.
    pub background: Color32,
    /// Behind inputs and explanations.
    pub panel: Color32,
    /// Text.
    pub text: Color32,
    /// Quieter text.
    pub weak: Color32,
    /// Lines between areas.
    pub rule: Color32,
    /// What can be used or is chosen.
    pub accent: Color32,
    /// Within the budget.
    pub good: Color32,
    /// Look here.
    pub caution: Color32,
    /// Wrong, or over the budget.
    pub bad: Color32,
    /// Curves and bars, told apart by the colour-blind.
    pub series: [Color32; 6],
}

const LIGHT: Roles = Roles {
    background: Color32::from_rgb(0xFA, 0xFA, 0xF8),
    panel: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    text: Color32::from_rgb(0x1B, 0x1B, 0x1A),
    weak: Color32::from_rgb(0x5C, 0x5B, 0x58),
    rule: Color32::from_rgb(0xE4, 0xE2, 0xDD),
    accent: Color32::from_rgb(0x1A, 0x66, 0xD6),
    good: Color32::from_rgb(0x1A, 0x7F, 0x37),
    caution: Color32::from_rgb(0x8A, 0x5A, 0x00),
    bad: Color32::from_rgb(0xB3, 0x26, 0x1E),
    series: [
        Color32::from_rgb(0x00, 0x72, 0xB2),
        Color32::from_rgb(0xD5, 0x5E, 0x00),
        Color32::from_rgb(0x00, 0x9E, 0x73),
        Color32::from_rgb(0xAA, 0x44, 0x99),
        Color32::from_rgb(0x8C, 0x6D, 0x00),
        Color32::from_rgb(0x4D, 0x4D, 0x4D),
    ],
};

const DARK: Roles = Roles {
    background: Color32::from_rgb(0x15, 0x17, 0x1A),
    panel: Color32::from_rgb(0x1C, 0x1F, 0x23),
    text: Color32::from_rgb(0xE9, 0xE7, 0xE3),
    weak: Color32::from_rgb(0xA5, 0xA2, 0x9C),
    rule: Color32::from_rgb(0x2D, 0x31, 0x37),
    accent: Color32::from_rgb(0x78, 0xAE, 0xFF),
    good: Color32::from_rgb(0x56, 0xC2, 0x71),
    caution: Color32::from_rgb(0xE0, 0xB0, 0x40),
    bad: Color32::from_rgb(0xFF, 0x8A, 0x80),
    series: [
        Color32::from_rgb(0x56, 0xB4, 0xE9),
        Color32::from_rgb(0xFF, 0x9A, 0x5C),
        Color32::from_rgb(0x4F, 0xD1, 0xA5),
        Color32::from_rgb(0xE2, 0x9B, 0xD0),
        Color32::from_rgb(0xE6, 0xC3, 0x4A),
        Color32::from_rgb(0xBD, 0xBD, 0xBD),
    ],
};

/// The roles of the theme that is shown.
pub fn roles(ui: &egui::Ui) -> Roles {
    if ui.visuals().dark_mode { DARK } else { LIGHT }
}

/// The dash of a series, so that colour is never alone.
pub fn dash(series: usize) -> LineStyle {
    match series % 4 {
        0 => LineStyle::Solid,
        1 => LineStyle::dashed_loose(),
        2 => LineStyle::dotted_dense(),
        _ => LineStyle::dashed_dense(),
    }
}

/// Sets fonts, spacing and colours of both themes.
pub fn install(ctx: &egui::Context) {
    let mut fonts = egui::FontDefinitions::default();
    // The monospaced font has the arrows and dots that the proportional one lacks.
    if let Some(proportional) = fonts.families.get_mut(&FontFamily::Proportional) {
        proportional.push("Hack".into());
    }
    ctx.set_fonts(fonts);
    ctx.style_mut_of(Mode::Light, |style| apply(style, Visuals::light(), LIGHT));
    ctx.style_mut_of(Mode::Dark, |style| apply(style, Visuals::dark(), DARK));
}

/// Shows a theme.
pub fn choose(ctx: &egui::Context, theme: Theme) {
    ctx.set_theme(match theme {
        Theme::System => egui::ThemePreference::System,
        Theme::Light => egui::ThemePreference::Light,
        Theme::Dark => egui::ThemePreference::Dark,
    });
}

fn apply(style: &mut Style, visuals: Visuals, roles: Roles) {
    style.visuals = colours(visuals, roles);
    let size = |points| FontId::new(points, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, size(SMALL)),
        (TextStyle::Body, size(13.5)),
        (TextStyle::Button, size(13.5)),
        (TextStyle::Heading, size(16.0)),
        (TextStyle::Monospace, FontId::new(12.5, FontFamily::Monospace)),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::new(8.0, 4.0);
    spacing.button_padding = Vec2::new(8.0, 4.0);
    spacing.interact_size = Vec2::new(24.0, 24.0);
    spacing.slider_width = 96.0;
    spacing.indent = 16.0;
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(16);
    spacing.combo_height = 320.0;
    style.interaction.selectable_labels = true;
}

fn colours(mut visuals: Visuals, roles: Roles) -> Visuals {
    let Roles { background, panel, text, weak, rule, accent, .. } = roles;
    visuals.panel_fill = background;
    visuals.window_fill = panel;
    visuals.window_stroke = Stroke::new(1.0, rule);
    visuals.extreme_bg_color = panel;
    visuals.text_edit_bg_color = Some(panel);
    visuals.faint_bg_color = blend(background, text, 0.04);
    visuals.code_bg_color = blend(background, text, 0.06);
    visuals.weak_text_color = Some(weak);
    visuals.hyperlink_color = accent;
    visuals.warn_fg_color = roles.caution;
    visuals.error_fg_color = roles.bad;
    visuals.selection.bg_fill = blend(panel, accent, 0.22);
    visuals.selection.stroke = Stroke::new(1.5, accent);
    visuals.slider_trailing_fill = true;
    visuals.indent_has_left_vline = false;
    visuals.striped = false;
    visuals.window_corner_radius = CornerRadius::same(6);
    visuals.menu_corner_radius = CornerRadius::same(6);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, rule);
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, text);
    for (state, fill, border) in [
        (&mut widgets.inactive, 0.05, 0.14),
        (&mut widgets.hovered, 0.12, 0.25),
        (&mut widgets.active, 0.18, 0.45),
        (&mut widgets.open, 0.12, 0.25),
    ] {
        state.weak_bg_fill = blend(background, text, fill);
        state.bg_fill = blend(background, text, fill + 0.07);
        state.bg_stroke = Stroke::new(1.0, blend(background, text, border));
        state.fg_stroke = Stroke::new(1.0, text);
        state.corner_radius = CornerRadius::same(4);
        state.expansion = 0.0;
    }
    // What has the keyboard's focus is drawn as active.
    widgets.active.bg_stroke = Stroke::new(1.5, accent);
    visuals
}

/// The pixels of a picture that was drawn elsewhere.
pub fn pixels(picture: &Picture) -> ColorImage {
    ColorImage::from_rgba_unmultiplied([picture.width, picture.height], &picture.rgba)
}

/// `share` of `over` on `under`.
pub fn blend(under: Color32, over: Color32, share: f32) -> Color32 {
    under.lerp_to_gamma(over, share)
}
