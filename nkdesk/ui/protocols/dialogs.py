"""Adding a protocol file, and approving a version with two names."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved
from nkdesk.services.protocols import StoredProtocol, approve_protocol
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.field_words import problem_words
from nkdesk.ui.common.fields import TextField
from nkdesk.ui.common.labels import heading, plain


class FileFault(Protocol):
    """One error of a protocol file: where, what is wrong, what would be right."""

    @property
    def line(self) -> int:
        """The line, counted from 1."""
        ...

    @property
    def key(self) -> str:
        """The key path as a person counts."""
        ...

    @property
    def problem(self) -> str:
        """What is wrong."""
        ...

    @property
    def remedy(self) -> str:
        """What would be right."""
        ...


class FileFaultsDialog(FormDialog):
    """Every error of a file at once, with its line and key; nothing was added."""

    def __init__(
        self, parent: QWidget | None, name: str, faults: Sequence[FileFault], *, sample: bool
    ) -> None:
        super().__init__(parent, self.tr("Protocol file not added"), sample=sample)
        words = self.tr("{name} has {n} errors. Nothing was added.")
        self.body.addWidget(heading(words.format(name=name, n=len(faults))))
        for fault in faults:
            where = self.tr("Line {line}, {key}: ").format(line=fault.line, key=fault.key)
            self.body.addWidget(plain(f"{where}{fault.problem} {fault.remedy}"))
        close = self.add_verb(self.tr("Close"), "main")
        close.clicked.connect(self.reject)
        self.resize(760, 480)
        close.setFocus()


class ApproveDialog(FormDialog):
    """Two different people type their names. ``saved`` after success."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, version: StoredProtocol, *, sample: bool
    ) -> None:
        super().__init__(parent, self.tr("Approve a protocol"), sample=sample)
        self._desk, self._version = desk, version
        self.saved: Saved | None = None
        name = f"{version.id} v{version.version}"
        self.body.addWidget(heading(name))
        self.body.addWidget(plain(spoken(version.title), tone="quiet"))
        hash_words = self.tr("Content {hash}").format(hash=version.hash)
        self.body.addWidget(plain(hash_words, tone="quiet"))
        self._first = TextField("physician", self.tr("Physician"))
        self._second = TextField("second_person", self.tr("Second person"))
        for field in (self._first, self._second):
            self.body.addWidget(self.add_field(field))
        approve = self.add_verb(self.tr("Approve {name}").format(name=name), "main")
        approve.clicked.connect(self.confirm)
        self.add_verb(self.tr("Leave unapproved")).clicked.connect(self.reject)
        self.resize(620, 500)
        self._first.setFocus()

    @property
    def typed(self) -> bool:
        """Whether a name was typed."""
        return bool(self._first.value() or self._second.value())

    def confirm(self) -> None:
        """Save the approval; refusals stay beside their fields."""
        first, second = self._first.value(), self._second.value()
        answer = self.attempt(
            lambda: approve_protocol(self._desk, self._version.hash, first, second)
        )
        if isinstance(answer, Saved):
            self.saved = answer
            self.accept()
            return
        if answer is None:
            return
        self.show_problems([(one.field, problem_words(one)) for one in answer.problems], [])
