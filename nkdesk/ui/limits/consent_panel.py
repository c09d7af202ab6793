"""The versions of the consent form: which is in force, which comes, and entering one."""

from dataclasses import replace

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import ConsentVersionForm
from nkdesk.services.evidence import consent_versions, set_consent_version
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.ui.common.dropping import drop_item
from nkdesk.ui.common.fields import DateField, Field, TextField
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.limits.words import version_words

WIDTH = 420
_OURS = "consent_"
"""Tells this panel's fields from those beside it."""


class ConsentVersionsPanel(QFrame):
    """Beside the limits; ``save`` saves the version typed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("ground", "card")
        self.setMinimumWidth(WIDTH)
        self.version = TextField(f"{_OURS}version", self.tr("Version of the consent form"))
        self.valid_from = DateField(f"{_OURS}valid_from", self.tr("In force from"))
        self.note = TextField(f"{_OURS}note", self.tr("Note (may stay empty)"))
        self.save = button(self.tr("Save this version"))
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self._lay_out()
        self._show()

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field, in the order of the tab key."""
        return (self.version, self.valid_from, self.note)

    @property
    def typed(self) -> bool:
        """Whether a version was typed that is not saved."""
        return any(field.value().strip() for field in self.fields)

    def value(self) -> ConsentVersionForm:
        """Return the form as typed."""
        return ConsentVersionForm(*(field.value() for field in self.fields))

    def write(self) -> Saved | Unsaved:
        """Save the version typed."""
        return set_consent_version(self._desk, self.value())

    def take_over(self) -> str:
        """Show what was saved among the others, empty the fields, and return the version."""
        told = self.version.value().strip()
        for field in (self.version, self.valid_from, self.note):
            field.put("")
        self._show()
        return told

    def renamed(self, answer: Unsaved) -> Unsaved:
        """Return a refusal with this panel's own names of fields."""
        problems = tuple(replace(one, field=f"{_OURS}{one.field}") for one in answer.problems)
        return replace(answer, problems=problems)

    def _show(self) -> None:
        while self._list.count():
            drop_item(self._list.takeAt(0))
        known = consent_versions(self._desk)
        today = self._desk.clock.today()
        in_force = next((one for one in reversed(known) if one.valid_from <= today), None)
        for one in reversed(known):
            self._list.addWidget(plain(version_words(one, in_force, today)))
        if not known:
            words = self.tr("▲ No version is known yet: no consent can be entered.")
            self._list.addWidget(plain(words, tone="caution"))

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        column.addWidget(heading(self.tr("Consent form")))
        column.addLayout(self._list)
        column.addWidget(heading(self.tr("Enter a version"), "strong"))
        for part in (*self.fields, self.save):
            column.addWidget(part)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(area)
