"""The answer of a check, full width: a green ✔ MATCH or a red ✖ STOP, and every point of it."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout

from nkdesk.model.infusion import CheckPoint, Match
from nkdesk.services.infusion_models import CheckAnswer
from nkdesk.sheets.wording.checking import check_point_text, match_symbol
from nkdesk.ui.common.labels import button, plain, tint
from nkdesk.ui.common.theme import GAP

_STOP_TONES = 3
_BETWEEN_MS = 180


class MatchPanel(QFrame):
    """A stop offers two ways and no third: ``again_asked`` and ``call_asked``."""

    again_asked = Signal()
    call_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.word = plain()
        self.word.setProperty("rank", "huge")
        self.points = plain()
        self.again = button(self.tr("Scan again"), "main")
        self.call = button(self.tr("Call physician"))
        self.again.clicked.connect(self.again_asked)
        self.call.clicked.connect(self.call_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 18, 14)
        column.setSpacing(6)
        column.addWidget(self.word)
        column.addWidget(self.points)
        column.addLayout(self._ways())
        self.hide()

    def show_answer(self, answer: CheckAnswer, unheard: frozenset[str]) -> None:
        """Show how a check came out, what stops first.

        ``unheard`` are points there is nothing to say of: nobody was asked for them.
        """
        points = _worst_first([one for one in answer.points if one.what not in unheard])
        stops = [one for one in points if one.match is not Match.MATCH]
        stopped = not answer.matches
        self._dress(stopped=stopped)
        self.points.setText("\n".join(_line(one) for one in points))
        for way in (self.again, self.call):
            way.setVisible(stopped)
        said = "; ".join(check_point_text(one) for one in stops)
        self.setAccessibleName(f"{self.word.text()} {said}".strip())
        self.show()
        _sound(_STOP_TONES if stopped else 1)
        if stopped:
            self.again.setFocus()

    def clear(self) -> None:
        """Take the answer away."""
        self.hide()

    def _dress(self, *, stopped: bool) -> None:
        self.setProperty("ground", "refused" if stopped else "good")
        self.style().unpolish(self)
        self.style().polish(self)
        tint(self.word, "refused" if stopped else "given")
        self.word.setText(self.tr("✖ STOP") if stopped else self.tr("✔ MATCH"))

    def _ways(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for way in (self.again, self.call):
            row.addWidget(way)
        row.addStretch(1)
        return row


def _line(point: CheckPoint) -> str:
    return f"{match_symbol(point.match)}  {check_point_text(point)}"


def _worst_first(points: list[CheckPoint]) -> list[CheckPoint]:
    return sorted(points, key=lambda one: one.match is Match.MATCH)


def _sound(times: int) -> None:
    """One tone for a match, three for a stop: the scanner's own tone proves nothing."""
    for place in range(times):
        QTimer.singleShot(place * _BETWEEN_MS, QApplication.beep)
