"""What is painted in one cell: each infusion by itself, a day's drugs of one status together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from nkdesk.model.protocol import ItemKind
from nkdesk.model.readiness import Go
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
    go: Go | None = None

    @property
    def lines(self) -> int:
        """Lines of text it takes: a shift stands beneath the label."""
        return 2 if self.shift else 1


@dataclass(frozen=True, slots=True)
class Chip:
    """One mark of a cell. ``cells`` are the items it stands for, ``line`` where it begins.

    ``donor``: it stands on the donor's line, at the foot of the row.
    """

    look: Look
    cells: tuple[CalendarCell, ...]
    line: int = 0
    donor: bool = False


def chips_of(
    cells: Sequence[CalendarCell],
    changed: frozenset[int] = frozenset(),
    lines: int = LINES,
    *,
    donor_line: bool = False,
) -> list[Chip]:
    """Return the chips of a cell from top to bottom; what has no room is counted in the last.

    A collection is the donor's: where the row has a donor's line, it stands there alone.
    """
    if not donor_line:
        return _recipient_chips(cells, changed, lines)
    own = [cell for cell in cells if cell.kind is not ItemKind.COLLECTION]
    given = [cell for cell in cells if cell.kind is ItemKind.COLLECTION]
    return [*_recipient_chips(own, changed, lines), *_donor_chips(given, changed)]


def _donor_chips(cells: Sequence[CalendarCell], changed: frozenset[int]) -> list[Chip]:
    """Return the one chip of the donor's line; several collections of a day are counted."""
    if not cells:
        return []
    group = tuple(cells)
    look = _chip(group, changed).look
    if len(group) > 1:
        label = translate("Calendar", "{n} collections").format(n=len(group))
        look = replace(look, label=label)
    return [Chip(replace(look, shift=""), group, 0, donor=True)]


def _recipient_chips(
    cells: Sequence[CalendarCell], changed: frozenset[int], lines: int
) -> list[Chip]:
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
        first.go,
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
