"""A bar on every screen while a printed sheet in somebody's hand no longer says what is so."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from nkdesk.services.sheet_models import SheetKind, StaleRow, StaleSheet
from nkdesk.sheets.wording.dates import day_text
from nkdesk.ui.common.labels import button, plain
from nkdesk.ui.common.paragraph import unbroken
from nkdesk.ui.common.theme import GAP

translate = QCoreApplication.translate

_NAMED = 3
"""Rows named in the bar; the others are counted."""


class SheetBar(QFrame):
    """Shows the oldest sheet first, and how many there are; hidden while every sheet is true."""

    anew_asked = Signal(object)
    recalled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.sheet: StaleSheet | None = None
        self.setProperty("ground", "caution")
        self.words = plain()
        self.anew = button(self.tr("Print anew…"))
        self.anew.clicked.connect(lambda: self.anew_asked.emit(self.sheet))
        self.have_it = button("")
        self.have_it.clicked.connect(lambda: self.recalled.emit(self.sheet))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 12, 4)
        row.setSpacing(GAP)
        row.addWidget(self.words, 1)
        row.addWidget(self.anew)
        row.addWidget(self.have_it)
        self.hide()

    def show_sheets(self, sheets: Sequence[StaleSheet], actor: str) -> None:
        """Show the first of the sheets that are out of date."""
        self.setVisible(bool(sheets))
        self.sheet = sheets[0] if sheets else None
        if self.sheet is None:
            return
        said = stale_words(self.sheet)
        if len(sheets) > 1:
            more = self.tr("1 of {n}:").format(n=len(sheets))
            said = f"{more} {said}"
        self.words.setText(unbroken(said))
        self.setAccessibleName(said)
        self.have_it.setText(self.tr("Taken away — {name}").format(name=actor))
        words = self.tr("I have taken sheet {number} out of use — {name}")
        self.have_it.setAccessibleName(words.format(number=self.sheet.sheet.number, name=actor))


def stale_words(stale: StaleSheet) -> str:
    """Say which sheet is out of date and for whom: two identifiers, what became of the row."""
    sheet = stale.sheet
    named = "; ".join(_row_words(row) for row in stale.rows[:_NAMED])
    if len(stale.rows) > _NAMED:
        more = translate("SheetBar", "{rows}; {n} more")
        named = more.format(rows=named, n=len(stale.rows) - _NAMED)
    words = translate("SheetBar", "{sheet} of {day}, no. {number}, is out of date: {rows}")
    return words.format(
        sheet=_kind_words(sheet.kind), day=day_text(sheet.day), number=sheet.number, rows=named
    )


def _row_words(row: StaleRow) -> str:
    patient = row.line.patient
    became = {
        "changed": translate("SheetBar", "changed"),
        "gone": translate("SheetBar", "no longer on it"),
        "new": translate("SheetBar", "new"),
    }[row.what]
    return f"{patient.name.full}, {patient.trial_number}: {became}"


def _kind_words(kind: SheetKind) -> str:
    return {
        SheetKind.DAY: translate("SheetBar", "The printed list"),
        SheetKind.BEDSIDE: translate("SheetBar", "The bedside card"),
        SheetKind.PRODUCT: translate("SheetBar", "The product sheet"),
    }[kind]
