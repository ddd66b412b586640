//! Icons of Lucide (static/icons, ISC licence), and some of our own in its manner, part of the build.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    OpenFiles,
    OpenFolder,
    Window,
    Zoom,
    Length,
    Ellipse,
    Rectangle,
    Angle,
    Bidirectional,
    Cobb,
    Polygon,
    Freehand,
    Probe,
    Arrow,
    Cursor,
    Beside,
    TwoPanes,
    More,
    Help,
    Close,
    Play,
    Pause,
}

impl Icon {
    const fn drawing(self) -> &'static str {
        match self {
            Self::OpenFiles => include_str!("../../static/icons/folder-open.svg"),
            Self::OpenFolder => include_str!("../../static/icons/folder.svg"),
            Self::Window => include_str!("../../static/icons/contrast.svg"),
            Self::Zoom => include_str!("../../static/icons/zoom-in.svg"),
            Self::Length => include_str!("../../static/icons/ruler.svg"),
            Self::Ellipse => include_str!("../../static/icons/circle.svg"),
            Self::Rectangle => include_str!("../../static/icons/square.svg"),
            Self::Angle => include_str!("../../static/icons/angle.svg"),
            Self::Bidirectional => include_str!("../../static/icons/bidirectional.svg"),
            Self::Cobb => include_str!("../../static/icons/cobb.svg"),
            Self::Polygon => include_str!("../../static/icons/polygon.svg"),
            Self::Freehand => include_str!("../../static/icons/freehand.svg"),
            Self::Probe => include_str!("../../static/icons/probe.svg"),
            Self::Arrow => include_str!("../../static/icons/arrow-up-right.svg"),
            Self::Cursor => include_str!("../../static/icons/crosshair.svg"),
            Self::Beside => include_str!("../../static/icons/columns-2.svg"),
            Self::TwoPanes => include_str!("../../static/icons/square-split-horizontal.svg"),
            Self::More => include_str!("../../static/icons/ellipsis.svg"),
            Self::Help => include_str!("../../static/icons/circle-help.svg"),
            Self::Close => include_str!("../../static/icons/x.svg"),
            Self::Play => include_str!("../../static/icons/play.svg"),
            Self::Pause => include_str!("../../static/icons/pause.svg"),
        }
    }
}

/// A picture of what a button does; its name is the button's.
#[component]
pub fn Drawn(icon: Icon) -> impl IntoView {
    view! { <span class="icon" aria-hidden="true" inner_html=icon.drawing()></span> }
}
