//! Views, and what the engine does, that a first picture can do without. They are in a module of their own, which is fetched
//! once the page is there: what [`views`] alone leads to is linked into it (`src/bin/page.rs`).

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::SplitLoaderError;

use crate::engine::web::kept::{self, Keep};
use crate::engine::web::lesson::{self, ReadText};
use crate::engine::{Event, Rare, State};
use crate::gpu::device::MakeFurther;
use crate::gpu::further::PlanesAndRays;
use crate::overlay::{self, PaneTexts};
use crate::session::PaneId;
use crate::ui::class::PointingOver;
use crate::ui::class_window::ClassWindow;
use crate::ui::context_menu::{ContextMenu, OpenMenu};
use crate::ui::copy_panel::CopyPanel;
use crate::ui::doors::Doors;
use crate::ui::film::FilmProgress;
use crate::ui::growths::Growths;
use crate::ui::help::{HelpPanel, OpenHelp};
use crate::ui::histogram::Histogram;
use crate::ui::hu_offer::HuOffers;
use crate::ui::kept::KeptViews;
use crate::ui::layout_menu::LayoutMenu;
use crate::ui::lesson::LessonPanel;
use crate::ui::lesson_beside::open_beside;
use crate::ui::lung::LungPanel;
use crate::ui::marks::MarksOver;
use crate::ui::marks_list::MarksList;
use crate::ui::more::More;
use crate::ui::object_panel::ObjectPanel;
use crate::ui::objects::Objects;
use crate::ui::over_image::{KeyMarks, OverImage};
use crate::ui::planes::{CursorCross, PlanesOver};
use crate::ui::privacy::{PrivacyButton, PrivacyPanel};
use crate::ui::ranges::RangeLegend;
use crate::ui::rendering::RenderingPanel;
use crate::ui::room::{RoomCheck, RoomOffer};
use crate::ui::segments_list::SegmentsList;
use crate::ui::spacing_offer::SpacingOffers;
use crate::ui::tags::TagBrowser;
use crate::ui::update::NewVersion;
use crate::ui::viewer::Viewer;
use crate::ui::window_menu::WindowMenu;
use crate::ui::wipe::WipeLine;
use crate::words;

/// Without a network the module is asked for again after so long, and each time after twice as long.
const PATIENCE: Duration = Duration::from_secs(4);

/// No pause is longer than the first one doubled so often.
const DOUBLINGS: u32 = 4;

/// After so many times in vain it is said.
const IN_VAIN: u32 = 3;

/// What comes later.
#[derive(Clone, Copy)]
pub enum Part {
    /// All over the pictures.
    Panels,
    /// What is said of the picture that a room is checked by.
    Room,
    /// The class's window, and the teacher's clock.
    Class,
    /// Under the list of series.
    Side,
    Windows,
    Layouts,
    More,
    Menu(OpenMenu),
    Help(OpenHelp),
    /// Between two panes.
    Wipe,
    /// Over a pane's picture.
    Over(PaneId),
    /// On a pane's slider.
    KeyMarks(PaneId),
    /// In the page's last line.
    Foot,
    Privacy,
}

/// The way into the module.
#[derive(Clone, Copy)]
pub struct Views {
    /// Makes a part.
    drawn: fn(Viewer, Part) -> AnyView,
    /// What the engine does later.
    pub rare: Rare,
    /// What draws planes and rays.
    pub make_further: MakeFurther,
    /// What asks the browser's storage.
    pub keep: Keep,
    /// What reads files of lessons.
    pub read_text: ReadText,
    /// What is done once it is there.
    pub begin: fn(Viewer),
    /// What the chosen mark says of itself.
    pub chosen_mark: fn(&State) -> Option<Vec<String>>,
    /// The texts of a pane, whatever it shows.
    pub pane: fn(&State, PaneId) -> PaneTexts,
}

/// Fetches the module. It fails without a network, and may be asked again.
pub type Fetch = fn() -> Pin<Box<dyn Future<Output = Result<Views, SplitLoaderError>>>>;

