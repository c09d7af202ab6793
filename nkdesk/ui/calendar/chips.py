"""What is painted in one cell: each infusion by itself, a day's drugs of one status together."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from nkdesk.model.protocol import ItemKind
from nkdesk.services.calendar_models import CalendarCell
from nkdesk.services.read_models import DayStatus
from nkdesk.ui.calendar.geometry import LINES
from nkdesk.ui.common.ward_words import shift_text

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Look:
    """All that the picture of a chip depends on; two chips of one look share one picture."""

    label: str
    status: DayStatus | None
    strong: bool = False
    conflict: bool = False
    shift: str = ""
    changed: bool = False

    @property
    def lines(self) -> int:
        """Lines of text it takes: a shift stands beneath the label."""
        return 2 if self.shift else 1


@dataclass(frozen=True, slots=True)
class Chip:
    """One mark of a cell. ``cells`` are the items it stands for, ``line`` where it begins."""

    look: Look
    cells: tuple[CalendarCell, ...]
    line: int = 0


def chips_of(
    cells: Sequence[CalendarCell], changed: frozenset[int] = frozenset(), lines: int = LINES
) -> list[Chip]:
    """Return the chips of a cell from top to bottom; what has no room is counted in the last."""
    chips = _lined([_chip(group, changed) for group in _groups(cells)])
    if not chips or chips[-1].line + chips[-1].look.lines <= lines:
        return chips
    shown = [chip for chip in chips if chip.line + chip.look.lines < lines]
    hidden = tuple(cell for chip in chips[len(shown) :] for cell in chip.cells)
    return [*shown, Chip(_rest(hidden, changed), hidden, lines - 1)]


def _groups(cells: Sequence[CalendarCell]) -> list[tuple[CalendarCell, ...]]:
    groups: dict[object, list[CalendarCell]] = {}
    for cell in cells:
        alone = cell.kind is not ItemKind.CHEMO or cell.conflict or cell.deferred
        groups.setdefault(cell.item_id if alone else cell.status, []).append(cell)
    return [tuple(group) for group in groups.values()]


def _chip(group: tuple[CalendarCell, ...], changed: frozenset[int]) -> Chip:
    first = group[0]
    label = first.label
    if len(group) > 1:
        label = translate("Calendar", "{n} drugs").format(n=len(group))
    look = Look(
        label,
        first.status,
        first.kind is ItemKind.INFUSION,
        first.conflict,
        shift_text(first.deferred),
        any(cell.item_id in changed for cell in group),
    )
    return Chip(look, group)


def _lined(chips: Sequence[Chip]) -> list[Chip]:
    line, placed = 0, []
    for chip in chips:
        placed.append(Chip(chip.look, chip.cells, line))
        line += chip.look.lines
    return placed


def _rest(hidden: tuple[CalendarCell, ...], changed: frozenset[int]) -> Look:
    """Return the look of what is only counted: late or in conflict, it still says so."""
    late = any(cell.status is DayStatus.OVERDUE for cell in hidden)
    return Look(
        translate("Calendar", "+{n} more").format(n=len(hidden)),
        DayStatus.OVERDUE if late else None,
        conflict=any(cell.conflict for cell in hidden),
        changed=any(cell.item_id in changed for cell in hidden),
    )
