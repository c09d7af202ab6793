"""What screens and commands know of backups; nothing here says a patient's name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from nkdesk.store.manifest import BackupKind
from nkdesk.store.problem import StoreError

__all__ = [
    "BackedUp",
    "BackupKind",
    "BackupLine",
    "BackupPlace",
    "BackupsPage",
    "Count",
    "Drill",
    "LineState",
    "LostStep",
    "RestoreForm",
    "RestoreOrder",
    "RestorePreview",
    "Restored",
    "SecondPlace",
]


@dataclass(frozen=True, slots=True)
class BackupPlace:
    """A ward's folder and its clock: all that backups need; the ward need not be open."""

    folder: Path
    now: Callable[[], datetime]


class LineState(StrEnum):
    """What can be said of a backup without reading all of it."""

    WHOLE = "whole"
    UNREADABLE = "unreadable"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One backup in a list.

    ``step`` and ``made_at`` are None where only opening it would tell; ``second`` says that it
    lies in the second place. A line that is UNREADABLE has its reason in ``error``.
    """

    place: Path
    state: LineState
    made_at: datetime | None = None
    kind: str = ""
    step: int | None = None
    size: int = 0
    second: bool = False
    error: StoreError | None = None


@dataclass(frozen=True, slots=True)
class SecondPlace:
    """The second place: where, when a copy last arrived there, and what stands in the way."""

    root: Path
    reached_at: datetime | None
    there: bool
    same_disk: bool


@dataclass(frozen=True, slots=True)
class BackupsPage:
    """All backups of a ward, newest first, and how they stand.

    ``newest_at`` is None while there is no whole backup; ``drilled_at`` while none was tried.
    """

    lines: tuple[BackupLine, ...]
    newest_at: datetime | None
    newest_step: int | None
    second: SecondPlace | None
    drilled_at: datetime | None
    drill_due: bool


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made; ``second_error`` says why it did not reach the second place."""

    line: BackupLine
    removed: int
    second_error: StoreError | None = None


@dataclass(frozen=True, slots=True)
class LostStep:
    """A step one side of a restore has and the other has not."""

    seq: int
    at: datetime
    actor: str
    what: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one thing the ward has now and would have; ``now`` is None when unreadable."""

    table: str
    now: int | None
    then: int


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What a restore would change.

    ``revision`` is the ward's newest step and its hash as looked at, None when there is no ward
    or it cannot be read; ``present_error`` then says why. ``common`` is the newest step both
    have; ``lost`` counts the steps that would be missing, ``gained`` those that would come.
    """

    source: Path
    ward: str
    ward_id: str
    sample: bool
    made_at: datetime | None
    ends_at: datetime
    step: int
    common: int
    lost: int
    gained: int
    lost_steps: tuple[LostStep, ...]
    sheets: tuple[str, ...]
    counts: tuple[Count, ...]
    revision: tuple[int, str] | None
    present_error: StoreError | None = None


@dataclass(frozen=True, slots=True)
class RestoreForm:
    """Two people and a reason, as typed."""

    first: str = ""
    second: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RestoreOrder:
    """A restore that two people have decided on, to be done once the ward is closed."""

    preview: RestorePreview
    form: RestoreForm


@dataclass(frozen=True, slots=True)
class Restored:
    """A restore that was done: where the old store lies now, and the restored ward's step."""

    seq: int
    aside: Path | None


@dataclass(frozen=True, slots=True)
class Drill:
    """A backup that was tried: restored into a file of its own, checked, and that removed.

    ``error`` is None when the ward could be restored from it.
    """

    place: Path
    step: int
    seconds: float
    error: StoreError | None = None
