"""A change as it would be: the course before and after it, and what it breaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nkdesk.model.cycle import Address
from nkdesk.model.day_item import DayItem
from nkdesk.model.patient import Patient
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.scheduler import Course
from nkdesk.services.change_forms import Choice
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldProblem, Unsaved
from nkdesk.services.keeping import CourseChange
from nkdesk.store import changes, cycles
from nkdesk.store.cycles import Remark


@dataclass(frozen=True, slots=True)
class Planned:
    """A change the rules allow. ``cycle`` is the one it is about, None for all of them."""

    patient: Patient
    before: Course
    after: Course
    cycle: int | None
    deviations: tuple[BrokenRule, ...] = ()
    unsettled: tuple[BrokenRule, ...] = ()
    remarks: Mapping[Address, Remark] = field(default_factory=dict)

    @property
    def kept(self) -> CourseChange:
        """What of it is saved."""
        return CourseChange(self.patient.id, self.before, self.after, self.remarks)


@dataclass(frozen=True, slots=True)
class NotPlanned:
    """A change there is not: what is wrong with its form, or what the rules say."""

    problems: tuple[FieldProblem, ...] = ()
    refused: Refused | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def unsaved(self) -> Unsaved:
        """The same for a person who wanted to save it."""
        return Unsaved(self.problems, self.refused)


NO_ITEM = NotPlanned(refused=Refused((BrokenRule(RuleCode.UNKNOWN_ITEM),)))


def item_asked(desk: Desk, item_id: int) -> DayItem | NotPlanned:
    """Return the item a change is about, or that there is none of that number."""
    return cycles.day_item(desk.store, item_id) or NO_ITEM


def off_study_refused(desk: Desk, patient_id: int, about: str) -> NotPlanned | None:
    """Refuse to plan anything for a patient who has left the study."""
    if changes.off_study_of(desk.store, patient_id) is None:
        return None
    return NotPlanned(refused=Refused((BrokenRule(RuleCode.OFF_STUDY, about),)))
