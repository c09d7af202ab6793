"""The words that a patient's items go by in refusals and offers."""

from collections.abc import Mapping

from nkdesk.services.desk import Desk
from nkdesk.services.patient_page import patient_page
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.common.item_words import item_title


def patient_titles(desk: Desk, patient_id: int) -> Mapping[str, str]:
    """Return addresses and codes of a patient's items mapped to what they are called."""
    page = patient_page(desk, patient_id)
    rows = [] if page is None else [row for cycle in page.cycles for row in cycle.rows]
    codes = {row.item.address.code: spoken(row.title) for row in rows if row.nth is None}
    return {str(row.item.address): item_title(row) for row in rows} | codes
