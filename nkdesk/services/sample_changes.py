"""What the sample ward's script changes in plans: deferrals, ceasing, end of study, closed days.

Everything goes through the same services as a person's change, with reason and revision.
"""

from collections.abc import Callable, Mapping
from typing import Any

from nkdesk.services.calendar_models import LabDayForm
from nkdesk.services.change_forms import CauseForm, CeaseForm, MoveForm, OffStudyForm
from nkdesk.services.changes import cease_item, move_item, take_off_study
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.lab_days import set_lab_day
from nkdesk.services.steps import revision
from nkdesk.store import cycles

Said = Mapping[str, Any]


def change_plan(desk: Desk, patient_id: int, said: Said) -> Saved | Unsaved:
    """Do one change of a patient's plan; KeyError for a kind of change there is not."""
    return _KINDS[said["kind"]](desk, patient_id, said)


def tell_day(desk: Desk, said: Said) -> Saved | Unsaved:
    """Close, open or reduce one day of a calendar."""
    form = LabDayForm(
        calendar=said["calendar"],
        day=said["day"].isoformat(),
        kind=said["kind"],
        capacity=said.get("capacity", ""),
        note=said.get("note", ""),
    )
    return set_lab_day(desk, form)


def _move(desk: Desk, patient_id: int, said: Said) -> Saved | Unsaved:
    form = MoveForm(
        item_id=_item(desk, patient_id, said["item"]),
        to=said["to"].isoformat(),
        scope=said["scope"],
        cause=_cause(said),
        deviation="physician" in said,
        physician=said.get("physician", ""),
    )
    return move_item(desk, form, revision(desk))


def _cease(desk: Desk, patient_id: int, said: Said) -> Saved | Unsaved:
    form = CeaseForm(_item(desk, patient_id, said["item"]), _cause(said))
    return cease_item(desk, form, revision(desk))


def _off_study(desk: Desk, patient_id: int, said: Said) -> Saved | Unsaved:
    form = OffStudyForm(patient_id, said["on"].isoformat(), _cause(said))
    return take_off_study(desk, form, revision(desk))


def _cause(said: Said) -> CauseForm:
    return CauseForm(**{name: said.get(name, "") for name in ("reason", "factor", "grade", "note")})


def _item(desk: Desk, patient_id: int, address: str) -> int:
    found = cycles.patient_items(desk.store, patient_id)
    return next(entry.item_id for entry in found if str(entry.item.address) == address)


_KINDS: Mapping[str, Callable[[Desk, int, Said], Saved | Unsaved]] = {
    "move": _move,
    "cease": _cease,
    "off_study": _off_study,
}
