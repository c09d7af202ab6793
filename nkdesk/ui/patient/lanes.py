"""A cycle sorted into lanes and days: where everything lies on the timeline, without painting."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QRectF

from nkdesk.model.protocol import ItemKind
from nkdesk.services.read_models import CyclePage, ItemRow
from nkdesk.sheets.wording.day import kind_text, spoken

translate = QCoreApplication.translate

AROUND = 1
"""Days shown before the first and after the last item."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the timeline: a drug's bars, the infusions, or another kind of item."""

    title: str
    kind: ItemKind
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to pixels. ``left`` is where the first day begins, ``day`` the width of one day."""

    first: date
    days: int
    left: float
    day: float

    def x(self, on: date) -> float:
        """Return the left edge of a day."""
        return self.left + (on - self.first).days * self.day

    def middle(self, on: date) -> float:
        """Return the middle of a day."""
        return self.x(on) + self.day / 2

    def column(self, on: date, top: float, height: float) -> QRectF:
        """Return the column of a day between two heights."""
        return QRectF(self.x(on), top, self.day, height)

    def every_day(self) -> list[date]:
        """Return the days from left to right."""
        return [self.first + timedelta(days=after) for after in range(self.days)]


def lanes_of(page: CyclePage) -> tuple[Lane, ...]:
    """Return the lanes of a cycle: each drug, then the infusions, then the other kinds."""
    drugs: dict[str, list[ItemRow]] = {}
    others: dict[ItemKind, list[ItemRow]] = {}
    for row in page.rows:
        if row.item.kind is ItemKind.CHEMO:
            drugs.setdefault(row.item.address.code, []).append(row)
        else:
            others.setdefault(row.item.kind, []).append(row)
    lanes = [Lane(spoken(rows[0].title), ItemKind.CHEMO, tuple(rows)) for rows in drugs.values()]
    order = (ItemKind.INFUSION, ItemKind.COLLECTION, ItemKind.SAMPLE, ItemKind.CHECK)
    lanes += [Lane(kind_text(kind), kind, tuple(others[kind])) for kind in order if kind in others]
    return tuple(lanes)


def scale_of(page: CyclePage, today: date, left: float, width: float) -> Scale:
    """Return the scale on which the whole cycle fits; ``today`` is shown when it lies near."""
    first, last = page.first_day, page.last_day
    for row in page.rows:
        ends = _ends(row)
        first, last = min(first, *ends), max(last, *ends)
    first -= timedelta(days=AROUND)
    last += timedelta(days=AROUND)
    near = timedelta(days=7)
    if first - near <= today < first:
        first = today
    if last < today <= last + near:
        last = today
    days = (last - first).days + 1
    return Scale(first, days, left, (width - left) / days)


def _ends(row: ItemRow) -> list[date]:
    """Return the days an item is painted on: windows are painted for infusions only."""
    item = row.item
    days = [item.original, item.planned, item.actual or item.planned]
    if item.kind is ItemKind.INFUSION:
        days += [day for day in (item.earliest, item.latest, item.target) if day is not None]
    return days


def place_of(row: ItemRow) -> date:
    """Return the date an item is shown on: when it was given, else when it is planned."""
    return row.item.actual or row.item.planned


def in_time_order(page: CyclePage) -> list[ItemRow]:
    """Return the items from left to right, as the arrow keys walk through them."""
    return sorted(page.rows, key=place_of)
