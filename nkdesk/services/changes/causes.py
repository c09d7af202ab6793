"""Reading why a plan is changed: a reason, and what the reason asks for."""

from nkdesk.model.change import ChangeCause, ChangeKind
from nkdesk.services.change_forms import CauseForm, ChangeReason
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode
from nkdesk.services.reading import Reader
from nkdesk.services.reasons import change_reasons, clinical_factors, not_given_reasons

GRADES = ("1", "2", "3", "4", "5")
"""The toxicity grades of CTCAE."""


def read_cause(desk: Desk, reader: Reader, kind: ChangeKind, form: CauseForm) -> ChangeCause:
    """Read why a plan is changed so; problems go to the reader."""
    return _read(desk, reader, change_reasons(kind, desk), form)


def read_not_given_cause(desk: Desk, reader: Reader, form: CauseForm) -> ChangeCause:
    """Read why an item was not given after all; problems go to the reader."""
    return _read(desk, reader, not_given_reasons(desk), form)


def _read(
    desk: Desk, reader: Reader, reasons: tuple[ChangeReason, ...], form: CauseForm
) -> ChangeCause:
    code = reader.choice("reason", form.reason, tuple(one.code for one in reasons))
    reason = next((one for one in reasons if one.code == code), None)
    asks_factor = reason is not None and reason.asks_factor
    asks_grade = reason is not None and reason.asks_grade
    factors = tuple(one.code for one in clinical_factors(desk))
    factor = _asked(reader, "factor", form.factor, factors, needed=asks_factor)
    grade = _asked(reader, "grade", form.grade, GRADES, needed=asks_grade)
    note = reader.note("note", form.note)
    if reason is not None and reason.needs_note and not form.note.strip():
        reader.refuse("note", FieldCode.NEEDS_TEXT)
    return ChangeCause(code, factor, int(grade) if grade else None, note)


def _asked(
    reader: Reader, field: str, typed: str, allowed: tuple[str, ...], *, needed: bool
) -> str:
    """Read a choice that may stay empty where the reason does not ask for it."""
    return reader.choice(field, typed, allowed) if typed or needed else ""
