"""Giving the item of an infusion that has ended, as any fact of care.

What happened to the item in between never stops the record of what was infused.
"""

from nkdesk.model.cycle import ItemState
from nkdesk.model.refusal import BrokenRule, Refused
from nkdesk.scheduler import give
from nkdesk.services.courses import course_of
from nkdesk.services.infusions.writing import Writing
from nkdesk.services.keeping import Broken, CourseChange, keep_course
from nkdesk.services.record import timed
from nkdesk.store.cycles import Remark


def give_item(w: Writing, note: str) -> tuple[BrokenRule, ...] | Refused:
    """Give the item on the day its infusion began; return what that deviates from.

    Nothing where it was recorded as given on that day already. Refused where the plan refuses it:
    it was closed meanwhile, or given on another day, or an earlier one was opened again.
    """
    entry, started = w.bed.entry, w.bed.infusion.started
    if started is None:  # pragma: no cover -- what has ended has begun
        raise ValueError(w.bed.infusion.id)
    if entry.item.state is ItemState.GIVEN and entry.item.actual == started.date():
        return ()
    course = course_of(w.desk, entry.patient, [started.date()])
    given = give(course, entry.item.address, started.date(), w.now.date())
    if isinstance(given, Refused):
        return given
    after = timed(given.course, entry, f"{started:%H:%M}")
    remarks = {entry.item.address: Remark(note=note)} if note else {}
    change = CourseChange(entry.patient.id, course, after, remarks)
    keep_course(w.step, change, Broken(entry.item.address.cycle, given.deviations))
    return given.deviations
