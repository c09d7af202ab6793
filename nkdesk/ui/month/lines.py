"""What one day of the month holds, line by line: infusions first, a person's drugs together."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from nkdesk.model.protocol import ItemKind
from nkdesk.services.calendar_models import MonthEntry
from nkdesk.services.read_models import DayStatus

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Line:
    """One mark of a day: an item of one patient, or some drugs of one status."""

    label: str
    entries: tuple[MonthEntry, ...]

    @property
    def first(self) -> MonthEntry:
        """The entry whose patient and status the line shows."""
        return self.entries[0]

    @property
    def changed(self) -> bool:
        """Whether anything of it changed since the date asked."""
        return any(entry.changed for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter; "" leaves everything in. ``changed`` leaves in only what changed."""

    kind: str = ""
    arm: str = ""
    changed: bool = False

    @property
    def is_active(self) -> bool:
        """Whether it may leave anything out."""
        return self != Wanted()

    def entries(self, entries: Sequence[MonthEntry]) -> tuple[MonthEntry, ...]:
        """Return the entries it leaves in."""
        return tuple(
            entry
            for entry in entries
            if self.kind in ("", entry.kind.value)
            and self.arm in ("", entry.arm)
            and (entry.changed or not self.changed)
        )


def lines_of(entries: Sequence[MonthEntry]) -> tuple[Line, ...]:
    """Return the lines of a day in the order of its entries."""
    groups: dict[object, list[MonthEntry]] = {}
    for entry in entries:
        groups.setdefault(_group(entry), []).append(entry)
    return tuple(Line(_label(group), tuple(group)) for group in groups.values())


def hidden_status(lines: Sequence[Line]) -> DayStatus | None:
    """Return overdue when anything among lines without room is late."""
    late = any(line.first.status is DayStatus.OVERDUE for line in lines)
    return DayStatus.OVERDUE if late else None


def _group(entry: MonthEntry) -> object:
    alone = entry.kind is not ItemKind.CHEMO or entry.deferred or entry.conflict
    return entry.item_id if alone else (entry.line.patient.id, entry.status)


def _label(group: Sequence[MonthEntry]) -> str:
    if len(group) == 1:
        return group[0].label
    return translate("Month", "{n} drugs").format(n=len(group))
