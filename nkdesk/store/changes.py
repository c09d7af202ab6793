"""What is kept beside the dates of a changed plan: its cause, what it broke, who left the study."""

from collections.abc import Mapping
from datetime import date

from nkdesk.model.change import (
    ChangeCause,
    ChangeKind,
    Deviation,
    OffStudy,
    PlanChange,
    Scope,
)
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.store.problem import StoreConflictError
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store


def add_plan_change(step: Step, change: PlanChange) -> None:
    """Keep why a plan was changed; StoreError RULE for a move without item, scope or new date."""
    step.insert(
        "plan_change",
        {
            "patient_id": change.patient_id,
            "kind": change.kind,
            "item": change.item,
            "scope": change.scope,
            "was": _iso(change.was),
            "becomes": _iso(change.becomes),
            "reason": change.cause.reason,
            "factor": change.cause.factor,
            "grade": change.cause.grade,
            "note": change.cause.note,
            "physician": change.physician,
        },
    )


def plan_changes(store: Store, patient_id: int) -> tuple[PlanChange, ...]:
    """Return every change that was made to a patient's plan, oldest first."""
    rows = store.read(
        "SELECT patient_id, kind, reason, factor, grade, note, item, scope, was, becomes, physician"
        " FROM plan_change WHERE patient_id = ? ORDER BY id",
        (patient_id,),
    )
    return tuple(
        PlanChange(
            row[0],
            ChangeKind(row[1]),
            ChangeCause(*row[2:6]),
            row[6],
            None if row[7] is None else Scope(row[7]),
            _day(row[8]),
            _day(row[9]),
            row[10],
        )
        for row in rows
    )


def add_deviation(step: Step, deviation: Deviation) -> None:
    """Keep a rule that was broken; accepted by nobody, it waits for a physician to look at it.

    StoreError RULE for a cycle the patient does not have and for a rule that no care can break.
    """
    step.insert("deviation", _columns(deviation))


def accept_deviation(step: Step, before: Deviation, physician: str, note: str) -> None:
    """Record which physician accepted a deviation; StoreConflictError when it is not as before."""
    changes = {"accepted_by": physician, "note": note}
    step.update("deviation", (_id_of(step, before),), changes)


def remove_deviation(step: Step, before: Deviation) -> None:
    """Remove what a correction has made untrue; StoreConflictError when it is not as before."""
    step.delete("deviation", (_id_of(step, before),))


def deviations(store: Store, patient_id: int) -> tuple[Deviation, ...]:
    """Return the rules that were broken for a patient, by cycle, oldest first."""
    rows = store.read(
        "SELECT patient_id, cycle, rule, item, other, day, bound, calendar, accepted_by, note"
        " FROM deviation WHERE patient_id = ? ORDER BY cycle, id",
        (patient_id,),
    )
    return tuple(
        Deviation(
            row[0],
            row[1],
            BrokenRule(RuleCode(row[2]), row[3], row[4], _day(row[5]), row[6], row[7]),
            row[8],
            row[9],
        )
        for row in rows
    )


def set_off_study(step: Step, off_study: OffStudy) -> None:
    """Record that a patient left the study; StoreError RULE for a second time.

    From then on the store takes no new cycle and no new item of theirs, and opens none again that
    is planned on that day or later.
    """
    step.insert(
        "off_study",
        {
            "patient_id": off_study.patient_id,
            "day": off_study.day.isoformat(),
            "reason": off_study.reason,
            "note": off_study.note,
        },
    )


def off_study_of(store: Store, patient_id: int) -> OffStudy | None:
    """Return when and why a patient left the study, None when they have not."""
    rows = store.read(
        "SELECT patient_id, day, reason, note FROM off_study WHERE patient_id = ?", (patient_id,)
    )
    if not rows:
        return None
    who, day, reason, note = rows[0]
    return OffStudy(who, date.fromisoformat(day), reason, note)


def off_study_patients(store: Store) -> frozenset[int]:
    """Return the ids of the patients who left the study."""
    return frozenset(off_study_days(store))


def off_study_days(store: Store) -> Mapping[int, date]:
    """Return on which day each patient who left the study left it."""
    rows = store.read("SELECT patient_id, day FROM off_study")
    return {patient_id: date.fromisoformat(day) for patient_id, day in rows}


def _id_of(step: Step, deviation: Deviation) -> int:
    """Return the newest row that says exactly this."""
    values = _columns(deviation)
    rows = step.store.read(
        "SELECT id FROM deviation WHERE patient_id = ? AND cycle = ? AND item = ? AND other = ?"
        " AND rule = ? AND day IS ? AND bound IS ? AND calendar = ? AND accepted_by = ?"
        " AND note = ? ORDER BY id DESC LIMIT 1",
        tuple(values.values()),
    )
    if not rows:
        raise StoreConflictError("deviation", None)
    return int(rows[0][0])


def _columns(deviation: Deviation) -> dict[str, str | int | None]:
    rule = deviation.rule
    return {
        "patient_id": deviation.patient_id,
        "cycle": deviation.cycle,
        "item": rule.item,
        "other": rule.other,
        "rule": rule.code,
        "day": _iso(rule.day),
        "bound": rule.limit,
        "calendar": rule.calendar,
        "accepted_by": deviation.accepted_by,
        "note": deviation.note,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
