"""The day's list: who gets what on one day, who is left off and why."""

from collections.abc import Iterable
from datetime import date, timedelta

from nkdesk.model.cycle import CycleItem, ItemState
from nkdesk.model.day_item import DayItem
from nkdesk.model.patient import Height, Weight
from nkdesk.model.words import Words
from nkdesk.services.calendars import closures_on
from nkdesk.services.desk import Desk
from nkdesk.services.lines import PatientLines, RowBuilder, patient_line, row_order
from nkdesk.services.read_models import (
    DayList,
    DayRow,
    DayStatus,
    LeftOff,
    LeftOffReason,
    NextDue,
    PatientLine,
)
from nkdesk.services.row_marks import row_marks
from nkdesk.store import changes, cycles, patients
from nkdesk.store.journal import newest_head
from nkdesk.store.site import site

WEEK = 7


def day_rows(desk: Desk, day: date) -> tuple[DayRow, ...]:
    """Return the rows of one day in list order; on the ward's today, overdue ones too.

    What was cancelled because a patient left the study stands on no list.
    """
    today = desk.clock.today()
    listed = cycles.day_items(desk.store, day, today)
    entries = [one for one in listed if one.item.state is not ItemState.CANCELLED]
    body = newest_body(desk, {one.patient.id for one in entries}, day)
    builder = RowBuilder(desk, today, *body, row_marks(desk, entries))
    return tuple(sorted((builder.row(entry) for entry in entries), key=row_order))


def day_row(desk: Desk, item_id: int) -> DayRow | None:
    """Return how one item stands now, whatever day's list it is on; None when there is none."""
    entry = cycles.day_item(desk.store, item_id)
    if entry is None:
        return None
    today = desk.clock.today()
    body = newest_body(desk, {entry.patient.id}, today)
    return RowBuilder(desk, today, *body, row_marks(desk, [entry])).row(entry)


def newest_body(
    desk: Desk, patient_ids: Iterable[int], on: date
) -> tuple[dict[int, Weight], dict[int, Height]]:
    """Return each patient's newest weight and height taken on or before a day."""
    wanted = sorted(patient_ids)
    weights = patients.newest_weights(desk.store, wanted, on)
    return dict(weights), dict(patients.newest_heights(desk.store, wanted, on))


def day_list(desk: Desk, day: date, *, with_closures: bool = True) -> DayList:
    """Return everything the Today screen, the daily list and the command line show of a day.

    Public holidays take a moment to compute the first time; a screen that must be there at once
    asks without them and reads again.
    """
    rows = day_rows(desk, day)
    ward = site(desk.store)
    revision, head = newest_head(desk.store)
    listed = {row.line.patient.id for row in rows}
    left_off = _left_off(desk, day, listed)
    return DayList(
        ward=ward.ward,
        sample=ward.sample,
        day=day,
        today=desk.clock.today(),
        rows=rows,
        left_off=left_off,
        active_patients=len(listed) + len(left_off),
        overdue=_count(rows, DayStatus.OVERDUE),
        due=_count(rows, DayStatus.DUE, DayStatus.PLANNED),
        given=_count(rows, DayStatus.GIVEN),
        not_given=_count(rows, DayStatus.NOT_GIVEN),
        tomorrow=cycles.open_between(desk.store, _after(day, 1), _after(day, 1)),
        next_seven_days=cycles.open_between(desk.store, _after(day, 1), _after(day, WEEK)),
        next_due=_next_due(desk, day),
        closures=closures_on(desk, day, cycles.protocols_in_use(desk.store))
        if with_closures
        else (),
        as_of=desk.clock.now(),
        revision=revision,
        head=head,
        trial="; ".join(sorted({row.protocol for row in rows})),
    )


def _after(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _count(rows: tuple[DayRow, ...], *statuses: DayStatus) -> int:
    return sum(row.status in statuses for row in rows)


def _left_off(desk: Desk, day: date, listed: set[int]) -> tuple[LeftOff, ...]:
    following = {one.patient.id: one for one in cycles.next_open_by_patient(desk.store, day)}
    planned = cycles.planned_patients(desk.store)
    left = changes.off_study_days(desk.store)
    lines = PatientLines(desk, desk.clock.today())
    return tuple(
        LeftOff(lines.line(patient), LeftOffReason.OFF_STUDY)
        if _has_left(left.get(patient.id), day)
        else _left_off_line(
            desk, lines.line(patient), following.get(patient.id), has_plan=patient.id in planned
        )
        for patient in patients.all_patients(desk.store)
        if patient.id not in listed and not _left_long_ago(left.get(patient.id), day)
    )


def _has_left(left: date | None, day: date) -> bool:
    return left is not None and left <= day


def _left_long_ago(left: date | None, day: date) -> bool:
    """Whether a patient left the study more than a week before a day."""
    return left is not None and _after(left, WEEK) < day


def _left_off_line(
    desk: Desk, line: PatientLine, following: DayItem | None, *, has_plan: bool
) -> LeftOff:
    if following is None:
        reason = LeftOffReason.CYCLE_DONE if has_plan else LeftOffReason.NOT_PLANNED
        return LeftOff(line, reason)
    return LeftOff(
        line,
        LeftOffReason.NOTHING_DUE,
        following.item.planned,
        title_of(desk, following.protocol_hash, following.item),
        following.item.label,
    )


def title_of(desk: Desk, protocol_hash: str, item: CycleItem) -> Words:
    """Return the title the protocol gives an item."""
    return desk.protocol(protocol_hash).item(item.address.code).title


def _next_due(desk: Desk, day: date) -> NextDue | None:
    entry = cycles.next_open_after(desk.store, day)
    if entry is None:
        return None
    return NextDue(
        entry.item.planned,
        patient_line(desk, entry.patient, desk.clock.today()),
        title_of(desk, entry.protocol_hash, entry.item),
        entry.item.label,
    )
