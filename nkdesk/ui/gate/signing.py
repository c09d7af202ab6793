"""Who signs a check: until people log in, a name and a role stand in for the signature."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout

from nkdesk.ui.common.fields import TextField, chips
from nkdesk.ui.common.labels import plain

translate = QCoreApplication.translate


def role_choices() -> list[tuple[str, str]]:
    """Return who may sign, by code and word."""
    return [
        ("physician", translate("Check", "Physician")),
        ("investigator", translate("Check", "Investigator")),
    ]


class SigningBox(QFrame):
    """Shown only while there is something to sign; nothing in it stands ready."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "foot")
        self.physician = TextField("physician", self.tr("Physician who signs"))
        self.role = chips("role", self.tr("Role"), role_choices(), 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(6)
        column.addWidget(plain(self.tr("I have seen every row and its evidence."), tone="quiet"))
        column.addWidget(self.physician)
        column.addWidget(self.role)
