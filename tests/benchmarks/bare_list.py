"""The shortest way from rows to the day list's dataclasses: a bare connection and plain loops.

It runs the statements of ``nkdesk.store`` letter for letter, so that only what lies between SQL
and the dataclasses is compared.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from nkdesk.bedside.dose import Body, dose_rule
from nkdesk.model.age import age_on
from nkdesk.model.cycle import Address, CycleItem, ItemPart, ItemState
from nkdesk.model.day_item import DayItem
from nkdesk.model.patient import AllergyState, Height, Patient, PersonName, Sex, Weight
from nkdesk.model.protocol import ItemKind
from nkdesk.services.desk import Desk
from nkdesk.services.lines import numbering
from nkdesk.services.read_models import DayRow, DayStatus, DoseLine, PatientLine
from nkdesk.store.connection import driver

KINDS = {one.value: one for one in ItemKind}
STATES = {one.value: one for one in ItemState}
SEXES = {one.value: one for one in Sex}
ALLERGY_STATES = {one.value: one for one in AllergyState}

Statement = tuple[str, tuple[Any, ...]]


def statements_of(desk: Desk, call: Callable[[], object]) -> list[Statement]:
    """Return the statements the store reads with during a call, each once."""
    seen: dict[Statement, None] = {}
    plain = desk.store.read

    def read(sql: str, parameters: Any = ()) -> Any:
        seen[sql, tuple(parameters)] = None
        return plain(sql, parameters)

    desk.store.read = read
    try:
        call()
    finally:
        del desk.store.read
    return list(seen)


class BareList:
    """A second connection to a ward, and the day's list straight from its rows."""

    def __init__(self, desk: Desk, statements: list[Statement], arm: str) -> None:
        (self.protocol,) = desk.shelf.values()
        self.today = desk.clock.today()
        self.day_sql = _about("day_line", statements)
        self.weight_sql = _about("FROM weight", statements)
        self.height_sql = _about("FROM height", statements)
        self.nth = numbering(self.protocol, arm, 1)
        self.items = {item.code: item for item in self.protocol.items}
        self.connection = driver().connect(f"{desk.store.path.as_uri()}?mode=ro", uri=True)

    def day_items(self) -> tuple[DayItem, ...]:
        """Return the same as ``nkdesk.store.cycles.day_items``."""
        return tuple(map(_day_item, self.connection.execute(*self.day_sql).fetchall()))

    def day_rows(self) -> tuple[DayRow, ...]:
        """Return the same as ``nkdesk.services.day_list.day_rows``."""
        execute, day = self.connection.execute, date.fromisoformat
        weights = {who: Weight(g, day(on)) for who, g, on in execute(*self.weight_sql).fetchall()}
        heights = {who: Height(mm, day(on)) for who, mm, on in execute(*self.height_sql).fetchall()}
        rows = [
            self._row(entry, weights[entry.patient.id], heights[entry.patient.id])
            for entry in self.day_items()
        ]
        return tuple(sorted(rows, key=lambda row: row.line.patient.id))

    def _row(self, entry: DayItem, weight: Weight, height: Height) -> DayRow:
        patient, placed = entry.patient, entry.item
        item, age = self.items[placed.address.code], age_on(self.today, patient.born)
        body = Body(age.in_months, weight.grams, height.millimetres)
        rule = dose_rule(item, body) if item.doses else None
        dose = rule and DoseLine(
            rule.basis, rule.amount, item.route, item.over_minutes, rule.when, weight, item.example
        )
        return DayRow(
            entry.item_id,
            PatientLine(patient, age, look_alike=False),
            placed,
            item.title,
            self.nth.get((placed.address.code, placed.day)),
            DayStatus.DUE,
            0,
            dose,
            example=True,
            protocol=f"{self.protocol.id} v{self.protocol.version}",
        )

    def close(self) -> None:
        """Close the second connection."""
        self.connection.close()


def _about(words: str, statements: list[Statement]) -> Statement:
    return next(one for one in statements if words in one[0])


def _day_item(row: tuple[Any, ...]) -> DayItem:
    """Build one item of one part; bench wards have no others."""
    day = date.fromisoformat
    part = ItemPart(row[17], row[18] and day(row[18]), row[19])
    item = CycleItem(
        Address(row[1], row[2], row[3]),
        row[4],
        KINDS[row[5]],
        row[6],
        day(row[7]),
        row[8] and day(row[8]),
        row[9] and day(row[9]),
        day(row[10]),
        day(row[11]),
        row[12],
        (part,),
        STATES[row[13]],
        row[14] and day(row[14]),
        (),
        bool(row[16]),
    )
    patient = Patient(
        row[27],
        PersonName(*row[28:33]),
        day(row[33]),
        SEXES[row[34]],
        *row[35:40],
        ALLERGY_STATES[row[40]],
        row[41],
    )
    return DayItem(row[0], item, patient, row[22], row[20], row[21])
