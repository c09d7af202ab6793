"""Changes to a plan as asked for, signed and kept: scope, cause, deviation, end of study."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nkdesk.model.refusal import BrokenRule
from nkdesk.model.scope import Scope

__all__ = [
    "ChangeCause",
    "ChangeKind",
    "Deviation",
    "OffStudy",
    "PlanChange",
    "Scope",
    "SiteCapacity",
]


class ChangeKind(StrEnum):
    """What a person means to do to a plan; each asks for its own reasons."""

    MOVE = "move"
    CEASE = "cease"
    OFF_STUDY = "off_study"
    REPLACE = "replace"
    SETTLE = "settle"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class ChangeCause:
    """Why a plan was changed, after the shape of the SACT data set v4.

    ``reason`` and ``factor`` are codes of the site's lists, "" for none; ``grade`` is the CTCAE
    toxicity grade 1 to 5, None where none was given; ``note`` is free text.
    """

    reason: str
    factor: str = ""
    grade: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One change as it is kept beside the dates it moved.

    ``item`` is the address asked to change ("" where the change is about no single item),
    ``scope`` the reach of a move, ``was`` and ``becomes`` the dates of that item, ``physician``
    the name of who accepted what the change breaks, "" when it breaks nothing.
    """

    patient_id: int
    kind: ChangeKind
    cause: ChangeCause
    item: str = ""
    scope: Scope | None = None
    was: date | None = None
    becomes: date | None = None
    physician: str = ""


@dataclass(frozen=True, slots=True)
class Deviation:
    """A rule that was broken: by a fact, or by a change a physician accepted.

    ``accepted_by`` is "" while no physician has looked at it.
    """

    patient_id: int
    cycle: int
    rule: BrokenRule
    accepted_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OffStudy:
    """A patient who left the study on a day, and why."""

    patient_id: int
    day: date
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SiteCapacity:
    """How many infusions a calendar takes on one date, in place of its usual number."""

    calendar: str
    day: date
    capacity: int
    note: str = ""
