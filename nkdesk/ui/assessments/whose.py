"""Whose assessments are shown, and the way out."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from nkdesk.model.criterion import Who
from nkdesk.sheets.wording.eligibility import who_text
from nkdesk.ui.common.fields import chips
from nkdesk.ui.common.labels import button


class WhoseBar(QWidget):
    """``who`` turns to patient or donor, ``close_button`` leaves."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        people = [(one.value, who_text(one)) for one in (Who.PATIENT, Who.DONOR)]
        self.who = chips("who", self.tr("Whose"), people, len(people))
        self.who.label.hide()
        self.who.choose(Who.PATIENT.value)
        self.close_button = button(self.tr("Close"))
        row.addWidget(self.who)
        row.addWidget(self.close_button)
