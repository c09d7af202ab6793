"""The frozen column: who it is, never cut short; a long name makes its row higher."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from nkdesk.services.calendar_models import DonorMark
from nkdesk.services.read_models import PatientLine
from nkdesk.sheets.wording.dates import born_text
from nkdesk.sheets.wording.people import look_alike_text
from nkdesk.ui.calendar.facts import Row
from nkdesk.ui.calendar.geometry import donor_height, row_height
from nkdesk.ui.calendar.words import donor_mark_words
from nkdesk.ui.common.marks import draw_squeezed, small_font
from nkdesk.ui.common.paragraph import Paragraph, Run, column_height
from nkdesk.ui.common.people_words import name_runs
from nkdesk.ui.common.theme import colour

PAD = 8
_KEPT = 120
_NAME = 0.93
_SMALL = 0.84
_SHORT_NUMBER = 10
"""Letters of a trial number that surely stand on one line with the birth date."""
_SAFE = 1.04
"""By how much words are taken to be wider than their letters: rather a row too high."""
_AROUND = 6


class Names:
    """Sets names for one width; what has been set is kept for the rows in sight."""

    def __init__(self, rows: Sequence[Row], font: QFont, width: int, unit: float) -> None:
        self._rows, self._font = rows, font
        self._room = float(width - 2 * PAD)
        self._least = row_height(unit)
        self._donor = donor_height(unit)
        self._set: dict[int, list[Paragraph]] = {}
        self._guess = _Letters(font)
        self._name_line = Paragraph([Run("Ё", size=_NAME)], font, self._room).height
        self._number_line = Paragraph([Run("Ё", size=_SMALL)], font, self._room).height + 1

    def heights(self) -> list[int]:
        """Return how high each row must be; only names that may need more are measured."""
        return [self._height(place) for place in range(len(self._rows))]

    def draw(self, painter: QPainter, place: int, box: QRectF) -> None:
        """Paint a row's name, trial number and birth into its box, the donor at its foot."""
        paragraphs = self._paragraphs(place)
        donor = self._rows[place].donor
        if donor is not None:
            box = QRectF(box.left(), box.top(), box.width(), box.height() - self._donor)
            self._draw_donor(painter, donor, box)
        spare = box.height() - column_height(paragraphs, gap=1)
        top = box.top() + max(2.0, spare / 2)
        painter.setPen(colour("ink"))
        for paragraph in paragraphs:
            paragraph.draw(painter, box.left() + PAD, top)
            top += paragraph.height + 1

    def _draw_donor(self, painter: QPainter, donor: DonorMark, above: QRectF) -> None:
        room = QRectF(above.left() + PAD, above.bottom(), self._room, self._donor - 2)
        painter.setFont(small_font(self._font, _SMALL))
        painter.setPen(colour("quiet"))
        draw_squeezed(painter, donor_mark_words(donor), room)

    def _height(self, place: int) -> int:
        donor = 0 if self._rows[place].donor is None else self._donor
        return self._own_height(place) + donor

    def _own_height(self, place: int) -> int:
        line = self._rows[place].line
        plain = len(line.patient.trial_number) <= _SHORT_NUMBER and not line.look_alike
        lines = self._guess.lines(line.patient.name.full, self._room / _NAME) if plain else 0
        if lines:
            return max(self._least, round(lines * self._name_line + self._number_line) + _AROUND)
        return max(self._least, round(column_height(self._paragraphs(place), gap=1)) + _AROUND)

    def _paragraphs(self, place: int) -> list[Paragraph]:
        found = self._set.get(place)
        if found is None:
            if len(self._set) >= _KEPT:
                self._set.clear()
            found = self._set[place] = self._make(self._rows[place].line)
        return found

    def _make(self, line: PatientLine) -> list[Paragraph]:
        lines = [name_runs(line.patient, _NAME), number_line(line)]
        if line.look_alike:
            lines.append([Run(look_alike_text(), bold=True, shade=colour("caution"), size=_SMALL)])
        return [Paragraph(runs, self._font, self._room) for runs in lines]


def number_line(line: PatientLine) -> list[Run]:
    """Return trial number, birth date and age in small letters."""
    return [
        Run(line.patient.trial_number, bold=True, size=_SMALL),
        Run(f"  {born_text(line.patient.born, line.age)}", shade=colour("quiet"), size=_SMALL),
    ]


class _Letters(dict[str, float]):
    """The width of each letter in bold: a name's width is guessed from above, thousands a ms."""

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self._measure = QFontMetricsF(small_font(font, 1.0, bold=True))

    def __missing__(self, letter: str) -> float:
        """Measure a letter once."""
        self[letter] = self._measure.horizontalAdvance(letter)
        return self[letter]

    def lines(self, text: str, room: float) -> int:
        """Return in how many lines a text fits for sure, 0 where only setting it can tell."""
        if sum(map(self.__getitem__, text)) * _SAFE <= room:
            return 1
        lines, left = 1, room
        space = self[" "]
        for word in text.split(" "):
            wide = sum(map(self.__getitem__, word)) * _SAFE
            if wide > room:
                return 0
            if wide > left:
                lines, left = lines + 1, room
            left -= wide + space
        return lines
