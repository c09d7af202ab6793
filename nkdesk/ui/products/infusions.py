"""The infusions a dose may be reserved for and cells may be ordered for: open ones of a patient."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from nkdesk.model.protocol import ItemKind
from nkdesk.services.desk import Desk
from nkdesk.services.patient_page import patient_page
from nkdesk.services.read_models import ItemRow
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import nth_text
from nkdesk.ui.common.fields import FLOWING, ChoiceField, chips

translate = QCoreApplication.translate
NONE = "none"


def open_infusions(desk: Desk, patient_id: int) -> list[ItemRow]:
    """Return the infusions of a patient that are still to be given, in plan order."""
    page = patient_page(desk, patient_id)
    rows = [] if page is None else [row for cycle in page.cycles for row in cycle.rows]
    return [row for row in rows if row.item.kind is ItemKind.INFUSION and row.item.is_open]


def infusion_field(rows: Sequence[ItemRow], label: str, none: str = "") -> ChoiceField:
    """Return a choice among infusions; ``none`` is the title of choosing none of them."""
    offered = [(str(row.item_id), infusion_title(row)) for row in rows]
    if none:
        offered.append((NONE, none))
    return chips("item_id", label, offered, FLOWING)


def infusion_title(row: ItemRow) -> str:
    """Return an infusion by its number, its label and its planned day; one that has a dose so."""
    named = nth_text(row.nth) if row.nth else row.item.address.code
    words = f"{named[:1].upper()}{named[1:]} · {row.item.label} · {day_text(row.item.planned)}"
    if row.product is None or row.product.dose is None:
        return words
    return translate("Products", "{infusion} (has a dose)").format(infusion=words)
