//! What is open and how it is looked at: everything that a reader chose. An [`Action`] is the
//! only way to change it.

pub mod action;
pub mod cases;
pub mod changes;
pub mod class;
pub mod copy;
pub mod cursor;
pub mod detail;
pub mod grey;
pub mod kept;
mod kinds;
pub mod layout;
pub mod lesson;
pub mod look;
pub mod lung;
pub mod marks;
pub mod objects;
pub mod pane;
pub mod planes;
pub mod rendering;
pub mod segments;
pub mod tool;
pub mod written;

pub use action::Action;
pub use cases::{CaseAction, CaseId};
pub use class::{ClassAction, Pointing, Stroke};
pub use copy::{CopyAction, CopyScope};
pub use cursor::Cursor;
pub use detail::Detail;
pub use grey::{GreyAction, GreyChoices, GrowthId, GrowthRecipe, RangesShown, Scope};
pub use kept::KeptAction;
pub use layout::{Before, Grid};
pub use lesson::{Asks, LessonAction, Part};
pub use look::{KeptWindow, Look, WindowChoice};
pub use lung::{KeptLungs, LungAction, LungChoices};
pub use marks::{MarkAction, Marks};
pub use objects::ShownObjects;
pub use pane::{Cine, HeldPreset, Pane, PaneId, Session};
pub use planes::Planes;
pub use rendering::{Rendering, RenderingAction};
pub use segments::{Segments, SegmentsShown};
pub use tool::Tool;
pub use written::{WrittenMark, WrittenView, WrittenWindow};
