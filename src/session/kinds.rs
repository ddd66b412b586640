//! What kind of action it is: to which pane it is done, and what it changes.

use crate::session::action::Action;
use crate::session::cases::CaseAction;
use crate::session::grey::GreyAction;
use crate::session::pane::PaneId;
use crate::session::rendering::RenderingAction;

impl Action {
    /// The pane that it is done to.
    #[must_use]
    pub const fn pane(&self) -> Option<PaneId> {
        match self {
            Self::ShowStack { pane, .. }
            | Self::ShowStudy { pane, .. }
            | Self::StepStack { pane, .. }
            | Self::StepCase { pane, .. }
            | Self::Cases(CaseAction::Show { pane, .. })
            | Self::ShowSlice { pane, .. }
            | Self::Scroll { pane, .. }
            | Self::SetWindow { pane, .. }
            | Self::Preset { pane, .. }
            | Self::FileWindow { pane, .. }
            | Self::Zoom { pane, .. }
            | Self::Pan { pane, .. }
            | Self::Fit { pane }
            | Self::OneToOne { pane }
            | Self::Invert { pane }
            | Self::Flip { pane, .. }
            | Self::Rotate { pane, .. }
            | Self::PreviousView { pane }
            | Self::ToggleInterpolation { pane }
            | Self::SetColours { pane, .. }
            | Self::Reset { pane }
            | Self::Cine { pane }
            | Self::ApplyPresentation { pane, .. }
            | Self::ShowFrame { pane, .. }
            | Self::StepKeyImage { pane, .. }
            | Self::PlaceCrosshair { pane, .. }
            | Self::TurnPlanes { pane, .. }
            | Self::NextSlab { pane }
            | Self::StepSlab { pane, .. }
            | Self::CineRate { pane, .. }
            | Self::Grey(GreyAction::Auto { pane }) => Some(*pane),
            Self::Rendering(action) => Some(action.pane()),
            _ => None,
        }
    }

    /// Another stack may be turned to.
    #[must_use]
    pub const fn turns_to_stack(&self) -> bool {
        matches!(
            self,
            Self::ShowStack { .. }
                | Self::ShowStudy { .. }
                | Self::StepStack { .. }
                | Self::StepCase { .. }
                | Self::Cases(CaseAction::Show { .. })
                | Self::ApplyPresentation { .. }
                | Self::ShowFrame { .. }
                | Self::StepKeyImage { .. }
                | Self::ShowMark { .. }
        )
    }

    /// It names the frame that is turned to.
    #[must_use]
    pub const fn turns_to_frame(&self) -> bool {
        matches!(
            self,
            Self::ShowFrame { .. }
                | Self::StepKeyImage { .. }
                | Self::ApplyPresentation { .. }
                | Self::ShowMark { .. }
        )
    }

    /// The same turning to a stack, done to another pane.
    #[must_use]
    pub fn done_to(mut self, to: PaneId) -> Self {
        if let Self::ShowStack { pane, .. }
        | Self::ShowStudy { pane, .. }
        | Self::StepStack { pane, .. }
        | Self::StepCase { pane, .. }
        | Self::Cases(CaseAction::Show { pane, .. })
        | Self::ApplyPresentation { pane, .. }
        | Self::ShowFrame { pane, .. }
        | Self::StepKeyImage { pane, .. } = &mut self
        {
            *pane = to;
        }
        self
    }

    /// Another slice or another stack is turned to.
    #[must_use]
    pub const fn turns(&self) -> bool {
        matches!(
            self,
            Self::ShowStack { .. }
                | Self::ShowStudy { .. }
                | Self::StepStack { .. }
                | Self::StepCase { .. }
                | Self::Cases(CaseAction::Show { .. })
                | Self::ShowSlice { .. }
                | Self::Scroll { .. }
                | Self::ApplyPresentation { .. }
                | Self::ShowFrame { .. }
                | Self::StepKeyImage { .. }
        )
    }

    /// Window or place of the picture change: what [`Action::PreviousView`] takes back.
    #[must_use]
    pub const fn changes_view(&self) -> bool {
        self.is_gradual()
            || matches!(
                self,
                Self::Preset { .. }
                    | Self::FileWindow { .. }
                    | Self::Fit { .. }
                    | Self::OneToOne { .. }
                    | Self::Invert { .. }
                    | Self::Flip { .. }
                    | Self::Rotate { .. }
                    | Self::ToggleInterpolation { .. }
                    | Self::SetColours { .. }
                    | Self::ApplyPresentation { .. }
                    | Self::NextSlab { .. }
                    | Self::Reset { .. }
                    | Self::Grey(GreyAction::Auto { .. })
                    | Self::Rendering(_)
            )
    }

    /// The hand moves, points or takes hold, and changes nothing of what is shown.
    #[must_use]
    pub const fn is_of_the_pointer(&self) -> bool {
        matches!(
            self,
            Self::PointAt { .. } | Self::Hold { .. } | Self::Class(_)
        )
    }

    /// It is done during a room check too, which all else leaves alone.
    #[must_use]
    pub const fn is_for_the_room(&self) -> bool {
        self.is_of_the_pointer()
            || matches!(
                self,
                Self::Escape | Self::Present { .. } | Self::Blank | Self::Reveal { .. }
            )
    }

    /// Done again it is a yes to what was asked of it; all else leaves the question.
    #[must_use]
    pub const fn asks_again(&self) -> bool {
        matches!(
            self,
            Self::PointAt { .. }
                | Self::Hold { .. }
                | Self::Planes
                | Self::Rendering(RenderingAction::Toggle { .. })
                | Self::NextSlab { .. }
                | Self::StepSlab { .. }
        )
    }

    /// Windows may be others afterwards.
    #[must_use]
    pub const fn changes_windows(&self) -> bool {
        self.changes_view() || matches!(self, Self::PreviousView { .. })
    }

    /// It comes in many small steps, which are one gesture.
    #[must_use]
    pub const fn is_gradual(&self) -> bool {
        matches!(
            self,
            Self::SetWindow { .. }
                | Self::Zoom { .. }
                | Self::Pan { .. }
                | Self::TurnPlanes { .. }
                | Self::StepSlab { .. }
                | Self::Rendering(
                    RenderingAction::Turn { .. }
                        | RenderingAction::Shift { .. }
                        | RenderingAction::Cut { .. }
                )
        )
    }

    #[must_use]
    pub const fn changes_picture(&self) -> bool {
        self.turns()
            || self.changes_view()
            || matches!(
                self,
                Self::PreviousView { .. }
                    | Self::Cine { .. }
                    | Self::CineRate { .. }
                    | Self::PlaceCrosshair { .. }
            )
    }
}
