"""Form fields: a label above, the input, and what is wrong beneath it; nothing typed is lost."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nkdesk.model.dates import DateProblem, read_date
from nkdesk.sheets.wording.dates import day_text
from nkdesk.ui.common.calendar_words import date_problem_words
from nkdesk.ui.common.card_button import CardButton
from nkdesk.ui.common.chip import Chip
from nkdesk.ui.common.flow import FlowLayout
from nkdesk.ui.common.labels import plain
from nkdesk.ui.common.theme import GAP, TARGET

NOTE_HEIGHT = 62
FLOWING = 0
"""As many choices side by side as fit."""


class Field(QWidget):
    """A labelled input with room for an echo or a refusal; ``changed`` fires as one types."""

    changed = Signal()

    def __init__(self, name: str, label: str, entry: QWidget) -> None:
        super().__init__()
        self.name = name
        self.label_words = label
        self.entry = entry
        self.label = plain(label)
        self.label.setProperty("rank", "strong")
        self.label.setBuddy(entry)
        self.note = plain()
        self.note.setProperty("rank", "small")
        self.note.hide()
        entry.setAccessibleName(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for part in (self.label, entry, self.note):
            column.addWidget(part)
        self.setFocusProxy(entry)

    def value(self) -> str:
        """Return what was typed or chosen, as typed."""
        raise NotImplementedError

    def rename(self, label: str) -> None:
        """Give the field another label."""
        self.label_words = label
        self.label.setText(label)
        self.entry.setAccessibleName(label)

    def refuse(self, words: str) -> None:
        """Say what is wrong beneath the field; "" takes it away."""
        self._mark(flawed=bool(words))
        self._say(words, "refused" if words else "quiet")

    def echo(self, words: str) -> None:
        """Say beneath the field how it was read."""
        self._mark(flawed=False)
        self._say(words, "quiet")

    def _say(self, words: str, tone: str) -> None:
        self.note.setText(words)
        self.note.setProperty("tone", tone)
        self._restyle(self.note)
        self.note.setVisible(bool(words))
        self.entry.setAccessibleDescription(words)

    def _mark(self, *, flawed: bool) -> None:
        if self.entry.property("flawed") != flawed:
            self.entry.setProperty("flawed", flawed)
            self._restyle(self.entry)

    def _restyle(self, widget: QWidget) -> None:
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class TextField(Field):
    """One line of text."""

    def __init__(self, name: str, label: str, value: str = "", *, hint: str = "") -> None:
        self.line = QLineEdit(value)
        self.line.setMinimumHeight(TARGET)
        self.line.setMaxLength(2100)  # past every limit, so that too long a text is said, not cut
        self.line.setPlaceholderText(hint)
        super().__init__(name, label, self.line)
        self.line.textChanged.connect(self.changed)

    def value(self) -> str:
        """Return the text as typed."""
        return self.line.text()

    def put(self, text: str) -> None:
        """Write a text into the field."""
        self.line.setText(text)


class DateField(TextField):
    """A typed date, read strictly and echoed in full with its weekday."""

    def __init__(self, name: str, label: str, value: str = "") -> None:
        super().__init__(name, label, value, hint=self.tr("dd.mm.yyyy"))
        self.line.textChanged.connect(self._show_reading)
        self.line.editingFinished.connect(self._show_problem)
        self._show_reading()

    def _show_reading(self) -> None:
        read = read_date(self.value())
        self.echo("" if isinstance(read, DateProblem) else day_text(read))

    def _show_problem(self) -> None:
        read = read_date(self.value())
        if isinstance(read, DateProblem) and read is not DateProblem.EMPTY:
            self.refuse(date_problem_words(read))


class NoteField(Field):
    """A few lines of free text."""

    def __init__(self, name: str, label: str) -> None:
        self.text = QPlainTextEdit()
        self.text.setFixedHeight(NOTE_HEIGHT)
        self.text.setTabChangesFocus(True)
        super().__init__(name, label, self.text)
        self.text.textChanged.connect(self.changed)

    def value(self) -> str:
        """Return the text as typed."""
        return self.text.toPlainText()

    def put(self, text: str) -> None:
        """Write a text into the field."""
        self.text.setPlainText(text)


class ChoiceField(Field):
    """One of a few, each a button in full view; nothing is chosen beforehand.

    ``across`` is how many stand side by side; FLOWING: as many as fit.
    """

    def __init__(self, name: str, label: str, across: int = 1) -> None:
        holder = QWidget()
        self._across = across
        self.buttons: dict[str, QPushButton] = {}
        self.group = QButtonGroup(holder)
        self.lay: QLayout = FlowLayout(holder) if across == FLOWING else QGridLayout(holder)
        self.lay.setContentsMargins(0, 0, 0, 0)
        self.lay.setSpacing(GAP)
        super().__init__(name, label, holder)
        self.group.buttonToggled.connect(self._take)

    def offer(self, buttons: Mapping[str, QPushButton]) -> None:
        """Offer these choices instead of the present ones; a choice still offered stays."""
        chosen = self.value()
        for one in self.buttons.values():
            self.group.removeButton(one)
            self.lay.removeWidget(one)
            one.hide()
            one.deleteLater()
        self.buttons = dict(buttons)
        for place, (code, one) in enumerate(self.buttons.items()):
            one.setCheckable(True)
            one.setChecked(code == chosen)
            self.group.addButton(one)
            self._place(one, place)
        if self.buttons:
            first = next(iter(self.buttons.values()))
            self.setFocusProxy(self.buttons.get(chosen, first))

    def _take(self, one: QPushButton, on: bool) -> None:  # noqa: FBT001 -- Qt's own signature
        """Lead the tab key to the one chosen, so that no other is taken by mistake."""
        if on:
            self.setFocusProxy(one)
            self.changed.emit()

    def drop_choice(self) -> None:
        """Choose none."""
        self.group.setExclusive(False)
        for one in self.buttons.values():
            one.setChecked(False)
        self.group.setExclusive(True)

    def _place(self, one: QPushButton, place: int) -> None:
        if isinstance(self.lay, QGridLayout):
            row, column = divmod(place, self._across)
            self.lay.setColumnStretch(column, 1)
            self.lay.addWidget(one, row, column)
        else:
            self.lay.addWidget(one)

    def value(self) -> str:
        """Return the code chosen, "" while none is."""
        return next((code for code, one in self.buttons.items() if one.isChecked()), "")

    def choose(self, code: str) -> None:
        """Choose one."""
        self.buttons[code].setChecked(True)


def chips(name: str, label: str, choices: Sequence[tuple[str, str]], across: int) -> ChoiceField:
    """Return a choice among (code, words) as rounded buttons, so many beside each other."""
    field = ChoiceField(name, label, across)
    field.offer({code: Chip(words, f"{label}: {words}") for code, words in choices})
    return field


def cards(choices: Sequence[tuple[str, str, str]]) -> dict[str, QPushButton]:
    """Return choices of (code, title, line) as cards to offer."""
    return {code: CardButton(title, line, checkable=True) for code, title, line in choices}
