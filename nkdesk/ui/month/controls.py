"""The controls of the month: turning it, what kind and arm is shown, and since when it changed."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from nkdesk.model.dates import DateProblem, read_date
from nkdesk.model.protocol import ItemKind
from nkdesk.model.words import Words
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import kind_text, spoken
from nkdesk.ui.common.calendar_words import date_problem_words
from nkdesk.ui.common.choice_box import ChoiceBox
from nkdesk.ui.common.flow import FlowLayout
from nkdesk.ui.common.labels import button, plain, tint
from nkdesk.ui.common.theme import TARGET
from nkdesk.ui.common.turning import TurningTools, TurnWords
from nkdesk.ui.month.lines import Wanted

translate = QCoreApplication.translate

_DATE = 130
_KINDS = (
    ItemKind.INFUSION,
    ItemKind.CHEMO,
    ItemKind.COLLECTION,
    ItemKind.SAMPLE,
    ItemKind.CHECK,
)


def month_tools() -> TurningTools:
    """Return the controls that turn a month at a time."""
    return TurningTools(
        TurnWords(
            translate("Month", "Previous month"),
            translate("Month", "Next month"),
            translate("Month", "This month"),
            translate("Month", "Go to this month"),
        )
    )


class Controls(QWidget):
    """``filtered`` follows every change of the filter, ``since_asked`` a date read in full."""

    filtered = Signal()
    since_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.kind = ChoiceBox(self.tr("Filter the month by kind"))
        self.arm = ChoiceBox(self.tr("Filter the month by arm"))
        self.since = QLineEdit()
        self.since.setPlaceholderText(self.tr("dd.mm.yyyy"))
        self.since.setAccessibleName(self.tr("Mark what changed since this day"))
        self.since.setFixedWidth(_DATE)
        self.since.setMinimumHeight(TARGET)
        self.echo = plain(tone="quiet")
        self.only = button(self.tr("Only changed"), "chip")
        self.only.setCheckable(True)
        self.only.hide()
        self.echo.hide()
        self.kind.offer(
            [("", self.tr("All kinds")), *((one.value, kind_text(one)) for one in _KINDS)]
        )
        self.offer_arms(())
        self._lay_out()
        self.kind.currentIndexChanged.connect(lambda _place: self.filtered.emit())
        self.arm.currentIndexChanged.connect(lambda _place: self.filtered.emit())
        self.only.toggled.connect(lambda _on: self.filtered.emit())
        self.since.textChanged.connect(self._read)

    @property
    def wanted(self) -> Wanted:
        """The filter as chosen."""
        return Wanted(self.kind.code, self.arm.code, self.only.isChecked())

    def offer_arms(self, arms: Iterable[tuple[str, Words]]) -> None:
        """Offer arms by their titles; the one chosen stays chosen."""
        titles = [(code, spoken(title)) for code, title in arms]
        self.arm.offer([("", self.tr("All arms")), *titles])

    def clear(self) -> None:
        """Leave everything in."""
        self.kind.setCurrentIndex(0)
        self.arm.setCurrentIndex(0)
        self.only.setChecked(False)

    def _read(self, text: str) -> None:
        """Read the date as it is typed; until it is one, nothing is marked."""
        read = read_date(text)
        known = isinstance(read, date)
        if not known:
            self.only.setChecked(False)
        self.only.setVisible(known)
        self._say(read)
        self.since_asked.emit(read if known else None)

    def _say(self, read: date | DateProblem) -> None:
        if isinstance(read, date):
            words = self.tr("{day} or later").format(day=day_text(read))
        else:
            words = "" if read is DateProblem.EMPTY else date_problem_words(read)
        tint(self.echo, "quiet" if isinstance(read, date) else "refused")
        self.echo.setText(words)
        self.echo.setVisible(bool(words))
        self.since.setAccessibleDescription(words)

    def _lay_out(self) -> None:
        around = QVBoxLayout(self)
        around.setContentsMargins(8, 4, 8, 4)
        row = FlowLayout()
        around.addLayout(row)
        words = plain(self.tr("Changed since"))
        words.setWordWrap(False)
        words.setBuddy(self.since)
        words.setMinimumHeight(TARGET)
        self.echo.setMinimumHeight(TARGET)
        self.echo.setWordWrap(False)
        for one in (self.kind, self.arm, words, self.since, self.only, self.echo):
            row.addWidget(one)
