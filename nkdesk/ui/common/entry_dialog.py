"""The shape of every form that saves one entry: what saving says, what would be lost by leaving."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nkdesk.services.forms import Saved, Unsaved
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.fields import Field


class EntryDialog(FormDialog):
    """``saved`` after success; what derives says how the form reads and how it is saved."""

    def __init__(self, parent: QWidget | None, title: str, *, sample: bool) -> None:
        super().__init__(parent, title, sample=sample)
        self.saved: Saved | None = None
        self._as_opened: object = None

    @property
    def typed(self) -> bool:
        """Whether anything was changed since the form opened."""
        return self.value() != self._as_opened

    def value(self) -> object:
        """Return the form as typed."""
        raise NotImplementedError

    def confirm(self) -> None:
        """Save; refusals stay beside their fields."""
        answer = self.attempt(self._write)
        if isinstance(answer, Saved):
            self.saved = answer
            self.accept()
        elif answer is not None:
            self._refuse(answer)

    def _write(self) -> Saved | Unsaved:
        """Save the form."""
        raise NotImplementedError

    def _refuse(self, answer: Unsaved) -> None:
        self.show_unsaved(answer)

    def _ready(self, verb: str, leave: str) -> None:
        """Add the two buttons; from here on, what is typed counts as typed."""
        self.save = self.add_verb(verb, "main")
        self.save.clicked.connect(self.confirm)
        self.add_verb(leave).clicked.connect(self.reject)
        self._as_opened = self.value()

    def _add_row(self, *fields: Field) -> None:
        """Put fields side by side, tops aligned, and make them known."""
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in fields:
            row.addWidget(self.add_field(field), 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
