"""What the sample ward's script enters of products: donors, lots, tests, doses, orders, holds.

Everything goes through the same services as a person's entry, with its day and its person.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from nkdesk.places import resources
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product import (
    add_dose,
    enter_test,
    move_dose,
    move_lot,
    open_lot,
    order_cells,
    place_hold,
    record_weight,
    save_donor_facts,
)
from nkdesk.services.product_forms import (
    BagForm,
    DonorFactsForm,
    DoseMoveForm,
    HoldForm,
    LotForm,
    LotMoveForm,
    OrderForm,
    ProductDoseForm,
    TestForm,
    WeightForm,
)
from nkdesk.services.sample_evidence import tell_evidence
from nkdesk.store import cycles, lots, product_doses

Said = Mapping[str, Any]
_Form = TypeVar("_Form")


def product_script() -> list[dict[str, Any]]:
    """Return what the shipped script says of products, in the order it was entered."""
    source = (resources() / "sample_ward" / "products.toml").read_text(encoding="utf-8")
    said: list[dict[str, Any]] = tomllib.loads(source)["entry"]
    return said


def tell_product(desk: Desk, patient_id: int, said: Said) -> Saved | Unsaved:
    """Enter one thing about a patient's donor or product; KeyError for a kind there is not."""
    told = _KINDS.get(said["kind"])
    if told is None:
        return tell_evidence(desk, patient_id, {**_evidence(said), "donor": True})
    return told(desk, {**_typed(said), "patient_id": patient_id})


def _evidence(said: Said) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in ("patient", "at", "donor")}


def _typed(said: Said) -> dict[str, Any]:
    """Return what is said as a person types it: days and clock times as on every form."""
    typed = {name: _text(value) for name, value in said.items()}
    return {**typed, "time": typed.get("at", ""), "lot_name": typed.get("lot", "")}


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _form(shape: type[_Form], said: Said, **found: object) -> _Form:
    """Return a form with those of its fields that are said."""
    names = {one.name for one in fields(shape)}  # type: ignore[arg-type]  # every form is a dataclass
    return shape(**{name: value for name, value in {**said, **found}.items() if name in names})


def _weight(desk: Desk, said: Said) -> Saved | Unsaved:
    return record_weight(desk, _form(WeightForm, said))


def _facts(desk: Desk, said: Said) -> Saved | Unsaved:
    return save_donor_facts(desk, _form(DonorFactsForm, said))


def _lot(desk: Desk, said: Said) -> Saved | Unsaved:
    return open_lot(desk, _form(LotForm, said))


def _move(desk: Desk, said: Said) -> Saved | Unsaved:
    return move_lot(desk, _form(LotMoveForm, said, lot_id=_lot_id(desk, said)))


def _test(desk: Desk, said: Said) -> Saved | Unsaved:
    return enter_test(desk, _form(TestForm, said, lot_id=_lot_id(desk, said)))


def _order(desk: Desk, said: Said) -> Saved | Unsaved:
    return order_cells(desk, _form(OrderForm, said, item_id=_item_id(desk, said)))


def _dose(desk: Desk, said: Said) -> Saved | Unsaved:
    bags = tuple(
        _form(BagForm, {name: _text(value) for name, value in bag.items()}) for bag in said["bags"]
    )
    found = {"lot_id": _lot_id(desk, said), "item_id": _item_id(desk, said), "bags": bags}
    return add_dose(desk, _form(ProductDoseForm, said, **found))


def _issue(desk: Desk, said: Said) -> Saved | Unsaved:
    bag = product_doses.bag_by_number(desk.store, said["bag"])
    dose_id = 0 if bag is None else bag.dose_id
    return move_dose(desk, _form(DoseMoveForm, said, dose_id=dose_id))


def _hold(desk: Desk, said: Said) -> Saved | Unsaved:
    return place_hold(desk, _form(HoldForm, said, kind=said["hold"]))


def _lot_id(desk: Desk, said: Said) -> int:
    lot = lots.lot_by_number(desk.store, said["lot_name"])
    return 0 if lot is None else lot.id


def _item_id(desk: Desk, said: Said) -> int:
    found = cycles.patient_items(desk.store, said["patient_id"])
    return next(one.item_id for one in found if str(one.item.address) == said["item"])


_KINDS: Mapping[str, Callable[[Desk, Said], Saved | Unsaved]] = {
    "weight": _weight,
    "facts": _facts,
    "lot": _lot,
    "move": _move,
    "test": _test,
    "order": _order,
    "dose": _dose,
    "issue": _issue,
    "hold": _hold,
}
