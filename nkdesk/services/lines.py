"""Rows as every list shows them: identity, numbering, status and dose of one item."""

from datetime import date

from nkdesk.bedside.dose import Body, DoseUnknown, dose_rule
from nkdesk.model.age import age_on
from nkdesk.model.cycle import CycleItem, ItemState
from nkdesk.model.day_item import DayItem
from nkdesk.model.folding import fold
from nkdesk.model.patient import Height, Patient, Weight
from nkdesk.model.protocol import Item, ItemKind, Protocol, ProtocolStatus
from nkdesk.services.desk import Desk
from nkdesk.services.look_alikes import look_alikes
from nkdesk.services.read_models import DayRow, DayStatus, DoseLine, PatientLine
from nkdesk.services.row_products import RowMarks
from nkdesk.store import patients
from nkdesk.store.journal import newest_head

_KINDS = (
    ItemKind.INFUSION,
    ItemKind.CHEMO,
    ItemKind.COLLECTION,
    ItemKind.SAMPLE,
    ItemKind.CHECK,
)
KIND_ORDER = {kind: place for place, kind in enumerate(_KINDS)}
"""Among items without a clock time: cells first, then drugs, then the rest."""


class PatientLines:
    """Turns patients into lines as of one day; asks once which names are alike."""

    def __init__(self, desk: Desk, on: date) -> None:
        self._on = on
        self._alike = look_alikes(desk)

    def line(self, patient: Patient) -> PatientLine:
        """Return a patient as any row shows them, with the age on the day."""
        age = age_on(max(self._on, patient.born), patient.born)
        return PatientLine(patient, age, patient.id in self._alike)


def patient_line(desk: Desk, patient: Patient, on: date) -> PatientLine:
    """Return one patient as any row shows them, with the age on a day."""
    return PatientLines(desk, on).line(patient)


def everybody(desk: Desk) -> tuple[PatientLine, ...]:
    """Return all patients in the order of lists; read again only when anything was saved."""
    on = desk.clock.today()
    key = newest_head(desk.store).seq, on
    if desk.people is None or desk.people[0] != key:
        lines = PatientLines(desk, on)
        desk.people = key, tuple(lines.line(one) for one in patients.all_patients(desk.store))
    return desk.people[1]


def status_on(item: CycleItem, today: date) -> DayStatus:
    """Return how an item stands today."""
    if item.state is ItemState.GIVEN:
        return DayStatus.GIVEN
    if not item.is_open:
        return DayStatus.NOT_GIVEN
    if item.planned < today:
        return DayStatus.OVERDUE
    return DayStatus.DUE if item.planned == today else DayStatus.PLANNED


def overdue_days(item: CycleItem, today: date) -> int:
    """Return by how many whole days an open item is late, else 0."""
    return max((today - item.planned).days, 0) if item.is_open else 0


def protocol_name(protocol: Protocol) -> str:
    """Return the protocol and version as lists name it."""
    return f"{protocol.id} v{protocol.version}"


def numbering(protocol: Protocol, arm: str, cycle: int) -> dict[tuple[str, int], tuple[int, int]]:
    """Return (code, day) → (n, of) for the infusions of a cycle, counted in plan order."""
    doses = [
        (item.code, day)
        for item in protocol.items_of(arm, cycle)
        if item.kind is ItemKind.INFUSION
        for day in item.days
    ]
    return {dose: (place, len(doses)) for place, dose in enumerate(doses, 1)}


def dose_line(
    item: Item, patient: Patient, on: date, weight: Weight | None, height: Height | None
) -> DoseLine | DoseUnknown:
    """Return the dose the protocol states for this patient on a day, or why none can be named."""
    body = Body(
        age_on(max(on, patient.born), patient.born).in_months,
        None if weight is None else weight.grams,
        None if height is None else height.millimetres,
    )
    rule = dose_rule(item, body)
    if isinstance(rule, DoseUnknown):
        return rule
    return DoseLine(
        rule.basis,
        rule.amount,
        item.route,
        item.over_minutes,
        rule.when,
        weight,
        item.example or rule.example,
    )


class RowBuilder:
    """Turns stored items into list rows; looks each protocol and its numbering up once."""

    def __init__(
        self,
        desk: Desk,
        today: date,
        weights: dict[int, Weight],
        heights: dict[int, Height],
        marks: RowMarks,
    ) -> None:
        self._desk = desk
        self._marks = marks
        self._today = today
        self._lines = PatientLines(desk, today)
        self._weights = weights
        self._heights = heights
        self._counts: dict[tuple[str, str, int], dict[tuple[str, int], tuple[int, int]]] = {}

    def nth(self, entry: DayItem) -> tuple[int, int] | None:
        """Return which infusion of the cycle an item is."""
        cycle = entry.item.address.cycle
        key = (entry.protocol_hash, entry.patient.arm, cycle)
        if key not in self._counts:
            protocol = self._desk.protocol(entry.protocol_hash)
            self._counts[key] = numbering(protocol, entry.patient.arm, cycle)
        return self._counts[key].get((entry.item.address.code, entry.item.day))

    def row(self, entry: DayItem) -> DayRow:
        """Return the row of one stored item."""
        protocol = self._desk.protocol(entry.protocol_hash)
        item = protocol.item(entry.item.address.code)
        patient, day = entry.patient, entry.item.actual or entry.item.planned
        weight, height = self._weights.get(patient.id), self._heights.get(patient.id)
        return DayRow(
            item_id=entry.item_id,
            line=self._lines.line(patient),
            item=entry.item,
            title=item.title,
            nth=self.nth(entry),
            status=status_on(entry.item, self._today),
            overdue_days=overdue_days(entry.item, self._today),
            dose=dose_line(item, patient, day, weight, height),
            example=protocol.status is ProtocolStatus.EXAMPLE,
            protocol=protocol_name(protocol),
            reason=entry.reason,
            note=entry.note,
            product=self._marks.products.get(entry.item_id),
            readiness=self._marks.readiness.get(entry.item_id),
            running=self._marks.running.get(entry.item_id),
        )


def row_order(row: DayRow) -> tuple[int, str, int, str, int, int]:
    """Overdue first, the latest first; then by time, kind and patient; never two alike.

    Cells without a clock time stand before the timed rows: their hour is still to be agreed.
    """
    untimed = "" if row.item.kind is ItemKind.INFUSION else "~"
    time = min((part.time for part in row.item.parts if part.time), default=untimed)
    late = -row.overdue_days if row.status is DayStatus.OVERDUE else 0
    kind = KIND_ORDER[row.item.kind]
    return (late, time, kind, fold(row.line.patient.name.full), row.line.patient.id, row.item_id)
