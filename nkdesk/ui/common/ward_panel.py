"""The panel beside calendar and month: a day, what stands on it, and what can be done with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication, QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from nkdesk.services.read_models import DayRow, DayStatus, PatientLine
from nkdesk.sheets.wording.dates import day_text, window_text
from nkdesk.sheets.wording.day import (
    moved_text,
    progress_text,
    reason_text,
    status_symbol,
    status_text,
)
from nkdesk.ui.common.item_words import first_time, is_dosed, item_title
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.people_words import born_words, name_runs, number_runs
from nkdesk.ui.common.product_lines import product_texts, shown_dose
from nkdesk.ui.common.status import status_colour
from nkdesk.ui.common.table_model import Column, TableModel
from nkdesk.ui.common.theme import GAP, TARGET
from nkdesk.ui.common.wrap_delegate import chosen_row, make_table

translate = QCoreApplication.translate

WIDTH = 284
_WIDEST = 1.25
"""How much wider it becomes at most with larger text: the days must stay in sight."""


_LEAST_HEIGHT = 160
_SIDES = 24
_WHO_HIGHEST = 150
_DATE = re.compile(r"(?:\w{2,3} )?\d{2}-\w{3}-\d{4}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item in the panel's list: whose it is, how it stands, and that in words."""

    item_id: int
    line: PatientLine
    status: DayStatus
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the panel shows. ``line`` None: a whole day of everybody, names stand in the list.

    ``chosen`` is the item acted on, ``warnings`` what is to be said about it besides.
    """

    day: date
    notes: tuple[str, ...]
    entries: tuple[Entry, ...]
    line: PatientLine | None = None
    chosen: DayRow | None = None
    warnings: tuple[str, ...] = ()


class WardPanel(QFrame):
    """Fixed beside the days while something is chosen; ``item_picked`` carries an item's id."""

    record_asked = Signal()
    defer_asked = Signal()
    not_given_asked = Signal()
    patient_asked = Signal()
    item_picked = Signal(int)
    closed = Signal()
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self.shown: Shown | None = None
        self.title = heading("")
        self.who = heading("", "strong")
        self.words = plain()
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setContentsMargins(0, 0, 6, 0)
        self.model: TableModel[Entry] = TableModel([Column(self.tr("Entries"), _spoken)])
        self.table = make_table(self.model, {0: self._lines}, 0)
        self.model.setParent(self.table)
        self.table.horizontalHeader().hide()
        self.table.setMinimumHeight(TARGET + 4)
        self.table.setAccessibleName(self.tr("Entries of this day"))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._pick())
        self._make_buttons()
        self._lay_out()
        self.hide()

    def width_wanted(self) -> int:
        """Return the width of the panel in the present text size."""
        return round(WIDTH * min(_WIDEST, max(1.0, self.font().pixelSize() / 14)))

    def show_content(self, shown: Shown) -> None:
        """Show a day or a cell of it."""
        self.shown = shown
        self.setFixedWidth(self.width_wanted())
        self.title.setText(unbroken(day_text(shown.day)))
        self._show_who(shown)
        self.words.setText(unbroken("\n".join(_paragraphs(shown))))
        self._area.setAccessibleName(self.words.text())
        whole = shown.line is None
        self._column.setStretchFactor(self._area, 2 if whole and shown.chosen is None else 4)
        self._column.setStretchFactor(self.table, 5 if whole else 3)
        self._fill(shown)
        row = shown.chosen
        for one in (self.record, self.defer, self.not_given):
            one.setVisible(row is not None and row.item.is_open)
        self.patient.setVisible(shown.line is not None or row is not None)
        spoken = (day_text(shown.day), self.who.text(), "\n".join(_paragraphs(shown)))
        self.setAccessibleName(". ".join(part for part in spoken if part))
        self.show()
        self.table.fit()
        picked = self.table.selectionModel().selectedRows()
        if picked:
            self.table.scrollTo(picked[0])

    def minimumSizeHint(self) -> QSize:
        """Return the least height: no name, however long, makes the window higher."""
        return QSize(WIDTH, _LEAST_HEIGHT)

    def changeEvent(self, event: QEvent) -> None:
        """Take the width that another text size needs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.isVisible():
            self.setFixedWidth(self.width_wanted())
            self.resized.emit()

    def _show_who(self, shown: Shown) -> None:
        """Say whose item is acted on where it never scrolls away: two identifiers."""
        line = shown.line if shown.chosen is None else shown.chosen.line
        self.who.setVisible(line is not None)
        if line is not None:
            number = f"{line.patient.trial_number} · {born_words(line)}"
            self.who.setText(f"{line.patient.name.full}\n{unbroken(number)}")
            inner = self.width_wanted() - _SIDES
            self.who.setMinimumHeight(min(self.who.heightForWidth(inner), _WHO_HIGHEST))

    def _fill(self, shown: Shown) -> None:
        with QSignalBlocker(self.table.selectionModel()):
            if self.model.rows != shown.entries:
                self.model.show(shown.entries)
            self.table.clearSelection()
            for place, entry in enumerate(shown.entries):
                if shown.chosen is not None and entry.item_id == shown.chosen.item_id:
                    self.table.selectRow(place)
        self.table.viewport().update()
        self.table.setVisible(len(shown.entries) > 1 or shown.line is None)

    def _pick(self) -> None:
        entry = chosen_row(self.table)
        if entry is not None:
            self.item_picked.emit(entry.item_id)

    def _lines(self, entry: Entry) -> list[list[Run]]:
        mark = Run(status_symbol(entry.status) + " ", shade=status_colour(entry.status))
        lines = [[mark, Run(entry.words, bold=True)]]
        if self.shown is not None and self.shown.line is None:
            lines = [name_runs(entry.line.patient), number_runs(entry.line, 0.86), *lines]
        return lines

    def _make_buttons(self) -> None:
        self.record = button(self.tr("Record…"), "main")
        self.defer = button(self.tr("Defer…"))
        self.not_given = button(self.tr("Not given…"))
        self.patient = button(self.tr("Patient"), spoken=self.tr("Open the patient"))
        self.close_button = button(self.tr("Close"), "flat", spoken=self.tr("Close the panel"))
        for one, signal in (
            (self.record, self.record_asked),
            (self.defer, self.defer_asked),
            (self.not_given, self.not_given_asked),
            (self.patient, self.patient_asked),
            (self.close_button, self.closed),
        ):
            one.clicked.connect(signal)

    def _lay_out(self) -> None:
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(self.words)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 8, 8)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.close_button)
        column.addLayout(top)
        column.addWidget(self.who)
        column.addWidget(self._area, 3)
        column.addWidget(self.table, 4)
        column.addWidget(self._acts())

    def _acts(self) -> QWidget:
        acts = QWidget()
        grid = QGridLayout(acts)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        for place, one in enumerate((self.record, self.defer, self.not_given, self.patient)):
            grid.addWidget(one, place // 2, place % 2)
        return acts


def unbroken(text: str) -> str:
    """Keep every date in a text on one line."""
    return _DATE.sub(lambda found: found[0].replace("-", "\u2011").replace(" ", "\u00a0"), text)


def _spoken(entry: Entry) -> str:
    patient = entry.line.patient
    return f"{patient.name.full}, {patient.trial_number}, {entry.words}"


def _paragraphs(shown: Shown) -> list[str]:
    """Return what the panel says beneath the person: the item first, then the day."""
    lines = [] if shown.chosen is None else item_paragraphs(shown.chosen)
    lines += shown.warnings
    if shown.chosen is None and shown.line is not None:
        few = translate("WardPanel", "Nothing is planned on this day.")
        many = translate("WardPanel", "Choose an item below.")
        lines.insert(0, many if shown.entries else few)
    if shown.line is None and shown.chosen is None:
        lines.append(_counted(shown.entries))
    return [*lines, "", *shown.notes] if shown.notes else lines


def _counted(entries: Sequence[Entry]) -> str:
    if not entries:
        return translate("WardPanel", "Nothing is planned on this day.")
    words = translate("WardPanel", "{n} entries. Choose one to act on it.")
    return words.format(n=len(entries))


def item_paragraphs(row: DayRow) -> list[str]:
    """Return an item in a few lines: what, how it stands, when, what dose."""
    lines = [
        f"{item_title(row)} · {row.item.label}",
        f"{status_symbol(row.status)} {status_text(row.status, row.overdue_days)}",
        *product_texts(row),
        progress_text(row.item),
        reason_text(row.reason) if row.reason else "",
        row.note,
        _planned_words(row),
        moved_text(row.item),
        shown_dose(row) if is_dosed(row) else "",
    ]
    if row.example:
        words = translate("WardPanel", "EXAMPLE protocol {name}: not approved")
        lines.append(words.format(name=row.protocol))
    return [line for line in lines if line]


def _planned_words(row: DayRow) -> str:
    if not row.item.is_open:
        return ""
    words = " ".join(part for part in (day_text(row.item.planned), first_time(row.item)) if part)
    planned = translate("WardPanel", "Planned {day}").format(day=words)
    if row.item.earliest is None and row.item.latest is None:
        return planned
    window = window_text(row.item.earliest, row.item.latest)
    return f"{planned}\n" + translate("WardPanel", "Window {days}").format(days=window)
