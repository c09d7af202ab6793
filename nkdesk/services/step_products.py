"""Which lot and which bags a step was about, and what became of them, read from its rows."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from nkdesk.services.calendar_models import StepProduct
from nkdesk.services.desk import Desk
from nkdesk.store import lots, product_doses
from nkdesk.store.journal import JournalRow

_LOT_OF = {"lot": "id", "lot_move": "lot_id", "lot_test": "lot_id", "hold": "lot_id"}
_DOSE_OF = {"product_dose": "id", "bag": "dose_id", "dose_move": "dose_id", "infusion": "dose_id"}
_BECAME_OF = {"lot_move": "becomes", "dose_move": "becomes", "hold": "kind", "lot_test": "test"}


class ProductsOfSteps:
    """The lots and doses that rows of steps name, read by two queries however many steps."""

    def __init__(self, desk: Desk, rows: Iterable[JournalRow]) -> None:
        owners = {row.patient_id for row in rows if row.table in _LOT_OF or row.table in _DOSE_OF}
        wanted = owners - {None}
        self._lots: Mapping[int, str] = {}
        self._bags: Mapping[int, str] = {}
        if wanted:
            people = [one for one in wanted if one is not None]
            self._lots = {one.id: one.number for one in lots.lots_of(desk.store, people)}
            self._bags = {
                one.id: ", ".join(bag.number for bag in one.bags)
                for one in product_doses.doses_of(desk.store, people)
            }

    def told(self, rows: Iterable[JournalRow], patient_id: int) -> StepProduct:
        """Return what the rows of one step say of one patient's product."""
        numbers: list[str] = []
        became = ""
        for row in rows:
            if row.patient_id != patient_id:
                continue
            image: dict[str, Any] = json.loads(row.after or row.before or "{}")
            number = self._number(row.table, image)
            if number:
                numbers.append(number)
            became = became or image.get(_BECAME_OF.get(row.table, ""), "")
        return StepProduct(", ".join(dict.fromkeys(numbers)), became)

    def _number(self, table: str, image: Mapping[str, Any]) -> str:
        if table in _LOT_OF:
            return self._lots.get(image[_LOT_OF[table]], image.get("number", ""))
        if table in _DOSE_OF:
            return self._bags.get(image[_DOSE_OF[table]], "")
        return ""
