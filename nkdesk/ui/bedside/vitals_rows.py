"""The vitals plan as big rows: what is due, what is late, what was measured and by whom."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from nkdesk.model.infusion import VitalSigns
from nkdesk.services.infusion_models import BedsidePage, VitalsDue
from nkdesk.sheets.wording.dates import clock_text
from nkdesk.sheets.wording.reactions import due_text, late_text, vital_short_text, vitals_text
from nkdesk.ui.common.card_button import CardButton
from nkdesk.ui.common.dropping import drop_item

translate = QCoreApplication.translate


class VitalsRows(QWidget):
    """``chosen`` carries the place of a row of the plan, -1 a measurement beside the plan."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.cards: dict[int, CardButton] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_page(self, page: BedsidePage, chosen: int) -> None:
        """Show every row of the plan, those measured beside it, and which one is being entered."""
        while self._column.count():
            drop_item(self._column.takeAt(0))
        self.cards = {}
        for place, row in enumerate(page.vitals):
            self._add(place, *row_words(row))
        words = translate("Bedside", "A measurement beside the plan")
        self._add(-1, words, "\n".join(extra_words(one) for one in page.extra_vitals))
        if chosen in self.cards:
            self.cards[chosen].setChecked(True)

    def _add(self, place: int, title: str, line: str) -> None:
        card = CardButton(title, line, checkable=True)
        self._group.addButton(card)
        card.clicked.connect(lambda _on=False: self.chosen.emit(place))
        self.cards[place] = card
        self._column.addWidget(card)


def row_words(row: VitalsDue) -> tuple[str, str]:
    """Return the two lines of a row: when it is due and how it stands; what was measured."""
    due = due_text(row.due, after_end=row.after_end)
    at = clock_text(row.at) if row.at is not None else ""
    if row.signs is None:
        late = f"▲ {late_text(row.late_by)}" if row.late_by else ""
        return " · ".join(part for part in (f"○ {due}", at, late) if part), ""
    late = late_text(row.late_by)
    title = " · ".join(part for part in (f"✔ {due}", clock_text(row.signs.at), late) if part)
    return title, measured_line(row.signs, row)


def measured_line(signs: VitalSigns, row: VitalsDue) -> str:
    """Return what was measured and by whom, with what lies outside the usual at the age."""
    line = f"{vitals_text(signs)} · {signs.person}"
    if signs.why:
        words = translate("Bedside", "corrected: {why}")
        line = f"{line} · {words.format(why=signs.why)}"
    if not row.out:
        return line
    names = ", ".join(vital_short_text(one) for one in row.out)
    words = translate("Bedside", "▲ outside what is usual: {names}")
    return f"{line}\n{words.format(names=names)}"


def extra_words(signs: VitalSigns) -> str:
    """Return one measurement that no row of the plan asked for."""
    return f"✔ {clock_text(signs.at)} · {vitals_text(signs)} · {signs.person}"


def row_to_enter(rows: Sequence[VitalsDue], now: datetime) -> int:
    """Return the place of the row that is measured now, -1 when none is left.

    That is the newest one whose time has come: what is measured now must not be taken for one
    that was forgotten. Before that the next one of the plan after the last that was measured.
    """
    last = max((place for place, row in enumerate(rows) if row.signs is not None), default=-1)
    waiting = [(place, row) for place, row in enumerate(rows) if row.signs is None and place > last]
    due = [place for place, row in waiting if row.at is not None and row.at <= now]
    return due[-1] if due else next((place for place, _ in waiting), -1)
