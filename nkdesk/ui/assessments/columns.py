"""The rows of the assessments page: one kind each, and its picture."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication, QObject, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from nkdesk.services.eligibility_models import Series
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.evidence import old_text
from nkdesk.ui.assessments.plot import paint_series, plotted
from nkdesk.ui.assessments.words import (
    expiry_tone,
    expiry_words,
    infection_words,
    kind_words,
    newest,
    point_value_words,
    trend_words,
)
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.table_model import ROW, Column
from nkdesk.ui.common.theme import colour
from nkdesk.ui.common.wrap_delegate import AnyIndex, Lines, WrapDelegate

translate = QCoreApplication.translate
WHAT, FOUND, TREND, COUNTS = range(4)
_SMALLER = 0.93
_LAST_ANSWERS = 3


class SeriesColumns:
    """What each column says of a series on a day."""

    def __init__(self, today: date) -> None:
        self._today = today

    def columns(self) -> list[Column[Series]]:
        """Return the columns, left to right; each is spoken in full."""
        return [
            Column(
                translate("Assessments", "Result"), lambda row: _said(self.what(row)), width=250
            ),
            Column(translate("Assessments", "Found"), lambda row: _said(self.found(row))),
            Column(translate("Assessments", "Trend"), trend_words, width=190),
            Column(
                translate("Assessments", "Counts"), lambda row: _said(self.counts(row)), width=190
            ),
        ]

    def lines(self) -> Mapping[int, Callable[[Series], Lines]]:
        """Return what paints each column of words."""
        return {WHAT: self.what, FOUND: self.found, TREND: self.trend, COUNTS: self.counts}

    def what(self, row: Series) -> Lines:
        """Return name and newest value."""
        latest = newest(row)
        value = point_value_words(latest, row.kind) if latest else ""
        lines = [[Run(kind_words(row.kind))]]
        if value:
            lines.append([Run(value, bold=True)])
        return lines

    def found(self, row: Series) -> Lines:
        """Return day, age, source and who entered it."""
        latest = newest(row)
        if latest is None:
            return [[Run(translate("Assessments", "No result yet"), shade=colour("quiet"))]]
        one = latest.observation
        quiet = colour("quiet")
        dated = f"{day_text(one.on)}, {old_text((self._today - one.on).days)}"
        entered = translate("Assessments", "entered by {who}").format(who=one.entered_by)
        said = ", ".join(part for part in (one.source, entered) if part)
        lines = [[Run(dated)], [Run(said, shade=quiet, size=_SMALLER)]]
        more = (infection_words(row.infection) if row.infection else "", one.note)
        lines.extend([Run(text, shade=quiet, size=_SMALLER)] for text in more if text)
        return lines

    def trend(self, row: Series) -> Lines:
        """Return the last answers in words; numbers are painted instead."""
        if plotted(row):
            return [[Run(" ")], [Run(" ")], [Run(" ")]]
        told = [one for one in row.points if not one.corrected]
        words = [point_value_words(one, row.kind) for one in told[-_LAST_ANSWERS:]]
        return [[Run(" · ".join(words), shade=colour("quiet"))]]

    def counts(self, row: Series) -> Lines:
        """Return until when it counts, and which criteria ask for it."""
        tone = expiry_tone(row, self._today)
        lines = [[Run(expiry_words(row, self._today), shade=colour(tone))]]
        if row.criteria:
            asked = translate("Assessments", "asked by {ids}").format(ids=", ".join(row.criteria))
            lines.append([Run(asked, shade=colour("quiet"), size=_SMALLER)])
        return lines


class SeriesDelegate(WrapDelegate):
    """Paints the trend of numbers into its column."""

    def __init__(self, columns: SeriesColumns, parent: QObject) -> None:
        super().__init__(columns.lines(), parent)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint ground and words, and the picture over the trend."""
        super().paint(painter, option, index)
        if index.column() == TREND:
            paint_series(painter, plotted(index.data(ROW)), QRectF(option.rect))


def _said(lines: Lines) -> str:
    return ", ".join("".join(run.text for run in line) for line in lines)
