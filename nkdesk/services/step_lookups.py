"""What the rows of many steps refer to, looked up at once: patients, cycles and whole items."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from nkdesk.model.cycle import Address
from nkdesk.services.calendar_models import ItemChange
from nkdesk.services.desk import Desk
from nkdesk.services.lines import PatientLines
from nkdesk.services.read_models import PatientLine
from nkdesk.services.step_images import Image, ItemImages, PatientImages
from nkdesk.store.ward_rows import images_at, patient_of_image, patients_of

_Told = Mapping[int, Mapping[int, PatientImages]]
"""What each step says of each patient."""


class StepLookups:
    """Everything the rows of some steps name, read in a handful of queries however many.

    Rows that are gone, as after an undo, are read as the journal kept them.
    """

    def __init__(self, desk: Desk, told: _Told) -> None:
        self._desk = desk
        self._told = told
        self._lines = _patient_lines(desk, told)
        self._complete()
        self._cycles = self._images("cycle", self._cycle_ids())

    def patients(self, seq: int) -> Iterable[tuple[int, PatientImages]]:
        """Return what a step says of each patient, in the order it touched them."""
        return self._told.get(seq, {}).items()

    def line(self, patient_id: int) -> PatientLine:
        """Return a patient as any row shows them."""
        return self._lines[patient_id]

    def items(self, seq: int, images: PatientImages) -> tuple[ItemChange, ...]:
        """Return the items a step changed so that a person would see it, in plan order."""
        shown = [
            (item_id, one)
            for item_id, one in images.items.items()
            if one.differs or item_id in images.parts
        ]
        changes = [
            (self._cycle(seq, one)["number"], one.known["position"], item_id)
            for item_id, one in shown
        ]
        by_id = dict(shown)
        return tuple(
            self._change(seq, by_id[item_id], images.parts.get(item_id))
            for _, _, item_id in sorted(changes)
        )

    def _change(self, seq: int, images: ItemImages, given_on: date | None) -> ItemChange:
        cycle, known = self._cycle(seq, images), images.known
        protocol = self._desk.protocol(cycle["protocol_hash"])
        before, after = images.before, images.after
        on = "actual" if before is not None and before["actual"] is not None else "planned"
        return ItemChange(
            address=Address(cycle["number"], known["code"], known["address_day"]),
            title=protocol.item(known["code"]).title,
            state_before=None if before is None else before["state"],
            state_after=None if after is None else after["state"],
            was=_day(before, on),
            becomes=_day(after, on),
            given_on=given_on,
        )

    def _cycle(self, seq: int, images: ItemImages) -> Image:
        return self._cycles[images.known["cycle_id"], seq]

    def _complete(self) -> None:
        """Give each item of which only a part changed its row: it stayed as it was."""
        each = list(_each(self._told))
        lacking = {(item, seq) for seq, one in each for item in one.parts.keys() - one.items.keys()}
        found = self._images("item", lacking)
        for seq, images in each:
            for item_id in images.parts.keys() - images.items.keys():
                image = found[item_id, seq]
                images.items[item_id] = ItemImages(image, image)

    def _cycle_ids(self) -> set[tuple[int, int]]:
        return {
            (item.known["cycle_id"], seq)
            for seq, images in _each(self._told)
            for item in images.items.values()
        }

    def _images(self, table: str, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], Image]:
        found = images_at(self._desk.store, table, wanted)
        return {key: json.loads(image) for key, image in found.items()}


def _each(told: _Told) -> Iterator[tuple[int, PatientImages]]:
    for seq, patients in told.items():
        for images in patients.values():
            yield seq, images


def _patient_lines(desk: Desk, told: _Told) -> dict[int, PatientLine]:
    newest: dict[int, int] = {}
    for seq, patients in told.items():
        for patient_id in patients:
            newest[patient_id] = max(seq, newest.get(patient_id, 0))
    found = dict(patients_of(desk.store, newest))
    gone = {(one, seq) for one, seq in newest.items() if one not in found}
    for (patient_id, _), image in images_at(desk.store, "patient", gone).items():
        found[patient_id] = patient_of_image(json.loads(image))
    lines = PatientLines(desk, desk.clock.today())
    return {patient_id: lines.line(patient) for patient_id, patient in found.items()}


def _day(image: Image | None, name: str) -> date | None:
    text = None if image is None else image[name]
    return None if text is None else date.fromisoformat(text)
