"""Open doses that no longer keep their rules because of what was recorded, said in words."""

from PySide6.QtCore import QCoreApplication

from nkdesk.services.change_forms import ChangePreview, SettleForm
from nkdesk.services.changes import preview_settle
from nkdesk.services.desk import Desk
from nkdesk.sheets.wording.refusals import broken_rule_text
from nkdesk.ui.common.change_words import seen_to_change
from nkdesk.ui.common.item_words import dose_title
from nkdesk.ui.common.patient_titles import patient_titles

translate = QCoreApplication.translate


def unsettled_words(desk: Desk, patient_id: int, cycle: int) -> str:
    """Return which doses would have to move, or why they cannot; "" when all keep their rules."""
    found = preview_settle(desk, SettleForm(patient_id, cycle))
    if found.refused is not None:
        titles = patient_titles(desk, patient_id)
        return "\n".join(broken_rule_text(rule, titles) for rule in found.refused.broken)
    return _moving_words(found)


def _moving_words(found: ChangePreview) -> str:
    moving = [dose_title(row.title, row.nth) for row in found.rows if seen_to_change(row)]
    if not moving:
        return ""
    words = translate(
        "Unsettled",
        "{doses}: what was recorded breaks a rule between them. They stay where they are until "
        "somebody places them anew.",
    )
    return words.format(doses=", ".join(moving))
