"""The shape of every dialog: sample mark, who it is about, a body that scrolls, buttons that stay.

Buttons are verbs with their object. Esc with something typed asks first; nothing is ever lost
by an error.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nkdesk.services.forms import Unsaved
from nkdesk.services.problems import StoreError
from nkdesk.services.read_models import PatientLine
from nkdesk.sheets.wording.refusals import broken_rule_text
from nkdesk.ui.common.banner import PatientBanner
from nkdesk.ui.common.error_summary import ErrorSummary
from nkdesk.ui.common.field_words import problem_words
from nkdesk.ui.common.fields import Field
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.common.sample_frame import SampleFrame
from nkdesk.ui.common.theme import GAP

Answer = TypeVar("Answer")
_NO_TITLES: Mapping[str, str] = MappingProxyType({})


class FormDialog(QDialog):
    """A dialog in the house's shape. ``body`` takes the fields, ``add_verb`` the buttons."""

    def __init__(self, parent: QWidget | None, title: str, *, sample: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self._in_sample = sample
        self.fields: dict[str, Field] = {}
        self.summary = ErrorSummary(self._go_to_field)
        self.head = QVBoxLayout()
        self.head.setContentsMargins(0, 0, 0, 0)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.setSpacing(12)
        self._verbs = QHBoxLayout()
        self._verbs.setSpacing(GAP)
        self._verbs.addStretch(1)
        self._frame(title, sample=sample)

    @property
    def typed(self) -> bool:
        """Whether something would be lost by leaving."""
        return False

    def add_banner(self, line: PatientLine) -> None:
        """Say at the top whom the dialog is about."""
        self.head.addWidget(PatientBanner(line, small=True))

    def add_aside(self, words: QWidget) -> None:
        """Put words beside the title, where they take no height of their own."""
        self._top.addWidget(words, 3)

    def add_beside(self, panel: QWidget) -> None:
        """Put a panel beside the fields; it does not scroll away with them."""
        self._middle.addWidget(panel, 1)

    def add_below(self, panel: QWidget) -> None:
        """Put a panel under the fields, above the buttons; it does not scroll away either."""
        self._below.addWidget(panel)

    def add_field(self, field: Field) -> Field:
        """Make a field known, so that problems can be shown beside it."""
        self.fields[field.name] = field
        return field

    def add_verb(self, words: str, weight: str = "") -> QPushButton:
        """Add a button to the row that is always in view."""
        made = button(words, weight)
        self._verbs.addWidget(made)
        return made

    def show_problems(self, problems: Sequence[tuple[str, str]], others: Sequence[str]) -> None:
        """Show problems beside their fields, and everything again in a summary on top."""
        for field in self.fields.values():
            field.refuse("")
        listed = []
        for name, words in problems:
            if name not in self.fields:
                others = [*others, words]
                continue
            self.fields[name].refuse(words)
            listed.append((name, self.fields[name].label_words, words))
        self.summary.show_problems(listed, others)

    def show_unsaved(self, answer: Unsaved, titles: Mapping[str, str] = _NO_TITLES) -> None:
        """Show why a service did not save: problems of fields, broken rules in words.

        ``titles`` maps addresses and item codes to the words they go by.
        """
        rules = answer.refused.broken if answer.refused else ()
        self.show_problems(
            [(one.field, problem_words(one)) for one in answer.problems],
            [broken_rule_text(rule, titles) for rule in rules],
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter confirms, Esc leaves (and asks first when something would be lost)."""
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.confirm()
        elif event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif not entered:
            super().keyPressEvent(event)

    def confirm(self) -> None:
        """Do what the main button does."""

    def attempt(self, write: Callable[[], Answer]) -> Answer | None:
        """Return what a service answers; what stands in the store's way is said in the summary."""
        try:
            return write()
        except StoreError as error:
            self.show_problems([], [f"{error.sentence} {error.next_step}"])
            return None

    def reject(self) -> None:
        """Leave; with something typed, ask by naming both ways."""
        if not self.typed:
            super().reject()
            return
        words = (self.tr("Leave without saving?"), self.tr("What you typed has not been saved."))
        verbs = (self.tr("Discard"), self.tr("Keep editing"))
        question = Question(self, words, verbs, sample=self._in_sample)
        question.accepted.connect(lambda: self.done(QDialog.DialogCode.Rejected))
        question.open()

    def _go_to_field(self, name: str) -> None:
        field = self.fields.get(name)
        if field is not None:
            field.setFocus()
            self._area.ensureWidgetVisible(field)

    def _frame(self, title: str, *, sample: bool) -> None:
        content = QWidget()
        content.setAutoFillBackground(True)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._top = QHBoxLayout()
        self._top.setContentsMargins(16, 10, 16, 8)
        self._top.setSpacing(16)
        self._top.addWidget(heading(title, "title"), 2)
        column.addLayout(self._top)
        column.addLayout(self.head)
        self._area = self._scrolling_body()
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self._area, 1)
        column.addLayout(self._middle, 1)
        self._below = QVBoxLayout()
        column.addLayout(self._below)
        column.addWidget(self._foot())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(SampleFrame(content, sample=sample))

    def _scrolling_body(self) -> QScrollArea:
        inner = QWidget()
        stacked = QVBoxLayout(inner)
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(16, 4, 16, 0)
        above.addWidget(self.summary)
        stacked.addLayout(above)
        stacked.addLayout(self.body)
        stacked.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        return area

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("ground", "foot")
        foot.setLayout(self._verbs)
        self._verbs.setContentsMargins(16, 8, 16, 8)
        return foot


class Question(QDialog):
    """A question with two verbs; the second is the safe one and has the focus."""

    def __init__(
        self,
        parent: QWidget | None,
        words: tuple[str, str],
        verbs: tuple[str, str],
        *,
        sample: bool,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("question")
        self.setWindowTitle(words[0])
        self.setMinimumWidth(420)
        content = QWidget()
        content.setAutoFillBackground(True)
        column = QVBoxLayout(content)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(heading(words[0]))
        self.said = plain(words[1])
        column.addWidget(self.said)
        self.act = button(verbs[0])
        self.keep = button(verbs[1], "main")
        column.addLayout(self._row())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(SampleFrame(content, sample=sample))
        self.act.clicked.connect(self.accept)
        self.keep.clicked.connect(self.reject)
        self.keep.setFocus()

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addStretch(1)
        for one in (self.act, self.keep):
            one.setAutoDefault(True)
            row.addWidget(one)
        return row
