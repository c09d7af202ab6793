"""Something hardly likely was typed: both sides shown, and one button that says it is right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from nkdesk.services.forms import FieldCode, Unsaved
from nkdesk.ui.common.field_words import problem_words
from nkdesk.ui.common.fields import Field
from nkdesk.ui.common.labels import button, heading, plain

ASKS_AGAIN = frozenset(
    {
        FieldCode.WEIGHT_OLD,
        FieldCode.WEIGHT_CHANGED,
        FieldCode.DOSE_OUT_OF_RANGE,
        FieldCode.UNLIKE_LABEL,
        FieldCode.UNLIKE_PREVIOUS,
        FieldCode.EXPIRED,
    }
)
"""Doubts a person may overrule; everything else must be typed anew."""


class AskAgain(QFrame):
    """Hidden until something is doubted; ``sure`` says that it is right as typed.

    ``reason`` is asked for beside the doubts, where saying so needs one.
    """

    sure = Signal()

    def __init__(self, reason: Field | None = None) -> None:
        super().__init__()
        self._reason = reason
        self.setProperty("ground", "caution")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(heading(self.tr("Look again before this is saved"), "strong"))
        self.words = plain(tone="caution")
        column.addWidget(self.words)
        if reason is not None:
            column.addWidget(reason)
        self.yes = button(self.tr("It is right as typed: save it"))
        self.yes.clicked.connect(self.sure)
        column.addWidget(self.yes, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_doubts(self, answer: Unsaved, typed: str, *, stops: bool) -> bool:
        """Offer to confirm where nothing but doubts stands in the way; ``typed`` as read.

        Return whether it is offered.
        """
        doubts = [one for one in answer.problems if one.code in ASKS_AGAIN]
        only = len(doubts) == len(answer.problems) and answer.refused is None
        self.setVisible(bool(doubts) and only and not stops)
        if not self.isHidden():
            self.words.setText("\n".join([typed, *(problem_words(one) for one in doubts)]))
            (self._reason or self.yes).setFocus()
        return not self.isHidden()
