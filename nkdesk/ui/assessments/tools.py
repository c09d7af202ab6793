"""What stands in the top line beside assessments: the way back, and whose they are."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from nkdesk.model.criterion import Who
from nkdesk.sheets.wording.eligibility import who_text
from nkdesk.ui.common.fields import chips
from nkdesk.ui.common.icons import icon
from nkdesk.ui.common.labels import button


class AssessmentsTools(QWidget):
    """``back`` leads to where one came from, ``who`` turns to patient or donor."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.back = button(self.tr("Back"))
        self.back.setIcon(icon("left"))
        self.back.setToolTip(self.tr("Back to where you came from  (Esc)"))
        people = [(one.value, who_text(one)) for one in (Who.PATIENT, Who.DONOR)]
        self.who = chips("who", self.tr("Whose"), people, len(people))
        self.who.label.hide()
        self.who.choose(Who.PATIENT.value)
        row.addWidget(self.back)
        row.addWidget(self.who)
