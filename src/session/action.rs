//! Everything that a person does. Serialisable, in image- or pane-relative units, never in
//! canvas pixels: the same action means the same on any screen.

use serde::{Deserialize, Serialize};

use crate::intake::{FileId, FrameKey};
use crate::marks::MarkId;
use crate::pixels::ColourMap;
use crate::series::StackId;
use crate::session::cases::CaseAction;
use crate::session::class::ClassAction;
use crate::session::copy::CopyAction;
use crate::session::grey::GreyAction;
use crate::session::kept::KeptAction;
use crate::session::lesson::LessonAction;
use crate::session::lung::LungAction;
use crate::session::marks::MarkAction;
use crate::session::pane::PaneId;
use crate::session::rendering::RenderingAction;
use crate::session::tool::Tool;
use crate::viewport::Flip;

/// Raised when the meaning of an action changes.
pub const VERSION: u32 = 2;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Action {
    /// The pane that keys act on.
    Activate {
        pane: PaneId,
    },
    /// What the left button does from now on.
    ChooseTool {
        tool: Tool,
    },
    /// The same, and it stays after a mark is drawn.
    KeepTool {
        tool: Tool,
    },
    /// A hand presses to draw a mark, or to take hold of one, at shares of the pane; `reach` is
    /// how far off it may be, as a share of the pane's width.
    PressMark {
        pane: PaneId,
        at: [f64; 2],
        reach: f64,
    },
    DragMark {
        pane: PaneId,
        at: [f64; 2],
    },
    ReleaseMark {
        pane: PaneId,
        at: [f64; 2],
        reach: f64,
    },
    /// The pointer that keys move, over the active pane, by so many voxels right and down on the
    /// screen. The first step puts it in the middle.
    StepPointer {
        pane: PaneId,
        by: [i32; 2],
    },
    /// What a hand would do at that pointer: draw, take hold of a mark, or let it go.
    PressPointer {
        pane: PaneId,
    },
    /// Ends the drawing, then the tool, then presenting.
    Escape,
    DeleteMark {
        mark: MarkId,
    },
    /// The chosen one.
    DeleteChosen,
    SetMarkText {
        mark: MarkId,
        text: String,
    },
    /// Turns to the slice of a mark.
    ShowMark {
        mark: MarkId,
    },
    ToggleMarks,
    /// What else is done to marks.
    Marks(MarkAction),
    /// Segmentations: off, filled, outlined.
    StepSegments,
    /// Shows or hides one segment of a file.
    ToggleSegment {
        file: FileId,
        number: u32,
    },
    /// Shows or hides what files lay over their images.
    ToggleCover,
    /// What is done to the lung mask.
    Lungs(LungAction),
    /// What is done with histograms, ranges of HU, and what grows from a seed.
    Grey(GreyAction),
    Copy(CopyAction),
    /// What is done about what is kept from visit to visit.
    Kept(KeptAction),
    /// What is done before a class.
    Class(ClassAction),
    /// What is done to lessons, and in them.
    Lesson(LessonAction),
    /// What is done to a stack that is looked at as a whole.
    Rendering(RenderingAction),
    Undo,
    Redo,
    ShowStack {
        pane: PaneId,
        stack: StackId,
    },
    /// What opens best of the study that a series is of.
    ShowStudy {
        pane: PaneId,
        stack: StackId,
    },
    /// The next series of the list, or the one before.
    StepStack {
        pane: PaneId,
        by: i32,
    },
    /// Makes two stacks one.
    JoinStacks {
        stack: StackId,
        with: StackId,
    },
    /// Makes a stack two; the second begins with the slice `at`, from 0.
    SplitStack {
        stack: StackId,
        at: usize,
    },
    /// Slices from 0, in the stack's order.
    ShowSlice {
        pane: PaneId,
        slice: usize,
    },
    Scroll {
        pane: PaneId,
        by: i32,
    },
    /// In modality values.
    SetWindow {
        pane: PaneId,
        center: f64,
        width: f64,
    },
    /// The window under a digit (BEHAVIOUR 2); 0 is the file's own, again its next one.
    Preset {
        pane: PaneId,
        digit: u8,
    },
    /// One of the file's own windows, by its place among them.
    FileWindow {
        pane: PaneId,
        at: usize,
    },
    /// Puts the window of a pane under one of the reader's own digits.
    KeepWindow {
        pane: PaneId,
        digit: u8,
    },
    /// Takes stored values and this offset for HU, where the file says nothing; `None` takes that
    /// back.
    AssumeHu {
        stack: StackId,
        offset: Option<i32>,
    },
    /// Takes a distance for that from slice to slice, where files give no positions; `None` takes
    /// that back.
    AssumeSpacing {
        stack: StackId,
        mm: Option<f64>,
    },
    /// About a point in shares of the pane.
    Zoom {
        pane: PaneId,
        factor: f64,
        at: [f64; 2],
    },
    /// By shares of the pane.
    Pan {
        pane: PaneId,
        by: [f64; 2],
    },
    Fit {
        pane: PaneId,
    },
    OneToOne {
        pane: PaneId,
    },
    Invert {
        pane: PaneId,
    },
    /// Mirrors the picture as it is seen; twice is as before.
    Flip {
        pane: PaneId,
        flip: Flip,
    },
    /// Turns the picture by quarters, clockwise.
    Rotate {
        pane: PaneId,
        quarters: i32,
    },
    /// The view before the last gesture; the slice stays.
    PreviousView {
        pane: PaneId,
    },
    /// A hand takes hold, or lets go: what it does meanwhile is one gesture.
    Hold {
        on: bool,
    },
    /// The pane alone, without what is beside it; again, and all is there.
    Maximise {
        pane: PaneId,
    },
    /// All panes go together in slices, window, size and place, or no longer. `here`: as far apart
    /// as they are now, also where positions say which slices belong together.
    Link {
        here: bool,
    },
    /// Two panes lie over each other, and a line between them is wiped across; again, and they lie
    /// beside each other.
    Wipe,
    /// The line of the wipe comes to a share of the width, from the left.
    PlaceWipe {
        at: f64,
    },
    /// The same slice with both windows, in two panes that go together; again, and back.
    LungBesideMediastinum,
    /// Three planes through the slice that is shown, in three panes; again, and back.
    Planes,
    /// The point where the planes meet comes to a place of a pane, in shares of it.
    PlaceCrosshair {
        pane: PaneId,
        at: [f64; 2],
    },
    /// The lines that a plane shows of the other two turn, clockwise as they are seen.
    TurnPlanes {
        pane: PaneId,
        degrees: f64,
    },
    /// What lies about the slice or the plane: none, MIP, `MinIP`, mean.
    NextSlab {
        pane: PaneId,
    },
    /// The slab becomes thicker or thinner by steps.
    StepSlab {
        pane: PaneId,
        by: i32,
    },
    /// The pane keeps what it shows, whatever is done to it; again, and it is free.
    Freeze {
        pane: PaneId,
    },
    /// Slices that follow each other by themselves, on or off.
    Cine {
        pane: PaneId,
    },
    /// So many times as fast.
    CineRate {
        pane: PaneId,
        factor: f64,
    },
    /// What is done with the cases that are open.
    Cases(CaseAction),
    /// The next case of those that were opened, or the one before.
    StepCase {
        pane: PaneId,
        by: i32,
    },
    /// Nothing but the pictures, with large texts.
    Present {
        on: bool,
    },
    /// The header of the picture that is shown, on or off.
    ShowTags {
        on: bool,
    },
    /// What can be checked of privacy, on or off.
    ShowPrivacy {
        on: bool,
    },
    /// The outlines of all structure sets, on or off.
    ToggleOutlines,
    /// The outlines of one region of interest, by its place in its file.
    ShowRoi {
        object: FileId,
        roi: usize,
        on: bool,
    },
    /// Those of all of a structure set's.
    ShowRois {
        object: FileId,
        on: bool,
    },
    /// Has the pane look as a presentation state says.
    ApplyPresentation {
        pane: PaneId,
        object: FileId,
    },
    /// Turns to a frame, wherever it is.
    ShowFrame {
        pane: PaneId,
        frame: FrameKey,
    },
    /// The next key image, or the one before.
    StepKeyImage {
        pane: PaneId,
        by: i32,
    },
    /// The panel of a report or a document; `None` closes it.
    OpenObject {
        object: Option<FileId>,
    },
    /// A dark screen while presenting, on or off; the class's, where it has a window.
    Blank,
    /// Dragging up: brighter, which is the habit of most, or darker.
    SetDragUp {
        darkens: bool,
    },
    /// One finger sets the window, or turns slices.
    SetFinger {
        windows: bool,
    },
    /// Changes between voxels that are blended and voxels as they are, where they are enlarged.
    ToggleInterpolation {
        pane: PaneId,
    },
    SetColours {
        pane: PaneId,
        colours: ColourMap,
    },
    /// Window and view as at the start.
    Reset {
        pane: PaneId,
    },
    /// Where the pointer is, in shares of the pane; `None` when it has left.
    PointAt {
        pane: PaneId,
        at: Option<[f64; 2]>,
    },
    /// All that stands over the pictures, the essential alone, or the badges alone.
    StepDetail,
    /// Shows who the pictures are of, or hides it again.
    Reveal {
        on: bool,
    },
    /// Panes in rows, one to three of one to three: see [`Grid`](crate::session::Grid).
    SetLayout {
        rows: usize,
        columns: usize,
    },
    /// Gives up every drop that is still being read, and all that it brought.
    CancelLoading,
    CloseAll,
    /// Takes the last closing back, as long as nothing else was opened.
    Reopen,
    /// Opens the computed chest, beside what is open.
    OpenSample,
    /// Unpacks an archive that is larger than the memory that is left, keeping every so many of
    /// its members.
    Unpack {
        archive: FileId,
        every: u32,
    },
    /// The most bytes that may be held.
    SetBudget {
        bytes: u64,
    },
}
