"""One row of the Today board set in lines: how high it is and how it is painted."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QFont, QPainter

from nkdesk.model.patient import AllergyState
from nkdesk.model.words import Words
from nkdesk.services.read_models import DayRow
from nkdesk.sheets.wording.dates import window_text
from nkdesk.sheets.wording.day import moved_text, progress_text, spoken, status_text
from nkdesk.sheets.wording.people import allergy_text, look_alike_text
from nkdesk.ui.common.item_words import first_time, is_dosed, item_title
from nkdesk.ui.common.paragraph import Paragraph, Run, column_height, draw_column
from nkdesk.ui.common.people_words import name_runs, number_runs
from nkdesk.ui.common.product_lines import product_summary, product_texts, shown_dose
from nkdesk.ui.common.status import paint_status, status_colour
from nkdesk.ui.common.tags import draw_tag, tag_size
from nkdesk.ui.common.theme import colour

translate = QCoreApplication.translate

_MARGIN = 8.0
_SHAPE = 18.0
_STATUS = 118.0
_TIME = 48.0
_SMALL = 0.93
_WHO = 0.44


@dataclass(frozen=True, slots=True)
class RowSpace:
    """What the look of a row is cut to: its width, and what the buttons take on the right.

    Without buttons (``acts`` false) the item's words may use that room.
    """

    width: float
    buttons: float
    acts: bool
    font: QFont


class RowLook:
    """A row's text, set for one width. ``height`` is what it needs, margins included.

    ``upper`` is the height of the part that stands beside the buttons; what there is to say of an
    infusion's product stands below it over the whole width, so that no row fills a screen.
    """

    def __init__(
        self, row: DayRow, space: RowSpace, reasons: Mapping[str, Words], mark: str = ""
    ) -> None:
        self._row = row
        self._font = space.font
        self._mark = mark
        self._reasons = reasons
        acts = space.acts
        scale = space.font.pixelSize() / 14
        self._shape = _SHAPE * scale
        left = _MARGIN + self._shape + 8
        status_width = _STATUS * scale - self._shape
        rest = space.width - left - status_width - _TIME * scale - space.buttons - 3 * _MARGIN
        self._columns = (
            left,
            left + status_width,
            left + status_width + _TIME * scale,
            left + status_width + _TIME * scale + rest * _WHO + 1.5 * _MARGIN,
        )
        self._status = self._set(self._status_runs(), status_width - 8)
        self._time = self._set([[Run(first_time(row.item), bold=True)]], _TIME * scale)
        self._who = self._set(self._who_runs(), rest * _WHO)
        self._what = self._set(
            self._what_runs(), rest * (1 - _WHO) + (0 if acts else space.buttons)
        )
        self._tags = self._tag_words()
        self._tag_step = tag_size("X", space.font)[1] + 3
        self._tag_lines = self._tag_rows(rest * _WHO)
        tallest = max(self._who_height(), column_height(self._what))
        self.upper = max(tallest, column_height(self._status), 44.0) + 2 * _MARGIN
        self._below = self._set(product_summary(row), space.width - self._columns[2] - 3 * _MARGIN)
        foot = column_height(self._below) + _MARGIN if self._below else 0.0
        self.height = self.upper + foot

    def draw(self, painter: QPainter) -> None:
        """Paint everything but ground and buttons."""
        height = self.upper
        painter.setFont(self._font)
        painter.setPen(colour("ink"))
        middle = (height - self._shape) / 2
        box = QRectF(_MARGIN + 4, middle, self._shape, self._shape)
        paint_status(painter, self._row.status, box)
        for column, lines in zip(
            (self._columns[0] + 4, self._columns[1], self._columns[3]),
            (self._status, self._time, self._what),
            strict=True,
        ):
            draw_column(painter, lines, QRectF(column, 0, 1, height))
        self._draw_who(painter, height)
        below = QRectF(self._columns[2], height - _MARGIN, 1, column_height(self._below))
        draw_column(painter, self._below, below)

    def spoken(self) -> str:
        """Return the whole row as one sentence for a screen reader."""
        row = self._row
        parts = [
            status_text(row.status, row.overdue_days),
            first_time(row.item),
            row.line.patient.name.full,
            row.line.patient.trial_number,
            f"{item_title(row)} {row.item.label}",
            *product_texts(row),
            shown_dose(row),
            *self._tags,
        ]
        return ", ".join(part for part in parts if part)

    def _draw_who(self, painter: QPainter, height: float) -> None:
        left, names = self._columns[2], column_height(self._who)
        top = (height - self._who_height()) / 2
        draw_column(painter, self._who, QRectF(left, top, 1, names))
        for place, words in enumerate(self._tag_lines):
            x = left
            for word in words:
                at = QPointF(x, top + names + 3 + place * self._tag_step)
                draw_tag(painter, word, at, self._tone(word))
                x += tag_size(word, self._font)[0] + 6

    def _who_height(self) -> float:
        return column_height(self._who) + self._tag_step * len(self._tag_lines)

    def _tag_rows(self, width: float) -> list[list[str]]:
        rows: list[list[str]] = []
        taken = width
        for word in self._tags:
            wide = tag_size(word, self._font)[0] + 6
            if taken + wide > width:
                rows.append([])
                taken = 0.0
            rows[-1].append(word)
            taken += wide
        return rows

    def _tone(self, word: str) -> str:
        return "accent" if word == self._mark else "caution"

    def _set(self, lines: list[list[Run]], width: float) -> list[Paragraph]:
        return [Paragraph(runs, self._font, width) for runs in lines if runs]

    def _status_runs(self) -> list[list[Run]]:
        words = status_text(self._row.status, self._row.overdue_days)
        return [[Run(words, bold=True, shade=status_colour(self._row.status))]]

    def _who_runs(self) -> list[list[Run]]:
        line = self._row.line
        lines = [name_runs(line.patient, 1.07), number_runs(line, _SMALL)]
        if line.patient.allergy_state is AllergyState.KNOWN:
            lines.append(
                [
                    Run(
                        allergy_text(AllergyState.KNOWN, line.patient.allergies),
                        shade=colour("refused"),
                        size=_SMALL,
                    )
                ]
            )
        return lines

    def _what_runs(self) -> list[list[Run]]:
        row, quiet = self._row, colour("quiet")
        dose = shown_dose(row) if is_dosed(row) else ""
        lines = [[Run(item_title(row), bold=True), Run(f"  {row.item.label}")]]
        if dose:
            lines.append([Run(dose, shade=quiet, size=_SMALL)])
        if row.item.earliest is not None and row.item.is_open:
            window = translate("Today", "Window {days}")
            days = window_text(row.item.earliest, row.item.latest)
            lines.append([Run(window.format(days=days), shade=quiet, size=_SMALL)])
        if done := _done_words(row, self._reasons):
            lines.append([Run(done, size=_SMALL)])
        if moved := moved_text(row.item):
            lines.append([Run(moved, shade=colour("tag"), size=_SMALL)])
        return lines

    def _tag_words(self) -> list[str]:
        row, words = self._row, []
        if row.line.look_alike:
            words.append(look_alike_text())
        if self._mark:
            words.append(self._mark)
        return words


def _done_words(row: DayRow, reasons: Mapping[str, Words]) -> str:
    """Return when it was given, how much of it is, or why it was not."""
    if row.reason:
        return spoken(reasons[row.reason]) if row.reason in reasons else row.reason
    return progress_text(row.item)