/// The part, as soon as it can be.
#[component]
pub fn Later(viewer: Viewer, part: Part) -> impl IntoView {
    fetch(viewer);
    let drawn = once_here(viewer, part);
    // What a hand has asked for by itself says that it is on its way.
    let is_asked_for = matches!(part, Part::Menu(_) | Part::Help(_));
    move || {
        let fetching =
            || view! { <p class="notice" role="status" data-fetching>{words::FETCHING}</p> };
        drawn().or_else(|| is_asked_for.then(|| fetching().into_any()))
    }
}

/// The part, where that is no reason to fetch it.
pub fn once_here(viewer: Viewer, part: Part) -> impl Fn() -> Option<AnyView> + Copy {
    move || (viewer.later()).map(|views| (views.drawn)(viewer, part))
}

/// Fetches the module, unless that is done or under way.
pub fn fetch(viewer: Viewer) {
    if viewer.is_first_to_ask_for_later() {
        ask(viewer, 0);
    }
}

fn ask(viewer: Viewer, failed: u32) {
    spawn_local(async move {
        match viewer.fetch_later().await {
            Ok(views) => viewer.take_later(views),
            Err(_no_network) => {
                let failed = failed + 1;
                if failed == IN_VAIN {
                    viewer.host().send(Event::RareMissing);
                }
                let pause = PATIENCE * 2_u32.pow((failed - 1).min(DOUBLINGS));
                set_timeout(move || ask(viewer, failed), pause);
            }
        }
    });
}

/// The way in: nothing but what fetches the module may call it, or all of it is linked into the first one.
///
/// # Errors
/// None of its own: they are of fetching.
pub fn views() -> Result<Views, SplitLoaderError> {
    Ok(Views {
        drawn,
        rare: Rare::whole(),
        make_further: PlanesAndRays::boxed,
        keep: kept::perform,
        read_text: lesson::read_text,
        begin: open_beside,
        chosen_mark: overlay::chosen_mark,
        pane: overlay::pane,
    })
}

fn drawn(viewer: Viewer, part: Part) -> AnyView {
    match part {
        Part::Panels => view! {
            <TagBrowser viewer />
            <ObjectPanel viewer />
            <RoomOffer viewer />
        }
        .into_any(),
        Part::Class => view! { <ClassWindow viewer /> }.into_any(),
        Part::Room => view! { <RoomCheck viewer /> }.into_any(),
        Part::Side => view! {
            <LessonPanel viewer />
            <SegmentsList viewer />
            <MarksList viewer />
            <Histogram viewer />
            <RenderingPanel viewer />
            <RangeLegend viewer />
            <Growths viewer />
            <LungPanel viewer />
            <CopyPanel viewer />
            <KeptViews viewer />
            <Objects viewer />
            <HuOffers viewer />
            <SpacingOffers viewer />
            <Doors viewer />
            <FilmProgress viewer />
        }
        .into_any(),
        Part::Windows => view! { <WindowMenu viewer /> }.into_any(),
        Part::Wipe => view! { <WipeLine viewer /> }.into_any(),
        Part::Layouts => view! { <LayoutMenu viewer /> }.into_any(),
        Part::More => view! { <More viewer /> }.into_any(),
        Part::Menu(menu) => view! { <ContextMenu viewer menu /> }.into_any(),
        Part::Help(help) => view! { <HelpPanel help /> }.into_any(),
        Part::Over(pane) => view! {
            <OverImage viewer pane />
            <MarksOver viewer pane />
            <PlanesOver viewer pane />
            <CursorCross viewer pane />
            <PointingOver viewer pane />
        }
        .into_any(),
        Part::KeyMarks(pane) => view! { <KeyMarks viewer pane /> }.into_any(),
        Part::Foot => view! {
            <PrivacyButton viewer />
            <NewVersion />
        }
        .into_any(),
        Part::Privacy => view! { <PrivacyPanel viewer /> }.into_any(),
    }
}
