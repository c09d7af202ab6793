"""Open doses that no longer keep their rules because of what was recorded, said in words."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from nkdesk.model.refusal import RuleCode
from nkdesk.services.change_forms import ChangePreview, SettleForm
from nkdesk.services.changes import preview_settle
from nkdesk.services.desk import Desk
from nkdesk.sheets.wording.refusals import broken_rule_text
from nkdesk.ui.common.change_words import seen_to_change
from nkdesk.ui.common.item_words import dose_title
from nkdesk.ui.common.patient_titles import patient_titles

translate = QCoreApplication.translate

_NOTHING_TO_PLACE: Final = frozenset({RuleCode.OFF_STUDY, RuleCode.UNKNOWN_ITEM})
"""A patient who left, or a cycle that is not planned, has no open dose to place anew."""


def unsettled_words(desk: Desk, patient_id: int, cycle: int) -> str:
    """Return which doses would have to move, or why they cannot; "" when all keep their rules."""
    found = preview_settle(desk, SettleForm(patient_id, cycle))
    if found.refused is None:
        return _moving_words(found)
    titles = patient_titles(desk, patient_id)
    broken = [rule for rule in found.refused.broken if rule.code not in _NOTHING_TO_PLACE]
    return "\n".join(broken_rule_text(rule, titles) for rule in broken)


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
